"""Tell how much of the evidence was read: in all, and by reviewer, custodian, month and query."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from reviewer.casefile.analysis import coverage, queues
from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import reading_state
from reviewer.casefile.evidence.reading_state import ReadingState
from reviewer.domain.analysis.review_queue import Queue
from reviewer.domain.evidence.reading_rule import Counts, ReadingRule
from reviewer.domain.ids import ItemId
from reviewer.domain.nearest import did_you_mean
from reviewer.errors import InputError, NotFoundError
from reviewer.usecases import search

# Handed on as the case file answers it.
rule = reading_state.rule


class Share(StrEnum):
    """What of a part of the evidence a number counts."""

    ITEMS = "items"
    READ = "read"
    MARKED = "marked"
    UNREAD = "unread"
    UNREADABLE = "unreadable"


_Sources = tuple[Mapping[str, Collection[int]], ...]

PARTS = ("reviewer", "custodian", "month", "query", "queue")
"""By what the evidence is told apart."""

MOST_PACE = 2_000
"""Words a minute; nobody reads so many."""


@dataclass(frozen=True, slots=True)
class Read:
    """How many items there are and what became of them: ``items`` are ``read``, ``unread`` and ``unreadable`` together.

    Read are ``marked``, ``opened`` without a mark, and ``covered``: only read as a part or copy of one in a queue.
    Of those marked, ``unseen`` were marked without having been opened for long enough: many at once, by a query.
    """

    items: int
    read: int
    marked: int
    opened: int
    covered: int
    unseen: int
    unread: int
    unreadable: int


@dataclass(frozen=True, slots=True)
class ReadBy:
    """The same of a part of the evidence: of which kind it is, and which one."""

    by: str
    value: str
    read: Read


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much was read in all and in parts, and what counted as read."""

    whole: Read
    parts: tuple[ReadBy, ...]
    rule: ReadingRule


def coverage_of(case: Case, queries: Sequence[str] = (), *, reviewer: str) -> Coverage:
    """How much was read, of these queries too, and of each queue."""
    state = reading_state.state(case)
    covered = _covered(case, state)
    custodians = coverage.custodians(case)
    parts = [
        *_of_reviewers(case, state),
        *_grouped("custodian", custodians, state, covered),
        *_grouped("month", coverage.months(case), state, covered),
        *(
            ReadBy("query", query, _read(search.ids(case, query, reviewer=reviewer), state, covered))
            for query in queries
        ),
        *(
            ReadBy("queue", each.name, _read([*each.items, *each.counted], state, _read_with([each], state)))
            for each in queues.listed(case)
            if each.sampled is None
        ),
    ]
    return Coverage(_read(custodians, state, covered), tuple(parts), reading_state.rule(case))


def items_of(case: Case, by: str, value: str, share: Share, *, reviewer: str) -> list[ItemId]:
    """The items that a number of the coverage counts; ``by`` is empty for the whole. NotFoundError for no queue."""
    state = reading_state.state(case)
    if by == "reviewer":
        _, marked, read = _by(_sources(case), state, value)
        counted = {Share.ITEMS: read, Share.READ: read, Share.MARKED: marked}  # of the rest nobody is the reader
        return sorted(map(ItemId, counted.get(share, frozenset())))
    covered = _covered(case, state)
    if by == "custodian":
        there = [item for item, name in coverage.custodians(case).items() if name == value]
    elif by == "month":
        there = [item for item, month in coverage.months(case).items() if month == value]
    elif by == "query":
        there = search.ids(case, value, reviewer=reviewer)
    elif by == "queue":
        queue = queues.find(case, value)
        there, covered = [*queue.items, *queue.counted], _read_with([queue], state)
    else:
        there = [*reading_state.kinds(case)]
    return sorted(map(ItemId, _shares(there, state, covered)[share]))


def items_of_part(case: Case, by: str, value: str, share: Share, *, reviewer: str) -> list[ItemId]:
    """As :func:`items_of`, of a part that somebody has typed. NotFoundError with the nearest where it is not there."""
    if by == "reviewer":
        known = list({name for source in _sources(case) for name in source})
    elif by == "custodian":
        known = list(set(coverage.custodians(case).values()))
    elif by == "month":
        known = list(set(coverage.months(case).values()))
    elif by in {"", "query", "queue"}:
        known = [value]
    else:
        advice = did_you_mean(by, PARTS, f"There are {', '.join(PARTS)}.")
        raise NotFoundError(f"there is no part of the coverage by “{by}”", advice)
    if value not in known:
        raise NotFoundError(f"there is no {by} “{value}”", did_you_mean(value, known, "See `reviewer coverage CASE`."))
    return items_of(case, by, value, share, reviewer=reviewer)


