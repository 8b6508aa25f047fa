"""The question at hand in large letters, its answer and how it stands, and the notes taken at it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QLineEdit, QPlainTextEdit, QToolButton

from reviewer.domain import clock as moments
from reviewer.domain.interviews.interview import Interview, Question, QuestionId, Reply, clock
from reviewer.domain.people.timeline import Entry
from reviewer.errors import KnownError
from reviewer.gui import text
from reviewer.gui.models.entries import EntriesModel, EntryLine
from reviewer.gui.rooms.interviews.acts import InterviewActs
from reviewer.gui.theme import room_for
from reviewer.gui.widgets.flow import Flow
from reviewer.gui.widgets.form_problem import FormProblem
from reviewer.gui.widgets.lists.entries import EntriesView
from reviewer.gui.widgets.parts import boxed, column, keep_room, label, line, row
from reviewer.usecases.interviews import interview_holding as holding

PAUSE = 3_000
"""Milliseconds without a key until the words of an answer that is still being typed are kept."""

MARKS = (Reply.CONFIRMS, Reply.CONTRADICTS, Reply.NO_RECALL, Reply.DECLINES)
"""In the order of the keys 1 to 4."""


class AnswerBox(QPlainTextEdit):
    """Enter keeps the words, Shift+Enter begins a new line; leaving it keeps them too."""

    kept = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter ends it."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.kept.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Words that were typed are kept."""
        super().focusOutEvent(event)
        self.left.emit()


