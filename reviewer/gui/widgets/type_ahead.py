"""Name one of many by typing: a list narrows to those meant, and Enter takes the one marked in it, else the first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from PySide6.QtCore import QModelIndex, QSignalBlocker, QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QCompleter, QLineEdit

from reviewer.domain.query import fold
from reviewer.gui.widgets.lists.offered import OfferedList

MOST = 200
"""So many of those meant are listed; what is not among them takes another letter."""

MOST_VISIBLE = 10
WIDE = 150
"""How wide the list is at least, in steps of the grid: what tells one from another need not fit the line."""


_GIVEN_BACK = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
"""The keyboard comes back from a list or another window, and nobody asked for anything."""


@dataclass(frozen=True, slots=True)
class Named:
    """One that can be named: how it is listed, what it stands for, and by which other words it is found."""

    text: str
    payload: object
    words: str = ""


class TypeAhead(QLineEdit):
    """``keeps``: shows what was chosen until something else is typed; otherwise it is empty again at once.

    ``new``: how a last entry is listed that stands for what was typed itself, put in for ``{0}``; ``new_wanted``
    carries it. ``nobody_meant`` carries what was typed when nothing is like that;
    ``nothing_named`` tells of Enter in an empty line.
    """

    chosen = Signal(object)
    nobody_meant = Signal(str)
    nothing_named = Signal()
    new_wanted = Signal(str)

    def __init__(self, name: str, hint: str, *, keeps: bool = False, new: str = "") -> None:
        super().__init__()
        self._keeps, self._new = keeps, new
        self._choices: Sequence[Named] = ()
        self._first: Sequence[Named] = ()
        self._marks = True
        self._folded: list[str] = []
        self._meant: list[Named] = []
        self._typed = ""
        self.payload: object = None
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self._listed = QStringListModel(self)
        self.textEdited.connect(self._narrow)
        self.textChanged.connect(self._emptied)
        self.returnPressed.connect(self._enter)

    @cached_property
    def _completer(self) -> QCompleter:
        """What lists the choices, with its list; made when it is first wanted, for most lines are never typed into."""
        made = QCompleter(self._listed, self)
        made.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        made.setMaxVisibleItems(MOST_VISIBLE)
        popup = OfferedList(WIDE)
        popup.offer_for(made)
        self.setCompleter(made)
        popup.clicked.connect(self._take)
        return made

    def completer(self) -> QCompleter:
        """What lists the choices."""
        return self._completer

    @property
    def popup(self) -> QAbstractItemView:
        """The list below the line."""
        made = self._completer.popup()
        assert made is not None  # noqa: S101 - tells mypy that it has one
        return made

    def __len__(self) -> int:
        return len(self._choices)

    def show_choices(self, choices: Sequence[Named]) -> None:
        """Offer these, in this order."""
        self._choices = choices
        self._folded = [fold(f"{each.text} {each.words}") for each in choices]
        self._list()

    def show_first(self, first: Sequence[Named], *, marked: bool = True) -> None:
        """Offer these before anything is typed, as soon as the line has the keyboard; and at the top after that.

        The topmost is ``marked``, so that Enter takes it, unless one is to be chosen by hand. Whoever is in the line
        already sees them as soon as there are some.
        """
        awaited = bool(first) and not self._first and self.hasFocus()
        self._first, self._marks = first, marked
        self._list()
        if awaited:
            self._open()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show what is offered first."""
        super().focusInEvent(event)
        if event.reason() not in _GIVEN_BACK and not self.text() and self._first:
            self._open()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Down opens the list of what there is in an empty line as well, where Qt shows none."""
        empty = event.key() == Qt.Key.Key_Down and not self.text() and not self.popup.isVisible()
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier  # a number pad's, and every arrow of a Mac
        if empty and not held and self._meant:
            self._open()
        else:
            super().keyPressEvent(event)

    def _open(self) -> None:
        """Show the list; of what is offered before anything is typed the topmost may be marked."""
        self._completer.complete()
        if not self.text():
            with QSignalBlocker(self.popup.selectionModel()):  # else the completer writes it into the line
                self.popup.setCurrentIndex(self._listed.index(0) if self._marks else QModelIndex())

    def show_chosen(self, payload: object) -> None:
        """Show one as chosen; None for none."""
        found = next((each for each in self._choices if each.payload == payload), None)
        self.payload = None if found is None else found.payload
        self.setText("" if found is None else found.text)

    def _narrow(self, typed: str) -> None:
        self.payload, self._typed = None, typed.strip()
        self._list()
        if self._typed:
            self._completer.complete()

    def _emptied(self, text: str) -> None:
        """Offer everything again once nothing is typed any more, by whatever hand."""
        if not text and self._typed:
            self._typed = ""
            self._list()

    def _list(self) -> None:
        words = fold(self._typed).split()
        first = [each for each in self._first if all(word in fold(f"{each.text} {each.words}") for word in words)]
        offered = {each.payload for each in first}
        like = (at for at, folded in enumerate(self._folded) if all(word in folded for word in words))
        rest = (self._choices[at] for at in like if self._choices[at].payload not in offered)
        self._meant = [*first, *(each for _, each in zip(range(MOST), rest, strict=False))]
        new = [self._new.format(self._typed)] if self._new and (self._typed or not self._first) else []
        self._listed.setStringList([each.text for each in self._meant] + new)

    def _enter(self) -> None:
        marked = self.popup.currentIndex() if self.popup.isVisible() else QModelIndex()
        if self.payload is not None:
            return
        if not (self.text().strip() or marked.isValid()):
            self.nothing_named.emit()
        elif marked.isValid():
            self._take(marked)
        elif self._meant:
            self._take(self._listed.index(0))
        else:
            self.nobody_meant.emit(self.nobody(self._typed))

    def nobody(self, typed: str) -> str:
        """What is said when nothing is like what was typed."""
        return typed

    def _take(self, index: QModelIndex) -> None:
        choice = self._meant[index.row()] if index.row() < len(self._meant) else None
        self.popup.hide()
        if self._keeps and choice is not None:
            self.payload = choice.payload
        # The completer writes the chosen entry into the line, and its list gives the cursor back, after this.
        QTimer.singleShot(0, self, partial(self._chose, choice, self._typed))

    def _chose(self, choice: Named | None, typed: str) -> None:
        self.setText(choice.text if self._keeps and choice is not None else "")
        if choice is None:
            self.new_wanted.emit(typed)
        else:
            self.chosen.emit(choice.payload)
