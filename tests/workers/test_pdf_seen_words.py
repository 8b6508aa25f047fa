"""Words stand beside boxes as the page has them only where nothing is seen but letters, and nothing else is said."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pymupdf
import pypdf
import pytest

from reviewer.isolation.exhibit_messages import Attack, Redact, RedactBox, SeenWords, WordLayer
from reviewer.isolation.protocol import Stamp
from reviewer.workers.pdf.attack import attack
from reviewer.workers.pdf.redact import redact
from reviewer.workers.pdf.seen_words import seen_words
from reviewer.workers.pdf.stamp import stamp_pages, together
from tests.workers.hiding import PLACES, SECRET, Hide, add_content, hidden_in, picture

LINE, NAMED = "On Monday the officer wrote.", "On Tuesday Ottoline Quarry told us."
BOX = RedactBox(1, (122.0, 105.0, 400.0, 125.0), "PRV")
"""Over the name to the end of its line."""


def page_with(draw: Callable[[Any, Any], None] | None = None) -> bytes:
    with pymupdf.open() as document:
        page = document.new_page(width=400, height=300)
        page.insert_text((60, 60), LINE)
        page.insert_text((60, 120), NAMED)
        if draw is not None:
            draw(document, page)
        return bytes(document.tobytes())


def layers(data: bytes, *boxes: RedactBox) -> tuple[WordLayer, ...]:
    return seen_words(SeenWords(boxes), data, redact(Redact(boxes), data)[1]).layers


def lines(_: Any, page: Any) -> None:
    page.draw_line((50, 70), (350, 70))
    page.draw_rect((50, 45, 350, 66), color=(0, 0, 0))


@pytest.mark.parametrize("draw", [None, lines], ids=["letters", "lines"])
def test_words_beside_a_box_are_those_of_the_page(draw: Callable[[Any, Any], None] | None) -> None:
    data = page_with(draw)
    (layer,) = layers(data, BOX)
    assert [word for word, _ in layer.words] == [*LINE.split(), "On", "Tuesday"]
    copy = redact(Redact((BOX,)), data)[1]
    _, (made,) = stamp_pages(Stamp((), layers=(layer,)), copy)
    (text,) = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages]
    assert " ".join(text.split()) == f"{LINE} On Tuesday"
    assert attack(Attack(("Ottoline Quarry",), (BOX,)), made).hits == ()


def curve(_: Any, page: Any) -> None:
    page.draw_circle((300, 250), 10)


def slant(_: Any, page: Any) -> None:
    page.draw_line((300, 250), (310, 260))


def photograph(_: Any, page: Any) -> None:
    page.insert_image((300, 200, 340, 250), stream=picture())


def note(_: Any, page: Any) -> None:
    page.add_freetext_annot((250, 200, 390, 230), "said here")


def link_apart(_: Any, page: Any) -> None:
    page.add_text_annot((350, 250), "said here")


def unseen(_: Any, page: Any) -> None:
    page.insert_text((60, 60), "beside", render_mode=3)  # where other letters are seen


def pale(_: Any, page: Any) -> None:
    page.insert_text((60, 200), "beside", color=(0.97, 0.97, 0.97))


def white(_: Any, page: Any) -> None:
    page.insert_text((60, 200), "beside", color=(1, 1, 1))


def white_over_others(_: Any, page: Any) -> None:
    page.insert_text((60, 60), "beside", color=(1, 1, 1))  # the pixels show ink there, of other letters


def covered_by_others(_: Any, page: Any) -> None:
    page.insert_text((60, 200), "beside")
    page.draw_rect((50, 185, 350, 210), fill=(1, 1, 1), color=None)
    page.insert_text((60, 200), "nobody")


def clipped(document: Any, page: Any) -> None:
    page.insert_text((60, 200), " ")
    add_content(document, page, "q 0 0 10 10 re W n BT /helv 11 Tf 60 80 Td (beside) Tj ET Q")


def said_otherwise(document: Any, page: Any) -> None:
    page.insert_text((60, 200), " ")
    add_content(document, page, "/Span <</ActualText (otherwise)>> BDC BT /helv 11 Tf 60 80 Td (beside) Tj ET EMC")


def turned(_: Any, page: Any) -> None:
    page.set_rotation(90)


def layer_off(document: Any, page: Any) -> None:
    page.insert_text((60, 200), "beside", oc=document.add_ocg("draft", on=False))


@pytest.mark.parametrize(
    "draw",
    [
        curve,
        slant,
        photograph,
        note,
        link_apart,
        unseen,
        pale,
        white,
        white_over_others,
        covered_by_others,
        clipped,
        said_otherwise,
        turned,
        layer_off,
    ],
    ids=lambda draw: draw.__name__,
)
def test_a_page_of_which_it_is_not_certain_what_is_seen_is_left_to_ocr(draw: Callable[[Any, Any], None]) -> None:
    assert layers(page_with(draw), BOX) == ()


def test_words_that_the_copy_does_not_show_leave_their_page_to_ocr() -> None:
    blank = redact(Redact(()), page_with(lambda _, page: page.draw_rect(page.rect, fill=(1, 1, 1), color=None)))[1]
    assert seen_words(SeenWords((BOX,)), page_with(), blank).layers == ()
    two = together([blank, blank])
    assert seen_words(SeenWords((BOX,)), page_with(), two).layers == (), "a copy of another document"


@pytest.mark.parametrize("hide", PLACES, ids=lambda hide: hide.__name__)
def test_a_secret_in_any_place_is_not_among_the_words(hide: Hide) -> None:
    data = hidden_in(hide)
    box = RedactBox(1, (50.0, 180.0, 350.0, 215.0), "PRV")
    copy = redact(Redact((box,)), data)[1]
    told = seen_words(SeenWords((box,)), data, copy)
    assert SECRET.casefold() not in "".join(word for layer in told.layers for word, _ in layer.words).casefold()
    _, (made,) = stamp_pages(Stamp((), layers=told.layers), copy)
    assert attack(Attack((SECRET,), (box,)), made).hits == ()


def test_parts_of_a_document_are_put_together_in_order() -> None:
    with pymupdf.open() as document:
        for number in range(1, 6):
            document.new_page(width=300, height=200).insert_text((60, 60), f"page {number}")
        data = bytes(document.tobytes())
    parts = [redact(Redact((), pages=pages), data)[1] for pages in ((1, 2), (3, 4), (5,))]
    whole = redact(Redact(()), data)[1]
    with pymupdf.open(stream=together(parts)) as made, pymupdf.open(stream=whole) as at_once:
        assert [page.get_pixmap().samples for page in made] == [page.get_pixmap().samples for page in at_once]
    told = seen_words(SeenWords((), (3, 4)), data, parts[1]).layers
    assert [(layer.page, [word for word, _ in layer.words]) for layer in told] == [
        (3, ["page", "3"]),
        (4, ["page", "4"]),
    ]
