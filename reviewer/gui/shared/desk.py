"""The two panes side by side: what opens where, what is selected, and the passages on the pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from reviewer.casefile.engine.case import Case
from reviewer.domain.changes import Changes, Noun
from reviewer.domain.evidence.item import Item, Mark
from reviewer.domain.evidence.reading import Hidden
from reviewer.domain.ids import ItemId, PassageId
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.domain.pages.passage import Place, Span
from reviewer.domain.people.header_standing import Standing
from reviewer.domain.query import Marked
from reviewer.gui.pages.loading import has_pages
from reviewer.gui.pages.pane import Pane
from reviewer.gui.session import Latest, Session
from reviewer.gui.shared.coding_list import CodingOfItem
from reviewer.gui.shared.highlights import hatched, highlights
from reviewer.gui.shared.preview import Preview
from reviewer.gui.widgets.folding import Folding
from reviewer.gui.widgets.keys import typing
from reviewer.usecases import search
from reviewer.usecases.evidence import items
from reviewer.usecases.exports.redaction import redactions
from reviewer.usecases.exports.redaction.redactions import Placed
from reviewer.usecases.pages.passages import Stretch
from reviewer.usecases.people import officers

LEAST = 98
"""How wide a pane must be for its page to be read beside another, in steps of the grid."""

FACTS = frozenset(
    {
        Noun.ITEMS,
        Noun.ORDER,
        Noun.PASSAGES,
        Noun.NOTES,
        Noun.MARKS,
        Noun.OFFICERS,
        Noun.TAGS,
        Noun.REDACTIONS,
    }
)
"""What is said of an item."""


@dataclass(frozen=True, slots=True)
class Facts:
    """An item with all that is said of it; ``hidden`` is what no page of it shows, ``header`` who it is from and to.

    ``of_item`` is what is said of it as a whole, beyond its mark.
    """

    item: Item
    children: tuple[Item, ...]
    mark: Mark
    of_item: CodingOfItem
    passages: tuple[MarkedPassage, ...]
    hidden: tuple[Hidden, ...] = ()
    header: tuple[Standing, ...] = ()
    redactions: tuple[Placed, ...] = ()


def facts_of(case: Case, item: ItemId) -> Facts:
    """Look an item up; what is in a mailbox, store or archive is too much to show beside it."""
    found = items.get(case, item)
    held = () if found.kind.streamed else items.children(case, item)
    return Facts(
        found,
        tuple(child for child in held if not child.inline),
        items.mark(case, item),
        CodingOfItem(
            tuple(items.item_notes(case, item)),
            tuple(items.item_tags_of(case, item)),
            tuple(officers.linked_to(case, item)),
        ),
        tuple(items.item_passages(case, item)),
        tuple(items.hidden(case, item)),
        tuple(officers.in_header(case, item)),
        tuple(redactions.on_pages(case, item)),
    )


class Desk(Folding):
    """Pane A shows the item chosen in the list, pane B its first attachment or whatever is pinned there.

    Without ``beside`` there is pane A alone, for a list of what was found. ``attachment_wanted`` then carries what to
    open elsewhere. Where nothing is selected and no passage is at hand, keys act on the words found at which one is.
    Where two pages side by side would be too small to read, one is in sight, and the names of both above it.
    """

    facts_changed = Signal(object)
    passage_changed = Signal()
    target_changed = Signal()
    opened = Signal()
    attachment_wanted = Signal(object)

    def __init__(self, session: Session, *, beside: bool = True) -> None:
        super().__init__()
        self._beside = beside
        self._session = session
        self.a = Pane(session, self.tr("Pane A"))
        self.panes: tuple[Pane, ...] = (self.a,)
        if beside:  # else a second one is never shown, and not made
            self.b = Pane(session, self.tr("Pane B"))
            self.panes = self.a, self.b
        self.active = self.a
        self.as_receiver, self.preview = False, Preview(session)
        self.chosen: PassageId | None = None
        self._sought: MarkedPassage | None = None
        self._facts: dict[Pane, Facts | None] = dict.fromkeys(self.panes)
        self._latest = {pane: Latest() for pane in self.panes}
        self._looked = {pane: Latest() for pane in self.panes}  # what is said of them, asked for last
        self._asked: dict[Pane, ItemId | None] = dict.fromkeys(self.panes)  # what each shows, or will in a moment
        self._missed: set[Pane] = set()  # where what is on its way changed since it was asked for
        self._words = ""
        self._left_at: tuple[ItemId, int] | None = None
        for pane in self.panes:
            self.add(pane, "", least=LEAST, usual=LEAST, stretch=1)
            self._connect(pane)
        if beside:
            self.want(self.b, False)
        self.brought.connect(self._turn_to)
        self.a.pinnable = beside
        self.a.show_nothing(self.tr("Choose an item in the list to read it here."))

    def _connect(self, pane: Pane) -> None:
        pane.view.focused.connect(lambda: self._activate(pane))
        pane.view.selection_changed.connect(self.target_changed)
        pane.view.passage_clicked.connect(lambda passage: self._clicked(pane, PassageId(passage)))
        pane.opened.connect(lambda: self._opened(pane))
        pane.finder.closed.connect(lambda: self._drop_passage(pane))
        pane.finder.moved.connect(self.target_changed)
        if self._beside:
            other = self.b if pane is self.a else self.a
            pane.attachment_chosen.connect(lambda item: self.open_in(other, item.id))
        else:
            pane.attachment_chosen.connect(lambda item: self.attachment_wanted.emit(item.id))

    # -- what is open ---------------------------------------------------------------------------------------------

    @property
    def facts(self) -> Facts | None:
        """The item one reads at the moment."""
        return self._facts[self.active]

    @property
    def at_hand(self) -> Facts | None:
        """The same, for what acts on it; None while another item is on its way to where one reads."""
        found = self.facts
        return found if found is not None and found.item.id == self._asked[self.active] else None

    def asked(self, pane: Pane) -> ItemId | None:
        """The item that a pane shows, or will in a moment."""
        return self._asked[pane]

    def shown(self) -> list[ItemId]:
        """The items that the panes in sight show, or will in a moment."""
        return [pane.item.id for pane in self.panes if pane.item is not None and pane.isVisible()]

    def in_sight(self) -> list[ItemId]:
        """Those of them whose pages, or the words why there are none, have come: only these can be read."""
        return [pane.item.id for pane in self.panes if pane.item is not None and pane.isVisible() and not pane.busy]

    def come_back(self, item: ItemId, page: int) -> None:
        """Open an item, once it is opened, at the page where one left it."""
        self._left_at = item, page

    def open(self, item: ItemId, words: str = "") -> None:
        """Open an item where nothing is pinned, and its first attachment beside it; words of that query are marked."""
        self._words = words
        if self._sought is not None and self._sought.passage.item != item:
            self._sought = None
        pane = self.b if self.a.pinned and not self.b.pinned else self.a
        self._activate(pane)
        self.bring(pane)
        follow = self._beside and pane is self.a and not self.b.pinned
        if follow:
            self.b.loader.leave()
            self._asked[self.b] = None
        self.open_in(pane, item, follow=follow)

    def show_nothing(self, words: str) -> None:
        """Show no item, and say what belongs here."""
        for pane in self.panes:
            self._latest[pane].ask()
            self._facts[pane] = self._asked[pane] = None
        self.chosen = self._sought = None
        if self._beside:
            self.want(self.b, False)
            self.b.show_nothing("")
        self.a.show_nothing(words)

    def open_in(
        self, pane: Pane, item: ItemId, *, follow: bool = False, pin: bool = False, beside: bool = False
    ) -> None:
        """Open an item in a pane; one that opens by itself ``beside`` another takes its place nowhere."""
        self.chosen = None
        self._asked[pane] = item
        self._looked[pane].ask()  # what was looked up before is older than what is read now
        self._missed.discard(pane)

        def show(told: tuple[Facts, Sequence[Marked]]) -> None:
            found, terms = told
            self._facts[pane] = found
            self.name(pane, found.item.title)
            self.want(pane, True)
            if not beside:
                self.bring(pane)
            pane.show_item(found.item, found.children, terms=terms, at=self._page_left(found.item.id))
            if pin:
                pane.pin.setChecked(True)
            if follow:
                self._follow(found)
            if pane is self.active:
                self.facts_changed.emit(found)
            self._find_sought()
            if pane in self._missed:
                self._missed.discard(pane)
                self._look_up(pane, found.item.id)

        words = self._words
        look = self._session.query(self, lambda case: (facts_of(case, item), search.marked(case, words)))
        look.unless(self._latest[pane].ask()).success(show).run()

    def _page_left(self, item: ItemId) -> Span | None:
        """The top of the page where an item was left, for the first item that is opened."""
        left, self._left_at = self._left_at, None
        if left is None or left[0] != item or left[1] <= 1:
            return None
        return Span(Place(left[1], 0), Place(left[1], 0))

    def _follow(self, found: Facts) -> None:
        attached = next((child for child in found.children if has_pages(child)), None)
        self._latest[self.b].ask()
        if attached is None:
            self.want(self.b, False)
            self.b.show_nothing("")
            self._facts[self.b] = None
        else:
            self.open_in(self.b, attached.id, beside=True)

    def _opened(self, pane: Pane) -> None:
        self._highlight(pane)
        self._tell_preview(pane)
        self._find_sought()
        self.opened.emit()

    def _drop_passage(self, pane: Pane) -> None:
        """After a search in a document only what it found is at hand."""
        if pane is self.active and self.chosen is not None:
            self.choose(None)

    def _turn_to(self, pane: QWidget) -> None:
        """What comes into sight in place of what one read is what one reads."""
        if self.active.isHidden():
            self._activate(next(each for each in self.panes if each is pane))

    def read_in(self, pane: Pane) -> None:
        """Let a pane be the one that one reads, wherever the keyboard is."""
        self._activate(pane)

    def _activate(self, pane: Pane) -> None:
        self.keep(pane)
        if pane is not self.active:
            self.active = pane
            if self._facts[pane] is not None:
                self.facts_changed.emit(self._facts[pane])
            self.target_changed.emit()

    # -- passages -------------------------------------------------------------------------------------------------

    def target(self) -> Stretch | MarkedPassage | None:
        """What the next key acts on: the selection, else the passage at hand, else the words found, which are framed.

        Nothing is framed, and no words found are acted on, on pages as a receiver sees them.
        """
        hit = None if self.as_receiver or self.at_hand is None else self.active.finder.hit
        found = None if hit is None else self._passage_at(hit) or self._stretch(hit)
        return self.pointed() or found

    def pointed(self) -> Stretch | MarkedPassage | None:
        """What one selected or went to oneself."""
        if self.at_hand is None:
            return None
        span = self.active.view.selection.span
        if self._beside or span is None:
            return self._stretch(span) or self.passage()
        return self._passage_at(span) or self._stretch(span)

    def words_at_hand(self) -> str:
        """The words that the next key acts on."""
        span, document = _span_of(self.target()), self.active.view.document
        return "" if span is None or document is None else document.text.words_of(span)

    def _stretch(self, span: Span | None) -> Stretch | None:
        document = self.active.view.document
        return Stretch(document.item, span) if document is not None and span is not None else None

    def _passage_at(self, span: Span) -> MarkedPassage | None:
        """The passage that these words are already; none while the next document is on its way."""
        if self.active.view.document is None:
            return None
        passages = () if self.at_hand is None else self.at_hand.passages
        return next((marked for marked in passages if marked.passage.anchor.span == span), None)

    def passage(self) -> MarkedPassage | None:
        """The passage at hand."""
        found = self.facts
        passages = found.passages if found is not None else ()
        return next((marked for marked in passages if marked.passage.id == self.chosen), None)

    def choose(self, marked: MarkedPassage | None, *, reveal: bool = True) -> None:
        """Make a passage the one at hand."""
        self.chosen = None if marked is None else marked.passage.id
        if marked is not None:
            self.active.view.selection.clear()
            if reveal:
                self.active.view.reveal(marked.passage.anchor.span)
        for pane in self.panes:
            self._highlight(pane)
        self.passage_changed.emit()
        self.target_changed.emit()

    def seek(self, marked: MarkedPassage) -> bool:
        """Make a passage the one at hand, at once or when its item is opened next; whether its item is open."""
        self._sought = marked
        return self._find_sought()

    def _find_sought(self) -> bool:
        """Show the passage that is sought, if its pages are there by now."""
        marked = self._sought
        for pane in self.panes:
            if marked is not None and self._open_in(pane) == marked.passage.item:
                self._sought = None
                self.bring(pane)
                self._activate(pane)
                self.choose(marked)
                if not typing():
                    pane.view.setFocus()
                return True
        return False

    def _open_in(self, pane: Pane) -> ItemId | None:
        """The item whose pages a pane shows, once its facts are known too, and unless another is on its way."""
        document, found = pane.view.document, self._facts[pane]
        if document is None or found is None:
            return None
        return document.item if document.item == found.item.id == self._asked[pane] else None

    def step(self, by: int) -> None:
        """Go to the next passage of the item, or the one before."""
        found = self.facts
        if found is None or not found.passages:
            return
        ids = [marked.passage.id for marked in found.passages]
        at = ids.index(self.chosen) + by if self.chosen in ids else (0 if by > 0 else -1)
        self.choose(found.passages[at % len(ids)])

    def added(self, marked: MarkedPassage) -> None:
        """A passage was made or changed: it is the one at hand, unless one has gone on to other words meanwhile."""
        if self.at_hand is None or self.at_hand.item.id != marked.passage.item:
            return
        selected, made = self.active.view.selection.span, marked.passage.anchor.span
        if selected is None:
            gone_on = self.chosen not in {None, marked.passage.id}
        else:
            gone_on = selected.end <= made.start or made.end <= selected.start
        if not gone_on:
            self.put_at_hand(marked.passage.id)

    def put_at_hand(self, passage: PassageId | None) -> None:
        """Let a passage be the one at hand, in place of what is selected; if it is new, its pane is about to hear."""
        self.chosen = passage
        self.active.view.selection.clear()
        for pane in self.panes:
            self._highlight(pane)
        self.passage_changed.emit()
        self.target_changed.emit()

    def look_again(self, changes: Changes) -> None:
        """Look up anew what is said of the items that are open, where that changed."""
        for pane in self.panes:
            asked = self._asked[pane]
            if asked is not None and (pane.item is None or pane.item.id != asked) and changes.concern(FACTS, asked):
                self._missed.add(pane)
            if pane.item is not None and changes.concern(FACTS, pane.item.id):
                self._look_up(pane, pane.item.id)
            elif changes.concern({Noun.PRODUCTIONS}):
                self._tell_preview(pane)

    def _look_up(self, pane: Pane, item: ItemId) -> None:
        def show(found: Facts) -> None:
            if pane.item is None or pane.item.id != found.item.id:
                return
            self._facts[pane] = found
            if _reread(pane.item, found.item):
                pane.open_again(found.item, found.children)
            self._highlight(pane)
            self._tell_preview(pane)
            if pane is self.active:
                self.facts_changed.emit(found)
                self.target_changed.emit()

        looked = self._looked[pane].ask()  # a question from before a later change may be answered after it
        self._session.query(self, lambda case: facts_of(case, item)).unless(looked).success(show).run()

    def _clicked(self, pane: Pane, passage: PassageId) -> None:
        found = self._facts[pane]
        if found is not None:
            self.choose(next((each for each in found.passages if each.passage.id == passage), None), reveal=False)

    def _highlight(self, pane: Pane) -> None:
        found = self._facts[pane]
        if found is not None and pane.item is not None and pane.item.id == found.item.id:
            shown = () if self.as_receiver else highlights(found.passages)
            pane.view.set_highlights(shown, self.chosen)
            pane.view.set_hatched(hatched(found.redactions, solid=self.as_receiver))

    def _tell_preview(self, pane: Pane) -> None:
        """Ask the gate about an item: as it is opened or changes, not as one goes from passage to passage."""
        found = self._facts[pane]
        if self.as_receiver and found is not None and pane.item is not None and pane.item.id == found.item.id:
            self.preview.show(pane, found.item.id, found.redactions)
        else:
            self.preview.leave(pane)

    def toggle_preview(self) -> None:
        """Show the pages as a receiver sees them, or again as they are."""
        self.as_receiver = not self.as_receiver
        for pane in self.panes:
            pane.view.overlay.bare = self.as_receiver
            self._highlight(pane)
            self._tell_preview(pane)
        self.target_changed.emit()

    def copy(self) -> None:
        """Put what is selected on the clipboard; not where it lies below boxes that hide it."""
        if self._may_copy():
            self.active.view.copy()

    def copy_with_cite(self) -> None:
        """The words at hand with their control number and page, which is said."""
        if self._may_copy():
            cited = self.active.copy_with_cite(_span_of(self.target()))
            copied = self.tr("Copied: {0}").format(cited)
            self._session.said.emit(copied if cited else self.tr("Select words on the page first, then copy them"))

    def print(self) -> None:
        """Print the item one reads, or the pages of the words one selected or went to with their cite."""
        if self.at_hand is None or not self.active.print(_span_of(self.pointed())):
            self._session.said.emit(self.tr("Choose a document that has pages, then print it"))

    def _may_copy(self) -> bool:
        hidden = self.as_receiver and self.pointed() is not None
        if hidden:
            said = self.tr("Nothing is copied from pages as a receiver sees them. Leave that view with V first")
            self._session.said.emit(said)
        return not hidden

    def page_keys(self) -> dict[str, Callable[[], object]]:
        """What keys do on the pages that one reads when they are pressed."""

        def on(act: Callable[[Pane], object]) -> Callable[[], object]:
            return lambda: act(self.active)

        return {
            "Ctrl+F": on(lambda pane: pane.finder.open_bar()),
            "F3": on(lambda pane: pane.finder.next()),
            "Shift+F3": on(lambda pane: pane.finder.previous()),
            "Ctrl+= + =": on(lambda pane: pane.view.zoom_by(1)),
            "-": on(lambda pane: pane.view.zoom_by(-1)),
            "0": on(lambda pane: pane.view.fit()),
        }

    def close_workers(self) -> None:
        """Let the workers of both panes go."""
        self.preview.close()
        for pane in self.panes:
            pane.close_workers()
            self._latest[pane].ask()  # what is on its way would have pages drawn again
            self._facts[pane] = self._asked[pane] = None


def _span_of(target: Stretch | MarkedPassage | None) -> Span | None:
    if target is None:
        return None
    return target.span if isinstance(target, Stretch) else target.passage.anchor.span


def _reread(before: Item, now: Item) -> bool:
    """Whether an item was read anew since: with a password, say."""
    return any(getattr(before, name) != getattr(now, name) for name in ("state", "locked", "reasons", "sha256"))
