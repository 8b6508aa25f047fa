"""The walls a worker puts around itself at its start, as far as the operating system has them.

Each function answers with what is up now, as short phrases, and never fails for want of a wall: the app shows
the phrases and warns where less is to be had.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import os
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reviewer.workers import filters, landlock, seccomp
from reviewer.workers.syscalls import known_machine

_SET_PDEATHSIG, _SET_DUMPABLE, _SET_NO_NEW_PRIVS = 1, 4, 38  # <linux/prctl.h>
_SIGKILL = 9
_OURS = Path(__file__).resolve().parents[1]
_SYSTEM = ("/usr", "/lib", "/lib64", "/bin", "/sbin", "/opt", "/nix", "/etc", "/var/cache/fontconfig")
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/urandom", "/dev/random")
"""The devices that a program may need; terminals, through which it could read and type for the reviewer, are none."""


NO_CORE = 1
"""Bytes of a core dump. With one the kernel makes none at all; with none it would still give it to a program that
collects them (core(5))."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What a parse worker may use: bytes of memory, and seconds of processor time over its whole life.

    The app's own timer bounds each request; these hold even if the app is busy.
    """

    memory: int = 1200 * 2**20
    address_space: int = 2048 * 2**20
    processor: int = 600


def filter_calls(filter_program: bytes, name: str) -> tuple[str, ...]:
    """Put a system call filter around this process and all that it starts; the wall's name, if it is up (Linux)."""
    if not linux() or not no_new_privileges():
        return ()
    try:
        seccomp.install(filter_program)
    except OSError:
        return ()
    return (name,)


def confine_files(folder: Path, programs: Sequence[Path], *, namespaces: bool) -> tuple[str, ...]:
    """Leave this process, and all that it starts, the system's files to read and ``folder`` to write (Linux).

    Of the programs on the machine only those named can be started, each with the loader that it asks for.
    ``namespaces`` lets it say in /proc who is who in a user namespace that it makes.
    """
    if not linux() or not no_new_privileges():
        return ()
    # Python and our own code may live anywhere, even in a home; what lies beside them there stays out of reach.
    ours = {sys.prefix, sys.base_prefix, str(_OURS), *frozen_program()}
    grants = [(path, landlock.READ) for path in (*_SYSTEM, *sorted(ours))]
    grants += [(str(path), landlock.READ | landlock.EXECUTE) for path in (*programs, *_loaders())]
    grants += [("/proc", landlock.READ | landlock.WRITE_FILE if namespaces else landlock.READ)]
    grants += [(path, landlock.READ | landlock.WRITE_FILE) for path in DEVICES]
    grants += [(str(folder), landlock.EVERYTHING & ~landlock.EXECUTE)]
    grants += [(str(folder.parent), landlock.REMOVE_FOLDER)]  # to remove its own folder in the end
    abi = landlock.restrict(grants)
    return (f"files: system to read, own folder to write (Landlock ABI {abi})",) if abi else ()


def frozen_program() -> tuple[str, ...]:
    """The program that runs, where it is one that carries its own Python modules in its file (PyInstaller)."""
    return (sys.executable,) if getattr(sys, "frozen", False) else ()


def _loaders() -> list[Path]:
    """The programs that load others, as the system calls them."""
    return [path for folder in ("/lib", "/lib64") for path in Path(folder).glob("ld-linux*.so.*")]


def lock_down(budget: Budget) -> tuple[str, ...]:
    """Shut this process in, for good: it can compute and use the connections it has open, and nothing else."""
    walls = _limit(budget)
    if not linux() or not no_new_privileges():
        return walls
    make_undumpable()
    abi = landlock.restrict()
    if abi:
        walls += (f"Landlock ABI {abi}",)
    try:
        seccomp.install(filters.computing())
    except OSError:
        return walls
    return (*walls, "seccomp allow-list (2 levels)", "no network", "no files")


def make_undumpable() -> None:
    """Leave no core dump of this process, and let no other of the same user look into it (Linux)."""
    _prctl(_SET_DUMPABLE, 0)


def die_with_parent() -> None:
    """Be killed when the process that forked this one ends (Linux; elsewhere the end of the connection tells)."""
    if sys.platform == "linux":
        _prctl(_SET_PDEATHSIG, _SIGKILL)


def leave_with_parent() -> None:
    """End this process within a second of its parent's end, even while it is busy and would not see its input end.

    By a thread, which works on every Unix and whichever thread of the parent started us; before :func:`lock_down`.
    """
    threading.Thread(target=_watch, args=(os.getppid(),), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def linux() -> bool:
    """Whether this is a Linux whose system calls we know."""
    return sys.platform == "linux" and known_machine()


def no_new_privileges() -> bool:
    """Give up ever gaining a privilege, which Linux wants first of who puts up walls without one."""
    return _prctl(_SET_NO_NEW_PRIVS, 1) == 0


def _prctl(option: int, value: int) -> int:
    libc = ctypes.CDLL(None, use_errno=True)
    return int(libc.prctl(option, *(ctypes.c_ulong(argument) for argument in (value, 0, 0, 0))))


def _limit(budget: Budget) -> tuple[str, ...]:
    try:
        resource = importlib.import_module("resource")  # Unix only
    except ImportError:
        return ()
    limits = {
        "RLIMIT_DATA": budget.memory,
        "RLIMIT_AS": budget.address_space,
        "RLIMIT_CPU": budget.processor,
        "RLIMIT_FSIZE": 0,
        "RLIMIT_NOFILE": 16,
        "RLIMIT_NPROC": 0,
        "RLIMIT_CORE": NO_CORE,
    }
    held = 0
    for name, value in limits.items():
        # macOS refuses some of these; what it takes is still worth having.
        with contextlib.suppress(AttributeError, ValueError, OSError):
            resource.setrlimit(getattr(resource, name), (value, value))
            held += 1
    return ("rlimits",) if held else ()
