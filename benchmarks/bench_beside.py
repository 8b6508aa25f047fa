"""How long a tag takes alone, and beside a bundle that is written meanwhile, as in the window.

Tags are written by one thread, the bundle is made by another with a reader of its own, and only its acts go through the
thread that writes. What is held to a bound is how long the longest of these acts keeps that thread: so long, and no
longer, a tag waits for the export. Whole times of tags are told beside it; they wait for the disk and, on a machine
that does other things, for a processor as well.
"""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from typing import TypeVar

from benchmarks.bench_bundle import letters, made
from benchmarks.bench_intake import PASSPHRASE
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.credential import derive
from reviewer.casefile.engine.opening import open_case
from reviewer.domain.ids import PassageId
from reviewer.gui.scheduling import stand_back, window_first
from reviewer.isolation.workers import Workers
from reviewer.usecases.exports import bundles
from reviewer.usecases.exports.bundles import Wish
from reviewer.usecases.pages import passages, tags

EXHIBITS, ALONE = 60, 40
BETWEEN = 0.03
MOST = 0.050
T = TypeVar("T")


class Writing:
    """The thread that writes to a case, and how long each piece of work of an export kept it."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.kept: list[float] = []
        self.pool = ThreadPoolExecutor(1)

    def __call__(self, fn: Callable[[Case], T], /) -> T:
        def timed() -> T:
            begun = time.perf_counter()
            answer = fn(self.case)
            self.kept.append(time.perf_counter() - begun)
            return answer

        return self.pool.submit(timed).result()


def main() -> int:
    window_first()
    with tempfile.TemporaryDirectory() as scratch:
        path = made(Path(scratch), letters(Path(scratch) / "disk", EXHIBITS))
        with path.open("rb") as file:
            key = derive(PASSPHRASE, file.read(16))
        with open_case(path, key) as case, Workers(2) as workers:
            writing = Writing(case)
            tagged = tags_of(writing, [each.passage.id for each in passages.listed(case)])
            told("alone", [next(tagged) for _ in range(ALONE)])
            beside = threading.Thread(target=export, args=(writing, workers, Path(scratch) / "bundle"))
            beside.start()
            seen = []
            while beside.is_alive():
                seen.append(next(tagged))
            told("beside a bundle", seen)
            writing.pool.shutdown()
    longest = max(writing.kept)
    print(f"the longest act of the export keeps a tag waiting {longest * 1000:.0f} ms (wanted ≤ {MOST * 1000:.0f})")
    return 0 if len(writing.kept) > 1 and longest <= MOST else 1


def tags_of(writing: Writing, found: Sequence[PassageId]) -> Iterator[float]:
    """Tag one passage after the other, with as many tags as it takes; the seconds of each, pauses apart."""
    for number in count(1):
        tag = writing.pool.submit(tags.add, writing.case, f"tag {number}", reviewer="bench").result().id
        for passage in found:
            begun = time.perf_counter()
            writing.pool.submit(passages.tag, writing.case, passage, tag, reviewer="bench").result()
            yield time.perf_counter() - begun
            time.sleep(BETWEEN)


def export(writing: Writing, workers: Workers, out: Path) -> None:
    stand_back()
    with writing.case.reader() as seen:
        bundles.export(seen, workers, out, 1, Wish(report=False), reviewer="bench", write=writing)


def told(name: str, took: Sequence[float]) -> None:
    ranked = sorted(seconds * 1000 for seconds in took)
    middle, worst = ranked[len(ranked) // 2], ranked[-1]
    print(f"{len(ranked):,} tags {name}: median {middle:.0f} ms, worst {worst:.0f} ms", flush=True)


if __name__ == "__main__":
    sys.exit(main())
