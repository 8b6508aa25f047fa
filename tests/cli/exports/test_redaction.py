"""What is redacted is proposed by one and decided by another, follows its words, and stays out of every export."""

from __future__ import annotations

import io
import re
from email.message import EmailMessage
from pathlib import Path

import docx
import pymupdf
import pytest
import python_calamine

from reviewer.domain.exports.redaction_boxes import PageBox
from reviewer.usecases.exports.gate import Gate
from reviewer.usecases.exports.redaction import redacting
from tests.cli.conftest import Command, Once
from tests.cli.exports.test_leaving import contents
from tests.evidence import folder, mail, pdf
from tests.wording import written_in

OTHER = ("--reviewer", "Bo")
PRV = ("--reason", "PRV")


def written_by(**properties: str) -> bytes:
    """A document with some properties."""
    made, out = docx.Document(), io.BytesIO()
    made.add_paragraph("Nothing is said here.")
    for name, value in properties.items():
        setattr(made.core_properties, name, value)
    made.save(out)
    return out.getvalue()


@pytest.fixture
def taken(reviewer: Command, made: Path, tmp_path: Path, once: Once) -> Path:
    """1 is a mail, 2 a reply that quotes it, 3 a PDF with its words, 4 a mail with none of them."""
    files = {
        "a.eml": mail("The witness", "The witness is Jo Tarn.\nCall (555) 123-4567.\n"),
        "b.eml": mail("Re: The witness", "Thanks.\n> The witness is Jo\n> Tarn.\n"),
        "c.pdf": pdf(["JO TARN saw it", "Nothing here"]),
        "d.eml": mail("Cameras", "The cameras are here.\n"),
    }
    disk = folder(tmp_path / "disk", files)

    def take_in() -> None:
        assert reviewer("intake", "add", made, disk).code == 0

    return once("taken redaction", take_in)


def test_one_proposes_and_another_approves(reviewer: Command, taken: Path) -> None:
    added = reviewer("redaction", "add", taken, "1", "--quote", "Jo Tarn", *PRV, "--reviewer", "Ada", "--json").json
    assert (added["item"], added["quote"], added["state"]) == ("IA21-000001", "Jo Tarn", "proposed")
    number = str(added["redaction"])
    own = reviewer("redaction", "approve", taken, number, "--reviewer", " ada")
    assert (own.code, "somebody else has to decide" in own.err) == (4, True)
    for same in (
        "A\u200bda",
        "Ada.",
        "\uff21da",
        "\u0391\u0501\u0430",
    ):
        assert reviewer("redaction", "approve", taken, number, "--reviewer", same).code == 4, same
    (approved,) = reviewer("redaction", "approve", taken, number, *OTHER, "--json").json
    assert (approved["state"], approved["decided_by"]) == ("approved", "Bo")
    alone = reviewer("redaction", "remove", taken, number, "--reviewer", "Ada")
    assert (alone.code, "is approved" in alone.err) == (4, True)
    assert reviewer("undo", taken, *OTHER).out == "undone: redaction approve IA21-000001\n"
    assert [each["state"] for each in reviewer("redaction", "list", taken, "--json").json] == ["proposed"]
    assert reviewer("redaction", "remove", taken, number, "--reviewer", "Ada").code == 0
    assert reviewer("redaction", "list", taken, "1", "--json").json == []
    assert reviewer("undo", taken, "--reviewer", "Ada").code == 0
    assert [each["quote"] for each in reviewer("redaction", "list", taken, "--json").json] == ["Jo Tarn"]
    again = reviewer("redaction", "add", taken, "1", "--quote", "Jo Tarn", *PRV)
    assert (again.code, "covers just this already" in again.err) == (4, True)
    assert reviewer("case", "verify", taken).code == 0


