"""Rebuild a PDF from the pixels of its pages, with boxes filled: nothing else of the document is taken over.

What is under a box, in hidden layers, names, outlines, forms, attachments or metadata cannot be in the copy, because
the copy has only pictures. Each is drawn as the page is seen, annotations and form fields too, and the boxes are
filled in the picture. The same pixels give the same bytes.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Sequence
from typing import Any

import pymupdf
from pymupdf import mupdf

from reviewer.domain.reasons.reason import Reason
from reviewer.isolation.exhibit_messages import Redact, RedactBox
from reviewer.isolation.protocol import (
    Printed,
)
from reviewer.workers.exhibits.saving import saved
from reviewer.workers.exhibits.streams import new_stream, numbers
from reviewer.workers.pdf.document import ENGINE, load_page, open_pdf, page_size
from reviewer.workers.pdf.faults import MUPDF_ERRORS
from reviewer.workers.pdf.forms import show_unsigned_as_drawn
from reviewer.workers.refusal import Refusal

RESOLUTION = 200
"""Dots per inch of the pictures."""

MOST_PIXELS = 24_000_000
"""Of one page: an A3 page has 8 million at this resolution. Larger pages are drawn smaller."""

LABEL_SIZE = 8.0
"""Points of the code on a box, where the box is high enough for it."""

_QUALITY, _LEVEL = 85, 4
_LARGE = 1_000_000  # bytes of a picture without loss; with more than that it is no text, and becomes a JPEG

Box = tuple[float, float, float, float]


def redact(request: Redact, data: bytes) -> tuple[Printed, bytes]:
    """The pages as pictures with their boxes filled; Refusal when a page cannot be drawn, or a box is on none."""
    source = open_pdf(data)
    show_unsigned_as_drawn(source)
    by_page: dict[int, list[RedactBox]] = {}
    for box in request.boxes:
        if not 1 <= box.page <= source.page_count:
            raise Refusal(Reason("pdf.redaction_off", page=box.page, count=source.page_count))
        by_page.setdefault(box.page, []).append(box)
    made = pymupdf.open()
    for number in request.pages or range(1, source.page_count + 1):
        try:
            _add_page(made, load_page(source, number), by_page.get(number, ()), white=request.white)
        except MUPDF_ERRORS as error:
            raise Refusal(Reason("pdf.page_not_drawn", page=number)) from error
    try:
        made.set_metadata({})
        pdf = saved(made)
    except MUPDF_ERRORS as error:
        raise Refusal(Reason("pdf.not_redacted")) from error
    return Printed(ENGINE), pdf


def _add_page(made: Any, page: Any, boxes: Sequence[RedactBox], *, white: bool) -> None:
    width, height = page_size(page)
    scale = min(RESOLUTION / 72, math.sqrt(MOST_PIXELS / (width * height)))
    size = math.ceil(width * scale - 0.001), math.ceil(height * scale - 0.001)
    picture = _drawn(page, size, scale, boxes, 255 if white else 0)
    new = made.new_page(width=width, height=height)
    shown = picture.width / scale, picture.height / scale
    packed, packing = zlib.compress(picture.samples_mv, _LEVEL), "FlateDecode"
    if len(packed) > _LARGE:
        packed, packing = picture.tobytes("jpeg", jpg_quality=_QUALITY), "DCTDecode"
    colours = "DeviceGray" if picture.n == 1 else "DeviceRGB"
    held = made.get_new_xref()
    told = f"/Width {picture.width}/Height {picture.height}/BitsPerComponent 8/ColorSpace/{colours}"
    made.update_object(held, f"<</Type/XObject/Subtype/Image{told}>>")
    made.update_stream(held, packed, new=True, compress=False)  # packed here, once; it drops the filter
    made.xref_set_key(held, "Filter", f"/{packing}")
    content = new_stream(made, f"q {numbers(shown[0], 0, 0, shown[1], 0, height - shown[1])} cm /Picture Do Q\n")
    made.xref_set_key(new.xref, "Resources", f"<</XObject<</Picture {held} 0 R>>>>")
    made.xref_set_key(new.xref, "Contents", f"{content} 0 R")


def _drawn(page: Any, size: tuple[int, int], scale: float, boxes: Sequence[RedactBox], shade: int) -> Any:
    """The page as a picture, in grey where it has no colours, with the boxes filled and their codes on them."""
    area = mupdf.FzIrect(0, 0, max(1, size[0]), max(1, size[1]))
    pixels = mupdf.fz_new_pixmap_with_bbox(mupdf.fz_device_rgb(), area, mupdf.FzSeparations(), 0)
    mupdf.fz_clear_pixmap_with_value(pixels, 255)
    _run(page, pixels, scale)
    picture = pymupdf.Pixmap("raw", pixels)
    for each in boxes:
        _fill(picture, tuple(side * scale for side in each.box), shade)
    if any(each.label for each in boxes):
        _run(_codes(size[0] / scale, size[1] / scale, boxes), pixels, scale)
    samples = picture.samples
    if samples[0::3] == samples[1::3] == samples[2::3]:
        return pymupdf.Pixmap(pymupdf.csGRAY, picture)
    return picture


def _fill(picture: Any, box: Sequence[float], shade: int) -> None:
    """Every pixel that a box touches, in the memory of the picture itself."""
    left, right = max(0, math.floor(box[0])), min(picture.width, math.ceil(box[2]))
    line, memory = bytes([shade]) * (3 * max(0, right - left)), picture.samples_mv
    for row in range(max(0, math.floor(box[1])), min(picture.height, math.ceil(box[3]))):
        start = row * picture.stride + 3 * left
        memory[start : start + len(line)] = line


def _run(page: Any, pixels: Any, scale: float) -> None:
    device = mupdf.fz_new_draw_device(mupdf.fz_scale(scale, scale), pixels)
    mupdf.fz_run_page(page, device, mupdf.FzMatrix(), mupdf.FzCookie())
    mupdf.fz_close_device(device)


def _codes(width: float, height: float, boxes: Sequence[RedactBox]) -> Any:
    """A page with nothing on it but the codes of the boxes, in white."""
    document = pymupdf.open()
    page = document.new_page(width=width, height=height)
    for each in boxes:
        place = code_place(each)
        if place is not None:
            size = place[3] - place[1]
            page.insert_text((place[0], place[3]), each.label, fontname="helv", fontsize=size, color=(1, 1, 1))
    return load_page(document, 1)


def code_place(each: RedactBox) -> Box | None:
    """Where the code of a box stands, from its upper edge to its baseline; None where there is no room for it."""
    x0, y0, x1, y1 = each.box
    size = min(LABEL_SIZE, (y1 - y0) * 0.75)
    length = pymupdf.get_text_length(each.label, fontname="helv", fontsize=size)
    if not each.label or size < 3 or length + 4 > x1 - x0:
        return None
    base = min(y1, y0 + 40) - (min(y1, y0 + 40) - y0 - size * 0.75) / 2
    return x0 + 2, base - size, x0 + 2 + length, base
