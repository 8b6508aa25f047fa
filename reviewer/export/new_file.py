"""Write one file that leaves the case."""

from __future__ import annotations

import os
from pathlib import Path

from reviewer.errors import InputError, StorageError


def write_new(out: Path, data: bytes) -> None:
    """Write a file that must not exist yet, readable by its owner only; nothing is left behind when that fails."""
    try:
        with os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            try:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            except OSError:
                out.unlink(missing_ok=True)
                raise
    except FileExistsError as error:
        raise InputError(f"there is a file “{out}” already", "Choose another name.") from error
    except OSError as error:
        raise StorageError(f"“{out}” cannot be written: {error.strerror}") from error
