"""What a program and all that it started have used, whatever of it has ended since."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from reviewer.isolation.appetite import used

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="only Linux tells of other processes")
SECONDS = 0.4
WORK = f"import time\nwhile time.process_time() < {SECONDS}: pass"
PARENT = f"""
import subprocess, sys
subprocess.run([sys.executable, "-S", "-c", {WORK!r}], check=True)
print("it has ended", flush=True)
sys.stdin.read()
"""


def test_the_work_of_a_child_that_has_ended_counts() -> None:
    command = [sys.executable, "-S", "-c", PARENT]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == "it has ended\n"
        # The kernel tells user and system time in whole ticks each, rounded down (proc_pid_stat(5)).
        assert used(parent.pid)[1] >= SECONDS - 2 / os.sysconf("SC_CLK_TCK")
        parent.communicate()
