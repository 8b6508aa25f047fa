"""The question whether evidence is to be read where this computer has no sandbox for that; hidden where it has one."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QFrame

from reviewer.gui.session import Session
from reviewer.gui.widgets.parts import button, label, row
from reviewer.usecases import sandbox


class SandboxQuestion(QFrame):
    """Asked once a case is open. Until it is answered with yes nothing is read; what is in the case can be seen."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("notice")
        self._session = session
        said = self.tr(
            "This computer has no sandbox for the programs that read evidence. A hostile file could take over such a"
            " program, and reach the files of this computer and its network. Nothing is read until you say so."
        )
        self.what = label(said, "problem", wrap=True, selectable=True)
        self.what.setAccessibleName(self.tr("No sandbox"))
        self.read = button(self.tr("Read without a sandbox"), self._waive)
        self.read.setToolTip(self.tr("The audit trail and the custody record tell it"))
        self.leave = button(self.tr("Read nothing"), self.hide)
        line = row(self.what, self.read, self.leave, margins=(3, 1, 2, 1), gap=3)
        line.setStretchFactor(self.what, 1)
        self.setLayout(line)
        self.hide()
        session.making(self, lambda _case: session.workers.walled()).success(self._ask).run()

    def _ask(self, walled: bool) -> None:  # noqa: FBT001 - comes as an answer
        self.setVisible(not walled)

    def _waive(self) -> None:
        who, workers = self._session.reviewer, self._session.workers
        self._session.operation(self, partial(sandbox.waive, workers=workers, reviewer=who)).success(self._done).run()

    def _done(self, _waived: object) -> None:
        self.hide()
        self._session.said.emit(self.tr("Evidence is read without a sandbox until this case is closed"))
