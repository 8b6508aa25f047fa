"""Policy, allegations and findings from the command line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reviewer.cli.policy.allegation import print_matrix
from reviewer.domain.policy.allegation import Ground, GroundId, GroundKind, MatrixRow, Side
from reviewer.domain.policy.basis_changes import LIMITS, LIMITS_UNKNOWN
from reviewer.domain.policy.clause import Element, ElementId
from tests.cli.conftest import Command, Once
from tests.evidence import folder, mail


@pytest.fixture
def marked(reviewer: Command, made: Path, tmp_path: Path, once: Once) -> Path:
    """A case of one message with two passages, an officer and a clause of two elements."""

    def fill() -> None:
        files = {"a.eml": mail("Offer", "You have a free camera. It costs nothing.\n")}
        assert reviewer("intake", "add", made, folder(tmp_path / "disk", files)).code == 0
        assert reviewer("officer", "add", made, "4711", "Lee Moore").code == 0
        for quote in ("a free camera", "It costs nothing"):
            assert reviewer("passage", "add", made, "1", "--quote", quote).code == 0
        elements = ("--element", "Something was accepted", "--element", "It was not paid for")
        assert reviewer("clause", "add", made, "3.14", "Gifts", *elements, "--exemption", "Open to all").code == 0

    return once("marked policy_commands", fill)


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
    confirm = ("allegation", "confirm", marked, "1", "1", "--search", "returned", "--search", "camera", "--json")
    refused = reviewer(*confirm)
    assert (refused.code, "neither opened nor dismissed: " in refused.json["error"]) == (4, True)
    assert reviewer("item", "show", marked, "1", "--read").code == 0
    assert reviewer(*confirm).code == 0
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
    assert reviewer("allegation", "list", marked, "--officer", "4712").code == 4
    reviewer("passage", "remove", marked, "2")
    (reason,) = reviewer("allegation", "list", marked, "--json").json[0]["look_again"]
    assert reason == "element 2: passage 2 was removed"


def test_hits_are_dismissed_with_a_word_and_searches_run_again_over_what_is_new(
    reviewer: Command, marked: Path, tmp_path: Path
) -> None:
    reviewer("allegation", "add", marked, "4711", "3.14", "--act", "Took a camera", "--date", "2016-05")
    dismiss = ("allegation", "dismiss", marked, "1", "2")
    assert reviewer(*dismiss, "--reason", "x").code == 2
    gone = reviewer(*dismiss, "--search", "costs", "--reason", "The price alone.", "--json").json
    control = gone["dismissed"][0]
    assert gone == {"allegation": 1, "element": 2, "side": "against", "dismissed": [control]}
    assert reviewer("allegation", "confirm", marked, "1", "2", "--search", "costs").code == 0
    files = {"b.eml": mail("Later", "It costs nothing, and that is that.\n"), "c.eml": mail("Lunch", "At noon.\n")}
    assert reviewer("intake", "add", marked, folder(tmp_path / "later", files)).code == 0
    (stored,) = reviewer("allegation", "searches", marked, "--new", "--json").json
    (again,) = stored["searches"]
    assert (again["query"], again["hits"], again["new"]) == ("costs", 2, stored["left"])
    left = reviewer("allegation", "affirm", marked, "--json").json
    assert (left["searches"], left["left"]) == (0, [stored])
    assert stored["left"][0] in reviewer("allegation", "affirm", marked).out
    assert reviewer(*dismiss, stored["left"][0], "--reason", "Said again.").code == 0
    done = reviewer("allegation", "affirm", marked, "--json").json
    assert done == {"searches": 1, "items": 3, "left": []}
    assert reviewer("allegation", "searches", marked, "--new", "--json").json == []
    shown = reviewer("allegation", "show", marked, "1").out
    assert f"dismissed {control}: The price alone." in shown


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


def proved(reviewer: Command, marked: Path) -> None:
    """An allegation with all that a sustained finding needs."""
    reviewer("allegation", "add", marked, "4711", "3.14", "--act", "Took a camera", "--date", "2016-05")
    for element in ("1", "2"):
        assert reviewer("allegation", "weigh", marked, "1", element, "--for", element).code == 0
        assert reviewer("allegation", "confirm", marked, "1", element, "--search", "returned").code == 0


def test_a_finding_without_proof_is_refused_and_says_what_is_missing(reviewer: Command, marked: Path) -> None:
    reviewer("allegation", "add", marked, "4711", "3.14", "--act", "Took a camera", "--date", "2016-05")
    done = reviewer("finding", "draft", marked, "1", "sustained", "--reason", "So.", "--json")
    assert done.code == 4
    assert "element 1 (Something was accepted): no passage speaks for it" in done.json["error"]
    assert reviewer("finding", "list", marked, "--json").json == []
    lacks = reviewer("finding", "check", marked, "1", "sustained", "--json")
    assert (lacks.code, len(lacks.json["missing"])) == (4, 4)


def test_a_finding_becomes_final_by_two_people(reviewer: Command, marked: Path) -> None:
    proved(reviewer, marked)
    assert reviewer("finding", "check", marked, "1", "sustained").code == 0
    assert reviewer("finding", "label", marked, "Out of Policy", "sustained").code == 0
    draft = ("finding", "draft", marked, "1", "out of policy", "--reason", "So.", "--standard", "clear")
    made = reviewer(*draft, "--reviewer", "Ada", "--json").json
    assert (made["outcome"], made["label"], made["state"]) == ("sustained", "Out of Policy", "draft")
    assert made["standard"] == "clear and convincing evidence"
    skipped = reviewer("finding", "review", marked, "1", "--reviewer", "Bo", "--json")
    assert (skipped.code, "only one that is proposed" in skipped.json["error"]) == (4, True)
    assert reviewer("finding", "propose", marked, "1", "--reviewer", "Ada").code == 0
    same = reviewer("finding", "review", marked, "1", "--reviewer", "ada", "--json")
    assert (same.code, "second reviewer" in same.json["error"]) == (4, True)
    assert reviewer("finding", "review", marked, "1", "--reviewer", "Bo", "--comment", "Read.").code == 0
    assert reviewer("finding", "finalise", marked, "1", "--reviewer", "Ada", "--json").json["state"] == "final"
    reviewer("passage", "remove", marked, "1")
    (found,) = reviewer("finding", "list", marked, "--look-again", "--json").json
    assert "element 1: passage 1 was removed" in found["look_again"]
    assert reviewer("finding", "reopen", marked, "1", "--reason", "A passage is gone.").code == 0
    shown = reviewer("finding", "show", marked, "1", "--json").json["findings"]
    assert [(each["state"], each["current"]) for each in shown] == [("final", False), ("draft", True)]
    assert [step["done"] for step in shown[0]["steps"]] == ["drafted", "proposed", "reviewed", "made final"]
    assert len(reviewer("finding", "list", marked, "--history", "--json").json) == 2
    assert reviewer("finding", "label", marked, "Nothing").code == 2


def test_complaints_are_imported_listed_counted_and_met_again(reviewer: Command, marked: Path, tmp_path: Path) -> None:
    table = tmp_path / "history.csv"
    table.write_text(
        "number,received,closed,serial,allegation,clause,vendor,finding,discipline\n"
        "C1,2015-01-05,2015-03-06,4711,Took a camera,3.14,Lantern Bell,not sustained,\n"
        "C2,2016-01-05,,9999,Rude,2.01,,,\n"
        "C3,soon,,4711,Rude,2.01,,,\n",
        encoding="utf-8",
    )
    reviewer("clause", "change", marked, "3.14", "--topic", "gratuity")
    seen = reviewer("complaint", "import", marked, table, "--dry-run", "--json")
    assert (seen.code, seen.json["added"], seen.json["dry_run"]) == (4, ["C1", "C2"], True)
    assert reviewer("complaint", "list", marked, "--json").json == []
    done = reviewer("complaint", "import", marked, table, "--json")
    assert done.json["problems"] == [{"line": 4, "reason": "“soon” is no date as YYYY-MM-DD"}]
    assert "line 4" in done.err
    (found,) = reviewer("complaint", "list", marked, "--conflicts", "--json").json
    assert (found["number"], found["known"], found["outcome"], found["conflict"]) == (
        "C1",
        "4711",
        "not sustained",
        True,
    )
    act = ("--act", "Took a camera", "--date", "2016", "--vendor", "Lantern Bell Inc")
    assert reviewer("allegation", "add", marked, "4711", "3.14", *act).code == 0
    figures = reviewer("complaint", "figures", marked, "--json").json
    assert (figures["complaints"], figures["conflicts"], figures["vendor"]) == (2, 1, 1)
    assert [(each["year"], each["complaints"]) for each in figures["by_year"]] == [("2015", 1), ("2016", 1)]
    assert figures["behind"]["vendor"] == ["C1"]
    related = reviewer("complaint", "related", marked, "--allegation", "1", "--json").json
    assert [(each["number"], len(each["why"])) for each in related["complaints"]] == [("C1", 3)]
    assert related["comparable"]["clause"]["outcomes"] == {"not sustained": 1}
    assert reviewer("complaint", "import", marked, table, "--column", "number").code == 2
    assert reviewer("complaint", "figures", marked, "--from", "5/1/2015").code == 4


def test_what_is_not_known_of_a_ground_stands_under_it(capsys: pytest.CaptureFixture[str]) -> None:
    """As of a benefit that was relied on before its limits were kept with it."""
    facts = {"what": "device"}
    kept = Ground(
        GroundId(1), Side.FOR, GroundKind.BENEFIT, 7, facts, {**facts, LIMITS: ["3.14: $50.00"]}, "device", "", "Ada"
    )
    other = replace(kept, target=8, relied={**facts, LIMITS: []})
    print_matrix([MatrixRow(1, Element(ElementId(1), "Accepted it."), (kept, other))])
    told = capsys.readouterr().out.splitlines()
    assert [line.strip() for line in told if "not kept" in line] == [f"benefit 7 {LIMITS_UNKNOWN}"]
    assert [line.split()[1:3] for line in told[1::2]] == [["benefit", "7"], ["benefit", "8"]]
