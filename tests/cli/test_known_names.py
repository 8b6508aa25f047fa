"""A name that a list is asked for and that the case does not have is refused, and the nearest one is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Command, Once
from tests.evidence import folder, pdf


@pytest.fixture
def kept(reviewer: Command, made: Path, tmp_path: Path, once: Once) -> Path:
    """An officer with a benefit and an allegation, and one complaint."""

    def fill() -> None:
        history = tmp_path / "complaints.csv"
        history.write_text("number,received,vendor,serial\n14-1,2014-05-01,Lantern Bell,101\n", encoding="utf-8")
        disk = folder(tmp_path / "disk", {"letter.pdf": pdf(["A free doorbell, code PORCH25."])})
        for words in (
            ("intake", "add", made, disk),
            ("passage", "add", made, "1", "--quote", "A free doorbell"),
            ("officer", "add", made, "101", "Ruth Castellan"),
            ("tag", "add", made, "Gratuity"),
            ("organisation", "add", made, "Lantern Bell"),
            ("benefit", "add", made, "--officer", "101", "--what", "device", "--donor", "Lantern Bell",
             "--code", "PORCH25", "--outcome", "accepted", "--passage", "1"),
            ("complaint", "import", made, history),
        ):  # fmt: skip
            done = reviewer(*words)
            assert done.code == 0, done.err

    return once("kept known_names", fill)


@pytest.mark.parametrize(
    ("words", "nearest"),
    [
        (("benefit", "list", "--donor", "Lantren Bell"), "Lantern Bell"),
        (("benefit", "list", "--code", "PORCH52"), "PORCH25"),
        (("benefit", "list", "--outcome", "acepted"), "accepted"),
        (("benefit", "list", "--officer", "Ruth Castelan"), "Ruth Castellan"),
        (("allegation", "list", "--officer", "Ruth Castelan"), "Ruth Castellan"),
        (("complaint", "list", "--vendor", "Lantern Bel"), "Lantern Bell"),
        (("complaint", "list", "--officer", "Ruth Castelan"), "Ruth Castellan"),
        (("organisation", "show", "Lantern Bel"), "Lantern Bell"),
    ],
)
def test_a_name_that_is_not_there_is_refused_with_the_nearest(
    reviewer: Command, kept: Path, words: tuple[str, ...], nearest: str
) -> None:
    noun, verb, *rest = words
    done = reviewer(noun, verb, kept, *rest)
    assert done.code == 4
    assert f"Did you mean “{nearest}”?" in done.err


def test_a_name_that_is_there_and_has_nothing_lists_nothing(reviewer: Command, kept: Path) -> None:
    assert reviewer("allegation", "list", kept, "--officer", "101", "--json").json == []
    assert reviewer("complaint", "list", kept, "--year", "1999", "--json").json == []
    assert len(reviewer("benefit", "list", kept, "--code", "porch25", "--json").json) == 1
