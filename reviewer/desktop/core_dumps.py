"""No core dumps: a crash must not write the key and the evidence to the disk."""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import sys

_SET_DUMPABLE = 4  # <linux/prctl.h>
_NONE = 1
"""Bytes of a core dump. With one the kernel makes none at all; with none it would still give it to a program that
collects them (core(5))."""


def forbid_core_dumps() -> None:
    """Leave no core dump of this process or of what it starts; on Linux no other program of the user looks into it."""
    with contextlib.suppress(ImportError, ValueError, OSError):  # Windows has no limits; a lower one may be set already
        resource = importlib.import_module("resource")
        resource.setrlimit(resource.RLIMIT_CORE, (_NONE, _NONE))
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_SET_DUMPABLE, *map(ctypes.c_ulong, (0, 0, 0, 0)))
