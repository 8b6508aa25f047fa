"""The report is an archivable, accessible PDF that says what it was given, whatever the evidence holds."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pymupdf
import pypdf
import pytest

from reviewer.desktop.resources import resource
from reviewer.errors import ExportError
from reviewer.export.report.model import (
    Block,
    Heading,
    Kind,
    Look,
    Paragraph,
    Report,
    Section,
    Table,
    TableColumn,
    Text,
    without_dead_ends,
    words,
)
from reviewer.export.report.pdf import set_report
from tests.export.report.sample import QUOTE, report, said


def made(report: Report) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(data_of(report)))


def data_of(report: Report) -> bytes:
    return set_report(without_dead_ends(report), resource("report"), resource("fonts"))


def text_of(reader: pypdf.PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_it_says_it_is_pdf_a_2a_and_pdf_ua_1_and_is_tagged() -> None:
    reader = made(report())
    root: Any = reader.trailer["/Root"]
    xmp = root["/Metadata"].get_data().decode()
    for claim in ("<pdfaid:part>2<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<"):
        assert claim in xmp
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    french: Any = made(report(language="fr")).trailer["/Root"]
    assert french["/Lang"] == "fr"


def test_title_authors_and_date_are_in_its_properties() -> None:
    facts: Any = made(report()).metadata
    assert facts["/Title"] == "Findings report: Lantern cameras"
    assert "Ada Hale" in facts["/Author"]
    assert "Bo Lind" in facts["/Author"]
    assert facts["/CreationDate"] == "D:20261125100000Z"


def test_the_same_report_gives_the_same_bytes() -> None:
    assert data_of(report()) == data_of(report())


def test_everything_given_is_said() -> None:
    text = text_of(made(report()))
    for each in (
        "Port Merrow Police Department", "Lantern cameras", "PSB 2021-0147", "CONFIDENTIAL", "Ada Hale", "Keep it.",
        "Sam Okafor", "Allegation 3: 3.14 Gratuities", f"“{QUOTE}” (Ex. 1 at 2)", "[unsupported]",
        "Second offer within a week.", "No member accepts a gift.", "It has changed.", "Outcome Sustained", "Timeline",
        "107", "a1b2", "Page 3 of 3",
    ):  # fmt: skip
        assert each in text, each


def test_cites_lead_to_the_page_of_the_exhibit_and_references_to_their_place() -> None:
    links = [annotation.get_object() for page in made(report()).pages for annotation in page.get("/Annots", ())]
    outside = [each["/A"]["/URI"] for each in links if "/URI" in each.get("/A", {})]
    assert outside == ["exhibits/Exhibit-001.pdf#page=2"]
    with pymupdf.open("pdf", data_of(report())) as document:
        inside = [(link["nameddest"], link["page"]) for link in document[2].get_links() if "nameddest" in link]
    assert inside == [("officer-1", 2)], (
        "the number leads to the officer on the same page; what leads nowhere is plain words"
    )


@pytest.mark.parametrize(("paper", "size"), [("letter", (612, 792)), ("a4", (595, 842))])
def test_the_paper_is_as_chosen(paper: str, size: tuple[int, int]) -> None:
    box = made(report(paper=paper)).pages[0].mediabox
    assert (round(box.width), round(box.height)) == size


@pytest.mark.parametrize(
    "quote",
    [
        "#let x = 1; #panic() *bold* _it_ $y^2$ @ref <label> `raw` // gone /* gone */ = Heading",
        '\\u{41} "quoted" #"string" ${sys.inputs} \\',
        "- item\n+ item\n/ term: x https://tracker.example/?a=b~c---d",
    ],
)
def test_evidence_is_never_read_as_markup(quote: str) -> None:
    text = text_of(made(report(said(quote))))
    assert f"“{quote}”".replace(" ", "").replace("\n", "") in text.replace(" ", "")


def test_a_word_of_300_letters_stays_on_the_page() -> None:
    cells = ((words("w" * 300), words("w" * 300, Look.CODE)),)
    table = Table("Long", (TableColumn("A", 1), TableColumn("B", 1)), cells)
    with pymupdf.open("pdf", data_of(report(said("w" * 300), table))) as document:
        found = [word for page in document for word in page.get_text("words")]
    assert sum(word[4].count("w") for word in found if "ww" in word[4]) == 900
    assert all(word[0] > 71 and word[2] < 541 for word in found)


def test_greek_cyrillic_hebrew_and_arabic_are_shown() -> None:
    text = text_of(made(report(said("Ωμέγα Жуков שלום مرحبا"))))
    for word in ("Ωμέγα", "Жуков"):
        assert word in text
    assert "[U+" not in text
    assert "spelled out" not in text


def test_what_no_font_has_is_spelled_out_and_that_is_said() -> None:
    text = text_of(made(report(said("private \ue123 and turned \u202efdp.exe and nothing \U0003fffe"))))
    assert "private [U+E123] and turned [U+202E]fdp.exe and nothing [U+3FFFE]" in text
    assert "3 spelled out" in text


def test_chinese_emoji_and_control_characters_never_stop_the_report() -> None:
    assert "Lantern" in text_of(made(report(said("相机 🎁 free \x07\x1b[0m\x00 ไทย"))))


def test_hundreds_of_rows_are_all_there_and_no_row_is_parted() -> None:
    rows = tuple((words(f"disk/{n}/locked.pdf"), (Text("it is damaged and more is said " * 3),)) for n in range(400))
    table = Table("Failed", (TableColumn("File", 1), TableColumn("Why", 1)), rows)
    with pymupdf.open("pdf", data_of(report(table))) as document:
        pages = [" ".join(page.get_text().split()) for page in document]
    for n in range(400):
        whole = f"disk/{n}/locked.pdf " + ("it is damaged and more is said " * 3).strip()
        assert any(whole in page for page in pages), n


def test_no_end_of_a_page_parts_a_short_table_from_what_announces_it_its_rows_or_the_remark_below_it() -> None:
    sections = []
    for lines in range(18, 40):
        rows = tuple((words(f"E-{n}"), words(f"day {lines} {n}")) for n in range(3))
        above: list[Block] = [Paragraph(words("A line of its own."))] * lines
        table = Table("", (TableColumn("No.", 0), TableColumn("Days", 1)), rows)
        person: list[Block] = [
            Heading(f"Officer {lines}.", 2),
            Paragraph(words(f"Serial {lines}."), Kind.REMARK if lines % 2 else Kind.BODY),
            table,
        ]
        below = Paragraph(words(f"Evidence {lines}."), Kind.REMARK)
        sections.append(Section(f"part-{lines}", f"Part {lines}", (*above, *person, below)))
    with pymupdf.open("pdf", data_of(replace(report(), sections=tuple(sections)))) as document:
        pages = [" ".join(page.get_text().split()) for page in document][2:]
    assert len(pages) > len(sections), "some of them begin another page"
    for lines in range(18, 40):
        whole = [f"{what} {lines}." for what in ("Officer", "Serial", "Evidence")]
        whole += [f"day {lines} {n}" for n in range(3)]
        assert any(all(each in page for each in whole) for page in pages), lines


def test_no_line_ends_within_e_mail() -> None:
    with pymupdf.open("pdf", data_of(report(Paragraph(words("told by e-mail or " * 200))))) as document:
        lines = [line for page in document for line in page.get_text().splitlines()]
    assert sum("e-mail" in line for line in lines) > 30
    assert [line for line in lines if line.endswith("e-")] == []


def test_a_template_that_is_missing_stops_the_export(tmp_path: Any) -> None:
    with pytest.raises(ExportError, match="template"):
        set_report(report(), tmp_path)
