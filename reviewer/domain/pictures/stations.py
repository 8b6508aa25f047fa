"""Stations: how many officers received a benefit, and what it was worth, from the lower to the upper end.

What is certain is full; what is only possible, since a date or a value leaves it open, is hatched.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reviewer.domain import money
from reviewer.domain.ledger.figures import Figure, Station
from reviewer.domain.ledger.totals import Sum
from reviewer.domain.pictures.frame import HEAD, MARGIN, SIZE, SMALL, WIDTH, empty, heading, key, row_label, sample_bar
from reviewer.domain.pictures.picture import (
    Bar,
    Cue,
    Label,
    Line,
    Mark,
    Picture,
    Role,
    Target,
    behind,
)
from reviewer.domain.pictures.picture_words import ENGLISH, PictureWords

MOST_STATIONS = 40
"""Stations that have a row each; the rest, which have the fewest officers, are one row together."""

TITLE = "Stations: officers with a benefit, and what it was worth"

_LABELS = 120.0
_ROW = 26.0
_OFFICERS = (MARGIN + _LABELS, 110.0)
_VALUE = (MARGIN + _LABELS + 110.0 + 60.0, 140.0)
"""Where a column of bars begins, and how long its longest bar is."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A station, or some together: officers who are certain, who are only possible, and the worth in hundredths."""

    name: str
    officers: int
    maybe: int
    low: int
    high: int
    currency: str
    more: str
    sure: Target
    possible: Target


def stations(found: Sequence[Station], say: PictureWords = ENGLISH) -> Picture:
    """The picture, with the stations in the order given, which is by the number of officers."""
    title, rows = say(TITLE), _rows(found, say)
    if not rows:
        return empty(title, say("No benefit counts as received, so there is no station to show."))
    words = say(
        "{stations}; most officers: {number} at {name}",
        stations=say.counted(len(found), "station"),
        number=say.number(rows[0].officers),
        name=rows[0].name,
    )
    most = max(row.officers + row.maybe for row in rows) or 1
    highest = max(row.high for row in rows) or 1
    bottom = HEAD + 14 + _ROW * len(rows)
    marks: list[Mark] = [*heading(title, words), *key(_KEY, say)]
    for (left, _), text in ((_OFFICERS, "Officers"), (_VALUE, "Value, less what was paid")):
        marks.append(Label(x=left, y=HEAD + 8, text=say(text), size=SMALL, role=Role.QUIET, bold=True))
        marks.append(Line(x=left, y=HEAD + 14, to_x=left, to_y=bottom, role=Role.QUIET))
    for number, row in enumerate(rows):
        top = HEAD + 14 + _ROW * number
        marks += _name_of(row, top, say)
        marks += _officers(row, top, most, say)
        marks += _value(row, top, highest, say)
    return Picture(title, words, WIDTH, bottom + MARGIN, tuple(marks))


_KEY = (
    (sample_bar(Role.OFFICER, Cue.FULL), "officers, certain"),
    (sample_bar(Role.OFFICER, Cue.HATCHED), "possible: the dates meet several assignments"),
    (sample_bar(Role.BENEFIT, Cue.FULL), "value, lower end"),
    (sample_bar(Role.BENEFIT, Cue.HATCHED), "up to the upper end"),
)


def _rows(found: Sequence[Station], say: PictureWords) -> list[_Row]:
    kept = found if len(found) <= MOST_STATIONS else found[: MOST_STATIONS - 1]
    rows = [_row(station.name or say("station not known"), (station,), say) for station in kept]
    rest = found[len(kept) :]
    return [*rows, _row(say.counted(len(rest), "other station"), rest, say)] if rest else rows


