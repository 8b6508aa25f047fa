"""A process that brings a case up to date by opening it, and is killed at a statement: CASE KEY STATEMENT."""

from __future__ import annotations

import os
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


if __name__ == "__main__":
    path, literal, limit = sys.argv[1:]
    digits = bytes.fromhex(literal[2:-1])
    statements = count(int(limit))
    open_case(Path(path), Key(digits[:32], digits[32:])).close()
    sys.stdout.write(str(statements[0]))
