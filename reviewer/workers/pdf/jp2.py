"""The boxes of a JPEG 2000 file (ISO/IEC 15444-1, annex I): what was noted beside the picture."""

from __future__ import annotations

from collections.abc import Iterator

_SIGNATURE = b"\0\0\0\x0cjP  \r\n\x87\n"
_NOTED = frozenset({b"uuid", b"uinf", b"xml "})
"""Exif, XMP, IPTC and what else a program chose to note."""


def without_properties(data: bytes) -> bytes:
    """The picture without what was noted about it; as it is where it is no such file, or a damaged one."""
    if not data.startswith(_SIGNATURE):
        return data
    kept, at = [], 0
    for kind, end in _boxes(data):
        if end > len(data) or kind == b"ftbl":  # a table of places within the file, which would move
            return data
        if kind not in _NOTED:
            kept.append(data[at:end])
        at = end
    return b"".join(kept)


def _boxes(data: bytes) -> Iterator[tuple[bytes, int]]:
    """The kind of each box and where it ends."""
    at = 0
    while at + 8 <= len(data):
        size, kind = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        if size == 1:
            size = max(int.from_bytes(data[at + 8 : at + 16]), 16)
        at = len(data) if size == 0 else at + max(size, 8)
        yield kind, at
