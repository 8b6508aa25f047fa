"""What items that take long to read may take together, in one file at the top of a delivery.

Each item alone has a reader's whole time, so a small mail with a hundred attachments that each use it up would keep the
intake for half an hour. What is read in less counts for nothing, however much of it there is. Once the time is over, an
item that would take long is failed, and can be tried again by itself; the others are read as ever.

Several are read at a time. Each sets aside the most that it may take, and waits for the others where not that much is
left: so they take no more together than one after the other, and the same ones are read.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from reviewer.domain.evidence.unpack_limits import MIB
from reviewer.domain.reasons.reason import Reason
from reviewer.isolation.allowance import Allowance

LONG = 2.0
"""Seconds of processor time from which on an item counts, which is what it may take among others."""
AT_LEAST = 0.5
"""What each has, whatever others used."""
_OF_AN_ITEM = 11.0
"""A little more than a reader's own bound, which an item has by itself, and which grows by the MiB alike."""
_OF_WORDS = 60.0
"""The same for the words of a PDF, of which its reader alone knows how many there are: it adds time by the letter."""
_LOOK_SECONDS = 0.1


class SlowItems:
    """The account of one file: so many seconds of processor time, and what was used of them; thread-safe."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.used = 0.0
        self._aside = 0.0
        self._changed = threading.Condition()

    @contextmanager
    def allowance(
        self, size: int, *, pdf: bool = False, look: Callable[[], None] = lambda: None
    ) -> Iterator[Allowance]:
        """What the next item may use, by its size in bytes; what it used is counted if it took long.

        While others have to be waited for, ``look`` is called again and again, and may give up.
        """
        wanted = _OF_AN_ITEM + size / MIB + (_OF_WORDS if pdf else 0.0)
        with self._changed:
            while self._aside and self.seconds - self.used - self._aside < wanted:
                self._changed.wait(_LOOK_SECONDS)
                look()
            most = min(max(self.seconds - self.used, AT_LEAST), wanted)
            self._aside += most
        allowance = Allowance(most, over=Reason("reader.slow_items", limit=round(self.seconds)))
        try:
            yield allowance
        finally:
            with self._changed:
                self._aside = max(self._aside - most, 0.0)
                if allowance.used >= min(LONG, most):
                    self.used += allowance.used
                self._changed.notify_all()
