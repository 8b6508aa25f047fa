"""Ways by the kernel's less visited corners: namespaces, rings, keys, shared memory, code made at run time."""

from __future__ import annotations

import ctypes
import mmap
import os
import platform
import struct

from tests.isolation.probes.target import SHARED, Target, call, checked, libc

_NEW_USER, _NEW_MOUNTS = 0x10000000, 0x00020000
_DUMPABLE = 4
_SHM_INFO = 14


def map_executable_memory(_: Target) -> None:
    mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)


def call_by_the_old_gate(_: Target) -> None:
    assert platform.machine() == "x86_64"
    page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    page.write(b"\xb8\x14\x00\x00\x00\xcd\x80\xc3")  # mov eax, getpid; int 0x80; ret
    entry = ctypes.CFUNCTYPE(ctypes.c_long)(ctypes.addressof(ctypes.c_char.from_buffer(page)))
    assert entry() == os.getpid()


def make_a_file_in_memory(_: Target) -> None:
    os.memfd_create("probe")


def let_others_look_into_it(_: Target) -> None:
    checked(libc.prctl(_DUMPABLE, 1, 0, 0, 0))


def enter_a_user_namespace(_: Target) -> None:
    checked(libc.unshare(_NEW_USER))


def mount_in_a_namespace(target: Target) -> None:
    checked(libc.unshare(_NEW_USER | _NEW_MOUNTS))
    checked(libc.mount(b"none", bytes(target.folder), b"tmpfs", ctypes.c_ulong(0), None))


def change_the_root(target: Target) -> None:
    checked(libc.unshare(_NEW_USER))
    os.chroot(target.folder)


def set_up_a_ring(_: Target) -> None:
    call("io_uring_setup", 1, ctypes.create_string_buffer(120))


def catch_page_faults(_: Target) -> None:
    user_mode_only = 1
    call("userfaultfd", user_mode_only)


def keep_a_key(_: Target) -> None:
    process_keyring = -2
    call("add_key", b"user", b"probe", b"escaped", ctypes.c_size_t(7), process_keyring)


def load_a_program_into_the_kernel(_: Target) -> None:
    call("bpf", 0, ctypes.create_string_buffer(128), 128)


def count_the_machines_events(_: Target) -> None:
    wanted = ctypes.create_string_buffer(128)
    struct.pack_into("II", wanted, 0, 1, 128)
    call("perf_event_open", wanted, 0, -1, -1, 0)


def read_shared_memory_of_another_program(target: Target) -> None:
    place = libc.shmat(target.shared_memory, None, 0)
    if place in {None, 2**64 - 1}:
        raise OSError(ctypes.get_errno(), "shmat")
    assert ctypes.string_at(place, len(SHARED)) == SHARED


def ask_about_shared_memory(_: Target) -> None:
    checked(libc.shmctl(0, _SHM_INFO, ctypes.create_string_buffer(256)))


def send_to_another_programs_queue(target: Target) -> None:
    checked(libc.msgsnd(target.queue, struct.pack("=q8s", 1, b"escaped"), 8, 0))


WAYS = (
    map_executable_memory, call_by_the_old_gate, make_a_file_in_memory, let_others_look_into_it, enter_a_user_namespace,
    mount_in_a_namespace, change_the_root, set_up_a_ring, catch_page_faults, keep_a_key,
    load_a_program_into_the_kernel, count_the_machines_events, read_shared_memory_of_another_program,
    ask_about_shared_memory, send_to_another_programs_queue,
)  # fmt: skip
