"""The pictures on a page of a PDF: where they stand, whatever draws them."""

from __future__ import annotations

from typing import Any

import pymupdf
from pymupdf import mupdf

Box = tuple[float, float, float, float]


def pictures_on(page: Any) -> list[Box]:
    """The places of pictures on a page of MuPDF in the order in which they are drawn, in points, cut at its edges."""
    bounds = mupdf.fz_bound_page(page)
    held = mupdf.FzStextPage(bounds)
    options = mupdf.FzStextOptions()
    options.flags = pymupdf.TEXT_PRESERVE_IMAGES
    device = mupdf.fz_new_stext_device(held, options)
    mupdf.fz_run_page(page, device, mupdf.FzMatrix(), mupdf.FzCookie())
    mupdf.fz_close_device(device)
    found = []
    for x0, y0, x1, y1, _, _, kind in pymupdf.TextPage(held).extractBLOCKS():
        box = (max(x0, bounds.x0), max(y0, bounds.y0), min(x1, bounds.x1), min(y1, bounds.y1))
        if kind == 1 and box[0] < box[2] and box[1] < box[3]:
            found.append(box)
    return found
