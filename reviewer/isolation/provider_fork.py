"""Linux: workers forked by a zygote that has everything loaded, each with a socket of its own.

The zygote's side, and what is said on the sockets, is in :mod:`reviewer.workers.parse.zygote`.
"""

from __future__ import annotations

import contextlib
import fcntl
import mmap
import os
import select
import signal
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from reviewer.isolation.provider import (
    ONCE_LOADED,
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
_AHEAD = 2**16  # bytes taken at once where fewer are asked for
_WORD = struct.Struct("<i")
_KILL_SECONDS = 1  # to learn the pidfd of a worker still being forked; without, it ends by itself as its socket is shut
SHARED_BYTES = 3 * 64 * 2**20
"""Memory for pixels of a session: 64 Mpx of RGB; pages of it exist only once they are drawn on."""


class ForkProvider(Provider):
    """Keeps a zygote and has it fork; a zygote that died is replaced by the next start.

    One that is ``awaited`` loads beside the app, and stands back with all that it forks once it has.
    """

    def __init__(self, command: Sequence[str] = (), *, awaited: bool = False) -> None:
        self._command = list(command) or program("reviewer.workers.parse")
        self._command += [ONCE_LOADED] * awaited
        self._awaited = awaited
        self._lock = threading.Lock()
        self._zygote: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._closed = False

    @staticmethod
    def usable() -> bool:
        """Whether this machine has what it takes: Linux 5.3 or later, for pidfds."""
        if sys.platform != "linux" or not hasattr(os, "pidfd_open"):
            return False
        try:
            os.close(os.pidfd_open(os.getpid()))
        except OSError:
            return False
        return True

    def start(self, *, session: bool = False) -> Worker:
        """Have a worker forked; returns before it is ready."""
        with contextlib.ExitStack() as ours, contextlib.ExitStack() as theirs:
            frames, its_frames = _pair(ours, theirs)
            watch, its_watch = _pair(ours, theirs)
            given, pixels = [its_frames.fileno(), its_watch.fileno()], None
            if session:
                given.append(_memory())
                theirs.callback(os.close, given[-1])
                pixels = ours.enter_context(mmap.mmap(given[-1], SHARED_BYTES, prot=mmap.PROT_READ))
            self._order(b"S" if session else b"P", given)
            ours.pop_all()  # from here on they are the worker's to close
            return ForkWorker(frames, watch, pixels)

    def close(self) -> None:
        """End the zygote, and with it every worker it forked."""
        with self._lock:
            self._closed = True
            self._drop()

    def _order(self, kind: bytes, descriptors: list[int]) -> None:
        with self._lock:
            if self._closed:
                raise OSError("the workers were shut down")
            if self._zygote is not None and self._zygote.poll() is not None:
                self._drop()
            control = self._control or self._launch()
            try:
                socket.send_fds(control, [kind], descriptors)
            except OSError:  # it is dying: its end of the socket goes before its status is there
                self._drop()
                socket.send_fds(self._launch(), [kind], descriptors)

    def _launch(self) -> socket.socket:
        with contextlib.ExitStack() as ours, contextlib.ExitStack() as its:
            control, theirs = _pair(ours, its)
            self._zygote = subprocess.Popen(
                self._command,
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=surroundings(),
                cwd=quiet_folder(),
                process_group=0,  # Ctrl+C in a terminal is for the app to handle
            )
            if not self._awaited:
                give_way(self._zygote.pid)
            ours.pop_all()
        self._control = control
        return control

    def _drop(self) -> None:
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._zygote is not None:
            self._zygote.kill()
            self._zygote.wait()
            self._zygote = None


class ForkWorker(Worker):
    """A forked worker: its frames on one socket, its pidfd and in the end its status on another."""

    def __init__(self, frames: socket.socket, watch: socket.socket, shared: mmap.mmap | None) -> None:
        self._frames, self._watch, self._shared = frames, watch, shared
        self._lock = threading.Lock()
        self._pidfd: int | None = None
        self._condemned = False
        self._status: int | None = None
        self._ahead = b""
        """What came with the bytes that were asked for: an answer is many short pieces, and each call is a wait."""

    def read(self, size: int) -> bytes:
        """At most ``size`` bytes of the answer."""
        try:
            if size >= _AHEAD and not self._ahead:
                return self._frames.recv(min(size, _CHUNK))
            self._ahead = self._ahead or self._frames.recv(_AHEAD)
        except ConnectionResetError:  # it ended with our request unread
            return b""
        part, self._ahead = self._ahead[:size], self._ahead[size:]
        return part

    def write(self, piece: bytes | memoryview) -> None:
        """Send all of it."""
        self._frames.sendall(piece)

    def kill(self) -> None:
        """End it by its pidfd, which names this process and never another."""
        with self._lock:
            self._condemned = True
            with contextlib.suppress(OSError):
                self._frames.shutdown(socket.SHUT_RDWR)  # wakes whoever reads or writes, dead zygote or not
            self._learn(_KILL_SECONDS)
            if self._pidfd is not None:
                with contextlib.suppress(ProcessLookupError):
                    signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)

    def alive(self) -> bool:
        """Whether it still runs, as far as is known without waiting."""
        with self._lock:
            self._learn(0)
            if self._pidfd is None:
                return not self._condemned
            return self._status is None and not _ready(self._pidfd, 0)

    def wait(self, seconds: float) -> int | None:
        """Its exit code, or minus the signal's number."""
        with self._lock:
            self._learn(seconds)
            if self._status is None and self._pidfd is not None:
                word = self._receive(seconds)[0]
                self._status = _WORD.unpack(word)[0] if len(word) == _WORD.size else None
            return None if self._status is None else os.waitstatus_to_exitcode(self._status)

    def activity(self) -> Activity | None:
        """What it does now; its number is told by its pidfd, so that it is never another's."""
        with self._lock:
            self._learn(0)
            if self._pidfd is None:
                return None
            facts = Path(f"/proc/self/fdinfo/{self._pidfd}").read_text(encoding="ascii")
        number = next((int(line[4:]) for line in facts.splitlines() if line.startswith("Pid:")), -1)
        return activity_of(number) if number > 0 else None

    def pixels(self, size: int) -> bytes:
        """A copy of the first ``size`` bytes of the shared memory."""
        if self._shared is None or not 0 < size <= len(self._shared):
            return super().pixels(size)
        return self._shared[:size]

    def close(self) -> None:
        """Kill it and close everything."""
        self.kill()
        with self._lock:
            self._frames.close()
            self._watch.close()
            if self._pidfd is not None:
                os.close(self._pidfd)
                self._pidfd = None
            if self._shared is not None:
                self._shared.close()
                self._shared = None

    def _learn(self, seconds: float) -> None:
        if self._pidfd is None and self._watch.fileno() >= 0:
            _, descriptors = self._receive(seconds)
            self._pidfd = descriptors[0] if descriptors else None

    def _receive(self, seconds: float) -> tuple[bytes, list[int]]:
        if not _ready(self._watch.fileno(), seconds):
            return b"", []
        word, descriptors, _, _ = socket.recv_fds(self._watch, _WORD.size, 1)
        return word, list(descriptors)


def _ready(descriptor: int, seconds: float) -> bool:
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(seconds * 1000))


def _pair(ours: contextlib.ExitStack, theirs: contextlib.ExitStack) -> tuple[socket.socket, socket.socket]:
    """Our end of a pair of sockets and theirs, each to be closed with its stack."""
    one, other = socket.socketpair()
    return ours.enter_context(one), theirs.enter_context(other)


def _memory() -> int:
    """Anonymous memory that can be neither shortened nor grown, so that reading it can never fault."""
    descriptor = os.memfd_create("pixels", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    try:
        os.ftruncate(descriptor, SHARED_BYTES)
        fcntl.fcntl(descriptor, fcntl.F_ADD_SEALS, fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SEAL)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor
