"""`reviewer search` and what it answers to a query that is not understood."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.evidence import folder, mail


@pytest.fixture
def searched(reviewer: Command, made: Path, tmp_path: Path) -> Path:
    mails = {
        "1.eml": mail("Free camera", "Your code is PORCH25, $50 off.\n"),
        "2.eml": mail("The gate", "Its code was changed.\n"),
    }
    disk = folder(tmp_path / "disk", mails)
    assert reviewer("intake", "add", made, disk).code == 0
    return made


@pytest.mark.parametrize("command", [("search",), ("item", "list")])
def test_a_query_that_is_not_understood_is_refused_with_its_place(
    reviewer: Command, searched: Path, command: tuple[str, ...]
) -> None:
    refused = reviewer(*command, searched, "camera form:pat")
    assert refused.code == 2
    assert refused.err.splitlines()[-3:] == [
        "  camera form:pat",
        "         ^^^^",
        "Did you mean: camera from:pat",
    ]
    told = reviewer(*command, searched, "camera form:pat", "--json").json
    assert (told["exit_code"], told["at"], told["place"]) == (2, 7, [7, 11])
    assert (told["nearest"], told["suggestion"]) == ("from", "camera from:pat")
    assert "form" in told["error"]


def test_what_a_case_does_not_have_is_refused_too(reviewer: Command, searched: Path) -> None:
    reviewer("tag", "add", searched, "Gratuity")
    told = reviewer("search", searched, "camera tag:gratiuty", "--json")
    assert (told.code, told.json["place"], told.json["nearest"]) == (2, [11, 19], "Gratuity")


def test_how_a_query_was_read_is_told_where_that_is_not_plain(reviewer: Command, searched: Path) -> None:
    assert "read as" not in reviewer("search", searched, "camera code").out
    assert "read as: (camera OR gift) AND code\n" in reviewer("search", searched, "camera OR gift code").out
    assert "read as: free\n" in reviewer("search", searched, "free!").out
    assert "read as" not in reviewer("search", searched, "$50").out
    assert reviewer("search", searched, "camera code", "--json").json["read_as"] == "camera AND code"


def test_no_more_is_shown_than_was_asked_for_and_all_is_counted(reviewer: Command, searched: Path) -> None:
    found = reviewer("search", searched, "code", "--limit", "1", "--json").json
    assert (found["total"], len(found["hits"])) == (2, 1)
    assert len(reviewer("search", searched, "code", "--json").json["hits"]) == 2


@pytest.mark.parametrize("command", [("search",), ("item", "list")])
def test_a_query_may_begin_with_a_minus_and_an_option_that_there_is_not_is_refused(
    reviewer: Command, searched: Path, command: tuple[str, ...]
) -> None:
    found = reviewer(*command, searched, "-sandwich", "camera", "--json")
    assert found.code == 0
    assert len(found.json["hits"] if command == ("search",) else found.json) == 1
    refused = reviewer(*command, searched, "camera", "--limti", "5")
    assert refused.code == 2
    assert "--limti" in refused.err


def test_a_word_that_is_nowhere_in_the_evidence_is_told_with_the_one_most_like_it(
    reviewer: Command, searched: Path
) -> None:
    told = reviewer("search", searched, "camrea from:pat", "--json").json
    assert (told["total"], told["meant"]) == (0, "camera from:pat")
    assert "Did you mean: camera from:pat" in reviewer("search", searched, "camrea from:pat").out
    assert reviewer("search", searched, "camera code", "--json").json["meant"] == ""
    assert reviewer("search", searched, "zebra", "--json").json["meant"] == "", "nothing is like it"
    assert reviewer("search", searched, "camera -code", "--json").json["meant"] == "", "each of these words is there"


def test_how_a_query_may_go_on_is_told_in_place_of_what_it_finds(reviewer: Command, searched: Path) -> None:
    assert reviewer("tag", "add", searched, "Free device", "--definition", "Given for nothing").code == 0
    told = reviewer("search", searched, "--complete", "camera", "-tag:dev")
    assert (told.code, told.out) == (0, 'tag:"Free device"  Given for nothing\n')
    (made,) = reviewer("search", searched, "--complete", "camera -tag:dev", "--json").json["completions"]
    assert made == {"query": 'camera -tag:"Free device"', "name": "Free device", "means": "Given for nothing"}
    assert reviewer("search", searched, made["query"]).out.startswith("1 found")
    nothing = reviewer("search", searched, "--complete", "PORCH")
    assert (nothing.code, nothing.out, nothing.err) == (0, "", "nothing that there is begins so\n")
    for option in (("--limit", "50"), ("--group", "thread")):
        refused = reviewer("search", searched, "--complete", *option, "cus")
        assert (refused.code, refused.out) == (2, "")
        assert "--limit and --group are for what is found, and --complete finds nothing" in refused.err
