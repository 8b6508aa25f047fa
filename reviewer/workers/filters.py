"""What each kind of worker may ask of the kernel, as system call filters.

All are lists of what is allowed. A parse worker that calls anything else is killed, as it has no reason to; the others
hold large programs of other people (libheif, LibreOffice, Chromium), which are refused it and go on.
"""

from __future__ import annotations

import errno
import os

from reviewer.workers.seccomp import ALLOW, KILL, allow_if, no_bit, null, one_of, program, refuse, rule, rules, some_bit

_PROT_EXEC = 4
_O_ASYNC = 0o20000
_CLONE_THREAD = 0x10000
_NEW_NAMESPACES = 0x7E020080  # CLONE_NEW…: user, process, network, mount, IPC, UTS, cgroup, time
_GETLK, _SETLK, _SETLKW = 5, 6, 7
_OFD = (36, 37, 38)
# fcntl: flags of a descriptor, copies of it, locks, seals. Never whom to signal about it (F_SETOWN, F_SETSIG), which
# would be a signal to any process of the same user.
_FLAGS = (0, 1, 2, 3, 1030)  # F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_DUPFD_CLOEXEC
_SETFL = 4
_SEALS = (1033, 1034)
_NAMES_OF_THREADS = (15, 16, 0x53564D41)  # PR_SET_NAME, PR_GET_NAME, PR_SET_VMA
_SOCK_DGRAM_OR_RAW = 2  # the bit that these have and SOCK_STREAM and SOCK_SEQPACKET have not

# What a program needs that computes and talks on the connections it already has.
_COMPUTING = (
    "read", "write", "readv", "writev", "pread64", "lseek", "close", "fstat", "poll", "ppoll",
    "munmap", "mremap", "madvise", "brk", "futex", "getrandom",
    "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack", "restart_syscall",
    "clock_gettime", "clock_getres", "clock_nanosleep", "nanosleep", "gettimeofday", "time", "setitimer",
    "getpid", "getppid", "gettid", "getuid", "geteuid", "getgid", "getegid", "getrusage",
    "sched_yield", "sched_getaffinity", "getcpu", "set_robust_list", "rseq", "exit", "exit_group",
)  # fmt: skip
# Looking for files and asking about the machine fails softly, so that a late import, an unknown charset or a missing
# font is an ordinary error and not the end.
_LOOKING = (
    "open", "openat", "openat2", "stat", "lstat", "newfstatat", "statx", "statfs", "access", "faccessat", "faccessat2",
    "readlink", "readlinkat", "getcwd", "getdents64", "ioctl", "dup", "uname", "sysinfo", "getrlimit",
)  # fmt: skip
# What a program does with files; Landlock says with which. Nothing here changes what a file belongs to or who may read
# it, which Landlock does not look at.
_FILES = (
    *_LOOKING, "dup2", "dup3", "pipe2", "pwrite64", "pwritev", "preadv", "fadvise64", "fallocate", "fstatfs", "fsync",
    "fdatasync", "ftruncate", "flock", "sendfile", "copy_file_range", "getdents", "mkdir", "mkdirat", "rmdir", "unlink",
    "unlinkat", "rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat", "umask", "getpgrp",
    "getpgid", "getsid", "getresuid", "getresgid", "getgroups", "times", "capget", "mincore", "msync", "membarrier",
    "eventfd2", "epoll_create1", "epoll_ctl", "epoll_wait", "epoll_pwait", "select", "pselect6", "timerfd_create",
    "timerfd_settime", "timerfd_gettime", "inotify_init1", "inotify_add_watch", "inotify_rm_watch",
    "rt_sigtimedwait", "rt_sigsuspend", "sched_getparam", "sched_getscheduler", "sched_get_priority_max",
    "sched_get_priority_min", "getpriority", "close_range", "set_tid_address", "arch_prctl",
)  # fmt: skip
# More of what Chromium does: its processes talk on pairs of sockets that they were given.
_CHROMIUM = (
    "prctl", "capset", "wait4", "waitid", "recvmsg", "sendmsg", "recvfrom", "shutdown", "setsockopt", "getsockopt",
    "getsockname", "getpeername", "inotify_init", "epoll_create", "eventfd", "pipe", "seccomp",
    "pkey_alloc", "pkey_free", "pkey_mprotect", "mlock", "munlock", "mmap", "mprotect", "fork", "vfork",
)  # fmt: skip
_SOCKETS = ("socket", "connect", "bind", "listen", "accept", "accept4")
_LANDLOCK = ("landlock_create_ruleset", "landlock_add_rule", "landlock_restrict_self")


