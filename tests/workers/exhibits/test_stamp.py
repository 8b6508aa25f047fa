"""An exhibit has real highlights and a label below each page, holds the words it held, and does nothing by itself."""

from __future__ import annotations

import io
from typing import Any

import pymupdf
import pypdf
import pytest
from pypdf.generic import StreamObject

from reviewer.domain.pages.page_text import line_rects, unpack_boxes
from reviewer.domain.reasons.catalogue import sentences
from reviewer.isolation.exhibit_messages import StampMark, WordLayer
from reviewer.isolation.protocol import (
    Raster,
    Stamp,
)
from reviewer.workers.exhibits.stamp import STRIP, stamp, stamp_pages
from reviewer.workers.exhibits.texts import read_texts
from reviewer.workers.pdf.pages import read_pages
from reviewer.workers.pdf.raster import Document
from reviewer.workers.pdf.reading import read_document
from reviewer.workers.refusal import Refusal

QUOTE = "two free cameras"


def letter(rotation: int = 0, crop: tuple[float, float, float, float] | None = None) -> bytes:
    with pymupdf.open() as document:
        for number in (1, 2):
            page = document.new_page(width=400, height=300)
            page.insert_text((60, 140), f"Page {number}: we send you {QUOTE} this week", fontsize=12)
            if crop:
                page.set_cropbox(pymupdf.Rect(crop))
            page.set_rotation(rotation)
        made: bytes = document.tobytes()
    return made


def mark_on(data: bytes, number: int = 1, quote: str = QUOTE) -> StampMark:
    page = read_pages(data).pages[number - 1]
    start = page.text.index(quote)
    rects = line_rects(unpack_boxes(page.boxes, len(page.text)), start, start + len(quote))
    return StampMark(number, tuple(rects), "#E69F00", "Ada Hale", "gift\nTwo cameras, unpaid")


def highlights(data: bytes, number: int = 1) -> list[Any]:
    page = pypdf.PdfReader(io.BytesIO(data)).pages[number - 1]
    return [a.get_object() for a in page.get("/Annots", ()) if a.get_object()["/Subtype"] == "/Highlight"]


def test_a_second_reader_finds_the_highlight_with_its_pop_up_and_its_own_appearance() -> None:
    data = letter()
    _, exhibit = stamp(Stamp((mark_on(data),), "Exhibit 3 · TST-000001"), data)
    (found,) = highlights(exhibit)
    assert (found["/T"], found["/Contents"]) == ("Ada Hale", "gift\nTwo cameras, unpaid")
    assert [round(float(part) * 255) for part in found["/C"]] == [0xE6, 0x9F, 0x00]
    assert found["/AP"]["/N"].get_object().get_data()
    assert not highlights(exhibit, 2)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [None, (30, 40, 380, 260)])
def test_the_highlight_lies_on_its_words_however_the_page_is_turned(
    rotation: int, crop: tuple[float, float, float, float] | None
) -> None:
    data = letter(rotation, crop)
    mark = mark_on(data)
    _, exhibit = stamp(Stamp((mark,), "Exhibit 1"), data)
    x0, y0, x1, y1 = mark.rects[0]
    width, _, rgb = Document(exhibit).draw(Raster(1, 2.0))
    corner = (int(y0 * 2 + 3) * width + int(x0 * 2 + 1)) * 3
    red, _, blue = rgb[corner : corner + 3]
    assert red > blue + 60, "the corner of the first word is tinted orange"
    beside = (int(y1 * 2 + 6) * width + int(x1 * 2 + 6)) * 3
    assert rgb[beside : beside + 3] == b"\xff\xff\xff"


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [None, (30, 40, 380, 260)])
def test_the_label_stands_upright_on_a_strip_below_the_page_and_moves_nothing(
    rotation: int, crop: tuple[float, float, float, float] | None
) -> None:
    data = letter(rotation, crop)
    before = read_pages(data).pages
    _, exhibit = stamp(Stamp((), "Exhibit 3 · TST-000001"), data)
    after = read_pages(exhibit).pages
    for number, (old, new) in enumerate(zip(before, after, strict=True), 1):
        assert (new.width, new.height) == pytest.approx((old.width, old.height + STRIP))
        label = f"Exhibit 3 · TST-000001 · page {number} of 2"
        boxes = unpack_boxes(new.boxes, len(new.text))
        start = new.text.index(label)
        first, last = boxes[start], boxes[start + len(label) - 1]
        assert min(first[1], last[1]) >= old.height
        assert first[0] < last[0]
        assert first[1] == pytest.approx(last[1], abs=0.1)
        assert new.text.startswith(old.text)
        assert boxes[: len(old.text)] == unpack_boxes(old.boxes, len(old.text))


