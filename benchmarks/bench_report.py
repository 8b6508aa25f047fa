"""A findings report of 1,000 passages in 1,000 documents: how long it takes to draw it up, and to set it in each form.

The copies of the exhibits' pages are not in it, which take their own time, in workers, nor is the search of the
finished files for what is redacted. What is measured is the time of
the processor, and beside it that of the clock, in which others have a part.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from benchmarks.ledgers import ledger_case
from reviewer.casefile.engine.opening import open_case
from reviewer.desktop.resources import resource
from reviewer.domain.exports.report_options import ReportForm, ReportOptions
from reviewer.export.model import ExhibitRow
from reviewer.export.report import docx, html, pdf
from reviewer.export.report.model import Report
from reviewer.export.texts import texts
from reviewer.usecases.exports.gate import Gate, passing
from reviewer.usecases.exports.report_sections.sources import Sources
from reviewer.usecases.exports.report_sections.whole import drawn_up
from reviewer.usecases.exports.report_values import Cited, cited_items

PASSAGES, OFFICERS, BENEFITS, ENDORSEMENTS = 1_000, 100, 200, 50
LONGEST = 2.0
MADE = "2026-11-25T10:00:00Z"
T = TypeVar("T")

FORMS: dict[ReportForm, Callable[[Report], bytes]] = {
    ReportForm.PDF: lambda told: pdf.set_report(told, resource("report"), resource("fonts")),
    ReportForm.DOCX: lambda told: docx.document(told, resource("fonts")),
    ReportForm.HTML: lambda told: html.page(told, resource("report")),
}


def drawn(gate: Gate) -> Report:
    cited = cited_items(gate)
    say = texts(resource("report"), "en")
    return drawn_up(Sources(gate, say, cited, [row(each) for each in cited], (), frozenset(), MADE), ReportOptions())[0]


def row(cited: Cited) -> ExhibitRow:
    """A line of the index, as if a copy had been made."""
    digest = hashlib.sha256(cited.item.control.encode()).hexdigest()
    name, item = cited.name, cited.item
    return ExhibitRow(name.number, name.file, item.control, item.title, cited.date, cited.sender, 1, digest, digest)


def spent(what: Callable[[], T], times: int = 3) -> tuple[T, float, float]:
    """What it gives, and the least seconds of the processor and of the clock in some times."""
    found = []
    for _ in range(times):
        begun = time.process_time(), time.perf_counter()
        made = what()
        found.append((time.process_time() - begun[0], time.perf_counter() - begun[1]))
    return made, min(each[0] for each in found), min(each[1] for each in found)


def main() -> int:
    with tempfile.TemporaryDirectory() as scratch:
        path, key = ledger_case(
            Path(scratch), passages=PASSAGES, officers=OFFICERS, benefits=BENEFITS, endorsements=ENDORSEMENTS
        )
        with open_case(path, key) as case, passing(case, reviewer="bench") as gate:
            told, drawing, waited = spent(lambda: drawn(gate))
    print(
        f"{'drawn up':8} {drawing * 1e3:7.0f} ms, {PASSAGES:,} passages, {OFFICERS:,} officers, {BENEFITS:,} benefits"
    )
    good = []
    for form, make in FORMS.items():
        _, took, clock = spent(partial(make, told))
        whole, by_clock = drawing + took, (waited + clock) * 1e3
        print(f"{form.value:8} {whole * 1e3:7.0f} ms, by the clock {by_clock:5.0f} (wanted ≤ {LONGEST * 1e3:.0f})")
        good.append(whole <= LONGEST)
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
