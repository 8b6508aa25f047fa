"""Originals of many leave under names that tell nothing of what is redacted, and none when it is stopped."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from reviewer.casefile.engine.case import Case
from reviewer.domain.exports.redaction import RedactionState
from reviewer.domain.ids import ItemId
from reviewer.errors import CancelledError, ExportError
from reviewer.isolation.workers import Workers
from reviewer.usecases import search, trail
from reviewer.usecases.evidence import intake, items
from reviewer.usecases.exports import item_exports
from reviewer.usecases.exports.redaction import redactions
from reviewer.usecases.pages import item_pages
from tests.evidence import folder, pdf
from tests.usecases.exports.test_receiver_pages import Stopping

PLAN = b"\x00\x01 a plan in a form of its own"


@pytest.fixture
def redacted(case: Case, workers: Workers, tmp_path: Path) -> dict[str, ItemId]:
    """Items by name: one in which “saffron” is redacted, and two that have nothing of it but the name of one."""
    files = {"a.pdf": pdf(["Ask saffron first."]), "b.pdf": pdf(["Free."]), "plan.saffron": PLAN}
    intake.add(case, workers, [folder(tmp_path / "box", files)], reviewer="Ada")
    found = {each.name: each.id for each in items.many(case, search.ids(case, ""))}
    item_pages.ensure(case, workers, found["a.pdf"], reviewer="Ada")
    made = redactions.add_quote(case, found["a.pdf"], "saffron", reason="PRV", reviewer="Ada")
    redactions.decide(case, [made.redaction.id], RedactionState.APPROVED, reviewer="Bea")
    return found


def test_a_redacted_word_does_not_leave_in_the_name_of_a_file(
    case: Case, redacted: dict[str, ItemId], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    done = item_exports.originals(case, [redacted["b.pdf"], redacted["plan.saffron"]], out, reviewer="Ada")
    control = items.get(case, redacted["plan.saffron"]).control
    assert done.files == 2
    assert (out / f"{control}.bin").read_bytes() == PLAN
    assert "saffron" not in " ".join(path.name for path in out.iterdir())
    assert f"{hashlib.sha256(PLAN).hexdigest()}  {control}.bin\n" in (out / "SHA256SUMS").read_text()
    for item, name in (("plan.saffron", "saffron.bin"), ("b.pdf", "saffron.pdf")):
        with pytest.raises(ExportError, match="would hold words that are redacted"):
            item_exports.original(case, redacted[item], tmp_path / name, reviewer="Ada")
        assert not (tmp_path / name).exists()


def test_originals_that_are_stopped_while_they_are_written_leave_nothing(
    case: Case, redacted: dict[str, ItemId], tmp_path: Path
) -> None:
    before, wanted = sorted(tmp_path.iterdir()), [redacted["b.pdf"], redacted["plan.saffron"]]
    for steps in (1, 2):
        with pytest.raises(CancelledError, match="nothing was written"):
            item_exports.originals(case, wanted, tmp_path / "out", reviewer="Ada", progress=Stopping(steps))
    assert sorted(tmp_path.iterdir()) == before
    assert trail.latest(case, "item export") == []
