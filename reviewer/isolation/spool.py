"""Bytes from a worker that are too many to hold: on the disk, under a key that only this process has.

The file has no name (on Windows it goes with the process) and lies beside the case. Once the app has ended it is worth
nothing to anybody: the key was never anywhere but in memory.
"""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
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


class Spool(io.RawIOBase):
    """A file that is written once, from the beginning, then read anywhere. Enciphered by AES-256 in counter mode."""

    def __init__(self, folder: Path | None) -> None:
        super().__init__()
        try:
            self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - it lives as long as the spool
        except OSError as error:
            raise _storage(error) from error
        weakref.finalize(self, self._file.close)
        self._key = AES(os.urandom(32))
        self._digest = hashlib.sha256()
        self._writing = self._cipher(0)
        self._at = self.size = 0

    @property
    def sha256(self) -> bytes:
        """That of what was written."""
        return self._digest.digest()

    def append(self, piece: bytes) -> None:
        """Write the next bytes; StorageError when the disk will not have them."""
        try:
            self._file.write(self._writing.update(piece))
        except OSError as error:
            raise _storage(error) from error
        self._digest.update(piece)
        self.size += len(piece)

    def readable(self) -> bool:
        """It can be read."""
        return True

    def seekable(self) -> bool:
        """It can be sought in."""
        return True

    def tell(self) -> int:
        """Where the next read begins."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to an offset, in bytes."""
        self._at = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.size}[whence] + offset
        return self._at

    def readinto(self, buffer: Any, /) -> int:
        """Fill a buffer, less of it at the end."""
        view = memoryview(buffer).cast("B")
        count = max(0, min(len(view), self.size - self._at))
        block, within = divmod(self._at, _BLOCK)
        self._file.seek(block * _BLOCK)
        view[:count] = self._cipher(block).update(self._file.read(within + count))[within:]
        self._at += count
        return count

    def _cipher(self, block: int) -> CipherContext:
        return Cipher(self._key, CTR(block.to_bytes(_BLOCK, "big"))).encryptor()  # both ways are the same


class Spooled(Streamed):
    """What a spool holds. ``file`` reads it, ``sha256`` is known from the start."""

    def __init__(self, spool: Spool) -> None:
        self.file = cast("BinaryIO", spool)
        super().__init__(self.file, spool.size)
        self.sha256 = spool.sha256


class Spools:
    """Where spools are made: in ``folder``, or where the system has its temporary files while that is not said."""

    def __init__(self) -> None:
        self.folder: Path | None = None

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
    return StorageError(
        f"what is too large to hold cannot be put aside beside the case: {error.strerror}",
        "Free some space, then go on with the intake.",
    )
