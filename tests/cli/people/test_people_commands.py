"""Officers and organisations, from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.evidence import folder, mail

ROSTER = """Badge,Member,E-mail,Station,From,To
1,Pat Quill,pat@agency.example,North Quay,1/1/2012,12/31/2015
1,Pat Quill,,Lantern Hill,2/1/2016,
2,Ute Hale,ute@agency.example,North Quay,,
"""


@pytest.fixture
def staffed(reviewer: Command, made: Path, tmp_path: Path) -> Path:
    """A case with two officers of a roster in the agency's own words, and a message between them."""
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    said = ("--column", "serial=Badge", "--column", "name=Member", "--dates", "mdy")
    preview = reviewer("officer", "import", made, tmp_path / "roster.csv", *said, "--dry-run", "--json").json
    assert (preview["added"], preview["dry_run"]) == (["1", "2"], True)
    done = reviewer("officer", "import", made, tmp_path / "roster.csv", *said)
    assert done.out.splitlines() == [
        "added 2, changed 0, as they were 0",
        "  line 3: 1: no station from 2016-01-01 to 2016-01-31, between North Quay and Lantern Hill",
    ]
    files = {"a.eml": mail("Look", "A free camera.\n", sender="Pat <pat@agency.example>", to="U <ute@agency.example>")}
    assert reviewer("intake", "add", made, folder(tmp_path / "disk", files)).code == 0
    return made


