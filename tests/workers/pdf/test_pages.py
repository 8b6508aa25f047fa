"""The text of a PDF is what a person would type who reads its pages, with a box for each code point."""

from __future__ import annotations

import pymupdf
import pytest

from reviewer.domain.evidence.reading import SECOND, PageText, State
from reviewer.domain.pages.page_text import Box, unpack_boxes
from reviewer.workers.pdf.pages import facts, read_pages, read_pdf
from reviewer.workers.pdf.raster import Document
from reviewer.workers.pdf.reading import copy_of, read_document
from reviewer.workers.refusal import Refusal
from tests.evidence import pdf_by_hand as by_hand
from tests.wording import words


def pdf_of(*texts: str, rotation: int = 0, crop: tuple[float, float, float, float] | None = None) -> bytes:
    with pymupdf.open() as document:
        for text in texts:
            page = document.new_page(width=400, height=300)
            writer = pymupdf.TextWriter(page.rect)
            for row, line in enumerate(text.split("\n")):
                writer.append((60, 100 + 15 * row), line, font=pymupdf.Font("helv"), fontsize=12)
            writer.write_text(page)
            if crop:
                page.set_cropbox(pymupdf.Rect(crop))
            page.set_rotation(rotation)
        made: bytes = document.tobytes()
    return made


def box_of(page: PageText, words: str) -> Box:
    boxes = unpack_boxes(page.boxes, len(page.text))
    start = page.text.index(words)
    chosen = boxes[start : start + len(words)]
    return (
        min(b[0] for b in chosen),
        min(b[1] for b in chosen),
        max(b[2] for b in chosen),
        max(b[3] for b in chosen),
    )


def test_each_page_holds_its_own_text_and_size() -> None:
    read = read_pages(pdf_of("One free camera", "Second page"))
    assert [page.text for page in read.pages] == ["One free camera\n", "Second page\n"]
    assert [(page.width, page.height) for page in read.pages] == [(400, 300), (400, 300)]
    assert read.engine == f"pymupdf {pymupdf.VersionBind}"


def test_there_is_one_box_for_each_code_point() -> None:
    page = read_pages(pdf_of("Ω Жук €5 first\nsecond line")).pages[0]
    assert page.text == "Ω Жук €5 first\nsecond line\n"
    boxes = unpack_boxes(page.boxes, len(page.text))
    line_end = page.text.index("\n")
    assert boxes[line_end] == (0, 0, 0, 0)
    assert all(box[0] < box[2] and box[1] < box[3] for char, box in zip(page.text, boxes, strict=True) if char != "\n")


def test_a_ligature_is_taken_apart_and_each_letter_has_its_part() -> None:
    with pymupdf.open() as document:
        page = document.new_page()
        page.insert_htmlbox((50, 50, 300, 300), "<p>an office</p>")
        data = document.tobytes()
    read = read_pages(data).pages[0]
    assert "an office" in read.text
    boxes = unpack_boxes(read.boxes, len(read.text))
    start = read.text.index("office") + 1
    widths = [boxes[at][2] - boxes[at][0] for at in range(start, start + 3)]
    assert min(widths) > 1
    assert [boxes[at][0] for at in range(start, start + 3)] == sorted(boxes[at][0] for at in range(start, start + 3))


@pytest.mark.parametrize(
    ("rotation", "size", "middle"),
    [
        (0, (400, 300), (60, 100)),
        (90, (300, 400), (200, 60)),  # clockwise: what was 100 below the top is now 100 left of the right edge
        (180, (400, 300), (340, 200)),
        (270, (300, 400), (100, 340)),
    ],
)
def test_boxes_are_where_the_words_are_seen_on_a_rotated_page(
    rotation: int, size: tuple[float, float], middle: tuple[float, float]
) -> None:
    page = read_pages(pdf_of("M", rotation=rotation)).pages[0]
    assert (page.width, page.height) == size
    x0, y0, x1, y1 = box_of(page, "M")
    assert x0 - 4 <= middle[0] <= x1 + 4
    assert y0 - 4 <= middle[1] <= y1 + 4


