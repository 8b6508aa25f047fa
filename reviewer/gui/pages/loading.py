"""Open an item as a document: from its rendition, made first where there is none; the next few are made beforehand."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject

from reviewer.casefile.engine.case import Case
from reviewer.domain.evidence.item import Item
from reviewer.domain.evidence.reading import State
from reviewer.domain.ids import ItemId
from reviewer.domain.pages.rendition import Rendition
from reviewer.errors import KnownError
from reviewer.gui.pages.document import Document, document
from reviewer.gui.session import Latest, Session
from reviewer.usecases.evidence import items
from reviewer.usecases.pages import item_pages, ocr

Shown = Callable[[Document], None]
Refused = Callable[[KnownError], None]


def has_pages(item: Item) -> bool:
    """Whether an item can be shown as pages."""
    return item.kind.has_pages and item.state is not State.FAILED and bool(item.sha256)


def read_document(case: Case, rendition: Rendition) -> Document:
    """All that the viewer needs of a rendition."""
    item = items.get(case, rendition.item)
    title = f"{item.control} · {item.title}"
    return document(
        item.id,
        rendition.id,
        title=title,
        remark=rendition.remark,
        pdf=item_pages.pdf(case, rendition),
        pages=item_pages.pages(case, rendition.id),
        ocr=ocr.of_rendition(case, rendition.id),
    )


@dataclass(slots=True)
class _Waiting:
    """Somebody who wants a document, until that is ``stale``."""

    stale: Callable[[], bool]
    shown: Shown
    refused: Refused


@dataclass(slots=True, eq=False)
class _OnItsWay:
    """A document that is read, or made, once for all who want it."""

    item: ItemId
    waiting: list[_Waiting]

    def wanted(self) -> list[_Waiting]:
        """Who still waits for it."""
        return [each for each in tuple(self.waiting) if not each.stale()]


class Loader(QObject):
    """Loads the documents of one pane; the latest few stay at hand, up to a number of bytes."""

    KEEP_BYTES = 96 * 2**20

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._latest = Latest()
        self._ahead = Latest()
        self._kept: OrderedDict[ItemId, Document] = OrderedDict()
        self._coming: dict[ItemId, _OnItsWay] = {}

    def forget(self) -> None:
        """Drop what was asked for and what is at hand."""
        self._latest.ask()
        self.drop_kept()

    def drop_kept(self) -> None:
        """Drop what is at hand, since it is no longer what it was; what is on its way is shown and not kept."""
        self._ahead.ask()
        self._kept.clear()
        self._coming.clear()

    def leave(self) -> None:
        """Drop what was asked for."""
        self._latest.ask()

    def load(self, item: ItemId, shown: Shown, refused: Refused) -> None:
        """Have a document shown, unless another is asked for meanwhile; what is not begun of those ahead gives way."""
        stale = self._latest.ask()
        kept = self._kept.get(item)
        if kept is not None:
            self._kept.move_to_end(item)
            shown(kept)
            return
        self._ahead.ask()
        self._want(item, _Waiting(stale, shown, refused))

    def ahead(self, wanted: Sequence[ItemId]) -> None:
        """Make the pages of the next few items, so that they open at once."""
        stale = self._ahead.ask()
        for item in wanted:
            if item not in self._kept:
                self._want(item, _Waiting(stale, lambda _document: None, lambda _error: None))

    def _want(self, item: ItemId, who: _Waiting) -> None:
        """Wait for a document that is on its way, or begin it."""
        coming = self._coming.get(item)
        if coming is None:
            coming = self._coming[item] = _OnItsWay(item, [who])
            self._open(coming)
        else:
            coming.waiting.append(who)

    def _open(self, coming: _OnItsWay) -> None:
        session, item = self._session, coming.item

        def find_or_make(case: Case) -> Document | item_pages.Made | None:
            if not coming.wanted():
                return None
            rendition = item_pages.of_item(case, item)
            return item_pages.make(case, session.workers, item) if rendition is None else read_document(case, rendition)

        asked = session.making(self, find_or_make).success(partial(self._found, coming))
        asked.failure(partial(self._failed, coming)).unless(partial(self._dropped, coming)).run()

    def _found(self, coming: _OnItsWay, answer: Document | item_pages.Made | None) -> None:
        who = self._session.reviewer

        def keep(made: item_pages.Made) -> Callable[[Case], Document]:
            return lambda case: read_document(case, item_pages.keep(case, made, reviewer=who))

        if isinstance(answer, Document):
            self._arrived(coming, answer)
        elif answer is not None:
            kept = self._session.operation(self, keep(answer)).success(partial(self._arrived, coming))
            kept.failure(partial(self._failed, coming)).unless(partial(self._dropped, coming)).run()
        elif coming.wanted():  # again, by now
            self._open(coming)
        else:
            self._come(coming)

    def _arrived(self, coming: _OnItsWay, made: Document) -> None:
        if self._come(coming):
            self._keep(made)
        for each in coming.wanted():
            each.shown(made)

    def _failed(self, coming: _OnItsWay, error: KnownError) -> None:
        self._come(coming)
        for each in coming.wanted():
            each.refused(error)

    def _dropped(self, coming: _OnItsWay) -> bool:
        """Whether nobody has any use for it."""
        return self._coming.get(coming.item) is not coming and not coming.wanted()

    def _come(self, coming: _OnItsWay) -> bool:
        """It is on its way no longer; whether it still is what the case has."""
        if self._coming.get(coming.item) is not coming:
            return False
        del self._coming[coming.item]
        return True

    def _keep(self, made: Document) -> None:
        self._kept[made.item] = made
        while len(self._kept) > 1 and sum(len(each.pdf) for each in self._kept.values()) > self.KEEP_BYTES:
            self._kept.popitem(last=False)
        if len(self._kept) > 12:
            self._kept.popitem(last=False)
