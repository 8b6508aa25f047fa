"""Productions: number what a receiver gets, look at what is wrong with it, say that it was delivered or called back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from reviewer.casefile import saved_parts
from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import items
from reviewer.casefile.exports import productions
from reviewer.casefile.pages import notes
from reviewer.domain.evidence.reading import Kind
from reviewer.domain.exports.leaving import Terms, Way
from reviewer.domain.exports.production import (
    WIDTH,
    Numbering,
    Part,
    Problem,
    Production,
    ProductionId,
    ProductionOrder,
    ScopeReason,
    Wrong,
    number_pages,
    written_about,
)
from reviewer.domain.ids import ItemId
from reviewer.domain.plain_line import plain_line
from reviewer.domain.progress import Progress, Quiet
from reviewer.errors import InputError, NotFoundError
from reviewer.isolation.workers import Workers
from reviewer.usecases.exports import production_scope
from reviewer.usecases.exports.gate import Gate, passing
from reviewer.usecases.exports.mock_run import problems, searches, words
from reviewer.usecases.exports.privilege import gives_away
from reviewer.usecases.exports.production_scope import Scope

# Handed on as the case file answers them.
get = productions.get
listed = productions.listed
live = productions.live

NATIVES = frozenset({Kind.SHEET})
"""Of these the files themselves go, unless something else is said: on pages a sheet is hard to work with."""
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Member:
    """An item of a production as it is listed: its control number, its title and what becomes of it."""

    control: str
    title: str
    part: Part


@dataclass(frozen=True, slots=True)
class Mock:
    """What would leave now, and what is wrong with it."""

    ways: Mapping[Way, int]
    left_out: Mapping[ScopeReason, int]
    """Of those that stay: how many are left out because the receiver has them, or was to give them back."""
    problems: tuple[Problem, ...]
    notes_for_report: bool
    """Whether new notes of the case may leave, unless something else is said of one."""

    @property
    def stopping(self) -> tuple[Problem, ...]:
        """The problems with which nothing is written."""
        return tuple(each for each in self.problems if each.wrong.stops)

    @property
    def unread(self) -> tuple[ItemId, ...]:
        """The items that are cited, though nobody has read them."""
        return tuple(each.item for each in self.problems if each.item is not None and each.wrong is Wrong.UNREAD)


@dataclass(frozen=True, slots=True)
class NumberedMock(Mock):
    """What would leave if a production were written now."""

    production: Production


@dataclass(frozen=True, slots=True)
class Trial(Mock):
    """What would be numbered now. Of ``unmade`` items pages are still to be made; ``pages`` are those of the others.

    What is on pages that are still to be made was not looked at. ``first`` and ``last`` are the numbers that would be
    given, empty while pages are to be made, without a prefix, and when nothing would be numbered.
    """

    members: tuple[Member, ...]
    unmade: int
    pages: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class ProductionPlan:
    """What a production is made of. ``start`` is None for the number after the last of the prefix."""

    title: str
    receiver: str
    query: str
    prefix: str
    start: int | None = None
    width: int | None = None
    confidentiality: str = ""
    natives: frozenset[Kind] = NATIVES
    paper: str = "Letter"
    without_delivered: bool = False
    sources: bool = False
    order: ProductionOrder = ProductionOrder.CONTROL

    @property
    def terms(self) -> Terms:
        """On which terms it goes; ``sources`` says that its receiver may see confidential sources."""
        return production_scope.terms_for(self.receiver, sources=self.sources)

    @property
    def said(self) -> dict[str, str]:
        """As :attr:`Production.said`."""
        return written_about(self.title, self.receiver, self.confidentiality)


def create(
    case: Case,
    workers: Workers,
    wanted: ProductionPlan,
    *,
    follows: ProductionId | None = None,
    reviewer: str,
    progress: Progress | None = None,
) -> Production:
    """Number the pages of what a query finds, with the rest of each family, for one receiver.

    Pages that are missing are made first. What was called back from the receiver is left out, unless it goes redacted
    or as a slip sheet. InputError for numbers that would overlap or leave a gap, and when nothing
    of it may leave.
    """
    wanted = _in_lines(wanted)
    if not wanted.title or not wanted.receiver:
        raise InputError("a production needs a title and a receiver", "Say who gets it, and how you call it.")
    numbering, start = _numbers(case, wanted)
    scope = production_scope.scope_of(case, wanted.query, wanted.order, reviewer=reviewer)
    production_scope.make_pages(
        case,
        workers,
        scope,
        wanted.natives,
        terms=wanted.terms,
        paper=wanted.paper,
        reviewer=reviewer,
        watched=progress or Quiet(),
    )
    with passing(case, reviewer=reviewer, terms=wanted.terms) as gate:
        parts = _parts(gate, workers, wanted, scope)
        members = number_pages(_searched(gate, workers, wanted, parts, progress), start)
    values = _row(wanted, numbering, members) | {"follows": follows, "reviewer": reviewer}
    with case.act(reviewer, "production add", wanted.title) as act:
        if (following := productions.next_number(case, numbering.prefix)) is not None and following != start:
            raise InputError("numbers were given meanwhile", "Create the production again.")
        number = productions.add(act, values, members)
    return productions.get(case, number)


def tried(
    case: Case, workers: Workers, wanted: ProductionPlan, *, reviewer: str, progress: Progress | None = None
) -> Trial:
    """The mock run of a production that is not made yet. Nothing is written, no page is made, no number given.

    The title may be empty, and so may the prefix. InputError as of :func:`create`; QueryError.
    """
    wanted = _in_lines(wanted)
    if not wanted.receiver:
        raise InputError("a mock run needs a receiver", "Say who is to get it.")
    numbers = _numbers(case, wanted) if wanted.prefix else None
    scope = production_scope.scope_of(case, wanted.query, wanted.order, reviewer=reviewer)
    with passing(case, reviewer=reviewer, terms=wanted.terms) as gate:
        planned = production_scope.awaited(gate, _parts(gate, workers, wanted, scope), wanted.natives)
        parts = list(_searched(gate, workers, wanted, planned, progress))
        wrong = tuple(problems.found(gate, wanted.receiver, parts, parts, delivered=False))
        wrong += (*words.of_production(gate, wanted.said), *words.of_reviewers(gate))
        wrong += tuple(searches.of_planned(gate, workers, parts, wrong, progress or Quiet()))
    numbered = [part for part in parts if part.numbered]
    unmade = sum(part.pages == 0 for part in numbered)
    first = last = ""
    if numbers is not None and numbered and not unmade:
        numbering, start = numbers
        first, last = (numbering.written(at) for at in (start, number_pages(numbered, start)[-1].last))
    return Trial(
        count(parts), _left_out(parts), wrong, notes.rule(case), _listed(case, parts), unmade,
        sum(part.pages for part in numbered), first, last,
    )  # fmt: skip


def _in_lines(wanted: ProductionPlan) -> ProductionPlan:
    title, receiver, stamp = (_line(text) for text in (wanted.title, wanted.receiver, wanted.confidentiality))
    return replace(wanted, title=title, receiver=receiver, confidentiality=stamp)


def _parts(gate: Gate, workers: Workers, wanted: ProductionPlan, scope: Scope) -> Iterator[Part]:
    """What becomes of each item, without numbers."""
    return production_scope.parts(gate, workers, scope, wanted.natives, _had(gate, wanted))


def _searched(
    gate: Gate, workers: Workers, wanted: ProductionPlan, parts: Iterable[Part], progress: Progress | None
) -> Iterator[Part]:
    return production_scope.searched(gate, workers, parts, _had(gate, wanted), progress or Quiet())


def _had(gate: Gate, wanted: ProductionPlan) -> Mapping[ItemId, Way]:
    return productions.delivered_to(gate.case, wanted.receiver) if wanted.without_delivered else {}


def supplement(
    case: Case, workers: Workers, number: int, title: str, *, reviewer: str, progress: Progress | None = None
) -> Production:
    """What a receiver does not have yet of an earlier production's query, with the next numbers.

    InputError unless the earlier one was delivered and nothing supplements it, and where a saved search that its query
    names stands for another one since: what would be looked for is not what that production was made of.
    """
    earlier = productions.live(case, number)
    if earlier.delivery is None:
        raise InputError(
            f"production {number} is not delivered yet",
            "Deliver it first; or undo or drop it, and create it anew.",
        )
    if (later := productions.follower(case, earlier.id)) is not None:
        raise InputError(f"production {later} supplements production {number} already", f"Supplement {later}.")
    if changed := saved_parts.changed_since(case, earlier.query, productions.entry_of(case, earlier.id)):
        raise InputError(
            f"the saved search “{changed}” stands for another one since production {number} was made "
            f"of {earlier.query}",
            "Create a production of what is meant now, without what the receiver has: `--without-delivered`.",
        )
    wanted = ProductionPlan(
        title=title,
        receiver=earlier.receiver,
        query=earlier.query,
        prefix=earlier.numbering.prefix,
        width=earlier.numbering.width,
        confidentiality=earlier.confidentiality,
        natives=earlier.natives,
        without_delivered=True,
        sources=earlier.sources,
        order=earlier.order,
    )
    return create(case, workers, wanted, follows=earlier.id, reviewer=reviewer, progress=progress)


def _row(wanted: ProductionPlan, numbering: Numbering, members: Sequence[Part]) -> dict[str, object]:
    """What is kept of a production; InputError when it has no page, or more than its numbers have digits for."""
    numbered = [part for part in members if part.numbered]
    if not numbered:
        raise _nothing(members)
    numbering.written(numbered[-1].last)
    return {
        "title": wanted.title,
        "receiver": wanted.receiver,
        "query": wanted.query,
        "prefix": numbering.prefix,
        "width": numbering.width,
        "first": numbered[0].first,
        "last": numbered[-1].last,
        "confidentiality": wanted.confidentiality,
        "natives": " ".join(sorted(kind.value for kind in wanted.natives)),
        "arranged": wanted.order.value,
        "sources": int(wanted.sources),
    }


def _numbers(case: Case, wanted: ProductionPlan) -> tuple[Numbering, int]:
    """How numbers are written, and the first; InputError when that would repeat numbers or leave some out."""
    known = productions.same_prefix(case, wanted.prefix)
    following = productions.next_number(case, wanted.prefix)
    if known is None or following is None:
        start = 1 if wanted.start is None else wanted.start
        if start < 1:
            raise InputError(f"numbers cannot begin with {start}", "The first page is number 1 or more.")
        return Numbering(wanted.prefix, wanted.width or WIDTH), start
    if wanted.width not in {None, known.width}:
        raise InputError(
            f"numbers with {known.prefix} have {known.width} digits so far", "Keep to that, or use another prefix."
        )
    if wanted.start not in {None, following}:
        raise InputError(
            f"numbers with {known.prefix} go on at {known.written(following)}",
            "Leave out --start: no number is given twice, and none is left out.",
        )
    return known, following


def _nothing(members: Sequence[Part]) -> InputError:
    if not members:
        return InputError("nothing is found by this query", "Look at `reviewer item list CASE QUERY` first.")
    reasons = {part.reason for part in members}
    if problems.RECALLED in reasons:
        return InputError(
            "what of this may leave was called back from this receiver, or they have it",
            "No production was made. What was called back goes again only redacted, or as a slip sheet.",
        )
    if problems.DELIVERED in reasons:
        return InputError("the receiver has all of this already", "No production was made.")
    return InputError(
        "nothing of what is found may leave the case, or holds a page", "`reviewer item show` says why an item stays."
    )


# ── what there is ───────────────────────────────────────────────────────────────────────────────────────────────────


def dropped_before(case: Case, number: int) -> list[Production]:
    """The dropped productions before this one that left a gap in the numbers of its prefix; NotFoundError."""
    return productions.dropped_before(case, productions.get(case, number))


def members(case: Case, production: ProductionId) -> Iterator[Member]:
    """The items of a production, in order; what its receiver had then and was asked to give back since says so."""
    found = productions.parts(case, production)
    receiver = productions.get(case, production).receiver
    yield from _listed(case, production_scope.recalled_since(case, receiver, found))


def _listed(case: Case, parts: Sequence[Part]) -> tuple[Member, ...]:
    found = items.iterate(case, [part.item for part in parts])
    return tuple(Member(each.control, each.title, part) for each, part in zip(found, parts, strict=True))


def mock(case: Case, number: int, *, reviewer: str) -> NumberedMock:
    """What would leave if a production were written now, and what is wrong with it. Nothing is written.

    Where pages and files are searched for that, whoever watches the case is told how far it is, and may stop it.
    """
    production = productions.live(case, number)
    with passing(case, reviewer=reviewer, terms=production_scope.terms_of(production)) as gate:
        stored = productions.parts(gate.case, production.id)
        now = problems.as_now(gate, production, stored)
        delivered = production.delivery is not None
        wrong = [*problems.found(gate, production.receiver, stored, now, delivered=delivered)]
        wrong += [*words.of_production(gate, production.said, f"production {number}"), *words.of_reviewers(gate)]
        found = (*wrong, *searches.of_numbered(gate, production, now, wrong))
    return NumberedMock(count(now), _left_out(now), found, notes.rule(case), production)


def _left_out(parts: Sequence[Part]) -> Mapping[ScopeReason, int]:
    """Of those that stay; what is counted by its members may also have a slip sheet, among its family."""
    out = problems.OUT_OF_SCOPE
    return Counter(ScopeReason(part.reason) for part in parts if part.way is Way.STAYS and part.reason in out)


def count(parts: Collection[Part]) -> dict[Way, int]:
    """How many items go each way."""
    counted = Counter(part.way for part in parts)
    return {way: counted[way] for way in Way}


# ── what happened to it ─────────────────────────────────────────────────────────────────────────────────────────────


def deliver(case: Case, number: int, remark: str = "", *, reviewer: str) -> Production:
    """Say that a production was handed over: its numbers are given for good from then on.

    InputError when that was said before, or while a mock run finds what must not leave so.
    """
    production = productions.live(case, number)
    if production.delivery is not None:
        raise InputError(f"production {number} was delivered on {production.delivery.at[:10]} already")
    check(case, number, reviewer=reviewer)
    with case.act(reviewer, "production deliver", str(number)) as act:
        productions.deliver(act, production.id, reviewer, _line(remark))
        act.facts.update({"receiver": production.receiver, "numbers": [production.bates_first, production.bates_last]})
    return productions.get(case, number)


def check(case: Case, number: int, *, reviewer: str) -> NumberedMock:
    """The mock run of a production; InputError, naming the first problem, when it must not leave so."""
    found = mock(case, number, reviewer=reviewer)
    if found.stopping:
        first, more = found.stopping[0], len(found.stopping) - 1
        raise InputError(
            f"production {number} cannot leave as it is: {first.words}" + (f"; and {more} more" if more else ""),
            f"`reviewer production mock CASE {number}` has all of it.",
        )
    return found


def recall(case: Case, number: int, control: str, reason: str, *, reviewer: str) -> Member:
    """Say that an item which was handed over is called back, and why; the next production tells of it.

    InputError when it was not handed over, as with a slip sheet, or was called back before.
    """
    production, item = productions.live(case, number), items.find(case, control)
    if production.delivery is None:
        raise InputError(f"production {number} is not delivered", "What was not handed over needs no recall.")
    if not _line(reason):
        raise InputError("a recall needs a reason", "Say why: the receiver is told.")
    _check_reason(case, [item.id], _line(reason))
    part = next((each for each in productions.parts(case, production.id) if each.item == item.id), None)
    if part is None or not part.numbered:
        raise NotFoundError(f"{item.control} did not go with production {number}")
    if part.way is Way.PLACEHOLDER:
        raise InputError(
            f"{item.control} has a slip sheet in production {number}",
            "Nothing of it was handed over, so there is nothing to call back.",
        )
    if part.recalled:
        raise InputError(f"{item.control} was called back already", f"The reason given was: {part.recalled}.")
    with case.act(reviewer, "production recall", item.control) as act:
        productions.recall(act, part, reviewer, _line(reason))
        act.facts["production"] = number
    return next(each for each in members(case, production.id) if each.part.id == part.id)


def drop(case: Case, number: int, reason: str, *, reviewer: str) -> Production:
    """Keep a production that was not handed over from leaving for good. Its numbers are given to nothing else.

    Whoever gets a later production with its prefix is told the numbers and the reason. InputError without a reason,
    with one that repeats words of its items, and for what was delivered or dropped before.
    """
    production, said = productions.live(case, number), _line(reason)
    if production.delivery is not None:
        raise InputError(
            f"production {number} was delivered to {production.receiver} on {production.delivery.at[:10]}, so it stays",
            "What should not have gone is called back: `reviewer production recall`.",
        )
    if not said:
        raise InputError(
            "dropping a production needs a reason", "Say why: who gets later numbers of the prefix is told."
        )
    _check_reason(case, [part.item for part in productions.parts(case, production.id)], said)
    with case.act(reviewer, "production drop", str(number)) as act:
        productions.drop(act, production, reviewer, said)
        act.facts["numbers"] = [production.bates_first, production.bates_last]
    return productions.get(case, number)


def _check_reason(case: Case, about: Collection[ItemId], reason: str) -> None:
    """InputError when a reason that receivers are told repeats words of the items that it is about."""
    for item in about:
        if gives_away(case, item, reason):
            raise InputError(
                f"this reason repeats words of {items.get(case, item).control}, and the receiver is told",
                "Say it in words that are not in the item.",
            )


def _line(text: str) -> str:
    """A text on one line; InputError when it is too long for a list."""
    said = plain_line(text)
    if len(said) > _LONGEST:
        raise InputError(f"{len(said)} characters are too many here", f"{_LONGEST} are the most.")
    return said
