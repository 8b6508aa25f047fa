"""The key figures of a case, counted from the ledger, each with the entries behind it.

An officer is counted once in each figure. A benefit belongs to the station that its officer was assigned to on every
day on which it may have been; where those days meet several assignments, or some of them none, it is possible at each,
and counted at none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from reviewer.domain.dates import Days
from reviewer.domain.ids import BenefitId, EndorsementId, OfficerId, PassageId
from reviewer.domain.ledger.benefit import ALLEGED, Status, What
from reviewer.domain.ledger.pairing import Dated
from reviewer.domain.ledger.totals import Sum, Summand, parted, sums
from reviewer.domain.people.officer import Assignment, Officer, station_on


class Coded(NamedTuple):
    """A benefit with a code: uses as stated, uses that passages prove, and what so many uses earn."""

    id: BenefitId
    officer: OfficerId
    code: str
    uses: int | None
    threshold: int | None
    reward: str
    status: str
    counted: tuple[PassageId, ...]


_LAST_DAY = date.max.isoformat()
"""What some rosters have for no end."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Officers, each with the entries for which they are counted."""

    benefits: Mapping[OfficerId, tuple[BenefitId, ...]]
    endorsements: Mapping[OfficerId, tuple[EndorsementId, ...]]

    @property
    def count(self) -> int:
        """How many officers."""
        return len(self.benefits)


@dataclass(frozen=True, slots=True)
class Station:
    """A station's officers with a benefit and what they received; ``name`` is empty where no station is known."""

    name: str
    received: Figure
    sums: Mapping[str, Sum]
    possible: Figure
    possible_sums: Mapping[str, Sum]


@dataclass(frozen=True, slots=True)
class CodeUse:
    """A discount code: the most uses stated, the uses that passages prove, and how many more earn the reward.

    A code for which several thresholds are told is there once for each, with the reward that is told with it.
    """

    code: str
    uses: int | None
    counted: tuple[PassageId, ...]
    threshold: int | None
    reward: str
    officers: tuple[OfficerId, ...]
    benefits: tuple[BenefitId, ...]

    @property
    def more(self) -> int | None:
        """How many more uses earn the reward, by the greater of stated and counted; None where that is not known."""
        if self.threshold is None or self.most is None:
            return None
        return max(0, self.threshold - self.most)

    @property
    def most(self) -> int | None:
        """The greater of stated and counted uses; None where neither is known."""
        return None if self.uses is None and not self.counted else max(self.uses or 0, len(self.counted))


@dataclass(frozen=True, slots=True)
class Figures:
    """All of them. ``apart`` are the benefits that do not count; of them ``alleged`` were asked for or offered."""

    with_benefit: Figure
    with_device: Figure
    with_benefit_and_endorsement: Figure
    stations: tuple[Station, ...]
    sums: Mapping[str, Sum]
    codes: tuple[CodeUse, ...]
    by_status: Mapping[str, int]
    alleged: Figure
    apart: tuple[BenefitId, ...]


def figures(
    officers: Iterable[Officer], lines: Iterable[Summand], endorsed: Iterable[Dated], coded: Iterable[Coded]
) -> Figures:
    """Count them; ``lines`` are all benefits, whether they count or not."""
    received, apart = parted(lines)
    return of_received(officers, received, apart, endorsed, coded)


def of_received(
    officers: Iterable[Officer],
    received: Sequence[Summand],
    apart: Sequence[Summand],
    endorsed: Iterable[Dated],
    coded: Iterable[Coded],
) -> Figures:
    """Count them from the lines that count; ``apart`` are the benefits that do not."""
    praised: dict[OfficerId, list[EndorsementId]] = defaultdict(list)
    for each in endorsed:
        praised[each.officer].append(EndorsementId(each.id))
    both = [line for line in received if line.officer in praised]
    statuses: dict[str, int] = defaultdict(int)
    for line in received:
        statuses[line.status] += 1
    return Figures(
        with_benefit=_figure(received),
        with_device=_figure(line for line in received if line.what == What.DEVICE),
        with_benefit_and_endorsement=_figure(both, praised),
        stations=stations(officers, received),
        sums=sums(received),
        codes=tuple(_codes(coded)),
        by_status=dict(statuses),
        alleged=_figure(line for line in apart if line.outcome in ALLEGED and line.status != Status.DISPROVED),
        apart=tuple(line.id for line in apart),
    )


