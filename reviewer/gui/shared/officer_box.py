"""Name an officer by typing, with the role and how sure it is; one who is not in the roster can be added."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from reviewer.domain.ids import OfficerId
from reviewer.domain.people.header_standing import Standing
from reviewer.domain.people.officer import Grade, Officer, Role
from reviewer.gui.session import Session
from reviewer.gui.shared.desk import Desk
from reviewer.gui.shared.review_acts import ReviewActs
from reviewer.gui.widgets.choice import choice
from reviewer.gui.widgets.keys import ENTER, on_keys
from reviewer.gui.widgets.officer_line import OfficerLine, officer_named
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
        self._said: Role | None = None
        self._header: dict[object, Role] = {}
        self.role.activated.connect(self._say_role)
        self.grade = choice(self.tr("How sure"), list(Grade), Grade.CERTAIN)
        for each in (self.role, self.grade):
            on_keys(each, {ENTER: self.name.setFocus})
        self.name.chosen.connect(self._choose)
        self.name.new_wanted.connect(self._add)
        self.name.nobody_meant.connect(self.nobody_meant)
        self.setLayout(column(self.name, row(self.role, self.grade, gap=1), gap=1))

    def show_officers(self, officers: Sequence[Officer]) -> None:
        """Offer these."""
        self.name.show_officers(officers)

    def show_header(self, standing: Sequence[Standing]) -> None:
        """Offer those first whom the message is from and to, each with the role that follows from that."""
        self._header = {each.officer.id: each.role for each in standing}
        self._said = None
        self.role.say(Role.MENTIONED)
        self.name.show_first(
            [officer_named(each.officer, each.officer.id, self._of_message(each.role)) for each in standing]
        )

    def _of_message(self, role: Role) -> str:
        return self.tr("writes this message") if role is Role.AUTHOR else self.tr("receives this message")

    def _say_role(self) -> None:
        """A role that was chosen by hand is kept for the officer who is named next."""
        self._said = Role(self.role.currentData())

    def _choose(self, officer: OfficerId) -> None:
        role = self._said or self._header.get(officer, Role(self.role.currentData()))
        self._said = None
        self.officer_chosen.emit(officer, role, Grade(self.grade.currentData()))
        self._leave()

    def _add(self, typed: str) -> None:
        self.unidentified_wanted.emit(typed, Role(self.role.currentData()), Grade(self.grade.currentData()))
        self._leave()

    def _leave(self) -> None:
        # The completer writes the chosen entry into the line after this; the line is emptied once it has.
        self.name.setText("")
        self.left.emit()


class Linking(QObject):
    """Links whom the box names to the words at hand."""

    def __init__(self, session: Session, acts: ReviewActs, box: OfficerBox, desk: Desk) -> None:
        super().__init__(box)
        self._session, self._acts, self._desk = session, acts, desk
        box.officer_chosen.connect(self.link)
        box.unidentified_wanted.connect(self.link_unidentified)
        box.nobody_meant.connect(session.said)

    def link(self, officer: OfficerId, role: Role, grade: Grade) -> None:
        """Link an officer to the words at hand."""
        target = self._desk.target()
        if target is not None:
            self._acts.link(target, officer, role, grade, self._desk.added)
        else:
            self._refuse()

    def link_unidentified(self, name: str, role: Role, grade: Grade) -> None:
        """Add an officer who is not in the roster, and link whoever it is to the words at hand."""
        target = self._desk.target()
        if target is not None:
            self._acts.link_unidentified(target, name, role, grade, self._desk.added)
        else:
            self._refuse()

    def _refuse(self) -> None:
        self._session.said.emit(self.tr("Select words on the page first, then name the officer"))
