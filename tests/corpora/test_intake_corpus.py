"""All real files in one intake: it adds up, loses no byte, says of each failure why, and hands everything out again."""

from __future__ import annotations

import csv
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from reviewer.casefile.evidence import contents
from reviewer.casefile.evidence import items as kept
from reviewer.domain.evidence.reading import State
from reviewer.isolation.workers import Workers
from reviewer.usecases import cases
from reviewer.usecases.evidence import intake
from reviewer.usecases.exports import item_exports
from reviewer.usecases.exports.gate import passing
from reviewer.usecases.exports.papers import custody_manifest
from tests.corpora.conftest import PASSPHRASE, Taken

pytestmark = pytest.mark.corpora

OF_THE_PROGRAM = re.compile(
    r"the reader |reader's answer|could not cope|\b[A-Za-z_]+(?:Error|Exception|Warning)\b|Traceback|\bNone\b"
)
"""Words of a program's insides: a reader that crashed, hung or talked nonsense would say so in these."""


@pytest.fixture(scope="module")
def listed(corpora: Path) -> dict[str, str]:
    """The SHA-256 of every real file, as those who put the folder together wrote it down."""
    with (corpora / "MANIFEST.tsv").open(encoding="utf-8") as file:
        return {row["path"]: row["sha256"] for row in csv.DictReader(file, delimiter="\t")}


def test_every_file_is_an_item_with_the_bytes_it_had(taken: Taken, listed: dict[str, str]) -> None:
    held = {item.path: item.sha256 for item in taken.items if item.parent is None}
    assert {path: held.get(path) for path in listed} == listed
    assert len(listed) == 1_656


def test_the_account_adds_up_in_every_container_and_folder(taken: Taken) -> None:
    root = taken.account.containers[0]
    assert root.counts.declared == sum(item.parent is None for item in taken.items)
    assert [each.name for each in taken.account.gaps] == []
    assert taken.account.totals.missing == 0
    for container in taken.account.containers:
        for folder in container.folders:
            assert not folder.counts.missing, (container.name, folder)
    assert intake.report(taken.case) == taken.account


def test_every_item_counts_once_and_in_its_own_column(taken: Taken) -> None:
    """The sheet against the items themselves, counted here by what each says of itself."""
    counts: Counter[str] = Counter()
    for item in taken.items:
        copy = item.state is not State.FAILED and item.duplicate_of is not None
        counts["failed" if item.state is State.FAILED else "duplicates" if copy else "extracted"] += 1
    totals = taken.account.totals
    assert counts == {"extracted": totals.extracted, "failed": totals.failed, "duplicates": totals.duplicates}
    assert totals.declared == len(taken.items)


def test_what_was_not_read_in_full_says_why_in_words_for_people(taken: Taken) -> None:
    told = [*taken.account.failures, *taken.account.partial]
    assert len(told) == sum(item.state is not State.OK for item in taken.items)
    for failure in told:
        assert re.match(r"\S.{9,}", failure.reason), failure
        assert not OF_THE_PROGRAM.search(failure.reason), failure
    of_whole = {reason.code for item in taken.items if item.state is State.OK for reason in item.reasons}
    assert of_whole <= {"container.same"}, "what lies in an equal container is listed there, and nothing is missing"


def test_no_item_is_its_own_copy_and_each_copy_has_the_bytes_of_its_original(taken: Taken) -> None:
    by_id = {item.id: item for item in taken.items}
    for item in taken.items:
        if item.duplicate_of is not None:
            assert item.duplicate_of < item.id
            assert by_id[item.duplicate_of].sha256 == item.sha256


def test_each_original_streams_back_with_its_hash(taken: Taken) -> None:
    for item in taken.items:
        if not item.sha256:
            assert item.state is State.FAILED, item.control
            continue
        digest, size = hashlib.sha256(), 0
        for piece in contents.stream(taken.case, kept.content_of(taken.case, item.id)):
            digest.update(piece)
            size += len(piece)
        assert (digest.hexdigest(), size) == (item.sha256, item.size), item.control


def test_each_original_is_handed_out_as_it_came(taken: Taken, listed: dict[str, str], tmp_path: Path) -> None:
    handed_out: dict[str, str] = {}
    for item in taken.items:
        if item.sha256 and (item.duplicate_of is None or item.parent is None):
            out = tmp_path / item.control
            item_exports.original(taken.case, item.id, out, reviewer="Ada")
            digest = hashlib.sha256(out.read_bytes()).hexdigest()
            out.unlink()
            assert digest == item.sha256, item.control
            if item.parent is None:
                handed_out[item.path] = digest
    assert {path: handed_out.get(path) for path in listed} == listed


@pytest.fixture(scope="module")
def closed(taken: Taken, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the case that nobody has open."""
    copy = tmp_path_factory.mktemp("closed") / "copy.evcase"
    for ending in ("", "-wal"):  # what was committed last lies in the second
        shutil.copyfile(f"{taken.case.path}{ending}", f"{copy}{ending}")
    return copy


def run(verb: str, case: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "REVIEWER_PASSPHRASE": PASSPHRASE, "REVIEWER_CONFIG": str(case.parent / "config")}
    command = [sys.executable, "-m", "tests.passphrases", *verb.split(), case, *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


HANDED_OUT = (
    "outlook_pst/tika/testPST.pst",
    "archives/tika/quine.gz",
    "pdf/pdfjs_password/issue6010_2.pdf",
    "email/cpython/msg_22.txt",
)


def test_the_command_hands_out_the_files_that_lie_on_the_disk(
    taken: Taken, closed: Path, corpora: Path, tmp_path: Path
) -> None:
    for path in HANDED_OUT:
        out = tmp_path / Path(path).name
        done = run("item export", closed, taken.at(path).control, out)
        assert done.returncode == 0, done.stderr
        assert out.read_bytes() == (corpora / path).read_bytes(), path


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not installed")
def test_the_manifest_of_all_files_is_checked_by_a_standard_tool(
    taken: Taken, closed: Path, corpora: Path, listed: dict[str, str]
) -> None:
    done = run("intake manifest", closed, "--root", corpora)
    assert done.returncode == 0, done.stderr
    command = ["sha256sum", "--check", "--strict", "--quiet"]
    checked = subprocess.run(command, input=done.stdout, text=True, cwd=corpora, capture_output=True, check=False)
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")
    named = dict(line.split("  ", 1)[::-1] for line in done.stdout.splitlines())
    assert {path: named.get(path) for path in listed} == listed
    with passing(taken.case, reviewer="Ada") as gate:
        assert list(custody_manifest.lines(gate, str(corpora))) == done.stdout.splitlines()


def test_a_second_intake_of_the_same_files_adds_nothing(taken: Taken, corpora: Path, workers: Workers) -> None:
    assert intake.add(taken.case, workers, [corpora], reviewer="Ada") == taken.account


def test_the_case_is_whole_when_all_is_in_and_was_handed_out(taken: Taken) -> None:
    report = cases.verify_open(taken.case)
    assert [finding for part in report.parts for finding in part.findings] == []
    originals = len({item.sha256 for item in taken.items if item.sha256})
    assert max(part.checked for part in report.parts) >= originals
