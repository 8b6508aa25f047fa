"""An intake that is killed at some moment and gone on with, held against one that was left in peace."""

from __future__ import annotations

import contextlib
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.opening import create_case, open_case
from reviewer.isolation.workers import Workers
from reviewer.usecases.evidence import intake
from tests.holding.comparing import Entry, entries, faults

_NEVER = 10**9
KEY = Key(bytes(range(32)), bytes([1, *range(15)]))
"""The key of every case here; making one from a passphrase would cost more than the intake."""


@dataclass(frozen=True, slots=True)
class Moment:
    """When to kill: at a step of the progress, or so many seconds after the process was started."""

    steps: int = _NEVER
    seconds: float = 1e9

    def __str__(self) -> str:
        return f"step {self.steps}" if self.steps < _NEVER else f"{self.seconds:.3f} s"


@dataclass(frozen=True, slots=True)
class Peace:
    """What an undisturbed intake comes to: items, steps of its progress, seconds with the start of Python."""

    items: list[Entry]
    steps: int
    seconds: float


class Counting:
    """A progress that counts its steps."""

    cancelled = False

    def __init__(self) -> None:
        self.steps = 0

    def step(self, done: int, total: int, what: str) -> None:  # noqa: ARG002
        self.steps += 1


@cache
def _empty() -> bytes:
    """The file of an empty case, created once in a process."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "empty.evcase"
        create_case(path, KEY, title="Held", reviewer="Ada").close()
        return path.read_bytes()


def new_case(path: Path) -> Path:
    """An empty case, closed."""
    path.write_bytes(_empty())
    path.chmod(0o600)
    return path


def undisturbed(case: Path, folder: Path, workers: Workers) -> Peace:
    """Take the folder in twice, here for its items and in another process for its time."""
    counting = Counting()
    with open_case(new_case(case), KEY) as opened:
        intake.add(opened, workers, [folder], reviewer="Ada", progress=counting)
        items = entries(opened)
    begun = time.monotonic()
    killed(new_case(case.with_suffix(".timed")), folder, Moment())
    return Peace(items, counting.steps, time.monotonic() - begun)


def killed(case: Path, folder: Path, moment: Moment) -> bool:
    """Take the folder in, in a process that is killed at the moment; False when it was done by then."""
    words = [sys.executable, "-m", "tests.usecases.evidence.killed_intake", case, KEY.literal(), folder, moment.steps]
    with subprocess.Popen(list(map(str, words)), stderr=subprocess.PIPE) as child:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(min(moment.seconds, 600))
        child.kill()
        said = child.stderr.read().decode() if child.stderr else ""
    if child.returncode not in {0, -signal.SIGKILL}:
        raise AssertionError(said)
    return child.returncode != 0


def resumed(case: Path, folder: Path, workers: Workers, peace: Peace) -> list[str]:
    """Go on with an intake; everything in which the case then differs from an undisturbed one, or is not whole."""
    with open_case(case, KEY) as opened:
        intake.add(opened, workers, [folder], reviewer="Ada")
        found = entries(opened)
    lost, extra = Counter(peace.items) - Counter(found), Counter(found) - Counter(peace.items)
    differences = [f"lost: {entry}" for entry in lost] + [f"too many: {entry}" for entry in extra]
    return differences[:20] + faults(case, KEY)


def moments(seed: int, count: int, peace: Peace) -> Iterator[list[Moment]]:
    """Seeded moments: half by the steps of the progress and half by the clock; every fifth kills the resumption too."""
    chance = random.Random(seed)

    def one(number: int) -> Moment:
        if number % 2:
            return Moment(steps=chance.randint(1, peace.steps))
        return Moment(seconds=chance.uniform(0.3, 1.0) * peace.seconds)

    for number in range(count):
        yield [one(number), one(number // 2)] if number % 5 == 4 else [one(number)]
