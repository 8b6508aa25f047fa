"""What a receiver may be told of an item whose pages go rebuilt without what is redacted: of it, and of its passages.

A quote has the code of the reason where a box is. Words that are redacted are masked in the rest too; where a box
covers what is known by no words (a region, a page, a field of the head, or words too short to be followed), the rest
is told only as far as the head on the first page still says it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from reviewer.casefile.pages import renditions
from reviewer.domain.evidence.item import Item
from reviewer.domain.exports.redaction import Redaction, RedactionKind, is_followed, pattern_of
from reviewer.domain.exports.redaction_boxes import PageBox
from reviewer.domain.exports.redaction_quotes import shown
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.domain.pages.passage import Anchor, Place, Span
from reviewer.domain.pages.rendition import Rendition
from reviewer.errors import ExportError
from reviewer.usecases.exports.gate import Gate
from reviewer.usecases.exports.redaction.redacting import boxes_on


def boxes_of_exhibit(gate: Gate, item: Item) -> tuple[Rendition, tuple[PageBox, ...]]:
    """The boxes on the pages of an item that goes without what is redacted; ExportError when they no longer fit."""
    rendition = renditions.of_item(gate.case, item.id)
    if rendition is None:
        raise ExportError(f"the pages of {item.control} are not there any more", "Verify the case.")
    return rendition, tuple(boxes_on(gate, rendition, item.control))


def told(gate: Gate, item: Item, rendition: Rendition, boxes: Sequence[PageBox]) -> Item:
    """An item as it may be told beside its rebuilt pages: masked, and without the hash of its original."""
    bare = replace(
        item,
        name=gate.masked(item.name),
        path=gate.masked(item.path),
        subject=gate.masked(item.subject),
        sender=gate.masked(item.sender),
        recipients=gate.masked(item.recipients),
        sha256="",
    )
    if not any(map(_unnamed, gate.withheld.redactions_of(item.id))):
        return bare
    page = renditions.page(gate.case, rendition.id, 1)
    head = "" if page is None else shown({1: page}, Span(Place(1, 0), Place(1, len(page.text))), boxes)
    return replace(
        bare,
        name="",
        path="",
        date="",
        subject=bare.subject if _heads(head, "Subject", bare.subject) else "",
        sender=bare.sender if _heads(head, "From", bare.sender) else "",
        recipients=bare.recipients if _heads(head, "To", bare.recipients) else "",
    )


def _heads(head: str, field: str, value: str) -> bool:
    """Whether a field of the head of a message is still to be read on its first page."""
    found = re.search(rf"(?m)^{field}:?\s+{pattern_of(value).pattern}", head) if value else None
    return found is not None


def passage_told(gate: Gate, found: MarkedPassage, rendition: Rendition, boxes: Sequence[PageBox]) -> MarkedPassage:
    """A passage with the codes of boxes in its quote, without the words around it."""
    anchor = found.passage.anchor
    quote = gate.masked(_shown(gate, rendition, anchor, boxes))
    passage = replace(found.passage, anchor=replace(anchor, quote=quote, prefix="", suffix=""))
    return replace(found, passage=passage, title=gate.masked(found.title))


def _shown(gate: Gate, rendition: Rendition, anchor: Anchor, boxes: Sequence[PageBox]) -> str:
    numbers = range(anchor.span.start.page, anchor.span.end.page + 1)
    pages = {number: renditions.page(gate.case, rendition.id, number) for number in numbers}
    return shown({number: page for number, page in pages.items() if page is not None}, anchor.span, boxes)


def _unnamed(redaction: Redaction) -> bool:
    """Whether a redaction covers what no words say, or what is written otherwise elsewhere."""
    named = redaction.what.kind is RedactionKind.WORDS and is_followed(redaction.quote)
    return not named or redaction.what.found_by.startswith("field ")