def test_a_redaction_is_proposed_wherever_its_words_stand(reviewer: Command, taken: Path, tmp_path: Path) -> None:
    added = reviewer("redaction", "add", taken, "1", "--quote", "Jo Tarn", *PRV, "--json").json
    assert added["elsewhere"] == 2, "the reply and the PDF"
    assert reviewer("item", "pages", taken, "2", tmp_path / "early.pdf").code == 4, "its words are redacted elsewhere"
    number = str(added["redaction"])
    before = reviewer("redaction", "follow", taken, number, "--dry-run", "--json").json
    assert (before["redactions"], before["without_pages"]) == ([], ["IA21-000002"])
    assert before["open"] == [{"item": "IA21-000003", "page": 1}]
    followed = reviewer("redaction", "follow", taken, number, "--json").json
    assert [(each["item"], each["page"], each["follows"]) for each in followed["redactions"]] == [
        ("IA21-000002", 1, added["redaction"]),
        ("IA21-000003", 1, added["redaction"]),
    ]
    assert (followed["open"], followed["without_pages"], followed["beside"]) == ([], [], [])
    assert reviewer("redaction", "follow", taken, number, "--json").json["redactions"] == []
    for item in "123":
        refused = reviewer("item", "export", taken, item, tmp_path / f"{item}.bin")
        assert (refused.code, "has redactions" in refused.err) == (4, True)
    assert reviewer("item", "export", taken, "4", tmp_path / "4.eml").code == 0
    assert reviewer("redaction", "remove", taken, number).code == 4, "others follow it"
    assert reviewer("undo", taken).out == "undone: redaction add IA21-000001 page 1\n", "one act, one undo"
    assert len(reviewer("redaction", "list", taken, "--json").json) == 1


def test_words_in_the_head_of_a_message_are_followed_before_it_has_pages(
    reviewer: Command, taken: Path, tmp_path: Path
) -> None:
    more = {
        "e.eml": mail("Lamps", "None.\n", sender="Jo Tarn <t@agency.example>"),
        "f.eml": mail("For Jo Tarn", "No.\n"),
    }
    assert reviewer("intake", "add", taken, folder(tmp_path / "more", more)).code == 0
    number = str(reviewer("redaction", "add", taken, "1", "--quote", "Jo Tarn", *PRV, "--json").json["redaction"])
    for item in "56":
        refused = reviewer("item", "export", taken, item, tmp_path / f"{item}.eml")
        assert (refused.code, "places where nobody has decided" in refused.err) == (4, True), refused.err
    followed = reviewer("redaction", "follow", taken, number, "--json").json["redactions"]
    assert {each["item"] for each in followed} == {f"IA21-00000{n}" for n in "2356"}


def test_words_in_properties_that_pages_show_are_found_and_followed(
    reviewer: Command, taken: Path, tmp_path: Path
) -> None:
    """Who wrote a document stands at the head of its pages, and in no index."""
    files = {"e.docx": written_by(author="Jo Tarn"), "f.docx": written_by(author="Bo", keywords="Jo Tarn")}
    assert reviewer("intake", "add", taken, folder(tmp_path / "more", files)).code == 0
    number = str(reviewer("redaction", "add", taken, "1", "--quote", "Jo Tarn", *PRV, "--json").json["redaction"])
    refused = reviewer("item", "pages", taken, "5", tmp_path / "5.pdf")
    assert (refused.code, "places where nobody has decided" in refused.err) == (4, True), refused.err
    found = {f"IA21-00000{each}" for each in "256"}
    term = ("redaction", "pattern", taken, "term", "--term", "Jo Tarn", "--dry-run", "--json")
    assert set(reviewer(*term).json["pages_missing"]) == found
    followed = reviewer("redaction", "follow", taken, number, "--dry-run", "--json").json
    assert set(followed["without_pages"]) == found


