"""Large letters and long words fit."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.endurance import a_few
from tests.gui.conftest import Evidence


@pytest.mark.parametrize(("font", "longer"), a_few([("2", "1")], [("1", "1.4"), ("1", "1")]))
def test_no_words_are_cut_and_the_window_fits_a_small_screen(evidence: Evidence, font: str, longer: str) -> None:
    """On 1366 × 768, in every room: as usual, with letters twice as large, and with words that are 40 % longer."""
    key = f"{evidence.key.raw.hex()}:{evidence.key.salt.hex()}"
    command = [sys.executable, "-m", "tests.gui.cut_words", str(evidence.path), key, font, longer]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=200, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["cut"] == []
    assert found["small"] == []
    assert found["size"] == [1366, 768]
    wide, high = found["least"]
    assert wide <= 680 * float(font)
    assert high <= 384 * float(font)