def stations_of(officer: Officer, days: Days) -> tuple[str, ...]:
    """The stations an officer was assigned to on days that may be meant, by name.

    “” where there was none, and beside the only one where there was none on some of the days.
    """
    if days.earliest and days.earliest == days.latest:
        return (station_on(officer, days.earliest),)
    met = [each for each in officer.assignments if Days(each.start, each.end).meets(days)]
    names = {each.station for each in met}
    return tuple(sorted(names if len(names) > 1 or _cover(met, days) else {*names, ""}))


def _cover(held: Iterable[Assignment], days: Days) -> bool:
    """Whether there is an assignment on each of some days."""
    reached = days.earliest  # the first day that none covers so far; “” stands for the beginning of time
    for each in sorted(held, key=lambda one: one.start):
        if each.start and (not reached or each.start > reached):
            return False
        if not each.end or each.end == _LAST_DAY or (days.latest and each.end >= days.latest):
            return True
        following = str(date.fromisoformat(each.end) + timedelta(days=1))
        reached = max(reached, following)
    return False


def _figure(lines: Iterable[Summand], praised: Mapping[OfficerId, Iterable[EndorsementId]] | None = None) -> Figure:
    entries: dict[OfficerId, list[BenefitId]] = defaultdict(list)
    for line in lines:
        entries[line.officer].append(line.id)
    return Figure(
        {officer: tuple(found) for officer, found in entries.items()},
        {officer: tuple(praised[officer]) for officer in entries} if praised else {},
    )


def stations(officers: Iterable[Officer], received: Iterable[Summand]) -> tuple[Station, ...]:
    """The stations of lines that count, those with the most officers first."""
    by_id = {officer.id: officer for officer in officers}
    certain: dict[str, list[Summand]] = defaultdict(list)
    possible: dict[str, list[Summand]] = defaultdict(list)
    for line in received:
        if line.earliest and line.earliest == line.latest:
            certain[station_on(by_id[line.officer], line.earliest)].append(line)
            continue
        names = stations_of(by_id[line.officer], line.days)
        if len(names) == 1:
            certain[names[0]].append(line)
        else:
            for name in names:
                possible[name].append(line)
    made = []
    for name in sorted({*certain, *possible}):
        sure, maybe = certain[name], possible[name]
        made.append(Station(name, _figure(sure), sums(sure), _figure(maybe), sums(maybe)))
    return tuple(sorted(made, key=lambda each: (each.name == "", -each.received.count, each.name)))


def _codes(coded: Iterable[Coded]) -> Iterable[CodeUse]:
    """Each code once, whoever had it; disproved entries are left out."""
    groups: dict[str, list[Coded]] = defaultdict(list)
    for each in coded:
        if each.status != Status.DISPROVED:
            groups[each.code.casefold()].append(each)
    for _, group in sorted(groups.items()):
        stated = [each.uses for each in group if each.uses is not None]
        told: list[int | None] = [*sorted({each.threshold for each in group if each.threshold is not None})]
        for threshold in told or [None]:
            promised = [each for each in group if each.reward and each.threshold in {None, threshold}]
            promised.sort(key=lambda each: each.threshold is None)
            yield CodeUse(
                group[0].code,
                max(stated, default=None),
                tuple(sorted({passage for each in group for passage in each.counted})),
                threshold,
                promised[0].reward if promised else "",
                tuple(sorted({each.officer for each in group})),
                tuple(each.id for each in group),
            )
