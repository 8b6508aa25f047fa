"""What is searched of each item: its body, packed, and the index of its words, which holds no text itself.

Subject, people and hidden words stand in tables of their own and go into the index from there. Notes have an index
apart: see :mod:`reviewer.casefile.noted_words`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import contents, dictionaries, participants
from reviewer.casefile.evidence.packing import PackedText, pack_text, unpack_text
from reviewer.domain.ids import ContentId, ItemId
from reviewer.errors import DamagedError

COLUMNS = ("subject", "people", "body", "attachments", "hidden")
"""The columns of the index."""

TOKENIZER = "unicode61 remove_diacritics 2"
"""What the index takes for a word."""

_FOR_MANY = {"automerge": 0, "hashsize": 16 * 2**20}
"""https://www.sqlite.org/fts5.html#the_automerge_configuration_option; bytes of memory for ``hashsize``."""

MOST_PARTS = 16
"""So many parts of the index are left as they are: FTS5 itself joins sixteen of the same age, whatever it is told."""

_LISTED = "(SELECT value FROM json_each(?))"
_COLUMNS = (
    "item.subject, item.content, item_text.attachments, item_text.by_original, item_text.body "
    "FROM item_text JOIN item ON item.id = item_text.item"
)
_BODY = """SELECT item_text.body, by_original, item.content, piece.data, piece.dictionary
    FROM item_text JOIN item ON item.id = item_text.item
    LEFT JOIN piece ON by_original AND piece.content = item.content AND piece.seq = 0 WHERE item_text.item = ?"""
"""A text and the original by which it was packed, which is small and so one piece; its checksum tells if it is not."""
_PUT = f"INSERT INTO item_fts (rowid, {', '.join(COLUMNS)}) VALUES (?,?,?,?,?,?)"


@dataclass(frozen=True, slots=True)
class Words:
    """What is searched of an item: ``packed`` is the body, when that was done.

    ``attachments`` are names of files, and what stands beside the text of a message.
    """

    subject: str
    people: str
    body: str
    attachments: str
    hidden: str
    packed: PackedText | None = None


def add(case: Case, items: Iterable[tuple[ItemId, Words]]) -> None:
    """Keep and index the words of new items. Within an open transaction."""
    new = [(item, words, words.packed if words.packed is not None else pack_text(words.body)) for item, words in items]
    case.executemany(
        "INSERT INTO item_text (item, attachments, by_original, body) VALUES (?,?,?,?)",
        [(item, words.attachments, int(packed.by_original), packed.data) for item, words, packed in new],
    )
    # Row by row, and from no SELECT and no trigger: FTS5 would write out what it holds in memory after each of those.
    case.executemany(_PUT, [(item, *_indexed(words)) for item, words, _ in new])


def expect_many(case: Case) -> None:
    """Have the index hold a batch of an intake in memory, and write it as one part. Within an open transaction.

    Parts are joined by :func:`join_parts` when all are in; on the way only where there are very many. Left to itself
    FTS5 writes a part each megabyte and joins four as soon as there are four: a quarter more time, and more with size.
    """
    known = dict(case.tuples("SELECT k, v FROM item_fts_config"))
    for name, value in _FOR_MANY.items():
        if known.get(name) != value:
            case.execute("INSERT INTO item_fts (item_fts, rank) VALUES (?, ?)", (name, value))


def _indexed(words: Words) -> tuple[str, ...]:
    return words.subject, words.people, words.body, words.attachments, words.hidden


def remove(case: Case, item: ItemId) -> None:
    """Forget the words of an item, but for notes on it. Within an open transaction."""
    case.execute("DELETE FROM item_text WHERE item = ?", (item,))


def body(case: Case, item: ItemId) -> str:
    """The searchable text of an item; DamagedError when it is harmed, or the original by which it was packed."""
    rows = case.tuples(_BODY, (item,))
    if not rows:
        return ""
    text, by_original, content, piece, dictionary = rows[0]
    if not by_original:
        return unpack_text(text)
    if piece is None:
        return unpack_text(text, b"".join(contents.stream(case, ContentId(content))))
    return unpack_text(text, dictionaries.decompress(case, piece, dictionary, contents.PIECE_BYTES))


