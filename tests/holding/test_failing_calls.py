"""A disk that fails at some call of a command: one clear message, no bug, the case whole, and reading goes on.

``failing_calls.c`` stands before the calls of the C library in a real process: making, reading, writing, syncing,
moving and removing files on that disk fail from some call on, or at that one alone.
"""

from __future__ import annotations

import errno
import os
import random
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from reviewer.casefile.engine import migrations, page_one
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.opening import create_case, open_case
from reviewer.casefile.verification.verify import verify
from reviewer.errors import KnownError
from reviewer.isolation.workers import Workers
from reviewer.usecases.evidence import intake
from tests.cli.conftest import PASSPHRASE
from tests.commands import Done, derive_once, run_process
from tests.endurance import a_few, at_length
from tests.evidence import folder, mail
from tests.passphrases import SALT

COMPILER = shutil.which("cc")
needs_compiler = pytest.mark.skipif(COMPILER is None or sys.platform != "linux", reason="needs Linux and a C compiler")
NEW_PASSPHRASE = "another passphrase of ours"

OPERATIONS: dict[str, tuple[str, ...]] = {
    "create": ("case", "create", "DISK/new.evcase", "--title", "New"),
    "list": ("item", "list", "CASE"),
    "search": ("search", "CASE", "camera"),
    "tag": ("tag", "add", "CASE", "gift"),
    "intake": ("intake", "add", "CASE", "MORE"),
    "passphrase": ("case", "passphrase", "CASE"),
    "upgrade": ("tag", "add", "CASE", "gift"),
    "verify": ("case", "verify", "CASE"),
    "verify an older one": ("case", "verify", "CASE"),
    "verify deeply": ("case", "verify", "CASE", "--deep"),
    "export": ("item", "export", "CASE", "TST-000001", "DISK/out.eml"),
    "report": ("report", "export", "CASE", "DISK/report"),
    "recovery sheet": ("case", "recovery-sheet", "CASE", "DISK/sheet.pdf"),
}
READING = ("list", "search", "verify")


@dataclass(frozen=True, slots=True)
class Bench:
    """A folder that is on the disk, and what is put there before each try."""

    place: Path
    library: Path
    key: Key

    @property
    def disk(self) -> Path:
        return self.place / "disk"

    @property
    def case(self) -> Path:
        return self.disk / "c.evcase"

    def prepare(self, operation: str) -> None:
        """The disk as it is before the operation; this laptop remembers nothing."""
        for each in (self.disk, self.place / "config"):
            shutil.rmtree(each, ignore_errors=True)
        self.disk.mkdir()
        older = operation in {"upgrade", "verify an older one"}
        shutil.copy(self.place / ("older.evcase" if older else "kept.evcase"), self.case)

    def run(self, operation: str, **failing: object) -> Done:
        names = {"DISK": str(self.disk), "CASE": str(self.case), "MORE": str(self.place / "more")}
        words = [
            word.replace("DISK", names["DISK"]) if "/" in word else names.get(word, word)
            for word in OPERATIONS[operation]
        ]
        environment = {
            **os.environ,
            "REVIEWER_PASSPHRASE": PASSPHRASE,
            "REVIEWER_NEW_PASSPHRASE": NEW_PASSPHRASE,
            "REVIEWER_CONFIG": str(self.place / "config"),
            "LD_PRELOAD": str(self.library),
            "FAILING_FOLDER": str(self.disk),
            **{f"FAILING_{name.upper()}": str(value) for name, value in failing.items()},
        }
        return run_process(words, environment, program="tests.passphrases")

    def calls(self, operation: str, *, reads: bool) -> int:
        """How many calls an operation makes that could fail."""
        self.prepare(operation)
        count = self.place / "count"
        done = self.run(operation, count=count, reads=int(reads))
        assert done.code == 0, done.err
        return int(count.read_text())

    def problems(self, operation: str, number: int, error: int, *, once: bool, reads: bool) -> list[str]:
        """What is wrong with how an operation ends when the disk fails at a call, or from it on."""
        self.prepare(operation)
        last = number if once else 10**9
        done = self.run(operation, error=error, **{"from": number, "to": last}, reads=int(reads))
        how = f"{operation}, {errno.errorcode[error]} {'at' if once else 'from'} call {number}, reads {reads}"
        return [f"{how}: {words}" for words in (*_said(done), *self._harm(operation, done))]

    def _harm(self, operation: str, done: Done) -> list[str]:
        """What the case lost, once the disk is well again."""
        path = self.disk / "new.evcase" if operation == "create" else self.case
        if not path.exists():
            return ["it is gone"] if operation != "create" or done.code == 0 else []
        try:
            salt = page_one.salt_of(path)
            changed = operation == "passphrase" and salt != self.key.salt
            key = derive_once(NEW_PASSPHRASE if changed else PASSPHRASE, salt)
            with open_case(path, key) as case:
                items, tags = (case.value(f"SELECT count(*) FROM {table}") for table in ("item", "tag"))
            found = [words for part in verify(path, key).parts for words in part.findings]
        except KnownError as known:
            unfinished = operation == "create" and done.code != 0
            return [] if unfinished else [f"it does not open: {known}"]
        if operation in {"tag", "upgrade"} and done.code == 0 and not tags:
            found.append("a tag is lost that was said to be added")
        if operation == "passphrase" and done.code == 0 and not changed:
            found.append("the passphrase is the old one, though it was said to be changed")
        if operation not in {"create", "upgrade", "verify an older one"} and items < 2:
            found.append("items are lost")
        return found


MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of its own within it
MANY = 300
EXPORT = f"""
import sys
from pathlib import Path
from reviewer.errors import StorageError
from reviewer.export.folder import ExportFolder
try:
    with ExportFolder(Path(sys.argv[1])) as made:
        for number in range({MANY}):
            made.write(f"{{number % 3}}/{{number}}.txt", b"words")
        made.finish()
except StorageError as error:
    sys.exit(str(error))
"""
"""Puts an export of many files into its place."""
WRITTEN = 1 + 3 + 2 * MANY
"""Calls that could fail until all is written: it and its folders are made, each file is opened and filled."""


def _said(done: Done) -> list[str]:
    if done.code == 0:
        return []
    lines = done.err.splitlines()
    found = [] if done.code in {4, 5} else [f"exit code {done.code}"]
    found += [f"says {word}: {done.err}" for word in ("bug", "Traceback", "Exception ignored") if word in done.err]
    if sum(line.startswith("reviewer: ") for line in lines) != 1:
        found.append(f"not one message: {done.err}")
    elif lines[-1].startswith("reviewer: "):
        found.append(f"no advice: {done.err}")
    return found


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory, workers: Workers) -> Bench:
    place = tmp_path_factory.mktemp("failing")
    library = place / "failing_calls.so"
    source = Path(__file__).with_name("failing_calls.c")
    assert COMPILER is not None
    subprocess.run([COMPILER, "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)
    key = derive_once(PASSPHRASE, SALT)
    folder(place / "more", {"new.eml": mail("New"), "words.txt": b"Plain words. " * 4000})
    first = folder(place / "first", {"a.eml": mail("A camera"), "b.eml": mail("B")})
    with create_case(place / "kept.evcase", key, title="Kept", reference="TST", reviewer="Ada") as case:
        intake.add(case, workers, [first], reviewer="Ada")
    create_case(place / "older.evcase", key, title="Older", reviewer="Ada", steps=migrations.STEPS[:-2]).close()
    return Bench(place, library, key)


@at_length
@needs_compiler
@pytest.mark.parametrize("operation", list(OPERATIONS))
def test_a_disk_that_fails_while_a_command_works_is_told_of_in_words_and_harms_nothing(
    bench: Bench, operation: str
) -> None:
    """At the first call and the last one, from there on, and once at one by chance; written only, and read as well."""
    chance, found = random.Random(operation), list[str]()
    for reads in (False, True):
        calls = bench.calls(operation, reads=reads)
        for number, once in ((0, False), (calls - 1, False), (chance.randrange(calls), True)):
            for error in (errno.EIO,) if reads else (errno.EIO, errno.ENOSPC):
                found += bench.problems(operation, number, error, once=once, reads=reads)
    assert found == []


@needs_compiler
@pytest.mark.parametrize("error", [errno.EIO, pytest.param(errno.EROFS, marks=at_length)])
@pytest.mark.parametrize("operation", a_few(READING[1:], READING[:1]))
def test_a_disk_that_takes_nothing_any_more_is_read_all_the_same(bench: Bench, operation: str, error: int) -> None:
    bench.prepare(operation)
    done = bench.run(operation, error=error, **{"from": 0, "to": 10**9})
    assert (done.code, done.err) == (0, "")


@needs_compiler
@at_length
def test_evidence_on_a_disk_that_fails_is_named_and_taken_in_once_it_can_be_read(bench: Bench) -> None:
    bench.prepare("intake")
    done = bench.run("intake", folder=bench.place / "more", **{"from": 0, "to": 10**9}, reads=1)
    assert done.code == 4
    assert "2 could not be read; first new.eml: it cannot be read: Input/output error" in done.err
    assert "run `reviewer intake add` again" in done.err
    assert bench.run("intake").code == 0
    with open_case(bench.case, bench.key, read_only=True) as case:
        assert {name for (name,) in case.tuples("SELECT name FROM item")} >= {"new.eml", "words.txt"}


@needs_compiler
def test_a_page_that_the_disk_does_not_give_is_no_damage_of_the_case(bench: Bench) -> None:
    calls = bench.calls("verify", reads=True)
    bench.prepare("verify")
    done = bench.run("verify", **{"from": calls // 2, "to": 10**9}, reads=1)
    assert done.code == 4, done.out
    assert "FAIL" not in done.out
    assert "not read: " in done.out
    assert "copy the case to another disk and verify it there" in done.err


@needs_compiler
@pytest.mark.parametrize("last", a_few([2], [5]))
def test_a_change_of_passphrase_that_the_disk_does_not_confirm_says_which_one_holds(bench: Bench, last: int) -> None:
    """The sync of the folder is the last that is asked for, before the lock is taken away."""
    calls, said = bench.calls("passphrase", reads=False), []
    for number in range(calls - last, calls):
        bench.prepare("passphrase")
        done = bench.run("passphrase", **{"from": number, "to": number})
        changed = page_one.salt_of(bench.case) != bench.key.salt
        if changed and done.code:
            said.append(done.err)
    assert said
    assert all("the passphrase is changed, but the disk failed" in words for words in said)


def exported(bench: Bench, out: Path, **failing: object) -> tuple[str, int]:
    """What an export of many files says of a disk that fails, and how many calls it makes once they are written."""
    count = bench.place / "count"
    environment = {
        **os.environ,
        "LD_PRELOAD": str(bench.library),
        "FAILING_FOLDER": str(out.parent),
        **{f"FAILING_{name.upper()}": str(value) for name, value in {**failing, "count": count}.items()},
    }
    done = subprocess.run(
        [sys.executable, "-c", EXPORT, out], env=environment, check=False, capture_output=True, text=True
    )
    return done.stderr, int(count.read_text()) - WRITTEN


@needs_compiler
@pytest.mark.skipif(not MEMORY.is_dir(), reason="needs a disk that no other program keeps busy")
def test_many_files_are_waited_for_at_once_or_each_by_itself_and_a_fault_of_all_is_heeded(bench: Bench) -> None:
    """Whoever is told that an export is there can rely on each file of it, also where one call says it of all."""
    with TemporaryDirectory(dir=MEMORY) as scratch:
        disk = Path(scratch)
        said, calls = exported(bench, disk / "well")
        assert said == ""
        assert calls < MANY
        said, _ = exported(bench, disk / "once", **{"from": WRITTEN, "to": WRITTEN})
        assert "the disk tells of a fault, not of which file" in said
        assert not (disk / "once").exists()
        said, calls = exported(bench, disk / "unknown", error=errno.ENOSYS, **{"from": WRITTEN, "to": WRITTEN})
        assert said == ""
        assert calls > MANY
        for name in ("well", "unknown"):
            assert sum(each.read_bytes() == b"words" for each in (disk / name).rglob("*.txt")) == MANY
        said, _ = exported(bench, disk / "failing", error=errno.ENOSYS, **{"from": WRITTEN, "to": 10**9})
        assert "could not be written" in said
        assert not (disk / "failing").exists()
