"""Export the findings report with its exhibits, every quote checked against them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from reviewer.casefile.engine.case import Case
from reviewer.casefile.pages import notes, passages
from reviewer.desktop.resources import resource
from reviewer.domain import clock
from reviewer.domain.analysis.repeated import repeats
from reviewer.domain.exports.leaving import Export, Held, StayReason, Terms, Thing
from reviewer.domain.exports.report_options import CONFIDENTIALITY, ReportForm, ReportOptions
from reviewer.domain.ids import OfficerId
from reviewer.domain.policy.allegation import AllegationId
from reviewer.domain.progress import Progress, Quiet, stop_if_cancelled
from reviewer.errors import ExportError
from reviewer.export.bundle_papers import FindingEntry
from reviewer.export.model import ExhibitRow, Withheld
from reviewer.export.report import html
from reviewer.export.report.model import Report
from reviewer.export.report.pdf import set_report
from reviewer.isolation.workers import Workers
from reviewer.usecases.exports import findings_data
from reviewer.usecases.exports.exhibits import make_exhibit
from reviewer.usecases.exports.gate import Gate, Preview, Writer, check_free, foresee, passing
from reviewer.usecases.exports.papers import custody_manifest
from reviewer.usecases.exports.papers.account_sheet import account
from reviewer.usecases.exports.papers.language import said_in
from reviewer.usecases.exports.redaction.redacting import Redactor
from reviewer.usecases.exports.report_folder import ReportFolder, check_forms
from reviewer.usecases.exports.report_sections import checks
from reviewer.usecases.exports.report_sections.bates import numbers_of
from reviewer.usecases.exports.report_sections.sources import Sources, no_bates
from reviewer.usecases.exports.report_sections.whole import drawn_up
from reviewer.usecases.exports.report_values import Cited, cited_items, linked_whole, withheld
from reviewer.usecases.interviews.interview_compelled import (
    Derived,
    compelled_words,
    derived_from,
    derived_from_compelled,
)

__all__ = [
    "CONFIDENTIALITY",
    "REPORT",
    "ExportedExhibit",
    "NotFinal",
    "ReportExport",
    "ReportOptions",
    "ReportPreview",
    "check_free",
    "export",
    "preview",
]

REPORT = ReportForm.PDF.file
MANIFEST = "evidence.sha256"
"""SHA-256 of every file that was taken in, as ``sha256sum --check`` reads it."""


@dataclass(frozen=True, slots=True)
class ExportedExhibit:
    """An exhibit that was written: its item's control number, its place, and its SHA-256 in hexadecimal."""

    item: str
    path: Path
    sha256: str


@dataclass(frozen=True, slots=True)
class ReportExport:
    """The report, its exhibits in order of their numbers, how many quotes were checked against them, and what stays.

    ``unsupported`` is how many statements of the report are supported by no page of an exhibit. ``passphrase`` opens
    what is encrypted; it is kept nowhere.
    """

    report: Path
    sha256: str
    exhibits: tuple[ExportedExhibit, ...]
    quotes_checked: int
    held: tuple[Held, ...] = ()
    unsupported: int = 0
    not_final: tuple[NotFinal, ...] = ()
    passphrase: str = ""


@dataclass(frozen=True, slots=True)
class NotFinal:
    """An allegation that a final report tells without a final finding: of whom, under which clause, and its state.

    ``state`` is that of the finding, empty where there is none.
    """

    allegation: AllegationId
    officer: str
    clause: str
    state: str


@dataclass(frozen=True, slots=True)
class ReportPreview(Preview):
    """With what a final report would name on its first page as not final."""

    not_final: tuple[NotFinal, ...] = ()


def preview(case: Case, terms: Terms | None = None, *, final: bool = False, with_drafts: bool = False) -> ReportPreview:
    """What would stay of a report on these terms, and what stands in its way; nothing is written."""
    named: list[NotFinal] = []

    def look(gate: Gate) -> None:
        named.extend(_content(gate, ReportOptions(final=final, with_drafts=with_drafts)).not_final)
        if gate.withheld.items:  # the account and the manifest go whole where no item stays
            account(gate)
            list(custody_manifest.lines(gate))

    seen = foresee(case, look, terms)
    return ReportPreview(seen.held, seen.refused, tuple(named))


