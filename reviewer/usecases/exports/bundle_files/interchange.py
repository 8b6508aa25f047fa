"""What reviewers marked, for programs of others: Web Annotations, and the codebook as a REFI-QDA project.

Both tell of the passages that are highlighted in the exhibits of the bundle, with those of their tags and notes that
may leave. What is redacted anywhere is masked. Passages on pages that go redacted are counted and not told.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from reviewer import __version__
from reviewer.casefile.engine.record import record
from reviewer.casefile.pages import passages, renditions, tags
from reviewer.domain import clock
from reviewer.domain.evidence.item import Item
from reviewer.domain.exports.leaving import Way
from reviewer.domain.exports.report_options import Language
from reviewer.domain.ids import ItemId
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.domain.pages.page_text import line_rects, unpack_boxes
from reviewer.domain.pages.passage import PAGE_BREAK, one_line
from reviewer.domain.pages.rendition import Rendition
from reviewer.domain.pages.tag import Tag
from reviewer.export.bag import Bag
from reviewer.export.refi_qda import Code, Coded, CodedDocument, CodedNote, PageArea, Project, qdpx
from reviewer.export.report_texts import Texts
from reviewer.export.web_annotations import Annotated, PageQuote, SaidNote, annotation_collection
from reviewer.usecases.exports.bundle_documents import Making
from reviewer.usecases.exports.gate import Gate
from reviewer.usecases.exports.papers.language import said_in

ANNOTATIONS, CODEBOOK = "annotations.jsonld", "codebook.qdpx"
PROGRAM = f"Evidence Reviewer {__version__}"
_SHORT = 60


@dataclass(frozen=True, slots=True)
class MarkedExhibit:
    """A document that goes whole, the file of its pages, and its passages with what may leave of them."""

    item: Item
    number: str
    file: str
    rendition: Rendition
    marked: tuple[MarkedPassage, ...]


@dataclass(frozen=True, slots=True)
class Interchange:
    """The files, each with what it is, of how many passages they tell, and that in words of the program's language."""

    papers: tuple[tuple[str, str, bytes], ...]
    passages: int
    detail: str
    texts_of: tuple[ItemId, ...] = ()
    """The items of which the codebook has the text, as the bundle has it in a file of its own."""

    def is_whole(self, bag: Bag) -> bool:
        """Whether the annotations, read back, are all there, and each leads to an exhibit of the bundle."""
        first = json.loads(bag.place.read(f"data/{ANNOTATIONS}"))["first"]
        sources = {target["source"] for each in first["items"] for target in each["target"]}
        return len(first["items"]) == self.passages and all(f"data/{each}" in bag.payload for each in sources)


def check_tags(gate: Gate) -> None:
    """WordsStayError when a tag that would be in the codebook repeats words that stay."""
    gate.check_written({f"the tag “{each.name}”": (each.name, each.definition) for each in _tags(gate)})


def _tags(gate: Gate) -> list[Tag]:
    return [each for each in tags.listed(gate.case) if each.id not in gate.internal_tags]


def make(making: Making) -> Interchange:
    """The two files, of tags that were checked; nothing is written."""
    found = list(marked_exhibits(making))
    told = sum(len(each.marked) for each in found)
    left_out = sum(
        len(passages.of_item(making.gate.case, part.item)) for part in making.parts if part.way is Way.REDACTED
    )
    made, title, detail = clock.now(), making.gate.masked(making.about), _detail(making.say, told, left_out)
    annotated = [annotation for each in found for annotation in _annotated(making, each)]
    what = making.say("marked.what", title=title, detail=detail)
    papers = (
        (
            ANNOTATIONS,
            making.say("file.annotations"),
            annotation_collection(_urn(making, "annotations"), what, PROGRAM, made, annotated),
        ),
        (
            CODEBOOK,
            making.say("file.codebook"),
            qdpx(_project(making, found, title, f"{detail}. {making.say('marked.where')}", made)),
        ),
    )
    return Interchange(
        papers, told, _detail(said_in(Language.ENGLISH), told, left_out), tuple(each.item.id for each in found)
    )


def _detail(say: Texts, told: int, left_out: int) -> str:
    """Of how many passages is told, and of how many not."""
    return say("marked.passages", count=told) + (say("marked.left_out", count=left_out) if left_out else "")


def marked_exhibits(making: Making) -> Iterator[MarkedExhibit]:
    """The documents whose pages go whole and have passages."""
    for part in making.parts:
        if part.way is not Way.GOES or part.rendition is None or part.native or part.recalled or not part.numbered:
            continue
        marked = tuple(
            making.gate.marked(each)
            for each in passages.of_item(making.gate.case, part.item)
            if each.passage.id not in making.gate.passages_held
        )
        rendition = renditions.of_item(making.gate.case, part.item)
        if marked and rendition is not None:
            number = making.number(part.first)
            yield MarkedExhibit(making.known[part.item], number, f"exhibits/{number}.pdf", rendition, marked)


