"""Tell how many messages there are of each day, by custodian, and when a custodian was silent."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from reviewer.casefile.analysis import threads
from reviewer.casefile.engine.case import Case
from reviewer.domain.analysis.gaps import Gap, gaps


@dataclass(frozen=True, slots=True)
class CustodianDays:
    """The days (UTC) with messages of a custodian, in order, each with how many; and the gaps between them.

    ``custodian`` is empty for what nobody was named for.
    """

    custodian: str
    days: tuple[tuple[date, int], ...]
    gaps: tuple[Gap, ...]

    @property
    def messages(self) -> int:
        """How many there are in all."""
        return sum(count for _, count in self.days)


@dataclass(frozen=True, slots=True)
class Timeline:
    """The days of each custodian, by name; ``left_out`` messages have no date, or one that cannot be."""

    custodians: tuple[CustodianDays, ...]
    left_out: int


def timeline(case: Case) -> Timeline:
    """Messages a day, of those that are not inside another; gaps by :data:`reviewer.domain.analysis.gaps.RULE`."""
    found: dict[str, list[tuple[date, int]]] = defaultdict(list)
    for custodian, day, count in threads.per_day(case):
        found[custodian].append((date.fromisoformat(day), count))
    return Timeline(
        tuple(
            CustodianDays(name, tuple(days), tuple(sorted(gaps(day for day, _ in days), key=lambda gap: gap.after)))
            for name, days in found.items()
        ),
        threads.of_no_day(case),
    )
