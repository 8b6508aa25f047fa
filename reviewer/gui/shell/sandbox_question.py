"""The question whether evidence is to be read where this computer has no sandbox for that; hidden where it has one.

It lies over the foot of the rooms, of which none moves when it comes and when it is answered.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QFrame, QWidget

from reviewer.gui.session import Session
from reviewer.gui.widgets.parts import button, label, row
from reviewer.usecases import sandbox


class SandboxQuestion(QFrame):
    """Asked once a case is open. Until it is answered with yes nothing is read; what is in the case can be seen."""

    def __init__(self, session: Session, over: QWidget, line: QWidget) -> None:
        """``over`` is what it lies on, and ``line`` what stands below it there."""
        super().__init__(over)
        self.setObjectName("notice")
        self._session, self._over, self._line = session, over, line
        said = self.tr(
            "This computer has no sandbox for the programs that read evidence. A hostile file could take over such a"
            " program, and reach the files of this computer and its network. Nothing is read until you say so."
        )
        self.what = label(said, "problem", wrap=True, selectable=True)
        self.what.setAccessibleName(self.tr("No sandbox"))
        self.read = button(self.tr("Read without a sandbox"), self._waive)
        self.read.setToolTip(self.tr("The audit trail and the custody record tell it"))
        self.leave = button(self.tr("Read nothing"), self.hide)
        lines = row(self.what, self.read, self.leave, margins=(3, 1, 2, 1), gap=3)
        lines.setStretchFactor(self.what, 1)
        self.setLayout(lines)
        self.hide()
        for each in (over, line):
            each.installEventFilter(self)
        session.making(self, lambda _case: session.workers.walled()).success(self._ask).run()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002, N802 - Qt's name
        """Stand on the line below, as wide as it."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._place()
        return False

    def event(self, event: QEvent) -> bool:
        """Be as high as the words are now."""
        taken = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return taken

    def _place(self) -> None:
        layout = self.layout()
        if layout is not None and not self.isHidden():
            wide = self._over.width()
            high = max(layout.heightForWidth(wide), layout.minimumSize().height())
            self.setGeometry(0, self._line.y() - high, wide, high)

    def _ask(self, walled: bool) -> None:  # noqa: FBT001 - comes as an answer
        self.setVisible(not walled)
        self._place()
        self.raise_()

    def _waive(self) -> None:
        who, workers = self._session.reviewer, self._session.workers
        self._session.operation(self, partial(sandbox.waive, workers=workers, reviewer=who)).success(self._done).run()

    def _done(self, _waived: object) -> None:
        self.hide()
        self._session.said.emit(self.tr("Evidence is read without a sandbox until this case is closed"))
