"""Pages as pictures, for paper: drawn by a worker, and what it answers looked at before it is used."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.domain.evidence.unpack_limits import MIB
from reviewer.errors import ExportError
from reviewer.isolation.allowance import Allowance
from reviewer.isolation.protocol import Pixels, Raster
from reviewer.isolation.workers import Session

SECONDS = 120.0
"""For one page, or for opening their document, by the clock."""
_PROCESSOR, _OF_A_PAGE = 15.0, 2.0
"""Seconds of processor time for all pages of a document that are drawn in one go, and more for each and each MiB."""


@dataclass(frozen=True, slots=True)
class PagePicture:
    """An RGB picture, 3 bytes a pixel, rows without padding."""

    width: int
    height: int
    pixels: bytes


def allowance(pdf: bytes, pages: int) -> Allowance:
    """What so many pages of a document share, with opening it."""
    return Allowance(_PROCESSOR + len(pdf) / MIB + pages * _OF_A_PAGE)


def draw(session: Session, page: int, scale: float, shared: Allowance) -> PagePicture:
    """A page (from 1) of the document that the worker has open, at ``scale`` pixels a point.

    Its time is ``shared`` with other pages. ExportError when what the worker answers is no such picture, WorkerError
    when it cannot draw it.
    """
    frame = session.ask(Raster(page, scale), seconds=SECONDS, allowance=shared)
    answer = frame.message
    if not isinstance(answer, Pixels) or not frame.blobs:
        raise ExportError("the worker answered something other than a picture")
    data = bytes(frame.blobs[0])
    if answer.width < 1 or answer.height < 1 or len(data) != answer.width * answer.height * 3:
        raise ExportError("the worker answered a picture of another size than it said")
    return PagePicture(answer.width, answer.height, data)
