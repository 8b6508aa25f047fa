"""What an Office document holds, whatever its format: blocks in reading order, facts, embedded files, and remarks."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from reviewer.domain.evidence.reading import Kind
from reviewer.domain.reasons.reason import Reason, pack

_MOST_REMARKS = 20


class Mark(StrEnum):
    """What sets a stretch of words apart from those that simply stand on the page."""

    PLAIN = "plain"
    INSERTED = "inserted"
    DELETED = "deleted"
    HIDDEN = "hidden"
    UNSEEN = "white or tiny"


@dataclass(frozen=True, slots=True)
class Span:
    """Words of one kind; ``who`` made the change ("A. Author, 2016-01-02 10:00"), ``link`` is where a click leads."""

    text: str
    mark: Mark = Mark.PLAIN
    who: str = ""
    link: str = ""
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; ``heading`` is its level or 0, ``marker`` stands before an item of a list, ``depth`` indents."""

    spans: tuple[Span, ...]
    heading: int = 0
    marker: str = ""
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that is shown here; ``label`` is the text given in its place."""

    data: bytes
    media_type: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table in running text: rows of cells, each of which holds blocks."""

    rows: tuple[tuple[tuple[Block, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet: its number from 1, and the cells that hold anything, as (column from 0, shown value).

    Cells in the columns ``formulas`` show a formula, as no value is stored for it.
    """

    number: int
    cells: tuple[tuple[int, str], ...]
    hidden: bool = False
    formulas: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of a sheet; ``hidden_columns`` are numbers from 0."""

    rows: tuple[Row, ...]
    hidden_columns: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Box:
    """Blocks that belong together under a title: a note, a sheet, a slide; ``hidden`` says how it is hidden, if so.

    ``section`` asks for a new page before it and a larger title.
    """

    title: str
    blocks: tuple[Block, ...]
    hidden: Reason | None = None
    section: bool = False


Block: TypeAlias = Paragraph | Picture | Table | Grid | Box


@dataclass(frozen=True, slots=True)
class Embedded:
    """A file inside the document; ``reason`` tells why the bytes may not be what was put in, if so."""

    name: str
    media_type: str
    data: bytes
    reason: Reason | None = None


@dataclass(slots=True)
class Found:
    """All that a reader found; ``remarks`` tell what could not be read, and make the state partial."""

    kind: Kind
    form: str
    blocks: list[Block] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    embedded: list[Embedded] = field(default_factory=list)
    remarks: list[Reason] = field(default_factory=list)

    def say(self, name: str, *reasons: Reason) -> None:
        """Note a fact that is said in sentences; nothing where there are none."""
        if reasons:
            self.facts[name] = pack(reasons)

    def remark(self, reason: Reason) -> None:
        """Note once that something could not be read; after many reasons, that there were more."""
        if reason not in self.remarks and len(self.remarks) <= _MOST_REMARKS:
            self.remarks.append(reason if len(self.remarks) < _MOST_REMARKS else Reason("office.more"))


def line(text: str, *, heading: int = 0, link: str = "") -> Paragraph:
    """A paragraph of plain words."""
    return Paragraph((Span(text, link=link),), heading)
