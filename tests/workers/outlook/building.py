"""Outlook files for tests, made from what a test says: messages, attachment containers, stores."""

from __future__ import annotations

import struct
import uuid
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from reviewer.workers.outlook.cipher import CYCLIC, NONE, reveal
from reviewer.workers.outlook.compound import rebuild

Value = str | bytes | int | bool | datetime
Contents = list[tuple[tuple[str, ...], bytes | None]]

SUBJECT, SENT, BODY, HTML, RTF, CLASS, HEADERS = 0x0037, 0x0039, 0x1000, 0x1013, 0x1009, 0x001A, 0x007D
SENDER, SENDER_ADDRESS, NAME, ADDRESS, ROLE, SMTP = 0x0C1A, 0x0C1F, 0x3001, 0x3003, 0x0C15, 0x39FE
FILE_NAME, METHOD, DATA, CONTENT_ID, MEDIA_TYPE, PATH = 0x3707, 0x3705, 0x3701, 0x3712, 0x370E, 0x370D

# Two named properties of appointments: PLACE and START are the numbers by which the tables below know them.
PLACE, START = 0x8000, 0x8001
SETS = uuid.UUID("00062002-0000-0000-c000-000000000046").bytes_le
NAMES = struct.pack("<IHHIHH", 0x8208, 3 << 1, 0, 0x820D, 3 << 1, 1)


class Narrow(bytes):
    """A string of 8-bit letters, as older Outlooks write it."""


