"""A parse worker as a system without walls has it: it reads, and nothing is around it. ``python unwalled.py``."""

from __future__ import annotations

import sys

from reviewer.workers.parse import __main__ as program
from reviewer.workers.parse import zygote
from reviewer.workers.sandbox import Budget


def _no_walls(_budget: Budget) -> tuple[str, ...]:
    return ()


if __name__ == "__main__":
    vars(zygote)["lock_down"] = _no_walls
    sys.exit(program.main())
