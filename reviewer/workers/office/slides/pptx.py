"""PowerPoint presentations (Office Open XML): slides in order with tables, notes, comments, and what is hidden."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.office.content import Block, Box, Paragraph, Span, Table, line
from reviewer.workers.office.ooxml import Parts, drawing_blocks, leftovers
from reviewer.workers.office.package import Relation
from reviewer.workers.office.plain import text_of
from reviewer.workers.office.xml import Element, attr, child, name, qualified, within, words
from reviewer.workers.refusal import Refusal

_DEEPEST = 40
_SLIDE = re.compile(r"ppt/slides/[^/]+\.xml", re.IGNORECASE)
_MOST_SLIDES = 5000


@dataclass(slots=True)
class _Deck:
    """The presentation being read: its size in EMU, who comments, and which parts were shown."""

    parts: Parts
    width: int = 0
    height: int = 0
    authors: dict[str, str] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def sizeless(self) -> _Deck:
        """The same for pages of another size than the slides: notes, handouts and masters."""
        return replace(self, width=0, height=0)


def read_pptx(parts: Parts, main: str) -> None:
    """Read all that a presentation holds into ``parts.found``."""
    root = parts.package.tree(main)
    if name(root) != "p:presentation":
        raise Refusal(Reason("office.slides_are_other"))
    deck = _Deck(parts)
    size = child(root, "p:sldSz")
    if size is not None:
        deck.width, deck.height = _number(attr(size, "cx")), _number(attr(size, "cy"))
    relations = parts.relations(main)
    deck.authors = _authors(parts, relations)
    order = [relations.get(qualified(each, "r:id")) for each in within(root, "p:sldId")]
    shown = [each.target for each in order if each is not None and not each.outside][:_MOST_SLIDES]
    stray = [each for each in parts.package.names if _SLIDE.fullmatch(each) and each not in shown]
    for number, part in enumerate(shown, 1):
        _add_slide(deck, part, f"Slide {number}", None, Reason("office.slide_unread", number=number))
    for part in stray[:_MOST_SLIDES]:
        unread = Reason("office.loose_slide_unread")
        _add_slide(deck, part, "Slide", Reason("hidden.left_in_file"), unread)
    _add_masters(deck)
    leftovers(parts, deck.seen)


def _authors(parts: Parts, relations: dict[str, Relation]) -> dict[str, str]:
    found = {}
    for relation in relations.values():
        root = parts.tree(relation.target) if relation.role in {"commentAuthors", "authors"} else None
        for each in root.iter() if root is not None else ():
            if attr(each, "id") and attr(each, "name"):
                found[attr(each, "id")] = attr(each, "name")
    return found


def _add_slide(deck: _Deck, part: str, title: str, hidden: Reason | None, unread: Reason) -> None:
    if part in deck.seen:
        return
    deck.seen.add(part)
    root = deck.parts.tree(part)
    if root is None:
        deck.parts.found.remark(unread)
        return
    relations = deck.parts.relations(part)
    blocks = _shapes(deck, root, relations, 0)
    for relation in relations.values():
        if relation.outside:
            continue
        if relation.role == "notesSlide":
            notes = deck.parts.tree(relation.target)
            inner = (
                _shapes(deck.sizeless(), notes, deck.parts.relations(relation.target), 0) if notes is not None else []
            )
            if text_of(inner).strip():
                blocks.append(Box("Speaker notes", tuple(inner)))
        elif relation.role == "comments":
            blocks += _comments(deck, relation.target)
    if attr(root, "show", "1") in {"0", "false"}:
        hidden = hidden or Reason("hidden.slide")
    deck.parts.found.blocks.append(Box(title, tuple(blocks), hidden, section=True))


def _shapes(deck: _Deck, parent: Element, relations: dict[str, Relation], depth: int) -> list[Block]:
    """The blocks of all shapes below an element, in the order drawn."""
    if depth > _DEEPEST:
        return [line(words(parent))]
    found: list[Block] = []
    for each in parent:
        what = name(each)
        if what in {"p:sp", "p:cxnSp", "p:pic", "p:graphicFrame"}:
            found += _hidden_if(deck, each, _shape(deck, each, relations))
        elif what == "mc:AlternateContent":
            chosen = next((form for form in each if len(form)), None)
            found += _shapes(deck, chosen, relations, depth + 1) if chosen is not None else []
        elif what == "p:grpSp":
            found += _hidden_if(deck, each, _shapes(deck, each, relations, depth + 1), inside=True)
        elif what and len(each):
            found += _shapes(deck, each, relations, depth + 1)
    return found


def _hidden_if(deck: _Deck, shape: Element, blocks: list[Block], *, inside: bool = False) -> list[Block]:
    how = None
    if any(attr(each, "hidden") in {"1", "true"} for each in _own(shape)):
        how = Reason("hidden.shape")
    elif deck.width and deck.height and not inside:
        offset, extent = next(within(shape, "a:off"), None), next(within(shape, "a:ext"), None)
        grouped = shape.getparent() is not None and name(shape.getparent()) == "p:grpSp"
        if offset is not None and extent is not None and not grouped:
            x, y = _number(attr(offset, "x")), _number(attr(offset, "y"))
            right, bottom = x + _number(attr(extent, "cx")), y + _number(attr(extent, "cy"))
            if right <= 0 or bottom <= 0 or x >= deck.width or y >= deck.height:
                how = Reason("hidden.beside_slide")
    return [Box("Shape", tuple(blocks), how)] if how and blocks else blocks


def _own(shape: Element) -> list[Element]:
    return [prop for first in list(shape)[:1] for prop in first if name(prop) == "p:cNvPr"]


def _shape(deck: _Deck, shape: Element, relations: dict[str, Relation]) -> list[Block]:
    found: list[Block] = []
    tables = list(within(shape, "a:tbl"))
    for table in tables:
        rows = []
        for row in (each for each in table if name(each) == "a:tr"):
            cells = [_paragraphs(cell, relations) for cell in row if name(cell) == "a:tc"]
            rows.append(tuple(tuple(cell) for cell in cells))
        found.append(Table(tuple(rows)))
    if not tables:
        heading = any(attr(each, "type") in {"title", "ctrTitle"} for each in within(shape, "p:ph"))
        found += _paragraphs(shape, relations, heading=2 if heading else 0)
    found += drawing_blocks(deck.parts, shape, relations, deck.seen)
    for each in within(shape, "a:hlinkClick", "a:hlinkHover"):
        if name(each.getparent()) == "p:cNvPr":
            target = _link(each, relations)
            if target:
                found.append(line("[Shape]", link=target))
    for each in within(shape, "p:oleObj"):
        relation = relations.get(qualified(each, "r:id"))
        outside = f": {relation.target}" if relation and relation.outside else ""
        found.append(line(f"[Embedded file] {attr(each, 'progId')}{outside}"))
    return found


def _paragraphs(parent: Element, relations: dict[str, Relation], heading: int = 0) -> list[Block]:
    found: list[Block] = []
    for paragraph in within(parent, "a:p"):
        spans = []
        for each in paragraph.iter():
            what = name(each)
            if what == "a:br":
                spans.append(Span("\n"))
            elif what in {"a:t", "m:t"}:
                spans.append(_span(each, relations))
        properties = child(paragraph, "a:pPr")
        level = min(_number(attr(properties, "lvl")), 8) if properties is not None else 0
        if any(span.text.strip() for span in spans):
            found.append(Paragraph(tuple(spans), heading, "", level))
    return found


def _span(text: Element, relations: dict[str, Relation]) -> Span:
    run = text.getparent()
    properties = child(run, "a:rPr") if run is not None else None
    if properties is None:
        return Span(text.text or "")
    links = (_link(each, relations) for each in within(properties, "a:hlinkClick", "a:hlinkMouseOver"))
    return Span(
        text.text or "",
        link=next(filter(None, links), ""),
        bold=attr(properties, "b") in {"1", "true"},
        italic=attr(properties, "i") in {"1", "true"},
    )


def _link(element: Element, relations: dict[str, Relation]) -> str:
    relation = relations.get(qualified(element, "r:id"))
    if relation is not None and relation.outside:
        return relation.target
    action = attr(element, "action")
    return action if action.startswith(("ppaction://program", "ppaction://macro")) else ""


def _comments(deck: _Deck, part: str) -> list[Block]:
    """Comments of either kind: those of PowerPoint up to 2019, and the threads that came after."""
    root = deck.parts.tree(part)
    found: list[Block] = []
    for each in root.iter() if root is not None else ():
        if name(each).partition(":")[2] not in {"cm", "reply"}:
            continue
        who = deck.authors.get(attr(each, "authorId"), "an unnamed person")
        when = (attr(each, "dt") or attr(each, "created")).replace("T", " ")[:16]
        said: list[Block] = [line(words(text)) for text in within(each, "p:text")]
        if not said:
            bodies = [body for body in each if name(body).partition(":")[2] == "txBody"]
            said = [paragraph for body in bodies for paragraph in _paragraphs(body, {})]
        if said:
            found.append(Box(f"Comment by {who}" + (f", {when}" if when else ""), tuple(said)))
    return found


def _add_masters(deck: _Deck) -> None:
    """What masters and layouts say on every slide: all but the prompts of their placeholders."""
    said = set()
    for part in deck.parts.package.names:
        low = part.lower()
        if not re.fullmatch(r"ppt/(slidemasters|slidelayouts|notesmasters|handoutmasters)/[^/]+\.xml", low):
            continue
        root = deck.parts.tree(part)
        if root is None:
            continue
        for shape in list(within(root, "p:sp", "p:pic", "p:graphicFrame")):
            holder = next(within(shape, "p:ph"), None)
            if holder is not None and attr(holder, "type") not in {"ftr", "dt", "hdr"} and name(shape) == "p:sp":
                shape.getparent().remove(shape)
        blocks = [
            each for each in _shapes(deck.sizeless(), root, deck.parts.relations(part), 0) if not hasattr(each, "data")
        ]
        text = text_of(blocks).strip()
        if text and text not in said:
            said.add(text)
            deck.parts.found.blocks.append(Box("On the slide master", tuple(blocks)))


def _number(text: str) -> int:
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) < 12 else 0