def export(
    case: Case,
    workers: Workers,
    out_dir: Path,
    *,
    reviewer: str,
    options: ReportOptions | None = None,
    terms: Terms | None = None,
    write: Writer | None = None,
    progress: Progress | None = None,
) -> ReportExport:
    """Write the report in each form, ``exhibits/`` and ``evidence.sha256`` into a new folder, or nothing.

    All of it is read from the case as it is at the start. What may not leave on these ``terms`` stays out and is named
    by number. ExportError when the place is taken, or when a quote is not verbatim in the pages or in the exhibit made
    of them: the message names the exhibit, the page and the quote. Also when a finding rests on what is privileged,
    when a note or a finding repeats words of what stays, and, if it is to be final, when a finding is not final, unless
    ``with_drafts``, or what it rests on has changed; one that is not final is called a draft and lists these.

    What is to be encrypted is a PDF with its exhibits, each by the same passphrase; the manifest is attached to the
    report. Nothing lies on the disk as it was before, not for a moment.
    """
    watched, chosen = progress or Quiet(), options or ReportOptions()
    check_forms(chosen)
    with (
        passing(case, reviewer=reviewer, terms=terms, write=write) as gate,
        ReportFolder(gate, workers, out_dir, encrypted=chosen.encrypted) as folder,
    ):
        gate.check_writable()
        content = _content(gate, chosen)
        rows = _write_exhibits(gate, workers, content, folder, watched)
        stop_if_cancelled(watched, "nothing was written")
        watched.step(len(rows), len(rows) + 1, chosen.forms[0].file)
        facts = _write_report(gate, content, rows, folder)
        stop_if_cancelled(watched, "nothing was written")
        gate.finish_folder(folder.folder, Export.REPORT, facts)
    watched.step(len(rows) + 1, len(rows) + 1, chosen.forms[0].file)
    place = folder.folder.folder
    return ReportExport(
        place / chosen.forms[0].file,
        facts["report"],
        tuple(ExportedExhibit(row.control, place / row.file, row.sha256) for row in rows),
        facts["quotes_checked"],
        gate.stays,
        facts["unsupported"],
        content.not_final,
        folder.passphrase,
    )


@dataclass(frozen=True, slots=True)
class Told:
    """The report in each form and the findings as data, by the names of the files, and the index of its exhibits.

    ``findings`` are those of the report in brief.
    """

    files: Mapping[str, bytes]
    exhibits: tuple[ExhibitRow, ...]
    findings: tuple[FindingEntry, ...]


def told_by(gate: Gate, options: ReportOptions, index: Callable[[Cited], ExhibitRow]) -> Told:
    """The report without exhibits of its own: ``index`` says of what is cited which file it leads to, if any.

    ExportError as :func:`export`.
    """
    content = _content(gate, options)
    rows = tuple(map(index, content.cited))
    sources = _sources(gate, content, rows)
    told, _ = drawn_up(sources, options)
    files = {form.file: _set(told, form) for form in options.forms}
    data = findings_data.as_json(sources, options.production)
    return Told({**files, findings_data.FILE: data}, rows, findings_data.in_brief(sources))


def _write_report(gate: Gate, content: _Content, rows: Sequence[ExhibitRow], folder: ReportFolder) -> dict[str, Any]:
    """Write the report and the manifest beside the exhibits; the facts of the export for the trail."""
    chosen = content.options
    told, lacks = drawn_up(_sources(gate, content, rows), chosen)
    manifest = "".join(f"{line}\n" for line in custody_manifest.lines(gate)).encode("utf-8", "surrogateescape")
    hashes: dict[str, str] = {}
    for form in chosen.forms:
        made = _set(told, form, archivable=not chosen.encrypted)
        hashes[form.value] = folder.write(form.file, made, beside={} if hashes else {MANIFEST: manifest})
    return {
        "report": hashes[chosen.forms[0].value],
        "forms": hashes,
        "manifest": hashlib.sha256(manifest).hexdigest(),
        "exhibits": [[row.control, row.file, row.sha256] for row in rows],
        "quotes_checked": sum(len(each.marked) for each in content.cited if not each.boxes),
        "final": chosen.final,
        **({"encrypted": True} if chosen.encrypted else {}),
        **({"not_final": [[each.allegation, each.state] for each in content.not_final]} if content.not_final else {}),
        "unsupported": lacks,
        **({} if chosen.production is None else {"production": chosen.production}),
        **({"without": [each.value for each in chosen.without]} if chosen.without else {}),
    }


def _set(told: Report, form: ReportForm, *, archivable: bool = True) -> bytes:
    template, fonts = resource("report"), resource("fonts")
    if form is ReportForm.DOCX:
        from reviewer.export.report import docx  # noqa: PLC0415 - half of what a report loads, and seldom wanted

        return docx.document(told, fonts)
    if form is ReportForm.HTML:
        return html.page(told, template)
    return set_report(told, template, fonts, archivable=archivable)


