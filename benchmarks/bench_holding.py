"""Whether an intake holds: ``python -m benchmarks.bench_holding [kills 200 | mutations 1000 | hostile | cancel]``.

- ``kills``: killed at so many moments and gone on with; compared item by item with an intake left in peace.
- ``mutations``: so many files with flipped bytes, cut short or zeroed in part, in one case.
- ``hostile``: bombs, loops and depths, each alone: memory and processor time of the worker that met it.
- ``cancel``: how long it takes from the reviewer's wish to stop until the intake has stopped.

REVIEWER_CORPORA names a folder of real files to take some from; without it all files are made up.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from reviewer.isolation.workers import Workers
from tests.holding import killing, material

CORPORA = os.environ.get("REVIEWER_CORPORA", "")
SMALL = {"kills": 10}


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


PARTS: dict[str, Callable[[int, Path], bool]] = {"kills": kills}


def main(words: list[str]) -> int:
    if words and words[0] not in PARTS:
        print(f"no such part: {words[0]}; there are: {', '.join(PARTS)}", file=sys.stderr)
        return 2
    wanted = [words[0]] if words else list(PARTS)
    held = []
    for name in wanted:
        print(f"{name}:", flush=True)
        with tempfile.TemporaryDirectory() as scratch:
            held.append(PARTS[name](int(words[1]) if len(words) > 1 else SMALL.get(name, 0), Path(scratch)))
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
