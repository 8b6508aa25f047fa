"""Workers as programs of their own that speak over pipes: for every operating system, and for the print worker."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Sequence

from reviewer.isolation.provider import (
    Activity,
    Provider,
    Worker,
    activity_of,
    give_way,
    program,
    quiet_folder,
    surroundings,
)

_CHUNK = 2**20  # bytes asked for at once: a length that lies must not make us allocate what never comes


class PipeProvider(Provider):
    """Starts one program per worker."""

    def __init__(self, command: Sequence[str] = ()) -> None:
        self._command = list(command) or program("reviewer.workers.parse", "--pipe")

    def start(self, *, session: bool = False) -> Worker:  # noqa: ARG002 - pipes carry pixels as they carry all else
        """Start the program."""
        return PipeWorker(self._command)

    def close(self) -> None:
        """Nothing runs but the workers."""


class PipeWorker(Worker):
    """A program with frames on its standard input and output; what it says on standard error is dropped unread."""

    def __init__(self, command: Sequence[str]) -> None:
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            env=surroundings(),
            cwd=quiet_folder(),
            process_group=0,  # Ctrl+C in a terminal is for the app to handle
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0) if sys.platform == "win32" else 0,
        )
        give_way(self._process.pid)
        if self._process.stdin is None or self._process.stdout is None:
            raise OSError("the worker has no pipes")
        self._input, self._output = self._process.stdin, self._process.stdout

    @property
    def process(self) -> int:
        """The number of the program's process."""
        return self._process.pid

    def read(self, size: int) -> bytes:
        """At most ``size`` bytes of the answer."""
        return os.read(self._output.fileno(), min(size, _CHUNK))

    def write(self, piece: bytes | memoryview) -> None:
        """Send all of it."""
        view = memoryview(piece)
        while view:
            view = view[os.write(self._input.fileno(), view[:_CHUNK]) :]

    def kill(self) -> None:
        """End the program, and on Unix whatever it started."""
        if sys.platform == "win32":
            self._process.kill()
        elif self._process.poll() is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, 9)

    def alive(self) -> bool:
        """Whether the program still runs."""
        return self._process.poll() is None

    def activity(self) -> Activity | None:
        """What it does now."""
        return activity_of(self._process.pid)

    def wait(self, seconds: float) -> int | None:
        """Its exit code, or minus the signal's number."""
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def finish(self, seconds: float) -> None:
        """Tell it that nothing more will come, and give it that long to tidy up."""
        with contextlib.suppress(OSError):
            self._input.close()
        self.wait(seconds)

    def close(self) -> None:
        """Kill it, reap it, close the pipes."""
        self.kill()
        self.wait(10)
        for pipe in (self._input, self._output):
            with contextlib.suppress(OSError):  # what could not be flushed is lost with the worker
                pipe.close()
