"""Where a query is not understood, shown in the line it was typed into."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QInputMethodEvent, QTextCharFormat
from PySide6.QtWidgets import QFrame, QLineEdit

from reviewer.errors import KnownError, QueryError
from reviewer.gui import text, theme
from reviewer.gui.widgets.parts import button, column, label


def mark_refused(field: QLineEdit, error: KnownError | None) -> None:
    """Underline the place that an error names, and tell a screen reader why; without an error, take that away."""
    marks = []
    if isinstance(error, QueryError):
        start, length = _selection(field.text(), error.place)
        look = QTextCharFormat()
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        look.setUnderlineColor(theme.color("problem"))
        look.setForeground(theme.color("problem"))
        kind = QInputMethodEvent.AttributeType.TextFormat
        marks.append(QInputMethodEvent.Attribute(kind, start - field.cursorPosition(), length, look))
    field.setAccessibleDescription("" if error is None else text.refusal(error))
    # The one way to format a part of a line: as an input method does, without putting anything into it.
    QCoreApplication.sendEvent(field, QInputMethodEvent("", marks))


def select_refused(field: QLineEdit, error: KnownError) -> None:
    """Select the place that an error names, so that one types over it."""
    field.setFocus()
    if isinstance(error, QueryError):
        field.setSelection(*_selection(field.text(), error.place))


def _selection(typed: str, place: tuple[int, int]) -> tuple[int, int]:
    """The first and the number of Qt's characters, of which some code points take two."""
    start, end = (len(typed[:at].encode("utf-16-le")) // 2 for at in place)
    return start, max(end - start, 1)


class Refusal(QFrame):
    """Why a query is not run, and what may have been meant, to take at a click. ``taken`` carries that query."""

    taken = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.why = label("", "problem", wrap=True)
        self.instead = button("", self._take, "link")
        self._suggestion = ""
        self.setLayout(column(self.why, self.instead, margins=(2, 1, 2, 1), gap=0))
        self.hide()

    def show_error(self, error: KnownError | None) -> None:
        """Tell an error; nothing without one."""
        self._suggestion = error.suggestion if isinstance(error, QueryError) else ""
        if error is not None:
            self.why.setText(f"{str(error)[:1].upper()}{str(error)[1:]}." if self._suggestion else text.refusal(error))
        self.why.setVisible(error is not None)
        self._offer()
        self.setVisible(error is not None)

    def suggest(self, query: str) -> None:
        """Offer another query though nothing is wrong with this one; nothing without one."""
        self._suggestion = query
        self.why.hide()
        self._offer()
        self.setVisible(bool(query))

    def _offer(self) -> None:
        words = self.tr("Did you mean: {0}").format(self._suggestion)
        self.instead.setText(text.on_button(words))
        self.instead.setAccessibleName(words)
        self.instead.setVisible(bool(self._suggestion))

    def _take(self) -> None:
        self.taken.emit(self._suggestion)
