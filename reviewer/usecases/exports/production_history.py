"""What a receiver is told of earlier productions: numbers not used, and what was called back, each with why."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.casefile.exports import productions
from reviewer.domain.analysis.repeated import repeats
from reviewer.domain.exports.production import Production
from reviewer.domain.sheet import Column, Table
from reviewer.usecases.exports.gate import Gate

_KEPT = "(the reason has words that stay)"


@dataclass(frozen=True, slots=True)
class NotUsed:
    """Numbers of a dropped production, and why nothing has them."""

    first: str
    last: str
    reason: str

    @property
    def numbers(self) -> str:
        """“PMPD-000002 to PMPD-000004”, or the one number that there is."""
        return self.first if self.first == self.last else f"{self.first} to {self.last}"

    def __str__(self) -> str:
        were = "was" if self.first == self.last else "were"
        return f"{self.numbers} {were} not used: {self.reason}"


def not_used(gate: Gate, production: Production) -> list[NotUsed]:
    """The gaps that dropped productions left in the numbers of a prefix, before those of this production."""
    dropped = productions.dropped_before(gate.case, production)
    return [
        NotUsed(each.bates_first, each.bates_last, _told(gate, "" if each.drop is None else each.drop.reason))
        for each in dropped
    ]


def recalls(gate: Gate, production: Production) -> Table:
    """What this receiver was asked to give back so far."""
    rows = []
    for each in productions.listed(gate.case):
        if each.id < production.id and productions.same_receiver(each, production):
            for part in productions.parts(gate.case, each.id):
                if part.recalled:
                    first, last = each.numbering.written(part.first), each.numbering.written(part.last)
                    rows.append((int(each.id), first, last, _told(gate, part.recalled)))
    columns = tuple(Column(name) for name in ("production", "first page", "last page", "reason"))
    return Table("Recalls", columns, rows)


def _told(gate: Gate, reason: str) -> str:
    """A reason as it may be told: without what is redacted, and not at all where it repeats other words that stay."""
    masked = gate.masked(reason)
    return _KEPT if repeats(masked, gate.words_held) else masked
