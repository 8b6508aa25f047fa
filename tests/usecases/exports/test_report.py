"""The exported folder holds a report whose every quote is found in the exhibit and on the page it names."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pymupdf
import pypdf
import pytest

from reviewer.casefile.engine import audit
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.credential import Key
from reviewer.domain.exports.report_options import ReportForm, ReportOptions
from reviewer.domain.ids import ItemId
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.domain.pages.passage import Place, Span
from reviewer.domain.people.officer import Grade, Role
from reviewer.errors import CancelledError, ExportError, StorageError, UsageError
from reviewer.isolation.workers import Workers
from reviewer.usecases import trail
from reviewer.usecases.evidence import intake
from reviewer.usecases.exports import report
from reviewer.usecases.pages import item_pages, passages, tags
from reviewer.usecases.pages.passages import Concern
from reviewer.usecases.people import officers
from reviewer.workers.pdf.pages import read_pages
from tests.commands import Lender
from tests.other_means import by_other_means
from tests.pdf_text import text_of

LETTER = "We send you two free cameras\nfor your watch meeting."
MAIL = """From: Dana Reyes <dana@vendor.example>
To: Sam Okafor <sam@agency.example>
Date: Mon, 14 Mar 2016 09:12:00 -0700
Subject: Cameras for the station
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain; charset=utf-8

Hi Sam, use the code WATCH14 for half the price.
--b
Content-Type: application/pdf
Content-Disposition: attachment; filename=offer.pdf
Content-Transfer-Encoding: base64

