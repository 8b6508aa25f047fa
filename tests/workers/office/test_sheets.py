"""Every cell of a workbook is found, also in what is hidden, with the comments and links beside it."""

from __future__ import annotations

import pytest

from reviewer.domain.evidence.reading import Kind, State
from reviewer.workers.office.layout import lay_out_office
from reviewer.workers.office.reading import read_office
from reviewer.workers.office.sheets.cells import date_text, is_date, number_text
from tests.workers.office.documents import odf, sheet_part, xlsx

ROWS = "<sheetData>{}</sheetData>"


def cell(place: str, value: str, kind: str = "n", style: int = 0, formula: str = "") -> str:
    return f'<c r="{place}" t="{kind}" s="{style}">{formula and f"<f>{formula}</f>"}<v>{value}</v></c>'


def row(number: int, *cells: str, attributes: str = "") -> str:
    return f'<row r="{number}" {attributes}>{"".join(cells)}</row>'


def test_cells_of_every_kind_are_read_as_a_person_sees_them() -> None:
    styles = '<numFmts><numFmt numFmtId="164" formatCode="d\\-mmm\\-yy"/></numFmts><cellXfs><xf numFmtId="0"/>'
    styles += '<xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="10"/></cellXfs>'
    inner = ROWS.format(
        row(1, cell("A1", "0", "s"), cell("B1", "42493", style=1), cell("C1", "42493.5", style=2))
        + row(2, cell("A2", "0.25", style=3), cell("B2", "1", "b"), cell("C2", "#REF!", "e"))
        + row(3, '<c r="A3" t="inlineStr"><is><r><t>in</t></r><r><t>line</t></r></is></c>', cell("B3", "10000"))
        + row(4, cell("A4", "7", formula="SUM(B3,1)"))
    )
    reading, _ = read_office(xlsx([("Gifts", "visible", inner)], ["Officer"], styles=styles), ())
    assert (reading.kind, reading.state, reading.hidden) == (Kind.SHEET, State.OK, ())
    assert reading.text.splitlines() == [
        "Sheet: Gifts",
        "Officer\t2016-05-03\t2016-05-03 12:00:00",
        "25%\tTRUE\t#REF!",
        "inline\t10000",
        "7",
        "Formulas",
        "A4 = SUM(B3,1)",
    ]


def test_hidden_sheets_rows_and_columns_are_listed_with_how() -> None:
    first = '<cols><col min="2" max="2" hidden="1"/></cols>' + ROWS.format(
        row(1, cell("A1", "seen", "str"), cell("B1", "unseen", "str"))
        + row(2, cell("A2", "gone", "str"), attributes='hidden="1"')
    )
    second = ROWS.format(row(1, cell("A1", "back room", "str")))
    data = xlsx([("Open", "visible", first), ("Shut", "hidden", second), ("Deep", "veryHidden", second)])
    reading, _ = read_office(data, ())
    assert [(hidden.text, hidden.how) for hidden in reading.hidden] == [
        ("gone", "in hidden row 2"),
        ("unseen", "in hidden column B"),
        ("back room", "hidden sheet"),
        ("back room", "hidden sheet that Excel's menu does not list"),
    ]
    html = lay_out_office(data, "T", ()).html
    assert "Sheet: Shut (hidden sheet)" in html
    assert "B (hidden)" in html


def test_comments_and_links_tell_their_cell() -> None:
    comments = sheet_part(
        "comments",
        '<authors><author>Ada Lune</author></authors><commentList><comment ref="A1" authorId="0">'
        "<text><r><t>ask him</t></r></text></comment></commentList>",
    )
    inner = (
        ROWS.format(row(1, cell("A1", "code", "str"))) + '<hyperlinks><hyperlink ref="A1" r:id="rId1"/></hyperlinks>'
    )
    sheet = "xl/worksheets/sheet1.xml"
    roles = {sheet: [("rId1", "hyperlink", "https://vendor.example/x"), ("rId2", "comments", "../comments1.xml")]}
    reading, _ = read_office(xlsx([("S", "visible", inner)], (), {"xl/comments1.xml": comments}, roles), ())
    assert "Comment at A1 by Ada Lune\nask him" in reading.text
    assert "→ https://vendor.example/x" in reading.text


def test_more_rows_than_pages_hold_stay_searchable_and_the_pages_say_so() -> None:
    rows = "".join(row(number, cell(f"A{number}", f"w{number}", "str")) for number in range(1, 40_001))
    data = xlsx([("Long", "visible", ROWS.format(rows))])
    reading, _ = read_office(data, ())
    laid = lay_out_office(data, "T", ())
    assert "w40000" in reading.text
    assert (laid.html, [reason.code for reason in laid.plain]) == ("", ["pages.many"])
    assert "w40000" in laid.text, "set as plain text then, all of it"


def test_a_cell_far_out_costs_no_more_than_one_near() -> None:
    reading, _ = read_office(
        xlsx([("S", "visible", ROWS.format(row(1_048_576, cell("XFD1048576", "edge", "str"))))]), ()
    )
    assert reading.text == "Sheet: S\nedge"


