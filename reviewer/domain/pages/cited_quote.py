"""A quote with where it stands, as one puts it into a letter."""

from __future__ import annotations

from collections.abc import Collection

from reviewer.domain.pages.passage import Span, one_line


def cited_quote(quote: str, control: str, span: Span, recognised: Collection[int] = ()) -> str:
    """The words of a span in one line, the control number and the page: ``“…” (IA2144-000002, page 3)``.

    ``recognised`` are the pages, counted from 1, that have words by OCR: of those it is said, for they may be wrong.
    """
    first, last = span.start.page, span.end.page
    where = f"page {first}" if first == last else f"pages {first} to {last}"
    by_ocr = "; recognised text (OCR)" if any(first <= page <= last for page in recognised) else ""
    return f"“{one_line(quote)}” ({control}, {where}{by_ocr})"
