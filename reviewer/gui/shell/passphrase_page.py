"""Change the passphrase of the open case: what is typed for it, how far it is, and where one is afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QStackedWidget, QWidget
from shiboken6 import isValid

from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.credential import Key
from reviewer.errors import CancelledError, CredentialError, InputError, KnownError
from reviewer.gui import text
from reviewer.gui.accessibility import announce
from reviewer.gui.navigation import RecoveryTarget
from reviewer.gui.operations import PostedProgress
from reviewer.gui.session import Session
from reviewer.gui.shell.credentials import secret, sheet_lines
from reviewer.gui.shell.notice import Notice
from reviewer.gui.shell.passphrase_strength import PassphraseStrength
from reviewer.gui.shell.workspace import Workspace
from reviewer.gui.theme import room_for
from reviewer.gui.widgets.form_problem import FormProblem
from reviewer.gui.widgets.keys import CTRL_ENTER, as_form, on_keys, on_keys_within
from reviewer.gui.widgets.parts import button, captioned, centred, column, keep_room, label, row
from reviewer.gui.widgets.progress_line import ProgressLine
from reviewer.gui.widgets.tab_order import lead
from reviewer.usecases import passphrase_change
from reviewer.usecases.passphrase_change import ChangedPassphrase


class PassphrasePage(QWidget):
    """Asks for the present passphrase and the new one. Enter goes to the next field, and in the last one changes it.

    ``wanted`` when all is typed that is needed; ``left`` when one goes back.
    """

    wanted = Signal()
    left = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setObjectName("page")
        self.title = title
        self.present = secret(self.tr("Present passphrase"))
        self.sheet = sheet_lines()
        self.caption = label("", "muted")
        self.other_way = button("", self._change_way, "link")
        self.passphrase = secret(self.tr("New passphrase"))
        self.again = secret(self.tr("New passphrase again"))
        self.strength = PassphraseStrength(self.passphrase, lambda: [title])
        self.problem = FormProblem()
        self.problem.keep_lines(2)
        self.problem.setAccessibleDescription(self.tr("What went wrong"))
        self._awaited = ""
        self.working = ProgressLine()
        self.change = button(self.tr("Change the passphrase"), self._change, "main")
        self.back = button(self.tr("Back"), self._leave)
        self._lay_out(title)
        for field in (self.present, self.passphrase, self.again):
            field.returnPressed.connect(self._enter)
        on_keys(self.sheet, {CTRL_ENTER: self.passphrase.setFocus})
        on_keys_within(self, {"Esc": self._leave})
        as_form(self)
        lead(self, self.present)
        self._show_way(by_sheet=False)

    def _lay_out(self, title: str) -> None:
        form = captioned(gap=2)
        form.setRowWrapPolicy(form.RowWrapPolicy.WrapLongRows)
        form.addRow(self.caption, column(self.present, self.sheet, row(self.other_way, 1), gap=1))
        for field, shown in (
            (self.passphrase, column(self.passphrase, self.strength, gap=1)), (self.again, self.again),
        ):  # fmt: skip
            caption = label(field.accessibleName(), "muted")
            caption.setBuddy(field)
            form.addRow(caption, shown)
        how = self.tr(
            "The case is copied under a new key, the copy is compared with it and takes its place. Until then nothing "
            "is changed. Afterwards you go on where you are. Undo does not bring the old passphrase back."
        )
        left = self.tr(
            "Recovery sheets made before no longer open this file: you are asked to print a new one at once. Copies of "
            "the file made before, here or elsewhere, still open with the old passphrase."
        )
        body = QWidget()
        parts = (
            label(self.tr("Change the passphrase"), "title"),
            label(title, "muted", wrap=True),
            label(how, wrap=True),
            form,
            label(left, wrap=True),
            self.problem,
            self.working,
            row(self.change, self.back, 1, margins=(0, 2, 0, 0)),
        )
        keep_room(self.working)
        self.working.setMinimumHeight(room_for(12))  # it tells a layout less until it is shown
        body.setLayout(column(*parts, gap=3))
        self.setLayout(centred(body))

    @property
    def by_sheet(self) -> bool:
        """Whether the recovery sheet is used in place of the present passphrase."""
        return self.present.isHidden()

    @property
    def given(self) -> str:
        """What stands for the present key."""
        return self.sheet.toPlainText() if self.by_sheet else self.present.text()

    def ask(self) -> None:
        """Begin with the present passphrase."""
        self.strength.load()
        self.present.setFocus()

    def forget(self) -> None:
        """Clear what was typed."""
        for field in (self.present, self.passphrase, self.again):
            field.clear()
        self.sheet.clear()

    def bar(self, error: KnownError) -> None:
        """It cannot be changed at all now; say why."""
        self._say(text.refusal(error))
        self.change.setEnabled(False)
        self.back.setFocus()

    def refuse(self, error: KnownError) -> None:
        """Say why it was not changed; what was typed stays."""
        self.busy(None)
        stopped = isinstance(error, CancelledError)
        self._say(self.tr("Stopped. The passphrase is what it was.") if stopped else text.refusal(error))
        if isinstance(error, CredentialError):
            self._present_field().setFocus()
            self._present_field().selectAll()
        else:
            self.change.setFocus()

    def wait(self, error: KnownError) -> None:
        """Say what has to end first."""
        self.refuse(error)
        self._awaited = self.problem.text()

    def settle(self) -> None:
        """What had to end first has: it is not asked for any more."""
        if self.problem.text() == self._awaited:
            self.problem.hide()

    def busy(self, progress: PostedProgress | None) -> None:
        """Whether it is being changed."""
        for part in (self.present, self.sheet, self.other_way, self.passphrase, self.again, self.change, self.back):
            part.setEnabled(progress is None)
        if progress is None:
            self.working.end()
            return
        self.problem.hide()
        self.working.begin(progress, self.tr("Checking the passphrase…"))
        self.working.stop.setFocus()
        announce(self.working, self.tr("The passphrase is being changed."))

    def _change_way(self) -> None:
        self._show_way(by_sheet=not self.by_sheet)
        self._present_field().setFocus()

    def _show_way(self, *, by_sheet: bool) -> None:
        self.problem.hide()
        self.present.setHidden(by_sheet)
        self.sheet.setVisible(by_sheet)
        self.caption.setText(self.tr("Recovery sheet") if by_sheet else self.present.accessibleName())
        self.caption.setBuddy(self._present_field())
        words = self.tr("Use the passphrase") if by_sheet else self.tr("Passphrase lost? Use the recovery sheet")
        self.other_way.setText(words)
        self.other_way.setAccessibleName(words)

    def _present_field(self) -> QLineEdit | QPlainTextEdit:
        return self.sheet if self.by_sheet else self.present

    def _enter(self) -> None:
        """Go on to the next field that is still empty, or change it."""
        fields = (self.present, self.passphrase, self.again)
        here = next((number for number, field in enumerate(fields) if field.hasFocus()), len(fields))
        later = [field for field in fields[here + 1 :] if not field.text() and field.isVisible()]
        if later and fields[here].text():
            later[0].setFocus()
        else:
            self._change()

    def _wrong(self) -> tuple[QLineEdit | QPlainTextEdit, str] | None:
        """The first field that is not right, and why."""
        if not self.given.strip():
            lacks = self.tr("Type the five lines of the recovery sheet.") if self.by_sheet else None
            return self._present_field(), lacks or self.tr("Type the present passphrase.")
        if weakness := self.strength.weakness:
            return self.passphrase, weakness
        if self.passphrase.text() != self.again.text():
            return self.again, self.tr("The two new passphrases differ.")
        return None

    def _change(self) -> None:
        if not self.change.isEnabled():
            return
        wrong = self._wrong()
        if wrong is None:
            self.wanted.emit()
            return
        field, words = wrong
        self._say(words)
        field.setFocus()
        field.selectAll()

    def _say(self, words: str) -> None:
        self.problem.setText(words)
        self.problem.show()
        announce(self.problem, words, urgent=True)

    def _leave(self) -> None:
        if not self.working.running:
            self.left.emit()


@dataclass(frozen=True, slots=True, eq=False)
class _Change:
    """A change that is under way: of which case, asked for on which page. The case may be locked before it ends."""

    session: Session
    page: PassphrasePage
    title: str
    progress: PostedProgress


class PassphraseChange(QObject):
    """Shows the page over the open case, changes the passphrase, and leads back to where one was.

    ``at_hand`` gives the workspace of the case that is open. ``lost`` carries why the case is no longer open, which is
    said where it is opened again: its passphrase is changed all the same. ``ended`` when nothing waits for a change any
    longer: it is through or was refused, or the case is being locked.
    """

    lost = Signal(object)
    ended = Signal()

    def __init__(self, stack: QStackedWidget, notice: Notice, at_hand: Callable[[], Workspace | None]) -> None:
        super().__init__(stack)
        self._stack, self._notice, self._at_hand = stack, notice, at_hand
        self.page: PassphrasePage | None = None
        self._focus: QWidget | None = None
        self._change: _Change | None = None

    @property
    def running(self) -> bool:
        """Whether that of the case at hand is being changed now."""
        return self._change is not None and self._is_at_hand(self._change)

    def _is_at_hand(self, change: _Change) -> bool:
        workspace = self._at_hand()
        return workspace is not None and workspace.session is change.session

    def show(self, title: str) -> PassphrasePage | None:
        """Show the page, if a case is open."""
        workspace = self._at_hand()
        if workspace is None or self.page is not None:
            return self.page
        self._focus = QApplication.focusWidget()
        page = self.page = PassphrasePage(title)
        page.left.connect(self._leave)
        page.wanted.connect(self._begin)
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        page.ask()
        looked = workspace.session.operation(page, passphrase_change.check)
        looked.failure(page.bar).run()
        return page

    def drop(self) -> None:
        """Something else is in sight: what was typed goes."""
        page, self.page = self.page, None
        if page is not None:
            page.forget()
            self._stack.removeWidget(page)
            page.deleteLater()

    def cancel(self) -> None:
        """The case is being locked: it stops, unless it is through already."""
        if self._change is not None:
            self._change.progress.cancel()
            self.ended.emit()

    def _end(self) -> None:
        """The change is over, however it went: what was said to wait for it does so no longer."""
        self._change = None
        if self.page is not None:
            self.page.settle()
        self.ended.emit()

    def _leave(self) -> None:
        workspace, focus = self._at_hand(), self._focus
        if workspace is not None:
            self._stack.setCurrentWidget(workspace)
            if focus is not None and isValid(focus) and focus.isVisible():
                focus.setFocus()
        self.drop()

    def _begin(self) -> None:
        workspace, page = self._at_hand(), self.page
        if workspace is None or page is None or self.running:
            return
        if self._change is not None:
            words = self.tr("the passphrase of {0} is still being changed").format(self._change.title)
            page.wait(InputError(words, self.tr("Let it end, then try again.")))
            return
        session = workspace.session
        if session.working:
            words = self.tr("something is under way in this case")
            page.refuse(InputError(words, self.tr("Let it end, or stop it, then try again.")))
            return
        change = self._change = _Change(session, page, page.title, session.exported(self._step))
        page.busy(change.progress)
        derive = partial(
            passphrase_change.new_key, present=page.given, passphrase=page.passphrase.text(), by_sheet=page.by_sheet
        )
        asked = session.operation(self, derive)
        asked.success(partial(self._replace, change)).failure(partial(self._refused, change)).run()

    def _step(self, done: int, total: int, what: str) -> None:
        if self._change is not None and self.page is self._change.page:
            self._change.page.working.step(done, total, what)

    def _replace(self, under_way: _Change, key: Key) -> None:
        session, progress = under_way.session, under_way.progress
        if progress.cancelled or not self._is_at_hand(under_way):
            self._refused(under_way, CancelledError("stopped as asked"))
            return
        reviewer = session.reviewer

        def change(case: Case) -> ChangedPassphrase:
            return passphrase_change.change_open(case, key, reviewer=reviewer, progress=progress)

        asked = session.replacing(self, change, lambda changed: changed.case, progress)
        asked.success(partial(self._changed, under_way)).failure(partial(self._refused, under_way)).run()

    def _changed(self, change: _Change, changed: ChangedPassphrase) -> None:
        self._end()
        workspace = self._at_hand() if self._is_at_hand(change) else None
        if workspace is None:  # it was locked meanwhile, and another case may be open
            notice, words = self._notice, self.tr("The passphrase of {0} is changed.").format(change.title)
        else:
            notice, words = workspace.notice, self.tr("The passphrase is changed.")
            self._leave()
        copies = self.tr("Copies from before still open with the old passphrase.")
        notice.say(words, f"{copies} {changed.others.words}", kept=True)
        for trouble in changed.troubles:
            notice.show_error(trouble)
        if workspace is not None:
            QTimer.singleShot(0, workspace, partial(workspace.go, RecoveryTarget()))

    def _refused(self, change: _Change, error: KnownError) -> None:
        self._end()
        if change.session.lost and self._is_at_hand(change):
            self.lost.emit(error)
        elif self.page is change.page:
            change.page.refuse(error)
        elif not isinstance(error, CancelledError):
            self._notice.show_error(KnownError(f"{change.title}: {error}", error.advice))
        else:
            words = self.tr("{0} was locked before its passphrase was changed: it is what it was.")
            self._notice.say(words.format(change.title))
