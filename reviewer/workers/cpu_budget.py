"""How much processor time one item may take before its worker is ended, wherever it is then: in C code, too.

The app's own timer counts all the time that passes; this one counts what is worked, so that a busy machine makes no
difference. A reader that gets on, page by page, begins anew. What is done with an item once it is read has what is
left.

An item that ends its worker takes those with it that were asked for together, and each of them is then read by itself.
So among others each has much less: in both goes together it may take 15 seconds.
"""

from __future__ import annotations

import math
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

SECONDS = 10.0
"""Of processor time, for an item of no great size and for each page."""
AMONG_OTHERS = 2.0
"""The same where others are read with it."""
LEAST = 2.0
"""What must be left of it for what is done once an item is read; else that is left for later."""
AFTERWARDS = 1.5
"""For that, where it is done later."""
_SECONDS_PER_BYTE = 1.0 / 2**20

_granted = 0.0  # while nothing is bounded


@contextmanager
def budget(size: int) -> Iterator[None]:
    """Bound the work on an item of so many bytes (Unix; elsewhere only the app's timer does)."""
    with budgets() as grant:
        grant(size)
        yield


@contextmanager
def budgets(seconds: float | None = None) -> Iterator[Callable[[int], None]]:
    """Bound the work on one item after the other; what is yielded says, before each, how many bytes it has."""
    global _granted  # noqa: PLW0603 - a timer of the process, which has one
    given = SECONDS if seconds is None else seconds
    try:
        yield lambda size: go_on(given + size * _SECONDS_PER_BYTE)
    finally:
        _granted = 0.0
        _set(0)


def stop() -> float:
    """Count no more; how many seconds were left of what was granted, without end where there is no such timer."""
    return signal.setitimer(signal.ITIMER_PROF, 0)[0] if hasattr(signal, "setitimer") else math.inf


def go_on(seconds: float) -> None:
    """Bound the work from here on: by what was left of its item, say."""
    global _granted  # noqa: PLW0603 - as above
    _granted = seconds
    renew()


def renew() -> None:
    """Begin to count anew, since something was done; nothing where no work is bounded."""
    if _granted:
        _set(_granted)


def _set(seconds: float) -> None:
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)  # nobody handles its signal: it ends the process
