"""Set papers as PDFs: archivable (PDF/A-2a) and accessible (PDF/UA-1), by Typst from a template.

Nothing is written to disk: the template goes in as bytes, the values as one JSON text, and the PDF comes out as bytes.
Values are data to the template and never markup.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from reviewer.domain.exports.agency import Agency
from reviewer.domain.exports.report_options import Paper
from reviewer.errors import ExportError
from reviewer.export.png import drawing
from reviewer.export.shown import ACCESSIBLE, STANDARDS, showable
from reviewer.export.texts import Texts

PAPERS = {Paper.LETTER: "us-letter", Paper.A4: "a4"}
"""What Typst calls them."""

LOGO = 150.0, 60.0
"""Points that a logo takes across and down, at most."""


def letterhead(agency: Agency, words: str = "") -> dict[str, Any]:
    """The head of a paper as ``style.typ`` takes it; ``words`` say what the logo is to who cannot see it."""
    logo = agency.logo
    drawn = "" if logo is None else drawing(logo.png, logo.width, logo.height).decode()
    wide = 0.0 if logo is None else min(LOGO[0], LOGO[1] * logo.width / logo.height)
    return {
        "name": agency.name,
        "lines": agency.lines,
        "logo": drawn,
        "words": words or f"Logo: {agency.name}",
        "width": wide,
    }


def around(agency: Agency, paper: Paper, say: Texts) -> dict[str, Any]:
    """What any paper of a bundle takes beside its words: letterhead, size, language, and how pages are counted."""
    logo = say("frame.logo", name=agency.name or say("frame.agency"))
    return {
        "agency": letterhead(agency, logo),
        "paper": PAPERS[paper],
        "language": say.language,
        "page": say("frame.page"),
        "of": say("frame.of"),
    }


def set_values(
    name: str,
    values: dict[str, Any],
    template: Path,
    fonts: Path | None,
    made: str,
    *,
    pictures: Mapping[str, bytes] | None = None,
    archivable: bool = True,
) -> bytes:
    """The PDF that the template of a name makes of its values, and of pictures by the names it calls them.

    ``style.typ`` lies beside it. One that is not to be ``archivable`` does not say that it is PDF/A. ExportError when
    it cannot be set.
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
            pdf_standards=STANDARDS if archivable else ACCESSIBLE,
            timestamp=int(datetime.fromisoformat(made).timestamp()),
            **found.options(),
        )
    except typst.TypstError as error:
        raise ExportError(f"the report could not be set: {error.message}") from error
    return pdf
