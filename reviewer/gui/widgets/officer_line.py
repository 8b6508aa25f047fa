"""Name an officer by typing: a list narrows to those meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QModelIndex, QStringListModel, QTimer, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView

from reviewer.domain.ids import OfficerId
from reviewer.domain.officer import Officer, station_on
from reviewer.domain.query import fold

MOST = 200
"""So many of those meant are listed; whoever is not among them takes another letter."""


@dataclass(frozen=True, slots=True)
class _Named:
    officer: OfficerId
    text: str
    folded: str


class OfficerLine(QLineEdit):
    """Enter chooses the officer that is marked in the list, else the one at its top.

    ``chosen`` carries the officer's id; ``nobody_meant`` what is wrong, in words; ``new_wanted`` the words typed, when
    ``offers_new`` and the last entry of the list was chosen, which stands for somebody who is not in it.
    """

    chosen = Signal(object)
    nobody_meant = Signal(str)
    new_wanted = Signal(str)

    def __init__(self, name: str, hint: str, *, offers_new: bool = False) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self._offers_new = offers_new
        self._typed = ""
        self._known: list[_Named] = []
        self._meant: list[_Named] = []
        self._listed = QStringListModel(self)
        completer = QCompleter(self._listed, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(10)
        self.popup = QListView()
        self.popup.setObjectName("completions")
        completer.setPopup(self.popup)
        self.popup.clicked.connect(self._take)
        self._completer = completer
        self.setCompleter(completer)
        self.textEdited.connect(self._narrow)
        self.returnPressed.connect(self._enter)

    def show_officers(self, officers: Sequence[Officer]) -> None:
        """Offer these."""
        self._known = [_named(officer) for officer in officers]

    def _narrow(self, typed: str) -> None:
        self._typed = typed.strip()
        words = fold(typed).split()
        self._meant = [each for each in self._known if all(word in each.folded for word in words)][:MOST]
        shown = [each.text for each in self._meant]
        if self._offers_new:
            shown.append(self.tr("Not in the roster: add “{0}” as unidentified").format(self._typed))
        self._listed.setStringList(shown)
        if self._typed:
            self._completer.complete()

    def _enter(self) -> None:
        if not self.text().strip():
            return
        marked = self.popup.currentIndex() if self.popup.isVisible() else QModelIndex()
        if marked.isValid():
            self._take(marked)
        elif self._meant:
            self._take(self._listed.index(0))
        else:
            self.nobody_meant.emit(self._nobody())

    def _nobody(self) -> str:
        if self._offers_new:
            return self.tr("No officer is called “{0}”; Down and Enter add an unidentified one").format(self._typed)
        if not self._known:
            return self.tr("There are no officers yet. Import the roster in the People room")
        return self.tr("No officer is called “{0}”").format(self._typed)

    def _take(self, index: QModelIndex) -> None:
        row, typed = index.row(), self._typed
        officer = self._meant[row].officer if row < len(self._meant) else None
        self.popup.hide()
        # The completer writes the chosen entry into the line, and its list gives the cursor back, after this.
        QTimer.singleShot(0, self, partial(self._tell, officer, typed))

    def _tell(self, officer: OfficerId | None, typed: str) -> None:
        if officer is None:
            self.new_wanted.emit(typed)
        else:
            self.chosen.emit(officer)


def _named(officer: Officer) -> _Named:
    told = (officer.name, officer.rank, officer.serial, station_on(officer, ""))
    words = (*told, *officer.aliases, *officer.addresses, *(each.station for each in officer.assignments))
    return _Named(officer.id, " · ".join(part for part in told if part), fold(" ".join(words)))
