"""Reading by relevance in batches: what looks most like what was marked relevant comes next, with some at random.

Continuous active learning: Cormack and Grossman, arXiv 1504.06868.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.domain.analysis.review_queue import draw
from reviewer.domain.ids import ItemId

MOST = 10
"""Items of a batch at most: measured, larger ones find less (decision 0037)."""
RANDOM_EACH = 10
"""One in so many items is drawn at random, lest one kind of what is relevant be never met."""
QUIET = 100
"""So many decided in turn without a relevant one: time to draw a sample."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """An item of a batch: why it is there, by the words that count most; ``drawn`` at random it has no reason."""

    item: ItemId
    why: tuple[str, ...] = ()
    drawn: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """What is read before it is ranked anew; numbered from 1.

    ``since``: so many in turn of the batches before were decided on, and none was relevant.
    """

    number: int
    items: tuple[Suggested, ...]
    since: int = 0


def batch_size(number: int) -> int:
    """How many items a batch has: each a tenth more than the one before, rounded up, and ten at most."""
    return min(number, MOST)  # a tenth of one to ten is one, rounded up


def random_places(shown: int, size: int) -> list[int]:
    """Which places of a batch are for random items, where so many items were shown before."""
    return [at for at in range(size) if (shown + at + 1) % RANDOM_EACH == 0]


def mixed(ranked: Sequence[Suggested], left: Sequence[ItemId], *, shown: int, size: int, seed: int) -> list[Suggested]:
    """A batch of the best and of some drawn from what is left; the draw is another for each number of items shown."""
    made: list[Suggested] = []
    taken: set[ItemId] = set()
    best = iter(ranked)
    places = set(random_places(shown, size))
    for at in range(min(size, len(left))):
        if at in places:
            lots = draw((item for item in left if item not in taken), 1, seed + shown + at)
            each = Suggested(lots[0], drawn=True)
        else:
            each = next((one for one in best if one.item not in taken), Suggested(left[0]))
            if each.item in taken:
                continue
        made.append(each)
        taken.add(each.item)
    return made
