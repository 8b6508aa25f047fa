"""Several acts are taken back together, all of them or none, and the trail tells of each."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.casefile.engine.case import Case
from reviewer.casefile.verification import seal_check, trail_check
from reviewer.domain.ids import AuditId, ItemId
from reviewer.domain.progress import Quiet
from reviewer.errors import InputError
from reviewer.isolation.workers import Workers
from reviewer.usecases import search, trail, undo
from reviewer.usecases.evidence import intake
from reviewer.usecases.pages import notes, review_coding
from tests.evidence import folder, mail


@pytest.fixture
def marked(case: Case, workers: Workers, tmp_path: Path) -> list[ItemId]:
    """Three mails that Ada has marked one by one, after a note on the first."""
    mails = {f"{number}.eml": mail(f"Offer {number}", f"Camera {number} is free.\n") for number in range(3)}
    intake.add(case, workers, [folder(tmp_path / "box", mails)], reviewer="Ada")
    found = search.ids(case, "")
    notes.on_item(case, found[0], "Ask Ed", reviewer="Ada")
    for each in found:
        review_coding.put(case, each, relevance="relevant", reviewer="Ada")
    return found


def relevant(case: Case) -> list[ItemId]:
    return search.ids(case, "is:relevant")


def newest(case: Case, count: int) -> list[tuple[str, int | None]]:
    return [(each.act, each.undoes) for each in trail.entries(case, limit=count)]


def test_the_last_few_acts_are_taken_back_and_done_again_and_each_has_its_entry(
    case: Case, marked: list[ItemId]
) -> None:
    first = trail.entries(case, limit=1)[0].id - 2
    taken = undo.undo_last(case, 3, reviewer="Ada")
    assert [each.id for each in taken] == [first + 2, first + 1, first]
    assert relevant(case) == []
    assert newest(case, 3) == [("undo", first + 2), ("undo", first + 1), ("undo", first)]
    again = undo.redo_last(case, 3, reviewer="Ada")
    assert relevant(case) == marked
    assert undo.undo_run(case, again[0], reviewer="Ada") == taken
    assert relevant(case) == []
    assert undo.undo(case, reviewer="Ada").act == "note add"
    for check in (trail_check.acts, seal_check.check):
        assert check(case, Quiet())[1] == []


def test_where_one_cannot_be_taken_back_none_is(case: Case, marked: list[ItemId]) -> None:
    review_coding.put(case, marked[1], relevance="not relevant", reviewer="Bo")
    before = newest(case, 1)
    with pytest.raises(InputError, match="changed since"):
        undo.undo_last(case, 3, reviewer="Ada")
    assert relevant(case) == [marked[0], marked[2]]
    assert newest(case, 1) == before


def test_a_run_ends_where_something_else_was_done_and_takes_what_came_in_meanwhile(
    case: Case, marked: list[ItemId]
) -> None:
    first = AuditId(trail.entries(case, limit=1)[0].id - 1)
    review_coding.put(case, marked[0], privileged=True, reviewer="Ada")
    assert len(undo.undo_run(case, first, reviewer="Ada")) == 3
    assert relevant(case) == marked[:1]
    review_coding.put(case, marked[1], relevance="relevant", reviewer="Ada")
    begun = trail.entries(case, limit=1)[0].id
    notes.on_item(case, marked[2], "Ask Ed", reviewer="Ada")
    with pytest.raises(InputError, match="something else was done since"):
        undo.undo_run(case, begun, reviewer="Ada")


@pytest.mark.parametrize("count", [0, 5, undo.MOST + 1])
def test_more_than_there_is_is_refused(case: Case, marked: list[ItemId], count: int) -> None:
    with pytest.raises(InputError, match=r"there are 4 acts|at most"):
        undo.undo_last(case, count, reviewer="Ada")
    assert relevant(case) == marked
