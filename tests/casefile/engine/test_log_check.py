"""The log of a killed program, spoiled in one place: what was saved behind it is told, and no honest log is doubted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from reviewer.casefile.engine import page_one
from reviewer.casefile.engine.connection import connect
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.log_check import Log, check_log
from reviewer.casefile.engine.opening import create_case
from reviewer.casefile.verification.verify import verify
from reviewer.domain.progress import Quiet

ACTS = 6
HEADER, FRAME = 32, 24 + page_one.PAGE


@dataclass(frozen=True, slots=True)
class Killed:
    """A case and its log as a program left them that was killed after some acts; where the log says that each ends."""

    case: bytes
    log: bytes
    ends: tuple[int, ...]

    def put(self, folder: Path, log: bytes | None = None) -> Path:
        path = folder / "killed.evcase"
        path.with_name("killed.evcase-shm").unlink(missing_ok=True)
        path.write_bytes(self.case)
        path.with_name("killed.evcase-wal").write_bytes(self.log if log is None else log)
        return path


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Killed]:
    """After six acts, behind which lie frames of an earlier log."""
    path = tmp_path_factory.mktemp("log") / "case.evcase"
    with create_case(path, KEY, title="Log", reviewer="Ada") as case:
        for number in range(20):
            with case.act("Ada", "tag add") as act:
                act.insert("tag", {"name": f"before {number}", "color": "#000000"})
        case.execute("PRAGMA wal_checkpoint(RESTART)").fetchone()
        ends = []
        for number in range(ACTS):
            with case.act("Ada", "tag add") as act:
                act.insert("tag", {"name": f"tag {number} " + "x" * 3000, "color": "#000000"})
            ends.append(_frames(path))
        log = path.with_name("case.evcase-wal").read_bytes()
        assert len(log) > HEADER + ends[-1] * FRAME
        yield Killed(path.read_bytes(), log, tuple(ends))


KEY = Key(bytes(range(32)), bytes([1, *range(15)]))


def _frames(path: Path) -> int:
    """How many frames have the salts that stand at the head of the log."""
    log = path.with_name(path.name + "-wal").read_bytes()
    starts = range(HEADER, len(log), FRAME)
    return sum(log[at + 8 : at + 16] == log[16:24] for at in starts)


def spoiled(log: bytes, at: int) -> bytes:
    return log[:at] + bytes([log[at] ^ 0x40]) + log[at + 1 :]


def acts_read(path: Path) -> int:
    """How many acts SQLite gives."""
    connection = connect(path, KEY)
    try:
        return int(connection.execute("SELECT count(*) FROM tag WHERE name LIKE 'tag %'").fetchone()[0])
    finally:
        connection.close()


PLACES = {"page": 2, "size": 7, "salt": 9, "checksum": 17, "bytes": 1000}
"""Bytes of a frame."""


@pytest.mark.parametrize("where", PLACES)
@pytest.mark.parametrize("act", range(0, ACTS - 1, 2))
def test_a_byte_that_is_spoiled_anywhere_before_the_last_act_is_told_with_what_is_lost(
    killed: Killed, tmp_path: Path, where: str, act: int
) -> None:
    for frame in ([0, *killed.ends][act] + 1, killed.ends[act]):
        at = HEADER + (frame - 1) * FRAME
        path = killed.put(tmp_path, spoiled(killed.log, at + PLACES[where]))
        found = check_log(path, Quiet())
        assert (found.broken, found.lost) == (frame, ACTS - act)
        assert f"frame {frame} (from byte {at:,})" in found.findings[0]
    assert acts_read(path) == act


@pytest.mark.parametrize("at", [0, 3, 6, 17, 30])
def test_a_header_that_is_spoiled_is_told_unless_all_is_in_the_file(killed: Killed, tmp_path: Path, at: int) -> None:
    path = killed.put(tmp_path, spoiled(killed.log, at))
    found = check_log(path, Quiet())
    assert (found.frames, found.lost, acts_read(path)) == (0, ACTS, 0)
    assert "its header" in found.findings[0]
    taken_in = killed.put(tmp_path)
    acts_read(taken_in)
    taken_in.with_name(path.name + "-wal").write_bytes(spoiled(killed.log, at))
    assert check_log(taken_in, Quiet()) == Log()


def test_frames_that_are_lost_altogether_are_told(killed: Killed, tmp_path: Path) -> None:
    start = HEADER + killed.ends[1] * FRAME
    log = killed.log[:start] + bytes(2 * FRAME) + killed.log[start + 2 * FRAME :]
    assert check_log(killed.put(tmp_path, log), Quiet()).lost >= ACTS - 3


def test_a_log_that_ends_anywhere_is_not_doubted(killed: Killed, tmp_path: Path) -> None:
    """A plain kill and a cut of the power: the log ends in a transaction, and what lies behind is of an earlier one."""
    whole = check_log(killed.put(tmp_path), Quiet())
    assert (whole.frames, whole.findings, whole.apart) == (killed.ends[-1], [], [])
    older = HEADER + killed.ends[-1] * FRAME
    for length in range(0, older, 5003):
        cut = check_log(killed.put(tmp_path, killed.log[:length]), Quiet())
        assert (cut.findings, cut.apart) == ([], []), length
        cut = check_log(killed.put(tmp_path, killed.log[:length] + bytes(older - length) + killed.log[older:]), Quiet())
        assert cut.findings == [], length


def test_a_last_transaction_that_is_not_whole_is_told_apart(killed: Killed, tmp_path: Path) -> None:
    """The power may have failed before it was synced, with its end on the disk and its start not."""
    frame = killed.ends[-2] + 1
    path = killed.put(tmp_path, spoiled(killed.log, HEADER + (frame - 1) * FRAME + 700))
    report = verify(path, KEY)
    assert report.whole
    told = {part.name: part.apart for part in report.parts if part.apart}
    assert f"from frame {frame} on is not whole" in told["frames of the log"][0]


def test_verifying_tells_what_is_lost_each_time_and_leaves_the_log_as_it_is(killed: Killed, tmp_path: Path) -> None:
    log = spoiled(killed.log, HEADER + killed.ends[2] * FRAME + 700)
    path = killed.put(tmp_path, log)
    for _ in range(2):
        report = verify(path, KEY)
        found = {part.name: part.findings for part in report.parts if part.findings}
        assert list(found) == ["frames of the log"]
        assert "3 transactions that were saved are lost" in found["frames of the log"][0]
        assert (path.read_bytes(), path.with_name(path.name + "-wal").read_bytes()) == (killed.case, log)
    assert acts_read(path) == 3
    assert verify(path, KEY).whole
