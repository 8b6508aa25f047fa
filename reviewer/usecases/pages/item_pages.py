"""Give items their pages: printed when first needed, then kept for good.

The slow part, :func:`make`, only reads and may run on any thread with a connection of its own; :func:`keep` is the
short transaction that follows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import contents, items, passwords
from reviewer.casefile.pages import renditions
from reviewer.domain.evidence.item import Item
from reviewer.domain.evidence.reading import COPIED, Kind, PageText
from reviewer.domain.ids import ItemId, RenditionId
from reviewer.domain.pages.page_text import check_page
from reviewer.domain.pages.rendition import PageSize, Rendition
from reviewer.domain.reasons.reason import Reason, Reasons
from reviewer.errors import InputError, NotFoundError
from reviewer.isolation.errors import nonsense
from reviewer.isolation.protocol import (
    Convert,
    Decode,
    Frame,
    Join,
    LayOut,
    Layout,
    LayOutRest,
    Pages,
    Printed,
    PrintPage,
    ReadPages,
    SetText,
)
from reviewer.isolation.workers import WorkerError, Workers

PAPERS = ("Letter", "A4")

HEIC = "HEIC"
"""What a reader calls the pictures that a decoder of their own has to decode."""
_LATE = frozenset({"print.too_slow", "libre.too_slow"})
"""Reasons that tell of the clock, which a busy machine is behind."""
_CUT, _TRY_AGAIN = "pages.cut", "pages.try_again"
_SECONDS = 180.0
"""By the clock, for a step that takes some seconds at most: a busy machine gives a reader little."""
_MOST_WORDS = 1_500_000
_MOST_CONVERTED = {Kind.SHEET: 300_000, Kind.DOCUMENT: 1_500_000, Kind.SLIDES: 1_500_000}
"""Characters of a document that is given to LibreOffice: it takes some seconds then."""
_MOST_IN_A_ROW = 500
"""Cells of a row of a sheet that is given to it: each stretch of columns has pages of its own."""
_OFFICE = {Kind.DOCUMENT, Kind.SHEET, Kind.SLIDES}


@dataclass(frozen=True, slots=True)
class Made:
    """Pages that were made and are not kept yet. ``pdf`` is None when the item's own bytes are the pages."""

    item: Item
    pdf: contents.Packed | None
    pages: tuple[PageText, ...]
    engine: str
    remarks: Reasons


def ensure(case: Case, workers: Workers, item: ItemId, *, paper: str = "Letter", reviewer: str) -> Rendition:
    """The rendition of an item, made now if it has none. InputError for an item that has no pages."""
    return of_item(case, item) or keep(case, make(case, workers, item, paper=paper), reviewer=reviewer)


def of_item(case: Case, item: ItemId) -> Rendition | None:
    """The rendition of an item, or None while it has none."""
    return renditions.of_item(case, item)


def make(case: Case, workers: Workers, item: ItemId, *, paper: str = "Letter") -> Made:
    """Make the pages of an item. InputError for an item that has none, WorkerError when a worker could not do it."""
    found = items.get(case, item)
    if found.kind is Kind.PDF and COPIED.isdisjoint(found.metadata):
        data = items.original(case, item)
        return Made(found, None, *_read(workers, data), ())
    if not found.kind.has_pages:
        raise InputError(f"{found.control} has no pages", found.reason or "This kind of item is not shown as pages.")
    try:
        pdf, remarks = _print(case, workers, found, paper)
        pages, _ = _read(workers, pdf.blobs[0])
    except WorkerError as error:
        _unless_late(error)
        raise
    return Made(found, contents.pack(pdf.blobs[0]), pages, pdf.printed.engine, remarks)


def keep(case: Case, made: Made, *, reviewer: str) -> Rendition:
    """Keep pages that were made; pages that the item has meanwhile stay."""
    known = renditions.of_item(case, made.item.id)
    if known is not None:
        return known
    with case.act(reviewer, "pages make", made.item.control) as act:
        content = items.content_of(case, made.item.id) if made.pdf is None else contents.store(case, made.pdf)[0]
        renditions.add(case, made.item.id, content, made.pages, engine=made.engine, remarks=made.remarks)
        act.facts["engine"] = made.engine
        act.facts["pages"] = len(made.pages)
        act.facts["sha256"] = made.item.sha256 if made.pdf is None else made.pdf.sha256.hex()
        act.facts["text"] = hashlib.sha256("\f".join(page.text for page in made.pages).encode()).hexdigest()
    kept = renditions.of_item(case, made.item.id)
    if kept is None:
        raise NotFoundError(f"{made.item.control} was removed while its pages were made")
    return kept


def texts(case: Case, rendition: RenditionId) -> list[str]:
    """The text of every page, the first at index 0."""
    return renditions.texts(case, rendition)


def sizes(case: Case, rendition: RenditionId) -> list[PageSize]:
    """The size of every page, the first at index 0."""
    return renditions.sizes(case, rendition)


def pages(case: Case, rendition: RenditionId) -> list[PageText]:
    """Every page with a box per code point, the first at index 0; DamagedError when one is missing."""
    return renditions.pages(case, rendition)


def page(case: Case, rendition: RenditionId, number: int) -> PageText | None:
    """One page, counted from 1, with a box per code point; None when there is no such page."""
    return renditions.page(case, rendition, number)


def pdf(case: Case, rendition: Rendition) -> bytes:
    """The pages as a PDF, checked against their SHA-256."""
    return contents.read(case, rendition.content)


def checked(pages: Sequence[PageText]) -> tuple[PageText, ...]:
    """The pages that a worker sent, once they are found possible; WorkerError otherwise."""
    try:
        for each in pages:
            check_page(each.width, each.height, each.text, each.boxes)
    except ValueError as error:
        raise nonsense(str(error)) from error
    return tuple(pages)


