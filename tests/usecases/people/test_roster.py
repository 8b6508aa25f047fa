from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.casefile.engine import audit
from reviewer.casefile.engine.case import Case
from reviewer.domain.people.officer import Assignment
from reviewer.domain.people.roster import Difference, Problem, day
from reviewer.errors import CancelledError, InputError, UsageError
from reviewer.isolation.workers import Workers
from reviewer.usecases import undo
from reviewer.usecases.people import merging, officers
from reviewer.usecases.people.roster import Changed, import_roster
from tests.workers.office.documents import xlsx

AGENCY = """Roster of the agency;;;
Badge No.;Member;Post;Since
1001;Pat Quill;North Quay;3/5/2012
1002;Ute Ørsted;Lantern Hill;1/2/2013
"""
PLAIN = """serial,name,rank,address,alias,station,from,to
1001,Pat Quill,Sergeant,pat@agency.example,PQ,North Quay,2012-01-01,2016-03-31
1001,Pat Quill,Sergeant,,,Lantern Hill,2016-04-01,
1002,Ute Ørsted,Officer,ute@agency.example,,North Quay,,
"""
COLUMNS = {"serial": "Badge No.", "name": "Member", "station": "post", "start": "Since"}


def roster(where: Path, text: str) -> Path:
    path = where / "roster.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_agencys_own_headings_are_mapped_once_and_remembered(case: Case, tmp_path: Path) -> None:
    path = roster(tmp_path, AGENCY)
    with pytest.raises(InputError, match="no column serial"):
        import_roster(case, path, reviewer="Ada")
    done = import_roster(case, path, columns=COLUMNS, dates="mdy", reviewer="Ada")
    assert done.columns == {"serial": "Badge No.", "name": "Member", "station": "Post", "start": "Since"}
    assert officers.show(case, "1001")[0].assignments == (Assignment("North Quay", "2012-03-05"),)
    assert import_roster(case, path, reviewer="Ada").unchanged == 2


def test_a_heading_that_the_file_has_not_is_refused_and_so_is_an_unknown_column(case: Case, tmp_path: Path) -> None:
    path = roster(tmp_path, PLAIN)
    with pytest.raises(InputError, match="no column Badge"):
        import_roster(case, path, columns={"serial": "Badge"}, reviewer="Ada")
    with pytest.raises(UsageError, match="no column “shoe”"):
        import_roster(case, path, columns={"shoe": "name"}, reviewer="Ada")
    with pytest.raises(UsageError, match="no order of dates"):
        import_roster(case, path, dates="ymd", reviewer="Ada")
    assert officers.listed(case) == []


def test_a_preview_says_what_an_import_would_do_and_does_nothing(case: Case, tmp_path: Path) -> None:
    path = roster(tmp_path, PLAIN)
    before = len(list(audit.entries(case)))
    preview = import_roster(case, path, dry_run=True, reviewer="Ada")
    assert (preview.added, preview.unused, preview.dry_run) == (("1001", "1002"), (), True)
    assert officers.listed(case) == []
    assert len(list(audit.entries(case))) == before
    done = import_roster(case, path, reviewer="Ada")
    assert (done.added, done.columns) == (preview.added, preview.columns)


def test_importing_again_says_what_changed_and_undo_takes_it_back(case: Case, tmp_path: Path) -> None:
    import_roster(case, roster(tmp_path, PLAIN), reviewer="Ada")
    before = officers.show(case, "1001")[0]
    later = (
        PLAIN.replace("Sergeant", "Lieutenant").replace("PQ,", "Paddy,").replace("2016-04-01,", "2016-04-01,2019-12-31")
    )
    done = import_roster(case, roster(tmp_path, later), reviewer="Ada")
    assert done.changes == (
        Changed(
            "1001",
            "Pat Quill",
            (
                Difference("rank", "Sergeant", "Lieutenant"),
                Difference("alias", "PQ", ""),
                Difference("alias", "", "Paddy"),
                Difference("assignment", "Lantern Hill, 2016-04-01 to …", ""),
                Difference("assignment", "", "Lantern Hill, 2016-04-01 to 2019-12-31"),
            ),
        ),
    )
    undo.undo(case, reviewer="Ada")
    assert officers.show(case, "1001")[0] == before


def test_names_that_no_roster_brought_and_columns_that_it_lacks_stay(case: Case, tmp_path: Path) -> None:
    import_roster(case, roster(tmp_path, PLAIN), reviewer="Ada")
    pat = officers.show(case, "1001")[0]
    with case.act("Ada", "alias accept") as act:
        act.insert("officer_name", {"officer": pat.id, "kind": "address", "value": "pat@home.example"})
    done = import_roster(case, roster(tmp_path, PLAIN.replace("pat@agency", "quill@agency")), reviewer="Ada")
    assert done.changes[0].differences == (
        Difference("address", "pat@agency.example", ""),
        Difference("address", "", "quill@agency.example"),
    )
    after = officers.show(case, "1001")[0]
    assert after.addresses == ("pat@home.example", "quill@agency.example")
    done = import_roster(case, roster(tmp_path, "serial,name\n1001,Pat Quill\n"), reviewer="Ada")
    assert (done.unchanged, officers.show(case, "1001")[0]) == (1, after)


