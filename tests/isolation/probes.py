"""Thirty ways out of a worker, each tried in a forked process of its own: ``python probes.py FOLDER [--walls]``.

Prints a JSON object: the name of each probe, and whether and how it got out. With ``--walls`` each process first shuts
itself in as the parse worker does. Run as root it becomes an ordinary user first. Nothing here changes the machine:
targets are this program itself, the folder given, and namespaces of the probe's own.
"""

from __future__ import annotations

import ctypes
import encodings.idna  # noqa: F401 - else a name is never looked up for want of this module
import json
import mmap
import os
import platform
import pwd
import signal
import socket
import struct
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from reviewer.workers.sandbox import Budget, lock_down

_NOBODY = 65534
_NEW_USER, _NEW_MOUNTS = 0x10000000, 0x00020000
_MACHINE = platform.machine()
_SECRET = b"in the parent's memory"
_buffer = ctypes.create_string_buffer(_SECRET)
_libc = ctypes.CDLL(None, use_errno=True)
# x86_64, aarch64
_CALLS = {
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "perf_event_open": (298, 241),
    "bpf": (321, 280),
    "userfaultfd": (323, 282),
    "open_by_handle_at": (304, 265),
    "add_key": (248, 217),
    "io_uring_setup": (425, 425),
    "pidfd_getfd": (438, 438),
}


@dataclass(frozen=True)
class Target:
    """What the probes aim at: all of it ours."""

    folder: Path
    parent: int
    tcp: tuple[str, int]
    udp: tuple[str, int]
    path_socket: str
    abstract_socket: str
    echo: bytes
    out: int


def _call(name: str, *arguments: object) -> int:
    result = int(_libc.syscall(ctypes.c_long(_CALLS[name][_MACHINE == "aarch64"]), *arguments))
    return _checked(result)


def _checked(result: int) -> int:
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def read_a_file(_: Target) -> None:
    assert Path("/etc/passwd").read_bytes()


def write_a_file(target: Target) -> None:
    (target.folder / "written").write_text("escaped")


def list_a_folder(_: Target) -> None:
    assert list(Path("/").iterdir())


def read_the_parents_environment(target: Target) -> None:
    assert Path(f"/proc/{target.parent}/environ").read_bytes()


def read_the_parents_memory_file(target: Target) -> None:
    with Path(f"/proc/{target.parent}/mem").open("rb") as memory:
        memory.seek(ctypes.addressof(_buffer))
        assert memory.read(len(_SECRET)) == _SECRET


def read_the_parents_memory(target: Target) -> None:
    here = ctypes.create_string_buffer(len(_SECRET))
    local = struct.pack("=QQ", ctypes.addressof(here), len(_SECRET))
    remote = struct.pack("=QQ", ctypes.addressof(_buffer), len(_SECRET))
    _call("process_vm_readv", target.parent, local, ctypes.c_ulong(1), remote, ctypes.c_ulong(1), ctypes.c_ulong(0))
    assert here.raw == _SECRET


def trace_the_parent(target: Target) -> None:
    seize = 0x4206
    _call("ptrace", ctypes.c_long(seize), ctypes.c_long(target.parent), None, None)


def take_the_parents_descriptor(target: Target) -> None:
    _call("pidfd_getfd", os.pidfd_open(target.parent), 0, 0)


def signal_the_parent(target: Target) -> None:
    os.kill(target.parent, signal.SIGWINCH)  # which nobody minds


def signal_the_parent_by_pidfd(target: Target) -> None:
    signal.pidfd_send_signal(os.pidfd_open(target.parent), signal.SIGWINCH)


def connect_by_tcp(target: Target) -> None:
    socket.create_connection(target.tcp, timeout=10)


def send_by_udp(target: Target) -> None:
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"escaped", target.udp)


def connect_to_a_socket_file(target: Target) -> None:
    socket.socket(socket.AF_UNIX).connect(target.path_socket)


def connect_to_an_abstract_socket(target: Target) -> None:
    socket.socket(socket.AF_UNIX).connect(target.abstract_socket)


def resolve_a_name(_: Target) -> None:
    assert socket.getaddrinfo("localhost", 80)


def list_network_interfaces(_: Target) -> None:
    netlink = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)
    netlink.bind((0, 0))


def open_a_raw_socket(_: Target) -> None:
    socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)


def fork(_: Target) -> None:
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)


def run_a_program(target: Target) -> None:
    os.dup2(target.out, 1)
    os.execve("/bin/echo", ["echo", "escaped"], {})  # noqa: S606 - the escape to try