def whole(case: Case) -> Read:
    """How much was read in all."""
    state = reading_state.state(case)
    return _read(reading_state.kinds(case), state, _covered(case, state))


def by_reviewer(case: Case) -> list[ReadBy]:
    """What each reviewer read, by name."""
    return [*_of_reviewers(case, reading_state.state(case))]


def read_by_nobody(case: Case, items: Collection[ItemId]) -> frozenset[int]:
    """Those of some items that count as read by nobody, as the whole does; what could not be read is not among them."""
    state = reading_state.state(case)
    return _shares(items, state, _covered(case, state))[Share.UNREAD]


def unread_kinds(case: Case) -> dict[str, int]:
    """How many items of each kind were read by nobody, or could not be, the most first."""
    state = reading_state.state(case)
    read = state.read | _covered(case, state)
    found = Counter(kind for item, kind in reading_state.kinds(case).items() if item not in read)
    return dict(sorted(found.items(), key=lambda each: (-each[1], each[0])))


def set_rule(case: Case, *, counts: Counts | None = None, pace: int | None = None, reviewer: str) -> ReadingRule:
    """Decide what counts as read, and at which pace one reads; 0 means that two seconds in sight are enough."""
    if pace is not None and not 0 <= pace <= MOST_PACE:
        raise InputError(f"{pace:,} words a minute is no pace", f"Give one from 1 to {MOST_PACE:,}, or 0 for none.")
    before = reading_state.rule(case)
    wanted = ReadingRule(counts or before.counts, before.pace if pace is None else pace)
    if wanted != before:
        with case.act(reviewer, "reading change", "") as act:
            reading_state.set_rule(act, wanted)
    return wanted


def _covered(case: Case, state: ReadingState) -> frozenset[int]:
    return _read_with(queues.listed(case), state)


def _read_with(some: Iterable[Queue], state: ReadingState) -> frozenset[int]:
    """What of some queues is counted with what was read; a queue tells of its own alone, as its status does."""
    pairs = ((item, by) for each in some for item, by in each.counted.items())
    return frozenset(item for item, by in pairs if by in state.read)


def _shares(items: Collection[int], state: ReadingState, covered: Collection[int]) -> dict[Share, frozenset[int]]:
    there = frozenset(items)
    read = (there & state.read) | there.intersection(covered)
    gone = (there & state.failed) - read
    return {
        Share.ITEMS: there,
        Share.READ: read,
        Share.MARKED: there & state.marked,
        Share.UNREAD: there - read - gone,
        Share.UNREADABLE: gone,
    }


def _read(items: Collection[int], state: ReadingState, covered: Collection[int]) -> Read:
    found = _shares(items, state, covered)
    themselves, marked = found[Share.READ] & state.read, found[Share.MARKED]
    return Read(
        items=len(found[Share.ITEMS]),
        read=len(found[Share.READ]),
        marked=len(marked),
        opened=len(themselves - marked),
        covered=len(found[Share.READ] - themselves),
        unseen=len(marked - state.opened - state.said),
        unread=len(found[Share.UNREAD]),
        unreadable=len(found[Share.UNREADABLE]),
    )


def _grouped(by: str, values: Mapping[ItemId, str], state: ReadingState, covered: Collection[int]) -> Iterator[ReadBy]:
    groups: dict[str, list[int]] = defaultdict(list)
    for item, value in values.items():
        groups[value].append(item)
    for value in sorted(groups):
        yield ReadBy(by, value, _read(groups[value], state, covered))


def _of_reviewers(case: Case, state: ReadingState) -> Iterator[ReadBy]:
    """What each reviewer read; what several read is told of each."""
    sources = _sources(case)
    for name in sorted({*sources[0], *sources[1], *sources[2]}):
        unseen, marked, read = _by(sources, state, name)
        yield ReadBy(
            "reviewer", name, Read(len(read), len(read), len(marked), len(read - marked), 0, len(unseen), 0, 0)
        )


def _sources(case: Case) -> _Sources:
    """What each reviewer had open, said to have read, and marked."""
    return reading_state.openers(case), reading_state.sayers(case), coverage.markers(case)


def _by(sources: _Sources, state: ReadingState, name: str) -> tuple[frozenset[int], frozenset[int], frozenset[int]]:
    """What a reviewer marked without having read it, marked, and read."""
    opened, said, marked = (frozenset(each.get(name, ())) for each in sources)
    read = marked | said | (opened if state.counts is Counts.OPENED else frozenset())
    return marked - opened - said, marked, read
