"""Entries too many for a mark each, counted in columns of a month, a quarter or a year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from reviewer.domain.ledger.totals import Summand as Benefit
from reviewer.domain.ledger.totals import parted
from reviewer.domain.pictures.axis import Axis
from reviewer.domain.pictures.entries import Entries, Praised
from reviewer.domain.pictures.frame import HEAD, MARGIN, SMALL, row_label, tick_label
from reviewer.domain.pictures.picture import Bar, Cue, Label, Line, Mark, Role, Target
from reviewer.domain.pictures.picture_words import PictureWords

_UP, _DOWN = 220.0, 120.0
_MOST_COLUMNS = 60
_MONTHS = (1, 3, 12, 60, 120)


@dataclass(slots=True)
class _Column:
    """What was in one stretch of time, and what only may have been, by kind."""

    sure: dict[Role, list[Benefit | Praised]] = field(default_factory=lambda: defaultdict(list))
    maybe: dict[Role, list[Benefit | Praised]] = field(default_factory=lambda: defaultdict(list))


def columns(entries: Entries, scale: Axis) -> tuple[list[Mark], float]:
    """Benefits upwards, endorsements downwards, and where they end; what is open at an end counts in no column."""
    first, last = _month(str(scale.first)), _month(str(scale.last))
    step = next((step for step in _MONTHS if (last - first) // step < _MOST_COLUMNS), _MONTHS[-1])
    first -= first % step
    made: dict[int, _Column] = defaultdict(_Column)
    received, apart = parted(entries.benefits)
    groups: tuple[tuple[Role, Sequence[Benefit | Praised]], ...] = (
        (Role.BENEFIT, received),
        (Role.APART, apart),
        (Role.ENDORSEMENT, entries.endorsements),
    )
    for role, group in groups:
        for entry in group:
            _put(made, entry, role, first, step)
    axis = HEAD + _UP
    most = max((_height(each, (Role.BENEFIT, Role.APART)) for each in made.values()), default=0) or 1
    most_down = max((_height(each, (Role.ENDORSEMENT,)) for each in made.values()), default=0) or 1
    say = entries.say
    marks = _rules(scale, axis, (most, most_down), say)
    for number, column in sorted(made.items()):
        begin, end = first + number * step, first + (number + 1) * step - 1
        left, right = scale.begin(f"{_day(begin)}-01"), scale.begin(f"{_day(end + 1)}-01")
        name = _day(begin) if step == 1 else say("{first} to {last}", first=_day(begin), last=_day(end))
        place = (left + 0.5, max(1.0, right - left - 1))
        marks += _stack(column, (Role.BENEFIT, Role.APART), (name, say), place, (axis, -(_UP - 10) / most))
        marks += _stack(column, (Role.ENDORSEMENT,), (name, say), place, (axis, (_DOWN - 10) / most_down))
    return marks, axis + _DOWN + 16


def _put(made: dict[int, _Column], entry: Benefit | Praised, role: Role, first: int, step: int) -> None:
    if not entry.earliest or not entry.latest:
        return
    begin, end = (_month(entry.earliest) - first) // step, (_month(entry.latest) - first) // step
    if begin == end:
        made[begin].sure[role].append(entry)
        return
    for number in range(begin, end + 1):
        made[number].maybe[role].append(entry)


def _height(column: _Column, roles: Iterable[Role]) -> int:
    return sum(len(column.sure.get(role, ())) + len(column.maybe.get(role, ())) for role in roles)


def _stack(
    column: _Column,
    roles: Iterable[Role],
    named: tuple[str, PictureWords],
    place: tuple[float, float],
    scale: tuple[float, float],
) -> list[Mark]:
    """Bars on one another, away from the axis, so much for each entry; what is certain lies next to it."""
    marks: list[Mark] = []
    axis, unit = scale
    name, say = named
    parts = [(role, "", column.sure.get(role, ())) for role in roles]
    parts += [(role, "possibly {what}", column.maybe.get(role, ())) for role in roles]
    at = axis
    for role, maybe, group in parts:
        if not group:
            continue
        height = abs(unit) * len(group)
        top = at - height if unit < 0 else at
        at = top if unit < 0 else at + height
        what = say.counted(len(group), _NOUN[role], _NOUNS[role])
        words = f"{name}: {say(maybe, what=what) if maybe else what}"
        cue = Cue.HATCHED if maybe else Cue.HOLLOW if role is Role.APART else Cue.FULL
        left, width = place
        marks.append(
            Bar(x=left, y=top, width=width, height=height, role=role, cue=cue, words=words, target=_target(role, group))
        )
    return marks


def _target(role: Role, group: Iterable[Benefit | Praised]) -> Target:
    found = list(group)
    officers = tuple(sorted({each.officer for each in found}))
    if role is Role.ENDORSEMENT:
        return Target((), tuple(sorted(each.id for each in found if isinstance(each, Praised))), officers)
    return Target(tuple(sorted(each.id for each in found if isinstance(each, Benefit))), (), officers)


def _rules(scale: Axis, axis: float, most: tuple[int, int], say: PictureWords) -> list[Mark]:
    bottom = axis + _DOWN
    marks: list[Mark] = []
    for x, text in scale.ticks():
        marks.append(Line(x=x, y=HEAD, to_x=x, to_y=bottom, role=Role.RULE))
        marks.append(tick_label(text, x, bottom + 10))
    marks.append(Line(x=scale.left, y=axis, to_x=scale.right, to_y=axis, role=Role.QUIET))
    for text, y, number in (("Benefits", HEAD + 12, most[0]), ("Endorsements", bottom - 14, most[1])):
        marks.append(row_label(say(text), y, scale.left - MARGIN - 4))
        marks.append(
            Label(
                x=MARGIN, y=y + 11, text=say("at most {number}", number=say.number(number)), size=SMALL, role=Role.QUIET
            )
        )
    return marks


_NOUN = {
    Role.BENEFIT: "benefit",
    Role.APART: "benefit that does not count",
    Role.ENDORSEMENT: "endorsement",
}
_NOUNS = {
    Role.BENEFIT: "benefits",
    Role.APART: "benefits that do not count",
    Role.ENDORSEMENT: "endorsements",
}


@lru_cache(maxsize=4096)
def _month(day: str) -> int:
    """Months since the year 0."""
    return int(day[:4]) * 12 + int(day[5:7]) - 1


def _day(month: int) -> str:
    return f"{month // 12:04}-{month % 12 + 1:02}"
