"""What reviewers marked, for programs of others: Web Annotations, and the codebook as a REFI-QDA project.

Both tell of the passages that are highlighted in the exhibits of the bundle, with those of their tags and notes that
may leave. What is redacted anywhere is masked. Passages on pages that go redacted are counted and not told.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass

from reviewer import __version__
from reviewer.casefile.pages import passages, renditions, tags
from reviewer.domain import clock
from reviewer.domain.evidence.item import Item
from reviewer.domain.exports.leaving import Way
from reviewer.domain.exports.report_options import Language
from reviewer.domain.ids import URLS, ItemId, RenditionId, named_uuid
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.domain.pages.passage import PAGE_BREAK, one_line
from reviewer.domain.pages.tag import Tag
from reviewer.export.bag import Bag
from reviewer.export.refi_qda import Code, Coded, CodedDocument, CodedNote, Packing, PageArea, Project
from reviewer.export.texts import Texts
from reviewer.export.web_annotations import Annotated, PageQuote, SaidNote, annotation_collection
from reviewer.isolation.exhibit_messages import StampMark
from reviewer.usecases.exports.bundle_documents import Document, Highlighted, Making
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
    rendition: RenditionId
    marked: tuple[Highlighted, ...]


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
    return [each for each in tags.listed(gate.case) if each.id not in gate.withheld.internal_tags]


class Marks:
    """What reviewers marked in the documents of a bundle, told of each once it is made, by tags that were checked.

    ``packer`` puts them into the codebook meanwhile, one after the other.
    """

    def __init__(self, making: Making, packer: Executor) -> None:
        self._making, self._packer = making, packer
        self._packing = Packing(_guid(making, "project", making.production.id))
        self._packed: list[Future[None]] = []
        self._annotated: list[Annotated] = []
        self._items: list[ItemId] = []

    def add(self, document: Document, texts: Sequence[str]) -> None:
        """Tell of a document with the words of its pages, if they go whole and have passages."""
        making, part = self._making, document.part
        if not document.highlighted or part.rendition is None or part.recalled:
            return
        number, item = making.number(part.first), making.known[part.item]
        exhibit = MarkedExhibit(item, number, f"exhibits/{number}.pdf", part.rendition, document.highlighted)
        coded = _document(making, exhibit, texts)
        self._packed.append(self._packer.submit(self._packing.add, coded, "\n".join(texts)))
        self._annotated += _annotated(making, exhibit)
        self._items.append(item.id)

    def finish(self) -> Interchange:
        """The two files of all of them; nothing is written."""
        making, told = self._making, len(self._annotated)
        left_out = sum(
            len(passages.of_item(making.gate.case, part.item)) for part in making.parts if part.way is Way.REDACTED
        )
        made, title, detail = clock.now(), making.gate.masked(making.about), _detail(making.say, told, left_out)
        what = making.say("marked.what", title=title, detail=detail)
        annotations = annotation_collection(_urn(making, "annotations"), what, PROGRAM, made, self._annotated)
        says = f"{detail}. {making.say('marked.where')}"
        project = Project(title, PROGRAM, made, says, _codes(making))
        for each in self._packed:
            each.result()
        papers = (
            (ANNOTATIONS, making.say("file.annotations"), annotations),
            (CODEBOOK, making.say("file.codebook"), self._packing.finish(project)),
        )
        return Interchange(papers, told, _detail(said_in(Language.ENGLISH), told, left_out), tuple(self._items))


def _detail(say: Texts, told: int, left_out: int) -> str:
    """Of how many passages is told, and of how many not."""
    return say("marked.passages", count=told) + (say("marked.left_out", count=left_out) if left_out else "")


def _guid(making: Making, *parts: object) -> str:
    """An id that is the same whenever this case tells of the same thing."""
    return named_uuid(URLS, "/".join(map(str, (making.case_id, *parts))))


def _urn(making: Making, *parts: object) -> str:
    return f"urn:uuid:{_guid(making, *parts)}"


# ── Web Annotations ─────────────────────────────────────────────────────────────────────────────────────────────────


def _annotated(making: Making, exhibit: MarkedExhibit) -> Iterator[Annotated]:
    mask = making.gate.masked
    for each in (highlighted.passage for highlighted in exhibit.marked):
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


def _codes(making: Making) -> tuple[Code, ...]:
    gate = making.gate
    return tuple(
        Code(
            _guid(making, "tag", each.id),
            gate.masked(each.name),
            each.color,
            gate.masked(each.definition),
            "" if each.parent is None else _guid(making, "tag", each.parent),
        )
        for each in _tags(gate)
    )


def _document(making: Making, exhibit: MarkedExhibit, texts: Sequence[str]) -> CodedDocument:
    heights = [size.height for size in renditions.sizes(making.gate.case, exhibit.rendition)]
    starts = [0]
    for text in texts:
        starts.append(starts[-1] + len(text) + 1)
    coded = tuple(_coded(making, each.passage, starts, tuple(_areas(each.marks, heights))) for each in exhibit.marked)
    name = making.gate.masked(f"{exhibit.number} {exhibit.item.title}")
    return CodedDocument(_guid(making, "exhibit", exhibit.number), name, exhibit.file, coded)


def _coded(making: Making, marked: MarkedPassage, starts: Sequence[int], areas: tuple[PageArea, ...]) -> Coded:
    """A passage in the text of its document, whose pages start there."""
    mask, span = making.gate.masked, marked.passage.anchor.span
    return Coded(
        _guid(making, "coded", marked.passage.id),
        mask(one_line(marked.passage.anchor.quote))[:_SHORT],
        starts[span.start.page - 1] + span.start.offset,
        starts[span.end.page - 1] + span.end.offset,
        areas,
        tuple(_guid(making, "tag", tag.id) for tag in marked.tags),
        tuple(
            CodedNote(_guid(making, "note", note.id), mask(note.text), mask(note.reviewer), note.created)
            for note in marked.notes
        ),
        mask(marked.passage.reviewer),
        marked.passage.created,
    )


def _areas(marks: Sequence[StampMark], heights: Sequence[float]) -> Iterator[PageArea]:
    """One rectangle a page around the words there, counted from the foot of the page."""
    for mark in marks:
        lefts, tops, rights, bottoms = zip(*mark.rects, strict=True)
        height = heights[mark.page - 1]
        first = int(min(lefts)), round(height - min(tops))
        yield PageArea(mark.page, first, (round(max(rights)), int(height - max(bottoms))))
