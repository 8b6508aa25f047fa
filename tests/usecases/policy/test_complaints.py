from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from reviewer.casefile.engine import audit
from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import items
from reviewer.domain.ids import ItemId
from reviewer.domain.people.roster import Problem
from reviewer.domain.policy.clause import Topic, Wording
from reviewer.domain.policy.complaint_figures import named_in, vendor_key
from reviewer.domain.policy.finding import Outcome
from reviewer.errors import InputError, NotFoundError, UsageError
from reviewer.isolation.workers import Workers
from reviewer.usecases import undo
from reviewer.usecases.demo import policy
from reviewer.usecases.demo.story import tell
from reviewer.usecases.demo.tables import complaint_history
from reviewer.usecases.evidence import agency_tables, intake
from reviewer.usecases.pages import item_pages, passages
from reviewer.usecases.people import officers
from reviewer.usecases.policy import allegations, clauses, complaints, findings

pytestmark = pytest.mark.usefixtures("kept_zygotes")

HISTORY = """number,received,closed,serial,officer,allegation,clause,vendor,finding,discipline
C12-1,2012-03-01,2012-06-01,1001,Pat Quill,Took free meals,3.14,Gull Diner,sustained,Reprimand
C15-2,2015-05-01,2015-07-30,1002,Ute Orsted,Took a camera,3.14,"Lantern Bell, Inc.",not sustained,
C15-2,2015-05-01,2015-07-30,1003,Sam Reed,Took a camera,3.14,"Lantern Bell, Inc.",unfounded,
C18-3,2018-02-01,,1001,Pat Quill,Rude,2.01,,,
"""


def table(where: Path, text: str) -> Path:
    path = where / "complaints.csv"
    path.write_text(text, encoding="utf-8")
    return path


def taken(case: Case, where: Path, text: str = HISTORY) -> complaints.ComplaintImport:
    return complaints.import_history(case, table(where, text), reviewer="Ada")


