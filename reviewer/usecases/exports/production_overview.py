"""What there is of productions, by receiver and one by one: what happened to each, and what a receiver has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.casefile.engine.case import Case
from reviewer.casefile.exports import productions as stored
from reviewer.domain.exports.leaving import Way
from reviewer.domain.exports.production import Production, ProductionId
from reviewer.domain.ids import ItemId
from reviewer.domain.people.person_names import same_person
from reviewer.usecases.exports import production_scope, productions
from reviewer.usecases.exports.productions import Member


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
    every = stored.listed(case)
    return Overview(tuple(_standing(case, each, every) for each in every), tuple(_receivers(case, every)))


def sheet(case: Case, number: int) -> Sheet:
    """One production; NotFoundError."""
    found = stored.get(case, number)
    return Sheet(_standing(case, found, stored.listed(case)), tuple(productions.members(case, found.id)))


def scoped(case: Case, query: str, *, reviewer: str) -> Scoped:
    """What a query would put into a production; QueryError."""
    scope = production_scope.scope_of(case, query, reviewer=reviewer)
    return Scoped(scope.found, len(scope.items))


def goes_on_at(case: Case, prefix: str) -> str:
    """The next number of a prefix as it is written; empty for one that was not used."""
    known, following = stored.same_prefix(case, prefix), stored.next_number(case, prefix)
    return "" if known is None or following is None else known.written(following)


def _standing(case: Case, found: Production, every: Sequence[Production]) -> Standing:
    recalled = sum(bool(part.recalled) for part in stored.parts(case, found.id)) if found.delivery is not None else 0
    follower = next((each.id for each in every if each.follows == found.id), None)
    return Standing(found, stored.bundled(case, found.id) or "", recalled, follower)


def _receivers(case: Case, every: Sequence[Production]) -> list[Receiver]:
    names: list[str] = []
    for each in reversed(every):
        if not any(same_person(each.receiver, name) for name in names):
            names.append(each.receiver)
    return [_receiver(name, stored.delivered_to(case, name), len(stored.recalled_from(case, name))) for name in names]


def _receiver(name: str, had: dict[ItemId, Way], recalled: int) -> Receiver:
    ways = list(had.values())
    return Receiver(name, ways.count(Way.GOES), ways.count(Way.REDACTED), ways.count(Way.PLACEHOLDER), recalled)
