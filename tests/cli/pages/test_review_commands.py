"""What a reviewer does from the command line, and what scripts learn of it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pymupdf
import pytest

from tests.cli.conftest import Command
from tests.evidence import folder, mail, pdf


@pytest.fixture
def taken_in(reviewer: Command, made: Path, tmp_path: Path) -> Path:
    """The folder of what was taken in: item 1 is a letter of two pages, item 2 a message."""
    disk = folder(
        tmp_path / "disk", {"a.pdf": pdf(["A free camera.", "Thank you."]), "b.eml": mail("Lunch", "Noon.\n")}
    )
    assert reviewer("intake", "add", made, disk).code == 0
    return disk


def test_the_rule_of_the_case_says_what_a_note_is_unless_the_note_does(
    reviewer: Command, made: Path, taken_in: Path
) -> None:
    assert taken_in
    assert reviewer("note", "rule", made, "--json").json == {"for_report": False}
    told = reviewer("note", "rule", made, "--for-report").out
    assert told == "new notes are for the report, unless something else is said of one\n"
    assert reviewer("note", "add", made, "Sent twice.", "--item", "1", "--json").json["for_report"]
    assert not reviewer("note", "add", made, "Ask Lee.", "--item", "1", "--private", "--json").json["for_report"]
    done = reviewer("item", "pages", made, "1", made.parent / "pages.pdf")  # so that it has some
    assert done.code == 0, done.err
    wanted = ("--receiver", "Counsel", "--query", "")
    assert "new notes of this case are for the report" in reviewer("production", "mock", made, *wanted).out
    assert reviewer("production", "mock", made, *wanted, "--json").json["notes_for_report"]
    assert "undone: note rule for the report" in reviewer("undo", made, "--last", "3").out
    assert reviewer("note", "rule", made, "--json").json == {"for_report": False}


def test_new_notes_say_that_they_are_for_the_report(reviewer: Command, made: Path, taken_in: Path) -> None:
    assert taken_in
    assert reviewer("note", "add", made, "Ask Lee.", "--item", "1").out == "note 1 added\n"
    assert "for the report" not in reviewer("item", "note", made, "--all", "--text", "Ask.").out
    assert reviewer("note", "rule", made, "--for-report").code == 0
    assert reviewer("note", "add", made, "Sent twice.", "--item", "1").out == "note 4 added, for the report\n"
    told = reviewer("item", "note", made, "--all", "--text", "Seen.").out
    assert told == "2 of 2 items changed\nthe notes are for the report\n"
    assert reviewer("item", "note", made, "--all", "--text", "Seen.", "--json").json["for_report"]
    marked = reviewer("passage", "add", made, "1", "--quote", "free camera", "--note", "Whose?").out
    assert "note for the report: Whose?" in marked


@pytest.mark.parametrize(
    ("command", "yes", "no"),
    [
        (("note", "add", "Seen.", "--item", "1"), "--for-report", "--private"),
        (("note", "release", "1"), "--for-report", "--private"),
        (("note", "rule"), "--for-report", "--private"),
        (("passage", "add", "1", "--quote", "free", "--note", "Seen."), "--note-for-report", "--note-private"),
    ],
)
def test_a_note_that_is_said_to_be_private_and_not_is_refused(
    reviewer: Command, made: Path, command: tuple[str, ...], yes: str, no: str
) -> None:
    for both in ((yes, no), (no, yes)):
        refused = reviewer(*command[:2], made, *command[2:], *both)
        assert (refused.code, f"{yes} and {no} exclude each other" in refused.err) == (2, True)
    assert reviewer("note", "rule", made, "--json").json == {"for_report": False}


def test_a_note_a_mark_an_undo_and_a_redo_say_what_they_did(reviewer: Command, made: Path, taken_in: Path) -> None:
    assert taken_in.exists()
    added = reviewer("note", "add", made, "Ask Lee.", "--item", "1", "--json").json
    assert added == {"note": 1, "text": "Ask Lee.", "for_report": False}
    assert reviewer("note", "release", made, "1", "--json").json == {**added, "for_report": True}
    (listed,) = reviewer("note", "list", made, "--json").json
    assert {"on": "item", "of": "IA21-000001", "for_report": True}.items() <= listed.items()
    assert reviewer("note", "release", made, "1", "--private").out == "note 1 is private\n"
    marked = reviewer("mark", made, "1", "--relevant", "--privileged", "--json").json
    assert marked == {"item": "IA21-000001", "relevance": "relevant", "privileged": True}
    undone = reviewer("undo", made, "--json").json
    assert (undone["act"], undone["subject"]) == ("item mark", "IA21-000001")
    assert reviewer("redo", made, "--json").json == undone
    assert reviewer("undo", made).out == "undone: item mark IA21-000001\n"


def test_a_mark_is_set_on_duplicates_too_and_reading_is_said_of_one(
    reviewer: Command, made: Path, taken_in: Path, tmp_path: Path
) -> None:
    again = folder(tmp_path / "again", {"copy.pdf": (taken_in / "a.pdf").read_bytes()})
    assert reviewer("intake", "add", made, again).code == 0
    told = {"item": "IA21-000001", "relevance": "relevant", "privileged": False}
    assert reviewer("mark", made, "1", "--relevant", "--json").json == {**told, "duplicates": ["IA21-000003"]}
    assert reviewer("mark", made, "3", "--not-relevant", "--alone").out == "IA21-000003: not relevant\n"
    listed = reviewer("item", "list", made, "is:conflicting", "--json").json
    assert [each["item"] for each in listed] == ["IA21-000001", "IA21-000003"]
    assert reviewer("mark", made, "1", "--read", "--json").json == {**told, "read": True}
    listed = reviewer("item", "list", made, "is:reviewed", "--json").json
    assert [each["item"] for each in listed] == ["IA21-000001"]
    assert reviewer("mark", made, "1", "--unread").out == "IA21-000001: relevant, not read\n"


def test_a_passage_that_is_removed_is_shown_as_it_was(reviewer: Command, made: Path, taken_in: Path) -> None:
    assert taken_in.exists()
    added = reviewer("passage", "add", made, "1", "--quote", "free camera", "--json").json
    assert reviewer("passage", "remove", made, "1", "--json").json == added
    assert reviewer("passage", "list", made, "--json").json == []


def test_originals_and_pages_that_are_handed_out_are_named(
    reviewer: Command, made: Path, taken_in: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.pdf"
    exported = reviewer("item", "export", made, "1", out, "--json").json
    digest = hashlib.sha256((taken_in / "a.pdf").read_bytes()).hexdigest()
    assert exported == {"item": "IA21-000001", "path": str(out), "sha256": digest}
    assert hashlib.sha256(out.read_bytes()).hexdigest() == digest
    written = reviewer("item", "pages", made, "1", tmp_path / "pages.pdf", "--json").json
    assert (written["item"], written["path"], written["pages"]) == ("IA21-000001", str(tmp_path / "pages.pdf"), 2)
    with pymupdf.open(tmp_path / "pages.pdf") as document:
        assert document.page_count == 2


def test_who_asked_for_something_is_not_called_a_lawyer(reviewer: Command, made: Path, taken_in: Path) -> None:
    assert taken_in.exists()
    assert reviewer("officer", "add", made, "1001", "Pat Quill").code == 0
    words = ("--quote", "free camera", "--officer", "1001:solicitor")
    assert reviewer("passage", "add", made, "1", *words).code == 0
    told = reviewer("passage", "list", made).out
    assert "asked for it: Pat Quill (1001)" in told
    assert "solicitor" not in told
    assert reviewer("passage", "list", made, "--json").json[0]["officers"][0]["role"] == "solicitor"
