"""Words stand beside boxes as the page has them only where nothing is seen but letters, and nothing else is said."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pymupdf
import pypdf
import pytest

import reviewer
from reviewer.isolation.exhibit_messages import Attack, Redact, RedactBox, SeenWords, WordLayer
from reviewer.isolation.protocol import Stamp
from reviewer.workers.exhibits.attack import attack
from reviewer.workers.exhibits.redact import redact
from reviewer.workers.exhibits.seen_words import seen_words
from reviewer.workers.exhibits.stamp import stamp_pages, together
from tests.workers.hiding import PLACES, SECRET, Hide, add_content, hidden_in, picture

LINE, NAMED = "On Monday the officer wrote.", "On Tuesday Ottoline Quarry told us."
BOX = RedactBox(1, (122.0, 105.0, 400.0, 125.0), "PRV")
"""Over the name to the end of its line."""
FONT = Path(reviewer.__file__).parent / "resources" / "fonts" / "LiberationSans-Regular.ttf"


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


def test_words_on_shaded_rows_and_on_black_ones_are_those_of_the_page() -> None:
    def table(_: Any, page: Any) -> None:
        page.draw_rect((50, 185, 350, 207), fill=(0.9, 0.9, 0.9), color=None)
        page.insert_text((60, 200), "first row")
        page.draw_rect((50, 207, 350, 229), fill=(0, 0, 0), color=None)
        page.insert_text((60, 222), "second row", color=(1, 1, 1))
        page.draw_line((60, 226), (110, 226))

    (layer,) = layers(page_with(table), BOX)
    assert [word for word, _ in layer.words] == [*LINE.split(), "On", "Tuesday", "first", "row", "second", "row"]


def moved(by: float) -> bytes:
    """A font that draws each letter so many ems to the right of where it says that it is."""
    font = bytearray(FONT.read_bytes())
    (count,) = struct.unpack_from(">H", font, 4)
    entries = range(12, 12 + 16 * count, 16)
    tables = {bytes(font[at : at + 4]): struct.unpack_from(">I", font, at + 8)[0] for at in entries}
    (em,) = struct.unpack_from(">H", font, tables[b"head"] + 18)
    (count,) = struct.unpack_from(">H", font, tables[b"hhea"] + 34)
    for at in range(tables[b"hmtx"] + 2, tables[b"hmtx"] + 4 * count, 4):
        (left,) = struct.unpack_from(">h", font, at)
        struct.pack_into(">h", font, at, left + round(by * em))
    return bytes(font)


@pytest.mark.parametrize(("by", "known"), [(0, True), (6, False)])
def test_words_whose_outlines_are_not_where_their_font_says_leave_their_page_to_ocr(by: int, *, known: bool) -> None:
    def drawn(_: Any, page: Any) -> None:
        page.insert_font(fontname="Moved", fontbuffer=moved(by))
        page.insert_text((60, 200), "secret", fontname="Moved", fontsize=11)
        page.draw_line((50, 197), (350, 197))

    told = layers(page_with(drawn), RedactBox(1, (110.0, 185.0, 200.0, 205.0), "INF"))
    assert [[word for word, _ in layer.words][-1] for layer in told] == (["secret"] if known else [])


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


def stroke_over(_: Any, page: Any) -> None:
    page.insert_text((60, 200), "beside")
    page.draw_line((58, 196), (200, 196), width=9)


def stroke_beneath(_: Any, page: Any) -> None:
    page.draw_line((58, 196), (200, 196), width=9)
    page.insert_text((60, 200), "beside")


def stroke_scaled(document: Any, page: Any) -> None:
    page.insert_text((60, 200), "beside")
    add_content(document, page, "q 1 0 0 12 0 0 cm 1 w 58 8.7 m 200 8.7 l S Q")


def thin_strips(_: Any, page: Any) -> None:
    page.insert_text((60, 200), "beside")
    for strip in range(6):
        page.draw_rect((58, 190 + strip * 1.9, 200, 191.95 + strip * 1.9), fill=(0, 0, 0), color=None, width=0)


def thin_strokes(_: Any, page: Any) -> None:
    page.insert_text((60, 200), "beside")
    for strip in range(6):
        page.draw_line((58, 191 + strip * 1.8), (200, 191 + strip * 1.8), width=1.9)


def dots_without_length(document: Any, page: Any) -> None:
    page.insert_text((60, 200), "beside")
    dots = (f"{58 + across * 1.2:.1f} {97 + up * 1.2:.1f} m h" for across in range(30) for up in range(11))
    add_content(document, page, f"q 2 J 2 w {' '.join(dots)} S Q")


def black_beneath_a_part(_: Any, page: Any) -> None:
    page.draw_rect((58, 191, 94, 203), fill=(0, 0, 0), color=None, width=0)
    page.insert_text((60, 200), "beside and then a long line of other words")


def polygon_beneath(document: Any, page: Any) -> None:
    add_content(document, page, "0 g 58 97 m 94 97 l 94 109 l 76 109 l 76 110 l 58 110 l h f")
    page.insert_text((60, 200), "beside")


def black_after_many(_: Any, page: Any) -> None:
    for at in range(520):
        x, y = 5 + at % 20, 250 + at // 20
        page.draw_rect((x, y, x + 1, y + 1), fill=(0.5, 0.5, 0.5), color=None, width=0)
    page.draw_rect((58, 191, 94, 203), fill=(0, 0, 0), color=None, width=0)
    page.insert_text((60, 200), "beside")


def _named(document: Any, page: Any, place: tuple[str, str], held: str, content: bytes | None = None) -> None:
    """A resource of a page."""
    xref = document.get_new_xref()
    document.update_object(xref, held)
    if content is not None:
        document.update_stream(xref, content)
    at, key = page.xref, "Resources"
    for step in place:
        how, value = document.xref_get_key(at, key)
        at, key = (int(value.split()[0]), step) if how == "xref" else (at, f"{key}/{step}")
    document.xref_set_key(at, key, f"{xref} 0 R")


def clear_group(document: Any, page: Any) -> None:
    font = next(f"{font[0]} 0 R" for font in page.get_fonts() if font[4] == "helv")
    page.draw_line((50, 197), (350, 197))
    form = f"/BBox[0 0 400 300]/Group<</S/Transparency>>/Resources<</Font<</helv {font}>>>>"
    drawn = b"BT /helv 11 Tf 60 100 Td (beside) Tj ET"
    _named(document, page, ("XObject", "Unseen"), f"<</Type/XObject/Subtype/Form{form}>>", drawn)
    _named(document, page, ("ExtGState", "Clear"), "<</Type/ExtGState/ca 0/CA 0>>")
    add_content(document, page, "q /Clear gs /Unseen Do Q")


def blended_away(document: Any, page: Any) -> None:
    page.draw_line((50, 197), (350, 197))
    _named(document, page, ("ExtGState", "Screen"), "<</Type/ExtGState/BM/Screen>>")
    add_content(document, page, "q /Screen gs 0 g BT /helv 11 Tf 60 100 Td (beside) Tj ET Q")


def white_but_for_its_middle(_: Any, page: Any) -> None:
    page.draw_rect((150, 188, 250, 206), fill=(0, 0, 0), color=None, width=0)
    page.draw_line((50, 197), (145, 197))
    page.insert_text((60, 200), "beside and then title words here in the middle", color=(1, 1, 1))


def white_on_black_clipped_away(document: Any, page: Any) -> None:
    page.draw_line((50, 197), (350, 197))
    add_content(document, page, "q 200 90 100 30 re W n 0 g 50 90 300 30 re f Q")
    add_content(document, page, "1 g BT /helv 11 Tf 60 100 Td (beside) Tj ET")


def pale_on_a_rule(_: Any, page: Any) -> None:
    page.draw_line((50, 197), (350, 197))
    page.insert_text((60, 200), "beside", color=(0.9, 0.9, 0.9))


def too_small(_: Any, page: Any) -> None:
    page.draw_line((50, 200), (350, 200), width=0.5)
    page.insert_text((60, 200), "beside", fontsize=2)


def printed_over(_: Any, page: Any) -> None:
    page.insert_text((60, 200), "beside")
    page.insert_text((60, 200), "WWWWWW")
    page.insert_text((61, 200), "MMMMMM")
    page.insert_text((60, 201), "XXXXXX")


def under_a_great_dash(_: Any, page: Any) -> None:
    page.insert_text((60, 260), "beside")
    page.insert_text((20, 390), "-", fontsize=400)


def printed_over_in_one_word(document: Any, page: Any) -> None:
    page.insert_text((60, 200), " ")
    add_content(document, page, "BT /helv 11 Tf 60 100 Td [(beside) 2600 (WWWW)] TJ ET")


@pytest.mark.parametrize(
    "draw",
    [
        stroke_over,
        stroke_beneath,
        stroke_scaled,
        thin_strips,
        thin_strokes,
        dots_without_length,
        black_beneath_a_part,
        polygon_beneath,
        black_after_many,
        clear_group,
        blended_away,
        white_but_for_its_middle,
        white_on_black_clipped_away,
        pale_on_a_rule,
        too_small,
        printed_over,
        under_a_great_dash,
        printed_over_in_one_word,
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
