"""The binder of an interview: checklist, outline with room for notes, and the exhibits with what is cited highlighted.

One PDF to print or to carry, archivable and accessible like the findings report. The pages of exhibits are drawn by a
worker and stand in it as pictures with their words beside them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import items
from reviewer.casefile.interviews import interviews
from reviewer.casefile.ledger import benefits, endorsements
from reviewer.casefile.pages import passages, renditions
from reviewer.desktop.resources import resource
from reviewer.domain.exports.leaving import Export, Held, Terms
from reviewer.domain.ids import BenefitId, EndorsementId, ItemId
from reviewer.domain.interviews.interview import Cited, Exhibit, Interview, InterviewId
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.domain.progress import Progress, Quiet, stop_if_cancelled
from reviewer.errors import ExportError, InputError
from reviewer.export.exhibits import ExhibitName, without_label
from reviewer.export.interview_papers import PaperExhibit, Sheet, set_binder
from reviewer.export.png import drawing, png
from reviewer.isolation.allowance import Allowance
from reviewer.isolation.protocol import OpenDocument, Opened
from reviewer.isolation.workers import Session, WorkerError, Workers
from reviewer.usecases.exports.exhibits import make_exhibit
from reviewer.usecases.exports.gate import Gate, Preview, Writer, foresee, passing, writing_to
from reviewer.usecases.exports.interview_report import binder_of
from reviewer.usecases.exports.page_pictures import SECONDS, allowance, draw
from reviewer.usecases.exports.redaction.redacting import Redactor, attack_file
from reviewer.usecases.exports.report import CONFIDENTIALITY
from reviewer.usecases.exports.report_values import Cited as CitedItem
from reviewer.usecases.exports.report_values import without_redacted
from reviewer.usecases.pages import item_pages

MOST_WHOLE = 20
"""An exhibit of more pages is shown by its cited pages and the ones beside them."""
MOST_PAGES = 400
"""Pages of exhibits in one binder."""
SCALE = 1.6
"""Pixels per point: 115 dots per inch, enough to read what is printed."""
MOST_POINTS = 2_000
"""A page that is larger than this either way is drawn smaller."""


@dataclass(frozen=True, slots=True)
class Binder:
    """A binder that was written: where, how many exhibits, how many of their pages it shows, and what stays."""

    path: Path
    exhibits: int
    pages: int
    held: tuple[Held, ...] = ()


def export(
    case: Case,
    workers: Workers,
    interview: InterviewId,
    out: Path,
    *,
    reviewer: str,
    confidentiality: str = CONFIDENTIALITY,
    terms: Terms | None = None,
    write: Writer | None = None,
    progress: Progress | None = None,
) -> Binder:
    """Write the binder of an interview to a new file. ExportError when there is one, or when an exhibit cannot be made.

    Pages that an exhibit lacks are made and kept first; then all is read from the case as it is. The points of the
    preparation stand in it for an officer's interview, so it is for the interviewers alone. What may not leave on
    these ``terms`` is there by number alone.
    """
    watched = progress or Quiet()
    if out.exists():
        raise ExportError(f"{out} exists already", "Choose another name.")
    keep = partial(_keep, write or writing_to(case), reviewer)
    _have_pages(case, workers, interview, keep, watched)
    with passing(case, reviewer=reviewer, terms=terms, write=write) as gate:
        kept = interviews.get(gate.case, interview)
        made: list[PaperExhibit] = []
        pictures: dict[str, bytes] = {}
        with Redactor(gate, workers) as redactor:
            for number, exhibit in enumerate(kept.exhibits):
                stop_if_cancelled(watched, "nothing was written")
                watched.step(number, len(kept.exhibits), f"Exhibit {exhibit.number}")
                room = MOST_PAGES - len(pictures)
                printed, drawn = _exhibit(gate, workers, redactor, kept, exhibit, room=room)
                made.append(printed)
                pictures |= drawn
        paper = binder_of(gate, kept, confidentiality=confidentiality, exhibits=made, pictures=pictures)
        data = set_binder(paper, resource("report"), resource("fonts"))
        facts = {"exhibits": [each.control for each in made if each.sheets], "pages": len(pictures)}
        attack_file(workers, out.name, data, gate.sought())
        stop_if_cancelled(watched, "nothing was written")
        gate.write_file(out, data, Export.BINDER, subject=str(interview), facts=facts)
        watched.step(len(kept.exhibits), len(kept.exhibits), out.name)
        return Binder(out, len(made), len(pictures), gate.stays)


def preview(case: Case, interview: InterviewId, terms: Terms | None = None) -> Preview:
    """What would stay of a binder on these terms, and what stands in its way; nothing is written."""

    def look(gate: Gate) -> None:
        kept = interviews.get(gate.case, interview)
        for exhibit in kept.exhibits:
            gate.exhibit(exhibit.item)
        binder_of(gate, kept, confidentiality="", exhibits=(), pictures={})

    return foresee(case, look, terms)


def _have_pages(
    case: Case, workers: Workers, interview: InterviewId, keep: Callable[[item_pages.Made], None], watched: Progress
) -> None:
    """Make and keep the pages of exhibits that have none; what cannot be shown as pages is told later."""
    exhibits = interviews.get(case, interview).exhibits
    for number, exhibit in enumerate(exhibits):
        stop_if_cancelled(watched, "nothing was written")
        if item_pages.of_item(case, exhibit.item) is None:
            watched.step(number, len(exhibits), f"Pages of exhibit {exhibit.number}")
            with suppress(InputError):
                keep(item_pages.make(case, workers, exhibit.item))


def _keep(write: Writer, reviewer: str, made: item_pages.Made) -> None:
    write(partial(item_pages.keep, made=made, reviewer=reviewer))


def _exhibit(
    gate: Gate, workers: Workers, redactor: Redactor, kept: Interview, exhibit: Exhibit, *, room: int
) -> tuple[PaperExhibit, dict[str, bytes]]:
    case, stays = gate.case, gate.exhibit(exhibit.item)
    if stays is not None and stays.untold:  # nor does its number tell which item names a source
        return PaperExhibit(exhibit.number, "", "", "", "", 0, "not shown here"), {}
    if stays is not None:
        return PaperExhibit(exhibit.number, exhibit.control, "", "", "", 0, f"not shown here: {stays.words}"), {}
    item, rendition = items.get(case, exhibit.item), renditions.of_item(case, exhibit.item)
    # Pages are printed as pictures, without pop-ups: no note is shown.
    marked = [replace(each, notes=()) for each in _cited_on(case, kept, exhibit.item)]
    if rendition is None:
        reason = item.reason or "this kind of item is not shown as pages"
        remark = f"not shown here: {exhibit.control} has no pages ({reason})"
        return _printed(exhibit, item.date, item.sender, count=0, remark=remark), {}
    name = ExhibitName(exhibit.number, exhibit.control)
    cited = without_redacted(gate, CitedItem(item, name, None, tuple(marked)))
    pdf, row = make_exhibit(gate, workers, redactor, cited)
    wanted = _pages(row.pages, marked)
    remark = row.remark
    if len(wanted) < row.pages:
        remark = "; ".join(filter(None, (remark, f"pages {_ranges(wanted)} of {row.pages} are shown")))
    if len(wanted) > room:
        raise ExportError(
            f"the exhibits of interview {kept.id} have more than {MOST_PAGES} pages to show",
            "Take some out; the items themselves can be printed with `reviewer item pages`.",
        )
    texts = _words(workers, exhibit, name, pdf) if cited.boxes else renditions.texts(case, rendition.id)
    sheets, drawn = _sheets(workers, exhibit, pdf, wanted, texts)
    exhibit = replace(exhibit, title=cited.item.title) if cited.boxes else exhibit
    printed = _printed(exhibit, row.date, row.sender, count=row.pages, remark=remark, sheets=tuple(sheets))
    return printed, drawn


def _words(workers: Workers, exhibit: Exhibit, name: ExhibitName, pdf: bytes) -> list[str]:
    """The words of an exhibit's own pages, which are not those of the item where something is redacted."""
    try:
        read = item_pages.read_again(workers, pdf)
    except WorkerError as error:
        raise ExportError(f"exhibit {exhibit.number} ({exhibit.control}) could not be read again: {error}") from error
    return [without_label(page.text, name.page_label(number, len(read))) for number, page in enumerate(read, 1)]


