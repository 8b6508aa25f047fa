from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.errors import InputError, NotFoundError
from reviewer.isolation.checking import check_answer
from reviewer.isolation.frames import Frame, ProtocolError
from reviewer.isolation.protocol import Cells, ReadCells, SheetCells
from reviewer.isolation.workers import Workers
from reviewer.usecases.evidence import agency_tables
from reviewer.usecases.evidence.agency_tables import Line
from tests.workers.office.documents import docx, paragraph, xlsx

ROWS = (
    '<sheetData><row r="2"><c r="A2" t="str"><v>serial</v></c><c r="C2" t="str"><v>from</v></c></row>'
    '<row r="4"><c r="A4"><v>4711</v></c><c r="C4" s="1"><v>42493</v></c></row></sheetData>'
)
STYLES = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'


def lines_of(path: Path, workers: Workers | None = None) -> list[Line]:
    return agency_tables.lines_of(agency_tables.opened(path), workers)


def test_a_line_is_one_of_the_file_also_behind_a_value_that_goes_over_several(tmp_path: Path) -> None:
    written = b'serial,name\n1,"Moore,\nLee"\n2,Nunez\n'
    assert lines_of(file(tmp_path, "a.csv", written)) == [
        (1, ["serial", "name"]),
        (2, ["1", "Moore,\nLee"]),
        (4, ["2", "Nunez"]),
    ]


def file(where: Path, name: str, data: bytes) -> Path:
    path = where / name
    path.write_bytes(data)
    return path


def test_cells_of_a_workbook_keep_their_columns_and_days_are_days(workers: Workers, tmp_path: Path) -> None:
    data = xlsx([("Empty", "visible", "<sheetData/>"), ("Roster", "visible", ROWS)], styles=STYLES)
    assert lines_of(file(tmp_path, "roster.xlsx", data), workers) == [
        (2, ["serial", "", "from"]),
        (4, ["4711", "", "2016-05-03"]),
    ]


def test_hidden_sheets_are_no_roster(workers: Workers, tmp_path: Path) -> None:
    data = xlsx([("Old", "hidden", ROWS)], styles=STYLES)
    with pytest.raises(InputError, match="no sheet that holds anything"):
        lines_of(file(tmp_path, "roster.xlsx", data), workers)


def test_what_is_no_workbook_is_refused_in_words(workers: Workers, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no workbook"):
        lines_of(file(tmp_path, "letter.xlsx", docx(paragraph("serial"))), workers)
    with pytest.raises(InputError, match="cannot be read"):
        lines_of(file(tmp_path, "broken.xlsx", b"PK\x03\x04 and nothing more"), workers)
    with pytest.raises(NotFoundError):
        lines_of(tmp_path / "none.xlsx", workers)


def test_lines_of_csv_are_numbered_and_empty_ones_left_out(tmp_path: Path) -> None:
    assert lines_of(file(tmp_path, "a.csv", b"serial;name\r\n\r\n;\r\n7;\xd8rsted\r\n")) == [
        (1, ["serial", "name"]),
        (4, ["7", "Ørsted"]),
    ]


@pytest.mark.parametrize(
    "rows",
    [((2, ((0, "a"),)), (1, ((0, "b"),))), ((0, ()),), ((1, ((-1, "a"),)),), ((1, ((10**9, "a"),)),)],
    ids=["out of order", "before the first", "before column A", "beyond the last column"],
)
def test_cells_at_impossible_places_are_not_believed(rows: tuple[tuple[int, tuple[tuple[int, str], ...]], ...]) -> None:
    with pytest.raises(ProtocolError):
        check_answer(ReadCells(), Frame(Cells((SheetCells("S", rows),))))


def test_a_quotation_mark_that_is_never_closed_swallows_no_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no CSV.*line 4 of the file"):
        lines_of(file(tmp_path, "a.csv", b'serial,name\n1,Moore\n2,"Nunez\n3,Ortiz\n'))


def test_tables_in_an_encoding_full_of_nul_characters_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="NUL characters"):
        lines_of(file(tmp_path, "a.csv", "serial,name\n1,Moore\n".encode("utf-16")))
    with pytest.raises(InputError, match="NUL characters"):
        lines_of(file(tmp_path, "b.csv", b'serial,name\n"1\0",Moore\n'))


def test_no_column_is_left_out_without_a_word(workers: Workers, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="line 1 of the table has 1,003 columns"):
        lines_of(file(tmp_path, "a.csv", b"serial,name" + b",x" * 1_001 + b"\n1,Moore\n"))
    far = '<sheetData><row r="2"><c r="A2"><v>1</v></c><c r="ALM2"><v>2</v></c></row></sheetData>'
    with pytest.raises(InputError, match="line 2 of the table has 1,001 columns"):
        lines_of(file(tmp_path, "a.xlsx", xlsx([("Roster", "visible", far)], styles=STYLES)), workers)
    assert lines_of(file(tmp_path, "b.csv", b"serial,name" + b"," * 2_000 + b"\n"))[0][1][:2] == ["serial", "name"]


FORMULAS = (
    '<sheetData><row r="1"><c r="A1" t="str"><v>serial</v></c><c r="B1" t="str"><v>name</v></c></row>'
    '<row r="2"><c r="A2"><f>4700+11</f><v></v></c><c r="B2"><f>"Lee"</f></c></row>'
    '<row r="3"><c r="A3"><v>4712</v></c><c r="B3" t="str"><f>IF(1,"","")</f><v></v></c></row></sheetData>'
)


def test_rows_of_formulas_without_values_are_named_and_not_passed_over(workers: Workers, tmp_path: Path) -> None:
    path = file(tmp_path, "roster.xlsx", xlsx([("Roster", "visible", FORMULAS)]))
    with pytest.raises(InputError, match="formulas without their values, in row 2 of the sheet “Roster”"):
        lines_of(path, workers)


def test_formulas_without_values_on_another_sheet_do_not_matter(workers: Workers, tmp_path: Path) -> None:
    sheets = [("Roster", "visible", ROWS), ("Sums", "visible", FORMULAS)]
    assert len(lines_of(file(tmp_path, "roster.xlsx", xlsx(sheets, styles=STYLES)), workers)) == 2
