"""Folders made to break an intake: strange times, pipes, files that change, readers that are killed."""

from __future__ import annotations

import hashlib
import os
import signal
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import contents
from reviewer.errors import NotFoundError
from reviewer.isolation.provider_fork import ForkProvider
from reviewer.isolation.workers import Workers
from reviewer.usecases import search
from reviewer.usecases.evidence import intake, items
from reviewer.usecases.evidence.intake import discovery
from tests.endurance import a_few
from tests.evidence import folder, mail, mailbox
from tests.workers.archive.building import zipped

unix = pytest.mark.skipif(sys.platform == "win32", reason="needs pipes and links")


@unix
@pytest.mark.parametrize("seconds", [99_999_999_999_999, -99_999_999_999_999])
def test_a_time_that_no_calendar_has_is_no_obstacle(case: Case, workers: Workers, seconds: int) -> None:
    """Kept in memory, where a time may be anything; most disks keep it within bounds of their own."""
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as name:  # noqa: S108
        root = folder(Path(name), {"a.eml": mail()})
        os.utime(root / "a.eml", (seconds, seconds))
        account = intake.add(case, workers, [root], reviewer="Ada")
    assert (account.totals.extracted, account.gaps) == (1, ())


@pytest.mark.parametrize("name", ["a" * 300, "a\0b"])
def test_a_name_that_no_file_can_have_is_an_error_in_words(case: Case, workers: Workers, name: str) -> None:
    with pytest.raises(NotFoundError, match="no file or folder"):
        intake.add(case, workers, [Path(name)], reviewer="Ada")


@unix
def test_the_case_file_is_known_by_whatever_name_it_is_found(case: Case, workers: Workers, tmp_path: Path) -> None:
    other = tmp_path.parent / f"{tmp_path.name}-linked"
    other.symlink_to(tmp_path, target_is_directory=True)
    account = intake.add(case, workers, [other], reviewer="Ada")
    assert account.totals.extracted == 0
    assert {failure.reason for failure in account.failures} == {"this is the case file itself"}


@dataclass
class Meanwhile:
    """A progress during which somebody changes the folder, after all its files were found."""

    path: Path
    pipe: bool
    cancelled: bool = field(default=False)

    def step(self, done: int, total: int, what: str) -> None:  # noqa: ARG002
        if total and self.path.is_file():
            self.path.unlink()
            if self.pipe:
                os.mkfifo(self.path)


@unix
@pytest.mark.parametrize("pipe", a_few([True], [False]))
def test_a_file_that_vanishes_or_becomes_a_pipe_is_named_and_blocks_nothing(
    case: Case, workers: Workers, tmp_path: Path, *, pipe: bool
) -> None:
    files = {f"{n:04}.eml": mail(f"Number {n}") for n in range(1_400)}
    root = folder(tmp_path / "d", files)
    account = intake.add(case, workers, [root], reviewer="Ada", progress=Meanwhile(root / "1399.eml", pipe=pipe))
    assert (account.totals.declared, account.totals.extracted, account.totals.failed) == (1_400, 1_399, 1)
    assert [failure.path for failure in account.failures] == ["1399.eml"]
    assert "it cannot be read" in account.failures[0].reason


@dataclass
class Changed:
    """A progress during which, after all files were found, somebody writes to them and puts a link for a folder."""

    root: Path
    outside: Path
    cancelled: bool = field(default=False)

    def step(self, done: int, total: int, what: str) -> None:  # noqa: ARG002
        if total and not (self.root / "z").is_symlink():
            (self.root / "z").rename(self.root / "was z")
            (self.root / "z").symlink_to(self.outside)
            (self.root / "y1.eml").write_bytes(mail("Grown", "x" * 3_000))
            (self.root / "y2.mbox").write_bytes(mailbox([mail("Boxed 0")]))
            os.truncate(self.root / "y3.eml", 100)


@unix
def test_what_changes_after_it_was_found_is_told_and_no_link_leads_out_of_the_folder(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    files = {f"{n:04}.eml": mail(f"Number {n}") for n in range(1_400)}
    large = mail("Large", "x" * 70 + "\n") + (b"y" * 70 + b"\n") * 500_000
    files |= {"y0.eml": mail("At rest"), "y1.eml": mail("Short"), "y3.eml": large, "z/in.eml": mail("Inside")}
    files["y2.mbox"] = mailbox([mail(f"Boxed {n}", "x" * 20_000) for n in range(3)])
    root = folder(tmp_path / "d", files)
    outside = folder(tmp_path / "o", {"in.eml": mail("Private")})
    account = intake.add(case, workers, [root], reviewer="Ada", progress=Changed(root, outside))
    lost = {each.path: each.reason for each in account.failures}
    assert lost.keys() == {"y3.eml", "z/in.eml"}
    assert "cannot be read" in lost["z/in.eml"]
    assert not list(search.ids(case, "private"))
    sizes = {name: (len(data), (root / name).stat().st_size) for name, data in files.items() if name[0] == "y"}

    def told() -> dict[str, list[tuple[object, object]]]:
        top = [each for each in items.iterate(case, search.ids(case, "")) if each.name in sizes]
        flags = {each.name: [dict(flag.args) for flag in each.flags if flag.code == "file.other_size"] for each in top}
        return {name: [(each["found"], each["read"]) for each in held] for name, held in flags.items()}

    expected = {name: [] if found == read else [(found, read)] for name, (found, read) in sizes.items()}
    assert sum(map(len, expected.values())) == 3
    assert told() == expected
    assert intake.retry(case, workers, reviewer="Ada").recovered == 1
    assert told() == expected


@dataclass
class Rewritten:
    """A progress during which, after all files were found, somebody writes others of the same size in their place."""

    root: Path
    others: Mapping[str, bytes]
    back: str
    """The file whose time of change is set back."""
    cancelled: bool = field(default=False)
    over: bool = field(default=False)

    def step(self, done: int, total: int, what: str) -> None:  # noqa: ARG002
        for name, data in self.others.items() if total and not self.over else ():
            path = self.root / name
            before = path.stat()
            path.write_bytes(data)
            if name == self.back:
                os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        self.over = self.over or bool(total)


def of_one_size() -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Files with a word in them, and others of the same names and sizes with another word."""
    files = {f"y{n}.eml": mail(f"Mail {n}", "a camera") for n in range(3)}
    files["y3.mbox"] = mailbox([mail("Boxed", "a camera")])
    others = {name: data.replace(b"camera", b"garden") for name, data in files.items()}
    for held, word in ((files, b"a camera"), (others, b"a garden")):
        held["y4.zip"] = zipped({"in.txt": word}, zipfile.ZIP_STORED)
    return files, others


def test_a_file_rewritten_at_the_same_size_after_it_was_found_is_told(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    files = {f"{n:04}.eml": mail(f"Number {n}") for n in range(1_400)}
    small, others = of_one_size()
    files |= small
    root = folder(tmp_path / "d", files)
    del others["y0.eml"]
    assert all(len(files[name]) == len(data) for name, data in others.items())
    back = "y2.eml" if os.name == "posix" else ""  # elsewhere nothing notes when a file was changed but its own time
    intake.add(case, workers, [root], reviewer="Ada", progress=Rewritten(root, others, back))
    top = items.iterate(case, search.ids(case, ""))
    told = {each.name: [flag.code for flag in each.flags if flag.code.startswith("file.")] for each in top}
    assert {name for name, codes in told.items() if codes} == set(others)
    assert all(told[name] == ["file.rewritten"] for name in others)
    assert len(list(search.ids(case, "garden"))) == len(others), "they are kept as they were read"


def test_a_file_that_changes_between_two_readings_leaves_nothing_half_stored(case: Case) -> None:
    class Changing:
        """A file that says something else the second time."""

        def __init__(self) -> None:
            self._readings = 0
            self._left = b""

        def seek(self, _offset: int) -> int:
            self._readings += 1
            self._left = b"reading %d" % self._readings
            return 0

        def read(self, _size: int) -> bytes:
            answer, self._left = self._left, b""
            return answer

    with case.act("Ada", "intake batch"), pytest.raises(OSError, match="changed while it was read"):
        contents.store_file(case, Changing())  # type: ignore[arg-type]
    assert case.value("SELECT (SELECT count(*) FROM content) + (SELECT count(*) FROM piece)") == 0


@dataclass
class Killer:
    """A progress that kills the readers' zygote, and with it all readers, at some of its steps."""

    provider: ForkProvider
    at: frozenset[int]
    cancelled: bool = False
    steps: int = 0

    def step(self, done: int, total: int, what: str) -> None:  # noqa: ARG002
        self.steps += 1
        zygote = self.provider._zygote
        if self.steps in self.at and zygote is not None:
            os.kill(zygote.pid, signal.SIGKILL)


@pytest.mark.skipif(not ForkProvider.usable(), reason="needs the zygote of Linux")
def test_readers_killed_in_the_middle_cost_only_what_they_held(case: Case, tmp_path: Path) -> None:
    files = {f"loose/{n:03}.eml": mail(f"Loose {n}", "x" * 20_000) for n in range(120)}
    files["box.mbox"] = mailbox([mail(f"Boxed {n}", "x" * 20_000) for n in range(120)])
    root = folder(tmp_path / "d", files)
    provider = ForkProvider()
    with Workers(2, provider=provider) as workers:
        killer = Killer(provider, frozenset({123, 125, 127, 140, 180}))
        account = intake.add(case, workers, [root], reviewer="Ada", progress=killer)
        assert killer.steps > max(killer.at)
        assert account.gaps == ()
        assert account.totals.declared == 241
        assert account.totals.failed <= 2 * len(killer.at)
        assert all(failure.reason for failure in account.failures)
        held = items.many(case, search.ids(case, ""))
        assert {item.sha256 for item in held} >= {hashlib.sha256(data).hexdigest() for data in files.values()}
        intake.retry(case, workers, reviewer="Ada")
        assert intake.report(case).totals.extracted == 241


@pytest.mark.parametrize("name", ["/proc/self/status", "/sys/kernel/uevent_seqnum"])
def test_a_file_whose_size_the_file_system_does_not_know_is_read_to_its_end(name: str) -> None:
    """Linux says 0 bytes of the one, and a page of the other."""
    file = Path(name)
    if not file.is_file():
        pytest.skip("there is no such file here")
    said, data = file.stat().st_size, file.read_bytes()
    read = discovery.read_found(bytes(file), b"", max(said, 2**16))
    assert read is not None
    assert said != len(data)
    assert read[0].count(b"\n") == data.count(b"\n")
