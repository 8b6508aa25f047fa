"""Export the findings report with its exhibits, every quote checked against them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import contents
from reviewer.casefile.pages import notes, ocr, renditions
from reviewer.desktop.resources import resource
from reviewer.domain import clock
from reviewer.domain.analysis.repeated import repeats
from reviewer.domain.ids import RenditionId
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.domain.pages.ocr import words as words_of_ocr
from reviewer.domain.pages.page_text import line_rects, unpack_boxes
from reviewer.domain.pages.passage import one_line, still_holds
from reviewer.domain.pages.rendition import Rendition
from reviewer.domain.pages.tag import PALETTE
from reviewer.domain.progress import Progress, Quiet, stop_if_cancelled
from reviewer.errors import ExportError
from reviewer.export.exhibits import holds_quote
from reviewer.export.folder import ExportFolder, check_free
from reviewer.export.model import ExhibitRow, FindingSection
from reviewer.export.report import set_report
from reviewer.isolation.protocol import Mark, Pages, Printed, ReadPages, Stamp, WordLayer
from reviewer.isolation.workers import WorkerError, Workers
from reviewer.usecases.evidence import custody
from reviewer.usecases.exports import report_findings
from reviewer.usecases.exports.report_values import Cited, cited_items, draw_up, withheld
from reviewer.usecases.interviews.interview_compelled import Derived, compelled_words, derived_from_compelled
from reviewer.usecases.pages import item_pages

__all__ = ["CONFIDENTIALITY", "REPORT", "ExportedExhibit", "ReportExport", "check_free", "export"]

REPORT = "report.pdf"
MANIFEST = "evidence.sha256"
"""SHA-256 of every file that was taken in, as ``sha256sum --check`` reads it."""
CONFIDENTIALITY = "Confidential"
SECONDS = 300.0
"""For one exhibit: a long scan takes its time."""


@dataclass(frozen=True, slots=True)
class ExportedExhibit:
    """An exhibit that was written: its item's control number, its place, and its SHA-256 in hexadecimal."""

    item: str
    path: Path
    sha256: str


@dataclass(frozen=True, slots=True)
class ReportExport:
    """The report, its exhibits in order of their numbers, and how many quotes were checked against them."""

    report: Path
    sha256: str
    exhibits: tuple[ExportedExhibit, ...]
    quotes_checked: int


def export(
    case: Case,
    workers: Workers,
    out_dir: Path,
    *,
    reviewer: str,
    confidentiality: str = CONFIDENTIALITY,
    without_compelled: bool = False,
    progress: Progress | None = None,
) -> ReportExport:
    """Write ``report.pdf``, ``exhibits/`` and ``evidence.sha256`` into a new folder, or nothing.

    ``without_compelled`` leaves out what holds compelled statements, and names by number what rests on them.
    ExportError when the place is taken, or when a quote is not verbatim in the pages or in the exhibit made of them:
    the message names the exhibit, the page and the quote. Also when what a final finding rests on has changed, and
    without compelled statements when a note or a finding repeats the words of one.
    """
    watched = progress or Quiet()
    with case.transaction():
        pass  # a case that is open for reading only is said to be so before the work and not after it
    with ExportFolder(out_dir) as folder:
        left_out = derived_from_compelled(case) if without_compelled else None
        cited = cited_items(case, () if left_out is None else left_out.items)
        found = _findings(case, cited, left_out)
        rows = _write_exhibits(case, workers, cited, folder, watched)
        stop_if_cancelled(watched)
        watched.step(len(cited), len(cited) + 1, REPORT)
        kept_back = () if left_out is None else withheld(case, left_out)
        said = {"reviewer": reviewer, "confidentiality": confidentiality}
        values = draw_up(case, cited, rows, made=clock.now(), findings=found, withheld=kept_back, **said)
        report = set_report(values, resource("report"), resource("fonts"))
        folder.write(REPORT, report)
        folder.write(MANIFEST, "".join(f"{line}\n" for line in custody.manifest(case)).encode())
        digest = hashlib.sha256(report).hexdigest()
        with case.act(reviewer, "report export", folder.folder.name) as act:
            act.facts["folder"] = str(folder.folder)
            act.facts["report"] = digest
            act.facts["exhibits"] = [[row.control, row.file, row.sha256] for row in rows]
            if left_out is not None:
                act.facts["without compelled items"] = list(left_out.items)
            act.facts["quotes_checked"] = values.quotes_checked
            folder.finish()
    watched.step(len(cited) + 1, len(cited) + 1, REPORT)
    return ReportExport(
        folder.folder / REPORT,
        digest,
        tuple(ExportedExhibit(row.control, folder.folder / row.file, row.sha256) for row in rows),
        values.quotes_checked,
    )


def _findings(case: Case, cited: list[Cited], left_out: Derived | None) -> tuple[FindingSection, ...]:
    """What is told of the findings, once nothing in it must stay out."""
    found = report_findings.sections(case, cited, left_out)
    report_findings.check_final(found)
    if left_out is not None:
        _refuse_repeated(case, cited, found)
    return found


