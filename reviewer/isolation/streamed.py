"""Bytes for a worker that nobody on this side holds whole."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from reviewer.domain.reasons.reason import Reason
from reviewer.isolation.errors import WorkerError

PART_BYTES = 2**20


class Streamed:
    """The bytes of an open file, read as they are sent; for one thread at a time.

    ``sha256`` is that of what was sent last, empty until all of it was.
    """

    def __init__(self, file: BinaryIO, size: int) -> None:
        self.sha256 = b""
        self._file, self._size = file, size

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, part: slice) -> bytes:
        start, stop, _ = part.indices(self._size)
        self._file.seek(start)
        return self._file.read(max(stop - start, 0))

    def parts(self) -> Iterator[bytes]:
        """All of it, a part at a time; WorkerError when it cannot be read, or has become shorter."""
        digest = hashlib.sha256()
        for start in range(0, self._size, PART_BYTES):
            try:
                part = self[start : start + PART_BYTES]
            except OSError as error:
                raise WorkerError(Reason("file.unreadable", detail=error.strerror or str(error)), "source") from error
            if len(part) != min(PART_BYTES, self._size - start):
                raise WorkerError(Reason("file.changed"), "source")
            digest.update(part)
            yield part
        self.sha256 = digest.digest()


Blob = bytes | memoryview | Streamed
"""What is sent to a worker."""


def parts_of(piece: Blob) -> Iterable[bytes | memoryview]:
    """A piece of a frame as it is written."""
    return piece.parts() if isinstance(piece, Streamed) else (piece,)


def joined(parts: Iterable[bytes | memoryview]) -> Iterator[bytes | memoryview]:
    """The same bytes in few pieces: for each that is written, the other side wakes, and a busy thread here waits."""
    small: list[bytes | memoryview] = []
    size = 0
    for part in parts:
        if size + len(part) > PART_BYTES and small:
            yield b"".join(small)
            small, size = [], 0
        if len(part) > PART_BYTES:
            yield part
            continue
        small.append(part)
        size += len(part)
    if small:
        yield b"".join(small)
