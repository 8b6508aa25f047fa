"""The ledger from the command line."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Command, Once
from tests.evidence import folder, pdf

TAKEN = ("--officer", "1001", "--what", "device", "--outcome", "accepted", "--passage", "1")


@pytest.fixture
def proved(reviewer: Command, made: Path, tmp_path: Path, once: Once) -> Path:
    """A case with officer 1001 and passage 1."""

    def fill() -> None:
        disk = folder(
            tmp_path / "disk", {"a.pdf": pdf(["A free camera worth $199.00 for you. Your code is LANTERN25."])}
        )
        assert reviewer("intake", "add", made, disk).code == 0
        assert reviewer("officer", "add", made, "1001", "Pat Quill", "--station", "Harbor").code == 0
        assert (
            reviewer("passage", "add", made, "1", "--quote", "free camera worth $199.00", "--json").json["passage"] == 1
        )

    return once("proved benefit_command", fill)


def test_a_benefit_is_entered_listed_shown_and_removed(reviewer: Command, proved: Path) -> None:
    given = (*TAKEN, "--value", "199", "--date", "2016-05")
    added = reviewer("benefit", "add", proved, *given, "--json").json
    assert (added["benefit"], added["officer"], added["what"], added["date"]) == (1, "1001", "device", "on 2016-05")
    assert (added["value_low"], added["net_high"], added["counts"]) == (199, 199, True)
    assert (added["earliest"], added["latest"], added["precision"]) == ("2016-05-01", "2016-05-31", "month")
    assert added["proofs"] == [{"field": "entry", "passage": 1}]
    assert reviewer("benefit", "list", proved, "--json").json == [added]
    shown = reviewer("benefit", "show", proved, "1", "--json").json
    assert shown["proofs"][0]["quote"] == "free camera worth $199.00"
    printed = reviewer("benefit", "show", proved, "b-1").out
    assert printed.split()[0] == "B-1", "as in the window, and so it may be written"
    refused = reviewer("benefit", "show", proved, "E-1")
    assert (refused.code, "“E-1” is no number like B-13 or 13." in refused.err) == (2, True)
    assert reviewer("benefit", "remove", proved, "B-1", "--json").json == added
    assert reviewer("benefit", "list", proved, "--json").json == []


def test_the_donors_organisation_is_named_and_stays_while_a_benefit_names_it(reviewer: Command, proved: Path) -> None:
    assert reviewer("organisation", "add", proved, "Lantern", "--domain", "lantern.example").code == 0
    given = (*TAKEN, "--organisation", "lantern.example")
    assert reviewer("benefit", "add", proved, *given, "--json").json["organisation"] == "Lantern"
    refused = reviewer("organisation", "remove", proved, "Lantern", "--json")
    assert (refused.code, refused.json["error"]) == (4, "Lantern is the donor of 1 benefit")
    assert reviewer("benefit", "edit", proved, "1", "--organisation", "Nobody").code == 4
    assert reviewer("benefit", "edit", proved, "1", "--organisation", "", "--json").json["organisation"] == ""
    assert reviewer("organisation", "remove", proved, "Lantern").code == 0


def test_donors_without_a_name_are_told_apart_by_their_organisations(
    reviewer: Command, proved: Path, tmp_path: Path
) -> None:
    for name, value in (("Lantern", "199"), ("Beacon", "80"), ("", "30")):
        whose = ("--organisation", name) if name else ()
        assert not name or reviewer("organisation", "add", proved, name).code == 0
        given = (*TAKEN, "--value", value, "--date", "2016-05", *whose)
        assert reviewer("benefit", "add", proved, *given).code == 0
    totals = reviewer("benefit", "totals", proved, "--json").json["years"]
    expected = {"Lantern": [1], "Beacon": [2], "": [3]}
    assert {each["organisation"]: each["benefits"] for each in totals} == expected
    assert {each["giver"] for each in totals} == {""}
    said = reviewer("benefit", "totals", proved).out
    assert "2016, a donor not known, of Lantern to 1001 Pat Quill: $199.00 (B-1)" in said
    rows = csv.DictReader(io.StringIO(reviewer("benefit", "totals", proved, "--csv", "years").out.lstrip("\ufeff")))
    assert {row["organisation"]: [int(row["benefits"])] for row in rows} == expected
    assert reviewer("report", "export", proved, tmp_path / "out", "--format", "html").code == 0
    tables = re.findall(r"<table.*?</table>", (tmp_path / "out" / "report.html").read_text("utf-8"), re.DOTALL)
    for name in ("Lantern", "Beacon"):
        assert sum(f"not known, of {name}" in each for each in tables) == 2, "by donor, and by donor and year"


def test_what_cannot_be_is_said_and_leaves_nothing(reviewer: Command, proved: Path) -> None:
    for words, said in (
        (("--officer", "9", "--passage", "1"), "no officer “9”"),
        (("--officer", "1001", "--passage", "7"), "no passage 7"),
        (("--officer", "1001", "--passage", "1", "--value", "-4"), "less than nothing"),
        (("--officer", "1001", "--proof", "price:1"), "no field of a benefit"),
    ):
        failed = reviewer("benefit", "add", proved, "--what", "device", "--outcome", "accepted", *words, "--json")
        assert (failed.code, failed.json["exit_code"]) == (4, 4)
        assert said in failed.json["error"]
    assert reviewer("benefit", "list", proved, "--json").json == []


def test_a_benefit_is_not_entered_until_it_is_said_what_it_came_to(reviewer: Command, proved: Path) -> None:
    given = ("--officer", "1001", "--what", "device", "--value", "199", "--passage", "1")
    refused = reviewer("benefit", "add", proved, *given, "--json")
    assert (refused.code, refused.json["error"]) == (4, "it is not said what the benefit came to")
    assert "--outcome: solicited, offered, accepted" in refused.json["advice"]
    for outcome in ("solicited", "offered", "declined"):
        assert reviewer("benefit", "add", proved, *given, "--outcome", outcome).code == 0
    found = reviewer("case", "figures", proved, "--json").json
    assert (found["officers_with_benefit"], found["benefits_not_counted"]) == (0, 3)
    assert found["asked_or_offered"] == {"officers": 1, "benefits": 2}
    assert "only asked for or offered: 2 benefits, 1 officers" in reviewer("case", "figures", proved).out


def test_the_figures_are_counted_and_each_leads_to_its_passages(reviewer: Command, proved: Path) -> None:
    words = ("--officer", "1001", "--passage", "1")
    assert reviewer("benefit", "add", proved, *TAKEN, "--value", "199").code == 0
    assert reviewer("benefit", "add", proved, *words, "--what", "money", "--outcome", "returned").code == 0
    praised = reviewer("endorsement", "add", proved, *words, "--audience", "neighbourhood watch", "--json").json
    assert (praised["endorsement"], praised["audience"]) == (1, "neighbourhood watch")
    found = reviewer("case", "figures", proved, "--behind", "--json").json
    assert {name: found[name] for name in found if name.startswith("officers_")} == {
        "officers_with_benefit": 1,
        "officers_with_device": 1,
        "officers_with_benefit_and_endorsement": 1,
    }
    (station,) = found["stations"]
    assert {name: station[name] for name in ("station", "officers", "value_low", "value_high")} == {
        "station": "Harbor", "officers": 1, "value_low": 199, "value_high": 199,
    }  # fmt: skip
    assert (found["complaints"]["conflicts"], found["complaints"]["vendor"]) == (0, 0)
    behind = {"officer": "1001", "name": "Pat Quill", "benefits": [1], "endorsements": [], "passages": [1]}
    assert found["behind"]["officers_with_device"] == [behind]
    assert found["behind"]["benefits_not_counted"] == [2]


def test_a_donor_and_likely_duplicates_are_known_by_the_names_that_they_had_before_too(
    reviewer: Command, proved: Path
) -> None:
    for donor in ("donor", "giver"):  # and so it is with a field
        given = (*TAKEN, f"--{donor}", "Lantern", "--proof", f"{donor}:1", "--date", "2016-05")
        made = reviewer("benefit", "add", proved, *given, "--json").json
        assert (made["giver"], made["proofs"][-1]) == ("Lantern", {"field": "giver", "passage": 1})
    assert "donor: Lantern\n" in (shown := reviewer("benefit", "show", proved, "1").out)
    assert "donor: “free camera" in shown
    found = reviewer("benefit", "duplicates", proved, "--json").json
    assert found
    assert reviewer("benefit", "doubles", proved, "--json").json == found
    assert "doubles" not in reviewer("benefit", "--help").out
