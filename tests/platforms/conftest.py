"""The system as a parameter: what the program asks ``sys.platform`` for is answered by the test.

What only Windows has is stood in for by what does the same here: its lock on a byte by a lock of Linux on that byte.
"""

from __future__ import annotations

import struct
import sys
import types

import pytest

SYSTEMS = ("linux", "darwin", "win32")


@pytest.fixture(params=SYSTEMS)
def system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each system in turn; only the program's own questions are answered so, libraries were loaded before."""
    name = str(request.param)
    if name != sys.platform and sys.platform != "linux":
        pytest.skip("another system is stood in for on Linux only")
    if name == "win32" and sys.platform != "win32":
        monkeypatch.setitem(sys.modules, "msvcrt", byte_locks())
    monkeypatch.setattr(sys, "platform", name)
    return name


def byte_locks() -> types.ModuleType:
    """``msvcrt`` as far as locks go: a byte from the current place, held by what opened the file, refused at once."""
    import fcntl  # noqa: PLC0415 - not on Windows

    module = types.ModuleType("msvcrt")

    def locking(descriptor: int, mode: int, count: int) -> None:
        assert mode == 2
        where = struct.pack("hhqqi", fcntl.F_WRLCK, 1, 0, count, 0)  # 1: from the current place on
        fcntl.fcntl(descriptor, fcntl.F_OFD_SETLK, where)

    module.locking = locking  # type: ignore[attr-defined]
    module.LK_NBLCK = 2  # type: ignore[attr-defined]
    return module
