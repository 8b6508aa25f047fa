"""Requests that may not take longer than they were given: one thread watches them all.

A thread for each request cost a third of what it takes to ask a worker for anything.
"""

from __future__ import annotations

import math
import threading
import time
from contextlib import suppress
from types import TracebackType
from typing import Self

from reviewer.isolation.provider import Worker


class Deadline:
    """Kills the worker when the time is over, which ends any wait for it, in whatever call. A context manager.

    ``passed`` says that it came to that. Once left, it kills no more.
    """

    def __init__(self, worker: Worker, seconds: float) -> None:
        self.seconds = seconds
        self.passed = False
        self.at = time.monotonic() + seconds
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

    def expire(self) -> None:
        """The time is over."""
        with self._lock:
            if not self._left:
                self.passed = True
                with suppress(OSError):  # it has ended by itself; and the others are still to be watched
                    self._worker.kill()


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
            elif deadline.at < self._wakes:
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
            self._wakes = min((each.at for each in self._open), default=math.inf)
            left = self._wakes - time.monotonic()
            if left > 0:
                self._changed.wait(None if math.isinf(left) else left)
            now = time.monotonic()
            over = [each for each in self._open if each.at <= now]
            self._open.difference_update(over)
            return over


_WATCH = _Watch()
