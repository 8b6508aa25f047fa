"""An intake killed at any moment goes on to the same items, with the same numbers and bytes, and nothing twice."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from reviewer.isolation.workers import Workers
from tests.endurance import a_few
from tests.holding.killing import Moment, Peace, killed, moments, new_case, resumed, undisturbed
from tests.holding.material import mixed

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills with SIGKILL")


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return mixed(tmp_path_factory.mktemp("mixed") / "disk")


@pytest.fixture(scope="module")
def peace(disk: Path, workers: Workers, tmp_path_factory: pytest.TempPathFactory) -> Peace:
    return undisturbed(tmp_path_factory.mktemp("peace") / "peace.evcase", disk, workers)


@pytest.mark.parametrize("number", a_few([], range(10)))
def test_a_killed_intake_comes_to_what_an_undisturbed_one_does(
    disk: Path, peace: Peace, workers: Workers, tmp_path: Path, number: int
) -> None:
    case = new_case(tmp_path / "killed.evcase")
    *_, planned = moments(number, number + 1, peace)
    for moment in planned:
        killed(case, disk, moment)
    assert resumed(case, disk, workers, peace) == []


@pytest.mark.parametrize("times", a_few([], [2, 6]))
def test_an_intake_killed_again_and_again_gets_there(
    disk: Path, peace: Peace, workers: Workers, tmp_path: Path, times: int
) -> None:
    case = new_case(tmp_path / "killed.evcase")
    done = sum(killed(case, disk, Moment(steps=peace.steps // 3 + 40 * turn)) for turn in range(times))
    assert done > 1
    assert resumed(case, disk, workers, peace) == []
