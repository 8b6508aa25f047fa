"""The bodies of very many items, unpacked.

SQLite hands over some hundreds as one value. Row by row it gives the interpreter away and asks for it again for each,
which another thread has meanwhile: so two threads took as long as one, and to step and fetch as long as to unpack.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, chain, pairwise
from typing import Any, cast

import msgspec

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import contents, dictionaries
from reviewer.casefile.evidence.packing import unpack_bytes, unpack_many
from reviewer.domain.ids import ContentId, ItemId
from reviewer.errors import DamagedError

LONGEST = 2**18
"""Packed bodies and originals of more bytes come by themselves."""

_COLUMNS = "item_text.item, item_text.body, by_original, item.content, piece.data, piece.dictionary"
_PIECE = "LEFT JOIN piece ON by_original AND piece.content = item.content AND piece.seq = 0"
_ROW = f"SELECT {_COLUMNS} FROM item_text JOIN item ON item.id = item_text.item {_PIECE} WHERE item_text.item "
"""A text and the original by which it was packed, which is small and so one piece; its checksum tells if it is not."""

_OF_ITEMS = f"{_ROW} {{}} AND length(item_text.body)"

_BY_CONTENT = "FROM item INDEXED BY item_content {} WHERE item.content BETWEEN ? AND ? AND item.id BETWEEN ? AND ?"
_OF_CONTENTS = f"SELECT {_COLUMNS} {_BY_CONTENT} AND length(item_text.body)".format(
    f"JOIN item_text ON item_text.item = item.id {_PIECE}"
)
"""The same of items in a row by contents in a row: whose these are the index tells, and the rows of items, which are
wide, need not be deciphered for it."""

_TOGETHER = """SELECT json_group_array(item), json_group_array(by_original), json_group_array(dictionary),
    json_group_array(length(body)), CAST(group_concat(body, '') AS BLOB),
    json_group_array(length(data)), CAST(group_concat(data, '') AS BLOB)
    FROM (SELECT item, by_original, coalesce(dictionary, 0) AS dictionary,
        iif(length(body) <= {0}, body, x'') AS body,
        iif(length(data) <= {0}, data, x'') AS data
        FROM ({1}))"""
"""What is one piece after the other: bodies, and the originals by which they were packed."""

_numbers = msgspec.json.Decoder(list[int]).decode


def of_one(case: Case, item: ItemId) -> bytes:
    """The body of an item, in UTF-8; DamagedError when it is harmed, or the original by which it was packed."""
    rows = case.tuples(f"{_ROW} = ?", (item,))
    return _unpacked(case, rows[0]) if rows else b""


def _unpacked(case: Case, row: tuple[Any, ...]) -> bytes:
    _, text, by_original, content, piece, dictionary = row
    if not by_original:
        return unpack_bytes(text)
    if piece is None:
        return unpack_bytes(text, b"".join(contents.stream(case, ContentId(content))))
    return unpack_bytes(text, dictionaries.decompress(case, piece, dictionary, contents.PIECE_BYTES))


def of_many(
    case: Case,
    items: Sequence[ItemId],
    among: tuple[str, tuple[object, ...]],
    damaged: Callable[[ItemId, str], None],
) -> Iterable[tuple[ItemId, bytes]]:
    """The bodies, in UTF-8, of those of some items in order that have one; ``among`` is a test of SQL they pass.

    What cannot be read, ``damaged`` is told of instead.
    """
    wanted, told = set(items), list[Iterable[tuple[ItemId, bytes]]]()
    within = _in_a_row(case, items)
    by_content = wanted.intersection(cast("list[ItemId]", case.numbers(f"SELECT id {_BY_CONTENT.format('')}", within)))
    if by_content:
        told.append(_some(case, _OF_CONTENTS, within, by_content, damaged))
        among = "IN (SELECT value FROM json_each(?))", (json.dumps(sorted(wanted - by_content)),)
    if len(by_content) < len(wanted):
        told.append(_some(case, _OF_ITEMS.format(among[0]), among[1], wanted - by_content, damaged))
    return told[0] if len(told) == 1 else chain(*told)


def _in_a_row(case: Case, items: Sequence[ItemId]) -> tuple[int, ...]:
    """Between which contents and items most of some items in order are; what holds nothing where they are not so."""
    ends = case.tuples("SELECT min(content), max(content) FROM item WHERE id IN (?, ?)", (items[0], items[-1]))
    # Contents are counted as items are: a copy has that of an earlier item, and a mailbox one behind its messages.
    if ends[0][0] is None or max(ends[0][1] - ends[0][0], items[-1] - items[0]) >= 2 * len(items):
        return (0, -1, 0, -1)
    return (*ends[0], items[0], items[-1])


def _some(
    case: Case, rows: str, values: tuple[object, ...], wanted: set[ItemId], damaged: Callable[[ItemId, str], None]
) -> Iterable[tuple[ItemId, bytes]]:
    """The bodies of those items that are wanted, of some rows."""
    ((*told, sizes, bodies, of_pieces, pieces),) = case.tuples(_TOGETHER.format(LONGEST, rows), values)
    items, by_original, by = map(_numbers, told)
    ends = list(accumulate(_numbers(sizes), initial=0))
    packed = [bodies[begin:end] for begin, end in pairwise(ends)]
    meant = by_original
    if not wanted.issuperset(items):
        meant = [packed_by and item in wanted for item, packed_by in zip(items, by_original, strict=True)]
    originals = _originals(case, by, meant, _numbers(of_pieces), pieces)
    if all(meant) and all(map(len, originals)) and all(packed):  # as nearly always: all by small originals
        unpacked = unpack_many(packed, originals)
        if unpacked is not None and all(map(bytes.isascii, unpacked)):
            return list(zip(cast("list[ItemId]", items), unpacked, strict=True))
    some = (row for row in zip(items, packed, by_original, originals, strict=True) if row[0] in wanted)
    return _one_by_one(case, some, damaged)


def _one_by_one(
    case: Case, rows: Iterable[tuple[int, bytes, int, Any]], damaged: Callable[[ItemId, str], None]
) -> Iterator[tuple[ItemId, bytes]]:
    for item, packed, packed_by, original in rows:
        try:
            if packed and (len(original) or not packed_by):
                text = unpack_bytes(packed, bytes(original))
            else:
                text = of_one(case, ItemId(item))
            if not text.isascii():
                text.decode()
        except (DamagedError, UnicodeDecodeError) as error:
            damaged(ItemId(item), str(error))
        else:
            yield ItemId(item), text


def _originals(
    case: Case, by: Sequence[int], meant: Sequence[object], sizes: Sequence[int], pieces: bytes
) -> list[Any]:
    """The original of each item that is meant, by the dictionary that it was packed with; nothing where that fails."""
    starts = list(accumulate(sizes, initial=0))
    if all(meant) and all(sizes) and len(set(by)) == 1:  # as nearly always
        unpacked = dictionaries.decompress_many(case, pieces, zip(starts, sizes, strict=False), by[0] or None)
        if unpacked is not None:
            return unpacked
    places = defaultdict[int, list[int]](list)
    for place, (number, size) in enumerate(zip(by, sizes, strict=True)):
        if size and meant[place]:
            places[number].append(place)
    found: list[Any] = [b""] * len(by)
    for number, those in places.items():
        parts = [(starts[place], sizes[place]) for place in those]
        unpacked = dictionaries.decompress_many(case, pieces, parts, number or None)
        if unpacked is not None:
            for place, original in zip(those, unpacked, strict=True):
                found[place] = original
    return found
