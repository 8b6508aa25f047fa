"""An officer's endorsements beside that officer's benefits, and the days between them.

That one came after the other is evidence, and no conclusion: nothing here says that it came because of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from reviewer.domain.dates import Days
from reviewer.domain.ids import BenefitId, EndorsementId, OfficerId

NOTE = "Days between are evidence, not a conclusion."


@dataclass(frozen=True, slots=True)
class Dated:
    """An entry of either kind, the days on which it may have been."""

    id: int
    officer: OfficerId
    days: Days


@dataclass(frozen=True, slots=True)
class Pair:
    """An endorsement and a benefit of one officer.

    ``least`` and ``most`` bound the days from the benefit to the endorsement: negative when the endorsement came
    first, None where a date leaves that end open.
    """

    officer: OfficerId
    endorsement: EndorsementId
    benefit: BenefitId
    least: int | None
    most: int | None

    @property
    def words(self) -> str:
        """How the endorsement stands to the benefit in time: ``12 days after``, ``3 days before to 20 days after``."""
        if self.least is None and self.most is None:
            return "days between not known"
        if self.least is None:
            return (
                f"at most {_days(self.most or 0)}" if (self.most or 0) >= 0 else f"{_days(self.most or 0)} or earlier"
            )
        if self.most is None:
            return f"{_days(self.least)} or later"
        return _days(self.least) if self.least == self.most else f"{_days(self.least)} to {_days(self.most)}"


def pairs(endorsements: Iterable[Dated], benefits: Iterable[Dated]) -> list[Pair]:
    """Each endorsement with each benefit of the same officer, the nearest in time first, officer by officer."""
    received: dict[OfficerId, list[Dated]] = defaultdict(list)
    for benefit in benefits:
        received[benefit.officer].append(benefit)
    found = []
    for praise in endorsements:
        for benefit in received.get(praise.officer, ()):
            least, most = between(benefit.days, praise.days)
            found.append(Pair(praise.officer, EndorsementId(praise.id), BenefitId(benefit.id), least, most))
    return sorted(found, key=lambda pair: (pair.officer, *_nearness(pair), pair.endorsement, pair.benefit))


def between(first: Days, second: Days) -> tuple[int | None, int | None]:
    """The least and the most days from a day of the first to a day of the second; None for an open end."""
    return _difference(first.latest, second.earliest), _difference(first.earliest, second.latest)


def _difference(one: str, other: str) -> int | None:
    return (date.fromisoformat(other) - date.fromisoformat(one)).days if one and other else None


def _nearness(pair: Pair) -> tuple[bool, int]:
    """Pairs whose days are known come first, by the farthest that they may lie apart."""
    ends = [abs(end) for end in (pair.least, pair.most) if end is not None]
    return len(ends) < 2, max(ends, default=0)


def _days(number: int) -> str:
    if number == 0:
        return "the same day"
    return f"{abs(number):,} day{'' if abs(number) == 1 else 's'} {'after' if number > 0 else 'before'}"
