"""As :mod:`tests.usecases.evidence.killed_intake`, for a reader to whom little is large: CASE KEY FOLDER STEPS."""

from __future__ import annotations

import sys
from pathlib import Path

from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.opening import open_case
from reviewer.isolation.workers import Workers
from reviewer.usecases.evidence import intake
from tests.usecases.evidence.killed_intake import KilledAt

LARGE, HELD = 40_000, 60_000


def with_little_held(workers: Workers) -> Workers:
    """The workers, with everything put aside that is larger than a letter or two."""
    workers.spools.large, workers.spools.held = LARGE, HELD
    return workers


if __name__ == "__main__":
    path, literal, folder, steps = sys.argv[1:]
    digits = bytes.fromhex(literal[2:-1])
    with open_case(Path(path), Key(digits[:32], digits[32:])) as case, with_little_held(Workers(2)) as workers:
        intake.add(case, workers, [Path(folder)], reviewer="Ada", progress=KilledAt(int(steps)))
