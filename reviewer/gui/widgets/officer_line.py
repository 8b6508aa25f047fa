"""Name an officer by typing: a list narrows to those meant."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView

from reviewer.domain.ids import OfficerId
from reviewer.domain.officer import Officer, station_on
from reviewer.domain.query import fold

OFFICER = Qt.ItemDataRole.UserRole
FOLDED = Qt.ItemDataRole.UserRole + 1


class _Meant(QSortFilterProxyModel):
    """The officers of whom every word typed is a part, and last the one who would be new."""

    def __init__(self) -> None:
        super().__init__()
        self._words: list[str] = []

    def narrow(self, typed: str) -> None:
        """Show those meant by this."""
        self.beginResetModel()
        self._words = fold(typed).split()
        self.endResetModel()

    def filterAcceptsRow(self, source_row: int, source_parent: QModelIndex | QPersistentModelIndex) -> bool:  # noqa: N802 - Qt's name
        """Whether an officer is meant."""
        index = self.sourceModel().index(source_row, 0, source_parent)
        folded = index.data(FOLDED) or ""
        return index.data(OFFICER) is None or all(word in folded for word in self._words)


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
        self._source = QStandardItemModel(self)
        self._meant = _Meant()
        self._meant.setParent(self)
        self._meant.setSourceModel(self._source)
        completer = QCompleter(self._meant, self)
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
        self._source.clear()
        for officer in officers:
            told = (officer.name, officer.rank, officer.serial, station_on(officer, ""))
            entry = QStandardItem(" · ".join(part for part in told if part))
            entry.setData(officer.id, OFFICER)
            words = (officer.name, officer.rank, officer.serial, *officer.aliases, *officer.addresses)
            entry.setData(fold(" ".join((*words, *(each.station for each in officer.assignments)))), FOLDED)
            self._source.appendRow(entry)
        if self._offers_new:
            self._source.appendRow(QStandardItem(""))

    def _narrow(self, typed: str) -> None:
        self._typed = typed.strip()
        if self._offers_new:
            words = self.tr("Not in the roster: add “{0}” as unidentified").format(self._typed)
            if not self._source.rowCount():
                self._source.appendRow(QStandardItem(""))
            self._source.item(self._source.rowCount() - 1).setText(words)
        self._meant.narrow(typed)
        if self._typed:
            self._completer.complete()

    def _enter(self) -> None:
        if not self.text().strip():
            return
        marked = self.popup.currentIndex() if self.popup.isVisible() else QModelIndex()
        first = self._meant.index(0, 0)
        if marked.isValid():
            self._take(marked)
        elif first.isValid() and first.data(OFFICER) is not None:
            self._take(first)
        else:
            self.nobody_meant.emit(self._nobody())

    def _nobody(self) -> str:
        if self._offers_new:
            return self.tr("No officer is called “{0}”; Down and Enter add an unidentified one").format(self._typed)
        if not self._source.rowCount():
            return self.tr("There are no officers yet. Import the roster in the People room")
        return self.tr("No officer is called “{0}”").format(self._typed)

    def _take(self, index: QModelIndex) -> None:
        officer = index.data(OFFICER)
        typed = self._typed
        self.popup.hide()
        self.window().activateWindow()  # where no window manager gives back what the list took
        if officer is None:
            self.new_wanted.emit(typed)
        else:
            self.chosen.emit(OfficerId(officer))
