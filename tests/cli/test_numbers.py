"""A number is never given twice: what was called B-1 in a letter is not another benefit later."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Command, Once
from tests.evidence import folder, pdf


@pytest.fixture
def marked(reviewer: Command, made: Path, tmp_path: Path, once: Once) -> Path:
    """A case with an officer, a clause and a passage."""

    def fill() -> None:
        assert reviewer("intake", "add", made, folder(tmp_path / "disk", {"a.pdf": pdf(["A free camera."])})).code == 0
        assert reviewer("officer", "add", made, "1001", "Pat Quill").code == 0
        assert reviewer("clause", "add", made, "3.14", "Gratuities", "--element", "A thing was taken").code == 0
        assert reviewer("passage", "add", made, "1", "--quote", "free camera").code == 0

    return once("marked numbers", fill)


ACTS = {
    "benefit": ("benefit", "add", "--officer", "1001", "--what", "device", "--outcome", "offered", "--passage", "1"),
    "endorsement": ("endorsement", "add", "--officer", "1001", "--audience", "public", "--passage", "1"),
    "allegation": ("allegation", "add", "1001", "3.14", "--act", "Took a camera", "--date", "2016-05"),
    "interview": ("interview", "add", "1001", "--date", "2021-07-01"),
    "passage": ("passage", "add", "1", "--quote", "A free"),
    "note": ("note", "add", "Ask Lee.", "--item", "1"),
}


@pytest.mark.parametrize("noun", ACTS)
def test_a_number_that_was_taken_back_is_not_given_again(reviewer: Command, marked: Path, noun: str) -> None:
    name, verb, *words = ACTS[noun]

    def add() -> int:
        return int(reviewer(name, verb, marked, *words, "--json").json[noun])

    first = add()
    assert reviewer("undo", marked).code == 0
    second = add()
    assert second == first + 1
    assert reviewer("undo", marked).code == 0
    assert reviewer("redo", marked).code == 0
    assert len(reviewer("undo", marked, "--last", "1", "--json").json) == 1
    assert add() == second + 1


def test_who_is_not_identified_bears_a_number_that_nobody_bore(reviewer: Command, marked: Path) -> None:
    def add(name: str) -> str:
        return str(reviewer("officer", "unidentified", marked, name, "--json").json["serial"])

    assert add("The tall one") == "U-1"
    assert reviewer("undo", marked).code == 0
    assert add("The other one") == "U-2"
    assert reviewer("case", "verify", marked).code == 0
