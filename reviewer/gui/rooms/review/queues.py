"""The queues of the case: make one of what is listed, see how far each is, take one up, draw a sample of the rest."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from reviewer.casefile.engine.case import Case
from reviewer.domain.analysis.review_queue import Arrangement
from reviewer.domain.changes import Changes, Noun
from reviewer.domain.ids import PassageId
from reviewer.errors import KnownError
from reviewer.gui import text
from reviewer.gui.at_hand import WantedRow
from reviewer.gui.models.lines import Index
from reviewer.gui.models.tree import Branch, TreeModel
from reviewer.gui.reading.query_completion import QueryCompletion
from reviewer.gui.refresh import Refresher
from reviewer.gui.rooms.review import queue_words
from reviewer.gui.session import Latest, Session
from reviewer.gui.widgets.choice import choice
from reviewer.gui.widgets.form_problem import FormProblem
from reviewer.gui.widgets.keys import ENTER, as_form, on_keys, on_keys_within
from reviewer.gui.widgets.lists.tree import Tree
from reviewer.gui.widgets.parts import button, column, label, line, row
from reviewer.gui.widgets.sending import Sent
from reviewer.gui.widgets.tab_order import lead
from reviewer.usecases.analysis import review_queues
from reviewer.usecases.analysis.review_queues import QueueStatus

ORDERS = (Arrangement.TIME, Arrangement.THREAD, Arrangement.RELEVANCE)


class QueuesPage(QFrame):
    """``taken`` carries the name of the queue that is to be read; ``left`` when one goes back to reading.

    ``listed`` tells the query of the list, and how many items that is.
    """

    taken = Signal(str)
    left = Signal()

    def __init__(self, session: Session, listed: Callable[[], tuple[str, int]]) -> None:
        super().__init__()
        self.setObjectName("page")
        as_form(self)  # keys of Review do not act on what is out of sight
        self._session, self._listed = session, listed
        self._latest = Latest()
        self._found: dict[str, QueueStatus] = {}
        self._of = ""
        self._wanted: WantedRow[str] = WantedRow()
        self.name = line(self.tr("Name of the queue"), self.tr("Name, such as “First pass”"))
        self.order = choice(self.tr("Order"), [(each.value, queue_words.order(each)) for each in ORDERS])
        self.begins = line(
            self.tr("What the ranking begins with"),
            self.tr("Begin with these words, or with a passage by its number, such as #12"),
        )
        self.completion = QueryCompletion(self.begins, session, form=True)
        self.of = label("", "small", wrap=True)
        self.make = button(self.tr("Make a queue"), self.make_queue, "main")
        self.problem = FormProblem()
        self.problem.keep_lines(1)
        names = [self.tr("Queue"), self.tr("Order"), self.tr("Read"), self.tr("Of"), self.tr("Time left")]
        self.model = TreeModel(names, numbers=(2, 3), parent=self)
        self.tree = Tree(self.model, self.tr("Queues"), {1: 44, 2: 16, 3: 16, 4: 26})
        self.none = label(
            self.tr("There is no queue yet. Filter the list, then make a queue of it here."), "muted", wrap=True
        )
        self.none.hide()  # until it is known
        self.told = label("", wrap=True, selectable=True)
        self.take = button(self.tr("Read it"), self._take)
        self.take.setToolTip(self.tr("Go to its next item (Enter)"))
        self.sample = button(self.tr("Draw a sample"), self.draw)
        self.sample.setToolTip(self.tr("At random, from what of it was not read (S)"))
        self.add = button(self.tr("Add what is new"), self.add_new)
        self.away = button(self.tr("Put away"), self.put_away)
        self.away.setToolTip(self.tr("It is not offered any more, and can be brought back (A)"))
        self._lay_out()
        self._connect()
        Refresher(self, session, {Noun.QUEUES, Noun.READS, Noun.MARKS, Noun.ITEMS}, self._look)

    def _lay_out(self) -> None:
        back = button(self.tr("Back to reading"), self.left.emit, "link")
        back.setToolTip(self.tr("Back to the list and the pages (Esc)"))
        whole = column(
            row(label(self.tr("Queues"), "title"), 1, back),
            self.of,
            row(self.name, self.order, self.make),
            self.begins,
            self.problem,
            self.none,
            self.tree,
            self.told,
            row(self.take, self.sample, self.add, self.away, 1),
            margins=(4, 3, 4, 3),
            gap=2,
        )
        whole.setStretchFactor(self.tree, 1)
        whole.addStretch(0)
        self.setLayout(whole)
        lead(self, self.tree)

    def _connect(self) -> None:
        self.tree.opened.connect(self._take_up)
        self.tree.selectionModel().currentRowChanged.connect(lambda: self._gone_to())  # noqa: PLW0108 - carries an index
        self.order.currentIndexChanged.connect(lambda: self._ordered())  # noqa: PLW0108 - carries an index
        for field in (self.name, self.begins):
            on_keys(field, {ENTER: self.make_queue})
        self._ordered()
        on_keys(self.tree, {"S": self.draw, "A": self.put_away}, once=True)
        on_keys_within(self, {"Esc": self.left.emit})

    def _ordered(self) -> None:
        """A ranking may begin with words; nothing else does."""
        self.begins.setVisible(self.order.value == Arrangement.RELEVANCE)

    def show_listed(self) -> None:
        """Say of what a queue would be made now."""
        query, count = self._listed()
        self._of = query
        made = self.tr(
            "A new queue is made of what is listed: {0} ({1} items). Copies and quoted messages count with it."
        )
        part = self.tr("Only some items are listed, and a queue is made of all that a filter finds. List all first.")
        self.of.setText(part if count < 0 else made.format(query or self.tr("all items"), f"{count:,}"))
        for each in (self.name, self.begins, self.make):
            each.setEnabled(count >= 0)
        (self.tree if self._found else self.name).setFocus()

    def make_queue(self) -> None:
        """Make a queue of what was said to be listed."""
        name, query, order = self.name.text(), self._of, Arrangement(self.order.value)
        who, sent = self._session.reviewer, Sent(self.name, self.begins)
        make = partial(
            review_queues.create, name=name, query=query, arranged=order, reviewer=who, **self._beginning(order)
        )

        def made(status: QueueStatus) -> None:
            here = sent.at_hand and sent.unchanged  # nobody has gone on, nor types the next name
            if sent.unchanged:
                self.name.clear()
                self.begins.clear()
            if here:
                self.tree.setFocus()
                self._lead_to(status)

        self.problem.hide()
        self._session.operation(self, make).success(made).failure(self._refuse).run()

    def _beginning(self, order: Arrangement) -> dict[str, Any]:
        typed = self.begins.text().strip() if order is Arrangement.RELEVANCE else ""
        number = typed.removeprefix("#")
        if typed.startswith("#") and number.isascii() and number.isdigit():
            return {"seed_passage": PassageId(int(number))}
        return {"seed_query": typed}

    def draw(self) -> None:
        """Draw a sample of what of the chosen queue was not read."""
        name = self._chosen()
        if name:
            draw = partial(review_queues.sample, name=name, reviewer=self._session.reviewer)
            self._act(draw, name)

    def add_new(self) -> None:
        """Add to the chosen queue what its query finds by now."""
        name = self._chosen()
        if name:
            add = partial(review_queues.add, name=name, reviewer=self._session.reviewer)
            self._act(add, name)

    def put_away(self) -> None:
        """Put the chosen queue away, or bring it back."""
        status = self._found.get(self._chosen())
        if status is not None:
            act = review_queues.restore if status.queue.archived else review_queues.archive
            name = status.queue.name
            self._act(partial(act, name=name, reviewer=self._session.reviewer), name)

    def _act(self, act: Callable[[Case], QueueStatus], name: str) -> None:
        """Do it, and lead to what came of it, unless another queue is at hand by then."""

        def done(status: QueueStatus) -> None:
            if self._chosen() == name:
                self._lead_to(status)

        self.problem.hide()
        self._session.operation(self, act).success(done).failure(self._refuse).run()

    def _lead_to(self, status: QueueStatus) -> None:
        """Go to what was made, once it is listed."""
        if status.queue.name in self._found:
            self._choose(status.queue.name)
        else:
            self._wanted.want(status.queue.name)

    def _refuse(self, error: KnownError) -> None:
        self.problem.setText(text.refusal(error))
        self.problem.show()

    def _take(self) -> None:
        self._take_up(self._chosen())

    def _take_up(self, name: str) -> None:
        """Read a queue that is in use; of one that was put away it is told beside it that it has to be brought back."""
        status = self._found.get(name)
        if status is not None and not status.queue.archived:
            self.taken.emit(name)

    def _chosen(self) -> str:
        branch = self.model.at(self.tree.currentIndex())
        return "" if branch is None else branch.payload

    # -- what is shown ----------------------------------------------------------------------------------------------

    def _look(self, _changes: Changes) -> None:
        look = partial(review_queues.statuses, reviewer=self._session.reviewer)
        self._session.query(self, look).unless(self._latest.ask()).success(self._show).run()

    def _show(self, found: list[QueueStatus]) -> None:
        self._found = {each.queue.name: each for each in found}
        away = [each for each in found if each.queue.archived]
        branches = _branches([each for each in found if not each.queue.archived])
        if away:
            branches.append(Branch((self.tr("Put away"),), below=_branches(away)))
        wanted, shown = self._wanted.key, self._chosen()
        self.tree.show_branches(branches)
        self.tree.expandAll()
        self._wanted.want(wanted)
        self._choose(self._wanted.among(self._found, shown))  # wherever it stands by now
        self._wanted.want(None if wanted in self._found else wanted)  # what is framed here was not chosen by hand
        self.none.setVisible(not found)
        for part in (self.tree, self.told, self.take, self.sample, self.add, self.away):
            part.setVisible(bool(found))
        self._tell()

    def _choose(self, name: str | None) -> None:
        at = next((index for index in self.model.every() if self._named(index) == name), None)
        if at is not None:
            self.tree.setCurrentIndex(at)

    def _gone_to(self) -> None:
        """Another queue is at hand: what was made before that does not take its place."""
        self._wanted.settle()
        self._tell()

    def _named(self, index: Index) -> str:
        branch = self.model.at(index)
        return "" if branch is None else branch.payload

    def _tell(self) -> None:
        status = self._found.get(self._chosen())
        self.told.setText("" if status is None else queue_words.whole(status))
        away = status is not None and status.queue.archived
        plain = status is not None and status.queue.sampled is None and not away
        self.take.setEnabled(status is not None and not away)
        self.away.setEnabled(status is not None)
        self.away.setText(self.tr("Bring back") if away else self.tr("Put away"))
        self.sample.setEnabled(plain and bool(status and status.left))
        self.add.setEnabled(plain and bool(status and status.new and not status.closed))


def _branches(found: list[QueueStatus]) -> list[Branch]:
    """Queues, each with the samples below it that are among them."""
    there = {each.queue.id for each in found}
    below: dict[int, list[Branch]] = {}
    for each in found:
        if each.queue.sampled is not None:
            below.setdefault(each.queue.sampled, []).append(_branch(each))
    return [_branch(each, below.get(each.queue.id)) for each in found if each.queue.sampled not in there]


def _branch(status: QueueStatus, below: list[Branch] | None = None) -> Branch:
    name = status.queue.name
    cells = (
        name,
        queue_words.order(status.queue.arranged),
        f"{status.read:,}",
        f"{status.items:,}",
        queue_words.time_left(status),
    )
    return Branch(cells, name, below or [])
