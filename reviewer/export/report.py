"""Set the findings report as a PDF: archivable (PDF/A-2a) and accessible (PDF/UA-1), by Typst from a template.

Nothing is written to disk: the template goes in as bytes, the report's values as one JSON text, and the PDF comes out
as bytes. Values are data to the template and never markup.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from reviewer.domain.pages.passage import CONTEXT, one_line
from reviewer.errors import ExportError
from reviewer.export.model import AccountSheet, Report
from reviewer.export.shown import STANDARDS, showable

_FIRST_WORD, _LAST_WORD = re.compile(r"^\S+(?=\s+\S)"), re.compile(r"(?<=\S)\s+\S+$")


def set_report(report: Report, template: Path, fonts: Path | None = None) -> bytes:
    """The report as PDF bytes; the same report gives the same bytes.

    ``template`` is the folder that holds ``report.typ`` and ``style.typ``, ``fonts`` a folder of fonts. ExportError
    when it cannot be set.
    """
    values = asdict(report)
    for cite in [*(cite for officer in values["officers"] for cite in officer["cites"]), *values["unlinked"]]:
        cite["quote"] = one_line(cite["quote"])
        cite["before"], cite["after"] = _context(cite["before"], cite["after"])
    return set_values("report.typ", values, template, fonts, report.made)


def set_account(sheet: AccountSheet, template: Path, fonts: Path | None = None) -> bytes:
    """The account of the evidence as PDF bytes, as :func:`set_report` makes the report."""
    return set_values("account.typ", asdict(sheet), template, fonts, sheet.made)


def set_values(
    name: str,
    values: dict[str, Any],
    template: Path,
    fonts: Path | None,
    made: str,
    *,
    pictures: Mapping[str, bytes] | None = None,
) -> bytes:
    """The PDF that the template of a name makes of its values, and of pictures by the names it calls them.

    ``style.typ`` lies beside it. ExportError when it cannot be set.
    """
    values, found, spelled = showable(values, fonts)
    values["spelled_out"] = spelled
    try:
        sources = {
            **(pictures or {}),
            "main.typ": (template / name).read_bytes(),
            "style.typ": (template / "style.typ").read_bytes(),
        }
    except OSError as error:
        raise ExportError(
            f"the report's template cannot be read: {error.strerror}", "Install Evidence Reviewer again."
        ) from error
    try:
        pdf: bytes = typst.compile(
            sources,
            None,
            sys_inputs={"report": json.dumps(values)},
            pdf_standards=STANDARDS,
            timestamp=int(datetime.fromisoformat(made).timestamp()),
            **found.options(),
        )
    except typst.TypstError as error:
        raise ExportError(f"the report could not be set: {error.message}") from error
    return pdf


def _context(before: str, after: str) -> tuple[str, str]:
    """The words around a quote on one line, with a space where the quote does not follow without one."""
    before, after = _whole_words(before, after)
    lead, trail = before[-1:].isspace(), after[:1].isspace()
    return one_line(before) + (" " if lead else ""), (" " if trail else "") + one_line(after)


def _whole_words(before: str, after: str) -> tuple[str, str]:
    """The context without the words that were cut where it was limited; text without spaces stays as it is."""
    if len(before) >= CONTEXT:
        before = _FIRST_WORD.sub("", before)
    if len(after) >= CONTEXT:
        after = _LAST_WORD.sub("", after)
    return before, after