def test_words_that_are_broken_in_the_index_are_followed(reviewer: Command, taken: Path, tmp_path: Path) -> None:
    """A hyphen at the end of a line, a soft one, and a mark of direction part words where nobody sees them parted."""
    more = {
        "e.eml": mail("Lamps", "I saw Jo Ta-\nrn there.\n"),
        "f.eml": mail("Bulbs", "I saw Jo T\u00adarn there.\n"),
        "g.eml": mail("Wires", "I saw Jo\u200e Ta\u200ern there.\n"),
    }
    assert reviewer("intake", "add", taken, folder(tmp_path / "more", more)).code == 0
    number = str(reviewer("redaction", "add", taken, "1", "--quote", "Jo Tarn", *PRV, "--json").json["redaction"])
    followed = reviewer("redaction", "follow", taken, number, "--json").json["redactions"]
    assert {each["item"] for each in followed} == {f"IA21-00000{n}" for n in "23567"}


def test_words_that_were_declined_elsewhere_may_leave_there_and_in_no_paper(
    reviewer: Command, taken: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = str(reviewer("redaction", "add", taken, "1", "--quote", "Jo Tarn", *PRV, "--json").json["redaction"])
    followed = reviewer("redaction", "follow", taken, first, "--json").json["redactions"]
    (of_pdf,) = (str(each["redaction"]) for each in followed if each["item"] == "IA21-000003")
    assert reviewer("redaction", "decline", taken, of_pdf, *OTHER).code == 0
    assert reviewer("item", "export", taken, "3", tmp_path / "c.pdf").code == 0
    assert reviewer("item", "pages", taken, "3", tmp_path / "pages.pdf").code == 0
    text = folder(tmp_path / "text", {"e.txt": b"Jo Tarn was there.\n"})
    assert reviewer("intake", "add", taken, text).code == 0
    (again,) = reviewer("redaction", "follow", taken, first, "--json").json["redactions"]
    assert reviewer("redaction", "decline", taken, str(again["redaction"]), *OTHER).code == 0
    assert reviewer("item", "export", taken, again["item"], tmp_path / "e.txt").code == 0
    assert reviewer("passage", "add", taken, "3", "--quote", "JO TARN saw it").code == 0
    assert reviewer("report", "export", taken, tmp_path / "report").code == 0
    with pymupdf.open(next((tmp_path / "report" / "exhibits").iterdir())) as exhibit:
        assert "JO TARN saw it" in exhibit[0].get_text()
    with pymupdf.open(tmp_path / "report" / "report.pdf") as told:
        assert not [page for page in told if "tarn" in page.get_text().casefold()]
    with monkeypatch.context() as planted:
        planted.setattr(Gate, "masked", lambda _, text: text)
        broken = reviewer("report", "export", taken, tmp_path / "broken")
    assert (broken.code, "would be" in broken.err or "can still be found" in broken.err) == (4, True), broken.err
    assert reviewer("item", "export", taken, "2", tmp_path / "b.eml").code == 4


def test_a_pattern_lists_what_it_finds_before_it_proposes(reviewer: Command, taken: Path, tmp_path: Path) -> None:
    dry = reviewer("redaction", "pattern", taken, "phone", "--dry-run", "--json").json
    assert (dry["redactions"], dry["pages_missing"]) == ([], ["IA21-000001"])
    assert reviewer("redaction", "pattern", taken, "phone").code == 2, "a reason is needed"
    made = reviewer("redaction", "pattern", taken, "phone", *PRV, "--json").json
    assert [(each["item"], each["quote"], each["found_by"]) for each in made["redactions"]] == [
        ("IA21-000001", "(555) 123-4567", "pattern phone"),
    ]
    assert reviewer("redaction", "pattern", taken, "phone", "--dry-run", "--json").json["found"] == []
    terms = reviewer("redaction", "pattern", taken, "term", "kind:pdf", "--term", "jo tarn", *PRV, "--json").json
    assert [(each["item"], each["quote"]) for each in terms["redactions"]] == [("IA21-000003", "JO TARN")]
    head = folder(tmp_path / "head", {"h.eml": mail("Lamps", "None.\n", sender="Kit Orrel <kit@agency.example>")})
    assert reviewer("intake", "add", taken, head).code == 0
    kit = ("redaction", "pattern", taken, "term", "Lamps", "--term", "Kit Orrel", "--term", "Zed Zimmer")
    dry = reviewer(*kit, "--dry-run", "--json").json
    assert len(dry["pages_missing"]) == 1, "the head will be on the page"
    assert dry["nowhere"] == ["Zed Zimmer"]
    assert [each["quote"] for each in reviewer(*kit, *PRV, "--json").json["redactions"]] == ["Kit Orrel"]
    empty = reviewer("redaction", "pattern", taken, "officers", *PRV)
    assert (empty.code, "nothing to look for: no officers are known" in empty.err) == (4, True)


def test_pages_regions_and_fields_of_the_head_are_redacted(reviewer: Command, taken: Path) -> None:
    page = reviewer("redaction", "page", taken, "3", "2", "--reason", "jUv", "--json").json
    assert (page["kind"], page["page"], page["reason"], page["quote"]) == ("page", 2, "JUV", "")
    box = reviewer("redaction", "region", taken, "3", "1", "10,20,3000,40", *PRV, "--json").json
    assert (box["kind"], box["box"]) == ("region", [10.0, 20.0, 612.0, 40.0])
    field = reviewer("redaction", "header", taken, "4", "to", *PRV, "--json").json
    assert (field["quote"], field["found_by"]) == ("Bo Reef <bo@agency.example>", "field to")
    for words, why in (
        (("page", taken, "3", "3"), "has 2 pages"),
        (("region", taken, "3", "1", "700,20,800,40"), "not on the page"),
        (("region", taken, "3", "1", "nan,20,nan,40"), "not on the page"),
        (("header", taken, "4", "Bcc"), "no field"),
        (("add", taken, "4", "--quote", "lantern"), "do not hold"),
    ):
        refused = reviewer("redaction", *words, *PRV)
        assert (refused.code, why in refused.err) == (4, True), refused.err
    assert reviewer("redaction", "region", taken, "3", "1", "1,2,3", *PRV).code == 2


def test_the_table_of_reasons_can_be_edited(reviewer: Command, taken: Path) -> None:
    unknown = reviewer("redaction", "page", taken, "3", "1", "--reason", "XYZ")
    assert (unknown.code, "no reason" in unknown.err) == (4, True)
    table = {each["code"]: each["meaning"] for each in reviewer("redaction", "reason", taken, "--json").json}
    assert set(table) == {"PRV", "MED", "JUV", "INF", "SAF", "LE", "ACP", "WP", "PVL", "PER", "CMP"}
    assert reviewer("redaction", "reason", taken, "XYZ", "city charter").code == 0
    assert reviewer("redaction", "page", taken, "3", "1", "--reason", "XYZ").code == 0
    used = reviewer("redaction", "reason", taken, "XYZ", "--remove")
    assert (used.code, "have the reason XYZ" in used.err) == (4, True)
    assert reviewer("redaction", "reason", taken, "no code!", "x").code == 4


@pytest.fixture
def redacted(reviewer: Command, taken: Path) -> Path:
    """The words are proposed to be redacted in all three items that hold them."""
    first = str(reviewer("redaction", "add", taken, "1", "--quote", "Jo Tarn", *PRV, "--json").json["redaction"])
    assert len(reviewer("redaction", "follow", taken, first, "--json").json["redactions"]) == 2
    return taken


def test_pages_leave_without_what_a_second_reviewer_approved(reviewer: Command, redacted: Path, tmp_path: Path) -> None:
    waiting = reviewer("item", "pages", redacted, "3", tmp_path / "early.pdf")
    assert (waiting.code, "wait for a second reviewer: 3" in waiting.err) == (4, True)
    assert reviewer("redaction", "approve", redacted, "3", *OTHER).code == 0
    assert reviewer("item", "pages", redacted, "3", tmp_path / "approved.pdf").code == 0
    covered = reviewer("item", "pages", redacted, "1", tmp_path / "proposed.pdf", "--with-proposed")
    assert (covered.code, "1 box over what is redacted" in covered.out + covered.err) == (0, True)
    with pymupdf.open(tmp_path / "approved.pdf") as made:
        assert len(made) == 2
        assert "Tarn" not in "".join(page.get_text() for page in made)
        assert "Nothing here" in made[1].get_text(), "what is left can be searched"
    with pymupdf.open(tmp_path / "proposed.pdf") as made:
        assert "The witness" in made[0].get_text()
        assert "Tarn" not in made[0].get_text()
    left = [each for each in reviewer("audit", redacted, "--json").json if each["act"] == "item pages"]
    assert [each["facts"]["redacted"] for each in left] == [[["IA21-000003", 1]], [["IA21-000001", 1]]]
    refused = reviewer("item", "export", redacted, "1", tmp_path / "a.eml")
    assert (refused.code, "has redactions" in refused.err or "second reviewer" in refused.err) == (4, True)


def test_a_redaction_that_does_not_hold_is_not_written(
    reviewer: Command, redacted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: the box stands beside the words, which OCR reads."""
    aside = PageBox(1, (300.0, 400.0, 400.0, 420.0), "PRV")
    monkeypatch.setattr(redacting, "boxes_of", lambda *_: [aside])
    refused = reviewer("item", "pages", redacted, "3", tmp_path / "broken.pdf", "--with-proposed")
    assert (refused.code, "can still be found in the pages of IA21-000003" in refused.err) == (4, True)
    assert not (tmp_path / "broken.pdf").exists()


def test_an_item_with_the_same_words_at_another_place_does_not_leave(
    reviewer: Command, made: Path, tmp_path: Path
) -> None:
    disk = folder(tmp_path / "disk", {"a.pdf": pdf(["Jo Tarn came", "Then Jo Tarn went"])})
    assert reviewer("intake", "add", made, disk).code == 0
    added = reviewer("redaction", "add", made, "1", "--quote", "Jo Tarn", "--occurrence", "1", *PRV, "--json").json
    assert added["elsewhere"] == 1
    refused = reviewer("item", "pages", made, "1", tmp_path / "a.pdf", "--with-proposed")
    assert (refused.code, "places where nobody has decided" in refused.err) == (4, True)
    other = str(reviewer("redaction", "follow", made, "1", "--json").json["redactions"][0]["redaction"])
    assert reviewer("redaction", "decline", made, other, *OTHER).code == 0
    assert reviewer("item", "pages", made, "1", tmp_path / "a.pdf", "--with-proposed").code == 0
    with pymupdf.open(tmp_path / "a.pdf") as left:
        assert ("Tarn" in left[0].get_text(), "Tarn" in left[1].get_text()) == (False, True)


def test_an_original_leaves_only_where_nothing_in_it_holds_the_words(
    reviewer: Command, taken: Path, tmp_path: Path
) -> None:
    """Hidden in a part, in properties, and joined as in names of files."""
    hidden = EmailMessage()
    hidden["Subject"], hidden["From"], hidden["Date"] = "Lamps", "a@agency.example", "Tue, 03 May 2016 09:15:00 -0700"
    hidden.set_content("Lamps.\n", cte="base64")
    hidden.add_alternative("<p>Lamps.</p><p style='display:none'>Jo Tarn</p>", subtype="html", cte="base64")
    with pymupdf.open(stream=pdf(["Doors"])) as document:
        document.set_metadata({"author": "Jo Tarn"})
        author = document.tobytes(deflate=True)
    joined = mail("Bells", "See Jo_Tarn.pdf and jo.tarn@agency.example\n")
    files = {"1.eml": hidden.as_bytes(), "2.pdf": author, "3.eml": joined, "4.pdf": pdf(["Bells"])}
    assert reviewer("intake", "add", taken, folder(tmp_path / "more", files)).code == 0
    for number in "568":
        assert reviewer("item", "pages", taken, number, tmp_path / f"before{number}.pdf").code == 0
    assert reviewer("redaction", "add", taken, "1", "--quote", "Jo Tarn", *PRV).code == 0
    for number, why in (("5", "in the original"), ("6", "in the original"), ("7", "nobody has decided")):
        refused = reviewer("item", "export", taken, number, tmp_path / number)
        assert (refused.code, why in refused.err) == (4, True), refused.err
        assert not (tmp_path / number).exists()
    assert reviewer("item", "export", taken, "8", tmp_path / "8").code == 0
    for number in "568":
        assert reviewer("item", "pages", taken, number, tmp_path / f"{number}.pdf").code == 0
        assert not written_in((tmp_path / f"{number}.pdf").read_bytes(), "Tarn")


def test_the_privilege_log_and_the_account_tell_no_redacted_custodian_or_folder(
    reviewer: Command, taken: Path, tmp_path: Path
) -> None:
    files = {
        "of Jo Tarn/x.eml": mail("Advice", "Say nothing of it.\n"),
        "of Bo/y.eml": mail("Lamps", "Lamps.\n"),
        "of Bo/z.pdf": b"",
    }
    disk = folder(tmp_path / "more", files)
    assert (
        reviewer("intake", "add", taken, disk, "--custodian", "Sgt. Jo Tarn", "--source", "Disk of Jo Tarn").code == 0
    )
    (x,) = (each["item"] for each in reviewer("item", "list", taken, "--json").json if each["name"] == "x.eml")
    call = ("--kind", "attorney-client", "--basis", "Counsel to the city")
    assert reviewer("privilege", "set", taken, x, *call).code == 0
    assert "of Jo Tarn" in reviewer("intake", "report", taken, "--csv").out
    assert reviewer("redaction", "add", taken, "1", "--quote", "Jo Tarn", *PRV).code == 0
    told = reviewer("intake", "report", taken, "--csv").out
    assert ("Tarn" in told, "of [PRV]" in told) == (False, True)
    for suffix in ("csv", "xlsx", "pdf"):
        done = reviewer("privilege", "log", taken, tmp_path / f"log.{suffix}")
        assert done.code == 0, done.err
    assert "Sgt. [PRV]" in (tmp_path / "log.csv").read_text(encoding="utf-8-sig")
    account = ("intake", "report", taken, "--pdf", tmp_path / "account.pdf", "--language", "fr")
    assert reviewer(*account).code == 0
    for name, custodian in (("log.pdf", ""), ("account.pdf", "Disk of [PRV]")):
        with pymupdf.open(tmp_path / name) as document:
            told = "".join(page.get_text() for page in document)
        assert ("Tarn" in told, custodian in told) == (False, True), name
    assert "État des éléments reçus" in told
    assert "il est vide\u00a0: il ne contient pas un octet" in " ".join(re.split(r"[ \n]+", told))
    rows = python_calamine.CalamineWorkbook.from_path(tmp_path / "log.xlsx").get_sheet_by_index(0).to_python()
    assert "Tarn" not in str(rows)


def test_papers_of_the_case_tell_no_redacted_title_or_reviewer_and_are_attacked(
    reviewer: Command, taken: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by = ("--reviewer", "Jo Tarn")
    disk = folder(tmp_path / "more", {"e.eml": mail("Doorbells", "Ask counsel.\n")})
    assert reviewer("intake", "add", taken, disk, *by).code == 0
    (item,) = (each["item"] for each in reviewer("item", "list", taken, "--json").json if each["name"] == "e.eml")
    call = ("--kind", "attorney-client", "--basis", "Counsel to the city")
    assert reviewer("privilege", "set", taken, item, *call).code == 0
    for number, quote in (("1", "Jo Tarn"), (item, "Doorbells")):
        assert reviewer("redaction", "add", taken, number, "--quote", quote, *PRV).code == 0
    log, account = ("privilege", "log", taken), ("intake", "report", taken, "--pdf")
    for name, words in (("log.pdf", log), ("account.pdf", account)):
        done = reviewer(*words, tmp_path / name, *by)
        assert done.code == 0, done.err
        with pymupdf.open(tmp_path / name) as document:
            told = "".join(page.get_text() for page in document)
        assert ([word for word in ("Tarn", "Doorbells") if word in told], told.count("[PRV]") > 1) == ([], True), name
    monkeypatch.setattr(Gate, "masked", lambda _, text: text)
    for name, words in (("log2.pdf", log), ("account2.pdf", account)):
        refused = reviewer(*words, tmp_path / name, *by)
        assert (refused.code, f"can still be found in {name}" in refused.err) == (4, True), refused.err
        assert not (tmp_path / name).exists()


def test_some_places_are_proposed_by_their_numbers_in_the_dry_run(
    reviewer: Command, taken: Path, tmp_path: Path
) -> None:
    text = folder(tmp_path / "text", {"e.pdf": pdf(["Jo Tarn came.", "Jo Tarn went.", "Jo Tarn came back."])})
    assert reviewer("intake", "add", taken, text).code == 0
    look = ("redaction", "pattern", taken, "term", "kind:pdf", "--term", "jo tarn")
    lines = reviewer(*look, "--dry-run").out.splitlines()
    assert [line.split()[:4] for line in lines[:4]] == [
        [str(number), item, "page", page]
        for number, item, page in (
            (1, "IA21-000003", "1"),
            (2, "IA21-000005", "1"),
            (3, "IA21-000005", "2"),
            (4, "IA21-000005", "3"),
        )
    ]
    assert reviewer(*look, "--dry-run", "--only", "1").code == 2
    none = reviewer(*look, *PRV, "--only", "5")
    assert (none.code, "there is no place 5: 4 are found" in none.err) == (4, True)
    assert reviewer("redaction", "list", taken, "--json").json == []
    made = reviewer(*look, *PRV, "--only", "4", "--only", "2", "--json").json
    assert [(each["item"], each["page"]) for each in made["redactions"]] == [("IA21-000005", 1), ("IA21-000005", 3)]
    assert len(made["found"]) == 4
    assert [each.split()[:4] for each in reviewer(*look, "--dry-run").out.splitlines()[:2]] == [
        ["1", "IA21-000003", "page", "1"],
        ["2", "IA21-000005", "page", "2"],
    ]
    first = str(made["redactions"][0]["redaction"])
    places = reviewer("redaction", "follow", taken, first, "--dry-run", "--json").json["open"]
    at = str(places.index({"item": "IA21-000005", "page": 2}) + 1)
    followed = reviewer("redaction", "follow", taken, first, "--only", at, "--json").json
    assert [(each["item"], each["page"]) for each in followed["redactions"]] == [("IA21-000005", 2)]
    assert followed["open"] == [each for each in places if each["item"] == "IA21-000003"]
    assert reviewer("redaction", "follow", taken, first, "--only", "9").code == 4


def test_tables_and_reports_tell_the_reason_in_place_of_the_words_and_nothing_else_is_written(
    reviewer: Command, taken: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert reviewer("officer", "add", taken, "1001", "Pat Quill", "--station", "Harbor").code == 0
    assert reviewer("passage", "add", taken, "4", "--quote", "cameras are here").code == 0
    given = ("--what", "device", "--outcome", "accepted", "--value", "150-199", "--donor", "Jo  TARN")
    assert reviewer("benefit", "add", taken, "--officer", "1001", *given, "--passage", "1").code == 0
    assert "TARN" in reviewer("benefit", "list", taken, "--csv").out
    assert reviewer("redaction", "add", taken, "1", "--quote", "Jo Tarn", *PRV).code == 0
    told = reviewer("benefit", "list", taken, "--csv").out
    assert ("[PRV]" in told, "TARN" in told) == (True, False)
    assert reviewer("benefit", "list", taken, "--xlsx", tmp_path / "benefits.xlsx").code == 0
    rows = python_calamine.CalamineWorkbook.from_path(tmp_path / "benefits.xlsx").get_sheet_by_index(0).to_python()
    assert [cell for row in rows for cell in row if "[PRV]" in str(cell)] == ["[PRV]"]
    assert reviewer("report", "export", taken, tmp_path / "report").code == 0
    with pymupdf.open(tmp_path / "report" / "report.pdf") as report:
        text = " ".join(" ".join(page.get_text() for page in report).split())
    assert ("[PRV]" in text, "TARN" in text) == (True, False)
    with monkeypatch.context() as planted:
        planted.setattr(Gate, "masked", lambda _, text: text)
        for how in ((), ("--encrypt",)):  # what is encrypted is looked through before
            broken = reviewer("report", "export", taken, tmp_path / "broken", *how)
            assert (
                broken.code,
                "what is redacted, or names a confidential source, can still be found in report.pdf" in broken.err,
            ) == (4, True)
            assert not (tmp_path / "broken").exists()


def test_a_region_keeps_the_same_file_elsewhere_here_until_it_is_decided_on(
    reviewer: Command, taken: Path, tmp_path: Path
) -> None:
    """A region has no words that could be followed."""
    copy = {"again.pdf": pdf(["JO TARN saw it", "Nothing here"])}
    assert reviewer("intake", "add", taken, folder(tmp_path / "more", copy)).code == 0
    region = ("1", "50,50,300,100")
    assert reviewer("redaction", "region", taken, "3", *region, *PRV).code == 0
    for words in (
        ("item", "pages", taken, "5", tmp_path / "p.pdf"),
        ("item", "export", taken, "5", tmp_path / "o.pdf"),
    ):
        refused = reviewer(*words)
        assert (refused.code, "holds what is redacted elsewhere" in refused.err) == (4, True), refused.err


def test_privileged_words_are_claimed_in_the_log_beside_a_redaction(
    reviewer: Command, taken: Path, tmp_path: Path
) -> None:
    passage = str(reviewer("passage", "add", taken, "3", "--quote", "saw it", "--json").json["passage"])
    call = ("--kind", "attorney-client", "--basis", "Advice of counsel")
    assert reviewer("privilege", "set", taken, "3", "--passage", passage, *call).code == 0
    assert reviewer("redaction", "page", taken, "3", "2", *PRV).code == 0
    assert reviewer("privilege", "log", taken, tmp_path / "log.csv").code == 0
    assert "IA21-000003" in (tmp_path / "log.csv").read_text("utf-8-sig")


def test_a_picture_has_the_reason_in_place_of_redacted_words_in_each_form(
    reviewer: Command, taken: Path, tmp_path: Path
) -> None:
    assert reviewer("officer", "add", taken, "4711", "Lee Moore").code == 0
    passage = str(reviewer("passage", "add", taken, "4", "--quote", "cameras are here", "--json").json["passage"])
    given = ("--officer", "4711", "--what", "device", "--outcome", "accepted", "--date", "2016-05-16")
    assert reviewer("benefit", "add", taken, *given, "--donor", "Jo Tarn", "--passage", passage).code == 0
    assert reviewer("redaction", "add", taken, "1", "--quote", "Jo Tarn", *PRV).code == 0
    for form in ("svg", "pdf"):
        out = tmp_path / f"network.{form}"
        assert reviewer("benefit", "picture", taken, "network", out).code == 0
        told = " ".join(part.decode("utf-8", "replace") for part in contents(out))
        assert ("[PRV]" in told, "tarn" in told.casefold()) == (True, False)
