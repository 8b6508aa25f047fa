"""Bytes from a worker that are too many to hold: on the disk, under a key that only this process has.

The file has no name (on Windows it goes with the process) and lies beside the case. Once the app has ended it is worth
nothing to anybody: the key was never anywhere but in memory.
"""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
import threading
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, cast

from cryptography.hazmat.primitives.ciphers import Cipher, CipherContext
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR

from reviewer.errors import StorageError
from reviewer.isolation.streamed import PART_BYTES, Streamed

LARGE = 32 * 2**20
"""Bytes from which on a member is spooled."""

_BLOCK = 16


class Spool:
    """A file that is written from the beginning and read anywhere; enciphered by AES-256 in counter mode. Thread-safe.

    ``size`` is in bytes.
    """

    def __init__(self, folder: Path | None) -> None:
        try:
            self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - it lives as long as the spool
        except OSError as error:
            raise _storage(error) from error
        weakref.finalize(self, self._file.close)
        self._key = AES(os.urandom(32))
        self._digest = hashlib.sha256()
        self._writing = self._cipher(0)
        self._turn = threading.Lock()
        self.size = 0

    @property
    def sha256(self) -> bytes:
        """That of what was written so far."""
        return self._digest.digest()

    def append(self, piece: bytes) -> None:
        """Write the next bytes; StorageError when the disk will not have them."""
        with self._turn:
            try:
                self._file.seek(self.size)
                self._file.write(self._writing.update(piece))
                self._file.flush()  # a full disk says so now, not to whoever reads
            except OSError as error:
                raise _storage(error) from error
            self._digest.update(piece)
            self.size += len(piece)

    def read_at(self, offset: int, count: int) -> bytes:
        """So many bytes from an offset on, fewer at the end."""
        count = max(0, min(count, self.size - offset))
        block, within = divmod(offset, _BLOCK)
        with self._turn:
            self._file.seek(block * _BLOCK)
            data = self._file.read(within + count)
        return self._cipher(block).update(data)[within:]

    def _cipher(self, block: int) -> CipherContext:
        return Cipher(self._key, CTR(block.to_bytes(_BLOCK, "big"))).encryptor()  # both ways are the same


class _Part(io.RawIOBase):
    """A part of a spool as a file to read."""

    def __init__(self, spool: Spool, start: int, end: int) -> None:
        super().__init__()
        self._spool, self._start, self._end, self._at = spool, start, end, start

    def readable(self) -> bool:
        """It can be read."""
        return True

    def seekable(self) -> bool:
        """It can be sought in."""
        return True

    def tell(self) -> int:
        """Where the next read begins."""
        return self._at - self._start

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to an offset, in bytes."""
        self._at = {io.SEEK_SET: self._start, io.SEEK_CUR: self._at, io.SEEK_END: self._end}[whence] + offset
        return self.tell()

    def readinto(self, buffer: Any, /) -> int:
        """Fill a buffer, less of it at the end."""
        view = memoryview(buffer).cast("B")
        data = self._spool.read_at(self._at, min(len(view), self._end - self._at))
        view[: len(data)] = data
        self._at += len(data)
        return len(data)


class Spooled(Streamed):
    """What a spool holds from ``start`` to ``end``. ``file`` reads it; ``sha256`` is known from the start."""

    def __init__(self, spool: Spool, start: int = 0, end: int | None = None) -> None:
        end = spool.size if end is None else end
        self.file = cast("BinaryIO", _Part(spool, start, end))
        super().__init__(self.file, end - start)
        if (start, end) == (0, spool.size):
            self.sha256 = spool.sha256
        else:
            for _ in self.parts():
                pass


class Spools:
    """Where spools are made: in ``folder``, or where the system has its temporary files while that is not said.

    ``large`` is how many bytes of one member are held rather than spooled; ``held`` is how many of all members of
    containers within others are, at a time for each reader.
    """

    def __init__(self) -> None:
        self.folder: Path | None = None
        self.large = LARGE
        self.held = 8 * LARGE

    def take(self, read: Callable[[int], bytes], size: int) -> Spooled | None:
        """So many bytes of a connection; None when it ends before."""
        spool = Spool(self.folder)
        while missing := size - spool.size:
            piece = read(min(missing, PART_BYTES))
            if not piece:
                return None
            spool.append(piece)
        return Spooled(spool)


def _storage(error: OSError) -> StorageError:
    return StorageError.of(
        "what is too large to hold cannot be put aside beside the case",
        error,
        "Free some space or check the disk, then go on with the intake.",
    )
