"""How much is read in these tests is decided by keys alone."""

from __future__ import annotations

import pytest

from reviewer.casefile.engine.opening import open_case
from reviewer.domain.evidence.reading_rule import Counts
from reviewer.usecases.analysis import coverage
from tests.gui.conftest import Evidence


@pytest.fixture
def evidence(evidence: Evidence) -> Evidence:
    """To have an item open is not to have read it: how fast the machine is changes no count."""
    with open_case(evidence.path, evidence.key) as case:
        coverage.set_rule(case, counts=Counts.MARKED, reviewer="Ada")
    return evidence