def _refuse_repeated(case: Case, cited: list[Cited], shown_findings: Sequence[FindingSection]) -> None:
    """ExportError when a note or a finding that is shown repeats what was said under order."""
    statements = compelled_words(case)
    marked = [each for one in cited for each in one.marked]
    people = dict.fromkeys(officer.id for each in marked for _, officer in each.officers)
    shown = [
        *(note for each in marked for note in each.notes),
        *(n for who in people for n in notes.on_officer(case, who)),
    ]
    for section in shown_findings:
        if any(repeats(text, statements) for text in report_findings.texts(section)):
            raise ExportError(
                f"words of a compelled statement stand in allegation {section.number} or in the finding on it",
                "Nothing was exported. Say it there in words of your own, or export the report with the statements.",
            )
    found = [str(each.id) for each in shown if repeats(each.text, statements)]
    if found:
        raise ExportError(
            f"words of a compelled statement stand in note {', '.join(dict.fromkeys(found))}",
            "Nothing was exported. Say it there in words of your own, or export the report with the statements.",
        )


# ── exhibits ────────────────────────────────────────────────────────────────────────────────────────────────────


def _write_exhibits(
    case: Case, workers: Workers, cited: list[Cited], folder: ExportFolder, watched: Progress
) -> list[ExhibitRow]:
    rows: list[ExhibitRow] = []
    for each in cited:
        stop_if_cancelled(watched)
        watched.step(each.name.number - 1, len(cited) + 1, each.name.label)
        made, row = make_exhibit(case, workers, each)
        folder.write(each.name.file, made)
        rows.append(row)
    return rows


def make_exhibit(case: Case, workers: Workers, cited: Cited) -> tuple[bytes, ExhibitRow]:
    """The pages of an item with its passages highlighted, each checked, and its line in the index; ExportError."""
    rendition = renditions.of_item(case, cited.item.id)
    if rendition is None:
        raise ExportError(f"{cited.item.control} has passages and no pages", "Verify the case: `reviewer case verify`.")
    texts = renditions.texts(case, rendition.id)
    for marked in cited.marked:
        if not still_holds(texts, marked.passage.anchor):
            raise _mismatch(cited, marked, "in the pages it was marked on")
    marks = tuple(mark for marked in cited.marked for mark in _marks(case, rendition.id, marked, texts))
    made, printed, exhibit_texts = _stamp(case, workers, cited, rendition, marks)
    for marked in cited.marked:
        span, quote = marked.passage.anchor.span, marked.passage.anchor.quote
        by_words = marked.confidence is not None
        if not holds_quote(exhibit_texts, cited.name, span.start.page, span.end.page, quote, by_words=by_words):
            raise _mismatch(cited, marked, "in the exhibit")
    return made, ExhibitRow(
        number=cited.name.number,
        file=cited.name.file,
        control=cited.item.control,
        title=cited.item.title,
        date=cited.date,
        sender=cited.sender,
        pages=len(exhibit_texts),
        sha256=hashlib.sha256(made).hexdigest(),
        original_sha256=cited.item.sha256,
        remark="; ".join(remark for remark in (rendition.remark, printed.remark) if remark),
    )


def _stamp(
    case: Case, workers: Workers, cited: Cited, rendition: Rendition, marks: tuple[Mark, ...]
) -> tuple[bytes, Printed, list[str]]:
    """The exhibit, what was made of it, and the text of its pages, read afresh."""
    original = contents.read(case, rendition.content)
    try:
        request = Stamp(marks, cited.name.label, _layers(case, rendition.id))
        stamped = workers.ask(request, [original], seconds=SECONDS)
        read: Pages = workers.ask(ReadPages(), stamped.blobs, seconds=SECONDS).message
    except WorkerError as error:
        raise ExportError(
            f"exhibit {cited.name.number} ({cited.item.control}) could not be made: {error}",
            "Try again; if it stays so, take its passages out of the report.",
        ) from error
    return stamped.blobs[0], stamped.message, [page.text for page in item_pages.checked(read.pages)]


def _layers(case: Case, rendition: RenditionId) -> tuple[WordLayer, ...]:
    """The words of the pages that OCR read, for the exhibit to carry."""
    layers = []
    for known in ocr.of_rendition(case, rendition):
        page = renditions.page(case, rendition, known.number)
        if page is not None and known.confidence is not None:
            boxes = unpack_boxes(page.boxes, len(page.text))
            words = words_of_ocr(page.text, boxes, ocr.confidences(case, rendition, known.number))
            layers.append(WordLayer(known.number, tuple(words)))
    return tuple(layers)


def _marks(case: Case, rendition: RenditionId, marked: MarkedPassage, texts: list[str]) -> list[Mark]:
    """The highlights of a passage, one a page."""
    span = marked.passage.anchor.span
    color = marked.tags[0].color if marked.tags else PALETTE["yellow"]
    said = "\n".join([", ".join(tag.name for tag in marked.tags), *(note.text for note in marked.notes)]).strip()
    found = []
    for number in range(span.start.page, span.end.page + 1):
        page = renditions.page(case, rendition, number)
        if page is None:
            continue  # the check of the quote says so in words
        start = span.start.offset if number == span.start.page else 0
        end = span.end.offset if number == span.end.page else len(texts[number - 1])
        rects = line_rects(unpack_boxes(page.boxes, len(page.text)), start, end)
        if rects:
            found.append(Mark(number, tuple(rects), color, marked.passage.reviewer, said))
    return found


def _mismatch(cited: Cited, marked: MarkedPassage, where: str) -> ExportError:
    span, quote = marked.passage.anchor.span, one_line(marked.passage.anchor.quote)
    page = span.start.page
    return ExportError(
        f"exhibit {cited.name.number} ({cited.item.control}), page {page}: the quote “{quote}” is not verbatim {where}",
        "Nothing was exported. Mark the passage anew, or remove it.",
    )
