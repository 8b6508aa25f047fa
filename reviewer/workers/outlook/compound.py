"""A compound file made of streams: what Outlook keeps open inside a message, closed again ([MS-CFB], version 3).

No times and no chance: the same streams give the same bytes.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field

_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_FREE, _END, _FAT, _DIFAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFC
_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(slots=True)
class _DirectoryEntry:
    name: str
    kind: int  # 1 storage, 2 stream, 5 root
    data: bytes = b""
    class_id: bytes = bytes(16)
    inside: list[int] = field(default_factory=list)
    left: int = _FREE
    right: int = _FREE
    child: int = _FREE
    start: int = _END
    size: int = 0


def is_compound(data: bytes) -> bool:
    """Whether a compound file begins here."""
    return data.startswith(_MAGIC)


def rebuild(class_id: bytes, contents: Sequence[tuple[tuple[str, ...], bytes | None]]) -> bytes:
    """The compound file that holds these paths; bytes are a stream, None is a storage."""
    entries = _tree(class_id, contents)
    sectors: list[bytes] = []
    chains: list[int] = []  # the FAT
    mini = bytearray()
    mini_chains: list[int] = []
    for entry in entries:
        if entry.kind != 2 or not entry.data:
            continue
        entry.size = len(entry.data)
        if entry.size < _CUTOFF:
            entry.start = len(mini_chains)
            _chain(mini_chains, -(-entry.size // _MINI))
            mini += entry.data + bytes(-entry.size % _MINI)
        else:
            entry.start = _store(entry.data, sectors, chains)
    root = entries[0]
    root.size = len(mini)
    root.start = _store(bytes(mini), sectors, chains)
    mini_fat = _store(_table(mini_chains), sectors, chains)
    mini_sectors = -(-len(mini_chains) * 4 // _SECTOR)
    directory = _store(_directory(entries), sectors, chains)
    return _assemble(sectors, chains, directory, mini_fat, mini_sectors)


def _tree(class_id: bytes, contents: Sequence[tuple[tuple[str, ...], bytes | None]]) -> list[_DirectoryEntry]:
    entries = [_DirectoryEntry("Root Entry", 5, class_id=class_id)]
    places: dict[tuple[str, ...], int] = {(): 0}
    for path, data in sorted(contents, key=lambda pair: (len(pair[0]), pair[0])):
        parent = places.get(path[:-1])
        if parent is None or path in places:
            continue
        places[path] = len(entries)
        entries[parent].inside.append(len(entries))
        entries.append(_DirectoryEntry(path[-1][:31], 1 if data is None else 2, data or b""))
    for entry in entries:
        ordered = sorted(entry.inside, key=lambda at: (len(entries[at].name), entries[at].name.upper()))
        entry.child = _balance(entries, ordered)
    return entries


def _balance(entries: list[_DirectoryEntry], ordered: list[int]) -> int:
    """A search tree of siblings, all of them black: halved again and again, so its depth is a logarithm."""
    if not ordered:
        return _FREE
    middle = len(ordered) // 2
    entry = entries[ordered[middle]]
    entry.left = _balance(entries, ordered[:middle])
    entry.right = _balance(entries, ordered[middle + 1 :])
    return ordered[middle]


def _chain(chains: list[int], count: int) -> None:
    first = len(chains)
    chains.extend([*range(first + 1, first + count), _END] if count else [])


def _store(data: bytes, sectors: list[bytes], chains: list[int]) -> int:
    if not data:
        return _END
    start = len(chains)
    count = -(-len(data) // _SECTOR)
    _chain(chains, count)
    sectors.append(data + bytes(count * _SECTOR - len(data)))
    return start


def _table(chains: list[int]) -> bytes:
    padded = chains + [_FREE] * (-len(chains) % (_SECTOR // 4))
    return struct.pack(f"<{len(padded)}I", *padded)


def _directory(entries: list[_DirectoryEntry]) -> bytes:
    out = bytearray()
    for entry in entries:
        name = entry.name.encode("utf-16-le", "replace")[:62]
        out += name.ljust(64, b"\0") + struct.pack("<HBB", len(name) + 2, entry.kind, 1)
        out += struct.pack("<III", entry.left, entry.right, entry.child) + entry.class_id
        out += struct.pack("<IQQIQ", 0, 0, 0, entry.start, entry.size)
    while len(out) % _SECTOR:
        out += bytes(64) + struct.pack("<HBBIII", 0, 0, 0, _FREE, _FREE, _FREE) + bytes(48)
    return bytes(out)


def _assemble(sectors: list[bytes], chains: list[int], directory: int, mini_fat: int, mini_sectors: int) -> bytes:
    data_sectors = len(chains)
    fat = difat = 0
    while True:  # the tables describe their own sectors too
        more = -(-(data_sectors + fat + difat) // (_SECTOR // 4))
        further = -(-max(more - 109, 0) // (_SECTOR // 4 - 1))
        if (more, further) == (fat, difat):
            break
        fat, difat = more, further
    places = list(range(data_sectors, data_sectors + fat))
    table = _table([*chains, *[_FAT] * fat, *[_DIFAT] * difat])
    first_difat = data_sectors + fat if difat else _END
    header = _MAGIC + bytes(16)
    header += struct.pack("<HHHHH6xIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, fat, directory, 0, _CUTOFF)
    header += struct.pack("<IIII", mini_fat, mini_sectors, first_difat, difat)
    header += struct.pack("<109I", *(places[:109] + [_FREE] * (109 - min(fat, 109))))
    return b"".join([header, *sectors, table, *_further(places[109:], first_difat)])


def _further(places: list[int], at: int) -> list[bytes]:
    per = _SECTOR // 4 - 1
    groups = [places[start : start + per] for start in range(0, len(places), per)]
    out = []
    for number, group in enumerate(groups, 1):
        following = at + number if number < len(groups) else _END
        out.append(struct.pack(f"<{per + 1}I", *group, *[_FREE] * (per - len(group)), following))
    return out
