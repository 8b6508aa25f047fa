"""The walls around LibreOffice: it can work on one document in one room, and everything else is out of its reach."""

from __future__ import annotations

import contextlib
import os
import resource
import sys
from pathlib import Path

from reviewer.workers import landlock, seccomp
from reviewer.workers.filters import office
from reviewer.workers.sandbox import DEVICES, NO_CORE, die_with_parent, make_undumpable, no_new_privileges

MEMORY = 1000 * 2**20
"""Bytes of memory of its own; with the files that it has in memory that is some 1.1 GB."""
ADDRESS_SPACE = 4 * 2**30
FILE = 512 * 2**20
"""Bytes of one file; files are in memory too."""

_OURS = Path(__file__).resolve().parents[2]
_SYSTEM = ("/usr", "/lib", "/lib64", "/etc", "/var/cache/fontconfig", "/var/lib/libreoffice", "/var/spool/libreoffice")


def confine(program: Path, folder: Path) -> tuple[str, ...]:
    """Leave this process, and all that it forks, the system's files to read and ``folder`` to write; the wall's name.

    Comes after the wall against the network, which gives up new privileges.
    """
    whole = ((str(folder), landlock.EVERYTHING), (str(folder.parent), landlock.REMOVE_FOLDER))
    abi = landlock.restrict([*_to_read(program), *whole])
    return (f"files: system to read, own folder in memory to write (Landlock ABI {abi})",) if abi else ()


def shut_in(program: Path, folder: Path, room: Path, seconds: int, *, fonts_to_write: bool = False) -> None:
    """Put the walls for one document up around this process, for good. OSError where one of them cannot be had.

    It reads what :func:`confine` leaves, of ``folder`` only the settings for fonts, and writes in ``room`` alone.
    """
    die_with_parent()
    make_undumpable()
    no_new_privileges()
    _limit(seconds)
    grants = [*_to_read(program), (str(folder / "fonts.conf"), landlock.READ), (str(room), landlock.EVERYTHING)]
    grants += [(str(folder / "fontconfig"), landlock.EVERYTHING if fonts_to_write else landlock.READ)]
    if not landlock.restrict(grants):
        raise OSError("this system cannot confine LibreOffice to its folder")
    seccomp.install(office())


def _to_read(program: Path) -> list[tuple[str, int]]:
    ours = (sys.prefix, sys.base_prefix, str(_OURS), str(program.parent))
    grants = [(path, landlock.READ) for path in (*_SYSTEM, *ours)]
    return grants + [(path, landlock.READ | landlock.WRITE_FILE) for path in DEVICES]


def let_go() -> None:
    """Give up every connection that this process has with the app."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    os.closerange(3, 256)


def _limit(seconds: int) -> None:
    limits = {
        resource.RLIMIT_DATA: MEMORY,
        resource.RLIMIT_AS: ADDRESS_SPACE,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: FILE,
        resource.RLIMIT_NOFILE: 256,
        resource.RLIMIT_CORE: NO_CORE,
    }
    for name, value in limits.items():
        with contextlib.suppress(ValueError):  # the system's own limit is lower still
            resource.setrlimit(name, (value, value))
