"""Whether every hostile file stays within its bounds, from the intake to its pages: ``python -m benchmarks hostile``.

``python -m benchmarks.bench_hostile [NAME …]`` takes those whose names have one of these words. REVIEWER_CORPORA is a
folder of real files that are tried as well, and with ``--real`` alone: a folder at a time where there are many. Each
file lies alone in a case of its own; what is measured is the most memory of one child process for itself, and the
processor time of all of them, for the intake and for the pages of each item; the clock of a machine that does other
things says little.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.watching import Watch
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.opening import open_case
from reviewer.domain.ids import ItemId
from reviewer.errors import KnownError
from reviewer.isolation.protocol import Identify, PrintPage
from reviewer.isolation.workers import WorkerError, Workers
from reviewer.usecases import search
from reviewer.usecases.evidence import intake, items
from reviewer.usecases.pages import item_pages
from tests.evidence import mail
from tests.holding import hostile as bombs
from tests.holding import killing
from tests.workers.archive.building import zipped
from tests.workers.office.documents import docx, paragraph, xlsx

MOST_MEMORY = 1200 * 2**20
MOST_SECONDS = 15.0
"""For one item, and for its pages."""
MOST_FOR_A_FILE = 60.0
_MEBI = 2**20
_MOST_ITEMS = 40
"""Items of one file whose pages are made; a bomb of archives has hundreds of alike ones."""

WORDS = "The doorbell cameras were given to officers of the station in spring. "


def _wide_row() -> bytes:
    cells = "".join(f'<c t="inlineStr"><is><t>v{number}</t></is></c>' for number in range(1_000_000))
    return xlsx([("One", "visible", f'<sheetData><row r="1">{cells}</row></sheetData>')])


def _long_sheet() -> bytes:
    rows = "".join(f"<row>{'<c><v>1234.5</v></c>' * 18}</row>" for _ in range(23_107))
    return xlsx([("One", "visible", f"<sheetData>{rows}</sheetData>")])


def _sixty(archive: bytes) -> bytes:
    return zipped({f"{number}.zip": archive for number in range(60)})


MORE = (
    bombs.Hostile("sixty equal.zip", lambda: _sixty(bombs.zip_of_zeros(200 * _MEBI))),
    bombs.Hostile(
        "nine to the ninth.zip",
        lambda: bombs.nested(b"Words.", lambda data: zipped({str(number): data for number in range(9)}), 9),
    ),
    bombs.Hostile(
        "forty that differ.zip",
        lambda: zipped({f"{n}.zip": zipped({"zeros": bytes(20 * _MEBI) + bytes([n])}) for n in range(40)}),
    ),
    bombs.Hostile("paragraphs.eml", lambda: mail("Long", html=f"<p>{WORDS}</p>" * 57_000)),
    bombs.Hostile("one paragraph.eml", lambda: mail("Long", html=WORDS * 60_000)),
    bombs.Hostile("one word.eml", lambda: mail("Long", html="x" * 4_000_000)),
    bombs.Hostile("tables.eml", lambda: mail("Cells", html=f"<table>{'<tr><td>1<td>2<td>3' * 20_000}</table>")),
    bombs.Hostile("many short lines.txt", lambda: b"--b\n\nx\n" * 50_000),
    bombs.Hostile("letters of two fonts.docx", lambda: docx(paragraph("a\u0627\u0301" * 33_000) * 6)),
    bombs.Hostile("letters above letters.docx", lambda: docx(paragraph(("a" + "\u0301" * 40) * 2_400) * 6)),
    bombs.Hostile("a million columns.xlsx", _wide_row),
    bombs.Hostile("23107 by 18.xlsx", _long_sheet),
)
"""Those that were once found to go beyond, made anew."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Bytes of the largest process and seconds of processor time of all; ``said`` is what became of it."""

    what: str
    memory: int
    seconds: float
    most: float
    said: str = ""

    @property
    def well(self) -> bool:
        """Whether it is within its bounds."""
        return self.memory <= MOST_MEMORY and self.seconds <= self.most


def _files(wanted: list[str], *, real: bool) -> Iterator[tuple[str, bytes]]:
    for each in () if real else (*MORE, *bombs.ALL):
        if not wanted or any(word in each.name for word in wanted):
            yield each.name, each.make()
    corpora = os.environ.get("REVIEWER_CORPORA", "")
    for path in sorted(Path(corpora).rglob("*")) if corpora else ():
        if path.is_file() and (not wanted or any(word in path.name for word in wanted)):
            yield path.name, path.read_bytes()


def _costs(case: Case, workers: Workers, disk: Path) -> Iterator[Cost]:
    with Watch() as watch:
        account = intake.add(case, workers, [disk], reviewer="bench")
    found = search.ids(case, "")
    said = f"{len(found):,} items" + (", the account does not add up" if account.gaps else "")
    yield Cost("intake", watch.peak, watch.processor, MOST_FOR_A_FILE if len(found) > 1 else MOST_SECONDS, said)
    for item in found[:_MOST_ITEMS]:
        if items.get(case, item).kind.has_pages:
            with Watch() as watch:
                said = _pages(case, workers, item)
            yield Cost("pages", watch.peak, watch.processor, MOST_SECONDS, said)


def _pages(case: Case, workers: Workers, item: ItemId) -> str:
    try:
        made = item_pages.make(case, workers, item)
    except (WorkerError, KnownError) as error:
        words = items.body(case, item).strip()
        return f"{'NO PAGES THOUGH IT HAS WORDS: ' if words else 'no pages: '}{error}"
    return f"{len(made.pages):,} pages by {made.engine.split(' ')[0]}"


def main(words: list[str]) -> int:
    wanted, real = [word for word in words if word != "--real"], "--real" in words
    worst: list[tuple[str, Cost]] = []
    with tempfile.TemporaryDirectory() as scratch, Workers(2) as workers:
        workers.ask(Identify(), [b"warm"])
        workers.print_page(PrintPage("<p>warm", ()))
        for number, (name, data) in enumerate(_files(wanted, real=real)):
            disk = Path(scratch) / f"{number}"
            disk.mkdir()
            (disk / name).write_bytes(data)
            with open_case(killing.new_case(Path(scratch) / f"{number}.evcase"), killing.KEY) as case:
                costs = list(_costs(case, workers, disk))
            top = max(costs, key=lambda cost: (not cost.well or "NO PAGES" in cost.said, cost.seconds))
            worst.append((name, top))
            if (not real and len(worst) <= len(MORE) + len(bombs.ALL)) or not top.well:
                print(_line(name, top), flush=True)
            elif len(worst) % 50 == 0:
                print(f"… {len(worst):,} files", flush=True)
    bad = [each for each in worst if not each[1].well or "NO PAGES" in each[1].said]
    print("the most time and the most memory:")
    for key in (lambda each: each[1].seconds, lambda each: each[1].memory):
        print(_line(*max(worst, key=key)))
    print(f"{len(worst):,} files, {len(bad)} beyond their bounds (wanted: 0)")
    return 1 if bad else 0


def _line(name: str, cost: Cost) -> str:
    well = "ok " if cost.well and "NO PAGES" not in cost.said else "BAD"
    return f"{well} {name[:40]:40} {cost.what:6} {cost.seconds:5.1f} s {cost.memory / 1e6:5.0f} MB  {cost.said[:90]}"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
