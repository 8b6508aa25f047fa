"""Unlock a case by its passphrase."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QWidget

from reviewer.errors import KnownError
from reviewer.gui import text, theme
from reviewer.gui.accessibility import announce
from reviewer.gui.operations import PostedProgress
from reviewer.gui.theme import grid
from reviewer.gui.widgets.form_problem import FormProblem
from reviewer.gui.widgets.keys import CTRL_ENTER, on_keys, on_keys_within
from reviewer.gui.widgets.parts import button, centred, column, label, line, row
from reviewer.gui.widgets.progress_line import ProgressLine


def secret(name: str) -> QLineEdit:
    """A line for a passphrase, whose letters nobody sees and no input method learns."""
    made = line(name)
    made.setEchoMode(QLineEdit.EchoMode.Password)
    made.setInputMethodHints(Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhSensitiveData)
    return made


def sheet_lines() -> QPlainTextEdit:
    """A field for the five lines of a recovery sheet."""
    made = QPlainTextEdit()
    made.setAccessibleName(QCoreApplication.translate("Sheet", "The five lines of the recovery sheet"))
    made.setPlaceholderText(
        QCoreApplication.translate("Sheet", "The five lines of the recovery sheet, one below the other")
    )
    made.setTabChangesFocus(True)
    made.setFixedHeight(QFontMetrics(theme.font()).lineSpacing() * 6 + grid(3))
    return made


class UnlockPage(QWidget):
    """Asks for the passphrase of a case."""

    unlock_wanted = Signal(str, bool)
    sheet_used = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.title = label("", "title")
        self.path = label("", "muted", wrap=True)
        self.passphrase = secret(self.tr("Passphrase"))
        self.passphrase.setPlaceholderText(self.tr("Passphrase"))
        self.passphrase.returnPressed.connect(self._unlock)
        self.remember = QCheckBox(self.tr("Remember on this laptop"))
        self.remember.setToolTip(self.tr("Keeps the key in this laptop's own keyring. The passphrase works as before."))
        self.remember.setAccessibleName(self.tr("Remember on this laptop"))
        self.sheet = sheet_lines()
        on_keys(self.sheet, {CTRL_ENTER: self._unlock})
        self.other_way = button("", self._change_way, "link")
        self.problem = FormProblem()
        self.problem.keep_lines(2)
        self.problem.setAccessibleDescription(self.tr("What went wrong"))
        self.looking = ProgressLine()
        on_keys_within(self, {"Esc": self.looking.cancel})
        self.unlock = button(self.tr("Unlock"), self._unlock, "main")
        body = QWidget()
        other = button(self.tr("Another case"), self.left.emit)
        buttons = row(self.unlock, other, 1, margins=(0, 2, 0, 0))
        ways = (self.passphrase, self.sheet, self.problem, self.remember, self.looking, buttons, self.other_way)
        body.setLayout(column(self.title, self.path, *ways, gap=3))
        self.setLayout(centred(body))

    def ask(self, path: Path) -> None:
        """Ask for the passphrase of this case."""
        self.title.setText(path.stem)
        self.path.setText(str(path))
        self.forget()
        self.problem.hide()
        self.busy(False)
        self._show_way(by_sheet=False)

    def refuse(self, error: KnownError) -> None:
        """Say why it did not open."""
        self.problem.setText(text.refusal(error))
        self.problem.show()
        announce(self.problem, self.problem.text(), urgent=True)
        self.busy(False)
        if self.passphrase.isHidden():
            self.sheet.setFocus()
        else:
            self.passphrase.selectAll()
            self.passphrase.setFocus()

    def tell_looking(self, progress: PostedProgress, done: int, total: int) -> None:
        """What a program that was killed has saved last is being looked through, which can be stopped until the end."""
        words = self.tr("pages that a program saved last before it was killed (Esc stops)")
        if done >= total:
            self.looking.end()
            return
        if not self.looking.running:
            self.looking.begin(progress, "")
            announce(self.looking, self.tr("What was saved last before the program was killed is looked through."))
        self.looking.step(done, total, words)

    def busy(self, working: bool) -> None:  # noqa: FBT001 - a setter, as Qt's own
        """Whether the key is being derived, and the case opened with it."""
        if not working:
            self.looking.end()
        self.unlock.setEnabled(not working)
        self.unlock.setText(self.tr("Unlocking…") if working else self.tr("Unlock"))

    def forget(self) -> None:
        """Clear what was typed."""
        self.passphrase.clear()
        self.sheet.clear()

    def _change_way(self) -> None:
        self.problem.hide()
        self._show_way(by_sheet=self.sheet.isHidden())

    def _show_way(self, *, by_sheet: bool) -> None:
        self.passphrase.setHidden(by_sheet)
        self.remember.setHidden(by_sheet)
        self.sheet.setVisible(by_sheet)
        words = self.tr("Use the passphrase") if by_sheet else self.tr("Passphrase lost? Use the recovery sheet")
        self.other_way.setText(words)
        self.other_way.setAccessibleName(words)
        (self.sheet if by_sheet else self.passphrase).setFocus()

    def _unlock(self) -> None:
        by_sheet = self.passphrase.isHidden()
        typed = self.sheet.toPlainText() if by_sheet else self.passphrase.text()
        if not self.unlock.isEnabled() or not typed.strip():
            return
        self.busy(True)
        if by_sheet:
            self.sheet_used.emit(typed)
        else:
            self.unlock_wanted.emit(typed, self.remember.isChecked())