def test_boxes_count_from_the_corner_of_the_crop_box() -> None:
    plain = box_of(read_pages(pdf_of("Camera")).pages[0], "Camera")
    page = read_pages(pdf_of("Camera", crop=(50, 80, 350, 250))).pages[0]
    assert (page.width, page.height) == (300, 170)
    assert box_of(page, "Camera") == pytest.approx(
        [plain[0] - 50, plain[1] - 80, plain[2] - 50, plain[3] - 80], abs=0.02
    )


def test_what_is_typed_into_a_form_is_read_with_the_page() -> None:
    with pymupdf.open() as document:
        page = document.new_page()
        page.insert_text((60, 60), "Gift received:")
        field = pymupdf.Widget()
        field.field_type, field.field_name = pymupdf.PDF_WIDGET_TYPE_TEXT, "gift"
        field.rect, field.field_value = pymupdf.Rect(160, 45, 320, 65), "doorbell camera"
        page.add_widget(field)
        data = document.tobytes()
    text = read_pages(data).pages[0].text
    assert "Gift received:" in text
    assert "doorbell camera" in text


def test_cells_of_one_row_stand_on_one_line() -> None:
    with pymupdf.open() as document:
        page = document.new_page()
        page.insert_text((60, 60), "From:")
        page.insert_text((110, 60), "Ada Hale")
        data = document.tobytes()
    assert read_pages(data).pages[0].text.split() == ["From:", "Ada", "Hale"]
    assert read_pages(data).pages[0].text.strip().count("\n\n") <= 1


def test_an_empty_page_has_no_text_and_a_size() -> None:
    with pymupdf.open() as document:
        document.new_page(width=200, height=100)
        data = document.tobytes()
    assert read_pages(data).pages == (PageText(200, 100, "", b""),)


def test_facts_are_what_the_document_says_of_itself() -> None:
    with pymupdf.open() as document:
        document.new_page()
        document.set_metadata({"title": "Offer", "producer": "Acme"})
        data = document.tobytes()
    assert facts(data) == {"title": "Offer", "producer": "Acme", "pages": "1"}
    assert read_pdf(data).facts == facts(data)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the PDF is empty"),
        (b"Dear Ada,\n", "this is not a PDF"),
        (b"%PDF-1.7\n1 0 obj\n<</Type/Catalog", "the PDF is damaged"),
    ],
)
def test_what_is_no_pdf_is_refused_in_words(data: bytes, reason: str) -> None:
    with pytest.raises(Refusal, match=reason):
        read_pages(data)


def test_a_pdf_with_a_password_is_refused_and_one_that_only_forbids_printing_is_read() -> None:
    with pymupdf.open("pdf", pdf_of("Secret offer")) as document:
        locked = document.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="u", owner_pw="o")
        restricted = document.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, owner_pw="o", permissions=0)
    with pytest.raises(Refusal, match="needs a password"):
        read_pages(locked)
    assert read_pages(restricted).pages[0].text == "Secret offer\n"


def test_a_page_that_is_damaged_costs_that_page_only() -> None:
    with pymupdf.open("pdf", pdf_of("First", "Second")) as document:
        document.update_object(document.page_xref(1), "(no page at all)")
        data = document.tobytes()
    read = read_pdf(data)
    assert [page.text for page in read.pages.pages] == ["First\n", ""]
    assert words(read.remarks) == ["page 2 is damaged and could not be read"]


def with_sides(*sides: float) -> bytes:
    """A PDF of square pages that claim these sides, in points."""
    with pymupdf.open() as document:
        for side in sides:
            page = document.new_page(width=600, height=600)
            page.insert_text((72, 72), "Words")
            document.xref_set_key(page.xref, "MediaBox", f"[0 0 {side} {side}]")
        made: bytes = document.tobytes()
    return made


def test_a_pdf_of_one_impossible_page_is_refused_in_words() -> None:
    with pytest.raises(Refusal, match="page 1 claims to be 1,000,000 by 1,000,000 points, which no page can be"):
        read_pages(with_sides(1_000_000))


def test_an_impossible_page_costs_only_itself() -> None:
    read = read_pdf(with_sides(600, 1_000_000))
    assert [page.text for page in read.pages.pages] == ["Words\n", ""]
    assert words(read.remarks) == ["page 2 claims to be 1,000,000 by 1,000,000 points, which no page can be"]
    assert list(Document(with_sides(600, 1_000_000)).sizes) == [(600, 600), (612, 792)]