def _sheets(
    workers: Workers, exhibit: Exhibit, pdf: bytes, wanted: Sequence[int], texts: Sequence[str]
) -> tuple[list[Sheet], dict[str, bytes]]:
    """The pages of an exhibit as pictures, each with its words beside it."""
    sheets, drawn = [], {}
    try:
        with workers.session() as session:
            shared = allowance(pdf, len(wanted))
            opened: Opened = session.ask(OpenDocument(), [pdf], seconds=SECONDS, allowance=shared).message
            for page in wanted:
                key = f"exhibit-{exhibit.number}-{page}.svg"
                drawn[key] = _drawn(session, page, opened.sizes[page - 1], shared)
                sheets.append(Sheet(key, page, texts[page - 1] if page <= len(texts) else ""))
    except WorkerError as error:
        raise ExportError(f"exhibit {exhibit.number} ({exhibit.control}) could not be drawn: {error}") from error
    return sheets, drawn


def _printed(
    exhibit: Exhibit, date: str, sender: str, *, count: int, remark: str, sheets: tuple[Sheet, ...] = ()
) -> PaperExhibit:
    return PaperExhibit(exhibit.number, exhibit.control, exhibit.title, date, sender, count, remark, sheets)


def _cited_on(case: Case, kept: Interview, item: ItemId) -> list[MarkedPassage]:
    """The passages on an item that questions cite, or that prove what they cite; in order of place."""
    wanted: set[int] = set()
    for cited in (one for each in kept.questions for one in each.citations if not one.gone):
        if cited.kind is Cited.PASSAGE:
            wanted.add(cited.target)
        elif cited.kind is Cited.BENEFIT:
            wanted.update(benefits.get(case, BenefitId(cited.target)).passages)
        elif cited.kind is Cited.ENDORSEMENT:
            wanted.update(endorsements.get(case, EndorsementId(cited.target)).passages)
    return [each for each in passages.of_item(case, item) if each.passage.id in wanted]


def _pages(count: int, marked: Sequence[MarkedPassage]) -> list[int]:
    """The pages to show: all of a short exhibit, else those with a passage and their neighbours, else the first."""
    if count <= MOST_WHOLE:
        return list(range(1, count + 1))
    spans = [each.passage.anchor.span for each in marked]
    near = {page for span in spans for page in range(span.start.page - 1, span.end.page + 2)}
    return sorted(page for page in near | {1} if 1 <= page <= count)


def _ranges(numbers: Sequence[int]) -> str:
    """Numbers in order as ``1, 3–5``."""
    groups: list[list[int]] = []
    for number in numbers:
        if groups and number == groups[-1][-1] + 1:
            groups[-1].append(number)
        else:
            groups.append([number])
    return ", ".join(str(each[0]) if len(each) == 1 else f"{each[0]}–{each[-1]}" for each in groups)


def _drawn(session: Session, page: int, size: tuple[float, float], shared: Allowance) -> bytes:
    made = draw(session, page, SCALE * min(1.0, MOST_POINTS / max(*size, 1.0)), shared)
    return drawing(png(made.pixels, made.width, made.height), made.width, made.height)