def run_a_program_from_memory(target: Target) -> None:
    program = os.memfd_create("program", 0)
    os.write(program, target.echo)
    os.dup2(target.out, 1)
    os.execve(program, ["echo", "escaped"], {})  # noqa: S606 - the escape to try


def map_executable_memory(_: Target) -> None:
    mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)


def enter_a_user_namespace(_: Target) -> None:
    _checked(_libc.unshare(_NEW_USER))


def mount_in_a_namespace(target: Target) -> None:
    _checked(_libc.unshare(_NEW_USER | _NEW_MOUNTS))
    _checked(_libc.mount(b"none", bytes(target.folder), b"tmpfs", ctypes.c_ulong(0), None))


def change_the_root(target: Target) -> None:
    _checked(_libc.unshare(_NEW_USER))
    os.chroot(target.folder)


def link_a_file(target: Target) -> None:
    (target.folder / "link").symlink_to("/etc/passwd")


def make_a_pipe_file(target: Target) -> None:
    os.mkfifo(target.folder / "fifo")


def share_memory(_: Target) -> None:
    name = f"/probe-{os.getpid()}".encode()
    _checked(_libc.shm_open(name, os.O_CREAT | os.O_RDWR, 0o600))
    _libc.shm_unlink(name)


def set_up_a_ring(_: Target) -> None:
    _call("io_uring_setup", 1, ctypes.create_string_buffer(120))


def catch_page_faults(_: Target) -> None:
    user_mode_only = 1
    _call("userfaultfd", user_mode_only)


def keep_a_key(_: Target) -> None:
    process_keyring = -2
    _call("add_key", b"user", b"probe", b"escaped", ctypes.c_size_t(7), process_keyring)


PROBES: tuple[Callable[[Target], None], ...] = (
    read_a_file, write_a_file, list_a_folder, read_the_parents_environment, read_the_parents_memory_file,
    read_the_parents_memory, trace_the_parent, take_the_parents_descriptor, signal_the_parent,
    signal_the_parent_by_pidfd, connect_by_tcp, send_by_udp, connect_to_a_socket_file, connect_to_an_abstract_socket,
    resolve_a_name, list_network_interfaces, open_a_raw_socket, fork, run_a_program, run_a_program_from_memory,
    map_executable_memory, enter_a_user_namespace, mount_in_a_namespace, change_the_root, link_a_file, make_a_pipe_file,
    share_memory, set_up_a_ring, catch_page_faults, keep_a_key,
)  # fmt: skip


def _try(probe: Callable[[Target], None], target: Target, *, walls: bool) -> dict[str, object]:
    """Run one probe in a process of its own; it got out if that process says so."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        _attempt(probe, Target(**{**vars(target), "out": writing}), walls=walls)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read().decode()
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return {"escaped": said.startswith("escaped"), "detail": said.strip() or f"ended with {code}"}


def _attempt(probe: Callable[[Target], None], target: Target, *, walls: bool) -> None:
    try:
        if walls:
            lock_down(Budget())
        probe(target)
        os.write(target.out, b"escaped")
    except BaseException as error:  # noqa: BLE001 - whatever stopped it is the outcome
        os.write(target.out, f"{type(error).__name__}: {error}".encode())
    finally:
        os._exit(0)


def _become_ordinary() -> None:
    if os.getuid() == 0:
        os.setgroups([])
        os.setgid(_NOBODY)
        os.setuid(_NOBODY)
        dumpable = 4
        _libc.prctl(dumpable, 1, 0, 0, 0)  # as any program is that was started by its user
    assert pwd.getpwuid(os.getuid()).pw_uid != 0


def main(folder: str, *, walls: bool) -> None:
    _become_ordinary()
    tcp = socket.create_server(("127.0.0.1", 0))
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.bind(("127.0.0.1", 0))
    path_socket = socket.socket(socket.AF_UNIX)
    path_socket.bind(f"{folder}/socket")
    abstract = socket.socket(socket.AF_UNIX)
    abstract.bind(f"\0probe-{os.getpid()}")
    for server in (path_socket, abstract):
        server.listen()
    target = Target(
        Path(folder), os.getpid(), tcp.getsockname(), udp.getsockname(), f"{folder}/socket",
        f"\0probe-{os.getpid()}", Path("/bin/echo").read_bytes(), -1,
    )  # fmt: skip
    print(json.dumps({probe.__name__: _try(probe, target, walls=walls) for probe in PROBES}))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1], walls="--walls" in sys.argv)
