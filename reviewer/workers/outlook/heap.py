"""Objects in a store's nodes: a heap, trees and tables within it, and properties in these ([MS-PST], section 2.3)."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from itertools import pairwise

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.outlook.blocks import DamageError, Database, Node
from reviewer.workers.outlook.properties import FIXED, GUID, MULTIPLE, Key, Properties, Raw

MOST_BYTES = 64 * 2**20
"""Bytes of one heap or one value that are held at once; larger values are read in pieces."""
_MOST = 100_000  # records of a tree, rows of a table, values of a property
_DEEPEST = 8
_TREE, _TABLE, _PROPERTIES = 0xB5, 0x7C, 0xBC


class Heap:
    """The heap of one node: small pieces of bytes by their id, larger ones in subnodes (sections 2.3.1 and 2.3.3.2)."""

    def __init__(self, database: Database, node: Node) -> None:
        """Read it; DamageError when it is none."""
        self._database = database
        self.node = node
        self._pages: list[bytes] = []
        size = 0
        for piece in database.pieces(node.data):
            self._pages.append(piece)
            size += len(piece)
            if size > MOST_BYTES:
                raise DamageError(Reason("outlook.object_large"))
        if not self._pages or len(self._pages[0]) < 12 or self._pages[0][2] != 0xEC:
            raise DamageError(Reason("outlook.heap_damaged"))
        self.kind = self._pages[0][3]
        self.root = int.from_bytes(self._pages[0][4:8], "little")
        self._subnodes: Mapping[int, Node] | None = None
        self._index_bits = 14 if database.layout.page == 4096 else 11

    @property
    def subnodes(self) -> Mapping[int, Node]:
        """The nodes within this one, by number."""
        if self._subnodes is None:
            self._subnodes = self._database.subnodes(self.node.sub)
        return self._subnodes

    def small(self, number: int) -> bytes:
        """The bytes of a piece in the heap; empty for number 0."""
        if not number:
            return b""
        place, index = number >> 5 + self._index_bits, number >> 5 & (1 << self._index_bits) - 1
        if number & 0x1F or not index or place >= len(self._pages):
            raise DamageError(Reason("outlook.piece_missing"))
        page = self._pages[place]
        table = int.from_bytes(page[:2], "little")
        count = int.from_bytes(page[table : table + 2], "little")
        if index > count or table + 4 + index * 2 + 2 > len(page):
            raise DamageError(Reason("outlook.piece_missing"))
        start, end = struct.unpack_from("<HH", page, table + 4 + (index - 1) * 2)
        return page[start:end]

    def bytes_of(self, number: int) -> bytes:
        """The bytes of a piece, in the heap or in a subnode."""
        if not number & 0x1F:
            return self.small(number)
        out = bytearray()
        for piece in self.pieces(number):
            out += piece
            if len(out) > MOST_BYTES:
                raise DamageError(Reason("outlook.value_large", limit=MOST_BYTES))
        return bytes(out)

    def pieces(self, number: int) -> Iterator[bytes]:
        """The same, in pieces as they stand in the file."""
        if not number & 0x1F:
            yield self.small(number)
            return
        yield from self._database.pieces(self.subnode(number).data)

    def subnode(self, number: int) -> Node:
        """A node within this one; DamageError when it is not there."""
        node = self.subnodes.get(number)
        if node is None:
            raise DamageError(Reason("outlook.part_missing"))
        return node

    def tree(self, number: int) -> Iterator[tuple[int, bytes]]:
        """Key and value of each record of a tree on the heap (section 2.3.2)."""
        head = self.small(number)
        if len(head) < 8 or head[0] != _TREE or not head[1]:
            raise DamageError(Reason("outlook.object_index_damaged"))
        key_size, size, levels = head[1], head[2], head[3]
        count = 0
        pending = [(int.from_bytes(head[4:8], "little"), min(levels, _DEEPEST))]
        while pending:
            at, level = pending.pop()
            data = self.small(at)
            step = key_size + (4 if level else size)
            starts = range(0, len(data) - step + 1, step)
            count += len(starts)
            if count > _MOST:
                raise DamageError(Reason("outlook.entries_many"))
            if level:
                pending += [(_number(data[s + key_size : s + step]), level - 1) for s in reversed(starts)]
            else:
                yield from ((_number(data[s : s + key_size]), data[s + key_size : s + step]) for s in starts)


def _number(data: bytes) -> int:
    return int.from_bytes(data, "little")


def entries_of(heap: Heap) -> dict[int, tuple[int, int]]:
    """Type and raw value of each property of an object, by number (section 2.3.3)."""
    if heap.kind != _PROPERTIES:
        raise DamageError(Reason("outlook.no_properties"))
    found: dict[int, tuple[int, int]] = {}
    for number, record in heap.tree(heap.root):
        if len(record) >= 6:
            kind, value = struct.unpack_from("<HI", record)
            found.setdefault(number, (kind, value))
    return found


def properties_of(
    heap: Heap, names: Mapping[int, Key], damages: list[Reason], without: frozenset[int] = frozenset()
) -> Properties:
    """The properties of an object, without those that are too large to hold; what is damaged is told."""
    found = Properties()
    for number, (kind, value) in entries_of(heap).items():
        if number in without:
            continue
        try:
            found.add(_key(number, names), kind, _value(heap, kind, value))
        except DamageError as damage:
            damages.append(damage.reason.because_of("outlook.property_unread", property=f"{number:#06x}"))
    return found


def _key(number: int, names: Mapping[int, Key]) -> Key:
    return names.get(number, number) if number >= 0x8000 else number


def _value(heap: Heap, kind: int, value: int) -> Raw:
    size = FIXED.get(kind, 0)
    if size and size <= 4:
        return value.to_bytes(4, "little")
    raw = heap.bytes_of(value) if value else b""
    return _several(kind & ~MULTIPLE, raw) if kind & MULTIPLE else raw


def _several(kind: int, raw: bytes) -> tuple[bytes, ...]:
    """A property of several values (section 2.3.3.4)."""
    size = 16 if kind == GUID else FIXED.get(kind, 0)
    if size:
        return tuple(raw[start : start + size] for start in range(0, len(raw) - size + 1, size))
    count = min(_number(raw[:4]), len(raw) // 4)
    if count > _MOST:
        raise DamageError(Reason("outlook.values_many", count=count))
    offsets = [_number(raw[4 + 4 * n : 8 + 4 * n]) for n in range(count)] + [len(raw)]
    return tuple(raw[start:end] for start, end in pairwise(offsets))


def row_ids(heap: Heap) -> list[int]:
    """The ids of a table's rows, which are the numbers of the objects that it lists (section 2.3.4.3)."""
    info = heap.small(heap.root)
    if heap.kind != _TABLE or len(info) < 22:
        raise DamageError(Reason("outlook.table_damaged"))
    index = _number(info[10:14])
    return [key for key, _ in heap.tree(index)] if index else []


