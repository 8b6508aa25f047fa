"""Which hits the next key is for: the one at hand, those that are chosen, or all that were found, listed or not.

All that were found are those that the query found when it was run, not what it would find now: what was marked since,
or came in, changes nothing of what one sees listed and counted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from PySide6.QtCore import QObject

from reviewer.domain.ids import ItemId
from reviewer.gui.session import Session
from reviewer.gui.shared.bulk_acts import Meant, these
from reviewer.gui.widgets.lists.hits import HitsView
from reviewer.usecases.search import Run


class ManyHits(QObject):
    """Ctrl+A means all of the ``run`` that is listed; to go to one hit means that one again."""

    def __init__(self, session: Session, hits: HitsView, run: Callable[[], Run]) -> None:
        super().__init__(hits)
        self._session, self._hits, self._run = session, hits, run
        self._all_of: Run | None = None
        self._several = 0
        self._told = ""
        hits.selectionModel().selectionChanged.connect(self._look)

    def choose_all(self) -> None:
        """Mean all that was found from now on."""
        run = self._run()
        total = len(run.found)
        if total > 1:
            self._all_of, self._several = run, total
            self._hits.selectAll()
            told = self.tr("All {0} found are chosen: R, X, P are for all of them, tags while no words are selected")
            self._tell(told.format(f"{total:,}"))

    def meant(self) -> Meant | None:
        """What is chosen, where that is more than the hit at hand."""
        if self._all_of is not None and self._all_of is self._run():
            every = self._all_of.found
            return Meant(len(every), lambda _case: cast("Sequence[ItemId]", every), self._all_of.text)
        rows = sorted(index.row() for index in self._hits.selectionModel().selectedRows())
        found = [each.item.id for row in rows if (each := self._hits.found.at(row)) is not None]
        return these(found) if len(found) > 1 else None

    def or_one(self) -> Meant | None:
        """What is chosen, else the hit at hand."""
        at = self._hits.found.at(self._hits.currentIndex().row())
        return self.meant() or (None if at is None else these([at.item.id]))

    def leave(self) -> None:
        """The room is left: what keys are for here is nothing to say elsewhere."""
        self._session.unsaid.emit(self._told)

    def _tell(self, words: str) -> None:
        self._told = words
        self._session.said.emit(words)

    def _look(self) -> None:
        count = len(self._hits.selectionModel().selectedRows())
        if count < self._hits.found.rowCount() or count < 2:
            self._all_of = None
        several = count if count > 1 else 0
        if self._all_of is None and several:
            told = self.tr("{0} hits are chosen: R, X, P are for all of them, tags while no words are selected")
            self._tell(told.format(f"{several:,}"))
        elif self._several and not several:
            self._tell(self.tr("One hit is chosen again: keys are for what is on the page"))
        self._several = several
