"""Name one of many by typing: a list narrows to those meant, and Enter takes the first of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    QStringListModel,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView

from reviewer.domain.query import fold
from reviewer.gui.theme import grid

MOST_VISIBLE = 10
WIDE = 150
"""How wide the list is at least, in steps of the grid: what tells one from another need not fit the line."""


@dataclass(frozen=True, slots=True)
class Named:
    """One that can be named: how it is listed, what it stands for, and by which other words it is found."""

    text: str
    payload: object
    words: str = ""


class _Meant(QSortFilterProxyModel):
    """Those of which every word typed is a part."""

    def __init__(self) -> None:
        super().__init__()
        self._words: list[str] = []
        self.folded: list[str] = []

    def narrow(self, typed: str) -> None:
        """Show those meant by this."""
        self.beginResetModel()
        self._words = fold(typed).split()
        self.endResetModel()

    def filterAcceptsRow(self, source_row: int, source_parent: QModelIndex | QPersistentModelIndex) -> bool:  # noqa: ARG002, N802 - Qt's name
        """Whether one is meant."""
        return all(word in self.folded[source_row] for word in self._words)


class TypeAhead(QLineEdit):
    """``keeps``: shows what was chosen until something else is typed; otherwise it is empty again at once.

    ``nobody_meant`` carries what was typed when nothing is like that.
    """

    chosen = Signal(object)
    nobody_meant = Signal(str)

    def __init__(self, name: str, hint: str, *, keeps: bool = False) -> None:
        super().__init__()
        self._keeps = keeps
        self._choices: Sequence[Named] = ()
        self.payload: object = None
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self._source = QStringListModel(self)
        self._meant = _Meant()
        self._meant.setParent(self)
        self._meant.setSourceModel(self._source)
        completer = QCompleter(self._meant, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(MOST_VISIBLE)
        self.popup = QListView()
        self.popup.setObjectName("completions")
        self.popup.setMinimumWidth(grid(WIDE))
        self.popup.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        completer.setPopup(self.popup)
        self._completer = completer
        self.setCompleter(completer)
        self.popup.clicked.connect(self._take)
        self.textEdited.connect(self._narrow)
        self.returnPressed.connect(self._first)

    def __len__(self) -> int:
        return len(self._choices)

    def show_choices(self, choices: Sequence[Named]) -> None:
        """Offer these, in this order."""
        self._choices = choices
        self._meant.folded = [fold(f"{each.text} {each.words}") for each in choices]
        self._source.setStringList([each.text for each in choices])

    def show_chosen(self, payload: object) -> None:
        """Show one as chosen; None for none."""
        found = next((each for each in self._choices if each.payload == payload), None)
        self.payload = None if found is None else found.payload
        self.setText("" if found is None else found.text)

    def _narrow(self, typed: str) -> None:
        self.payload = None
        self._meant.narrow(typed)
        if typed.strip():
            self._completer.complete()

    def _take(self, index: QModelIndex) -> None:
        self._choose(self._meant.mapToSource(index).row())

    def _first(self) -> None:
        if self.payload is not None or not self.text().strip():
            return
        if self._meant.rowCount():
            current = self.popup.currentIndex() if self.popup.isVisible() else QModelIndex()
            self._take(current if current.isValid() else self._meant.index(0, 0))
        else:
            self.nobody_meant.emit(self.text().strip())

    def _choose(self, row: int) -> None:
        if not 0 <= row < len(self._choices):
            return
        choice = self._choices[row]
        self.popup.hide()
        if self._keeps:
            self.payload = choice.payload
        # The completer writes the chosen entry into the line, and its list gives the cursor back, after this.
        QTimer.singleShot(0, self, partial(self._chose, choice))

    def _chose(self, choice: Named) -> None:
        self.setText(choice.text if self._keeps else "")
        self.chosen.emit(choice.payload)
