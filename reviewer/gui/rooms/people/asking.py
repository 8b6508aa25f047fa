"""A few fields to fill in, in the place of what they are about: Enter or Ctrl+Enter saves, Esc leaves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QSizePolicy

from reviewer.errors import KnownError
from reviewer.gui import text
from reviewer.gui.widgets.choice import Choice, choice
from reviewer.gui.widgets.form_problem import FormProblem, told_beside
from reviewer.gui.widgets.keys import CTRL_ENTER, on_keys_within
from reviewer.gui.widgets.parts import button, captioned, column, label, line
from reviewer.gui.widgets.sending import Refused, Sending

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asked:
    """A field: what it is called, a hint, and the words to choose from if it is a choice."""

    called: str
    hint: str = ""
    choices: Sequence[str] = ()


class Asking(QFrame):
    """``submitted`` carries what was said, by the names of the fields."""

    submitted = Signal(object)
    left = Signal()

    def __init__(self, fields: Mapping[str, Asked], elsewhere: Refused) -> None:
        super().__init__()
        self._sending = Sending(self, elsewhere)
        self.setObjectName("panel")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.title = label("", "caption", wrap=True)
        self.fields: dict[str, QLineEdit | Choice] = {}
        form = captioned(gap=1)
        for name, asked in fields.items():
            field = self.fields[name] = _field(asked)
            if isinstance(field, QLineEdit):
                field.returnPressed.connect(self.submit)
            form.addRow(label(asked.called), field)
        self.problem = FormProblem()
        self.save = button(self.tr("Save"), self.submit, "main")
        self.leave = button(self.tr("Cancel"), self.left.emit)
        parts = (self.title, form, told_beside(self.problem, self.save, self.leave))
        self.setLayout(column(*parts, margins=(3, 2, 3, 2), gap=2))
        on_keys_within(self, {CTRL_ENTER: self.submit, "Esc": self.left.emit})

    def ask(self, title: str, values: Mapping[str, str]) -> None:
        """Ask for these, as they are now."""
        self.title.setText(title)
        self.problem.hide()
        self._sending.release()
        for name, field in self.fields.items():
            value = values.get(name, "")
            if isinstance(field, Choice):
                field.setCurrentIndex(max(0, field.findText(value)))
            else:
                field.setText(value)
        self.show()
        next(iter(self.fields.values())).setFocus()

    def submit(self) -> None:
        """Hand over what was said."""
        if not self._sending.busy:
            self.submitted.emit({name: _value(field) for name, field in self.fields.items()})

    def answers(self, saved: Callable[[T], object]) -> tuple[Callable[[T], None], Refused]:
        """Stand still until what was said is saved, or refused."""
        return self._sending.answers(saved, self._refuse)

    def _refuse(self, error: KnownError) -> None:
        self.problem.setText(text.refusal(error))
        self.problem.show()


def _field(asked: Asked) -> QLineEdit | Choice:
    if not asked.choices:
        return line(asked.called, asked.hint)
    return choice(asked.called, asked.choices)


def _value(field: QLineEdit | Choice) -> str:
    return field.currentText() if isinstance(field, Choice) else field.text()
