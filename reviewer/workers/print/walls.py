"""The walls around Chromium: it can lay out one page after the other, and reach neither the reviewer nor a network.

They stand around all of its processes, besides those that Chromium puts up between them where the system lets it.
"""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import Sequence
from pathlib import Path

from reviewer.workers.filters import printing, started
from reviewer.workers.sandbox import NO_CORE, confine_files, filter_calls, linux

MEMORY = 1200 * 2**20
"""Bytes of memory of its own that each process may have."""
FILE = 1024 * 2**20
"""Bytes of one file; files are in memory too."""


def put_up(folder: Path, programs: Sequence[Path], *, namespaces: bool) -> tuple[str, ...]:
    """Shut this process in, and all that it starts; what is up now, or nothing where a wall is not to be had.

    It writes in ``folder`` alone and starts ``programs`` alone; ``namespaces`` leaves what Chromium's own sandbox is
    built of. Elsewhere than on Linux there are none of these, and that is for the caller to tell.
    """
    _limit()
    if not linux():
        return ()
    files = confine_files(folder, programs, namespaces=namespaces)
    calls = filter_calls(printing(namespaces=namespaces), "no network, no sockets (seccomp)")
    return (*calls, *files) if calls and files else ()


def close_behind() -> None:
    """Once Chromium runs: this process starts no other any more."""
    filter_calls(started(), "no other program")


def _limit() -> None:
    try:
        resource = importlib.import_module("resource")  # Unix only
    except ImportError:
        return
    for name, value in (("RLIMIT_DATA", MEMORY), ("RLIMIT_CORE", NO_CORE), ("RLIMIT_FSIZE", FILE)):
        with contextlib.suppress(ValueError, OSError):  # the system's own limit is lower still, or macOS refuses it
            resource.setrlimit(getattr(resource, name), (value, value))
