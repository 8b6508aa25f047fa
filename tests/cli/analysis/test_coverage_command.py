"""What was read, not read and cannot be read adds up to all items, whatever is done to the case."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

from tests.cli.conftest import Command
from tests.evidence import folder, mail

PARTS = ("read", "unread", "unreadable")


def covered(reviewer: Command, case: Path, *options: str) -> dict[str, Any]:
    """What the command tells, with every sum checked."""
    told: dict[str, Any] = reviewer("coverage", case, *options, "--json").json
    for each in (told, *(part for part in told["by"] if part["by"] != "reviewer")):
        assert each["items"] == sum(each[part] for part in PARTS)
        assert each["read"] == each["marked"] + each["opened"] + each["covered"]
    for by in ("custodian", "month"):
        parts = [part for part in told["by"] if part["by"] == by]
        for name in ("items", "marked", "opened", "covered", "unseen", *PARTS):
            assert sum(part[name] for part in parts) == told[name], (by, name)
    assert told["items"] == len(reviewer("item", "list", case, "--json").json)
    return told


def counts(told: dict[str, Any]) -> tuple[int, ...]:
    return tuple(told[name] for name in ("items", "read", "marked", "opened", "unseen", "unread", "unreadable"))


def part(told: dict[str, Any], by: str, value: str) -> dict[str, Any]:
    (found,) = (each for each in told["by"] if (each["by"], each["value"]) == (by, value))
    assert isinstance(found, dict)
    return found


def behind(reviewer: Command, case: Path, share: str, part: str = "") -> list[int]:
    """The numbers of the items behind a number."""
    told = reviewer("coverage", case, "--items", share, "--of", part, "--json").json
    assert told["share"] == share
    return [int(control[-6:]) for control in told["items"]]


def take(reviewer: Command, case: Path, where: Path, files: dict[str, bytes], custodian: str) -> None:
    reviewer("intake", "add", case, folder(where, files), "--custodian", custodian)


def letters(month: int, days: range) -> dict[str, bytes]:
    return {
        f"{day}.eml": mail(
            f"Day {day}", f"Words of {month} and {day}.\n", date=f"Tue, {day:02} {name} 2016 10:00:00 +0000"
        )
        for name in [("Jan", "Feb", "Mar")[month - 1]]
        for day in days
    }


def test_coverage_adds_up_after_bulk_acts_undo_and_new_intake(reviewer: Command, made: Path, tmp_path: Path) -> None:
    take(reviewer, made, tmp_path / "lune", letters(2, range(1, 7)), "Lune")  # items 1 to 6
    take(reviewer, made, tmp_path / "reef", {**letters(3, range(1, 4)), "x.bin": bytes(range(256))}, "Reef")
    assert counts(covered(reviewer, made)) == (10, 0, 0, 0, 0, 9, 1)
    reviewer("item", "show", made, "1", "--read", "--reviewer", "Ada")
    reviewer("item", "show", made, "2", "--read", "--reviewer", "Bo")
    reviewer("mark", made, "2", "--relevant", "--reviewer", "Ada")
    told = covered(reviewer, made)
    assert counts(told) == (10, 2, 1, 1, 0, 7, 1)
    reviewer("item", "mark", made, "after:2016-03-01", "--not-relevant", "--reviewer", "Bo")
    told = covered(reviewer, made, "--query", "subject:day")
    assert counts(told) == (10, 5, 4, 1, 3, 4, 1)
    assert [part(told, "reviewer", name)["read"] for name in ("Ada", "Bo")] == [2, 4]
    assert [part(told, "reviewer", name)["marked"] for name in ("Ada", "Bo")] == [1, 3]
    assert (part(told, "custodian", "Lune")["unread"], part(told, "month", "2016-03")["marked"]) == (4, 3)
    assert part(told, "query", "subject:day")["items"] == 9
    assert behind(reviewer, made, "unread") == [3, 4, 5, 6]
    assert behind(reviewer, made, "unreadable") == [10]
    assert behind(reviewer, made, "read", "custodian=Lune") == [1, 2]
    assert behind(reviewer, made, "marked", "month=2016-03") == [7, 8, 9]
    assert behind(reviewer, made, "read", "reviewer=Ada") == [1, 2]
    assert behind(reviewer, made, "items", "query=subject:day before:2016-02-03") == [1, 2]
    refused = reviewer("coverage", made, "--items", "read", "--of", "custodian=Lume")
    assert (refused.code, "Did you mean “Lune”?" in refused.err) == (4, True)
    assert reviewer("coverage", made, "--items", "read", "--of", "colour=Lune").code == 4
    assert reviewer("coverage", made, "--of", "custodian=Lune").code == 2
    assert reviewer("coverage", made, "--items", "read", "--of", "custodian").code == 2, "no value is not an empty one"
    assert reviewer("coverage", made, "--items", "unreadable").out.splitlines()[-1] == "1 item"
    reviewer("undo", made, "--reviewer", "Bo")
    told = covered(reviewer, made)
    assert counts(told) == (10, 2, 1, 1, 0, 7, 1)
    assert part(told, "reviewer", "Bo")["marked"] == 0
    reviewer("redo", made, "--reviewer", "Bo")
    assert part(covered(reviewer, made), "reviewer", "Bo")["marked"] == 3
    take(reviewer, made, tmp_path / "more", letters(1, range(8, 10)), "Lune")
    assert counts(covered(reviewer, made)) == (12, 5, 4, 1, 3, 6, 1)


def test_a_mark_that_an_undo_brings_back_is_of_who_made_it(reviewer: Command, made: Path, tmp_path: Path) -> None:
    take(reviewer, made, tmp_path / "lune", letters(2, range(1, 3)), "Lune")
    reviewer("mark", made, "1", "--relevant", "--reviewer", "Ada")
    reviewer("item", "mark", made, "--all", "--not-relevant", "--reviewer", "Bo")
    told = covered(reviewer, made)
    assert part(told, "reviewer", "Bo")["marked"] == 2
    reviewer("undo", made, "--reviewer", "Bo")
    told = covered(reviewer, made)
    assert [(each["value"], each["marked"]) for each in told["by"] if each["by"] == "reviewer"] == [("Ada", 1)]


def test_the_case_decides_whether_opening_is_reading(reviewer: Command, made: Path, tmp_path: Path) -> None:
    take(reviewer, made, tmp_path / "lune", letters(2, range(1, 5)), "Lune")
    reviewer("item", "show", made, "1", "--read")
    reviewer("mark", made, "2", "--read")
    reviewer("mark", made, "3", "--relevant")
    assert counts(covered(reviewer, made)) == (4, 3, 1, 2, 1, 1, 0)
    assert reviewer("case", "reading", made, "--counts", "marked", "--json").json == {"counts": "marked", "pace": 0}
    told = covered(reviewer, made)
    assert (counts(told), told["counts"]) == ((4, 2, 1, 1, 1, 2, 0), "marked")
    reviewer("undo", made)
    assert covered(reviewer, made)["counts"] == "opened"
    assert reviewer("case", "reading", made).out == "read: marked, said to be read, or open for two seconds\n"
    assert reviewer("case", "reading", made, "--pace", "9000").code == 4


def test_what_is_read_with_another_in_a_queue_is_read_and_told_apart(
    reviewer: Command, made: Path, tmp_path: Path
) -> None:
    offer = mail("Offer", "A free camera for you.\n")
    copy = offer.replace(b"Message-ID: <", b"Message-ID: <copy")
    take(reviewer, made, tmp_path / "lune", {"1.eml": offer, "2.eml": copy}, "Lune")
    reviewer("queue", "create", made, "All", "--query", "")
    assert covered(reviewer, made)["read"] == 0
    reviewer("mark", made, "1", "--relevant", "--alone")
    told = covered(reviewer, made)
    assert (told["read"], told["marked"], told["covered"], told["unread"]) == (2, 1, 1, 0)
    assert part(told, "queue", "All")["read"] == 2


def test_nobody_is_told_to_have_read_what_another_said_to_have_read(
    reviewer: Command, made: Path, tmp_path: Path
) -> None:
    take(reviewer, made, tmp_path / "lune", letters(2, range(1, 4)), "Lune")
    reviewer("item", "show", made, "1", "--read", "--reviewer", "Ada")
    reviewer("mark", made, "1", "--read", "--reviewer", "Bo")
    reviewer("mark", made, "2", "--not-relevant", "--reviewer", "Ada")

    def by_reviewer() -> list[tuple[str, int]]:
        told = covered(reviewer, made)
        return [(each["value"], each["read"]) for each in told["by"] if each["by"] == "reviewer"]

    def page(name: str) -> str:
        reviewer("report", "export", made, tmp_path / name, "--format", "html", "--sections", "method")
        text = (tmp_path / name / "report.html").read_text("utf-8")
        return " ".join(re.sub(r"<[^>]*>", " ", text).split())

    assert by_reviewer() == [("Ada", 2), ("Bo", 1)]
    assert "Ada 2 3 Bo 1 3" in page("opened")  # of three items
    reviewer("case", "reading", made, "--counts", "marked")
    assert by_reviewer() == [("Ada", 1), ("Bo", 1)]
    assert "Ada 1 3 Bo 1 3" in page("marked")


def test_a_queue_is_told_of_as_its_status_tells_it(reviewer: Command, made: Path, tmp_path: Path) -> None:
    """What another queue counts with what was read is read in all, and in that queue, but not in this one."""
    offer = mail("Offer", "A free camera for you.\n")
    take(reviewer, made, tmp_path / "lune", {"1.eml": offer}, "Lune")
    take(reviewer, made, tmp_path / "reef", {"2.eml": offer.replace(b"Message-ID: <", b"Message-ID: <copy")}, "Reef")
    for name, query in (("All", ""), ("Reef", "custodian:reef")):
        reviewer("queue", "create", made, name, "--query", query)
    reviewer("mark", made, "1", "--relevant", "--alone")
    told = covered(reviewer, made)
    status = {each["queue"]: each["read"] for each in reviewer("queue", "list", made, "--json").json}
    assert status == {name: part(told, "queue", name)["read"] for name in status} == {"All": 2, "Reef": 0}
    assert told["read"] == 2


def test_what_lies_deep_in_a_mail_is_of_the_month_of_the_mail(reviewer: Command, made: Path, tmp_path: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("list.txt", "Code LANTERN25 for friends.\n")
    attached = [("lists.zip", held.getvalue(), "application/zip")]
    message = mail("Lists", "Enclosed.\n", date="Tue, 02 Feb 2016 10:00:00 +0000", attachments=attached)
    take(reviewer, made, tmp_path / "lune", {"1.eml": message}, "Lune")
    months = {each["value"]: each["items"] for each in covered(reviewer, made)["by"] if each["by"] == "month"}
    assert months == {"2016-02": 3}
