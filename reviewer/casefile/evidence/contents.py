"""Contents: the original bytes, stored once each, keyed by SHA-256.

A content's bytes are its pieces, one after the other. A piece is either compressed bytes or the whole of another
content, so that a mailbox costs no more than its messages.
"""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import dictionaries
from reviewer.casefile.evidence.dictionaries import Dictionary, compress
from reviewer.domain.ids import ContentId
from reviewer.errors import DamagedError, TamperedError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

PIECE_BYTES = 4 * 2**20
"""The most bytes that one piece holds before compression."""

_ASKED_AT_ONCE = 500
_PIECES_KEPT = 8
_ROWS_AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class Packed:
    """Bytes made ready to store: their SHA-256, their size, and the compressed pieces. Made on any thread.

    Without pieces, ``file`` has the bytes, or the case has them already.
    """

    sha256: bytes
    size: int
    pieces: tuple[bytes, ...]
    file: BinaryIO | None = None
    dictionary: Dictionary | None = None


def pack(data: bytes, dictionary: Dictionary | None = None) -> Packed:
    """Hash and compress some bytes, small ones with a dictionary."""
    if len(data) <= dictionaries.LARGEST:
        return Packed(hashlib.sha256(data).digest(), len(data), (compress(data, dictionary),), None, dictionary)
    pieces = tuple(compress(data[at : at + PIECE_BYTES]) for at in range(0, len(data), PIECE_BYTES))
    return Packed(hashlib.sha256(data).digest(), len(data), pieces)


def find(case: Case, sha256: bytes) -> ContentId | None:
    """The content of this SHA-256, if the case has it."""
    row = case.row("SELECT id FROM content WHERE sha256 = ?", (sha256,))
    return None if row is None else ContentId(row["id"])


def sha256(case: Case, content: ContentId) -> bytes:
    """The SHA-256 of a content as it was taken in."""
    return bytes(case.value("SELECT sha256 FROM content WHERE id = ?", (content,)))


def store(case: Case, packed: Packed, look: Callable[[], None] = lambda: None) -> tuple[ContentId, bool]:
    """Store bytes unless the case has them; returns the content and whether it is new. Within an open transaction."""
    return store_many(case, [packed], look)[packed.sha256]


def store_many(
    case: Case, packed: Sequence[Packed], look: Callable[[], None] = lambda: None
) -> dict[bytes, tuple[ContentId, bool]]:
    """Store the bytes that the case has not; by SHA-256, the content and whether it is new. Within a transaction.

    ``look`` is called now and then while those of a file are stored, and may raise to give up.
    """
    wanted = {each.sha256: each for each in packed}
    stored = {sha256: (content, False) for sha256, content in _known(case, list(wanted))}
    first = int(case.value("SELECT coalesce(max(id), 0) + 1 FROM content"))
    new = [each for sha256, each in wanted.items() if sha256 not in stored]
    case.executemany(
        "INSERT INTO content (id, sha256, size) VALUES (?,?,?)",
        [(content, each.sha256, each.size) for content, each in enumerate(new, first)],
    )
    known = dictionaries.numbers(case, {each.dictionary for each in new if each.dictionary is not None})
    case.executemany(
        "INSERT INTO piece (content, seq, dictionary, data) VALUES (?,?,?,?)",
        [
            (content, seq, None if each.dictionary is None else known[each.dictionary], data)
            for content, each in enumerate(new, first)
            for seq, data in enumerate(each.pieces)
        ],
    )
    for content, each in enumerate(new, first):
        if each.file is not None:
            _store_pieces(case, ContentId(content), each.file, each.sha256, look)
    return stored | {each.sha256: (ContentId(content), True) for content, each in enumerate(new, first)}


def _known(case: Case, wanted: Sequence[bytes]) -> Iterator[tuple[bytes, ContentId]]:
    for at in range(0, len(wanted), _ASKED_AT_ONCE):
        some = wanted[at : at + _ASKED_AT_ONCE]
        marks = ",".join("?" * len(some))
        for row in case.rows(f"SELECT id, sha256 FROM content WHERE sha256 IN ({marks})", some):
            yield bytes(row["sha256"]), ContentId(row["id"])


def store_file(case: Case, file: BinaryIO, look: Callable[[], None] = lambda: None) -> tuple[ContentId, bool]:
    """Store a file of any size without holding it in memory. Reads it twice. Within an open transaction.

    OSError, with nothing of it stored, when it cannot be read or is not the same both times. ``look`` is called now
    and then, and may raise to give up.
    """
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    while chunk := file.read(PIECE_BYTES):
        digest.update(chunk)
        size += len(chunk)
        look()
    known = find(case, digest.digest())
    if known is not None:
        return known, False
    content = _add(case, digest.digest(), size)
    try:
        _store_pieces(case, content, file, digest.digest(), look)
    except OSError:
        case.execute("DELETE FROM content WHERE id = ?", (content,))
        raise
    return content, True


def _store_pieces(case: Case, content: ContentId, file: BinaryIO, sha256: bytes, look: Callable[[], None]) -> None:
    """Store a file's bytes as pieces; OSError when they are not those of the SHA-256."""
    digest = hashlib.sha256()
    file.seek(0)
    seq = 0
    while chunk := file.read(PIECE_BYTES):
        digest.update(chunk)
        case.execute("INSERT INTO piece (content, seq, data) VALUES (?,?,?)", (content, seq, compress(chunk)))
        seq += 1
        look()
    if digest.digest() != sha256:
        raise OSError(errno.ESTALE, "it changed while it was read")


