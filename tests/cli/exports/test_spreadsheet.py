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
