"""Read again, no real file differs from what its intake made of it."""

from __future__ import annotations

import pytest

from reviewer.casefile.engine.opening import key_of
from reviewer.isolation.workers import Workers
from reviewer.usecases.evidence import deep_verify, items
from tests.corpora.conftest import Taken
from tests.endurance import at_length

pytestmark = [pytest.mark.corpora, at_length]


def test_no_real_file_differs_from_what_its_intake_made_of_it(taken: Taken, workers: Workers) -> None:
    parts = {part.name: part for part in deep_verify.parts(taken.case.path, key_of(taken.case), workers)}
    assert [words for part in parts.values() for words in part.findings] == []
    assert parts["items read again"].checked == items.count(taken.case)
    of_machine = "a reader met a limit of time, memory, sizes or this machine"
    unexplained = [words for part in parts.values() for words in part.apart if of_machine not in words]
    assert unexplained == []
