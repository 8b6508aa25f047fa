"""Make queues of items, go through them, and draw samples of what was not read."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace

from reviewer.casefile.analysis import queues
from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import reading_state
from reviewer.casefile.evidence.reading_state import ReadingState
from reviewer.domain.analysis import elusion
from reviewer.domain.analysis.elusion import Elusion
from reviewer.domain.analysis.relevance import QUIET, Suggested
from reviewer.domain.analysis.review_queue import SKIMMED, Arrangement, Queue, draw
from reviewer.domain.ids import ItemId, PassageId
from reviewer.domain.progress import Progress, Quiet
from reviewer.errors import InputError, QueryError
from reviewer.usecases import search
from reviewer.usecases.analysis import relevance
from reviewer.usecases.analysis.queue_order import arrange
from reviewer.usecases.analysis.relevance import Rankings, Writer

# Handed on as the case file answers them.
find = queues.find
in_use = queues.in_use
listed = queues.listed

SAMPLE = 368
"""Items of a sample; where none of them is relevant, 1 % of the unread are at most, with a confidence of 95 %."""


@dataclass(frozen=True, slots=True)
class QueueStatus:
    """How far a queue has been read. All items add up: ``read`` and ``left`` and those that could not be read.

    Of those read, ``covered`` were read with another alone. ``minutes`` are left at the pace of the case, or else at
    240 words a minute; ``new`` were found by its query since, and are not in it: both None where nobody counted them.
    To one that is ``closed`` nothing is added: a sample was drawn from it.
    """

    queue: Queue
    items: int
    read: int
    marked: int
    covered: int
    left: int
    unreadable: int
    minutes: int | None
    new: int | None
    elusion: Elusion | None = None
    closed: bool = False


@dataclass(frozen=True, slots=True)
class NextItem:
    """What is to be read next, and what is read with it; no item when the queue was read.

    Of a queue by relevance: the words that speak for it, or that it was ``drawn`` at random, or the item ``together``
    with which it comes, as of its family or thread; and whether it is ``quiet``: nothing relevant was met for long, so
    that it is time to draw a sample.
    """

    item: ItemId | None
    also: tuple[ItemId, ...]
    status: QueueStatus
    why: tuple[str, ...] = ()
    drawn: bool = False
    quiet: bool = False
    together: ItemId | None = None

    @property
    def unexplained(self) -> bool:
        """Whether there is a next one and nothing tells why it comes next."""
        return self.item is not None and not (self.why or self.drawn or self.together is not None)


def samples(case: Case) -> list[QueueStatus]:
    """All samples, and what each tells."""
    state = reading_state.state(case)
    return [_status(case, each, state) for each in queues.listed(case) if each.sampled is not None]


def read_through(case: Case) -> list[QueueStatus]:
    """All queues that are no samples, put away or not, and how far each was read."""
    state = reading_state.state(case)
    return [_status(case, each, state) for each in queues.listed(case) if each.sampled is None]


def create(
    case: Case,
    name: str,
    query: str,
    *,
    arranged: Arrangement = Arrangement.TIME,
    seed: int = 0,
    seed_query: str = "",
    seed_passage: PassageId | None = None,
    reviewer: str,
) -> QueueStatus:
    """Make a queue of what a query finds now. InputError where the name is taken or nothing is found.

    By the ``seed`` a queue by relevance draws the items that it mixes in; it is ranked by the words of ``seed_query``
    or ``seed_passage`` until one of its items is marked relevant.
    """
    name = _free(case, name)
    begins = relevance.beginning(case, query=seed_query, passage=seed_passage)
    if begins is not None and arranged is not Arrangement.RELEVANCE:
        raise InputError("only a queue by relevance begins with a query or a passage", "Order it by relevance.")
    found = search.ids(case, query, reviewer=reviewer)
    if not found:
        raise InputError("nothing is found by this query", "A queue needs items: ask for something that is there.")
    order, counted = arrange(case, found, arranged)
    with case.act(reviewer, "queue add", name) as act:
        made = queues.add(
            act,
            name,
            arranged=arranged,
            items=order,
            query=query,
            counted=counted,
            seed=seed,
            begins=begins,
            reviewer=reviewer,
        )
    return status(case, queues.get(case, made), reviewer=reviewer)


def add(case: Case, name: str, found: Sequence[ItemId] | None = None, *, reviewer: str) -> QueueStatus:
    """Add items to a queue, in their places; by default what its own query finds by now.

    InputError for a sample, and for a queue that one was drawn from: it tells what had been found of that queue.
    """
    queue = _in_use(case, name)
    if queue.sampled is not None:
        raise InputError("nothing is added to a sample", "It would be random no more. Draw another.")
    if queues.was_sampled(case, queue.id):
        raise InputError(
            f"a sample was drawn from “{queue.name}”, and tells of what was in it then",
            "Make another queue of what is new.",
        )
    wanted = search.ids(case, queue.query, reviewer=reviewer) if found is None else found
    there = queue.there
    if any(item not in there for item in wanted):
        order, counted = arrange(case, sorted(there.union(wanted)), queue.arranged)
        with case.act(reviewer, "queue change", queue.name) as act:
            queues.change(act, queue.id, order, counted)
    return status(case, queues.get(case, queue.id), reviewer=reviewer)


def sample(
    case: Case, name: str, *, size: int = SAMPLE, seed: int | None = None, called: str = "", reviewer: str
) -> QueueStatus:
    """Draw a sample of what of a queue was not read, as a queue of its own, in the order of the draw.

    It is read blind: nothing tells what its items may be. Its seed is kept, so that anybody can draw it again.
    """
    queue = _in_use(case, name)
    if queue.sampled is not None:
        raise InputError("a sample is drawn from a queue, and not from a sample")
    if size < 1:
        raise InputError("a sample has one item at least")
    state = reading_state.state(case)
    unread = sorted(queue.there - _done(queue, state) - state.failed)
    if not unread:
        raise InputError("all of this queue was read", "There is nothing to draw a sample from.")
    chosen = secrets.randbelow(2**31) if seed is None else seed
    taken = sum(each.sampled == queue.id for each in queues.listed(case))
    title = _free(case, called or f"{queue.name} #{taken + 1}")
    with case.act(reviewer, "queue sample", title) as act:
        made = queues.add(
            act,
            title,
            arranged=Arrangement.DRAWN,
            items=draw(unread, size, chosen),
            sampled=queue.id,
            unread=unread,
            seed=chosen,
            reviewer=reviewer,
        )
    return status(case, queues.get(case, made), reviewer=reviewer)


def archive(case: Case, name: str, *, reviewer: str) -> QueueStatus:
    """Put a queue away, with the samples that were drawn from it; what was read in it counts as before."""
    return _put_archived(case, queues.find(case, name), archived=True, reviewer=reviewer)


def restore(case: Case, name: str, *, reviewer: str) -> QueueStatus:
    """Bring a queue back that was put away, with its samples."""
    return _put_archived(case, queues.find(case, name), archived=False, reviewer=reviewer)


def _put_archived(case: Case, queue: Queue, *, archived: bool, reviewer: str) -> QueueStatus:
    concerned = [each for each in queues.listed(case) if queue.id in {each.id, each.sampled}]
    changing = [each.id for each in concerned if each.archived != archived]
    if changing:
        with case.act(reviewer, "queue archive" if archived else "queue restore", queue.name) as act:
            for each in changing:
                queues.put_archived(act, each, archived=archived)
    return status(case, queues.get(case, queue.id), reviewer=reviewer)


def next_item(
    case: Case,
    name: str,
    progress: Progress | None = None,
    write: Writer | None = None,
    *,
    rankings: Rankings | None = None,
) -> NextItem:
    """What is to be read next in a queue. By relevance the next batch is ranked, where the last was read.

    ``rankings`` keep what was learned of a queue from one batch to the next.

    ``write`` is needed where ``case`` is not itself the one that is open for writing: then nobody who writes waits for
    the ranking, and what was asked to be written before is. InputError for a queue that was put away.
    """
    if write is not None:
        write(lambda _writing: None)
    queue = _in_use(case, name)
    state = reading_state.state(case)
    quiet = False
    if queue.arranged is Arrangement.RELEVANCE:
        keep = write or (lambda fn: fn(case))
        batch = relevance.renew(case, queue, state, progress or Quiet(), keep, rankings=rankings)
        by, quiet = relevance.suggested(batch, queue, state), batch.since >= QUIET
    else:
        read = _counting(queue, state)
        left = (each for each in queue.items if each not in read and each not in state.failed)
        by = next(map(Suggested, left), None)
    status = _status(case, queue, state)
    if by is None:
        return NextItem(None, (), status, quiet=quiet)
    also = sorted(each for each, read_with in queue.counted.items() if read_with == by.item)
    return NextItem(by.item, tuple(also), status, by.why, by.drawn, quiet, by.together)


def status(case: Case, queue: Queue, *, reviewer: str) -> QueueStatus:
    """How far a queue was read. What is new is not told where its query is understood no more: a tag may be gone."""
    return _status_with_new(case, queue, reading_state.state(case), reviewer)


def _status_with_new(case: Case, queue: Queue, state: ReadingState, reviewer: str) -> QueueStatus:
    try:
        found = [] if queue.sampled is not None else search.ids(case, queue.query, reviewer=reviewer)
        new: int | None = len(set(found) - queue.there)
    except QueryError:
        new = None
    closed = queues.was_sampled(case, queue.id)
    return replace(_status(case, queue, state), minutes=_minutes(case, queue, state), new=new, closed=closed)


def statuses(case: Case, *, reviewer: str) -> list[QueueStatus]:
    """How far each queue was read, in the order in which they were made."""
    state = reading_state.state(case)
    return [_status_with_new(case, each, state, reviewer) for each in queues.listed(case)]


def how_far(case: Case, name: str) -> QueueStatus:
    """How far a queue was read, and how long the rest takes; what is new is not searched for."""
    queue, state = queues.find(case, name), reading_state.state(case)
    return replace(_status(case, queue, state), minutes=_minutes(case, queue, state))


def _minutes(case: Case, queue: Queue, state: ReadingState) -> int:
    """How long what is left of a queue takes."""
    gone = _done(queue, state) | state.failed
    words = zip(queue.items, reading_state.words_of_each(case, queue.id, queue.items), strict=True)
    left = sum(count for item, count in words if item not in gone)
    return round(left / (reading_state.rule(case).pace or SKIMMED))


def _status(case: Case, queue: Queue, state: ReadingState) -> QueueStatus:
    there, themselves = queue.there, _themselves(queue, state)
    done = _done(queue, state)
    unreadable = (there & state.failed) - done
    return QueueStatus(
        queue,
        items=len(there),
        read=len(done),
        marked=len(there & state.marked),
        covered=len(done - themselves),
        left=len(there) - len(done) - len(unreadable),
        unreadable=len(unreadable),
        minutes=None,
        new=None,
        elusion=_elusion(case, queue, state),
    )


def _themselves(queue: Queue, state: ReadingState) -> frozenset[ItemId]:
    """The items of a queue that were read themselves."""
    return queue.there & _counting(queue, state)


def _counting(queue: Queue, state: ReadingState) -> frozenset[int]:
    """What counts as read in a queue. Of a sample it takes a decision: to glance tells nothing."""
    return state.decided if queue.sampled is not None else state.read


def _done(queue: Queue, state: ReadingState) -> frozenset[ItemId]:
    """The items of a queue that were read, themselves or with another."""
    read = _themselves(queue, state)
    return read | {item for item, by in queue.counted.items() if by in read}


def _elusion(case: Case, sampled: Queue, state: ReadingState) -> Elusion | None:
    """What a sample tells once all of it is decided on; None before."""
    if sampled.sampled is None or not state.decided.issuperset(sampled.items):
        return None
    relevant = reading_state.relevant(case)
    queue = queues.get(case, sampled.sampled)
    before = queue.there.difference(sampled.unread)
    return elusion.elusion(
        population=len(sampled.unread),
        sampled=len(sampled.items),
        relevant=sum(item in relevant for item in sampled.items),
        found=len(before & relevant),
    )


def _in_use(case: Case, name: str) -> Queue:
    """The queue of a name; InputError where it was put away."""
    queue = queues.find(case, name)
    if queue.archived:
        raise InputError(f"“{queue.name}” was put away", "Bring it back first, and read on.")
    return queue


def _free(case: Case, name: str) -> str:
    if not name.strip():
        raise InputError("a queue needs a name")
    if queues.known(case, name):
        away = " that was put away" if queues.find(case, name).archived else ""
        raise InputError(f"there is a queue “{name.strip()}” already{away}", "Choose another name.")
    return name.strip()
