"""Plan an interview: with an officer named by typing, or a witness; when, where, whether answers are ordered."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame

from reviewer.domain.interviews.interview import Interview
from reviewer.domain.people.officer import Officer
from reviewer.errors import KnownError
from reviewer.gui import text
from reviewer.gui.rooms.interviews.acts import InterviewActs
from reviewer.gui.session import Session
from reviewer.gui.widgets.form_problem import FormProblem
from reviewer.gui.widgets.keys import CTRL_ENTER, on_keys_within
from reviewer.gui.widgets.officer_line import officer_named
from reviewer.gui.widgets.parts import button, captioned, column, label, line, row
from reviewer.gui.widgets.sending import Sending
from reviewer.gui.widgets.type_ahead import TypeAhead
from reviewer.usecases.interviews import interviews
from reviewer.usecases.people import officers


class InterviewForm(QFrame):
    """Stands in the interview's place until it is saved or left; ``saved`` carries the interview."""

    saved = Signal(object)
    left = Signal()

    def __init__(self, session: Session, acts: InterviewActs) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._session, self._acts = session, acts
        self._sending = Sending(self, session.report)
        self.officer = TypeAhead(self.tr("Officer"), self.tr("Name or serial, then Enter"), keeps=True)
        self.witness = line(self.tr("Witness"), self.tr("or the name of somebody who is in no roster"))
        self.planned = line(self.tr("When"), self.tr("2021-07-08, or 2021-07-08 09:30, local time"))
        self.place = line(self.tr("Where"), self.tr("the room, the address"))
        self.compelled = QCheckBox(self.tr("Answers are ordered (compelled)"))
        self.problem = FormProblem()
        self.save = button(self.tr("Plan the interview"), self._save, "main")
        self.leave = button(self.tr("Cancel"), self.left.emit)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        form = captioned()
        for words, part in (
            (self.tr("Officer"), self.officer),
            (self.tr("Witness"), self.witness),
            (self.tr("When"), self.planned),
            (self.tr("Where"), self.place),
        ):
            form.addRow(label(words), part)
        form.addRow(label(""), self.compelled)
        title = label(self.tr("New interview"), "title")
        foot = row(self.save, self.leave, 1)
        self.setLayout(column(title, form, foot, self.problem, 1, margins=(4, 3, 4, 3), gap=3))

    def _connect(self) -> None:
        self.officer.chosen.connect(lambda _officer: self.planned.setFocus())
        self.officer.nobody_meant.connect(self._nobody)
        for part in (self.witness, self.planned, self.place):
            part.returnPressed.connect(self._save)
        on_keys_within(self, {"Esc": self.left.emit, CTRL_ENTER: self._save})

    def begin(self) -> None:
        """Ask for a new interview."""
        self._sending.release()
        self.problem.hide()
        self.compelled.setChecked(False)
        for field in (self.witness, self.planned, self.place):
            field.clear()
        self.officer.show_chosen(None)
        self._session.query(self, officers.listed).success(self._offer).run()

    def _offer(self, found: list[Officer]) -> None:
        typed = self.officer.text()
        self.officer.show_choices([officer_named(each, each.serial) for each in found])
        self.officer.setText(typed)

    def _nobody(self, typed: str) -> None:
        self._say(
            self.tr("No officer is called “{0}”. Name a witness in the next line instead.").format(typed)
            if len(self.officer)
            else self.tr("There are no officers yet. Import the roster in the People room, or name a witness.")
        )

    def _say(self, words: str) -> None:
        self.problem.setText(words)
        self.problem.show()

    def _save(self) -> None:
        if self._sending.busy:
            return
        serial, witness = self.officer.payload, self.witness.text().strip()
        if serial is None and not witness:
            self._say(self.tr("Name the officer: type a part of the name or serial number, then Enter. Or a witness."))
            self.officer.setFocus()
            return
        saved, refused = self._sending.answers(self._saved, self._refuse)
        self._acts.do(
            interviews.add,
            "" if serial is None else str(serial),
            witness=witness,
            planned=self.planned.text(),
            place=self.place.text(),
            compelled=self.compelled.isChecked(),
            then=saved,
            refused=refused,
        )

    def _saved(self, made: Interview) -> None:
        self.problem.hide()
        self.saved.emit(made)

    def _refuse(self, error: KnownError) -> None:
        self._say(text.refusal(error))
