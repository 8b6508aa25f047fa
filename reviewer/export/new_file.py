"""Write one file that leaves the case: whole or not at all, and never over another."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from reviewer.errors import InputError, StorageError
from reviewer.export.staging import let_go, take_file


class NewFile:
    """A file that comes to be whole or not at all; a context manager.

    Its bytes are written beside its place, for their owner only; :meth:`finish` puts it into its place, which takes no
    time. An error within the context, even after that, leaves nothing. InputError when there is a file already,
    StorageError when the disk does not take it.
    """

    def __init__(self, out: Path) -> None:
        self.out = out
        self._part = out.with_name(f".{out.name}.part")
        self._finished = False
        self._held: int | None = None
        self._staged = False
        if out.exists() or out.is_symlink():
            raise _taken(out)

    def __enter__(self) -> Self:
        return self

    def write(self, data: bytes) -> None:
        """Write the bytes; they are durable then."""
        with self._storing():
            made, self._held = take_file(self._part)
            self._staged = True
            with os.fdopen(made, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())

    def finish(self) -> None:
        """Put the file into its place."""
        with self._storing():
            os.close(os.open(self.out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))  # nothing is written over
            self._finished = True
            self._part.replace(self.out)
            self._staged = False  # another export may be writing there by now

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            with self._storing():
                if self._staged:
                    self._part.unlink(missing_ok=True)
                if kind is not None and self._finished:
                    self.out.unlink(missing_ok=True)
        finally:
            let_go(self._held)

    @contextmanager
    def _storing(self) -> Iterator[None]:
        try:
            yield
        except FileExistsError as error:
            raise _taken(self.out) from error
        except OSError as error:
            raise StorageError.of(
                f"“{self.out}” cannot be written", error, "Free some space, or choose another place."
            ) from error


def _taken(out: Path) -> InputError:
    return InputError(f"there is a file “{out}” already", "Choose another name.")
