"""Where pages lie in one long column: pure geometry in logical pixels."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

MARGIN = 24
GAP = 12
SIDE = 12
"""What is left and right of the widest page at least."""
SCREEN = 96 / 72
"""Logical pixels per point at 100 %."""
COMFORT = 0.75 * SCREEN
"""The zoom from which on a page need not grow to be read."""
LARGEST = 1.6 * SCREEN
"""The zoom beyond which fitting a page to a large screen makes it no easier to read."""
EDGE = 0.12
"""The part of a page's width that counts as its margin, left and right."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A point on a page, counted from 1, in points from its top left corner."""

    page: int
    x: float
    y: float


class PageLayout:
    """Pages below each other, centred. ``sizes`` are in points, ``zoom`` is logical pixels per point."""

    def __init__(self, sizes: Sequence[tuple[float, float]], zoom: float, viewport_width: int) -> None:
        self.zoom = zoom
        self.sizes = tuple(sizes)
        widest = max((width for width, _ in sizes), default=0) * zoom
        self.width = int(max(viewport_width, widest + 2 * SIDE))
        self.tops: list[int] = []
        at = MARGIN
        for _, height in sizes:
            self.tops.append(at)
            at += round(height * zoom) + GAP
        self.height = at - GAP + MARGIN if sizes else 0

    def __len__(self) -> int:
        return len(self.sizes)

    def rect(self, page: int) -> tuple[int, int, int, int]:
        """Left, top, width and height of a page."""
        width, height = (round(side * self.zoom) for side in self.sizes[page - 1])
        return (self.width - width) // 2, self.tops[page - 1], width, height

    def visible(self, top: int, bottom: int) -> range:
        """The pages that show between two heights."""
        if not self.tops:
            return range(0)
        first = max(0, bisect_right(self.tops, top) - 1)
        last = max(0, bisect_right(self.tops, bottom) - 1)
        return range(first + 1, last + 2)

    def spot(self, x: float, y: float) -> Spot | None:
        """The point on the nearest page; None when there are no pages."""
        if not self.tops:
            return None
        page = max(1, bisect_right(self.tops, y + GAP / 2))
        left, top, _, _ = self.rect(page)
        return Spot(page, (x - left) / self.zoom, (y - top) / self.zoom)

    def place(self, spot: Spot) -> tuple[float, float]:
        """Where a point on a page lies in the column."""
        left, top, _, _ = self.rect(spot.page)
        return left + spot.x * self.zoom, top + spot.y * self.zoom


def fit_page(sizes: Sequence[tuple[float, float]], viewport_width: int) -> float:
    """The zoom at which the widest page is in sight from edge to edge, at most LARGEST."""
    return min(fit_width(sizes, viewport_width), LARGEST)


def fit_words(sizes: Sequence[tuple[float, float]], ink: tuple[float, float] | None, viewport_width: int) -> float:
    """The zoom at which the widest page fits, at most LARGEST; where that is small, its blank margins are left out.

    ``ink`` is how far to the left and right the words reach, in points. No more than EDGE of a page is ever left out on
    either side, since what is no text may stand there.
    """
    zoom = fit_page(sizes, viewport_width)
    if ink is None or zoom >= COMFORT or len({width for width, _ in sizes}) != 1:
        return zoom
    return max(zoom, min(COMFORT, (viewport_width - MARGIN - GAP) / (ink[1] - ink[0])))


def kept(ink: tuple[float, float], width: float) -> tuple[float, float]:
    """The part of a page's width that is to be seen whatever its words leave blank."""
    return min(ink[0], EDGE * width), max(ink[1], (1 - EDGE) * width)


def fit_width(sizes: Sequence[tuple[float, float]], viewport_width: int) -> float:
    """The zoom at which the widest page just fits."""
    widest = max((width for width, _ in sizes), default=612.0)
    return max(0.05, (viewport_width - 2 * SIDE) / widest)
