"""Whether every hostile file stays within its bounds, from the intake to its pages: ``python -m benchmarks hostile``.

``python -m benchmarks.bench_hostile [NAME …]`` takes those whose names have one of these words. Each file lies alone in
a case of its own; what is measured is the most memory of one child process for itself and of all together, and the
processor time of all of them and our own, for the intake and for the pages of each item; the clock of a machine that
does other things says little. ``benchmarks real`` does the same with real files.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.costs import Cost, costs
from reviewer.casefile.engine.opening import open_case
from reviewer.isolation.protocol import Identify, PrintPage
from reviewer.isolation.workers import Workers
from tests.evidence import mail
from tests.holding import hostile as bombs
from tests.holding import killing
from tests.workers.archive.building import zipped
from tests.workers.office.documents import docx, paragraph, xlsx

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
    bombs.Hostile("accents above one letter.txt", lambda: b"words a%s words" % ("\u0301" * 2_000_000).encode()),
    bombs.Hostile("entities.eml", lambda: mail("Signs", html=f"<p>words {'&amp;' * 2_000_000}</p>")),
    bombs.Hostile("a million columns.xlsx", _wide_row),
    bombs.Hostile("23107 by 18.xlsx", _long_sheet),
)
"""Those that were once found to go beyond, made anew."""


def _files(wanted: list[str]) -> Iterator[tuple[str, bytes]]:
    for each in (*MORE, *bombs.ALL):
        if not wanted or any(word in each.name for word in wanted):
            yield each.name, each.make()


def main(words: list[str]) -> int:
    worst: list[tuple[str, Cost]] = []
    with tempfile.TemporaryDirectory() as scratch, Workers(2) as workers:
        workers.ask(Identify(), [b"warm"])
        workers.print_page(PrintPage("<p>warm", ()))
        for number, (name, data) in enumerate(_files(words)):
            disk = Path(scratch) / f"{number}"
            disk.mkdir()
            (disk / name).write_bytes(data)
            with open_case(killing.new_case(Path(scratch) / f"{number}.evcase"), killing.KEY) as case:
                found = list(costs(case, workers, disk, _MOST_ITEMS))
            worst.append((name, max(found, key=lambda cost: (not cost.well, cost.seconds))))
            print(worst[-1][1].line(name), flush=True)
    bad = [each for each in worst if not each[1].well]
    print("the most time and the most memory:")
    for key in (lambda each: each[1].seconds, lambda each: each[1].memory):
        name, cost = max(worst, key=key)
        print(cost.line(name))
    print(f"{len(worst):,} files, {len(bad)} beyond their bounds (wanted: 0)")
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
