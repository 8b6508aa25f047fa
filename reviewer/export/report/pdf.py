"""Set the findings report as a PDF: archivable (PDF/A-2a) and accessible (PDF/UA-1), by Typst from a template."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reviewer.domain.exports.report_options import Paper
from reviewer.export.report.model import Block, Cite, Definitions, Figure, Heading, Paragraph, Ref, Report, Spans, Table
from reviewer.export.typeset import PAPERS, letterhead, set_values


def set_report(report: Report, template: Path, fonts: Path | None = None, *, archivable: bool = True) -> bytes:
    """The report as PDF bytes; the same report gives the same bytes.

    ``template`` is the folder that holds ``report.typ`` and ``style.typ``, ``fonts`` a folder of fonts. One that will
    be encrypted is not ``archivable``. ExportError when it cannot be set.
    """
    drawn = {f"figure-{at}.svg": each.svg for at, each in enumerate(_figures(report))}
    places = {id(each): f"figure-{at}.svg" for at, each in enumerate(_figures(report))}
    values = {
        "title": report.title,
        "reference": report.reference,
        "agency": letterhead(report.agency, report.frame.logo),
        "made": report.made,
        "reviewers": report.reviewers,
        "confidentiality": report.confidentiality,
        "program": report.program,
        "paper": PAPERS[Paper(report.paper)],
        "language": report.language,
        "kind": report.frame.kind,
        "colon": report.frame.colon,
        "contents": report.frame.contents,
        "page": report.frame.page,
        "of": report.frame.of,
        "facts": report.frame.facts,
        "note": report.frame.note,
        "spelled": report.frame.spelled,
        "sections": [
            {"key": each.key, "title": each.title, "blocks": [_block(block, report, places) for block in each.blocks]}
            for each in report.sections
        ],
        "drawn": drawn,
    }
    return set_values("report.typ", values, template, fonts, report.made, archivable=archivable)


def _figures(report: Report) -> list[Figure]:
    return [block for block in report.blocks if isinstance(block, Figure)]


def _block(block: Block, report: Report, places: dict[int, str]) -> dict[str, Any]:
    """A block as the template takes it; ``is`` says which it is."""
    if isinstance(block, Heading):
        return {"is": "heading", "text": block.text, "level": block.level, "anchor": block.anchor}
    if isinstance(block, Paragraph):
        return {"is": block.kind.value, "spans": _spans(block.spans, report)}
    if isinstance(block, Definitions):
        return {"is": "facts", "rows": [[name, _spans(said, report)] for name, said in block.rows]}
    if isinstance(block, Figure):
        return {
            "is": "figure", "name": places[id(block)], "words": block.words, "caption": block.caption,
            "anchor": block.anchor,
        }  # fmt: skip
    return _table(block, report)


def _table(table: Table, report: Report) -> dict[str, Any]:
    return {
        "is": "table",
        "caption": table.caption,
        "anchor": table.anchor,
        "columns": [[each.name, each.share, each.numeric] for each in table.columns],
        "rows": [[_spans(cell, report) for cell in row] for row in table.rows],
    }


def _spans(spans: Spans, report: Report) -> list[list[str]]:
    """Each as its look (``cite``, ``ref``), its words, and where it leads."""
    made: list[list[str]] = []
    for each in spans:
        if isinstance(each, Cite):
            made.append(["cite", each.text, f"{report.files[each.exhibit]}#page={each.page}"])
        elif isinstance(each, Ref):
            made.append(["ref", each.text, each.target])
        else:
            made.append([each.look.value, each.text])
    return made
