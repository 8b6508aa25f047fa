"""What was done last, in the status line, with what takes it back: every act is seen, and none is taken back unseen."""

from __future__ import annotations

from functools import cached_property, reduce

from PySide6.QtCore import QRect, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QPushButton

from reviewer.gui.accessibility import announce
from reviewer.gui.widgets.elided import Elided
from reviewer.gui.widgets.parts import button, row


class Echo(QFrame):
    """One quiet line: what was done with Undo, what was undone with the way there, or whether to undo at all."""

    undo_wanted = Signal()
    run_unwanted = Signal()
    redo_wanted = Signal()
    going_wanted = Signal()
    left = Signal()
    said_anew = Signal()

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

    @cached_property
    def undo_run(self) -> QPushButton:
        """Takes back all of a run. Made when there is the first one."""
        made, line = button("", self.run_unwanted.emit, "link"), self.layout()
        assert isinstance(line, QBoxLayout)  # noqa: S101 - tells mypy what was made above
        line.insertWidget(line.indexOf(self.undo) + 1, made)
        return made

    def said_in(self) -> QRect:
        """The part of the line in which something stands."""
        parts = (self.said, *self.findChildren(QPushButton))
        there = [each.geometry() for each in parts if not each.isHidden() and each.width() > 0]
        return reduce(QRect.united, there if self.said.text() else [], QRect(0, 0, 0, self.height()))

    def clear(self) -> None:
        """Say nothing."""
        self._say("")

    def done(self, words: str, run: int = 0, *, undo: bool = True) -> None:
        """Say what was done, with Undo where that takes it back: it does not take back what somebody else signed.

        Of a ``run`` of so many acts, each like the other, all of them can be taken back.
        """
        if run > 1:
            self.undo_run.setText(self.tr("Undo all {0}").format(f"{run:,}"))
            self.undo_run.setToolTip(
                self.tr("Take back all {0} that were marked or tagged one by one in this list (Alt+Z)").format(
                    f"{run:,}"
                )
            )
        self._say(words, undo=undo, run=run > 1)

    def undone(self, words: str, *, there: bool, again: bool) -> None:
        """Say what was taken back, or done ``again``."""
        said = self.tr("Done again: {0}") if again else self.tr("Undone: {0}")
        self._say(said.format(words), undo=again, redo=not again, go=there)

    def ask(self, words: str, why: str, *, there: bool) -> None:
        """Ask whether something is to be taken back that one does not see."""
        asked = self.tr("Undo “{0}”? {1} Ctrl+Z again does.")
        self._say(asked.format(words, why), undo=True, go=there, leave=True)

    def _say(
        self,
        words: str,
        *,
        undo: bool = False,
        run: bool = False,
        redo: bool = False,
        go: bool = False,
        leave: bool = False,
    ) -> None:
        self.said.setText(words)
        announce(self.said, words)
        for part, shown in ((self.undo, undo), (self.redo, redo), (self.go, go), (self.leave, leave)):
            part.setVisible(shown)
        if run or "undo_run" in self.__dict__:
            self.undo_run.setVisible(run)
        self.said_anew.emit()