def filetime(time: datetime) -> int:
    return int((time - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000


def typed(value: Value) -> tuple[int, bytes]:
    """The type of a property and its bytes ([MS-OXCDATA], section 2.11)."""
    match value:
        case bool():
            return 0x0B, struct.pack("<Q", value)
        case int():
            return 0x03, struct.pack("<Q", value)
        case datetime():
            return 0x40, struct.pack("<Q", filetime(value))
        case str():
            return 0x1F, value.encode("utf-16-le")
        case Narrow():
            return 0x1E, bytes(value)
        case bytes():
            return 0x0102, value


@dataclass
class Message:
    """A message: properties, recipients as properties, attachments as properties and an inner message or storage."""

    properties: Mapping[int, Value] = field(default_factory=dict)
    recipients: Sequence[Mapping[int, Value]] = ()
    attachments: Sequence[tuple[Mapping[int, Value], Message | Contents | None]] = ()


def msg(message: Message) -> bytes:
    """A .msg file ([MS-OXMSG])."""
    contents: Contents = [
        (("__nameid_version1.0",), None),
        (("__nameid_version1.0", "__substg1.0_00020102"), SETS),
        (("__nameid_version1.0", "__substg1.0_00030102"), NAMES),
        (("__nameid_version1.0", "__substg1.0_00040102"), b""),
    ]
    _write(message, (), contents, 32)
    return rebuild(bytes(16), contents)


def _write(message: Message, at: tuple[str, ...], contents: Contents, head: int) -> None:
    counts = struct.pack("<8xIIII", 0, 0, len(message.recipients), len(message.attachments)).ljust(head, b"\0")
    _properties(message.properties, at, contents, counts)
    for number, recipient in enumerate(message.recipients):
        place = (*at, f"__recip_version1.0_#{number:08X}")
        contents.append((place, None))
        _properties(recipient, place, contents, bytes(8))
    for number, (properties, inner) in enumerate(message.attachments):
        place = (*at, f"__attach_version1.0_#{number:08X}")
        contents.append((place, None))
        _properties(properties, place, contents, bytes(8))
        if inner is not None:
            within = (*place, "__substg1.0_3701000D")
            contents.append((within, None))
            if isinstance(inner, Message):
                _write(inner, within, contents, 24)
            else:
                contents += [((*within, *path), data) for path, data in inner]


def _properties(values: Mapping[int, Value], at: tuple[str, ...], contents: Contents, head: bytes) -> None:
    stream = bytearray(head)
    for number, value in values.items():
        kind, raw = typed(value)
        if kind in (0x1E, 0x1F, 0x0102):
            contents.append(((*at, f"__substg1.0_{number:04X}{kind:04X}"), raw))
            stream += struct.pack("<HHIQ", kind, number, 6, len(raw))
        else:
            stream += struct.pack("<HHI", kind, number, 6) + raw
    contents.append(((*at, "__properties_version1.0"), bytes(stream)))


def someone(name: str, address: str, role: int = 1) -> dict[int, Value]:
    """A recipient; the role is 1 to, 2 cc, 3 bcc."""
    return {NAME: name, ADDRESS: address, ROLE: role}


def tnef(*attributes: tuple[int, int, bytes]) -> bytes:
    """A winmail.dat of (level, attribute, bytes) ([MS-OXTNEF])."""
    out = struct.pack("<IH", 0x223E9F78, 1)
    for level, attribute, data in attributes:
        out += struct.pack("<BII", level, attribute, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)
    return out


def mapi(values: Mapping[int, tuple[int, bytes]]) -> bytes:
    """A list of MAPI properties as a container holds them: number to type and bytes."""
    out = struct.pack("<I", len(values))
    for number, (kind, raw) in values.items():
        out += struct.pack("<HH", kind, number)
        if kind in (0x1E, 0x1F, 0x0102, 0x0D):
            out += struct.pack("<II", 1, len(raw)) + raw + bytes(-len(raw) % 4)
        else:
            out += raw
    return out


def crc(data: bytes) -> int:
    return zlib.crc32(data, 0xFFFFFFFF) ^ 0xFFFFFFFF


class StoreBuilder:
    """A store put together node by node ([MS-PST]).

    Versions: 14 is that before Outlook 2003, 23 the usual one, 36 that of Outlook 2013's .ost with large pages and
    packed blocks, which is not in [MS-PST]; the tests have libpff read all three. ``cyclic`` hides all data.
    """

    def __init__(self, version: int = 23, *, cyclic: bool = False) -> None:
        self._method = CYCLIC if cyclic else NONE
        self._version = version
        self._ansi = version == 14
        self._word = "I" if self._ansi else "Q"
        self._room, self._page_size = {14: (496, 512), 23: (488, 512), 36: (4056, 4096)}[version]
        self._blocks: dict[int, bytes] = {}
        self._nodes: dict[int, tuple[int, int, int]] = {}
        self._again: list[tuple[int, tuple[int, int, int]]] = []
        self._next = 4
        self.node(0x61, self.object({2: SETS, 3: NAMES, 4: b"\0\0\0\0"}), 0)
        self.node(0x21, self.object({NAME: "Store"}), 0)

    def block(self, data: bytes, *, internal: bool = False) -> int:
        number = self._next | (2 if internal else 0)
        self._next += 4
        self._blocks[number] = data
        return number

    def node(self, number: int, data: int, parent: int, sub: int = 0) -> None:
        self._nodes[number] = (data, sub, parent)

    def data(self, data: bytes) -> int:
        """A block, or a list of blocks when there is more than one holds."""
        if len(data) <= 8176:
            return self.block(data)
        numbers = [self.block(data[start : start + 8176]) for start in range(0, len(data), 8176)]
        return self.block(
            struct.pack("<BBHI", 1, 1, len(numbers), len(data)) + struct.pack(f"<{len(numbers)}{self._word}", *numbers),
            internal=True,
        )

    def subnodes(self, entries: Mapping[int, tuple[int, int]]) -> int:
        if not entries:
            return 0
        body = b"".join(struct.pack(f"<3{self._word}", number, *entries[number]) for number in sorted(entries))
        head = struct.pack("<BBH", 2, 0, len(entries)) + (b"" if self._ansi else bytes(4))
        return self.block(head + body, internal=True)

    def object(self, values: Mapping[int, Value], within: dict[int, tuple[int, int]] | None = None) -> int:
        """A heap with properties; values that are too large for it go to ``within``, as subnodes."""
        pieces: list[bytes] = []
        records = b""
        for number in sorted(values):
            kind, raw = typed(values[number])
            if kind in (0x03, 0x0B):
                records += struct.pack("<HH", number, kind) + raw[:4]
            elif len(raw) > 3000 and within is not None:
                place = len(within) + 1 << 5 | 0x1F
                within[place] = (self.data(raw), 0)
                records += struct.pack("<HHI", number, kind, place)
            else:
                pieces.append(raw)
                records += struct.pack("<HHI", number, kind, (len(pieces) + 2) << 5 if raw else 0)
        head = struct.pack("<BBBBI", 0xB5, 2, 6, 0, 2 << 5 if records else 0)
        return self.block(heap(0xBC, [head, records, *pieces]))

    def inner(self, number: int, size: int) -> bytes:
        """The value of a property that is a subnode."""
        return struct.pack("<II", number, size)

    def rows(self, rows: Sequence[Mapping[int, Value]], ids: Sequence[int] = ()) -> int:
        """A table with a column for each property of its first row."""
        keys = ids or range(len(rows))
        rows = [{0x67F2: key, 0x67F3: 0, **row} for key, row in zip(keys, rows, strict=True)]
        columns = list(rows[0]) if rows else [0x67F2, 0x67F3]
        kinds = {number: typed(rows[0][number])[0] if rows else 0x03 for number in columns}
        pieces: list[bytes] = []
        cells = b""
        width = 4 * len(columns)
        bits = -(-len(columns) // 8)
        for row in rows:
            for number in columns:
                raw = typed(row[number])[1]
                if kinds[number] == 0x1F:
                    pieces.append(raw)
                    cells += struct.pack("<I", (len(pieces) + 4) << 5)
                else:
                    cells += raw[:4]
            cells += b"\xff" * bits
        info = struct.pack("<BBHHHH", 0x7C, len(columns), width, width, width, width + bits)
        info += struct.pack("<II4x", 2 << 5, 4 << 5 if rows else 0)
        for place, number in enumerate(columns):
            info += struct.pack("<HHHBB", kinds[number], number, 4 * place, 4, place)
        index = struct.pack("<BBBBI", 0xB5, 4, 4, 0, 3 << 5 if rows else 0)
        found = b"".join(struct.pack("<II", key, place) for place, key in enumerate(keys))
        return self.block(heap(0x7C, [info, index, found, cells, *pieces]))

    def listing(self, numbers: Sequence[int]) -> int:
        """The table that lists the messages of a folder."""
        return self.rows([{}] * len(numbers), sorted(numbers))

    def folder(self, number: int, name: str, parent: int, messages: Sequence[int] = ()) -> None:
        self.node(number, self.object({NAME: name, 0x3602: len(messages)}), parent)
        self.node(number & ~0x1F | 0x0E, self.listing(messages), 0)

    def message(self, number: int, parent: int, message: Message) -> None:
        data, sub = self.parts(message)
        self.node(number, data, parent, sub)

    def parts(self, message: Message) -> tuple[int, int]:
        """The blocks of a message's properties and of its subnodes."""
        within: dict[int, tuple[int, int]] = {}
        data = self.object({CLASS: "IPM.Note", **message.properties}, within)
        if message.recipients:
            within[0x692] = (self.rows(message.recipients), 0)
        for place, (properties, inner) in enumerate(message.attachments):
            below: dict[int, tuple[int, int]] = {}
            values = dict(properties)
            made = self.object(values, below)
            if isinstance(inner, Message):
                below[0x200024] = self.parts(inner)
                made = self._with_object(values, 0x200024)
            within[0x8025 + 0x20 * place] = (made, self.subnodes(below))
        if message.attachments:
            within[0x671] = (self.listing([0x8025 + 0x20 * place for place in range(len(message.attachments))]), 0)
        return data, self.subnodes(within)

    def _with_object(self, values: Mapping[int, Value], number: int) -> int:
        pieces = [typed(value) for _, value in sorted(values.items())]
        records, held = b"", []
        for key, (kind, raw) in zip(sorted(values), pieces, strict=True):
            if kind == 0x03:
                records += struct.pack("<HH", key, kind) + raw[:4]
            else:
                held.append(raw)
                records += struct.pack("<HHI", key, kind, (len(held) + 2) << 5)
        held.append(self.inner(number, 100))
        entries = [records[start : start + 8] for start in range(0, len(records), 8)]
        entries.append(struct.pack("<HHI", DATA, 0x0D, (len(held) + 2) << 5))
        entries.sort(key=lambda entry: struct.unpack_from("<H", entry))
        head = struct.pack("<BBBBI", 0xB5, 2, 6, 0, 2 << 5)
        return self.block(heap(0xBC, [head, b"".join(entries), *held]))

    def number_again(self, number: int, other: int) -> None:
        """Give a node the number of another, which stays in the index as well, before it."""
        self._again.append((other, self._nodes.pop(number)))

    def attach_to_itself(self, number: int) -> None:
        """Make the message attached to a message be that message."""
        data, sub, _ = self._nodes[number]
        for block, raw in self._blocks.items():
            for start in range(8, len(raw) - 23, 24) if block & 2 and raw[:1] == b"\2" else ():
                if struct.unpack_from("<Q", raw, start)[0] == 0x200024:
                    changed = struct.pack("<3Q", 0x200024, data, sub)
                    self._blocks[block] = raw[:start] + changed + raw[start + 24 :]

    def forget(self, number: int) -> None:
        """Leave a node out of the index, as if it had been deleted; its old page stays where it was."""
        self._forgotten = {number: self._nodes.pop(number)}

    _forgotten: Mapping[int, tuple[int, int, int]] = {}

    def build(self) -> bytes:
        folders = [number for number in self._nodes if number & 0x1F == 2]
        for folder in folders:
            below = [n for n in folders if self._nodes[n][2] == folder != n]
            self.node(folder & ~0x1F | 0x0D, self.listing(below), 0)
        out = bytearray(0x4600)
        places = {number: self._place(out, number, data) for number, data in self._blocks.items()}
        if self._forgotten:
            self._page(out, 0x81, 0, [self._node_entry(n, entry) for n, entry in self._forgotten.items()])
        entry = "<IIHH" if self._ansi else "<QQHH4x"
        blocks = self._tree(out, 0x80, [struct.pack(entry, n, *places[n], 2) for n in sorted(places)])
        every = sorted([*self._nodes.items(), *self._again], key=lambda each: each[0])
        nodes = self._tree(out, 0x81, [self._node_entry(*each) for each in every])
        kind = 0x4F53 if self._version == 36 else 0x4D53
        out[0:16] = struct.pack("<4sIHHHBB", b"!BDN", 0, kind, self._version, 19, 1, 1)
        size, roots, end = (168, 184, 460) if self._ansi else (184, 216, 512)
        out[size : size + struct.calcsize(self._word)] = struct.pack(f"<{self._word}", len(out))
        out[roots : roots + len(nodes + blocks)] = nodes + blocks
        out[end : end + 2] = bytes((0x80, self._method))
        out[4:8] = struct.pack("<I", crc(bytes(out[8:479])))
        if not self._ansi:
            out[524:528] = struct.pack("<I", crc(bytes(out[8:524])))
        return bytes(out)

    def _node_entry(self, number: int, entry: tuple[int, int, int]) -> bytes:
        return struct.pack("<4I" if self._ansi else "<QQQI4x", number, *entry)

    def _trailer(self, data: bytes, number: int) -> bytes:
        return struct.pack(
            "<II" if self._ansi else "<IQ", *((number, crc(data)) if self._ansi else (crc(data), number))
        )

    def _place(self, out: bytearray, number: int, data: bytes) -> tuple[int, int]:
        large = self._version == 36
        out += bytes(-len(out) % (512 if large else 64))
        offset = len(out)
        data = data if number & 2 else reveal(data, self._method, number)  # the same step hides
        raw = zlib.compress(data) if large and len(data) > 500 else data
        end = {14: 12, 23: 16, 36: 24}[self._version]
        signature = (offset ^ number) & 0xFFFFFFFF
        out += raw + bytes(-(len(raw) + end) % (512 if large else 64))
        out += struct.pack("<HH", len(raw), signature >> 16 ^ signature & 0xFFFF) + self._trailer(raw, number)
        out += struct.pack("<HHI", 0, len(data), 0) if large else b""
        return offset, len(raw)

    def _page(self, out: bytearray, kind: int, level: int, entries: Sequence[bytes]) -> int:
        large = self._version == 36
        out += bytes(-len(out) % self._page_size)
        offset = len(out)
        number = self._next
        self._next += 4
        size = len(entries[0])
        body = b"".join(entries).ljust(self._room, b"\0")
        body += struct.pack("<HHBB10x" if large else "<BBBB", len(entries), self._room // size, size, level)
        body += bytes(4) if self._version == 23 else b""
        signature = (offset ^ number) & 0xFFFFFFFF
        out += body + struct.pack("<BBH", kind, kind, signature >> 16 ^ signature & 0xFFFF)
        out += self._trailer(body, number) + (bytes(8) if large else b"")
        return offset

    def _tree(self, out: bytearray, kind: int, entries: Sequence[bytes]) -> bytes:
        """The pages of a tree; returns number and offset of its root, as the header has them."""
        level = 0
        while True:
            pages = []
            per = self._room // len(entries[0])
            for start in range(0, len(entries), per):
                group = entries[start : start + per]
                offset = self._page(out, kind, level, group)
                key = struct.unpack_from(f"<{self._word}", group[0])[0]
                pages.append(struct.pack(f"<3{self._word}", key, self._next - 4, offset))
            if len(pages) == 1:
                return pages[0][struct.calcsize(self._word) :]
            entries, level = pages, level + 1


def heap(kind: int, pieces: Sequence[bytes]) -> bytes:
    """A heap of one block; piece n has the id ``n << 5``, from 1."""
    offsets = [12]
    for piece in pieces:
        offsets.append(offsets[-1] + len(piece))
    table = offsets[-1] + offsets[-1] % 2
    made = struct.pack("<HBBII", table, 0xEC, kind, 1 << 5, 0) + b"".join(pieces)
    made = made.ljust(table, b"\0") + struct.pack("<HH", len(pieces), 0)
    return made + struct.pack(f"<{len(offsets)}H", *offsets)
