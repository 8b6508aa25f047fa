"""Make an exhibit: the pages of an item with its passages highlighted, each checked word for word."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import contents
from reviewer.casefile.pages import passages, renditions
from reviewer.domain.evidence.reading import PageText
from reviewer.domain.exports.redaction_boxes import PageBox
from reviewer.domain.exports.redaction_quotes import seen
from reviewer.domain.exports.report_options import Language
from reviewer.domain.ids import RenditionId
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.domain.pages.page_text import line_rects
from reviewer.domain.pages.passage import one_line, still_holds
from reviewer.domain.pages.rendition import Rendition
from reviewer.domain.pages.tag import PALETTE
from reviewer.domain.reasons.catalogue import sentences
from reviewer.domain.reasons.reason import Reason, Reasons
from reviewer.errors import ExportError
from reviewer.export.exhibits import holds_quote
from reviewer.export.model import ExhibitRow
from reviewer.isolation.exhibit_messages import StampMark
from reviewer.isolation.frames import Frame
from reviewer.isolation.protocol import Pages, Printed, ReadPages, Stamp
from reviewer.isolation.workers import WorkerError, Workers
from reviewer.usecases.exports.gate import Gate
from reviewer.usecases.exports.redaction.redacted_passages import boxes_of_exhibit
from reviewer.usecases.exports.redaction.redacting import Redactor, word_layers
from reviewer.usecases.exports.report_values import Cited
from reviewer.usecases.pages import item_pages

SECONDS = 300.0
"""For one exhibit: a long scan takes its time."""
_AT_ONCE = 32
"""Pages whose boxes are read together."""
PageOf = Callable[[int], PageText | None]
"""A page by its number, counted from 1; None where there is none."""


def make_exhibit(
    gate: Gate, workers: Workers, redactor: Redactor, cited: Cited, language: Language = Language.ENGLISH
) -> tuple[bytes, ExhibitRow]:
    """The pages of an item with its passages highlighted, each checked, and its line in the index; ExportError.

    Of the notes on a passage those go into its highlight that may leave. Where something is redacted, the pages are
    rebuilt without it; their words are read by OCR, so that quotes are checked against the pages they are made of.
    """
    if cited.boxes:
        return _rebuilt(gate, redactor, cited, language)
    gate.check_item(cited.item.id)
    case = gate.case
    rendition = renditions.of_item(case, cited.item.id)
    if rendition is None:
        raise ExportError(f"{cited.item.control} has passages and no pages", "Verify the case: `reviewer case verify`.")
    texts = renditions.texts(case, rendition.id)
    for marked in cited.marked:
        if not still_holds(texts, marked.passage.anchor):
            raise _mismatch(cited, marked, "in the pages it was marked on")
    page_of = pages_of(case, rendition.id, cited.marked)
    marks = tuple(mark for marked in cited.marked for mark in highlights(page_of, gate.marked(marked), texts))
    made, printed, exhibit_texts = _stamp(case, workers, cited, rendition, marks)
    for marked in cited.marked:
        span, quote = marked.passage.anchor.span, marked.passage.anchor.quote
        by_words = marked.confidence is not None
        if not holds_quote(exhibit_texts, cited.name, span.start.page, span.end.page, quote, by_words=by_words):
            raise _mismatch(cited, marked, "in the exhibit")
    remark = sentences((*rendition.remarks, *printed.remarks), language)
    return made, _row(cited, made, len(exhibit_texts), cited.item.sha256, remark)


def _rebuilt(gate: Gate, redactor: Redactor, cited: Cited, language: Language) -> tuple[bytes, ExhibitRow]:
    """The pages without what is redacted, with what can still be seen of each passage highlighted, and their line."""
    case = gate.case
    gate.check_pages(cited.item.id)
    rendition, _ = boxes_of_exhibit(gate, cited.item)
    texts = renditions.texts(case, rendition.id)
    page_of = pages_of(case, rendition.id, cited.marked)
    marks: list[StampMark] = []
    for marked in cited.marked:
        if not still_holds(texts, passages.get(case, marked.passage.id).passage.anchor):
            raise _mismatch(cited, marked, "in the pages it was marked on")
        marks += highlights(page_of, gate.marked(marked), texts, cited.boxes)
    made, boxes = redactor.pages(rendition, cited.item.control, _masked(gate, marks), cited.name.label)
    reasons = (Reason("pages.redacted", count=len(boxes)), *made.message.remarks)
    remark = gate.masked(sentences((*rendition.remarks, *reasons), language))
    return made.blobs[0], _row(cited, made.blobs[0], len(texts), "", remark)


def _row(cited: Cited, made: bytes, pages: int, original_sha256: str, remark: str) -> ExhibitRow:
    """The line of an exhibit; one that is redacted does not name its original."""
    return ExhibitRow(
        number=cited.name.number,
        file=cited.name.file,
        control=cited.item.control,
        title=cited.item.title,
        date=cited.date,
        sender=cited.sender,
        pages=pages,
        sha256=hashlib.sha256(made).hexdigest(),
        original_sha256=original_sha256,
        remark=remark,
    )


def _masked(gate: Gate, marks: Sequence[StampMark]) -> tuple[StampMark, ...]:
    return tuple(StampMark(each.page, each.rects, each.color, each.title, gate.masked(each.text)) for each in marks)


def _stamp(
    case: Case, workers: Workers, cited: Cited, rendition: Rendition, marks: tuple[StampMark, ...]
) -> tuple[bytes, Printed, list[str]]:
    """The exhibit, what was made of it, and the text of its pages, read afresh."""
    try:
        stamped = _copied(case, workers, rendition, marks, cited.name.label)
        read: Pages = workers.ask(ReadPages(), stamped.blobs, seconds=SECONDS).message
    except WorkerError as error:
        raise ExportError(
            f"exhibit {cited.name.number} ({cited.item.control}) could not be made: {error}",
            "Try again; if it stays so, take its passages out of the report.",
        ) from error
    return stamped.blobs[0], stamped.message, [page.text for page in item_pages.checked(read.pages)]


def copy_pages(case: Case, workers: Workers, control: str, rendition: Rendition) -> tuple[bytes, Reasons]:
    """The pages of an item without what is active in them or tells of their maker, and what is to be said of that."""
    try:
        made = _copied(case, workers, rendition)
    except WorkerError as error:
        raise ExportError(
            f"no copy of the pages of {control} could be made: {error}",
            f"Try again, or export the original: `reviewer item export CASE {control} FILE`.",
        ) from error
    return made.blobs[0], made.message.remarks


def _copied(
    case: Case, workers: Workers, rendition: Rendition, marks: tuple[StampMark, ...] = (), label: str = ""
) -> Frame:
    request = Stamp(marks, label, word_layers(case, rendition.id))
    return workers.ask(request, [contents.read(case, rendition.content)], seconds=SECONDS)


def pages_of(case: Case, rendition: RenditionId, found: Sequence[MarkedPassage]) -> PageOf:
    """The pages that some passages are on: few are read at once, and many one by one.

    To ask takes as long as to read a page, and memory should not hold the boxes of a thousand pages.
    """
    spans = [each.passage.anchor.span for each in found]
    numbers = {number for span in spans for number in range(span.start.page, span.end.page + 1)}
    if len(numbers) <= _AT_ONCE:
        return renditions.some_pages(case, rendition, numbers).get
    return partial(renditions.page, case, rendition)


def highlights(
    page_of: PageOf, marked: MarkedPassage, texts: list[str], boxes: Sequence[PageBox] = ()
) -> list[StampMark]:
    """The highlights of a passage, one a page, without what is under boxes; ``page_of`` as of :func:`pages_of`."""
    span = marked.passage.anchor.span
    color = marked.tags[0].color if marked.tags else PALETTE["yellow"]
    said = "\n".join([", ".join(tag.name for tag in marked.tags), *(note.text for note in marked.notes)]).strip()
    found = []
    for number in range(span.start.page, span.end.page + 1):
        page = page_of(number)
        if page is None:
            continue  # the check of the quote says so in words
        start = span.start.offset if number == span.start.page else 0
        end = span.end.offset if number == span.end.page else len(texts[number - 1])
        places = seen(number, page, start, end, boxes)
        rects = line_rects(places, 0, len(places))
        if rects:
            found.append(StampMark(number, tuple(rects), color, marked.passage.reviewer, said))
    return found


def lacking(texts: Sequence[str], read: Sequence[str], again: Callable[[], Sequence[str]]) -> list[int]:
    """The pages, from 1, of which an exhibit lacks words that the case has of them.

    ``read`` are its words as they are read quickly; where they are others, those that are read ``again`` as the case
    read its pages count. White space and the order of words may differ, and there may be more.
    """
    pages = [page for page, pair in enumerate(zip(texts, read, strict=True), 1) if not _holds(*pair)]
    exact = again() if pages else ()
    return [page for page in pages if not _holds(texts[page - 1], exact[page - 1])]


def _holds(text: str, made: str) -> bool:
    """Whether all letters of a text are in another one, in whatever order."""
    letters, others = "".join(text.split()), "".join(made.split())
    return letters in others or Counter(letters) <= Counter(others)


def _mismatch(cited: Cited, marked: MarkedPassage, where: str) -> ExportError:
    span, quote = marked.passage.anchor.span, one_line(marked.passage.anchor.quote)
    page = span.start.page
    return ExportError(
        f"exhibit {cited.name.number} ({cited.item.control}), page {page}: the quote “{quote}” is not verbatim {where}",
        "Nothing was exported. Mark the passage anew, or remove it.",
    )
