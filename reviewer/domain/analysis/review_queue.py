"""Queues: what is to be read in which order, and random samples of what was not read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import NewType

from reviewer.domain.ids import ItemId

QueueId = NewType("QueueId", int)

SKIMMED = 240
"""Words a minute by which the time left is told where the case sets no pace: what adults read of plain English text
(Brysbaert 2019, doi.org/10.1016/j.jml.2019.104047, has 238)."""


class Arrangement(StrEnum):
    """In which order a queue is read. By time and thread families are kept together."""

    TIME = "time"
    THREAD = "thread"  # each thread by its first message, its messages by time
    RELEVANCE = "relevance"  # what looks most like what was marked relevant comes next
    DRAWN = "drawn"  # a sample: in the order of the draw, so that nothing tells what an item may be


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a queue is ranked by until an item of it is marked relevant: the words of a query, or of a passage."""

    words: str
    query: str = ""
    passage: int = 0


@dataclass(frozen=True, slots=True)
class Queue:
    """Items to be read, in order. ``counted`` are read with another: copies of it, or messages that it quotes whole.

    Both together are ``there``. A sample was drawn by ``seed`` from the items ``unread`` of the queue ``sampled``. In
    one that is ``archived``, put away, nothing is read until it is brought back.
    """

    id: QueueId
    name: str
    query: str
    arranged: Arrangement
    items: tuple[ItemId, ...]
    counted: Mapping[ItemId, ItemId]
    there: frozenset[ItemId]
    sampled: QueueId | None
    unread: tuple[ItemId, ...]
    seed: int
    reviewer: str
    created: str
    archived: bool = False
    begins: Beginning | None = None


@dataclass(frozen=True, slots=True)
class QueueHead:
    """What a queue is called, how it is ordered, and the queue that it is a sample of; without what it holds."""

    name: str
    arranged: Arrangement
    sampled: QueueId | None


def packed(items: Sequence[int]) -> str:
    """Numbers in their order as text, with what follows one upon the other as a range."""
    ends = [at for at, (one, after) in enumerate(pairwise(items), 1) if after != one + 1]
    parts = [items[start:end] for start, end in zip([0, *ends], [*ends, len(items)], strict=True)]
    return ",".join(f"{part[0]}-{part[-1]}" if len(part) > 1 else str(part[0]) for part in parts if part)


def unpacked(text: str) -> tuple[ItemId, ...]:
    """The numbers that :func:`packed` made a text of."""
    return tuple(ItemId(item) for first, last in ranges(text) for item in range(first, last + 1))


def ranges(text: str) -> Iterator[tuple[int, int]]:
    """The first and the last number of each part of such a text."""
    for part in filter(None, text.split(",")):
        first, _, last = part.partition("-")
        yield int(first), int(last or first)


def packed_pairs(pairs: Mapping[ItemId, ItemId]) -> str:
    """What is counted with what, as text."""
    return ",".join(f"{item}:{by}" for item, by in sorted(pairs.items()))


def unpacked_pairs(text: str) -> dict[ItemId, ItemId]:
    """What :func:`packed_pairs` made a text of."""
    pairs = (part.split(":") for part in filter(None, text.split(",")))
    return {ItemId(int(item)): ItemId(int(by)) for item, by in pairs}


def draw(population: Iterable[ItemId], size: int, seed: int) -> list[ItemId]:
    """A random sample that anybody can draw again: the items with the least SHA-256 of ``seed:item``, in that order."""

    def lot(item: ItemId) -> bytes:
        return hashlib.sha256(f"{seed}:{item}".encode()).digest()

    return sorted(population, key=lot)[:size]
