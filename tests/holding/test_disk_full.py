"""The disk is full: one clear message, nothing lost, what was saved can be read, and it goes on once there is room."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.migrations import STEPS, newest
from reviewer.casefile.engine.opening import create_case, open_case
from reviewer.isolation.workers import Workers
from reviewer.usecases.evidence import intake
from tests.cli.conftest import PASSPHRASE
from tests.cli.test_case import NAMESPACES, needs_namespaces
from tests.commands import derive_once
from tests.endurance import a_few
from tests.holding.comparing import entries, faults
from tests.holding.material import mixed
from tests.passphrases import SALT

pytestmark = needs_namespaces

SCRIPT = """
mount -t tmpfs -o size=$ROOM tmpfs "$DISK" && cp "$CASE" "$DISK/c.evcase" || exit 9
add() {
    "$PYTHON" -m tests.passphrases intake add "$DISK/c.evcase" "$FOLDER" --json >"$OUT/$1.json" 2>"$OUT/$1.err"
    echo $? >"$OUT/$1.code"
}
add first
add still
mount -o remount,size=200m "$DISK" || exit 9
add last
cp "$DISK/c.evcase" "$OUT/c.evcase"
"""


@pytest.fixture(scope="module")
def secret() -> Key:
    return derive_once(PASSPHRASE, SALT)


@pytest.mark.parametrize("room", a_few([], [200, 700, 1300, 2100, 3500]))
def test_an_intake_that_fills_the_disk_says_so_and_goes_on_when_there_is_room(
    tmp_path: Path, workers: Workers, secret: Key, room: int
) -> None:
    """``room`` is in KiB, beyond the empty case; each stops the intake somewhere else."""
    folder, disk, out = mixed(tmp_path / "folder"), tmp_path / "disk", tmp_path / "out"
    disk.mkdir()
    out.mkdir()
    empty, other = tmp_path / "empty.evcase", tmp_path / "other.evcase"
    create_case(empty, secret, title="Full", reviewer="Ada").close()
    shutil.copy(empty, other)
    _run(SCRIPT, CASE=empty, DISK=disk, OUT=out, FOLDER=folder, ROOM=f"{empty.stat().st_size // 1024 + room}k")
    for turn in ("first", "still"):
        said = (out / f"{turn}.err").read_text()
        assert (out / f"{turn}.code").read_text().strip() == "4", said
        assert "the disk is full" in said
        assert "Free some space" in said
        assert "bug" not in said
        assert json.loads((out / f"{turn}.json").read_text())["error"] == "the disk is full"
    assert json.loads((out / "last.json").read_text())["adds_up"]
    with open_case(other, secret) as case:
        intake.add(case, workers, [folder], reviewer="Ada")
        wanted = Counter(entries(case))
    with open_case(out / "c.evcase", secret) as case:
        found = Counter(entries(case))
    assert (wanted - found, found - wanted) == (Counter(), Counter())
    assert faults(out / "c.evcase", secret) == []


def _run(script: str, **names: object) -> None:
    known = {"PYTHON": sys.executable, "REVIEWER_PASSPHRASE": PASSPHRASE, "REVIEWER_CONFIG": f"{names['OUT']}/config"}
    environment = {**os.environ, **known, **{name: str(value) for name, value in names.items()}}
    done = subprocess.run([*NAMESPACES, "sh", "-c", script], env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


UPGRADED = """
mount -t tmpfs -o size=$ROOM tmpfs "$DISK" && cp "$CASE" "$DISK/c.evcase" || exit 9
add() {
    "$PYTHON" -m tests.passphrases tag add "$DISK/c.evcase" "$1" --reviewer Ada 2>"$OUT/$1.err"
    echo $? >"$OUT/$1.code"
    ls "$DISK" >"$OUT/$1.left"
    cp "$DISK/c.evcase" "$OUT/$1.evcase"
}
add first
add second
mount -o remount,size=50m "$DISK" || exit 9
add last
"""


@pytest.mark.parametrize("room", a_few([300], [0, 100, 900, 1150]))
def test_an_older_case_is_not_touched_while_there_is_no_room_for_its_copy(
    tmp_path: Path, secret: Key, room: int
) -> None:
    """``room`` is in KiB, beyond the case; with the most the copy has room, and the upgrade has not."""
    disk, out, old = tmp_path / "disk", tmp_path / "out", tmp_path / "old.evcase"
    disk.mkdir()
    out.mkdir()
    create_case(old, secret, title="Old", reviewer="Ada", steps=STEPS[:-2]).close()
    _run(UPGRADED, CASE=old, DISK=disk, OUT=out, ROOM=f"{old.stat().st_size // 1024 + room}k")
    copy = f"c.before-v{newest() - 1}.evcase"
    for turn in ("first", "second"):
        said, left = (out / f"{turn}.err").read_text(), (out / f"{turn}.left").read_text().split()
        assert (out / f"{turn}.code").read_text().strip() == "4", said
        assert "Free some space" in said
        assert "bug" not in said
        assert set(left) - {"c.evcase-wal", "c.evcase-shm"} <= {"c.evcase", copy}
        if copy not in left:
            assert (out / f"{turn}.evcase").read_bytes() == old.read_bytes()
    assert (out / "last.code").read_text().strip() == "0", (out / "last.err").read_text()
    assert set((out / "last.left").read_text().split()) == {"c.evcase", copy}
    assert faults(out / "last.evcase", secret) == []
    with open_case(out / "last.evcase", secret) as case:
        assert case.value("SELECT count(*) FROM tag WHERE name = 'last'") == 1


FILLED = """
mount -t tmpfs -o size=3m tmpfs "$DISK" && cp "$CASE" "$DISK/c.evcase" || exit 9
"$PYTHON" -m tests.passphrases item list "$DISK/c.evcase" >/dev/null || exit 9
dd if=/dev/zero of="$DISK/filling" bs=1k count=10000 2>/dev/null
truncate -s "-${ROOM}K" "$DISK/filling"
printf 'another passphrase of ours' >"$OUT/new"
"$PYTHON" -m tests.passphrases case passphrase "$DISK/c.evcase" --new-passphrase-file "$OUT/new" 2>"$OUT/change.err"
echo $? >"$OUT/change.code"
"$PYTHON" -m tests.passphrases item list "$DISK/c.evcase" --json >"$OUT/list.json" 2>"$OUT/list.err"
echo $? >"$OUT/list.code"
ls "$DISK" >"$OUT/left"
"$PYTHON" -m tests.passphrases tag add "$DISK/c.evcase" "Told of room" --reviewer Ada 2>"$OUT/write.err"
echo $? >"$OUT/write.code"
"""


@pytest.mark.parametrize("room", a_few([], [0, 4, 20, 60, 300]))
def test_on_a_full_disk_a_case_is_read_and_a_new_passphrase_refused_in_words(
    tmp_path: Path, secret: Key, room: int
) -> None:
    disk, out, case = tmp_path / "disk", tmp_path / "out", tmp_path / "full.evcase"
    disk.mkdir()
    out.mkdir()
    create_case(case, secret, title="Full", reviewer="Ada").close()
    _run(FILLED, CASE=case, DISK=disk, OUT=out, ROOM=room)
    said = (out / "change.err").read_text()
    assert (out / "change.code").read_text().strip() == "4", said
    assert "Free some space" in said
    assert "bug" not in said
    assert (out / "list.code").read_text().strip() == "0", (out / "list.err").read_text()
    assert json.loads((out / "list.json").read_text()) == []
    if not room:
        written = (out / "write.err").read_text()
        assert (out / "write.code").read_text().strip() == "4", written
        assert "the disk is full" in written
    left = (out / "left").read_text().split()
    assert [name for name in left if name.endswith((".partial", ".lock", "-journal"))] == []