def set_body(case: Case, item: ItemId, text: str) -> None:
    """Put another searchable text in the place of an item's, unless it is the same. Within an open transaction."""
    if text == body(case, item):
        return
    case.execute("UPDATE item_text SET by_original = 0, body = ? WHERE item = ?", (pack_text(text).data, item))
    case.execute("DELETE FROM item_fts WHERE rowid = ?", (item,))
    case.executemany(_PUT, [(item, *_indexed(words)) for words in of_items(case, [item]).values()])


def of_items(
    case: Case, items: Sequence[ItemId], damaged: Callable[[ItemId, str], None] = lambda _item, _why: None
) -> dict[ItemId, Words]:
    """The words of some items; none of one that has no text. What cannot be read, ``damaged`` is told of instead."""
    listed = json.dumps(items)
    rows = case.execute(f"SELECT item_text.item, {_COLUMNS} WHERE item_text.item IN {_LISTED}", (listed,)).fetchall()
    originals = contents.small(case, [ContentId(row["content"]) for row in rows if row["by_original"]])
    people = _joined(
        case, f"SELECT item, name || ' ' || address FROM participant WHERE item IN {_LISTED} ORDER BY item, seq", listed
    )
    hidden = _joined(case, f"SELECT item, text FROM hidden_text WHERE item IN {_LISTED} ORDER BY item, seq", listed)
    found = {}
    for row in rows:
        item = ItemId(row["item"])
        try:
            text = unpack_text(row["body"], _original(case, row, originals))
        except (DamagedError, UnicodeDecodeError) as error:
            damaged(item, str(error))
            continue
        found[item] = Words(row["subject"], people.get(item, ""), text, row["attachments"], hidden.get(item, ""))
    return found


def _original(case: Case, row: Any, known: Mapping[ContentId, bytes]) -> bytes:
    if not row["by_original"]:
        return b""
    content = ContentId(row["content"])
    return known[content] if content in known else b"".join(contents.stream(case, content))


def _joined(case: Case, query: str, listed: str) -> dict[ItemId, str]:
    """The lines of each of some items, of a query for items and lines."""
    found: dict[ItemId, list[str]] = {}
    for item, line in case.tuples(query, (listed,)):
        found.setdefault(ItemId(item), []).append(line)
    return {item: "\n".join(lines) for item, lines in found.items()}


def notes(case: Case, item: ItemId) -> str:
    """What reviewers noted on an item and its passages."""
    return str(case.value("SELECT notes FROM note_fts WHERE rowid = ?", (item,)) or "")


def searched_beside(case: Case, item: ItemId) -> str:
    """What an item is found by besides its body and its hidden words."""
    row = case.row(f"SELECT {_COLUMNS} WHERE item_text.item = ?", (item,))
    people = (f"{person.name} {person.address}" for person in participants.of_item(case, item))
    beside = ("", "") if row is None else (row["subject"], row["attachments"])
    return "\n".join((beside[0], *people, beside[1], notes(case, item)))


def is_scattered(case: Case) -> bool:
    """Whether the index lies in many parts, as each batch of an intake leaves one, and the largest is not most of it.

    A search takes a twentieth longer in ten parts than in one, and to join them a thirtieth of an intake.
    """
    parts = [blocks for (blocks,) in case.tuples("SELECT count(*) FROM item_fts_idx GROUP BY segid")]
    return len(parts) > MOST_PARTS and sum(parts) - max(parts) > sum(parts) / 8


def join_parts(case: Case, blocks: int, *, begin: bool) -> bool:
    """Write so many blocks of the index anew as one part; whether there are more. Within an open transaction.

    The first call says that all parts are to be one, which also drops the words of texts that were removed.
    """
    changes = "SELECT total_changes()"
    before = case.value(changes)
    case.execute("INSERT INTO item_fts (item_fts, rank) VALUES ('merge', ?)", (-blocks if begin else blocks,))
    return int(case.value(changes)) - int(before) >= 2  # https://www.sqlite.org/fts5.html#the_merge_command
