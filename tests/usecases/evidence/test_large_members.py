"""Stores, mailboxes and archives within archives that are too large to hold: taken apart from their bytes in the case.

What is large is made small here: 40 kB for a member, 60 kB for all that comes out of archives within others.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.opening import create_case, open_case
from reviewer.casefile.evidence import items as originals
from reviewer.casefile.verification.verify import verify
from reviewer.domain.evidence.item import Item
from reviewer.domain.evidence.reading import Kind, State
from reviewer.domain.evidence.unpack_limits import raised
from reviewer.domain.reasons.compared import WAITS
from reviewer.errors import CancelledError
from reviewer.isolation.workers import Workers
from reviewer.usecases import search
from reviewer.usecases.evidence import intake, items
from tests.commands import Lender
from tests.endurance import a_few, at_length
from tests.evidence import folder, mail, mailbox, pdf
from tests.holding.comparing import Entry, entries, faults
from tests.holding.killing import KEY, Counting, new_case
from tests.holding.material import store, words
from tests.usecases.evidence.killed_large import HELD, LARGE, with_little_held
from tests.usecases.evidence.test_intake import StopAfter
from tests.workers.archive.building import part, raw_zip, tarred, zeros, zipped

CHANCE = random.Random(3)
NOISE = CHANCE.randbytes(200_000)
LETTERS = [mail(f"Letter {number}", words(CHANCE, 300)) for number in range(150)]
BOX = mailbox(LETTERS)
OUTLOOK = store(3, 20, CHANCE)
DEEP = tarred({"deep/box.mbox": mailbox(LETTERS[:60]), "deep/note.txt": b"ask Moore", "noise.bin": NOISE})
BACKUP = zipped(
    {"first.eml": LETTERS[0], "archive.mbox": BOX, "archive.pst": OUTLOOK, "inner.zip": zipped({"deep.tar": DEEP}),
     "flyer.pdf": pdf(["A free camera."]), "last.eml": LETTERS[1]}
)  # fmt: skip


@pytest.fixture(scope="module")
def sparing(lender: Lender) -> Iterator[Workers]:
    """Workers who hold little."""
    with with_little_held(Workers(2, provider=lender.lend())) as made:
        yield made


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = {"backup.zip": BACKUP, "copy/archive.mbox": BOX, "z.eml": mail("Afterwards")}
    return folder(tmp_path_factory.mktemp("large") / "disk", files)


def every(case: Case, query: str = "") -> list[Item]:
    return items.many(case, search.ids(case, query))


def below(case: Case, name: str, kind: Kind) -> list[Item]:
    """What lies in the one item of this name that lies in another."""
    (holder,) = [item for item in every(case) if item.name == name and item.parent is not None]
    return [item for item in items.children(case, holder.id) if item.kind is kind]


def shapes(case: Case) -> list[tuple[str, ...]]:
    """Every item by where it is and what it holds, whatever its number."""
    return sorted(
        (each.path, each.folder, each.name, each.sha256, each.kind, each.state, each.reason, each.parent)
        for each in entries(case)
    )


def test_what_is_held_and_what_is_put_aside_come_to_the_same_items(
    workers: Workers, sparing: Workers, disk: Path, tmp_path: Path
) -> None:
    found = []
    for name, readers in (("held", workers), ("aside", sparing)):
        path = new_case(tmp_path / f"{name}.evcase")
        with open_case(path, KEY) as case:
            account = intake.add(case, readers, [disk], reviewer="Ada")
            assert account.gaps == ()
            found.append(shapes(case))
        assert faults(path, KEY) == []
    assert found[0] == found[1]


def test_large_stores_and_mailboxes_in_a_backup_are_opened_and_kept_byte_for_byte(
    case: Case, sparing: Workers, disk: Path
) -> None:
    intake.add(case, sparing, [disk / "backup.zip"], reviewer="Ada")
    held = {item.name: item for item in every(case) if item.kind.streamed}
    assert {name: item.state for name, item in held.items()} == dict.fromkeys(
        ("backup.zip", "archive.mbox", "archive.pst", "inner.zip", "deep.tar", "box.mbox"), State.OK
    )
    assert originals.original(case, held["archive.mbox"].id) == BOX
    assert originals.original(case, held["archive.pst"].id) == OUTLOOK
    assert originals.original(case, held["deep.tar"].id) == DEEP
    assert [item.subject for item in below(case, "archive.mbox", Kind.EMAIL)] == [f"Letter {n}" for n in range(150)]
    assert len(below(case, "archive.pst", Kind.EMAIL)) == 60
    assert len(below(case, "box.mbox", Kind.EMAIL)) == 60
    assert {item.family for item in every(case)} == {held["backup.zip"].id}
    (noise,) = [item for item in every(case) if item.name == "noise.bin"]
    assert (originals.original(case, noise.id), noise.depth) == (NOISE, 3)


def test_an_archive_that_is_small_and_unpacks_to_much_is_opened(case: Case, sparing: Workers, tmp_path: Path) -> None:
    many = {f"{number}.txt": f"camera {number} ".encode() * 400 for number in range(100)}
    inner = zipped(many)
    assert len(inner) < LARGE
    assert sum(map(len, many.values())) > HELD
    account = intake.add(
        case, sparing, [folder(tmp_path / "d", {"a.eml": mail(attachments=[("many.zip", inner, "application/zip")])})],
        reviewer="Ada",
    )  # fmt: skip
    assert account.gaps == ()
    assert {item.name for item in below(case, "many.zip", Kind.TEXT)} == set(many)


@pytest.fixture(scope="module")
def peace(disk: Path, sparing: Workers, tmp_path_factory: pytest.TempPathFactory) -> tuple[int, list[Entry]]:
    """The steps of an intake that nobody disturbs, and what it comes to."""
    counting = Counting()
    with open_case(new_case(tmp_path_factory.mktemp("peace") / "c.evcase"), KEY) as case:
        intake.add(case, sparing, [disk], reviewer="Ada", progress=counting)
        return counting.steps, list(entries(case))


@pytest.mark.skipif(sys.platform == "win32", reason="kills with SIGKILL")
@at_length
@pytest.mark.parametrize("moment", [(2, 0.7), (0, 0.2), (1, 0.5), (3, 0.9)])
def test_an_intake_killed_anywhere_goes_on_to_the_same_items_and_numbers(
    sparing: Workers, disk: Path, peace: tuple[int, list[Entry]], tmp_path: Path, moment: tuple[int, float]
) -> None:
    (steps, wanted), (turn, share) = peace, moment
    path = new_case(tmp_path / "killed.evcase")
    for again in (steps * share, 2 + turn):
        module = "tests.usecases.evidence.killed_large"
        command = [sys.executable, "-m", module, path, KEY.literal(), disk, int(again)]
        done = subprocess.run(list(map(str, command)), capture_output=True, check=False)
        assert done.returncode in {0, -9}, done.stderr.decode()
    with open_case(path, KEY) as case:
        intake.add(case, sparing, [disk], reviewer="Ada")
        assert list(entries(case)) == wanted
    assert faults(path, KEY) == []


@pytest.mark.parametrize("share", a_few([0.8], [0.3, 0.6, 0.95]))
def test_a_stopped_intake_goes_on_to_the_same_items_and_numbers(
    sparing: Workers, disk: Path, peace: tuple[int, list[Entry]], tmp_path: Path, share: float
) -> None:
    steps, wanted = peace
    path = new_case(tmp_path / "stopped.evcase")
    with open_case(path, KEY) as case:
        with pytest.raises(CancelledError):
            intake.add(case, sparing, [disk], reviewer="Ada", progress=StopAfter(int(steps * share)))
        intake.add(case, sparing, [disk], reviewer="Ada")
        assert list(entries(case)) == wanted
    assert faults(path, KEY) == []


def test_what_a_limit_left_out_is_opened_once_it_is_raised(
    case: Case, key: Key, sparing: Workers, tmp_path: Path
) -> None:
    files = {"all.zip": zipped({"box.mbox": mailbox([mail(body=words(CHANCE, 20_000)) for _ in range(12)])})}
    root = folder(tmp_path / "d", files)
    intake.add(case, sparing, [root], limits=raised(["member=1"]), reviewer="Ada")
    (missing,) = [failure.reason for failure in intake.report(case).failures]
    assert missing == "it is larger than 1 MiB, the limit for one member"
    intake.retry(case, sparing, reviewer="Ada")
    assert len(below(case, "box.mbox", Kind.EMAIL)) == 12
    assert intake.report(case).gaps == ()
    case.close()
    assert verify(case.path, key).whole


def test_a_retry_that_was_stopped_amid_a_large_mailbox_is_gone_on_with_by_the_next(
    case: Case, key: Key, sparing: Workers, tmp_path: Path
) -> None:
    box = mailbox([mail(f"Letter {number}", words(CHANCE, 400)) for number in range(600)])
    root = folder(tmp_path / "d", {"all.zip": zipped({"box.mbox": box})})
    intake.add(case, sparing, [root], limits=raised(["member=1"]), reviewer="Ada")
    with pytest.raises(CancelledError):
        intake.retry(case, sparing, reviewer="Ada", progress=StopAfter(4))
    some = len(below(case, "box.mbox", Kind.EMAIL))
    assert 0 < some < 600
    assert [item.reasons for item in every(case) if item.name == "box.mbox"] == [(WAITS,)]
    intake.retry(case, sparing, reviewer="Ada")
    assert [item.subject for item in below(case, "box.mbox", Kind.EMAIL)] == [f"Letter {n}" for n in range(600)]
    assert intake.report(case).gaps == ()
    case.close()
    assert verify(case.path, key).whole


def test_what_comes_out_of_archives_within_one_file_is_bounded(case: Case, sparing: Workers, tmp_path: Path) -> None:
    inner = zipped({f"{number}.bin": CHANCE.randbytes(300_000) for number in range(6)})
    root = folder(tmp_path / "d", {"a.zip": zipped({"b.zip": inner, "c.zip": zipped({"c.bin": NOISE})})})
    intake.add(case, sparing, [root], limits=raised(["nested=1"]), reviewer="Ada")
    held = {item.name: item for item in every(case)}
    assert "raise the limit “nested”" in held["b.zip"].reason
    assert (held["b.zip"].state, len(items.children(case, held["b.zip"].id))) == (State.PARTIAL, 3)
    assert len(items.children(case, held["c.zip"].id)) == 0
    intake.retry(case, sparing, reviewer="Ada")
    held = {item.name: item for item in every(case)}
    assert {item.state for item in held.values() if item.kind is Kind.ARCHIVE} == {State.OK}
    assert len(items.children(case, held["b.zip"].id)) == 6
    assert intake.report(case).gaps == ()


def test_large_archives_within_one_file_are_bounded_by_number(case: Case, sparing: Workers, tmp_path: Path) -> None:
    files = {f"{number}.zip": zipped({"n.bin": CHANCE.randbytes(50_000)}) for number in range(4)}
    root = folder(tmp_path / "d", {"a.zip": zipped(files)})
    intake.add(case, sparing, [root], limits=raised(["archives=3"]), reviewer="Ada")
    reasons = [failure.reason for failure in intake.report(case).failures if "archives within" in failure.reason]
    assert len(reasons) == 1
    assert "raise the limit “archives”" in reasons[0]
    assert len(every(case)) == 1 + 4 + 3


def test_a_mailbox_in_an_archive_that_is_also_on_the_disk_is_cut_all_the_same(
    case: Case, sparing: Workers, disk: Path
) -> None:
    """Its bytes are those of a mailbox that is made of its messages."""
    intake.add(case, sparing, [disk / "copy"], reviewer="Ada")
    intake.add(case, sparing, [disk / "backup.zip"], reviewer="Ada")
    (inner,) = [item for item in every(case) if item.name == "archive.mbox" and item.parent is not None]
    assert (inner.state, inner.duplicate_of is not None) == (State.OK, True)
    assert len(below(case, "archive.mbox", Kind.EMAIL)) == 150


def test_no_container_is_left_waiting(case: Case, sparing: Workers, disk: Path) -> None:
    intake.add(case, sparing, [disk], reviewer="Ada")
    assert [item.name for item in every(case) if item.reasons == (WAITS,)] == []


_FULL = """
import resource, signal, sys
from pathlib import Path
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.opening import open_case
from reviewer.errors import StorageError
from reviewer.isolation.workers import Workers
from reviewer.usecases.evidence import intake
path, literal, folder = sys.argv[1:]
digits = bytes.fromhex(literal[2:-1])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with open_case(Path(path), Key(digits[:32], digits[32:])) as case, Workers(2) as workers:
    workers.spools.large = 40_000
    workers.describe()
    resource.setrlimit(resource.RLIMIT_FSIZE, (200 * 2**20, resource.RLIM_INFINITY))
    try:
        intake.add(case, workers, [Path(folder)], reviewer="Ada")
    except StorageError as error:
        print(error, error.advice)
"""


@at_length
@pytest.mark.skipif(sys.platform == "win32", reason="limits the size of files as Unix does")
def test_a_disk_that_cannot_take_a_large_member_is_told_and_the_intake_goes_on_when_there_is_room(
    sparing: Workers, tmp_path: Path
) -> None:
    """What is said of such a disk is tried each time in test_intake_large.py."""
    root = folder(tmp_path / "d", {"a.zip": raw_zip([zeros("large.bin", 210 * 2**20), part("note.txt", b"camera")])})
    path = tmp_path / "c.evcase"
    create_case(path, KEY, title="Full", reviewer="Ada").close()
    done = subprocess.run(
        [sys.executable, "-c", _FULL, path, KEY.literal(), root], capture_output=True, text=True, check=True
    )
    assert "cannot be put aside beside the case" in done.stdout
    assert "Free some space" in done.stdout
    with open_case(path, KEY) as case:
        account = intake.add(case, sparing, [root], reviewer="Ada")
        assert (account.totals.declared, account.gaps) == (3, ())
    assert {each.name for each in os.scandir(tmp_path)} == {"d", "c.evcase"}
