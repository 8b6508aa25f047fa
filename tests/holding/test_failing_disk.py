"""A disk that is full, or fails, at any moment: one clear message, reading goes on, and nothing is lost."""

from __future__ import annotations

import errno
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from reviewer.casefile.engine.opening import open_case
from reviewer.errors import CaseError, KnownError
from tests.endurance import a_few
from tests.holding.disk import Recorder
from tests.holding.test_power import NEW, OLD, WORKS, WRITTEN, begun, faults

ERRORS = {"full": errno.ENOSPC, "failing": errno.EIO, "locked": errno.EACCES}


class Failing(Recorder):
    """From one step on, or at one alone, the disk answers with an error; a full one still lets names be taken away."""

    def __init__(self, error: int, first: int, last: int) -> None:
        super().__init__(lambda number: error if first <= number <= last else 0)
        self.acts = WRITTEN

    def told(self, acts: int) -> None:
        self.acts = acts


def problems(path: Path, work: str, error: int, first: int, *, once: bool) -> list[str]:
    """What is wrong with how a work ends when the disk fails from a step on."""
    failing = Failing(error, first, first if once else 10**9)
    found = []
    with failing.watching():
        try:
            WORKS[work](path, failing)
        except KnownError as known:
            if not known.advice:
                found.append(f"no advice: {known}")
        except Exception as bug:  # noqa: BLE001 - that is what is looked for
            found.append(f"a bug: {type(bug).__name__}: {bug}")
        found += _reading(path)
    left = [each.name for each in path.parent.iterdir() if each.name.endswith((".partial", ".lock"))]
    return [*found, *(f"left behind: {name}" for name in left if once), *faults(path, failing.acts, thorough=False)]


def _reading(path: Path) -> list[str]:
    """Whether the case can be read while the disk still fails."""
    said: list[str] = []
    for key in (OLD, NEW):
        try:
            with open_case(path, key, read_only=True) as case:
                case.value("SELECT count(*) FROM item")
        except KnownError as error:
            if isinstance(error, CaseError) and "format" in str(error):
                return []
            said.append(str(error))
        else:
            return []
    return [f"it cannot be read: {' / '.join(said)}"]


@pytest.mark.parametrize(
    ("work", "seed"),
    a_few(
        [(work, 0) for work in WORKS],
        [("tagging", 1), ("intake", 1), ("passphrase", 1), ("passphrase of an open case", 1)],
    ),
)
def test_a_disk_that_fails_is_told_of_in_words_and_costs_nothing_that_was_kept(
    tmp_path: Path, steps_of: Callable[[str], int], work: str, seed: int
) -> None:
    chance, found = random.Random(seed), list[str]()
    case = tmp_path / "at work" / "case.evcase"
    case.parent.mkdir()
    begun(case, work)
    before, steps = case.read_bytes(), steps_of(work)
    for name, error in ERRORS.items():
        for first in chance.sample(range(steps), 25 if seed else 1):
            for once in (False, True):
                for each in case.parent.iterdir():
                    each.unlink()
                case.write_bytes(before)
                how = f"{name} {'at' if once else 'from'} step {first} of {steps}"
                found += [f"{how}: {words}" for words in problems(case, work, error, first, once=once)]
    assert found == []


@pytest.fixture(scope="module")
def steps_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], int]:
    """How many steps each work asks of the disk."""
    known: dict[str, int] = {}

    def of(work: str) -> int:
        if work not in known:
            path, counting = begun(tmp_path_factory.mktemp(work) / "case.evcase", work), Recorder()
            with counting.watching():
                WORKS[work](path, counting)
            known[work] = sum(step.what != "told" for step in counting.steps)
        return known[work]

    return of
