"""The ledger as rows of a table: one line an entry, with what is needed to show, sort, filter and add it up."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from reviewer.domain import money
from reviewer.domain.dates import Days, How, When
from reviewer.domain.ids import BenefitId, EndorsementId, OfficerId
from reviewer.domain.ledger.benefit import counts, net
from reviewer.domain.ledger.figures import stations_of
from reviewer.domain.people.officer import Officer


class BenefitRow(NamedTuple):
    """A benefit; amounts in hundredths, days as ISO dates, an empty one open."""

    id: BenefitId
    officer: OfficerId
    donor: str
    via: str
    what: str
    description: str
    code: str
    quantity: int
    low: int | None
    high: int | None
    currency: str
    paid: int
    outcome: str
    status: str
    how: str
    first: str
    last: str
    earliest: str
    latest: str

    @property
    def number(self) -> str:
        """How people name it."""
        return f"B-{self.id}"

    @property
    def counts(self) -> bool:
        """Whether it counts as received."""
        return counts(self.outcome, self.status)

    @property
    def net(self) -> tuple[int, int] | None:
        """Fair value less what was paid, None where it is not known."""
        return net(self.quantity, self.low, self.high, self.paid)

    @property
    def when(self) -> str:
        """Its date in words."""
        return str(When(How(self.how), self.first, self.last))

    @property
    def day(self) -> str:
        """Its date for a column of dates: “on” is left out, and nothing stands where it is not known."""
        return "" if not self.how else self.when.removeprefix("on ")

    @property
    def worth(self) -> str:
        """What it is worth, in words; empty where that is not known."""
        held = self.net
        return "" if held is None else money.range_written(*held, self.currency)


class EndorsementRow(NamedTuple):
    """An endorsement."""

    id: EndorsementId
    officer: OfficerId
    audience: str
    product: str
    medium: str
    reach: int | None
    how: str
    first: str
    last: str
    earliest: str
    latest: str

    @property
    def number(self) -> str:
        """How people name it."""
        return f"E-{self.id}"

    @property
    def when(self) -> str:
        """Its date in words."""
        return str(When(How(self.how), self.first, self.last))

    @property
    def day(self) -> str:
        """Its date for a column of dates: “on” is left out, and nothing stands where it is not known."""
        return "" if not self.how else self.when.removeprefix("on ")


class Total(NamedTuple):
    """What rows of benefits add up to; ``worth`` by currency, of those that count; ``unvalued`` add nothing to it."""

    entries: int
    counting: int
    officers: int
    worth: dict[str, tuple[int, int]]
    unvalued: int


def total(rows: Iterable[BenefitRow]) -> Total:
    """Add rows up: only what counts as received is worth anything."""
    entries, counting, unvalued = 0, 0, 0
    officers: set[OfficerId] = set()
    worth: dict[str, tuple[int, int]] = {}
    for row in rows:
        entries += 1
        if not row.counts:
            continue
        counting += 1
        officers.add(row.officer)
        held = row.net
        if held is None:
            unvalued += 1
        else:
            low, high = worth.get(row.currency, (0, 0))
            worth[row.currency] = low + held[0], high + held[1]
    return Total(entries, counting, len(officers), worth, unvalued)


def station(officer: Officer, earliest: str, latest: str) -> str:
    """The station of an officer on the days that may be meant; several where it is not known which."""
    found = stations_of(officer, Days(earliest, latest))
    named = [each for each in found if each]
    return " or ".join([*named, "not known"] if named and "" in found else named)
