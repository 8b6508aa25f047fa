"""The findings report as plain values: one model, from which a PDF, a Word document and an HTML page are made.

Nothing here knows of the case file, of any language, or of how a form is set.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from reviewer.domain.exports.agency import Agency


class Look(StrEnum):
    """How words look within a sentence. ``QUOTE`` are verbatim words of evidence; ``LACK`` says that support lacks."""

    PLAIN = "plain"
    STRONG = "strong"
    QUIET = "quiet"
    NOTE = "note"
    CODE = "code"
    QUOTE = "quote"
    LACK = "lack"


@dataclass(frozen=True, slots=True)
class Text:
    """Some words of a sentence."""

    text: str
    look: Look = Look.PLAIN


@dataclass(frozen=True, slots=True)
class Cite:
    """A page of an exhibit, both from 1, in the words in which a brief cites it: “Ex. 14 at 3”."""

    exhibit: int
    page: int
    text: str


@dataclass(frozen=True, slots=True)
class Ref:
    """Words that lead to another place of the report, by its anchor."""

    text: str
    target: str


Span = Text | Cite | Ref
Spans = tuple[Span, ...]


class Kind(StrEnum):
    """What a paragraph is."""

    BODY = "body"
    LEAD = "lead"
    POINT = "point"
    QUOTATION = "quotation"
    REMARK = "remark"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below that of its section: level 2, 3 or 4. ``anchor`` is where a :class:`Ref` leads, or empty."""

    text: str
    level: int = 2
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    spans: Spans
    kind: Kind = Kind.BODY


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table. ``share`` is its part of the width that is left, 0 for one as narrow as what it holds."""

    name: str
    share: float = 0
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table under its caption, if it has one; each row has as many cells as there are columns."""

    caption: str
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[Spans, ...], ...]
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing as SVG, its size in points, and all that it says in words."""

    svg: str
    width: float
    height: float
    words: str
    caption: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Definitions:
    """Names, each with what is said under it."""

    rows: tuple[tuple[str, Spans], ...]


Block = Heading | Paragraph | Table | Figure | Definitions


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report; ``key`` is how it is asked for, and its anchor."""

    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the sections: on the first page, and at the head and foot of each.

    ``page`` and ``of`` are the words of “Page 3 of 12”, ``note`` and ``spelled`` what the first page says to its
    reader, the latter only where characters are spelled out (``{count}`` of them). ``logo`` says what the logo is
    to who cannot see it, ``colon`` is what stands between a name and what is said of it.
    """

    kind: str
    contents: str
    page: str
    of: str
    facts: tuple[tuple[str, str], ...]
    note: str
    spelled: str = ""
    logo: str = ""
    colon: str = ": "


@dataclass(frozen=True, slots=True)
class Report:
    """The whole report.

    ``made`` is UTC as ``YYYY-MM-DDTHH:MM:SSZ``; the same values give the same bytes. ``files`` names the file of each
    exhibit, relative to the report. ``paper`` is ``letter`` or ``a4``, ``language`` an ISO 639-1 code.
    """

    title: str
    reference: str
    agency: Agency
    made: str
    reviewers: tuple[str, ...]
    confidentiality: str
    program: str
    frame: Frame
    sections: tuple[Section, ...]
    files: Mapping[int, str] = field(default_factory=dict)
    paper: str = "letter"
    language: str = "en"

    @property
    def blocks(self) -> Iterator[Block]:
        """All blocks, in order."""
        for section in self.sections:
            yield from section.blocks


def words(text: str, look: Look = Look.PLAIN) -> Spans:
    """A cell, or the start of a sentence."""
    return (Text(text, look),) if text else ()


def joined(parts: Iterable[Spans], between: str = ", ") -> Spans:
    """Several with the same words between them; empty ones are left out."""
    made: list[Span] = []
    for part in parts:
        if part:
            made += [*([Text(between)] if made else []), *part]
    return tuple(made)


def plain(spans: Iterable[Span]) -> str:
    """The words alone."""
    return "".join(span.text for span in spans)


def spans_of(block: Block) -> Iterator[Spans]:
    """All sentences and cells of a block."""
    if isinstance(block, Paragraph):
        yield block.spans
    elif isinstance(block, Table):
        for row in block.rows:
            yield from row
    elif isinstance(block, Definitions):
        for _, said in block.rows:
            yield said


def rewritten(report: Report, change: Callable[[str], str]) -> Report:
    """The report with every text in it changed in the same way: what is told, and what drawings say."""

    def said(spans: Spans) -> Spans:
        return tuple(replace(each, text=change(each.text)) for each in spans)

    def changed(block: Block) -> Block:
        if isinstance(block, Heading):
            return replace(block, text=change(block.text))
        if isinstance(block, Paragraph):
            return replace(block, spans=said(block.spans))
        if isinstance(block, Definitions):
            return replace(block, rows=tuple((change(name), said(spans)) for name, spans in block.rows))
        if isinstance(block, Figure):
            return replace(block, svg=change(block.svg), words=change(block.words), caption=change(block.caption))
        rows = tuple(tuple(map(said, row)) for row in block.rows)
        return replace(block, caption=change(block.caption), rows=rows)

    sections = tuple(replace(each, blocks=tuple(map(changed, each.blocks))) for each in report.sections)
    frame = replace(report.frame, facts=tuple((name, change(value)) for name, value in report.frame.facts))
    return replace(
        report,
        title=change(report.title),
        reference=change(report.reference),
        agency=replace(report.agency, name=change(report.agency.name), lines=tuple(map(change, report.agency.lines))),
        reviewers=tuple(map(change, report.reviewers)),
        confidentiality=change(report.confidentiality),
        frame=frame,
        sections=sections,
    )


def texts_of(report: Report) -> list[str]:
    """Every text that the report tells."""
    found: list[str] = []

    def keep(text: str) -> str:
        found.append(text)
        return text

    rewritten(report, keep)
    return found


def without_dead_ends(report: Report) -> Report:
    """The report with plain words in place of what leads to a part of it, or to an exhibit, that is not there."""
    there = {section.key for section in report.sections}
    there |= {block.anchor for block in report.blocks if isinstance(block, Heading | Table | Figure) and block.anchor}

    def dead(each: Ref | Cite) -> bool:
        return each.exhibit not in report.files if isinstance(each, Cite) else each.target not in there

    def alive(spans: Spans) -> Spans:
        return tuple(Text(each.text) if not isinstance(each, Text) and dead(each) else each for each in spans)

    def mended(block: Block) -> Block:
        if isinstance(block, Paragraph):
            return replace(block, spans=alive(block.spans))
        if isinstance(block, Table):
            return replace(block, rows=tuple(tuple(map(alive, row)) for row in block.rows))
        if isinstance(block, Definitions):
            return replace(block, rows=tuple((name, alive(said)) for name, said in block.rows))
        return block

    sections = tuple(replace(each, blocks=tuple(map(mended, each.blocks))) for each in report.sections)
    return replace(report, sections=sections)
