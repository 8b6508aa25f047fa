"""System call filters (seccomp) put together and installed by ctypes alone: no privilege, no package.

A filter is a program of classic BPF, 8 bytes an instruction (``struct sock_filter`` of <linux/filter.h>). It is built
of short runs that each decide one call, so that no jump reaches beyond its own run.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import socket
import struct
from collections.abc import Iterable

from reviewer.workers.syscalls import AUDIT_ARCH, number

# <linux/bpf_common.h>: load a word at an absolute offset; compare with a constant; return.
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
# Offsets in ``struct seccomp_data``; both machines are little-endian, so an argument's low word comes first.
_NR, _ARCH, _ARGUMENTS = 0, 4, 16
_ALLOW, _KILL, _ERROR = 0x7FFF0000, 0x80000000, 0x00050000
_X32 = 0x40000000  # x86_64 only: calls numbered from here are the x32 variants, which would slip past the list
_SET_MODE_FILTER, _EVERY_THREAD = 1, 1
_PROT_EXEC = 4
_CLONE_THREAD = 0x10000

# Level one: what a program needs that computes and talks on the connections it already has.
ALLOWED = (
    "read", "write", "readv", "writev", "pread64", "lseek", "close", "fstat", "poll", "ppoll", "fcntl",
    "munmap", "mremap", "madvise", "brk", "futex", "getrandom",
    "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack", "restart_syscall",
    "clock_gettime", "clock_getres", "clock_nanosleep", "nanosleep", "gettimeofday", "time", "setitimer",
    "getpid", "getppid", "gettid", "getuid", "geteuid", "getgid", "getegid", "getrusage",
    "sched_yield", "sched_getaffinity", "getcpu", "set_robust_list", "rseq", "exit", "exit_group",
)  # fmt: skip
# Also allowed, but never for memory that can be executed.
NEVER_EXECUTABLE = ("mmap", "mprotect")
# Level two: looking for files and asking about the machine fails softly, so that a late import, an unknown charset or
# a missing font is an ordinary error and not the end.
REFUSED = (
    "open", "openat", "openat2", "stat", "lstat", "newfstatat", "statx", "statfs", "access", "faccessat", "faccessat2",
    "readlink", "readlinkat", "getcwd", "getdents64", "ioctl", "dup", "uname", "sysinfo", "getrlimit", "prlimit64",
)  # fmt: skip
# What a program does not need that works on one file, alone: others to talk to, look into, signal or share with, and
# the corners of the kernel that few visit.
NEVER_ALONE = (
    "socket", "socketpair", "io_uring_setup", "fork", "vfork", "execve", "execveat", "setsid", "setpgid",
    "ptrace", "process_vm_readv", "process_vm_writev", "kill", "tkill", "pidfd_send_signal",
    "shmget", "semget", "msgget", "mq_open", "add_key", "request_key", "keyctl",
    "unshare", "setns", "mount", "open_tree", "fsopen", "bpf", "perf_event_open", "userfaultfd",
)  # fmt: skip


def allow_list() -> bytes:
    """The parse worker's filter: what is on neither list kills the process."""
    program = _opening()
    for name in ALLOWED:
        program += _decide(name, _ALLOW)
    for name in NEVER_EXECUTABLE:
        program += _unless_executable(name)
    for name in REFUSED:
        program += _decide(name, _ERROR | errno.EACCES)
    return b"".join([*program, _step(_RETURN, _KILL)])


def no_network() -> bytes:
    """The print worker's filter: sockets of the AF_UNIX kind only, and no io_uring, which could open others."""
    allowed = [_step(_EQUAL, socket.AF_UNIX, 0, 1), _step(_RETURN, _ALLOW), _step(_RETURN, _ERROR | errno.EACCES)]
    sockets = [_step(_EQUAL, number("socket") or 0, 0, 1 + len(allowed)), _step(_LOAD, _ARGUMENTS), *allowed]
    program = [*_opening(), *sockets, *_decide("io_uring_setup", _ERROR | errno.EPERM)]
    return b"".join([*program, _step(_RETURN, _ALLOW)])


def alone() -> bytes:
    """The filter around LibreOffice, in the calling process: threads and files, but no socket, process or program."""
    program = _opening()
    for name in NEVER_ALONE:
        program += _decide(name, _ERROR | errno.EPERM)
    program += _decide("clone3", _ERROR | errno.ENOSYS)  # its flags lie in memory; the C library then takes clone
    program += _if_first(number("tgkill") or 0, os.getpid())  # as the C library's abort() does to itself
    program += [
        _step(_EQUAL, number("clone") or 0, 0, 4),
        _step(_LOAD, _ARGUMENTS),  # the first argument: flags
        _step(_ANY_BIT, _CLONE_THREAD, 1, 0),
        _step(_RETURN, _ERROR | errno.EPERM),
        _step(_RETURN, _ALLOW),
    ]
    return b"".join([*program, _step(_RETURN, _ALLOW)])


def install(program: bytes) -> None:
    """Put a filter on every thread of this process and all that it starts, for good.

    OSError where the kernel has no seccomp. The caller has set PR_SET_NO_NEW_PRIVS.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    text = ctypes.create_string_buffer(program, len(program))
    # struct sock_fprog: unsigned short length in instructions, padding, pointer.
    head = ctypes.create_string_buffer(struct.pack("=H6xQ", len(program) // 8, ctypes.addressof(text)), 16)
    if libc.syscall(ctypes.c_long(number("seccomp") or 0), _SET_MODE_FILTER, _EVERY_THREAD, head) != 0:
        raise OSError(ctypes.get_errno(), "seccomp")


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)


def _opening() -> list[bytes]:
    machine = platform.machine()
    steps = [
        _step(_LOAD, _ARCH),
        _step(_EQUAL, AUDIT_ARCH[machine], 1, 0),
        _step(_RETURN, _KILL),
        _step(_LOAD, _NR),
    ]
    if machine == "x86_64":
        steps += [_step(_AT_LEAST, _X32, 0, 1), _step(_RETURN, _KILL)]
    return steps


def _decide(name: str, verdict: int) -> Iterable[bytes]:
    call = number(name)
    return () if call is None else (_step(_EQUAL, call, 0, 1), _step(_RETURN, verdict))


def _if_first(call: int, value: int) -> Iterable[bytes]:
    return (
        _step(_EQUAL, call, 0, 4),
        _step(_LOAD, _ARGUMENTS),
        _step(_EQUAL, value, 0, 1),
        _step(_RETURN, _ALLOW),
        _step(_RETURN, _ERROR | errno.EPERM),
    )


def _unless_executable(name: str) -> Iterable[bytes]:
    return (
        _step(_EQUAL, number(name) or 0, 0, 4),
        _step(_LOAD, _ARGUMENTS + 2 * 8),  # the third argument: protection
        _step(_ANY_BIT, _PROT_EXEC, 0, 1),
        _step(_RETURN, _ERROR | errno.EACCES),
        _step(_RETURN, _ALLOW),
    )
