"""What a transaction changed, told by the tables it wrote: one table says which noun stands in which.

SQLite asks the connection's authorizer about every table that a statement writes, those of its triggers and cascades
too, when it compiles the statement. :class:`Written` remembers the answers by the statement's text, for a statement
that is kept compiled is not asked about again. So whatever writes tells what it wrote, and no caller can forget to.
By the same question :class:`WriteGuard` keeps a table from being written before its seals are watched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from reviewer.domain.changes import Changes, Noun, Touched
from reviewer.domain.ids import ItemId

_NOUNS: Mapping[Noun, tuple[str, ...]] = {
    Noun.CASE: ("case_record", "password", "agency"),
    Noun.ITEMS: ("item", "item_person", "hidden_text", "custodian", "intake", "source_root", "source_file"),
    Noun.RENDITIONS: ("rendition", "page"),
    Noun.PAGES: ("ocr_page",),
    Noun.READS: ("item_read", "item_reviewed", "reading_rule"),
    Noun.QUEUES: ("queue",),
    Noun.SAVED: ("saved_search",),
    Noun.MARKS: ("item_mark", "item_tag", "privilege_call"),
    Noun.PASSAGES: ("passage", "passage_tag", "link", "item_officer"),
    Noun.TAGS: ("tag",),
    Noun.OFFICERS: (
        "officer",
        "officer_name",
        "assignment",
        "unidentified",
        "officer_merge",
        "alias_refusal",
        "roster_column",
    ),
    Noun.NOTES: ("note", "note_rule"),
    Noun.ORDER: (
        "arranging",
        "message_fingerprint",
        "message_words",
        "quoted_header",
        "missing_message",
        "suppressed",
        "thread_message",
        "thread_key",
        "thread_edge",
        "thread_correction",
        "text_signature",
        "near_duplicate",
    ),
    Noun.LEDGER: (
        "benefit",
        "benefit_proof",
        "benefit_distinct",
        "endorsement",
        "endorsement_passage",
        "gift_limit",
    ),
    Noun.ORGANISATIONS: ("organisation", "organisation_domain", "organisation_person"),
    Noun.POLICY: ("clause", "clause_element", "clause_exemption"),
    Noun.FINDINGS: (
        "allegation",
        "allegation_ground",
        "allegation_explanation",
        "allegation_confirmation",
        "allegation_search",
        "allegation_dismissal",
        "finding",
        "finding_label",
        "finding_step",
        "finding_signature",
        "signing_key",
    ),
    Noun.COMPLAINTS: ("complaint", "complaint_column"),
    Noun.INTERVIEWS: (
        "interview",
        "interview_participant",
        "interview_topic",
        "interview_question",
        "interview_citation",
        "interview_exhibit",
        "interview_notice",
        "interview_note",
        "interview_answer",
        "interview_showing",
        "interview_break",
    ),
    Noun.PRODUCTIONS: ("production", "production_item", "production_delivery", "production_recall", "production_drop"),
    Noun.REDACTIONS: ("redaction", "redaction_reason"),
    Noun.LAWYERS: ("lawyer",),
    Noun.SOURCES: ("confidential_source", "confidential_source_word"),
    Noun.TRAIL: ("audit",),
}
NOUNS: Mapping[str, Noun] = {table: noun for noun, tables in _NOUNS.items() for table in tables}
"""The noun of each table."""

COLUMNS: Mapping[tuple[str, str], Noun] = {("item", "pages"): Noun.RENDITIONS}
"""Columns that tell of another noun than their table when they are all that an UPDATE sets."""

DERIVED = frozenset(
    {
        "content",
        "piece",
        "dictionary",
        "item_text",
        "person",
        "ocr_unwritten",
        "note_draft",
        "last_view",
        "queue_batch",
        "number_given",
        "unpacked",
        "seal",
        "seal_table",
        "seal_sum",
    }
)
"""Tables that say nothing of their own: bytes, search text, numbers, seals. What they are made of is written with them,
and tells."""

_ITEM: Mapping[str, str] = {
    "passage": "item",
    "note": "item",
    "item_mark": "item",
    "item_tag": "item",
    "item_officer": "item",
    "privilege_call": "item",
    "redaction": "item",
    "item_reviewed": "item",
}
"""The column that names the item of a row."""

_PASSAGE: Mapping[str, str] = {"passage_tag": "passage", "link": "passage", "note": "passage"}
"""The column that names the passage of a row, by which its item is found."""

MOST = 200
"""With more rows than that in one act, its nouns are told whole."""


DELETE, INSERT, UPDATE = 9, 18, 23
"""Action codes of an authorizer, https://www.sqlite.org/c3ref/c_alter_table.html."""
WRITES = frozenset({DELETE, INSERT, UPDATE})


