from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.casefile.engine.case import Case
from reviewer.domain.people.officer import Assignment, station_on
from reviewer.errors import InputError, NotFoundError
from reviewer.usecases import undo
from reviewer.usecases.people import officers
from reviewer.usecases.people.officers import OfficerDetails, Problem

ROSTER = """Serial Number,Name,Rank,E-Mail,Station,From,To
1001,Pat Quill,Sergeant,PQuill@agency.example; pat@home.example,North Quay,2012-01-01,2016-03-31
1001,Pat Quill,Sergeant,,Lantern Hill,2016-04-01,
1002,Ute Ørsted,Officer,uorsted@agency.example,North Quay,,
"""


def roster(where: Path, text: str, encoding: str = "utf-8") -> Path:
    path = where / "roster.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_a_roster_brings_officers_with_addresses_and_assignments(case: Case, tmp_path: Path) -> None:
    done = officers.import_roster(case, roster(tmp_path, ROSTER), reviewer="Ada")
    assert (done.added, done.changed, done.unchanged, done.problems) == (("1001", "1002"), (), 0, ())
    pat, _ = officers.show(case, "1001")
    assert (pat.name, pat.rank, pat.addresses) == (
        "Pat Quill",
        "Sergeant",
        ("pquill@agency.example", "pat@home.example"),
    )
    assert pat.assignments == (
        Assignment("North Quay", "2012-01-01", "2016-03-31"),
        Assignment("Lantern Hill", "2016-04-01", ""),
    )
    assert [station_on(pat, day) for day in ("2015-06-01", "2016-04-01", "")] == [
        "North Quay",
        "Lantern Hill",
        "Lantern Hill",
    ]


def test_the_same_roster_again_changes_nothing_and_a_new_one_what_differs(case: Case, tmp_path: Path) -> None:
    officers.import_roster(case, roster(tmp_path, ROSTER), reviewer="Ada")
    assert officers.import_roster(case, roster(tmp_path, ROSTER), reviewer="Ada").unchanged == 2
    later = ROSTER.replace("Pat Quill,Sergeant", "Pat Quill,Lieutenant")
    done = officers.import_roster(case, roster(tmp_path, later), reviewer="Ada")
    assert (done.changed, done.unchanged) == (("1001",), 1)
    assert officers.show(case, "pat@home.example")[0].rank == "Lieutenant"
    undo.undo(case, reviewer="Ada")
    assert officers.show(case, "1001")[0].rank == "Sergeant"


def test_good_lines_come_in_and_bad_ones_are_named(case: Case, tmp_path: Path) -> None:
    text = ROSTER + "1003,,Officer,,,,\n1004,Kim Vole,Officer,,North Quay,2016-13-01,\n1001,Somebody Else,,,,,\n"
    done = officers.import_roster(case, roster(tmp_path, text), reviewer="Ada")
    assert [problem.line for problem in done.problems] == [5, 6, 7]
    assert done.problems[0] == Problem(5, "no name")
    assert len(officers.listed(case)) == 2


@pytest.mark.parametrize(("encoding", "delimiter"), [("cp1252", ";"), ("utf-8-sig", "\t"), ("utf-8", ",")])
def test_rosters_as_spreadsheets_save_them_are_read(case: Case, tmp_path: Path, encoding: str, delimiter: str) -> None:
    text = f"serial{delimiter}name\n7{delimiter}Ute Ørsted\n"
    officers.import_roster(case, roster(tmp_path, text, encoding), reviewer="Ada")
    assert [officer.name for officer in officers.listed(case)] == ["Ute Ørsted"]


