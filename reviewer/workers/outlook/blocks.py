"""The lowest layer of an Outlook store: pages, blocks, and the two trees that find them ([MS-PST], section 2.2).

Everything is read when it is asked for, in pieces of at most 64 kB; a store of any size needs the same memory.
"""

from __future__ import annotations

import re
import struct
import zlib
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.outlook.cipher import CYCLIC, reveal
from reviewer.workers.refusal import Refusal

MAGIC = b"!BDN"
LARGEST_BLOCK = 65_536
_DEEPEST = 8  # levels of a tree of pages; three hold more than any file
_PAGES = 4_096  # pages of the trees that are kept at hand
_BLOCK_TREE, _NODE_TREE = 0x80, 0x81
_MOST_PIECES = 1 << 20
MOST_SUBNODES = 100_000
"""Parts of one object that are read."""


class DamageError(Refusal):
    """Something of the store cannot be read; the text says what, for people."""


class Node(NamedTuple):
    """What holds an object: its number, the block of its data, the block that lists its subnodes, its parent."""

    number: int
    data: int
    sub: int
    parent: int = 0


class _Page(NamedTuple):
    """A page of a tree: 0 for one of leaves, its entries, and their keys."""

    level: int
    entries: list[bytes]
    keys: list[int]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things stand in one of the three versions of the format."""

    word: int  # bytes of an id or offset
    page: int
    entries: int  # bytes of a page that hold entries
    trailer: int  # bytes behind a block
    align: int
    kind: int  # where in a page its kind stands


_ANSI = Layout(4, 512, 496, 12, 64, 500)
_UNICODE = Layout(8, 512, 488, 16, 64, 496)
_LARGE_PAGES = Layout(8, 4096, 4056, 24, 512, 4072)  # Outlook 2013's .ost: described by libpff, not by [MS-PST]


def checksum(data: bytes) -> int:
    """The CRC of section 5.3: the usual polynomial, without the inversions."""
    return zlib.crc32(data, 0xFFFFFFFF) ^ 0xFFFFFFFF


class Database:
    """The pages and blocks of a store. ``damages`` collects what was found wrong and could be passed over."""

    def __init__(self, file: BinaryIO) -> None:
        """Read the header; Refusal when it is no store."""
        self._file = file
        head = self._at(0, 564)
        if head[:4] != MAGIC or len(head) < 516:
            raise Refusal(Reason("outlook.no_store"))
        version = int.from_bytes(head[10:12], "little")
        if version in (14, 15):
            self.layout, self.method = _ANSI, head[461]
            self._node_root, self._block_root = struct.unpack_from("<4xI4xI", head, 184)
        elif version >= 20:
            self.layout, self.method = _LARGE_PAGES if version >= 36 else _UNICODE, head[513]
            self._node_root, self._block_root = struct.unpack_from("<8xQ8xQ", head, 216)
        else:
            raise Refusal(Reason("outlook.store_version", version=version))
        if self.method > CYCLIC:
            raise Refusal(Reason("outlook.encrypted_by_windows"))
        self.damages: list[Reason] = []
        self._check_size(head)
        self.kept: dict[int, tuple[int, int]] = {}  # blocks that old pages tell of: id to offset and size
        self._pages: OrderedDict[int, _Page] = OrderedDict()

    def _check_size(self, head: bytes) -> None:
        declared = int.from_bytes(head[168:172] if self.layout is _ANSI else head[184:192], "little")
        self.size = self._file.seek(0, 2)
        if self.size < declared:
            self.damages.append(Reason("outlook.cut_off", found=self.size, size=declared))

    def nodes(self) -> Iterator[Node]:
        """All nodes in the order of their numbers, past pages that are damaged."""
        for entry in self._leaves(self._node_root, _NODE_TREE, self.layout.word * 4):
            yield self._node(entry)

    def node(self, number: int) -> Node | None:
        """The node of that number, or None."""
        entry = self._find(self._node_root, _NODE_TREE, number)
        return self._node(entry) if entry else None

    def pieces(self, block: int) -> Iterator[bytes]:
        """The data that begin at a block, in the clear, one piece after the other (sections 2.2.2.8.3.1 and .2)."""
        for number, leaf in enumerate(self._data_blocks(block, 2)):
            if number > _MOST_PIECES:
                raise DamageError(Reason("outlook.pieces_many"))
            yield self._block(leaf)

    def subnodes(self, block: int) -> dict[int, Node]:
        """The nodes that an object keeps within (section 2.2.2.8.3.3), by number.

        One whose number another has before it stands under a number beyond all others, so that it is not lost.
        """
        found: dict[int, Node] = {}
        pending = [(block, 1)] if block else []
        while pending and len(found) < MOST_SUBNODES:
            at, levels = pending.pop()
            data = self._block(at, internal=True)
            kind, level, count = struct.unpack_from("<BBH", data) if len(data) >= 4 else (0, 0, 0)
            if kind != 2 or level > levels:
                raise DamageError(Reason("outlook.parts_damaged"))
            word, start = self.layout.word, 4 if self.layout.word == 4 else 8
            size = word * (2 if level else 3)
            for place in range(start, min(start + count * size, len(data) - size + 1), size):
                values = self._words(data[place : place + size])
                if level:
                    pending.append((values[1], 0))
                else:
                    number = values[0] & 0xFFFFFFFF
                    key = number if number not in found else len(found) + 1 << 32
                    if key != number:
                        self._note(Reason("outlook.part_again", part=f"{number:#x}"))
                    found[key] = Node(number, values[1], values[2])
        if pending:
            self._note(Reason("outlook.parts_many", limit=MOST_SUBNODES))
        return dict(sorted(found.items()))

    def stray_nodes(self, start: int, size: int) -> Iterator[Node]:
        """Nodes on pages in a stretch of the file, also those that no tree leads to any more.

        The blocks that such pages tell of are remembered, so that what they held can be read while it is still there.
        """
        for page in self._stray_pages(start // self.layout.page * self.layout.page, size):
            kind = page[self.layout.kind]
            level, entry_size, entries = self._contents(page)
            least = self.layout.word * 3 + 4 if kind == _NODE_TREE else self.layout.word * 2 + 4
            for entry in entries if not level and entry_size >= least else ():
                if kind == _NODE_TREE:
                    yield self._node(entry)
                else:
                    block, offset, length = self._block_entry(entry)
                    self.kept.setdefault(block, (offset, length))

    def whole(self, block: int) -> bool:
        """Whether all data that begin at a block are still there: ids and checksums fit."""
        try:
            for leaf in self._data_blocks(block, 2):
                self._block(leaf, strict=True)
        except DamageError:
            return False
        return True

    def _stray_pages(self, start: int, size: int) -> Iterator[bytes]:
        kinds = re.compile(rb"[\x80\x81]")
        kind, length = self.layout.kind, self.layout.page
        for at in range(start, start + size, 2**20):
            chunk = self._at(at, min(2**20, start + size - at))
            for match in kinds.finditer(chunk[kind::length]):
                page = chunk[match.start() * length : (match.start() + 1) * length]
                if len(page) == length and page[kind] == page[kind + 1] and self._fits(page):
                    yield page

    def _fits(self, page: bytes) -> bool:
        kind = self.layout.kind
        if self.layout is _ANSI:
            return checksum(page[:kind]) == int.from_bytes(page[kind + 8 : kind + 12], "little")
        return checksum(page[:kind]) == int.from_bytes(page[kind + 4 : kind + 8], "little")

    def _at(self, offset: int, size: int) -> bytes:
        try:
            self._file.seek(offset)
            return self._file.read(size)
        except (OSError, ValueError, OverflowError) as error:
            raise DamageError(Reason("outlook.unreadable_at", offset=offset)) from error

    def _words(self, data: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(data) // self.layout.word}{'I' if self.layout.word == 4 else 'Q'}", data)

    def _node(self, entry: bytes) -> Node:
        word = self.layout.word
        number, data, sub = self._words(entry[: 3 * word])
        return Node(number & 0xFFFFFFFF, data, sub, int.from_bytes(entry[3 * word : 3 * word + 4], "little"))

    def _block_entry(self, entry: bytes) -> tuple[int, int, int]:
        word = self.layout.word
        block, offset = self._words(entry[: 2 * word])
        return block & ~1, offset, int.from_bytes(entry[2 * word : 2 * word + 2], "little")

    def _page(self, offset: int, kind: int) -> _Page:
        """A page of a tree (section 2.2.2.7.7.1)."""
        if offset in self._pages:
            self._pages.move_to_end(offset)
            return self._pages[offset]
        layout = self.layout
        page = self._at(offset, layout.page)
        if len(page) < layout.page or page[layout.kind] != kind or page[layout.kind + 1] != kind:
            raise DamageError(Reason("outlook.index_damaged", offset=offset))
        if not self._fits(page):
            self._note(Reason("outlook.index_checksum", offset=offset))
        level, size, entries = self._contents(page)
        if size < (layout.word * 3 if level else layout.word * 2 + 4):
            raise DamageError(Reason("outlook.index_damaged", offset=offset))
        mask = 0xFFFFFFFF if kind == _NODE_TREE else ~1
        keys = [int.from_bytes(entry[: layout.word], "little") & mask for entry in entries]
        self._pages[offset] = _Page(level, entries, keys)
        if len(self._pages) > _PAGES:
            self._pages.popitem(last=False)
        return self._pages[offset]

    def _contents(self, page: bytes) -> tuple[int, int, list[bytes]]:
        """Level, size of an entry, and entries of a page."""
        room = self.layout.entries
        if self.layout is _LARGE_PAGES:
            count, _, size, level = struct.unpack_from("<HHBB", page, room)
        else:
            count, _, size, level = page[room : room + 4]
        end = min(count, room // size) * size if size else 0
        return level, size, [page[start : start + size] for start in range(0, end, size or 1)]

    def _leaves(self, root: int, kind: int, size: int) -> Iterator[bytes]:
        pending = [(root, _DEEPEST)]
        seen: set[int] = set()
        while pending:
            offset, depth = pending.pop()
            if offset in seen or not depth:
                self._note(Reason("outlook.index_loops"))
                continue
            seen.add(offset)
            try:
                level, entries, _ = self._page(offset, kind)
            except DamageError as damage:
                self._note(damage.reason)
                continue
            if level:
                pending += [(self._words(entry[: 3 * self.layout.word])[2], depth - 1) for entry in reversed(entries)]
            else:
                yield from (entry for entry in entries if len(entry) >= size - self.layout.word + 4)

    def _find(self, root: int, kind: int, number: int) -> bytes | None:
        offset, word = root, self.layout.word
        for _ in range(_DEEPEST):
            level, entries, keys = self._page(offset, kind)
            place = bisect_right(keys, number) - 1
            if place < 0:
                return None
            if not level:
                return entries[place] if keys[place] == number else None
            offset = int.from_bytes(entries[place][2 * word : 3 * word], "little")
        return None

    def _place(self, block: int) -> tuple[int, int]:
        try:
            entry = self._find(self._block_root, _BLOCK_TREE, block)
        except DamageError:
            entry = None
        if entry:
            return self._block_entry(entry)[1:]
        if block in self.kept:
            return self.kept[block]
        raise DamageError(Reason("outlook.block_missing", block=f"{block:#x}"))

    def _block(self, block: int, *, internal: bool = False, strict: bool = False) -> bytes:
        """The bytes of one block, in the clear; checked against its trailer (section 2.2.2.8.1)."""
        block &= ~1
        offset, size = self._place(block)
        layout = self.layout
        room = -(-(size + layout.trailer) // layout.align) * layout.align
        raw = self._at(offset, room)
        data = raw[:size]
        if len(data) < size:
            raise DamageError(Reason("outlook.block_beyond_end", offset=offset))
        fits = self._trailer_fits(block, data, raw[room - layout.trailer :])
        if not fits and strict:
            raise DamageError(Reason("outlook.block_overwritten", offset=offset))
        if not fits:
            self._note(Reason("outlook.block_checksum", offset=offset))
        if layout is _LARGE_PAGES:
            data = _inflated(data, raw[room - layout.trailer :])
        hidden = not block & 2 and not internal
        return reveal(data, self.method, block & 0xFFFFFFFF) if hidden else data

    def _trailer_fits(self, block: int, data: bytes, trailer: bytes) -> bool:
        if len(trailer) < self.layout.trailer:
            return False
        size = int.from_bytes(trailer[:2], "little")
        if self.layout.word == 4:
            owner, check = struct.unpack_from("<II", trailer, 4)
        else:
            check, owner = struct.unpack_from("<IQ", trailer, 4)
        return size == len(data) and owner & ~1 == block and check == checksum(data)

    def _data_blocks(self, block: int, levels: int) -> Iterator[int]:
        """The blocks with data below a block: itself, or those that it lists, or those that these list."""
        if not block:
            return
        if not block & 2:
            yield block
            return
        data = self._block(block, internal=True)
        kind, level, count = struct.unpack_from("<BBH", data) if len(data) >= 8 else (0, 0, 0)
        if kind != 1 or not 1 <= level <= levels:
            raise DamageError(Reason("outlook.blocks_damaged"))
        word = self.layout.word
        for start in range(8, min(8 + count * word, len(data) - word + 1), word):
            inner = int.from_bytes(data[start : start + word], "little")
            yield from self._data_blocks(inner, level - 1) if level > 1 else (inner,)

    def _note(self, damage: Reason) -> None:
        if damage not in self.damages and len(self.damages) < 100:
            self.damages.append(damage)


def _inflated(data: bytes, trailer: bytes) -> bytes:
    size = int.from_bytes(trailer[18:20], "little")
    if not size or size == len(data):
        return data
    try:
        return zlib.decompressobj().decompress(data, LARGEST_BLOCK)
    except zlib.error:
        return data
