"""Documents too large to be held: read and kept from the disk.

What is large is made small here each time; at length it is what is large to the program.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytest

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import items as originals
from reviewer.domain.evidence.reading import Kind, State
from reviewer.domain.progress import Quiet
from reviewer.errors import StorageError
from reviewer.isolation.errors import WorkerError
from reviewer.isolation.spool import Spool, Spooled
from reviewer.isolation.streamed import PART_BYTES, Streamed
from reviewer.isolation.workers import Workers
from reviewer.usecases import search
from reviewer.usecases.evidence import intake, items
from reviewer.usecases.evidence.intake import ahead, intake_run
from reviewer.usecases.evidence.intake.trees import WHOLE_BYTES
from tests.commands import Lender
from tests.endurance import a_few
from tests.evidence import folder, mail, mailbox, pdf
from tests.workers.archive.building import zipped


@pytest.fixture(scope="module", params=a_few([2**20], [WHOLE_BYTES]))
def whole(request: pytest.FixtureRequest) -> Iterator[int]:
    """Bytes that are read at once; more than that is large."""
    most: int = request.param
    with pytest.MonkeyPatch.context() as change:
        for module in (ahead, intake_run):
            change.setattr(module, "WHOLE_BYTES", most)
        yield most


@pytest.fixture(scope="module")
def workers(whole: int, lender: Lender) -> Iterator[Workers]:
    """Workers to whom the same is large."""
    with Workers(2, provider=lender.lend()) as made:
        made.spools.large = whole
        yield made


@pytest.fixture(scope="module")
def noise(whole: int) -> bytes:
    """What no compression makes smaller, larger than what is read at once; made when a test needs it."""
    return random.Random(4).randbytes(whole + 2 * 2**20)


@pytest.fixture
def large(noise: bytes) -> bytes:
    """A document of one page with some words, and within it a large file that no compression makes smaller."""
    with pymupdf.open(stream=pdf(["Doorbell for the night shift"])) as made:
        made.embfile_add("noise.bin", noise)
        return bytes(made.tobytes())


def test_a_large_document_is_read_and_kept_byte_for_byte(
    case: Case, workers: Workers, tmp_path: Path, noise: bytes, large: bytes
) -> None:
    account = intake.add(case, workers, [folder(tmp_path, {"large.pdf": large})], reviewer="kim")
    assert not account.gaps
    document, inner = items.many(case, search.ids(case, ""))
    assert (document.state, inner.parent) == (State.OK, document.id)
    assert search.ids(case, "doorbell") == [document.id]
    assert originals.original(case, document.id) == large
    assert originals.original(case, inner.id) == noise


def test_the_same_large_document_twice_is_stored_once(
    case: Case, workers: Workers, tmp_path: Path, large: bytes
) -> None:
    intake.add(case, workers, [folder(tmp_path, {"a.pdf": large, "b.pdf": large})], reviewer="kim")
    first, second = (item for item in items.many(case, search.ids(case, "")) if item.parent is None)
    assert second.duplicate_of == first.id
    assert originals.content_of(case, first.id) == originals.content_of(case, second.id)


def test_large_members_of_an_archive_are_read_and_kept_byte_for_byte(
    case: Case, workers: Workers, tmp_path: Path, noise: bytes, large: bytes
) -> None:
    packed = zipped({"noise.bin": noise, "note.txt": b"Porch camera", "deep/large.pdf": large})
    account = intake.add(case, workers, [folder(tmp_path, {"all.zip": packed})], reviewer="kim")
    assert not account.gaps
    held = {item.name: item for item in items.many(case, search.ids(case, ""))}
    assert originals.original(case, held["all.zip"].id) == packed
    assert originals.original(case, held["large.pdf"].id) == large
    inner = next(item for item in items.children(case, held["large.pdf"].id))
    assert originals.content_of(case, inner.id) == originals.content_of(case, held["noise.bin"].id)
    assert originals.original(case, inner.id) == noise
    assert search.ids(case, "doorbell") == [held["large.pdf"].id]


def test_a_mailbox_with_a_large_message_is_cut_as_any_other(
    case: Case, workers: Workers, tmp_path: Path, noise: bytes
) -> None:
    big = mail(subject="Footage", body="Doorbell footage attached", attachments=[("footage.bin", noise, "video/mp4")])
    box = mailbox([mail(subject="Before"), big, mail(subject="After", body="Thanks for the camera")])
    account = intake.add(case, workers, [folder(tmp_path, {"box.mbox": box})], reviewer="kim")
    assert not account.gaps
    held = items.many(case, search.ids(case, ""))
    assert [item.subject for item in held if item.kind is Kind.EMAIL] == ["Before", "Footage", "After"]
    (footage,) = [item for item in held if item.name == "footage.bin"]
    assert originals.original(case, footage.id) == noise
    assert originals.original(case, held[0].id) == box


class _Growing(Quiet):
    """Makes a file larger than is read whole once it was found."""

    def __init__(self, path: Path, size: int) -> None:
        self._path, self._size = path, size

    def step(self, done: int, total: int, what: str) -> None:  # noqa: ARG002
        """Do it while files are looked for."""
        if what == "looking for files":
            os.truncate(self._path, self._size)


def test_a_file_that_grows_beyond_bounds_before_it_is_read_is_not_held(
    case: Case, workers: Workers, whole: int, tmp_path: Path
) -> None:
    disk = folder(tmp_path / "disk", {"log.txt": b"camera"})
    account = intake.add(case, workers, [disk], reviewer="kim", progress=_Growing(disk / "log.txt", whole + 1))
    assert [failure.reason for failure in account.failures] == ["it cannot be read: it changed while it was read"]
    intake.add(case, workers, [disk], reviewer="kim")
    (log,) = items.many(case, search.ids(case, ""))
    assert len(originals.original(case, log.id)) == whole + 1


def test_what_is_put_aside_reads_back_from_any_place(tmp_path: Path) -> None:
    data = random.Random(4).randbytes(100_003)
    spool = Spool(tmp_path)
    for at in range(0, len(data), 4_099):
        spool.append(data[at : at + 4_099])
    assert spool.sha256 == hashlib.sha256(data).digest()
    for start, end in ((0, 16), (1, 2), (15, 33), (4_098, 90_001), (100_000, 100_003), (100_003, 100_003)):
        assert spool.read_at(start, end - start) == data[start:end]
    part = Spooled(spool, 17, 50_001)
    part.file.seek(0)
    assert part.file.read() == data[17:50_001]
    assert part.sha256 == hashlib.sha256(data[17:50_001]).digest()
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(sys.platform != "linux", reason="looks a file without a name up in /proc")
def test_what_is_put_aside_cannot_be_read_on_the_disk(tmp_path: Path) -> None:
    words = b"the porch camera was free of charge " * 1_000
    spool = Spool(tmp_path)
    spool.append(words)
    assert spool.read_at(0, len(words)) == words
    on_disk = opened_in(tmp_path).read_bytes()
    assert len(on_disk) == len(words)
    assert b"porch" not in on_disk


def test_a_full_disk_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="beside the case"):
        Spool(tmp_path / "is not there")


_FULL = """
import resource, signal, sys
from pathlib import Path
from reviewer.errors import StorageError
from reviewer.isolation.spool import Spool
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (2**20 + 10, 2**20 + 10))
spool = Spool(Path(sys.argv[1]))
spool.append(bytes(2**20))
try:
    spool.append(bytes(11))
