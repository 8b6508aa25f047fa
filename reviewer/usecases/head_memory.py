"""Have the laptop remember the head of a case's trail while a command has the case open, as it may be killed."""

from __future__ import annotations

import threading

from reviewer.casefile.engine import audit
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.record import record
from reviewer.desktop import settings
from reviewer.domain.ids import AuditId

NAME = "head-rememberer"
"""Of the thread that writes."""


class HeadMemory:
    """Remembers the head some seconds after an act: an older file in the place of the case is noticed after a kill too.

    Only for a case that is not older than what is remembered. The head is read on the thread that wrote the act; the
    file of settings, which is synced, is written on another.
    """

    AFTER = 5.0

    def __init__(self, case: Case) -> None:
        self._case = case
        self._uuid = record(case).uuid
        self._head = audit.head(case)
        self._guard = threading.Lock()
        self._writing = threading.Lock()
        self._timer: threading.Timer | None = None
        case.acted = self._acted

    def _acted(self, _number: AuditId) -> None:
        head = audit.head(self._case)
        with self._guard:
            self._head = head
            if self._timer is None:
                self._timer = threading.Timer(self.AFTER, self._remember)
                self._timer.name, self._timer.daemon = NAME, True
                self._timer.start()

    def _remember(self) -> None:
        with self._writing:
            with self._guard:
                self._timer, head = None, self._head  # an act from now on has it remembered again
            settings.remember_head(self._uuid, *head)

    def stop(self) -> None:
        """Remember no more: closing the case does that itself, once what is being written is written."""
        self._case.acted = lambda _number: None
        with self._guard:
            timer = self._timer
        if timer is not None:
            timer.cancel()
            timer.join()
        with self._writing:
            pass
