"""What `reviewer intake` prints, and how it ends when something cannot be read."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.evidence import folder, mail
from tests.workers.archive.building import zipped

DAMAGED = b"%PDF-1.4\nthis is no PDF\n"


def test_what_cannot_be_read_is_named_once_in_json_and_in_words(reviewer: Command, made: Path, tmp_path: Path) -> None:
    disk = folder(tmp_path / "disk", {"a.pdf": DAMAGED, "b.eml": mail("Lunch", "At noon.\n")})
    done = reviewer("intake", "add", made, disk, "--json")
    assert done.code == 4
    assert done.json["totals"] == {"declared": 2, "extracted": 1, "failed": 1, "duplicates": 0}
    assert [failure["path"] for failure in done.json["failures"]] == ["a.pdf"]
    assert done.json["failures"][0]["reason"] in done.err


def test_only_new_failures_are_complained_of(reviewer: Command, made: Path, tmp_path: Path) -> None:
    first = folder(tmp_path / "first", {"old.pdf": DAMAGED})
    assert reviewer("intake", "add", made, first).code == 4
    again = reviewer("intake", "add", made, folder(tmp_path / "next", {"b.eml": mail("Lunch", "At noon.\n")}))
    assert again.code == 0
    assert "old.pdf" not in again.err
    assert "no custodian was named" in again.err
    last = folder(tmp_path / "last", {"new.pdf": DAMAGED + b"%"})
    more = reviewer("intake", "add", made, last, "--custodian", "Tennant")
    assert more.code == 4
    assert "custodian" not in more.err
    assert "1 could not be read; first new.pdf" in more.err
    assert "Everything was kept" in more.err


@pytest.mark.skipif(sys.platform == "win32", reason="makes a named pipe")
def test_what_did_not_come_in_is_not_said_to_be_kept(reviewer: Command, made: Path, tmp_path: Path) -> None:
    disk = folder(tmp_path / "disk", {"a.eml": mail("Lunch", "At noon.\n"), "b.pdf": DAMAGED})
    os.mkfifo(disk / "pipe")
    done = reviewer("intake", "add", made, disk)
    assert done.code == 4
    assert "Not in the case: pipe." in done.err
    assert "Everything was kept" not in done.err


def test_a_retry_goes_through_what_was_chosen(reviewer: Command, made: Path, tmp_path: Path) -> None:
    disk = folder(tmp_path / "disk", {"a.pdf": DAMAGED, "b.mp3": b"ID3\0"})
    failures = reviewer("intake", "add", made, disk, "--json").json["failures"]
    damaged = next(failure for failure in failures if failure["path"] == "a.pdf")
    assert reviewer("intake", "retry", made, "--json").json == {"tried": 2, "recovered": 0, "opened": 0, "kept": 0}
    assert reviewer("intake", "retry", made, "--item", damaged["item"], "--json").json["tried"] == 1
    assert reviewer("intake", "retry", made, "--reason", damaged["reason"].upper(), "--json").json["tried"] == 1
    refused = reviewer("intake", "retry", made, "--item", damaged["item"], "--reason", "no such reason")
    assert refused.code == 4
    assert "nothing to try again" in refused.err


def test_a_roster_with_a_line_that_cannot_be_used_answers_with_one_object(
    reviewer: Command, made: Path, tmp_path: Path
) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text("serial,name\n4711,Lee Moore\n,Nobody\n", encoding="utf-8")
    done = reviewer("officer", "import", made, roster, "--json")
    assert done.code == 4
    assert done.json["added"] == ["4711"]
    assert [problem["line"] for problem in done.json["problems"]] == [3]
    assert "line 3" in done.err


def test_an_intake_says_first_what_it_brought_then_what_the_case_holds(
    reviewer: Command, made: Path, tmp_path: Path
) -> None:
    lunch = mail("Lunch", "At noon.\n")
    reviewer("intake", "add", made, folder(tmp_path / "first", {"old.pdf": DAMAGED, "a.eml": lunch}))
    files = {"a.eml": lunch, "b.eml": mail("Tea", "At four.\n"), "c.eml": mail("Late", "At ten.\n")}
    second = folder(tmp_path / "next", files)
    lines = reviewer("intake", "add", made, second).out.splitlines()
    assert lines == [
        "declared 3 = extracted 2 + failed 0 + duplicates 1",
        "in the case now: declared 5 = extracted 3 + failed 1 + duplicates 1",
    ]
    again = reviewer("intake", "add", made, second)
    assert again.out.splitlines()[0].startswith("nothing new")
    assert again.code == 0


def test_no_more_is_called_read_in_part_than_there_is(reviewer: Command, made: Path, tmp_path: Path) -> None:
    """A copy of what was read in part is told as well, and it was not extracted."""
    files = {"a.bin": b"", "b.bin": b"", "c.eml": mail("Cameras")}
    assert reviewer("intake", "add", made, folder(tmp_path / "disk", files)).code == 0
    lines = reviewer("intake", "report", made).out.splitlines()
    assert lines[:2] == [
        "declared 3 = extracted 2 + failed 0 + duplicates 1",
        "2 of those extracted, or copies, could be read only in part",
    ]


def test_json_of_an_intake_keeps_what_it_brought_apart(reviewer: Command, made: Path, tmp_path: Path) -> None:
    reviewer("intake", "add", made, folder(tmp_path / "first", {"old.pdf": DAMAGED}))
    done = reviewer("intake", "add", made, folder(tmp_path / "next", {"new.pdf": DAMAGED + b"%"}), "--json").json
    assert done["totals"] == {"declared": 2, "extracted": 0, "failed": 2, "duplicates": 0}
    assert done["brought"]["intake"] == 2
    assert done["brought"]["totals"] == {"declared": 1, "extracted": 0, "failed": 1, "duplicates": 0}
    assert [failure["path"] for failure in done["brought"]["failures"]] == ["new.pdf"]
    nothing = reviewer("intake", "add", made, tmp_path / "next", "--json").json
    assert (nothing["brought"]["intake"], nothing["brought"]["totals"]["declared"]) == (None, 0)


def test_the_record_tells_the_limits_on_archives_that_were_raised(
    reviewer: Command, made: Path, tmp_path: Path
) -> None:
    disk = folder(tmp_path / "disk", {"a.zip": zipped({"1.eml": mail("One"), "2.eml": mail("Two")})})
    reviewer("intake", "add", made, disk, "--limit", "members=1")
    reviewer("intake", "retry", made, "--limit", "depth=60")
    (record,) = reviewer("intake", "list", made, "--json").json
    assert (record["limits"], record["limits_later"]) == ({"members": 1}, {"depth": 60})
    told = reviewer("intake", "list", made).out
    assert "taken in with limits on archives: members 1\n" in told
    assert "tried again with limits on archives: depth 60\n" in told
