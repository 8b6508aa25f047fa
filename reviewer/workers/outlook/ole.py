"""Outlook's .msg files taken apart: storages and streams of a compound file to properties ([MS-OXMSG])."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Sequence

import olefile

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.outlook.compound import rebuild
from reviewer.workers.outlook.narrow import Narrow
from reviewer.workers.outlook.properties import (
    BINARY,
    FIXED,
    GUID,
    HEADERS,
    MULTIPLE,
    OBJECT,
    STRING8,
    UNICODE,
    Attachment,
    Item,
    Key,
    Properties,
    guid_text,
)
from reviewer.workers.refusal import Refusal

DEEPEST = 20
"""Levels of messages within messages that are unpacked."""
MOST = 5_000
"""Recipients, and attachments, of one message that are read."""

_UNLIKELY = 100_000  # a count beyond this is damage itself
_PAST_EVERY_DEFECT = 99  # olefile's levels end at 40: a file that is cut off is read as far as it goes
_FAULTS = (OSError, ValueError, IndexError, TypeError, AttributeError, OverflowError, RecursionError, struct.error)
_MINI = 64  # bytes of a small sector
_PROPERTIES = "__properties_version1.0"
_VALUE = "__substg1.0_"
_SETS = ("00020328-0000-0000-c000-000000000046", "00020329-0000-0000-c000-000000000046")

Path = tuple[str, ...]
Names = dict[int, Key]


def _no_check(*_arguments: object, **_more: object) -> None:
    """Stand in for a check of olefile's that compares each stream with all others."""