class Asking(QFrame):
    """One question of an interview that is held. ``done`` says that one is through with a field."""

    done = Signal()

    def __init__(self, acts: InterviewActs) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._acts = acts
        self._interview: Interview | None = None
        self._shown: QuestionId | None = None
        self._noted = ""
        self.topic = label("", "small", wrap=True)
        self.question = label("", "question", wrap=True, selectable=True)
        self.question.setMinimumWidth(room_for(40))
        self.marks: dict[Reply, QToolButton] = {}
        self.answer = AnswerBox()
        self.answer.setAccessibleName(self.tr("Answer"))
        self.answer.setPlaceholderText(self.tr("Answer (A): Enter keeps it"))
        self.answer.setTabChangesFocus(True)
        self.answered = label("", "small")
        self.note = line(self.tr("Note"), self.tr("Note (N): Enter keeps it with its time"))
        self.noted = label("", "small")
        self.notes = EntriesModel()
        self.notes.setParent(self)
        self.notes_view = EntriesView(self.notes, self.tr("Notes"))
        self.no_note = label(self.tr("No note yet."), "muted")
        self.problem = FormProblem()
        for part in (self.problem, self.noted, self.answered):
            part.hide()
        keep_room(self.answered)
        self._pause = QTimer(self, interval=PAUSE, singleShot=True)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        names = {
            Reply.CONFIRMS: (self.tr("confirms"), "1, C"),
            Reply.CONTRADICTS: (self.tr("contradicts"), "2, X"),
            Reply.NO_RECALL: (self.tr("does not recall"), "3, R"),
            Reply.DECLINES: (self.tr("declines"), "4, D"),
        }
        group = QButtonGroup(self)
        group.setExclusive(False)
        flow = Flow(gap=1)
        for number, mark in enumerate(MARKS, 1):
            words, keys = names[mark]
            made = QToolButton()
            made.setProperty("role", "mark")
            made.setCheckable(True)
            made.setText(f"{number}  {words}")
            made.setAccessibleName(words)
            made.setToolTip(f"{words} ({keys})")
            made.clicked.connect(partial(self.mark, mark))
            group.addButton(made)
            self.marks[mark] = made
            flow.addWidget(made)
        self.answer.setMinimumHeight(room_for(16))
        self.answer.setMaximumHeight(room_for(36))
        whole = column(
            self.topic,
            self.question,
            boxed(flow),
            self.answer,
            self.answered,
            row(self.note, self.noted, gap=2),
            self.no_note,
            self.notes_view,
            self.problem,
            margins=(5, 4, 5, 2),
            gap=2,
        )
        whole.setStretchFactor(self.notes_view, 1)
        whole.addStretch(0)
        self.setLayout(whole)

    def _connect(self) -> None:
        self.answer.textChanged.connect(self._pause.start)
        self._pause.timeout.connect(self.save)
        self.answer.kept.connect(self._keep_answer)
        self.answer.left.connect(self.save)
        self.note.returnPressed.connect(self._keep_note)
        self.note.textEdited.connect(self._stamp)

    # -- what is shown --------------------------------------------------------------------------------------------

    def show_question(self, interview: Interview, question: Question | None) -> None:
        """Show a question; what is being typed at it stays."""
        other = question is None or question.id != self._shown
        if other:
            self.save()
        self._interview, self._shown = interview, None if question is None else question.id
        answer = None if question is None else question.answer
        if other:
            self.problem.hide()
        topic = None if question is None else interview.topic(int(question.number.partition(".")[0]))
        self.topic.setText("" if topic is None else f"{topic.number}  {topic.title}")
        empty = self.tr("The outline has no questions. Notes can be taken all the same.")
        self.question.setText(empty if question is None else f"{question.number}  {question.text}")
        for mark, made in self.marks.items():
            made.setChecked(answer is not None and answer.reply is mark)
            made.setEnabled(question is not None and bool(interview.started))
        if other or not self.answer.hasFocus():
            self._set_answer("" if answer is None else answer.text)
        self.answer.setReadOnly(answer is not None and answer.passage is not None)
        self.answer.setEnabled(question is not None and bool(interview.started))
        compelled = answer is not None and interview.is_compelled(answer)
        said = "" if answer is None else self.tr("answered at {0}").format(clock(answer.seconds))
        self.answered.setText(" · ".join(part for part in (said, self.tr("compelled") if compelled else "") if part))
        self.answered.setVisible(bool(said))
        self.note.setEnabled(bool(interview.started))
        self._show_notes(interview, "" if question is None else question.number)

    def _set_answer(self, words: str) -> None:
        if self.answer.toPlainText() != words:
            self.answer.setPlainText(words)
        self.answer.document().setModified(False)
        self._pause.stop()

    def _show_notes(self, interview: Interview, number: str) -> None:
        told: Sequence[EntryLine] = [
            EntryLine(
                " · ".join(part for part in (clock(each.seconds), each.question, each.reviewer) if part),
                each.text,
                Entry("note", "", each.text),
            )
            for each in sorted(interview.notes, key=lambda each: (each.question != number, -each.seconds))
        ]
        self.notes.show(told)
        self.notes_view.setVisible(bool(told))
        self.no_note.setVisible(not told)

    # -- acts -----------------------------------------------------------------------------------------------------

    def _number(self) -> str:
        """The number of the question that is shown, as it is now."""
        if self._interview is None or self._shown is None:
            return ""
        return next((each.number for each in self._interview.questions if each.id == self._shown), "")

    def refuse(self, error: KnownError) -> None:
        """Say what was refused."""
        self.problem.setText(text.refusal(error))
        self.problem.show()

    def mark(self, reply: Reply) -> None:
        """Say how the answer stands to the evidence; said again it is taken back."""
        number, kept = self._number(), self._interview
        if kept is None or not number or not kept.started:
            return
        self.problem.hide()
        answer = kept.question(number).answer
        again = answer is not None and answer.reply is reply
        if again and answer is not None and not answer.text:
            for each, made in self.marks.items():
                made.setChecked(each is reply)
            self.refuse(KnownError("an answer without words keeps its mark", "Choose another mark, or press Ctrl+Z."))
            return
        said = Reply.OPEN if again else reply
        self._acts.do(holding.answer, kept.id, number, reply=said, refused=self.refuse)

    def save(self) -> None:
        """Keep the words of the answer as far as they have been typed."""
        self._pause.stop()
        number, kept = self._number(), self._interview
        if kept is None or not number or not self.answer.document().isModified():
            return
        self.answer.document().setModified(False)
        words, answer = self.answer.toPlainText().strip(), kept.question(number).answer
        if words == ("" if answer is None else answer.text) or (answer is None and not words):
            return
        self.problem.hide()
        self._acts.do(holding.answer, kept.id, number, words, refused=self.refuse)

    def _keep_answer(self) -> None:
        self.save()
        self.done.emit()

    def begin_answer(self) -> None:
        """Put the cursor into the answer."""
        self.answer.setFocus()
        self.answer.moveCursor(self.answer.textCursor().MoveOperation.End)

    def begin_note(self) -> None:
        """Take a note: its time is now, not when it has been typed."""
        if self._interview is None or not self._interview.started:
            return
        if not self.note.text():
            self._noted = moments.now()
            self._tell_time()
        self.note.setFocus()

    def _stamp(self, typed: str) -> None:
        if not typed:
            self._noted = ""
        elif not self._noted:
            self._noted = moments.now()
        self._tell_time()

    def _tell_time(self) -> None:
        kept = self._interview
        self.noted.setText(clock(kept.seconds(self._noted)) if kept is not None and self._noted else "")
        self.noted.setVisible(bool(self.noted.text()))

    def _keep_note(self) -> None:
        words, kept, at = self.note.text().strip(), self._interview, self._noted
        if kept is None:
            return
        if not words:
            self.done.emit()
            return
        self.problem.hide()

        def refused(error: KnownError) -> None:
            self.refuse(error)
            if not self.note.text():
                self.note.setText(words)

        self.note.clear()
        self._noted = ""
        self._tell_time()
        self._acts.do(holding.note, kept.id, words, question=self._number(), at=at, refused=refused)
        self.done.emit()

    def typing(self) -> QPlainTextEdit | QLineEdit | None:
        """The field one is typing into."""
        return next((field for field in (self.answer, self.note) if field.hasFocus()), None)
