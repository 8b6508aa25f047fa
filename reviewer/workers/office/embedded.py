"""Files that Office wraps into OLE objects: the file as it was put in, and its name."""

from __future__ import annotations

import re
import struct
from dataclasses import replace

import olefile

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.office.content import Embedded
from reviewer.workers.office.ole import OLE_MAGIC, open_ole, stream

_CONTENTS = ("CONTENTS", "Package", "WordPerfectOffice_MAIN")


def unwrap(embedded: Embedded) -> list[Embedded]:
    """The file inside an OLE wrapper; the wrapper as it stands if it is a document itself, or nothing known."""
    if not embedded.data.startswith(OLE_MAGIC):
        return [embedded]
    ole = open_ole(embedded.data)
    if ole is None:
        return [embedded]
    with ole:
        return [from_storage(ole, "", embedded) or embedded]


def from_storage(ole: olefile.OleFileIO, folder: str, embedded: Embedded) -> Embedded | None:
    """The file that a storage of an OLE file wraps; None if it wraps none in a known way."""
    prefix = f"{folder}/" if folder else ""
    native = stream(ole, f"{prefix}\x01Ole10Native")
    if native:
        return native_file(native, embedded)
    for each in _CONTENTS:
        data = stream(ole, f"{prefix}{each}")
        if data:
            label = _named(embedded.name, data)
            return Embedded(label, _media_type(data, embedded.media_type), data)
    return None


def native_file(native: bytes, embedded: Embedded) -> Embedded:
    """The file in an ``Ole10Native`` stream ([MS-OLEDS] 2.3.6, and what Packager writes into it)."""
    size = struct.unpack_from("<I", native)[0] if len(native) >= 4 else 0
    at = 6
    try:
        label, at = _zero_ended(native, at)
        _path, at = _zero_ended(native, at)
        at += 4
        temporary = struct.unpack_from("<I", native, at)[0]
        at += 4 + temporary
        length = struct.unpack_from("<I", native, at)[0]
        body = native[at + 4 : at + 4 + length]
        if length and label is not None and len(body) == length:
            name = re.split(r"[\\/]", label)[-1] or embedded.name
            return Embedded(name, _media_type(body, "application/octet-stream"), body)
    except (struct.error, ValueError):
        pass  # not the form Packager writes: the bytes below
    body = native[4 : 4 + size]
    reason = None if len(body) == size else Reason("office.broken_off", found=len(body), size=size)
    return Embedded(_named(embedded.name, body), _media_type(body, embedded.media_type), body, reason)


def from_ole1(data: bytes, embedded: Embedded) -> list[Embedded]:
    """The file in an OLE 1 object, as RTF carries it ([MS-OLEDS] 2.2.5)."""
    try:
        form, at = struct.unpack_from("<I", data, 4)[0], 8
        labels = []
        for _ in range(3):  # class, topic, item
            size = struct.unpack_from("<I", data, at)[0]
            labels.append(data[at + 4 : at + 4 + size].rstrip(b"\0").decode("cp1252", "replace"))
            at += 4 + size
        kind = labels[0]
        size = struct.unpack_from("<I", data, at)[0]
    except struct.error:
        return [embedded]
    if form != 2:  # a link: there are no bytes in it
        return []
    body = data[at + 4 : at + 4 + size]
    reason = None if len(body) == size else Reason("office.broken_off", found=len(body), size=size)
    inner = replace(embedded, name=f"{embedded.name} ({kind})" if kind else embedded.name, data=body, reason=reason)
    if kind.lower() == "package":
        return [native_file(struct.pack("<I", len(body)) + body, inner)]
    return unwrap(inner)


def _zero_ended(data: bytes, at: int) -> tuple[str, int]:
    end = data.index(b"\0", at, at + 1024)
    return data[at:end].decode("cp1252", "replace"), end + 1


_STARTS = (
    (b"%PDF-", "application/pdf", ".pdf"),
    (b"{\\rtf", "application/rtf", ".rtf"),
    (b"PK\x03\x04", "application/zip", ".zip"),
    (b"\x89PNG", "image/png", ".png"),
    (b"\xff\xd8\xff", "image/jpeg", ".jpg"),
    (b"GIF8", "image/gif", ".gif"),
    (b"BM", "image/bmp", ".bmp"),
)


def _media_type(data: bytes, otherwise: str) -> str:
    return next((media for start, media, _ in _STARTS if data.startswith(start)), otherwise)


def _named(label: str, data: bytes) -> str:
    ending = next((end for start, _, end in _STARTS if data.startswith(start)), "")
    return f"{label.removesuffix('.bin')}{ending}" if ending else label