def _sources(gate: Gate, content: _Content, rows: Sequence[ExhibitRow]) -> Sources:
    production = content.options.production
    return Sources(
        gate,
        said_in(content.options.language),
        content.cited,
        rows,
        content.withheld,
        content.left_out,
        clock.now(),
        no_bates if production is None else numbers_of(gate.case, production),
        content.whole,
    )


# ── what goes into it ───────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Content:
    cited: list[Cited]
    withheld: tuple[Withheld, ...]
    options: ReportOptions
    left_out: frozenset[AllegationId] = field(default_factory=frozenset)
    whole: Mapping[OfficerId, str] = field(default_factory=dict)
    not_final: tuple[NotFinal, ...] = ()


def _content(gate: Gate, options: ReportOptions) -> _Content:
    """What is told, once nothing in it must stay out."""
    compelled = None if gate.terms.compelled else derived_from_compelled(gate.case)
    privileged = None if gate.terms.privileged else _on_privileged(gate)
    cited = cited_items(gate)
    derived = [each for each in (compelled, privileged) if each is not None]
    left_out = checks.left_out(derived)
    told = _Content(cited, withheld(gate, compelled, privileged), options, left_out, linked_whole(gate))
    sources = _sources(gate, told, ())
    if options.final:
        checks.check_final(sources.alleged, with_drafts=options.with_drafts)
        told = replace(told, not_final=_not_final(sources))
    for each, what in ((compelled, "a compelled statement"), (privileged, "a privileged item")):
        if each is not None:
            _refuse_repeated(sources, each, what)
            for allegation in checks.left_out([each]):
                reason = StayReason.RESTS_ON_COMPELLED if each is compelled else StayReason.RESTS_ON_PRIVILEGED
                gate.hold(Thing.ALLEGATION, str(allegation), reason)
    return told


def _not_final(sources: Sources) -> tuple[NotFinal, ...]:
    return tuple(
        NotFinal(one.id, one.name, one.clause.code, "" if found is None else found.state.value)
        for one, found in checks.not_final(sources.alleged)
    )


def _on_privileged(gate: Gate) -> Derived:
    """What rests on privileged items that passages stand on; ExportError when a finding does."""
    said = gate.withheld.privileged_passages
    derived = derived_from(gate.case, said, {passages.get(gate.case, each).passage.item for each in said})
    gate.check(Held(Thing.ALLEGATION, str(of), StayReason.RESTS_ON_PRIVILEGED) for _, of in derived.findings)
    return derived


def _refuse_repeated(sources: Sources, derived: Derived, what: str) -> None:
    """ExportError when something that reviewers wrote themselves, and that is shown, repeats words that stay."""
    case, gate = sources.gate.case, sources.gate
    held = list(_words(case, derived, compelled=what == "a compelled statement"))
    if not held:
        return
    advice = "Nothing was exported. Say it there in words of your own, or say that those words may leave."
    for place, said in checks.written(sources):
        if any(repeats(text, held) for text in said):
            raise ExportError(f"words of {what} stand in {place}", advice)
    people = dict.fromkeys(officer.id for _, marked in sources.marked for _, officer in marked.officers)
    people |= dict.fromkeys(each.id for each in sources.accused)
    shown = [
        *(note for _, marked in sources.marked for note in marked.notes),
        *(n for who in people for n in gate.notes(notes.on_officer(case, who))),
    ]
    found = [str(each.id) for each in shown if repeats(each.text, held)]
    if found:
        raise ExportError(f"words of {what} stand in note {', '.join(dict.fromkeys(found))}", advice)


def _words(case: Case, derived: Derived, *, compelled: bool) -> Iterator[str]:
    if compelled:
        yield from compelled_words(case)
    else:
        yield from (passages.get(case, each).passage.anchor.quote for each in derived.passages)


def _write_exhibits(
    gate: Gate, workers: Workers, content: _Content, folder: ReportFolder, watched: Progress
) -> list[ExhibitRow]:
    rows: list[ExhibitRow] = []
    with Redactor(gate, workers) as redactor:
        for each in content.cited:
            stop_if_cancelled(watched, "nothing was written")
            watched.step(each.name.number - 1, len(content.cited) + 1, each.name.label)
            made, row = make_exhibit(gate, workers, redactor, each, content.options.language)
            rows.append(replace(row, sha256=folder.write(each.name.file, made, each.item.id)))
    return rows
