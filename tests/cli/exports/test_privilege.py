"""Privilege is called with its kind and its basis, for duplicates too, and the rest of the message is told."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pymupdf
import pytest

from tests.cli.conftest import Command, Once
from tests.evidence import folder, mail, pdf

SET = ("--kind", "attorney-client", "--basis", "Asks for legal advice")


@pytest.fixture
def message(reviewer: Command, made: Path, tmp_path: Path, once: Once) -> Path:
    """Item 1 is a message, 2 its attachment, 3 a duplicate of the message and 4 of the attachment."""

    def fill() -> None:
        letter = [("Memo for the chief.pdf", pdf(["What does the rule say?"]), "application/pdf")]
        asked = "May officers keep the cameras that were given to them?\n"
        sent = mail("Re: Cameras for watch three", asked, attachments=letter)
        assert reviewer("intake", "add", made, folder(tmp_path / "disk", {"a.eml": sent, "b.eml": sent})).code == 0

    return once("message privilege", fill)


def test_a_call_says_what_else_is_withheld_and_is_undone(reviewer: Command, message: Path) -> None:
    done = reviewer("privilege", "set", message, "1", *SET, "--json").json
    assert (done["item"], done["kind"], done["basis"]) == ("IA21-000001", SET[1], SET[3])
    assert done["duplicates"] == ["IA21-000003"]
    assert done["family"] == [{"item": "IA21-000002", "kind": None}]
    assert done["warnings"] == [
        "withheld with it, as the same message, until somebody decides: IA21-000002",
    ]
    shown = reviewer("item", "list", message, "is:privileged", "--json").json
    assert [each["item"] for each in shown] == ["IA21-000001", "IA21-000003"]
    free = ("--kind", "not-privileged", "--basis", "The rule as published")
    split = reviewer("privilege", "set", message, "2", *free).err
    assert "decided the other way, so the message is split: IA21-000001" in split
    assert reviewer("item", "pages", message, "2", message.parent / "letter.pdf").code == 0
    taken = reviewer("privilege", "remove", message, "2").out
    assert taken == "IA21-000002: taken back; with IA21-000004\n", "the duplicate is bound again too"
    assert reviewer("item", "pages", message, "2", message.parent / "again.pdf").code == 4
    assert reviewer("undo", message).out == "undone: privilege remove IA21-000002\n"
    listed = reviewer("privilege", "list", message, "--json").json
    assert [each["kind"] for each in listed] == [SET[1], "not-privileged", SET[1], "not-privileged"]
    assert reviewer("privilege", "remove", message, "1", "--json").json["duplicates"] == ["IA21-000003"]
    assert "there is no call of privilege" in reviewer("privilege", "remove", message, "1").err
    assert reviewer("case", "verify", message).code == 0


def test_the_same_is_said_of_all_that_a_query_finds_as_one_act(reviewer: Command, message: Path) -> None:
    def kinds() -> list[tuple[str, str, str]]:
        listed = reviewer("privilege", "list", message, "--json").json
        return [(each["item"][-1], each["kind"], each["basis"]) for each in listed]

    assert reviewer("mark", message, "1", "--privileged", "--alone").code == 0
    assert reviewer("privilege", "set", message, "4", "--alone", "--kind", "work-product", "--basis", "Notes").code == 0
    chosen = ("privilege", "set", message, "--query", "is:privileged")
    away = reviewer(*chosen, "--kind", "other", "--basis", "Advice about cameras for watch three, to a client")
    assert (away.code, "IA21-000001, and would stand" in away.err) == (4, True)
    assert kinds() == [("1", "unspecified", ""), ("4", "work-product", "Notes")], "of all or of none"
    told = reviewer(*chosen, "--unexplained", *SET).out
    assert told == "said of 1 item; with IA21-000003\n"
    assert kinds() == [("1", *SET[1::2]), ("3", *SET[1::2]), ("4", "work-product", "Notes")]
    settled = (*chosen, "--alone", "--kind", "other", "--basis", "Settled")
    refused = reviewer(*settled)
    assert (refused.code, "all 3 have a claim already, and nothing was changed" in refused.err) == (4, True)
    done = reviewer(*settled, "--replace", "--json").json
    assert (done["items"], done["duplicates"], done["again"], done["kept"]) == (3, [], 3, [])
    assert {each[1:] for each in kinds()} == {("other", "Settled")}
    assert reviewer("undo", message).out == "undone: privilege mark 3 items, IA21-000001 … IA21-000004\n"
    assert [each[1] for each in kinds()] == [SET[1], SET[1], "work-product"], "one act, one undo"
    nothing = reviewer("privilege", "set", message, "--query", "is:privileged", "--unexplained", *SET)
    assert (nothing.code, "nothing is chosen" in nothing.err) == (4, True)
    assert (
        reviewer("privilege", "set", message, *SET).code
        == reviewer("privilege", "set", message, "1", *chosen[3:], *SET).code
        == 2
    )


def test_what_was_explained_otherwise_keeps_its_claim_and_that_is_told(reviewer: Command, message: Path) -> None:
    """So do duplicates that are called with others; what of the same messages nobody has decided is told as for one."""
    assert reviewer("mark", message, "1", "--privileged", "--alone").code == 0
    notes = ("--alone", "--kind", "work-product", "--basis", "Notes")
    assert [reviewer("privilege", "set", message, each, *notes).code for each in ("3", "4")] == [0, 0]
    done = reviewer("privilege", "set", message, "--query", "is:privileged", *SET)
    kept = "2 keep the claim that was there: IA21-000003, IA21-000004; --replace says it of them too"
    assert done.out == f"said of 1 item\n{kept}\n"
    alone = reviewer("privilege", "set", message, "1", *SET)
    assert "IA21-000002" in done.err
    other, *alike = alone.err.splitlines()
    assert other == "said in the place of another claim that a duplicate had: IA21-000003"
    assert alike[0] == done.err.splitlines()[0], "the same of one and of several"
    again = (*SET[:3], "Counsel said so")
    assert "another claim" not in reviewer("privilege", "set", message, "1", *again).err, "a duplicate had this one's"
    listed = reviewer("privilege", "list", message, "--json").json
    bases = {each["item"]: each["basis"] for each in listed}
    assert bases["IA21-000004"] == "Notes"


@pytest.mark.parametrize(
    "basis",
    ["", "Counsel says officers keep the cameras that were given", "Advice about cameras for watch three, to a client"],
)
def test_a_basis_is_wanted_and_must_not_give_away_what_is_protected(
    reviewer: Command, message: Path, basis: str
) -> None:
    refused = reviewer("privilege", "set", message, "1", "--kind", "other", "--basis", basis)
    assert (refused.code, reviewer("privilege", "list", message, "--json").json) == (4, [])
    assert "privilege log" in refused.err


def test_a_basis_must_not_give_away_the_name_of_a_file(reviewer: Command, message: Path) -> None:
    named = ("--kind", "other", "--basis")
    refused = reviewer("privilege", "set", message, "2", *named, "Counsel wrote a memo for the chief")
    assert (refused.code, "its file name" in refused.err) == (4, True)
    assert reviewer("privilege", "set", message, "2", *named, "Counsel wrote it for the chief").code == 0


def test_what_a_key_marks_is_withheld_and_still_to_be_explained(reviewer: Command, message: Path) -> None:
    assert reviewer("mark", message, "1", "--privileged").code == 0
    assert {each["kind"] for each in reviewer("privilege", "list", message, "--json").json} == {"unspecified"}
    assert reviewer("privilege", "set", message, "1", *SET).code == 0
    assert reviewer("mark", message, "1", "--privileged").code == 0
    assert {each["kind"] for each in reviewer("privilege", "list", message, "--json").json} == {SET[1]}, "it stays"
    assert reviewer("mark", message, "1", "--not-privileged").code == 0
    assert reviewer("privilege", "list", message, "--json").json == []


def test_a_log_claims_expressly_and_tells_nothing_of_what_is_protected(
    reviewer: Command, message: Path, tmp_path: Path
) -> None:
    assert reviewer("mark", message, "1", "--privileged").code == 0
    unsaid = reviewer("privilege", "log", message, tmp_path / "log.csv")
    assert (unsaid.code, "IA21-000001, IA21-000003 is not said yet" in unsaid.err) == (4, True)
    assert reviewer("privilege", "set", message, "1", *SET, "--alone").code == 0
    assert (
        reviewer("privilege", "set", message, "3", "--kind", "not-privileged", "--basis", "Sent on", "--alone").code
        == 0
    )
    done = reviewer("privilege", "log", message, tmp_path / "log.csv", "--json").json
    with (tmp_path / "log.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert done["entries"] == len(rows)
    assert {row["control number"] for row in rows} >= {"IA21-000001", "IA21-000002"}
    first, attached = rows[0], rows[1]
    assert (first["date"], first["type"], first["author"], first["to"]) == (
        "2016-05-03", "e-mail", "Ada Lune <ada@agency.example>", "Bo Reef <bo@agency.example>",
    )  # fmt: skip
    assert (first["kind"], first["basis"], first["treatment"]) == ("attorney-client privilege", SET[3], "withheld")
    assert first["description"] == "E-mail with 1 attachment"
    assert (attached["kind"], attached["family"]) == ("attorney-client privilege (same message)", "IA21-000001")
    assert attached["description"] == "PDF of 1 page, attached to IA21-000001"
    told = " ".join(value for row in rows for value in row.values())
    assert [word for word in ("A question", "letter.pdf", "cameras", "rule") if word in told] == []
    for name in ("log.xlsx", "log.pdf"):
        assert reviewer("privilege", "log", message, tmp_path / name).code == 0
    assert reviewer("privilege", "log", message, tmp_path / "registre.csv", "--language", "fr").code == 0
    assert "n° de contrôle" in (tmp_path / "registre.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    with pymupdf.open(tmp_path / "log.pdf") as document:
        shown = " ".join("".join(page.get_text() for page in document).split())
    assert "attorney-client privilege" in shown
    assert reviewer("privilege", "log", message, tmp_path / "log.txt").code == 4


def test_a_log_of_a_production_names_the_slip_sheets(reviewer: Command, message: Path, tmp_path: Path) -> None:
    make = ("production", "create", message, "First", "--receiver", "Counsel", "--query", "", "--prefix", "PMPD")
    assert reviewer("mark", message, "1", "--privileged").code == 0
    assert reviewer(*make).code == 0
    problems = reviewer("production", "mock", message, "1", "--json").json["problems"]
    assert {each["code"] for each in problems} == {"privilege-unexplained"}
    assert reviewer("privilege", "set", message, "1", *SET).code == 0
    assert reviewer("production", "mock", message, "1", "--json").json["problems"] == []
    assert reviewer("privilege", "log", message, tmp_path / "log.csv", "--production", "1").code == 0
    with (tmp_path / "log.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [(row["number"], row["family"]) for row in csv.DictReader(file)]
    assert rows == [
        ("PMPD-000001", "PMPD-000001 to PMPD-000002"),
        ("PMPD-000002", "PMPD-000001 to PMPD-000002"),
        ("PMPD-000003", "PMPD-000003 to PMPD-000004"),
        ("PMPD-000004", "PMPD-000003 to PMPD-000004"),
    ]


def test_a_log_of_what_was_delivered_tells_what_the_receiver_has(
    reviewer: Command, message: Path, tmp_path: Path
) -> None:
    make = ("production", "create", message, "First", "--receiver", "Counsel", "--query", "", "--prefix", "PMPD")
    later = mail("Later", "The chief asks once more.\n", attachments=[("b.pdf", pdf(["Page"]), "application/pdf")])
    assert reviewer("intake", "add", message, folder(tmp_path / "more", {"c.eml": later})).code == 0
    assert reviewer("privilege", "set", message, "1", *SET).code == 0
    assert reviewer(*make).code == 0
    assert reviewer("privilege", "log", message, tmp_path / "then.csv", "--production", "1").code == 0
    assert reviewer("production", "deliver", message, "1").code == 0
    assert reviewer("privilege", "log", message, tmp_path / "handed.csv", "--production", "1").code == 0
    assert (tmp_path / "handed.csv").read_bytes() == (tmp_path / "then.csv").read_bytes(), "nothing changed since"
    assert reviewer("privilege", "set", message, "5", *SET).code == 0
    assert reviewer("production", "recall", message, "1", "IA21-000006", "--reason", "By mistake").code == 0
    waived = ("--kind", "not-privileged", "--basis", "Waived by the city")
    assert reviewer("privilege", "set", message, "1", *waived).code == 0
    assert reviewer("privilege", "log", message, tmp_path / "log.csv", "--production", "1").code == 0
    with (tmp_path / "log.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [(row["number"], row["kind"], row["basis"], row["treatment"]) for row in csv.DictReader(file)]
    claimed, then = "attorney-client privilege", "withheld then, not claimed any more"
    assert rows == [
        ("PMPD-000001", "not privileged", waived[3], then),
        ("PMPD-000002", "", "", then),
        ("PMPD-000003", "not privileged", waived[3], then),
        ("PMPD-000004", "", "", then),
        ("PMPD-000005", claimed, SET[3], "handed over before it was claimed"),
        ("PMPD-000006", f"{claimed} (same message)", SET[3], "handed over before it was claimed, and called back"),
    ]
    assert reviewer("privilege", "log", message, tmp_path / "log.pdf", "--production", "1").code == 0
    with pymupdf.open(tmp_path / "log.pdf") as document:
        told = document[0].get_text()
    assert "claimed only after this production was handed over" in " ".join(told.split())
    assert re.search(r"ada@\s?agency\.\s?example>", told), "an address breaks behind a sign alone"


def test_a_log_of_what_was_delivered_with_words_covered_says_so_whatever_is_claimed_since(
    reviewer: Command, message: Path, tmp_path: Path
) -> None:
    make = ("production", "create", message, "First", "--receiver", "Counsel", "--query", "", "--prefix", "PMPD")
    later = mail("Later", "The chief asks once more.\n")
    assert reviewer("intake", "add", message, folder(tmp_path / "more", {"c.eml": later})).code == 0
    assert reviewer("passage", "add", message, "5", "--quote", "once more").code == 0
    assert reviewer("passage", "add", message, "1", "--quote", "were given").code == 0
    assert reviewer("privilege", "set", message, "5", *SET, "--passage", "1").code == 0
    assert reviewer("privilege", "set", message, "1", *SET).code == 0
    assert reviewer(*make).code == 0
    assert reviewer("production", "deliver", message, "1").code == 0

    def treated() -> dict[str, str]:
        out = tmp_path / f"log{len(list(tmp_path.glob('log*')))}.csv"
        assert reviewer("privilege", "log", message, out, "--production", "1").code == 0
        with out.open(encoding="utf-8-sig", newline="") as file:
            return {row["control number"]: row["treatment"] for row in csv.DictReader(file)}

    assert (treated()["IA21-000005"], treated()["IA21-000001"]) == ("in part", "withheld")
    assert reviewer("privilege", "remove", message, "1").code == 0
    assert reviewer("privilege", "set", message, "1", *SET, "--passage", "2").code == 0
    assert treated()["IA21-000001"] == "withheld", "the receiver has a slip sheet"
    assert reviewer("privilege", "remove", message, "5", "--passage", "1").code == 0
    assert treated()["IA21-000005"] == "withheld then, not claimed any more"


def test_a_log_of_what_was_delivered_with_words_covered_for_two_reasons_keeps_what_is_not_claimed_any_more(
    reviewer: Command, message: Path, tmp_path: Path
) -> None:
    """Of such an item the production holds that it has redactions, and not that words of it were privileged."""
    make = ("production", "create", message, "First", "--receiver", "Counsel", "--query", "", "--prefix", "PMPD")
    later = mail("Later", "The chief asks once more, and Jo Tarn answers.\n")
    assert reviewer("intake", "add", message, folder(tmp_path / "more", {"c.eml": later})).code == 0
    assert reviewer("passage", "add", message, "5", "--quote", "once more").code == 0
    cover = ("--quote", "Jo Tarn", "--reason", "PRV", "--reviewer")
    number = reviewer("redaction", "add", message, "5", *cover, "Ada", "--json").json["redaction"]
    assert reviewer("redaction", "approve", message, str(number), "--reviewer", "Bo").code == 0
    assert reviewer("privilege", "set", message, "5", *SET, "--passage", "1").code == 0
    assert reviewer(*make).code == 0
    assert reviewer("production", "deliver", message, "1").code == 0

    def treated() -> list[tuple[str, str]]:
        out = tmp_path / f"log{len(list(tmp_path.glob('log*')))}.csv"
        assert reviewer("privilege", "log", message, out, "--production", "1").code == 0
        with out.open(encoding="utf-8-sig", newline="") as file:
            return [(row["control number"], row["treatment"]) for row in csv.DictReader(file)]

    assert treated() == [("IA21-000005", "in part")]
    assert reviewer("privilege", "remove", message, "5", "--passage", "1").code == 0
    assert treated() == [("IA21-000005", "withheld then, not claimed any more")]
    assert reviewer("privilege", "set", message, "5", *SET, "--passage", "1").code == 0
    waived = ("--kind", "not-privileged", "--basis", "Waived by the city")
    assert reviewer("privilege", "set", message, "5", *waived, "--passage", "1").code == 0
    assert treated() == [("IA21-000005", "withheld then, not claimed any more")]


@pytest.fixture
def counselled(reviewer: Command, made: Path, tmp_path: Path, once: Once) -> Path:
    """Messages to and from lawyers by address (1), domain (2), name (3), and others with nobody on the list (4, 5)."""
    sent = {
        "1.eml": mail("One", sender="D. P. <DANA@Pell.example>"),
        "2.eml": mail("Two", to="Front desk <desk@office.stone.example>"),
        "3.eml": mail("Three", to='"Roe, Kit, Esq." <kit@private.example>'),
        "4.eml": mail("Four", to="Kit Moe <moe@notstone.example>"),
        "5.eml": mail("Five", body="Ask dana@pell.example of Pell.\n"),
    }

    def fill() -> None:
        assert reviewer("intake", "add", made, folder(tmp_path / "disk", sent)).code == 0
        for given in (
            ("Dana Pell", "--address", "dana@pell.example"),
            ("Stone and partners", "--domain", "@STONE.example"),
            ("Kit Roe",),
        ):
            assert reviewer("privilege", "lawyer", "add", made, *given).code == 0

    return once("counselled privilege", fill)


def test_messages_with_lawyers_are_suggested_with_why_until_they_are_called(
    reviewer: Command, counselled: Path
) -> None:
    found = reviewer("privilege", "suggest", counselled, "--json").json
    assert [(each["title"], [(why["role"], why["lawyer"], why["by"]) for why in each["why"]]) for each in found] == [
        ("One", [("from", 1, "address")]),
        ("Two", [("to", 2, "domain")]),
        ("Three", [("to", 3, "name")]),
    ]
    assert found[0]["why"][0]["address"] == "dana@pell.example"
    assert [each["withheld"] for each in found] == [False] * 3
    assert reviewer("privilege", "set", counselled, found[0]["item"], *SET).code == 0
    free = ("--kind", "not-privileged", "--basis", "A newsletter")
    assert reviewer("privilege", "set", counselled, found[1]["item"], *free).code == 0
    left = reviewer("privilege", "suggest", counselled)
    assert [line.split()[0] for line in left.out.splitlines() if line.startswith("IA21")] == [found[2]["item"]]
    assert "to: Roe, Kit, Esq. <kit@private.example>, as Kit Roe by name" in left.out
    assert "1 message with a lawyer and without a call" in left.out


def test_a_suggestion_says_what_stays_with_a_message_that_was_called_already(
    reviewer: Command, made: Path, tmp_path: Path
) -> None:
    within = ("inner.eml", mail("Inner", sender="Dana Pell <dana@pell.example>"), "message/rfc822")
    with_it = folder(tmp_path / "disk", {"a.eml": mail("Outer", attachments=[within])})
    assert reviewer("intake", "add", made, with_it).code == 0
    assert "nobody is on the list of lawyers" in reviewer("privilege", "suggest", made).err
    assert reviewer("privilege", "lawyer", "add", made, "Dana Pell").code == 0
    assert reviewer("privilege", "set", made, "1", *SET).code == 0
    found = reviewer("privilege", "suggest", made, "--json").json
    assert [(each["title"], each["withheld"]) for each in found] == [("Inner", True)]


def test_the_list_of_lawyers_is_changed_undone_and_sealed(reviewer: Command, counselled: Path) -> None:
    def listed() -> list[tuple[int, str, str, str, int]]:
        found = reviewer("privilege", "lawyer", "list", counselled, "--json").json
        return [(each["lawyer"], each["name"], each["address"], each["domain"], each["messages"]) for each in found]

    whole = [
        (1, "Dana Pell", "dana@pell.example", "", 1),
        (2, "Stone and partners", "", "stone.example", 1),
        (3, "Kit Roe", "", "", 1),
    ]
    assert listed() == whole
    assert (
        reviewer("privilege", "lawyer", "remove", counselled, "2").out == "2: Stone and partners taken off the list\n"
    )
    assert listed() == [whole[0], whole[2]]
    assert reviewer("undo", counselled).out == "undone: lawyer remove Stone and partners\n"
    assert listed() == whole
    for given, said in (
        (("dana  pell", "--address", "Dana@pell.example"), "on the list already, with the number 1"),
        (("Ann", "--address", "pell.example"), "“pell.example” is no address"),
        (("Ann", "--domain", "pell"), "“pell” is no domain"),
        (("- -",), "a lawyer needs a name"),
    ):
        refused = reviewer("privilege", "lawyer", "add", counselled, *given[1:], "--", given[0])
        assert (refused.code, said in refused.err) == (4, True), refused.err
    assert (reviewer("privilege", "lawyer", "remove", counselled, "9").code, listed()) == (4, whole)
    assert reviewer("privilege", "lawyer", "add", counselled, "Ann Lee").code == 0
    assert reviewer("undo", counselled).code == 0
    assert listed() == whole
    assert reviewer("case", "verify", counselled).code == 0


def test_a_log_has_stars_at_lawyers_and_says_what_they_mean(
    reviewer: Command, counselled: Path, tmp_path: Path
) -> None:
    for number in ("1", "5"):
        assert reviewer("privilege", "set", counselled, number, *SET).code == 0
    for name in ("log.csv", "log.pdf"):
        assert reviewer("privilege", "log", counselled, tmp_path / name).code == 0
    with (tmp_path / "log.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [(row["author"], row["to"], row["lawyers (*)"]) for row in csv.DictReader(file)]
    assert rows == [
        ("D. P. <dana@pell.example> *", "Bo Reef <bo@agency.example>", "D. P."),
        ("Ada Lune <ada@agency.example>", "Bo Reef <bo@agency.example>", ""),
    ]
    with pymupdf.open(tmp_path / "log.pdf") as document:
        shown = " ".join("".join(page.get_text() for page in document).split())
    assert "A star stands behind whoever fits the case's list of lawyers" in shown.replace("’", "'")
    for number in ("1", "2", "3"):
        assert reviewer("privilege", "lawyer", "remove", counselled, number).code == 0
    assert reviewer("privilege", "log", counselled, tmp_path / "none.csv").code == 0
    with (tmp_path / "none.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row.get("lawyers (*)") for row in csv.DictReader(file)] == [None, None]


def test_pages_of_a_copy_leave_once_their_privileged_words_are_marked_on_them_too(
    reviewer: Command, made: Path, tmp_path: Path
) -> None:
    same = pdf(["Our lawyer says that they may be kept", "Nothing here"])
    assert reviewer("intake", "add", made, folder(tmp_path / "disk", {"a.pdf": same, "b.pdf": same})).code == 0
    words = ("--quote", "lawyer says that they may be kept")
    assert reviewer("passage", "add", made, "1", *words).code == 0
    assert reviewer("privilege", "set", made, "1", "--passage", "1", *SET).code == 0
    assert reviewer("item", "pages", made, "1", tmp_path / "a.pdf").code == 0
    refused = reviewer("item", "pages", made, "2", tmp_path / "b.pdf")
    assert (refused.code, "words of a copy of IA21-000002 are privileged" in refused.err) == (4, True), refused.err
    assert not (tmp_path / "b.pdf").exists()
    assert reviewer("passage", "add", made, "2", *words).code == 0
    assert reviewer("privilege", "set", made, "2", "--passage", "2", *SET).code == 0
    assert reviewer("item", "pages", made, "2", tmp_path / "b.pdf").code == 0
    for name in ("a.pdf", "b.pdf"):
        with pymupdf.open(tmp_path / name) as left:
            assert ("lawyer" in left[0].get_text(), "Nothing here" in left[1].get_text()) == (False, True)
