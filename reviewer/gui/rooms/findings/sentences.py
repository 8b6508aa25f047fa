"""A list of sentences that is edited in place: Enter begins the next one, Backspace in an empty one takes it away."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPlainTextEdit

from reviewer.gui.theme import grid, room_for
from reviewer.gui.widgets.parts import boxed, button, column, label, row, tool


class GrowingText(QPlainTextEdit):
    """As high as its words."""

    def __init__(self, name: str, words: str = "") -> None:
        super().__init__(words)
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.textChanged.connect(self.fit)
        self.fit()

    def fit(self) -> None:
        """Be as high as the words need at this width."""
        lines = max(1, int(self.document().size().height()))
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + grid(5))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Words wrap elsewhere now."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            QTimer.singleShot(0, self, self.fit)


class Sentence(GrowingText):
    """One of a list."""

    next_wanted = Signal()
    unwanted = Signal()
    moved = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter, Backspace and Alt with the arrows act on the list."""
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.next_wanted.emit()
        elif event.key() == Qt.Key.Key_Backspace and not self.toPlainText():
            self.unwanted.emit()
        elif alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)


class SentencesEditor(QFrame):
    """Numbered sentences; empty ones do not count."""

    changed = Signal()

    def __init__(self, name: str, more: str) -> None:
        super().__init__()
        self._name = name
        self._rows: list[tuple[QFrame, QLabel, Sentence]] = []
        self._box = column(gap=1)
        self.more = button(more, partial(self._add, ""), "link")
        self.setLayout(column(self._box, row(self.more, 1), gap=1))

    def show_sentences(self, sentences: Sequence[str]) -> None:
        """Show these."""
        for frame, _, _ in self._rows:
            frame.hide()
            self._box.removeWidget(frame)
            frame.deleteLater()
        self._rows = []
        for each in sentences:
            self._insert(len(self._rows), each)

    def sentences(self) -> tuple[str, ...]:
        """What stands there now."""
        return tuple(words for _, _, edit in self._rows if (words := " ".join(edit.toPlainText().split())))

    def _add(self, words: str = "", after: Sentence | None = None) -> None:
        at = len(self._rows) if after is None else self._place(after) + 1
        self._insert(at, words).setFocus()
        self.changed.emit()

    def _insert(self, at: int, words: str) -> Sentence:
        number, edit = label("", "muted"), Sentence(self._name, words)
        frame = boxed(self._line(number, edit))
        edit.textChanged.connect(self.changed)
        edit.next_wanted.connect(partial(self._add, "", edit))
        edit.unwanted.connect(partial(self._remove, edit))
        edit.moved.connect(partial(self._move, edit))
        self._rows.insert(at, (frame, number, edit))
        self._box.insertWidget(at, frame)
        self._number()
        return edit

    def _line(self, number: QLabel, edit: Sentence) -> QHBoxLayout:
        up = tool("up", self.tr("Move up (Alt+Up)"), partial(self._move, edit, -1))
        down = tool("down", self.tr("Move down (Alt+Down)"), partial(self._move, edit, 1))
        away = tool("close", self.tr("Take away"), partial(self._remove, edit))
        number.setFixedWidth(room_for(5))
        for act in (up, down, away):
            act.setMinimumHeight(act.sizeHint().height())  # for its icon, while lines are laid out
        made = row(number, edit, up, down, away, gap=0)
        made.setStretchFactor(edit, 1)
        return made

    def _number(self) -> None:
        for at, (_, number, edit) in enumerate(self._rows, 1):
            number.setText(f"{at}.")
            edit.setAccessibleName(f"{self._name} {at}")

    def _place(self, edit: Sentence) -> int:
        return next(at for at, (_, _, each) in enumerate(self._rows) if each is edit)

    def _remove(self, edit: Sentence) -> None:
        at = self._place(edit)
        frame, _, _ = self._rows.pop(at)
        if self._rows:
            self._rows[max(0, at - 1)][2].setFocus()
        else:
            self.more.setFocus()
        frame.hide()
        self._box.removeWidget(frame)
        frame.deleteLater()
        self._number()
        self.changed.emit()

    def _move(self, edit: Sentence, by: int) -> None:
        at = self._place(edit)
        to = at + by
        if not 0 <= to < len(self._rows):
            return
        moved = self._rows.pop(at)
        self._rows.insert(to, moved)
        self._box.removeWidget(moved[0])
        self._box.insertWidget(to, moved[0])
        self._number()
        edit.setFocus()
        self.changed.emit()
