"""A production numbers what a receiver gets: no gap, no number twice, nothing that may not leave."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any

import pymupdf
import pytest
import xlsxwriter

from tests.cli.conftest import Command, Once
from tests.evidence import folder, mail, mailbox, pdf

MAKE = ("First", "--receiver", "City Attorney", "--prefix", "PMPD")
CALL = ("--kind", "attorney-client", "--basis", "Asks for legal advice")


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c6360606000000004000127"
    "34270a0000000049454e44ae426082"
)


@cache
def sheet() -> bytes:
    """A workbook with one cell; it says when it was made, so it is made once."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        book.add_worksheet("Codes").write(0, 0, "LANTERN25")
    return made.getvalue()


@pytest.fixture
def pile(reviewer: Command, made: Path, tmp_path: Path, once: Once) -> Path:
    """1 a mailbox: 2 an offer with 3 a letter of two pages and 4 a sheet, 5 a reply; 6 a file that is nothing; 7 a PDF.

    The order of numbers is that of the intake; tests look items up by name.
    """
    offer = mail(
        "Offer",
        "See what is attached.\n",
        attachments=[
            ("letter.pdf", pdf(["Your code is LANTERN25.", "Fourteen uses so far."]), "application/pdf"),
            ("codes.xlsx", sheet(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ],
    )
    reply = mail("Reply", "May we take the cameras that are offered to all of us?\n")
    files = {"a.mbox": mailbox([offer, reply]), "b.bin": b"\x00\x01\x02 nothing that is known", "c.pdf": pdf(["Flyer"])}
    disk = folder(tmp_path / "disk", files)

    def take_in() -> None:
        assert reviewer("intake", "add", made, disk).code in {0, 4}

    return once("pile production", take_in)


def names(reviewer: Command, case: Path) -> dict[str, str]:
    """Control numbers by subject or name."""
    found = reviewer("item", "list", case, "--json").json
    return {each["subject"] or each["name"]: each["item"] for each in found}


def shown(reviewer: Command, case: Path, number: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = reviewer("production", "show", case, str(number), "--json").json["items"]
    return found


def test_families_are_numbered_page_by_page_with_slip_sheets_for_files(reviewer: Command, pile: Path) -> None:
    made = reviewer("production", "create", pile, *MAKE, "--query", "kind:pdf OR kind:other OR kind:mbox", "--json")
    assert (made.json["bates_first"], made.json["bates_last"]) == ("PMPD-000001", "PMPD-000006")
    control = names(reviewer, pile)
    told = [(e["item"], e["way"], e["native"], e["bates_first"], e["bates_last"]) for e in shown(reviewer, pile, 1)]
    assert told == [
        (control["a.mbox"], "stays", False, None, None),
        (control["Offer"], "goes", False, "PMPD-000001", "PMPD-000001"),
        (control["letter.pdf"], "goes", False, "PMPD-000002", "PMPD-000003"),
        (control["codes.xlsx"], "goes", True, "PMPD-000004", "PMPD-000004"),
        (control["b.bin"], "goes", True, "PMPD-000005", "PMPD-000005"),
        (control["c.pdf"], "goes", False, "PMPD-000006", "PMPD-000006"),
    ]
    assert reviewer("production", "show", pile, "1").out.splitlines()[1].endswith("which are counted by themselves)")
    assert reviewer("case", "verify", pile).code == 0
    # As pages a sheet has as many numbers as pages, so it comes to more.
    whole = reviewer("production", "create", pile, *MAKE[:-1], "ALL", "--query", "", "--native", "none", "--json").json
    sheet_now = next(each for each in shown(reviewer, pile, 2) if each["item"] == control["codes.xlsx"])
    assert (sheet_now["native"], sheet_now["bates_first"]) == (False, "ALL-000004")
    assert (whole["prefix"], whole["goes"], whole["stays"]) == ("ALL", 6, 1)


def test_numbers_go_on_and_are_given_once(reviewer: Command, pile: Path) -> None:
    def create(*more: str) -> Any:
        return reviewer("production", "create", pile, *MAKE, "--query", "Flyer", *more)

    assert create("--start", "17", "--width", "4", "--json").json["bates_first"] == "PMPD-0017"
    assert "go on at PMPD-0018" in create("--start", "17").err
    assert "go on at PMPD-0018" in create("--start", "19").err
    assert "have 4 digits" in create("--width", "5").err
    other = ("First", "--receiver", "City Attorney", "--prefix", "pmpd", "--query", "Flyer")
    assert reviewer("production", "create", pile, *other, "--json").json["bates_first"] == "PMPD-0018"
    assert reviewer("undo", pile).code == 0
    assert create("--json").json["bates_first"] == "PMPD-0018", "what was undone was given to nobody"
    assert "nothing is found" in reviewer("production", "create", pile, *MAKE, "--query", "zeppelin").err
    listed = reviewer("production", "list", pile, "--json").json
    assert [(each["production"], each["bates_first"]) for each in listed] == [(1, "PMPD-0017"), (3, "PMPD-0018")]
    assert "there is no production 2" in reviewer("production", "show", pile, "2").err


def test_a_production_that_others_follow_is_not_undone_nor_done_again_over_them(reviewer: Command, pile: Path) -> None:
    for name in ("Ada", "Bo"):
        assert reviewer("production", "create", pile, *MAKE, "--query", "Flyer", "--reviewer", name).code == 0
    assert "there would be a gap" in reviewer("undo", pile, "--reviewer", "Ada").err
    assert reviewer("undo", pile, "--reviewer", "Bo").code == 0
    assert reviewer("production", "create", pile, *MAKE, "--query", "Reply", "--reviewer", "Ada").code == 0
    assert "to another production since" in reviewer("redo", pile, "--reviewer", "Bo").err
    assert reviewer("case", "verify", pile).code == 0


def test_what_is_delivered_stays_and_a_supplement_has_the_rest(reviewer: Command, pile: Path) -> None:
    control = names(reviewer, pile)
    assert reviewer("privilege", "set", pile, control["Reply"], *CALL).code == 0
    first = reviewer("production", "create", pile, *MAKE, "--query", "", "--json").json
    assert (first["goes"], first["placeholder"], first["stays"]) == (5, 1, 1)
    early = reviewer("production", "supplement", pile, "1", "--title", "Second")
    assert (early.code, "not delivered yet" in early.err) == (4, True)
    assert reviewer("production", "deliver", pile, "1", "--remark", "By hand").code == 0
    assert "delivered on" in reviewer("production", "deliver", pile, "1").err
    assert "so it stays" in reviewer("undo", pile).err
    assert "has all of this already" in reviewer("production", "supplement", pile, "1", "--title", "Second").err
    slip = reviewer("production", "recall", pile, "1", control["Reply"], "--reason", "By mistake")
    assert (slip.code, "has a slip sheet in production 1" in slip.err) == (4, True)
    assert reviewer("privilege", "remove", pile, control["Reply"]).code == 0
    reason = ("--reason", "The flyer is of another case")
    back = reviewer("production", "recall", pile, "1", control["c.pdf"], *reason, "--json").json
    assert (back["item"], back["bates_first"], back["recalled"]) == (control["c.pdf"], first["bates_last"], reason[1])
    assert "called back already" in reviewer("production", "recall", pile, "1", control["c.pdf"], *reason).err
    second = reviewer("production", "supplement", pile, "1", "--title", "Second", "--json").json
    assert (second["bates_first"], second["follows"], second["receiver"]) == ("PMPD-000008", 1, "City Attorney")
    goes = [each["item"] for each in shown(reviewer, pile, 2) if each["bates_first"]]
    assert goes == [control["Reply"]]
    assert second["left_out"] == {"delivered": 4, "recalled": 1}
    assert "called back from this receiver" in reviewer("production", "show", pile, "2").out
    assert "4 the receiver has, 1 called back from the receiver" in reviewer("production", "mock", pile, "2").out
    assert "supplements production 1" in reviewer("production", "supplement", pile, "1", "--title", "Third").err
    later = next(each["item"] for each in shown(reviewer, pile, 2) if each["reason"] == "delivered")
    assert reviewer("production", "recall", pile, "1", later, "--reason", "By mistake too").code == 0
    (now,) = (each for each in shown(reviewer, pile, 2) if each["item"] == later)
    assert (now["way"], now["reason"]) == ("stays", "recalled"), "the receiver has it no more"
    assert "3 the receiver has, 2 called back from the receiver" in reviewer("production", "mock", pile, "2").out
    assert reviewer("case", "verify", pile).code == 0


def test_what_was_called_back_goes_again_only_redacted(reviewer: Command, pile: Path) -> None:
    control = names(reviewer, pile)
    letter, flyer = control["letter.pdf"], control["c.pdf"]
    assert reviewer("production", "create", pile, *MAKE, "--query", "kind:pdf").code == 0
    again = ("production", "create", pile, "Again", "--receiver", "city  attorney", "--prefix", "CA", "--query", "")
    assert reviewer(*again, "--json").json["left_out"] == {"delivered": 0, "recalled": 0}
    assert reviewer("production", "deliver", pile, "1").code == 0
    quoting = reviewer("production", "recall", pile, "1", letter, "--reason", "Says that your code is lantern25, sorry")
    assert (quoting.code, f"repeats words of {letter}" in quoting.err) == (4, True)
    for item in (letter, flyer):
        assert reviewer("production", "recall", pile, "1", item, "--reason", "By mistake").code == 0
    for number in ("1", "2"):
        found = reviewer("production", "mock", pile, number, "--json").json["problems"]
        assert {(each["item"], each["code"], each["stops"]) for each in found} == {
            (letter, "recalled-goes-again", True),
            (flyer, "recalled-goes-again", True),
        }
    assert "called back from this receiver" in reviewer("production", "deliver", pile, "2").err
    as_file = (*again[:-1], "kind:email Offer", "--native", "email", "--json")
    assert reviewer(*as_file).code == 0
    offer = next(each for each in shown(reviewer, pile, 3) if each["item"] == control["Offer"])
    assert (offer["way"], offer["reason"]) == ("stays", "recalled"), "its file holds the letter"
    assert "was called back from this receiver" in reviewer(*again[:-1], "Flyer").err
    other = reviewer("production", "create", pile, *MAKE[:1], "--receiver", "Auditor", *again[6:-1], "Flyer", "--json")
    assert other.json["goes"] == 1, "another receiver gave nothing back"
    assert reviewer("redaction", "add", pile, flyer, "--quote", "Flyer", "--reason", "PRV").code == 0
    assert reviewer("redaction", "approve", pile, "1", "--reviewer", "Bo").code == 0
    second = reviewer("production", "supplement", pile, "1", "--title", "Second", "--json").json
    # The file of the offer, and what else is in it, this receiver does not have.
    assert (second["redacted"], second["left_out"]["recalled"]) == (1, 1)
    number = str(second["production"])
    assert {each["item"]: each["way"] for each in shown(reviewer, pile, int(number))}[flyer] == "redacted"
    assert reviewer("production", "mock", pile, number, "--json").json["problems"] == []
    assert reviewer("production", "deliver", pile, number).code == 0
    assert reviewer("production", "recall", pile, number, flyer, "--reason", "By mistake again").code == 0
    (found,) = reviewer("production", "mock", pile, number, "--json").json["problems"]
    assert (found["item"], found["code"], found["stops"]) == (flyer, "recalled-goes-again", True)
    assert "from this production, which would hand it over again, redacted or not" in found["problem"]


def test_a_stale_production_is_dropped_openly_and_can_be_taken_back_until_told(
    reviewer: Command, pile: Path, tmp_path: Path
) -> None:
    control = names(reviewer, pile)
    for query, name in (("Flyer", "Ada"), ("Reply", "Cy"), ("Flyer", "Ada")):
        assert reviewer("production", "create", pile, *MAKE, "--query", query, "--reviewer", name).code == 0
    assert reviewer("privilege", "set", pile, control["Reply"], *CALL).code == 0
    assert "undone or dropped" in reviewer("production", "deliver", pile, "2").err
    drop = ("production", "drop", pile, "2", "--reason")
    assert "needs a reason" in reviewer(*drop, " ").err
    assert "repeats words" in reviewer(*drop, "It asks: may we take the cameras that are offered").err
    gone = reviewer(*drop, "An item became privileged", "--reviewer", "Bo", "--json").json
    assert (gone["dropped"]["reviewer"], gone["dropped"]["reason"]) == ("Bo", "An item became privileged")
    assert reviewer("undo", pile, "--reviewer", "Bo").code == 0
    assert reviewer("production", "list", pile, "--json").json[1]["dropped"] is None
    assert reviewer("redo", pile, "--reviewer", "Bo").code == 0
    listed = reviewer("production", "list", pile).out.splitlines()[1]
    assert "PMPD-000002, dropped" in listed
    assert listed.endswith("by Bo: An item became privileged")
    for words in (
        ("production", "mock", pile, "2"),
        ("production", "deliver", pile, "2"),
        ("production", "supplement", pile, "2", "--title", "More"),
        ("production", "recall", pile, "2", control["Reply"], "--reason", "By mistake"),
        (*drop, "Once more"),
        ("bundle", "export", pile, tmp_path / "bundle", "--production", "2"),
        ("privilege", "log", pile, tmp_path / "log.csv", "--production", "2"),
        ("report", "export", pile, tmp_path / "report", "--production", "2"),
    ):
        refused = reviewer(*words)
        assert (refused.code, "production 2 was dropped by Bo on" in refused.err) == (4, True), words
    assert "was dropped since by Bo" in reviewer("undo", pile, "--reviewer", "Cy").err
    assert "  PMPD-000002: not used, production 2 was dropped" in reviewer("production", "show", pile, "3").out
    unused = reviewer("production", "show", pile, "3", "--json").json["not_used"]
    assert unused == [{"production": 2, "bates_first": "PMPD-000002", "bates_last": "PMPD-000002"}]
    assert reviewer("production", "show", pile, "1", "--json").json["not_used"] == []
    assert reviewer("privilege", "log", pile, tmp_path / "log.csv", "--production", "3").code == 0
    log = (tmp_path / "log.csv").read_text("utf-8-sig")
    assert "PMPD-000002" in log
    assert "not used: An item became privileged" in log
    assert "was told in a bundle or a log" in reviewer("undo", pile, "--reviewer", "Bo").err
    created = reviewer("production", "create", pile, *MAKE, "--query", "Flyer", "--json").json
    assert created["bates_first"] == "PMPD-000004"
    assert reviewer("case", "verify", pile).code == 0


def test_another_production_supplements_what_a_dropped_one_was_to_supplement(reviewer: Command, pile: Path) -> None:
    control = names(reviewer, pile)
    assert reviewer("privilege", "set", pile, control["Reply"], *CALL).code == 0
    assert reviewer("production", "create", pile, *MAKE, "--query", "").code == 0
    assert reviewer("production", "deliver", pile, "1").code == 0
    assert "so it stays" in reviewer("production", "drop", pile, "1", "--reason", "Stale").err
    assert reviewer("privilege", "remove", pile, control["Reply"]).code == 0
    more = ("production", "supplement", pile, "1", "--title", "Second", "--json")
    assert reviewer(*more).json["bates_first"] == "PMPD-000008"
    assert reviewer("production", "drop", pile, "2", "--reason", "Stale", "--reviewer", "Bo").code == 0
    third = reviewer(*more).json
    assert (third["bates_first"], third["follows"]) == ("PMPD-000009", 1)
    assert "production 3 supplements production 1 since" in reviewer("undo", pile, "--reviewer", "Bo").err
    listed = reviewer("production", "list", pile, "--json").json
    assert [(each["production"], each["follows"]) for each in listed] == [(1, None), (2, 1), (3, 1)]
    assert reviewer("case", "verify", pile).code == 0


def test_a_mock_run_names_what_is_wrong(reviewer: Command, pile: Path) -> None:
    control = names(reviewer, pile)
    assert reviewer("production", "create", pile, *MAKE, "--query", "").code == 0
    assert reviewer("production", "mock", pile, "1", "--json").json["problems"] == []
    for item, quote in (("letter.pdf", "LANTERN25"), ("Reply", "cameras")):
        assert reviewer("passage", "add", pile, control[item], "--quote", quote).code == 0
    assert reviewer("mark", pile, control["Reply"], "--read").code == 0
    note = "Asks: may we take the cameras that are offered"
    assert reviewer("note", "add", pile, note, "--item", control["Offer"], "--for-report").code == 0
    for item, kind in (("Reply", CALL), ("codes.xlsx", CALL), ("Offer", ("--kind", "not-privileged", *CALL[2:]))):
        assert reviewer("privilege", "set", pile, control[item], *kind).code == 0
    assert reviewer("privilege", "set", pile, control["letter.pdf"], "--kind", "not-privileged", *CALL[2:]).code == 0
    found = reviewer("production", "mock", pile, "1", "--json")
    assert sorted((each["item"], each["code"]) for each in found.json["problems"]) == sorted(
        [
            (control["Reply"], "changed-since"),
            (control["codes.xlsx"], "changed-since"),
            (control["codes.xlsx"], "family-split"),
            (control["letter.pdf"], "cited-unread"),
            (control["Offer"], "note-repeats"),
        ]
    )
    assert (found.json["goes"], found.json["placeholder"], found.json["stays"]) == (4, 2, 1)
    assert found.json["unread"] == [control["letter.pdf"]]
    told = reviewer("production", "mock", pile, "1").out
    assert f"stops it: {control['Reply']} was numbered as what goes on 1 page" in told
    assert f"1 cited item nobody has read: {control['letter.pdf']}" in told.splitlines()
    assert "redacted pages" not in told, "none goes redacted"
    assert reviewer("production", "deliver", pile, "1").code == 4


def test_what_goes_and_repeats_a_privileged_item_is_told_until_somebody_decides(
    reviewer: Command, pile: Path, tmp_path: Path
) -> None:
    """To another, the same file elsewhere, and an answer that quotes it; a picture that is the same stands in many."""
    words = "We should offer the union ninety thousand early on, before the hearing in June makes that sum public.\n"
    picture = ("logo.png", PNG, "image/png")
    memo = ("memo.pdf", pdf(["What the union may get"]), "application/pdf")
    more = {
        "advice.eml": mail("Advice", words, attachments=[memo, picture]),
        "other.eml": mail("Advice", words, to="Cy Dove <cy@agency.example>"),
        "memo.eml": mail("Filed", "Here it is.\n", attachments=[("copy.pdf", memo[1], memo[2]), picture]),
        "answer.eml": mail(
            "Re: Advice",
            f"Agreed.\n\nOn 3 May 2016, Ada Lune wrote:\n> {words}",
            sender="Bo Reef <bo@agency.example>",
            date="Wed, 04 May 2016 09:15:00 -0700",
        ),
    }
    assert reviewer("intake", "add", pile, folder(tmp_path / "more", more)).code in {0, 4}
    items = {each["name"]: each["item"] for each in reviewer("item", "list", pile, "--json").json}
    assert reviewer("privilege", "set", pile, items["advice.eml"], *CALL).code == 0

    def told() -> set[tuple[str, str]]:
        found = reviewer("production", "mock", pile, "--receiver", "City Attorney", "--query", "", "--json").json
        assert not any(each["stops"] for each in found["problems"])
        return {
            (each["item"], each["problem"].split(", and ")[1].split(f" {items['advice.eml']}")[0].split(" IA")[0])
            for each in found["problems"]
            if each["code"] == "privileged-repeated"
        }

    assert told() == {
        (items["other.eml"], "has nearly the same words as"),
        (items["copy.pdf"], "is the same file as"),
        (items["answer.eml"], "quotes"),
    }
    assert (
        reviewer("privilege", "set", pile, items["copy.pdf"], "--kind", "not-privileged", *CALL[2:], "--alone").code
        == 0
    )
    assert reviewer("privilege", "set", pile, items["answer.eml"], *CALL).code == 0
    assert told() == {(items["other.eml"], "has nearly the same words as")}


def test_what_goes_and_repeats_what_was_said_under_order_is_told_until_it_is_redacted(
    reviewer: Command, pile: Path, tmp_path: Path
) -> None:
    """Word by word in a PDF, with a word changed in a mail, quoted in an attachment; what was said freely is not.

    An answer without a full stop has more words than one search may have.
    """
    said = "I gave the second camera back to the maker in June."
    more = {
        "word.pdf": pdf([f"He told us: {said}"]),
        "nearly.eml": mail("Heard", "So he gave the second camera back to the dealer in June, or says so.\n"),
        "free.eml": mail("Free", "Nobody asked me to write to the residents at all.\n"),
    }
    assert reviewer("intake", "add", pile, folder(tmp_path / "more", more)).code in {0, 4}
    items = {each["name"]: each["item"] for each in reviewer("item", "list", pile, "--json").json}
    at = "2021-07-01T17:{:02}:00Z"
    for words in (
        ("add", pile, "--witness", "Cy Dove", "--date", "2021-07-01", "--compelled"),
        ("topic", pile, "1", "The camera"),
        ("question", pile, "1", "1", "What became of it?"),
        ("question", pile, "1", "1", "Who asked you?"),
        ("question", pile, "1", "1", "And then?"),
        ("start", pile, "1", "--at", at.format(0)),
        ("answer", pile, "1", "1.1", f"Well. {said}", "--at", at.format(5)),
        ("answer", pile, "1", "1.2", "Nobody asked me to write to the residents at all.", "--voluntary", "--at",
         at.format(6)),
        ("answer", pile, "1", "1.3", " ".join(f"and {number}" for number in range(300)), "--at", at.format(7)),
    ):  # fmt: skip
        assert reviewer("interview", *words).code == 0

    def told() -> dict[str, str]:
        found = reviewer("production", "mock", pile, "--receiver", "City Attorney", "--query", "", "--json").json
        assert not any(each["stops"] for each in found["problems"])
        return {each["item"]: each["problem"] for each in found["problems"] if each["code"] == "compelled-repeated"}

    found = told()
    assert set(found) == {items["word.pdf"], items["nearly.eml"]}
    assert all("repeats answer 1.1 of interview 1, a compelled statement" in each for each in found.values())
    done = reviewer("redaction", "add", pile, items["word.pdf"], "--quote", said, "--reason", "CMP", "--json")
    assert done.code == 0, done.err
    assert reviewer("redaction", "approve", pile, "1", "--reviewer", "Bo").code == 0
    assert set(told()) == {items["nearly.eml"]}


def test_a_production_is_tried_before_it_is_numbered(reviewer: Command, pile: Path) -> None:
    control = names(reviewer, pile)
    wanted = ("--receiver", "City Attorney", "--query", "")
    first = reviewer("production", "mock", pile, *wanted, "--prefix", "PMPD", "--json").json
    assert (first["production"], first["bates_first"], first["bates_last"]) == (None, None, None)
    assert (first["goes"], first["placeholder"], first["stays"], first["problems"]) == (6, 0, 1, [])
    assert (first["to_be_made"], first["pages"]) == (2, 5), "two messages; PDFs are pages"
    told = reviewer("production", "mock", pile, *wanted).out
    assert "5 pages, and those of 2 items that are still to be made: nothing on them was looked at yet" in told

    for item in ("Offer", "Reply"):
        assert reviewer("item", "pages", pile, control[item], pile.with_name(f"{control[item]}.pdf")).code == 0
    assert reviewer("privilege", "set", pile, control["Reply"], *CALL).code == 0
    assert reviewer("privilege", "set", pile, control["codes.xlsx"], *CALL).code == 0
    for item in ("Offer", "letter.pdf"):
        assert reviewer("privilege", "set", pile, control[item], "--kind", "not-privileged", *CALL[2:]).code == 0
    then = reviewer("production", "mock", pile, *wanted, "--prefix", "PMPD", "--json").json
    (split,) = then["problems"]
    assert (split["item"], split["code"], split["stops"]) == (control["codes.xlsx"], "family-split", False)
    assert reviewer("production", "list", pile, "--json").json == []
    made = reviewer("production", "create", pile, *MAKE, "--query", "", "--json").json
    for key in ("goes", "redacted", "placeholder", "stays", "bates_first", "bates_last"):
        assert made[key] == then[key], key
    again = reviewer("production", "mock", pile, *wanted, "--prefix", "PMPD").out
    assert "7 pages: PMPD-000008 to PMPD-000014" in again


def test_a_mock_run_wants_a_number_or_what_a_new_production_is_made_of(reviewer: Command, pile: Path) -> None:
    assert reviewer("production", "mock", pile).code == 2
    assert reviewer("production", "mock", pile, "--receiver", "City Attorney").code == 2
    assert reviewer("production", "mock", pile, "1", "--query", "").code == 2
    refused = reviewer("production", "mock", pile, "--receiver", "A", "--query", "", "--prefix", "7")
    assert refused.code == 4
    assert "cannot stand before page numbers" in refused.err


def broken(document: Any) -> bytes:
    """The document with a first page that is none."""
    document.update_object(document.page_xref(1), "(no page at all)")
    return bytes(document.tobytes())


def test_a_pdf_that_is_too_damaged_to_bear_numbers_goes_as_the_file_that_it_is(
    reviewer: Command, made: Path, tmp_path: Path
) -> None:
    """Its second page is none: a bundle of all else was refused for it after the numbers were given."""
    with pymupdf.open(stream=pdf(["First", "Second"])) as document:
        damaged = broken(document)
    assert (
        reviewer("intake", "add", made, folder(tmp_path / "disk", {"a.pdf": damaged, "b.pdf": pdf(["Flyer"])})).code
        == 0
    )
    ask = ("--receiver", "City Attorney", "--query", "", "--json")
    assert reviewer("production", "mock", made, *ask).json["goes"] == 2
    assert reviewer("production", "create", made, *MAKE, "--query", "").code == 0
    first, second = shown(reviewer, made, 1)
    assert (first["native"], first["pages"], second["native"]) == (True, 1, False)
    said = reviewer("production", "show", made, "1").out
    assert "has pages that are too damaged to bear numbers; the file itself goes" in said
    assert reviewer("production", "mock", made, "1", "--json").json["problems"] == []
    done = reviewer("bundle", "export", made, tmp_path / "bundle", "--production", "1", "--without-report")
    assert done.code == 0, done.err
    (native,) = (tmp_path / "bundle" / "data" / "natives").rglob("*.pdf")
    assert native.read_bytes() == damaged
    assert reviewer("bundle", "verify", tmp_path / "bundle").code == 0
    quoted = ("--quote", "Flyer", "--reason", "PRV")
    assert reviewer("redaction", "add", made, second["item"], *quoted).code == 0
    assert reviewer("redaction", "approve", made, "1", "--reviewer", "Bo").code == 0
    of_it = ("Second", "--receiver", "Auditor", "--prefix", "AU", "--query", "")
    assert reviewer("production", "create", made, *of_it).code == 0
    first, second = shown(reviewer, made, 2)
    assert (first["way"], first["reason"], second["way"]) == ("placeholder", "unsearched", "redacted")
    problems = reviewer("production", "mock", made, "2", "--json").json["problems"]
    assert [(each["code"], each["stops"]) for each in problems] == [("file-unsearched", False)], "nothing changed since"
    done = reviewer("bundle", "export", made, tmp_path / "other", "--production", "2", "--without-report")
    assert done.code == 0, done.err


def test_a_damaged_pdf_does_not_go_as_a_file_that_holds_what_was_called_back(
    reviewer: Command, made: Path, tmp_path: Path
) -> None:
    """Its pages would have gone, without what is in it."""
    letter = mail("Held", "The lanterns are here.\n")
    with pymupdf.open(stream=pdf(["First", "Second"])) as document:
        document.embfile_add("held", letter, filename="held.eml")
        damaged = broken(document)
    disk = folder(tmp_path / "disk", {"a.pdf": damaged, "b.eml": letter, "c.pdf": pdf(["Flyer"])})
    assert reviewer("intake", "add", made, disk).code in {0, 4}
    control = {each["name"]: each["item"] for each in reviewer("item", "list", made, "--json").json}
    assert reviewer("production", "create", made, *MAKE, "--query", "lanterns").code == 0
    assert reviewer("production", "deliver", made, "1").code == 0
    back = ("production", "recall", made, "1", control["b.eml"], "--reason", "By mistake")
    assert reviewer(*back).code == 0
    again = ("Again", "--receiver", "City Attorney", "--prefix", "CA", "--query", "")
    assert reviewer("production", "create", made, *again).code == 0
    (whole,) = (each for each in shown(reviewer, made, 2) if each["item"] == control["a.pdf"])
    assert (whole["way"], whole["reason"]) == ("stays", "recalled")
    assert reviewer("production", "mock", made, "2", "--json").json["problems"] == []


def test_a_saved_search_that_a_production_was_made_of_keeps_its_name_and_a_supplement_looks_for_the_same(
    reviewer: Command, pile: Path
) -> None:
    assert reviewer("saved", "add", pile, "Inner", "Reply").code == 0
    assert reviewer("saved", "add", pile, "Flyers", "saved:Inner").code == 0
    assert reviewer("saved", "change", pile, "Inner", "Flyer", "--reviewer", "Bo").code == 0
    for prefix in ("PMPD", "GONE"):
        made = reviewer("production", "create", pile, *MAKE[:-1], prefix, "--query", "saved:flyers")
        assert made.code == 0, made.err
    for verb in (("rename", "Flyers", "Papers"), ("remove", "Flyers")):
        refused = reviewer("saved", verb[0], pile, *verb[1:])
        assert (refused.code, "is named by production 1, production 2" in refused.err) == (4, True)
    assert reviewer("production", "deliver", pile, "1").code == 0
    supplement = ("production", "supplement", pile, "1", "--title", "Second")
    change, by_bo = ("saved", "change", pile, "Inner"), (pile, "--reviewer", "Bo")
    for there, back in ((("undo", *by_bo), ("redo", *by_bo)), ((*change, "Reply"), (*change, "Flyer"))):
        assert reviewer(*there).code == 0
        told = "the saved search “Inner” stands for another one since production 1 was made of saved:flyers"
        assert told in reviewer(*supplement).err, there
        assert reviewer(*back).code == 0
        assert "has all of this already" in reviewer(*supplement).err, "it is the same search again"
    assert reviewer("production", "drop", pile, "2", "--reason", "By mistake").code == 0
    assert "is named by production 1\n" in reviewer("saved", "rename", pile, "Flyers", "Papers").err
