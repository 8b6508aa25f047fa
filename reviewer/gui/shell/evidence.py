"""Add evidence: what was chosen or dropped, whose it is and where from, asked in the window and not in a dialog."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QFrame

from reviewer.domain.account import Account
from reviewer.errors import KnownError
from reviewer.gui.operations import Noun, PostedProgress
from reviewer.gui.session import Session
from reviewer.gui.shell.statusline import StatusLine
from reviewer.gui.widgets.parts import button, label, line, row
from reviewer.usecases import intake


class EvidenceForm(QFrame):
    """Shown above the room while evidence is about to be added; runs the intake and reports to the status line."""

    def __init__(self, session: Session, status: StatusLine) -> None:
        super().__init__()
        self.setObjectName("notice")
        self._session = session
        self._status = status
        self._paths: list[Path] = []
        self._progress: PostedProgress | None = None
        self.what = label()
        self.custodian = line(self.tr("Custodian"), self.tr("Custodian: whose mailbox or drawer"))
        self.source = line(self.tr("Source"), self.tr("Source: which medium, from whom"))
        self.add = button(self.tr("Add evidence"), self.start, "main")
        leave = button(self.tr("Leave"), self.hide)
        for field in (self.custodian, self.source):
            field.returnPressed.connect(self.start)
        layout = row(self.what, self.custodian, self.source, self.add, leave, margins=(3, 2, 3, 2), gap=2)
        layout.setStretchFactor(self.custodian, 1)
        layout.setStretchFactor(self.source, 1)
        self.setLayout(layout)
        self.hide()
        status.cancel_wanted.connect(self.cancel)

    @property
    def running(self) -> bool:
        """Whether an intake is under way."""
        return self._progress is not None

    def choose(self, folder: bool) -> None:  # noqa: FBT001 - comes by signal
        """Ask for files or for a folder."""
        if folder:
            name = QFileDialog.getExistingDirectory(self, self.tr("Add a folder of evidence"))
            names = [name] if name else []
        else:
            names, _ = QFileDialog.getOpenFileNames(self, self.tr("Add files of evidence"))
        if names:
            self.offer([Path(name) for name in names])

    def offer(self, paths: Sequence[Path]) -> None:
        """Ask whose these are and where they come from."""
        self._paths = list(paths)
        first = self._paths[0].name
        more = len(self._paths) - 1
        self.what.setText(self.tr("{0} and {1:,} more").format(first, more) if more else first)
        self.show()
        self.custodian.setFocus()

    def start(self) -> None:
        """Take the evidence in."""
        if self.running or not self._paths:
            return
        session, paths = self._session, self._paths
        custodian, source = self.custodian.text().strip(), self.source.text().strip()
        progress = self._progress = session.progress(self._show)
        self.hide()
        self._status.show_progress(0, 0, self.tr("intake"))
        session.long_operation(
            self,
            lambda case: intake.add(
                case,
                session.workers,
                paths,
                custodian=custodian,
                source=source,
                reviewer=session.reviewer,
                progress=progress,
            ),
            Noun.ITEMS,
        ).success(self._taken_in).failure(self._stopped).run()

    def cancel(self) -> None:
        """Ask the intake to stop; what was taken in until then is kept."""
        if self._progress is not None:
            self._progress.cancel()
            self._status.stopping()

    def _show(self, done: int, total: int, what: str) -> None:
        if self._progress is not None and not self._progress.cancelled:
            self._status.show_progress(done, total, what)

    def _taken_in(self, account: Account) -> None:
        self._end()
        totals = account.totals
        text = self.tr("Taken in: {0:,} declared = {1:,} extracted + {2:,} failed + {3:,} duplicates")
        self._session.said.emit(text.format(totals.declared, totals.extracted, totals.failed, totals.duplicates))

    def _stopped(self, error: KnownError) -> None:
        self._end()
        self._session.changed.emit(frozenset({Noun.ITEMS}))
        self._session.failed.emit(error)

    def _end(self) -> None:
        self._progress = None
        self._paths = []
        self._status.idle()
