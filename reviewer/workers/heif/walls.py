"""The walls around the decoder: it can compute with threads, and reach nothing."""

from __future__ import annotations

import contextlib
import importlib
import sys

from reviewer.workers import landlock, seccomp
from reviewer.workers.sandbox import deny_network

MEMORY = 1200 * 2**20
ADDRESS_SPACE = 4 * 2**30
"""Bytes; each thread reserves some that it never uses."""
SECONDS = 60
"""Of processor time."""


def shut_in() -> tuple[str, ...]:
    """Shut this process in for good, as far as the system has walls; what is up now, as short phrases."""
    walls = (*_limit(), *deny_network())
    if sys.platform != "linux":
        return walls
    abi = landlock.restrict()
    if abi:
        walls += (f"no files (Landlock ABI {abi})",)
    try:
        seccomp.install(seccomp.alone())
    except OSError:
        return walls
    return (*walls, "no other process, no other program (seccomp)")


def _limit() -> tuple[str, ...]:
    try:
        resource = importlib.import_module("resource")  # Unix only
    except ImportError:
        return ()
    limits = {
        "RLIMIT_DATA": MEMORY,
        "RLIMIT_AS": ADDRESS_SPACE,
        "RLIMIT_CPU": SECONDS,
        "RLIMIT_FSIZE": 0,
        "RLIMIT_NOFILE": 16,
        "RLIMIT_CORE": 0,
    }
    for name, value in limits.items():
        with contextlib.suppress(AttributeError, ValueError, OSError):  # macOS refuses some of these
            resource.setrlimit(getattr(resource, name), (value, value))
    return ("rlimits",)
