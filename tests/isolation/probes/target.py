"""What the probes aim at: all of it ours, and all of it there for the taking where no wall stands."""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import socket
import time
from dataclasses import dataclass
from pathlib import Path

from reviewer.workers.syscalls import numbers

SECRET = b"in the parent's memory"
SHARED = b"shared by another program"
memory = ctypes.create_string_buffer(SECRET)
libc = ctypes.CDLL(None, use_errno=True)
libc.shmat.restype = ctypes.c_void_p
_NUMBERS = numbers(platform.machine())
_PRIVATE = 0


@dataclass(frozen=True)
class Target:
    """``app`` is a process of the same user; ``inherited`` a file of it that was left open; ``out`` where to tell."""

    folder: Path
    parent: int
    app: int
    secret: Path
    in_memory: Path
    tcp: tuple[str, int]
    udp: tuple[str, int]
    path_socket: str
    datagram_socket: str
    abstract_socket: str
    given: tuple[socket.socket, socket.socket]
    echo: bytes
    shared_memory: int
    queue: int
    inherited: int
    out: int


def call(name: str, *arguments: object) -> int:
    """Make a system call by its number; OSError as the kernel has it."""
    return checked(int(libc.syscall(ctypes.c_long(_NUMBERS[name] or 10_000), *arguments)))


def checked(result: int) -> int:
    """The result of a C function, OSError when it is negative."""
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def stand_in() -> int:
    """Start a process that stands for the app: it works until it is ended, or whoever started it is gone."""
    starter, pid = os.getpid(), os.fork()
    if pid == 0:
        signal.signal(signal.SIGXCPU, signal.SIG_DFL)
        while os.getppid() == starter:
            time.sleep(0.02)
        os._exit(0)
    return pid


def harmed(pid: int, *, look: bool) -> str:
    """What has become of the stand-in for the app, which is ended by that; empty when it was as it should be."""
    if look:
        time.sleep(0.05)  # a signal takes its time
    ended, status = os.waitpid(pid, os.WNOHANG)
    if ended:
        return f"the app ended with {os.waitstatus_to_exitcode(status)}"
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return ""


@dataclass(frozen=True)
class Kernel:
    """A piece of shared memory and a queue of messages of another program of the same user."""

    memory: int
    queue: int

    @classmethod
    def made(cls) -> Kernel:
        """Make both."""
        shared = checked(int(libc.shmget(_PRIVATE, 4096, 0o1600)))
        place = libc.shmat(shared, None, 0)
        ctypes.memmove(place, SHARED, len(SHARED))
        return cls(shared, checked(int(libc.msgget(_PRIVATE, 0o1600))))

    def gone(self) -> None:
        """Remove both."""
        remove = 0
        libc.shmctl(self.memory, remove, None)
        libc.msgctl(self.queue, remove, None)
