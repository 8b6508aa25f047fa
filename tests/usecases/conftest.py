"""A case with one PDF of two pages, marked up by tests of passages, notes and undo."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.casefile.engine.case import Case
from reviewer.domain.ids import ItemId
from reviewer.isolation.workers import Workers
from reviewer.usecases import search
from reviewer.usecases.evidence import intake
from tests.evidence import folder, pdf


@pytest.fixture
def paper(case: Case, workers: Workers, tmp_path: Path) -> ItemId:
    """An item of two pages."""
    data = pdf(
        ["Your code LANTERN25 has 14 uses.\nEleven more and a free device is yours.", "Thank you, and thank you."]
    )
    intake.add(case, workers, [folder(tmp_path / "paper", {"letter.pdf": data})], reviewer="Ada")
    return search.ids(case, "")[0]
