"""Mark the item at hand as a whole; where a mark leads on, one key a document is enough."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from reviewer.domain.analysis.coding_scope import CodingScope
from reviewer.domain.ids import ItemId
from reviewer.gui.rooms.review.comparing_group import ComparingGroup
from reviewer.gui.rooms.review.listing import Listing
from reviewer.gui.session import Session
from reviewer.gui.shared.bulk_acts import BulkActs
from reviewer.gui.shared.desk import Desk, Facts
from reviewer.gui.shared.item_menu import ItemMenu
from reviewer.gui.shared.mark_chips import MarkChips, mark_keys
from reviewer.gui.shared.review_acts import ReviewActs
from reviewer.usecases.told_acts import ToldAct


class Marking(QObject):
    """Acts on the item that one reads; goes on only from the item of the list, and never where a mark was taken off.

    While a ``group`` is compared one goes through that, and not through the list.
    """

    def __init__(
        self,
        session: Session,
        acts: ReviewActs,
        chips: MarkChips,
        desk: Desk,
        listing: Listing,
        *,
        group: ComparingGroup,
    ) -> None:
        super().__init__(desk)
        self._group = group
        self._acts, self._chips, self._desk, self._listing = acts, chips, desk, listing
        self._session, self.bulk = session, BulkActs(session, self, listing.place_wait)
        self.menu = ItemMenu(session, self.bulk, listing.list, listing.meant)
        chips.relevance_wanted.connect(lambda said: self.mark(relevance=said))
        chips.privilege_wanted.connect(lambda: self.mark(privileged=True))
        session.acted.connect(self._undone)

    def keys(self) -> dict[str, Callable[[], object]]:
        """What each key marks the item at hand as."""
        return mark_keys(self.mark, self.say_read)

    def mark(self, *, relevance: str | None = None, privileged: bool = False, alone: bool = False) -> None:
        """Mark the item at hand as a whole, and its duplicates with it unless it is meant ``alone``.

        Where several are chosen in the list, all of them are meant: one act, and a mark is set and never taken off.
        """
        several = self._listing.list.chosen()
        if several:
            if self.means(several):
                scope = CodingScope.ITEM if alone else CodingScope.DUPLICATES
                self.bulk.mark(self._listing.chosen(several), relevance=relevance, privileged=privileged, scope=scope)
            if self._desk.at_hand is not None:
                self._chips.show_mark(self._desk.at_hand.mark)  # a chip that was clicked shows what is so
            return
        found = self._found()
        if found is not None:
            self._acts.mark(found.item.id, relevance=relevance, privileged=privileged, alone=alone)
            off = found.mark.privileged if privileged else found.mark.relevance == relevance
            self._go_on(found.item.id, off=off)

    def means(self, several: Sequence[ItemId]) -> bool:
        """Whether the item that one reads is among those chosen in the list; it is said if it is not."""
        found = self._desk.at_hand
        if found is None or found.item.id in several:
            return True
        words = self.tr("{0} is on the page and not among the documents chosen in the list; nothing was marked")
        self._session.said.emit(words.format(found.item.control))
        return False

    def say_read(self) -> None:
        """Say that one has read the item at hand, or that it is unread."""
        found = self._found()
        if found is not None:
            self._acts.say_read(found.item.id)
            row = self._listing.model.row_at(self._listing.model.row_of(found.item.id))
            self._go_on(found.item.id, off=row is not None and row.reviewed)

    def lists(self, item: ItemId | None) -> bool:
        """Whether one goes through a list that has an item."""
        if not self._chips.leads_on or item is None:
            return False
        return self._group.holds(item) if self._group.open else self._listing.model.row_of(item) >= 0

    def _found(self) -> Facts | None:
        """The item at hand. One that is still on its way is not seen yet, and the one before it is no longer meant."""
        found = self._desk.at_hand
        if found is None and self._listing.at_hand() is not None:
            self._session.said.emit(self.tr("The document is still opening; nothing was marked"))
        return found

    def _go_on(self, item: ItemId, *, off: bool) -> None:
        if not self._chips.leads_on or off or item != self._listing.at_hand():
            return
        if self._group.open:
            self._group.go_on(1)
        else:
            self._listing.go_on(item)

    def _undone(self, act: ToldAct) -> None:
        """What was taken back is at hand again."""
        if self._listing.list.chosen():  # they stay chosen
            return
        if act.back == "undo" and self._desk.isVisible() and self.lists(act.place.item):
            assert act.place.item is not None  # noqa: S101 - tells mypy what was checked
            if self._group.open:
                self._group.go_to(act.place.item)
                return
            self._listing.go_to(self._listing.model.row_of(act.place.item))
