"""Who stops an intake need not wait for a reader that is still at work."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from reviewer.casefile.engine.case import Case
from reviewer.errors import CancelledError
from reviewer.isolation.provider_pipe import PipeProvider
from reviewer.isolation.workers import Workers
from reviewer.usecases.evidence import intake, items
from tests.evidence import folder, mail
from tests.holding.killing import Counting
from tests.isolation import faulty

HANGS = [sys.executable, "-P", str(Path(faulty.__file__)), "--pipe"]


class Impatient(Counting):
    """A reviewer who wants to stop when asked for the so-manieth time."""

    def __init__(self, patience: int) -> None:
        super().__init__()
        self._patience = patience

    @property
    def cancelled(self) -> bool:  # type: ignore[override]
        self._patience -= 1
        return self._patience < 0


def test_a_reader_that_hangs_does_not_hold_up_the_stop_and_its_file_is_read_when_the_intake_goes_on(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    root = folder(tmp_path / "d", {"a.eml": b"hang"})
    with Workers(1, provider=PipeProvider(HANGS)) as hanging, pytest.raises(CancelledError):
        intake.add(case, hanging, [root], reviewer="Ada", progress=Impatient(20))
    assert (items.count(case), len(intake.report(case).gaps)) == (0, 1)  # not failed: still to be taken in
    account = intake.add(case, workers, [root], reviewer="Ada")
    assert (account.totals.declared, account.totals.missing) == (1, 0)


@pytest.mark.parametrize("patience", [3, 10, 30, 100, 300])
def test_an_intake_stopped_at_any_question_goes_on_to_the_same_end(
    case: Case, workers: Workers, tmp_path: Path, patience: int
) -> None:
    files = {f"{number:03}.eml": mail(f"Number {number}") for number in range(200)}
    root = folder(tmp_path / "d", files)
    with pytest.raises(CancelledError):
        intake.add(case, workers, [root], reviewer="Ada", progress=Impatient(patience))
    account = intake.add(case, workers, [root], reviewer="Ada")
    assert (account.totals.declared, account.totals.extracted, account.gaps) == (200, 200, ())
