"""Acts that may take long: a line tells how far one is and stops it, and then nothing was changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject

from reviewer.casefile.engine.case import Case
from reviewer.errors import CancelledError, KnownError
from reviewer.gui.session import Session
from reviewer.gui.widgets.progress_line import ProgressLine, SearchWait

T = TypeVar("T")


class WatchedActs(QObject):
    """Runs them as operations; ``place`` puts the line where one sees it, when it is first shown."""

    def __init__(self, session: Session, parent: QObject, place: Callable[[ProgressLine], None]) -> None:
        super().__init__(parent)
        self._session = session
        self.waiting = SearchWait(self, session, place, acts=True)

    def run(
        self,
        act: Callable[[Case], T],
        told: Callable[[T], object] = lambda _done: None,
        refused: Callable[[KnownError], object] | None = None,
    ) -> None:
        """Do it, and then what tells of it. What comes while another one is at work waits for that, unseen."""
        watched = not self.waiting.running

        def done(answer: T) -> None:
            if watched:
                self.waiting.over()
            told(answer)

        def failed(error: KnownError) -> None:
            if watched:
                self.waiting.over()
            if isinstance(error, CancelledError):
                self._session.said.emit(self.tr("That was stopped, and nothing was changed"))
            (refused or self._session.report)(error)

        asked = self._session.operation(self, self.waiting.watched(act) if watched else act)
        asked.success(done).failure(failed).run()
