"""What pictures have in common: the sheet's measures, the heading, the key, and labels beside rows."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.domain.pictures.picture import (
    NOWHERE,
    Bar,
    Cue,
    Dot,
    Label,
    Line,
    Mark,
    Picture,
    Role,
    Target,
    text_width,
)
from reviewer.domain.pictures.picture_words import ENGLISH, PictureWords

WIDTH = 600.0
"""Of every picture, in points: on a page of the report, 468 wide, its words are still 6 to 7 points high."""

MARGIN = 18.0
SIZE = 9.0
SMALL = 8.0
HEAD = 62.0
"""How far down the first row may begin below heading and key."""


def heading(title: str, words: str) -> list[Mark]:
    """The title, and below it what is shown."""
    return [
        Label(x=MARGIN, y=MARGIN + 8, text=title, size=13, bold=True).within(WIDTH - 2 * MARGIN),
        Label(x=MARGIN, y=MARGIN + 22, text=words, size=SIZE, role=Role.QUIET).within(WIDTH - 2 * MARGIN),
    ]


def key(samples: Sequence[tuple[Mark, str]], say: PictureWords = ENGLISH) -> list[Mark]:
    """The key, in one line; a sample is a small mark around or at the point 0, 0."""
    marks: list[Mark] = []
    x, y = MARGIN, MARGIN + 36
    for sample, text in samples:
        words = say(text)
        marks += [_moved(sample, x + 5, y - 3), Label(x=x + 15, y=y, text=words, size=SMALL, role=Role.QUIET)]
        x += 15 + text_width(words, SMALL) + 14
    return marks


def sample_bar(role: Role, cue: Cue) -> Bar:
    """A small bar for the key."""
    return Bar(x=-5, y=-3, width=10, height=6, role=role, cue=cue)


def sample_line(role: Role, cue: Cue) -> Line:
    """A short line for the key."""
    return Line(x=-6, y=0, to_x=6, to_y=0, thickness=2, role=role, cue=cue)


def row_label(text: str, y: float, width: float, target: Target = NOWHERE, words: str = "") -> Label:
    """The name of a row, from the left margin; ``y`` is its baseline."""
    return Label(x=MARGIN, y=y, text=text, size=SIZE, target=target, words=words).within(width)


def tick_label(text: str, x: float, y: float) -> Label:
    """What stands beside a line of the axis, on the sheet also at its end."""
    return Label(x=min(x + 2, WIDTH - 2 - text_width(text, SMALL)), y=y, text=text, size=SMALL, role=Role.QUIET)


def empty(title: str, words: str) -> Picture:
    """A picture of nothing, which says so."""
    return Picture(title, words, WIDTH, HEAD + MARGIN, (*heading(title, words),))


def _moved(mark: Mark, x: float, y: float) -> Mark:
    if isinstance(mark, Bar):
        return Bar(x=x + mark.x, y=y + mark.y, width=mark.width, height=mark.height, role=mark.role, cue=mark.cue)
    if isinstance(mark, Line):
        return Line(x=x + mark.x, y=y, to_x=x + mark.to_x, to_y=y, thickness=2, role=mark.role, cue=mark.cue)
    if isinstance(mark, Dot):
        return Dot(x=x, y=y, radius=mark.radius, shape=mark.shape, role=mark.role, cue=mark.cue)
    raise TypeError("a key has bars, lines and dots")
