"""100,000 passages, 5,000 officers, 50,000 benefits: how long each view of the ledger takes, and the key figures.

What is measured is the use case behind each view, from the file and not from memory kept aside: the time of the
processor, since a view waits for nothing else, and beside it that of the clock, in which others have a part.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.ledgers import ledger_case, roster
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.opening import open_case
from reviewer.domain.ids import OfficerId
from reviewer.usecases.ledger import benefits, endorsements, figures, ledger_rows, limits, pairings, pictures
from reviewer.usecases.ledger.pictures import PictureKind
from reviewer.usecases.people import officer_page, officers
from reviewer.usecases.policy import complaints

PASSAGES, OFFICERS, BENEFITS = 100_000, 5_000, 50_000
LONGEST_VIEW, LONGEST_FIGURES = 0.300, 0.500
LONGEST_IMPORT = 3.0

VIEWS: dict[str, Callable[[Case], object]] = {
    "benefits": benefits.page,
    "endorsements": endorsements.listed,
    "officers": officers.listed,
    "officer's page": lambda case: officer_page.show(case, "S00042"),
    "table of the ledger": ledger_rows.listed,
    "pairs": pairings.listed,
    "totals": limits.page,
    "limits": limits.listed,
    "complaints": complaints.listed,
    "timeline": lambda case: pictures.draw(case, PictureKind.TIMELINE),
    "timeline of an officer": lambda case: pictures.draw(
        case, PictureKind.TIMELINE, pictures.Wanted(officer=OfficerId(9))
    ),
    "stations": lambda case: pictures.draw(case, PictureKind.STATIONS),
    "network": lambda case: pictures.draw(case, PictureKind.NETWORK),
}


def spent(case: Case, view: Callable[[Case], object], times: int = 7) -> tuple[float, float]:
    """Seconds of the processor, the least of some times, and of the clock in the median; the file's cache is warm."""
    view(case)
    found = []
    for _ in range(times):
        begun = time.process_time(), time.perf_counter()
        view(case)
        found.append((time.process_time() - begun[0], time.perf_counter() - begun[1]))
    return min(each[0] for each in found), statistics.median(each[1] for each in found)


def holds(name: str, took: tuple[float, float], longest: float) -> bool:
    """Print a figure; whether it is as wanted."""
    print(f"{name:24} {took[0] * 1e3:7.0f} ms, by the clock {took[1] * 1e3:5.0f} (wanted ≤ {longest * 1e3:.0f})")
    return took[0] <= longest


def main() -> int:
    good = []
    with tempfile.TemporaryDirectory() as scratch:
        path, key = ledger_case(Path(scratch), passages=PASSAGES, officers=OFFICERS, benefits=BENEFITS)
        with open_case(path, key, read_only=True) as case:
            good += [holds(name, spent(case, view), LONGEST_VIEW) for name, view in VIEWS.items()]
            good.append(holds("figures", spent(case, figures.count), LONGEST_FIGURES))
        with open_case(path, key) as case:
            table = roster(Path(scratch) / "roster.csv", OFFICERS)
            begun = time.process_time(), time.perf_counter()
            done = officers.import_roster(case, table, reviewer="bench")
            took = time.process_time() - begun[0], time.perf_counter() - begun[1]
            good += [holds(f"roster of {OFFICERS:,}", took, LONGEST_IMPORT), len(done.added) == OFFICERS]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
