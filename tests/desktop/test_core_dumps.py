"""A crash of the program leaves nothing of the case on the disk."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="tells by Linux's status of a process")

_CRASH = (
    "import os, resource; resource.setrlimit(resource.RLIMIT_CORE, resource.getrlimit(resource.RLIMIT_CORE)[1:] * 2);"
)


def _dumped(code: str, where: Path) -> bool:
    """Whether the kernel made a core dump of a program that crashes."""
    program = subprocess.Popen([sys.executable, "-c", f"{_CRASH}{code};os.abort()"], cwd=where)
    _, status = os.waitpid(program.pid, 0)
    program.returncode = status
    assert os.WIFSIGNALED(status)
    return os.WCOREDUMP(status) or any(where.glob("core*"))


def test_a_forced_crash_leaves_no_dump(tmp_path: Path) -> None:
    if not _dumped("pass", tmp_path):
        pytest.skip("this system makes no core dumps of anything")
    for left in tmp_path.iterdir():
        left.unlink()
    assert not _dumped("from reviewer.desktop.core_dumps import forbid_core_dumps as f; f()", tmp_path)


def test_other_programs_of_the_user_cannot_look_into_a_command(tmp_path: Path) -> None:
    """The command says so itself, by what the kernel tells of it."""
    code = (
        "import contextlib, ctypes, reviewer.cli.main as m\n"
        "with contextlib.suppress(SystemExit): m.main(['--version'])\n"
        "print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.stdout.splitlines()[-1], done.returncode) == ("0", 0), done.stderr
