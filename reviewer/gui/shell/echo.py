"""What was done last, in the status line, with what takes it back: every act is seen, and none is taken back unseen."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from reviewer.gui.accessibility import announce
from reviewer.gui.widgets.elided import Elided
from reviewer.gui.widgets.parts import button, row


class Echo(QFrame):
    """One quiet line: what was done with Undo, what was undone with the way there, or whether to undo at all."""

    undo_wanted = Signal()
    redo_wanted = Signal()
    going_wanted = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.said = Elided("small")
        self.undo = button(self.tr("Undo"), self.undo_wanted.emit, "link")
        self.undo.setToolTip(self.tr("Take it back (Ctrl+Z)"))
        self.redo = button(self.tr("Redo"), self.redo_wanted.emit, "link")
        self.redo.setToolTip(self.tr("Do it again (Ctrl+Shift+Z)"))
        self.go = button(self.tr("Go there"), self.going_wanted.emit, "link")
        self.leave = button(self.tr("Keep it"), self.left.emit, "link")
        self.setLayout(row(self.said, self.undo, self.redo, self.go, self.leave, 1, gap=2))
        self.clear()

    def clear(self) -> None:
        """Say nothing."""
        self._say("")

    def done(self, words: str) -> None:
        """Say what was done."""
        self._say(words, undo=True)

    def undone(self, words: str, *, there: bool, again: bool) -> None:
        """Say what was taken back, or done ``again``."""
        said = self.tr("Done again: {0}") if again else self.tr("Undone: {0}")
        self._say(said.format(words), undo=again, redo=not again, go=there)

    def ask(self, words: str, why: str, *, there: bool) -> None:
        """Ask whether something is to be taken back that one does not see."""
        asked = self.tr("Undo “{0}”? {1} Ctrl+Z again does.")
        self._say(asked.format(words, why), undo=True, go=there, leave=True)

    def _say(
        self, words: str, *, undo: bool = False, redo: bool = False, go: bool = False, leave: bool = False
    ) -> None:
        self.said.setText(words)
        announce(self.said, words)
        for part, shown in ((self.undo, undo), (self.redo, redo), (self.go, go), (self.leave, leave)):
            part.setVisible(shown)
