"""Allege something: an officer, a clause, an act and its date; or describe an allegation otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPlainTextEdit

from reviewer.casefile.engine.case import Case
from reviewer.domain.people.officer import Officer
from reviewer.domain.policy.allegation import Allegation
from reviewer.domain.policy.clause import Clause
from reviewer.errors import InputError, KnownError
from reviewer.gui import text
from reviewer.gui.accessibility import name_choice
from reviewer.gui.rooms.findings.acts import FindingsActs
from reviewer.gui.session import Latest, Session
from reviewer.gui.theme import room_for
from reviewer.gui.widgets.choice import Choice
from reviewer.gui.widgets.form_problem import FormProblem
from reviewer.gui.widgets.keys import CTRL_ENTER, on_keys_within
from reviewer.gui.widgets.officer_line import officer_named
from reviewer.gui.widgets.parts import button, captioned, column, label, line, row
from reviewer.gui.widgets.sending import Sending
from reviewer.gui.widgets.type_ahead import TypeAhead
from reviewer.usecases.people import officers
from reviewer.usecases.policy import allegations, clauses


class AllegationForm(QFrame):
    """Stands in the matrix' place until it is saved or left."""

    saved = Signal(object)
    left = Signal()
    policy_wanted = Signal()

    def __init__(self, session: Session, acts: FindingsActs) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._session, self._acts = session, acts
        self._changes: Allegation | None = None
        self.title = label("", "title")
        self.officer = TypeAhead(self.tr("Officer"), self.tr("Name or serial, then Enter"), keeps=True)
        self.clause = Choice()
        name_choice(self.clause, self.tr("Clause"))
        self.clause.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.clause.setMinimumContentsLength(24)
        self.clause_text = label("", "small", wrap=True)
        self.act = QPlainTextEdit()
        self.act.setAccessibleName(self.tr("Act"))
        self.act.setPlaceholderText(self.tr("What is the officer said to have done?"))
        self.act.setTabChangesFocus(True)
        self.act.setFixedHeight(room_for(20))
        self.date = line(self.tr("Date"), self.tr("2016-05-16, 2016-05, 2016, or 2016-05..2016-07"))
        self.vendor = line(self.tr("Vendor"), self.tr("the vendor concerned, if any"))
        self.problem = FormProblem()
        self.save = button(self.tr("Save"), self._save, "main")
        self.save.setToolTip(self.tr("Save (Ctrl+Enter)"))
        self.leave = button(self.tr("Cancel"), self.left.emit)
        self._sending = Sending(self, session.report)
        self._looked = Latest()
        self.policy = button(self.tr("There is no clause yet. Enter the policy first"), self.policy_wanted.emit, "link")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        form = captioned()
        form.addRow(label(self.tr("Officer")), self.officer)
        form.addRow(label(self.tr("Clause")), column(self.clause, self.clause_text, self.policy, gap=1))
        form.addRow(label(self.tr("Act")), self.act)
        form.addRow(label(self.tr("Date")), self.date)
        form.addRow(label(self.tr("Vendor")), self.vendor)
        foot = row(self.save, self.leave, 1)
        self.setLayout(column(self.title, form, foot, self.problem, 1, margins=(4, 3, 4, 3), gap=3))

    def _connect(self) -> None:
        self.clause.currentIndexChanged.connect(self._explain)
        self.officer.chosen.connect(lambda _officer: self.problem.hide())
        self.officer.nobody_meant.connect(self._nobody)
        for part in (self.date, self.vendor):
            part.returnPressed.connect(self._save)
        on_keys_within(self, {"Esc": self.left.emit, CTRL_ENTER: self._save})

    def begin(self, officer: str = "") -> None:
        """Allege something new, of an officer if one is given by serial number."""
        self._sending.release()
        self._changes = None
        self.title.setText(self.tr("New allegation"))
        for field in (self.date, self.vendor):
            field.clear()
        self.act.clear()
        self._enable(new=True)
        self._look(officer)
        self.officer.setFocus()

    def change(self, allegation: Allegation) -> None:
        """Describe an allegation otherwise."""
        self._sending.release()
        self._changes = allegation
        self.title.setText(self.tr("Describe allegation {0} otherwise").format(allegation.id))
        self.act.setPlainText(allegation.act)
        period = allegation.period
        self.date.setText(period.first if period.first == period.last else f"{period.first}..{period.last}")
        self.vendor.setText(allegation.vendor)
        self._enable(new=False)
        self._look(allegation.serial)
        self.act.setFocus()

    def _enable(self, *, new: bool) -> None:
        self.problem.hide()
        self.policy.hide()
        self.officer.setEnabled(new)
        self.clause.setEnabled(new)

    def _look(self, serial: str) -> None:
        def look(case: Case) -> tuple[list[Officer], list[Clause]]:
            return officers.listed(case), clauses.listed(case)

        def show(found: tuple[list[Officer], list[Clause]]) -> None:
            self._offer_officers(found[0], serial)
            self._offer_clauses(found[1])

        self._session.query(self, look).unless(self._looked.ask()).success(show).run()

    def _offer_officers(self, found: Sequence[Officer], serial: str) -> None:
        self.officer.show_choices([officer_named(each, each.serial) for each in found])
        if serial or not self.officer.text().strip():
            self.officer.show_chosen(serial or None)

    def _offer_clauses(self, found: Sequence[Clause]) -> None:
        wanted = self._changes.clause.id if self._changes is not None else self.clause.currentData()
        self.clause.clear()
        for each in found:
            self.clause.addItem(f"{each.code} {each.name}", each)
        at = next((number for number, each in enumerate(found) if each.id == getattr(wanted, "id", wanted)), 0)
        self.clause.setCurrentIndex(at)
        self.policy.setVisible(not found)
        self.save.setEnabled(bool(found))
        self._explain()

    def _explain(self) -> None:
        clause: Clause | None = self.clause.currentData()
        if clause is None:
            self.clause_text.setText("")
            return
        elements = " · ".join(f"{number}. {each.text}" for number, each in enumerate(clause.elements, 1))
        self.clause_text.setText(self.tr("In force: {0}. To prove: {1}").format(clause.in_force, elements))

    def _nobody(self, typed: str) -> None:
        if len(self.officer):
            self._say(self.tr("No officer is called “{0}”.").format(typed))
        else:
            self._say(self.tr("There are no officers yet. Import the roster in the People room."))

    def _say(self, words: str) -> None:
        self.problem.setText(words)
        self.problem.show()

    def _save(self) -> None:
        if self._sending.busy:
            return
        said = (self.act.toPlainText(), self.date.text(), self.vendor.text())
        if self._changes is None and self.officer.payload is None:
            self._say(self.tr("Name the officer: type a part of the name or serial number, then Enter."))
            self.officer.setFocus()
        elif (wrong := self._date_refused()) is not None:
            self._refuse(wrong)
            self.date.setFocus()
            self.date.selectAll()
        else:
            self._send(said)

    def _send(self, said: tuple[str, str, str]) -> None:
        if self._changes is not None:
            self._acts.describe(self._changes.id, said, *self._sending.answers(self._saved, self._refuse))
            return
        clause: Clause | None = self.clause.currentData()
        if clause is not None:
            code = f"{clause.code}@{clause.start}" if clause.start else clause.code
            self._acts.allege(str(self.officer.payload), code, said, *self._sending.answers(self._saved, self._refuse))

    def _date_refused(self) -> InputError | None:
        try:
            allegations.past_period(self.date.text())
        except InputError as error:
            return error
        return None

    def _saved(self, made: Allegation) -> None:
        self.problem.hide()
        self.saved.emit(made.id)

    def _refuse(self, error: KnownError) -> None:
        self._say(text.refusal(error))
