"""Words laid on the picture of a page can be searched and copied where they stand, and are not seen."""

from __future__ import annotations

import io

import pymupdf
import pypdf
import pytest

from reviewer.isolation.exhibit_messages import WordLayer
from reviewer.isolation.protocol import (
    Stamp,
)
from reviewer.workers.exhibits.stamp import stamp
from reviewer.workers.refusal import Refusal

WORDS = (
    ("Zoë’s", (100.0, 90.0, 150.0, 104.0)),
    ("free", (156.0, 92.0, 190.0, 104.0)),
    ("caméra", (100.0, 120.0, 170.0, 134.0)),
    ("価格", (180.0, 120.0, 210.0, 134.0)),
)
TEXT = "Zoë’s free caméra 価格"


def page(rotation: int = 0, *, cropped: bool = False) -> bytes:
    """A page with a grey square on it; as displayed it is 400 points wide and high."""
    with pymupdf.open() as document:
        made = document.new_page(width=500, height=500)
        made.draw_rect(pymupdf.Rect(100, 100, 300, 300), fill=(0.5, 0.5, 0.5))
        made.set_cropbox(pymupdf.Rect(50, 50, 450, 450) if cropped else pymupdf.Rect(0, 0, 400, 400))
        made.set_rotation(rotation)
        return bytes(document.tobytes())


@pytest.mark.parametrize("cropped", [False, True])
@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_words_are_found_where_they_were_read(rotation: int, *, cropped: bool) -> None:
    _, made = stamp(Stamp((), "", (WordLayer(1, WORDS),)), page(rotation, cropped=cropped))
    with pymupdf.open(stream=made) as document:
        shown = document[0]
        assert " ".join(shown.get_text().split()) == TEXT
        found = {word[4]: word[:4] for word in shown.get_text("words")}
        for word, box in WORDS:
            x0, y0, x1, y1 = pymupdf.Rect(found[word]) * shown.rotation_matrix
            assert (x0, x1) == pytest.approx((box[0], box[2]), abs=1)
            assert y0 < (box[1] + box[3]) / 2 < y1


def test_another_reader_finds_them_too() -> None:
    _, made = stamp(Stamp((), "", (WordLayer(1, WORDS),)), page())
    (shown,) = pypdf.PdfReader(io.BytesIO(made)).pages
    assert " ".join(shown.extract_text().split()) == TEXT


def test_the_picture_looks_as_it_did() -> None:
    before = page()
    _, made = stamp(Stamp((), "", (WordLayer(1, WORDS),)), before)
    with pymupdf.open(stream=made) as document, pymupdf.open(stream=before) as original:
        assert document[0].get_pixmap().samples == original[0].get_pixmap().samples


def test_words_on_a_page_that_is_not_there_are_refused() -> None:
    with pytest.raises(Refusal, match="page 2 of 1"):
        stamp(Stamp((), "", (WordLayer(2, WORDS),)), page())
