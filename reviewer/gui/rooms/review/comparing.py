"""Two documents side by side: the words that differ are marked on the pages of both, and they scroll together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from reviewer.casefile.engine.case import Case
from reviewer.domain.analysis.text_comparison import Difference, differences, without_number
from reviewer.domain.ids import ItemId
from reviewer.domain.pages.passage import Place, Span
from reviewer.errors import KnownError
from reviewer.gui.pages.pane import Pane
from reviewer.gui.session import Latest, Session
from reviewer.gui.shared.desk import Desk
from reviewer.usecases.evidence import items


@dataclass(slots=True)
class _Side:
    """The words that differ on the pages of one document, and which of them stands for which difference."""

    item: ItemId
    spans: list[Span]
    of: dict[int, int]


class Comparing(QObject):
    """Two documents are compared until another one is opened; keys go from difference to difference.

    ``make_room`` has the panes side by side where they can be. ``compared``: the differences are marked.
    """

    compared = Signal()

    def __init__(
        self, session: Session, desk: Desk, chosen: Callable[[], Sequence[ItemId]], make_room: Callable[[], object]
    ) -> None:
        super().__init__(desk)
        self._session, self._desk, self._chosen, self.make_room = session, desk, chosen, make_room
        self._asked = Latest()
        self._wanted: tuple[ItemId, ItemId] | None = None
        self._sides: tuple[_Side, _Side] | None = None
        self._count = 0
        self._at = -1
        self._told = ""
        self._scrolling = False
        desk.opened.connect(self._opened)
        for pane, other in ((desk.a, desk.b), (desk.b, desk.a)):
            pane.shown_again.connect(self._shown_again)
            pane.view.verticalScrollBar().valueChanged.connect(partial(self._scroll, pane, other))

    @property
    def comparing(self) -> bool:
        """Whether the documents in sight are compared."""
        sides = self._sides
        return sides is not None and self._shown() == (sides[0].item, sides[1].item)

    def next(self) -> None:
        """Go to the next difference; compare first, where nothing is compared yet or two others are chosen."""
        chosen = self._chosen()
        pair = (chosen[0], chosen[1]) if len(chosen) == 2 else None
        if self.comparing and (pair is None or pair == self._shown()):
            self._go(1)
        elif pair is not None:
            self.compare(*pair)

    def previous(self) -> None:
        """Go to the difference before."""
        if self.comparing:
            self._go(-1)

    def compare(self, one: ItemId, other: ItemId) -> None:
        """Compare these two, whatever is chosen."""
        self.make_room()
        self._told = ""
        self._begin(one, other)

    def hold_against(self, base: ItemId, other: ItemId, told: str = "") -> None:
        """Compare these two, neither in the place of the other; ``told`` comes before the answer."""
        self._told = told
        self._begin(base, other, beside=True)

    def leave(self) -> None:
        """Compare nothing any more."""
        self._asked.ask()
        self._sides = None
        self._give_up()

    def _begin(self, one: ItemId, other: ItemId, *, beside: bool = False) -> None:
        """Open both; they are compared once their pages are there."""
        self._sides, self._wanted = None, (one, other)
        desk = self._desk
        for pane in desk.panes:
            pane.pin.setChecked(False)
        if self._shown() == self._wanted == tuple(map(desk.asked, desk.panes)):
            desk.b.pin.setChecked(True)
            self._opened()
            return
        desk.open_in(desk.a, one, beside=beside)  # whatever else may be on its way
        desk.open_in(desk.b, other, pin=True, beside=True)

    def _shown(self) -> tuple[ItemId | None, ItemId | None]:
        """What is on the pages of both panes."""
        documents = (pane.view.document for pane in (self._desk.a, self._desk.b))
        one, other = (None if each is None else each.item for each in documents)
        return one, other

    def _opened(self) -> None:
        """Pages have come: compare, if they are those of both; others end it, and the second pane follows again."""
        if self._sides is not None and not self.comparing:
            self._sides = None
            self._desk.b.pin.setChecked(False)
        wanted = self._wanted
        self._mark_again()
        if wanted is not None and tuple(map(self._desk.asked, self._desk.panes)) != wanted:
            self._give_up()
        if wanted is None or self._shown() != wanted:
            self._tell_without_pages()
            return
        texts = [pane.view.document.text.texts for pane in (self._desk.a, self._desk.b) if pane.view.document]

        def look(case: Case) -> list[Difference]:
            controls = [items.get(case, item).control for item in wanted]
            return differences(
                *(
                    "\n".join(without_number(page, control) for page in pages)
                    for pages, control in zip(texts, controls, strict=True)
                )
            )

        def show(found: list[Difference]) -> None:
            self._wanted = None
            one, other = (
                _side(item, pages, [each.a_place if first else each.b_place for each in found])
                for item, pages, first in zip(wanted, texts, (True, False), strict=True)
            )
            self._sides, self._count, self._at = (one, other), len(found), -1
            self.compared.emit()
            self._go(1)

        def fail(error: KnownError) -> None:
            self._give_up()
            self._session.report(error)

        newer = self._asked.ask()
        asked = self._session.query(self, look).unless(lambda: newer() or self._shown() != wanted)
        asked.success(show).failure(fail).run()

    def _give_up(self) -> None:
        """What was to be compared is not any more: the second pane follows again."""
        self._wanted = None
        self._desk.b.pin.setChecked(False)

    def _tell_without_pages(self) -> None:
        """Say which of the two that are wanted has no pages to compare, once both are open."""
        panes = self._desk.panes
        there = tuple(None if pane.item is None else pane.item.id for pane in panes)
        without = [pane.item.control for pane in panes if pane.item is not None and pane.view.document is None]
        if self._wanted is not None and there == self._wanted and without and not any(pane.busy for pane in panes):
            self._give_up()
            words = self.tr("{0} has no pages that could be compared").format(without[-1])
            self._say(words)
            self.compared.emit()

    def _say(self, words: str) -> None:
        """Say it after what was to be told with it, once."""
        told, self._told = self._told, ""
        self._session.said.emit(f"{told}. {words}" if told else words)

    # -- going from difference to difference --------------------------------------------------------------------------

    def _go(self, by: int) -> None:
        if self._sides is None or not self._count:
            self._say(self._same())
            return
        self._at = (self._at + by) % self._count
        self._mark()
        words = self.tr(
            "Difference {0} of {1} in words; white space and marks of quoting (>) are left out (C is the next, Shift+C "
            "the one before)"
        )
        self._say(words.format(f"{self._at + 1:,}", f"{self._count:,}"))

    def _shown_again(self) -> None:
        """Pages that were in sight already came once more: those of both may be all that was waited for."""
        if self._wanted is not None and self._shown() == self._wanted:
            self._opened()
        else:
            self._mark_again()

    def _mark_again(self) -> None:
        """The pages that are compared came once more, or other words were marked on them."""
        if self.comparing and self._wanted is None:
            self._mark()

    def _mark(self) -> None:
        """Mark what differs on the pages of both, and go to the difference at hand."""
        self._scrolling = True  # each goes to its own words
        for pane, side in zip((self._desk.a, self._desk.b), self._sides or (), strict=False):
            if self._at in side.of:
                pane.finder.show_hits(side.spans, side.of[self._at])
            else:
                pane.view.set_found(side.spans)
        self._scrolling = False

    def _same(self) -> str:
        return self.tr("Both have the same words on their pages; white space and marks of quoting (>) are left out")

    def _scroll(self, pane: Pane, other: Pane, value: int) -> None:
        """Take the other document along."""
        if self._scrolling or not self.comparing:
            return
        bar, beside = pane.view.verticalScrollBar(), other.view.verticalScrollBar()
        self._scrolling = True
        beside.setValue(round(value * beside.maximum() / bar.maximum()) if bar.maximum() else beside.value())
        self._scrolling = False


def _side(item: ItemId, pages: Sequence[str], places: Sequence[tuple[int, int]]) -> _Side:
    """Where the words that differ stand on the pages; what has no words on this side has no place."""
    side = _Side(item, [], {})
    for number, (start, end) in enumerate(places):
        if start < end:
            side.of[number] = len(side.spans)
            side.spans.append(Span(_place(pages, start), _place(pages, end)))
    return side


def _place(pages: Sequence[str], at: int) -> Place:
    """A place in the pages that were joined, each by one sign."""
    for number, text in enumerate(pages, 1):
        if at <= len(text):
            return Place(number, at)
        at -= len(text) + 1
    return Place(max(1, len(pages)), len(pages[-1]) if pages else 0)
