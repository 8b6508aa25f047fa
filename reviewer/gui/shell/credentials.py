"""Unlock a case by its passphrase, and make a new one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QFormLayout, QLineEdit, QWidget

from reviewer.errors import KnownError
from reviewer.gui import text
from reviewer.gui.accessibility import announce
from reviewer.gui.theme import grid
from reviewer.gui.widgets.parts import button, centred, column, label, line, row


@dataclass(frozen=True, slots=True, repr=False)
class NewCase:
    """What was filled in for a new case. Never printed."""

    path: Path
    title: str
    reference: str
    reviewer: str
    passphrase: str
    remember: bool


def _secret(name: str) -> QLineEdit:
    made = line(name)
    made.setEchoMode(QLineEdit.EchoMode.Password)
    made.setInputMethodHints(Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhSensitiveData)
    return made


class UnlockPage(QWidget):
    """Asks for the passphrase of a case."""

    unlock_wanted = Signal(str, bool)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.title = label("", "title")
        self.path = label("", "muted", wrap=True)
        self.passphrase = _secret(self.tr("Passphrase"))
        self.passphrase.setPlaceholderText(self.tr("Passphrase"))
        self.passphrase.returnPressed.connect(self._unlock)
        self.remember = QCheckBox(self.tr("Remember on this laptop"))
        self.remember.setToolTip(self.tr("Keeps the key in this laptop's own keyring. The passphrase works as before."))
        self.remember.setAccessibleName(self.tr("Remember on this laptop"))
        self.problem = label("", "problem", wrap=True)
        self.problem.setAccessibleDescription(self.tr("What went wrong"))
        self.unlock = button(self.tr("Unlock"), self._unlock, "main")
        body = QWidget()
        other = button(self.tr("Another case"), self.left.emit)
        buttons = row(self.unlock, other, 1, margins=(0, 2, 0, 0))
        body.setLayout(column(self.title, self.path, self.passphrase, self.problem, self.remember, buttons, gap=3))
        self.setLayout(centred(body))

    def ask(self, path: Path) -> None:
        """Ask for the passphrase of this case."""
        self.title.setText(path.stem)
        self.path.setText(str(path))
        self.forget()
        self.problem.hide()
        self.busy(False)
        self.passphrase.setFocus()

    def refuse(self, error: KnownError) -> None:
        """Say why it did not open."""
        self.problem.setText(text.refusal(error))
        self.problem.show()
        announce(self.problem, self.problem.text(), urgent=True)
        self.busy(False)
        self.passphrase.selectAll()
        self.passphrase.setFocus()

    def busy(self, working: bool) -> None:  # noqa: FBT001 - a setter, as Qt's own
        """Whether the key is being derived."""
        self.unlock.setEnabled(not working)
        self.unlock.setText(self.tr("Unlocking…") if working else self.tr("Unlock"))

    def forget(self) -> None:
        """Clear what was typed."""
        self.passphrase.clear()

    def _unlock(self) -> None:
        if self.unlock.isEnabled() and self.passphrase.text():
            self.busy(True)
            self.unlock_wanted.emit(self.passphrase.text(), self.remember.isChecked())


class NewCasePage(QWidget):
    """Asks for what a new case needs."""

    create_wanted = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.case_title = line(self.tr("Title"), self.tr("Doorbell cameras"))
        self.reference = line(self.tr("Reference"), self.tr("IA 2021-114"))
        self.reviewer = line(self.tr("Your name"))
        self.passphrase = _secret(self.tr("Passphrase"))
        self.again = _secret(self.tr("Passphrase again"))
        self.remember = QCheckBox(self.tr("Remember on this laptop"))
        self.remember.setAccessibleName(self.tr("Remember on this laptop"))
        self.problem = label("", "problem", wrap=True)
        self.make = button(self.tr("Choose a place and create…"), self._create, "main")
        self._lay_out()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setSpacing(grid(2))
        for field in (self.case_title, self.reference, self.reviewer, self.passphrase, self.again):
            caption = label(field.accessibleName(), "muted")
            caption.setBuddy(field)
            form.addRow(caption, field)
        advice = label(
            self.tr("Nobody can open the case without the passphrase. Write down a recovery sheet once it is made."),
            "small",
            wrap=True,
        )
        body = QWidget()
        buttons = row(self.make, button(self.tr("Back"), self.left.emit), 1, margins=(0, 2, 0, 0))
        title = label(self.tr("New case"), "title")
        body.setLayout(column(title, form, advice, self.remember, self.problem, buttons, gap=3))
        self.setLayout(centred(body))

    def ask(self, reviewer: str) -> None:
        """Begin with an empty form."""
        for field in (self.case_title, self.reference, self.passphrase, self.again):
            field.clear()
        self.reviewer.setText(reviewer)
        self.problem.hide()
        self.busy(False)
        self.case_title.setFocus()

    def refuse(self, error: KnownError) -> None:
        """Say why it was not made."""
        self._say(text.refusal(error))
        self.busy(False)

    def busy(self, working: bool) -> None:  # noqa: FBT001 - a setter, as Qt's own
        """Whether the case is being made."""
        self.make.setEnabled(not working)

    def _say(self, words: str) -> None:
        self.problem.setText(words)
        self.problem.show()
        announce(self.problem, words, urgent=True)

    def _create(self) -> None:
        if not self.case_title.text().strip():
            self._say(self.tr("The case needs a title."))
        elif self.passphrase.text() != self.again.text():
            self._say(self.tr("The two passphrases differ."))
        elif not self.passphrase.text():
            self._say(self.tr("The case needs a passphrase."))
        else:
            self._choose_place()

    def _choose_place(self) -> None:
        suggestion = f"{self.case_title.text().strip().replace('/', '-')}.evcase"
        name, _ = QFileDialog.getSaveFileName(
            self, self.tr("Create case"), suggestion, self.tr("Cases (*.evcase)"), options=_NO_OVERWRITE_QUESTION
        )
        if not name:
            return
        path = Path(name) if name.endswith(".evcase") else Path(f"{name}.evcase")
        self.busy(True)
        reviewer = self.reviewer.text().strip()
        made = NewCase(
            path,
            self.case_title.text().strip(),
            self.reference.text().strip(),
            reviewer,
            self.passphrase.text(),
            self.remember.isChecked(),
        )
        for field in (self.passphrase, self.again):
            field.clear()
        self.create_wanted.emit(made)


_NO_OVERWRITE_QUESTION = QFileDialog.Option.DontConfirmOverwrite
"""A case is never overwritten: the name of one that is there is refused."""
