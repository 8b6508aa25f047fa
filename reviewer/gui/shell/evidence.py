"""Add evidence: what was chosen or dropped, whose it is and where from, asked in the window and not in a dialog."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QFileDialog, QFrame

from reviewer.casefile.engine.case import Case
from reviewer.domain.progress import Progress
from reviewer.errors import KnownError
from reviewer.gui.operations import PostedProgress
from reviewer.gui.session import Session
from reviewer.gui.shell.delivery import Delivery, Taken, take_in
from reviewer.gui.shell.statusline import StatusLine
from reviewer.gui.widgets.elided import Elided
from reviewer.gui.widgets.form_problem import FormProblem, told_beside
from reviewer.gui.widgets.keys import ENTER, as_form, on_keys
from reviewer.gui.widgets.language import LanguageBox
from reviewer.gui.widgets.parts import button, column, line, row
from reviewer.gui.widgets.unpack_limits import LimitsLine


class EvidenceForm(QFrame):
    """Shown above the room while evidence is about to be added; runs the intake and reports to the status line.

    ``left`` when it goes while it has the keyboard.
    """

    left = Signal()

    def __init__(self, session: Session, status: StatusLine) -> None:
        super().__init__()
        self.setObjectName("notice")
        self._session = session
        self._status = status
        self._paths: list[Path] = []
        self._passwords: Path | None = None
        self._asked = False  # whose these are
        self._progress: PostedProgress | None = None
        self.what = Elided()
        self.custodian = line(self.tr("Custodian"), self.tr("Custodian: whose mailbox or drawer"))
        self.source = line(self.tr("Source"), self.tr("Source: which medium, from whom"))
        self.add = button(self.tr("Add evidence"), self.start, "main")
        self.recognise = QCheckBox(self.tr("Recognise the text of scanned pages (OCR)"))
        self.recognise.setToolTip(
            self.tr("Pages of the case that have no words of their own; seconds a page, and it can be done later too")
        )
        self.language = LanguageBox(session)
        self.passwords = button(self.tr("Passwords from a file…"), self._choose_passwords)
        self.passwords.setToolTip(self.tr("One a line; each is tried on whatever is locked. The case keeps them."))
        self.limits = LimitsLine()
        self.problem = FormProblem()
        self._lay_out()
        self.hide()
        status.cancel_wanted.connect(self.cancel)

    def _lay_out(self) -> None:
        leave = button(self.tr("Cancel"), self._leave)
        self.custodian.installEventFilter(self)
        for field in (self.custodian, self.source):
            field.returnPressed.connect(self.start)
        self.limits.entered.connect(self.start)
        on_keys(self.recognise, {ENTER: self.start})
        self.recognise.setAccessibleName(self.recognise.text())
        self.recognise.toggled.connect(self.language.setEnabled)
        first, second = row(self.what, self.add, leave, gap=2), row(self.custodian, self.source, gap=2)
        for part in (self.what, self.custodian, self.source):
            (first if part is self.what else second).setStretchFactor(part, 1)
        as_form(self)
        third = told_beside(self.problem, self.recognise, self.language, self.passwords)
        self.setLayout(column(first, second, third, self.limits, margins=(3, 2, 3, 2), gap=2))

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
        self._paths, self._asked = list(paths), False
        first = self._paths[0].name
        more = len(self._paths) - 1
        self.what.setText(self.tr("{0} and {1:,} more").format(first, more) if more else first)
        self.use_passwords(None)
        self.limits.fold()
        self.problem.hide()
        self.language.refresh()
        able = bool(self.language.language)
        self.recognise.setChecked(False)
        self.recognise.setEnabled(able)
        self.language.setVisible(able)
        self.language.setEnabled(False)
        self.show()
        self.custodian.setFocus()

    def _choose_passwords(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.tr("A text file with one password a line"))
        if name:
            self.use_passwords(Path(name))

    def use_passwords(self, file: Path | None) -> None:
        """Try the passwords of this file too."""
        self._passwords = file
        words = self.tr("Passwords from a file…") if file is None else self.tr("Passwords from {0}").format(file.name)
        self.passwords.setText(words)
        self.passwords.setAccessibleName(words)

    def start(self) -> None:
        """Take the evidence in, put it in order, and read scanned pages if that is wanted."""
        if self.running or not self._paths:
            return
        limits = self.limits.limits
        if limits is None:
            self.limits.point_out()
            return
        if not self.custodian.text().strip() and not self._asked:
            self._ask_whose()
            return
        session = self._session
        delivery = Delivery(
            tuple(self._paths),
            self.custodian.text().strip(),
            self.source.text().strip(),
            self._passwords,
            self.language.language if self.recognise.isChecked() else "",
            limits,
        )
        self.custodian.clear()  # of this delivery alone: the next may be another's
        progress = self._progress = session.progress(self._show)
        self._leave()
        self._status.show_progress(0, 0, self.tr("intake"))
        session.long_operation(self, self._work(delivery, progress)).success(self._taken_in).failure(
            self._stopped
        ).run()

    def _ask_whose(self) -> None:
        """Once: whose evidence was is part of its intake, which nothing changes."""
        self._asked = True
        self.problem.setText(
            self.tr(
                "Whose this was cannot be said later. Name the custodian, or press Add evidence again to do without."
            )
        )
        self.problem.show()
        self.custodian.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """An Enter that is held down does not answer the question that it brought up."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress or not event.isAutoRepeat():
            return super().eventFilter(watched, event)
        return event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}

    def _leave(self) -> None:
        focus = QApplication.focusWidget()
        held = focus is None or self.isAncestorOf(focus)
        self.hide()
        if held:
            self.left.emit()

    def _work(self, delivery: Delivery, progress: Progress) -> Callable[[Case], Taken]:
        session, who = self._session, self._session.reviewer

        def work(case: Case) -> Taken:
            return take_in(case, session.workers, delivery, reviewer=who, progress=progress)

        return work

    def cancel(self) -> None:
        """Ask the intake to stop; what was taken in until then is kept."""
        if self._progress is not None:
            self._progress.cancel()
            self._status.stopping()

    def _show(self, done: int, total: int, what: str) -> None:
        if self._progress is not None and not self._progress.cancelled:
            self._status.show_progress(done, total, what)

    def _taken_in(self, taken: Taken) -> None:
        self._end()
        totals = taken.account.totals
        text = self.tr("Taken in. In the case now: {0:,} declared = {1:,} extracted + {2:,} failed + {3:,} duplicates")
        words = text.format(totals.declared, totals.extracted, totals.failed, totals.duplicates)
        if taken.recognised is not None:
            words += self.tr("; text of {0:,} pages recognised (OCR), {1:,} of them in doubt").format(
                taken.recognised, taken.doubtful
            )
        self._session.said.emit(words)
        if taken.problem is not None:
            self._session.failed.emit(taken.problem)

    def _stopped(self, error: KnownError) -> None:
        self._end()
        self._session.failed.emit(error)

    def _end(self) -> None:
        self._progress = None
        self._paths = []
        self._status.idle()
