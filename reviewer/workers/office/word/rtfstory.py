"""A story of an RTF document in the making: paragraphs, cells and rows as they come in, and what follows them."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.office.content import Block, Paragraph, Span, Table
from reviewer.workers.office.word.rtftokens import paired


@dataclass(slots=True)
class Story:
    """The body, a header, a note, a text box: ``title`` is empty for the body."""

    title: str = ""
    hidden: Reason | None = None
    blocks: list[Block] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    after: list[Block] = field(default_factory=list)
    cell: list[Block] = field(default_factory=list)
    row: list[tuple[Block, ...]] = field(default_factory=list)
    rows: list[tuple[tuple[Block, ...], ...]] = field(default_factory=list)

    def write(self, span: Span) -> None:
        """Add words to the paragraph."""
        self.spans.append(span)

    def end_paragraph(self, *, in_table: bool, heading: int = 0) -> None:
        """Close the paragraph, in the cell if there is one."""
        made: list[Block] = []
        if self.spans or not self.after:
            made.append(Paragraph(_merged(self.spans), heading))
        made += self.after
        self.spans, self.after = [], []
        if in_table:
            self.cell += made
        else:
            self.end_table()
            self.blocks += made

    def end_cell(self) -> None:
        """Close the cell."""
        if self.spans or self.after:
            self.end_paragraph(in_table=True)
        self.row.append(tuple(self.cell))
        self.cell = []

    def end_row(self) -> None:
        """Close the row; words after its last cell stay with it."""
        if self.cell:
            self.row.append(tuple(self.cell))
            self.cell = []
        if self.row:
            self.rows.append(tuple(self.row))
        self.row = []

    def end_table(self) -> None:
        """Close the table, if one is open."""
        self.end_row()
        if self.rows:
            self.blocks.append(Table(tuple(self.rows)))
        self.rows = []

    def close(self) -> list[Block]:
        """All blocks, once nothing more comes."""
        if self.spans or self.after:
            self.end_paragraph(in_table=bool(self.row or self.cell))
        self.end_table()
        return self.blocks


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    """Spans of one kind in a row as one, in which two surrogates are one character."""
    made: list[Span] = []
    for kind, group in groupby(spans, key=lambda span: (span.mark, span.who, span.link, span.bold, span.italic)):
        text = "".join(span.text for span in group)
        made.append(Span(paired(text), *kind))
    return tuple(made)
