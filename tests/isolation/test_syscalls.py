"""The numbers of system calls are those of the kernel's own headers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reviewer.workers.syscalls import numbers

_HEADERS = {
    "x86_64": ("/usr/include/x86_64-linux-gnu/asm/unistd_64.h", "/usr/include/asm/unistd_64.h"),
    # aarch64 takes its numbers from the generic table.
    "aarch64": ("/usr/include/asm-generic/unistd.h",),
}
# In the generic table these two go by the name of their 32-bit kin, with the 64-bit name as a second macro.
_GENERIC_NAMES = {"fcntl": "3264_fcntl", "lseek": "3264_lseek", "mmap": "3264_mmap", "fstat": "3264_fstat"}


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_each_number_is_that_of_the_kernels_header(machine: str) -> None:
    header = next((Path(path) for path in _HEADERS[machine] if Path(path).exists()), None)
    if header is None:
        pytest.skip("no kernel headers on this machine")
    defined = {
        name: int(number) for name, number in re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)\s", header.read_text())
    }
    for name, number in numbers(machine).items():
        if number is None:
            assert name not in defined, name
        elif machine == "aarch64" and name == "newfstatat":
            assert defined.get("fstatat", defined.get(name)) == number
        else:
            assert defined.get(name) == number, name
