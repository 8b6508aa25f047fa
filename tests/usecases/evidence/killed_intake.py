"""A process that takes evidence in and is killed at a step of its progress: CASE KEY FOLDER STEPS."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.opening import open_case
from reviewer.isolation.workers import Workers
from reviewer.usecases.evidence import intake


class KilledAt:
    """A progress that ends the process as a power cut would."""

    cancelled = False

    def __init__(self, steps: int) -> None:
        self._steps = steps

    def step(self, done: int, total: int, what: str) -> None:  # noqa: ARG002
        self._steps -= 1
        if self._steps <= 0:
            os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    path, literal, folder, steps = sys.argv[1:]
    digits = bytes.fromhex(literal[2:-1])
    with open_case(Path(path), Key(digits[:32], digits[32:])) as case, Workers(2) as workers:
        intake.add(case, workers, [Path(folder)], reviewer="Ada", progress=KilledAt(int(steps)))
