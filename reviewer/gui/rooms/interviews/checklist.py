"""What has to be said or settled before the first question, each line with who ticked it and when."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFrame

from reviewer.domain.interviews.interview import Interview, Notice, State
from reviewer.errors import KnownError
from reviewer.gui import text
from reviewer.gui.rooms.interviews.acts import InterviewActs
from reviewer.gui.theme import room_for
from reviewer.gui.widgets.form_problem import FormProblem
from reviewer.gui.widgets.parts import boxed, clear, column, label, line, row
from reviewer.usecases.interviews import interviews


class Checklist(QFrame):
    """Notices of one interview. Space ticks; what there is to say of one is typed beneath it."""

    def __init__(self, acts: InterviewActs) -> None:
        super().__init__()
        self._acts = acts
        self._shown: tuple[int, tuple[Notice, ...]] | None = None
        self.boxes: list[QCheckBox] = []
        self.problem = FormProblem()
        """Has its place below the buttons of the window, which stay where they are."""
        self._rows = column(gap=2)
        self.setLayout(column(self._rows, gap=2))

    def show_interview(self, interview: Interview) -> None:
        """Show the notices of an interview; what is shown already is left alone."""
        now = (interview.id, interview.notices)
        if now == self._shown:
            return
        at = next((number for number, box in enumerate(self.boxes) if box.hasFocus()), -1)
        self._shown = now
        self.problem.hide()
        clear(self._rows)
        self.boxes = []
        for number, each in enumerate(interview.notices, 1):
            self._rows.addWidget(self._notice(interview, number, each))
        if not interview.notices:
            self._rows.addWidget(label(self.tr("The agency's list of notices is empty."), "muted", wrap=True))
        if 0 <= at < len(self.boxes):
            self.boxes[at].setFocus()

    def _notice(self, interview: Interview, number: int, each: Notice) -> QFrame:
        box = QCheckBox()
        box.setAccessibleName(each.text)
        box.setChecked(bool(each.ticked))
        box.setEnabled(interview.state is not State.CLOSED)
        box.clicked.connect(lambda ticked: self._tick(interview, number, ticked=ticked))
        words = label(each.text, wrap=True)
        words.setBuddy(box)
        said = column(words, gap=1)
        if each.ticked:
            when = each.ticked.replace("T", " ").removesuffix("Z")[:16]
            given = label(self.tr("{0}, {1} UTC").format(each.reviewer, when), "small")
            remark = line(self.tr("Remark on notice {0}").format(number), self.tr("Remark"))
            remark.setText(each.remark)
            remark.setProperty("quiet", "true")
            remark.editingFinished.connect(lambda: self._remark(interview, number, each, remark.text()))
            by = row(given, remark, gap=1)
            by.setStretchFactor(remark, 1)
            said.addLayout(by)
        elif not each.mandatory:
            said.addWidget(label(self.tr("if called for"), "small"))
        self.boxes.append(box)
        made = row(box, said, gap=2)
        made.setAlignment(box, Qt.AlignmentFlag.AlignTop)
        made.setStretchFactor(said, 1)
        box.setFixedWidth(room_for(6))
        return boxed(made)

    def _tick(self, interview: Interview, number: int, *, ticked: bool) -> None:
        verb = interviews.tick if ticked else interviews.untick
        self._acts.do(verb, interview.id, number, refused=self._refuse)

    def _remark(self, interview: Interview, number: int, each: Notice, words: str) -> None:
        if words.strip() != each.remark:
            self._acts.do(interviews.tick, interview.id, number, remark=words, at=each.ticked, refused=self._refuse)

    def _refuse(self, error: KnownError) -> None:
        self.problem.setText(text.refusal(error))
        self.problem.show()
