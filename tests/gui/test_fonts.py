"""Words can be read where the system has no fonts of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

_NONE = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><cachedir>{}</cachedir></fontconfig>'
_PROGRAM = """
from PySide6.QtGui import QFontMetrics
from reviewer.gui.app import application
metrics = QFontMetrics(application(dark=False).font())
print(metrics.horizontalAdvance("i" * 10), metrics.horizontalAdvance("M" * 10))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system always has fonts")
def test_letters_have_shapes_of_their_own_on_a_system_without_fonts(tmp_path: Path) -> None:
    config = tmp_path / "fonts.conf"
    config.write_text(_NONE.format(tmp_path), encoding="utf-8")
    environment = {**os.environ, "FONTCONFIG_FILE": str(config), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", _PROGRAM], env=environment, capture_output=True, check=True)
    narrow, wide = map(int, done.stdout.split())
    assert 2 * narrow < wide  # empty boxes are all as wide
