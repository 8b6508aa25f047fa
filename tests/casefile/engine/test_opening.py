"""Creating and opening: safeguards, one writer, what is left when it fails."""

from __future__ import annotations

import os
import resource
import stat
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlcipher3 import dbapi2

from reviewer.casefile.engine import copying, lock, raw_file
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.cipher import DatabaseError
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.lock import Lock
from reviewer.casefile.engine.opening import connection_of, create_case, open_case
from reviewer.errors import DamagedError, InputError, LockedError, NewerVersionError, NotACaseError, StorageError


def add_tag(case: Case, name: str) -> None:
    with case.act("Ada", "tag add", name) as act:
        act.insert("tag", {"name": name, "color": "#000000"})


def child(script: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


HOLD = """
    import sys
    from pathlib import Path
    from reviewer.casefile.engine.credential import Key
    from reviewer.casefile.engine.opening import open_case
    path, raw, salt = sys.argv[1:4]
    case = open_case(Path(path), Key(bytes.fromhex(raw), bytes.fromhex(salt)))
    print("open", flush=True)
    sys.stdin.read()
    case.close()
"""


@pytest.mark.parametrize("reader", [False, True])
def test_every_safeguard_is_on(case: Case, reader: bool) -> None:  # noqa: FBT001
    used = case.reader() if reader else case
    found = {
        name: used.value(f"PRAGMA {name}")
        for name in ("journal_mode", "synchronous", "temp_store", "secure_delete", "trusted_schema", "cell_size_check")
    }
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "temp_store": 2,
        "secure_delete": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
    }
    assert used.value("PRAGMA foreign_keys") == 1
    assert used.value("SELECT v FROM note_fts_config WHERE k = 'secure-delete'") == 1
    if reader:
        used.close()


def test_no_other_file_can_be_attached(case: Case, tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="not authorized"):
        case.execute("ATTACH ? AS other KEY ''", (str(tmp_path / "leak.db"),))
    assert not (tmp_path / "leak.db").exists()


def test_the_file_and_what_lies_beside_it_are_the_owners_alone(case: Case) -> None:
    add_tag(case, "gift")
    beside = list(case.path.parent.glob(case.path.name + "*"))
    assert {path.name.removeprefix(case.path.name) for path in beside} == {"", "-wal", "-shm", ".lock"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in beside} == {0o600}


def test_a_case_that_others_could_read_is_closed_to_them_when_opened(case: Case, key: Key) -> None:
    case.close()
    case.path.chmod(0o644)
    with open_case(case.path, key):
        assert stat.S_IMODE(case.path.stat().st_mode) == 0o600


def test_closing_leaves_the_one_file(case: Case) -> None:
    add_tag(case, "gift")
    case.close()
    assert [path.name for path in case.path.parent.iterdir()] == [case.path.name]


def test_nothing_that_was_written_is_readable_in_the_file(case: Case) -> None:
    add_tag(case, "canary-4711")
    for path in case.path.parent.iterdir():
        assert b"canary-4711" not in path.read_bytes()
    case.close()
    data = case.path.read_bytes()
    assert b"canary-4711" not in data
    assert b"SQLite format" not in data


def test_a_name_that_is_taken_is_left_alone(tmp_path: Path, key: Key) -> None:
    taken = tmp_path / "case.evcase"
    taken.write_text("mine")
    with pytest.raises(InputError, match="exists already"):
        create_case(taken, key, title="A", reviewer="Ada")
    assert taken.read_text() == "mine"


