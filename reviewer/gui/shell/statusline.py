"""The status line: how far an intake is, what failed, what was done last, and that it is saved, encrypted, offline."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Signal
from PySide6.QtWidgets import QFrame, QProgressBar

from reviewer.gui import text
from reviewer.gui.accessibility import announce
from reviewer.gui.shell.echo import Echo
from reviewer.gui.theme import grid, room_for
from reviewer.gui.widgets.elided import Elided
from reviewer.gui.widgets.parts import button, row
from reviewer.gui.widgets.progress_line import ProgressLine


class StatusLine(QFrame):
    """Shown below the rooms."""

    cancel_wanted = Signal()
    failures_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("statusline")
        self.work = Elided()
        self.work.setAccessibleDescription(self.tr("Work in progress"))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(room_for(30))
        self.bar.setAccessibleName(self.tr("Progress"))
        self.cancel = button(self.tr("Cancel"), self.cancel_wanted.emit, "link")
        self.failures = button("", self.failures_wanted.emit, "link")
        self._on_their_way = self._behind = 0
        self._act = ""
        self.saved = Elided()
        self.saved.setText(self.tr("saved · encrypted · offline"))
        self.saved.setAccessibleDescription(self.tr("State of the case file"))
        self.echo = Echo()
        self._line = row(
            self.failures, self.echo, self.work, self.bar, self.cancel, self.saved, margins=(3, 1, 3, 1), gap=3
        )
        self._line.setStretchFactor(self.echo, 1)
        self.setLayout(self._line)
        self.echo.said_anew.connect(self._lay_out)
        self.idle()
        self.show_failures(0)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As high with nothing to press as with a button: it is the same line whatever it says."""
        hint, edge = super().minimumSizeHint(), self._line.contentsMargins()
        return hint.expandedTo(QSize(0, self.cancel.sizeHint().height() + edge.top() + edge.bottom() + 1))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The same."""
        return super().sizeHint().expandedTo(self.minimumSizeHint())

    def take(self, line: ProgressLine) -> None:
        """Give the line that tells how far a long undo is a place beside what was done last."""
        line.lie_flat()
        self._line.insertWidget(self._line.indexOf(self.echo) + 1, line)

    def free(self) -> QRect:
        """What nothing is said in: from the end of what was done last to the work in progress."""
        said = self.echo.said_in()
        left = self.echo.x() + said.right() + 1 + grid(3)
        return QRect(QPoint(left, 1), QPoint(self.echo.geometry().right(), self.height() - 1))

    def _lay_out(self) -> None:
        """Give what is said its room before it is drawn; Qt would draw it once as wide as what was said before."""
        for part in (self.echo, self):
            inside = part.layout()
            assert inside is not None  # noqa: S101 - tells mypy that both have one
            inside.activate()

    def show_progress(self, done: int, total: int, what: str) -> None:
        """How far the work is; an unknown total is 0."""
        of = self.tr("{0:,} of {1:,}").format(done, total) if total else f"{done:,}"
        self.work.setText(f"{what} · {of}" if len(what) < 48 else of)
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        for part in (self.work, self.bar, self.cancel):
            part.show()
        self._lay_out()

    def idle(self) -> None:
        """No work in progress."""
        if not self.bar.isHidden() and self.work.text():
            announce(self.work, self.tr("Done: {0}").format(self.work.text()))
        for part in (self.work, self.bar, self.cancel):
            part.hide()
        self.cancel.setEnabled(True)
        self._lay_out()

    def stopping(self) -> None:
        """The work has been asked to stop."""
        self.work.setText(self.tr("Stopping…"))
        self.cancel.setEnabled(False)

    def show_failures(self, count: int) -> None:
        """How many items could not be read."""
        self.failures.setVisible(bool(count))
        words = self.tr("{0:,} failed (show)").format(count)
        if count and words != self.failures.text():
            announce(self.failures, words)
        self.failures.setText(words)
        self.failures.setAccessibleName(words)
        self._lay_out()

    def show_saving(self, waiting: int) -> None:
        """How many acts are still on their way to the file, one after the other."""
        if waiting < self._on_their_way:
            self._act = ""  # the first of them is done
        self._on_their_way = waiting
        self._show_saved()

    def show_act(self, done: int, total: int, what: str) -> None:
        """How far the first of them is, where it takes long: what is done meanwhile waits for it."""
        if self._on_their_way and total:
            self._act = self.tr("{0}: {1:,} of {2:,}").format(what, done, total)
            self._show_saved()

    def _show_saved(self) -> None:
        behind = self._on_their_way - 1
        if not self._on_their_way:
            words = self.tr("saved · encrypted · offline")
        elif not self._act:
            words = self.tr("saving… · encrypted · offline")
        elif behind:
            waits = text.counted(behind, self.tr("more waits for it"), self.tr("more wait for it"))
            words = self.tr("saving… ({0}; {1}) · encrypted · offline").format(self._act, waits)
            if self._behind != behind:
                announce(self.saved, words)
        else:
            words = self.tr("saving… ({0}) · encrypted · offline").format(self._act)
        self._behind = behind if self._act else 0
        self.saved.setText(words)
        self._lay_out()
