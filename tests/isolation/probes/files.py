"""Ways to files and folders, and to what stands beside them."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

from tests.isolation.probes.target import SECRET, Target, checked, libc, memory


def read_a_file(_: Target) -> None:
    assert Path("/etc/passwd").read_bytes()


def read_a_file_of_the_reviewer(target: Target) -> None:
    assert target.secret.read_bytes()


def read_memory_files_of_another_program(target: Target) -> None:
    assert target.in_memory.read_bytes()


def write_a_file(target: Target) -> None:
    (target.folder / f"written-{os.getpid()}").write_text("escaped")


def write_a_file_in_shared_memory(_: Target) -> None:
    planted = Path(f"/dev/shm/probe-planted-{os.getpid()}")  # noqa: S108 - the escape to try
    planted.write_text("escaped")
    planted.unlink()


def list_a_folder(_: Target) -> None:
    assert list(Path("/").iterdir())


def list_the_homes(_: Target) -> None:
    list(Path("/home").iterdir())


def list_the_devices_of_the_machine(_: Target) -> None:
    assert list(Path("/sys").iterdir())


def list_the_processes(_: Target) -> None:
    assert [each for each in Path("/proc").iterdir() if each.name.isdigit()]


def read_the_parents_environment(target: Target) -> None:
    assert Path(f"/proc/{target.parent}/environ").read_bytes()


def read_the_parents_command_line(target: Target) -> None:
    assert Path(f"/proc/{target.parent}/cmdline").read_bytes()


def read_the_parents_map(target: Target) -> None:
    assert Path(f"/proc/{target.parent}/maps").read_bytes()


def read_the_parents_memory_file(target: Target) -> None:
    with Path(f"/proc/{target.parent}/mem").open("rb") as file:
        file.seek(ctypes.addressof(memory))
        assert file.read(len(SECRET)) == SECRET


def write_its_own_memory_file(_: Target) -> None:
    Path("/proc/self/mem").open("r+b").close()


def open_the_terminal(_: Target) -> None:
    os.open("/dev/tty", os.O_RDWR)


def open_a_new_terminal(_: Target) -> None:
    os.open("/dev/ptmx", os.O_RDWR)


def link_a_file(target: Target) -> None:
    (target.folder / f"link-{os.getpid()}").symlink_to("/etc/passwd")


def make_a_pipe_file(target: Target) -> None:
    os.mkfifo(target.folder / f"fifo-{os.getpid()}")


def open_a_file_to_all(target: Target) -> None:
    target.secret.chmod(0o666)


def change_a_files_times(target: Target) -> None:
    os.utime(target.secret, (0, 0))


def attach_words_to_a_file(target: Target) -> None:
    os.setxattr(target.secret, "user.probe", b"escaped")


def cut_a_file_short(target: Target) -> None:
    os.truncate(target.secret, 3)


def see_that_a_file_exists(target: Target) -> None:
    assert target.secret.stat().st_size


def go_to_a_folder(target: Target) -> None:
    os.chdir(target.folder)


def write_to_a_file_left_open(target: Target) -> None:
    os.write(target.inherited, b"tampered")


def share_memory(_: Target) -> None:
    name = f"/probe-{os.getpid()}".encode()
    checked(libc.shm_open(name, os.O_CREAT | os.O_RDWR, 0o600))
    libc.shm_unlink(name)


WAYS = (
    read_a_file, read_a_file_of_the_reviewer, read_memory_files_of_another_program, write_a_file,
    write_a_file_in_shared_memory, list_a_folder, list_the_homes, list_the_devices_of_the_machine, list_the_processes,
    read_the_parents_environment, read_the_parents_command_line, read_the_parents_map, read_the_parents_memory_file,
    write_its_own_memory_file, open_the_terminal, open_a_new_terminal, link_a_file, make_a_pipe_file,
    open_a_file_to_all, change_a_files_times, attach_words_to_a_file, cut_a_file_short, see_that_a_file_exists,
    go_to_a_folder, write_to_a_file_left_open, share_memory,
)  # fmt: skip
