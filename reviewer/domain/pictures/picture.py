"""Pictures as plain geometry: marks on a sheet, each with what it means, what it says and what stands behind it.

One geometry serves the window, SVG and PDF. Lengths are points (1/72 inch); x runs to the right and y down. No mark
tells anything by its colour alone: a cue or a shape says it again.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from reviewer.domain.ids import BenefitId, EndorsementId, OfficerId


class Role(StrEnum):
    """What a mark stands for; whoever draws it has a colour for each."""

    TEXT = "text"
    QUIET = "quiet"
    RULE = "rule"
    BENEFIT = "benefit"
    ENDORSEMENT = "endorsement"
    APART = "apart"
    DONOR = "donor"
    OFFICER = "officer"
    AUDIENCE = "audience"


class Cue(StrEnum):
    """How a mark is drawn, whatever its colour: lines are full or dashed, areas full, hatched or hollow."""

    FULL = "full"
    DASHED = "dashed"
    HATCHED = "hatched"
    HOLLOW = "hollow"


class Shape(StrEnum):
    """The outline of a dot. ``BEFORE`` points to the left, ``AFTER`` to the right."""

    CIRCLE = "circle"
    DIAMOND = "diamond"
    SQUARE = "square"
    BEFORE = "before"
    AFTER = "after"


class Anchor(StrEnum):
    """Which point of a text lies at its place, named as in SVG."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True)
class Target:
    """The entries of the ledger and the officers behind a mark, in order of id."""

    benefits: tuple[BenefitId, ...] = ()
    endorsements: tuple[EndorsementId, ...] = ()
    officers: tuple[OfficerId, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.benefits or self.endorsements or self.officers)


NOWHERE = Target()
"""Of what is there to be read only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What all marks have. ``words`` say for the ear what the mark says to the eye; empty for mere furniture."""

    role: Role = Role.TEXT
    cue: Cue = Cue.FULL
    words: str = ""
    target: Target = NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar(Mark):
    """A rectangle by its upper left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Line(Mark):
    """A line; ``curved`` leaves and arrives level, as an S."""

    x: float
    y: float
    to_x: float
    to_y: float
    thickness: float = 0.5
    curved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot(Mark):
    """A small figure around a point."""

    x: float
    y: float
    radius: float
    shape: Shape = Shape.CIRCLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Label(Mark):
    """A line of text; ``y`` is its baseline. ``whole`` is what it would say where there is no room for all of it."""

    x: float
    y: float
    text: str
    size: float = 9
    anchor: Anchor = Anchor.START
    bold: bool = False
    whole: str = ""

    def within(self, width: float) -> Label:
        """The same where there is so much room for its text."""
        return replace(self, text=shortened(self.text, width, self.size, bold=self.bold), whole=self.text)

    def rewritten(self, change: Callable[[str], str]) -> Label:
        """The same with another text: what was cut off is changed with the rest, so that no part of it stays."""
        if change(self.whole) == self.whole:
            return replace(self, text=change(self.text))
        return replace(self, text=change(self.whole)).within(text_width(self.text, self.size, bold=self.bold))


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its edges."""

    left: float
    top: float
    right: float
    bottom: float

    def grown(self, by: float) -> Box:
        """The same with more room on each side."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def holds(self, x: float, y: float) -> bool:
        """Whether a point is in it."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom


@dataclass(frozen=True, slots=True)
class Picture:
    """Marks on a sheet, those behind first. ``words`` say what it shows as a whole."""

    title: str
    words: str
    width: float
    height: float
    marks: tuple[Mark, ...]


def rewritten(picture: Picture, change: Callable[[str], str]) -> Picture:
    """A picture with every text in it changed in the same way."""
    said = (replace(each, words=change(each.words)) for each in picture.marks)
    marks = tuple(each.rewritten(change) if isinstance(each, Label) else each for each in said)
    return replace(picture, title=change(picture.title), words=change(picture.words), marks=marks)


def bounds(mark: Mark) -> Box:
    """The rectangle that a mark fills; that of a text by the widths of Helvetica."""
    if isinstance(mark, Bar):
        return Box(mark.x, mark.y, mark.x + mark.width, mark.y + mark.height)
    if isinstance(mark, Line):
        half = mark.thickness / 2
        left, right = sorted((mark.x, mark.to_x))
        top, bottom = sorted((mark.y, mark.to_y))
        return Box(left, top, right, bottom).grown(half)
    if isinstance(mark, Dot):
        return Box(mark.x, mark.y, mark.x, mark.y).grown(mark.radius)
    if isinstance(mark, Label):
        width = text_width(mark.text, mark.size, bold=mark.bold)
        left = mark.x - {Anchor.START: 0, Anchor.MIDDLE: width / 2, Anchor.END: width}[mark.anchor]
        return Box(left, mark.y - mark.size * 0.8, left + width, mark.y + mark.size * 0.25)
    raise TypeError(f"{type(mark).__name__} is no mark")


def outline(dot: Dot) -> tuple[tuple[float, float], ...]:
    """The corners of a dot that is no circle, all at its radius."""
    x, y, r = dot.x, dot.y, dot.radius
    return {
        Shape.CIRCLE: (),
        Shape.DIAMOND: ((x, y - r), (x + r, y), (x, y + r), (x - r, y)),
        Shape.SQUARE: ((x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)),
        Shape.BEFORE: ((x - r, y), (x + r, y - r), (x + r, y + r)),
        Shape.AFTER: ((x + r, y), (x - r, y + r), (x - r, y - r)),
    }[dot.shape]


def bends(line: Line) -> tuple[tuple[float, float], tuple[float, float]]:
    """The two control points of a curved line, as a cubic Bézier curve has them."""
    middle = (line.x + line.to_x) / 2
    return (middle, line.y), (middle, line.to_y)


def points(line: Line, steps: int = 16) -> list[tuple[float, float]]:
    """Points along a line from end to end; two of a straight one."""
    if not line.curved:
        return [(line.x, line.y), (line.to_x, line.to_y)]
    (ax, ay), (bx, by) = bends(line)
    found = []
    for step in range(steps + 1):
        t = step / steps
        p, q, r, s = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
        found.append((p * line.x + q * ax + r * bx + s * line.to_x, p * line.y + q * ay + r * by + s * line.to_y))
    return found


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """About how wide a text is, in points, by the widths of Helvetica (Adobe Font Metrics)."""
    units = sum(_unit(char) for char in text)
    return units * size / 1000 * (1.07 if bold else 1)


def shortened(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """The text, cut and marked with “…” where it is wider than there is room; on one line."""
    plain = " ".join(text.split())
    if text_width(plain, size, bold=bold) <= width:
        return plain
    room = (width - text_width("…", size, bold=bold)) * 1000 / size / (1.07 if bold else 1)
    kept = 0
    for char in plain:
        room -= _unit(char)
        if room < 0:
            break
        kept += 1
    return f"{plain[:kept].rstrip()}…"


def behind(targets: Iterable[Target]) -> Target:
    """All that stands behind any of some targets, each once."""
    benefits: set[BenefitId] = set()
    endorsements: set[EndorsementId] = set()
    officers: set[OfficerId] = set()
    for target in targets:
        benefits.update(target.benefits)
        endorsements.update(target.endorsements)
        officers.update(target.officers)
    return Target(tuple(sorted(benefits)), tuple(sorted(endorsements)), tuple(sorted(officers)))


def _unit(char: str) -> int:
    code = ord(char)
    if 32 <= code < 127:
        return _HELVETICA[code - 32]
    return 1000 if unicodedata.east_asian_width(char) in {"W", "F"} else 600


_HELVETICA = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
    556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
    260, 334, 584,
)  # fmt: skip
"""Thousandths of the size, for the characters from space to tilde."""
