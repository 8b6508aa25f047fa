"""Memory goes back to the system when an intake, or a list, has let go of it."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

_PROGRAM = """
import sys
from pathlib import Path
from reviewer.desktop.large_blocks import give_large_blocks_back
if sys.argv[1] == "with":
    give_large_blocks_back()
for size in range(1, 33):
    bytearray(size << 20)
large, small = [], []
for _ in range(50):
    large.append(bytearray(4 << 20))
    small.append(bytearray(1 << 16))
large.clear()
held = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS"))
print(int(held.split()[1]) // 1024)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library has its own ways")
def test_large_blocks_leave_the_process_although_small_ones_between_them_stay() -> None:
    held = {
        how: int(subprocess.run([sys.executable, "-c", _PROGRAM, how], capture_output=True, check=True).stdout)
        for how in ("with", "without")
    }
    assert held["without"] > 200  # MiB: all 50 of them are still there
    assert held["with"] < 100
