"""A process that recognises a case's pages and is killed once so many are done: CASE KEY PAGES."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.opening import open_case
from reviewer.usecases.pages import ocr


class KilledAt:
    """A progress that ends the process as a power cut would."""

    cancelled = False

    def __init__(self, pages: int) -> None:
        self._pages = pages

    def step(self, done: int, total: int, what: str) -> None:  # noqa: ARG002
        if done >= self._pages:
            os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    path, literal, pages = sys.argv[1:]
    digits = bytes.fromhex(literal[2:-1])
    with open_case(Path(path), Key(digits[:32], digits[32:])) as case:
        ocr.run(case, reviewer="Ada", progress=KilledAt(int(pages)))
