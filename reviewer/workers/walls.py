"""The walls around a worker that computes with threads and was given all it needs: it can reach nothing."""

from __future__ import annotations

import contextlib
import importlib
from dataclasses import dataclass

from reviewer.workers import landlock
from reviewer.workers.filters import decoding
from reviewer.workers.sandbox import NO_CORE, filter_calls, linux, make_undumpable


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a process may use: bytes of memory, and of addresses, of which each thread reserves some that it never uses.

    ``seconds`` are of processor time, over all requests.
    """

    memory: int
    addresses: int
    seconds: int


ONE_ITEM = Bounds(memory=1200 * 2**20, addresses=4 * 2**30, seconds=12)
"""For what ends with its item: the time that Chromium and LibreOffice have. Nine million pixels of noise take 1.4."""
MANY_REQUESTS = Bounds(memory=3 * 2**30, addresses=8 * 2**30, seconds=24 * 3600)
"""For what lives as long as one works with it: whoever asks bounds each request."""


def shut_in(bounds: Bounds) -> tuple[str, ...]:
    """Shut this process in for good, as far as the system has walls; what is up now, as short phrases."""
    walls = _limit(bounds)
    if not linux():
        return walls
    make_undumpable()
    abi = landlock.restrict()
    if abi:
        walls += (f"no files (Landlock ABI {abi})",)
    return walls + filter_calls(decoding(), "no network, no files, no other process (seccomp allow-list)")


def _limit(bounds: Bounds) -> tuple[str, ...]:
    try:
        resource = importlib.import_module("resource")  # Unix only
    except ImportError:
        return ()
    limits = {
        "RLIMIT_DATA": bounds.memory,
        "RLIMIT_AS": bounds.addresses,
        "RLIMIT_CPU": bounds.seconds,
        "RLIMIT_FSIZE": 0,
        "RLIMIT_NOFILE": 16,
        "RLIMIT_CORE": NO_CORE,
    }
    for name, value in limits.items():
        with contextlib.suppress(AttributeError, ValueError, OSError):  # macOS refuses some of these
            resource.setrlimit(getattr(resource, name), (value, value))
    return ("rlimits",)
