"""Name an officer by typing: a list narrows to those meant, with the role and how sure it is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QCompleter, QListView, QWidget

from reviewer.domain.ids import OfficerId
from reviewer.domain.officer import Grade, Officer, Role, station_on
from reviewer.domain.query import fold
from reviewer.gui.widgets.parts import column, line, row

OFFICER = Qt.ItemDataRole.UserRole
FOLDED = Qt.ItemDataRole.UserRole + 1


class _Meant(QSortFilterProxyModel):
    """The officers of whom every word typed is a part."""

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
        folded = self.sourceModel().index(source_row, 0, source_parent).data(FOLDED) or ""
        return all(word in folded for word in self._words)


class OfficerBox(QWidget):
    """Type-ahead, role, grade. Enter links the officer at the top of the list."""

    officer_chosen = Signal(object, object, object)
    nobody_meant = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._source = QStandardItemModel(self)
        self._meant = _Meant()
        self._meant.setParent(self)
        self._meant.setSourceModel(self._source)
        self.name = line(self.tr("Officer"), self.tr("Name or serial, then Enter"))
        self.role = _choice(self.tr("Role"), list(Role), Role.MENTIONED)
        self.grade = _choice(self.tr("How sure"), list(Grade), Grade.CERTAIN)
        self._complete()
        self.setLayout(column(self.name, row(self.role, self.grade, gap=1), gap=1))

    def _complete(self) -> None:
        completer = QCompleter(self._meant, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(10)
        self._popup = QListView()
        self._popup.setObjectName("completions")
        completer.setPopup(self._popup)
        self._popup.clicked.connect(self._activated)
        self._completer = completer
        self.name.setCompleter(completer)
        self.name.textEdited.connect(self._narrow)
        self.name.returnPressed.connect(self._first)

    def show_officers(self, officers: Sequence[Officer]) -> None:
        """Offer these."""
        self._source.clear()
        for officer in officers:
            entry = QStandardItem(f"{officer.name} · {officer.rank} · {officer.serial} · {station_on(officer, '')}")
            entry.setData(officer.id, OFFICER)
            words = (officer.name, officer.rank, officer.serial, *officer.aliases, *officer.addresses)
            entry.setData(fold(" ".join((*words, *(each.station for each in officer.assignments)))), FOLDED)
            self._source.appendRow(entry)

    def _narrow(self, typed: str) -> None:
        self._meant.narrow(typed)
        if typed.strip():
            self._completer.complete()

    def _activated(self, index: QModelIndex) -> None:
        self._choose(OfficerId(index.data(OFFICER)))

    def _first(self) -> None:
        if not self.name.text().strip():
            return
        if not self._source.rowCount():
            self.nobody_meant.emit(self.tr("There are no officers yet. Import the roster in the People room"))
        elif not self._meant.rowCount():
            self.nobody_meant.emit(self.tr("No officer is called “{0}”").format(self.name.text().strip()))
        else:
            self._choose(OfficerId(self._meant.index(0, 0).data(OFFICER)))

    def _choose(self, officer: OfficerId) -> None:
        self.officer_chosen.emit(officer, Role(self.role.currentData()), Grade(self.grade.currentData()))
        self._popup.hide()
        # The completer writes the chosen entry into the line after this; the line is emptied once it has.
        self.name.setText("")
        self.left.emit()


class _Choice(QComboBox):
    """A choice that keeps letters and digits to itself, so that they do not mark the item instead."""

    def event(self, event: QEvent) -> bool:
        """Take the letters before the room's keys get them."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.text().isalnum():
            event.accept()
            return True
        return super().event(event)


def _choice(name: str, values: Sequence[str], chosen: str) -> QComboBox:
    made = _Choice()
    made.setAccessibleName(name)
    made.setToolTip(name)
    for value in values:
        made.addItem(str(value), value)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(7)
    made.setCurrentIndex(made.findData(chosen))
    return made
