"""Queues of items to be read, and samples drawn from what was not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reviewer.casefile.engine.case import Act, Case
from reviewer.domain import clock
from reviewer.domain.analysis.review_queue import (
    Arrangement,
    Beginning,
    Queue,
    QueueHead,
    QueueId,
    packed,
    packed_pairs,
    unpacked,
    unpacked_pairs,
)
from reviewer.domain.ids import ItemId
from reviewer.domain.nearest import did_you_mean
from reviewer.errors import NotFoundError


def listed(case: Case) -> list[Queue]:
    """All queues, in the order in which they were made. What they hold is not kept: of all it would be much."""
    return [_queue(row, _order(row)) for row in case.rows("SELECT * FROM queue ORDER BY id")]


def in_use(case: Case) -> list[QueueHead]:
    """The queues that were not put away, in the order in which they were made, without what they hold."""
    rows = case.tuples("SELECT name, arranged, sampled FROM queue WHERE NOT archived ORDER BY id")
    return [
        QueueHead(name, Arrangement(arranged), None if sampled is None else QueueId(sampled))
        for name, arranged, sampled in rows
    ]


def get(case: Case, queue: QueueId) -> Queue:
    """One queue; NotFoundError when there is none of that id."""
    row = case.row("SELECT * FROM queue WHERE id = ?", (queue,))
    if row is None:
        raise NotFoundError(f"there is no queue {queue}")
    return _kept(case, row)


def find(case: Case, name: str) -> Queue:
    """The queue of a name, whatever its case; NotFoundError when there is none."""
    row = case.row("SELECT * FROM queue WHERE name = ?", (name.strip(),))
    if row is None:
        names = [str(known) for (known,) in case.tuples("SELECT name FROM queue ORDER BY id")]
        raise NotFoundError(f"there is no queue “{name}”", did_you_mean(name, names, "See `reviewer queue list CASE`."))
    return _kept(case, row)


def known(case: Case, name: str) -> bool:
    """Whether there is a queue of a name."""
    return case.row("SELECT 1 FROM queue WHERE name = ?", (name.strip(),)) is not None


def was_sampled(case: Case, queue: QueueId) -> bool:
    """Whether a sample was drawn from a queue."""
    return case.value("SELECT 1 FROM queue WHERE sampled = ? LIMIT 1", (queue,)) is not None


def add(
    act: Act,
    name: str,
    *,
    arranged: Arrangement,
    items: Sequence[ItemId],
    query: str = "",
    counted: Mapping[ItemId, ItemId] | None = None,
    sampled: QueueId | None = None,
    unread: Sequence[ItemId] = (),
    seed: int = 0,
    begins: Beginning | None = None,
    reviewer: str,
) -> QueueId:
    """Add a queue, or a sample of one."""
    values = {"name": name, "query": query, "arranged": arranged.value, "seed": seed, "reviewer": reviewer}
    values |= {"items": packed(items), "counted": packed_pairs(counted or {}), "unread": packed(unread)}
    if begins is not None:
        values |= {"seed_query": begins.query, "seed_passage": begins.passage, "seed_words": begins.words}
    return QueueId(act.insert("queue", {**values, "sampled": sampled, "created": clock.now()}))


def change(act: Act, queue: QueueId, items: Sequence[ItemId], counted: Mapping[ItemId, ItemId]) -> None:
    """Give a queue other items, or another order."""
    act.update("queue", queue, {"items": packed(items), "counted": packed_pairs(counted)})


def put_archived(act: Act, queue: QueueId, *, archived: bool) -> None:
    """Put a queue away, or bring it back."""
    act.update("queue", queue, {"archived": int(archived)})


Order = tuple[tuple[ItemId, ...], Mapping[ItemId, ItemId], frozenset[ItemId]]


def _kept(case: Case, row: Any) -> Queue:
    # The next is asked for after each mark, and to unpack 100,000 numbers takes longer than all else.
    order = case.kept(("queue", row["id"]), lambda: _order(row), of=(row["items"], row["counted"]))
    return _queue(row, order)


def _order(row: Any) -> Order:
    items, counted = unpacked(row["items"]), unpacked_pairs(row["counted"])
    return items, counted, frozenset((*items, *counted))


def _queue(row: Any, order: Order) -> Queue:
    items, counted, there = order
    begins = Beginning(row["seed_words"], row["seed_query"], row["seed_passage"])
    return Queue(
        id=QueueId(row["id"]),
        name=row["name"],
        query=row["query"],
        arranged=Arrangement(row["arranged"]),
        items=items,
        counted=counted,
        there=there,
        sampled=None if row["sampled"] is None else QueueId(row["sampled"]),
        unread=unpacked(row["unread"]),
        seed=row["seed"],
        reviewer=row["reviewer"],
        created=row["created"],
        archived=bool(row["archived"]),
        begins=begins if begins.words else None,
    )
