"""An item counts as opened once it was in sight for as long as its words take at the pace of the case."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.casefile.engine.case import Case
from reviewer.isolation.workers import Workers
from reviewer.usecases import search
from reviewer.usecases.analysis import coverage
from reviewer.usecases.evidence import intake, items
from tests.evidence import folder


def test_so_long_as_its_words_take_and_two_seconds_without_a_pace(case: Case, workers: Workers, tmp_path: Path) -> None:
    intake.add(case, workers, [folder(tmp_path / "d", {"long.txt": b"word " * 600})], reviewer="Ada")
    (item,) = search.ids(case, "")
    coverage.set_rule(case, pace=300, reviewer="Ada")
    words = 600 + 2  # and "long" and "txt", by which it is found, too
    lacking = items.opened_for(case, item, 2, reviewer="Ada")
    assert lacking == pytest.approx(words / 300 * 60 - 2, abs=1)
    assert items.read_by(case, [item], reviewer="Ada") == set()
    assert items.opened_for(case, item, 2 + lacking, reviewer="Ada") == 0
    assert items.read_by(case, [item], reviewer="Ada") == {item}
    coverage.set_rule(case, pace=0, reviewer="Ada")
    assert items.opened_for(case, item, 1.5, reviewer="Bo") == 0.5
    assert items.opened_for(case, item, 2, reviewer="Bo") == 0
