"""What is said of very many items is one act, though the trail tells of it in parts: whole, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from reviewer.casefile import bulk_rows
from reviewer.casefile.engine import undo as trail_undo
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.opening import open_case
from reviewer.casefile.verification import verify
from reviewer.domain.ids import ItemId
from reviewer.domain.progress import Quiet
from reviewer.errors import CancelledError, InputError
from reviewer.isolation.workers import Workers
from reviewer.usecases import search, told_acts, trail, undo
from reviewer.usecases.analysis import bulk_coding
from reviewer.usecases.evidence import intake, items
from reviewer.usecases.pages import tags
from reviewer.usecases.people import officers
from tests.evidence import folder, mail
from tests.kept import Kept

MAILS, PART = 7, 3


@pytest.fixture
def case(
    kept_cases: Kept, key: Key, workers: Workers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Case]:
    """Seven mails, of which the trail tells three at a time, and rows are written two at a time."""

    def build(case: Case, there: Path) -> None:
        mails = {f"{n}.eml": mail(f"Offer {n}", f"It is number {n}.\n") for n in range(MAILS)}
        intake.add(case, workers, [folder(there / "box", mails)], reviewer="Ada")
        tags.add(case, "Gift", reviewer="Ada")
        officers.add(case, "101", "Pat Sample", reviewer="Ada")

    monkeypatch.setattr(bulk_rows, "PART", PART)
    monkeypatch.setattr(bulk_rows, "AT_ONCE", 2)
    path = kept_cases.copy("seven", tmp_path / "case.evcase", build, title="Seven")
    with open_case(path, key) as made:
        yield made


def marks(case: Case) -> dict[ItemId, str]:
    mails = search.ids(case, "kind:email")
    said = items.marks_of(case, mails)
    return {item: said[item].relevance if item in said else "" for item in mails}


def check(case: Case, key: Key) -> None:
    """See that every row is what the trail says of it, under seals that fit."""
    report = verify.verify(case.path, key, is_open=True)
    assert [part.findings for part in report.parts if part.findings] == []
    assert report.whole


def acts(case: Case) -> list[str]:
    return [each.act for each in trail.entries(case)]


def test_one_undo_takes_back_all_that_one_act_said_and_one_redo_says_it_again(case: Case, key: Key) -> None:
    mails = search.ids(case, "kind:email")
    before = len(acts(case))
    bulk_coding.mark(case, mails[:1], relevance="relevant", reviewer="Ada")
    bulk_coding.mark(case, mails, relevance="not relevant", subject="kind:email", reviewer="Ada")
    assert len(acts(case)) == before + 1 + 3, "an entry for each three"
    told = told_acts.last(case, "Ada")
    assert told is not None
    assert told.words == f"{MAILS} items marked not relevant: kind:email"
    undo.undo(case, reviewer="Ada", only=told.number)
    assert marks(case) == {item: "relevant" if item == mails[0] else "" for item in mails}
    back = told_acts.act(case, told_acts.newest(case))
    assert (back.words, back.back) == (told.words, "undo")
    undo.redo(case, reviewer="Ada")
    assert set(marks(case).values()) == {"not relevant"}
    undo.undo_last(case, 2, reviewer="Ada")
    assert set(marks(case).values()) == {""}
    undo.redo_last(case, 2, reviewer="Ada")
    assert set(marks(case).values()) == {"not relevant"}
    check(case, key)


def test_as_many_acts_are_taken_back_as_are_looked_at_however_many_entries_each_has(
    case: Case, key: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four acts leave twelve entries, and the last three acts are looked at: all of each, after undos as well."""
    monkeypatch.setattr(trail_undo, "DEPTH", 3)
    mails = search.ids(case, "kind:email")
    for relevance in ("not relevant", "relevant", "not relevant", "relevant"):
        bulk_coding.mark(case, mails, relevance=relevance, reviewer="Ada")

    def said_after_each(back: Callable[..., object]) -> Iterator[set[str]]:
        """What is said of the mails after each undo or redo, until there is no more of it."""
        with suppress(InputError):
            while True:
                back(case, reviewer="Ada")
                yield set(marks(case).values())

    assert list(said_after_each(undo.undo)) == [{"not relevant"}, {"relevant"}, {"not relevant"}]
    assert list(said_after_each(undo.redo)) == [{"relevant"}, {"not relevant"}, {"relevant"}]
    check(case, key)


