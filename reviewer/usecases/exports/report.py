"""Export the findings report with its exhibits, every quote checked against them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reviewer.casefile.engine.case import Case
from reviewer.casefile.pages import notes, passages
from reviewer.desktop.resources import resource
from reviewer.domain import clock
from reviewer.domain.analysis.repeated import repeats
from reviewer.domain.exports.leaving import Export, Held, StayReason, Terms, Thing
from reviewer.domain.progress import Progress, Quiet, stop_if_cancelled
from reviewer.errors import ExportError
from reviewer.export.model import ExhibitRow, FindingSection, Withheld
from reviewer.export.report import set_report
from reviewer.isolation.workers import Workers
from reviewer.usecases.exports import custody_manifest, report_findings
from reviewer.usecases.exports.account_sheet import account
from reviewer.usecases.exports.exhibits import make_exhibit
from reviewer.usecases.exports.gate import ExportFolder, Gate, Preview, Writer, check_free, foresee, passing
from reviewer.usecases.exports.report_values import Cited, cited_items, draw_up, withheld
from reviewer.usecases.interviews.interview_compelled import (
    Derived,
    compelled_words,
    derived_from,
    derived_from_compelled,
)

__all__ = ["CONFIDENTIALITY", "REPORT", "ExportedExhibit", "ReportExport", "check_free", "export", "preview"]

REPORT = "report.pdf"
MANIFEST = "evidence.sha256"
"""SHA-256 of every file that was taken in, as ``sha256sum --check`` reads it."""
CONFIDENTIALITY = "Confidential"


@dataclass(frozen=True, slots=True)
class ExportedExhibit:
    """An exhibit that was written: its item's control number, its place, and its SHA-256 in hexadecimal."""

    item: str
    path: Path
    sha256: str


@dataclass(frozen=True, slots=True)
class ReportExport:
    """The report, its exhibits in order of their numbers, how many quotes were checked against them, and what stays."""

    report: Path
    sha256: str
    exhibits: tuple[ExportedExhibit, ...]
    quotes_checked: int
    held: tuple[Held, ...] = ()


def preview(case: Case, terms: Terms | None = None, *, final: bool = False) -> Preview:
    """What would stay of a report on these terms, and what stands in its way; nothing is written."""

    def look(gate: Gate) -> None:
        _content(gate, final=final)
        if gate.items_held:  # the account and the manifest go whole where no item stays
            account(gate)
            list(custody_manifest.lines(gate))

    return foresee(case, look, terms)


def export(
    case: Case,
    workers: Workers,
    out_dir: Path,
    *,
    reviewer: str,
    confidentiality: str = CONFIDENTIALITY,
    final: bool = False,
    terms: Terms | None = None,
    write: Writer | None = None,
    progress: Progress | None = None,
) -> ReportExport:
    """Write ``report.pdf``, ``exhibits/`` and ``evidence.sha256`` into a new folder, or nothing.

    All of it is read from the case as it is at the start. What may not leave on these ``terms`` stays out and is named
    by number. ExportError when the place is taken, or when a quote is not verbatim in the pages or in the exhibit made
    of them: the message names the exhibit, the page and the quote. Also when a finding rests on what is privileged,
    when a note or a finding repeats words of what stays, and, if it is to be ``final``, when what a finding rests on
    has changed; one that is not final is called a draft and lists these.
    """
    watched = progress or Quiet()
    with passing(case, reviewer=reviewer, terms=terms, write=write) as gate, ExportFolder(out_dir) as folder:
        gate.check_writable()
        content = _content(gate, final=final)
        rows = _write_exhibits(gate, workers, content.cited, folder, watched)
        stop_if_cancelled(watched)
        watched.step(len(rows), len(rows) + 1, REPORT)
        facts = _write_report(gate, content, rows, folder, confidentiality)
        gate.finish_folder(folder, Export.REPORT, facts)
    watched.step(len(rows) + 1, len(rows) + 1, REPORT)
    return ReportExport(
        folder.folder / REPORT,
        facts["report"],
        tuple(ExportedExhibit(row.control, folder.folder / row.file, row.sha256) for row in rows),
        facts["quotes_checked"],
        gate.stays,
    )


