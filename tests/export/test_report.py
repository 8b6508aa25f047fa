"""The report is an archivable, accessible PDF that says what it was given, whatever the evidence holds."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from typing import Any

import pymupdf
import pypdf
import pytest

from reviewer.desktop.resources import resource
from reviewer.domain.pages.passage import CONTEXT
from reviewer.errors import ExportError
from reviewer.export.model import (
    Cite,
    ExhibitRow,
    FailureRow,
    IntakeRow,
    IntakeSection,
    OfficerSection,
    Report,
    ReportNote,
    TagLabel,
)
from reviewer.export.report import set_report

QUOTE = "I can send you two cameras\nfree of charge"


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def cite(**changes: Any) -> Cite:
    plain = Cite(
        quote=QUOTE,
        before="Hi Sam, as promised ",
        after=", just say where.",
        exhibit=1,
        page=2,
        control="TST-000007",
        date="2016-03-14T09:12:00Z",
        sender="Dana Reyes <dana@vendor.example>",
        subject="Cameras for the station",
        tags=(TagLabel("Gift offered", "#E69F00"),),
        roles=("recipient",),
        notes=(ReportNote("Second offer within a week.", "Ada Hale"),),
        reviewer="Ada Hale",
    )
    return replace(plain, **changes)


def report(*cites: Cite, **changes: Any) -> Report:
    plain = Report(
        title="Lantern cameras",
        reference="PSB 2021-0147",
        made="2026-11-25T10:00:00Z",
        reviewers=("Ada Hale", "Bo Lind"),
        confidentiality="Confidential",
        program="Evidence Reviewer 0.1.0",
        intake=IntakeSection(
            IntakeRow("All", "", 1204, 1180, 4, 20),
            (IntakeRow("disk-1", "", 304, 300, 4, 0), IntakeRow("archive.mbox", "TST-000003", 900, 880, 0, 20)),
            (FailureRow("disk-1/locked.pdf", "TST-000004", "the PDF needs a password"),),
            (FailureRow("disk-1/odd.eml", "TST-000005", "base64 broken off"),),
        ),
        findings=(),
        officers=(OfficerSection("Sam Okafor", "4711", "Sergeant", "", "Harbor", (), cites),) if cites else (),
        unlinked=(),
        exhibits=(
            ExhibitRow(
                1,
                "exhibits/Exhibit-001.pdf",
                "TST-000007",
                "Cameras for the station",
                "2016-03-14T09:12:00Z",
                "Dana Reyes",
                3,
                sha("exhibit"),
                sha("original"),
                "left out of this copy: JavaScript",
            ),
        ),
        quotes_checked=len(cites),
    )
    return replace(plain, **changes)


def made(report: Report) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(set_report(report, resource("report"), resource("fonts"))))


def text_of(reader: pypdf.PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_it_says_it_is_pdf_a_2a_and_pdf_ua_1_and_is_tagged() -> None:
    reader = made(report(cite()))
    root: Any = reader.trailer["/Root"]
    xmp = root["/Metadata"].get_data().decode()
    for claim in ("<pdfaid:part>2<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<"):
        assert claim in xmp
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


def test_title_authors_and_date_are_in_its_properties() -> None:
    facts: Any = made(report(cite())).metadata
    assert facts["/Title"] == "Findings report: Lantern cameras"
    assert "Ada Hale" in facts["/Author"]
    assert "Bo Lind" in facts["/Author"]
    assert facts["/CreationDate"] == "D:20261125100000Z"


def test_the_same_report_gives_the_same_bytes() -> None:
    once, again = (set_report(report(cite()), resource("report"), resource("fonts")) for _ in range(2))
    assert once == again


def test_everything_given_is_said() -> None:
    text = text_of(made(report(cite())))
    for words in (
        "Lantern cameras", "PSB 2021-0147", "CONFIDENTIAL", "Ada Hale and Bo Lind",
        "1,180 + 4 + 20 = 1,204", "archive.mbox", "TST-000003", "disk-1/locked.pdf", "the PDF needs a password",
        "base64 broken off", "Sam Okafor", "4711", "Sergeant", "Harbor", "14 Mar 2016", "09:12 UTC",
        "“I can send you two cameras free of charge”", "Hi Sam, as promised", "just say where.", "Gift offered",
        "recipient", "Second offer within a week.", "Exhibit 1, page 2", sha("exhibit"), sha("original"),
        "left out of this copy: JavaScript",
    ):  # fmt: skip
        assert words in text, words


def test_each_cite_links_to_the_page_of_its_exhibit() -> None:
    links = {
        annotation.get_object()["/A"]["/URI"]
        for page in made(report(cite(), cite(page=3))).pages
        for annotation in page.get("/Annots", ())
        if "/URI" in annotation.get_object().get("/A", {})
    }
    assert links == {
        "exhibits/Exhibit-001.pdf",
        "exhibits/Exhibit-001.pdf#page=2",
        "exhibits/Exhibit-001.pdf#page=3",
    }


def test_the_context_of_a_quote_begins_and_ends_with_whole_words() -> None:
    cut = cite(before="ntern Bell Cam LB-22251 0.00 13 ", after=" Please send the list of names a")
    assert len(cut.before) == len(cut.after) == CONTEXT
    said = text_of(made(report(cut)))
    assert "…Bell Cam LB-22251 0.00 13 “" in said
    assert "…ntern" not in said
    assert "list of names…" in said
    assert "…Hi Sam, as promised" in text_of(made(report(cite()))), "a context that was not limited is left as it is"


def test_an_account_that_does_not_add_up_is_called_so() -> None:
    gap = IntakeSection(IntakeRow("All", "", 10, 8, 1, 0), (IntakeRow("disk", "", 10, 8, 1, 0),), (), ())
    text = text_of(made(report(intake=gap)))
    assert "does not add up" in text
    assert "1 accounted for nowhere" in text


def test_an_empty_case_gives_a_report_that_says_so() -> None:
    nothing = IntakeSection(IntakeRow("All", "", 0, 0, 0, 0), (), (), ())
    text = text_of(made(report(intake=nothing, exhibits=(), reference="")))
    for words in ("No evidence has been taken in", "No passage has been linked", "There are no exhibits", "none given"):
        assert words in text


@pytest.mark.parametrize(
    "quote",
    [
        "#let x = 1; #panic() *bold* _it_ $y^2$ @ref <label> `raw` // gone /* gone */ = Heading",
        '\\u{41} "quoted" #"string" ${sys.inputs} \\',
        "- item\n+ item\n/ term: x https://tracker.example/?a=b~c---d",
    ],
)
def test_evidence_is_never_read_as_markup(quote: str) -> None:
    text = text_of(made(report(cite(quote=quote))))
    assert f"“{quote}”".replace(" ", "").replace("\n", "") in text.replace(" ", "")


def test_a_word_of_300_letters_stays_on_the_page() -> None:
    data = set_report(report(cite(quote="w" * 300)), resource("report"), resource("fonts"))
    with pymupdf.open("pdf", data) as document:
        words = [word for page in document for word in page.get_text("words")]
    assert sum(word[4].count("w") for word in words if "ww" in word[4]) == 300
    assert all(word[0] > 71 and word[2] < 541 for word in words)


def test_greek_cyrillic_hebrew_and_arabic_are_shown() -> None:
    text = text_of(made(report(cite(quote="Ωμέγα Жуков שלום مرحبا"))))
    for word in ("Ωμέγα", "Жуков"):
        assert word in text
    assert "[U+" not in text
    assert "its Unicode number" not in text


def test_what_no_font_has_is_spelled_out_and_that_is_said() -> None:
    text = text_of(made(report(cite(quote="private \ue123 and turned \u202efdp.exe and nothing \U0003fffe"))))
    assert "private [U+E123] and turned [U+202E]fdp.exe and nothing [U+3FFFE]" in text
    assert "3 different characters" in text


def test_chinese_and_emoji_never_stop_the_report() -> None:
    assert "Sam Okafor" in text_of(made(report(cite(quote="相机 🎁 free"))))


def test_hundreds_of_passages_and_failures_are_all_there() -> None:
    failures = tuple(FailureRow(f"disk/{n}/locked.pdf", f"TST-{n:06d}", "it is damaged") for n in range(400))
    many = report(*(cite(page=n % 3 + 1) for n in range(400)))
    many = replace(many, intake=replace(many.intake, failures=failures))
    with pymupdf.open("pdf", set_report(many, resource("report"), resource("fonts"))) as document:
        text = " ".join(" ".join(page.get_text() for page in document).split())
        pages = document.page_count
    assert text.count("two cameras free of charge") == 400
    for n in range(400):
        assert f"disk/{n}/locked.pdf" in text
    assert f"Page {pages} of {pages}" in text


def test_a_template_that_is_missing_stops_the_export(tmp_path: Any) -> None:
    with pytest.raises(ExportError, match="template"):
        set_report(report(), tmp_path)
