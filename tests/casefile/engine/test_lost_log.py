"""A log that has lost what was saved, beside a first page that is torn or whole: nobody goes on, every byte is kept."""

from __future__ import annotations

import hashlib
import random
import struct
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from reviewer.casefile.engine import audit, journal, log_check, page_one
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.opening import create_case, open_case
from reviewer.casefile.engine.record import record
from reviewer.casefile.verification.verify import verify
from reviewer.desktop import settings
from reviewer.errors import CancelledError, CredentialError, DamagedError, InputError, StorageError
from reviewer.usecases import cases

KEY = Key(bytes(range(32)), bytes([1, *range(15)]))
ACTS = 5
PAGE, HEADER, FRAME = page_one.PAGE, 32, 24 + page_one.PAGE


@dataclass(frozen=True, slots=True)
class Killed:
    """A case and its log as a program left them, killed after some acts, each of which makes the file longer."""

    case: bytes
    log: bytes
    ends: tuple[int, ...]
    """The frames that end an act."""

    def frame(self, number: int) -> int:
        """Where a frame begins; from the end for numbers below one."""
        return HEADER + ((number if number > 0 else number + self.ends[-1]) - 1) * FRAME

    @property
    def first_pages(self) -> list[int]:
        """The frames with the first page."""
        starts = range(1, self.ends[-1] + 1)
        return [number for number in starts if self.log[self.frame(number) :][:4] == b"\0\0\0\1"]


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Killed]:
    """All that was saved before the acts is in the file; the log is cut where they end."""
    path = tmp_path_factory.mktemp("lost") / "case.evcase"
    with create_case(path, KEY, title="Log", reviewer="Ada") as case:
        case.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        before, ends, log = path.read_bytes(), list[int](), path.with_name("case.evcase-wal")
        for number in range(ACTS):
            with case.act("Ada", "tag add") as act:
                act.insert("tag", {"name": f"{number} " + "x" * 9000, "color": "#000000"})
            ends.append((log.stat().st_size - HEADER) // FRAME)
        made = Killed(before, log.read_bytes(), tuple(ends))
        assert path.read_bytes() == before
        assert len(made.first_pages) >= ACTS
        yield made


def torn(data: bytes) -> bytes:
    """The file with half of a sector of the first page as it was never written."""
    return data[:1024] + random.Random(1).randbytes(512) + data[1536:]


def spoiled(log: bytes, at: int) -> bytes:
    return log[:at] + bytes([log[at] ^ 0x40]) + log[at + 1 :]


def begun_anew(log: bytes) -> bytes:
    """The log as its next run begins: a header with other salts, and behind it still the frames of the one before."""
    header = log[:12] + struct.pack(">I", 1) + bytes(range(8))
    order = ">" if log[3] & 1 else "<"
    return header + log_check._Sums(order).after(bytes(8), header) + log[HEADER:]


def last_is_in(killed: Killed) -> bytes:
    """The file with one page of the last act, as when the power was cut while the log was taken in."""
    start = killed.frame(killed.ends[-2] + 1)
    page = int.from_bytes(killed.log[start : start + 4])
    if page == 1:
        start += FRAME
        page = int.from_bytes(killed.log[start : start + 4])
    data = bytearray(killed.case.ljust(page * PAGE, b"\0"))
    data[(page - 1) * PAGE : page * PAGE] = killed.log[start + 24 : start + FRAME]
    return bytes(data)


Log = Callable[[Killed], bytes]
LOGS: dict[str, Log] = {
    "bytes of the first frame": lambda k: spoiled(k.log, k.frame(1) + 700),
    "page number of the first frame": lambda k: spoiled(k.log, k.frame(1) + 2),
    "salt of the first frame": lambda k: spoiled(k.log, k.frame(1) + 9),
    "sum of the first frame": lambda k: spoiled(k.log, k.frame(1) + 17),
    "a frame in the middle": lambda k: spoiled(k.log, k.frame(k.ends[2]) + 700),
    "the frame with the first page": lambda k: spoiled(k.log, k.frame(k.first_pages[0]) + 700),
    "salt of the header": lambda k: spoiled(k.log, 17),
    "mark of the header": lambda k: spoiled(k.log, 1),
    "sum of the header": lambda k: spoiled(k.log, 27),
    "frames that are gone": lambda k: k.log[: k.frame(2)] + bytes(2 * FRAME) + k.log[k.frame(4) :],
}
"""Logs that have lost what was saved."""
GIVES_NOTHING: dict[str, Log] = {
    "of an older run": lambda k: begun_anew(k.log),
    "nothing": lambda _: b"",
    "half a header": lambda k: k.log[:20],
    "a header alone": lambda k: k.log[:HEADER],
    "half a frame": lambda k: k.log[: HEADER + FRAME // 2],
    "an act that never ended": lambda k: k.log[: k.frame(k.ends[0])],
}
"""Logs of which nothing is read, and nothing says that it was to be."""


def put(folder: Path, case: bytes, log: bytes) -> Path:
    path = folder / "killed.evcase"
    path.write_bytes(case)
    path.with_name("killed.evcase-wal").write_bytes(log)
    return path


def held(path: Path) -> dict[str, bytes]:
    """Every byte there, but for the index of the log, which is made anew by whoever opens the case."""
    return {each.name: each.read_bytes() for each in path.parent.iterdir() if not each.name.endswith("-shm")}


def refused(path: Path, words: str) -> None:
    """Readers and writers are refused in these words, a wrong key as ever, and nothing changes."""
    before = held(path)
    for read_only in (True, False):
        with pytest.raises(DamagedError, match=words) as told:
            open_case(path, KEY, read_only=read_only)
        assert "Copy killed.evcase and killed.evcase-wal to another disk" in told.value.advice or not before.get(
            "killed.evcase-wal"
        )
        with pytest.raises(CredentialError):
            open_case(path, Key(bytes(32), KEY.salt), read_only=read_only)
        assert held(path) == before


@pytest.mark.parametrize("name", [*LOGS, *GIVES_NOTHING])
def test_a_torn_first_page_that_the_log_does_not_give_back_is_refused_and_all_is_kept(
    killed: Killed, tmp_path: Path, name: str
) -> None:
    path = put(tmp_path, torn(killed.case), (LOGS | GIVES_NOTHING)[name](killed))
    before = held(path)
    refused(path, "first page of the case file is damaged")
    for _ in range(2):
        report = verify(path, KEY)
        found = {part.name: part.findings for part in report.parts}
        assert found["pages"][0] == "page 1 is not what was written"
        assert bool(found["frames of the log"]) == (name in LOGS)
        assert held(path) == before
    with pytest.raises((DamagedError, InputError)):
        cases.accept_lost(path, KEY, reviewer="Ada")
    assert held(path) == before


def test_a_torn_first_page_is_told_with_the_place_in_the_log(killed: Killed, tmp_path: Path) -> None:
    path = put(tmp_path, torn(killed.case), LOGS["bytes of the first frame"](killed))
    refused(path, r"killed\.evcase-wal does not give it back \(frame 1 \(from byte 32\) is not what was written")


@pytest.mark.parametrize("read_only", [True, False])
def test_a_torn_first_page_that_the_log_gives_back_is_no_damage(
    killed: Killed, tmp_path: Path, *, read_only: bool
) -> None:
    """A whole log; and one whose last act the power has cut, of which nothing was taken into the file."""
    for log, acts in ((killed.log, ACTS), (spoiled(killed.log, killed.frame(0) + 700), ACTS - 1)):
        path = put(tmp_path, torn(killed.case), log)
        with open_case(path, KEY, read_only=read_only) as case:
            assert case.value("SELECT count(*) FROM tag") == acts
        assert verify(path, KEY).whole


@pytest.mark.parametrize("tear", [torn, bytes])
def test_a_last_act_of_which_a_page_is_in_the_file_had_been_saved(
    killed: Killed, tmp_path: Path, tear: Callable[[bytes], bytes]
) -> None:
    """Whether the log is spoiled in that act or ends in it."""
    for log in (spoiled(killed.log, killed.frame(0) + 700), killed.log[: killed.frame(0)]):
        path = put(tmp_path, tear(last_is_in(killed)), log)
        refused(path, r"1 transaction that was saved is lost|no frame of it")


@pytest.mark.parametrize("name", LOGS)
def test_a_log_that_has_lost_what_was_saved_is_refused_beside_a_whole_first_page(
    killed: Killed, tmp_path: Path, name: str
) -> None:
    path = put(tmp_path, killed.case, LOGS[name](killed))
    refused(path, r"the log of killed\.evcase, which holds what was saved last, is damaged: .* lost from there on")


def test_who_goes_on_without_what_is_lost_keeps_the_log(killed: Killed, tmp_path: Path) -> None:
    log = LOGS["a frame in the middle"](killed)
    path = put(tmp_path, killed.case, log)
    (tmp_path / "killed.evcase.lost-log").write_bytes(b"one kept before")
    cases.accept_lost(path, KEY, reviewer="Ada")
    kept = tmp_path / "killed.evcase.lost-log-2"
    assert (kept.read_bytes(), (tmp_path / "killed.evcase.lost-log").read_bytes()) == (log, b"one kept before")
    with open_case(path, KEY) as case:
        assert case.value("SELECT count(*) FROM tag") == 2
        detail = case.value("SELECT detail FROM audit WHERE act = 'case accept lost'")
        assert hashlib.sha256(log).hexdigest() in detail
    assert verify(path, KEY).whole
    with pytest.raises(InputError, match="has lost nothing"):
        cases.accept_lost(path, KEY, reviewer="Ada")


OTHER = Key(bytes(range(1, 33)), bytes([1, *range(1, 16)]))


@pytest.fixture(scope="module")
def another(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A case under another passphrase, closed."""
    path = tmp_path_factory.mktemp("another") / "case.evcase"
    create_case(path, OTHER, title="Other", reviewer="Ada").close()
    return path.read_bytes()


def test_the_log_of_another_file_is_not_written_into_a_case(killed: Killed, another: bytes, tmp_path: Path) -> None:
    """As where a copy from before or after a change of passphrase is put where a killed program left its log."""
    path = put(tmp_path, another, killed.log)
    before = held(path)
    for attempt in (
        lambda: open_case(path, OTHER, read_only=True),
        lambda: open_case(path, OTHER),
        lambda: verify(path, OTHER),
    ):
        with pytest.raises(DamagedError, match="is the log of another file, or from before") as told:
            attempt()
        assert "move killed.evcase-wal into another folder" in told.value.advice
        assert held(path) == before
    path.with_name("killed.evcase-wal").rename(tmp_path / "moved")
    with open_case(path, OTHER) as case:
        assert case.value("SELECT title FROM case_record") == "Other"


def summed_anew(log: bytes) -> bytes:
    """A log with the sums that its bytes have: as they are when a page was spoiled before it was written."""
    sums = log_check._Sums(">" if log[3] & 1 else "<")
    made, before = bytearray(log), log[24:HEADER]
    for start in range(HEADER, len(log), FRAME):
        before = sums.after(before, bytes(made[start : start + 8] + made[start + 24 : start + FRAME]))
        made[start + 16 : start + 24] = before
    return bytes(made)


def test_a_page_in_the_log_that_was_not_what_it_should_be_is_told_and_all_is_kept(
    killed: Killed, tmp_path: Path
) -> None:
    assert summed_anew(killed.log) == killed.log
    path = put(tmp_path, killed.case, summed_anew(spoiled(killed.log, killed.frame(3) + 700)))
    before = held(path)
    refused(path, r"the page in frame 3 \(from byte [\d,]+\) was not written under this passphrase")
    report = verify(path, KEY)
    found = {part.name: part.findings for part in report.parts if part.findings}
    assert "the page in frame 3" in found["frames of the log"][0]
    assert held(path) == before


class Watching:
    """A progress that keeps what it is told, and asks for a stop at once if it is to."""

    def __init__(self, *, stops: bool = False) -> None:
        self.told, self.stops = list[tuple[int, int, str]](), stops

    def step(self, done: int, total: int, what: str) -> None:
        self.told.append((done, total, what))

    @property
    def cancelled(self) -> bool:
        return self.stops


def test_how_far_a_long_log_is_looked_through_is_told_and_can_be_stopped(tmp_path: Path) -> None:
    """By whoever opens the case, to read or to write; whoever stops it has changed nothing, and may open it again."""
    with create_case(tmp_path / "case.evcase", KEY, title="Long", reviewer="Ada") as case:
        with case.act("Ada", "tag add") as act:  # whose entry in the trail is as long
            act.insert("tag", {"name": "x" * 550 * PAGE, "color": "#000000"})
        path = put(tmp_path, case.path.read_bytes(), Path(f"{case.path}-wal").read_bytes())
    frames = (path.with_name("killed.evcase-wal").stat().st_size - HEADER) // FRAME
    before = held(path)
    for read_only in (True, False):
        with pytest.raises(CancelledError, match="nothing is changed"):
            open_case(path, KEY, read_only=read_only, progress=Watching(stops=True))
        assert held(path) == before
    for read_only in (True, False):
        with open_case(path, KEY, read_only=read_only, progress=(watching := Watching())) as case:
            assert case.value("SELECT count(*) FROM tag") == 1
        assert [(done, total) for done, total, _ in watching.told] == [(1000, frames), (frames, frames)]


def harmed_in(killed: Killed, act: int) -> bytes:
    """A log with a page of an act that was spoiled before it was written."""
    return summed_anew(spoiled(killed.log, killed.frame(killed.ends[act]) + 700))


@pytest.mark.parametrize("acts", [2, ACTS - 1])
def test_who_goes_on_without_what_cannot_be_relied_on_keeps_the_log(killed: Killed, tmp_path: Path, acts: int) -> None:
    log = harmed_in(killed, acts)
    path = put(tmp_path, killed.case, log)
    report = verify(path, KEY)
    assert report.goes_without_end
    lost = ACTS - acts
    told = "1 transaction from there on" if lost == 1 else f"{lost} transactions from there on"
    assert told in next(part.findings[0] for part in report.parts if part.name == "frames of the log")
    kept = cases.accept_lost(path, KEY, reviewer="Ada")
    assert (kept.frames, kept.lost) == (killed.ends[acts - 1], lost)
    assert path.with_name(kept.name).read_bytes() == log
    with open_case(path, KEY) as case:
        assert case.value("SELECT count(*) FROM tag") == acts
        assert case.value("SELECT count(*) FROM audit WHERE act = 'case accept lost'") == 1
    assert verify(path, KEY).whole


def test_what_cannot_be_relied_on_stays_where_some_of_it_is_in_the_file_or_the_first_page_is_torn(
    killed: Killed, tmp_path: Path
) -> None:
    for case in (last_is_in(killed), torn(killed.case)):
        path = put(tmp_path, case, harmed_in(killed, 2))
        before = held(path)
        assert not verify(path, KEY).goes_without_end
        with pytest.raises(DamagedError):
            cases.accept_lost(path, KEY, reviewer="Ada")
        assert held(path) == before


def told_as_kept(case: Case) -> list[tuple[str, str]]:
    return [(str(who), str(name)) for who, name in case.tuples(TOLD)]


TOLD = "SELECT reviewer, subject FROM audit WHERE act = 'case accept lost'"


@pytest.mark.parametrize("again", [False, True])
def test_a_log_that_was_kept_by_a_program_killed_then_is_told_in_the_trail(
    killed: Killed, tmp_path: Path, *, again: bool
) -> None:
    """By whoever opens the case for writing next, once, under the name of who decided it; readers tell nothing."""
    path = put(tmp_path, killed.case, LOGS["a frame in the middle"](killed))
    kept = journal.keep_log(path, KEY, reviewer="Ada Quist")
    note = tmp_path / "killed.evcase.lost-log.note"
    assert b"Ada" not in note.read_bytes()
    with open_case(path, KEY, read_only=True) as case:
        assert told_as_kept(case) == []
    if again:
        assert cases.accept_lost(path, KEY, reviewer="Bo") == kept
    for _ in range(2):
        open_case(path, KEY).close()
        assert not note.exists()
    with open_case(path, KEY) as case:
        assert told_as_kept(case) == [("Ada Quist", "killed.evcase.lost-log")]
        assert case.value("SELECT count(*) FROM tag") == 2


def test_a_note_that_was_left_after_it_was_told_or_is_of_another_key_tells_nothing(
    killed: Killed, tmp_path: Path
) -> None:
    path = put(tmp_path, killed.case, LOGS["a frame in the middle"](killed))
    journal.keep_log(path, KEY, reviewer="Ada")
    note = tmp_path / "killed.evcase.lost-log.note"
    left = note.read_bytes()
    open_case(path, KEY).close()
    for data, stays in ((left, False), (spoiled(left, 40), True), (left[:20], True), (b"", True)):
        note.write_bytes(data)
        with open_case(path, KEY) as case:
            assert len(told_as_kept(case)) == 1
        assert note.exists() == stays


def test_an_attempt_to_keep_a_log_that_was_killed_before_the_log_was_cut_is_made_again(
    killed: Killed, tmp_path: Path
) -> None:
    log = LOGS["a frame in the middle"](killed)
    path = put(tmp_path, killed.case, log)
    journal.keep_log(path, KEY, reviewer="Ada")
    path.with_name("killed.evcase-wal").write_bytes(log)
    refused(path, r"lost from there on")
    assert cases.accept_lost(path, KEY, reviewer="Bo").name == "killed.evcase.lost-log-2"
    with open_case(path, KEY) as case:
        assert told_as_kept(case) == [("Bo", "killed.evcase.lost-log-2")]


def test_what_lies_behind_a_page_that_is_not_of_the_case_is_lost_as_well(killed: Killed, tmp_path: Path) -> None:
    """The log ends twice: first at a page that was spoiled before it was summed, then at one spoiled since."""
    log = spoiled(harmed_in(killed, 1), killed.frame(killed.ends[3]) + 700)
    for case in (last_is_in(killed), torn(killed.case)):
        path = put(tmp_path, case, log)
        before = held(path)
        with pytest.raises(DamagedError):
            cases.accept_lost(path, KEY, reviewer="Ada")
        assert held(path) == before
        assert not verify(path, KEY).loses
    path = put(tmp_path, killed.case, log)
    kept = cases.accept_lost(path, KEY, reviewer="Ada")
    assert (kept.frames, kept.lost) == (killed.ends[0], ACTS - 1)
    assert path.with_name(kept.name).read_bytes() == log
    assert verify(path, KEY).whole


@pytest.fixture
def remembering(killed: Killed, tmp_path: Path) -> None:
    """That this laptop has had the case open with all of its acts."""
    with open_case(put(tmp_path, killed.case, killed.log), KEY, read_only=True) as case:
        settings.remember_head(record(case).uuid, *audit.head(case))


@pytest.mark.usefixtures("remembering")
def test_a_case_that_goes_on_without_what_is_lost_is_not_told_to_be_older(killed: Killed, tmp_path: Path) -> None:
    path = put(tmp_path, killed.case, LOGS["a frame in the middle"](killed))
    cases.accept_lost(path, KEY, reviewer="Ada")
    with cases.open_with_key(path, KEY) as case:
        assert cases.older_than_remembered(case) == ""
    assert cases.verify(path, KEY).whole


@pytest.mark.usefixtures("remembering")
@pytest.mark.parametrize("put_back", [False, True])
def test_a_note_that_a_log_was_kept_makes_no_older_case_pass_for_the_newest(
    killed: Killed, tmp_path: Path, *, put_back: bool
) -> None:
    """Where the program was killed when the log was cut, another copy may be put beside the note before it is read."""
    path = put(tmp_path, killed.case, LOGS["a frame in the middle"](killed))
    journal.keep_log(path, KEY, reviewer="Ada")
    if put_back:
        put(tmp_path, killed.case, b"")
    with cases.open_with_key(path, KEY) as case:
        assert "older than when it was last open here" in cases.older_than_remembered(case)
        cases.accept_older(case, reviewer="Ada")
    assert cases.verify(path, KEY).whole


def test_that_a_case_had_other_acts_before_is_told_whatever_its_log_has_lost(killed: Killed, tmp_path: Path) -> None:
    path = put(tmp_path, killed.case, LOGS["a frame in the middle"](killed))
    cases.accept_lost(path, KEY, reviewer="Ada")
    with open_case(path, KEY, read_only=True) as case:
        before = audit.head(case)[0] - 1
        settings.remember_head(record(case).uuid, before, bytes(32))
    path = put(tmp_path, killed.case, LOGS["a frame in the middle"](killed))
    cases.accept_lost(path, KEY, reviewer="Ada")
    with open_case(path, KEY, read_only=True) as case:
        assert f"audit entry {before} is another" in cases.older_than_remembered(case)


@pytest.mark.skipif(sys.platform != "linux", reason="a file that no disk gives is at hand there alone")
def test_of_a_log_that_the_disk_does_not_give_nobody_says_that_it_has_lost_nothing(
    killed: Killed, tmp_path: Path
) -> None:
    path = put(tmp_path, killed.case, b"")
    log = path.with_name("killed.evcase-wal")
    log.unlink()
    log.symlink_to("/proc/self/mem")  # whose first bytes cannot be read
    for attempt in (lambda: cases.accept_lost(path, KEY, reviewer="Ada"), lambda: open_case(path, KEY)):
        with pytest.raises(StorageError, match=r"killed\.evcase-wal, which holds .* was not read to its end") as told:
            attempt()
        assert "Nothing was changed." in told.value.advice
    assert path.read_bytes() == killed.case
