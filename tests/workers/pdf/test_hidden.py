"""Words that a PDF holds and no page of it shows are listed with their page, and no others."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pymupdf
import pytest
from PIL import Image

from reviewer.domain.evidence.reading import State
from reviewer.domain.reasons.reason import Reason
from reviewer.workers.pdf import hidden
from reviewer.workers.pdf.hidden import hidden_in_pdf
from reviewer.workers.pdf.reading import read_document

SECRET = "fourteen uses, eleven more"
Draw = Callable[[Any, Any], None]


def document_with(draw: Draw, rotation: int = 0) -> Any:
    with pymupdf.open() as document:
        page = document.new_page(width=400, height=500)
        page.insert_text((60, 60), "Dear Bo, the cameras are here.")
        draw(document, page)
        page.set_rotation(rotation)
        data = document.tobytes()
    return pymupdf.open(stream=data)


def picture(colour: str = "grey", size: tuple[int, int] = (40, 50)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


def white(_: Any, page: Any) -> None:
    page.insert_text((60, 200), SECRET, color=(1, 1, 1))


def nearly_white(_: Any, page: Any) -> None:
    page.insert_text((60, 200), SECRET, color=(0.99, 0.99, 0.97))


def same_as_box(_: Any, page: Any) -> None:
    page.draw_rect((40, 180, 300, 220), fill=(0, 0, 0.5), color=None)
    page.insert_text((60, 200), SECRET, color=(0, 0, 0.5))


def under_box(_: Any, page: Any) -> None:
    page.insert_text((60, 200), SECRET)
    page.draw_rect((40, 180, 300, 220), fill=(0, 0, 0), color=None)


def under_picture(_: Any, page: Any) -> None:
    page.insert_text((60, 200), SECRET)
    page.insert_image((40, 180, 300, 220), stream=picture(), keep_proportion=False)


def invisible(_: Any, page: Any) -> None:
    page.insert_text((60, 200), SECRET, render_mode=3)


def transparent(_: Any, page: Any) -> None:
    page.insert_text((60, 200), SECRET, fill_opacity=0, stroke_opacity=0)


def dust(_: Any, page: Any) -> None:
    page.insert_text((60, 200), SECRET, fontsize=0.4)


def outside(_: Any, page: Any) -> None:
    page.insert_text((60, 450), SECRET)
    page.set_cropbox(pymupdf.Rect(0, 0, 400, 400))


def layer(document: Any, page: Any) -> None:
    page.insert_text((60, 200), SECRET, oc=document.add_ocg("Draft", on=False))


def note(_: Any, page: Any) -> None:
    made = page.add_text_annot((60, 200), SECRET)
    made.set_flags(pymupdf.PDF_ANNOT_IS_HIDDEN)
    made.update()


HIDING: dict[Draw, str] = {
    white: "colour of the background",
    nearly_white: "colour of the background",
    same_as_box: "colour of the background",
    under_box: "under a filled box",
    under_picture: "under a picture",
    invisible: "invisible",
    transparent: "transparent",
    dust: "smaller than a point",
    outside: "crop box",
    layer: "layer",
    note: "hidden note",
}


@pytest.mark.parametrize("rotation", [0, 90, 270])
@pytest.mark.parametrize("draw", HIDING)
def test_hidden_words_are_listed_with_page_and_how(draw: Draw, rotation: int) -> None:
    found = hidden_in_pdf(document_with(draw, rotation))
    assert [(entry.text, entry.page) for entry in found] == [(SECRET, 1)]
    assert HIDING[draw] in found[0].how


def scan(_: Any, page: Any) -> None:
    page.insert_image(page.rect, stream=picture(), keep_proportion=False)
    page.insert_text((60, 200), SECRET, render_mode=3)


def scan_over_text(_: Any, page: Any) -> None:
    page.insert_text((60, 200), SECRET)
    page.insert_image(page.rect, stream=picture(), keep_proportion=False)


def white_on_box(_: Any, page: Any) -> None:
    page.draw_rect((40, 180, 300, 220), fill=(0.1, 0.1, 0.1), color=None)
    page.insert_text((60, 200), SECRET, color=(1, 1, 1))


def white_on_picture(_: Any, page: Any) -> None:
    page.insert_image((40, 180, 300, 220), stream=picture("navy"), keep_proportion=False)
    page.insert_text((60, 200), SECRET, color=(1, 1, 1))


def white_on_round_box(_: Any, page: Any) -> None:
    page.draw_oval((20, 150, 380, 250), fill=(0.1, 0.1, 0.4), color=None)
    page.insert_text((100, 200), SECRET, color=(1, 1, 1))


def shadow(_: Any, page: Any) -> None:
    page.insert_text((61, 201), SECRET, color=(1, 1, 1))
    page.insert_text((60, 200), SECRET)


def table(_: Any, page: Any) -> None:
    page.draw_rect((40, 180, 300, 220), fill=(0.9, 0.9, 0.9), color=(0, 0, 0))
    page.insert_text((60, 200), SECRET)


def shown_layer(document: Any, page: Any) -> None:
    page.insert_text((60, 200), SECRET, oc=document.add_ocg("Final", on=True))


@pytest.mark.parametrize(
    "draw", [scan, scan_over_text, white_on_box, white_on_picture, white_on_round_box, shadow, table, shown_layer]
)
def test_words_that_are_seen_are_not_called_hidden(draw: Draw) -> None:
    found = hidden_in_pdf(document_with(draw))
    assert [entry for entry in found if SECRET in entry.text] == []


def test_switching_layers_on_to_look_at_them_leaves_the_pages_as_they_were() -> None:
    document = document_with(layer)
    hidden_in_pdf(document)
    assert SECRET not in document[0].get_text()


def test_a_pdf_as_an_item_lists_its_hidden_words() -> None:
    reading, _ = read_document(document_with(invisible).tobytes(), ())
    assert reading.state is State.OK
    assert [(entry.text, entry.how, entry.page) for entry in reading.hidden] == [(SECRET, "invisible letters", 1)]


def test_a_page_with_too_many_letters_is_not_looked_through_and_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each letter takes memory as it is looked at, also off the page, where a page of five millions has none else."""
    monkeypatch.setattr(hidden, "MOST_LETTERS", 20)
    with pymupdf.open() as document:
        document.new_page().insert_text((60, 60), "x" * 20, color=(1, 1, 1))
        document.new_page().insert_text((9_000, 60), ["x" * 20, "y"])
        reading, _ = read_document(document.tobytes(), ())
    assert [entry.page for entry in reading.hidden] == [1]
    assert (reading.state, reading.reasons) == (State.PARTIAL, (Reason("pdf.hidden_letters", page=2, limit=20),))


def test_words_of_many_lines_stay_in_their_lines() -> None:
    def draw(_: Any, page: Any) -> None:
        page.insert_text((60, 200), ["first hidden line", "second hidden line"], color=(1, 1, 1))

    assert [entry.text for entry in hidden_in_pdf(document_with(draw))] == ["first hidden line\nsecond hidden line"]