def test_what_a_damaged_file_names_as_content_of_a_page_and_is_none_is_left_out() -> None:
    with pymupdf.open("pdf", letter()) as document:
        catalog, first, second = document.pdf_catalog(), document[0], document[1]
        document.xref_set_key(first.xref, "Contents", f"[{first.get_contents()[0]} 0 R {catalog} 0 R null]")
        document.xref_set_key(second.xref, "Contents", f"{catalog} 0 R")
        _, exhibit = stamp(Stamp((), "Exhibit 1"), document.tobytes())
    pages = pypdf.PdfReader(io.BytesIO(exhibit)).pages
    parts = [[part.get_object() for part in page["/Contents"]] for page in pages]  # type: ignore[attr-defined]
    assert [len(each) for each in parts] == [3, 2]
    assert all(isinstance(part, StreamObject) for each in parts for part in each)
    assert QUOTE in pages[0].extract_text()
    assert "Exhibit 1 · page 2 of 2" in pages[1].extract_text()


def test_what_lay_outside_the_crop_does_not_show_in_the_strip() -> None:
    with pymupdf.open() as document:
        page = document.new_page(width=400, height=300)
        page.draw_rect((0, 200, 400, 300), color=None, fill=(1, 0, 0))
        page.set_cropbox(pymupdf.Rect(0, 0, 400, 200))
        data = document.tobytes()
    _, exhibit = stamp(Stamp((), "Exhibit 1"), data)
    width, height, rgb = Document(exhibit).draw(Raster(1, 1.0))
    assert rgb[((height - 2) * width + 5) * 3 :][:3] == b"\xff\xff\xff"


def test_the_same_input_gives_the_same_bytes() -> None:
    data = letter()
    request = Stamp((mark_on(data), mark_on(data, 2)), "Exhibit 3")
    assert stamp(request, data) == stamp(request, data)


def active_pdf() -> bytes:
    with pymupdf.open("pdf", letter()) as document:
        document.embfile_add("payload.exe", b"MZ payload")
        page = document[0]
        page.insert_link(
            {"kind": pymupdf.LINK_URI, "from": pymupdf.Rect(60, 60, 90, 90), "uri": "http://tracker.example"}
        )
        page.insert_link({"kind": pymupdf.LINK_GOTO, "from": pymupdf.Rect(100, 60, 130, 90), "page": 1})
        page.insert_link({"kind": pymupdf.LINK_LAUNCH, "from": pymupdf.Rect(140, 60, 160, 90), "file": "calc.exe"})
        page.add_file_annot((200, 60), b"hidden payload", "invoice.doc")
        catalog = document.pdf_catalog()
        script = document.get_new_xref()
        document.update_object(script, "<</S/JavaScript/JS(app.alert\\(1\\))>>")
        document.xref_set_key(catalog, "OpenAction", f"{script} 0 R")
        document.xref_set_key(page.xref, "AA", f"<</O {script} 0 R>>")
        document.xref_set_key(catalog, "Names/JavaScript", f"<</Names[(a) {script} 0 R]>>")
        made: bytes = document.tobytes()
    return made


def test_scripts_launches_files_and_links_to_elsewhere_are_left_out_and_that_is_said() -> None:
    data = active_pdf()
    printed, exhibit = stamp(Stamp((), "Exhibit 1"), data)
    with pymupdf.open("pdf", exhibit) as document:
        objects = " ".join(document.xref_object(n) for n in range(1, document.xref_length()))
        streams = b" ".join(document.xref_stream(n) or b"" for n in range(1, document.xref_length()))
        links = [link["kind"] for link in document[0].get_links()]
    for trace in ("JavaScript", "app.alert", "tracker.example", "calc.exe", "OpenAction", "/AA", "EmbeddedFile"):
        assert trace not in objects, trace
    assert b"payload" not in streams
    assert pymupdf.LINK_GOTO in links, "links within the document stay"
    for what in ("JavaScript", "links to the web", "attached files", "commands to start programs"):
        assert what in sentences(printed.remarks)
    assert QUOTE in read_pages(exhibit).pages[0].text


def test_an_owner_password_does_not_keep_counsel_from_the_exhibit() -> None:
    with pymupdf.open("pdf", letter()) as document:
        restricted = document.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, owner_pw="o", permissions=0)
    _, exhibit = stamp(Stamp((), "Exhibit 1"), restricted)
    assert not pypdf.PdfReader(io.BytesIO(exhibit)).is_encrypted