def _guid(making: Making, *parts: object) -> str:
    """An id that is the same whenever this case tells of the same thing."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "/".join(map(str, (record(making.gate.case).uuid, *parts)))))


def _urn(making: Making, *parts: object) -> str:
    return f"urn:uuid:{_guid(making, *parts)}"


# ── Web Annotations ─────────────────────────────────────────────────────────────────────────────────────────────────


def _annotated(making: Making, exhibit: MarkedExhibit) -> Iterator[Annotated]:
    mask = making.gate.masked
    for each in exhibit.marked:
        yield Annotated(
            _urn(making, "passage", each.passage.id),
            exhibit.file,
            tuple(_quotes(making, each)),
            tuple(mask(tag.name) for tag in each.tags),
            tuple(SaidNote(mask(note.text), mask(note.reviewer), note.created) for note in each.notes),
            mask(each.passage.reviewer),
            each.passage.created,
        )


def _quotes(making: Making, marked: MarkedPassage) -> Iterator[PageQuote]:
    """The words of a passage page by page; what stands before and after them on the same page is told with them."""
    anchor, mask = marked.passage.anchor, making.gate.masked
    parts = anchor.quote.split(PAGE_BREAK)
    for at, words in enumerate(parts):
        before = anchor.prefix.rpartition(PAGE_BREAK)[2] if at == 0 else ""
        after = anchor.suffix.partition(PAGE_BREAK)[0] if at == len(parts) - 1 else ""
        if words.strip():
            yield PageQuote(anchor.span.start.page + at, mask(words), mask(before), mask(after))


# ── REFI-QDA ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _project(making: Making, found: list[MarkedExhibit], title: str, says: str, made: str) -> Project:
    gate = making.gate
    codes = tuple(
        Code(
            _guid(making, "tag", each.id),
            gate.masked(each.name),
            each.color,
            gate.masked(each.definition),
            "" if each.parent is None else _guid(making, "tag", each.parent),
        )
        for each in _tags(gate)
    )
    documents = tuple(_document(making, each) for each in found)
    return Project(_guid(making, "project", making.production.id), title, PROGRAM, made, says, codes, documents)


def _document(making: Making, exhibit: MarkedExhibit) -> CodedDocument:
    mask = making.gate.masked
    texts = renditions.texts(making.gate.case, exhibit.rendition.id)
    starts = [0]
    for text in texts:
        starts.append(starts[-1] + len(text) + 1)
    coded = tuple(
        Coded(
            _guid(making, "coded", each.passage.id),
            mask(one_line(each.passage.anchor.quote))[:_SHORT],
            starts[each.passage.anchor.span.start.page - 1] + each.passage.anchor.span.start.offset,
            starts[each.passage.anchor.span.end.page - 1] + each.passage.anchor.span.end.offset,
            tuple(_areas(making, exhibit.rendition, each, texts)),
            tuple(_guid(making, "tag", tag.id) for tag in each.tags),
            tuple(
                CodedNote(_guid(making, "note", note.id), mask(note.text), mask(note.reviewer), note.created)
                for note in each.notes
            ),
            mask(each.passage.reviewer),
            each.passage.created,
        )
        for each in exhibit.marked
    )
    name = mask(f"{exhibit.number} {exhibit.item.title}")
    return CodedDocument(_guid(making, "exhibit", exhibit.number), name, exhibit.file, "\n".join(texts), coded)


def _areas(making: Making, rendition: Rendition, marked: MarkedPassage, texts: list[str]) -> Iterator[PageArea]:
    """One rectangle a page around the words there."""
    span = marked.passage.anchor.span
    for number in range(span.start.page, span.end.page + 1):
        page = renditions.page(making.gate.case, rendition.id, number)
        if page is None:
            continue  # an exhibit without this page had stopped the export
        start = span.start.offset if number == span.start.page else 0
        end = span.end.offset if number == span.end.page else len(texts[number - 1])
        places = unpack_boxes(page.boxes, len(page.text), start, end)
        rects = line_rects(places, 0, len(places))
        if rects:
            left, top = min(each[0] for each in rects), min(each[1] for each in rects)
            right, bottom = max(each[2] for each in rects), max(each[3] for each in rects)
            first = int(left), round(page.height - top)
            yield PageArea(number, first, (round(right), int(page.height - bottom)))
