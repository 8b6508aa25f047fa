"""Benefits and endorsements in time: a row for each officer, close lanes when these are many, columns when more still.

A day that is known is a dot; days of which it was one are a hollow bar from the first to the last; where an end is
open, a dashed line runs to the edge from a triangle that points that way. What has no date at all is named below.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reviewer.domain.dates import Days
from reviewer.domain.ids import BenefitId, EndorsementId, OfficerId
from reviewer.domain.pictures.axis import Axis, axis
from reviewer.domain.pictures.columns import columns
from reviewer.domain.pictures.entries import Entries, benefit_words, endorsement_words, who
from reviewer.domain.pictures.frame import (
    HEAD,
    MARGIN,
    WIDTH,
    empty,
    heading,
    key,
    row_label,
    sample_bar,
    tick_label,
)
from reviewer.domain.pictures.picture import (
    Bar,
    Cue,
    Dot,
    Line,
    Mark,
    Picture,
    Role,
    Shape,
    Target,
    behind,
)
from reviewer.domain.pictures.picture_words import PictureWords

MOST_ROWS = 60
"""Officers that have a row each; of more, the entries stand in lanes."""

MOST_ENTRIES = 600
"""Entries that have a mark each where there are no rows; more are counted in columns."""

MOST_IN_ROWS = 3_000
"""Entries that have a mark each where there are rows."""

TITLE = "Benefits and endorsements in time"

_TOP = HEAD + 14
"""Where the entries begin, below the dates that stand at the top."""

_LABELS = 120.0
_ROW = 18.0
_LANE = 9.0
_GAP = 3.0
_MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class _Spot:
    """Entries of one kind, of one officer, of the same days."""

    role: Role
    cue: Cue
    shape: Shape
    days: Days
    words: str
    target: Target


def names_anybody(number: int, officers: int) -> bool:
    """Whether a timeline of so many entries of so many officers names any of them, and needs to know them."""
    return number <= MOST_ENTRIES or _in_rows(number, officers)


def _in_rows(number: int, officers: int) -> bool:
    return number <= MOST_IN_ROWS and officers <= MOST_ROWS


def timeline(entries: Entries) -> Picture:
    """The picture: in rows, in lanes or in columns, whichever can still be read."""
    number = len(entries.benefits) + len(entries.endorsements)
    if not number:
        return empty(entries.say(TITLE), entries.say("There are no benefits and no endorsements to show."))
    title, officers = entries.say(TITLE), len(entries.named)
    words = _summary(entries, officers)
    in_rows = _in_rows(number, officers)
    spots = _spots(entries) if names_anybody(number, officers) else []
    left = MARGIN + (_LABELS if in_rows else 84)
    scale = axis((end for each in entries.everything for end in (each.earliest, each.latest)), left, WIDTH - MARGIN)
    marks: list[Mark] = []
    bottom = HEAD
    if scale is not None and in_rows:
        marks, bottom = _rows(entries, spots, scale)
    elif scale is not None and spots:
        marks, bottom = _lanes(spots, scale, entries.say)
    elif scale is not None:
        marks, bottom = columns(entries, scale)
    shown = [*heading(title, words), *key(_KEY if spots else _KEY_OF_COLUMNS, entries.say), *marks]
    undated, height = _undated(entries, bottom)
    return Picture(title, words, WIDTH, height + MARGIN, (*shown, *undated))


_KEY = (
    (Dot(x=0, y=0, radius=3.5, role=Role.BENEFIT), "benefit"),
    (Dot(x=0, y=0, radius=3.5, role=Role.APART, cue=Cue.HOLLOW), "benefit that does not count"),
    (Dot(x=0, y=0, radius=4, role=Role.ENDORSEMENT, shape=Shape.DIAMOND), "endorsement"),
    (sample_bar(Role.QUIET, Cue.HOLLOW), "one of these days"),
    (Dot(x=0, y=0, radius=3.5, role=Role.QUIET, shape=Shape.BEFORE), "or earlier"),
    (Dot(x=0, y=0, radius=3.5, role=Role.QUIET, shape=Shape.AFTER), "or later"),
)
_KEY_OF_COLUMNS = (
    (sample_bar(Role.BENEFIT, Cue.FULL), "benefits"),
    (sample_bar(Role.APART, Cue.HOLLOW), "benefits that do not count"),
    (sample_bar(Role.ENDORSEMENT, Cue.FULL), "endorsements"),
    (sample_bar(Role.QUIET, Cue.HATCHED), "possibly in this time"),
)


def _summary(entries: Entries, officers: int) -> str:
    counted = entries.say.counted
    return entries.say(
        "{benefits} and {endorsements} of {officers}",
        benefits=counted(len(entries.benefits), "benefit"),
        endorsements=counted(len(entries.endorsements), "endorsement"),
        officers=counted(officers, "officer"),
    )


def _spots(entries: Entries) -> list[_Spot]:
    """What has a date, entries of the same officer, kind and days as one, in order of time."""
    found: dict[tuple[OfficerId, str, Days], list[tuple[int, str]]] = defaultdict(list)
    for line in entries.benefits:
        kind = "counts" if line.counts else "apart"
        found[line.officer, kind, line.days].append(
            (line.id, benefit_words(line, entries.officers[line.officer], entries.say))
        )
    for praised in entries.endorsements:
        words = endorsement_words(praised, entries.officers[praised.officer], entries.say)
        found[praised.officer, "praise", praised.days].append((praised.id, words))
    made = []
    for (officer, kind, days), group in found.items():
        if days == Days():
            continue
        ids = [number for number, _ in group]
        words = "\n".join(words for _, words in group[:_MOST_WORDS])
        if len(group) > _MOST_WORDS:
            words += "\n" + entries.say("and {number} more", number=entries.say.number(len(group) - _MOST_WORDS))
        if kind == "praise":
            target = Target(endorsements=tuple(map(EndorsementId, ids)), officers=(officer,))
            made.append(_Spot(Role.ENDORSEMENT, Cue.FULL, Shape.DIAMOND, days, words, target))
        else:
            role, cue = (Role.BENEFIT, Cue.FULL) if kind == "counts" else (Role.APART, Cue.HOLLOW)
            target = Target(benefits=tuple(map(BenefitId, ids)), officers=(officer,))
            made.append(_Spot(role, cue, Shape.CIRCLE, days, words, target))
    return sorted(made, key=_in_time)


def _in_time(spot: _Spot) -> tuple[str, str, tuple[OfficerId, ...]]:
    return spot.days.earliest or spot.days.latest, spot.days.latest, spot.target.officers


def _rows(entries: Entries, spots: Iterable[_Spot], scale: Axis) -> tuple[list[Mark], float]:
    """A row for each officer, in order of the first entry: benefits above the line, endorsements below it."""
    by_officer: dict[OfficerId, list[_Spot]] = defaultdict(list)
    for spot in spots:
        by_officer[spot.target.officers[0]].append(spot)
    bottom = _TOP + _ROW * len(by_officer)
    marks = _grid(scale, bottom)
    for number, (officer, group) in enumerate(by_officer.items()):
        middle = _TOP + _ROW * (number + 0.5)
        name, target = who(entries.officers[officer]), behind(spot.target for spot in group)
        counted = entries.say.counted
        number_of = (counted(len(target.benefits), "benefit"), counted(len(target.endorsements), "endorsement"))
        words = f"{name}: {', '.join(number_of)}"
        marks.append(row_label(name, middle + 3, _LABELS - 8, target, words))
        marks.append(Line(x=scale.left, y=middle, to_x=scale.right, to_y=middle, role=Role.RULE, thickness=0.3))
        for spot in sorted(group, key=lambda each: _width(each.days, scale), reverse=True):
            marks += _drawn(spot, scale, middle + (4 if spot.role is Role.ENDORSEMENT else -4))
    return marks, bottom + 14


def _lanes(spots: Sequence[_Spot], scale: Axis, say: PictureWords) -> tuple[list[Mark], float]:
    """As close as they fit without touching: endorsements, of which there are fewer, above the benefits."""
    marks: list[Mark] = []
    top = _TOP + 6
    for title, group in (
        (say("Endorsements"), [spot for spot in spots if spot.role is Role.ENDORSEMENT]),
        (say("Benefits"), [spot for spot in spots if spot.role is not Role.ENDORSEMENT]),
    ):
        ends: list[float] = []
        if not group:
            continue
        marks.append(row_label(title, top + 8, 70, behind(spot.target for spot in group), title))
        for spot in group:
            left, right = _extent(spot.days, scale)
            lane = next((number for number, end in enumerate(ends) if end + _GAP <= left), len(ends))
            ends[lane : lane + 1] = [right]
            marks += _drawn(spot, scale, top + _LANE * (lane + 0.5))
        top += _LANE * len(ends) + 12
    return [*_grid(scale, top - 6), *marks], top + 8


def _grid(scale: Axis, bottom: float) -> list[Mark]:
    marks: list[Mark] = []
    for x, text in scale.ticks():
        marks.append(Line(x=x, y=HEAD, to_x=x, to_y=bottom, role=Role.RULE))
        marks += [tick_label(text, x, y) for y in (HEAD + 8, bottom + 9)]
    return marks


def _extent(days: Days, scale: Axis) -> tuple[float, float]:
    """From where to where a spot is drawn."""
    if days.earliest and days.latest:
        left, right = scale.begin(days.earliest), scale.end(days.latest)
        return (left, right) if right - left > 7 else ((left + right) / 2 - 3.5, (left + right) / 2 + 3.5)
    if days.earliest:
        return scale.begin(days.earliest) - 3, scale.right
    return scale.left, scale.end(days.latest) + 3


def _width(days: Days, scale: Axis) -> float:
    left, right = _extent(days, scale)
    return right - left


def _drawn(spot: _Spot, scale: Axis, y: float) -> list[Mark]:
    """A dot, a hollow bar, or a triangle with a dashed line to the edge."""
    days, size = spot.days, 4.0 if spot.shape is Shape.DIAMOND else 3.5
    role, words, target = spot.role, spot.words, spot.target
    if days.earliest and days.latest:
        left, right = _extent(days, scale)
        if days.earliest == days.latest or right - left <= 7.01:
            x = (left + right) / 2
            return [Dot(x=x, y=y, radius=size, shape=spot.shape, role=role, cue=spot.cue, words=words, target=target)]
        x, wide = (left + right) / 2, right - left
        bar = Bar(x=left, y=y - 2.5, width=wide, height=5, role=role, cue=Cue.HOLLOW, words=words, target=target)
        return [bar, Dot(x=x, y=y, radius=1.6, shape=spot.shape, role=role, cue=spot.cue, target=target)]
    if days.earliest:
        x, edge, shape = scale.begin(days.earliest), scale.right, Shape.AFTER
    else:
        x, edge, shape = scale.end(days.latest), scale.left, Shape.BEFORE
    return [
        Line(x=x, y=y, to_x=edge, to_y=y, thickness=1, role=role, cue=Cue.DASHED, target=target),
        Dot(x=x, y=y, radius=3.5, shape=shape, role=role, cue=spot.cue, words=words, target=target),
    ]


def _undated(entries: Entries, y: float) -> tuple[list[Mark], float]:
    """One line for what has no date; and where the picture ends."""
    benefits = [line for line in entries.benefits if not line.earliest and not line.latest]
    praised = [each for each in entries.endorsements if not each.earliest and not each.latest]
    if not benefits and not praised:
        return [], y
    target = Target(
        tuple(sorted(line.id for line in benefits)),
        tuple(sorted(each.id for each in praised)),
        tuple(sorted({line.officer for line in benefits} | {each.officer for each in praised})),
    )
    counted = entries.say.counted
    words = (
        entries.say("Date not known") + f": {counted(len(benefits), 'benefit')}, {counted(len(praised), 'endorsement')}"
    )
    return [row_label(words, y + 12, WIDTH - 2 * MARGIN, target, words)], y + 18
