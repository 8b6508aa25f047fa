"""Open an item as a document: from its rendition, made first where there is none; the next few are made beforehand."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence

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


class Loader(QObject):
    """Loads the documents of one pane; the latest few stay at hand, up to a number of bytes."""

    KEEP_BYTES = 96 * 2**20

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._latest = Latest()
        self._ahead = Latest()
        self._kept: OrderedDict[ItemId, Document] = OrderedDict()

    def forget(self) -> None:
        """Drop what was asked for and what is at hand."""
        self._latest.ask()
        self._ahead.ask()
        self._kept.clear()

    def drop_kept(self) -> None:
        """Drop what is at hand, since it is no longer what it was."""
        self._ahead.ask()
        self._kept.clear()

    def leave(self) -> None:
        """Drop what was asked for."""
        self._latest.ask()

    def load(self, item: ItemId, shown: Shown, refused: Refused) -> None:
        """Have a document shown, unless another is asked for meanwhile."""
        stale = self._latest.ask()
        kept = self._kept.get(item)
        if kept is not None:
            self._kept.move_to_end(item)
            shown(kept)
            return

        def arrived(made: Document) -> None:
            self._keep(made)
            shown(made)

        self._open(item, stale, arrived, refused)

    def ahead(self, wanted: Sequence[ItemId]) -> None:
        """Make the pages of the next few items, so that they open at once."""
        stale = self._ahead.ask()
        for item in wanted:
            if item not in self._kept:
                self._open(item, stale, self._keep, lambda _error: None)

    def _open(self, item: ItemId, stale: Callable[[], bool], shown: Shown, refused: Refused) -> None:
        session, who = self._session, self._session.reviewer

        def find_or_make(case: Case) -> Document | item_pages.Made | None:
            if stale():
                return None
            rendition = item_pages.of_item(case, item)
            return item_pages.make(case, session.workers, item) if rendition is None else read_document(case, rendition)

        def keep(made: item_pages.Made) -> Callable[[Case], Document]:
            return lambda case: read_document(case, item_pages.keep(case, made, reviewer=who))

        def found(answer: Document | item_pages.Made | None) -> None:
            if isinstance(answer, Document):
                shown(answer)
            elif answer is not None:
                session.operation(self, keep(answer)).success(shown).failure(refused).unless(stale).run()

        session.making(self, find_or_make).success(found).failure(refused).unless(stale).run()

    def _keep(self, made: Document) -> None:
        self._kept[made.item] = made
        while len(self._kept) > 1 and sum(len(each.pdf) for each in self._kept.values()) > self.KEEP_BYTES:
            self._kept.popitem(last=False)
        if len(self._kept) > 12:
            self._kept.popitem(last=False)
