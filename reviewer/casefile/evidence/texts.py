"""What is searched of each item: its body, packed, and the index of its words, which holds no text itself.

Subject, people and hidden words stand in tables of their own and go into the index from there. Notes have an index
apart: see :mod:`reviewer.casefile.noted_words`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import contents, packed_bodies, participants
from reviewer.casefile.evidence.packing import PackedText, pack_text, unpack_text
from reviewer.domain.ids import ContentId, ItemId
from reviewer.errors import DamagedError

COLUMNS = ("subject", "people", "body", "attachments", "hidden")
"""The columns of the index."""

TOKENIZER = "unicode61 remove_diacritics 2"
"""What the index takes for a word."""

HASHED = 16 * 2**20
"""Bytes of the index that are gathered in memory before they are written as a part of it."""

_FOR_MANY = {"automerge": 0, "hashsize": HASHED}
"""https://www.sqlite.org/fts5.html#the_automerge_configuration_option"""

MOST_PARTS = 16
"""So many parts of the index are left as they are: FTS5 itself joins sixteen of the same age, whatever it is told."""

_LISTED = "(SELECT value FROM json_each(?))"
_COLUMNS = (
    "item.subject, item.content, item_text.attachments, item_text.by_original, item_text.body "
    "FROM item_text JOIN item ON item.id = item_text.item"
)
_BESIDE = {
    "subject": "SELECT id AS item, subject AS line FROM item WHERE id {} ORDER BY id",
    "people": "SELECT item, name || ' ' || address AS line FROM participant WHERE item {} ORDER BY item, seq",
    "attachments": "SELECT item, attachments AS line FROM item_text WHERE item {} ORDER BY item",
    "hidden": "SELECT item, text AS line FROM hidden_text WHERE item {} ORDER BY item, seq",
}
"""The lines of each column but the body, of some items."""
_SUBJECTS = "FROM item INDEXED BY item_subject WHERE (subject, id) > (:after, :id)"
_HAVING = {
    "subject": f"SELECT id {_SUBJECTS} AND (subject, id) <= (:upto, :last) AND instr(subject, :sign)",
    "people": """SELECT item FROM item_person WHERE person IN (
        SELECT id FROM person WHERE instr(name, :sign) OR instr(address, :sign))""",
    "attachments": "SELECT item FROM item_text WHERE item BETWEEN :first AND :last AND instr(attachments, :sign)",
    "hidden": "SELECT item FROM hidden_text WHERE instr(text, :sign)",
}
"""The items with a sign in each column but the body. Subjects are read from their index: rows of items are wide."""
_FINGERPRINTED = (
    f"SELECT item_text.item, {_COLUMNS} WHERE item_text.item IN {_LISTED} ORDER BY item_text.item",
    f"SELECT item, seq, role, person FROM item_person WHERE item IN {_LISTED} ORDER BY item, seq",
    f"SELECT item, seq, text FROM hidden_text WHERE item IN {_LISTED} ORDER BY item, seq",
)
_AT_ONCE = 2_000
_LOOKED_THROUGH = 50_000
"""Items whose subjects, or names of files, are looked through for a sign by one statement."""
_MSGPACK = msgspec.msgpack.Encoder()
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
    index(case, ((item, words) for item, words, _ in new))


def index(case: Case, items: Iterable[tuple[ItemId, Words]]) -> None:
    """Put the words of some items into the index, and nothing else. Within an open transaction."""
    # Row by row, and from no SELECT and no trigger: FTS5 would write out what it holds in memory after each of those.
    case.executemany(_PUT, [(item, *_indexed(words)) for item, words in items])


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
    return packed_bodies.of_one(case, item).decode()


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
    some = f"IN {_LISTED}", (listed,)
    people, hidden = (_by_item(case, name, some) for name in ("people", "hidden"))
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