def test_a_highlight_off_the_pages_is_refused() -> None:
    with pytest.raises(Refusal, match="page 3 of 2"):
        stamp(Stamp((StampMark(3, ((0, 0, 1, 1),), "#000000", "", ""),)), letter())


def test_each_page_bears_a_label_of_its_own_and_comes_alone_as_it_is_seen() -> None:
    with pymupdf.open("pdf", letter()) as document:
        document[1].add_freetext_annot(pymupdf.Rect(20, 20, 200, 40), "Drawn by an annotation")
        data = document.tobytes()
    labels = ("PMPD-000007", "PMPD-000008  CONFIDENTIAL")
    _, (whole, *singles) = stamp_pages(Stamp((mark_on(data),), "", (), labels, single=True), data)
    assert [label in page.text for label, page in zip(labels, read_pages(whole).pages, strict=True)] == [True, True]
    assert len(highlights(whole)) == 1
    assert len(singles) == 2
    for number, (label, single) in enumerate(zip(labels, singles, strict=True), 1):
        (page,) = read_pages(single).pages
        assert label in page.text
        assert f"Page {number}" in page.text
        assert not highlights(single)
        assert ("Drawn by an annotation" in page.text) == (number == 2)
    with pytest.raises(Refusal, match="1 labels for 2 pages"):
        stamp_pages(Stamp((), "", (), labels[:1]), data)


def test_the_words_alone_are_those_that_the_reader_of_places_finds() -> None:
    data = letter()
    _, exhibit = stamp(Stamp((mark_on(data),), "Exhibit 3 · TST-000001"), data)
    told = [" ".join(text.split()) for text in read_texts(exhibit).pages]
    assert told == [" ".join(page.text.split()) for page in read_pages(exhibit).pages]
    assert all(f"Page {number}: we send you {QUOTE} this week" in text for number, text in enumerate(told, 1))


def test_pages_that_inherit_their_fonts_keep_them_under_a_label() -> None:
    """As in files whose fonts are named once for all pages: each page is given a copy of its own."""
    with pymupdf.open(stream=letter()) as document:
        fonts = document.xref_object(int(document.xref_get_key(document[0].xref, "Resources")[1].split()[0]))
        parent = int(document.xref_get_key(document[0].xref, "Parent")[1].split()[0])
        document.xref_set_key(parent, "Resources", fonts)
        for page in document:
            document.xref_set_key(page.xref, "Resources", "null")
        data = bytes(document.tobytes())
    _, made = stamp_pages(Stamp((), labels=("A-000001", "A-000002"), single=True), data)
    for number, held in ((1, made[0]), (2, made[0]), (1, made[1]), (2, made[2])):
        pages = [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(held)).pages]
        assert any(f"Page {number}: we send you {QUOTE} this week" in text for text in pages)
        assert any(f"A-00000{number}" in text for text in pages)


def drawing(content: str, **resources: str) -> bytes:
    """A page with such a content stream and resources; “%d” in those is a Courier whose A is the digit 1."""
    with pymupdf.open() as document:
        page = document.new_page()
        page.insert_text((72, 72), "x")
        font = document.get_new_xref()
        encoding = "<</Type/Encoding/Differences[65/one/two/three]>>"
        document.update_object(font, f"<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding{encoding}>>")
        told = "".join(f"/{kind}{value.replace('%d', str(font))}" for kind, value in resources.items())
        document.xref_set_key(page.xref, "Resources", f"<<{told}>>")
        document.update_stream(page.get_contents()[0], content.encode("ascii"))
        return bytes(document.tobytes())


@pytest.mark.parametrize("name", ["ExhibitLabel", "ExhibitLabel2", "ExhibitWords"])
def test_a_font_of_the_page_that_is_called_as_ours_shows_what_it_showed(name: str) -> None:
    data = drawing(f"BT /{name} 14 Tf 72 700 Td (paid ABC) Tj ET", Font=f"<</ExhibitLabel %d 0 R/{name} %d 0 R>>")
    layer = WordLayer(1, (("scan", (72.0, 300.0, 100.0, 312.0)),))
    _, made = stamp_pages(Stamp((), labels=("A-000001",), layers=(layer,), single=True), data)
    with pymupdf.open(stream=data) as original:
        assert original[0].get_text().split() == ["paid", "123"]
        seen = original[0].get_pixmap(clip=(60, 60, 300, 160)).samples
    for copy in made:
        with pymupdf.open(stream=copy) as exhibit:
            assert exhibit[0].get_text().split() == ["paid", "123", "scan", "A-000001"]
            assert exhibit[0].get_pixmap(clip=(60, 60, 300, 160)).samples == seen


