"""Pictures and tables of the ledger from the command line."""

from __future__ import annotations

import csv
import hashlib
import io
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pymupdf
import pytest
import python_calamine

from tests.cli.conftest import Command, Once
from tests.evidence import folder, pdf

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def ledger(reviewer: Command, made: Path, tmp_path: Path, once: Once) -> Path:
    """Officer 1001 of Harbor accepted a device from a donor of an evil name, and recommended it."""

    def fill() -> None:
        disk = folder(tmp_path / "disk", {"a.pdf": pdf(["A free camera worth $199.00 for you."])})
        assert reviewer("intake", "add", made, disk).code == 0
        assert reviewer("officer", "add", made, "1001", "Pat Quill", "--station", "Harbor").code == 0
        assert reviewer("passage", "add", made, "1", "--quote", "free camera").code == 0
        given = (
            "--what",
            "device",
            "--outcome",
            "accepted",
            "--value",
            "150-199",
            "--date",
            "2016-05-16",
            "--donor",
            "=HYPERLINK(1)&<b>",
        )
        assert reviewer("benefit", "add", made, "--officer", "1001", *given, "--passage", "1").code == 0
        said = ("--audience", "residents", "--date", "2016-05-20", "--passage", "1")
        assert reviewer("endorsement", "add", made, "--officer", "1001", *said).code == 0

    return once("ledger ledger_exports", fill)


def test_pictures_are_written_as_vectors_and_say_what_is_behind_each_mark(
    reviewer: Command, ledger: Path, tmp_path: Path
) -> None:
    out = tmp_path / "network.svg"
    drawn = reviewer("benefit", "picture", ledger, "network", out, "--json").json
    assert [mark["benefits"] for mark in drawn["marks"] if mark["words"].endswith("Pat Quill (1001): 1 benefit")] == [
        [1]
    ]
    texts = [each.text for each in ET.fromstring(out.read_bytes()).iter(f"{SVG}text")]  # noqa: S314 - made by us
    assert {"=HYPERLINK(1)&<b>", "Pat Quill (1001)", "residents"} <= set(texts)
    for kind in ("timeline", "stations"):
        path = tmp_path / f"{kind}.pdf"
        assert reviewer("benefit", "picture", ledger, kind, path, "--counted").code == 0
        with pymupdf.open(path) as document:
            assert document.page_count == 1
            assert ("Harbor" if kind == "stations" else "Pat Quill") in document[0].get_text()
            assert document[0].get_images() == []


def test_a_picture_goes_into_a_new_file_of_a_known_kind(reviewer: Command, ledger: Path, tmp_path: Path) -> None:
    taken = tmp_path / "taken.svg"
    taken.write_text("mine")
    for out, said in ((taken, "already"), (tmp_path / "a.png", "neither .svg nor .pdf")):
        failed = reviewer("benefit", "picture", ledger, "timeline", out, "--json")
        assert (failed.code, said in failed.json["error"]) == (4, True)
    assert taken.read_text() == "mine"
    assert reviewer("benefit", "picture", ledger, "pie", tmp_path / "b.svg").code == 2


def test_a_sum_beside_a_limit_in_another_currency_says_why_it_is_not_compared(reviewer: Command, ledger: Path) -> None:
    assert reviewer("limit", "add", ledger, "City charter", "100 EUR").code == 0
    why = "not compared with City charter, which allows 100.00 EUR: this is in USD"
    assert reviewer("benefit", "totals", ledger).out.splitlines()[-1].strip() == why
    (year,) = reviewer("benefit", "totals", ledger, "--json").json["years"]
    assert year["limits"] == []
    assert year["not_compared"] == [{"limit": 1, "rule": "City charter", "amount": 100.0, "currency": "EUR"}]
    (row,) = csv.DictReader(io.StringIO(reviewer("benefit", "totals", ledger, "--csv", "years").out, newline=""))
    assert (row["verdict"], row["limit"], row["arithmetic"].endswith(why)) == ("not compared", "", True)


def test_tables_are_printed_as_csv_and_written_as_workbooks(reviewer: Command, ledger: Path, tmp_path: Path) -> None:
    def as_csv(*words: str | Path) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(reviewer(*words).out, newline="")))

    (benefit,) = as_csv("benefit", "list", ledger, "--csv")
    assert (benefit["giver"], benefit["net low"], benefit["earliest"]) == ("'=HYPERLINK(1)&<b>", "150.00", "2016-05-16")
    assert [each["audience"] for each in as_csv("endorsement", "list", ledger, "--csv")] == ["residents"]
    assert [each["days least"] for each in as_csv("endorsement", "pairs", ledger, "--csv")] == ["4"]
    assert [each["year"] for each in as_csv("benefit", "totals", ledger, "--csv", "years")] == ["2016"]
    (station,) = as_csv("case", "figures", ledger, "--csv", "stations")
    assert (station["station"], station["officers"], station["value high"]) == ("Harbor", "1", "199.00")
    assert reviewer("complaint", "list", ledger, "--csv").out.startswith("number,received,closed,")
    out = tmp_path / "benefits.xlsx"
    assert reviewer("benefit", "list", ledger, "--xlsx", out).code == 0
    head, row = python_calamine.CalamineWorkbook.from_path(out).get_sheet_by_name("Benefits").to_python()
    found = dict(zip(head, row, strict=True))
    assert (found["giver"], found["net low"], found["earliest"]) == ("=HYPERLINK(1)&<b>", 150, date(2016, 5, 16))
    again = reviewer("benefit", "list", ledger, "--xlsx", out, "--json")
    assert (again.code, "already" in again.json["error"]) == (4, True)


def test_every_file_that_leaves_is_told_in_the_audit_trail_with_its_bytes(
    reviewer: Command, ledger: Path, tmp_path: Path
) -> None:
    before = reviewer("audit", ledger, "--json").json
    assert reviewer("benefit", "list", ledger, "--csv").code == 0
    assert reviewer("audit", ledger, "--json").json == before
    tables, picture = tmp_path / "totals.xlsx", tmp_path / "time.svg"
    assert reviewer("benefit", "totals", ledger, "--xlsx", tables, "--reviewer", "Ada").code == 0
    assert reviewer("benefit", "picture", ledger, "timeline", picture, "--reviewer", "Bo").code == 0
    first, second = reviewer("audit", ledger, "--json").json[len(before) :]
    assert (first["act"], first["reviewer"], first["subject"]) == ("table export", "Ada", "totals.xlsx")
    assert first["facts"]["sha256"] == hashlib.sha256(tables.read_bytes()).hexdigest()
    assert first["facts"]["file"] == "totals.xlsx"
    assert first["facts"]["tables"] == [["Officers", 1], ["Years", 1]]
    assert (second["act"], second["reviewer"], second["subject"]) == ("picture export", "Bo", "time.svg")
    assert second["facts"]["sha256"] == hashlib.sha256(picture.read_bytes()).hexdigest()


def test_what_could_not_be_written_is_no_act(reviewer: Command, ledger: Path, tmp_path: Path) -> None:
    before = reviewer("audit", ledger, "--json").json
    assert reviewer("benefit", "list", ledger, "--xlsx", tmp_path / "nowhere" / "a.xlsx").code != 0
    assert reviewer("benefit", "picture", ledger, "timeline", tmp_path / "a.png").code == 4
    assert reviewer("audit", ledger, "--json").json == before