def fingerprint(case: Case, items: Sequence[ItemId]) -> bytes:
    """What is another as soon as any word of some items is, or who sent or got one; it is made without unpacking them.

    By what a text was packed it is told by its number alone: neither an original nor a person is ever changed.
    """
    made = hashlib.blake2b(digest_size=16)
    for at in range(0, len(items), _AT_ONCE):
        listed = (json.dumps(items[at : at + _AT_ONCE]),)
        for sql in _FINGERPRINTED:
            made.update(_MSGPACK.encode(case.tuples(sql, listed)))
    return made.digest()


def column(
    case: Case, items: Sequence[ItemId], name: str, damaged: Callable[[ItemId, str], None]
) -> Iterable[tuple[ItemId, bytes]]:
    """One column, in UTF-8, of those of some items in order that have it; ``damaged`` is told of what cannot be read.

    For very many items: most of what :func:`of_items` takes is not done for it.
    """
    wanted, (test, values) = set(items), _among(items)
    if name != "body":
        lines = _by_item(case, name, (test, values))
        return [(item, text.encode()) for item, text in lines.items() if text and item in wanted]
    return packed_bodies.of_many(case, items, (test, values), damaged)


def joined(case: Case, items: Sequence[ItemId], name: str) -> bytes:
    """One column but the body, in UTF-8, of some items in order and maybe of others between them, line by line."""
    test, values = _among(items)
    # https://www.sqlite.org/lang_aggfunc.html: without the order within, lines of one item need not follow each other.
    sql = f"SELECT group_concat(line, char(10)) FROM ({_BESIDE[name].format(test)})"
    return str(case.value(sql, values) or "").encode()


def with_sign(case: Case, name: str, sign: str, look: Callable[[], None] = lambda: None) -> set[int]:
    """The items with a sign, such as ``#``, in one column but the body: sooner told of very many than of a few.

    ``look`` is called between parts of very many, and may raise to give up.
    """
    found = set[int]()
    parts: Iterable[dict[str, object]] = _IN_PARTS[name](case) if name in _IN_PARTS else [{}]
    for number, part in enumerate(parts):
        if number:
            look()
        found.update(case.numbers(_HAVING[name], {**part, "sign": sign}))
    return found


def _by_subject(case: Case) -> Iterator[dict[str, object]]:
    """All items in parts, in the order of their subjects."""
    sql = f"SELECT subject, id {_SUBJECTS} ORDER BY subject, id LIMIT 1 OFFSET :many"
    here: tuple[object, object] | None = ("", 0)
    while here is not None:
        part = {"after": here[0], "id": here[1]}
        ends = case.tuples(sql, {**part, "many": _LOOKED_THROUGH})
        here = ends[0] if ends else None
        yield {**part, "upto": ends[0][0] if ends else b"", "last": ends[0][1] if ends else 0}  # bytes are behind text


def _by_number(case: Case) -> Iterator[dict[str, object]]:
    """All items in parts, in the order of their numbers."""
    last = int(case.value("SELECT coalesce(max(item), 0) FROM item_text"))
    for first in range(0, last + 1, _LOOKED_THROUGH):
        yield {"first": first, "last": first + _LOOKED_THROUGH - 1}


_IN_PARTS = {"subject": _by_subject, "attachments": _by_number}
"""What is a row for each item, and so takes long."""


def _among(items: Sequence[ItemId]) -> tuple[str, tuple[object, ...]]:
    """A test of SQL that some items in order pass, and its values."""
    if len(items) > 1 and items[-1] - items[0] < 2 * len(items):  # faster than to look up each
        return "BETWEEN ? AND ?", (items[0], items[-1])
    return f"IN {_LISTED}", (json.dumps(items),)


def _by_item(case: Case, name: str, among: tuple[str, tuple[object, ...]]) -> dict[ItemId, str]:
    """One column but the body, of some items."""
    test, values = among
    found: dict[ItemId, list[str]] = {}
    for item, line in case.tuples(_BESIDE[name].format(test), values):
        found.setdefault(ItemId(item), []).append(line)
    return {item: "\n".join(lines) for item, lines in found.items()}


def _original(case: Case, row: Any, known: Mapping[ContentId, bytes]) -> bytes:
    if not row["by_original"]:
        return b""
    content = ContentId(row["content"])
    return known[content] if content in known else b"".join(contents.stream(case, content))


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
