"""Read what can be split into parts by two connections, each on a thread of its own.

SQLite deciphers, zstd unpacks and RE2 compares while other threads go on, so that two processors share the work.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from typing import TypeVar

from reviewer.casefile.engine.case import Case

P = TypeVar("P")
R = TypeVar("R")

FEWEST = 8
"""Of fewer parts one connection reads them all: to open another takes about as long as one of them."""


def each_of(
    case: Case,
    parts: Iterable[P],
    work: Callable[[Case, P], R],
    step: Callable[[int], None] = lambda _begun: None,
    *,
    fewest: int = FEWEST,
) -> list[R]:
    """What ``work`` makes of each part, in any order; ``step`` hears on this thread how many were begun, and may raise.

    Within a transaction this connection reads alone, for another one may see other rows.
    """
    waiting = deque(parts)
    every = len(waiting)

    def some(reader: Case, told: Callable[[int], None]) -> list[R]:
        made = []
        try:
            while waiting:
                told(every - len(waiting))
                try:
                    part = waiting.popleft()
                except IndexError:  # the other one has just taken the last
                    break
                made.append(work(reader, part))
        finally:
            waiting.clear()  # what failed, or was stopped, need not be gone on with
        return made

    if every < fewest or case.in_transaction:
        return some(case, step)
    with case.reader() as other, ThreadPoolExecutor(1) as beside:
        later = beside.submit(some, other, lambda _begun: None)
        try:
            mine = some(case, step)
            return list(chain(mine, later.result()))
        finally:
            other.interrupt()