def read_again(workers: Workers, data: bytes) -> tuple[PageText, ...]:
    """What a reader says of pages that are in the case; WorkerError."""
    return _read(workers, data)[0]


def _read(workers: Workers, data: bytes) -> tuple[tuple[PageText, ...], str]:
    answer: Pages = workers.ask(ReadPages(), [data], seconds=_SECONDS).message
    return checked(answer.pages), answer.engine


@dataclass(frozen=True, slots=True)
class _Print:
    printed: Printed
    blobs: list[bytes]


def _print(case: Case, workers: Workers, item: Item, paper: str) -> tuple[_Print, Reasons]:
    """Convert an Office document, or lay an item out and print it."""
    data, words = items.original(case, item.id), tuple(passwords.every(case))
    failed: Reasons = ()
    if item.kind in _OFFICE and (much := _too_much(case, item)):
        failed = (much,)
    elif item.kind in _OFFICE:
        try:
            return _convert(workers, item, data, words, paper)
        except WorkerError as error:
            _unless_late(error)
            failed = () if error.cause == "missing" else (error.reason.because_of("pages.not_by_libreoffice"),)
    decoded: Reasons = ()
    if item.metadata.get("format") == HEIC:
        frame = workers.ask(Decode(), [data], seconds=_SECONDS)
        data, decoded = frame.blobs[0], (Reason("pages.decoded_by", engine=frame.message.engine),)
    attachments = tuple(child.name for child in items.children(case, item.id) if not child.inline)
    request = LayOut(item.control, attachments, item.from_mbox, item.name, words)
    try:
        laid_out = workers.ask(request, [data], seconds=_SECONDS)
    except WorkerError as error:
        return _words_alone(case, workers, item, paper, error)
    if isinstance(laid_out.message, Printed):
        return _Print(laid_out.message, laid_out.blobs), (*decoded, *laid_out.message.remarks)
    made, remarks = _set(workers, laid_out, paper)
    return made, (*failed, *remarks)


def _set(workers: Workers, laid_out: Frame, paper: str) -> tuple[_Print, Reasons]:
    """Print what was laid out, or set it as plain text: what is too large, or what no print worker can print.

    WorkerError when the clock ended it: whatever was made instead would be other pages than a machine with more time
    to spare makes.
    """
    page: Layout = laid_out.message
    why = page.plain
    if not why:
        try:
            frame = workers.print_page(PrintPage(page.html, page.resources, paper), laid_out.blobs)
        except WorkerError as error:
            _unless_late(error)
            why = (error.reason,)
        else:
            return _Print(frame.message, frame.blobs), frame.message.remarks
    told = tuple(reason.because_of("pages.plain_only") for reason in why)
    frame = workers.ask(SetText(page.text, paper, told), seconds=_SECONDS)
    return _Print(frame.message, frame.blobs), (*told, *(each for each in frame.message.remarks if each.code == _CUT))


def _words_alone(case: Case, workers: Workers, item: Item, paper: str, error: WorkerError) -> tuple[_Print, Reasons]:
    """What can be searched of an item that cannot be laid out, as plain text; the error where there are no words."""
    _unless_late(error)
    words = items.body(case, item.id)
    if not words.strip():
        raise error
    text = f"{item.control}\n{item.name or item.subject}\n\n{words[:_MOST_WORDS]}"
    return _set(workers, Frame(Layout("", (), text, (error.reason,))), paper)


def _unless_late(error: WorkerError) -> None:
    """WorkerError when only the clock had ended the work: trying again may do it."""
    if any(code == _TRY_AGAIN for code, _ in error.reason.within):
        raise error
    if error.cause == "timeout" or error.reason.code in _LATE:
        raise WorkerError(error.reason.because_of(_TRY_AGAIN), "timeout") from error


def _too_much(case: Case, item: Item) -> Reason | None:
    """Why a document is not given to LibreOffice, by its size, so that it is so on every machine; None if it is."""
    text = items.body(case, item.id)
    counts = [(len(text), "characters", _MOST_CONVERTED[item.kind])]
    if item.kind is Kind.SHEET:
        counts.append((1 + max(line.count("\t") for line in text.split("\n")), "cells in a row", _MOST_IN_A_ROW))
    for count, unit, limit in counts:
        if count > limit:
            large = Reason("pages.large", count=count, unit=unit, limit=limit)
            return large.because_of("pages.not_by_libreoffice")
    return None


def _convert(workers: Workers, item: Item, data: bytes, words: tuple[str, ...], paper: str) -> tuple[_Print, Reasons]:
    """Pages by LibreOffice, then pages of ours with what those do not show. WorkerError if LibreOffice cannot."""
    converted = workers.convert(Convert(words), [data])
    engine = converted.message.engine
    pages = workers.ask(
        Join(legible=item.kind is Kind.SHEET), converted.blobs, seconds=60
    )  # only the pages of it, and no more than there may be
    try:
        laid_out = workers.ask(LayOutRest(item.control, words), [data, *pages.blobs], seconds=_SECONDS)
        rest, remarks = _set(workers, laid_out, paper)
    except WorkerError as error:
        return _Print(Printed(engine), pages.blobs), (error.reason.because_of("pages.rest_missing"),)
    whole = workers.ask(Join(), [*pages.blobs, *rest.blobs], seconds=_SECONDS)
    told = [Reason("pages.rest_follows", page=page) for page in whole.message.starts]
    return _Print(Printed(f"{engine}, then {rest.printed.engine}"), whole.blobs), (*told, *remarks)
