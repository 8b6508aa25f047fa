"""What was noted beside a JPEG 2000 picture (ISO/IEC 15444-1): in boxes of its file, and in comments of its codestream.

The boxes are in annex I; the comments, where a program says its name and whatever else it likes, in annex A.
"""

from __future__ import annotations

from collections.abc import Iterator

_SIGNATURE = b"\0\0\0\x0cjP  \r\n\x87\n"
_BEGIN = b"\xff\x4f\xff\x51"
_COMMENT, _PART, _DATA = b"\xff\x64", b"\xff\x90", b"\xff\x93"
"""COM; SOT, which begins a part of a tile and has its length; SOD, behind which its data are."""
_NOTED = frozenset({b"uuid", b"uinf", b"xml "})
"""Exif, XMP, IPTC and what else a program chose to note."""


def without_properties(data: bytes) -> bytes:
    """The picture without what was noted about it; as it is where it is no such file, or a damaged one."""
    if data.startswith(_BEGIN):
        return without_comments(data)
    if not data.startswith(_SIGNATURE):
        return data
    kept, at = [], 0
    for kind, end in _boxes(data):
        if end > len(data) or kind == b"ftbl":  # a table of places within the file, which would move
            return data
        if kind == b"jp2c":
            head = data.find(_BEGIN, at, at + 18)
            kept += [data[at:head], without_comments(data[head:end])] if head >= 0 else [data[at:end]]
        elif kind not in _NOTED:
            kept.append(data[at:end])
        at = end
    return b"".join(kept)


def without_comments(codestream: bytes) -> bytes:
    """A codestream whose comments are blank, in the header of the whole and of each part of a tile; of the same length.

    So no length and no place that it tells of changes. As far as it can be followed, where it is damaged.
    """
    blank, at, part = bytearray(codestream), 2, -1
    while at + 4 <= len(blank):
        marker = bytes(blank[at : at + 2])
        if marker == _DATA:
            size = int.from_bytes(blank[part + 6 : part + 10])
            if part < 0 or part + size <= at:  # 0: it goes on to the end
                break
            at, part = part + size, -1
            continue
        part = at if marker == _PART else part
        end = at + 2 + int.from_bytes(blank[at + 2 : at + 4])
        if blank[at] != 0xFF or end < at + 4 or end > len(blank):
            break
        if marker == _COMMENT and end > at + 6:
            blank[at + 6 : end] = b" " * (end - at - 6)
        at = end
    return bytes(blank)


def _boxes(data: bytes) -> Iterator[tuple[bytes, int]]:
    """The kind of each box and where it ends."""
    at = 0
    while at + 8 <= len(data):
        size, kind = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        if size == 1:
            size = max(int.from_bytes(data[at + 8 : at + 16]), 16)
        at = len(data) if size == 0 else at + max(size, 8)
        yield kind, at
