"""What can still be read of a quote on pages with boxes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reviewer.domain.evidence.reading import PageText
from reviewer.domain.exports.redaction_boxes import PageBox
from reviewer.domain.pages.page_text import Box, unpack_boxes
from reviewer.domain.pages.passage import PAGE_BREAK, Span

_NOWHERE: Box = (0.0, 0.0, 0.0, 0.0)


def shown(pages: Mapping[int, PageText], span: Span, boxes: Sequence[PageBox]) -> str:
    """The text of a span with the code of the reason, in brackets, in place of what is under a box.

    ``pages`` are those that the span is on, by their numbers.
    """
    return PAGE_BREAK.join(_on_page(number, page, span, boxes) for number, page in sorted(pages.items()))


def seen(number: int, page: PageText, start: int, end: int, boxes: Sequence[PageBox]) -> list[Box]:
    """The boxes of characters ``start`` to ``end`` (excluded) of a page, without extent for those that are covered."""
    places = unpack_boxes(page.boxes, len(page.text), start, end)
    if not boxes:
        return places
    return [_NOWHERE if _code(place, number, boxes) else place for place in places]


def _on_page(number: int, page: PageText, span: Span, boxes: Sequence[PageBox]) -> str:
    start = span.start.offset if number == span.start.page else 0
    end = span.end.offset if number == span.end.page else len(page.text)
    places = unpack_boxes(page.boxes, len(page.text), start, end)
    out: list[str] = []
    hidden, between = "", ""
    for char, place in zip(page.text[start:end], places, strict=True):
        code = _code(place, number, boxes)
        if code and code != hidden:
            apart = "" if not out or (out[-1] + between)[-1:].isspace() else " "  # a space is often under the box
            out += [between, f"{apart}[{code}]"]
        elif not code and hidden and _is_nowhere(place):
            between += char  # told once it is known that what follows is not under the same box
            continue
        elif not code:
            out += [between, char]
        hidden, between = code, ""
    return "".join([*out, between])


def _code(place: Box, number: int, boxes: Sequence[PageBox]) -> str:
    """The code of the box that covers a character, by its middle from above to below; empty where none does."""
    if _is_nowhere(place):
        return ""
    middle = (place[1] + place[3]) / 2
    for each in boxes:
        x0, y0, x1, y1 = each.box
        if each.page == number and place[0] < x1 and x0 < place[2] and y0 <= middle <= y1:
            return each.code
    return ""


def _is_nowhere(place: Box) -> bool:
    return place[2] <= place[0] or place[3] <= place[1]
