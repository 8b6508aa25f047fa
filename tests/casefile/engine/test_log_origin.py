"""A log that a killed program left is taken into the file that it was begun on, and into no other copy of the case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from reviewer.casefile.engine import journal
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.connection import connect
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.opening import create_case, open_case
from reviewer.casefile.verification.verify import verify
from reviewer.domain.progress import Quiet
from reviewer.errors import DamagedError
from reviewer.usecases import cases

KEY = Key(bytes(range(32)), bytes([1, *range(15)]))


@dataclass(frozen=True, slots=True)
class Beside:
    """A log, the tags that the case had when it was begun, and those that it has with all of the log."""

    log: bytes
    begun: int
    tags: int


@dataclass(slots=True)
class Copies:
    """Copies of a file, and of its log, as they were after each act and after the log was taken in."""

    path: Path
    files: list[tuple[int, bytes]] = field(default_factory=list)
    """How many tags are in the file by itself."""
    logs: list[Beside] = field(default_factory=list)
    begun: int = 0
    taken: int = 0
    tags: int = 0

    def keep(self) -> None:
        self.files.append((self.taken, self.path.read_bytes()))
        log = self.path.with_name(self.path.name + "-wal")
        if log.exists() and log.stat().st_size:
            self.logs.append(Beside(log.read_bytes(), self.begun, self.tags))

    def tag(self, case: Case) -> None:
        """One act; the first after all of the log was taken in begins it anew."""
        with case.act("Ada", "tag add") as act:
            act.insert("tag", {"name": f"tag {self.tags}", "color": "#000000"})
        self.begun, self.tags = self.taken if self.taken == self.tags else self.begun, self.tags + 1
        self.keep()

    def take_in(self, case: Case, how: str = "PASSIVE") -> None:
        case.execute(f"PRAGMA wal_checkpoint({how})").fetchone()
        self.taken = self.tags
        self.keep()


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Copies:
    """Three logs of one sitting, the last of which was taken in by closing the case, and one of the next sitting."""
    made = Copies(tmp_path_factory.mktemp("origin") / "case.evcase")
    with create_case(made.path, KEY, title="Copies", reviewer="Ada") as case:
        made.take_in(case, "TRUNCATE")  # else what made the case would be behind each log
        for _ in range(2):
            made.tag(case)
            made.tag(case)
            made.take_in(case)
        made.tag(case)
    made.taken = made.tags
    with open_case(made.path, KEY) as case:
        made.keep()
        made.tag(case)
        made.take_in(case)
    return made


def put(folder: Path, file: bytes, log: bytes) -> Path:
    path = folder / "case.evcase"
    path.write_bytes(file)
    path.with_name("case.evcase-shm").unlink(missing_ok=True)
    path.with_name("case.evcase-wal").write_bytes(log)
    return path


def refused(path: Path) -> bool:
    try:
        journal.refuse_log(path, KEY, Quiet())
    except DamagedError as error:
        return "belongs to this case as it was at another time" in str(error)
    return False


def test_each_copy_of_the_file_is_told_from_each_log_that_was_not_begun_on_it(copies: Copies, tmp_path: Path) -> None:
    """Those that go together: all before the log is in the file, and nothing that the log does not have."""
    found = set()
    for tags, file in copies.files:
        path = put(tmp_path, file, b"")
        for beside in copies.logs:
            honest = beside.begun <= tags <= beside.tags
            found.add(honest)
            path.with_name("case.evcase-wal").write_bytes(beside.log)
            assert refused(path) != honest, (tags, beside.begun, beside.tags)
    assert found == {True, False}


def test_an_older_copy_beside_a_newer_log_is_refused_by_whatever_would_read_it_and_every_byte_stays(
    copies: Copies, tmp_path: Path
) -> None:
    """And opens as it is by itself once the log is away."""
    (tags, older), newer = copies.files[0], copies.logs[-1]
    path = put(tmp_path, older, newer.log)
    for attempt in (
        lambda: open_case(path, KEY, read_only=True),
        lambda: open_case(path, KEY),
        lambda: verify(path, KEY),
        lambda: cases.accept_lost(path, KEY, reviewer="Ada"),
    ):
        with pytest.raises(DamagedError, match=r"at another time than case\.evcase") as told:
            attempt()
        assert "Move case.evcase-wal into another folder" in told.value.advice
        assert (path.read_bytes(), path.with_name("case.evcase-wal").read_bytes()) == (older, newer.log)
    path.with_name("case.evcase-wal").unlink()
    with open_case(path, KEY) as case:
        assert case.value("SELECT count(*) FROM tag") == tags
    assert verify(path, KEY).whole


def test_a_log_of_a_program_that_did_not_see_to_that_is_not_doubted_beside_its_file(tmp_path: Path) -> None:
    """It wrote the first page where the file grew, and did not read it again before the next log."""
    path = tmp_path / "case.evcase"
    create_case(path, KEY, title="Before", reviewer="Ada").close()
    for sitting in logs_of_before(path):
        assert not refused(put(tmp_path / "beside", *sitting))


def logs_of_before(path: Path) -> Iterator[tuple[bytes, bytes]]:
    path.with_name("beside").mkdir()
    log = path.with_name(path.name + "-wal")
    for sitting in range(2):
        connection = connect(path, KEY)
        try:
            for number in range(6):
                connection.execute("BEGIN IMMEDIATE")
                name = f"{sitting} {number} " + "x" * (9000 if number % 3 else 1)
                connection.execute("INSERT INTO tag (name, color) VALUES (?, '')", (name,))
                connection.execute("COMMIT")
                yield path.read_bytes(), log.read_bytes()
                if number % 2:
                    connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
                    yield path.read_bytes(), log.read_bytes()
        finally:
            connection.close()
