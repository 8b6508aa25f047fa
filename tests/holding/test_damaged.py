"""Damaged evidence, by chance and on purpose: nothing ends the intake, nothing is missing from its account."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.casefile.engine.case import Case
from reviewer.isolation.workers import Workers
from reviewer.usecases.evidence import intake
from tests.endurance import a_few
from tests.evidence import folder
from tests.holding.killing import new_case
from tests.holding.material import chosen, mixed
from tests.holding.mutating import mutations, taken_in
from tests.workers.archive.building import part, raw_zip, zipped

THREE = [part(f"{number}.txt", b"text %d" % number) for number in range(3)]


@pytest.mark.parametrize("wrapped", [False, True])
def test_members_that_an_archive_counts_and_does_not_hold_are_named_as_failed(
    case: Case, workers: Workers, tmp_path: Path, *, wrapped: bool
) -> None:
    data = raw_zip(THREE, count=5)
    root = folder(tmp_path / "d", {"a.zip": zipped({"in.zip": data}) if wrapped else data})
    account = intake.add(case, workers, [root], reviewer="Ada")
    assert account.gaps == ()
    *_, counts = (container.counts for container in account.containers)
    assert (counts.declared, counts.extracted, counts.failed) == (5, 3, 2)
    assert all("was not found" in failure.reason for failure in account.failures)


def test_a_count_beyond_all_reason_costs_one_item(case: Case, workers: Workers, tmp_path: Path) -> None:
    root = folder(tmp_path / "d", {"a.zip": raw_zip(THREE, count=60_000)})
    account = intake.add(case, workers, [root], reviewer="Ada")
    assert account.gaps == ()
    assert [failure.reason for failure in account.failures] == [
        "its list counts 60,000 members, of which 3 were found"
    ]  # fmt: skip


def test_what_was_not_found_is_not_found_a_second_time_either(case: Case, workers: Workers, tmp_path: Path) -> None:
    root = folder(tmp_path / "d", {"a.zip": raw_zip(THREE, count=5)})
    before = intake.add(case, workers, [root], reviewer="Ada")
    intake.retry(case, workers, reviewer="Ada")
    assert intake.report(case) == before
    assert intake.add(case, workers, [root], reviewer="Ada") == before


@pytest.mark.parametrize(("count", "seed"), a_few([(20, 5)], [(20, 6), (100, 7), (100, 8)]))
def test_damaged_files_are_all_in_the_account(workers: Workers, tmp_path: Path, count: int, seed: int) -> None:
    whole = sorted(path for path in mixed(tmp_path / "whole").rglob("*") if path.is_file())
    damaged = dict(mutations(chosen(whole, count, seed), count, seed=seed))
    assert taken_in(new_case(tmp_path / "c.evcase"), folder(tmp_path / "d", damaged), workers) == []


@pytest.mark.corpora
def test_damaged_real_files_are_all_in_the_account(corpora: Path, workers: Workers, tmp_path: Path) -> None:
    files = sorted(path for path in corpora.rglob("*") if path.is_file() and path.stat().st_size < 200_000)
    damaged = dict(mutations(chosen(files, 100, 9), 100, seed=9))
    assert taken_in(new_case(tmp_path / "c.evcase"), folder(tmp_path / "d", damaged), workers) == []
