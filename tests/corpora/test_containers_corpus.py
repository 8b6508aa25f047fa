"""Archives that hold themselves come to an end."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.casefile.engine.case import Case
from reviewer.domain.evidence.reading import State
from reviewer.isolation.workers import Workers
from reviewer.usecases import search
from reviewer.usecases.evidence import intake, items

pytestmark = pytest.mark.corpora


@pytest.mark.parametrize("name", ["droste.zip", "quine.gz"])
def test_an_archive_that_holds_itself_is_taken_apart_no_further(
    case: Case, workers: Workers, corpora: Path, name: str
) -> None:
    (path,) = corpora.rglob(name)
    account = intake.add(case, workers, [path], reviewer="Ada")
    assert account.gaps == ()
    same = [
        item for item in items.many(case, search.ids(case, "")) if item.sha256 == items.get(case, item.family).sha256
    ]
    assert 2 <= len(same) <= 3  # the file, itself within it, and no more than once again
    assert same[-1].state is State.PARTIAL
    assert "not taken apart again" in same[-1].reason
