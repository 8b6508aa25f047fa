"""Limits on archives are shown where they are met, and can be raised."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.casefile.engine.case import Case
from reviewer.domain.evidence.reading import State
from reviewer.domain.evidence.unpack_limits import MOST, UNRAISED, UnpackingLimits, at_least, raised
from reviewer.errors import CancelledError, InputError
from reviewer.isolation.workers import Workers
from reviewer.usecases import search
from reviewer.usecases.evidence import intake, items
from tests.evidence import folder, mail
from tests.usecases.evidence.test_intake import StopAfter
from tests.workers.archive.building import zipped

FILES = {f"{number}.eml": mail(f"Message {number}") for number in range(5)}


def messages(case: Case) -> int:
    return len(search.ids(case, "kind:email"))


def test_what_a_limit_on_members_left_out_comes_in_once_it_is_raised(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    root = folder(tmp_path / "d", {"a.zip": zipped(FILES)})
    intake.add(case, workers, [root], limits=raised(["members=2"]), reviewer="Ada")
    (top, *_) = items.many(case, search.ids(case, "kind:archive"))
    assert (messages(case), top.state) == (2, State.PARTIAL)
    assert "more than 2 members, which is the limit" in top.reason
    intake.retry(case, workers, reviewer="Ada")
    assert messages(case) == 5
    assert intake.report(case).gaps == ()


def test_archives_within_archives_are_bounded_by_number(case: Case, workers: Workers, tmp_path: Path) -> None:
    inner = {f"{number}.zip": zipped({"m.eml": FILES[f"{number}.eml"]}) for number in range(3)}
    files = {"a.zip": zipped({"all.zip": zipped(inner)})}
    intake.add(case, workers, [folder(tmp_path / "d", files)], limits=raised(["archives=2"]), reviewer="Ada")
    reasons = [failure.reason for failure in intake.report(case).failures]
    assert messages(case) == 1
    assert len(reasons) == 2
    assert all("more than 2 archives" in reason and "raise the limit “archives”" in reason for reason in reasons)


@pytest.mark.parametrize(("begun", "later"), [(["total=2000"], []), ([], ["total=1", "members=1"])])
def test_an_intake_that_is_gone_on_with_has_no_lower_limits_than_it_began_with(
    case: Case, workers: Workers, tmp_path: Path, begun: list[str], later: list[str]
) -> None:
    files = {f"{n:04}.txt": f"text number {n}\n".encode() * 50 for n in range(2_500)}
    root = folder(tmp_path / "d", {"a.zip": zipped(files)})
    with pytest.raises(CancelledError):
        intake.add(case, workers, [root], limits=raised(begun), reviewer="Ada", progress=StopAfter(5))
    assert 1 < items.count(case) <= len(files)
    account = intake.add(case, workers, [root], limits=raised(later), reviewer="Ada")
    assert (items.count(case), account.failures, account.partial) == (1 + len(files), (), ())


def test_limits_are_no_lower_than_before() -> None:
    assert at_least(raised(["depth=60", "ratio=1"]), (("depth", 80), ("members", 5))) == raised(["depth=80"])
    assert at_least(raised(["members=7"]), (("members", 5),)) == raised(["members=7"])


def test_several_limits_are_said_at_once() -> None:
    assert raised([]) == UNRAISED
    assert raised(["ratio=1000", "depth=3"]) == UnpackingLimits(ratio=1000, depth=3)


@pytest.mark.parametrize(
    "text", ["ratio", "ratio=", "ratio=0", "ratio=-1", "ratio=1e3", "speed=3", f"depth={MOST.depth + 1}"]
)
def test_what_is_no_limit_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="limit"):
        raised([text])
