"""Reading many items: open the case, narrow the list, count by facets, search, take the next of a queue, by a pattern.

100,000 messages are made up and taken in, as always, by a process of its own, so that the memory told is that of
reading; REVIEWER_BENCH_ITEMS names another number of them. With a million other bounds are held, and only the list, the
filter, the search, the memory and the patterns are bounded. A pattern is held against ``grep -P`` over the same texts
in memory: ours unpacks them first. Each figure is the median of several runs, but for that of a pattern, which runs
once, for what it finds is kept; of several queries the slowest counts. Beside it stands what the first run took, which
reads from the disk and keeps what later ones need; where that is over the bound, it is said. Then what the window reads
ahead after unlocking: how long that takes, and what each gesture takes for the first time after it. Seconds are by the
clock, and a machine that does other things stretches them; beside those of a pattern stands its longest thread's time
on a processor, which is what it takes by the clock where two have nothing else to do.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from benchmarks.cases import large_case
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.opening import open_case
from reviewer.casefile.evidence import texts
from reviewer.domain.analysis.grouping import Grouping
from reviewer.domain.analysis.review_queue import Arrangement
from reviewer.domain.progress import Quiet
from reviewer.usecases import facets, read_ahead, search
from reviewer.usecases.analysis import bulk_coding, review_queues
from reviewer.usecases.evidence import items

ITEMS = int(os.environ.get("REVIEWER_BENCH_ITEMS", "100000"))
MILLION = 1_000_000
ROUNDS = 5
SHOWN = 100
MOST_MEMORY = 600e6
MOST_OF_GREP = 5.0
FILTERS = ("from:a7", "date:2016-05-03..2016-05-09", "kind:email -from:a1", "unread camera", "subject:ba1")
GROUPED = ("from:a7", "is:unseen")
SEARCHES = ("camera", "camera porch", '"free device"', "patrol OR station", "neigh*", "gift from:a7", "memo -lunch")
PATTERNS = (r"camera$", r"[b-t][aeiou]7ff[0-9]?", r"[0-9]{4} [a-z]{6}\s")
SIGNS = ("#", r"\$[0-9]")
"""Patterns of nothing that the index has: all texts are unpacked. Their longest thread is held to the bound."""


@dataclass(frozen=True, slots=True)
class Bound:
    """The most seconds that a gesture may take, among 100,000 items and among a million; None where nothing is said."""

    usual: float
    of_a_million: float | None = None

    @property
    def here(self) -> float | None:
        return self.usual if ITEMS < MILLION else self.of_a_million


BOUNDS = {
    "open to a list": Bound(0.3, 1.5),
    "filter": Bound(0.1, 0.5),
    "facets": Bound(0.15),
    "search, the best 50": Bound(0.02, 0.05),
    "next in a queue": Bound(0.05),
}


def main() -> int:
    with tempfile.TemporaryDirectory() as scratch:
        with ProcessPoolExecutor(1, get_context("spawn")) as other:
            path, key = other.submit(large_case, Path(scratch), ITEMS).result()
        print(f"{ITEMS:,} items, {path.stat().st_size / 1e6:,.0f} MB", flush=True)
        held = [told("open to a list", {"": runs(opened, path, key)})]
        with open_case(path, key) as case:
            review_queues.create(case, "All", "kind:email", arranged=Arrangement.TIME, reviewer="bench")
            held += [
                told("filter", {query: runs(filtered, case, query) for query in FILTERS}),
                told("facets", {query: runs(counted, case, query) for query in ("", "camera")}),
                told(
                    "search, the best 50",
                    {query: runs(search.find, case, query) for query in SEARCHES},
                ),
                told("next in a queue", {"": runs(review_queues.next_item, case, "All")}),
            ]
            used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
            print(f"memory of this process: {used / 1e6:,.0f} MB (wanted ≤ {MOST_MEMORY / 1e6:,.0f})")
            held += [used <= MOST_MEMORY, after_marks(case), by_pattern(case)]
        with open_case(path, key) as case:
            after_reading_ahead(case)
    return 0 if all(held) else 1


def opened(path: Path, key: Key) -> None:
    with open_case(path, key, read_only=True) as case:
        ids = search.ids(case, "", sort="date", descending=True)
        shown = items.many(case, ids[:SHOWN])
        items.marks_of(case, ids[:SHOWN])
        items.read_by(case, ids[:SHOWN], reviewer="bench")
        if (len(ids), len(shown)) != (ITEMS, SHOWN):
            raise SystemExit("the list is not whole")


def filtered(case: Case, query: str) -> None:
    items.many(case, search.ids(case, query, reviewer="bench", sort="date", descending=True)[:SHOWN])


def after_marks(case: Case) -> bool:
    """A list by thread after each mark, as the window asks for it, beside the connection that writes."""
    marked = search.ids(case, "kind:email")[: ROUNDS * len(GROUPED)]

    def by_thread(beside: Case, query: str) -> None:
        bulk_coding.mark(case, [marked.pop()], relevance="relevant", reviewer="bench")
        search.listed(beside, query, reviewer="bench", sort="date", descending=True, grouping=Grouping.THREAD)

    with case.reader() as beside:
        return told("filter", {f"by thread, marked: {query}": runs(by_thread, beside, query) for query in GROUPED})


def after_reading_ahead(case: Case) -> None:
    """Print what each gesture takes on a connection that has read nothing, after another one has read ahead."""
    with case.reader() as ahead:
        begun = time.process_time()
        took = seconds(read_ahead.read_ahead, ahead, Quiet())
        used = time.process_time() - begun
    print(f"read ahead: {took:.2f} s, {used:.2f} s of processor time; then, for the first time:")
    for query in FILTERS:
        first("filter", query, case, filtered)
    for query in ("", "camera"):
        first("facets", query, case, counted)
    for query in SEARCHES:
        first("search", query, case, search.find)
    first("by thread", "", case, partial(search.listed, grouping=Grouping.THREAD))
    first("pattern", f"/{PATTERNS[0]}/", case, search.ids)


def first(what: str, query: str, case: Case, work: Callable[[Case, str], object]) -> None:
    """Print what a gesture takes on a connection of its own."""
    with case.reader() as beside:
        print(f"    {what:9} {query or '(all)':30} {1e3 * seconds(work, beside, query):8.1f} ms", flush=True)


def counted(case: Case, query: str) -> None:
    facets.of_query(case, query, reviewer="bench")


def by_pattern(case: Case) -> bool:
    """A pattern over all texts, against ``grep -P`` over them in memory; whether it is within the bound."""
    if shutil.which("grep") is None or not Path("/dev/shm").is_dir():  # noqa: S108 - memory, for others to read
        return True
    held = True
    with tempfile.NamedTemporaryFile(dir="/dev/shm") as file:
        for item in search.ids(case, ""):
            file.write(texts.body(case, item).encode() + b"\n")
        file.flush()
        for pattern in (*PATTERNS, *SIGNS):
            used, mine = time.process_time(), time.thread_time()
            ours = seconds(search.ids, case, f"/{pattern}/")  # once, for what was found is kept
            used, mine = time.process_time() - used, time.thread_time() - mine
            theirs = runs(grepped, pattern, file.name).median
            longest = max(mine, used - mine)
            held = held and (longest if pattern in SIGNS else ours) <= MOST_OF_GREP * theirs
            print(
                f"/{pattern}/  {ours:.2f} s, {ours / theirs:.1f} × grep -P (wanted ≤ {MOST_OF_GREP:.0f}); "
                f"its longest thread {longest:.2f} s, {longest / theirs:.1f} ×",
                flush=True,
            )
    return held


def grepped(pattern: str, name: str) -> None:
    done = subprocess.run(["grep", "-aicP", pattern, name], check=False, capture_output=True)  # noqa: S607
    if done.returncode > 1:  # 1: nothing found
        raise SystemExit(f"grep -P cannot be measured against: {done.stderr.decode(errors='replace').strip()}")


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds of the first run, and of the one in the middle."""

    first: float
    median: float


def runs(work: Callable[..., object], *arguments: object) -> Took:
    took = [seconds(work, *arguments) for _ in range(ROUNDS)]
    return Took(took[0], statistics.median(took))


def seconds(work: Callable[..., object], *arguments: object) -> float:
    begun = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - begun


def told(what: str, took: dict[str, Took]) -> bool:
    """Print what something took; whether the slowest of it is within the bound."""
    bound, slowest = BOUNDS[what].here, max(each.median for each in took.values())
    wanted = "" if bound is None else f" (wanted ≤ {bound * 1e3:.0f})"
    print(f"{what}: {slowest * 1e3:.1f} ms{wanted}")
    for query, each in took.items():
        print(f"    {query or '(all)':30} {each.median * 1e3:8.1f} ms, first {each.first * 1e3:8.1f} ms", flush=True)
    late = [query or "(all)" for query, each in took.items() if bound is not None and each.first > bound]
    if late:
        print(f"    over the bound when asked for the first time: {', '.join(late)}", flush=True)
    return bound is None or slowest <= bound


if __name__ == "__main__":
    sys.exit(main())
