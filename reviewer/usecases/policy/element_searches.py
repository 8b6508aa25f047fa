"""Look for what speaks for an element or against it: what is found is opened or dismissed, and looked for again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import items
from reviewer.casefile.policy import allegations, element_searches
from reviewer.domain import clock
from reviewer.domain.evidence.item import control_number
from reviewer.domain.ids import ItemId
from reviewer.domain.policy.allegation import Allegation, AllegationId, MatrixRow, Side
from reviewer.domain.policy.element_searches import Confirmation, Search, accounted, named
from reviewer.domain.progress import Quiet
from reviewer.errors import InputError

_DISMISS = (
    "Open each of them, or dismiss them with a word on why they say nothing of it: `reviewer allegation dismiss`, or "
    "“Dismiss” in the window."
)


@dataclass(frozen=True, slots=True)
class Hits:
    """What a search finds now for one side of an element, and what became of it; ``left`` are still to be looked at."""

    query: str
    found: tuple[ItemId, ...]
    opened: frozenset[ItemId]
    dismissed: frozenset[ItemId]
    before: frozenset[ItemId]

    @property
    def left(self) -> tuple[ItemId, ...]:
        """Those that nobody has accounted for."""
        return tuple(each for each in self.found if each not in self.opened | self.dismissed | self.before)


@dataclass(frozen=True, slots=True)
class StoredSearches:
    """One side of an element that was looked for. ``left`` is what its searches find now and nobody has looked at."""

    allegation: Allegation
    element: int
    confirmation: Confirmation
    left: tuple[str, ...]

    @property
    def side(self) -> Side:
        """Which side was looked for."""
        return self.confirmation.side

    @property
    def settled(self) -> bool:
        """Whether it can be confirmed again together with others: there is something new, and nothing of it is left."""
        said = self.confirmation
        understood = not any(each.refused for each in said.again)
        return (said.unsearched or bool(said.stale)) and understood and not self.left


@dataclass(frozen=True, slots=True)
class Affirmed:
    """How many searches were confirmed again, over how many items, and what could not be."""

    searches: int
    items: int
    left: tuple[StoredSearches, ...]


def hits(case: Case, allegation: AllegationId, element: int, side: Side, query: str, *, reviewer: str) -> Hits:
    """What a search finds, and which of it this reviewer still has to open or dismiss."""
    line = allegations.get(case, allegation).line(element)
    return _hits(case, line, side, query.strip(), reviewer)


def _hits(case: Case, line: MatrixRow, side: Side, query: str, reviewer: str) -> Hits:
    found = element_searches.found(case, query, reviewer)
    said = line.confirmation(side)
    return Hits(
        query,
        found,
        frozenset(items.read_by(case, reviewer, found)),
        frozenset(item for each in line.dismissed(side) for item in each.items),
        frozenset(() if said is None else accounted(said.searches)),
    )


def with_meanings(case: Case, queries: Sequence[str]) -> list[str]:
    """Searches, and right behind each that names saved ones the same in full: what it stood for is kept with it."""
    both = {text: element_searches.in_full(case, text) for text in queries}
    meant = set(both.values())
    return [each for text, full in both.items() if text not in meant for each in (text, full) if each]


def made(case: Case, line: MatrixRow, side: Side, queries: Sequence[str], reviewer: str) -> list[Search]:
    """Make searches now; InputError while something that they find is neither opened nor dismissed."""
    moment, total = clock.now(), items.count(case)
    found = [_hits(case, line, side, text, reviewer) for text in with_meanings(case, queries)]
    for each in found:
        if each.left:
            start = items.prefix(case)
            controls = named([control_number(start, item) for item in each.left])
            were = "was" if len(each.left) == 1 else "were"
            raise InputError(
                f"“{each.query}” finds {len(each.found):,} of {total:,}, of which {len(each.left):,} {were} neither "
                f"opened nor dismissed: {controls}",
                _DISMISS,
            )
    return [
        Search(
            each.query,
            len(each.found),
            total,
            reviewer,
            moment,
            each.found,
            tuple(item for item in each.found if item in each.opened),
        )
        for each in found
    ]


def dismiss(
    case: Case,
    allegation: AllegationId,
    element: int,
    hits_: Sequence[ItemId],
    *,
    reason: str,
    side: Side = Side.AGAINST,
    query: str = "",
    reviewer: str,
) -> Allegation:
    """Say that documents which a search found do not speak for that side of an element, and why.

    With ``query`` those that it finds and that are still to be looked at. InputError without a reason, or without any.
    """
    kept = allegations.get(case, allegation)
    line = kept.line(element)
    gone = [*hits_, *(_hits(case, line, side, query.strip(), reviewer).left if query.strip() else ())]
    if not reason.strip():
        raise InputError("say why they do not speak so: it is told in the report", "Give it with --reason TEXT.")
    if not gone:
        raise InputError("there is nothing to dismiss: all that it finds was opened or dismissed")
    for each in hits_:
        items.get(case, each)
    with case.act(reviewer, "allegation dismiss", f"{allegation} element {element} {side.value}") as act:
        element_searches.dismiss(
            act,
            allegation,
            line.element.id,
            side,
            dismissed=gone,
            reason=reason.strip(),
            reviewer=reviewer,
        )
    with case.watched(Quiet()):  # it is done: to stop its telling would say that it is not
        return allegations.get(case, allegation)


def stored(case: Case, *, reviewer: str) -> list[StoredSearches]:
    """All sides of elements that were looked for and on which nothing stands, with what their searches find now."""
    return [each for alleged in allegations.listed(case) for each in _stored(case, alleged, reviewer)]


def _stored(case: Case, alleged: Allegation, reviewer: str) -> Iterator[StoredSearches]:
    for line in alleged.matrix:
        for said in line.confirmations:
            if said.searches and not line.on(said.side):
                yield StoredSearches(alleged, line.number, said, _left(case, line, said, reviewer))


def _left(case: Case, line: MatrixRow, said: Confirmation, reviewer: str) -> tuple[str, ...]:
    """The control numbers of what its searches find and nobody has accounted for, in an earlier format as well."""
    left: dict[ItemId, None] = {}
    for each in said.again:
        if not each.refused:
            left |= dict.fromkeys(_hits(case, line, said.side, each.query, reviewer).left)
    start = items.prefix(case)
    return tuple(control_number(start, item) for item in left)


def _searches(stored: Sequence[StoredSearches]) -> int:
    return sum(len(each.confirmation.searches) for each in stored)


def affirm(case: Case, *, reviewer: str) -> Affirmed:
    """Confirm again, as one act, all searches of which nothing new is left to be looked at.

    Those that find something which is neither opened nor dismissed stay as they are, and are named.
    """
    found = stored(case, reviewer=reviewer)
    settled = [each for each in found if each.settled]
    wanted, every = _searches(settled), _searches(found)
    again = [
        (each, made(case, each.allegation.line(each.element), each.side, each.confirmation.queries, reviewer))
        for each in settled
    ]
    with case.act(reviewer, "allegation affirm", f"{wanted:,} of {every:,}") as act:
        for each, searches in again:
            element = each.allegation.line(each.element).element
            element_searches.confirm(
                act, each.allegation.id, element.id, each.side, note=each.confirmation.note, searches=searches
            )
    left = tuple(each for each in found if not each.settled and (each.confirmation.stale or each.left))
    return Affirmed(sum(len(searches) for _, searches in again), items.count(case), left)
