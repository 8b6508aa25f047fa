"""What a new case needs: title, reference, reviewer, passphrase; and what is wrong with it, said while one types."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QFormLayout, QLineEdit, QWidget

from reviewer.desktop import preferences
from reviewer.errors import KnownError
from reviewer.gui import text
from reviewer.gui.accessibility import announce
from reviewer.gui.shell.credentials import secret
from reviewer.gui.shell.passphrase_strength import PassphraseStrength
from reviewer.gui.theme import grid
from reviewer.gui.widgets.form_problem import FormProblem
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


class NewCasePage(QWidget):
    """Asks for what a new case needs. Enter goes to the next field that is wanted, and makes the case in the last."""

    create_wanted = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.case_title = line(self.tr("Title"), self.tr("Doorbell cameras"))
        self.reference = line(self.tr("Reference"), self.tr("IA 2021-114"))
        self.reviewer = line(self.tr("Your name"))
        self.passphrase = secret(self.tr("Passphrase"))
        self.again = secret(self.tr("Passphrase again"))
        named = (self.case_title, self.reference, self.reviewer)
        self.strength = PassphraseStrength(self.passphrase, lambda: [field.text() for field in named])
        self.remember = QCheckBox(self.tr("Remember on this laptop"))
        self.remember.setAccessibleName(self.tr("Remember on this laptop"))
        self.problem = FormProblem()
        self.problem.keep_lines(2)
        self.make = button(self.tr("Choose a place and create…"), self._create, "main")
        self._refused = False
        self._fields = (self.case_title, self.reference, self.reviewer, self.passphrase, self.again)
        self._lay_out()
        for field in self._fields:
            field.returnPressed.connect(self._enter)
            field.textChanged.connect(self._typed)
        self._typed()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setSpacing(grid(2))
        for field in self._fields:
            caption = label(field.accessibleName(), "muted")
            caption.setBuddy(field)
            form.addRow(caption, field)
            if field is self.reviewer:
                form.addRow("", label(self.tr("It stands beside each act in the audit trail."), "small", wrap=True))
            elif field is self.passphrase:
                form.addRow("", self.strength)
        advice = label(
            self.tr("Nobody can open the case without the passphrase. You can print a recovery sheet once it is made."),
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
        self.strength.load()
        for field in (self.case_title, self.reference):
            field.clear()
        self.forget()
        self.reviewer.setText(reviewer)
        self._say("")
        self.busy(False)
        self.case_title.setFocus()

    def forget(self) -> None:
        """Clear the passphrase: the case is made, or will not be."""
        for field in (self.passphrase, self.again):
            field.clear()

    def refuse(self, error: KnownError) -> None:
        """Say why it was not made; what was typed stays."""
        self._refused = True
        self._say(text.refusal(error))
        self.busy(False)
        self.make.setFocus()

    def busy(self, working: bool) -> None:  # noqa: FBT001 - a setter, as Qt's own
        """Whether the case is being made."""
        self.make.setEnabled(not working)

    def _say(self, words: str) -> None:
        self.problem.setText(words)
        self.problem.setVisible(bool(words))
        self.strength.setVisible(not words or words != self.strength.text())  # nothing is said twice
        announce(self.problem, words, urgent=True)

    def _typed(self) -> None:
        """What was found wrong goes as soon as it is right."""
        if self.problem.text():
            wrong = self._wrong()
            self._say("" if self._refused or wrong is None else wrong[1])
            self._refused = False

    def _wrong(self) -> tuple[QLineEdit, str] | None:
        """The first field that is not right, and why."""
        if not self.case_title.text().strip():
            return self.case_title, self.tr("The case needs a title.")
        if weakness := self.strength.weakness:
            return self.passphrase, weakness
        if self.passphrase.text() != self.again.text():
            return self.again, self.tr("The two passphrases differ.")
        return None

    def _enter(self) -> None:
        """Go on to the next field that is still empty and needed, or make the case."""
        empty = [field for field in (self.case_title, self.passphrase, self.again) if not field.text().strip()]
        here = [number for number, field in enumerate(self._fields) if field.hasFocus()]
        later = [field for field in empty if here and self._fields.index(field) > here[0]]
        if later and not (here and self._fields[here[0]] in empty):
            later[0].setFocus()
        else:
            self._create()

    def _create(self) -> None:
        if not self.make.isEnabled():
            return
        wrong = self._wrong()
        if wrong is None:
            self._choose_place()
            return
        field, words = wrong
        self._say(words)
        field.setFocus()
        field.selectAll()

    def _choose_place(self) -> None:
        suggestion = f"{self.case_title.text().strip().replace('/', '-')}.evcase"
        place = str(preferences.current().folder / suggestion)
        name, _ = QFileDialog.getSaveFileName(
            self, self.tr("Create case"), place, self.tr("Cases (*.evcase)"), options=_NO_OVERWRITE_QUESTION
        )
        if not name:
            return
        path = Path(name) if name.endswith(".evcase") else Path(f"{name}.evcase")
        self.busy(True)
        self._say("")
        self.create_wanted.emit(
            NewCase(
                path,
                self.case_title.text().strip(),
                self.reference.text().strip(),
                self.reviewer.text().strip(),
                self.passphrase.text(),
                self.remember.isChecked(),
            )
        )


_NO_OVERWRITE_QUESTION = QFileDialog.Option.DontConfirmOverwrite
"""A case is never overwritten: the name of one that is there is refused."""
