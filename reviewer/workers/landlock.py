"""File rights given up for good (Landlock, <linux/landlock.h>) by ctypes alone.

Everything that the running kernel's version can handle is handled, and only what is named is given back.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import struct
from collections.abc import Iterable

from reviewer.workers.syscalls import number

_VERSION = 1
_PATH_BENEATH = 1
# LANDLOCK_ACCESS_FS_*: the bits that exist from each version on.
_FILE_BITS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | 1 << 14 | 1 << 15  # what may be granted on something not a folder
_TCP = 0b11  # bind and connect, from version 4 on
_SCOPES = 0b11  # abstract sockets and signals to others, from version 6 on

READ = _READ_FILE | _READ_DIR
EXECUTE = _EXECUTE
WRITE_FILE = _WRITE_FILE | 1 << 14 | 1 << 15  # and shorten, and ioctl
REMOVE_FOLDER = 1 << 4
EVERYTHING = (1 << 16) - 1


def version() -> int:
    """The version of Landlock that this kernel speaks, 0 for none."""
    return max(0, _call("landlock_create_ruleset", None, 0, _VERSION))


def restrict(grants: Iterable[tuple[str, int]] = ()) -> int:
    """Give up all file rights except on the named paths (those that exist); returns the version used, 0 if none.

    With them go TCP, and abstract sockets of and signals to processes outside. The caller has set
    PR_SET_NO_NEW_PRIVS.
    """
    abi = version()
    if not abi:
        return 0
    handled = max(bits for since, bits in _FILE_BITS.items() if since <= abi)
    ruleset = struct.pack("=QQQ", handled, _TCP if abi >= 4 else 0, _SCOPES if abi >= 6 else 0)
    rules = _call("landlock_create_ruleset", ruleset, len(ruleset), 0)
    if rules < 0:
        return 0
    try:
        for path, rights in grants:
            with contextlib.suppress(FileNotFoundError, PermissionError):
                _grant(rules, path, rights & handled)
        return abi if _call("landlock_restrict_self", rules, 0) == 0 else 0
    finally:
        os.close(rules)


def _grant(rules: int, path: str, rights: int) -> None:
    beneath = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        if not os.path.isdir(path):  # noqa: PTH112 - pathlib costs an import that the worker does without
            rights &= _OF_FILES
        _call("landlock_add_rule", rules, _PATH_BENEATH, struct.pack("=Qi", rights, beneath), 0)
    finally:
        os.close(beneath)


def _call(name: str, *arguments: int | bytes | None) -> int:
    libc = ctypes.CDLL(None, use_errno=True)
    return int(libc.syscall(ctypes.c_long(number(name) or 0), *arguments))
