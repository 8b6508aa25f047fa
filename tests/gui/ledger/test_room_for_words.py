"""Large letters and long words fit."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from reviewer.casefile.engine.opening import open_case
from reviewer.isolation.workers import Workers
from reviewer.usecases import search
from reviewer.usecases.exports import productions
from reviewer.usecases.exports.productions import ProductionPlan
from reviewer.usecases.exports.redaction import redactions
from tests.endurance import at_length
from tests.gui.conftest import Evidence


@pytest.fixture
def produced(evidence: Evidence, workers: Workers) -> Evidence:
    """The case with a production that can be handed over, and a page of another item proposed for redaction."""
    with open_case(evidence.path, evidence.key) as case:
        plan = ProductionPlan("First", "Counsel for the board", 'subject:"Your code"', "PMPD")
        productions.create(case, workers, plan, reviewer="Ada")
        other, *_ = search.ids(case, 'kind:email NOT subject:"Your code"')
        redactions.add_page(case, other, 1, 1, "PRV", reviewer="Ada")
    return evidence


@at_length
@pytest.mark.parametrize(("font", "longer"), [("2", "1"), ("1", "1.4"), ("1", "1")])
def test_no_words_are_cut_and_the_window_fits_a_small_screen(produced: Evidence, font: str, longer: str) -> None:
    """On 1366 × 768, in every room: as usual, with letters twice as large, and with words that are 40 % longer."""
    evidence = produced
    key = f"{evidence.key.raw.hex()}:{evidence.key.salt.hex()}"
    command = [sys.executable, "-m", "tests.gui.cut_words", str(evidence.path), key, font, longer]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=200, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["cut"] == []
    assert found["small"] == []
    assert found["sideways"] == []
    assert found["size"] == [1366, 768]
    wide, high = found["least"]
    assert wide <= 680 * float(font)
    assert high <= 384 * float(font)