@dataclass(slots=True)
class Written:
    """What was written through one connection since its last commit: nouns by statements, single rows by acts."""

    nouns: set[Noun] = field(default_factory=set)
    rows: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    _of_act: str = ""
    _compiled: set[tuple[str, str]] = field(default_factory=set)
    _by_statement: dict[str, frozenset[tuple[str, str]]] = field(default_factory=dict)

    def compiling(self, action: int, table: str | None, column: str | None) -> None:
        """The authorizer is asked about something that a statement will do."""
        if table is not None and table in NOUNS and action in WRITES:
            self._compiled.add((table, (column or "") if action == UPDATE else ""))

    def ran(self, statement: str, *, wrote: bool) -> None:
        """A statement has run; without ``wrote`` it met no row."""
        if self._compiled:
            self._by_statement[statement] = self._by_statement.get(statement, frozenset()) | self._compiled
            self._compiled.clear()
        if wrote and (places := self._by_statement.get(statement)):
            self.nouns.update(COLUMNS.get(at, NOUNS[at[0]]) for at in places if at[0] != self._of_act)

    @contextmanager
    def by_row(self, table: str) -> Iterator[None]:
        """Within this, what is written to one table is told by :meth:`row` and not by the statement."""
        self._of_act = table
        try:
            yield
        finally:
            self._of_act = ""

    def row(self, table: str, *states: Mapping[str, Any] | None) -> None:
        """An act has written one row, which was and is now so."""
        self.rows.extend((table, state) for state in states if state is not None)

    def forget(self) -> None:
        """Begin anew: it is told, or nothing of it was kept."""
        self.nouns.clear()
        self.rows.clear()


def changes(written: Written, item_of: Callable[[int], int | None]) -> Changes:
    """What was written, in nouns, and of which items where rows of acts tell; ``item_of`` finds a passage's item."""
    told = Changes.of(written.nouns)
    rows = [(table, row) for table, row in written.rows if table in NOUNS]
    if len(rows) > MOST:
        return told | Changes.of(NOUNS[table] for table, _ in rows)
    items: dict[int, int | None] = {row["id"]: row["item"] for table, row in rows if table == "passage"}
    for table, row in rows:
        passage = row.get(_PASSAGE.get(table, ""))
        if passage is not None and passage not in items:
            items[passage] = item_of(passage)
    return told | Changes(frozenset(Touched(NOUNS[table], _item(table, row, items)) for table, row in rows))


def _item(table: str, row: Mapping[str, Any], items: Mapping[int, int | None]) -> ItemId | None:
    found = row.get(_ITEM.get(table, ""))
    if found is None:
        found = items.get(row.get(_PASSAGE.get(table, ""), 0))
    return None if found is None else ItemId(found)


def _nobody(_tables: set[str]) -> None:
    """Nothing is closed as long as nobody watches."""


@dataclass(slots=True)
class WriteGuard:
    """Tables that one connection may not write before somebody watches them.

    SQLite asks its authorizer about every table that a statement writes, be it by a cascade or a trigger, when it
    compiles the statement. Where a table is not watched yet the statement is refused, whoever watches is told to, and
    it is run again. So what is written is watched, and of a hundred tables none need be before the first act.
    """

    closed: set[str] = field(default_factory=set)
    watch: Callable[[set[str]], None] = _nobody
    """Has some tables watched and takes them out of :attr:`closed`."""
    _refused: set[str] = field(default_factory=set)

    def refuses(self, table: str | None, schema: object) -> bool:
        """Whether a statement that writes to a table is refused, and noted for :meth:`opened`."""
        if table not in self.closed or schema != "main":
            return False
        self._refused.add(table)
        return True

    def opened(self) -> bool:
        """Have watched what was refused; whether the statement may be tried again."""
        refused, self._refused = self._refused, set()
        if refused:
            self.watch(refused)
        return bool(refused) and not refused & self.closed

    def end(self) -> None:
        """Let go of who watched: the connection is closed, or what they watched by went with a transaction."""
        self.closed, self.watch = set(), _nobody


class Once:
    """Values that can be gone through once, and whether that has begun."""

    def __init__(self, values: Any) -> None:
        self._values = iter(values)
        self.begun = False

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        self.begun = True
        return next(self._values)
