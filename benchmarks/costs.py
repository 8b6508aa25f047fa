"""What one file costs from its intake to the pages of its items, held against what it may."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.watching import Watch
from reviewer.casefile.engine.case import Case
from reviewer.domain.evidence.unpack_budget import SECONDS_PER_MIB
from reviewer.domain.evidence.unpack_limits import MIB
from reviewer.domain.ids import ItemId
from reviewer.errors import KnownError
from reviewer.isolation.workers import WorkerError, Workers
from reviewer.usecases import search
from reviewer.usecases.evidence import intake, items
from reviewer.usecases.pages import item_pages

MOST_MEMORY = 1200 * 2**20
MOST_SECONDS = 15.0
"""For one item, and for its pages."""
MOST_FOR_A_FILE = 60.0
"""For one with others in it, and more by its size."""
_EVERY = 0.1
"""Seconds between two looks at the memory; a gigabyte takes longer to be written."""
WITHOUT = "NO PAGES THOUGH IT HAS WORDS"


@dataclass(frozen=True, slots=True)
class Cost:
    """Bytes of the largest process and of all together, and seconds of processor time of all, with our own.

    ``said`` is what became of it.
    """

    what: str
    memory: int
    together: int
    seconds: float
    most: float
    said: str = ""

    @property
    def well(self) -> bool:
        """Whether it is within its bounds, and has pages if it has words."""
        return self.memory <= MOST_MEMORY and self.seconds <= self.most and WITHOUT not in self.said

    def line(self, name: str) -> str:
        """A line for people."""
        well = "ok " if self.well else "BAD"
        sizes = f"{self.memory / 1e6:5.0f} MB {self.together / 1e6:5.0f} MB"
        return f"{well} {name[-40:]:40} {self.what:6} {self.seconds:5.1f} s {sizes}  {self.said[:90]}"


def costs(case: Case, workers: Workers, path: Path, most_items: int) -> Iterator[Cost]:
    """What taking in a file or folder cost that is not in the case yet, then the pages of so many of its items."""
    before = set(search.ids(case, ""))
    with Watch(_EVERY) as watch:
        begun = time.process_time()
        account = intake.add(case, workers, [path], reviewer="bench")
        ours = time.process_time() - begun
    found = [item for item in search.ids(case, "") if item not in before]
    said = f"{len(found):,} items" + (", the account does not add up" if account.gaps else "")
    size = path.stat().st_size if path.is_file() else 0
    most = MOST_FOR_A_FILE + SECONDS_PER_MIB * size / MIB if len(found) > 1 else MOST_SECONDS
    yield Cost("intake", watch.peak, watch.together, watch.processor + ours, most, said)
    for item in found[:most_items]:
        if items.get(case, item).kind.has_pages:
            with Watch(_EVERY) as watch:
                begun = time.process_time()
                said = _pages(case, workers, item)
                ours = time.process_time() - begun
            yield Cost("pages", watch.peak, watch.together, watch.processor + ours, MOST_SECONDS, said)


def _pages(case: Case, workers: Workers, item: ItemId) -> str:
    try:
        made = item_pages.make(case, workers, item)
    except (WorkerError, KnownError) as error:
        words = items.body(case, item).strip()
        return f"{WITHOUT if words else 'no pages'}: {error}"
    return f"{len(made.pages):,} pages by {made.engine.split(' ')[0]}"
