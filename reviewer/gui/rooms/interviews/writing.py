"""Write something of an interview to a file: the binder, the record, the report without compelled statements."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QProgressBar

from reviewer.casefile.engine.case import Case
from reviewer.domain.progress import Progress
from reviewer.errors import CancelledError, KnownError
from reviewer.gui import text
from reviewer.gui.operations import Background, PostedProgress
from reviewer.gui.session import Session
from reviewer.gui.widgets.parts import button, column, label, row
from reviewer.usecases.exports.gate import Writer

T = TypeVar("T")


class Writing(QFrame):
    """A line that shows how far it is, and afterwards where it is; out of sight while nothing is written."""

    done = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._session = session
        self._progress: PostedProgress | None = None
        self.path: Path | None = None
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.said = label("", wrap=True, selectable=True)
        self.stop = button(self.tr("Cancel"), self.cancel)
        self.open = button(self.tr("Open"), self._open)
        self.dismiss = button(self.tr("Dismiss"), self.hide, "link")
        line = row(self.said, self.open, self.stop, self.dismiss, gap=2)
        line.setStretchFactor(self.said, 1)
        self.setLayout(column(self.bar, line, margins=(3, 1, 3, 1), gap=1))
        self.hide()

    def settle(self) -> None:
        """Tell no longer of what was written: one goes on with something else."""
        if not self.running:
            self.hide()

    @property
    def running(self) -> bool:
        """Whether something is being written."""
        return self._progress is not None

    def run(
        self, work: Callable[[Case, Progress], T], told: Callable[[T], tuple[str, Path | None]], *, act: bool = False
    ) -> None:
        """Do it off the UI thread; ``told`` says in words what became of it, and which file or folder to open.

        ``act``: it ends in an act that can be undone, and is told as one.
        """
        if self.running:
            return
        progress = self._progress = self._session.progress(self._show)
        self._run(self._session.long_operation(self, lambda case: work(case, progress), told=act), told)

    def export(self, work: Callable[[Case, Writer, Progress], T], told: Callable[[T], tuple[str, Path | None]]) -> None:
        """Write something that leaves the case, while whatever is written to it goes on."""
        if self.running:
            return
        progress = self._progress = self._session.exported(self._show)
        self._run(self._session.exporting(self, lambda case, write: work(case, write, progress)), told)

    def _run(self, asked: Background[T], told: Callable[[T], tuple[str, Path | None]]) -> None:
        def written(made: T) -> None:
            words, self.path = told(made)
            self._end(words)
            self.done.emit()

        self.path = None
        self.said.setText(self.tr("Writing…"))
        self.said.setProperty("role", "")
        self.bar.setRange(0, 0)
        self._shape(running=True)
        asked.success(written).failure(self._failed).run()

    def _show(self, done: int, total: int, what: str) -> None:
        if self._progress is not None and not self._progress.cancelled:
            self.bar.setRange(0, total)
            self.bar.setValue(done)
            self.said.setText(what)

    def _failed(self, error: KnownError) -> None:
        self.path = None
        stopped = isinstance(error, CancelledError)
        self._end(self.tr("Stopped. Nothing was written.") if stopped else text.refusal(error))

    def _end(self, words: str) -> None:
        self._progress = None
        self.said.setText(words)
        self._shape(running=False)

    def _shape(self, *, running: bool) -> None:
        self.show()
        self.bar.setVisible(running)
        self.stop.setVisible(running)
        self.dismiss.setVisible(not running)
        self.open.setVisible(self.path is not None and not running)

    def cancel(self) -> None:
        """Ask it to stop; nothing half written stays."""
        if self._progress is not None:
            self._progress.cancel()
            self.said.setText(self.tr("Stopping…"))

    def _open(self) -> None:
        if self.path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.path)))