def compose(case: Case, sha256: bytes, size: int, parts: Iterable[bytes | ContentId]) -> tuple[ContentId, bool]:
    """Store a content made of other contents and of bytes between them. Within an open transaction."""
    known = find(case, sha256)
    if known is not None:
        return known, False
    content = _add(case, sha256, size)
    case.executemany(
        "INSERT INTO piece (content, seq, data, whole) VALUES (?,?,?,?)",
        (
            (content, seq, compress(part), None) if isinstance(part, bytes) else (content, seq, None, part)
            for seq, part in enumerate(_bounded(parts))
        ),
    )
    return content, True


def stream(case: Case, content: ContentId) -> Iterator[bytes]:
    """The bytes of a content, piece by piece."""
    last = -1
    while True:
        # A page of pieces at a time, so that a reader never holds a statement open while it waits.
        rows = case.execute(
            "SELECT seq, dictionary, data, whole FROM piece WHERE content = ? AND seq > ? ORDER BY seq LIMIT ?",
            (content, last, _ROWS_AT_ONCE),
        ).fetchall()
        for row in rows:
            if row["whole"] is None:
                yield _unpacked(case, row)
            else:
                yield from stream(case, ContentId(row["whole"]))
        if len(rows) < _ROWS_AT_ONCE:
            return
        last = rows[-1]["seq"]


def small(case: Case, wanted: Sequence[ContentId]) -> dict[ContentId, bytes]:
    """The bytes of those of some contents that are one piece, asked for at once; of a damaged one, nothing."""
    rows = case.execute(
        "SELECT content, dictionary, data FROM piece AS one WHERE content IN (SELECT value FROM json_each(?)) "
        "AND data IS NOT NULL AND NOT EXISTS "
        "(SELECT 1 FROM piece AS other WHERE other.content = one.content AND other.seq > 0)",
        (json.dumps(wanted),),
    ).fetchall()
    found = {}
    for row in rows:
        with suppress(DamagedError):
            found[ContentId(row["content"])] = _unpacked(case, row)
    return found


def _unpacked(case: Case, row: Any) -> bytes:
    return dictionaries.decompress(case, row["data"], row["dictionary"], PIECE_BYTES)


def read_at(case: Case, content: ContentId, offset: int, length: int) -> bytes:
    """Some bytes of a content that was not composed of others: all its pieces but the last are PIECE_BYTES long."""
    first, last = offset // PIECE_BYTES, (offset + max(length, 1) - 1) // PIECE_BYTES
    rows = case.execute(
        "SELECT dictionary, data FROM piece WHERE content = ? AND seq BETWEEN ? AND ? AND whole IS NULL ORDER BY seq",
        (content, first, last),
    ).fetchall()
    data = b"".join(_unpacked(case, row) for row in rows)
    return data[offset - first * PIECE_BYTES :][:length]


class Pieces:
    """A content that was not composed of others, read here and there; the pieces read last are kept."""

    def __init__(self, case: Case, content: ContentId) -> None:
        self._case, self._content = case, content
        self._kept: OrderedDict[int, bytes] = OrderedDict()

    def read_at(self, offset: int, length: int) -> bytes:
        """Some bytes of it, fewer at the end."""
        found = []
        while length > 0:
            number, within = divmod(offset, PIECE_BYTES)
            part = self._piece(number)[within : within + length]
            if not part:
                break
            found.append(part)
            offset, length = offset + len(part), length - len(part)
        return b"".join(found)

    def _piece(self, number: int) -> bytes:
        if number in self._kept:
            self._kept.move_to_end(number)
        else:
            self._kept[number] = read_at(self._case, self._content, number * PIECE_BYTES, PIECE_BYTES)
            if len(self._kept) > _PIECES_KEPT:
                self._kept.popitem(last=False)
        return self._kept[number]


class _Reader(io.RawIOBase):
    def __init__(self, case: Case, content: ContentId) -> None:
        self._case, self._content = case, content
        self._at, self._size = 0, size(case, content)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        self._at = offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        return self._at

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        data = read_at(self._case, self._content, self._at, len(view))
        view[: len(data)] = data
        self._at += len(data)
        return len(data)


def opened(case: Case, content: ContentId) -> BinaryIO:
    """A content that was not composed of others, to be read as a file a piece at a time; for the thread of the case."""
    return io.BufferedReader(_Reader(case, content), PIECE_BYTES)


def size(case: Case, content: ContentId) -> int:
    """How many bytes a content has."""
    return int(case.value("SELECT size FROM content WHERE id = ?", (content,)))


def read(case: Case, content: ContentId) -> bytes:
    """All bytes of a content, checked against its SHA-256; TamperedError when they are not what was taken in."""
    data = b"".join(stream(case, content))
    row = case.row("SELECT sha256 FROM content WHERE id = ?", (content,))
    if row is None or hashlib.sha256(data).digest() != bytes(row["sha256"]):
        raise tampered(content)
    return data


def tampered(content: ContentId) -> TamperedError:
    """What to raise when bytes are not those of the SHA-256 under which they were stored."""
    return TamperedError(
        f"content {content} is not what was taken in", "Run `reviewer case verify` and go back to a copy of the case."
    )


def _bounded(parts: Iterable[bytes | ContentId]) -> Iterator[bytes | ContentId]:
    for part in parts:
        if isinstance(part, bytes):
            yield from (part[at : at + PIECE_BYTES] for at in range(0, len(part), PIECE_BYTES))
        else:
            yield part


def _add(case: Case, sha256: bytes, size: int) -> ContentId:
    case.execute("INSERT INTO content (sha256, size) VALUES (?,?)", (sha256, size))
    return ContentId(case.value("SELECT last_insert_rowid()"))