def test_the_demo_has_seven_conflicts_in_ten_years_and_one_about_its_vendor(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    story = tell()
    given = list(story.complaints)
    path = tmp_path / "complaints 2011-2021.csv"
    path.write_bytes(complaint_history(given))
    policy.enter(case, path, workers, reviewer="Ada")
    first = officers.add(case, given[0]["serial"], given[0]["officer"], reviewer="Ada")
    allegations.add(case, first.serial, "3.14", "Accepted a camera", "2016", vendor=story.vendor, reviewer="Ada")
    again = complaints.import_history(case, path, reviewer="Ada")
    assert (again.added, again.unchanged, again.problems) == ((), len(given), ())
    found = complaints.figures(case)
    assert (len(found.complaints), len(found.conflicts), len(found.vendor)) == (len(given), 7, 1)
    assert list(found.conflicts) == [each["number"] for each in given if each["clause"] == "3.14"]
    assert {each.name: len(each.complaints) for each in found.by_year} == Counter(
        each["received"][:4] for each in given
    )
    assert {each.name: len(each.complaints) for each in found.by_clause} == Counter(each["clause"] for each in given)
    assert {each.name for each in found.by_vendor} == {each["vendor"] for each in given if each["vendor"]}


def test_seven_conflicts_are_found_before_any_clause_is_entered(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "complaints.csv"
    path.write_bytes(complaint_history(tell().complaints))
    complaints.import_history(case, path, reviewer="Ada")
    found = complaints.figures(case)
    assert len(found.conflicts) == 7
    assert all("is not among those of this case" in found.why[number] for number in found.conflicts)
    assert found.vendor == ()


def test_a_complaint_against_two_officers_counts_once(case: Case, tmp_path: Path) -> None:
    taken(case, tmp_path)
    found = complaints.figures(case)
    assert found.complaints == ("C12-1", "C15-2", "C18-3")
    assert found.conflicts == ("C12-1", "C15-2")
    (clause,) = (each for each in found.by_clause if each.name == "3.14")
    assert dict(clause.ended.outcomes) == {Outcome.SUSTAINED: 1, Outcome.NOT_SUSTAINED: 1, Outcome.UNFOUNDED: 1}
    assert dict(clause.ended.disciplines) == {"Reprimand": 1}
    assert clause.ended.days == 90
    later = complaints.figures(case, first="2015-01-01", last="2017-12-31")
    assert (later.complaints, later.first, later.last) == (("C15-2",), "2015-05-01", "2015-05-01")


def test_the_clauses_of_the_case_say_what_is_a_conflict(case: Case, tmp_path: Path) -> None:
    taken(case, tmp_path)
    clauses.add(case, Wording("3.14", "Parking", Topic.OTHER, "", ("It was parked",)), reviewer="Ada")
    clauses.add(case, Wording("2.01", "Favours", Topic.CONFLICT, "", ("It was a favour",)), reviewer="Ada")
    assert complaints.figures(case).conflicts == ("C18-3",)


def test_the_same_table_again_changes_nothing_and_a_later_one_what_differs(case: Case, tmp_path: Path) -> None:
    done = taken(case, tmp_path)
    assert (done.added, done.unchanged) == (("C12-1", "C15-2", "C18-3"), 0)
    before = audit.head(case)
    again = taken(case, tmp_path)
    assert (again.added, again.changed, again.removed, again.unchanged) == ((), (), (), 4)
    assert audit.head(case) == before
    lines = HISTORY.replace("C18-3,2018-02-01,,", "C18-3,2018-02-01,2018-09-01,").splitlines()
    kept = complaints.listed(case)
    later = taken(case, tmp_path, "\n".join(line for line in lines if "Sam Reed" not in line))
    assert (later.added, later.changed, later.removed, later.unchanged) == ((), ("C18-3",), ("C15-2",), 2)
    assert [each.complaint.closed for each in complaints.listed(case)] == ["2012-06-01", "2015-07-30", "2018-09-01"]
    undo.undo(case, reviewer="Ada")
    assert complaints.listed(case) == kept


def test_columns_a_later_table_lacks_stay_as_they_are(case: Case, tmp_path: Path) -> None:
    taken(case, tmp_path)
    taken(case, tmp_path, "number,received,finding\nC12-1,2012-03-02,unfounded\n")
    found = complaints.listed(case)[0].complaint
    assert (found.received, found.finding, found.discipline, found.vendor) == (
        "2012-03-02",
        "unfounded",
        "Reprimand",
        "Gull Diner",
    )


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (",2012-03-01,,,,,,,,", "no number"),
        ("C1,,,,,,,,,", "no day on which it was received"),
        ("C1,March 2012,,,,,,,,", "“March 2012” is no date as YYYY-MM-DD"),
        ("C1,3/5/2012,,,,,,,,", "“3/5/2012” may be two days: say whether month or day comes first"),
        ("C1,2012-02-30,,,,,,,,", "there is no day “2012-02-30”"),
        ("C1,2012-03-02,2012-03-01,,,,,,,", "it was closed (2012-03-01) before it was received (2012-03-02)"),
        ("C1,9000-01-01,,,,,,,,", "9000-01-01 is still to come"),
        ("c12-1,2012-03-01,,1001,,Took free meals,3.14,,,", "it repeats line 2"),
    ],
)
def test_a_bad_line_is_told_and_the_others_are_taken_in(case: Case, tmp_path: Path, line: str, reason: str) -> None:
    done = taken(case, tmp_path, f"{HISTORY}{line}\n")
    assert done.problems == (Problem(6, reason),)
    assert len(complaints.listed(case)) == 4
    assert {each.complaint.number for each in complaints.listed(case)} == {"C12-1", "C15-2", "C18-3"}


@pytest.mark.parametrize("text", ["", "colour,shape\nred,round\n", "number\nC1\n"])
def test_what_is_no_table_of_complaints_is_refused(case: Case, tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match="has no column"):
        taken(case, tmp_path, text)
    with pytest.raises(NotFoundError):
        complaints.import_history(case, tmp_path / "nowhere.csv", reviewer="Ada")
    with pytest.raises(UsageError, match="no column “colour”"):
        complaints.import_history(case, table(tmp_path, HISTORY), columns={"colour": "x"}, reviewer="Ada")


def test_a_preview_changes_nothing_and_the_columns_said_are_remembered(case: Case, tmp_path: Path) -> None:
    text = "Case,In,Who,Rule broken\nC1,3/5/2012,1001,3.14\n"
    said = {"number": "Case", "received": "In", "serial": "Who", "clause": "Rule broken"}
    path, before = table(tmp_path, text), audit.head(case)
    done = complaints.import_history(case, path, columns=said, dates="mdy", dry_run=True, reviewer="Ada")
    assert (done.added, done.columns, done.dry_run) == (("C1",), said, True)
    assert (complaints.listed(case), audit.head(case)) == ([], before)
    complaints.import_history(case, path, columns=said, dates="mdy", reviewer="Ada")
    again = complaints.import_history(case, path, reviewer="Ada")
    assert (again.unchanged, again.columns) == (1, said)
    assert complaints.listed(case)[0].complaint.received == "2012-03-05"


