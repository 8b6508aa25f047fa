"""One picture read: what it is, what it tells about itself, and whether all of it can be shown."""

from __future__ import annotations

from PIL import Image

from reviewer.domain.evidence.reading import Kind, Reading, State
from reviewer.domain.reasons.reason import Reason, Reasons
from reviewer.workers.picture.facts import facts_of
from reviewer.workers.picture.opening import (
    MAX_PAGES,
    NAMES,
    Pages,
    bounded,
    can_be_drawn,
    count_pages,
    decode,
    open_picture,
)
from reviewer.workers.refusal import Refusal

_TRIED = 300_000_000
"""Pixels of one item that are decoded to see whether they are all there."""


def read_picture(data: bytes) -> tuple[Reading, list[bytes]]:
    """Read one picture; it never has children. Refusal when not even its size can be told."""
    if not data:
        raise Refusal(Reason("picture.empty"))
    with bounded():
        image = open_picture(data)
        pages, frames = count_pages(image, len(data))
        facts = facts_of(image)
        reasons = _what_is_missing(data, image, pages)
    told = {"format": NAMES[image.format or ""], "width": str(image.width), "height": str(image.height)}
    if pages > 1:
        told["pages"] = str(pages)
    if frames > 1:
        told["layers" if image.format == "PSD" else "frames"] = str(frames)
    state = State.PARTIAL if reasons else State.OK
    return Reading(Kind.IMAGE, state, reasons, text=facts.captions(), metadata={**told, **facts.metadata()}), []


def _what_is_missing(data: bytes, image: Image.Image, pages: int) -> Reasons:
    """What cannot be shown."""
    if not can_be_drawn(image):
        return ()  # another process decodes it when its page is made
    if pages > MAX_PAGES:
        return (Reason("picture.pages_many", count=pages, limit=MAX_PAGES),)
    left = _TRIED
    broken: list[int] = []
    lost: list[int] = []
    opened = Pages(data)
    for page in range(pages):
        try:
            left -= _pixels(opened.open(page))
            if left < 0:
                break
            if not decode(opened, page, roughly=True).whole:
                broken.append(page + 1)
        except Refusal as refusal:
            if pages == 1:
                raise
            lost.append(page + 1)
            if len(lost) == pages:
                raise Refusal(refusal.reason) from refusal
    return _reasons(broken, lost, pages)


def _pixels(image: Image.Image) -> int:
    return image.width * image.height


def _reasons(broken: list[int], lost: list[int], pages: int) -> Reasons:
    if broken and pages == 1:
        return (Reason("picture.cut_short"),)
    said: list[Reason] = []
    if broken:
        said.append(Reason("picture.pages_cut_short", pages=_listed(broken)))
    if lost:
        said.append(Reason("picture.pages_lost", pages=_listed(lost)))
    return tuple(said)


def _listed(pages: list[int]) -> str:
    more = len(pages) - 10
    return ", ".join(str(page) for page in pages[:10]) + (f" and {more:,} more" if more > 0 else "")