except StorageError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits the size of files as Unix does")
def test_a_disk_that_is_full_after_the_last_bytes_is_told_at_once(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", _FULL, str(tmp_path)], capture_output=True, text=True, check=True)
    assert "cannot be put aside beside the case" in done.stdout


def test_what_is_sent_is_what_stands_on_the_disk() -> None:
    data = random.Random(4).randbytes(2 * PART_BYTES + 1)
    sent = Streamed(io.BytesIO(data), len(data))
    assert b"".join(sent.parts()) == data
    assert sent.sha256 == hashlib.sha256(data).digest()
    assert sent[3:7] == data[3:7]


def test_a_file_that_has_become_shorter_is_not_sent_as_if_it_were_whole() -> None:
    sent = Streamed(io.BytesIO(b"x" * PART_BYTES), PART_BYTES + 1)
    with pytest.raises(WorkerError, match="it changed while it was read"):
        list(sent.parts())
    assert sent.sha256 == b""


def opened_in(folder: Path) -> Path:
    """The one file that this process has open in a folder, by its number."""
    found = []
    for number in list(Path("/proc/self/fd").iterdir()):
        with contextlib.suppress(FileNotFoundError):  # it was opened to list them
            if number.readlink().is_relative_to(folder):
                found.append(number)
    (only,) = found
    return only
