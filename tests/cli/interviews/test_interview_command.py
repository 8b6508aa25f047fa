"""Interviews from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Command, Once
from tests.evidence import folder, mail

AT = "2021-07-01T17:{:02}:00Z"


@pytest.fixture
def planned(reviewer: Command, made: Path, tmp_path: Path, once: Once) -> Path:
    """A case of one message with a passage, an officer, and an interview of one question about it."""

    def fill() -> None:
        files = {"a.eml": mail("Offer", "You have a free camera. It costs nothing.\n")}
        assert reviewer("intake", "add", made, folder(tmp_path / "disk", files)).code == 0
        assert reviewer("officer", "add", made, "4711", "Lee Moore").code == 0
        assert reviewer("passage", "add", made, "1", "--quote", "a free camera").code == 0
        assert reviewer("interview", "add", made, "4711", "--date", "2021-07-01", "--compelled").code == 0
        assert reviewer("interview", "topic", made, "1", "The camera").code == 0
        assert reviewer("interview", "question", made, "1", "1", "What became of it?", "--cite", "1").code == 0

    return once("planned interview_command", fill)


def test_an_interview_is_held_recorded_and_kept_out_of_a_report(
    reviewer: Command, planned: Path, tmp_path: Path
) -> None:
    (before,) = reviewer("interview", "list", planned, "--officer", "4711", "--json").json
    assert (before["state"], before["compelled"], before["exhibits"][0]["item"]) == ("planned", True, "IA21-000001")
    early = reviewer("interview", "answer", planned, "1", "1.1", "Gone.", "--json")
    assert (early.code, "has not begun" in early.json["error"]) == (4, True)
    reviewer("interview", "start", planned, "1", "--at", AT.format(0))
    said = ("1.1", "I gave it back.", "--mark", "contradicts", "--at", AT.format(5))
    held = reviewer("interview", "answer", planned, "1", *said, "--json").json
    assert held["topics"][0]["questions"][0]["answer"] == {
        "text": "I gave it back.",
        "mark": "contradicts",
        "seconds": 300,
        "compelled": True,
        "passage": None,
        "heard": None,
        "reviewer": held["topics"][0]["questions"][0]["answer"]["reviewer"],
    }
    refused = reviewer("interview", "exhibit", planned, "1", "--move", "1", "1", "--json")
    assert (refused.code, "keep their numbers" in refused.json["error"]) == (4, True)
    reviewer("interview", "end", planned, "1", "--at", AT.format(9))
    closing = reviewer("interview", "close", planned, "1", "--json")
    assert (closing.code, "not ticked" in closing.json["error"]) == (4, True)
    recorded = reviewer("interview", "record", planned, "1", "--json").json
    assert (recorded["item"], recorded["passages"], recorded["unplaced"]) == ("IA21-000002", 1, [])
    derived = reviewer("interview", "derived", planned, "--json").json
    assert (derived["items"], derived["passages"]) == (["IA21-000002"], [2])
    compelled = {each["passage"]: each["compelled"] for each in reviewer("passage", "list", planned, "--json").json}
    assert compelled == {1: False, 2: True}
    exported = reviewer("report", "export", planned, tmp_path / "r", "--without-compelled", "--json").json
    assert [each["item"] for each in exported["exhibits"]] == ["IA21-000001"]
    (point,) = reviewer("interview", "prepare", planned, "4711", "--points", "--json").json["points"]
    assert (point["concern"], point["gap"]) == ("an answer contradicts the evidence", False)
    assert reviewer("case", "verify", planned).code == 0


REFUSED = [
    (("add", "9999"), 4, "no officer"),
    (("add", "4711", "--date", "2021-02-30"), 4, "is no date"),
    (("add",), 4, "one officer or with one witness"),
    (("show", "7"), 4, "no interview 7"),
    (("show", "0"), 2, ""),
    (("show", "99999999999999999999"), 2, ""),
    (("move", "1", "1.1", "1.9"), 4, "no place 9"),
    (("start", "1", "--at", "2199-01-01T00:00:00Z"), 4, "still to come"),
    (("answer", "1", "1.1", "x", "--mark", "maybe"), 2, ""),
    (("exhibit", "1"), 2, "name an item"),
    (("outline", "1"), 2, "either a file or a template"),
    (("outline", "1", "--template", "lunch"), 4, "no template"),
    (("link", "1", "1.1"), 2, "name --passage"),
    (("attach", "1", "--as", "transcript"), 2, "name an item"),
]  # fmt: skip
"""Words of a command, how it ends, and what it says."""


def test_what_cannot_be_is_refused_in_words(reviewer: Command, planned: Path) -> None:
    for words, code, said in REFUSED:
        verb, *rest = words
        done = reviewer("interview", verb, planned, *rest)
        assert (done.code, said in done.err) == (code, True), (words, done.err)
    assert len(reviewer("interview", "list", planned, "--json").json) == 1
