"""The marker segments of a JPEG (ITU-T T.81, annex B): what a camera or a program noted around the picture.

What says how the picture is to be shown stays, and nothing else: the tables, JFIF without its thumbnail (T.871),
colour profiles (ICC.1, annex B.4) and Adobe's transform. Behind the end of the picture there may be others: a larger
one, a film, a previous version.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_START, _END, _SCAN = b"\xff\xd8", 0xD9, 0xDA
_LONE = frozenset({0x01, *range(0xD0, 0xD8)})
_NOTED = frozenset({*range(0xE0, 0xF0), 0xFE})
"""Segments of applications, and comments."""
_PROFILE, _ADOBE, _JFIF = (0xE2, b"ICC_PROFILE\0"), (0xEE, b"Adobe"), (0xE0, b"JFIF\0")
_JFIF_BYTES = 12
"""Its name, version and density; then come the sides of a thumbnail, and that."""

_NEXT = re.compile(rb"\xff+[\x01-\xcf\xd8-\xfe]")
"""A marker within what is scanned: there a byte of 255 is followed by 0, or by a restart."""


def without_properties(data: bytes) -> bytes:
    """The picture without what was noted about it; as it is where it is no JPEG, or one that is damaged before it."""
    if not data.startswith(_START):
        return data
    kept, scanned = [_START], False
    for marker, start, end in _segments(data):
        if marker == _END:
            return b"".join([*kept, b"\xff\xd9"]) if scanned else data
        scanned |= marker == _SCAN
        kept.append(_needed(marker, data[start:end]) if marker in _NOTED else data[start:end])
    return b"".join(kept) if scanned else data


def _segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Marker, beginning and end of each, a scan with all that is scanned; the last may lack its end."""
    at = len(_START)
    while at + 2 <= len(data) and data[at] == 0xFF:
        marker, end = data[at + 1], at + 2
        if marker == 0xFF:
            at += 1
            continue
        if marker not in _LONE and marker != _END:
            end += int.from_bytes(data[end : end + 2])
        if marker == _SCAN:
            found = _NEXT.search(data, end)
            end = len(data) if found is None else found.end() - 2
        yield marker, at, end
        if marker == _END:
            return
        at = end


def _needed(marker: int, segment: bytes) -> bytes:
    """What is kept of a segment of an application."""
    content = segment[4:]
    for known, name in (_PROFILE, _ADOBE):
        if marker == known and content.startswith(name):
            return segment
    if marker == _JFIF[0] and content.startswith(_JFIF[1]):
        told = content[:_JFIF_BYTES] + b"\0\0"
        return segment[:2] + (len(told) + 2).to_bytes(2) + told
    return b""