def test_officers_who_are_not_in_the_roster_and_findings_without_a_meaning_are_told(case: Case, tmp_path: Path) -> None:
    officers.add(case, "1001", "Pat Quill", reviewer="Ada")
    officers.add(case, "2002", "Sam Reed", reviewer="Ada")
    text = HISTORY.replace(",1003,", ",,").replace(",unfounded,", ",Closed Otherwise,")
    done = taken(case, tmp_path, text)
    assert [(each.line, each.reason.split(";")[0]) for each in done.remarks] == [
        (3, "serial number 1002 is not in the roster"),
        (4, "“Closed Otherwise” is none of the four outcomes"),
    ]
    assert [each.serial for each in complaints.listed(case)] == ["1001", "", "2002", "1001"]
    findings.label(case, "Closed otherwise", Outcome.NOT_SUSTAINED, reviewer="Ada")
    assert complaints.listed(case)[2].outcome is Outcome.NOT_SUSTAINED
    officers.add(case, "1002", "Ute Orsted", reviewer="Ada")
    assert complaints.listed(case)[1].serial == "1002"


def test_officer_vendor_and_clause_are_met_again(case: Case, tmp_path: Path) -> None:
    taken(case, tmp_path)
    assert complaints.related(case) == []
    officers.add(case, "1001", "Pat Quill", reviewer="Ada")
    clauses.add(case, Wording("3.14", "Gifts", Topic.GRATUITY, "", ("A gift",)), reviewer="Ada")
    made = allegations.add(case, "1001", "3.14", "Took a camera", "2016", vendor="LANTERN BELL", reviewer="Ada")
    found = complaints.related(case, made.id)
    vendor, clause = "vendor Lantern Bell, Inc. is met in allegation 1", "clause 3.14 is met in allegation 1"
    assert [(each.known.complaint.officer, each.why) for each in found] == [
        ("Ute Orsted", (vendor, clause)),
        ("Sam Reed", (vendor, clause)),
        ("Pat Quill", ("officer 1001 is met in allegation 1", clause)),
        ("Pat Quill", ("officer 1001 is met in allegation 1",)),
    ]
    assert complaints.figures(case).vendor == ("C15-2",)
    alike = complaints.comparable(case, made.id)
    assert (alike.clause.allegations, alike.officer.allegations, alike.vendor.allegations) == (3, 2, 2)
    assert dict(alike.vendor.outcomes) == {Outcome.NOT_SUSTAINED: 1, Outcome.UNFOUNDED: 1}


def test_a_firm_is_known_by_its_name_whatever_its_form() -> None:
    assert vendor_key("Lantern Bell, Inc.") == vendor_key("LANTERN  BELL") == ("lantern", "bell")
    assert vendor_key("Société Générale") == vendor_key("societe generale")
    assert vendor_key("Co.") == ("co",)
    assert named_in(vendor_key("Lantern Bell"), vendor_key("Lantern Bell and the Port Merrow Police"))
    assert not named_in(vendor_key("Bell Lantern"), vendor_key("Lantern Bell"))
    assert not named_in((), vendor_key("Lantern Bell"))


def test_the_overview_is_the_list_the_figures_and_what_is_met_again(case: Case, tmp_path: Path) -> None:
    taken(case, tmp_path)
    clauses.import_wordings(case, [clauses.template("gratuity", code="3.14")], "test", reviewer="Ada")
    officer = officers.add(case, "101", "Ruth Castellan", reviewer="Ada")
    for number in range(14):
        allegations.add(case, officer.serial, "3.14", f"Took lamp {number}", "2016", reviewer="Ada")
    found = complaints.overview(case)
    assert list(found.known) == complaints.listed(case)
    assert found.figures == complaints.figures(case)
    assert list(found.related) == complaints.related(case)
    (said,) = found.related[0].clause
    assert said.endswith("allegation 12 and 2 more")


def test_the_table_is_kept_as_evidence_and_each_complaint_tells_its_line(case: Case, tmp_path: Path) -> None:
    done = taken(case, tmp_path)
    kept = items.find(case, done.item)
    assert items.original(case, kept.id) == HISTORY.encode()
    lines = HISTORY.splitlines()
    for each in complaints.listed(case):
        control, line = each.source.split(", line ")
        assert control == done.item
        assert lines[int(line) - 1].startswith(f"{each.complaint.number},{each.complaint.received}")
    assert intake.report(case).gaps == ()


