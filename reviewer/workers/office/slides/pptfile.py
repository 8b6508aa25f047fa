"""Records of older PowerPoint files, and where the current state of each object lies ([MS-PPT])."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

_DEEPEST = 30
_MOST_EDITS = 1000
_USER_EDIT, _PERSIST = 0x0FF5, 0x1772
_TAG_DATA = 0x138B  # holds records, though its header does not say so


@dataclass(frozen=True, slots=True)
class Atom:
    """One record: its kind, its instance, and where in the stream its data begin and end."""

    kind: int
    instance: int
    start: int
    end: int
    container: bool


def atom_at(stream: bytes, at: int, end: int | None = None) -> Atom | None:
    """The record whose header lies at an offset, or None if there is none."""
    if at < 0 or at + 8 > len(stream):
        return None
    head, kind, size = struct.unpack_from("<HHI", stream, at)
    stop = min(at + 8 + size, len(stream) if end is None else end)
    return Atom(kind, head >> 4, at + 8, stop, container=head & 0xF == 0xF or kind == _TAG_DATA)


def inside(stream: bytes, atom: Atom) -> Iterator[Atom]:
    """The records directly inside a container."""
    at = atom.start
    while at + 8 <= atom.end:
        found = atom_at(stream, at, atom.end)
        if found is None:
            return
        yield found
        at = max(found.end, at + 8)


def below(stream: bytes, atom: Atom, depth: int = 0) -> Iterator[Atom]:
    """All records below a container, in order."""
    for each in inside(stream, atom):
        yield each
        if each.container and depth < _DEEPEST:
            yield from below(stream, each, depth + 1)


@dataclass(frozen=True, slots=True)
class Persistent:
    """Offsets of objects by their number, and the number of the document; ``whole`` unless the chain of edits broke."""

    offsets: dict[int, int]
    document: int = 0
    whole: bool = True


def persistent(stream: bytes, current_user: bytes) -> Persistent:
    """Where the current state of each object lies, by the chain of edits from the last one back.

    Where the chain breaks, the edits that lie in the stream are gone through, of which later ones hold.
    """
    found: dict[int, int] = {}
    document = 0
    at = struct.unpack_from("<I", current_user, 16)[0] if len(current_user) >= 20 else 0
    whole = at != 0
    seen: set[int] = set()
    while at and at not in seen and len(seen) < _MOST_EDITS:
        seen.add(at)
        edit = atom_at(stream, at)
        if edit is None or edit.kind != _USER_EDIT or edit.end - edit.start < 20:
            whole = False
            break
        previous, directory, number = struct.unpack_from("<III", stream, edit.start + 8)
        document = document or number
        listing = atom_at(stream, directory)
        whole = whole and listing is not None and listing.kind == _PERSIST
        for key, offset in _directory(stream, directory):
            found.setdefault(key, offset)
        at = previous
    if whole:
        return Persistent(found, document)
    scanned = _scanned(stream)
    return Persistent(scanned.offsets | found, document or scanned.document, whole=False)


def _scanned(stream: bytes) -> Persistent:
    """All edits that lie in the stream, in its order."""
    offsets: dict[int, int] = {}
    document = at = 0
    while (atom := atom_at(stream, at)) is not None:
        if atom.kind == _USER_EDIT and atom.end - atom.start >= 20:
            document = struct.unpack_from("<I", stream, atom.start + 16)[0] or document
        elif atom.kind == _PERSIST:
            offsets |= dict(_directory(stream, at))
        at = max(atom.end, at + 8)
    return Persistent(offsets, document, whole=False)


def _directory(stream: bytes, at: int) -> Iterator[tuple[int, int]]:
    atom = atom_at(stream, at)
    if atom is None or atom.kind != _PERSIST:
        return
    at = atom.start
    while at + 4 <= atom.end:
        entry = struct.unpack_from("<I", stream, at)[0]
        first, count = entry & 0xFFFFF, entry >> 20
        count = min(count, (atom.end - at - 4) // 4)
        for index, offset in enumerate(struct.unpack_from(f"<{count}I", stream, at + 4)):
            yield first + index, offset
        at += 4 + count * 4
