"""What is wrong with a form: a line that goes as soon as a field of the form is changed by hand."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from reviewer.gui import theme
from reviewer.gui.widgets.parts import as_label, keep_room, row

_HEARD = "problem heard"
"""The property of a field whose changes take a line away already, with the line's number."""


class FormProblem(QLabel):
    """Hidden until it has something to say; stands in the form that it is about."""

    def __init__(self) -> None:
        super().__init__()
        as_label(self, "problem", wrap=True)
        self._texts: dict[int, str] = {}
        self.hide()

    def keep_lines(self, lines: int) -> None:
        """Have room for so many lines at all times, so that nothing around it moves."""
        keep_room(self)
        self.setMinimumHeight(lines * QFontMetrics(theme.font()).lineSpacing())

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Hear from the fields that there are by now: forms grow."""
        super().showEvent(event)
        form = self.parentWidget()
        if form is not None:
            self._texts = {id(field): field.toPlainText() for field in form.findChildren(QPlainTextEdit)}
            for kind in (QLineEdit, QPlainTextEdit, QComboBox, QAbstractButton):
                for field in form.findChildren(kind):
                    self._hear(field)

    def _hear(self, field: QWidget) -> None:
        heard = f"{_HEARD} {id(self)}"  # a form within another has a line of its own
        if field.property(heard):
            return
        field.setProperty(heard, True)
        if isinstance(field, QLineEdit):
            field.textEdited.connect(self._mended)
        elif isinstance(field, QPlainTextEdit):
            field.textChanged.connect(lambda: self._typed_in(field))
        elif isinstance(field, QComboBox):
            field.activated.connect(self._mended)
        elif isinstance(field, QAbstractButton) and field.isCheckable():
            field.clicked.connect(self._mended)

    def _typed_in(self, field: QPlainTextEdit) -> None:
        """A text of several lines does not say who changed it: a form that is refreshed puts in the same words."""
        if self._texts.get(id(field)) != field.toPlainText():
            self._mended()

    def _mended(self) -> None:
        self.hide()


def told_beside(problem: FormProblem, *buttons: QWidget) -> QHBoxLayout:
    """A line of buttons that says beside them what is wrong, where two lines of words need no more room than they do.

    For a form that something stands below: nothing of it moves.
    """
    made = row(*buttons, problem, gap=2)
    made.setStretchFactor(problem, 1)
    for each in buttons:
        made.setAlignment(each, Qt.AlignmentFlag.AlignTop)
    keep_room(problem)
    return made