@pytest.mark.parametrize("asked", ["ExhibitLabel", "Exhibit#4Cabel"])
def test_a_page_that_draws_by_a_name_that_nothing_has_is_not_given_our_font(asked: str) -> None:
    _, made = stamp(Stamp((), labels=("A-000001",)), drawing(f"BT /{asked} 14 Tf 72 700 Td (paid ABC) Tj ET"))
    with pymupdf.open(stream=made) as exhibit:
        assert [font[4] for font in exhibit[0].get_fonts()] == ["ExhibitLabel2"]


def test_what_a_page_leaves_open_ends_above_its_label_however_much_it_asks_for() -> None:
    """MuPDF gives up a page, and counts no more, after a hundred faults; what is not there is one."""
    asked = "/Line gs\n" * 150 + "q 3 0 0 3 40 40 cm q q"
    data = drawing(asked, Font="<</Own %d 0 R>>", ExtGState="<</Line<</LW 2>>>>")
    _, made = stamp(Stamp((), labels=("A-000001",)), data)
    with pymupdf.open(stream=data) as original, pymupdf.open(stream=made) as exhibit:
        page = original[0].rect
        ((x0, y0, x1, y1, *_),) = exhibit[0].get_text("words")
        assert (x0 + x1) / 2 == pytest.approx(page.width / 2, abs=1)
        assert page.height < y0 < y1 < page.height + STRIP
        assert sorted(font[3] for font in exhibit[0].get_fonts()) == ["Courier", "Helvetica"]


def test_a_letter_without_a_sign_is_told_as_that_beside_the_others() -> None:
    (text,) = read_texts(drawing("BT /Own 14 Tf 72 700 Td <006263> Tj ET", Font="<</Own %d 0 R>>")).pages
    assert text.split() == ["\0bc"]


@pytest.mark.parametrize("width", [1.0, 3.0, 19.4, 40.0, 52.0])
def test_a_narrow_page_bears_its_whole_number(width: float) -> None:
    """Of a stamp-sized page the last figure stood beyond its edge: with that page nothing could leave."""
    with pymupdf.open() as document:
        document.new_page(width=width, height=20)
        source = document.tobytes()
    made = stamp_pages(Stamp((), "", (), ("PMPD-000001",), single=True), source)[1]
    for each in made:
        assert [text.split() for text in read_texts(each).pages] == [["PMPD-000001"]]
        with pymupdf.open(stream=each) as numbered:
            assert numbered[0].rect.width == pytest.approx(width, abs=0.01)


def test_a_field_for_a_signature_shows_what_the_file_draws_there_and_no_sign_of_the_reader() -> None:
    """MuPDF draws SIGN over it, which nobody else shows: words that could be cited and were in no exhibit."""
    with pymupdf.open() as document:
        page = document.new_page()
        page.insert_text((72, 72), "Signed below")
        drawn, form = document.get_new_xref(), document.get_new_xref()
        document.update_object(drawn, "<</Type/XObject/Subtype/Form/BBox[0 0 99 20]>>")
        document.update_stream(drawn, b"0 0 99 20 re f")
        widget = f"<</Type/Annot/Subtype/Widget/FT/Sig/T(here)/F 4/Rect[72 600 171 620]/AP<</N {drawn} 0 R>>>>"
        document.update_object(form, widget)
        document.xref_set_key(page.xref, "Annots", f"[{form} 0 R]")
        document.xref_set_key(document.pdf_catalog(), "AcroForm", f"<</Fields[{form} 0 R]>>")
        source = document.tobytes()
        assert "SIGN" in document.reload_page(page).get_text(), "else there is nothing to be seen to"
    reading, _ = read_document(source, ())
    assert [page.text for page in reading.pages] == ["Signed below\n"]
    assert reading.metadata["signature fields"] == "Signature field here: not signed"
    whole, single = stamp_pages(Stamp((), "", (), ("A-1",), single=True), source)[1]
    for made in (whole, single):
        assert read_texts(made).pages[0].split() == ["Signed", "below", "A-1"]
    width, height, before = Document(source).draw(Raster(1, 1.0))
    assert bytes(Document(whole).draw(Raster(1, 1.0))[2]).startswith(bytes(before)), (width, height)