def test_a_roster_again_tells_what_changed_line_by_line(reviewer: Command, staffed: Path, tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_text(ROSTER.replace("Ute Hale", "Ute Moore") + "3,Kim Vole,,A,31/12/2015,\n", encoding="utf-8")
    done = reviewer("officer", "import", staffed, path)
    assert done.code == 4
    assert "  2 Ute Moore: name Ute Hale → Ute Moore" in done.out
    assert "line 5: there is no day “31/12/2015”" in done.err
    again = reviewer("officer", "import", staffed, path, "--json").json
    assert (again["unchanged"], [one["line"] for one in again["problems"]]) == (2, [5])
    assert reviewer("officer", "import", staffed, path, "--column", "serial").code == 2


def test_the_page_of_an_officer_has_links_counts_and_messages(reviewer: Command, staffed: Path) -> None:
    marked = reviewer("passage", "add", staffed, "1", "--quote", "free camera", "--officer", "1:promoter", "--json")
    page = reviewer("officer", "show", staffed, "1", "--messages", "--json").json
    assert (page["serial"], page["passages"]) == ("1", [marked.json])
    (link,) = page["sections"]["links"]
    assert (link["link"], link["role"], link["station"], link["items"]) == (
        1,
        "promoter",
        "Lantern Hill",
        ["IA21-000001"],
    )
    (other,) = page["sections"]["correspondents"]
    assert (other["officers"], other["sent"], other["sent_items"]) == (["2"], 1, ["IA21-000001"])
    assert [entry["kind"] for entry in page["timeline"]] == ["assignment", "assignment", "link", "message"]
    shown = reviewer("officer", "show", staffed, "1").out
    assert "link 1  promoter (certain): “free camera”  IA21-000001  (Lantern Hill)" in shown


def test_an_unidentified_officer_is_resolved_merged_and_split_again(reviewer: Command, staffed: Path) -> None:
    assert reviewer("officer", "unidentified", staffed, "U. H.", "--json").json["serial"] == "U-1"
    marked = reviewer("passage", "add", staffed, "1", "--quote", "free camera", "--officer", "U-1:recipient")
    assert marked.code == 0
    real = reviewer("officer", "resolve", staffed, "U-1", "2", "--reason", "her hand", "--json").json
    assert (real["serial"], real["aliases"], real["unidentified"]) == ("2", ["U. H."], False)
    assert reviewer("officer", "merge", staffed, "1", "2").out == "2 merged into 1 Pat Quill\n"
    assert reviewer("officer", "show", staffed, "U-1", "--json").json["serial"] == "1"
    back = reviewer("officer", "split", staffed, "1", "2", "--merged", "--json").json
    assert (back["serial"], back["aliases"], back["addresses"]) == ("2", ["U. H."], ["ute@agency.example"])
    given = reviewer(
        "officer", "split", staffed, "2", "3", "--name", "Ulla Hale", "--links", "1", "--known-as", "U. H."
    )
    assert given.out == "split from 2: 3 Ulla Hale\n"
    assert [each["serial"] for each in reviewer("officer", "list", staffed, "--json").json] == ["1", "3", "2"]
    assert reviewer("case", "verify", staffed).code == 0
    acts = [entry["act"] for entry in reviewer("audit", staffed, "--json").json]
    assert acts[-4:] == ["officer resolve", "officer merge", "officer split", "officer split"]


def test_wrong_numbers_and_unknown_officers_are_refused_in_words(reviewer: Command, staffed: Path) -> None:
    assert reviewer("officer", "split", staffed, "1", "2", "--links", "x").code == 2
    assert reviewer("officer", "split", staffed, "1", "2", "--merged", "--note", "1").code == 2
    refused = reviewer("officer", "merge", staffed, "1", "9", "--json")
    assert (refused.code, refused.json["error"]) == (4, "there is no officer “9”")
    assert reviewer("officer", "add", staffed, "U-9", "Kim Vole").code == 4


def test_organisations_are_kept_with_their_people_and_counts(reviewer: Command, staffed: Path) -> None:
    added = reviewer(
        "organisation", "add", staffed, "Agency", "--kind", "agency", "--domain", "agency.example", "--json"
    )
    assert (added.json["name"], added.json["domains"]) == ("Agency", ["agency.example"])
    person = ("organisation", "person", staffed, "Agency")
    assert reviewer(*person, "Pat Quill", "--address", "pat@agency.example", "--from", "2012-01-01").code == 0
    changed = reviewer(*person, "--change", "1", "--position", "Chief", "--json").json["people"]
    assert [(one["person"], one["name"], one["position"], one["start"]) for one in changed] == [
        (1, "Pat Quill", "Chief", "2012-01-01")
    ]
    shown = reviewer("organisation", "show", staffed, "agency.example", "--json").json
    assert [(one["address"], one["items"], one["known"]) for one in shown["addresses"]] == [
        ("pat@agency.example", 1, True),
        ("ute@agency.example", 1, False),
    ]
    assert "ute@agency.example" in reviewer("organisation", "show", staffed, "Agency").out
    assert reviewer(*person, "--remove", "1", "--json").json["people"] == []
    assert reviewer(*person, "--from", "2012").code == 2
    assert reviewer(*person, "Kim", "--from", "2012").code == 4
    renamed = reviewer("organisation", "change", staffed, "Agency", "--name", "The agency", "--json").json
    assert (renamed["name"], renamed["kind"]) == ("The agency", "agency")
    assert reviewer("organisation", "remove", staffed, "The agency").out == "removed The agency\n"
    assert reviewer("organisation", "list", staffed, "--json").json == []


def test_an_officer_is_set_and_assigned_by_hand(reviewer: Command, staffed: Path) -> None:
    made = reviewer("officer", "set", staffed, "2", "--rank", "Detective", "--alias", "U. Hale", "--json").json
    assert (made["rank"], made["aliases"], made["unit"]) == ("Detective", ["U. Hale"], "")
    assert reviewer("officer", "set", staffed, "2").code == 2
    assert reviewer("officer", "set", staffed, "2", "--drop-alias", "Nobody").code == 4
    assert reviewer("officer", "set", staffed, "2", "--drop-alias", "u. hale", "--json").json["aliases"] == []
    assigned = reviewer("officer", "assign", staffed, "2", "Canal", "--from", "2017-01-01", "--json").json
    assert assigned["assignments"][-1] == {"station": "Canal", "start": "2017-01-01", "end": ""}
    assert reviewer("officer", "assign", staffed, "2", "Canal", "--from", "2017-02-30").code == 4
    assert reviewer("officer", "assign", staffed, "2", "Canal", "--remove", "--to", "2017-03-01").code == 2
    left = reviewer("officer", "assign", staffed, "2", "Canal", "--remove", "--json").json["assignments"]
    assert left == [{"station": "North Quay", "start": "", "end": ""}]


def test_two_officers_are_compared_before_they_are_merged(reviewer: Command, staffed: Path) -> None:
    found = reviewer("officer", "compare", staffed, "1", "2", "--json").json
    assert (found["officer"], found["other"]) == ("1", "2")
    assert found["signs"] == [
        {"for": True, "text": "both were at North Quay from 2012-01-01 to 2015-12-31"},
        {"for": False, "text": "1 was at Lantern Hill while 2 was at North Quay from 2016-02-01 to …"},
        {"for": False, "text": "1 message went from one to the other"},
        {"for": False, "text": "the roster has two serial numbers, 1 and 2"},
    ]
    assert found["moved"] == {"assignment": 1, "officer_name": 1}
    assert "against: 1 message went" in reviewer("officer", "compare", staffed, "1", "2").out
    assert reviewer("officer", "compare", staffed, "1", "1").code == 4
