"""The pile in order, from the command line."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from tests.cli.conftest import Command, Once
from tests.evidence import folder, mail

FORMULA = b"\nReferences: <=HYPERLINK(1)@x.example>\nTo:"


@pytest.fixture
def ordered(reviewer: Command, made: Path, tmp_path: Path, once: Once) -> Path:
    """A case of four messages: two copies, an answer to something that is missing, and one more."""

    def fill() -> None:
        offer = mail("Offer", "A camera.\n")
        answer = mail("Re: Offers", "Yes.\n\nOn 2 May 2016 at 08:00, Dana <dana@v.example> wrote:\n> A camera?\n")
        files = {
            "a.eml": offer,
            "b.eml": offer.replace(b"\n", b"\r\n"),
            "c.eml": answer.replace(b"\nTo:", FORMULA),
            "d.eml": mail("More", "And more.\n"),
        }
        assert reviewer("intake", "add", made, folder(tmp_path / "disk", files)).code == 0
        assert "4 messages, 1 of them" in reviewer("thread", "build", made).out

    return once("ordered analysis_commands", fill)


def test_copies_are_listed_shown_and_left_out(reviewer: Command, ordered: Path) -> None:
    listed = reviewer("duplicate", "list", ordered, "--json").json
    assert (listed["messages"], listed["copies"], listed["suppressed"]) == (4, 1, 1)
    assert [copy["path"] for copy in listed["groups"][0]["copies"]] == ["a.eml", "b.eml"]
    assert reviewer("duplicate", "show", ordered, "2", "--json").json == listed["groups"][0]
    shown = reviewer("item", "list", ordered, "--no-duplicates", "--json").json
    assert [each["path"] for each in shown] == ["a.eml", "c.eml", "d.eml"]
    assert len(reviewer("item", "list", ordered, "--json").json) == 4


def test_a_missing_message_is_ready_for_a_preservation_request(reviewer: Command, ordered: Path) -> None:
    (found,) = reviewer("thread", "missing", ordered, "--json").json
    assert (found["message_id"], found["address"], found["date"]) == (
        "<=HYPERLINK(1)@x.example>",
        "dana@v.example",
        "2016-05-02T08:00",
    )
    assert [each["item"] for each in found["referrers"]] == ["IA21-000003"]
    (row,) = csv.DictReader(io.StringIO(reviewer("thread", "missing", ordered, "--csv").out))
    assert (row["name"], row["told_by"], row["referrers"]) == ("Dana", "IA21-000003", "IA21-000003")


def test_what_a_message_quotes_is_told_by_its_lines(reviewer: Command, ordered: Path) -> None:
    found = reviewer("thread", "quotes", ordered, "3", "--json").json
    (quote,) = found["quotes"]
    assert (quote["level"], quote["marked"], quote["lines"], quote["item"]) == (1, True, [[3, 4]], None)
    assert (quote["told"]["address"], quote["pages"], quote["changes"]) == ("dana@v.example", None, None)
    assert (
        "lines 3 to 4  a message that is not in the case: Dana <dana@v.example>"
        in reviewer("thread", "quotes", ordered, "3").out
    )
    assert reviewer("thread", "quotes", ordered, "4").out == "no line quotes an earlier message\n"


def test_a_thread_is_corrected_by_hand_and_undone(reviewer: Command, ordered: Path) -> None:
    said = reviewer("thread", "attach", ordered, "4", "3", "--json").json
    assert said == {"item": "IA21-000004", "parent": "IA21-000003"}
    lines = reviewer("thread", "show", ordered, "4", "--json").json
    assert [(line["item"], line["depth"]) for line in lines] == [(None, 0), ("IA21-000003", 1), ("IA21-000004", 2)]
    (summary,) = reviewer("thread", "list", ordered, "--json").json
    assert (summary["messages"], summary["missing"]) == (2, 1)
    assert reviewer("thread", "attach", ordered, "3", "4").code == 4
    assert reviewer("undo", ordered).out == "undone: thread attach IA21-000004\n"
    assert len(reviewer("thread", "show", ordered, "4", "--json").json) == 1
    assert reviewer("thread", "detach", ordered, "3", "--json").json == {"item": "IA21-000003", "parent": None}
    assert reviewer("thread", "list", ordered, "--json").json == []
    assert reviewer("case", "verify", ordered).code == 0


def test_what_came_since_is_told(reviewer: Command, ordered: Path, tmp_path: Path) -> None:
    more = folder(tmp_path / "more", {"e.eml": mail("Later", "Later.\n")})
    assert reviewer("intake", "add", ordered, more).code == 0
    told = reviewer("thread", "gaps", ordered, "--json")
    assert told.json["gaps"] == []
    assert "1 message is not analysed yet" in told.err or told.err == ""


def test_other_names_of_officers_are_accepted_and_refused(reviewer: Command, ordered: Path) -> None:
    assert reviewer("officer", "add", ordered, "4711", "Bo Reef").code == 0
    (found,) = reviewer("alias", "list", ordered, "--json").json
    assert (found["serial"], found["kind"], found["value"]) == ("4711", "address", "bo@agency.example")
    assert found["evidence"][0]["first"] == "IA21-000001"
    said = reviewer("alias", "refuse", ordered, "4711", "bo@agency.example", "--json").json
    assert said == {"serial": "4711", "kind": "address", "value": "bo@agency.example", "verdict": "refused"}
    assert reviewer("alias", "list", ordered, "--json").json == []
    assert len(reviewer("alias", "list", ordered, "--refused", "--json").json) == 1
    assert reviewer("alias", "accept", ordered, "4711", "bo@agency.example").code == 0
    assert reviewer("officer", "show", ordered, "bo@agency.example", "--json").json["serial"] == "4711"
    assert reviewer("case", "verify", ordered).code == 0


def test_texts_nearly_the_same_are_listed_by_threshold(reviewer: Command, ordered: Path) -> None:
    found = reviewer("duplicate", "near", ordered, "--threshold", "0.6", "--json").json
    assert (found["threshold"], found["shingle"], found["groups"]) == (0.6, 5, [])
    assert reviewer("duplicate", "near", ordered, "--threshold", "0.2").code == 4


def test_a_gap_that_a_privileged_message_ends_stays_with_the_case(
    reviewer: Command, made: Path, tmp_path: Path
) -> None:
    """Twelve weeks with a mail each, then 91 days of silence; what is printed as CSV is for others."""
    begin = datetime(2016, 1, 4, 9, 15, tzinfo=UTC)
    days = [begin + timedelta(weeks=week) for week in (*range(12), 24)]
    files = {f"{n:02}.eml": mail(f"Week {n}", date=format_datetime(day)) for n, day in enumerate(days)}
    assert reviewer("intake", "add", made, folder(tmp_path / "weekly", files)).code == 0
    (gap,) = reviewer("thread", "gaps", made, "--json").json["gaps"]
    assert (gap["after"], gap["before"]) == ("2016-03-21", "2016-06-20")
    told = reviewer("thread", "days", made, "--json").json
    (line,) = told["custodians"]
    assert line["days"] == [{"day": day.date().isoformat(), "messages": 1} for day in days]
    assert (line["messages"], told["left_out"]) == (13, 0)
    assert [(each["after"], each["before"], each["days"]) for each in line["gaps"]] == [
        ("2016-03-21", "2016-06-20", 91)
    ]
    shown = reviewer("thread", "days", made).out
    assert "  2016-02         5\n" in shown  # the first, the eighth … the 29th
    assert "  none between 2016-03-21 and 2016-06-20: 91 days apart, usually 7 at most\n" in shown
    assert reviewer("mark", made, "13", "--privileged").code == 0
    asked = ("thread", "gaps", made, "--csv")
    kept, told = reviewer(*asked), reviewer(*asked, "--include-privileged")
    assert list(csv.DictReader(io.StringIO(kept.out))) == []
    assert "stays with the case: " in kept.err
    assert "IA21-000013" in kept.err
    assert [row["before"] for row in csv.DictReader(io.StringIO(told.out))] == ["2016-06-20"]


def test_what_leaves_under_a_login_name_says_so(reviewer: Command, ordered: Path, tmp_path: Path) -> None:
    by_login = reviewer("item", "export", ordered, "1", tmp_path / "one.eml", LOGNAME="ada7")
    named = reviewer("item", "export", ordered, "1", tmp_path / "two.eml", "--reviewer", "Ada Lune", LOGNAME="ada7")
    assert "it left under the login name “ada7”" in by_login.err
    assert (named.code, named.err) == (0, "")
