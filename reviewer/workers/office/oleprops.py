"""The property sets of OLE files: title, people, times, programs, and properties of people's own ([MS-OLEPS])."""

from __future__ import annotations

import struct
from datetime import datetime, timedelta

from reviewer.workers.office.word.rtftokens import codepage

_MOST_PROPERTIES = 500
_SUMMARY = {
    2: "title", 3: "subject", 4: "author", 5: "keywords", 6: "description", 7: "template", 8: "last author",
    9: "revision", 11: "last printed", 12: "created", 13: "modified", 18: "application",
}  # fmt: skip
_DOCUMENT = {2: "category", 14: "manager", 15: "company"}
_OWN = bytes.fromhex("05d5cdd59c2e1b10939708002b2cf9ae")  # FMTID_UserDefinedProperties


def properties(summary: bytes, document: bytes) -> dict[str, str]:
    """What the two property streams of a document say; what is damaged in them is left out."""
    found: dict[str, str] = {}
    for stream, labels in ((summary, _SUMMARY), (document, _DOCUMENT)):
        try:
            for format_id, section in _sections(stream):
                found.update(_own(section) if format_id == _OWN else _labelled(section, labels))
        except (struct.error, IndexError):
            continue  # facts are extras: the document itself says when it is damaged
    return found


def _sections(stream: bytes) -> list[tuple[bytes, bytes]]:
    if len(stream) < 28:
        return []
    count = min(struct.unpack_from("<I", stream, 24)[0], 2)
    found = []
    for index in range(count):
        format_id = stream[28 + index * 20 : 44 + index * 20]
        found.append((format_id, stream[struct.unpack_from("<I", stream, 44 + index * 20)[0] :]))
    return found


def _entries(section: bytes) -> dict[int, int]:
    """Offsets of properties by their number."""
    count = min(struct.unpack_from("<I", section, 4)[0], _MOST_PROPERTIES)
    return dict(struct.unpack_from("<II", section, 8 + index * 8) for index in range(count))


def _codec(section: bytes, entries: dict[int, int]) -> str:
    if 1 not in entries:
        return "cp1252"
    number = struct.unpack_from("<H", section, entries[1] + 4)[0]
    return "utf-16-le" if number == 1200 else codepage(number)


def _labelled(section: bytes, labels: dict[int, str]) -> dict[str, str]:
    entries = _entries(section)
    codec = _codec(section, entries)
    values = {labels[key]: _value(section, at, codec) for key, at in entries.items() if key in labels}
    return {label: value for label, value in values.items() if value}


def _own(section: bytes) -> dict[str, str]:
    entries = _entries(section)
    codec = _codec(section, entries)
    if 0 not in entries:
        return {}
    at = entries[0]
    count, at = min(struct.unpack_from("<I", section, at)[0], _MOST_PROPERTIES), at + 4
    found: dict[str, str] = {}
    for _ in range(count):
        key, size = struct.unpack_from("<II", section, at)
        width = size * 2 if codec == "utf-16-le" else size
        label = section[at + 8 : at + 8 + width].decode(codec, "replace").rstrip("\0")
        at += 8 + (width + 3 & ~3 if codec == "utf-16-le" else width)
        value = _value(section, entries[key], codec) if key in entries else ""
        if value and not label.startswith("_"):
            found[f"property {label[:100]}"] = value
    return found


def _value(section: bytes, at: int, codec: str) -> str:
    kind = struct.unpack_from("<H", section, at)[0]
    if kind in {0x1E, 0x1F}:
        size = struct.unpack_from("<I", section, at + 4)[0]
        raw = section[at + 8 : at + 8 + min(size * (2 if kind == 0x1F else 1), 20_000)]
        text = raw.decode("utf-16-le" if kind == 0x1F else codec, "replace")
        return " ".join(text.replace("\0", " ").split())[:1000]
    if kind == 0x40:
        return _time(struct.unpack_from("<Q", section, at + 4)[0])
    if kind in {2, 3}:
        number: int = struct.unpack_from("<h" if kind == 2 else "<i", section, at + 4)[0]
        return str(number)
    if kind == 5:
        return f"{struct.unpack_from('<d', section, at + 4)[0]:g}"
    return {b"\0\0": "no", b"\xff\xff": "yes"}.get(section[at + 4 : at + 6], "") if kind == 11 else ""


def _time(ticks: int) -> str:
    """A FILETIME (tenths of microseconds since 1601) as UTC; empty for none, and for spans of time."""
    if not 10**16 < ticks < 3 * 10**18:
        return ""
    moment = datetime(1601, 1, 1) + timedelta(microseconds=ticks // 10)  # noqa: DTZ001 - written as UTC below
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