def test_a_file_that_is_no_roster_is_refused(case: Case, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no column serial"):
        officers.import_roster(case, roster(tmp_path, "a,b\n1,2\n"), reviewer="Ada")
    with pytest.raises(NotFoundError):
        officers.import_roster(case, tmp_path / "none.csv", reviewer="Ada")


def test_a_name_that_two_officers_bear_must_be_told_apart(case: Case) -> None:
    officers.add(case, "1", "Pat Quill", reviewer="Ada")
    officers.add(case, "2", "Pat Quill", reviewer="Ada")
    with pytest.raises(InputError, match="may be any of"):
        officers.show(case, "Pat Quill")
    assert officers.show(case, "2")[0].serial == "2"
    with pytest.raises(InputError, match="already"):
        officers.add(case, "2", "Another", reviewer="Ada")


def test_an_officer_is_named_by_the_exact_serial_number_where_another_has_it_in_other_letters(case: Case) -> None:
    officers.add(case, "A1", "Kim Vole", reviewer="Ada")
    officers.add(case, "a1", "Uma Vole", reviewer="Ada")
    assert officers.show(case, "A1")[0].name == "Kim Vole"
    assert officers.show(case, "a1")[0].name == "Uma Vole"


def test_what_is_said_by_hand_stays_with_its_assignments_and_can_be_undone(case: Case, tmp_path: Path) -> None:
    officers.import_roster(case, roster(tmp_path, ROSTER), reviewer="Ada")
    said = OfficerDetails(rank="Detective", addresses=("Ute@Home.example",), aliases=("Hale,  Ute",))
    ute = officers.change(case, "1002", said, reviewer="Ada")
    assert (ute.rank, ute.addresses, ute.aliases) == ("Detective", ("ute@home.example",), ("Hale, Ute",))
    assert ute.assignments == (Assignment("North Quay"),)
    moved = officers.assign(case, "1002", "Lantern Hill", start="2016-04-01", reviewer="Ada")
    assert Assignment("Lantern Hill", "2016-04-01") in moved.assignments
    ended = officers.assign(case, "1002", "lantern hill", start="2016-04-01", end="2018-01-31", reviewer="Ada")
    assert station_on(ended, "2018-02-01") == "North Quay"
    assert len(ended.assignments) == 2
    back = officers.unassign(case, "1002", "Lantern Hill", reviewer="Ada")
    assert back.assignments == (Assignment("North Quay"),)
    for _ in range(4):
        undo.undo(case, reviewer="Ada")
    ute = officers.show(case, "1002")[0]
    assert (ute.rank, ute.addresses, ute.aliases) == ("Officer", ("uorsted@agency.example",), ())


def test_a_roster_keeps_addresses_said_by_hand_and_overrules_the_rank(case: Case, tmp_path: Path) -> None:
    path = roster(tmp_path, ROSTER)
    officers.import_roster(case, path, reviewer="Ada")
    both = ("uorsted@agency.example", "ute@home.example")
    officers.change(case, "1002", OfficerDetails(rank="Detective", addresses=both), reviewer="Ada")
    assert officers.import_roster(case, path, reviewer="Ada").changed == ("1002",)
    ute = officers.show(case, "1002")[0]
    assert ute.rank == "Officer"
    assert set(ute.addresses) == {"uorsted@agency.example", "ute@home.example"}


@pytest.mark.parametrize(
    ("known", "reason"),
    [
        (OfficerDetails(serial="1002"), "serial number 1002 already"),
        (OfficerDetails(serial="U-7"), "not identified"),
        (OfficerDetails(name=" "), "needs a serial number and a name"),
        (OfficerDetails(addresses=("no address",)), "no address"),
        (OfficerDetails(assignments=(Assignment("North Quay", "2016-02-30"),)), "no day"),
        (OfficerDetails(assignments=(Assignment("North Quay", "2016-02-03", "2016-02-01"),)), "before it starts"),
        (OfficerDetails(assignments=(Assignment(" ", "2016-02-03"),)), "needs a station"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_changed(
    case: Case, tmp_path: Path, known: OfficerDetails, reason: str
) -> None:
    officers.import_roster(case, roster(tmp_path, ROSTER), reviewer="Ada")
    before = officers.listed(case)
    with pytest.raises(InputError, match=reason):
        officers.change(case, "1001", known, reviewer="Ada")
    assert officers.listed(case) == before


def test_an_assignment_that_is_not_there_or_not_the_only_one_is_not_removed(case: Case, tmp_path: Path) -> None:
    officers.import_roster(case, roster(tmp_path, ROSTER), reviewer="Ada")
    with pytest.raises(NotFoundError, match="not assigned"):
        officers.unassign(case, "1001", "Moon", reviewer="Ada")
    officers.assign(case, "1001", "Lantern Hill", start="2010-01-01", end="2011-01-01", reviewer="Ada")
    with pytest.raises(InputError, match="any of"):
        officers.unassign(case, "1001", "Lantern Hill", reviewer="Ada")
    left = officers.unassign(case, "1001", "Lantern Hill", start="2010-01-01", reviewer="Ada").assignments
    assert left == (Assignment("North Quay", "2012-01-01", "2016-03-31"), Assignment("Lantern Hill", "2016-04-01"))
