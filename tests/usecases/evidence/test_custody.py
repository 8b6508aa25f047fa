"""The custody record and the manifest say what was delivered, so that others can check it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from reviewer import __version__
from reviewer.casefile.engine.case import Case
from reviewer.domain.evidence.account import Account, Counts, Folder
from reviewer.domain.evidence.custody import manifest_line
from reviewer.errors import NotFoundError
from reviewer.isolation.workers import Workers
from reviewer.usecases.evidence import custody, intake
from reviewer.usecases.exports.gate import passing
from reviewer.usecases.exports.papers import custody_manifest
from tests.evidence import folder, mail
from tests.usecases.evidence.test_containers import zipped


def test_each_intake_says_who_when_what_and_from_where(case: Case, workers: Workers, tmp_path: Path) -> None:
    first = folder(tmp_path / "one", {"a.eml": mail("A"), "b.mp3": b"ID3"})
    second = folder(tmp_path / "two", {"c.eml": mail("C")})
    intake.add(case, workers, [first], custodian="Moore", source="USB disk 3", reviewer="Ada")
    intake.add(case, workers, [second], reviewer="Bo")
    one, two = custody.records(case)
    assert (one.reviewer, one.custodian, one.source, one.state) == ("Ada", "Moore", "USB disk 3", "complete")
    assert (one.files, one.items, one.failed) == (2, 2, 1)
    assert one.bytes == sum(path.stat().st_size for path in first.iterdir())
    assert one.program == f"reviewer {__version__}"
    assert [path for path, _ in one.media] == [str(first)]
    assert (two.reviewer, two.files) == ("Bo", 1)
    assert one.started <= one.finished <= two.finished


def test_what_an_intake_brought_is_told_apart_from_what_was_there(case: Case, workers: Workers, tmp_path: Path) -> None:
    """Of the intake that has begun or gone on since, with containers, failures and files of no other."""
    before = custody.now(case)
    assert custody.brought(case, before) == (None, Account((), ()))
    first = folder(tmp_path / "one", {"a.eml": mail("A"), "b.mp3": b"ID3", "c.zip": zipped({"in/c.txt": b"c"})})
    second = folder(tmp_path / "two", {"d.zip": zipped({"in/d.txt": b"d", "e.mp3": b"ID3 e"}), "f.mp3": b"ID3 f"})
    for at in (first, second):
        intake.add(case, workers, [at], reviewer="Ada")
        record, account = custody.brought(case, before)
        assert record == custody.records(case)[-1]
        assert account == total_of(case, at)
        before = custody.now(case)
    assert custody.brought(case, before) == (None, Account((), ()))


def total_of(case: Case, root: Path) -> Account:
    """The account of one root, by what the account of all says of it."""
    every = intake.report(case)
    numbers = [number for number, each in enumerate(every.containers) if each.name == str(root)]
    inner = [each for each in every.containers if each.name == ("c.zip" if root.name == "one" else "d.zip")]
    failed = [
        each for each in every.failures if each.path.startswith(("b.", "c.") if root.name == "one" else ("d", "f"))
    ]
    return Account((every.containers[numbers[0]], *inner), tuple(failed), ())


def manifest(case: Case, root: str = "") -> list[str]:
    with passing(case, reviewer="Ada") as gate:
        return list(custody_manifest.lines(gate, root))


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not installed")
def test_the_manifest_is_checked_by_a_standard_tool(case: Case, workers: Workers, tmp_path: Path) -> None:
    odd = {"a.eml": mail("A"), "deep/er/b c.eml": mail("B"), "back\\slash": b"x", "two\nlines": b"y"}
    root = folder(tmp_path / "disk", odd)
    alone = tmp_path / "alone.eml"
    alone.write_bytes(mail("Alone"))
    intake.add(case, workers, [root, alone], reviewer="Ada")
    for lines, where in ((manifest(case), tmp_path), (manifest(case, str(root)), root)):
        text = "".join(f"{line}\n" for line in lines)
        done = subprocess.run(
            ["sha256sum", "--check", "--strict"], input=text, text=True, cwd=where, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr
    assert len(list(manifest(case))) == 5
    (root / "a.eml").write_bytes(b"changed")
    text = "".join(f"{line}\n" for line in manifest(case, str(root)))
    done = subprocess.run(["sha256sum", "--check"], input=text, text=True, cwd=root, capture_output=True, check=False)
    assert "a.eml: FAILED" in done.stdout


def test_a_root_that_was_never_named_is_refused(case: Case) -> None:
    with pytest.raises(NotFoundError, match="never taken in"):
        list(manifest(case, "/media/nothing"))


def test_a_line_of_the_manifest_escapes_as_coreutils_do() -> None:
    assert manifest_line("ab", "plain name") == "ab  plain name"
    assert manifest_line("ab", "a\\b\nc") == "\\ab  a\\\\b\\nc"


def test_folders_break_down_what_their_container_counts(case: Case, workers: Workers, tmp_path: Path) -> None:
    packed = zipped(
        {"in/one.eml": mail("One"), "in/two.mp3": b"ID3", "out/three.eml": mail("Three"), "top.eml": mail("T")}
    )
    root = folder(tmp_path / "disk", {"x/a.zip": packed, "x/b.eml": mail("B"), "y/b-again.eml": mail("B")})
    account = intake.add(case, workers, [root], reviewer="Ada")
    disk, archive = account.containers
    assert disk.counts == Counts(3, 2, 0, 1)
    assert disk.folders == (Folder("x", Counts(2, 2, 0, 0)), Folder("y", Counts(1, 0, 0, 1)))
    assert archive.counts == Counts(4, 3, 1, 0)
    assert set(archive.folders) == {
        Folder("", Counts(1, 1, 0, 0)), Folder("in", Counts(2, 1, 1, 0)), Folder("out", Counts(1, 1, 0, 0)),
    }  # fmt: skip
    assert account.gaps == ()
