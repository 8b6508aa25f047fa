"""Which reader answers which request, and what a worker says when a reader cannot."""

from __future__ import annotations

import mmap
from collections.abc import Callable, Sequence
from typing import Any

from reviewer.domain.evidence.reading import Kind, Reading, State
from reviewer.domain.reasons.reason import Reason
from reviewer.isolation.exhibit_messages import Attack, Bind, DrawPicture, ReadTexts, Redact, SeenWords
from reviewer.isolation.frames import Frame
from reviewer.isolation.protocol import (
    Bounds,
    Failed,
    Features,
    FindFeatures,
    Identified,
    Identify,
    Join,
    LayOut,
    LayOutRest,
    NextMembers,
    Ocr,
    OpenContainer,
    OpenDocument,
    Opened,
    Pixels,
    Raster,
    Read,
    ReadCells,
    Readings,
    ReadPages,
    Request,
    SetText,
    SplitMbox,
    Stamp,
)
from reviewer.workers import cpu_budget, features
from reviewer.workers.attempt import attempt
from reviewer.workers.container import Container, Fetch, Hand
from reviewer.workers.cpu_budget import budget, budgets
from reviewer.workers.email.mbox import Splitter
from reviewer.workers.exhibits.attack import attack
from reviewer.workers.exhibits.bind import bind
from reviewer.workers.exhibits.redact import redact
from reviewer.workers.exhibits.seen_words import seen_words
from reviewer.workers.exhibits.stamp import stamp_pages, together
from reviewer.workers.exhibits.texts import read_texts
from reviewer.workers.laying_out import lay_out_item, lay_out_rest_of_item
from reviewer.workers.ocr.recognising import recognise
from reviewer.workers.office.table import cells_of
from reviewer.workers.pdf.join import join
from reviewer.workers.pdf.pages import read_pages
from reviewer.workers.pdf.raster import Document
from reviewer.workers.pdf.settext import set_text
from reviewer.workers.picture.drawing import draw_picture
from reviewer.workers.reading import identify, read
from reviewer.workers.refusal import Refusal


def _to_nobody(_part: bytes, _first: bool) -> None:  # noqa: FBT001 - as archives call it
    raise Refusal(Reason("reader.alone"))


def _nowhere(_offset: int, _length: int) -> bytes:
    raise Refusal(Reason("reader.alone"))


class Desk:
    """Answers requests one after the other, holding what a session works on: a mailbox, a container, a document.

    ``canvas`` is memory shared with the app, for pictures of pages. ``fetch`` gets bytes of the open container
    from it, ``hand`` hands the parts of large members to it.
    """

    def __init__(self, canvas: mmap.mmap | None = None, fetch: Fetch = _nowhere, hand: Hand = _to_nobody) -> None:
        self._canvas = canvas
        self._fetch = fetch
        self._hand = hand
        self._container: Container | None = None
        self._splitter: Splitter | None = None
        self._document: Document | None = None
        self._holding: dict[type, Callable[[Any, Sequence[bytes]], Frame]] = {
            SplitMbox: self._split,
            OpenContainer: self._open_container,
            NextMembers: self._next_members,
            OpenDocument: self._open_document,
            Raster: self._draw,
            Ocr: self._recognise,
        }

    def answer(self, request: Request, blobs: Sequence[bytes]) -> Frame:
        """Do what is asked; Refusal when the input cannot be used."""
        handler = self._holding.get(type(request)) or _BY_ITSELF.get(type(request))
        if handler is None:
            raise Refusal(Reason("reader.not_done_here", request=type(request).__name__))
        return handler(request, blobs)

    def _split(self, request: SplitMbox, blobs: Sequence[bytes]) -> Frame:
        if request.first:
            self._splitter = Splitter()
        if self._splitter is None:
            raise Refusal(Reason("reader.mailbox_from_beginning"))
        return Frame(Bounds(tuple(self._splitter.feed(_only(blobs), last=request.last))))

    def _open_container(self, request: OpenContainer, _: Sequence[bytes]) -> Frame:
        self._container = Container(request, self._fetch, self._hand)
        return self._container.next(NextMembers())

    def _open_document(self, _: OpenDocument, blobs: Sequence[bytes]) -> Frame:
        self._document = Document(_only(blobs))
        return Frame(Opened(tuple(self._document.sizes)))

    def _next_members(self, request: NextMembers, _: Sequence[bytes]) -> Frame:
        if self._container is None:
            raise Refusal(Reason("reader.no_container"))
        return self._container.next(request)

    def _recognise(self, request: Ocr, _: Sequence[bytes]) -> Frame:
        if self._document is None:
            raise Refusal(Reason("reader.no_document"))
        return Frame(recognise(self._document, request))

    def _draw(self, request: Raster, _: Sequence[bytes]) -> Frame:
        if self._document is None:
            raise Refusal(Reason("reader.no_document"))
        width, height, pixels = self._document.draw(request, self._canvas)
        if self._canvas is not None:
            return Frame(Pixels(width, height, shared=True))
        return Frame(Pixels(width, height), [bytes(pixels)])


