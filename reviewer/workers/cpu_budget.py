"""How much processor time one item may take before its worker is ended, wherever it is then: in C code, too.

The app's own timer counts all the time that passes; this one counts what is worked, so that a busy machine makes no
difference. All pages of an item share it: each adds what a page may take that says as much, and no more, so that a
thousand pages of words are read and two slow ones have no more than one. What is done with an item once it is read has
what is left.

An item that ends its worker takes those with it that were asked for together, and each of them is then read by itself.
So among others each has much less: in both goes together it may take 15 seconds.
"""

from __future__ import annotations

import math
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

SECONDS = 10.0
"""Of processor time, for an item of no great size."""
AMONG_OTHERS = 2.0
"""The same where others are read with it."""
LEAST = 2.0
"""What must be left of it for what is done once an item is read; else that is left for later."""
AFTERWARDS = 1.5
"""For that, where it is done later."""
TO_END = 3.0
"""What must be left of it to begin another page: for what is looked for behind the last one."""
_SECONDS_PER_BYTE = 1.0 / 2**20
_A_PAGE, _A_LETTER = 0.02, 1e-5
"""What a page that was read adds: a dense one of 4,700 letters takes 0.023 with all that is looked for in it."""

_alone = False  # whether what is bounded is read by itself


@contextmanager
def budget(size: int) -> Iterator[None]:
    """Bound the work on an item of so many bytes (Unix; elsewhere only the app's timer does)."""
    with budgets() as grant:
        grant(size)
        yield


@contextmanager
def budgets(seconds: float | None = None) -> Iterator[Callable[[int], None]]:
    """Bound the work on one item after the other; what is yielded says, before each, how many bytes it has."""
    global _alone  # noqa: PLW0603 - of the timer of the process, which has one
    given, _alone = SECONDS if seconds is None else seconds, seconds is None
    try:
        yield lambda size: go_on(given + size * _SECONDS_PER_BYTE)
    finally:
        _alone = False
        go_on(0)


def stop() -> float:
    """Count no more; how many seconds were left of what was granted, without end where there is no such timer."""
    return signal.setitimer(signal.ITIMER_PROF, 0)[0] if hasattr(signal, "setitimer") else math.inf


def go_on(seconds: float) -> None:
    """Bound the work from here on: by what was left of its item, say."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)  # nobody handles its signal: it ends the process


class Turns:
    """The pages of an item, one after the other, in the time that it has."""

    def __init__(self) -> None:
        self._begun = _left()
        self._longest = 0.0

    def is_time(self) -> bool:
        """Whether there is time for another page, if it takes as long as the longest before it.

        There always is among others, where an item that takes long is ended to be read by itself.
        """
        return not _alone or _left() >= TO_END + self._longest

    def end(self, letters: int) -> None:
        """Add what a page may take on which so many letters were read; nothing where no work is bounded."""
        left = _left()
        if not math.isinf(left):
            self._longest = max(self._longest, self._begun - left)
            go_on(left + _A_PAGE + letters * _A_LETTER)
            self._begun = _left()


def is_over() -> bool:
    """Whether an item by itself should have no more looked for in it than is there."""
    return _alone and _left() < LEAST


def _left() -> float:
    """Seconds that are left; without end where no work is bounded."""
    left = stop()  # the walls let a reader set its timer, and not ask for it
    if not left or math.isinf(left):
        return math.inf
    go_on(left)
    return left
