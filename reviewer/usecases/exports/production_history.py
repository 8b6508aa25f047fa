"""What happened to productions, what receivers have, and what they are told of earlier ones, each with why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.casefile.engine.case import Case
from reviewer.casefile.exports import productions
from reviewer.domain.exports.leaving import Way
from reviewer.domain.exports.production import Production, ProductionId
from reviewer.domain.ids import ItemId
from reviewer.domain.people.person_names import same_person
from reviewer.domain.sheet import Column, Table
from reviewer.export.texts import Texts
from reviewer.usecases.exports import production_scope
from reviewer.usecases.exports.gate import Gate
from reviewer.usecases.exports.productions import Member, members


@dataclass(frozen=True, slots=True)
class NotUsed:
    """Numbers of a dropped production, and why nothing has them."""

    first: str
    last: str
    reason: str

    def numbers(self, say: Texts) -> str:
        """“PMPD-000002 to PMPD-000004”, or the one number that there is."""
        return self.first if self.first == self.last else say("paper.range", first=self.first, last=self.last)

    def said(self, say: Texts) -> str:
        """That they are not used, and why."""
        count = 1 if self.first == self.last else 2
        return say("index.not_used", numbers=self.numbers(say), reason=self.reason, count=count)


def not_used(gate: Gate, production: Production, say: Texts) -> list[NotUsed]:
    """The gaps that dropped productions left in the numbers of a prefix, before those of this production."""
    dropped = productions.dropped_before(gate.case, production)
    return [
        NotUsed(each.bates_first, each.bates_last, _told(gate, "" if each.drop is None else each.drop.reason, say))
        for each in dropped
    ]


def recalls(gate: Gate, production: Production, say: Texts) -> Table:
    """What this receiver was asked to give back so far."""
    rows = []
    for each in productions.listed(gate.case):
        if each.id < production.id and productions.same_receiver(each, production):
            for part in productions.parts(gate.case, each.id):
                if part.recalled:
                    first, last = each.numbering.written(part.first), each.numbering.written(part.last)
                    rows.append((int(each.id), first, last, _told(gate, part.recalled, say)))
    columns = tuple(Column(say(f"recalls.{name}")) for name in ("production", "first", "last", "reason"))
    return Table(say("recalls.name"), columns, rows)


def _told(gate: Gate, reason: str, say: Texts) -> str:
    """A reason as it may be told: without what is redacted, and not at all where it repeats other words that stay."""
    return say("paper.reason_kept") if gate.repeats_what_stays(reason) else gate.masked(reason)


# ── at a glance ─────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Standing:
    """A production and what happened to it.

    ``told`` is when its numbers first left in a bundle, a log or a report (UTC), empty where they did not. ``recalled``
    is how many items of it were called back, ``follower`` what supplements it.
    """

    production: Production
    told: str
    recalled: int
    follower: ProductionId | None

    @property
    def can_be_supplemented(self) -> bool:
        """Whether the next numbers can go to what its receiver does not have yet."""
        return self.production.delivery is not None and self.follower is None


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who gets something, as named last; how many items were handed over as they are, redacted or on a slip sheet."""

    name: str
    has: int
    redacted: int
    slips: int
    recalled: int


@dataclass(frozen=True, slots=True)
class Overview:
    """All productions, in the order they were made, and their receivers, the latest first."""

    productions: tuple[Standing, ...]
    receivers: tuple[Receiver, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One production with its items, in order."""

    standing: Standing
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Scoped:
    """How many items a query finds, and how many those are with the rest of their families."""

    found: int
    with_families: int


def overview(case: Case) -> Overview:
    """What there is."""
    every = productions.listed(case)
    return Overview(tuple(_standing(case, each, every) for each in every), tuple(_receivers(case, every)))


def sheet(case: Case, number: int) -> Sheet:
    """One production; NotFoundError."""
    found = productions.get(case, number)
    return Sheet(_standing(case, found, productions.listed(case)), tuple(members(case, found.id)))


def scoped(case: Case, query: str, *, reviewer: str) -> Scoped:
    """What a query would put into a production; QueryError."""
    scope = production_scope.scope_of(case, query, reviewer=reviewer)
    return Scoped(scope.found, len(scope.items))


def goes_on_at(case: Case, prefix: str) -> str:
    """The next number of a prefix as it is written; empty for one that was not used."""
    known, following = productions.same_prefix(case, prefix), productions.next_number(case, prefix)
    return "" if known is None or following is None else known.written(following)


def _standing(case: Case, found: Production, every: Sequence[Production]) -> Standing:
    recalled = (
        sum(bool(part.recalled) for part in productions.parts(case, found.id)) if found.delivery is not None else 0
    )
    follower = next((each.id for each in every if each.follows == found.id), None)
    return Standing(found, productions.bundled(case, found.id) or "", recalled, follower)


def _receivers(case: Case, every: Sequence[Production]) -> list[Receiver]:
    names: list[str] = []
    for each in reversed(every):
        if not any(same_person(each.receiver, name) for name in names):
            names.append(each.receiver)
    return [
        _receiver(name, productions.delivered_to(case, name), len(productions.recalled_from(case, name)))
        for name in names
    ]


def _receiver(name: str, had: dict[ItemId, Way], recalled: int) -> Receiver:
    ways = list(had.values())
    return Receiver(name, ways.count(Way.GOES), ways.count(Way.REDACTED), ways.count(Way.PLACEHOLDER), recalled)
