"""Kills at any step: what somebody was told is kept is there, and the case opens and verifies."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.endurance import a_few
from tests.holding.disk import Recorder
from tests.holding.test_power import AT_ONE_STROKE, WORKS, WRITTEN, begun, faults


class Telling(Recorder):
    """One that ends the program before a step, and tells how many entries are kept through a pipe."""

    def __init__(self, fatal: int, pipe: int) -> None:
        super().__init__(lambda number: os.kill(os.getpid(), signal.SIGKILL) if number == fatal else 0)
        self._pipe = pipe

    def told(self, acts: int) -> None:
        os.write(self._pipe, f"{acts}\n".encode())


def killed_at(path: Path, work: str, step: int) -> int:
    """Do a work in another process that is killed before a step; how many entries it told, -1 if it lived."""
    told, ours = os.pipe()
    child = os.fork()
    if child == 0:
        recorder = Telling(step, ours)
        with recorder.watching():
            WORKS[work](path, recorder)
        os._exit(0)
    os.close(ours)
    with os.fdopen(told) as read:
        lines = read.read().split()
    _, status = os.waitpid(child, 0)
    return -1 if status == 0 else int(lines[-1]) if lines else WRITTEN


def main(folder: str, work: str, kills: str, seed: str) -> None:
    """Kill a work that many times, at steps by chance; prints what is wrong afterwards."""
    chance, found = random.Random(int(seed)), list[str]()
    path, killed = Path(folder) / "case.evcase", 0
    begun(path, work)
    before = path.read_bytes()
    counting = Recorder()
    with counting.watching():
        WORKS[work](path, counting)
    steps = sum(step.what != "told" for step in counting.steps)
    for _ in range(2 * int(kills)):  # a work of several threads may come to an end before the step was asked for
        if killed == int(kills):
            break
        for each in Path(folder).iterdir():
            each.unlink()
        path.write_bytes(before)
        step = chance.randrange(steps)
        told = killed_at(path, work, step)
        killed += told >= 0
        found += [f"step {step}: {words}" for words in faults(path, max(told, WRITTEN))]
    sys.stdout.write(json.dumps({"killed": killed, "found": found}))


@pytest.mark.parametrize(
    ("work", "seed"),
    a_few([(work, 0) for work in WORKS], [(w, s) for w in WORKS for s in range(1, 11 if w in AT_ONE_STROKE else 6)]),
)
def test_after_a_kill_all_that_was_told_is_kept(tmp_path: Path, work: str, seed: int) -> None:
    """Two kills of each work each time; at length twenty-five of each, five or ten times.

    That is 500 kills for what replaces or changes the whole file, and 250 for the rest.
    """
    kills = 25 if seed else 2
    (folder := tmp_path / "disk").mkdir()
    words = [sys.executable, "-m", "tests.holding.test_kills", str(folder), work, str(kills), str(seed)]
    apart = os.environ | {"REVIEWER_CONFIG": str(tmp_path / "settings")}
    done = subprocess.run(words, env=apart, capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["found"], told["killed"]) == ([], kills)


if __name__ == "__main__":
    main(*sys.argv[1:])