def test_what_was_taken_back_gives_its_numbers_to_nobody(case: Case, key: Key) -> None:
    mails = search.ids(case, "kind:email")
    bulk_coding.tag(case, mails, "Gift", reviewer="Ada")
    given = {row for (row,) in case.tuples("SELECT id FROM item_tag")}
    undo.undo(case, reviewer="Ada")
    bulk_coding.tag(case, mails, "Gift", reviewer="Ada")
    bulk_coding.link(case, mails, "101", reviewer="Ada")
    again = {row for (row,) in case.tuples("SELECT id FROM item_tag")}
    assert len(given) == len(again) == MAILS
    assert not given & again
    bulk_coding.link(case, mails, "101", remove=True, reviewer="Ada")
    assert case.value("SELECT count(*) FROM item_officer") == 0
    undo.undo(case, reviewer="Ada")
    assert case.value("SELECT count(*) FROM item_officer") == MAILS
    check(case, key)


class StopsAfter(Quiet):
    """A progress that asks to stop once so many parts were begun."""

    def __init__(self, parts: int) -> None:
        self.left = parts

    def step(self, _done: int, _total: int, _what: str) -> None:
        self.left -= 1

    @property
    def cancelled(self) -> bool:  # type: ignore[override]
        return self.left <= 0


@pytest.mark.parametrize("parts", [1, 2])
def test_what_is_stopped_half_way_was_not_done(case: Case, key: Key, parts: int) -> None:
    mails = search.ids(case, "kind:email")
    before = acts(case)
    with pytest.raises(CancelledError), case.watched(StopsAfter(parts)):
        bulk_coding.mark(case, mails, relevance="relevant", privileged=True, reviewer="Ada")
    assert (acts(case), set(marks(case).values())) == (before, {""})
    bulk_coding.mark(case, mails, relevance="relevant", privileged=True, reviewer="Ada")
    done = acts(case)
    with pytest.raises(CancelledError), case.watched(StopsAfter(parts)):
        undo.undo(case, reviewer="Ada")
    assert (acts(case), set(marks(case).values())) == (done, {"relevant"})
    check(case, key)


class Told(Quiet):
    """A progress that keeps what it is told."""

    def __init__(self) -> None:
        self.steps: list[tuple[int, int, str]] = []

    def step(self, done: int, total: int, what: str) -> None:
        self.steps.append((done, total, what))


def test_how_far_it_is_is_told_by_documents_and_of_several_acts_by_these(case: Case) -> None:
    mails = search.ids(case, "kind:email")

    def told(work: Callable[[], object]) -> list[tuple[int, int, str]]:
        heard = Told()
        with case.watched(heard):
            work()
        return heard.steps

    of_documents = [(done, MAILS, "documents") for done in range(0, MAILS, PART)]
    assert told(partial(bulk_coding.mark, case, mails, relevance="relevant", reviewer="Ada")) == of_documents
    assert told(partial(undo.undo, case, reviewer="Ada")) == of_documents
    assert told(partial(undo.redo, case, reviewer="Ada")) == of_documents
    bulk_coding.mark(case, mails[:1], relevance="not relevant", reviewer="Ada")
    told_of_acts = told(partial(undo.undo_last, case, 2, reviewer="Ada"))
    assert told_of_acts == [(0, 2, "acts"), *[(1, 2, "acts")] * len(of_documents)]
