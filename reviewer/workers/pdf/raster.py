"""Pictures of pages, whole or in part, as they are seen: with the annotations and form fields the document has."""

from __future__ import annotations

import math
import mmap
from typing import Any

import pymupdf
from pymupdf import mupdf

from reviewer.domain.reasons.reason import Reason
from reviewer.isolation.protocol import Raster
from reviewer.workers.pdf.document import load_page, open_pdf, page_size
from reviewer.workers.pdf.faults import MUPDF_ERRORS
from reviewer.workers.pdf.forms import show_unsigned_as_drawn
from reviewer.workers.refusal import Refusal

MIN_SCALE, MAX_SCALE = 0.05, 16.0
"""Pixels per point: a thumbnail's thumbnail, and 1,152 dots per inch."""

MAX_PIXELS = 64_000_000


class Document:
    """A PDF held for the pictures that are asked of it. ``sizes`` are the pages' in points as displayed."""

    def __init__(self, data: bytes) -> None:
        self._document = open_pdf(data)
        show_unsigned_as_drawn(self._document)
        self._held: tuple[int, Any] | None = None
        self.sizes: tuple[tuple[float, float], ...] = tuple(
            self._size(number) for number in range(1, self._document.page_count + 1)
        )

    def draw(self, raster: Raster, canvas: mmap.mmap | None = None) -> tuple[int, int, bytes | memoryview]:
        """Width, height and RGB bytes of a page or of the clip of it.

        With a canvas they are drawn onto the beginning of that, which saves a copy, and are good until the next
        picture.

        The whole page is ``ceil(points × scale)`` pixels wide and high; the clip is cut to that. Refusal for a page
        that is not there or is damaged, for a scale or a number of pixels out of bounds, and for a clip outside the
        page.
        """
        if not 1 <= raster.page <= len(self.sizes):
            raise Refusal(Reason("pdf.no_such_page", page=raster.page, count=len(self.sizes)))
        if not MIN_SCALE <= raster.scale <= MAX_SCALE:
            raise Refusal(Reason("pdf.scale", least=str(MIN_SCALE), most=f"{MAX_SCALE:.0f}"))
        x0, y0, x1, y1 = self._clip(raster)
        if x1 <= x0 or y1 <= y0:
            raise Refusal(Reason("pdf.clip_outside"))
        if (x1 - x0) * (y1 - y0) > MAX_PIXELS:
            raise Refusal(Reason("pdf.picture_large"))
        try:
            pixels = self._pixels(raster.page, raster.scale, mupdf.FzIrect(x0, y0, x1, y1), canvas)
            return x1 - x0, y1 - y0, pixels
        except MUPDF_ERRORS as error:
            raise Refusal(Reason("pdf.page_not_drawn", page=raster.page)) from error

    def _clip(self, raster: Raster) -> tuple[int, int, int, int]:
        width, height = (max(1, math.ceil(points * raster.scale - 0.001)) for points in self.sizes[raster.page - 1])
        if raster.width <= 0 or raster.height <= 0:
            return 0, 0, width, height
        x0, y0 = max(0, raster.x), max(0, raster.y)
        return x0, y0, min(width, raster.x + raster.width), min(height, raster.y + raster.height)

    def _pixels(self, number: int, scale: float, clip: Any, canvas: mmap.mmap | None) -> bytes | memoryview:
        size = (clip.x1 - clip.x0) * (clip.y1 - clip.y0) * 3
        if canvas is not None and len(canvas) < size:
            raise Refusal(Reason("pdf.picture_over_memory"))
        pixmap = _blank(clip, canvas)
        mupdf.fz_clear_pixmap_with_value(pixmap, 255)
        device = mupdf.fz_new_draw_device(mupdf.fz_scale(scale, scale), pixmap)
        mupdf.fz_run_page(self.page(number), device, mupdf.FzMatrix(), mupdf.FzCookie())
        mupdf.fz_close_device(device)
        if canvas is not None:
            return memoryview(canvas)[:size]
        pixels: bytes = pymupdf.Pixmap("raw", pixmap).samples
        return pixels

    def page(self, number: int) -> Any:
        """MuPDF's own page object, counted from 1."""
        if self._held is None or self._held[0] != number:
            self._held = None  # one page at a time, so that a long document stays small
            self._held = (number, load_page(self._document, number))
        return self._held[1]

    def _size(self, number: int) -> tuple[float, float]:
        try:
            return page_size(load_page(self._document, number))
        except MUPDF_ERRORS:
            return 612.0, 792.0  # an empty Letter page stands for one that is damaged, as in the page texts


def _blank(clip: Any, canvas: mmap.mmap | None) -> Any:
    """A picture to draw on, of memory of its own or of that shared with the app."""
    colors, spots = mupdf.fz_device_rgb(), mupdf.FzSeparations()
    if canvas is None:
        return mupdf.fz_new_pixmap_with_bbox(colors, clip, spots, 0)
    return mupdf.fz_new_pixmap_with_bbox_and_data(colors, clip, spots, 0, mupdf.python_buffer_data(canvas))
