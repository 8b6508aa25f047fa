"""What is known of an officer, said by hand: in the page's place until it is saved or left."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QScrollArea, QToolButton

from reviewer.casefile.engine.case import Case
from reviewer.domain.people.officer import Assignment, Officer
from reviewer.errors import KnownError
from reviewer.gui import text
from reviewer.gui.held_in_place import HeldInPlace
from reviewer.gui.session import Session
from reviewer.gui.theme import grid
from reviewer.gui.widgets.form_problem import FormProblem
from reviewer.gui.widgets.keys import CTRL_ENTER, on_keys_within
from reviewer.gui.widgets.parts import boxed, button, captioned, column, label, line, row, tool
from reviewer.gui.widgets.sending import Sending
from reviewer.usecases.people import officers
from reviewer.usecases.people.officers import OfficerDetails

Places = tuple[QLineEdit, QLineEdit, QLineEdit, QToolButton]


class OfficerForm(QFrame):
    """Serial number, name, rank, unit, other names, addresses, and one row an assignment."""

    saved = Signal(object)
    left = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._session = session
        self._sending = Sending(self, session.report)
        self._officer: Officer | None = None
        self.serial = line(self.tr("Serial number"))
        self.name = line(self.tr("Name"))
        self.rank = line(self.tr("Rank"))
        self.unit = line(self.tr("Unit"))
        self.aliases = line(self.tr("Other names"), self.tr("separated by ;"))
        self.addresses = line(self.tr("Addresses"), self.tr("separated by ;"))
        self.places: list[Places] = []
        self.problem = FormProblem()
        self.hint = label(
            self.tr("Rank, unit and assignments are overruled by the next roster that has such columns."),
            "small",
            wrap=True,
        )
        self.save = button(self.tr("Save"), self._save, "main")
        self.save.setToolTip(self.tr("Ctrl+Enter"))
        self.leave = button(self.tr("Cancel"), self.left.emit)
        self.add = button(self.tr("Add an assignment"), self._add, "link")
        self._lay_out()

    def _lay_out(self) -> None:
        form = captioned(gap=1)
        for field in self._fields():
            form.addRow(label(field.accessibleName()), field)
        self.rows = QGridLayout()
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(grid(1))
        for place, share in enumerate((3, 2, 2)):
            self.rows.setColumnStretch(place, share)
        for place, words in enumerate((self.tr("Station"), self.tr("From"), self.tr("To"))):
            self.rows.addWidget(label(words, "caption"), 0, place)
        foot = row(self.save, self.leave, 1)
        parts = (form, self.rows, row(self.add, 1), self.hint, foot, self.problem, 1)
        scroll = QScrollArea()
        scroll.setObjectName("panel")
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidgetResizable(True)
        scroll.setWidget(boxed(column(*parts, margins=(3, 2, 3, 2), gap=2)))
        HeldInPlace(scroll)
        self.setLayout(column(scroll))
        self.problem.hide()
        on_keys_within(self, {CTRL_ENTER: self._save, "Esc": self.left.emit})

    def _fields(self) -> Sequence[QLineEdit]:
        return (self.serial, self.name, self.rank, self.unit, self.aliases, self.addresses)

    def ask(self, officer: Officer | None) -> None:
        """Ask what is known of an officer; None asks for a new one."""
        self._sending.release()
        self._officer = officer
        known = officer or Officer(officers.NOBODY, "", "")
        values = (
            known.serial,
            known.name,
            known.rank,
            known.unit,
            "; ".join(known.aliases),
            "; ".join(known.addresses),
        )
        for field, value in zip(self._fields(), values, strict=True):
            field.setText(value)
        self.serial.setReadOnly(known.unidentified)
        self._show_places(known.assignments)
        self.problem.hide()
        self.hint.setVisible(not known.unidentified)
        (self.serial if officer is None else self.rank).setFocus()

    # -- assignments ----------------------------------------------------------------------------------------------

    def _show_places(self, assignments: Sequence[Assignment]) -> None:
        for place in self.places:
            for widget in place:
                self.rows.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
        self.places = []
        for each in assignments:
            self._add(each)
        if not assignments:
            self._add()

    def _add(self, assignment: Assignment | None = None) -> None:
        number = len(self.places) + 1
        known = assignment or Assignment("")
        station = line(self.tr("Station {0}").format(number))
        start = line(self.tr("From, assignment {0}").format(number), self.tr("YYYY-MM-DD"))
        end = line(self.tr("To, assignment {0}").format(number), self.tr("open"))
        for field, value in ((station, known.station), (start, known.start), (end, known.end)):
            field.setText(value)
        drop = tool("delete", self.tr("Remove assignment {0}").format(number), partial(self._drop, station))
        place = (station, start, end, drop)
        self.places.append(place)
        for at, widget in enumerate(place):
            self.rows.addWidget(widget, self.rows.rowCount() if at == 0 else self.rows.rowCount() - 1, at)
        if assignment is None and self.isVisible():
            station.setFocus()

    def _drop(self, station: QLineEdit) -> None:
        self._show_places([each for field, each in self._assignments() if field is not station])

    def _assignments(self) -> list[tuple[QLineEdit, Assignment]]:
        """Each row that says anything."""
        said = [
            (station, Assignment(station.text().strip(), start.text().strip(), end.text().strip()))
            for station, start, end, _drop in self.places
        ]
        return [(field, each) for field, each in said if each.station or each.start or each.end]

    # -- saving ---------------------------------------------------------------------------------------------------

    def _save(self) -> None:
        if self._sending.busy:
            return
        known = OfficerDetails(
            self.serial.text(),
            self.name.text(),
            self.rank.text(),
            self.unit.text(),
            self.aliases.text().split(";"),
            self.addresses.text().split(";"),
            [each for _, each in self._assignments()],
        )
        officer, who = self._officer, self._session.reviewer

        def act(case: Case) -> Officer:
            if officer is None:
                return officers.enter(case, known, reviewer=who)
            return officers.change(case, officer.serial, known, reviewer=who)

        saved, refused = self._sending.answers(self._saved, self._refuse)
        self._session.operation(self, act).success(saved).failure(refused).run()

    def _saved(self, officer: Officer) -> None:
        self.left.emit()
        self.saved.emit(officer)

    def _refuse(self, error: KnownError) -> None:
        self.problem.setText(text.refusal(error))
        self.problem.show()
