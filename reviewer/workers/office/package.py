"""A zip package held in memory: its parts under a limit, what they are, and how they refer to each other."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from dataclasses import dataclass
from urllib.parse import unquote

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.office.xml import Element, attr, name, parse
from reviewer.workers.refusal import Refusal

MOST_PART = 96 * 2**20
"""Bytes that one part may unpack to."""
_MOST_TREE = 64 * 2**20  # of a part that is read at once; in memory it takes eight times that
_MOST_ALL = 300 * 2**20
_MOST_PARTS = 20_000
_LOCAL = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Relation:
    """One part's reference to another, or to something outside; ``role`` is the last word of its type."""

    id: str
    role: str
    target: str
    outside: bool


class Package:
    """The parts of a package by name, whatever their case; each is unpacked when it is asked for."""

    def __init__(self, data: bytes) -> None:
        self._left = _MOST_ALL
        self.damaged = False
        self.mended: dict[str, None] = {}  # parts whose XML had faults, so that words may be missing
        self.entities: dict[str, None] = {}  # parts that declared entities, which were left out
        self._zip: zipfile.ZipFile | None = None
        self._loose: dict[str, bytes] = {}
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            listed = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, struct.error, NotImplementedError):
            self.damaged = True
            self._loose = _without_directory(data)
            listed = []
        if len(listed) > _MOST_PARTS:
            raise Refusal(Reason("office.parts_many"))
        self._infos = {info.filename.replace("\\", "/").lstrip("/").lower(): info for info in reversed(listed)}
        names = [info.filename.replace("\\", "/").lstrip("/") for info in listed] or list(self._loose)
        self.names: tuple[str, ...] = tuple(dict.fromkeys(names))
        self._by_low = {each.lower(): each for each in self._loose}

    def has(self, part: str) -> bool:
        """Whether there is such a part."""
        return part.lower() in self._infos or part.lower() in self._by_low

    def encrypted(self, part: str) -> bool:
        """Whether the zip itself keeps this part under a password."""
        info = self._infos.get(part.lower())
        return bool(info and info.flag_bits & 1)

    def part(self, part: str) -> bytes:
        """The bytes of a part; Refusal if it is missing, damaged, or larger than allowed."""
        low = part.lower()
        if low in self._by_low:
            return self._loose[self._by_low[low]]
        info = self._infos.get(low)
        if info is None or self._zip is None:
            raise Refusal(Reason("office.part_missing", part=part[:80]))
        most = min(MOST_PART, self._left)
        try:
            with self._zip.open(info) as stream:
                data = stream.read(most + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            RuntimeError,
            NotImplementedError,
            ValueError,
        ) as why:
            raise Refusal(Reason("office.part_packed", part=part[:80])) from why
        if len(data) > most:
            raise Refusal(Reason("office.part_over_limit", part=part[:80], limit=most))
        self._left -= len(data)
        return data

    def put(self, part: str, data: bytes) -> None:
        """Give a part other bytes than the zip has: those that it kept under a password."""
        self._loose[part] = data
        self._by_low[part.lower()] = part

    def tree(self, part: str) -> Element:
        """The XML root of a part; Refusal as for :meth:`part`."""
        data = self.part(part)
        if len(data) > _MOST_TREE:
            raise Refusal(Reason("office.part_over_limit", part=part[:80], limit=_MOST_TREE))
        parsed = parse(data)
        if parsed.mended:
            self.mended[part] = None
        if parsed.entities:
            self.entities[part] = None
        return parsed.root

    def tree_or_none(self, part: str) -> Element | None:
        """The XML root of a part that may be missing or damaged."""
        try:
            return self.tree(part)
        except Refusal:
            return None

    def relations(self, part: str) -> list[Relation]:
        """What a part refers to, in the order written; the package itself is the part with no name."""
        folder, base = posixpath.split(part)
        root = self.tree_or_none(posixpath.join(folder, "_rels", f"{base}.rels"))
        if root is None:
            return []
        found = []
        for each in root.iter():
            if name(each).endswith(":Relationship"):
                outside = attr(each, "TargetMode").lower() == "external"
                target = attr(each, "Target")
                path = target if outside else _resolved(folder, target)
                found.append(Relation(attr(each, "Id"), attr(each, "Type").rpartition("/")[2], path, outside))
        return found

    def media_types(self) -> dict[str, str]:
        """What ``[Content_Types].xml`` calls each part: '/lower/case/name' or 'extension' to media type."""
        root = self.tree_or_none("[Content_Types].xml")
        found: dict[str, str] = {}
        for each in root.iter() if root is not None else ():
            kind = attr(each, "ContentType") if isinstance(each.tag, str) else ""
            if kind:
                found[(attr(each, "PartName") or attr(each, "Extension")).lower()] = kind
        return found


def _resolved(folder: str, target: str) -> str:
    target = unquote(target.replace("\\", "/")).partition("#")[0]
    path = posixpath.normpath(posixpath.join("/", folder, target))
    return path.lstrip("/")


def _without_directory(data: bytes) -> dict[str, bytes]:
    """The members of a zip that has lost its directory, from their own headers, as far as they go."""
    found: dict[str, bytes] = {}
    at, left = data.find(_LOCAL), _MOST_ALL
    while 0 <= at <= len(data) - 30 and len(found) < _MOST_PARTS and left > 0:
        method, packed = struct.unpack_from("<H8xI", data, at + 8)[0], struct.unpack_from("<I", data, at + 18)[0]
        name_size, extra = struct.unpack_from("<HH", data, at + 26)
        start = at + 30 + name_size + extra
        label = data[at + 30 : at + 30 + name_size].decode("utf-8", "replace").replace("\\", "/").lstrip("/")
        body, after = b"", start
        if method == zipfile.ZIP_DEFLATED:
            body, after = _inflated(data, start, min(MOST_PART, left))
        elif method == zipfile.ZIP_STORED:
            body, after = data[start : start + packed], start + packed
        left -= len(body)
        found.setdefault(label, body)
        at = data.find(_LOCAL, max(after, at + 4))
    return found


def _inflated(data: bytes, start: int, most: int) -> tuple[bytes, int]:
    engine = zlib.decompressobj(-15)
    pieces, at, size = [], start, 0
    try:
        while at < len(data) and not engine.eof and size < most:
            piece = engine.decompress(data[at : at + 65_536])
            at += 65_536
            size += len(piece)
            pieces.append(piece)
    except zlib.error:
        return b"".join(pieces), start
    return b"".join(pieces), min(at, len(data)) - len(engine.unused_data)
