"""A process that brings copies of a case up to date, each killed at another of its statements: CASE KEY FOLDER POINTS.

It leaves them in folders called 0, 1, 2, … and prints how many statements the upgrade takes.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from pathlib import Path
from typing import Any

from reviewer.casefile.engine import connection
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.opening import open_case


def count(limit: int) -> list[int]:
    """Count the statements from now on; end this process as a power cut would at the ``limit``-th, if there is one."""
    so_far = [0]
    execute = connection.Cursor.execute

    def counted(cursor: connection.Cursor, *arguments: Any) -> connection.Cursor:
        so_far[0] += 1
        if so_far[0] == limit:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(cursor, *arguments)

    connection.Cursor.execute = counted  # type: ignore[method-assign, assignment]
    return so_far


def killed(case: Path, key: Key, folder: Path, limit: int) -> int:
    """Upgrade a copy in this folder in a process that is killed at a statement; how many there were if it was not."""
    folder.mkdir()
    path = Path(shutil.copy(case, folder))
    told, ours = os.pipe()
    child = os.fork()
    if child == 0:
        statements = count(limit)
        open_case(path, key).close()
        os.write(ours, str(statements[0]).encode())
        os._exit(0)
    os.close(ours)
    with os.fdopen(told) as read:
        words = read.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) == bool(words):
        raise RuntimeError(f"statement {limit}: the upgrade ended with {status}")
    return int(words or 0)


if __name__ == "__main__":
    source, literal, where, points = sys.argv[1:]
    digits = bytes.fromhex(literal[2:-1])
    opener, below = Key(digits[:32], digits[32:]), Path(where)
    total = killed(Path(source), opener, below / "whole", 0)
    for point in range(int(points)):
        if killed(Path(source), opener, below / str(point), total * (2 * point + 1) // (2 * int(points))):
            raise RuntimeError(f"point {point} was not reached")
    sys.stdout.write(str(total))
