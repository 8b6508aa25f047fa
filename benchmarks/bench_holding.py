"""Whether an intake holds: ``python -m benchmarks.bench_holding [kills 200 | mutations 1000 | hostile | cancel 5]``.

- ``kills``: killed at so many moments and gone on with; compared item by item with an intake left in peace.
- ``mutations``: so many files with flipped bytes, cut short or zeroed in part, in one case.
- ``hostile``: bombs, loops and depths, each alone: memory and processor time of the worker that met it.
- ``cancel``: so many times each, how long it takes from the wish to stop until the intake has stopped.

REVIEWER_CORPORA names a folder of real files to take some from; without it all files are made up.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.cases import mailbox, messages
from benchmarks.watching import Watch
from reviewer.casefile.engine.opening import open_case
from reviewer.errors import CancelledError
from reviewer.isolation.protocol import Identify
from reviewer.isolation.workers import Workers
from reviewer.usecases.evidence import intake
from tests.evidence import mail
from tests.holding import hostile as bombs
from tests.holding import killing, material, mutating
from tests.holding.comparing import entries
from tests.workers.archive.building import zipped

CORPORA = os.environ.get("REVIEWER_CORPORA", "")
SMALL = {"kills": 10, "mutations": 100, "cancel": 2}
MOST_MEMORY = 1200 * 2**20
MOST_PROCESSOR, MORE_PER_BYTE = 12.0, 2.0 / 2**20
MOST_WAIT = 1.0


def kills(count: int, scratch: Path) -> bool:
    """So many kills; whether each came to the same case."""
    disk = material.mixed(scratch / "disk")
    if CORPORA:
        material.sample(Path(CORPORA), disk / "real")
    bad, done_before = 0, 0
    with Workers(2) as workers:
        peace = killing.undisturbed(scratch / "peace.evcase", disk, workers)
        print(f"{len(peace.items):,} items, {peace.steps} steps, {peace.seconds:.1f} s a process", flush=True)
        begun = time.perf_counter()
        for number, planned in enumerate(killing.moments(7, count, peace), 1):
            case = killing.new_case(scratch / f"{number}.evcase")
            done_before += not all(killing.killed(case, disk, moment) for moment in planned)
            differences = killing.resumed(case, disk, workers, peace)
            if differences:
                bad += 1
                print(f"killed at {', '.join(map(str, planned))}:", *differences, sep="\n    ", flush=True)
            case.unlink()
            if number % 20 == 0:
                print(f"{number} of {count}, {time.perf_counter() - begun:.0f} s", flush=True)
    print(f"{count} killed ({done_before} had been done by then), {bad} came to something else (wanted: 0)")
    return not bad


def mutations(count: int, scratch: Path) -> bool:
    """So many damaged files; whether all are in the account and no reason tells of a fault of ours."""
    root = Path(CORPORA) if CORPORA else material.mixed(scratch / "whole")
    files = sorted(path for path in root.rglob("*") if path.is_file() and path.stat().st_size < 400_000)
    disk = scratch / "disk"
    disk.mkdir()
    for name, data in mutating.mutations(material.chosen(files, count, 1), count, 1):
        (disk / name).write_bytes(data)
    with Workers(2) as workers:
        begun = time.perf_counter()
        bad = mutating.taken_in(killing.new_case(scratch / "c.evcase"), disk, workers)
        seconds = time.perf_counter() - begun
    print(*bad, f"{count} damaged files in {seconds:.0f} s, {len(bad)} faults (wanted: 0)", sep="\n")
    return not bad


def hostile(_: int, scratch: Path) -> bool:
    """Each hostile file alone beside a mail; whether it stayed within its bounds."""
    held = True
    for number, each in enumerate(bombs.ALL):
        disk = scratch / f"{number}"
        disk.mkdir()
        data = each.make()
        (disk / each.name).write_bytes(data)
        (disk / "after.eml").write_bytes(mail("After"))
        with open_case(killing.new_case(scratch / f"{number}.evcase"), killing.KEY) as case, Workers(2) as workers:
            workers.ask(Identify(), [b"warm"])
            with Watch() as watch:
                begun = time.perf_counter()
                account = intake.add(case, workers, [disk], reviewer="bench")
                seconds = time.perf_counter() - begun
            found = entries(case)
        most = MOST_PROCESSOR + MORE_PER_BYTE * len(data)
        well = watch.peak <= MOST_MEMORY and watch.processor <= most and not account.gaps
        held = held and well
        reason = next((entry.reason for entry in found if entry.reason), "")
        print(
            f"{'ok ' if well else 'BAD'} {each.name:36} {seconds:6.1f} s, worker {watch.processor:5.1f} s "
            f"{watch.peak / 1e6:5.0f} MB, {len(found):6,} items; {reason[:110]}",
            flush=True,
        )
    return held


def cancel(count: int, scratch: Path) -> bool:
    """Stops at random moments of different work; whether each was answered within a second."""
    chance = random.Random(3)
    made = {
        "a large zip": _written(
            scratch / "large.zip", zipped({f"{n}": chance.randbytes(60 * 2**20) for n in range(3)})
        ),
        "a mailbox": mailbox(scratch / "box.mbox", 40_000, lines=80),
        "a store": _written(scratch / "outlook.pst", material.store(20, 100, chance, 50_000)),
        "many files": scratch / "files",
    }
    made["many files"].mkdir()
    for number, message in enumerate(messages(20_000)):
        (made["many files"] / f"{number}.eml").write_text(message)
    held = True
    for name, path in made.items():
        waits = [_stopped(path, scratch / "c.evcase", chance.uniform(0.2, 5)) for _ in range(count)]
        held = held and max(waits) <= MOST_WAIT
        print(f"{name:12} stopped within", *(f"{wait:.2f}" for wait in waits), f"s (wanted ≤ {MOST_WAIT})", flush=True)
    return held


def _written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


class _Wish(killing.Counting):
    """A progress whose reviewer wants to stop after some seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.since = 0.0
        threading.Timer(seconds, self._stop).start()

    def _stop(self) -> None:
        self.since, self.cancelled = time.monotonic(), True


def _stopped(root: Path, path: Path, after: float) -> float:
    """Seconds from the wish to stop until the intake has stopped; 0 when it was done before."""
    for old in path.parent.glob(f"{path.name}*"):
        old.unlink()
    with open_case(killing.new_case(path), killing.KEY) as case, Workers(2) as workers:
        workers.ask(Identify(), [b"warm"])
        wish = _Wish(after)
        try:
            intake.add(case, workers, [root], reviewer="bench", progress=wish)
        except CancelledError:
            return time.monotonic() - wish.since
    return 0.0


PARTS: dict[str, Callable[[int, Path], bool]] = {
    "kills": kills,
    "mutations": mutations,
    "hostile": hostile,
    "cancel": cancel,
}


def main(words: list[str]) -> int:
    if words and words[0] not in PARTS:
        print(f"no such part: {words[0]}; there are: {', '.join(PARTS)}", file=sys.stderr)
        return 2
    wanted = [words[0]] if words else list(SMALL)
    held = []
    for name in wanted:
        print(f"{name}:", flush=True)
        with tempfile.TemporaryDirectory() as scratch:
            held.append(PARTS[name](int(words[1]) if len(words) > 1 else SMALL.get(name, 0), Path(scratch)))
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
