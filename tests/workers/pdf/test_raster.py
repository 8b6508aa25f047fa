"""Pictures of pages are what PyMuPDF draws, in whole or in part, and nothing absurd brings the worker down."""

from __future__ import annotations

import pymupdf
import pytest

from reviewer.isolation.protocol import Raster
from reviewer.workers.pdf.raster import MAX_PIXELS, Document
from reviewer.workers.refusal import Refusal


def drawing(width: float = 200, height: float = 100, rotation: int = 0) -> bytes:
    """A page with a red rectangle in its top left quarter."""
    with pymupdf.open() as document:
        page = document.new_page(width=width, height=height)
        page.draw_rect((0, 0, width / 2, height / 2), color=None, fill=(1, 0, 0))
        page.set_rotation(rotation)
        made: bytes = document.tobytes()
    return made


def pixel(drawn: tuple[int, int, bytes | memoryview], x: int, y: int) -> list[int]:
    width, _, rgb = drawn
    return list(rgb[(y * width + x) * 3 : (y * width + x) * 3 + 3])


def test_a_page_is_drawn_at_the_scale_asked_for() -> None:
    document = Document(drawing())
    assert list(document.sizes) == [(200, 100)]
    drawn = document.draw(Raster(1, 2.0))
    assert drawn[:2] == (400, 200)
    assert len(drawn[2]) == 400 * 200 * 3
    assert pixel(drawn, 10, 10) == [255, 0, 0]
    assert pixel(drawn, 390, 190) == [255, 255, 255]


def test_a_rotated_page_is_drawn_as_it_is_displayed() -> None:
    document = Document(drawing(rotation=90))
    assert list(document.sizes) == [(100, 200)]
    drawn = document.draw(Raster(1, 1.0))
    assert pixel(drawn, 90, 10) == [255, 0, 0]
    assert pixel(drawn, 10, 10) == [255, 255, 255]


def test_a_clip_is_the_same_pixels_as_in_the_whole_page() -> None:
    document = Document(drawing())
    width, _, whole = document.draw(Raster(1, 1.37))
    clip_width, clip_height, clip = document.draw(Raster(1, 1.37, x=120, y=50, width=40, height=30))
    assert (clip_width, clip_height) == (40, 30)
    rows = [whole[((50 + row) * width + 120) * 3 : ((50 + row) * width + 160) * 3] for row in range(30)]
    assert clip == b"".join(rows)


def test_a_clip_that_reaches_over_the_edge_is_cut() -> None:
    assert Document(drawing()).draw(Raster(1, 1.0, x=150, y=-10, width=100, height=20))[:2] == (50, 10)


@pytest.mark.parametrize(
    ("raster", "reason"),
    [
        (Raster(0, 1.0), "no page 0"),
        (Raster(2, 1.0), "no page 2"),
        (Raster(1, 0.0), "pixels a point"),
        (Raster(1, float("nan")), "pixels a point"),
        (Raster(1, 1e9), "pixels a point"),
        (Raster(1, 1.0, x=500, y=0, width=10, height=10), "outside the page"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_words(raster: Raster, reason: str) -> None:
    with pytest.raises(Refusal, match=reason):
        Document(drawing()).draw(raster)


def test_a_very_large_page_is_drawn_in_parts_only() -> None:
    with pymupdf.open("pdf", drawing()) as made:
        made.xref_set_key(made.page_xref(0), "MediaBox", "[0 0 200000 200000]")
        document = Document(made.tobytes())
    with pytest.raises(Refusal, match="too large"):
        document.draw(Raster(1, 1.0))
    width, height, rgb = document.draw(Raster(1, 1.0, x=0, y=0, width=100, height=100))
    assert (width, height, len(rgb)) == (100, 100, 30_000)
    assert MAX_PIXELS < 1_000_000**2


def test_annotations_of_the_original_are_drawn() -> None:
    with pymupdf.open("pdf", drawing()) as made:
        annotation = made[0].add_rect_annot((150, 60, 190, 90))
        annotation.set_colors(fill=(0, 0, 1), stroke=(0, 0, 1))
        annotation.update()
        data = made.tobytes()
    assert pixel(Document(data).draw(Raster(1, 1.0)), 170, 75) == [0, 0, 255]
