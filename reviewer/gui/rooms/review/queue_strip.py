"""The queue that one reads through: how far it is, how long the rest takes, and what comes next."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from reviewer.domain.analysis.review_queue import Arrangement, Queue
from reviewer.domain.changes import Changes, Noun
from reviewer.domain.ids import ItemId
from reviewer.gui.session import Latest, Session
from reviewer.gui.widgets.choice import Choice, choice
from reviewer.gui.widgets.elided import Elided
from reviewer.gui.widgets.parts import button, row
from reviewer.usecases.analysis import review_queues
from reviewer.usecases.analysis.review_queues import NextItem, QueueStatus

SHOWN = {Noun.QUEUES, Noun.READS, Noun.MARKS, Noun.ITEMS}
"""What the line depends on."""


class QueueStrip(QFrame):
    """One line above the list, where there is a queue. Not of those by relevance: to rank them anew takes long.

    ``item_wanted`` carries what is to be read next.
    """

    item_wanted = Signal(object)

    def __init__(self, session: Session, at_hand: Callable[[], ItemId | None]) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._session, self._at_hand = session, at_hand
        self._asked = Latest()
        self._made = False
        self.hide()

    @cached_property
    def which(self) -> Choice:
        """The queues to choose from; made, with the rest of the line, when there is one."""
        made = choice(self.tr("Queue"), (), at_once=True)
        made.currentIndexChanged.connect(lambda: self._ask())  # noqa: PLW0108 - the signal carries an index
        following = button(self.tr("Next"), self.next, "link")
        following.setToolTip(self.tr("The next of this queue (Q)"))
        self.setLayout(row(made, self.told, 1, following, margins=(2, 1, 2, 0), gap=1))
        self._made = True
        return made

    @cached_property
    def told(self) -> Elided:
        """How far it is."""
        return Elided("small")

    def next(self) -> None:
        """Go to what is to be read next."""
        name = self.which.currentData() if self._made else ""
        if not name:
            self._session.said.emit(
                self.tr("There is no queue to read here: `reviewer queue create` makes one by time or thread")
            )
            return
        self._session.query(self, partial(review_queues.next_item, name=name)).success(self._go).run()

    def _go(self, found: NextItem) -> None:
        if found.item is None:
            self._session.said.emit(self.tr("All of this queue is read"))
        elif found.item == self._at_hand():
            self._session.said.emit(self.tr("This one is next, and is not read yet: mark it, or stay until it counts"))
        else:
            self.item_wanted.emit(found.item)

    def refresh(self, changes: Changes) -> None:
        """Something changed; whoever holds the line says so, as it is hidden itself where there is no queue."""
        if changes.concern({Noun.QUEUES}):
            self._session.query(self, review_queues.listed).success(self._show).run()
        elif self._made and self.which.count():
            self._ask()

    def _show(self, queues: list[Queue]) -> None:
        names = [each.name for each in queues if each.arranged is not Arrangement.RELEVANCE]
        if not names and not self._made:
            return
        chosen = self.which.currentData()
        self.which.blockSignals(True)
        self.which.clear()
        for name in names:
            self.which.addItem(name, name)
        self.which.setCurrentIndex(max(0, names.index(chosen) if chosen in names else 0) if names else -1)
        self.which.blockSignals(False)
        self.setVisible(bool(names))
        self._ask()

    def _ask(self) -> None:
        name = self.which.currentData()
        if not name:
            return
        asked = self._session.query(self, partial(review_queues.how_far, name=name))
        asked.unless(self._asked.ask()).success(self._tell).run()

    def _tell(self, status: QueueStatus) -> None:
        said = self.tr("{0} of {1} read").format(f"{status.read:,}", f"{status.items:,}")
        if status.left and status.minutes is not None:
            left = self.tr("{0}; {1} h {2} min left")
            said = left.format(said, status.minutes // 60, f"{status.minutes % 60:02}")
        self.told.setText(said)
