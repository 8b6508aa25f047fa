"""What comes after an interview: its answers, transcript and recording, its record, and closing it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from reviewer.casefile.engine.case import Case
from reviewer.domain.ids import ItemId
from reviewer.domain.interviews.interview import Interview, Medium, State
from reviewer.domain.progress import Progress
from reviewer.errors import KnownError
from reviewer.gui import text
from reviewer.gui.navigation import ItemTarget
from reviewer.gui.rooms.interviews.acts import InterviewActs
from reviewer.gui.rooms.interviews.answers import AnswersPart
from reviewer.gui.rooms.interviews.lookup import Whole
from reviewer.gui.rooms.interviews.writing import Writing
from reviewer.gui.session import Session
from reviewer.gui.widgets.form_problem import FormProblem
from reviewer.gui.widgets.parts import button, captioned, column, label, line, row
from reviewer.gui.widgets.tab_order import lead
from reviewer.usecases.exports import interview_record
from reviewer.usecases.exports.interview_record import Recorded
from reviewer.usecases.interviews import interview_after
from reviewer.usecases.interviews import interview_holding as holding


class AfterPart(QFrame):
    """The answers, and below them what is made of them. ``writing`` shows the making of the record."""

    def __init__(self, session: Session, acts: InterviewActs, writing: Writing) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._session, self._acts, self._writing = session, acts, writing
        self._whole: Whole | None = None
        self.answers = AnswersPart(acts)
        self.transcript = line(self.tr("Transcript"), self.tr("control number of the item, then Enter"))
        self.recording = line(self.tr("Recording"), self.tr("control number of the item, then Enter"))
        self.record = button(self.tr("Make the record"), self._make, "main")
        self.record.setToolTip(
            self.tr("A document of the answers, taken in as evidence; each answer becomes a passage that findings cite")
        )
        self.open_record = button("", self._open_record, "link")
        self.reason = line(self.tr("Why it is closed although lines of the checklist are open"), "")
        self.close_it = button(self.tr("Close the interview"), self._close)
        self.told = label("", "small", wrap=True)
        self.problem = FormProblem()
        self.problem.hide()
        self._lay_out()
        self.transcript.returnPressed.connect(partial(self._attach, Medium.TRANSCRIPT, self.transcript))
        self.recording.returnPressed.connect(partial(self._attach, Medium.RECORDING, self.recording))
        lead(self, self.answers.view)

    def _lay_out(self) -> None:
        form = captioned(gap=1)
        form.addRow(label(self.tr("Transcript")), self.transcript)
        form.addRow(label(self.tr("Recording")), self.recording)
        end = row(self.record, self.open_record, 1, self.close_it, gap=2)
        foot = column(self.problem, form, self.told, end, self.reason, margins=(3, 2, 3, 2), gap=1)
        self._parts = column(self.answers, foot, gap=0)
        self._parts.setStretchFactor(self.answers, 1)
        self.setLayout(self._parts)

    def tell_in(self, line: QWidget) -> None:
        """Give a line that comes and goes a place below the answers, which have the room for it."""
        self._parts.insertWidget(self._parts.count() - 1, line)

    # -- what is shown --------------------------------------------------------------------------------------------

    def show_whole(self, whole: Whole | None) -> None:
        """Show what came of an interview."""
        other = whole is None or self._whole is None or self._whole.interview.id != whole.interview.id
        before = None if other or self._whole is None else self._whole.interview.record
        self._whole = whole
        self.answers.show_whole(whole)
        if other:
            self.problem.hide()
            self.reason.clear()
        if whole is None:
            return
        kept = whole.interview
        if before is not None and kept.record is None and self._writing.path is None and not self._writing.running:
            self._writing.hide()  # it tells of a record that was taken back
        for field, item in ((self.transcript, kept.transcript), (self.recording, kept.recording)):
            if other or not field.hasFocus():
                field.setText("" if item is None else whole.controls.get(item, ""))
            field.setEnabled(bool(kept.started))
        unplaced = [each for each in kept.questions if each.answer is not None and each.answer.passage is None]
        self.record.setEnabled(bool(kept.ended) and bool(unplaced) and kept.state is not State.CLOSED)
        self._tell(kept, len(unplaced))
        record = "" if kept.record is None else whole.controls.get(kept.record, "")
        self.open_record.setText(self.tr("Record {0}").format(record))
        self.open_record.setVisible(bool(record))
        closed = kept.state is State.CLOSED
        if closed and (self.close_it.hasFocus() or self.reason.hasFocus()):
            self.answers.view.setFocus()  # what hides with the keyboard hands it to anybody
        self.close_it.setVisible(bool(kept.ended) and not closed)
        self.reason.setVisible(bool(kept.ended) and not closed and bool(kept.open_notices))
        self.reason.setPlaceholderText(
            self.tr("{0:,} mandatory lines are not ticked: why close it all the same?").format(len(kept.open_notices))
        )

    def _tell(self, kept: Interview, unplaced: int) -> None:
        if not kept.started:
            words = self.tr("It has not been held yet.")
        elif not kept.ended:
            words = self.tr("It has begun and not ended; “Back into it” goes on.")
        elif kept.state is State.CLOSED:
            words = self.tr("Closed. {0}").format(kept.closing).strip()
        elif unplaced:
            words = text.counted(unplaced, self.tr("answer is"), self.tr("answers are"))
            words = self.tr("{0} no passage yet; findings can cite an answer once the record is made.").format(words)
        else:
            words = self.tr("Every answer is a passage that findings can cite.")
        self.told.setText(words)

    # -- acts -----------------------------------------------------------------------------------------------------

    def _refuse(self, error: KnownError) -> None:
        self.problem.setText(text.refusal(error))
        self.problem.show()

    def _attach(self, medium: Medium, field: QLineEdit) -> None:
        if self._whole is None:
            return
        self.problem.hide()
        interview, control = self._whole.interview.id, field.text().strip()
        if control:
            self._acts.do(interview_after.attach, interview, control, medium, refused=self._refuse)
        else:
            self._acts.do(interview_after.detach, interview, medium, refused=self._refuse)

    def _make(self) -> None:
        if self._whole is None:
            return
        self.answers.save()
        who, workers, interview = self._session.reviewer, self._session.workers, self._whole.interview.id

        def work(case: Case, _progress: Progress) -> Recorded:
            return interview_record.make_record(case, workers, interview, reviewer=who)

        def told(made: Recorded) -> tuple[str, Path | None]:
            placed = text.counted(made.placed, self.tr("answer is"), self.tr("answers are"))
            words = self.tr("Record {0} was taken in as evidence; {1} placed in it as passages that findings can cite.")
            words = words.format(made.control, placed)
            if made.unplaced:
                lacking = ", ".join(made.unplaced)
                words += " " + self.tr("Not found in its text: {0}. Mark them in Review, then link them.").format(
                    lacking
                )
            return words, None

        self._writing.run(work, told, act=True)

    def _open_record(self) -> None:
        if self._whole is not None and self._whole.interview.record is not None:
            self._session.go(ItemTarget(ItemId(self._whole.interview.record)))

    def _close(self) -> None:
        if self._whole is None:
            return
        self.answers.save()
        self.problem.hide()
        kept, reason = self._whole.interview, self.reason.text().strip()
        if kept.open_notices and not reason:
            words = text.counted(
                len(kept.open_notices),
                self.tr("mandatory line is not ticked."),
                self.tr("mandatory lines are not ticked."),
            )
            advice = self.tr("Tick what was done under Checklist, or say below why it is closed all the same.")
            self.problem.setText(f"{words} {advice}")
            self.problem.show()
            self.reason.setFocus()
        else:
            self._acts.do(holding.close, kept.id, reason=reason, refused=self._refuse)
