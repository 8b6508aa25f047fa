"""A quote is copied with where it stands."""

from __future__ import annotations

from reviewer.domain.pages.cited_quote import cited_quote
from reviewer.domain.pages.passage import Place, Span


def test_words_over_lines_stand_in_one_with_number_and_page() -> None:
    span = Span(Place(3, 10), Place(3, 40))
    assert cited_quote("a free\n  doorbell camera", "IA-000002", span) == "“a free doorbell camera” (IA-000002, page 3)"


def test_a_quote_over_pages_names_all_of_them() -> None:
    span = Span(Place(3, 10), Place(4, 5))
    assert cited_quote("the end\fof it", "IA-000002", span) == "“the end of it” (IA-000002, pages 3 to 4)"


def test_words_by_ocr_are_called_so() -> None:
    span = Span(Place(2, 0), Place(2, 4))
    assert cited_quote("free", "IA-1", span, {2}) == "“free” (IA-1, page 2; recognised text (OCR))"
    assert cited_quote("free", "IA-1", span, {1, 3}) == "“free” (IA-1, page 2)"
