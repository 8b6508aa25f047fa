"""Scanned pages for tests: text drawn on a page, the page made a picture, the picture put into a PDF."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import pymupdf
import pytest
from PIL import Image

from reviewer.desktop import tessdata

needs_language_data = pytest.mark.skipif(
    "eng" not in tessdata.languages(), reason="no language data for OCR here (Debian: tesseract-ocr-eng)"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text to draw: its left end and baseline in points, and its size."""

    text: str
    x: float = 72
    y: float = 100
    size: float = 14


LETTER = (612, 792)
"""Width and height of a page in points."""


def scan(
    pages: Sequence[Sequence[Line]],
    *,
    resolution: int = 200,
    turn: int = 0,
    stamp: str = "",
    size: tuple[int, int] = LETTER,
) -> bytes:
    """A PDF of pages that are nothing but pictures, turned anticlockwise; ``stamp`` is real text at the foot.

    ``size`` is in points; the time that recognition takes goes with the area.
    """
    with pymupdf.open() as drawn, pymupdf.open() as scanned:
        for lines in pages:
            page = drawn.new_page(width=size[0], height=size[1])
            for line in lines:
                page.insert_text((line.x, line.y), line.text, fontsize=line.size)
            picture = page.get_pixmap(dpi=resolution, colorspace=pymupdf.csGRAY)
            width, height = reversed(size) if turn in (90, 270) else size
            made = scanned.new_page(width=width, height=height)
            made.insert_image(made.rect, stream=_turned(picture, turn))
            if stamp:
                made.insert_text((72, made.rect.height - 30), stamp, fontsize=9)
        return bytes(scanned.tobytes(no_new_id=True))


def _turned(picture: pymupdf.Pixmap, turn: int) -> bytes:
    grey = Image.frombytes("L", (picture.width, picture.height), picture.samples)
    out = io.BytesIO()
    grey.rotate(turn, expand=True).save(out, "PNG")
    return out.getvalue()


def letter(*lines: str, size: float = 14) -> list[Line]:
    """Lines below one another, as in a letter."""
    return [Line(text, y=100 + 24 * at, size=size) for at, text in enumerate(lines)]
