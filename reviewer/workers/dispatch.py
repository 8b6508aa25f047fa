"""Which reader answers which request, and what a worker says when a reader cannot."""

from __future__ import annotations

import mmap
from collections.abc import Callable, Sequence
from typing import TypeVar

from reviewer.domain.reading import Kind, Reading, State
from reviewer.isolation.protocol import (
    Bounds,
    Failed,
    Frame,
    Identified,
    Identify,
    LayOutMail,
    Ocr,
    OpenDocument,
    Opened,
    Pixels,
    Raster,
    Read,
    Readings,
    ReadOne,
    ReadPages,
    Request,
    SetText,
    SplitMbox,
    Stamp,
)
from reviewer.workers.email.layout import lay_out
from reviewer.workers.email.mbox import Splitter
from reviewer.workers.pdf.pages import read_pages
from reviewer.workers.pdf.raster import Document
from reviewer.workers.pdf.settext import set_text
from reviewer.workers.pdf.stamp import stamp
from reviewer.workers.reading import identify, read
from reviewer.workers.refusal import Refusal

T = TypeVar("T")


class Desk:
    """Answers requests one after the other, holding the mailbox and the document that a session works on.

    ``canvas`` is memory shared with the app, for pictures of pages.
    """

    def __init__(self, canvas: mmap.mmap | None = None) -> None:
        self._canvas = canvas
        self._splitter: Splitter | None = None
        self._document: Document | None = None

    def answer(self, request: Request, blobs: Sequence[bytes]) -> Frame:
        """Do what is asked; Refusal when the input cannot be used."""
        match request:
            case Read(items):
                return _read(items, blobs)
            case SplitMbox():
                return self._split(request, _only(blobs))
            case OpenDocument():
                self._document = Document(_only(blobs))
                return Frame(Opened(tuple(self._document.sizes)))
            case Raster():
                return self._draw(request)
            case Ocr():
                return self._recognise(request)
            case _:
                return _by_itself(request, blobs)

    def _split(self, request: SplitMbox, chunk: bytes) -> Frame:
        if request.first:
            self._splitter = Splitter()
        if self._splitter is None:
            raise Refusal("a mailbox has to be split from its beginning")
        return Frame(Bounds(tuple(self._splitter.feed(chunk, last=request.last))))

    def _recognise(self, request: Ocr) -> Frame:
        from reviewer.workers.ocr.recognising import recognise  # noqa: PLC0415 - for workers with an engine only

        if self._document is None:
            raise Refusal("no document is open to be recognised")
        return Frame(recognise(self._document, request))

    def _draw(self, request: Raster) -> Frame:
        if self._document is None:
            raise Refusal("no document is open to be drawn")
        width, height, pixels = self._document.draw(request, self._canvas)
        if self._canvas is not None:
            return Frame(Pixels(width, height, shared=True))
        return Frame(Pixels(width, height), [bytes(pixels)])


def attempt(work: Callable[[], T]) -> T | Failed:
    """What ``work`` returns, or why it could not be done: one bad input must cost itself and nothing else."""
    try:
        return work()
    except Refusal as refusal:
        reason = str(refusal)
    except MemoryError:
        reason = "it needs more memory than a reader may have"
    except RecursionError:
        reason = "it is nested too deeply"
    except Exception as error:  # noqa: BLE001 - the worker's main: whatever hostile input provokes is an answer
        reason = f"the reader could not cope with it ({type(error).__name__}: {error})"[:500]
    return Failed(reason.encode("utf-8", "replace").decode())


def _read(items: Sequence[ReadOne], blobs: Sequence[bytes]) -> Frame:
    if len(items) != len(blobs):
        raise Refusal("there is not one file for each item to read")
    readings: list[Reading] = []
    children: list[bytes] = []
    for one, data in zip(items, blobs, strict=True):
        outcome = attempt(lambda one=one, data=data: read(one, data))  # type: ignore[misc]
        if isinstance(outcome, Failed):
            readings.append(Reading(Kind.OTHER, State.FAILED, outcome.reason))
        else:
            readings.append(outcome[0])
            children += outcome[1]
    return Frame(Readings(tuple(readings)), children)


def _by_itself(request: Request, blobs: Sequence[bytes]) -> Frame:
    match request:
        case Identify(name):
            return Frame(Identified(identify(name, _only(blobs))))
        case ReadPages():
            return Frame(read_pages(_only(blobs)))
        case LayOutMail():
            page, resources = lay_out(request, _only(blobs))
            return Frame(page, list(resources))
        case Stamp():
            printed, pdf = stamp(request, _only(blobs))
            return Frame(printed, [pdf])
        case SetText():
            printed, pdf = set_text(request)
            return Frame(printed, [pdf])
        case _:
            raise Refusal(f"a parse worker does not do {type(request).__name__}")


def _only(blobs: Sequence[bytes]) -> bytes:
    if len(blobs) != 1:
        raise Refusal("this needs exactly one file")
    return blobs[0]
