"""The text of a page with one box per code point: packing, distrustful unpacking, and rectangles of a stretch.

Boxes are ``(x0, y0, x1, y1)`` in points from the top left corner of the page as displayed. Packed, they are four planes
(all x0, all y0, all x1, all y1) of signed 32-bit little-endian integers in hundredths of a point, each plane
delta-coded, so that a compressor finds the long runs of equal values.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate
from operator import sub

Box = tuple[float, float, float, float]

_LIMIT = 200_000_00  # hundredths of a point; PDF pages end at 14,400 points, so this is far outside any page


def pack_boxes(boxes: Iterable[Box]) -> bytes:
    """Pack one box per code point; values beyond ±200,000 points are clamped."""
    out = array("i")
    for plane in zip(*boxes, strict=True):
        values = [round(value * 100) for value in plane]
        if max(values) > _LIMIT or min(values) < -_LIMIT:
            values = [max(-_LIMIT, min(_LIMIT, value)) for value in values]
        out.extend(map(sub, values, [0, *values]))
    if sys.byteorder == "big":
        out.byteswap()
    return out.tobytes()


def unpack_boxes(packed: bytes, count: int, start: int = 0, end: int | None = None) -> list[Box]:
    """Unpack the boxes of ``count`` code points; ValueError when the bytes are not just that.

    With ``start`` and ``end`` those of a stretch, as a slice of them has them: the others are not made.
    """
    planes = _planes(packed, count, start, end)
    return [(a / 100, b / 100, c / 100, d / 100) for a, b, c, d in zip(*planes, strict=True)]


def _planes(packed: bytes, count: int, start: int = 0, end: int | None = None) -> list[list[int]]:
    """The planes in hundredths of a point, each from ``start`` as far as ``end``."""
    if len(packed) != count * 16:
        raise ValueError(f"{count} code points need {count * 16} bytes of boxes, not {len(packed)}")
    numbers = array("i", packed)
    if sys.byteorder == "big":
        numbers.byteswap()
    first, last, _ = slice(start, end).indices(count)
    planes = []
    for at in range(0, 4 * count, count or 1):
        before = sum(numbers[at : at + first])  # a sum takes a tenth of what it takes to make each place
        planes.append(list(accumulate(numbers[at + first : at + last], initial=before))[1:])
    if any(plane and (max(plane) > _LIMIT or min(plane) < -_LIMIT) for plane in planes):
        raise ValueError("a box lies outside every possible page")
    return planes


def line_rects(boxes: Sequence[Box], start: int, end: int) -> list[Box]:
    """The rectangles that cover code points ``start`` to ``end`` (excluded), one per line, in reading order."""
    rects: list[Box] = []
    a = b = c = d = 0.0  # of the last of them
    for x0, y0, x1, y1 in boxes[start:end]:
        if x1 <= x0 or y1 <= y0:
            continue  # white space made up between lines has no extent
        if y0 == b and y1 == d and a <= x0 <= c:  # most letters of a line, told without reckoning
            if x1 > c:
                rects[-1], c = (a, b, x1, d), x1
            continue
        if rects and _same_line(rects[-1], (x0, y0, x1, y1)):
            a, b, c, d = rects[-1] = (min(a, x0), min(b, y0), max(c, x1), max(d, y1))
        else:
            a, b, c, d = box = (x0, y0, x1, y1)
            rects.append(box)
    return rects


def _same_line(line: Box, box: Box) -> bool:
    overlap = min(line[3], box[3]) - max(line[1], box[1])
    height = min(line[3] - line[1], box[3] - box[1])
    gap = max(box[0] - line[2], line[0] - box[2])
    return overlap > height / 2 and gap < 3 * height


def nearest_offset(boxes: Sequence[Box], x: float, y: float) -> int:
    """The offset between code points that a pointer at ``x, y`` means; 0 on a page without text."""
    best, best_distance = 0, float("inf")
    for index, (x0, y0, x1, y1) in enumerate(boxes):
        if x1 <= x0 or y1 <= y0:
            continue
        dy = max(y0 - y, 0.0, y - y1)
        dx = max(x0 - x, 0.0, x - x1)
        distance = dy * 4 + dx  # a line's height away counts more than a word's width
        if distance < best_distance:
            best_distance = distance
            best = index + (1 if x > (x0 + x1) / 2 else 0)
    return best


def check_page(width: float, height: float, text: str, packed: bytes) -> None:
    """ValueError unless a page that a worker sent has a possible size and one box per code point."""
    if not (0 < width <= _LIMIT / 100 and 0 < height <= _LIMIT / 100):
        raise ValueError(f"a page cannot be {width} by {height} points")
    _planes(packed, len(text))
