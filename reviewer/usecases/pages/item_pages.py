"""Give items their pages: printed when first needed, then kept for good.

The slow part, :func:`make`, only reads and may run on any thread with a connection of its own; :func:`keep` is the
short transaction that follows.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import contents, items, passwords
from reviewer.casefile.pages import renditions
from reviewer.domain.evidence.item import Item
from reviewer.domain.evidence.reading import COPIED, Kind, PageText
from reviewer.domain.ids import ItemId
from reviewer.domain.pages.page_text import check_page
from reviewer.domain.pages.rendition import Rendition
from reviewer.domain.reasons.reason import Reason, Reasons
from reviewer.errors import InputError, NotFoundError
from reviewer.isolation.allowance import Allowance
from reviewer.isolation.errors import nonsense
from reviewer.isolation.frames import Frame
from reviewer.isolation.protocol import (
    Convert,
    Decode,
    Join,
    LayOut,
    Layout,
    LayOutRest,
    Pages,
    Printed,
    PrintPage,
    ReadPages,
    Request,
    SetText,
)
from reviewer.isolation.workers import WorkerError, Workers

# Handed on as the case file answers them.
of_item = renditions.of_item
page = renditions.page
pages = renditions.pages
sizes = renditions.sizes
texts = renditions.texts

PAPERS = ("Letter", "A4")

HEIC = "HEIC"
"""What a reader calls the pictures that a decoder of their own has to decode."""
_LATE = frozenset({"print.too_slow", "libre.too_slow"})
"""Reasons that tell of the clock, which a busy machine is behind."""
_CUT, _TRY_AGAIN = "pages.cut", "pages.try_again"
_SECONDS = 180.0
"""By the clock, for a step that takes some seconds at most: a busy machine gives a reader little."""
_PRINTING = 140.0
"""For Chromium and LibreOffice, which give up by themselves before."""
_PROCESSOR = 15.0
"""Seconds of processor time for all that is done for the pages of an item of no great size."""
_BYTES_A_SECOND = 2**20
"""What each byte more of it may take, as for its reader."""
_PROCESSOR_OF_A_PAGE, _MOST_PAGES = 0.06, 10_000
"""Seconds more for each page of a PDF that is copied, by what its reader said of it; dense ones take 0.02."""
_PROCESSOR_OF_A_LETTER, _PROCESSOR_AT_LEAST = 4.5e-6, 0.5
"""Seconds of it that are kept for plain pages, which take 3.3 to 3.8 for a million characters of any script."""
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


def make(case: Case, workers: Workers, item: ItemId, *, paper: str = "Letter") -> Made:
    """Make the pages of an item. InputError for an item that has none, WorkerError when a worker could not do it."""
    found = items.get(case, item)
    if found.kind is Kind.PDF and COPIED.isdisjoint(found.metadata):
        return _own_pages(workers, found, items.original(case, item))
    if not found.kind.has_pages:
        raise InputError(f"{found.control} has no pages", found.reason or "This kind of item is not shown as pages.")
    try:
        pdf, remarks, pages = _Making(case, workers, found, paper).pages()
    except WorkerError as error:
        _unless_late(error)
        raise
    return Made(found, contents.pack(pdf.blobs[0]), pages, pdf.printed.engine, remarks)


def _own_pages(workers: Workers, item: Item, data: bytes) -> Made:
    """A PDF as its own pages, with the words of those that there was time for."""
    request, allowance = ReadPages(in_part=True), Allowance(_processor(item, data))
    try:
        answer: Pages = workers.ask(request, [data], seconds=_SECONDS, allowance=allowance).message
    except WorkerError as error:
        _unless_late(error)
        raise
    remarks = (Reason("pdf.pages_unread", page=answer.unread),) if answer.unread else ()
    return Made(item, None, checked(answer.pages), answer.engine, remarks)


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


def _read(workers: Workers, data: bytes, allowance: Allowance | None = None) -> tuple[tuple[PageText, ...], str]:
    answer: Pages = workers.ask(ReadPages(), [data], seconds=_SECONDS, allowance=allowance).message
    return checked(answer.pages), answer.engine


@dataclass(frozen=True, slots=True)
class _Print:
    printed: Printed
    blobs: list[bytes]
    plain: bool = False
    """Whether it is text set by ourselves, for which no time was left to be asked."""


class _Making:
    """The making of the pages of one item, in one allowance of processor time whatever it goes through.

    What setting its words as plain text takes is kept of it, so that there are such pages when all else was used up.
    """

    def __init__(self, case: Case, workers: Workers, item: Item, paper: str) -> None:
        self._case, self._workers, self._item, self._paper = case, workers, item, paper
        self._data = items.original(case, item.id)
        self._locked_by = tuple(passwords.every(case))
        self._words = items.body(case, item.id)
        self._allowance = Allowance(_processor(item, self._data), _to_set(self._words))

    def pages(self) -> tuple[_Print, Reasons, tuple[PageText, ...]]:
        """What is printed, what is to be said of it, and what a reader sees on it."""
        made, remarks = self._print()
        try:
            read, _ = _read(self._workers, made.blobs[0], None if made.plain else self._allowance)
        except WorkerError as error:
            if made.plain:
                raise
            made, remarks = self._words_alone(error)
            read, _ = _read(self._workers, made.blobs[0])
        return made, remarks, read

    def _ask(self, request: Request, blobs: Sequence[bytes], seconds: float = _SECONDS) -> Frame:
        return self._workers.ask(request, blobs, seconds=seconds, allowance=self._allowance)

    def _print(self) -> tuple[_Print, Reasons]:
        """Convert an Office document, or lay an item out and print it."""
        item, data = self._item, self._data
        failed: Reasons = ()
        if item.kind in _OFFICE and (much := _too_much(item.kind, self._words)):
            failed = (much,)
        elif item.kind in _OFFICE:
            try:
                return self._convert()
            except WorkerError as error:
                _unless_late(error)
                failed = () if error.cause == "missing" else (error.reason.because_of("pages.not_by_libreoffice"),)
        decoded: Reasons = ()
        if item.metadata.get("format") == HEIC:
            frame = self._ask(Decode(), [data])
            data, decoded = frame.blobs[0], (Reason("pages.decoded_by", engine=frame.message.engine),)
        attachments = tuple(child.name for child in items.children(self._case, item.id) if not child.inline)
        try:
            laid_out = self._ask(LayOut(item.control, attachments, item.from_mbox, item.name, self._locked_by), [data])
        except WorkerError as error:
            return self._words_alone(error)
        if isinstance(laid_out.message, Printed):
            return _Print(laid_out.message, laid_out.blobs), (*decoded, *laid_out.message.remarks)
        made, remarks = self._set(laid_out)
        return made, (*failed, *remarks)

    def _set(self, laid_out: Frame) -> tuple[_Print, Reasons]:
        """Print what was laid out, or set it as plain text: what is too large, or what no print worker can print.

        WorkerError when the clock ended it: whatever was made instead would be other pages than a machine with more
        time to spare makes.
        """
        page: Layout = laid_out.message
        why = page.plain
        if not why:
            self._allowance.kept = max(self._allowance.kept, _to_set(page.text))
            request = PrintPage(page.html, page.resources, self._paper)
            try:
                frame = self._ask(request, laid_out.blobs, _PRINTING)
            except WorkerError as error:
                _unless_late(error)
                why = (error.reason,)
            else:
                return _Print(frame.message, frame.blobs), frame.message.remarks
        told = tuple(reason.because_of("pages.plain_only") for reason in why)
        frame = self._workers.ask(SetText(page.text, self._paper, told), seconds=_SECONDS)
        remarks = (*told, *(each for each in frame.message.remarks if each.code == _CUT))
        return _Print(frame.message, frame.blobs, plain=True), remarks

    def _words_alone(self, error: WorkerError) -> tuple[_Print, Reasons]:
        """What can be searched of an item that cannot be laid out, as plain text; the error where it has no words."""
        _unless_late(error)
        if not self._words.strip():
            raise error
        item = self._item
        text = f"{item.control}\n{item.name or item.subject}\n\n{self._words[:_MOST_WORDS]}"
        return self._set(Frame(Layout("", (), text, (error.reason,))))

    def _convert(self) -> tuple[_Print, Reasons]:
        """Pages by LibreOffice, then pages of ours with what those do not show. WorkerError if LibreOffice cannot."""
        converted = self._ask(Convert(self._locked_by), [self._data], _PRINTING)
        engine = converted.message.engine
        # Only the pages of it, and no more than there may be.
        pages = self._ask(Join(legible=self._item.kind is Kind.SHEET), converted.blobs, 60)
        try:
            laid_out = self._ask(LayOutRest(self._item.control, self._locked_by), [self._data, *pages.blobs])
            rest, remarks = self._set(laid_out)
        except WorkerError as error:
            _unless_late(error)
            return _Print(Printed(engine), pages.blobs), (error.reason.because_of("pages.rest_missing"),)
        whole = self._ask(Join(), [*pages.blobs, *rest.blobs])
        told = [Reason("pages.rest_follows", page=page) for page in whole.message.starts]
        return _Print(Printed(f"{engine}, then {rest.printed.engine}"), whole.blobs), (*told, *remarks)


def _processor(item: Item, data: bytes) -> float:
    """Seconds of processor time for all that is done for the pages of an item."""
    return _PROCESSOR + len(data) / _BYTES_A_SECOND + _pages_of(item) * _PROCESSOR_OF_A_PAGE


def _pages_of(item: Item) -> int:
    """How many pages its reader said that a PDF has."""
    told = item.metadata.get("pages", "") if item.kind is Kind.PDF else ""
    return min(int(told), _MOST_PAGES) if re.fullmatch("[0-9]{1,9}", told) else 0


def _to_set(words: str) -> float:
    """Seconds of processor time for setting words as plain text and reading them back."""
    return _PROCESSOR_OF_A_LETTER * min(len(words), _MOST_WORDS) + _PROCESSOR_AT_LEAST


def _unless_late(error: WorkerError) -> None:
    """WorkerError when only the clock had ended the work: trying again may do it."""
    if any(code == _TRY_AGAIN for code, _ in error.reason.within):
        raise error
    if error.cause == "timeout" or error.reason.code in _LATE:
        raise WorkerError(error.reason.because_of(_TRY_AGAIN), "timeout") from error


def _too_much(kind: Kind, text: str) -> Reason | None:
    """Why a document is not given to LibreOffice, by its size, so that it is so on every machine; None if it is."""
    counts = [(len(text), "characters", _MOST_CONVERTED[kind])]
    if kind is Kind.SHEET:
        counts.append((1 + max(line.count("\t") for line in text.split("\n")), "cells in a row", _MOST_IN_A_ROW))
    for count, unit, limit in counts:
        if count > limit:
            large = Reason("pages.large", count=count, unit=unit, limit=limit)
            return large.because_of("pages.not_by_libreoffice")
    return None
