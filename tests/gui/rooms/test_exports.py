"""The Exports room: how the report is to be made, and what was exported before."""

from __future__ import annotations

import subprocess
import sys


def test_what_makes_a_report_is_not_loaded_by_the_room_itself() -> None:
    look = (
        "import sys, reviewer.gui.rooms.exports.room;"
        "print([name for name in ('reviewer.usecases.exports.report', 'docx', 'typst') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
