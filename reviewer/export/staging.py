"""Where an export is written until it is whole, beside its place: by one export at a time.

What an export that was killed left there is removed. One that is still being written there is left alone: it holds a
lock on what it writes. There is none on Windows, and on a disk that knows no locks.
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
from contextlib import suppress
from pathlib import Path

from reviewer.errors import ExportError


def take_folder(part: Path) -> int | None:
    """Make an empty folder for its owner only; a descriptor that holds its lock until it is closed, if there are locks.

    ExportError when another export is being written there, or something else is in the way.
    """
    if part.is_dir() and not part.is_symlink():
        held = _locked(part, os.O_RDONLY)
        try:
            shutil.rmtree(part, ignore_errors=True)
        finally:
            let_go(held)
    try:
        part.mkdir(mode=0o700)
    except FileExistsError as error:
        raise _in_the_way(part) from error
    return _locked(part, os.O_RDONLY)


def take_file(part: Path) -> tuple[int, int | None]:
    """Make an empty file for its owner only: a descriptor to write and read by, and one as of :func:`take_folder`.

    ExportError as there.
    """
    with suppress(FileNotFoundError):
        if stat.S_ISREG(part.lstat().st_mode):
            held = _locked(part, os.O_RDWR)
            try:
                part.unlink(missing_ok=True)
            finally:
                let_go(held)
    try:
        made = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    except FileExistsError as error:
        raise _in_the_way(part) from error
    try:
        return made, _locked(part, os.O_RDWR)
    except ExportError:
        os.close(made)
        raise


def let_go(held: int | None) -> None:
    """Give up a lock; the rest of what holds it is left as it is."""
    if held is not None:
        os.close(held)


def _locked(part: Path, how: int) -> int | None:
    """The descriptor of a lock on what is there; None where there are none. ExportError where another export has it."""
    if sys.platform == "win32":
        return None
    import fcntl  # noqa: PLC0415 - only there

    held = os.open(part, how | os.O_NOFOLLOW)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not os.path.samestat(os.fstat(held), part.lstat()):  # another one made it anew meanwhile
            raise _busy(part)
    except (BlockingIOError, FileNotFoundError, ExportError) as error:
        os.close(held)
        raise _busy(part) from error
    except OSError:  # a disk without locks
        os.close(held)
        return None
    return held


def _busy(part: Path) -> ExportError:
    return ExportError(
        f"another export is being written to {_place(part)}", "Wait until it has ended, or choose another place."
    )


def _in_the_way(part: Path) -> ExportError:
    return ExportError(f"{part} is in the way", "Nothing was written. Move it away, or choose another place.")


def _place(part: Path) -> Path:
    return part.with_name(part.name.removeprefix(".").removesuffix(".part"))
