"""The walls around the decoder: it can compute with threads, and reach nothing."""

from __future__ import annotations

import contextlib
import importlib

from reviewer.workers import landlock
from reviewer.workers.filters import decoding
from reviewer.workers.sandbox import NO_CORE, filter_calls, linux, make_undumpable

MEMORY = 1200 * 2**20
ADDRESS_SPACE = 4 * 2**30
"""Bytes; each thread reserves some that it never uses."""
SECONDS = 12
"""Of processor time, as Chromium and LibreOffice have for an item. Nine million pixels of noise take 1.4."""


def shut_in(memory: int = MEMORY, address_space: int = ADDRESS_SPACE, seconds: int = SECONDS) -> tuple[str, ...]:
    """Shut this process in for good, as far as the system has walls; what is up now, as short phrases."""
    walls = _limit(memory, address_space, seconds)
    if not linux():
        return walls
    make_undumpable()
    abi = landlock.restrict()
    if abi:
        walls += (f"no files (Landlock ABI {abi})",)
    return walls + filter_calls(decoding(), "no network, no files, no other process (seccomp allow-list)")


def _limit(memory: int, address_space: int, seconds: int) -> tuple[str, ...]:
    try:
        resource = importlib.import_module("resource")  # Unix only
    except ImportError:
        return ()
    limits = {
        "RLIMIT_DATA": memory,
        "RLIMIT_AS": address_space,
        "RLIMIT_CPU": seconds,
        "RLIMIT_FSIZE": 0,
        "RLIMIT_NOFILE": 16,
        "RLIMIT_CORE": NO_CORE,
    }
    for name, value in limits.items():
        with contextlib.suppress(AttributeError, ValueError, OSError):  # macOS refuses some of these
            resource.setrlimit(getattr(resource, name), (value, value))
    return ("rlimits",)
