"""Answers that connections keep: so many at most, and no more memory than that."""

from __future__ import annotations

import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from itertools import islice
from typing import TypeVar, cast

T = TypeVar("T")

MOST_BYTES = 128 * 2**20
"""Memory of the answers of one connection, of which the window has six, and of those that they share.

An order of a million items takes 4 of it."""

_LOOKED_AT = 200
"""So many parts of a long answer are measured, and the others taken for like them."""

_LOOKS = 0.1
"""Seconds after which whoever waits for another thread's answer looks again whether to go on waiting."""


@dataclass(slots=True)
class _Work:
    """An answer that a thread works out. ``kept`` has it in the end, unless that failed."""

    thread: int = field(default_factory=threading.get_ident)
    ended: threading.Event = field(default_factory=threading.Event)
    kept: list[object] = field(default_factory=list)


class Answers:
    """What was worked out from the rows of a case, by what was asked, each as of a state of the file.

    Several threads may ask. What one of them is working out, the others wait for.
    """

    MOST = 100

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._answers: OrderedDict[Hashable, tuple[Hashable, object, int]] = OrderedDict()
        self._under_way: dict[Hashable, _Work] = {}
        self._lock = threading.Lock()
        self.bytes = 0
        """Memory that all of them take."""

    def get(
        self, key: Hashable, state: Hashable, make: Callable[[], T], waiting: Callable[[], None] = lambda: None
    ) -> T:
        """The answer as of this state, worked out now unless it is known. A key stands for one type of answer.

        Of more than MOST, or than so many bytes, those that were not asked for longest are forgotten; never the last,
        for whoever asks for it asks again. ``waiting`` is called now and then while another thread works it out, and
        raises what ends the wait.
        """
        while True:
            with self._lock:
                known = self._answers.get(key)
                if known is not None and known[0] == state:
                    self._answers.move_to_end(key)
                    return cast("T", known[1])
                work = self._under_way.get((key, state))
                if work is None:
                    mine = self._under_way[key, state] = _Work()
                    break
            if work.thread == threading.get_ident():  # working it out asks for it, too
                return make()
            while not work.ended.wait(_LOOKS):
                waiting()
            if work.kept:
                return cast("T", work.kept[0])
        try:
            made = make()
            known = state, made, _size((key, state, made))
            mine.kept.append(made)
            with self._lock:
                self._keep(key, known)
        finally:
            with self._lock:
                del self._under_way[key, state]
            mine.ended.set()
        return made

    def known(self, key: Hashable, state: Hashable) -> object | None:
        """The answer as of this state, if it was worked out before."""
        with self._lock:
            found = self._answers.get(key)
            return found[1] if found is not None and found[0] == state else None

    def _keep(self, key: Hashable, made: tuple[Hashable, object, int]) -> None:
        before = self._answers.pop(key, None)
        self.bytes += made[2] - (before[2] if before is not None else 0)
        self._answers[key] = made
        while len(self._answers) > 1 and (len(self._answers) > self.MOST or self.bytes > self._most_bytes):
            _, (_, _, gone) = self._answers.popitem(last=False)
            self.bytes -= gone


def _size(answer: object) -> int:
    """Bytes of memory of an answer and what it holds; of long ones, as some of their parts tell."""
    whole = sys.getsizeof(answer)
    if isinstance(answer, dict):
        return whole + _of_some(answer.keys(), len(answer)) + _of_some(answer.values(), len(answer))
    if isinstance(answer, tuple | list | set | frozenset):
        return whole + _of_some(answer, len(answer))
    if is_dataclass(answer):
        return whole + sum(_size(getattr(answer, each.name)) for each in fields(answer))
    return whole


def _of_some(parts: Iterable[object], count: int) -> int:
    if count <= _LOOKED_AT:
        return sum(map(_size, parts))
    step = count // _LOOKED_AT
    some = parts[::step] if isinstance(parts, Sequence) else list(islice(parts, 0, None, step))
    return sum(map(_size, some)) * count // len(some)
