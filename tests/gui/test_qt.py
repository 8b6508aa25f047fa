"""The Qt in use must give back what it takes."""

from __future__ import annotations

import subprocess
import sys


def test_calls_that_return_nothing_lose_no_reference_to_none() -> None:
    """In a process of its own: a release that loses them ends the program after some thousands of calls."""
    program = """
import sys
from PySide6.QtCore import QObject
thing = QObject()
before = sys.getrefcount(None)
for _ in range(1000):
    thing.setObjectName("x")
print(before - sys.getrefcount(None))
"""
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert abs(int(done.stdout)) < 10