def rows_of(heap: Heap, names: Mapping[int, Key], damages: list[Reason]) -> list[Properties]:
    """The rows of a table, each as properties (section 2.3.4)."""
    info = heap.small(heap.root)
    if heap.kind != _TABLE or len(info) < 22 or info[0] != _TABLE:
        raise DamageError(Reason("outlook.table_damaged"))
    bitmap, size = struct.unpack_from("<HH", info, 6)
    rows_at = _number(info[14:18])
    columns = [struct.unpack_from("<HHHBB", info, 22 + 8 * n) for n in range(min(info[1], (len(info) - 22) // 8))]
    rows: list[Properties] = []
    for piece in heap.pieces(rows_at) if rows_at and size else ():  # no row goes over the end of a block
        for start in range(0, len(piece) - size + 1, size):
            row, found = piece[start : start + size], Properties()
            rows.append(found)
            for kind, number, offset, length, bit in columns:
                place = bitmap + bit // 8
                if place < size and row[place] & 0x80 >> bit % 8:
                    _add_cell(found, heap, _key(number, names), kind, row[offset : offset + length], damages)
            if len(rows) >= _MOST:
                return rows
    return rows


def _add_cell(  # noqa: PLR0917 - one cell: where it is, what it is, where it goes
    found: Properties, heap: Heap, key: Key, kind: int, cell: bytes, damages: list[Reason]
) -> None:
    try:
        found.add(key, kind, cell if kind in FIXED else _value(heap, kind, _number(cell)))
    except DamageError as damage:
        damages.append(damage.reason.because_of("outlook.recipient_property"))
