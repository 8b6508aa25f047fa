"""A case of very many items, made of one that was taken in: its rows and its index several times over.

To take a million messages in takes as long as a night; what reading them costs is told by their rows and the index
alone. So the messages of a case stand in it again and again, each under another number and Message-ID. What of a case
tells how it came about does not add up then: it is for measuring, and no command would call it whole.
"""

from __future__ import annotations

from pathlib import Path

from benchmarks.cases import large_case
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.opening import open_case
from reviewer.casefile.evidence import texts
from reviewer.domain.ids import ItemId
from reviewer.domain.reasons.reason import Reason, pack

_TABLES: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {
    "item": (
        ("id", "position"),
        {"message_id": "'<'||(id + :by)||'@agency.example>'", "name": "'message '||(id + :by)"},
    ),
    "item_person": (("item",), {}),
    "item_text": (("item",), {}),
    "message_fingerprint": (("item",), {"sha256": "randomblob(32)"}),
    "message_words": (("item",), {}),
    "text_signature": (("item",), {}),
}
"""What stands again for each copy: by which columns it is of another item, and what else is another."""

_THREADS = (
    "INSERT INTO thread_message (item, place) SELECT id, id FROM item WHERE kind = 'email'",
    """INSERT INTO thread_edge (child, parent, reason, evidence)
       SELECT id, id - 1, 'in-reply-to', :why FROM item WHERE kind = 'email' AND id % 4 <> 2""",
)
"""Threads of four messages each, of which each answers the one before."""
_WHY = pack([Reason("thread.in_reply_to", parent="the one before")])

_AT_ONCE = 2_000
_CACHE = 1_500_000  # KiB of pages: one transaction writes all
_HASHED = 400 * 2**20
"""Bytes of the index that are gathered before they are written: each writing makes a part of it."""


def million_case(folder: Path, count: int, taken_in: int) -> tuple[Path, Key]:
    """A case of about ``count`` items, of which so many were taken in as always and the others are like them."""
    path, key = large_case(folder, min(count, taken_in))
    multiply(path, key, count // taken_in)
    return path, key


def multiply(path: Path, key: Key, times: int) -> None:
    """Have the messages of a mailbox stand in a case so many times."""
    if times < 2:
        return
    with open_case(path, key) as case:
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "foreign_keys = OFF", f"cache_size = -{_CACHE}"):
            case.tuples(f"PRAGMA {pragma}")
        last = int(case.value("SELECT max(id) FROM item"))
        case.execute("BEGIN")
        for by in range(last - 1, (last - 1) * times, last - 1):
            for table in _TABLES:
                case.execute(_copy(case, table), {"by": by, "last": last})
        _index(case, last, times)
        for statement in _THREADS:
            case.execute(statement, {"why": _WHY})
        case.execute("COMMIT")
        case.tuples("PRAGMA journal_mode = WAL")


def _copy(case: Case, table: str) -> str:
    by_item, others = _TABLES[table]
    columns = [name for (name,) in case.tuples("SELECT name FROM pragma_table_info(?)", (table,))]
    values = [others.get(name) or (f"{name} + :by" if name in by_item else name) for name in columns]
    item = by_item[0]
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} FROM {table} "
        f"WHERE {item} BETWEEN 2 AND :last ORDER BY {item}"
    )


def _index(case: Case, last: int, times: int) -> None:
    """Put the words of the copies into the index, each part of it as large as those of an intake grow."""
    case.execute("INSERT INTO item_fts (item_fts, rank) VALUES ('hashsize', ?)", (_HASHED,))
    for by in range(last - 1, (last - 1) * times, last - 1):
        for first in range(2, last + 1, _AT_ONCE):
            ids = [ItemId(each) for each in range(first, min(first + _AT_ONCE, last + 1))]
            known = texts.of_items(case, ids)
            texts.index(case, ((ItemId(item + by), known[item]) for item in ids))
    case.execute("INSERT INTO item_fts (item_fts, rank) VALUES ('hashsize', ?)", (texts.HASHED,))
