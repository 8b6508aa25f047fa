"""Read by relevance: the first batch of a queue, and each that follows while the case stays open.

50,000 messages are made up and taken in; REVIEWER_BENCH_ITEMS names another number of them. For the first batch a
program is started and weighs all words. The later ones are held to three seconds of processor time, of this process
and that program together, of which one waits for the other: with hardly anything marked, and with half of all. Of
several the slowest counts. The clock is told beside it; a machine that does other things stretches that, all the more
as the program gives way to them. Memory is that of the program, when it has learned and at its most.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.cases import large_case
from reviewer.casefile.analysis import queue_batches, queues
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.opening import open_case
from reviewer.domain.analysis.relevance import Batch
from reviewer.domain.analysis.review_queue import Arrangement
from reviewer.isolation.provider import activity_of
from reviewer.isolation.ranker import Ranker
from reviewer.usecases import search
from reviewer.usecases.analysis import bulk_coding, review_queues
from reviewer.usecases.analysis.relevance import Rankings

ITEMS = int(os.environ.get("REVIEWER_BENCH_ITEMS", "50000"))
MOST_SECONDS = 3.0
BATCHES = 5


def main() -> int:
    with tempfile.TemporaryDirectory() as scratch:
        path, key = large_case(Path(scratch), ITEMS)
        ranker = Ranker()
        with open_case(path, key) as case, Rankings(ranker) as kept:
            review_queues.create(case, "All", "kind:email", arranged=Arrangement.RELEVANCE, reviewer="bench")
            mark(case, "camera porch", relevant=True, most=40)
            mark(case, "memo lunch -camera", relevant=False, most=300)
            print(f"first batch of {ITEMS:,} items: {told([took(case, kept, ranker)])}", flush=True)
            few = [took(case, kept, ranker) for _ in range(BATCHES)]
            print(f"later ones: {told(few)} (wanted ≤ {MOST_SECONDS:.0f} of processor time)", flush=True)
            mark(case, "is:unseen camera", relevant=True, most=ITEMS)
            mark(case, "is:unseen kind:email", relevant=False, most=ITEMS // 2)
            half = [took(case, kept, ranker) for _ in range(BATCHES)]
            print(f"with half marked: {told(half)} (wanted ≤ {MOST_SECONDS:.0f} of processor time)")
            print(f"memory of the program: {memory(ranker)}")
    return 0 if max(each.processor for each in (*few, *half)) <= MOST_SECONDS else 1


def mark(case: Case, query: str, *, relevant: bool, most: int) -> None:
    found = search.ids(case, query, reviewer="bench")[:most]
    bulk_coding.mark(case, found, relevance="relevant" if relevant else "not relevant", reviewer="bench")


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds."""

    processor: float
    clock: float


def told(some: list[Took]) -> str:
    processor, clock = max(each.processor for each in some), max(each.clock for each in some)
    return f"{processor:.2f} s of processor time, {clock:.2f} s by the clock"


def took(case: Case, kept: Rankings, ranker: Ranker) -> Took:
    """What the next batch takes; it is read then, so that another comes after it."""
    before, clock, used = batch(case).number, time.perf_counter(), processor(ranker)
    review_queues.next_item(case, "All", rankings=kept)
    made = Took(processor(ranker) - used, time.perf_counter() - clock)
    read = batch(case)
    if read.number != before + 1:
        raise SystemExit("it was not ranked anew")
    bulk_coding.mark(case, [each.item for each in read.items], relevance="not relevant", reviewer="bench")
    return made


def processor(ranker: Ranker) -> float:
    """What this process and the program have used so far; of this one alone where the other cannot be asked."""
    used = None if ranker.process is None else activity_of(ranker.process)
    return time.process_time() + (0.0 if used is None else used.seconds)


def batch(case: Case) -> Batch:
    return queue_batches.of_queue(case, queues.find(case, "All").id)


def memory(ranker: Ranker) -> str:
    """As Linux tells it; nothing where there is no such table."""
    table = Path(f"/proc/{ranker.process}/status")
    if not table.is_file():
        return "not told here"
    told = dict(line.split(":", 1) for line in table.read_text(encoding="ascii").splitlines())
    now, most = (int(told[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM"))
    return f"{now:,.0f} MB, {most:,.0f} at most"


if __name__ == "__main__":
    sys.exit(main())