def test_overlaps_gaps_and_open_ends_are_named_by_their_lines(case: Case, tmp_path: Path) -> None:
    text = """serial,name,station,from,to
1,Pat Quill,A,2012-01-01,2012-12-31
1,Pat Quill,B,2012-12-01,2013-12-31
1,Pat Quill,C,2014-02-01,
1,Pat Quill,D,2015-01-01,
2,Ute Hale,A,2012-01-01,2012-12-31
2,Ute Hale,B,2013-01-01,
"""
    done = import_roster(case, roster(tmp_path, text), reviewer="Ada")
    assert done.problems == ()
    assert done.remarks == (
        Problem(3, "1: two stations from 2012-12-01 to 2012-12-31: A and B"),
        Problem(4, "1: no station from 2014-01-01 to 2014-01-31, between B and C"),
        Problem(4, "1: the assignment to C has no end, and that to D begins on 2015-01-01"),
    )


def test_each_line_that_cannot_be_used_is_named_with_why(case: Case, tmp_path: Path) -> None:
    officers.add(case, "7", "Lee Moore", reviewer="Ada")
    officers.add(case, "8", "L. Moore", reviewer="Ada")
    merging.merge(case, "7", "8", reviewer="Ada")
    text = """serial,name,station,from,to
U-1,Somebody,A,,
8,L. Moore,A,,
3,Pat Quill,A,3/5/2012,
4,Kim Vole,A,2012-02-30,
5,Kim Vole,A,2013-01-01,2012-01-01
6,Kim Vole,A,soon,
9,Kim Vole,A,15.06.2015,
"""
    done = import_roster(case, roster(tmp_path, text), reviewer="Ada")
    assert done.added == ()
    assert [problem.reason for problem in done.problems] == [
        "serial numbers like U-1 are kept for officers who are not identified",
        "serial number 8 was merged into Lee Moore (7)",
        "“3/5/2012” may be two days: say whether month or day comes first",
        "there is no day “2012-02-30”",
        "the assignment ends (2012-01-01) before it starts (2013-01-01)",
        "“soon” is no date as YYYY-MM-DD",
        "“15.06.2015” is not written as YYYY-MM-DD: say whether month or day comes first",
    ]


def test_an_address_of_two_officers_and_a_second_rank_are_pointed_out(case: Case, tmp_path: Path) -> None:
    text = """serial,name,rank,address
1,Pat Quill,Officer,front@agency.example
1,Pat Quill,Sergeant,
2,Ute Hale,Officer,Front@agency.example
"""
    assert import_roster(case, roster(tmp_path, text), reviewer="Ada").remarks == (
        Problem(3, "the rank of 1 is “Officer” in line 2; that counts"),
        Problem(4, "front@agency.example is an address of 1 and of 2"),
    )


def test_a_workbook_is_a_roster_too(case: Case, workers: Workers, tmp_path: Path) -> None:
    cells = [("A1", "serial"), ("B1", "name"), ("C1", "station"), ("D1", "from"), ("A2", "1001"), ("B2", "Pat Quill")]
    rows = "".join(
        f'<row r="{number}">'
        + "".join(f'<c r="{at}" t="str"><v>{value}</v></c>' for at, value in cells if at.endswith(number))
        + ('<c r="C2" t="str"><v>Quay</v></c><c r="D2" s="1"><v>42493</v></c>' if number == "2" else "")
        + "</row>"
        for number in "12"
    )
    styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
    path = tmp_path / "roster.xlsx"
    path.write_bytes(xlsx([("S", "visible", f"<sheetData>{rows}</sheetData>")], styles=styles))
    assert import_roster(case, path, workers=workers, reviewer="Ada").added == ("1001",)
    assert officers.show(case, "1001")[0].assignments == (Assignment("Quay", "2016-05-03"),)


@pytest.mark.parametrize(
    ("text", "dates", "expected"),
    [
        ("2016-05-03", "", "2016-05-03"),
        ("2016-05-03 00:00:00", "dmy", "2016-05-03"),
        ("3/5/2016", "dmy", "2016-05-03"),
        ("3.5.2016", "mdy", "2016-03-05"),
        ("", "", ""),
    ],
)
def test_days_are_understood_in_the_order_that_was_said(text: str, dates: str, expected: str) -> None:
    assert day(text, dates) == expected


def test_a_heading_can_be_left_out_and_stays_so_for_the_next_roster(case: Case, tmp_path: Path) -> None:
    done = import_roster(case, roster(tmp_path, PLAIN), columns={"rank": ""}, reviewer="Ada")
    assert "rank" in done.unused
    assert officers.show(case, "1001")[0].rank == ""
    assert "rank" in import_roster(case, roster(tmp_path, PLAIN), reviewer="Ada").unused
    assert "rank" in import_roster(case, roster(tmp_path, PLAIN), columns={"rank": "Rank"}, reviewer="Ada").columns
    assert officers.show(case, "1001")[0].rank == "Sergeant"


def test_a_trial_tells_each_line_as_it_would_be_understood(case: Case, tmp_path: Path) -> None:
    done = import_roster(
        case, roster(tmp_path, AGENCY + "1003;;North Quay;\n"), columns=COLUMNS, dates="mdy", dry_run=True, reviewer=""
    )
    assert {line: (one.serial, one.values["start"]) for line, one in done.lines.items()} == {
        3: ("1001", "2012-03-05"),
        4: ("1002", "2013-01-02"),
    }
    assert done.problems == (Problem(5, "no name"),)


class Impatient:
    """Asks to stop at the second officer."""

    cancelled = False

    def step(self, done: int, total: int, what: str) -> None:
        self.cancelled = done == 1 < total
        assert what


def test_an_import_that_is_stopped_takes_nothing_in(case: Case, tmp_path: Path) -> None:
    more = PLAIN + "1003,Kim Vole,Officer,,,North Quay,,\n"
    with pytest.raises(CancelledError, match="nothing of the roster"):
        import_roster(case, roster(tmp_path, more), progress=Impatient(), reviewer="Ada")
    assert officers.listed(case) == []
