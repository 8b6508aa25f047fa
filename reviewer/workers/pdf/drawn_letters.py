"""How many letters a page draws, on its paper or off it: before they are looked at one by one, which takes memory."""

from __future__ import annotations

from typing import Any

from pymupdf import mupdf

from reviewer.workers.pdf.document import load_page


class _Count(mupdf.FzDevice2):  # type: ignore[misc] # MuPDF has no types
    """Takes part in the drawing of a page until there are too many."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.left = most
        self.cookie = mupdf.FzCookie()
        for name in ("fill_text", "stroke_text", "clip_text", "clip_stroke_text", "ignore_text"):
            getattr(self, f"use_virtual_{name}")()

    def _count(self, _: Any, text: Any, *_more: Any) -> None:
        span = text.head
        while span:
            self.left -= span.len
            span = span.next
        if self.left < 0:
            self.cookie.m_internal.abort = 1

    fill_text = stroke_text = clip_text = clip_stroke_text = ignore_text = _count


def draws_more_letters(document: Any, number: int, most: int) -> bool:
    """Whether a page (from 1) draws more letters than so many."""
    count = _Count(most)
    mupdf.fz_run_page(load_page(document, number), count, mupdf.FzMatrix(), count.cookie)
    mupdf.fz_close_device(count)
    return count.left < 0
