"""Linux: a process that has loaded everything and forks a worker, walled in, each time the app asks for one.

The app holds the other end of the control socket (standard input). Each request is one byte, ``P`` for the pool or
``S`` for a session, and comes with the worker's ends of its connections: frames, watch, and for a session the memory
for pixels. On the watch socket goes, first, the worker's pidfd, by which the app can end it, and, when it has ended,
its wait status. When the control socket ends the app is gone, and so is the zygote, and with it, by PR_SET_PDEATHSIG,
its workers.
"""

from __future__ import annotations

import contextlib
import gc
import mmap
import os
import select
import signal
import socket
import struct
import sys
from dataclasses import dataclass

from reviewer.workers.parse import serving
from reviewer.workers.sandbox import Budget, die_with_parent, lock_down

CONTROL = 0
_CHANNEL = 3  # where a worker finds its connection
_SESSION = b"S"
_STAND_BACK = "--stand-back="
_FOR_SESSION = Budget(processor=3600)  # a document stays open for as long as a reviewer reads it


@dataclass(slots=True)
class _Child:
    pid: int
    watch: socket.socket


def run(engine: str) -> None:
    """Fork workers until the app is gone."""
    _stand_back()
    gc.collect()
    gc.freeze()  # so that the collector does not write to, and thereby copy, every shared page
    gc.enable()
    control = socket.socket(fileno=CONTROL)
    children: dict[int, _Child] = {}
    poll = select.poll()
    poll.register(CONTROL, select.POLLIN)
    while True:
        for ready, _ in poll.poll():
            if ready != CONTROL:
                poll.unregister(ready)
                _report(ready, children.pop(ready))
                continue
            kind, descriptors, _, _ = socket.recv_fds(control, 1, 3)
            if not kind:
                return
            try:
                pidfd, child = _fork(kind, descriptors, engine)
            except OSError:  # no room for another process: the app sees this one request's connection end
                for descriptor in descriptors:
                    with contextlib.suppress(OSError):
                        os.close(descriptor)
                continue
            children[pidfd] = child
            poll.register(pidfd, select.POLLIN)


def _stand_back() -> None:
    """Have the processor after the app from now on, with all that is forked, where it left that to us."""
    for word in (each for each in sys.argv[1:] if each.startswith(_STAND_BACK)):
        niceness = max(os.getpriority(os.PRIO_PROCESS, 0), int(word.removeprefix(_STAND_BACK)))
        os.setpriority(os.PRIO_PROCESS, 0, niceness)


def _fork(kind: bytes, descriptors: list[int], engine: str) -> tuple[int, _Child]:
    zygote = os.getpid()
    pid = os.fork()
    if pid == 0:
        _be_worker(zygote, kind, descriptors, engine)
    watch = socket.socket(fileno=descriptors[1])
    for descriptor in (descriptors[0], *descriptors[2:]):
        os.close(descriptor)
    pidfd = os.pidfd_open(pid)
    with contextlib.suppress(OSError):  # the app may have lost interest
        socket.send_fds(watch, [struct.pack("<i", pid)], [pidfd])
    return pidfd, _Child(pid, watch)


def _report(pidfd: int, child: _Child) -> None:
    _, status = os.waitpid(child.pid, 0)
    os.close(pidfd)
    with contextlib.suppress(OSError):
        child.watch.send(struct.pack("<i", status))
    child.watch.close()


def _be_worker(zygote: int, kind: bytes, descriptors: list[int], engine: str) -> None:
    try:
        die_with_parent()
        if os.getppid() != zygote:
            return
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        shared = mmap.mmap(descriptors[2], 0) if len(descriptors) > 2 else None
        nowhere = os.open(os.devnull, os.O_RDWR)
        # A copy above every other descriptor first, so that none is overwritten before it was moved.
        channel = os.dup(descriptors[0])
        for target in (0, 1, 2):
            os.dup2(nowhere, target)
        os.dup2(channel, _CHANNEL)
        os.closerange(_CHANNEL + 1, os.sysconf("SC_OPEN_MAX"))
        walls = lock_down(_FOR_SESSION if kind == _SESSION else Budget())
        serving.serve(serving.Connection(_CHANNEL, _CHANNEL, shared), walls, engine)
        os._exit(0)
    finally:
        os._exit(1)
