"""Words that prove something, wherever they come from: a passage, or what is selected on the pages."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.domain.ids import ItemId, PassageId
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.domain.pages.passage import Span, one_line
from reviewer.gui.pages.pane import Pane
from reviewer.usecases.pages.passages import Source, Stretch


@dataclass(frozen=True, slots=True)
class Quoted:
    """A source with its words and where they stand."""

    source: Source
    item: ItemId
    span: Span
    quote: str
    control: str

    @property
    def words(self) -> str:
        """The quote on one line, with its place."""
        page = self.span.start.page
        return f"“{one_line(self.quote)}” · {self.control} · p. {page}"

    @property
    def passage(self) -> PassageId | None:
        """The passage, if it is one already."""
        return None if isinstance(self.source, Stretch) else self.source


def of_passage(marked: MarkedPassage) -> Quoted:
    """The words of a passage."""
    anchor = marked.passage.anchor
    return Quoted(marked.passage.id, marked.passage.item, anchor.span, anchor.quote, marked.control)


def of_selection(pane: Pane) -> Quoted | None:
    """What is selected on the pages of a pane; None when nothing is."""
    return of_words(pane, pane.view.selection.span)


def of_words(pane: Pane, span: Span | None) -> Quoted | None:
    """Words on the pages of a pane; None when there are none."""
    document, item = pane.view.document, pane.item
    words = document.text.words_of(span) if document is not None and span is not None else ""
    if span is None or item is None or not words.strip():
        return None
    return Quoted(Stretch(item.id, span), item.id, span, words, item.control)
