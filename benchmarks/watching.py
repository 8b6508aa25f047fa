"""What our child processes use while something is measured (Linux): the most that any takes, and all together."""

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
_FORGET_PEAK = "5"  # proc_pid_clear_refs(5)
_SET_CHILD_SUBREAPER = 36  # prctl(2)
_UTIME, _STIME, _CUTIME, _CSTIME = 11, 12, 13, 14  # fields of /proc/PID/stat behind the name, proc_pid_stat(5)


class Watch:
    """A context in which our children are looked at every so many seconds. ``peak`` in bytes, ``processor`` in seconds.

    ``curve`` is our own resident size over time, a sample a second. ``together`` is the most bytes that all children
    had at a time, where what several share is counted for each: no less than what they took of the machine.
    """

    def __init__(self, every: float = _SECONDS) -> None:
        self.every = every
        self.peak = 0
        self.together = 0
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
                Path(f"/proc/{child}/clear_refs").write_text(_FORGET_PEAK)  # what it took before is another's
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        turn = 0
        while not self._over.wait(self.every):
            together = 0
            for child in _below(os.getpid()):
                with suppress(OSError):
                    self._before.setdefault(child, 0.0)
                    self._used[child] = _processor(child)
                    sizes = _sizes(child)
                    self.peak = max(self.peak, sizes.get("VmHWM", 0))
                    together += sizes.get("RssAnon", 0) + sizes.get("RssShmem", 0)
            self.together = max(self.together, together)
            if turn % round(1 / self.every) == 0:
                self.curve.append(_sizes(os.getpid()).get("VmRSS", 0))
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


def _sizes(process: int) -> dict[str, int]:
    """The sizes of /proc/PID/status in bytes, by their names there."""
    lines = (line.split() for line in Path(f"/proc/{process}/status").read_text().splitlines())
    return {line[0].rstrip(":"): int(line[1]) * 1024 for line in lines if line[-1] == "kB"}
