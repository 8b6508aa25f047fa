"""A change of passphrase: the old key or the new one opens the case at every moment, never neither, never both."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from typing import ClassVar

import pytest

from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.copying import AT_ONCE
from reviewer.casefile.engine.credential import Key, new_salt
from reviewer.casefile.engine.opening import open_case
from reviewer.casefile.engine.passphrase import change_key, change_open_key
from reviewer.casefile.verification.verify import verify
from reviewer.errors import CancelledError, CredentialError, DamagedError, LockedError, StorageError
from tests.endurance import a_few

NEW = Key(bytes(range(100, 132)), bytes([1]) + bytes(15))

CHILD = textwrap.dedent("""
    import sys
    from pathlib import Path
    from reviewer.casefile.engine import passphrase
    from reviewer.casefile.engine.credential import Key

    path, raw, salt, new_raw, new_salt = sys.argv[1:6]
    print("begin", flush=True)
    passphrase.change_key(
        Path(path), Key(bytes.fromhex(raw), bytes.fromhex(salt)),
        Key(bytes.fromhex(new_raw), bytes.fromhex(new_salt)), reviewer="Ada",
    )
""")

STEPS = textwrap.dedent("""
    # Forks a process for each step of the change, kills it there, and prints what it then finds.
    import json, os, sys
    from pathlib import Path
    from reviewer.casefile.engine import connection, passphrase
    from reviewer.casefile.engine.credential import Key, new_salt
    from reviewer.casefile.engine.opening import open_case
    from tests.casefile.engine.test_passphrase import opens
    from reviewer.casefile.verification.verify import verify

    path, old = Path(sys.argv[1]), Key(bytes.fromhex(sys.argv[2]), bytes.fromhex(sys.argv[3]))
    calls = 0

    def step(fatal):
        global calls
        calls += 1
        if calls == fatal:
            os.kill(os.getpid(), 9)

    def watch(owner, name, fatal):
        real = getattr(owner, name)

        def watched(*arguments, **options):
            asks = str(arguments[-1]).startswith(("SELECT", "PRAGMA")) and "journal_mode" not in arguments[-1]
            if name == "execute" and asks:
                return real(*arguments, **options)  # changes nothing on the disk
            step(fatal)
            answer = real(*arguments, **options)
            step(fatal)
            return answer

        setattr(owner, name, watched)

    def change(fatal, new):
        for name in ("open", "close", "fsync", "replace", "unlink"):
            watch(os, name, fatal)
        for name in ("execute", "backup", "close"):
            watch(connection.Connection, name, fatal)
        if sys.argv[5] == "closed":
            passphrase.change_key(path, old, new, reviewer="Ada")
        else:
            passphrase.change_open_key(open_case(path, old), new, reviewer="Ada").case.close()

    stride = int(sys.argv[4])
    fatal, killed = 1 - stride, True
    while killed:
        fatal, new = fatal + stride, Key(os.urandom(32), new_salt())
        process = os.fork()
        if not process:
            change(fatal, new)
            os._exit(0)
        killed = os.WIFSIGNALED(os.waitpid(process, 0)[1])
        before, after = opens(path, old), opens(path, new)
        old = new if after else old
        print(json.dumps({
            "before": before, "after": after, "whole": verify(path, old).whole, "files": os.listdir(path.parent),
        }), flush=True)
