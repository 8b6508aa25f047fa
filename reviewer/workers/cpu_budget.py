"""How much processor time one item may take before its worker is ended, wherever it is then: in C code, too.

The app's own timer counts all the time that passes; this one counts what is worked, so that a busy machine makes no
difference. A reader that gets on, page by page, begins anew.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

SECONDS = 10.0
"""Of processor time, for an item of no great size and for each page."""
_SECONDS_PER_BYTE = 1.0 / 2**20

_granted = 0.0  # while nothing is bounded


@contextmanager
def budget(size: int) -> Iterator[None]:
    """Bound the work on an item of so many bytes (Unix; elsewhere only the app's timer does)."""
    with budgets() as grant:
        grant(size)
        yield


@contextmanager
def budgets() -> Iterator[Callable[[int], None]]:
    """Bound the work on one item after the other; what is yielded says, before each, how many bytes it has."""
    global _granted  # noqa: PLW0603 - a timer of the process, which has one
    try:
        yield _grant
    finally:
        _granted = 0.0
        _set(0)


def _grant(size: int) -> None:
    global _granted  # noqa: PLW0603 - as above
    _granted = SECONDS + size * _SECONDS_PER_BYTE
    renew()


def renew() -> None:
    """Begin to count anew, since something was done; nothing where no work is bounded."""
    if _granted:
        _set(_granted)


def _set(seconds: float) -> None:
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)  # nobody handles its signal: it ends the process