def test_one_long_string_in_every_cell_does_not_fill_the_memory() -> None:
    rows = "".join(row(number, cell(f"A{number}", "0", "s")) for number in range(1, 2001))
    reading, _ = read_office(xlsx([("S", "visible", ROWS.format(rows))], ["w" * 1_000_000]), ())
    assert reading.state is State.PARTIAL
    assert "characters were read" in reading.reason
    assert len(reading.text) < 50_000_000


def test_a_broken_sheet_is_read_as_far_as_it_goes() -> None:
    good = ROWS.format(row(1, cell("A1", "kept", "str")))
    data = xlsx(
        [("S", "visible", "")],
        (),
        {"xl/worksheets/sheet1.xml": sheet_part("worksheet", good + "<row").removesuffix("</worksheet>")},
    )
    reading, _ = read_office(data, ())
    assert reading.state is State.PARTIAL
    assert "kept" in reading.text
    assert "damaged" in reading.reason


@pytest.mark.parametrize(
    ("serial", "from_1904", "shown"),
    [
        (1, False, "1900-01-01"),
        (59, False, "1900-02-28"),
        (61, False, "1900-03-01"),
        (42493, False, "2016-05-03"),
        (41031, True, "2016-05-03"),
        (0.75, False, "18:00:00"),
        (1e9, False, "1000000000"),
    ],
)
def test_days_are_counted_as_excel_counts_them(serial: float, from_1904: bool, shown: str) -> None:  # noqa: FBT001
    assert date_text(serial, from_1904=from_1904) == shown


@pytest.mark.parametrize(
    ("code", "dates"),
    [
        ("yyyy-mm-dd", True),
        ("[h]:mm", True),
        ("General", False),
        ('0.00" days"', False),
        ("[Red]0.00", False),
        ("#,##0", False),
    ],
)
def test_a_format_is_a_date_only_if_it_shows_one(code: str, dates: bool) -> None:  # noqa: FBT001
    assert is_date(164, code) is dates


def test_numbers_show_fifteen_digits_at_most() -> None:
    assert [number_text(each) for each in (0.1 + 0.2, 10000.0, -3.5)] == ["0.3", "10000", "-3.5"]


def test_an_opendocument_sheet_tells_what_is_hidden_and_repeats_what_repeats() -> None:
    styles = (
        '<style:style style:name="ta2" style:family="table">'
        '<style:table-properties table:display="false"/></style:style>'
    )
    one = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    body = (
        '<table:table table:name="Open"><table:table-column table:number-columns-repeated="2"/>'
        '<table:table-column table:visibility="collapse"/>'
        f'<table:table-row table:number-rows-repeated="2">{one.format("twice")}'
        f'<table:table-cell table:number-columns-repeated="1"/>{one.format("veiled")}</table:table-row>'
        '<table:table-row table:number-rows-repeated="1048570"><table:table-cell/></table:table-row></table:table>'
        f'<table:table table:name="Shut" table:style-name="ta2">'
        f"<table:table-row>{one.format('back room')}</table:table-row></table:table>"
    )
    reading, _ = read_office(odf("spreadsheet", body, styles), ())
    assert reading.kind is Kind.SHEET
    assert reading.text.splitlines()[:3] == ["Sheet: Open", "twice\tveiled", "twice\tveiled"]
    assert [(hidden.text, hidden.how) for hidden in reading.hidden] == [
        ("veiled\nveiled", "in hidden column C"),
        ("back room", "hidden sheet"),
    ]


def test_formulas_that_are_not_listed_are_said_to_be_there() -> None:
    rows = "".join(row(n, cell(f"A{n}", "1", formula="B1")) for n in range(1, 20_002))
    reading, _ = read_office(xlsx([("Sums", "visible", ROWS.format(rows))]), ())
    assert (reading.state, reading.reason) == (State.PARTIAL, "only the first 20,000 formulas of a sheet are listed")


def test_a_formula_without_a_stored_value_is_shown_and_said() -> None:
    inner = ROWS.format(
        row(1, '<c r="A1"><f>SUM(B1:B9)</f><v></v></c>', '<c r="B1"><f t="shared" si="0"/></c>', cell("C1", "7"))
        + row(2, '<c r="A2" t="str"><f>IF(C1,"","x")</f><v></v></c>')
    )
    reading, _ = read_office(xlsx([("Sums", "visible", inner)]), ())
    assert reading.state is State.PARTIAL
    assert "no value is stored for the formula in A1, B1;" in reading.reason
    assert reading.text.splitlines()[1] == "=SUM(B1:B9)\t=…\t7"


def test_a_formula_of_an_opendocument_sheet_without_a_value_is_shown_and_said() -> None:
    cells = (
        '<table:table-cell table:formula="of:=SUM([.B1:.B2])"/><table:table-cell><text:p>x</text:p></table:table-cell>'
    )
    sheet = f'<table:table table:name="S"><table:table-row>{cells}</table:table-row></table:table>'
    reading, _ = read_office(odf("spreadsheet", sheet), ())
    assert (reading.state, "formula in A1;" in reading.reason) == (State.PARTIAL, True)
    assert "=SUM([.B1:.B2])\tx" in reading.text.splitlines()