def computing() -> bytes:
    """The parse worker's filter, OCR included: it computes, and what it may not do kills it."""
    made = [
        *rules(_COMPUTING),
        *_never_executable(),
        *rules((*_LOOKING, "prlimit64"), refuse(errno.EACCES)),
        *_harmless_fcntl(otherwise=KILL),
    ]
    return program(made, KILL)


def decoding() -> bytes:
    """The filter around the picture decoder, in the calling process: as :func:`computing`, and threads."""
    made = [
        *rules(_COMPUTING),
        *_never_executable(),
        *_threads(),
        *_harmless_fcntl(),
        *_own_limits(),
        allow_if("prctl", [one_of(0, *_NAMES_OF_THREADS)]),
        rule("getcwd"),
        *rules(_LOOKING, refuse(errno.EACCES)),
    ]
    return program(made, refuse())


def office() -> bytes:
    """The filter around LibreOffice, in the calling process: threads and files, but no socket, process or program."""
    made = [
        *rules((*_COMPUTING, *_FILES, "mmap", "mprotect")),
        *_threads(),
        *_harmless_fcntl(_GETLK, _SETLK, _SETLKW, *_OFD),
        *_own_limits(),
        allow_if("prctl", [one_of(0, *_NAMES_OF_THREADS)]),
    ]
    return program(made, refuse())


def no_sockets() -> bytes:
    """Forbid sockets of every family, and io_uring, which could open some; all else is as it was."""
    return program(rules((*_SOCKETS, "socketpair", "io_uring_setup"), refuse(errno.EACCES)), ALLOW)


def printing(*, namespaces: bool) -> bytes:
    """The print program's filter, and that of all it starts: files and processes of its own, but no socket by a name.

    ``namespaces`` leaves it what Chromium's own sandbox is built of.
    """
    made = [
        *rules((*_COMPUTING, *_FILES, *_CHROMIUM, *_LANDLOCK, "execve")),
        *_harmless_fcntl(_GETLK, _SETLK, _SETLKW, *_OFD, *_SEALS),
        *_own_limits(),
        allow_if("socketpair", [no_bit(1, _SOCK_DGRAM_OR_RAW)]),  # what is sent on those can carry an address
        allow_if("sendto", null(4)),
        allow_if("setpriority", [one_of(1, 0)]),
        rule("clone") if namespaces else allow_if("clone", [no_bit(0, _NEW_NAMESPACES)]),
        rule("clone3", refuse(errno.ENOSYS)),  # its flags lie in memory; the C library then takes clone
        *rules(_SOCKETS, refuse(errno.EACCES)),
        *rules(("unshare", "chroot", "chdir") if namespaces else ()),
    ]
    return program(made, refuse())


def started() -> bytes:
    """What the print program gives up once Chromium runs: other programs and processes, other namespaces."""
    made = [
        *rules(("execve", "execveat", "fork", "vfork", "unshare", "chroot", "setns"), refuse()),
        allow_if("clone", [some_bit(0, _CLONE_THREAD)]),
        rule("clone3", refuse(errno.ENOSYS)),  # its flags lie in memory; the C library then takes clone
    ]
    return program(made, ALLOW)


def _never_executable() -> list[bytes]:
    return [allow_if(name, [no_bit(2, _PROT_EXEC)], otherwise=refuse(errno.EACCES)) for name in ("mmap", "mprotect")]


def _harmless_fcntl(*more: int, otherwise: int | None = None) -> list[bytes]:
    cases = ([one_of(1, *_FLAGS, *more)], [one_of(1, _SETFL), no_bit(2, _O_ASYNC)])
    return [allow_if("fcntl", *cases, otherwise=otherwise)]


def _threads() -> list[bytes]:
    return [
        allow_if("clone", [some_bit(0, _CLONE_THREAD)]),
        rule("clone3", refuse(errno.ENOSYS)),  # its flags lie in memory; the C library then takes clone
        allow_if("tgkill", [one_of(0, os.getpid())]),  # as the C library's abort() does to itself
    ]


def _own_limits() -> list[bytes]:
    return [allow_if("prlimit64", [one_of(0, 0)])]
