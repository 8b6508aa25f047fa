"""A small report with one of everything, for the tests of each form."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from reviewer.domain.exports.agency import Agency, Logo
from reviewer.export.png import png
from reviewer.export.report.model import (
    Block,
    Cite,
    Definitions,
    Figure,
    Frame,
    Heading,
    Kind,
    Look,
    Paragraph,
    Ref,
    Report,
    Section,
    Table,
    TableColumn,
    Text,
    words,
)

LOGO = Logo(png(b"\x1f\x3a\x5f" * 6, 3, 2), 3, 2)
QUOTE = "I can send you two cameras free of charge"
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="80pt" height="20pt" viewBox="0 0 80 20">'
    '<rect width="9" height="9"/></svg>'
)


def said(quote: str = QUOTE, page: int = 2) -> Paragraph:
    """A sentence with a quote and its cite."""
    return Paragraph((Text(f"“{quote}”", Look.QUOTE), Text(" ("), Cite(1, page, f"Ex. 1 at {page}"), Text(")")))


def everything() -> tuple[Block, ...]:
    return (
        Heading("Sam Okafor", 2, "officer-1"),
        Heading("Allegation 3: 3.14 Gratuities", 3, "allegation-3"),
        Heading("1. A thing of value", 4),
        said(),
        Paragraph((*words("Accepted a camera."), Text(" [unsupported]", Look.LACK)), Kind.POINT),
        Paragraph(words("Second offer within a week.", Look.NOTE), Kind.REMARK),
        Paragraph(words("No member accepts a gift."), Kind.QUOTATION),
        Paragraph(words("It has changed."), Kind.WARNING),
        Definitions((("Outcome", words("Sustained", Look.STRONG)),)),
        Figure(SVG, 80, 20, "A timeline with one benefit", "Timeline", "figure-timeline"),
        Table(
            "Officers",
            (TableColumn("Officer", 1), TableColumn("Count", 0, numeric=True)),
            ((words("Sam Okafor"), (Ref("107", "officer-1"),)), ((Ref("nowhere", "gone"),), words("a1b2", Look.CODE))),
            "table-officers",
        ),
    )


def report(*blocks: Block, **changes: Any) -> Report:
    """A report of one section; of everything where no blocks are given."""
    made = Report(
        title="Lantern cameras",
        reference="PSB 2021-0147",
        agency=Agency("Port Merrow Police Department", ("1 Quay Street", "Port Merrow"), LOGO),
        made="2026-11-25T10:00:00Z",
        reviewers=("Ada Hale", "Bo Lind"),
        confidentiality="Confidential",
        program="Evidence Reviewer 0.1.0",
        frame=Frame(
            "Findings report",
            "Contents",
            "Page",
            "of",
            (("By", "Ada Hale"),),
            "Keep it.",
            "{count} spelled out",
            "The agency’s logo",
        ),
        sections=(Section("findings", "Findings", blocks or everything()),),
        files={1: "exhibits/Exhibit-001.pdf"},
    )
    return replace(made, **changes)