""")


def change(path: Path, old: Key, new: Key) -> subprocess.Popen[str]:
    arguments = [str(path), old.raw.hex(), old.salt.hex(), new.raw.hex(), new.salt.hex()]
    return subprocess.Popen([sys.executable, "-c", CHILD, *arguments], stdout=subprocess.PIPE, text=True)


def opens(path: Path, key: Key) -> bool:
    try:
        open_case(path, key).close()
    except CredentialError:
        return False
    return True


def fill(case: Case, tags: int = 30, first: int = 0) -> None:
    for number in range(first, first + tags):
        with case.act("Ada", "tag add") as act:
            act.insert("tag", {"name": f"tag {number}", "color": "#000000", "definition": "words " * 200})


def test_only_the_new_key_opens_the_case_afterwards_and_all_is_there(case: Case, key: Key) -> None:
    fill(case)
    case.close()
    before = case.path.read_bytes()
    change_key(case.path, key, NEW, reviewer="Bo")
    assert (opens(case.path, key), opens(case.path, NEW)) == (False, True)
    assert case.path.read_bytes()[:16] == NEW.salt
    assert verify(case.path, NEW).whole
    pages = {before[at : at + 4096] for at in range(0, len(before), 4096)}
    after = case.path.read_bytes()
    assert not pages & {after[at : at + 4096] for at in range(0, len(after), 4096)}
    with open_case(case.path, NEW) as again:
        assert again.value("SELECT count(*) FROM tag") == 30
        last = again.row("SELECT reviewer, act FROM audit ORDER BY id DESC LIMIT 1")
        assert last is not None
        assert tuple(last) == ("Bo", "passphrase change")


def test_nothing_is_left_beside_the_file_and_nobody_else_may_read_it(case: Case, key: Key) -> None:
    case.close()
    change_key(case.path, key, NEW, reviewer="Bo")
    assert [found.name for found in case.path.parent.iterdir()] == [case.path.name]
    assert case.path.stat().st_mode & 0o777 == 0o600


def test_a_wrong_old_key_changes_nothing(case: Case, key: Key) -> None:
    case.close()
    before = case.path.read_bytes()
    with pytest.raises(CredentialError):
        change_key(case.path, Key(bytes(32), key.salt), NEW, reviewer="Bo")
    assert case.path.read_bytes() == before


def test_a_case_that_is_open_keeps_its_key(case: Case, key: Key) -> None:
    with pytest.raises(LockedError):
        change_key(case.path, key, NEW, reviewer="Bo")
    case.close()
    with open_case(case.path, key, read_only=True), pytest.raises(LockedError):
        change_key(case.path, key, NEW, reviewer="Bo")
    assert opens(case.path, key)


def test_a_copy_that_is_not_equal_replaces_nothing(case: Case, key: Key, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(case, 3)
    case.close()
    counted = iter([{"tag": 3}, {"tag": 2}])
    monkeypatch.setattr("reviewer.casefile.engine.copying.census", lambda _: next(counted))
    with pytest.raises(DamagedError, match="nothing was replaced"):
        change_key(case.path, key, NEW, reviewer="Bo")
    assert opens(case.path, key)
    assert [found.name for found in case.path.parent.iterdir()] == [case.path.name]


def test_no_room_for_the_copy_leaves_the_old_key(case: Case, key: Key, monkeypatch: pytest.MonkeyPatch) -> None:
    case.close()

    def full(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("reviewer.casefile.engine.copying.os.fsync", full)
    with pytest.raises(StorageError, match="the disk is full"):
        change_key(case.path, key, NEW, reviewer="Bo")
    monkeypatch.undo()
    assert opens(case.path, key)
    assert [found.name for found in case.path.parent.iterdir()] == [case.path.name]


def test_a_case_that_is_open_goes_on_under_its_new_key(case: Case, key: Key) -> None:
    fill(case, 3)
    changed = change_open_key(case, NEW, reviewer="Bo")
    assert changed.trouble is None
    with changed.case as again:
        fill(again, 2, first=3)
        with again.reader() as seen:
            assert seen.value("SELECT count(*) FROM tag") == 5
        with pytest.raises(LockedError):
            open_case(case.path, NEW)
    assert (opens(case.path, key), opens(case.path, NEW)) == (False, True)
    assert verify(case.path, NEW).whole
    assert [found.name for found in case.path.parent.iterdir()] == [case.path.name]


def test_a_case_that_is_read_elsewhere_stays_open_under_its_old_key(case: Case, key: Key) -> None:
    with open_case(case.path, key, read_only=True), pytest.raises(LockedError, match="open elsewhere"):
        change_open_key(case, NEW, reviewer="Bo")
    fill(case, 2)
    assert case.value("PRAGMA journal_mode") == "wal"
    case.close()
    assert verify(case.path, key).whole


def test_a_case_whose_copy_finds_no_room_stays_open_under_its_old_key(
    case: Case, key: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    with monkeypatch.context() as patched:
        patched.setattr("reviewer.casefile.engine.copying.os.fsync", full)
        with pytest.raises(StorageError, match="the disk is full"):
            change_open_key(case, NEW, reviewer="Bo")
    fill(case, 2)
    assert case.value("PRAGMA journal_mode") == "wal"
    case.close()
    assert verify(case.path, key).whole
    assert [found.name for found in case.path.parent.iterdir()] == [case.path.name]


def test_a_disk_that_fails_once_the_copy_has_the_place_leaves_the_case_open_under_its_new_key(
    case: Case, key: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise OSError(5, os.strerror(5))

    with monkeypatch.context() as patched:
        patched.setattr("reviewer.casefile.engine.copying.sync_folder", fails)
        changed = change_open_key(case, NEW, reviewer="Bo")
    assert "the disk failed before it said that the change is kept" in str(changed.trouble)
    with changed.case as again:
        fill(again, 2)
    assert (opens(case.path, key), opens(case.path, NEW)) == (False, True)


def test_who_watches_sees_how_far_it_is_and_can_stop_it(case: Case, key: Key) -> None:
    """Until the copy has its place; then it is changed."""

    class Watching:
        cancelled = False
        seen: ClassVar[list[tuple[int, int, str]]] = []

        def step(self, done: int, total: int, what: str) -> None:
            self.seen.append((done, total, what))
            self.cancelled = what == "the copy is compared with the case"

    with case.act("Ada", "tag add") as act:
        act.insert("tag", {"name": "large", "color": "#000000", "definition": os.urandom(2_200_000).hex()})
    pages = case.value("PRAGMA page_count")
    watching = Watching()
    with pytest.raises(CancelledError, match="nothing is changed"):
        change_open_key(case, NEW, reviewer="Bo", progress=watching)
    assert watching.seen[0] == (AT_ONCE, pages, "pages copied under the new key")
    fill(case, 2)
    case.close()
    assert verify(case.path, key).whole
    assert [found.name for found in case.path.parent.iterdir()] == [case.path.name]


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
@pytest.mark.parametrize(("stride", "state"), a_few([(23, "closed"), (29, "open")], [(1, "closed"), (1, "open")]))
def test_killed_at_every_step_exactly_one_key_opens_a_whole_case(case: Case, key: Key, stride: int, state: str) -> None:
    """Each step at length; else each 23rd or 29th, from the first on. The window changes it while the case is open."""
    fill(case, 5)
    case.close()
    run = subprocess.run(
        [sys.executable, "-c", STEPS, str(case.path), key.raw.hex(), key.salt.hex(), str(stride), state],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
    )
    steps = [json.loads(line) for line in run.stdout.splitlines()]
    assert len(steps) > 50 // stride
    for number, found in zip(range(1, 10_000, stride), steps, strict=False):
        assert found["before"] != found["after"], f"killed at step {number}"
        assert found["whole"], f"killed at step {number}"
        assert found["files"] == [case.path.name], f"killed at step {number}"
    assert [found["after"] for found in steps[:3]] == [False] * 3
    assert steps[-1]["after"]
    assert sum(found["after"] for found in steps) > 3 // stride  # some were killed after the replacing


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
@pytest.mark.parametrize("kills", a_few([2], [20]))
def test_killed_at_any_moment_exactly_one_key_opens_a_whole_case(case: Case, key: Key, kills: int) -> None:
    """Also within SQLite's own work, where no step of ours can be counted; REVIEWER_KILLS says how often."""
    fill(case, 100)
    case.close()
    old, new, seeded = key, Key(NEW.raw, new_salt()), random.Random(11)
    for _ in range(int(os.environ.get("REVIEWER_KILLS", kills))):
        with change(case.path, old, new) as run:
            assert run.stdout is not None
            assert run.stdout.readline() == "begin\n"
            time.sleep(seeded.uniform(0, 0.06))  # the moment of the kill, not a wait for anything
            run.kill()
        assert opens(case.path, old) != opens(case.path, new)
        if opens(case.path, new):
            old, new = new, Key(old.raw, new_salt())
        assert verify(case.path, old).whole