def _write_report(
    gate: Gate, content: _Content, rows: Sequence[ExhibitRow], folder: ExportFolder, confidentiality: str
) -> dict[str, Any]:
    """Write the report and the manifest beside the exhibits; the facts of the export for the trail."""
    values = draw_up(
        gate,
        content.cited,
        rows,
        made=clock.now(),
        confidentiality=confidentiality,
        findings=content.findings,
        withheld=content.withheld,
        final=content.final,
    )
    report = set_report(values, resource("report"), resource("fonts"))
    manifest = "".join(f"{line}\n" for line in custody_manifest.lines(gate)).encode("utf-8", "surrogateescape")
    folder.write(REPORT, report)
    folder.write(MANIFEST, manifest)
    return {
        "report": hashlib.sha256(report).hexdigest(),
        "manifest": hashlib.sha256(manifest).hexdigest(),
        "exhibits": [[row.control, row.file, row.sha256] for row in rows],
        "quotes_checked": values.quotes_checked,
        "final": values.final,
    }


# ── what goes into it ───────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Content:
    cited: list[Cited]
    findings: tuple[FindingSection, ...]
    withheld: tuple[Withheld, ...]
    final: bool


def _content(gate: Gate, *, final: bool) -> _Content:
    """What is told, once nothing in it must stay out."""
    compelled = None if gate.terms.compelled else derived_from_compelled(gate.case)
    privileged = None if gate.terms.privileged else _on_privileged(gate)
    cited = cited_items(gate)
    derived = [each for each in (compelled, privileged) if each is not None]
    found = report_findings.sections(gate.case, cited, derived)
    if final:
        report_findings.check_final(found)
    for each, what in ((compelled, "a compelled statement"), (privileged, "a privileged item")):
        if each is not None:
            _refuse_repeated(gate, cited, found, each, what)
            for allegation in report_findings.left_out([each]):
                reason = StayReason.RESTS_ON_COMPELLED if each is compelled else StayReason.RESTS_ON_PRIVILEGED
                gate.hold(Thing.ALLEGATION, str(allegation), reason)
    return _Content(cited, found, withheld(gate, compelled, privileged), final)


def _on_privileged(gate: Gate) -> Derived:
    """What rests on privileged items that passages stand on; ExportError when a finding does."""
    said = gate.privileged_passages
    derived = derived_from(gate.case, said, {passages.get(gate.case, each).passage.item for each in said})
    gate.check(Held(Thing.ALLEGATION, str(of), StayReason.RESTS_ON_PRIVILEGED) for _, of in derived.findings)
    return derived


def _refuse_repeated(
    gate: Gate, cited: Sequence[Cited], shown_findings: Sequence[FindingSection], derived: Derived, what: str
) -> None:
    """ExportError when a note or a finding that is shown repeats words that stay."""
    words = list(_words(gate.case, derived, compelled=what == "a compelled statement"))
    if not words:
        return
    advice = "Nothing was exported. Say it there in words of your own, or say that those words may leave."
    for section in shown_findings:
        if any(repeats(text, words) for text in report_findings.texts(section)):
            raise ExportError(f"words of {what} stand in allegation {section.number} or in the finding on it", advice)
    marked = [each for one in cited for each in one.marked]
    people = dict.fromkeys(officer.id for each in marked for _, officer in each.officers)
    shown = [
        *(note for each in marked for note in each.notes),
        *(n for who in people for n in gate.notes(notes.on_officer(gate.case, who))),
    ]
    found = [str(each.id) for each in shown if repeats(each.text, words)]
    if found:
        raise ExportError(f"words of {what} stand in note {', '.join(dict.fromkeys(found))}", advice)


def _words(case: Case, derived: Derived, *, compelled: bool) -> Iterator[str]:
    if compelled:
        yield from compelled_words(case)
    else:
        yield from (passages.get(case, each).passage.anchor.quote for each in derived.passages)


def _write_exhibits(
    gate: Gate, workers: Workers, cited: list[Cited], folder: ExportFolder, watched: Progress
) -> list[ExhibitRow]:
    rows: list[ExhibitRow] = []
    for each in cited:
        stop_if_cancelled(watched)
        watched.step(each.name.number - 1, len(cited) + 1, each.name.label)
        made, row = make_exhibit(gate, workers, each)
        folder.write(each.name.file, made)
        rows.append(row)
    return rows
