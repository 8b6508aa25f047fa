"""Allegations: an officer, a clause and an act, and what speaks for and against each element of the clause."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NewType

from reviewer.domain.ids import OfficerId
from reviewer.domain.policy.basis_changes import LIMITS, LIMITS_UNKNOWN, WORDS, Facts, differences
from reviewer.domain.policy.clause import Clause, Element
from reviewer.domain.policy.element_searches import Confirmation, Dismissal, Search, Side
from reviewer.domain.policy.look_again import LookAgain
from reviewer.domain.reasons.reason import Reason
from reviewer.errors import InputError

__all__ = [
    "Allegation",
    "AllegationId",
    "Confirmation",
    "Dismissal",
    "Ground",
    "GroundId",
    "GroundKind",
    "MatrixRow",
    "Period",
    "Search",
    "Side",
    "period",
]

AllegationId = NewType("AllegationId", int)
GroundId = NewType("GroundId", int)

_PERIOD = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?\Z", re.ASCII)


class GroundKind(StrEnum):
    """What an element can rest on."""

    PASSAGE = "passage"
    BENEFIT = "benefit"
    ENDORSEMENT = "endorsement"


@dataclass(frozen=True, slots=True)
class Period:
    """The act lies between these ISO days, both included."""

    first: str
    last: str

    def __str__(self) -> str:
        """The day, or both days."""
        return self.first if self.first == self.last else f"{self.first} to {self.last}"


@dataclass(frozen=True, slots=True)
class Ground:
    """Something put to one side of an element.

    ``relied`` is what it was when it was put there, ``now`` what it is, None when it is no more. ``says`` and ``where``
    are for people: its words, and the control number and page of a passage.
    """

    id: GroundId
    side: Side
    kind: GroundKind
    target: int
    relied: Facts
    now: Facts | None
    says: str
    where: str
    reviewer: str

    @property
    def name(self) -> str:
        """“passage 12”."""
        return f"{self.kind.value} {self.target}"

    @property
    def stale(self) -> tuple[LookAgain, ...]:
        """How it differs from what was relied on, each in a few words."""
        return differences(self.relied, self.now)

    @property
    def unknown(self) -> str:
        """What was not kept of what was relied on, in a few words: nothing, save in earlier versions."""
        measured = self.now is not None and LIMITS in self.now
        return LIMITS_UNKNOWN if measured and LIMITS not in self.relied else ""

    @property
    def gone(self) -> bool:
        """Whether it, or its words, are there no more: then nothing can rest on it."""
        return self.now is None or self.now.get(WORDS) != self.relied.get(WORDS)


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A line of the matrix: one element, counted from 1, with what speaks for and against it."""

    number: int
    element: Element
    grounds: tuple[Ground, ...] = ()
    confirmations: tuple[Confirmation, ...] = ()
    explanation: str = ""
    dismissals: tuple[Dismissal, ...] = ()

    def on(self, side: Side) -> tuple[Ground, ...]:
        """What speaks for it, or against it, and is still there."""
        return tuple(each for each in self.grounds if each.side is side and not each.gone)

    def confirmation(self, side: Side) -> Confirmation | None:
        """That this side was looked for, if it was said."""
        return next((each for each in self.confirmations if each.side is side), None)

    def dismissed(self, side: Side) -> tuple[Dismissal, ...]:
        """What was dismissed among what searches found on this side."""
        return tuple(each for each in self.dismissals if each.side is side)

    def looked(self, side: Side) -> bool:
        """Whether that side was looked for and nothing was found, which holds as long as nothing stands there."""
        return not self.on(side) and any(each.side is side and each.searches for each in self.confirmations)

    def overtaken(self, side: Side) -> tuple[Ground, ...]:
        """What stands on that side although it is confirmed that nothing was found there: it was put there since."""
        return () if self.confirmation(side) is None else self.on(side)

    @property
    def look_again(self) -> tuple[LookAgain, ...]:
        """What differs from what was relied on, in sentences."""
        number = self.number
        grounds = [
            what.because_of("basis.ground", number=number, ground=each.name)
            for each in self.grounds
            for what in each.stale
        ]
        found = [
            LookAgain(Reason("basis.ground_found", number=number, ground=each.name, side=side.value))
            for side in Side
            for each in self.overtaken(side)
        ]
        searches = [
            what.because_of("basis.search", number=number, side=each.side.value)
            for each in self.confirmations
            for what in each.stale
        ]
        return (*grounds, *found, *searches)


@dataclass(frozen=True, slots=True)
class Allegation:
    """That an officer broke a clause by an act, with the matrix of the clause's elements."""

    id: AllegationId
    officer: OfficerId
    serial: str
    name: str
    clause: Clause
    act: str
    period: Period
    vendor: str
    reviewer: str
    created: str
    matrix: tuple[MatrixRow, ...]

    @property
    def look_again(self) -> tuple[LookAgain, ...]:
        """What its elements rest on and is not as it was when it was put there."""
        return tuple(what for line in self.matrix for what in line.look_again)

    def line(self, number: int) -> MatrixRow:
        """The line of an element, counted from 1; InputError when there is none."""
        self.clause.element(number)
        return self.matrix[number - 1]


def period(text: str) -> Period:
    """The days that ``2016``, ``2016-05``, ``2016-05-16`` or ``2016-05..2016-07`` stand for; InputError for others."""
    first, dots, last = text.strip().partition("..")
    found = Period(_days(first, text).first, _days(last if dots else first, text).last)
    if found.last < found.first:
        raise InputError(f"“{text}” ends before it starts")
    return found


def _days(text: str, whole: str) -> Period:
    found = _PERIOD.match(text.strip())
    try:
        if found is None:
            raise ValueError(text)  # noqa: TRY301 - one message for all that is no date
        year, month, day = (int(part) if part else 0 for part in found.groups())
        first = date(year, month or 1, day or 1)
        ends = date(year, month or 12, day or calendar.monthrange(year, month or 12)[1])
    except ValueError as error:
        raise InputError(
            f"“{whole}” is no date", "Write YYYY-MM-DD, YYYY-MM, YYYY, or two of them with .. between."
        ) from error
    return Period(first.isoformat(), ends.isoformat())
