"""The account: declared = extracted + failed + duplicates for every container, and every failure with its reason."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame

from reviewer.domain.account import Account
from reviewer.errors import KnownError
from reviewer.gui.models.rows import RowsModel
from reviewer.gui.operations import Noun, PostedProgress
from reviewer.gui.session import Latest, Session
from reviewer.gui.theme import grid
from reviewer.gui.widgets.parts import button, column, label, row
from reviewer.gui.widgets.table import table
from reviewer.usecases import intake
from reviewer.usecases.intake import Retried


class AccountPart(QFrame):
    """What was taken in, and what became of it."""

    failed = Signal(int)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._session = session
        self._latest = Latest()
        self._progress: PostedProgress | None = None
        self.sum = label("", wrap=True, selectable=True)
        self.verdict = label("", "small", wrap=True)
        names = [
            self.tr("Container"),
            self.tr("Declared"),
            self.tr("Extracted"),
            self.tr("Failed"),
            self.tr("Duplicates"),
        ]
        self.containers = RowsModel(names, numbers=(1, 2, 3, 4))
        self.failures = RowsModel([self.tr("No."), self.tr("What"), self.tr("Reason")])
        for model in (self.containers, self.failures):
            model.setParent(self)
        self.retry = button(self.tr("Try again"), self._retry)
        self._lay_out()
        session.changed.connect(self._changed)
        self._changed(frozenset({Noun.ITEMS}))

    def _lay_out(self) -> None:
        widths = {1: 20, 2: 20, 3: 16, 4: 22}
        self.containers_table = table(self.containers, self.tr("Containers"), widths)
        self.failures_table = table(self.failures, self.tr("Failures"), {0: 32, 1: 72})
        for shown in (self.containers_table, self.failures_table):
            shown.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.failures_title = label("", "caption")
        whole = column(
            label(self.tr("Account"), "title"),
            self.sum,
            self.verdict,
            self.containers_table,
            row(self.failures_title, 1, self.retry),
            self.failures_table,
            margins=(4, 3, 4, 3),
            gap=2,
        )
        whole.setStretchFactor(self.containers_table, 3)
        whole.setStretchFactor(self.failures_table, 2)
        self.failures_table.setMinimumHeight(grid(30))
        self.setLayout(whole)

    def _changed(self, nouns: frozenset[Noun]) -> None:
        if Noun.ITEMS in nouns:
            self._session.query(self, intake.report).unless(self._latest.ask()).success(self._show).run()

    def _show(self, found: Account) -> None:
        totals = found.totals
        text = self.tr("{0:,} declared = {1:,} extracted + {2:,} failed + {3:,} duplicates")
        self.sum.setText(text.format(totals.declared, totals.extracted, totals.failed, totals.duplicates))
        rows = []
        for container in found.containers:
            counts = container.counts
            name = f"{container.control} {container.name}".strip()
            numbers = (counts.declared, counts.extracted, counts.failed, counts.duplicates)
            rows.append((name, *(f"{number:,}" for number in numbers)))
        gaps = [number for number, container in enumerate(found.containers) if container.counts.missing]
        self.containers.show(rows, gaps)
        self._judge(found)
        self.failures.show([(failure.control, failure.path, failure.reason) for failure in found.failures])
        self.failures_title.setText(self.tr("Failures: {0:,}").format(len(found.failures)))
        self.retry.setVisible(bool(found.failures))
        self.failures_table.setVisible(bool(found.failures))
        self.failed.emit(len(found.failures))

    def _judge(self, found: Account) -> None:
        if not found.containers:
            self.verdict.setText(self.tr("Nothing has been taken in yet. Drop files on the window, or use + above."))
        elif found.gaps:
            names = ", ".join(container.name for container in found.gaps[:5])
            self.verdict.setText(
                self.tr("It does not add up yet in: {0}. Add the same evidence again to go on.").format(names)
            )
        else:
            self.verdict.setText(self.tr("It adds up for every container."))

    def _retry(self) -> None:
        session = self._session
        progress = self._progress = session.progress(self._show_progress)
        self.retry.setEnabled(False)
        session.long_operation(
            self,
            lambda case: intake.retry(case, session.workers, reviewer=session.reviewer, progress=progress),
            Noun.ITEMS,
        ).success(self._retried).failure(self._stopped).run()

    def _show_progress(self, done: int, total: int, _what: str) -> None:
        if self._progress is not None:
            self.retry.setText(self.tr("{0:,} of {1:,}…").format(done, total))

    def _retried(self, done: Retried) -> None:
        self._end()
        self._session.said.emit(self.tr("Tried {0:,} again; {1:,} could be read").format(done.tried, done.recovered))

    def _stopped(self, error: KnownError) -> None:
        self._end()
        self._session.report(error)

    def _end(self) -> None:
        self._progress = None
        self.retry.setEnabled(True)
        self.retry.setText(self.tr("Try again"))

    def cancel(self) -> None:
        """Ask a retry to stop."""
        if self._progress is not None:
            self._progress.cancel()
