"""The report within a bundle: its cites lead to the exhibits of the bundle, by the numbers of its production."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from reviewer.domain.exports.leaving import Way
from reviewer.domain.exports.production import Part
from reviewer.domain.exports.report_options import ReportForm, ReportOptions
from reviewer.domain.ids import ItemId
from reviewer.errors import ExportError
from reviewer.export.bundle_papers import FindingEntry
from reviewer.export.model import ExhibitRow
from reviewer.usecases.exports import findings_data, report
from reviewer.usecases.exports.bundle_documents import Making
from reviewer.usecases.exports.bundle_files import casebook
from reviewer.usecases.exports.report_values import Cited

_FORMS = (ReportForm.PDF, ReportForm.HTML, ReportForm.DOCX)
_WITH_PAGES = {Way.GOES, Way.REDACTED}


@dataclass(frozen=True, slots=True)
class BundleReport:
    """The files of the report, each with what it is, and what came of it in words. Without files there is none."""

    papers: tuple[tuple[str, str, bytes], ...]
    detail: str
    findings: tuple[FindingEntry, ...] = ()


def make(making: Making, begins: Callable[[str], None]) -> BundleReport:
    """The report in each form, as a draft, searched for redacted words; none, with the reason, where none can be made.

    Nothing is written. The documents of the bundle must be in it already. ``begins`` hears what is about to be made.
    """
    begins("report")
    gate, production = making.gate, making.production
    options = ReportOptions(
        forms=_FORMS,
        confidentiality=production.confidentiality,
        production=production.id,
        paper=making.paper,
        language=making.language,
    )
    there = {part.item: part for part in making.parts if _has_pages(part)}
    try:
        told = report.told_by(gate, options, lambda cited: _row(making, there, cited))
        for name, data in told.files.items():
            making.redactor.attack(name, data, gate.sought())
    except ExportError as error:
        return BundleReport((), f"the bundle has no report: {error}")
    says = {form.file: making.say(f"file.report_{form.value}") for form in _FORMS}
    says[findings_data.FILE] = making.say("file.findings")
    papers = tuple((name, says[name], data) for name, data in told.files.items())
    begins("casebook")
    bound = casebook.make(making, told, there)
    found = sum(1 for each in told.exhibits if each.file)
    missing = len(told.exhibits) - found
    others = f"; {missing:,} more that it cites {'has' if missing == 1 else 'have'} no pages here" if missing else ""
    detail = f"its cites lead to {found:,} exhibit{'s' * (found != 1)} of the bundle{others}"
    if isinstance(bound, str):
        return BundleReport(papers, f"{detail}; {bound}", told.findings)
    return BundleReport((*papers, (casebook.FILE, making.say("file.casebook"), bound)), detail, told.findings)


def _has_pages(part: Part) -> bool:
    """Whether the pages of an item are in the bundle, whole or without what is redacted, as a report can cite them."""
    return (
        part.numbered and part.way in _WITH_PAGES and part.rendition is not None and not (part.native or part.recalled)
    )


def _row(making: Making, there: Mapping[ItemId, Part], cited: Cited) -> ExhibitRow:
    """The line of the index: the exhibit of the bundle, or that it has none."""
    part = there.get(cited.item.id)
    file = "" if part is None else f"exhibits/{making.number(part.first)}.pdf"
    return ExhibitRow(
        number=cited.name.number,
        file=file,
        control=cited.item.control,
        title=cited.item.title,
        date=cited.date,
        sender=cited.sender,
        pages=cited.item.pages if part is None else part.pages,
        sha256=making.bag.payload[f"data/{file}"] if file else "",
        original_sha256=cited.item.sha256,
        remark="" if file else making.say("paper.elsewhere"),
    )