def _read(request: Read, blobs: Sequence[bytes]) -> Frame:
    if len(request.items) != len(blobs):
        raise Refusal(Reason("reader.files_differ"))
    readings: list[Reading] = []
    children: list[bytes] = []
    well: list[tuple[int, float]] = []  # the numbers of those that could be read, and what is left of their time
    with budgets(cpu_budget.AMONG_OTHERS if len(blobs) > 1 else None) as grant:
        for one, data in zip(request.items, blobs, strict=True):
            grant(len(data))
            outcome = attempt(lambda one=one, data=data: read(one, data, request.passwords))  # type: ignore[misc]
            if isinstance(outcome, Failed):
                readings.append(Reading(Kind.OTHER, State.FAILED, (outcome.reason,)))
            else:
                readings.append(outcome[0])
                children += outcome[1]
                well.append((len(readings) - 1, cpu_budget.stop()))
        # All are read before the first is looked at again: what reading takes stays in the processor's cache so, and
        # then what this takes. In turns, item by item, both took a sixteenth longer.
        for number, left in well:
            if left >= cpu_budget.LEAST or len(blobs) > 1:  # one that ends its reader among others is read by itself
                cpu_budget.go_on(left)
                readings[number] = _with_features(readings[number], blobs[number])
    return Frame(Readings(tuple(readings)), children)


def _with_features(reading: Reading, data: bytes) -> Reading:
    """The same with what its text is compared by; that can fail without the reading, and be made later."""
    found = attempt(lambda: features.of_reading(reading, data))
    return reading if isinstance(found, Failed) else reading.with_features(found)


def _find_features(request: FindFeatures, blobs: Sequence[bytes]) -> Frame:
    if len(request.messages) != len(blobs):
        raise Refusal(Reason("reader.files_differ"))
    found = []
    with budgets(cpu_budget.AFTERWARDS) as grant:
        for message, text in zip(request.messages, blobs, strict=True):
            grant(len(text))
            found.append(features.of_text(text.decode(), message=message))
    return Frame(Features(tuple(found)))


def _identify(request: Identify, blobs: Sequence[bytes]) -> Frame:
    return Frame(Identified(identify(request.name, _only(blobs))))


def _read_pages(request: ReadPages, blobs: Sequence[bytes]) -> Frame:
    with budget(len(_only(blobs))):
        return Frame(read_pages(_only(blobs), in_part=request.in_part))


def _read_texts(_: ReadTexts, blobs: Sequence[bytes]) -> Frame:
    with budget(len(_only(blobs))):
        return Frame(read_texts(_only(blobs)))


def _read_cells(request: ReadCells, blobs: Sequence[bytes]) -> Frame:
    return Frame(cells_of(_only(blobs), request.passwords))


def _lay_out(request: LayOut, blobs: Sequence[bytes]) -> Frame:
    with budget(len(_only(blobs))):
        page, resources = lay_out_item(request, _only(blobs))
    return Frame(page, list(resources))


def _lay_out_rest(request: LayOutRest, blobs: Sequence[bytes]) -> Frame:
    if len(blobs) != 2:
        raise Refusal(Reason("reader.needs_document_and_pages"))
    with budget(len(blobs[0])):
        page, resources = lay_out_rest_of_item(request, *blobs)
    return Frame(page, list(resources))


def _join(request: Join, blobs: Sequence[bytes]) -> Frame:
    with budget(sum(map(len, blobs))):
        printed, pdf = join(blobs, legible=request.legible)
    return Frame(printed, [pdf])


def _stamp(request: Stamp, blobs: Sequence[bytes]) -> Frame:
    printed, pdfs = stamp_pages(request, _only(blobs) if len(blobs) == 1 else together(blobs))
    return Frame(printed, pdfs)


def _redact(request: Redact, blobs: Sequence[bytes]) -> Frame:
    printed, pdf = redact(request, _only(blobs))
    return Frame(printed, [pdf])


def _seen_words(request: SeenWords, blobs: Sequence[bytes]) -> Frame:
    if len(blobs) != 2:
        raise Refusal(Reason("reader.needs_document_and_pages"))
    return Frame(seen_words(request, *blobs))


def _bind(request: Bind, blobs: Sequence[bytes]) -> Frame:
    printed, pdf = bind(request, blobs)
    return Frame(printed, [pdf])


def _attack(request: Attack, blobs: Sequence[bytes]) -> Frame:
    return Frame(attack(request, _only(blobs)))


def _draw_picture(request: DrawPicture, blobs: Sequence[bytes]) -> Frame:
    with budget(len(_only(blobs))):
        width, height, pixels = draw_picture(request, _only(blobs))
    return Frame(Pixels(width, height), [pixels])


def _set_text(request: SetText, _: Sequence[bytes]) -> Frame:
    with budget(len(request.text)):
        printed, pdf = set_text(request)
    return Frame(printed, [pdf])


_BY_ITSELF: dict[type, Callable[[Any, Sequence[bytes]], Frame]] = {
    Read: _read,
    Identify: _identify,
    ReadPages: _read_pages,
    ReadTexts: _read_texts,
    ReadCells: _read_cells,
    FindFeatures: _find_features,
    LayOut: _lay_out,
    LayOutRest: _lay_out_rest,
    Join: _join,
    Stamp: _stamp,
    Redact: _redact,
    SeenWords: _seen_words,
    Attack: _attack,
    Bind: _bind,
    SetText: _set_text,
    DrawPicture: _draw_picture,
}


def _only(blobs: Sequence[bytes]) -> bytes:
    if len(blobs) != 1:
        raise Refusal(Reason("reader.needs_one_file"))
    return blobs[0]
