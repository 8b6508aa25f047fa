from __future__ import annotations

import pytest

from reviewer.casefile.engine.case import Case
from reviewer.usecases import trail
from reviewer.usecases.pages import tags


@pytest.mark.parametrize(
    ("limit", "offset", "subjects"),
    [
        (None, 0, ["first", "second", "third"]),
        (2, 0, ["second", "third"]),
        (2, 1, ["first", "second"]),
        (2, 2, ["first"]),
        (None, 3, []),
        (2, 9, []),
    ],
)
def test_the_trail_is_read_a_batch_at_a_time_from_its_end(
    case: Case, limit: int | None, offset: int, subjects: list[str]
) -> None:
    begun = len(trail.entries(case))
    for name in ("first", "second", "third"):
        tags.add(case, name, reviewer="Ada")
    found = trail.entries(case, limit=limit, offset=offset)
    assert [entry.subject for entry in found if entry.id > begun] == subjects


def test_one_kind_of_act_is_found_the_latest_first(case: Case) -> None:
    for name in ("first", "second"):
        tags.add(case, name, reviewer="Ada")
    assert [entry.subject for entry in trail.latest(case, "tag add")] == ["second", "first"]
    assert trail.latest(case, "tag remove") == []
