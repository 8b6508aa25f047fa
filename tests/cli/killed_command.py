"""The program, killed as soon as this laptop has remembered the head of the trail after an act."""

from __future__ import annotations

import os
import runpy
import signal
import sys

import pytest

from reviewer.usecases import head_memory
from tests.passphrases import make_cheap


class Killed(head_memory.HeadMemory):
    """Remembers at once, and ends the process as a power cut would."""

    AFTER = 0.0

    def _remember(self) -> None:
        super()._remember()
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    make_cheap(pytest.MonkeyPatch())
    head_memory.HeadMemory = Killed  # type: ignore[misc]
    sys.argv[0] = "reviewer"
    runpy.run_module("reviewer", run_name="__main__", alter_sys=True)
