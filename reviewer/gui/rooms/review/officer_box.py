"""Name an officer by typing, with the role and how sure it is; one who is not in the roster can be added."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from reviewer.domain.ids import OfficerId
from reviewer.domain.people.officer import Grade, Officer, Role
from reviewer.gui.widgets.choice import choice
from reviewer.gui.widgets.officer_line import OfficerLine
from reviewer.gui.widgets.parts import column, row


class OfficerBox(QWidget):
    """Type-ahead, role, grade. Enter links the officer marked in the list, or at its top.

    The last entry of the list is whoever was typed, as an officer who is not identified.
    """

    officer_chosen = Signal(object, object, object)
    unidentified_wanted = Signal(str, object, object)
    nobody_meant = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.name = OfficerLine(self.tr("Officer"), self.tr("Name or serial, then Enter"), offers_new=True)
        self.role = choice(self.tr("Role"), [(each, each.words) for each in Role], Role.MENTIONED)
        self.grade = choice(self.tr("How sure"), list(Grade), Grade.CERTAIN)
        self.name.chosen.connect(self._choose)
        self.name.new_wanted.connect(self._add)
        self.name.nobody_meant.connect(self.nobody_meant)
        self.setLayout(column(self.name, row(self.role, self.grade, gap=1), gap=1))

    def show_officers(self, officers: Sequence[Officer]) -> None:
        """Offer these."""
        self.name.show_officers(officers)

    def _choose(self, officer: OfficerId) -> None:
        self.officer_chosen.emit(officer, Role(self.role.currentData()), Grade(self.grade.currentData()))
        self._leave()

    def _add(self, typed: str) -> None:
        self.unidentified_wanted.emit(typed, Role(self.role.currentData()), Grade(self.grade.currentData()))
        self._leave()

    def _leave(self) -> None:
        # The completer writes the chosen entry into the line after this; the line is emptied once it has.
        self.name.setText("")
        self.left.emit()
