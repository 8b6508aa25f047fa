"""The marker segments of a JPEG (ITU-T T.81, annex B): what a camera or a program noted before the picture begins."""

from __future__ import annotations

_START, _SCAN = b"\xff\xd8", 0xDA
_LONE = frozenset({0x01, *range(0xD0, 0xD8)})
_NOTED = frozenset({0xE1, 0xED, 0xFE})
"""APP1 (Exif, XMP), APP13 (Photoshop) and comments. APP0, APP2 and APP14 say how the colours are to be read."""


def without_properties(data: bytes) -> bytes:
    """The picture without what was noted about it; as it is where it is no JPEG, or one that is damaged before it."""
    if not data.startswith(_START):
        return data
    kept, at = [_START], len(_START)
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == _SCAN:
            return b"".join([*kept, data[at:]])
        end = at + 2 if marker in _LONE else at + 2 + int.from_bytes(data[at + 2 : at + 4])
        if marker not in _NOTED:
            kept.append(data[at:end])
        at = end
    return data