@pytest.mark.parametrize(
    ("damage", "otherwise", "code"),
    [
        (b"/Count 1", b"/Count 9999999999", "pdf.second_reader"),
        (b"/Count 1", b"/Count 0", "pdf.second_reader"),
        (b"/Count 1", b"", "pdf.second_reader"),
        (b"Kids[3 0 R]", b"Kids[2 0 R 3 0 R]", "pdf.second_reader"),
        (b"/Pages 2 0 R", b"/Pages 3 0 R", "pdf.second_reader"),
        (b"/Type/Pages", b"/Type/Pages/Parent 2 0 R", "pdf.second_reader"),
        (b"Kids[3 0 R]", b"Kids[null 3 0 R]", "pdf.pages_gathered"),
        (b"Kids[3 0 R]", b"Kids 3 0 R", "pdf.pages_gathered"),
    ],
)
def test_a_pdf_without_a_list_of_pages_is_read_by_way_of_a_copy_and_says_so(
    damage: bytes, otherwise: bytes, code: str
) -> None:
    damaged = by_hand(b"BT /F 20 Tf 50 100 Td (The words that count) Tj ET").replace(damage, otherwise)
    reading, _ = read_document(damaged, ())
    assert [page.text for page in reading.pages] == ["The words that count\n"]
    assert (reading.state, [each.code for each in reading.reasons]) == (State.PARTIAL, [code])
    assert SECOND in reading.metadata
    assert not reading.metadata.keys() & {"created", "modified", "creator", "producer"}, "the document says none"
    assert Document(damaged).sizes == ((300, 200),)
    _, why, copy = copy_of(damaged, ())
    assert (why.code, str(why["reader"]).startswith("PDFium")) == ("pdf.mended_copy", code == "pdf.second_reader")
    with pymupdf.open(stream=copy) as mended:
        assert mended[0].get_text().strip() == "The words that count"


def test_words_that_the_first_reader_loses_are_listed_beside_the_page() -> None:
    data = by_hand(
        b"BT /F 20 Tf 50 150 Td (one two) Tj 0 -30 Td [(four) -500 (five) Tj (six)] TJ 0 -30 Td (nine) Tj ET"
    )
    reading, _ = read_document(data, ())
    assert reading.pages[0].text.split() == ["one", "two", "nine"]
    assert [each.code for each in reading.reasons] == ["pdf.page_damaged_in_part"]
    (lost,) = reading.hidden
    assert (lost.page, "four" in lost.text, "six" in lost.text, "PDFium" in lost.how) == (1, True, True, True)


def test_a_damaged_page_with_a_form_that_holds_itself_is_kept_from_the_second_reader() -> None:
    data = by_hand(b"BT /F 20 Tf 50 150 Td (one) Tj 0 -30 Td [(four) Tj (six)] TJ ET /X Do")
    form = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 5/Resources<</XObject<</X 7 0 R>>>>>>"
    looped = data.replace(b"/Resources<<", b"/Resources<</XObject<</X 7 0 R>>").replace(
        b"trailer", b"7 0 obj\n" + form + b"stream\n/X Do\nendstream\nendobj\ntrailer"
    )
    reading, _ = read_document(looped, ())
    assert reading.pages[0].text.split() == ["one"]
    assert [each.code for each in reading.reasons] == ["pdf.page_damaged_in_part"]
    assert reading.hidden == ()


@pytest.mark.parametrize(
    "content",
    [
        b"(CBA) Tj",  # as seen, from left to right
        b"1 0 0 1 90 100 Tm (A) Tj 1 0 0 1 76 100 Tm (B) Tj 1 0 0 1 60 100 Tm (C) Tj",  # as read, from right to left
    ],
)
def test_the_letters_of_an_arabic_ligature_stand_in_their_order(content: bytes) -> None:
    data = by_hand(b"BT /F 20 Tf 50 100 Td " + content + b" ET", {65: "س", 66: "لا", 67: "م"})
    page = read_pages(data).pages[0]
    assert page.text.strip() == "سلام"
    left = [box[0] for box in unpack_boxes(page.boxes, len(page.text))[:4]]
    assert left == sorted(left, reverse=True)
