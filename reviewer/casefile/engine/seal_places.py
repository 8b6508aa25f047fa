"""Which rows share a seal: each table, and the number that its rows are sealed under.

A row is sealed under its own number, or with those that belong to the same item where a table has several for one.
What analysis derives is sealed by 64 items at a time, and the pages of a long document by 16.

This is part of the format of the case: to seal a table in another way takes a step that seals it anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from reviewer.casefile.engine.changes import WriteGuard


class Sealable(Protocol):
    """What sealing needs of an open case."""

    @property
    def guard(self) -> WriteGuard:
        """What may not be written before it is watched."""

    def execute(self, sql: str, values: Sequence[Any] = ..., /) -> Any:
        """Run one statement."""

    def executemany(self, sql: str, values: Sequence[Sequence[Any]], /) -> None:
        """Run one statement for each row of values."""

    def insert_rows(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], /) -> None:
        """Insert very many narrow rows."""

    def tuples(self, sql: str, values: Sequence[Any] = ..., /) -> list[tuple[Any, ...]]:
        """All rows of a query at once."""

    def streamed(self, sql: str, values: Sequence[Any] = ..., /) -> Any:
        """The rows of a query one after the other."""


CHECKED_OTHERWISE: Mapping[str, str] = {
    "audit": "its entries are a chain of hashes",
    "content": "its bytes are hashed again, and each item is sealed with the SHA-256 of its own",
    "piece": "the bytes of contents are hashed again",
    "seal": "it is compared with the rows, and its sum with the trail",
    "seal_table": "a seal under another number fits no row",
    "seal_sum": "it is compared with the trail",
}
"""Tables without seals, and what finds a change in them."""

WITH: Mapping[str, str] = {
    "item": "(SELECT sha256 FROM content WHERE content.id = r.content)",
    "item_text": "(SELECT hex(sz) || '/' || origin FROM item_fts_docsize WHERE id = r.item)",
}
"""What is sealed with the rows of a table: of items the hash of their bytes, of texts what the index notes of them."""

UNRECORDED = frozenset(
    {
        "item_read",
        "note_draft",
        "last_view",
        "arranging",
        "message_fingerprint",
        "message_words",
        "quoted_header",
        "missing_message",
        "suppressed",
        "thread_message",
        "thread_key",
        "thread_edge",
        "text_signature",
        "near_duplicate",
        "ocr_unwritten",
        "queue_batch",
    }
)
"""Tables that change without an entry in the trail: who opened or drafted what, who was where, and what can be derived
anew.

Their rows are sealed as all are. What the trail holds is the sum of the other seals.
"""

_PAGES = 4
_GROUPS = {
    "source_file": 4,
    "item_person": 3,
    "hidden_text": 0,
    "item_read": 0,
    **dict.fromkeys(
        UNRECORDED - {"item_read", "note_draft", "last_view", "arranging", "ocr_unwritten", "queue_batch"}, 6
    ),
}
"""How many numbers share a seal, as a power of two, in tables that have many small rows or several for an item."""
_PAGED = frozenset({"page", "ocr_page", "ocr_unwritten"})


@dataclass(frozen=True, slots=True)
class Place:
    """How the rows of one table are sealed: by which column, how many to a seal, in which order.

    ``key`` is the number of the seal of a row that is called ``row``; ``matches`` are the rows ``r`` of the seal ``k``.
    """

    table: str
    key: str
    matches: str
    order: str
    columns: str = "r.*"
    column: str = ""
    """The column that ``key`` is made of, where it is one."""
    bits: int = 0
    """How many numbers share a seal, as a power of two."""
    item: str = ""
    """The item that the seal ``key`` is about, as SQL with one parameter; empty where it is about none."""
    recorded: bool = True
    """Whether the sum that the trail holds has its seals."""
    fixed: bool = False
    """Whether it changes with the format alone."""


SCHEMA = Place("sqlite_schema", "0", "k.key = 0", "r.type, r.name", "r.type, r.name, r.tbl_name, 0, r.sql", fixed=True)
"""What tables, indexes and triggers there are, under one seal; steps to another format alone change it."""


_latest: dict[tuple[tuple[Any, ...], ...], list[Place]] = {}
"""The places of the last case that was asked for, by its tables: they are the same in each case of a format."""


def places(case: Sealable) -> list[Place]:
    """Those of the tables that a case has."""
    tables = tuple(case.tuples("SELECT name, sql FROM main.sqlite_schema WHERE type = 'table' ORDER BY name"))
    found = _latest.get(tables)
    if found is None:
        found = _places(case)
        _latest.clear()
        _latest[tables] = found
    return found


def _places(case: Sealable) -> list[Place]:
    rows = case.tuples(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'shadow') ORDER BY name"
    )
    names = [name for (name,) in rows if not name.startswith("sqlite_") and name not in CHECKED_OTHERWISE]
    return [SCHEMA, *(_place(case, name) for name in names if not _is_index(name))]


def _is_index(table: str) -> bool:
    """Whether a table is one of those in which FTS5 keeps an index: they have no triggers, see text_check.py."""
    return "_fts_" in table


def _place(case: Sealable, table: str) -> Place:
    if table == "number_given":
        return Place(table, "0", "k.key = 0", "r.series")
    if table in _PAGED:
        return Place(
            table,
            f"(({{row}}.rendition << 20) | ({{row}}.number >> {_PAGES}))",
            f"r.rendition = k.key >> 20 AND r.number BETWEEN (k.key & 1048575) << {_PAGES} "
            f"AND ((k.key & 1048575) << {_PAGES}) + {2**_PAGES - 1}",
            "r.rendition, r.number",
            item="SELECT item FROM rendition WHERE id = ? >> 20",
            recorded=table not in UNRECORDED,
        )
    keys = case.tuples("SELECT name, type FROM pragma_table_info(?) WHERE pk ORDER BY pk", (table,))
    order = ", ".join(f'r."{name}"' for name, _ in keys)
    column, bits = keys[0][0], _GROUPS.get(table, 0)
    if table not in _GROUPS and [kind for _, kind in keys] != ["INTEGER"]:
        raise ValueError(f"it is not said by what number the rows of {table} are sealed")
    about = {"item": "SELECT ?", "rendition": "SELECT item FROM rendition WHERE id = ?"}.get(
        table, "SELECT ?" if column == "item" and not bits else ""
    )
    columns = f"{WITH[table]}, r.*" if table in WITH else "r.*"
    return _by_column(table, column, bits, order, columns=columns, item=about, recorded=table not in UNRECORDED)


def _by_column(table: str, column: str, bits: int, order: str, **more: Any) -> Place:
    """Rows by the number in a column, or by what is left of it without its last bits."""
    if not bits:
        return Place(table, f'{{row}}."{column}"', f'r."{column}" = k.key', order, column=column, **more)
    return Place(
        table,
        f'({{row}}."{column}" >> {bits})',
        f'r."{column}" BETWEEN k.key << {bits} AND (k.key << {bits}) + {2**bits - 1}',
        order,
        column=column,
        bits=bits,
        **more,
    )
