"""Which mark of a picture lies at a point, and which is the next one that way."""

from __future__ import annotations

import math
from collections import defaultdict
from itertools import pairwise

from reviewer.domain.pictures.picture import Dot, Line, Mark, Picture, bounds, points

_CELL = 24.0
"""Points; a picture is looked up by squares of this size."""


class Finder:
    """Looks up the marks of one picture that lead somewhere or say something.

    ``stops`` are the indices of those one walks through with the keyboard: they say something and lead somewhere.
    """

    def __init__(self, picture: Picture) -> None:
        self._marks = picture.marks
        self.boxes = [bounds(mark) for mark in picture.marks]
        self.stops = [n for n, mark in enumerate(picture.marks) if mark.words and mark.target]
        self._cells: dict[tuple[int, int], list[int]] = defaultdict(list)
        for number, mark in enumerate(picture.marks):
            if mark.words or mark.target:
                for cell in self._covered(number, mark):
                    self._cells[cell].append(number)

    def at(self, x: float, y: float, reach: float = 3) -> int | None:
        """The index of the nearest mark within reach of a point, of several the one in front; None for none."""
        near: set[int] = set()
        for column in range(_cell(x - reach), _cell(x + reach) + 1):
            for row in range(_cell(y - reach), _cell(y + reach) + 1):
                near.update(self._cells.get((column, row), ()))
        found = [(self._distance(number, x, y), -number) for number in near]
        distance, number = min(found, default=(math.inf, 0))
        return -number if distance <= reach else None

    def next(self, here: int | None, right: int, down: int) -> int | None:
        """The stop that comes next to the right (1), left (-1), below (1) or above (-1); the same where none does."""
        if here is None or not self.stops:
            return self.stops[0] if self.stops else None
        x, y = self._middle(here)
        box = self.boxes[here]
        within = (box.right - box.left if right else box.bottom - box.top) / 2
        best, least = here, math.inf
        for number in self.stops:
            to_x, to_y = self._middle(number)
            ahead = (to_x - x) * right + (to_y - y) * down
            aside = abs((to_x - x) * down) + abs((to_y - y) * right)
            if ahead > within + 0.01 and ahead + 3 * aside < least:
                best, least = number, ahead + 3 * aside
        return best

    def _middle(self, number: int) -> tuple[float, float]:
        box = self.boxes[number]
        return (box.left + box.right) / 2, (box.top + box.bottom) / 2

    def _covered(self, number: int, mark: Mark) -> set[tuple[int, int]]:
        if isinstance(mark, Line):
            found = set()
            for (x, y), (to_x, to_y) in pairwise(points(mark)):
                steps = max(1, math.ceil(math.hypot(to_x - x, to_y - y) / _CELL * 2))
                for step in range(steps + 1):
                    part = step / steps
                    found.add((_cell(x + (to_x - x) * part), _cell(y + (to_y - y) * part)))
            return found
        box = self.boxes[number]
        return {
            (column, row)
            for column in range(_cell(box.left), _cell(box.right) + 1)
            for row in range(_cell(box.top), _cell(box.bottom) + 1)
        }

    def _distance(self, number: int, x: float, y: float) -> float:
        """From a point to the edge of a mark; 0 within it."""
        mark = self._marks[number]
        if isinstance(mark, Line):
            nearest = min(_to_segment((x, y), start, end) for start, end in pairwise(points(mark)))
            return max(0.0, nearest - mark.thickness / 2)
        if isinstance(mark, Dot):
            return max(0.0, math.hypot(x - mark.x, y - mark.y) - mark.radius)
        box = self.boxes[number]
        return math.hypot(max(box.left - x, 0, x - box.right), max(box.top - y, 0, y - box.bottom))


def _cell(place: float) -> int:
    return math.floor(place / _CELL)


def _to_segment(point: tuple[float, float], start: tuple[float, float], end: tuple[float, float]) -> float:
    """From a point to a piece of a straight line."""
    (x, y), (ax, ay), (bx, by) = point, start, end
    length = (bx - ax) ** 2 + (by - ay) ** 2
    part = 0.0 if not length else min(1.0, max(0.0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length))
    return math.hypot(x - ax - part * (bx - ax), y - ay - part * (by - ay))
