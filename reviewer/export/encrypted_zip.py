"""Write an export as one archive that only a passphrase opens: AES-256 (WinZip's AE-2), as 7-Zip and WinZip read it.

Nothing is written unencrypted, not even for a moment. The names of the files can be read without the passphrase.
"""

from __future__ import annotations

import hashlib
import io
import os
import secrets
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Literal, Self

from reviewer.errors import ExportError, StorageError
from reviewer.export.staging import let_go, take_file

if TYPE_CHECKING:  # each export loads this module, and few write an archive
    import pyzipper

_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
"""No sign that is taken for another."""
_GROUPS, _GROUP = 6, 5
_DATE = (1980, 1, 1, 0, 0, 0)


class EncryptedZip:
    """An archive that comes to be whole or not at all; a context manager.

    It is written beside its place, for its owner only; :meth:`finish` puts it there. ExportError when there is such a
    file already, StorageError when the disk does not take it.
    """

    def __init__(self, out: Path, passphrase: str, root: str) -> None:
        if out.exists() or out.is_symlink():
            raise ExportError(f"there is a file “{out}” already", "Choose another name.")
        if not out.absolute().parent.is_dir():
            raise ExportError(f"there is no folder {out.absolute().parent}", "Make it first, or name another place.")
        self.out = out.absolute()
        self._root = root
        self._part = self.out.with_name(f".{self.out.name}.part")
        self._passphrase = passphrase.encode()
        self._finished = False
        self._staged = False
        self._held: int | None = None

    def __enter__(self) -> Self:
        try:
            handle, self._held = take_file(self._part)
            self._staged = True
            self._file = os.fdopen(handle, "w+b")
        except OSError as error:
            raise self._cannot(error) from error
        self._zip = self._opened("w")
        return self

    def _opened(self, mode: Literal["r", "w", "a"]) -> pyzipper.AESZipFile:
        import pyzipper  # noqa: PLC0415 - as above

        found = pyzipper.AESZipFile(
            self._file, mode, compression=zipfile.ZIP_DEFLATED, encryption=pyzipper.WZ_AES, allowZip64=True
        )
        found.setpassword(self._passphrase)
        return found

    @staticmethod
    def new_passphrase(groups: int = _GROUPS) -> str:
        """Random signs in groups of five that can be read aloud; 25 bits a group."""
        return "-".join("".join(secrets.choice(_SIGNS) for _ in range(_GROUP)) for _ in range(groups))

    @property
    def place(self) -> Path:
        """Where it will be."""
        return self.out

    def write(self, name: str, data: bytes) -> None:
        """Write one file by its name, ``/`` between names."""
        from pyzipper.zipfile_aes import AESZipInfo  # noqa: PLC0415 - as above

        told = AESZipInfo(f"{self._root}/{name}", _DATE)
        told.external_attr = 0o600 << 16
        told.compress_type = zipfile.ZIP_DEFLATED
        try:
            if self._zip.mode == "r":
                self._zip = self._opened("a")
            self._zip.writestr(told, data)
        except OSError as error:
            raise self._cannot(error) from error

    def read(self, name: str) -> bytes:
        """What was written under a name, read from the archive. StorageError where that does not give it any more."""
        from pyzipper import BadZipFile  # noqa: PLC0415 - as above

        try:
            read: bytes = self._written().read(f"{self._root}/{name}")
        except OSError as error:
            raise self._cannot(error) from error
        except (BadZipFile, zlib.error) as error:
            raise StorageError(
                f"the archive does not give back what was written into it: {name}",
                "The disk may be failing. Choose another place.",
            ) from error
        return read

    def files(self) -> tuple[Collection[str], list[tuple[str, str]]]:
        """As of :class:`verify_bundle.BundlePlace`, by which a finished bundle is checked without being taken apart."""
        try:
            names = Counter(each.removeprefix(f"{self._root}/") for each in self._written().namelist())
        except OSError as error:
            raise self._cannot(error) from error
        return list(names), [(name, "is there more than once") for name, times in names.items() if times > 1]

    def size(self, name: str) -> int:
        """The bytes of a file that was written."""
        size: int = self._written().getinfo(f"{self._root}/{name}").file_size
        return size

    def open(self, name: str) -> IO[bytes]:
        """A file that was written, to be read from the archive."""
        return io.BytesIO(self.read(name))

    def digest(self, name: str) -> str:
        """The SHA-256 of a file that was written; empty where the archive does not give it any more."""
        try:
            return hashlib.sha256(self.read(name)).hexdigest()
        except StorageError:
            return ""

    def _written(self) -> pyzipper.AESZipFile:
        """What was written so far, to be read."""
        if self._zip.mode != "r":
            self._zip.close()
            self._zip = self._opened("r")
        return self._zip

    def begin_durable(self) -> None:
        """Nothing: it is one file, and written until it is closed."""

    def make_durable(self, step: Callable[[int, int], None] = lambda _done, _of: None) -> None:
        """Wait until the disk has all of it; nothing more can be written or read then. ``step`` hears of one file."""
        if self._file.closed:
            return
        step(0, 1)
        try:
            self._zip.close()
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
        except OSError as error:
            raise self._cannot(error) from error

    def finish(self) -> None:
        """Put the archive into its place; it is durable then."""
        self.make_durable()
        try:
            os.close(os.open(self.out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))  # nothing is written over
            self._finished = True
            self._part.replace(self.out)
            self._staged = False  # another export may be writing there by now
        except OSError as error:
            raise self._cannot(error) from error

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError, ValueError):
            self._zip.close()
        with suppress(OSError):
            self._file.close()
        with suppress(OSError):  # what cannot be removed must not hide what went wrong
            if self._staged:
                self._part.unlink(missing_ok=True)
            if kind is not None and self._finished:
                self.out.unlink(missing_ok=True)
        let_go(self._held)

    def _cannot(self, error: OSError) -> StorageError:
        return StorageError(
            f"the export could not be written to {self.out}: {error.strerror}",
            "Free some space or choose another place.",
        )