class Storage:
    """The streams of a compound file by lower-case path, each read once at most."""

    def __init__(self, data: bytes) -> None:
        """Open from memory; Refusal when it is no compound file that can be read."""
        self._data = data
        self._small: bytes | None = None
        try:
            self._file = olefile.OleFileIO(raise_defects=_PAST_EVERY_DEFECT)
            self._file._check_duplicate_stream = _no_check  # noqa: SLF001 - quadratic, and of no use here
            self._file.open(io.BytesIO(data))
            self._file.mini_sector_size = self._file.minisectorsize = _MINI
            paths = [tuple(path) for path in self._file.listdir(streams=True, storages=True)]
        except _FAULTS as error:
            raise Refusal(Reason("outlook.directory_damaged")) from error
        self._inside: dict[Path, list[str]] = {}
        self._names: dict[Path, Path] = {}
        for path in paths:
            low = tuple(part.lower() for part in path)
            self._names[low] = path
            self._inside.setdefault(low[:-1], []).append(low[-1])
        self.remarks: list[Reason] = []
        strays = self._strays(len(paths))
        if strays:
            self.remarks.append(Reason("outlook.streams_stray", count=strays))

    def _strays(self, reached: int) -> int:
        """How many entries of the directory are in use and lead nowhere ([MS-CFB], section 2.6.1)."""
        self._file.directory_fp.seek(0)
        entries = self._file.directory_fp.read()
        kinds = entries[66::128]
        return max(sum(kind in (olefile.STGTY_STORAGE, olefile.STGTY_STREAM) for kind in kinds) - reached, 0)

    def inside(self, path: Path) -> list[str]:
        """The names in a storage, in lower case and in order."""
        return sorted(self._inside.get(path, []))

    def is_storage(self, path: Path) -> bool:
        """Whether there is a storage of that path."""
        return path in self._names and self._file.get_type(list(self._names[path])) == olefile.STGTY_STORAGE

    def size(self, path: Path) -> int:
        """The bytes that a stream says it has; 0 when it is not there."""
        return int(self._file.get_size(list(self._names[path]))) if path in self._names else 0

    def read(self, path: Path) -> bytes:
        """The bytes of a stream; as far as they go, with a remark, when it is damaged."""
        if path not in self._names or self.is_storage(path):
            return b""
        name = "/".join(self._names[path])
        declared = self.size(path)
        if declared > len(self._data):
            self.remarks.append(Reason("outlook.stream_size", name=name))
            return b""
        try:
            start = self._file.direntries[self._file._find(list(self._names[path]))].isectStart  # noqa: SLF001
            small = declared < self._file.minisectorcutoff
            data = self._mini(start, declared) if small else self._large(start, declared)
        except _FAULTS:
            self.remarks.append(Reason("outlook.stream_unread", name=name))
            return b""
        if len(data) < declared:
            self.remarks.append(Reason("outlook.stream_cut", name=name, found=len(data), size=declared))
        return data

    def _large(self, start: int, size: int) -> bytes:
        """A stream in sectors of the file; olefile itself takes a second for 30 MB."""
        sector = int(self._file.sectorsize)
        runs = chain(self._file.fat, start, -(-size // sector))
        return b"".join([self._data[(at + 1) * sector : (at + 1 + count) * sector] for at, count in runs])[:size]

    def _mini(self, start: int, size: int) -> bytes:
        """A stream in the small sectors that are kept together in one stream ([MS-CFB], section 2.4)."""
        if self._small is None:
            self._file.loadminifat()
            self._small = self._large(self._file.root.isectStart, min(int(self._file.root.size), len(self._data)))
        runs = chain(self._file.minifat, start, -(-size // _MINI))
        return b"".join([self._small[at * _MINI : (at + count) * _MINI] for at, count in runs])[:size]

    def below(self, path: Path) -> Iterator[tuple[Path, bytes | None]]:
        """All that a storage holds, as path within it and bytes; None for a storage."""
        for low, name in sorted(self._names.items()):
            if low[: len(path)] == path and len(low) > len(path):
                yield name[len(path) :], None if self.is_storage(low) else self.read(low)

    def class_id(self, path: Path) -> bytes:
        """The class of a storage, 16 bytes."""
        text = str(self._file.getclsid(list(self._names[path]))) if path in self._names else ""
        return bytes.fromhex(text.replace("-", "")) if len(text) == 36 else bytes(16)


def chain(table: Sequence[int], start: int, count: int) -> list[tuple[int, int]]:
    """The sectors of a stream as runs of first and number; as many as there are when the chain breaks off."""
    runs: list[tuple[int, int]] = []
    first, length, at = start, 0, start
    for _ in range(count):
        if at >= len(table):
            break
        if at != first + length:
            runs.append((first, length))
            first, length = at, 0
        length += 1
        at = table[at]
    return [*runs, (first, length)] if length else runs


def open_message(data: bytes) -> Item:
    """The message in a .msg file; Refusal when it is none."""
    storage = Storage(data)
    if _PROPERTIES not in storage.inside(()):
        damaged = _PROPERTIES.encode("utf-16-le") in data
        what = Reason("outlook.message_lost") if damaged else Reason("outlook.no_message")
        raise Refusal(what)
    item = _item(storage, (), _names(storage), Narrow(), 1)
    item.remarks += storage.remarks
    return item


def _item(storage: Storage, at: Path, names: Names, narrow: Narrow, depth: int) -> Item:
    properties = _properties(storage, at, names, 24 if depth > 1 else 32)
    narrow = properties.settle_charset(narrow)
    item = Item(properties)
    inside = storage.inside(at)
    head = storage.read((*at, _PROPERTIES))[16:24].ljust(8, b"\0")  # [MS-OXMSG], section 2.4.1
    recipients = [name for name in inside if name.startswith("__recip_version1.0_")]
    attachments = [name for name in inside if name.startswith("__attach_version1.0_")]
    declared_recipients, declared_attachments = (int.from_bytes(each, "little") for each in (head[:4], head[4:]))
    for found, declared, many, lacking in (
        (recipients, declared_recipients, "outlook.recipients_many", "outlook.recipients_lacking"),
        (attachments, declared_attachments, "outlook.attachments_many", "outlook.attachments_lacking"),
    ):
        if len(found) > MOST:
            item.remarks.append(Reason(many, count=len(found), limit=MOST))
        if len(found) < declared < _UNLIKELY:
            item.remarks.append(Reason(lacking, declared=declared, found=len(found)))
    for name in recipients[:MOST]:
        recipient = _properties(storage, (*at, name), names, 8)
        recipient.narrow = narrow
        item.recipients.append(recipient)
    for name in attachments[:MOST]:
        item.attachments.append(_attachment(storage, (*at, name), names, narrow, depth))
    return item


def _attachment(storage: Storage, at: Path, names: Names, narrow: Narrow, depth: int) -> Attachment:
    data = f"{_VALUE}37010102"
    properties = _properties(storage, at, names, 8, without=data)
    properties.narrow = narrow
    attachment = Attachment(properties)
    inner = (*at, f"{_VALUE}3701000d")
    if not storage.is_storage(inner):
        if data in storage.inside(at):
            attachment.size = storage.size((*at, data))
            attachment.pieces = lambda: _pieces(attachment, storage, (*at, data))
        return attachment
    if _PROPERTIES in storage.inside(inner):
        if depth >= DEEPEST:
            attachment.reasons = (Reason("outlook.nested_deep", limit=DEEPEST),)
        else:
            attachment.item = lambda: _inner(storage, inner, names, narrow, depth + 1)
        return attachment
    whole = rebuild(storage.class_id(inner), list(storage.below(inner)))
    attachment.pieces, attachment.size = (lambda: (whole,)), len(whole)
    attachment.reasons = (Reason("outlook.embedded_compound"),)
    return attachment


def _inner(storage: Storage, at: Path, names: Names, narrow: Narrow, depth: int) -> Item:
    before = len(storage.remarks)
    item = _item(storage, at, names, narrow, depth)
    item.remarks += storage.remarks[before:]
    del storage.remarks[before:]
    return item


def _pieces(attachment: Attachment, storage: Storage, at: Path) -> Iterator[bytes]:
    """The bytes of an attachment, taken out of the file when they are needed and not before."""
    before = len(storage.remarks)
    yield storage.read(at)
    if storage.remarks[before:]:
        attachment.reasons = tuple(storage.remarks[before:])
        del storage.remarks[before:]


def _properties(storage: Storage, at: Path, names: Names, head: int, *, without: str = "") -> Properties:
    """The fixed properties in the property stream, and the others in a stream each (sections 2.4 and 2.1.3)."""
    found = Properties()
    stream = storage.read((*at, _PROPERTIES))
    for start in range(head, len(stream) - 15, 16):
        kind, number = struct.unpack_from("<HH", stream, start)
        if kind in FIXED:
            found.add(_key(number, names), kind, stream[start + 8 : start + 16])
    for name in storage.inside(at):
        if not name.startswith(_VALUE) or len(name) != len(_VALUE) + 8 or name == without:
            continue
        if storage.is_storage((*at, name)):
            continue
        try:
            number, kind = int(name[-8:-4], 16), int(name[-4:], 16)
        except ValueError:
            continue
        raw = storage.read((*at, name))
        if kind & MULTIPLE:
            found.add(_key(number, names), kind, _several(storage, (*at, name), kind, raw))
        elif kind in (STRING8, UNICODE, BINARY, OBJECT, GUID):
            found.add(_key(number, names), kind, raw)
    return found


def _several(storage: Storage, at: Path, kind: int, lengths: bytes) -> tuple[bytes, ...]:
    single = kind & ~MULTIPLE
    if single in FIXED:
        size = FIXED[single]
        return tuple(lengths[start : start + size] for start in range(0, len(lengths) - size + 1, size))
    count = min(len(lengths) // (8 if single == BINARY else 4), MOST)
    return tuple(storage.read((*at[:-1], f"{at[-1]}-{number:08x}")) for number in range(count))


def _key(number: int, names: Names) -> Key:
    return names.get(number, number) if number >= 0x8000 else number


def _names(storage: Storage) -> Names:
    """The table of named properties (section 2.2.3)."""
    at = "__nameid_version1.0"
    sets = storage.read((at, f"{_VALUE}00020102"))
    entries = storage.read((at, f"{_VALUE}00030102"))
    return names_of(sets, entries, storage.read((at, f"{_VALUE}00040102")))


def names_of(sets: bytes, entries: bytes, strings: bytes) -> Names:
    """The named properties by their number; the same three streams are in a store ([MS-PST], section 2.4.7)."""
    names: Names = {}
    for start in range(0, len(entries) - 7, 8):
        value, which, index = struct.unpack_from("<IHH", entries, start)
        guid = which >> 1
        group = guid_text(sets[(guid - 3) * 16 :][:16]) if guid > 2 else _SETS[max(guid - 1, 0)]
        if which & 1:
            length = int.from_bytes(strings[value : value + 4], "little")
            name = strings[value + 4 : value + 4 + min(length, 2_000)].decode("utf-16-le", "replace")
            names[0x8000 + index] = (group, name.lower() if group == HEADERS else name)
        else:
            names[0x8000 + index] = (group, value)
    return names
