"""What a batch is made of: one pick in ten is drawn at random, however much comes with each."""

from __future__ import annotations

import pytest

from reviewer.domain.analysis.relevance import Suggested, batch_size, mixed
from reviewer.domain.ids import ItemId

SEED = 7


@pytest.mark.parametrize("each", [1, 5, 25])
def test_each_tenth_pick_is_drawn_and_no_other_whatever_comes_along(each: int) -> None:
    """Items come in groups of so many. The best come in their own order."""
    left = [ItemId(number) for number in range(4_000)]
    picks = list[Suggested]()
    for number in range(1, 14):
        shown = sum(batch_size(before) for before in range(1, number))
        ranked = [Suggested(item, ("camera",)) for item in left]
        made = mixed(
            ranked,
            left,
            shown=shown,
            size=batch_size(number),
            seed=SEED,
            mates=lambda item: [ItemId(one) for one in range(item // each * each, item // each * each + each)],
        )
        here = [one for one in made if one.together is None]
        assert len(here) == batch_size(number)
        assert len(made) == each * len(here) == len({one.item for one in made})
        best = [one.item for one in here if not one.drawn]
        assert best == sorted(best)
        picks += here
        left = [item for item in left if item not in {one.item for one in made}]
    assert [at for at, one in enumerate(picks, 1) if one.drawn] == list(range(10, len(picks) + 1, 10))
    assert all(bool(one.why) != one.drawn for one in picks)


def test_where_all_that_was_ranked_stands_behind_others_the_draw_alone_still_comes() -> None:
    left = [ItemId(number) for number in range(100, 0, -1)]
    hot = [ItemId(number) for number in (5, 6, 7)]
    made = mixed(
        [Suggested(item, ("camera",)) for item in hot],
        left,
        shown=45,
        size=10,
        seed=SEED,
        mates=lambda item: hot if item in hot else (),
    )
    assert made[:3] == [Suggested(hot[0], ("camera",)), *(Suggested(item, together=hot[0]) for item in hot[1:])]
    assert [one.drawn for one in made[3:]] == [True]
