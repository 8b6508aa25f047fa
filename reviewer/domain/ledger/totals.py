"""Sums over benefits: each currency for itself, lower and upper end, with the entries behind them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from reviewer.domain import money
from reviewer.domain.dates import Days
from reviewer.domain.ids import BenefitId, OfficerId
from reviewer.domain.ledger.benefit import RECEIVED, Status, counts, net

_DISPROVED = Status.DISPROVED.value

ENTRY = "B-{}"
"""How an entry of the ledger is called by its number."""


class Summand(NamedTuple):
    """What sums need of a benefit. ``earliest`` and ``latest`` are ISO days; an empty one leaves that end open.

    ``organisation`` is the donor's, by its key, None where it is not known.
    """

    id: BenefitId
    officer: OfficerId
    donor: str
    what: str
    outcome: str
    status: str
    currency: str
    quantity: int
    low: int | None
    high: int | None
    paid: int
    earliest: str
    latest: str
    organisation: int | None = None

    @property
    def counts(self) -> bool:
        """Whether it counts as received."""
        return counts(self.outcome, self.status)

    @property
    def net(self) -> tuple[int, int] | None:
        """Fair value less what was paid, or None where it is not known."""
        return net(self.quantity, self.low, self.high, self.paid)

    @property
    def days(self) -> Days:
        """The days on which it may have been."""
        return Days(self.earliest, self.latest)


@dataclass(frozen=True, slots=True)
class Sum:
    """Entries of one currency: lower and upper end of what they are worth, in hundredths.

    ``unvalued`` are those whose value is not known; they add nothing to either end.
    """

    currency: str
    low: int
    high: int
    entries: tuple[BenefitId, ...]
    unvalued: tuple[BenefitId, ...]


class Worth(NamedTuple):
    """What entries of one currency add up to: as a :class:`Sum`, with numbers in place of the entries."""

    currency: str
    low: int
    high: int
    entries: int
    unvalued: int


def parted(lines: Iterable[Summand]) -> tuple[list[Summand], list[Summand]]:
    """The lines that count as received, and those that do not."""
    received: list[Summand] = []
    apart: list[Summand] = []
    for line in lines:
        # What Line.counts says, written out, for there may be many.
        (received if line.outcome in RECEIVED and line.status != _DISPROVED else apart).append(line)
    return received, apart


def sums(lines: Iterable[Summand]) -> dict[str, Sum]:
    """The sum of each currency, of the lines given; whether they count is the caller's to choose."""
    by_currency: dict[str, list[Summand]] = defaultdict(list)
    for line in lines:
        by_currency[line.currency].append(line)
    return {currency: _sum(currency, group) for currency, group in sorted(by_currency.items())}


def _sum(currency: str, lines: Iterable[Summand]) -> Sum:
    """The sum of lines in one currency.

    :func:`reviewer.domain.ledger.benefit.net` written out, for there may be many.
    """
    low, high = 0, 0
    entries, unvalued = [], []
    for line in lines:
        entries.append(line.id)
        if line.low is None or line.high is None:
            unvalued.append(line.id)
            continue
        quantity, paid = line.quantity, line.paid
        least, most = quantity * line.low - paid, quantity * line.high - paid
        if most > 0:
            low, high = low + max(least, 0), high + most
    return Sum(currency, low, high, tuple(sorted(entries)), tuple(sorted(unvalued)))


def by_officer(lines: Iterable[Summand]) -> dict[OfficerId, dict[str, Sum]]:
    """The sums of what counts, for each officer who has any."""
    groups: dict[OfficerId, list[Summand]] = defaultdict(list)
    for line in parted(lines)[0]:
        groups[line.officer].append(line)
    return {officer: sums(group) for officer, group in groups.items()}


def addition(lines: Iterable[Summand]) -> str:
    """An addition in words, each summand with its entry: ``$199.00 (B-1) + $50.00 (B-3) = $249.00``."""
    parts, low, high, currency = [], 0, 0, money.DOLLARS
    for line in sorted(lines, key=lambda each: (each.latest or "9", each.id)):
        currency = line.currency
        worth = line.net
        if worth is None:
            parts.append(f"value not known ({ENTRY.format(line.id)})")
            continue
        low, high = low + worth[0], high + worth[1]
        parts.append(f"{money.range_written(*worth, currency)} ({ENTRY.format(line.id)})")
    if not parts:
        return "nothing"
    joined = " + ".join(parts)
    return joined if len(parts) == 1 else f"{joined} = {money.range_written(low, high, currency)}"
