"""Build the outline: type questions, reorder them, put into them what they are about; templates; all by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QFileDialog, QFrame, QLineEdit

from reviewer.casefile.engine.case import Case
from reviewer.domain.interviews.interview import Interview, State, place
from reviewer.errors import KnownError
from reviewer.gui import text
from reviewer.gui.rooms.interviews.acts import InterviewActs
from reviewer.gui.rooms.interviews.lookup import Whole
from reviewer.gui.rooms.interviews.outline import CITED, QUESTION, TOPIC, OutlineModel, OutlineRow, OutlineView, rows_of
from reviewer.gui.theme import grid
from reviewer.gui.widgets.choice import choice
from reviewer.gui.widgets.form_problem import FormProblem
from reviewer.gui.widgets.lists.offered import OfferedList
from reviewer.gui.widgets.parts import button, column, label, row
from reviewer.gui.widgets.sending import Sent
from reviewer.gui.widgets.tab_order import lead
from reviewer.usecases.interviews import interview_outline as outline
from reviewer.usecases.interviews.interview_outline import TopicText

FROM_FILE = "file:"
"""What stands for a file in the list of templates, whose names have no colon."""

OFFERED = 150
"""How wide questions are that are offered below the line, in steps of the grid: it is narrower than most of them."""


class NewLine(QLineEdit):
    """Enter adds a question, Ctrl+Enter a topic; Escape goes back to the outline."""

    question_wanted = Signal()
    topic_wanted = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """The keys that end it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            topic = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            (self.topic_wanted if topic else self.question_wanted).emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class OutlinePart(QFrame):
    """``chosen`` carries the entry to show on its page: what the question at hand cites."""

    chosen = Signal(object)

    def __init__(self, acts: InterviewActs) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._acts = acts
        self._whole: Whole | None = None
        self._next: tuple[str, int, str] | None = None
        self.model = OutlineModel()
        self.model.setParent(self)
        self.view = OutlineView(self.model, self.tr("Outline"))
        self.new = NewLine()
        self.new.setAccessibleName(self.tr("New question"))
        self.templates = choice(
            self.tr("Add the questions of a template"), [("", self.tr("Template…"))], wide=9, at_once=True
        )
        self.none = label("", "muted", wrap=True)
        self.none.setContentsMargins(grid(3), grid(3), grid(3), 0)
        self.problem = FormProblem()
        self.keys = label(
            self.tr("Q question · Ctrl+Enter topic · Enter edit · Alt+↑↓ move · Del take out · L what there is"),
            "small",
            wrap=True,
        )
        self._offer_templates()
        self._lay_out()
        self._connect()
        self.problem.hide()

    def _offer_templates(self) -> None:
        known = outline.templates()
        for name, topics in known.items():
            count = sum(len(each.questions) for each in topics)
            words = f"{name.replace('-', ' ').capitalize()} ({text.counted(count, 'question', 'questions')})"
            self.templates.addItem(words, name)
        self.templates.addItem(self.tr("From a file…"), FROM_FILE)
        asked = [question for topics in known.values() for topic in topics for question in topic.questions]
        completer = QCompleter(QStringListModel(asked, self), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        popup = OfferedList(OFFERED)
        popup.setWordWrap(True)  # a question is told in whole
        popup.offer_for(completer)
        self.new.setCompleter(completer)

    def _lay_out(self) -> None:
        self.add_question = button(self.tr("Question"), self._add)
        self.add_question.setToolTip(self.tr("Add what is typed as a question (Enter)"))
        self.add_topic = button(self.tr("Topic"), partial(self._add, topic=True))
        self.add_topic.setToolTip(self.tr("Add what is typed as a topic (Ctrl+Enter)"))
        entry = row(self.new, self.add_question, self.add_topic, self.templates, margins=(2, 2, 2, 1), gap=1)
        entry.setStretchFactor(self.new, 1)
        foot = column(self.problem, self.keys, margins=(3, 1, 2, 2), gap=1)
        whole = column(entry, self.none, self.view, foot, gap=0)
        whole.setStretchFactor(self.view, 1)
        whole.addStretch(0)
        self.setLayout(whole)
        lead(self, self.view)

    def _connect(self) -> None:
        self.new.question_wanted.connect(self._add)
        self.new.topic_wanted.connect(partial(self._add, topic=True))
        self.new.left.connect(self.view.setFocus)
        self.templates.activated.connect(self._import)
        self.model.edited.connect(self._edited)
        self.view.selectionModel().currentRowChanged.connect(self.tell_chosen)
        self.view.moved.connect(self._move)
        self.view.unwanted.connect(self._drop)
        self.view.dropped.connect(lambda target, names: self.cite(names, target.number))
        self.view.shifted.connect(self._shift)

    # -- what is shown --------------------------------------------------------------------------------------------

    def show_whole(self, whole: Whole | None) -> None:
        """Show an outline; the row at hand stays at hand."""
        other = whole is None or self._whole is None or self._whole.interview.id != whole.interview.id
        at_hand = self._next or (None if other else self._key())
        before = self.view.currentIndex().row()
        self._whole, self._next = whole, None
        rows = [] if whole is None else rows_of(whole.interview, self.tr("exhibit {0}"), self.tr("is no more"))
        self.model.show(rows)
        if other:
            self.problem.hide()
            self.new.clear()
        at = self.model.row_of(at_hand)
        if at < 0 and not other and rows:
            at = min(max(before, 0), len(rows) - 1)
        if at >= 0 and at != self.view.currentIndex().row():
            self.view.setCurrentIndex(self.model.index(at))
        self._say_what_belongs_here(rows)

    def _say_what_belongs_here(self, rows: Sequence[OutlineRow]) -> None:
        closed = self._whole is not None and self._whole.interview.state is State.CLOSED
        for part in (self.new, self.add_topic, self.templates):
            part.setEnabled(not closed)
        self.none.setVisible(not rows)
        self.view.setVisible(bool(rows))
        lead(self, self.view if rows else self.new)
        self.none.setText(
            self.tr(
                "The outline is empty. Type its first topic above and press Enter, then the questions; or begin with a "
                "template. Then put into each question what it is about, from the left."
            )
        )
        self._hint()

    def _hint(self) -> None:
        topic = self._topic()
        self.new.setPlaceholderText(
            self.tr("First topic, then Enter")
            if topic == 0
            else self.tr("Question in topic {0}, then Enter").format(topic)
        )

    def _key(self) -> tuple[str, int, str] | None:
        found = self.view.row_at_hand()
        return None if found is None else found.key

    def _topic(self) -> int:
        """The topic at hand, else the last; 0 when there is none."""
        found = self.view.row_at_hand()
        if found is not None:
            return int(found.number.partition(".")[0])
        return len(self._whole.interview.topics) if self._whole is not None else 0

    def question(self) -> str:
        """The number of the question at hand; empty when there is none."""
        found = self.view.row_at_hand()
        return "" if found is None or found.kind == TOPIC else found.number

    def tell_chosen(self) -> None:
        """Say what the row at hand stands on."""
        found, whole = self.view.row_at_hand(), self._whole
        self._hint()
        if found is None or whole is None or found.kind == TOPIC:
            return
        names = (
            [found.name]
            if found.kind == CITED
            else [one.name for one in whole.interview.question(found.number).citations]
        )
        if names and names[0] in whole.places:
            self.chosen.emit(whole.places[names[0]])

    # -- acts -----------------------------------------------------------------------------------------------------

    def _refuse(self, error: KnownError) -> None:
        self.problem.setText(text.refusal(error))
        self.problem.show()

    def _add(self, *, topic: bool = False) -> None:
        words, whole = self.new.text().strip(), self._whole
        if whole is None or not words:
            return
        self.problem.hide()
        at, kept = self._topic(), whole.interview
        sent, row_ = Sent(self.new), self.view.row_at_hand()

        def added(made: Interview) -> None:
            if sent.unchanged:
                self.new.clear()
            now = self.view.row_at_hand()
            if (now and now.key) != (row_ and row_.key):
                return  # somebody has gone on to another row
            newest = max((each.id for each in made.topics), default=0)
            asked = max((each.id for each in made.questions), default=0)
            self._next = (TOPIC, newest, "") if topic or not at else (QUESTION, asked, "")
            self._settle()

        if topic or not at:
            after = at + 1 if at else 1
            self._acts.do(outline.add_topic, kept.id, words, at=after, then=added, refused=self._refuse)
        else:
            number = self.question()
            where = place(number)[1] + 1 if number else None
            self._acts.do(outline.add_question, kept.id, at, words, at=where, then=added, refused=self._refuse)

    def _settle(self) -> None:
        """Go to what was added, if the list that has it is shown already."""
        at = self.model.row_of(self._next)
        if at >= 0:
            self._next = None
            self.view.setCurrentIndex(self.model.index(at))

    def _edited(self, row_: OutlineRow, words: str) -> None:
        if self._whole is not None:
            self.problem.hide()
            self._acts.do(outline.edit, self._whole.interview.id, row_.number, text=words, refused=self._refuse)

    def cite(self, names: Sequence[str], number: str = "") -> None:
        """Put passages and entries into a question, else into the one at hand."""
        number = number or self.question()
        if self._whole is None:
            return
        if not number:
            self._refuse(KnownError("choose a question for it first", "There is none at hand in the outline."))
            return
        self.problem.hide()
        self._acts.do(outline.edit, self._whole.interview.id, number, cites=list(names), refused=self._refuse)

    def _drop(self) -> None:
        found = self.view.row_at_hand()
        if found is None or self._whole is None:
            return
        self.problem.hide()
        interview = self._whole.interview.id
        if found.kind == CITED:
            self._acts.do(outline.edit, interview, found.number, without=[self._named(found)], refused=self._refuse)
        else:
            self._acts.do(outline.drop, interview, found.number, refused=self._refuse)

    def _named(self, row_: OutlineRow) -> str:
        """A citation as the use case takes it: an item by its control number."""
        if self._whole is None or not row_.name.startswith("item:"):
            return row_.name
        cited = self._whole.interview.question(row_.number).citations
        return next((f"item:{one.where}" for one in cited if one.name == row_.name), row_.name)

    def _move(self, by: int) -> None:
        found, whole = self.view.row_at_hand(), self._whole
        if found is None or whole is None or found.kind == CITED:
            return
        topics = whole.interview.topics
        if found.kind == TOPIC:
            to = int(found.number) + by
            if 1 <= to <= len(topics):
                self._shift(found.number, OutlineRow(TOPIC, found.key, str(to), ""))
            return
        topic, at = place(found.number)
        if 1 <= at + by <= len(topics[topic - 1].questions):
            self._go(found.number, f"{topic}.{at + by}")
        elif by > 0 and topic < len(topics):
            self._go(found.number, f"{topic + 1}.1")
        elif by < 0 and topic > 1:
            self._go(found.number, f"{topic - 1}.{len(topics[topic - 2].questions) + 1}")

    def _shift(self, number: str, target: OutlineRow) -> None:
        """Move a topic or a question to where a row stands."""
        if "." not in number:
            self._go(number, target.number.partition(".")[0])
        elif target.kind == TOPIC:
            self._go(number, f"{target.number}.1")
        else:
            self._go(number, target.number)

    def _go(self, number: str, to: str) -> None:
        if self._whole is not None and number and number != to:
            self.problem.hide()
            self._acts.do(outline.move, self._whole.interview.id, number, to, refused=self._refuse)

    def _import(self, at: int) -> None:
        name = str(self.templates.itemData(at) or "")
        self.templates.setCurrentIndex(0)
        if name == FROM_FILE:
            chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Questions"), "", self.tr("Questions (*.toml)"))
            if chosen:
                self.import_file(Path(chosen))
        elif name:
            self._import_topics(lambda: outline.template(name), name)

    def import_file(self, path: Path) -> None:
        """Add the topics and questions of a file."""
        self._import_topics(partial(outline.read, path), path.name)

    def _import_topics(self, read: Callable[[], list[TopicText]], source: str) -> None:
        if self._whole is None:
            return
        self.problem.hide()
        interview = self._whole.interview.id

        def add(case: Case, *, reviewer: str) -> Interview:
            return outline.import_topics(case, interview, read(), source, reviewer=reviewer)

        self._acts.do(add, refused=self._refuse)
