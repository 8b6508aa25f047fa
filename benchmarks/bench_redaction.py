"""Pages a second that leave redacted: rebuilt from pixels alone, and with all that makes a finished file.

The pages are letters of common words with a name in each, covered to the end of its line. Rebuilding is what a worker
does: draw at 200 dpi, fill, compress. The finished file has its words, and was attacked: once with letters alone on its
pages, whose words are known, and once with a curve on each, so that OCR reads the pixels. Processor time is told beside
the clock, since a machine that does other things stretches the clock: what one core does, and two would do twice.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pymupdf

from benchmarks.bench_intake import Took, clock, since
from benchmarks.cases import COMMON
from benchmarks.watching import adopt_orphans, wait_for_all
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.opening import create_case
from reviewer.domain.exports.leaving import Terms
from reviewer.isolation.exhibit_messages import Attack, Redact, RedactBox
from reviewer.isolation.workers import Workers
from reviewer.usecases import search
from reviewer.usecases.evidence import intake
from reviewer.usecases.exports import item_exports
from reviewer.usecases.exports.redaction import redaction_patterns

PAGES = 16
LINES, WORDS = 24, 9
NAME = "Ottoline Quarry"
REPEATED = 3
LEAST = 8.0
"""Pages a second on two cores that are wanted of finished pages."""


def main() -> int:
    adopt_orphans()
    jobs = 2  # the cores that LEAST is said of
    data = letters()
    with Workers(jobs) as workers:
        rebuilt(workers, data, jobs)  # each worker has imported what it needs
        rate = PAGES * jobs / rebuilt(workers, data, jobs)
        print(f"rebuilt from pixels and attacked, {jobs} workers: {rate:.1f} pages a second (wanted ≥ {LEAST:.0f})")
    once, more = exported(data, 1), exported(data, 1 + REPEATED)
    free = jobs * PAGES * REPEATED / (more.processor - once.processor)
    rate = PAGES * REPEATED / (more.seconds - once.seconds)
    print(
        f"finished, words of the pages: {rate:.1f} pages a second (wanted ≥ {LEAST:.0f}); {free:.1f} of two free cores"
    )
    ocr = PAGES / exported(letters(curves=True), 1).seconds
    print(f"finished, with the words that OCR reads, {jobs} workers: {ocr:.1f} pages a second")
    return 0 if max(rate, free) >= LEAST else 1


def letters(*, curves: bool = False) -> bytes:
    chance = random.Random(7)
    with pymupdf.open() as document:
        for _ in range(PAGES):
            lines = [" ".join(chance.choices(COMMON, k=WORDS)) for _ in range(LINES)]
            lines[5] = f"then {NAME} told us that it was free"
            page = document.new_page(width=612, height=792)
            page.insert_text((72, 90), lines, fontsize=11, lineheight=2)
            if curves:
                page.draw_circle((560, 740), 10)
        return bytes(document.tobytes())


def rebuilt(workers: Workers, data: bytes, jobs: int) -> float:
    """Seconds in which each worker rebuilds the document and attacks what it made."""
    boxes = tuple(RedactBox(page, (90, 185, 612, 205), "PRV") for page in range(1, PAGES + 1))

    def one(_: int) -> None:
        made = workers.ask(Redact(boxes), [data], seconds=300)
        workers.ask(Attack((NAME,), boxes), made.blobs, seconds=300)

    with ThreadPoolExecutor(jobs) as pool:
        begun = time.perf_counter()
        list(pool.map(one, range(jobs)))
        return time.perf_counter() - begun


def exported(data: bytes, times: int) -> Took:
    """What it takes to write the pages of an item from a case so many times; the seconds are those of writing alone."""
    begun, seconds = clock(), 0.0
    with tempfile.TemporaryDirectory() as made:
        disk = Path(made, "disk")
        disk.mkdir()
        disk.joinpath("letters.pdf").write_bytes(data)
        key = Key(os.urandom(32), os.urandom(16))
        with create_case(Path(made, "a.evcase"), key, title="A", reviewer="Ada") as case, Workers(2) as workers:
            intake.add(case, workers, [disk], reviewer="Ada")
            (item,) = search.ids(case, "")
            names = redaction_patterns.sought(case, "term", [NAME])
            done, _ = redaction_patterns.propose(case, workers, names, "PRV", reviewer="Ada")
            if len(done) != PAGES:
                raise ValueError(f"{len(done)} names were found on {PAGES} pages")
            terms = Terms(proposed=True)
            for number in range(times):
                out, before = Path(made, f"{number}.pdf"), time.perf_counter()
                item_exports.pages(case, workers, item, out, paper="Letter", reviewer="Ada", terms=terms)
                seconds += time.perf_counter() - before
        wait_for_all()
    return Took(seconds, since(begun).processor)


if __name__ == "__main__":
    sys.exit(main())
