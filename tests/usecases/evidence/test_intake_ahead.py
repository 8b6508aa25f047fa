from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import intakes
from reviewer.casefile.evidence.intakes import FoundFile, SourceFile
from reviewer.domain.progress import Quiet
from reviewer.isolation.workers import Workers
from reviewer.usecases.evidence import intake
from reviewer.usecases.evidence.intake import discovery
from reviewer.usecases.evidence.intake.ahead import Ahead, reading_threads
from reviewer.usecases.evidence.intake.trees import BATCH_ITEMS, TreeReader
from tests.evidence import folder, mail
from tests.workers.archive.building import zipped

COUNT = 3 * BATCH_ITEMS


def mails(where: Path) -> Path:
    return folder(where, {f"{number:03}.eml": mail(f"Number {number}") for number in range(COUNT)})


def found_in(root: Path) -> list[FoundFile]:
    return list(discovery.walk(bytes(root), bytes(root.parent / "none.evcase")))


def numbered(root: Path, found: list[FoundFile]) -> list[SourceFile]:
    """What the case makes of the files once they are noted."""
    rows = enumerate(found, 1)
    return [SourceFile(number, bytes(root), each.path, each.path_bytes, each.size, None) for number, each in rows]


@pytest.fixture
def pool(workers: Workers) -> Iterator[ThreadPoolExecutor]:
    with reading_threads(workers, Quiet()) as made:
        yield made


def test_the_first_batches_are_read_before_their_files_are_noted(
    workers: Workers, pool: ThreadPoolExecutor, tmp_path: Path
) -> None:
    root = mails(tmp_path / "disk")
    found, ahead = found_in(root), Ahead(TreeReader(workers), pool, [bytes(root)])
    for each in found:
        ahead.offer(bytes(root), each)
    batch = ahead.taken(numbered(root, found)[:BATCH_ITEMS])
    assert batch is not None
    subjects = [node.reading.mail.subject for node in batch.nodes.result() if node.reading.mail is not None]
    assert subjects == [f"Number {number}" for number in range(BATCH_ITEMS)]


def test_what_was_read_of_other_files_is_let_go(workers: Workers, pool: ThreadPoolExecutor, tmp_path: Path) -> None:
    root = mails(tmp_path / "disk")
    found, ahead = found_in(root), Ahead(TreeReader(workers), pool, [bytes(root)])
    for each in found:
        ahead.offer(bytes(root), each)
    files = numbered(root, found)
    assert ahead.taken(files[1 : BATCH_ITEMS + 1]) is None
    assert ahead.taken(files[BATCH_ITEMS : 2 * BATCH_ITEMS]) is None


@pytest.mark.parametrize("count", [1, BATCH_ITEMS - 1, BATCH_ITEMS + 1])
def test_the_last_batch_is_read_ahead_as_well_once_no_more_files_come(
    workers: Workers, pool: ThreadPoolExecutor, tmp_path: Path, count: int
) -> None:
    root = mails(tmp_path / "disk")
    found, ahead = found_in(root)[:count], Ahead(TreeReader(workers), pool, [bytes(root)])
    for each in found:
        ahead.offer(bytes(root), each)
    ahead.end()
    files = numbered(root, found)
    for at in range(0, count, BATCH_ITEMS):
        batch = ahead.taken(files[at : at + BATCH_ITEMS])
        assert batch is not None
        assert len(batch.nodes.result()) == len(files[at : at + BATCH_ITEMS])


def test_an_intake_takes_what_was_read_ahead(
    case: Case, workers: Workers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = mails(tmp_path / "disk")
    read: list[bytes] = []
    real = discovery.read_found

    def counted(root: bytes, path: bytes, size: int) -> tuple[bytes, os.stat_result] | None:
        read.append(path)
        return real(root, path, size)

    monkeypatch.setattr(discovery, "read_found", counted)
    intake.add(case, workers, [root], reviewer="Ada")
    assert sorted(read) == sorted(os.fsencode(each.name) for each in root.iterdir()), "each file was read once"


@pytest.mark.parametrize("below", ["", "cases/of/us"])
def test_nothing_is_read_ahead_where_what_readers_put_aside_would_be_found(
    workers: Workers, pool: ThreadPoolExecutor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, below: str
) -> None:
    root = mails(tmp_path / "disk")
    aside = root / below
    aside.mkdir(parents=True, exist_ok=True)
    link = tmp_path / "link"
    link.symlink_to(aside)
    monkeypatch.setattr(workers.spools, "folder", link)
    found, ahead = found_in(root), Ahead(TreeReader(workers), pool, [bytes(root)])
    for each in found:
        ahead.offer(bytes(root), each)
    ahead.end()
    assert ahead.taken(numbered(root, found)[:BATCH_ITEMS]) is None


def test_parts_of_an_archive_among_the_first_files_are_joined(case: Case, workers: Workers, tmp_path: Path) -> None:
    root = mails(tmp_path / "disk")
    whole = zipped({f"{number}.txt": f"Gift {number}".encode() for number in range(40)})
    folder(root, {"100.zip.001": whole[:2_000], "100.zip.002": whole[2_000:]})
    account = intake.add(case, workers, [root], reviewer="Ada")
    assert (account.totals.extracted, account.totals.failed) == (COUNT + 2 + 40, 0)
    kept = {path: digest for _, path, digest, _ in intakes.manifest(case)}
    assert kept == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in root.iterdir()}


def test_a_second_intake_reads_only_what_is_new(case: Case, workers: Workers, tmp_path: Path) -> None:
    root = mails(tmp_path / "disk")
    intake.add(case, workers, [root], reviewer="Ada")
    folder(root, {f"new-{number:03}.eml": mail(f"New {number}") for number in range(COUNT)})
    intake.add(case, workers, [root], reviewer="Ada")
    subjects = [row["subject"] for row in case.rows("SELECT subject FROM item ORDER BY id")]
    assert subjects == [f"{what} {number}" for what in ("Number", "New") for number in range(COUNT)]
