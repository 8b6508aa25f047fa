from __future__ import annotations

import csv
import io

import pytest

from reviewer.cli.exports.spreadsheet import csv_text


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＠SUM(A1)"])
def test_what_a_spreadsheet_would_run_is_text(text: str) -> None:
    (row,) = csv.DictReader(io.StringIO(csv_text(["name"], [[text]]), newline=""))
    assert row["name"] == f"'{text}"


def test_everything_else_is_as_it_is() -> None:
    rows = [['a "b", c', "line\nbreak", "<1@x.example>"], ["", "Ørsted", "1=1"]]
    assert list(csv.reader(io.StringIO(csv_text(["x", "y", "z"], rows), newline=""))) == [["x", "y", "z"], *rows]


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("a;=cmd|calc!A0;b", "a;'=cmd|calc!A0;b"),
        ("a\t@SUM(A1)", "a\t'@SUM(A1)"),
        ('a; "+1+cmd|x"', 'a; "\'+1+cmd|x"'),
        ("a\n-2+3", "a\n'-2+3"),
        ("colder by noon; -5", "colder by noon; -5"),
        ("fair value; paid = nothing", "fair value; paid = nothing"),
    ],
)
def test_what_begins_a_cell_where_columns_are_separated_otherwise_is_no_formula_either(text: str, marked: str) -> None:
    (row,) = csv.DictReader(io.StringIO(csv_text(["name"], [[text]]), newline=""))
    assert row["name"] == marked