def test_a_table_that_is_evidence_already_is_not_taken_in_again(case: Case, workers: Workers, tmp_path: Path) -> None:
    path = table(tmp_path, HISTORY)
    intake.add(case, workers, [tmp_path], reviewer="Ada")
    before = items.count(case)
    copy = tmp_path / "copy" / "complaints.csv"
    copy.parent.mkdir()
    copy.write_bytes(path.read_bytes())
    done = complaints.import_history(case, copy, reviewer="Ada")
    assert (done.item, items.count(case)) == (items.get(case, ItemId(1)).control, before)


def test_what_is_refused_or_only_tried_leaves_no_evidence(case: Case, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        taken(case, tmp_path, "no,heading\n1,2\n")
    tried = complaints.import_history(case, table(tmp_path, HISTORY), dry_run=True, reviewer="Ada")
    assert (tried.item, items.count(case)) == ("", 0)


def test_a_changed_line_tells_its_new_table_and_the_others_their_old_one(case: Case, tmp_path: Path) -> None:
    first = taken(case, tmp_path)
    second = taken(case, tmp_path, HISTORY.replace("C12-1,2012-03-01", "C12-1,2012-03-02"))
    assert first.item != second.item
    assert [each.source for each in complaints.listed(case)] == [
        f"{second.item}, line 2",
        f"{first.item}, line 3",
        f"{first.item}, line 4",
        f"{first.item}, line 5",
    ]


def test_complaints_of_an_older_case_learn_their_lines_from_the_same_table(case: Case, tmp_path: Path) -> None:
    done = taken(case, tmp_path)
    with case.act("Ada", "complaint import") as act:  # as cases before format 10 have them
        for each in complaints.listed(case):
            act.update("complaint", each.complaint.id, {"item": None, "line": None})
    again = taken(case, tmp_path)
    assert (again.changed, again.unchanged) == ((), 4)
    assert {each.source for each in complaints.listed(case)} == {f"{done.item}, line {line}" for line in range(2, 6)}


def test_a_table_that_changes_before_it_is_kept_is_refused(case: Case, workers: Workers, tmp_path: Path) -> None:
    file = agency_tables.opened(table(tmp_path, HISTORY))
    table(tmp_path, HISTORY.replace("C12-1", "C12-9"))
    with pytest.raises(InputError, match="changed meanwhile"):
        agency_tables.keep(case, file, workers, custodian="", reviewer="Ada")


def test_a_link_leads_to_the_table_that_is_kept(case: Case, tmp_path: Path) -> None:
    link = tmp_path / "link.csv"
    link.symlink_to(table(tmp_path, HISTORY))
    done = complaints.import_history(case, link, reviewer="Ada")
    assert items.find(case, done.item).name == "complaints.csv"
    assert intake.report(case).failures == ()


def test_a_table_without_a_line_to_use_is_not_kept(case: Case, tmp_path: Path) -> None:
    done = taken(case, tmp_path, "number,received\n,2012-03-01\n")
    assert (done.item, len(done.problems), items.count(case)) == ("", 1, 0)


def test_the_line_is_that_of_the_file(case: Case, tmp_path: Path) -> None:
    done = taken(case, tmp_path, HISTORY.replace("Took free meals", '"Took free\nmeals"'))
    assert [each.source for each in complaints.listed(case)][1] == f"{done.item}, line 4"


def test_complaints_that_a_newer_table_lacks_are_told_and_stay(case: Case, tmp_path: Path) -> None:
    taken(case, tmp_path)
    done = taken(case, tmp_path, "\n".join(line for line in HISTORY.splitlines() if not line.startswith("C15-2")))
    assert (done.missing, done.removed) == (("C15-2",), ())
    assert len(complaints.listed(case)) == 4


def test_every_number_and_day_of_the_table_can_be_quoted_from_its_page(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    done = taken(case, tmp_path)
    item = items.find(case, done.item).id
    item_pages.ensure(case, workers, item, reviewer="Ada")
    for quote in ("C12-1", "2012-03-01", "2012-06-01", "C18-3", "2018-02-01", "sustained"):
        passages.add_quote(case, item, quote, occurrence=1, reviewer="Ada")
