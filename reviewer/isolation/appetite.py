"""How much memory and processor time a program and all that it starts use, and an end when it is too much (Linux).

Each process has limits of its own, which the system keeps; a browser has five of them, and what they have together only
somebody who looks can tell. Memory is what they have for themselves or share with each other, not files. Elsewhere than
on Linux nobody looks, and the limits of each process are all there is.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from reviewer.domain.reasons.reason import Reason
from reviewer.isolation.provider import activity_of
from reviewer.isolation.provider_pipe import PipeWorker

_LOOK = 0.1
"""Seconds between two looks."""
_OWN = ("RssAnon:", "RssShmem:")
"""The lines of /proc/PID/status that tell, in kB (proc_pid_status(5)). Anybody may read it, unlike a process's PSS."""


@dataclass(frozen=True, slots=True)
class Appetite:
    """What a program may use for one request: bytes of memory, and seconds of processor time."""

    memory: float = math.inf
    processor: float = math.inf


class Diet:
    """A context in which a program is ended once it has used more than it may; ``over`` tells then what.

    ``processor`` is how many seconds it used, once that is left.
    """

    def __init__(self, worker: PipeWorker, most: Appetite, too_much: tuple[Reason, Reason]) -> None:
        self.over: Reason | None = None
        self.processor = 0.0
        self._worker = worker
        self._most = most
        self._too_much_memory, self._too_much_work = too_much
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="diet", daemon=True)

    def __enter__(self) -> Self:
        self._before = used(self._worker.process)[1]
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()
        self.processor = max(self.processor, used(self._worker.process)[1] - self._before)

    def _run(self) -> None:
        while not self._ended.wait(_LOOK):
            memory, processor = used(self._worker.process)
            self.processor = processor - self._before
            if memory > self._most.memory:
                self.over = self._too_much_memory
            elif self.processor > self._most.processor:
                self.over = self._too_much_work
            if self.over is not None:
                self._worker.kill()
                return


def used(process: int) -> tuple[int, float]:
    """Bytes and seconds of a process and of all below it; the seconds also of what has ended there."""
    memory, processor = 0, 0.0
    for each in (process, *_below(process)):
        with suppress(OSError, ValueError, IndexError):
            for line in Path(f"/proc/{each}/status").read_text(encoding="ascii", errors="replace").splitlines():
                if line.startswith(_OWN):
                    memory += int(line.split()[1]) * 1024
        activity = activity_of(each)
        processor += activity.seconds + activity.ended if activity is not None else 0.0
    return memory, processor


def _below(process: int) -> Iterator[int]:
    for listed in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):
            for child in map(int, listed.read_text(encoding="ascii").split()):
                yield child
                yield from _below(child)