def _row(name: str, group: Sequence[Station], say: PictureWords) -> _Row:
    sure = behind(_target(station.received) for station in group)
    possible = behind(_target(station.possible) for station in group)
    sums = [one for station in group for one in station.sums.values()]
    currency = _main(sums)
    low = sum(one.low for one in sums if one.currency == currency)
    high = sum(one.high for one in sums if one.currency == currency)
    others = [say.amount(one.low, one.high, one.currency) for one in sums if one.currency != currency]
    unvalued = sum(len(one.unvalued) for one in sums)
    more = [*others, *([say("{number} of unknown value", number=say.number(unvalued))] if unvalued else [])]
    maybe = len(set(possible.officers) - set(sure.officers))
    return _Row(name, len(sure.officers), maybe, low, high, currency, ", ".join(more), sure, possible)


def _main(sums: Iterable[Sum]) -> str:
    """The currency of most entries."""
    entries: dict[str, int] = {}
    for one in sums:
        entries[one.currency] = entries.get(one.currency, 0) + len(one.entries)
    return max(entries, key=lambda currency: entries[currency], default=money.DOLLARS)


def _target(figure: Figure) -> Target:
    benefits = sorted(entry for entries in figure.benefits.values() for entry in entries)
    return Target(tuple(benefits), (), tuple(sorted(figure.benefits)))


def _name_of(row: _Row, top: float, say: PictureWords) -> list[Mark]:
    words = f"{row.name}: {_received(row, say)}, {_worth(row, say)}"
    return [row_label(row.name, top + 15, _LABELS - 8, behind((row.sure, row.possible)), words)]


def _officers(row: _Row, top: float, most: int, say: PictureWords) -> list[Mark]:
    left, length = _OFFICERS
    sure, maybe = length * row.officers / most, length * row.maybe / most
    marks: list[Mark] = []
    if row.officers:
        words = f"{row.name}: {_received(row, say)}"
        marks.append(Bar(x=left, y=top + 5, width=sure, height=14, role=Role.OFFICER, words=words, target=row.sure))
    if row.maybe:
        words = f"{row.name}: {say('possibly {what}', what=say.counted(row.maybe, 'more officer'))}"
        marks.append(
            Bar(
                x=left + sure, y=top + 5, width=maybe, height=14,
                role=Role.OFFICER, cue=Cue.HATCHED, words=words, target=row.possible,
            )
        )  # fmt: skip
    text = say.number(row.officers)
    if row.maybe:
        text = say("{first} to {last}", first=text, last=say.number(row.officers + row.maybe))
    return [*marks, Label(x=left + sure + maybe + 4, y=top + 15, text=text)]


def _value(row: _Row, top: float, highest: int, say: PictureWords) -> list[Mark]:
    left, length = _VALUE
    low, high = length * row.low / highest, length * row.high / highest
    words = f"{row.name}: {_worth(row, say)}"
    marks: list[Mark] = []
    if row.low:
        marks.append(Bar(x=left, y=top + 5, width=low, height=14, role=Role.BENEFIT, words=words, target=row.sure))
    if row.high > row.low:
        marks.append(
            Bar(
                x=left + low, y=top + 5, width=high - low, height=14,
                role=Role.BENEFIT, cue=Cue.HATCHED, words=words, target=row.sure,
            )
        )  # fmt: skip
    room = WIDTH - MARGIN - left - high - 4
    text = say.amount(row.low, row.high, row.currency)
    marks.append(Label(x=left + high + 4, y=top + (11 if row.more else 15), text=text, size=SIZE).within(room))
    if row.more:
        more = Label(x=left + high + 4, y=top + 21, text=f"+ {row.more}", size=SMALL, role=Role.QUIET)
        marks.append(more.within(room))
    return marks


def _received(row: _Row, say: PictureWords) -> str:
    return say("{officers} with a benefit", officers=say.counted(row.officers, "officer"))


def _worth(row: _Row, say: PictureWords) -> str:
    worth = say("worth {sum}", sum=say.amount(row.low, row.high, row.currency))
    return say("{one} and {more}", one=worth, more=row.more) if row.more else worth
