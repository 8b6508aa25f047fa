"""Who must not be named is in no byte of any kind of export, until somebody names a receiver who may see it."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest

from tests.cli.conftest import Command, Once
from tests.cli.exports.test_bundle import every_byte
from tests.cli.exports.test_leaving import contents, exports
from tests.endurance import at_length
from tests.evidence import folder, mail, pdf
from tests.usecases.evidence.test_containers import zipped

NAME, ADDRESS, NUMBER = "Jo Tarn", "jt47@home.example", "(206) 555-0147"
CANARIES = (b"jo tarn", b"tarn, jo", b"jo_tarn", b"jt47@home", b"555-0147", b"2065550147")
"""The ways in which the evidence and the work below name the source."""
AT = "2021-07-01T17:{:02}:00Z"
RECEIVER = ("--receiver", "Chief of Detectives")
OTHER = ("--reviewer", "Bo")


def plant(reviewer: Command, made: Path, tmp_path: Path) -> None:
    """Fill a case with a source who is named in every place that there is, and with something that names nobody."""

    def run(*words: str | Path) -> None:
        done = reviewer(*words)
        assert done.code == 0, done.err

    attached = [("plain.pdf", pdf(["A list of cameras"]), "application/pdf")]
    files = {
        "a.eml": mail("Offer", "You have a free camera. It costs nothing.\n"),
        "b.eml": mail("Call me", "As agreed.\n", sender=f"{NAME} <{ADDRESS}>", attachments=attached),
        "c.eml": mail("Lunch", "The man to ask is Tarn, Jo.\n"),
        "d.eml": mail("About jo  tarn", "Nothing else.\n"),
        "e_jo_tarn.pdf": pdf(["Nothing is said here."]),
        "f.eml": mail("Number", "Call +1 206.555.0147 or 2065550147 tonight.\n"),
        "g.eml": b"Bcc: JT47@home.example\n" + mail("Hidden copy", "To all of us.\n"),
        "h.zip": zipped({"inner.eml": mail("Inner", "Ask Jo Tarn.\n")}),
    }
    run("intake", "add", made, folder(tmp_path / "disk", files))
    run("officer", "add", made, "4711", "Lee Moore", "--station", "Harbor")
    run("tag", "add", made, f"heard from {NAME}")
    run("passage", "add", made, "1", "--quote", "a free camera", "--officer", "4711:recipient",
        "--tag", f"heard from {NAME}",
        "--note", f"{NAME} told us", "--note-for-report")  # fmt: skip
    run("note", "add", made, "For everybody", "--passage", "1", "--for-report")
    run("note", "add", made, f"Ask {NAME}", "--officer", "4711", "--for-report")
    given = ("--officer", "4711", "--what", "device", "--outcome", "accepted", "--date", "2016-05-16")
    run("benefit", "add", made, *given, "--donor", "Lantern", "--description", f"told by {NAME}", "--passage", "1")
    said = ("--officer", "4711", "--audience", "residents", "--date", "2016-05-20")
    run("endorsement", "add", made, *said, "--product", f"Bell, as {NAME} says", "--passage", "1")
    run("interview", "add", made, "4711", "--date", "2021-07-01")
    run("interview", "topic", made, "1", "The camera")
    run("interview", "question", made, "1", "1", "What of this?", "--cite", "1")
    run("interview", "start", made, "1", "--at", AT.format(0))
    run("interview", "answer", made, "1", "1.1", "I was asked by Jo  Tarn.", "--at", AT.format(5))
    run("interview", "end", made, "1", "--at", AT.format(9))
    run("confidential-source", "add", made, NAME, "--address", ADDRESS, "--number", NUMBER)


@pytest.fixture
def planted(reviewer: Command, made: Path, tmp_path: Path, once: Once) -> Path:
    return once("planted sources", lambda: plant(reviewer, made, tmp_path))


def named_in(parts: list[bytes]) -> list[tuple[bytes, bytes]]:
    """Which of them stand in which bytes."""
    found = []
    for part in parts:
        small = b" ".join(part.lower().split())
        found += [(canary, small[:80]) for canary in CANARIES if canary in small]
    return found


@at_length
def test_who_must_not_be_named_is_in_no_byte_of_any_export(reviewer: Command, planted: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    printed = ""
    for name, words in exports(planted, out).items():
        done = reviewer(*words)
        assert done.code == 0, (name, done.err)
        printed += done.out
    held = [part for path in out.rglob("*") if path.is_file() for part in contents(path)]
    assert named_in([*held, printed.encode()]) == []
    silent = [b"confidential source", b"names-source"]  # and of what names one no number, but of the archive around it
    silent += [f"IA21-{each:06}".encode() for each in range(2, 11) if each != 9]
    assert [word for word in silent if any(word in part for part in (*held, printed.encode()))] == []
    binder = b" ".join(contents(out / "binder.pdf"))
    assert b"I was asked by [INF]" in binder
    report = b" ".join(contents(out / "report" / "report.pdf"))
    assert b"For everybody" in report
    assert b"heard from [INF]" in report
    assert sorted(path.name for path in (out / "originals").iterdir()) == ["IA21-000001.eml", "SHA256SUMS"]
    archive = reviewer("item", "export", planted, "9", out / "one.zip")
    assert "--include-sources with --receiver" in archive.err
    assert "or the switch" not in archive.err, "the window has none for a single original"
    assert (archive.code, "its file names a confidential source" in archive.err) == (4, True), archive.err
    for number in (*range(2, 9), 10):
        for verb, end in (("export", "bin"), ("pages", "pdf")):
            done = reviewer("item", verb, planted, str(number), out / f"one.{end}")
            assert (done.code, "may not leave the case" in done.err) == (4, True), (number, done.err)


def test_no_paper_tells_which_item_names_a_source(reviewer: Command, made: Path, tmp_path: Path) -> None:
    """Not its number, nor why it is not shown; it is counted all the same, and the reviewer is told."""
    files = {
        "a.eml": mail("Call me", "As agreed.\n", sender=f"{NAME} <{ADDRESS}>"),
        "b jo tarn.zip": zipped({"inner.eml": mail("Inner", "Nothing.\n")}),
        "c jo tarn.pdf": b"%PDF-1.4 broken",
    }
    for words in (
        ("intake", "add", made, folder(tmp_path / "disk", files)),
        ("officer", "add", made, "4711", "Lee Moore", "--station", "Harbor"),
        ("passage", "add", made, "1", "--quote", "As agreed"),
        ("interview", "add", made, "4711", "--date", "2021-07-01"),
        ("interview", "topic", made, "1", "The camera"),
        ("interview", "question", made, "1", "1", "What of this?", "--cite", "1"),
        ("confidential-source", "add", made, NAME, "--address", ADDRESS),
    ):
        assert reviewer(*words).code == (4 if words[0] == "intake" else 0), words  # one cannot be read
    binder = reviewer("interview", "binder", made, "1", tmp_path / "binder.pdf")
    assert binder.code == 0, binder.err
    account = reviewer("intake", "report", made, "--csv", "--pdf", tmp_path / "account.pdf")
    manifest = reviewer("intake", "manifest", made)
    assert manifest.out == ""
    assert "IA21-000001 (names a confidential source" in manifest.err
    rows = [line.split(",") for line in account.out.splitlines()]
    assert ["container", "not named", "", "1", "1", "0", "0", ""] in rows
    assert [row[:3] for row in rows if row[0] == "failed"] == [["failed", "not named", ""]]
    held = [account.out.encode(), *contents(tmp_path / "account.pdf"), *contents(tmp_path / "binder.pdf")]
    assert any(b"not shown here" in part for part in held)
    silent = (b"confidential source", b"IA21-000001", b"IA21-000002", b"IA21-000004", *CANARIES)
    assert [word for word in silent if any(word in b" ".join(part.split()) for part in held)] == []


@pytest.mark.endurance
def test_a_production_leaves_out_what_names_a_source_and_the_mock_run_says_where(
    reviewer: Command, planted: Path, tmp_path: Path
) -> None:
    wanted = (*RECEIVER, "--query", "", "--prefix", "PMPD")
    made = reviewer("production", "create", planted, "First", *wanted, "--json").json
    assert (made["goes"], made["redacted"], made["placeholder"]) == (1, 0, 0)
    mock = reviewer("production", "mock", planted, "1", "--json").json
    told = [(each["item"], each["problem"]) for each in mock["problems"] if each["code"] == "source-named"]
    where = [text.partition("(")[2].partition(")")[0] for item, text in told if "note" not in text]
    assert [item for item, _ in told] == [*(f"IA21-{number:06}" for number in (2, 4, 5, 6, 7, 8, 10, 3, 1))]
    assert where[:7] == ["people", "text", "subject", "name, on no page", "text", "people", "text"]
    assert "belongs to a message that names" in told[7][1]
    assert "note 1 on IA21-000001" in told[8][1]
    assert NAME not in str(mock)
    done = reviewer("bundle", "export", planted, tmp_path / "bundle", "--production", "1")
    assert done.code == 0, done.err
    assert named_in([every_byte(tmp_path / "bundle")]) == []


def test_a_redaction_of_something_else_is_no_decision_on_what_stands_on_no_page(
    reviewer: Command, planted: Path, tmp_path: Path
) -> None:
    assert reviewer("redaction", "page", planted, "6", "1", "--reason", "INF").code == 0, "its name names somebody"
    assert reviewer("redaction", "approve", planted, "1", *OTHER).code == 0
    shown = reviewer("confidential-source", "show", planted, "1", "--json").json
    (file,) = [each for each in shown["places"] if each["item"].endswith("6")]
    assert (file["pages"], file["unshown"], file["stays"]) == ([], ["name"], True)
    assert "stays: name, on no page" in reviewer("confidential-source", "show", planted, "1").out
    wanted = (*RECEIVER, "--query", "name:e_jo_tarn")
    mock = reviewer("production", "mock", planted, *wanted, "--json").json
    (told,) = [each["problem"] for each in mock["problems"] if each["code"] == "source-named"]
    assert "What stands on no page cannot be redacted there" in told
    assert reviewer("item", "pages", planted, "6", tmp_path / "six.pdf").code == 4


def test_what_only_a_search_of_bytes_finds_stays_alone_and_the_mock_run_names_it(
    reviewer: Command, made: Path, tmp_path: Path
) -> None:
    """In a file that nobody can read, and run together as the name of an account: the rest goes all the same.

    It names the page with a picture beside its words as well, in which nobody has looked for any.
    """
    with pymupdf.open(stream=pdf(["7", "Page eight, with words", "And page nine"])) as document:
        pixels = pymupdf.Pixmap(pymupdf.csGRAY, (0, 0, 120, 40))
        document[1].insert_image(pymupdf.Rect(72, 300, 192, 340), pixmap=pixels)
        document[2].insert_image(pymupdf.Rect(72, 300, 102, 310), pixmap=pixels)  # too small for words
        pictured = document.tobytes()
    files = {
        "a.eml": mail("Offer", "You have a free camera.\n"),
        "b.bin": b"\0\1\2 Jo Tarn \0" * 5,
        "c.eml": mail("Camel", "The account itsmargaretlindqvist is hers.\n"),
        "d.pdf": pictured,
    }
    reviewer("intake", "add", made, folder(tmp_path / "disk", files))
    wanted = (*RECEIVER, "--query", "", "--prefix", "PMPD")
    assert reviewer("production", "create", made, "First", *wanted).code == 0
    for name in (NAME, "Margaret Lindqvist"):
        assert reviewer("confidential-source", "add", made, name).code == 0
    done = reviewer("item", "originals", made, "--all", "--to", tmp_path / "originals")
    assert done.code == 0, done.err
    left = ["IA21-000001.eml", "IA21-000004.pdf", "SHA256SUMS"]
    assert sorted(path.name for path in (tmp_path / "originals").iterdir()) == left
    assert "IA21-000002 (its file could not be searched" in done.err
    assert "IA21-000003 (its file could not be searched" in done.err
    mock = reviewer("production", "mock", made, "1", "--json").json
    told = {each["item"]: each["problem"] for each in mock["problems"] if each["stops"]}
    assert list(told) == ["IA21-000003", "IA21-000002"]
    scans = [(each["item"], each["problem"], each["stops"]) for each in mock["problems"] if "unrec" in each["code"]]
    assert [(item, "1 page of next to no words" in said, stops) for item, said, stops in scans] == [
        ("IA21-000004", True, False)
    ]
    pictures = [(each["item"], each["problem"], each["stops"]) for each in mock["problems"] if "pict" in each["code"]]
    assert [(item, " page 2," in said, stops) for item, said, stops in pictures] == [("IA21-000004", True, False)]
    assert "with nothing between the words" in told["IA21-000003"]
    assert "can still be found in IA21-000002" in told["IA21-000002"]
    assert reviewer("bundle", "export", made, tmp_path / "bundle", "--production", "1").code == 4
    alone = reviewer("item", "originals", made, "name:b.bin", "--to", tmp_path / "alone")
    assert (alone.code, (tmp_path / "alone").exists()) == (4, False), "nothing is left to write"
    assert "IA21-000002 (its file could not be searched" in alone.err


@pytest.mark.endurance
def test_once_it_is_redacted_the_rest_goes_and_no_byte_names_anybody(
    reviewer: Command, planted: Path, tmp_path: Path
) -> None:
    assert reviewer("redaction", "pattern", planted, "sources", "--reason", "INF").code == 0
    for each in reviewer("redaction", "list", planted, "--json").json:
        assert reviewer("redaction", "approve", planted, str(each["redaction"]), *OTHER).code == 0
    shown = reviewer("confidential-source", "show", planted, "1", "--json").json
    assert (shown["items"], shown["stay"]) == (7, 1), "what has it in its name alone"
    wanted = ("--query", "", "--prefix", "PMPD")
    made = reviewer("production", "create", planted, "First", *RECEIVER, *wanted, "--json").json
    assert (made["goes"], made["redacted"]) == (2, 6), "the offer and the attachment; what was redacted"
    done = reviewer("bundle", "export", planted, tmp_path / "redacted", "--production", "1")
    assert done.code == 0, done.err
    assert named_in([every_byte(tmp_path / "redacted")]) == []
    for number in ("2", "6", "8", "9"):  # though nothing of its pages stays, its file does
        assert reviewer("item", "export", planted, number, tmp_path / "file").code == 4


def test_what_names_a_source_leaves_only_to_a_receiver_who_is_named(
    reviewer: Command, planted: Path, tmp_path: Path
) -> None:
    shown = ("--include-sources",)
    nobody = reviewer("item", "export", planted, "2", tmp_path / "b.eml", *shown)
    assert (nobody.code, "nobody is named" in nobody.err) == (2, True)
    assert reviewer("item", "export", planted, "2", tmp_path / "b.eml", *shown, *RECEIVER).code == 0
    assert ADDRESS.encode() in (tmp_path / "b.eml").read_bytes()
    (entry,) = [each for each in reviewer("audit", planted, "--json").json if each["act"] == "item export"]
    assert entry["facts"]["let go"] == ["confidential sources"]
    assert entry["facts"]["receiver"] == RECEIVER[1]
    wanted = ("--query", "subject:lunch", "--prefix", "PMPD")
    made = reviewer("production", "create", planted, "Lunch", *RECEIVER, *wanted, *shown, "--json").json
    assert (made["goes"], made["sources"]) == (1, True)
    mock = reviewer("production", "mock", planted, "1", "--json").json
    assert {each["code"] for each in mock["problems"]} >= {"source-shown"}
    assert not any(each["stops"] for each in mock["problems"])


def test_a_source_is_kept_shown_changed_and_taken_back_as_any_act(reviewer: Command, planted: Path) -> None:
    (kept,) = reviewer("confidential-source", "list", planted, "--json").json
    assert {"confidential_source": 1, "name": NAME, "addresses": [ADDRESS], "numbers": [NUMBER]}.items() <= kept.items()
    assert (kept["items"], kept["stay"]) == (7, 7)
    shown = reviewer("confidential-source", "show", planted, "1", "--json").json
    assert [(each["item"][-1], each["pages"], each["beside"]) for each in shown["places"]][3] == ("6", [], ["name"])
    again = reviewer("confidential-source", "add", planted, "jo tarn")
    assert (again.code, "already" in again.err) == (4, True)
    assert reviewer("confidential-source", "add", planted, "Li").code == 4, "too short to be looked for"
    few = reviewer("confidential-source", "add", planted, "man", "--json")
    assert "a whole word alone, and not in codes. It stands at 1 place in 1 document, " in few.err
    assert (few.json["short"], few.json["items"]) == ([{"words": "man", "places": 1, "items": 1}], 1)
    assert reviewer("undo", planted).code == 0
    told = reviewer("confidential-source", "suggest", planted, "1").out.splitlines()
    assert told[0].startswith("--spelling Tarn  family name alone: ")
    also = reviewer("confidential-source", "suggest", planted, "1", "--json").json
    assert [(each["kind"], each["words"], each["part"]) for each in also[:2]] == [
        ("spelling", "Tarn", "family"),
        ("spelling", "J Tarn", "initial"),
    ]
    changed = reviewer(
        "confidential-source", "change", planted, "1", "--spelling", "Old Man", "--drop", ADDRESS, "--json"
    )
    assert (changed.json["spellings"], changed.json["addresses"]) == (["Old Man"], [])
    assert reviewer("undo", planted).out == "undone: confidential-source change 1\n"
    gone = reviewer("confidential-source", "remove", planted, "1")
    assert gone.out == f"{NAME} is no confidential source any more; what is redacted stays so\n"
    assert reviewer("confidential-source", "list", planted, "--json").json == []
    assert reviewer("undo", planted).code == 0
    assert reviewer("confidential-source", "list", planted, "--json").json == [kept]
