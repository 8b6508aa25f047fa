"""The disk is full in the middle of an intake: one clear message, nothing lost, and it goes on once there is room."""

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
from reviewer.casefile.engine.opening import create_case, open_case
from reviewer.isolation.workers import Workers
from reviewer.usecases.evidence import intake
from tests.cli.conftest import PASSPHRASE
from tests.cli.test_case import NAMESPACES, needs_namespaces
from tests.commands import derive_once
from tests.endurance import a_few
from tests.holding.comparing import entries, faults
from tests.holding.material import mixed

pytestmark = needs_namespaces

SCRIPT = """
mount -t tmpfs -o size=$ROOM tmpfs "$DISK" && cp "$CASE" "$DISK/c.evcase" || exit 9
add() {
    "$PYTHON" -m reviewer intake add "$DISK/c.evcase" "$FOLDER" --json >"$OUT/$1.json" 2>"$OUT/$1.err"
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
    return derive_once(PASSPHRASE, bytes([1]) + bytes(range(15)))


@pytest.mark.parametrize("room", a_few([200, 2100], [700, 1300, 3500]))
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
    _run(CASE=empty, DISK=disk, OUT=out, FOLDER=folder, ROOM=f"{empty.stat().st_size // 1024 + room}k")
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


def _run(**names: object) -> None:
    known = {"PYTHON": sys.executable, "REVIEWER_PASSPHRASE": PASSPHRASE, "REVIEWER_CONFIG": f"{names['OUT']}/config"}
    environment = {**os.environ, **known, **{name: str(value) for name, value in names.items()}}
    done = subprocess.run([*NAMESPACES, "sh", "-c", SCRIPT], env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
