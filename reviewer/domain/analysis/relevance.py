"""Reading by relevance in batches: what looks most like what was marked relevant comes next, with some at random.

Continuous active learning: Cormack and Grossman, arXiv 1504.06868.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reviewer.domain.analysis.review_queue import draw
from reviewer.domain.ids import ItemId

MOST = 10
"""Items of a batch at most: measured, larger ones find less (decision 0037)."""
RANDOM_EACH = 10
"""One in so many picks is drawn at random, lest one kind of what is relevant be never met."""
QUIET = 100
"""So many decided in turn without a relevant one: time to draw a sample."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """An item of a batch: why it is there, by the words that count most; ``drawn`` at random it has no reason.

    What is there ``together`` with another is of its family or thread.
    """

    item: ItemId
    why: tuple[str, ...] = ()
    drawn: bool = False
    together: ItemId | None = None


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


def mixed(
    ranked: Sequence[Suggested],
    left: Sequence[ItemId],
    *,
    shown: int,
    size: int,
    seed: int,
    mates: Callable[[ItemId], Sequence[ItemId]] = lambda _item: (),
) -> list[Suggested]:
    """A batch of so many picks: the best, and some drawn from what is left; so many were ``shown`` in those before.

    The draw is another for each number. Behind each pick stand those of what is left that are read together with it,
    which count for nothing. It has fewer picks where all that was ranked stands behind others.
    """
    made: list[Suggested] = []
    taken: set[ItemId] = set()
    there = set(left)
    best = iter(ranked)
    for at in range(shown, shown + size):
        if len(taken) == len(there):
            break
        if (at + 1) % RANDOM_EACH == 0:
            each = Suggested(draw((item for item in left if item not in taken), 1, seed + at)[0], drawn=True)
        else:
            found = next((one for one in best if one.item not in taken), None)
            if found is None:
                continue
            each = found
        taken.add(each.item)
        together = [item for item in mates(each.item) if item in there and item not in taken]
        made += [each, *(Suggested(item, together=each.item) for item in together)]
        taken.update(together)
    return made
