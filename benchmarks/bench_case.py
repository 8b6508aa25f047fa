"""A case of 50,000 items: from the key to a usable list, and the best 50 hits of a search with their snippets."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.cases import large_case
from reviewer.casefile.engine.opening import open_case
from reviewer.usecases import search
from reviewer.usecases.evidence import items

ITEMS = 50_000
LONGEST_OPENING = 1.5
LONGEST_SEARCH = 0.020
QUERIES = ("camera", "camera porch", '"free device"', "patrol OR station", "neigh*", "gift from:a7", "memo -lunch")


def main() -> int:
    with tempfile.TemporaryDirectory() as scratch:
        path, key = large_case(Path(scratch), ITEMS)
        openings = []
        for _ in range(5):
            begun = time.perf_counter()
            with open_case(path, key, read_only=True) as case:
                ids = search.ids(case, "", sort="date", descending=True)
                shown = items.many(case, ids[:100])
                items.marks_of(case, ids[:100])
                items.read_by(case, ids[:100], reviewer="bench")
                openings.append(time.perf_counter() - begun)
                if (len(ids), len(shown)) != (ITEMS, 100):
                    raise SystemExit("the list is not whole")
        with open_case(path, key, read_only=True) as case:
            slowest = 0.0
            for query in QUERIES:
                spent = []
                for _ in range(7):
                    begun = time.perf_counter()
                    results = search.find(case, query, limit=50)
                    spent.append(time.perf_counter() - begun)
                slowest = max(slowest, statistics.median(spent))
                print(f"{query:24} {results.total:7,} found  {statistics.median(spent) * 1e3:6.1f} ms")
    opening = statistics.median(openings)
    print(f"opening to a list of {ITEMS:,}: {opening:.2f} s in the median (wanted ≤ {LONGEST_OPENING})")
    print(f"slowest search: {slowest * 1e3:.1f} ms in the median (wanted ≤ {LONGEST_SEARCH * 1e3:.0f})")
    return 0 if opening <= LONGEST_OPENING and slowest <= LONGEST_SEARCH else 1


if __name__ == "__main__":
    sys.exit(main())
