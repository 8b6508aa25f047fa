"""Read by relevance: the first batch of a queue, and each that follows while the case stays open.

50,000 messages are made up and taken in; REVIEWER_BENCH_ITEMS names another number of them. For the first batch a
program is started and weighs all words. The later ones are held to three seconds: with hardly anything marked, and
with half of all. Of several the slowest counts. Memory is that of the program, when it has learned and at its most.
Seconds are by the clock, and a machine that does other things stretches them.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.cases import large_case
from reviewer.casefile.analysis import queue_batches, queues
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.opening import open_case
from reviewer.domain.analysis.relevance import Batch
from reviewer.domain.analysis.review_queue import Arrangement
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
            print(f"first batch of {ITEMS:,} items: {seconds(case, kept):.1f} s")
            later = [seconds(case, kept) for _ in range(BATCHES)]
            mark(case, "is:unread camera", relevant=True, most=ITEMS)
            mark(case, "is:unread kind:email", relevant=False, most=ITEMS // 2)
            later += [seconds(case, kept) for _ in range(BATCHES)]
            print(f"later batches: {', '.join(f'{each:.2f}' for each in later)} s (wanted ≤ {MOST_SECONDS:.0f})")
            print(f"memory of the program: {memory(ranker)}")
    return 0 if max(later) <= MOST_SECONDS else 1


def mark(case: Case, query: str, *, relevant: bool, most: int) -> None:
    found = search.ids(case, query, reviewer="bench")[:most]
    bulk_coding.mark(case, found, relevance="relevant" if relevant else "not relevant", reviewer="bench")


def seconds(case: Case, kept: Rankings) -> float:
    """How long the next batch takes; it is read then, so that another comes after it."""
    before, begun = batch(case).number, time.perf_counter()
    review_queues.next_item(case, "All", rankings=kept)
    took = time.perf_counter() - begun
    made = batch(case)
    if made.number != before + 1:
        raise SystemExit("it was not ranked anew")
    bulk_coding.mark(case, [each.item for each in made.items], relevance="not relevant", reviewer="bench")
    return took


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
