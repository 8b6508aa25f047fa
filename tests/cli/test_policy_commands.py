"""Policy, allegations and findings from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.evidence import folder, mail


@pytest.fixture
def marked(reviewer: Command, made: Path, tmp_path: Path) -> Path:
    """A case of one message with two passages, an officer and a clause of two elements."""
    files = {"a.eml": mail("Offer", "You have a free camera. It costs nothing.\n")}
    assert reviewer("intake", "add", made, folder(tmp_path / "disk", files)).code == 0
    assert reviewer("officer", "add", made, "4711", "Lee Moore").code == 0
    for quote in ("a free camera", "It costs nothing"):
        assert reviewer("passage", "add", made, "1", "--quote", quote).code == 0
    elements = ("--element", "Something was accepted", "--element", "It was not paid for")
    assert reviewer("clause", "add", made, "3.14", "Gifts", *elements, "--exemption", "Open to all").code == 0
    return made


def test_a_clause_is_listed_shown_and_changed(reviewer: Command, marked: Path) -> None:
    (listed,) = reviewer("clause", "list", marked, "--json").json
    assert (listed["code"], listed["topic"], listed["start"], listed["end"]) == ("3.14", "other", "", "")
    assert listed["elements"] == ["Something was accepted", "It was not paid for"]
    assert reviewer("clause", "show", marked, "3.14", "--json").json == listed
    done = reviewer("clause", "change", marked, "3.14", "--topic", "gratuity", "--start", "2015-01-01", "--json").json
    assert done == {**listed, "topic": "gratuity", "start": "2015-01-01"}
    refused = reviewer("clause", "change", marked, "3.14", "--end", "2014-01-01", "--json")
    assert (refused.code, "before it starts" in refused.json["error"]) == (4, True)


def test_a_template_is_printed_edited_and_imported(reviewer: Command, made: Path, tmp_path: Path) -> None:
    file = tmp_path / "rules.toml"
    file.write_text(reviewer("clause", "templates", "gratuity").out.replace("GRATUITY", "3.14"), encoding="utf-8")
    assert reviewer("clause", "import", made, file, "--json").json == {"added": ["3.14"], "changed": [], "unchanged": 0}
    names = [each["template"] for each in reviewer("clause", "templates", "--json").json]
    assert names == ["conflict", "endorsement", "gratuity"]
    assert reviewer("clause", "import", made).code == 2
    assert reviewer("clause", "import", made, "--template", "lunch").code == 4


def test_an_allegation_has_a_matrix_of_passages_and_searches(reviewer: Command, marked: Path) -> None:
    add = ("allegation", "add", marked, "4711", "3.14", "--act", "Took a camera", "--date", "2016-05", "--json")
    made = reviewer(*add).json
    assert (made["allegation"], made["officer"], made["first"], made["last"]) == (1, "4711", "2016-05-01", "2016-05-31")
    reviewer("allegation", "weigh", marked, "1", "1", "--for", "1", "--explain", "Taken.")
    reviewer("allegation", "confirm", marked, "1", "1", "--search", "returned", "--search", "camera")
    reviewer("allegation", "weigh", marked, "1", "2", "--against", "2")
    one, two = reviewer("allegation", "show", marked, "1", "--json").json["elements"]
    assert [each["says"] for each in one["for"]] == ["a free camera"]
    assert (one["explanation"], one["against"]) == ("Taken.", [])
    assert [(each["query"], each["hits"]) for each in one["looked_for"][0]["searches"]] == [
        ("returned", 0),
        ("camera", 1),
    ]
    assert [each["passage"] for each in two["against"]] == [2]
    assert len(reviewer("allegation", "list", marked, "--officer", "4711", "--json").json) == 1
    assert reviewer("allegation", "list", marked, "--officer", "4712", "--json").json == []
    reviewer("passage", "remove", marked, "2")
    (reason,) = reviewer("allegation", "list", marked, "--json").json[0]["look_again"]
    assert reason == "element 2: passage 2 was removed"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("9999", "3.14", "--act", "x", "--date", "2016"), "no officer “9999”"),
        (("4711", "3.99", "--act", "x", "--date", "2016"), "no clause 3.99"),
        (("4711", "3.14", "--act", "x", "--date", "2016-02-30"), "no date"),
    ],
)
def test_what_cannot_be_alleged_is_refused_in_words(
    reviewer: Command, marked: Path, words: tuple[str, ...], said: str
) -> None:
    done = reviewer("allegation", "add", marked, *words, "--json")
    assert (done.code, said in done.json["error"]) == (4, True)
    assert reviewer("allegation", "list", marked, "--json").json == []
