"""Bombs, loops and depths: each costs itself at most, says why in words, and the files beside it are taken in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.opening import open_case
from reviewer.domain.evidence.reading import Kind
from reviewer.domain.evidence.unpack_limits import UnpackingLimits
from reviewer.domain.reasons.compared import SAME
from reviewer.isolation.workers import WorkerError, Workers
from reviewer.usecases.evidence import intake
from reviewer.usecases.evidence.intake.trees import Source, TreeReader
from reviewer.usecases.pages import item_pages
from tests.endurance import at_length
from tests.evidence import folder, mail
from tests.holding.comparing import Entry, entries, faults
from tests.holding.hostile import ALL, Hostile, forms_within_forms, nested
from tests.holding.killing import KEY, new_case
from tests.holding.mutating import BUG
from tests.workers.archive.building import zipped

QUICK = [each for each in ALL if not each.slow and not each.long]
LONG = [each for each in ALL if each.long]
OF_ITSELF = ("archives/tika/droste.zip", "archives/tika/quine.gz", "archives/tika/testZIP_corrupted_oom.zip",
             "archives/tika/testZ_oom.Z", "archives/cpython/recursion.tar")  # fmt: skip


def take(files: list[Hostile], workers: Workers, where: Path) -> list[Entry]:
    """Every item of a case that holds hostile files and a mail after each."""
    for each in files:  # one after the other: together they are 100 MB
        folder(where / "d", {each.name: each.make(), f"{each.name}.after": mail(f"After {each.name}")})
    path = new_case(where / "c.evcase")
    with open_case(path, KEY) as case:
        intake.add(case, workers, [where / "d"], reviewer="Ada")
        found = entries(case)
    assert faults(path, KEY) == []
    return found


@pytest.fixture(scope="module")
def taken(workers: Workers, tmp_path_factory: pytest.TempPathFactory) -> list[Entry]:
    return take(QUICK, workers, tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def taken_at_length(workers: Workers, tmp_path_factory: pytest.TempPathFactory) -> list[Entry]:
    return take(LONG, workers, tmp_path_factory.mktemp("long"))


@pytest.mark.parametrize("name", [each.name for each in QUICK])
def test_a_hostile_file_costs_itself_at_most(taken: list[Entry], name: str) -> None:
    costs_itself(taken, name)


@at_length
@pytest.mark.parametrize("name", [each.name for each in LONG])
def test_so_does_one_that_takes_seconds(taken_at_length: list[Entry], name: str) -> None:
    costs_itself(taken_at_length, name)


def costs_itself(taken: list[Entry], name: str) -> None:
    items = [entry for entry in taken if entry.path == name]
    assert items[0].sha256
    assert [entry.reason for entry in items if BUG.search(entry.reason)] == []
    assert all(entry.reason for entry in items if entry.state != "ok")
    assert [(entry.kind, entry.state) for entry in taken if entry.path == f"{name}.after"] == [("email", "ok")]


@at_length
def test_a_page_that_would_be_drawn_for_days_ends_its_reader_and_nothing_else(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    root = folder(tmp_path / "d", {"a.pdf": forms_within_forms(9), "b.eml": mail("After")})
    account = intake.add(case, workers, [root], reviewer="Ada")
    assert (account.totals.extracted, account.totals.failed, account.gaps) == (1, 1, ())
    assert re.search("processor time|took longer", account.failures[0].reason)


@at_length
def test_so_does_one_that_is_read_again_for_its_pages(workers: Workers) -> None:
    with pytest.raises(WorkerError, match="processor time"):
        item_pages.read_again(workers, forms_within_forms(9))


def test_archives_without_end_are_opened_so_far_and_the_others_named(workers: Workers) -> None:
    bomb = nested(b"Words.", lambda data: zipped({str(number): data for number in range(4)}), 3)
    (top,) = TreeReader(workers, limits=UnpackingLimits(archives=4)).read([Source("a.zip", bomb)])
    inner = [node for node in top.children if node.reading.kind is Kind.ARCHIVE]
    lower = [node for each in inner for node in each.children]
    assert len(inner) == 4
    assert {node.reading.reasons for node in (*inner, *lower)} == {(), (SAME,)}


@pytest.mark.corpora
def test_archives_that_hold_themselves_come_to_an_end(
    case: Case, corpora: Path, workers: Workers, tmp_path: Path
) -> None:
    files = {Path(name).name: (corpora / name).read_bytes() for name in OF_ITSELF}
    account = intake.add(case, workers, [folder(tmp_path / "d", files)], reviewer="Ada")
    assert account.gaps == ()
    assert [failure for failure in account.failures if BUG.search(failure.reason)] == []
    top = [entry for entry in entries(case) if not entry.parent]
    assert {entry.path for entry in top} == set(files)
    once = entries(case)
    for _ in range(2):
        intake.retry(case, workers, reviewer="Ada")
    assert len(entries(case)) == len(once), "an archive that holds itself grows by no retry"
