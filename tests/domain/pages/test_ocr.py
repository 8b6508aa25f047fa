"""Which pages are recognised, and what becomes of a page's own text."""

from __future__ import annotations

import pytest

from reviewer.domain.evidence.reading import PageText
from reviewer.domain.pages.ocr import (
    NATIVE,
    Seen,
    join,
    letters,
    may_have_words,
    may_need_ocr,
    needs_ocr,
    page_confidence,
    span_confidence,
    unreadable,
    words,
)
from reviewer.domain.pages.page_text import Box, pack_boxes, unpack_boxes

LETTER = "Dear Sergeant Moore, you are welcome to a free doorbell camera. " * 5
STAMP = "Received 14 May 2016, Records Division, Exhibit 12"
UNMAPPED = "\ufffd\ue001 " * 40


@pytest.mark.parametrize(
    ("text", "pictures", "ink", "needed"),
    [
        ("", 1.0, 0.1, True),
        ("3", 0.0, 0.1, True),  # a page number below letters that are drawn as curves
        ("", 0.0, 0.0, False),  # a blank page
        ("", 1.0, 0.00001, False),  # a blank page that was scanned
        (STAMP, 0.9, 0.1, True),
        (STAMP, 0.1, 0.1, False),  # a short page with a logo
        (LETTER, 1.0, 0.3, False),  # a scan that has its text already
        (UNMAPPED, 0.0, 0.1, True),
    ],
)
def test_pages_are_recognised_that_have_no_text_to_use(text: str, pictures: float, ink: float, *, needed: bool) -> None:
    assert needs_ocr(text, Seen(pictures, ink)) is needed
    assert may_need_ocr(text) or not needed, "what needs it must be looked at"


def test_a_page_full_of_text_is_not_even_looked_at() -> None:
    assert not may_need_ocr(LETTER)


@pytest.mark.parametrize(
    ("pictures", "may"),
    [
        ([(72, 300, 192, 340)], True), ([(72, 300, 112, 308)], True), ([(72, 300, 80, 340)], True),
        ([(72, 300, 102, 330), (0, 0, 600, 4)], False), ([], False),
        ([(0, y, 600, y + 4) for y in range(0, 40, 4)], True),
    ],
)  # fmt: skip
def test_a_picture_may_have_words_where_five_letters_fit(pictures: list[Box], *, may: bool) -> None:
    """Turned ones too; a rule is no picture of words, but a picture that was cut in strips is."""
    assert may_have_words(pictures) is may


def test_signs_that_no_letter_is_known_for_are_told_from_letters_of_any_alphabet() -> None:
    assert unreadable("\ufffd\ue000\uf8ff\U000f0000\U0010fffd" * 4 + "Приветствие")
    assert not unreadable("\ufffd" * 11 + "Приветствие ²")
    assert letters("Приветствие ² 5_-") == 13


def page(text: str, x: float = 10, y: float = 10) -> PageText:
    """A page of one line, each letter 10 points wide and high."""
    boxes: list[Box] = [(x + 10 * at, y, x + 10 * at + 10, y + 10) for at in range(len(text))]
    return PageText(600, 800, text, pack_boxes(boxes))


def sure(text: str, value: int = 90) -> bytes:
    return bytes(NATIVE if char.isspace() else value for char in text)


def test_recognised_words_follow_what_the_page_says_itself() -> None:
    joined = join(page("Exhibit 12", y=700), page("free camera"), sure("free camera"))
    assert joined.page.text == "Exhibit 12\nfree camera"
    assert joined.native.text == "Exhibit 12"
    boxes = unpack_boxes(joined.page.boxes, len(joined.page.text))
    assert [list(boxes[0]), list(boxes[11])] == [[10, 700, 20, 710], [10, 10, 20, 20]]
    assert joined.confidences == bytes([NATIVE] * 11) + sure("free camera")


def test_words_that_the_page_says_itself_are_not_said_twice() -> None:
    joined = join(page("Exhibit 12"), page("Exhibit 12"), sure("Exhibit 12"))
    assert joined.page.text == "Exhibit 12"
    assert set(joined.confidences) == {NATIVE}


def test_text_that_cannot_be_read_makes_way() -> None:
    joined = join(page(UNMAPPED), page("free camera"), sure("free camera"))
    assert joined.page.text == "free camera"
    assert joined.native.text == UNMAPPED


def test_an_empty_page_takes_the_words_as_they_are() -> None:
    joined = join(page("\n"), page("free camera\n"), sure("free camera\n"))
    assert joined.page.text == "free camera\n"


def test_the_words_of_ocr_are_told_from_the_pages_own() -> None:
    joined = join(page("Exhibit 12", y=700), page("free camera"), sure("free camera"))
    boxes = unpack_boxes(joined.page.boxes, len(joined.page.text))
    found = words(joined.page.text, boxes, joined.confidences)
    assert [(word, list(box)) for word, box in found] == [("free", [10, 10, 50, 20]), ("camera", [60, 10, 120, 20])]


def test_confidences_of_another_length_are_refused() -> None:
    with pytest.raises(ValueError, match="confidences"):
        join(page(""), page("free"), b"")


def test_confidence_is_that_of_the_words_and_of_the_worst_word_in_a_stretch() -> None:
    marks = sure("free", 96) + bytes([NATIVE]) + sure("camera", 60)
    assert page_confidence(marks) == pytest.approx((4 * 96 + 6 * 60) / 10)
    assert span_confidence(marks, 0, 4) == 96
    assert span_confidence(marks, 0, 11) == 60
    assert span_confidence(marks, 4, 5) is None
    assert page_confidence(bytes([NATIVE] * 3)) is None