{attachment}
--b--
"""


def letter(*texts: str) -> bytes:
    with pymupdf.open() as document:
        for text in texts:
            document.new_page().insert_text((72, 100), text)
        made: bytes = document.tobytes()
    return made


@pytest.fixture(scope="module")
def workers(lender: Lender) -> Iterator[Workers]:
    no_printing = [sys.executable, "-c", "raise SystemExit(1)"]
    with Workers(2, provider=lender.lend(), print_command=no_printing) as made:
        yield made


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    folder = tmp_path / "evidence"
    folder.mkdir()
    (folder / "letter.pdf").write_bytes(letter("A covering page.", LETTER))
    attachment = base64.encodebytes(letter("Offer: one doorbell camera")).decode()
    (folder / "mail.eml").write_text(MAIL.format(attachment=attachment))
    (folder / "locked.pdf").write_bytes(locked())
    return folder


def locked() -> bytes:
    with pymupdf.open("pdf", letter("secret")) as document:
        made: bytes = document.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="u", owner_pw="o")
    return made


@pytest.fixture
def reviewed(case: Case, workers: Workers, evidence: Path) -> Case:
    """A case with three passages: a letter of its own, a message, and what was attached to that."""
    intake.add(case, workers, [evidence], reviewer="Ada")
    gift = tags.add(case, "Gift offered", color="orange", reviewer="Ada")
    sam = officers.add(case, "4711", "Sam Okafor", rank="Sergeant", station="Harbor", reviewer="Ada")
    said = {"tag_ids": [gift.id], "note": "Both unpaid.", "note_for_report": True}
    mark(case, workers, "letter.pdf", "two free cameras for your watch", **said)
    mark(case, workers, "mail.eml", "the code WATCH14", concerns=[Concern(sam.id, Role.RECIPIENT)])
    mark(
        case, workers, "offer.pdf", "one doorbell camera", concerns=[Concern(sam.id, Role.BENEFICIARY, Grade.POSSIBLE)]
    )
    return case


def item_named(case: Case, name: str) -> ItemId:
    return ItemId(case.value("SELECT id FROM item WHERE name = ?", (name,)))


def mark(case: Case, workers: Workers, name: str, quote: str, **said: Any) -> MarkedPassage:
    item = item_named(case, name)
    item_pages.ensure(case, workers, item, reviewer="Ada")
    return passages.add_quote(case, item, quote, reviewer="Ada", **said)


def highlights(path: Path) -> list[tuple[int, Any]]:
    return [
        (number, annotation.get_object())
        for number, page in enumerate(pypdf.PdfReader(path).pages, 1)
        for annotation in page.get("/Annots", ())
        if annotation.get_object()["/Subtype"] == "/Highlight"
    ]


def test_each_cited_item_is_an_exhibit_with_its_passages_highlighted(
    reviewed: Case, workers: Workers, tmp_path: Path
) -> None:
    made = report.export(reviewed, workers, tmp_path / "out", reviewer="Bo")
    assert made.quotes_checked == 3
    assert made.report.read_bytes().startswith(b"%PDF")
    assert len({exhibit.item for exhibit in made.exhibits}) == 3
    for exhibit in made.exhibits:
        assert hashlib.sha256(exhibit.path.read_bytes()).hexdigest() == exhibit.sha256
        assert len(highlights(exhibit.path)) == 1
    last = made.exhibits[-1]  # the letter has no date of its own and follows what has
    ((page, found),) = highlights(last.path)
    assert (page, found["/T"], found["/Contents"]) == (2, "Ada", "Gift offered\nBoth unpaid.")
    assert "two free cameras\nfor your watch" in read_pages(last.path.read_bytes()).pages[1].text


def test_the_report_tells_who_what_when_and_where(reviewed: Case, workers: Workers, tmp_path: Path) -> None:
    text = text_of(
        report.export(
            reviewed, workers, tmp_path / "out", options=ReportOptions(confidentiality="Privileged"), reviewer="Bo"
        ).report
    )
    for words in (
        "A case", "TST 1", "PRIVILEGED", "Ada, Bo", "Sam Okafor (4711)", "recipient",
        "beneficiary (possible)",
        "“the code WATCH14”", "“one doorbell camera”", "“two free cameras for your watch”", "14 Mar 2016", "16:12 UTC",
        "Dana Reyes <dana@vendor.example>", "attached to TST", "Gift offered", "Both unpaid.",
        "the PDF needs a password",
        "Ex. 1 at 1", "Ex. 2 at 1", "Ex. 3 at 2", "plain text only", "1 message with attachments",
    ):  # fmt: skip
        assert words in text, words
    assert text.index("“the code WATCH14”") < text.index("“two free cameras for your watch”")


def test_the_export_is_one_audit_entry_with_the_hashes(reviewed: Case, workers: Workers, tmp_path: Path) -> None:
    before = audit.head(reviewed)[0]
    made = report.export(reviewed, workers, tmp_path / "out", reviewer="Bo")
    (entry,) = [entry for entry in audit.entries(reviewed) if entry.id > before]
    assert (entry.reviewer, entry.act) == ("Bo", "report export")
    assert entry.facts["report"] == hashlib.sha256(made.report.read_bytes()).hexdigest()
    assert [sha256 for _, _, sha256 in entry.facts["exhibits"]] == [exhibit.sha256 for exhibit in made.exhibits]
    assert entry.facts["quotes_checked"] == 3


def test_a_quote_that_is_no_longer_in_the_pages_stops_the_export(
    reviewed: Case, key: Key, workers: Workers, tmp_path: Path
) -> None:
    by_other_means(reviewed, key, "UPDATE passage SET quote = 'two free cars' WHERE quote LIKE 'two free cameras%'")
    before = audit.head(reviewed)
    with pytest.raises(ExportError, match=r"exhibit 3 \(TST1?-0.*page 2: the quote “two free cars” is not verbatim"):
        report.export(reviewed, workers, tmp_path / "out", reviewer="Bo")
    assert [path.name for path in tmp_path.iterdir() if "out" in path.name] == []
    assert audit.head(reviewed) == before


def test_a_quote_that_the_exhibit_does_not_hold_stops_the_export(
    reviewed: Case, key: Key, workers: Workers, tmp_path: Path
) -> None:
    """As when the stored page text had been made to say something that the page does not show."""
    by_other_means(reviewed, key, "UPDATE page SET text = replace(text, 'two free cameras', 'six free cameras')")
    by_other_means(reviewed, key, "UPDATE passage SET quote = replace(quote, 'two', 'six')")
    with pytest.raises(ExportError, match="“six free cameras for your watch” is not verbatim in the exhibit"):
        report.export(reviewed, workers, tmp_path / "out", reviewer="Bo")
    assert [path.name for path in tmp_path.iterdir() if "out" in path.name] == []


def test_of_an_encrypted_report_nothing_lies_in_the_clear_and_each_file_opens_by_one_passphrase(
    reviewed: Case, workers: Workers, tmp_path: Path
) -> None:
    made = report.export(reviewed, workers, tmp_path / "out", reviewer="Ada", options=ReportOptions(encrypted=True))
    files = sorted(each for each in (tmp_path / "out").rglob("*") if each.is_file())
    assert files == [*(each.path for each in made.exhibits), made.report]
    for each in files:
        read = pypdf.PdfReader(each)
        assert read.is_encrypted
        assert not read.decrypt("")
        assert read.decrypt(made.passphrase)
        clear = each.read_bytes()
        assert not any(said in clear for said in (b"letter.pdf", b"WATCH14", b"Okafor", b"pdfaid"))
    said, words = pypdf.PdfReader(made.report, password=made.passphrase), text_of(made.report, made.passphrase)
    assert "“two free cameras for your watch”" in words
    for exhibit in made.exhibits:
        assert hashlib.sha256(exhibit.path.read_bytes()).hexdigest() == exhibit.sha256
        assert exhibit.sha256 in words.replace(" ", ""), "the index tells what lies there"
    (listed,) = said.attachments["evidence.sha256"]
    assert len(listed.splitlines()) == 3
    root: Any = said.trailer["/Root"].get_object()
    xmp = root["/Metadata"].get_data()
    assert b"pdfuaid" in xmp
    assert b"pdfaid" not in xmp, "PDF/A knows no encryption"
    facts = trail.latest(reviewed, "report export")[0].facts
    assert facts["encrypted"] is True
    assert made.passphrase not in str(facts)


def test_a_report_in_another_form_than_pdf_is_not_encrypted_in_part(
    reviewed: Case, workers: Workers, tmp_path: Path
) -> None:
    options = ReportOptions((ReportForm.PDF, ReportForm.HTML), encrypted=True)
    with pytest.raises(UsageError, match="the PDF alone can be encrypted"):
        report.export(reviewed, workers, tmp_path / "out", reviewer="Ada", options=options)
    assert not (tmp_path / "out").exists()


def test_a_passage_over_two_pages_is_highlighted_on_both(case: Case, workers: Workers, tmp_path: Path) -> None:
    (tmp_path / "two.pdf").write_bytes(letter("It begins here", "and ends there."))
    intake.add(case, workers, [tmp_path / "two.pdf"], reviewer="Ada")
    item = item_named(case, "two.pdf")
    item_pages.ensure(case, workers, item, reviewer="Ada")
    passages.add(case, item, Span(Place(1, 3), Place(2, 8)), reviewer="Ada")
    made = report.export(case, workers, tmp_path / "out", reviewer="Ada")
    assert [page for page, _ in highlights(made.exhibits[0].path)] == [1, 2]
    assert "“begins here and ends”" in text_of(made.report)


def test_a_case_without_passages_gives_a_report_without_exhibits(case: Case, workers: Workers, tmp_path: Path) -> None:
    made = report.export(case, workers, tmp_path / "out", reviewer="Ada")
    assert (made.exhibits, made.quotes_checked) == ((), 0)
    assert sorted(os.listdir(tmp_path / "out")) == ["evidence.sha256", "report.pdf"]  # noqa: PTH208
    assert "There are no exhibits" in text_of(made.report)


def test_nothing_is_written_where_something_stands(reviewed: Case, workers: Workers, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    with pytest.raises(ExportError, match="not empty"):
        report.export(reviewed, workers, tmp_path / "out", reviewer="Ada")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine.txt"]


class StopAtTwo:
    """A reviewer who stops the work when the second exhibit begins."""

    cancelled = False

    def step(self, done: int, total: int, what: str) -> None:
        assert 0 <= done <= total
        assert what
        self.cancelled = done >= 1


def test_stopping_leaves_nothing(reviewed: Case, workers: Workers, tmp_path: Path) -> None:
    with pytest.raises(CancelledError):
        report.export(reviewed, workers, tmp_path / "out", reviewer="Ada", progress=StopAtTwo())
    assert [path.name for path in tmp_path.iterdir() if "out" in path.name] == []


def test_a_case_open_for_reading_only_cannot_note_the_export(reviewed: Case, workers: Workers, tmp_path: Path) -> None:
    with reviewed.reader() as reader, pytest.raises(StorageError, match="reading only"):
        report.export(reader, workers, tmp_path / "out", reviewer="Ada")


def test_two_exports_of_one_case_have_the_same_exhibits(reviewed: Case, workers: Workers, tmp_path: Path) -> None:
    once = report.export(reviewed, workers, tmp_path / "once", reviewer="Ada")
    again = report.export(reviewed, workers, tmp_path / "again", reviewer="Ada")
    assert [exhibit.sha256 for exhibit in once.exhibits] == [exhibit.sha256 for exhibit in again.exhibits]


def test_the_links_of_the_report_lead_to_files_and_pages_that_are_there(
    reviewed: Case, workers: Workers, tmp_path: Path
) -> None:
    made = report.export(reviewed, workers, tmp_path / "out", reviewer="Ada")
    targets = [
        annotation.get_object()["/A"]["/URI"]
        for page in pypdf.PdfReader(io.BytesIO(made.report.read_bytes())).pages
        for annotation in page.get("/Annots", ())
        if "/URI" in annotation.get_object().get("/A", {})
    ]
    assert len(targets) == 8, "two beside the officer, three beside their words, and three lines of the index"
    for target in targets:
        file, _, page = target.partition("#page=")
        assert int(page or 1) <= len(pypdf.PdfReader(made.report.parent / file).pages)
