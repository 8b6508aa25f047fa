"""What was said, noted and shown, by time; of an answer how it stands, whether compelled, and where to read it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPlainTextEdit

from reviewer.domain.ids import PassageId
from reviewer.domain.interviews.interview import Answer, Interview, Question, Reply, clock
from reviewer.domain.pages.passage import one_line
from reviewer.domain.people.timeline import Entry
from reviewer.errors import InputError, KnownError
from reviewer.gui import text
from reviewer.gui.models.entries import EntriesModel, EntryLine
from reviewer.gui.rooms.interviews.acts import InterviewActs
from reviewer.gui.rooms.interviews.lookup import Whole
from reviewer.gui.theme import grid, room_for
from reviewer.gui.widgets.choice import choice
from reviewer.gui.widgets.fitting import Scroller
from reviewer.gui.widgets.form_problem import FormProblem
from reviewer.gui.widgets.lists.entries import EntriesView
from reviewer.gui.widgets.parts import boxed, captioned, column, label, line, row
from reviewer.usecases.interviews import interview_after
from reviewer.usecases.interviews import interview_holding as holding

MOST_WORDS = 70
"""So many characters of a passage stand in the list of those an answer can be linked to."""


def seconds_of(typed: str) -> int | None:
    """``1:02:03``, ``62:03`` or ``3723`` in seconds, None for nothing typed; InputError for anything else."""
    parts = typed.strip().split(":")
    if not typed.strip():
        return None
    if len(parts) > 3 or not all(part.isascii() and part.isdigit() and len(part) <= 6 for part in parts):
        raise InputError(f"“{typed.strip()}” is no time in the recording", "Write h:mm:ss, as in 0:12:30.")
    total = 0
    for part in parts:
        total = total * 60 + int(part)
    return total


class AnswersPart(QFrame):
    """``chosen`` carries the entry to show on its page, or None where an answer has no place yet."""

    chosen = Signal(object)

    def __init__(self, acts: InterviewActs) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._acts = acts
        self._whole: Whole | None = None
        self._shown: Question | None = None
        self.model = EntriesModel()
        self.model.setParent(self)
        self.view = EntriesView(self.model, self.tr("Answers, notes and exhibits by time"))
        self.none = label("", "muted", wrap=True)
        self.none.setContentsMargins(grid(3), grid(3), grid(3), 0)
        self.problem = FormProblem()
        self.problem.hide()
        self.words = QPlainTextEdit()
        self.words.setAccessibleName(self.tr("Words of the answer"))
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(room_for(16))
        self.mark = choice(self.tr("How it stands to the evidence"), self._marks(), wide=14, at_once=True)
        self.compelled = choice(self.tr("Whether it was compelled"), self._orders(), wide=14, at_once=True)
        self.passage = choice(self.tr("Where transcript or record have it"), [("", "")], wide=24, at_once=True)
        self.heard = line(self.tr("When the recording has it"), self.tr("h:mm:ss from its start"))
        self.detail = self._detail()
        whole = column(self.none, self.view, self.detail, gap=0)
        whole.setStretchFactor(self.view, 1)
        whole.addStretch(0)
        self.view.setMinimumHeight(room_for(24))
        self.setLayout(column(Scroller(boxed(whole, "panel"), "panel")))  # else its lines lie over each other
        self._connect()

    def _marks(self) -> list[tuple[str, str]]:
        return [
            (Reply.OPEN.value, self.tr("not said")),
            (Reply.CONFIRMS.value, self.tr("confirms")),
            (Reply.CONTRADICTS.value, self.tr("contradicts")),
            (Reply.NO_RECALL.value, self.tr("does not recall")),
            (Reply.DECLINES.value, self.tr("declines")),
        ]

    def _orders(self) -> list[tuple[str, str]]:
        return [("", self.tr("as the interview")), ("yes", self.tr("compelled")), ("no", self.tr("voluntary"))]

    def _detail(self) -> QFrame:
        form = captioned(gap=1)
        form.addRow(label(self.tr("Answer")), self.words)
        form.addRow(label(self.tr("Marked")), row(self.mark, self.compelled, 1))
        form.addRow(label(self.tr("Page")), self.passage)
        form.addRow(label(self.tr("Recording")), self.heard)
        self.title = label("", "strong", wrap=True)
        return boxed(column(self.title, form, self.problem, margins=(3, 2, 3, 2), gap=1), "panebar")

    def _connect(self) -> None:
        self.view.selectionModel().currentRowChanged.connect(self.tell_chosen)
        self.mark.activated.connect(self._save_mark)
        self.compelled.activated.connect(self._save_compelled)
        self.passage.activated.connect(self._save_passage)
        self.heard.editingFinished.connect(self._save_heard)
        self.view.opened.connect(self.words.setFocus)

    # -- what is shown --------------------------------------------------------------------------------------------

    def show_whole(self, whole: Whole | None) -> None:
        """Show what came of an interview; what is chosen stays chosen."""
        other = whole is None or self._whole is None or self._whole.interview.id != whole.interview.id
        self.save()
        at = self.view.currentIndex().row()
        before = None if other else self.model.at(at)
        self._whole = whole
        lines = [] if whole is None else self._lines(whole)
        self.model.show(lines)
        key = None if before is None else before.entry.values.get("question")
        found = next((n for n, each in enumerate(lines) if key and each.entry.values.get("question") == key), -1)
        if found < 0:
            found = at if 0 <= at < len(lines) and not other else next(iter(range(len(lines))), -1)
        if found >= 0:
            self.view.setCurrentIndex(self.model.index(found, 0))
        self.view.setVisible(bool(lines))
        self.none.setVisible(not lines)
        self.none.setText(
            self.tr("What is said, noted and shown while the interview is held is listed here with its time.")
        )
        self._show_detail()

    def _lines(self, whole: Whole) -> list[EntryLine]:
        kept = whole.interview
        timed = [(each.answer.seconds, self._answer(whole, each)) for each in kept.questions if each.answer is not None]
        for note in kept.notes:
            head = " · ".join(
                part for part in (clock(note.seconds), self.tr("note"), note.question, note.reviewer) if part
            )
            timed.append((note.seconds, EntryLine(head, note.text, Entry("note", "", note.text))))
        for each in kept.showings:
            control = next((one.control for one in kept.exhibits if one.number == each.exhibit), "")
            words = self.tr("Exhibit {0} was shown.") if each.shown else self.tr("Exhibit {0} was not shown.")
            head = " · ".join(part for part in (clock(each.seconds), self.tr("exhibit"), each.question) if part)
            entry = Entry("item", "", "", (control,) if control else ())
            timed.append((each.seconds, EntryLine(head, words.format(each.exhibit), entry)))
        for pause in kept.breaks:
            until = self.tr("until {0}").format(clock(pause.end)) if pause.end is not None else self.tr("still lasts")
            entry = Entry("break", "", "")
            timed.append((pause.start, EntryLine(clock(pause.start), self.tr("Break, {0}").format(until), entry)))
        return [made for _, made in sorted(timed, key=lambda each: each[0])]

    def _answer(self, whole: Whole, question: Question) -> EntryLine:
        answer = question.answer
        if answer is None:
            raise ValueError(question.number)
        where = self._where(whole, answer)
        compelled = self.tr("compelled") if whole.interview.is_compelled(answer) else ""
        parts = (clock(answer.seconds), question.number, answer.reply.value, compelled, where)
        entry = Entry("answer", "", question.text, (), (), {"question": question.number})
        said = answer.text or self.tr("No words were noted.")
        wrong = answer.reply is Reply.CONTRADICTS
        return EntryLine(" · ".join(part for part in parts if part), f"{question.text} – {said}", entry, wrong)

    def _where(self, whole: Whole, answer: Answer) -> str:
        parts = []
        if answer.passage is not None:
            found = next((each for each in whole.said if each.passage.id == answer.passage), None)
            parts.append(
                self.tr("{0} page {1}").format(found.control, found.passage.anchor.span.start.page) if found else ""
            )
        if answer.heard is not None:
            parts.append(self.tr("recording {0}").format(clock(answer.heard)))
        return ", ".join(part for part in parts if part)

    def question(self) -> Question | None:
        """The question whose answer is at hand."""
        found = self.model.at(self.view.currentIndex().row())
        number = None if found is None else found.entry.values.get("question")
        return None if number is None or self._whole is None else self._whole.interview.question(str(number))

    def tell_chosen(self) -> None:
        """Say where what is at hand can be read."""
        self.save()
        self.problem.hide()
        self._show_detail()
        found, question, whole = self.model.at(self.view.currentIndex().row()), self.question(), self._whole
        if found is None or whole is None:
            return
        if question is None or question.answer is None:
            self.chosen.emit(found.entry if found.entry.items else None)
        elif question.answer.passage is not None:
            self.chosen.emit(Entry("link", "", "", (), (int(question.answer.passage),)))
        else:
            names = [one.name for one in question.citations if one.name in whole.places]
            self.chosen.emit(whole.places[names[0]] if names else None)

    def _show_detail(self) -> None:
        question, whole = self.question(), self._whole
        other = self._shown is None or question is None or self._shown.id != question.id
        self._shown = question
        self.detail.setVisible(question is not None)
        if question is None or question.answer is None or whole is None:
            return
        answer = question.answer
        self.title.setText(f"{question.number}  {question.text}")
        if other or not self.words.hasFocus():
            self.words.setPlainText(answer.text)
        self.words.setReadOnly(answer.passage is not None)
        self.mark.say(answer.reply.value)
        self.compelled.say({None: "", True: "yes", False: "no"}[answer.compelled])
        self._offer(whole, answer)
        if other or not self.heard.hasFocus():
            self.heard.setText("" if answer.heard is None else clock(answer.heard))
        self.heard.setEnabled(whole.interview.recording is not None)
        self.heard.setPlaceholderText(
            self.tr("h:mm:ss from its start")
            if whole.interview.recording is not None
            else self.tr("name the recording below first")
        )

    def _offer(self, whole: Whole, answer: Answer) -> None:
        self.passage.clear()
        self.passage.addItem(self.tr("not linked to a passage"), "")
        for each in whole.said:
            place = self.tr("{0} page {1}").format(each.control, each.passage.anchor.span.start.page)
            quote = one_line(each.passage.anchor.quote)
            short = quote if len(quote) <= MOST_WORDS else f"{quote[:MOST_WORDS]}…"
            self.passage.addItem(f"{place}: “{short}”", str(each.passage.id))
        self.passage.say("" if answer.passage is None else str(answer.passage))
        self.passage.setEnabled(bool(whole.said))
        self.passage.setToolTip(
            self.tr("Passages of the transcript and the record. Mark more in Review.")
            if whole.said
            else self.tr("Make the record, or name the transcript below and mark its passages in Review.")
        )

    # -- acts -----------------------------------------------------------------------------------------------------

    def _refuse(self, error: KnownError) -> None:
        self.problem.setText(text.refusal(error))
        self.problem.show()

    def _kept(self) -> tuple[Interview, Question, Answer] | None:
        if self._whole is None or self._shown is None or self._shown.answer is None:
            return None
        return self._whole.interview, self._shown, self._shown.answer

    def save(self) -> None:
        """Keep the words of the answer if they were changed."""
        kept = self._kept()
        if kept is None or self.words.isReadOnly() or not self.words.document().isModified():
            return
        interview, question, answer = kept
        self.words.document().setModified(False)
        words = self.words.toPlainText().strip()
        if words != answer.text:
            self._acts.do(holding.answer, interview.id, question.number, words, refused=self._refuse)

    def _save_mark(self) -> None:
        if (kept := self._kept()) is not None:
            self.problem.hide()
            reply = Reply(self.mark.value)
            self._acts.do(holding.answer, kept[0].id, kept[1].number, reply=reply, refused=self._refuse)

    def _save_compelled(self) -> None:
        if (kept := self._kept()) is not None:
            self.problem.hide()
            said = {"": None, "yes": True, "no": False}[self.compelled.value]
            self._acts.do(
                holding.answer,
                kept[0].id,
                kept[1].number,
                compelled=said,
                as_interview=said is None,
                refused=self._refuse,
            )

    def _save_passage(self) -> None:
        if (kept := self._kept()) is not None:
            self.problem.hide()
            passage = PassageId(int(self.passage.value)) if self.passage.value else None
            self._acts.do(interview_after.link_passage, kept[0].id, kept[1].number, passage, refused=self._refuse)

    def _save_heard(self) -> None:
        kept = self._kept()
        if kept is None:
            return
        self.problem.hide()
        try:
            seconds = seconds_of(self.heard.text())
        except InputError as error:
            self._refuse(error)
            return
        if seconds != kept[2].heard:
            self._acts.do(interview_after.link_time, kept[0].id, kept[1].number, seconds, refused=self._refuse)
