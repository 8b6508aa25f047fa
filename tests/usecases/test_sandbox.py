"""Where there is no sandbox nothing is read, unless the reviewer says so; then the trail and the record tell it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer.casefile.engine.case import Case
from reviewer.domain.exports.report_options import Language
from reviewer.errors import NoSandboxError
from reviewer.isolation import consent
from reviewer.isolation.protocol import Identify
from reviewer.isolation.provider_fork import ForkProvider
from reviewer.isolation.workers import Workers
from reviewer.usecases import sandbox, search, trail
from reviewer.usecases.evidence import custody, intake, items
from reviewer.usecases.exports.gate import passing
from reviewer.usecases.exports.papers import account_sheet
from reviewer.usecases.exports.papers.language import said_in
from tests.evidence import folder, mail

pytestmark = pytest.mark.skipif(not ForkProvider.usable(), reason="needs the zygote of Linux")

UNWALLED = [sys.executable, str(Path(__file__).parents[1] / "isolation" / "unwalled.py")]


@pytest.fixture(scope="module")
def readers() -> Iterator[Workers]:
    """Workers on a system without walls."""
    with Workers(1, provider=ForkProvider(UNWALLED)) as made:
        yield made


@pytest.fixture(autouse=True)
def unasked() -> Iterator[None]:
    yield
    consent.take_back()


def test_without_a_sandbox_nothing_is_read_and_nothing_begun(case: Case, readers: Workers, tmp_path: Path) -> None:
    root = folder(tmp_path / "d", {"a.eml": mail()})
    with pytest.raises(NoSandboxError, match="no sandbox") as refused:
        intake.add(case, readers, [root], reviewer="Ada")
    assert "--without-sandbox" in refused.value.advice
    with pytest.raises(NoSandboxError):
        intake.retry(case, readers, reviewer="Ada")
    with pytest.raises(NoSandboxError):
        readers.ask(Identify("a.eml"), [mail()])
    assert items.count(case) == 0
    assert [entry.act for entry in trail.entries(case) if entry.act.startswith(("intake", "sandbox"))] == []


def test_what_is_read_without_a_sandbox_is_told_by_the_trail_and_the_custody_record(
    case: Case, readers: Workers, tmp_path: Path
) -> None:
    assert sandbox.waive(case, readers, reviewer="Ada")
    assert not sandbox.waive(case, readers, reviewer="Ada"), "said once"
    intake.add(case, readers, [folder(tmp_path / "d", {"a.eml": mail("Cameras")})], reviewer="Ada")
    assert search.find(case, "cameras").total == 1
    acts = [entry for entry in trail.entries(case) if entry.act == "sandbox waive"]
    assert [(entry.reviewer, entry.facts["walls"]) for entry in acts] == [("Ada", [])]
    (record,) = custody.records(case)
    assert record.unwalled
    with passing(case, reviewer="Ada") as gate:
        assert [each.limits for each in account_sheet.intake_section(gate, said_in(Language.ENGLISH)).custody] == [
            "read without a sandbox"
        ]


def test_where_there_is_a_sandbox_nothing_is_waived_and_nothing_said(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    assert not sandbox.waive(case, workers, reviewer="Ada")
    intake.add(case, workers, [folder(tmp_path / "d", {"a.eml": mail()})], reviewer="Ada")
    assert not consent.given()
    assert [record.unwalled for record in custody.records(case)] == [False]
