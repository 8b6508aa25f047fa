"""Ways to other processes: to signal them, look into them, slow them down, or start some."""

from __future__ import annotations

import ctypes
import fcntl
import os
import resource
import signal
import struct

from tests.isolation.probes.target import SECRET, Target, call, memory

_KILL = int(signal.SIGKILL)
_QUEUED = -1  # SI_QUEUE
_SETSIG, _ASYNC = 10, 0o20000
_SEIZE = 0x4206


def read_the_parents_memory(target: Target) -> None:
    here = ctypes.create_string_buffer(len(SECRET))
    local = struct.pack("=QQ", ctypes.addressof(here), len(SECRET))
    remote = struct.pack("=QQ", ctypes.addressof(memory), len(SECRET))
    call("process_vm_readv", target.parent, local, ctypes.c_ulong(1), remote, ctypes.c_ulong(1), ctypes.c_ulong(0))
    assert here.raw == SECRET


def trace_the_parent(target: Target) -> None:
    call("ptrace", ctypes.c_long(_SEIZE), ctypes.c_long(target.parent), None, None)


def take_the_parents_descriptor(target: Target) -> None:
    call("pidfd_getfd", os.pidfd_open(target.parent), 0, 0)


def kill_the_app(target: Target) -> None:
    os.kill(target.app, _KILL)


def kill_a_thread_of_the_app(target: Target) -> None:
    call("tkill", target.app, _KILL)


def kill_a_thread_of_the_app_by_its_group(target: Target) -> None:
    call("tgkill", target.app, target.app, _KILL)


def queue_a_signal_to_the_app(target: Target) -> None:
    call("rt_sigqueueinfo", target.app, _KILL, _with_a_signal())


def queue_a_signal_to_a_thread_of_the_app(target: Target) -> None:
    call("rt_tgsigqueueinfo", target.app, target.app, _KILL, _with_a_signal())


def signal_the_app_by_a_descriptor(target: Target) -> None:
    signal.pidfd_send_signal(os.pidfd_open(target.app), _KILL)


def signal_the_app_by_a_connection(target: Target) -> None:
    mine, other = target.given
    fcntl.fcntl(mine.fileno(), fcntl.F_SETOWN, target.app)
    fcntl.fcntl(mine.fileno(), _SETSIG, _KILL)
    fcntl.fcntl(mine.fileno(), fcntl.F_SETFL, fcntl.fcntl(mine.fileno(), fcntl.F_GETFL) | _ASYNC)
    os.write(other.fileno(), b"x")


def end_the_apps_processor_time(target: Target) -> None:
    resource.prlimit(target.app, resource.RLIMIT_CPU, (0, 0))


def end_the_apps_files(target: Target) -> None:
    resource.prlimit(target.app, resource.RLIMIT_FSIZE, (0, 0))


def end_the_apps_descriptors(target: Target) -> None:
    resource.prlimit(target.app, resource.RLIMIT_NOFILE, (0, 0))


def bind_the_app_to_a_processor(target: Target) -> None:
    os.sched_setaffinity(target.app, {min(os.sched_getaffinity(0))})


def slow_the_app_down(target: Target) -> None:
    os.setpriority(os.PRIO_PROCESS, target.app, 19)


def let_the_app_wait_for_all_others(target: Target) -> None:
    os.sched_setscheduler(target.app, os.SCHED_IDLE, os.sched_param(0))


def fork(_: Target) -> None:
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)


def clone(_: Target) -> None:
    arguments = ctypes.create_string_buffer(88)
    if call("clone3", arguments, ctypes.c_size_t(88)) == 0:
        os._exit(0)


def run_a_program(target: Target) -> None:
    os.dup2(target.out, 1)
    os.execve("/bin/echo", ["echo", "escaped"], {})  # noqa: S606 - the escape to try


def run_a_program_from_memory(target: Target) -> None:
    program = os.memfd_create("program", 0)
    os.write(program, target.echo)
    os.dup2(target.out, 1)
    os.execve(program, ["echo", "escaped"], {})  # noqa: S606 - the escape to try


def run_a_program_of_its_own(target: Target) -> None:
    program = target.folder / f"program-{os.getpid()}"
    program.write_bytes(target.echo)
    program.chmod(0o755)
    os.dup2(target.out, 1)
    os.execve(program, ["echo", "escaped"], {})  # noqa: S606 - the escape to try


def _with_a_signal() -> ctypes.Array[ctypes.c_char]:
    facts = ctypes.create_string_buffer(128)  # struct siginfo
    struct.pack_into("iii", facts, 0, _KILL, 0, _QUEUED)
    return facts


WAYS = (
    read_the_parents_memory, trace_the_parent, take_the_parents_descriptor, kill_the_app, kill_a_thread_of_the_app,
    kill_a_thread_of_the_app_by_its_group, queue_a_signal_to_the_app, queue_a_signal_to_a_thread_of_the_app,
    signal_the_app_by_a_descriptor, signal_the_app_by_a_connection, end_the_apps_processor_time, end_the_apps_files,
    end_the_apps_descriptors, bind_the_app_to_a_processor, slow_the_app_down, let_the_app_wait_for_all_others,
    fork, clone, run_a_program, run_a_program_from_memory, run_a_program_of_its_own,
)  # fmt: skip
