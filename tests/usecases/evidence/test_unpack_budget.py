"""Bombs of archives: what the containers within one file may use together holds however they are come by."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.opening import open_case
from reviewer.casefile.evidence import unpack_budgets
from reviewer.domain.evidence.reading import State
from reviewer.domain.evidence.unpack_budget import Budget, Spent
from reviewer.domain.evidence.unpack_limits import MIB, UNRAISED, raised
from reviewer.domain.ids import ItemId
from reviewer.errors import CancelledError
from reviewer.isolation.workers import Workers
from reviewer.usecases.evidence import intake
from reviewer.usecases.evidence.intake.trees import BATCH_ITEMS
from tests.commands import Lender
from tests.endurance import a_few, at_length
from tests.evidence import folder, mail, mailbox
from tests.holding.comparing import Entry, entries, faults
from tests.holding.hostile import nested
from tests.holding.killing import KEY, new_case
from tests.usecases.evidence.killed_large import with_little_held
from tests.usecases.evidence.test_intake import StopAfter
from tests.workers.archive.building import zipped

TOP = ItemId(1)
WIDE = zipped(
    {f"{a}.zip": zipped({f"{b}.zip": zipped({"w.txt": b"%d %d" % (a, b)}) for b in range(5)}) for a in range(6)}
)
"""36 archives within one file, no two of them the same."""


@pytest.fixture(scope="module")
def sparing(lender: Lender) -> Iterator[Workers]:
    """Workers who hold little, so that most containers wait."""
    with with_little_held(Workers(2, provider=lender.lend())) as made:
        yield made


def archives(case: Case) -> list[Entry]:
    """The containers within others."""
    return [each for each in entries(case) if each.kind == "archive" and each.parent]


def unopened(case: Case) -> int:
    return sum("container.too_many" in each.reason for each in archives(case))


def test_a_nested_bomb_of_equal_archives_is_taken_apart_once_at_each_level(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    """387,420,489 members, were each archive taken apart wherever it is met."""
    bomb = nested(b"Words.", lambda data: zipped({str(number): data for number in range(9)}), 9)
    account = intake.add(case, workers, [folder(tmp_path / "d", {"a.zip": bomb})], reviewer="Ada")
    assert account.gaps == ()
    assert len(entries(case)) == 1 + 9 * 9
    assert unpack_budgets.spent(case, TOP).archives == 8


@pytest.mark.parametrize("size", a_few([10 * MIB], [50 * MIB]))
def test_sixty_equal_archives_cost_no_more_than_one(case: Case, workers: Workers, tmp_path: Path, size: int) -> None:
    inner = zipped({"zeros": bytes(size)})
    bomb = zipped({f"{number}.zip": inner for number in range(60)})
    account = intake.add(case, workers, [folder(tmp_path / "d", {"a.zip": bomb})], reviewer="Ada")
    assert account.gaps == ()
    assert sum(each.name == "zeros" for each in entries(case)) == 1
    spent = unpack_budgets.spent(case, TOP)
    assert (spent.archives, spent.bytes) == (1, size)


@at_length
def test_archives_that_differ_by_a_byte_may_unpack_to_so_many_times_the_file_and_no_further(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    bomb = zipped({f"{n}.zip": zipped({"zeros": bytes(100 * MIB) + bytes([n])}) for n in range(5)})
    account = intake.add(case, workers, [folder(tmp_path / "d", {"a.zip": bomb})], reviewer="Ada")
    assert account.gaps == ()
    assert unpack_budgets.spent(case, TOP).bytes <= 256 * MIB
    assert sum(each.name == "zeros" for each in entries(case)) == 2
    reasons = {failure.reason for failure in (*account.failures, *account.partial)}
    assert [reason for reason in reasons if "unpack to more than 100 times its size" in reason]


@pytest.mark.parametrize("form", ["archive", "mailbox"])
def test_the_number_of_archives_is_bounded_over_all_that_waits_and_goes_on_when_it_is_raised(
    case: Case, sparing: Workers, workers: Workers, tmp_path: Path, form: str
) -> None:
    messages = [mail(attachments=[("w.zip", zipped({"w.txt": b"%d" % n}), "application/zip")]) for n in range(36)]
    root = folder(tmp_path / "d", {"a": WIDE if form == "archive" else mailbox(messages)})
    intake.add(case, sparing, [root], limits=raised(["archives=9"]), reviewer="Ada")
    assert unpack_budgets.spent(case, TOP).archives == 9
    left = unopened(case)
    intake.retry(case, workers, limits=raised(["archives=9"]), reviewer="Ada")
    assert (unpack_budgets.spent(case, TOP).archives, unopened(case)) == (9, left)
    intake.retry(case, workers, limits=raised(["archives=12"]), reviewer="Ada")
    assert unpack_budgets.spent(case, TOP).archives == 12
    intake.retry(case, workers, reviewer="Ada")
    assert (unpack_budgets.spent(case, TOP).archives, unopened(case)) == (36, 0)
    assert intake.report(case).gaps == ()


def test_an_archive_is_said_to_be_listed_elsewhere_only_where_it_is(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    """Two equal ones are read ahead, the second as one that was met, and then there is no room for the first."""
    other, same = (mail(attachments=[("w.zip", zipped({"w.txt": text}), "application/zip")]) for text in (b"1", b"2"))
    messages = [other, *[mail()] * (BATCH_ITEMS - 1), same, same]
    root = folder(tmp_path / "d", {"a": mailbox(messages)})
    intake.add(case, workers, [root], limits=raised(["archives=1"]), reviewer="Ada")
    assert (unpack_budgets.spent(case, TOP).archives, unopened(case)) == (1, 2)
    intake.retry(case, workers, reviewer="Ada")
    assert (unpack_budgets.spent(case, TOP).archives, unopened(case)) == (2, 0)
    assert sum("container.same" in each.reason for each in archives(case)) == 1


@pytest.mark.parametrize("steps", a_few([3], [2, 4, 5, 6, 9]))
def test_an_intake_stopped_in_a_bomb_goes_on_with_what_is_left_of_its_budget(
    sparing: Workers, tmp_path: Path, steps: int
) -> None:
    root = folder(tmp_path / "d", {"a.zip": WIDE, "b.zip": zipped({"in.zip": WIDE})})
    limits = raised(["archives=9"])
    found = []
    for name, stops in (("peace", 0), ("stopped", steps)):
        path = new_case(tmp_path / f"{name}.evcase")
        with open_case(path, KEY) as case:
            if stops:
                with pytest.raises(CancelledError):
                    intake.add(case, sparing, [root], limits=limits, reviewer="Ada", progress=StopAfter(stops))
            intake.add(case, sparing, [root], limits=limits, reviewer="Ada")
            tops = [ItemId(each.item) for each in entries(case) if not each.parent]
            found.append((entries(case), [unpack_budgets.spent(case, top).archives for top in tops]))
        assert faults(path, KEY) == []
    assert found[0] == found[1]
    assert found[0][1] == [9, 9]


@pytest.mark.usefixtures("kept_zygotes")
def test_the_same_bomb_comes_to_the_same_items_however_many_readers_there_are(case: Case, tmp_path: Path) -> None:
    root = folder(tmp_path / "d", {"a.zip": zipped({f"{n:03}.zip": zipped({"w.txt": b"%d" % n}) for n in range(60)})})
    path = new_case(tmp_path / "other.evcase")
    with open_case(path, KEY) as other:
        for each, jobs in ((case, 1), (other, 3)):
            with Workers(jobs) as workers:
                intake.add(each, workers, [root], limits=raised(["archives=20"]), reviewer="Ada")
        assert entries(case) == entries(other)
    assert unopened(case) == 40


def test_all_archives_within_a_file_may_unpack_to_so_many_times_its_size_above_a_floor() -> None:
    much = Spent(archives=3, bytes=300 * MIB)
    assert (refused := Budget(UNRAISED, MIB, much).refusal()) is not None
    assert (refused.code, refused["limit"]) == ("container.over_ratio", 100)
    assert Budget(UNRAISED, 4 * MIB, much).refusal() is None
    assert Budget(UNRAISED, MIB, Spent(archives=3, bytes=200 * MIB)).refusal() is None
    assert (refused := Budget(raised(["nested=1"]), MIB, much).refusal()) is not None
    assert refused.code == "container.too_much"


def test_time_is_the_last_resort_and_grows_with_the_file() -> None:
    late = Spent(archives=1, seconds=61.0)
    assert (refused := Budget(UNRAISED, 0, late).refusal()) is not None
    assert refused.code == "container.too_long"
    assert Budget(UNRAISED, 10 * MIB, late).refusal() is None
    assert Budget(raised(["seconds=600"]), 0, late).refusal() is None


def test_what_lies_in_two_files_is_listed_in_both(case: Case, workers: Workers, tmp_path: Path) -> None:
    note = mail(attachments=[("w.zip", zipped({"w.txt": b"Words."}), "application/zip")])
    intake.add(case, workers, [folder(tmp_path / "d", {"a.eml": note, "b.eml": note + b"\n"})], reviewer="Ada")
    assert sum(each.name == "w.txt" for each in entries(case)) == 2
    assert {State(each.state) for each in archives(case)} == {State.OK}
