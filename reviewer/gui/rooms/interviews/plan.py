"""When and where an interview is, who takes part, and what has to be said beforehand."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QCompleter, QFileDialog, QFrame, QScrollArea

from reviewer.casefile.engine.case import Case
from reviewer.domain.interviews.interview import Interview, State
from reviewer.errors import KnownError
from reviewer.gui import text
from reviewer.gui.held_in_place import HeldInPlace
from reviewer.gui.rooms.interviews.acts import InterviewActs
from reviewer.gui.rooms.interviews.checklist import Checklist
from reviewer.gui.widgets.form_problem import FormProblem
from reviewer.gui.widgets.lists.offered import OfferedList
from reviewer.gui.widgets.parts import button, captioned, clear, column, label, line, row, tool
from reviewer.gui.widgets.sending import Sent
from reviewer.gui.widgets.tab_order import lead
from reviewer.usecases.interviews import interviews


class PlanPart(QScrollArea):
    """Every field is kept when it is left or on Enter."""

    removed = Signal()
    told = Signal(str)

    def __init__(self, acts: InterviewActs) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._acts = acts
        self._interview: Interview | None = None
        self.planned = line(self.tr("When"), self.tr("2021-07-08, or 2021-07-08 09:30, local time"))
        self.place = line(self.tr("Where"), self.tr("the room, the address"))
        self.compelled = QCheckBox(self.tr("Answers are ordered (compelled)"))
        self.name = line(self.tr("Name of a participant"), self.tr("Name"))
        self.role = line(self.tr("Role of the participant"), self.tr("role, then Enter"))
        self.problem = FormProblem()
        self.checklist = Checklist(acts)
        self.open = label("", "small", wrap=True)
        self.remove = button(self.tr("Remove this interview"), self._remove, "link")
        self.agency = button(self.tr("Agency's list…"), self._choose, "link")
        self.agency.setToolTip(self.tr("A file with the lines that new interviews get; this one keeps its own"))
        self._people = column(gap=1)
        roles = [self.tr("interviewer"), self.tr("representative"), self.tr("note taker"), self.tr("interpreter")]
        completer = QCompleter(QStringListModel(roles, self), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        OfferedList().offer_for(completer)
        self.role.setCompleter(completer)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        form = captioned()
        form.addRow(label(self.tr("When")), self.planned)
        form.addRow(label(self.tr("Where")), self.place)
        form.addRow(label(""), self.compelled)
        add = row(self.name, self.role, tool("add", self.tr("Add the participant"), self._join), gap=1)
        inside = QFrame()
        inside.setObjectName("panel")
        inside.setLayout(
            column(
                form,
                label(self.tr("Who takes part"), "caption"),
                self._people,
                add,
                label(self.tr("Rights and notices"), "caption"),
                self.open,
                self.checklist,
                row(self.remove, 1, self.agency),
                self.problem,
                1,
                margins=(3, 3, 3, 3),
                gap=2,
            )
        )
        self.setWidget(inside)
        HeldInPlace(self)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        lead(self, self.planned)

    def _connect(self) -> None:
        self.planned.editingFinished.connect(self._save_planned)
        self.place.editingFinished.connect(self._save_place)
        self.compelled.clicked.connect(self._save_compelled)
        self.role.returnPressed.connect(self._join)
        self.name.returnPressed.connect(self.role.setFocus)

    def show_interview(self, interview: Interview | None) -> None:
        """Show an interview; what is being typed stays."""
        other = interview is None or self._interview is None or self._interview.id != interview.id
        self._interview = interview
        if interview is None:
            return
        if other:
            self.problem.hide()
        for field, value in ((self.planned, interview.planned.replace("T", " ")), (self.place, interview.place)):
            if other or not field.hasFocus():
                field.setText(value)
        held = bool(interview.started)
        self.planned.setReadOnly(held)
        self.planned.setProperty("quiet", "true" if held else "")
        self.planned.style().polish(self.planned)
        lead(self, self.place if held else self.planned)
        self.planned.setToolTip(self.tr("It was held; its date stays.") if held else "")
        self.compelled.setChecked(interview.compelled)
        self.remove.setVisible(interview.state is State.PLANNED)
        lacking = len(interview.open_notices)
        self.open.setText(
            text.counted(lacking, self.tr("mandatory line is open."), self.tr("mandatory lines are open."))
            if lacking
            else self.tr("All mandatory lines are ticked.")
        )
        self._show_people(interview)
        self.checklist.show_interview(interview)

    def _show_people(self, interview: Interview) -> None:
        clear(self._people)
        for each in interview.participants:
            away = tool("close", self.tr("Remove {0}").format(each.name), partial(self._leave, each.name))
            away.setProperty("role", "line")
            self._people.addLayout(row(label(f"{each.name} · {each.role}"), 1, away))
        if not interview.participants:
            words = self.tr("Nobody yet: name the interviewers, and the representative if there is one.")
            self._people.addWidget(label(words, "muted", wrap=True))

    # -- acts -----------------------------------------------------------------------------------------------------

    def _refuse(self, error: KnownError) -> None:
        self.problem.setText(text.refusal(error))
        self.problem.show()

    def _save_planned(self) -> None:
        kept = self._interview
        if kept is not None and self.planned.text().strip() != kept.planned.replace("T", " "):
            self.problem.hide()
            self._acts.do(interviews.change, kept.id, planned=self.planned.text(), refused=self._refuse)

    def _save_place(self) -> None:
        kept = self._interview
        if kept is not None and self.place.text().strip() != kept.place:
            self.problem.hide()
            self._acts.do(interviews.change, kept.id, place=self.place.text(), refused=self._refuse)

    def _save_compelled(self) -> None:
        if self._interview is not None:
            said = self.compelled.isChecked()
            self._acts.do(interviews.change, self._interview.id, compelled=said, refused=self._refuse)

    def _join(self) -> None:
        name, role, sent = self.name.text().strip(), self.role.text().strip(), Sent(self.name, self.role)

        def joined(_made: Interview) -> None:
            if sent.unchanged:
                self.name.clear()
                self.role.clear()
                if sent.at_hand:
                    self.name.setFocus()

        if self._interview is not None and (name or role):
            self.problem.hide()
            self._acts.do(interviews.participate, self._interview.id, name, role, then=joined, refused=self._refuse)

    def _leave(self, name: str) -> None:
        if self._interview is not None:
            self._acts.do(interviews.leave, self._interview.id, name, refused=self._refuse)

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Notices"), "", self.tr("Notices (*.toml)"))
        if name:
            self.import_notices(Path(name))

    def import_notices(self, path: Path) -> None:
        """Give new interviews the notices of a file."""

        def put(case: Case, *, reviewer: str) -> int:
            lines = interviews.read_notices(path)
            interviews.set_notice_list(case, lines, reviewer=reviewer)
            return len(lines)

        def done(count: int) -> None:
            self.told.emit(self.tr("New interviews get the {0:,} lines of {1}").format(count, path.name))

        self.problem.hide()
        self._acts.do(put, then=done, refused=self._refuse)

    def _remove(self) -> None:
        if self._interview is not None:
            self._acts.do(
                interviews.remove, self._interview.id, then=lambda _was: self.removed.emit(), refused=self._refuse
            )
