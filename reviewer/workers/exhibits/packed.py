"""What a file has packed within it, taken out so that a search of a finished file sees it as its receiver would."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable, Iterator

from reviewer.workers.archive.archive import DamagedError
from reviewer.workers.archive.feed import span
from reviewer.workers.archive.formats import identify_archive
from reviewer.workers.archive.limits import ArchiveLimits
from reviewer.workers.archive.opening import open_archive
from reviewer.workers.archive.single import READERS
from reviewer.workers.exhibits.macros import macros
from reviewer.workers.exhibits.rich_text import is_rich_text, rich_text
from reviewer.workers.outlook.blocks import MAGIC, Database, Node
from reviewer.workers.outlook.compound import is_compound
from reviewer.workers.outlook.lzfu import unpack
from reviewer.workers.outlook.ole import Storage
from reviewer.workers.outlook.tnef import tnef_to_mime
from reviewer.workers.refusal import ReasonedError, Refusal

MOST = 256 * 2**20
"""Bytes of one part that are taken out."""

Pieces = Iterator[tuple[str, bytes | None]]
"""Parts with what they are called; None for one that nothing here can read. What is locked is none: nobody reads it."""

_HEAD = 65_536
_LIMITS = ArchiveLimits(total=4 * MOST, member=MOST, held=MOST)
_TAKEN_APART_ELSEWHERE = {"", "ZIP archive", "gzip file"}
_PNG = b"\x89PNG\r\n\x1a\n"
_TNEF = b"\x78\x9f\x3e\x22"
_RICH_TEXT = re.compile(rb"LZFu")
_MESSAGE = re.compile(rb"\n(?=From [^\n]*\n[\x21-\x39\x3b-\x7e]{1,76}:)")
_DEEPEST = 60  # levels of objects within objects of a store, two for each message within another


def taker(data: bytes) -> Callable[[bytes], Pieces] | None:
    """What takes the parts out of a file, by how it begins; None where it is not packed in a way that is known here.

    Zip, gzip, PDF and messages are taken apart by who searches them.
    """
    if is_compound(data):
        return _of_compound
    if data.startswith(MAGIC):
        return _of_store
    if data.startswith(_PNG):
        return _of_png
    if data.startswith(_TNEF):
        return _of_tnef
    found = identify_archive(data[:_HEAD])
    if found in _TAKEN_APART_ELSEWHERE:
        return rich_text if is_rich_text(data) else None
    return (lambda packed: _single(packed, found)) if found in READERS else _of_archive


def messages(data: bytes) -> list[bytes]:
    """The messages of a mailbox, or the one that this is: what stands behind the first has fields and parts, too."""
    return _MESSAGE.split(data) if data.startswith(b"From ") else [data]


def _single(data: bytes, name: str) -> Pieces:
    out = bytearray()
    try:
        reader = READERS[name](span(io.BytesIO(data), 0, len(data)))
        while len(out) <= MOST and (piece := reader.read(_HEAD)):
            out += piece
    except (DamagedError, EOFError):
        yield name, None
    yield name, None if len(out) > MOST else bytes(out)


def _of_archive(data: bytes) -> Pieces:
    try:
        archive = open_archive(io.BytesIO(data), "", (), _LIMITS)
        for member, taken in archive.members():
            told = f"{member.folder}/{member.name}"
            if isinstance(taken, bytes) and not member.missing:
                yield told, taken
            elif not member.locked and member.size > 0:
                yield told, None
    except ReasonedError:
        yield "archive", None
        return
    if archive.opaque:
        yield "archive", None


def _of_compound(data: bytes) -> Pieces:
    """The streams of a compound file: as its sectors lie, one may be in pieces; and the texts packed in them."""
    try:
        storage = Storage(data)
    except Refusal:
        yield "streams", None
        return
    for path, stream in storage.below(()):
        yield "/".join(path), stream or b""
        yield from _rich_texts(stream or b"")
        yield from (("macro", each) for each in macros(stream or b"", listing=path[-1] == "dir"))
    if storage.remarks:
        yield "streams", None


def _rich_texts(data: bytes) -> Pieces:
    for found in _RICH_TEXT.finditer(data):
        if found.start() >= 8:
            yield "rich text", unpack(data[found.start() - 8 :])[0]


def _of_tnef(data: bytes) -> Pieces:
    yield from _rich_texts(data)
    try:
        yield "message", tnef_to_mime(data).mime
    except ReasonedError:
        yield "message", None


def _of_png(data: bytes) -> Pieces:
    """The texts that a picture has packed (PNG, 11.3.3): those of zTXt and of iTXt."""
    at = len(_PNG)
    while at + 8 <= len(data):
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        chunk = data[at + 8 : at + 8 + size]
        at += size + 12
        word, _, rest = chunk.partition(b"\0")
        if kind == b"iTXt" and rest[:1] == b"\1":
            rest = b"".join(rest[2:].split(b"\0", 2)[2:])
        elif kind == b"zTXt":
            rest = rest[1:]
        else:
            continue
        try:
            unpacked = zlib.decompressobj().decompress(rest, MOST + 1)
        except zlib.error:
            yield word.decode("latin-1"), None
            continue
        yield word.decode("latin-1"), unpacked if len(unpacked) <= MOST else None


def _of_store(data: bytes) -> Pieces:
    """What each object of a store holds, without the disguise that stores have."""
    try:
        database, seen = Database(io.BytesIO(data)), set[int]()
        for node in database.nodes():
            yield from _of_node(database, node, 0, seen)
    except Refusal:
        yield "store", None
        return
    if database.damages:
        yield "store", None


def _of_node(database: Database, node: Node, depth: int, seen: set[int]) -> Pieces:
    """An object and those within it; the lists of these that were ``seen`` hold nothing more."""
    held = b"".join(database.pieces(node.data)) if node.data else b""
    yield "object", held if len(held) <= MOST else None
    yield from _rich_texts(held)
    if not node.sub or node.sub in seen:
        return
    if depth >= _DEEPEST:
        yield "object", None
        return
    seen.add(node.sub)
    for each in database.subnodes(node.sub).values():
        yield from _of_node(database, each, depth + 1, seen)
