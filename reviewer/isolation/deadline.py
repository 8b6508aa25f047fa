"""Requests that may not take longer than they were given: one thread watches them all.

A thread for each request cost a third of what it takes to ask a worker for anything.
"""

from __future__ import annotations

import math
import threading
import time
from contextlib import suppress
from dataclasses import replace
from types import TracebackType
from typing import Self

from reviewer.isolation.provider import Activity, Worker

IDLE = 15.0
"""Seconds after which a worker that does nothing is given up: one that was stopped, or that waits for what never comes.

One that works, or waits for its turn on a busy processor, has all the time it was given.
"""
_FIRST_LOOK, _LATER = IDLE - 5.0, 5.0
_SOON = 0.02
_OFTEN = 1.0

BUSY = 10
"""How many times as long as it was given a worker may take where others, for whom it stands back, work."""

_KEPT = 0.1
"""A worker for which others had the processor for this part of its time was kept from it, and did not sleep."""


class Deadline:
    """Kills the worker when the time is over, which ends any wait for it, in whatever call. A context manager.

    ``passed`` says that it came to that. Once left, it kills no more. A worker ``alone``, for which no other program
    works, is given up earlier when it does nothing, once it was ``asked``; and later when it works, was let work for
    less than half of its time, and others had the processor instead: one that sleeps has no more than its time.
    So many seconds of ``processor`` time it may use, where the system tells; ``used_up`` says that it would have more.
    """

    def __init__(self, worker: Worker, seconds: float, *, alone: bool = False, processor: float | None = None) -> None:
        self.seconds = self._given = seconds
        self.passed = False
        self.used_up = False
        self.asked = False
        self.at = time.monotonic() + seconds
        self.looks = self._looks_for_all = min(self.at, time.monotonic() + _FIRST_LOOK) if alone else self.at
        self._begun = self.at - seconds
        self._processor = processor
        self._alone = alone
        before = worker.activity() if processor is not None else None
        self._before = None if before is None else before.seconds
        if processor is not None:
            self.looks = min(self.looks, self._begun + self._until_next(processor))
        self._told = (0.0, self._begun)  # what it had used when that was last seen, and when that was
        self._used: float | None = None
        self._had: tuple[Activity, Activity] | None = None  # before this, at the most, and by the last look
        self._worker = worker
        self._left = False
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        _WATCH.add(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        _WATCH.remove(self)
        with self._lock:
            self._left = True

    def look(self, now: float) -> bool:
        """Whether its time is over, or it does nothing; else it is looked at again later."""
        activity = self._worker.activity() if self._alone or self._processor is not None else None
        left = self._left_of_processor(activity)
        if left <= 0:
            self.used_up = True
            return True
        if now < self._looks_for_all:
            self.looks = min(self._looks_for_all, now + self._until_next(left))
            return False
        if now >= self.at and not self._kept_waiting(activity, now):
            return True
        self._had = self._seen(activity, now)
        still = activity is not None and self.asked and not activity.ready
        if still and activity is not None and activity.seconds == self._used and now - self._begun >= IDLE:
            self.seconds = round(now - self._begun)
            return True
        self._used = activity.seconds if still and activity is not None else None
        self._looks_for_all = min(self.at, now + _LATER)
        self.looks = min(self._looks_for_all, now + self._until_next(left))
        return False

    def spent(self) -> float:
        """Seconds of processor time that the worker used; all that it may have where nobody can tell any more."""
        if self._processor is None:
            return 0.0
        if self.used_up:
            return self._processor
        if (activity := self._worker.activity()) is not None:
            return activity.seconds - (self._before or 0.0)
        if self._before is None:
            return 0.0
        used, seen = self._told
        return min(self._processor, used + time.monotonic() - seen) if self._alone else self._processor

    def _left_of_processor(self, activity: Activity | None) -> float:
        """One thread cannot use more than passes by the clock, so there is no need to look before that is over."""
        if self._processor is None or activity is None:
            return math.inf
        if self._before is None:
            self._before = 0.0  # its number was not told yet when it was asked, so it was new then
        self._told = (activity.seconds - self._before, time.monotonic())
        return self._processor - self._told[0]

    def _until_next(self, left: float) -> float:
        """When to look again; often at one that works alone, so that it is known what it used when it has ended."""
        often = _OFTEN if self._alone and self._processor is not None else math.inf
        return min(max(left, _SOON), often)

    def _seen(self, activity: Activity | None, now: float) -> tuple[Activity, Activity] | None:
        """What it had of the processor; until the first look, nobody kept it waiting."""
        if activity is None:
            return self._had
        before = self._had[0] if self._had else replace(activity, seconds=activity.seconds - (now - self._begun))
        return before, activity

    def _kept_waiting(self, activity: Activity | None, now: float) -> bool:
        """Whether it works and others had the processor, on a busy computer; its time then ends later."""
        if activity is None or self._had is None:
            return False
        before, last = self._had
        latest = self._begun + BUSY * self._given
        if now >= latest or activity.seconds - before.seconds >= self._given / 2:
            return False
        if not others_had_it(before, last, activity, now - self._begun):
            return False
        self.at = min(now + _LATER, latest)
        self.seconds = round(self.at - self._begun)
        return True

    def expire(self) -> None:
        """The time is over."""
        with self._lock:
            if not self._left:
                self.passed = True
                with suppress(OSError):  # it has ended by itself; and the others are still to be watched
                    self._worker.kill()


def others_had_it(before: Activity, last: Activity, now: Activity, elapsed: float) -> bool:
    """Whether a worker waits for the processor, or waited for it for a good part of the seconds since it began.

    Where the latter cannot be told, one that has worked since the ``last`` look may have.
    """
    if now.ready:
        return True
    if now.waited is None or before.waited is None:
        return now.seconds > last.seconds
    return now.waited - before.waited >= elapsed * _KEPT


class _Watch:
    """The thread, started with the first deadline. It is woken only for one that comes before it would wake anyway."""

    def __init__(self) -> None:
        self._open: set[Deadline] = set()
        self._changed = threading.Condition()
        self._wakes = math.inf
        self._thread: threading.Thread | None = None

    def add(self, deadline: Deadline) -> None:
        with self._changed:
            self._open.add(deadline)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="deadlines", daemon=True)
                self._thread.start()
            elif deadline.looks < self._wakes:
                self._changed.notify()

    def remove(self, deadline: Deadline) -> None:
        with self._changed:
            self._open.discard(deadline)

    def _run(self) -> None:
        while True:
            for deadline in self._over():
                deadline.expire()

    def _over(self) -> list[Deadline]:
        with self._changed:
            self._wakes = min((each.looks for each in self._open), default=math.inf)
            left = self._wakes - time.monotonic()
            if left > 0:
                self._changed.wait(None if math.isinf(left) else left)
            now = time.monotonic()
            over = [each for each in self._open if each.looks <= now and each.look(now)]
            self._open.difference_update(over)
            return over


_WATCH = _Watch()
