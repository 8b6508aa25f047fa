"""The connections by which threads read the open case: one for each thread, all closed while its file is replaced."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from reviewer.casefile.engine.case import Case

LOOK = 0.05
"""Seconds between two looks at what has come in while readers are waited for."""


class CaseReaders:
    """``opened`` gives the case of the thread that writes."""

    def __init__(self, opened: Callable[[], Case]) -> None:
        self._opened = opened
        self._own = threading.local()
        self._cases: list[Case] = []
        self._turn = threading.Condition()
        self._within = 0
        self._shut = False

    @contextmanager
    def reading(self) -> Iterator[Case]:
        """This thread's own connection; whoever asks while they are :meth:`shut` waits until they are not."""
        with self._turn:
            self._turn.wait_for(lambda: not self._shut)
            self._within += 1
        try:
            yield self._mine()
        finally:
            with self._turn:
                self._within -= 1
                self._turn.notify_all()

    @contextmanager
    def shut(self, meanwhile: Callable[[], None]) -> Iterator[None]:
        """Wait until nobody reads, close all connections, and have whoever asks from now on wait.

        ``meanwhile`` is called again and again until then: an export that is read may wait for the thread that writes.
        What it raises ends the waiting.
        """
        with self._turn:
            self._shut = True
        try:
            while not self._nobody_within():
                meanwhile()
            self.close()
            yield
        finally:
            with self._turn:
                self._shut = False
                self._turn.notify_all()

    def close(self) -> None:
        """Close every connection; nobody reads by then."""
        with self._turn:
            cases, self._cases = self._cases, []
            self._own = threading.local()  # no thread goes on with one that is closed
        for case in cases:
            case.close()

    def _nobody_within(self) -> bool:
        with self._turn:
            return self._turn.wait_for(lambda: not self._within, LOOK)

    def _mine(self) -> Case:
        case: Case | None = getattr(self._own, "case", None)
        if case is None:
            case = self._own.case = self._opened().reader()
            with self._turn:
                self._cases.append(case)
        return case
