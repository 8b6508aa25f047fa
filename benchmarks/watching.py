"""What our child processes use while something is measured (Linux): the most that any of them takes."""

from __future__ import annotations

import ctypes
import os
import resource
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
_SECONDS = 0.02
_SET_CHILD_SUBREAPER = 36  # prctl(2)
_UTIME, _STIME, _CUTIME, _CSTIME = 11, 12, 13, 14  # fields of /proc/PID/stat behind the name, proc_pid_stat(5)


class Watch:
    """A context in which our children are looked at every 20 ms. ``peak`` in bytes, ``processor`` in seconds.

    ``curve`` is our own resident size over time, a sample a second.
    """

    def __init__(self) -> None:
        self.peak = 0
        self.curve: list[int] = []
        self._before: dict[int, float] = {}
        self._used: dict[int, float] = {}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)

    @property
    def processor(self) -> float:
        """Seconds of processor time of all children together."""
        return sum(used - self._before[child] for child, used in self._used.items())

    def __enter__(self) -> Self:
        for child in _below(os.getpid()):
            with suppress(OSError):
                self._before[child] = _processor(child)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        turn = 0
        while not self._over.wait(_SECONDS):
            for child in _below(os.getpid()):
                with suppress(OSError):
                    self._before.setdefault(child, 0.0)
                    self._used[child] = _processor(child)
                    self.peak = max(self.peak, _status(child, "VmHWM"))
            if turn % round(1 / _SECONDS) == 0:
                self.curve.append(_status(os.getpid(), "VmRSS"))
            turn += 1


def adopt_orphans() -> None:
    """Have whatever is below us and loses its parent become our child: workers that end with their zygote, say."""
    ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def wait_for_all() -> None:
    """Wait until no child is left, so that what each used is known."""
    with suppress(ChildProcessError):
        while True:
            os.wait()


def processor_time() -> float:
    """Seconds of processor time of this process and all below it, of those that have ended too."""
    below = sum(_processor(child) + _processor(child, _CUTIME, _CSTIME) for child in _below(os.getpid()))
    ours = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return below + sum(each.ru_utime + each.ru_stime for each in ours)


def _below(process: int) -> Iterator[int]:
    for listed in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):
            for child in map(int, listed.read_text().split()):
                yield child
                yield from _below(child)


def _processor(process: int, *which: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return sum(int(fields[one]) for one in which or (_UTIME, _STIME)) / _TICKS


def _status(process: int, name: str) -> int:
    """A size of /proc/PID/status in bytes, 0 where it has none."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) * 1024
    return 0
