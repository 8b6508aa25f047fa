"""What a reviewer does to interviews, each as one operation; who acts is added here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject

from reviewer.casefile.engine.case import Case
from reviewer.errors import InputError, KnownError
from reviewer.gui.session import Session
from reviewer.usecases import told_acts, undo
from reviewer.usecases.told_acts import ToldAct

T = TypeVar("T")
Refused = Callable[[KnownError], None]


class InterviewActs(QObject):
    """Runs use cases of interviews; what was refused goes to whoever asked, where one is given."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session

    def do(
        self,
        verb: Callable[..., T],
        *args: Any,
        then: Callable[[T], None] | None = None,
        refused: Refused | None = None,
        **said: Any,
    ) -> None:
        """Call a use case with what it takes besides the case and the reviewer."""
        who = self._session.reviewer

        def work(case: Case) -> T:
            return verb(case, *args, reviewer=who, **said)

        asked = self._session.operation(self, work)
        if then is not None:
            asked.success(then)
        if refused is not None:
            asked.failure(refused)
        asked.run()

    def undo(self, refused: Refused) -> None:
        """Take back this reviewer's last act if it was about an interview; any other is out of sight here."""
        who = self._session.reviewer

        def take_back(case: Case) -> ToldAct | None:
            found = told_acts.last(case, who)
            if found is not None and found.place.noun != "interview":
                raise InputError(f"the last act is not seen here: “{found.words}”", "Undo it in its own room.")
            undo.undo(case, reviewer=who, only=None if found is None else found.number)
            return found

        self._session.operation(self, take_back).failure(refused).run()

    def redo(self) -> None:
        """Do again what was taken back last."""
        self.do(undo.redo)