def test_a_creation_that_fails_leaves_nothing(tmp_path: Path, key: Key, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_entry(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("reviewer.casefile.engine.audit.append", no_entry)
    with pytest.raises(ZeroDivisionError):
        create_case(tmp_path / "case.evcase", key, title="A", reviewer="Ada")
    assert list(tmp_path.iterdir()) == []


def test_a_second_writer_is_told_who_has_the_case_and_a_reader_waits_for_no_writer(
    case: Case, key: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    case.close()
    with child(HOLD, str(case.path), key.raw.hex(), key.salt.hex()) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        with pytest.raises(LockedError, match=r"already open in another window or command$") as told:
            open_case(case.path, key)
        assert told.value.advice == (
            f"Close it there, then try again. For the administrator: it is process {holder.pid}."
        )
        assert os.path.getsize(f"{case.path}-wal") == 0  # noqa: PTH202
        monkeypatch.setattr(lock, "time", SimpleNamespace(monotonic=time.monotonic, sleep=None))
        with open_case(case.path, key, read_only=True) as reader:
            assert reader.value("SELECT title FROM case_record") == "A case"
        monkeypatch.undo()
        holder.kill()
    with open_case(case.path, key) as after:
        add_tag(after, "works after its holder was killed")


def test_opening_twice_in_one_process_is_refused_and_harms_nothing(case: Case, key: Key) -> None:
    with pytest.raises(LockedError):
        open_case(case.path, key)
    add_tag(case, "still mine")
    # SQLite's own locks survived our reading of the file: another process sees the log in use and leaves it.
    script = """
        import sys
        from pathlib import Path
        from reviewer.casefile.engine.connection import connect
        from reviewer.casefile.engine.credential import Key
        connection = connect(Path(sys.argv[1]), Key(bytes.fromhex(sys.argv[2]), bytes.fromhex(sys.argv[3])))
        print(connection.execute("SELECT count(*) FROM tag").fetchone()[0])
        connection.close()
    """
    with child(script, str(case.path), key.raw.hex(), key.salt.hex()) as other:
        assert other.communicate()[0] == "1\n"
    assert case.path.with_name(case.path.name + "-wal").exists()
    add_tag(case, "and again")
    case.close()
    assert raw_file._held == {}
    with open_case(case.path, key) as again:
        assert again.value("SELECT count(*) FROM tag") == 2


def test_a_reader_cannot_write(case: Case) -> None:
    with case.reader() as reader:
        with pytest.raises(StorageError, match="reading only"), reader.transaction():
            pass
        with pytest.raises(StorageError, match="write-protected"):
            reader.execute("DELETE FROM custodian")


def test_a_later_version_is_refused_and_left_alone(case: Case, key: Key) -> None:
    case.execute("PRAGMA user_version = 99")
    case.close()
    before = case.path.read_bytes()
    for read_only in (True, False):
        with pytest.raises(NewerVersionError, match="format 99") as told:
            open_case(case.path, key, read_only=read_only)
        assert "newer version" in told.value.advice
    assert case.path.read_bytes() == before


def test_an_encrypted_database_of_another_program_is_no_case(tmp_path: Path, key: Key) -> None:
    path = tmp_path / "other.evcase"
    made = dbapi2.connect(str(path))
    made.set_key(key.literal())
    made.executescript("PRAGMA user_version = 1; PRAGMA application_id = 7; CREATE TABLE a (b);")
    made.close()
    with pytest.raises(NotACaseError, match="another program"):
        open_case(path, key)


@pytest.mark.parametrize("read_only", [True, False])
def test_why_a_case_is_refused_is_told_though_its_closing_fails_and_nothing_is_held(
    case: Case, key: Key, monkeypatch: pytest.MonkeyPatch, *, read_only: bool
) -> None:
    case.execute("PRAGMA application_id = 7")
    case.close()

    def no_room(_connection: object) -> None:
        raise StorageError("there is no room on the disk", "Free some space.")

    def close(refused: Case) -> None:
        connection_of(refused).close()
        no_room(refused)

    with monkeypatch.context() as full:
        full.setattr(copying, "keep_what_was_open", no_room)
        if read_only:  # what only reads keeps nothing beside its place
            full.setattr(Case, "close", close)
        with pytest.raises(NotACaseError, match="another program") as told:
            open_case(case.path, key, read_only=read_only)
    assert told.value.__notes__ == ["its closing failed: there is no room on the disk"]
    Lock(case.path, patience=0).release()
    assert not list(case.path.parent.glob("*-wal"))


def test_a_creation_that_was_killed_is_called_unfinished(tmp_path: Path, key: Key) -> None:
    path = tmp_path / "case.evcase"
    made = dbapi2.connect(str(path), isolation_level=None)
    made.set_key(key.literal())
    made.execute("PRAGMA journal_mode = WAL")
    made.executescript("CREATE TABLE a (b); DROP TABLE a;")
    made.close()
    with pytest.raises(DamagedError, match="never finished"):
        open_case(path, key)


def test_a_full_disk_stops_one_act_and_no_more(case: Case) -> None:
    add_tag(case, "before")
    connection_of(case).execute(f"PRAGMA max_page_count = {case.value('PRAGMA page_count') + 2}")
    with pytest.raises(StorageError, match="disk is full") as told:
        add_tag(case, "x" * 100_000)
    assert "Free some space" in told.value.advice
    connection_of(case).execute("PRAGMA max_page_count = 1000000")
    add_tag(case, "after")
    assert [row["name"] for row in case.rows("SELECT name FROM tag ORDER BY id")] == ["before", "after"]


def test_a_file_that_may_not_grow_stops_one_act_and_no_more(case: Case, key: Key) -> None:
    """The operating system refuses the write itself, as a failing disk does."""
    case.close()
    script = """
        import resource, signal, sys
        from pathlib import Path
        from reviewer.casefile.engine.credential import Key
        from reviewer.casefile.engine.opening import open_case
        from reviewer.errors import StorageError
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        path = Path(sys.argv[1])
        case = open_case(path, Key(bytes.fromhex(sys.argv[2]), bytes.fromhex(sys.argv[3])))
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

        def add(name):
            with case.act("Ada", "tag add") as act:
                act.insert("tag", {"name": name, "color": "#000000"})

        add("before")
        resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size // 2, hard))
        try:
            add("x" * 400_000)
        except StorageError as error:
            print(type(error).__name__)
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        add("after")
        case.close()
    """
    with child(script, str(case.path), key.raw.hex(), key.salt.hex()) as run:
        assert run.communicate()[0] == "StorageError\n"
    assert resource.getrlimit(resource.RLIMIT_FSIZE)  # ours is untouched
    with open_case(case.path, key) as again:
        assert [row["name"] for row in again.rows("SELECT name FROM tag ORDER BY id")] == ["before", "after"]


def test_a_killed_writer_loses_no_act_it_had_acknowledged(case: Case, key: Key) -> None:
    case.close()
    script = """
        import sys
        from pathlib import Path
        from reviewer.casefile.engine.credential import Key
        from reviewer.casefile.engine.opening import open_case
        case = open_case(Path(sys.argv[1]), Key(bytes.fromhex(sys.argv[2]), bytes.fromhex(sys.argv[3])))
        number = int(sys.argv[4])
        while True:
            with case.act("Ada", "tag add") as act:
                act.insert("tag", {"name": f"tag {number}" + "." * 3000, "color": "#000000"})
            number += 1
            print(number, flush=True)
    """
    acknowledged = 0
    for lines in (1, 3, 40, 150, 7):
        with child(script, str(case.path), key.raw.hex(), key.salt.hex(), str(acknowledged)) as writer:
            assert writer.stdout is not None
            for _ in range(lines):
                said = writer.stdout.readline()
            writer.kill()
            rest = writer.stdout.read().splitlines()
            complete = [line for line in rest if line] or [said.strip()]
            acknowledged = int(complete[-1])
        with open_case(case.path, key) as again:
            held = again.value("SELECT count(*) FROM tag")
            assert acknowledged <= held <= acknowledged + 1
            assert again.value("PRAGMA integrity_check") == "ok"
            acknowledged = held


@pytest.mark.skipif(sys.platform == "win32", reason="flock")
def test_a_lock_file_left_by_a_crash_locks_nobody_out(case: Case, key: Key) -> None:
    case.close()
    case.path.with_name(case.path.name + ".lock").write_text('{"process": 1, "host": "elsewhere"}')
    with open_case(case.path, key):
        pass
    assert not case.path.with_name(case.path.name + ".lock").exists()
    assert os.listdir(case.path.parent) == [case.path.name]  # noqa: PTH208


def test_a_reader_without_room_for_shared_files_takes_the_lock_and_gives_up_without_it(case: Case, key: Key) -> None:
    """The shared file leads to a folder that is not there. What locks us out alone keeps no writer from the case."""
    case.close()
    beside = [case.path.with_name(case.path.name + ending) for ending in ("-shm", ".lock")]
    beside[0].symlink_to("nowhere/at all")
    with open_case(case.path, key, read_only=True) as reader:
        assert reader.value("SELECT count(*) FROM case_record") == 1
        with pytest.raises(LockedError):
            Lock(case.path)
    beside[1].mkdir()
    with pytest.raises(StorageError, match="cannot be written"):
        open_case(case.path, key, read_only=True)
