"""Where the boxes of redactions stand on the pages, grown so that they tell nothing of what is under them.

A box over words is as high as their line and reaches to the end of it: to the next column, or to the edge of the page.
So neither its width nor the place of what would follow tells how long the words are. To the left it reaches as far as
the words do, where the line begins at a margin that other lines share; else to the edge, for the beginning of a line
that is centred tells its length.

What no box can hide is how text was wrapped: longer words can push others onto the next line.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reviewer.domain.evidence.reading import PageText
from reviewer.domain.exports.redaction import Cover, Draft, RedactionKind
from reviewer.domain.pages.page_text import Box, line_rects, unpack_boxes

_APART = 2.0
"""Points that stay between a box and the next column."""

_SHARED = 1.5
"""Points by which the beginnings of lines at one margin may differ."""

_GRID = 6.0
"""Points to which the sides of a box over words alone are rounded."""

_OVERHANG = 0.2
"""Heights of a line by which a letter may be drawn beyond its own place, as the tail of a J is: a box hides it too."""

_WHOLE = 1.0
"""Points by which a side may still grow to a whole one, so that no box touches the word beside it."""

_GAP = 3.0
"""Heights of a line between two of its parts that are columns."""


@dataclass(frozen=True, slots=True)
class PageBox:
    """A box on a page, counted from 1, in points as displayed, with the code of its reason."""

    page: int
    box: Box
    code: str


def boxes_of(draft: Draft, pages: Mapping[int, PageText]) -> list[PageBox]:
    """The boxes of a redaction on the pages that it is on, given by their numbers."""
    found: list[PageBox] = []
    for number in range(draft.first_page, draft.last_page + 1):
        page = pages[number]
        if draft.kind is RedactionKind.PAGE:
            found.append(PageBox(number, (0.0, 0.0, page.width, page.height), draft.reason))
        elif draft.box is not None:
            found.append(PageBox(number, _outward(draft.box, page), draft.reason))
        else:
            found += [PageBox(number, _outward(box, page), draft.reason) for box in _of_words(draft, number, page)]
    return found


def _of_words(draft: Draft, number: int, page: PageText) -> Iterator[Box]:
    if draft.anchor is None:
        return
    span = draft.anchor.span
    start = span.start.offset if number == span.start.page else 0
    end = span.end.offset if number == span.end.page else len(page.text)
    chars = unpack_boxes(page.boxes, len(page.text))
    seen = [box for box in chars if box[2] > box[0] and box[3] > box[1]]
    letters = [box for box, char in zip(chars, page.text, strict=True) if not char.isspace() and box[2] > box[0]]
    margins = [part[0] for part in line_rects(seen, 0, len(seen))]
    for rect in line_rects(chars, start, end):
        wide = _with_overhang(rect, letters)
        if draft.cover is Cover.WORDS:
            yield _rounded(wide)
        else:
            left, top, right, bottom = _to_line(rect, seen, margins, page)
            yield min(left, wide[0]), top, right, bottom


def _with_overhang(rect: Box, letters: Sequence[Box]) -> Box:
    """The box of some words of a line with what their first and last letter may reach into the gaps beside them."""
    beside = [box for box in letters if _beside(box, rect)]
    most = _OVERHANG * (rect[3] - rect[1])
    left = max((box[2] + _WHOLE for box in beside if box[2] <= rect[0] + 0.01), default=0.0)
    right = min((box[0] - _WHOLE for box in beside if box[0] >= rect[2] - 0.01), default=math.inf)
    return min(rect[0], max(left, rect[0] - most)), rect[1], max(rect[2], min(right, rect[2] + most)), rect[3]


def _to_line(rect: Box, seen: Sequence[Box], margins: Sequence[float], page: PageText) -> Box:
    """The box of some words of a line grown to the end of it, and to its height."""
    parts = _columns(box for box in seen if _beside(box, rect))
    own = next((part for part in parts if part[0] <= rect[0] + 0.01 and rect[2] <= part[2] + 0.01), rect)
    right = min((part[0] - _APART for part in parts if part[0] > own[2]), default=page.width)
    left = max((part[2] + _APART for part in parts if part[2] < own[0]), default=0.0)
    shared = sum(abs(margin - own[0]) <= _SHARED for margin in margins) > 1
    return (rect[0] if shared else left, own[1], right, own[3])


def _beside(box: Box, rect: Box) -> bool:
    overlap = min(box[3], rect[3]) - max(box[1], rect[1])
    return overlap > min(box[3] - box[1], rect[3] - rect[1]) / 2


def _columns(boxes: Iterable[Box]) -> list[Box]:
    """The parts of a line that stand so far from one another that they are columns, from left to right."""
    parts: list[Box] = []
    for box in sorted(boxes):
        if parts and box[0] - parts[-1][2] < _GAP * (box[3] - box[1]):
            a, b, c, d = parts[-1]
            parts[-1] = (a, min(b, box[1]), max(c, box[2]), max(d, box[3]))
        else:
            parts.append(box)
    return parts


def _rounded(rect: Box) -> Box:
    return math.floor(rect[0] / _GRID) * _GRID, rect[1], math.ceil(rect[2] / _GRID) * _GRID, rect[3]


def _outward(box: Box, page: PageText) -> Box:
    """A box to whole points, within its page."""
    x0, y0, x1, y1 = math.floor(box[0]), math.floor(box[1]), math.ceil(box[2]), math.ceil(box[3])
    return max(0.0, x0), max(0.0, y0), min(page.width, x1), min(page.height, y1)


_TOUCHES = 0.3
_TOUCHES_POINTS = 2.5
"""The share of a word's height, and the points of it, that may be under a box: lines beside a box touch it. What a box
cuts off further is read wrongly, and the attack would find it there."""


def meets(word: Box, box: Box) -> bool:
    """Whether a word stands in a box, or partly: what is read there is what stands on the box, or nothing."""
    across = min(word[2], box[2]) - max(word[0], box[0])
    down = min(word[3], box[3]) - max(word[1], box[1])
    most = min(_TOUCHES * (word[3] - word[1]), _TOUCHES_POINTS, _TOUCHES * 0.8 * (box[3] - box[1]))
    return across > 0 and down > most
