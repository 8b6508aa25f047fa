"""The queue that one reads through: how far it is, how long the rest takes, and what comes next."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QFrame

from reviewer.casefile.engine.case import Case
from reviewer.domain.analysis.review_queue import Arrangement, QueueHead
from reviewer.domain.changes import Changes, Noun
from reviewer.domain.ids import ItemId
from reviewer.errors import KnownError
from reviewer.gui.operations import PostedProgress
from reviewer.gui.rooms.review import queue_words
from reviewer.gui.session import Latest, Session
from reviewer.gui.theme import grid
from reviewer.gui.widgets.choice import Choice, choice
from reviewer.gui.widgets.elided import Elided
from reviewer.gui.widgets.parts import button, column, label, row
from reviewer.usecases.analysis import review_queues
from reviewer.usecases.analysis.review_queues import NextItem, QueueStatus
from reviewer.usecases.exports.gate import Writer

SHOWN = {Noun.QUEUES, Noun.READS, Noun.MARKS, Noun.ITEMS}
"""What the line depends on."""


class QueueStrip(QFrame):
    """Lines above the list, where there is a queue: which one, how far it is, and why its item comes next.

    ``item_wanted`` carries what is to be read next. What comes next is asked of the thread that writes, so that a mark
    made just before counts.
    """

    item_wanted = Signal(object)

    def __init__(self, session: Session, at_hand: Callable[[], ItemId | None]) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._session, self._at_hand = session, at_hand
        self._listing, self._asked, self._going = Latest(), Latest(), Latest()
        self._made = False
        self._queues: dict[str, QueueHead] = {}
        self._wanted: str | None = None
        self._ranking: PostedProgress | None = None
        self._again = False
        self._asked_at: ItemId | None = None
        self._led: NextItem | None = None
        self.why = label("", "small", wrap=True)
        """Has its place below the list, of which no row moves."""
        self.why.setContentsMargins(grid(2), grid(1), grid(2), grid(1))
        self.why.hide()
        self.hide()

    def _make(self) -> None:
        """Make the lines, once there is a queue."""
        if self._made:
            return
        self._made = True
        self.which: Choice = choice(self.tr("Queue"), (), at_once=True)
        self.which.currentIndexChanged.connect(lambda: self._chosen())  # noqa: PLW0108 - the signal carries an index
        self.following = button(self.tr("Next"), self._press, "link")
        self.following.setToolTip(self.tr("The next of this queue (Q)"))
        self.told = Elided("small")
        first = row(self.which, self.following, gap=1)
        first.setStretchFactor(self.which, 1)
        self.setLayout(column(first, self.told, margins=(2, 1, 2, 0), gap=1))

    # -- going on -----------------------------------------------------------------------------------------------------

    @property
    def name(self) -> str:
        """The queue that one reads through; empty for none."""
        return str(self.which.currentData() or "") if self._made else ""

    def leads_on_from(self, item: ItemId) -> bool:
        """Whether the queue led to an item, or is about to lead on, so that one goes on from it in the queue."""
        led = self._led is not None and self._led.item == item
        return bool(self.name) and (led or (self._ranking is not None and item == self._asked_at))

    def take(self, name: str) -> None:
        """Take up a queue, and go to what is to be read in it."""
        self._wanted = name
        if name in self._queues:
            self._choose(name)
            self.next()

    def next(self) -> None:
        """Go to what is to be read next."""
        name = self.name
        if not name:
            made = self.tr("No queue is taken up. Shift+Q shows the queues, and makes one of what is listed")
            self._session.said.emit(made)
            return
        self._asked_at = self._at_hand()
        if self._ranking is not None:  # what is on its way was asked for before the latest mark
            self._again = True
        else:
            self._look(name, self._asked_at)

    def _look(self, name: str, at: ItemId | None) -> None:
        """Look up what is next; the answer leads there unless one has gone on meanwhile from where one was."""
        relevance = self._queues[name].arranged is Arrangement.RELEVANCE
        self._ranking = progress = self._session.aside(lambda _done, _total, _what: None)
        if relevance:
            self.told.setText(self.tr("Ranking what is left by what was marked…"))
            self.following.setText(self.tr("Cancel"))
        newer = self._going.ask()

        def look(case: Case, write: Writer | None = None) -> tuple[NextItem, list[QueueStatus]]:
            found = review_queues.next_item(case, name, progress, write, rankings=self._session.rankings)
            return found, review_queues.samples(case) if found.quiet else []

        def go(found: tuple[NextItem, list[QueueStatus]]) -> None:
            if self._ranking is not progress:
                return
            if self._rest() and self.name:
                self.next()
            elif not newer() and name == self.name and (at is None or self._at_hand() == at):
                self._go(*found)

        def fail(error: KnownError) -> None:
            if self._ranking is progress and self._rest() and self.name:  # cancelled, and asked for once more
                self.next()
            else:
                self._session.report(error)

        # to rank takes long, and no mark is to wait for it; what is short comes after the marks made before
        asked = self._session.ranking(self, look) if relevance else self._session.operation(self, look)
        asked.success(go).failure(fail).run()

    def _press(self) -> None:
        if self._ranking is not None:
            self._again = False
            self._ranking.cancel()
        else:
            self.next()

    def _rest(self) -> bool:
        """Nothing is on its way any more; whether it was asked for again meanwhile."""
        again, self._again, self._ranking = self._again, False, None
        self.following.setText(self.tr("Next"))
        self._ask()
        return again

    def _go(self, found: NextItem, samples: list[QueueStatus]) -> None:
        self._led = found
        words = "\n".join(filter(None, (queue_words.beside(found), queue_words.advice(found, samples))))
        self.why.setText(words)
        self.why.setVisible(bool(words))
        if found.item is None:
            self._session.said.emit(queue_words.over(found.status))
        elif found.item == self._at_hand():
            self._session.said.emit(self.tr("This one is next, and is not read yet: mark it, or stay until it counts"))
        else:
            self.item_wanted.emit(found.item)

    # -- what is shown ------------------------------------------------------------------------------------------------

    def refresh(self, changes: Changes) -> None:
        """Something changed; whoever holds the lines says so, as they are hidden where there is no queue."""
        if changes.concern({Noun.QUEUES}):
            asked = self._session.query(self, review_queues.in_use).unless(self._listing.ask())
            asked.success(self._show).run()
        elif self.name:
            self._ask()

    def _show(self, queues: list[QueueHead]) -> None:
        if not queues and not self._made:
            return
        self._make()
        first = not self._queues
        chosen, self._queues = self.name, {each.name: each for each in queues}
        with QSignalBlocker(self.which):
            self.which.clear()
            for name in self._queues:
                self.which.addItem(name, name)
            self.which.addItem(self.tr("No queue"), "")
            names = [*self._queues]
            self.which.setCurrentIndex(names.index(chosen) if chosen in names else 0 if first else len(names))
        self.setVisible(bool(queues))
        gone = self.name != chosen  # it was put away, or taken back
        if gone:
            self._chosen()
        if self._wanted in self._queues:
            self.take(self._wanted)
        self._wanted = None
        if not gone:
            self._ask()

    def _choose(self, name: str) -> None:
        self._wanted = None
        self.which.setCurrentIndex(self.which.findData(name))

    def _chosen(self) -> None:
        """Another queue is taken up, or none."""
        self._led = None
        self._going.ask()
        if self._ranking is not None:  # for the queue before: nobody waits for its answer
            self._ranking.cancel()
            self._rest()
        self.why.hide()
        self._ask()

    def _ask(self) -> None:
        name, newer = self.name, self._asked.ask()
        if name:
            asked = self._session.query(self, partial(review_queues.how_far, name=name)).unless(newer)
            asked.success(lambda status: self.told.setText(queue_words.far(status))).run()
        else:
            self.told.setText("")
