"""What a provider of workers is: something that starts child processes and hands each out as a :class:`Worker`.

Two exist: :mod:`~reviewer.isolation.provider_fork` (Linux, a zygote that forks) and
:mod:`~reviewer.isolation.provider_pipe` (anywhere, a program of its own). The same contract tests hold for both.
"""

from __future__ import annotations

import os
import signal
import sys
from abc import ABC, abstractmethod
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from reviewer.domain.reasons.reason import Reason

NICENESS = 8
"""How far workers stand back: 0 like the window, 19 only what nothing else wants."""
ONCE_LOADED = f"--stand-back={NICENESS}"
"""What a zygote is told that stands back by itself once it has loaded, and not before."""

# Names a child may see of our environment. Never the passphrase, never the home folder, no settings for Python.
_PASSED_ON = ("SYSTEMROOT", "WINDIR", "TEMP", "TMP", "TMPDIR", "XDG_RUNTIME_DIR", "LD_LIBRARY_PATH", "PYTHONHOME")


@dataclass(frozen=True, slots=True)
class Activity:
    """What a worker does: whether it works or waits for its turn, and its processor time so far, in seconds.

    ``ended`` is that of its children that have ended, and of theirs. ``waited`` are the seconds for which it could have
    worked and others had the processor, as of the last time it got it; None where that cannot be told.
    """

    ready: bool
    seconds: float
    ended: float = 0.0
    waited: float | None = None


def activity_of(process: int) -> Activity | None:
    """What a process does, by its number; None where that cannot be told (proc_pid_stat(5), proc_pid_schedstat(5))."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        own, ended = (sum(map(int, some)) / os.sysconf("SC_CLK_TCK") for some in (fields[11:13], fields[13:15]))
        return Activity(fields[0] in "RD", own, ended, _waited(process))
    except (OSError, ValueError, IndexError):
        return None


def _waited(process: int) -> float | None:
    """Not every kernel tells it. It is that of the first thread, and workers have no other."""
    try:
        return int(Path(f"/proc/{process}/schedstat").read_text(encoding="ascii").split()[1]) / 1e9
    except (OSError, ValueError, IndexError):
        return None


class Worker(ABC):
    """One child process as the app sees it: bytes in, bytes out, and an end."""

    @abstractmethod
    def read(self, size: int) -> bytes:
        """At most ``size`` bytes of the answer; none when the worker is gone."""

    @abstractmethod
    def write(self, piece: bytes | memoryview) -> None:
        """Send all of it; OSError when the worker is gone."""

    @abstractmethod
    def kill(self) -> None:
        """End it at once; may be called from any thread and more than once."""

    @abstractmethod
    def alive(self) -> bool:
        """Whether it still runs."""

    @abstractmethod
    def wait(self, seconds: float) -> int | None:
        """How it ended: its exit code, or minus the number of the signal; None when that cannot be told in time."""

    @abstractmethod
    def close(self) -> None:
        """Kill it and give back everything it used; not while another thread talks to it."""

    def activity(self) -> Activity | None:
        """What it does now; None where that cannot be told."""
        return None

    def pixels(self, size: int) -> bytes:
        """The first ``size`` bytes of the memory shared with it; ValueError if there is none or less."""
        raise ValueError(f"no memory is shared with this worker, let alone {size} bytes")


class Provider(ABC):
    """Starts workers."""

    @abstractmethod
    def start(self, *, session: bool = False) -> Worker:
        """Start a worker; ``session`` gives it shared memory for pixels where that exists. OSError if it cannot."""

    @abstractmethod
    def close(self) -> None:
        """End whatever the provider itself keeps running."""


def surroundings() -> dict[str, str]:
    """The whole environment of a worker: little, and nothing secret."""
    kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return {**kept, "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def program(module: str, *arguments: str) -> list[str]:
    """The command that runs one of our modules, without looking for modules in the current folder."""
    return [sys.executable, "-P", "-m", module, *arguments]


def give_way(process: int) -> None:
    """Let a child process, and all that it starts, have the processor after the app. On Unix.

    That holds because children stay in the session of the app: Linux weighs sessions against each other, whatever the
    niceness of what runs in them (autogroups).
    """
    if sys.platform != "win32":
        with suppress(OSError):  # it has ended already
            os.setpriority(os.PRIO_PROCESS, process, NICENESS)


def quiet_folder() -> str:
    """A current folder for workers that holds no evidence and keeps no medium busy."""
    return Path(sys.executable).anchor


def ending(worker: str, code: int | None) -> Reason:
    """How a worker ended, by the code it left."""
    if code is None:
        return Reason("worker.silent", worker=worker)
    if code >= 0:
        return Reason("worker.exited", worker=worker, exit=code)
    number = -code
    if sys.platform != "win32":
        if number == signal.SIGSYS:
            return Reason("worker.forbidden", worker=worker, signal=number)
        if number in {signal.SIGXCPU, signal.SIGPROF}:
            return Reason("worker.processor_time", worker=worker, signal=number)
        if number == signal.SIGKILL:
            return Reason("worker.killed", worker=worker, signal=number)
    return Reason("worker.crashed", worker=worker, signal=number)
