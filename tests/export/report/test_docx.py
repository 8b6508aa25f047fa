"""The report as a Word document has real headings, tables and links, and nothing of the template's maker."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pymupdf
import pytest
from docx import Document
from docx.document import Document as Package
from docx.oxml.ns import qn

from reviewer.desktop.resources import resource
from reviewer.export.report import docx
from reviewer.export.report.model import (
    Definitions,
    Kind,
    Paragraph,
    Report,
    Table,
    TableColumn,
    without_dead_ends,
    words,
)
from tests.export.report.sample import QUOTE, report, said

HEADINGS = [
    ("Heading 1", "Findings"),
    ("Heading 2", "Sam Okafor"),
    ("Heading 3", "Allegation 3: 3.14 Gratuities"),
    ("Heading 4", "1. A thing of value"),
]


def data_of(made: Report) -> bytes:
    return docx.document(without_dead_ends(made), resource("fonts"))


def opened(made: Report) -> Package:
    return Document(io.BytesIO(data_of(made)))


def headings(document: Package) -> list[tuple[str, str]]:
    return [
        (each.style.name, each.text)
        for each in document.paragraphs
        if each.style is not None and (each.style.name or "").startswith("Heading")
    ]


def text_of(document: Package) -> str:
    return "".join(each.text or "" for each in document.element.body.iter(qn("w:t")))


def test_its_headings_are_headings_and_everything_given_is_said() -> None:
    document = opened(report())
    assert headings(document) == HEADINGS
    text = text_of(document)
    for each in (
        "Port Merrow Police Department", "Lantern cameras", "CONFIDENTIAL", "Ada Hale", "Keep it.",
        f"“{QUOTE}” (Ex. 1 at 2)", "[unsupported]", "Second offer within a week.", "107", "a1b2", "Timeline",
    ):  # fmt: skip
        assert each in text, each
    assert "PSB 2021-0147" in document.sections[0].header.paragraphs[0].text


def test_cites_and_references_lead_to_places_that_are_there() -> None:
    document = opened(report())
    links = list(document.element.body.iter(qn("w:hyperlink")))
    outside = [document.part.rels[key].target_ref for each in links if (key := each.get(qn("r:id"))) is not None]
    assert outside == ["exhibits/Exhibit-001.pdf#page=2"]
    inside = {name for each in links if (name := each.get(qn("w:anchor"))) is not None}
    marks = {each.get(qn("w:name")) for each in document.element.body.iter(qn("w:bookmarkStart"))}
    assert inside <= marks
    assert any("officer" in name for name in inside)


def test_the_contents_end_with_their_last_entry_and_no_empty_paragraph_makes_a_page_below_them() -> None:
    body = opened(report()).paragraphs
    entries = [
        each for each in body if each.style is not None and (each.style.name or "").startswith("Report Contents")
    ]
    assert len(list(entries[0]._p.iter(qn("w:fldChar")))) == 2
    (end,) = entries[-1]._p.iter(qn("w:fldChar"))
    assert end.get(qn("w:fldCharType")) == "end"
    following = body[[each.text for each in body].index(entries[-1].text) + 1]
    assert following.text == HEADINGS[0][1]


def test_what_is_said_of_an_allegation_stays_on_one_page_unless_it_is_long() -> None:
    short = Definitions((("Outcome", words("Sustained")), ("Standard", words("Clear")), ("Reason", words("Kept"))))
    long = Definitions((("Vendor", words("Lantern")), ("Reason", words("Because " * 300))))
    first, second = opened(report(short, long)).tables
    kept = [
        [bool(row.cells[0].paragraphs[0].paragraph_format.keep_with_next) for row in table.rows]
        for table in (first, second)
    ]
    assert kept == [[True, True, False], [False, False]]


def test_the_heads_of_tables_repeat_and_drawings_have_their_words_and_both_forms() -> None:
    document = opened(report())
    officers = next(each for each in document.tables if each.rows[0].cells[0].text == "Officer")
    assert [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in officers.rows] == [
        True,
        False,
        False,
    ]
    logo, drawing = document.element.body.iter(qn("wp:docPr"))
    assert logo.get("descr") == "The agency’s logo"
    assert drawing.get("descr") == "A timeline with one benefit"
    kinds = {Path(name).suffix for name in zipfile.ZipFile(io.BytesIO(data_of(report()))).namelist() if "media" in name}
    assert kinds == {".png", ".svg"}


def test_nothing_of_the_template_s_maker_is_left_and_the_same_report_gives_the_same_bytes() -> None:
    data = data_of(report())
    assert data == data_of(report())
    facts = Document(io.BytesIO(data)).core_properties
    assert (facts.author, facts.title) == ("Ada Hale, Bo Lind", "Findings report: Lantern cameras")
    assert (facts.comments, facts.keywords, facts.created.isoformat()[:19]) == ("", "", "2026-11-25T10:00:00")
    with zipfile.ZipFile(io.BytesIO(data)) as held:
        assert [name for name in held.namelist() if "thumbnail" in name] == []
        assert not any(b"python-docx" in held.read(name) for name in held.namelist())


@pytest.mark.parametrize(("paper", "size"), [("letter", (612, 792)), ("a4", (595, 842))])
def test_the_paper_is_as_chosen(paper: str, size: tuple[int, int]) -> None:
    page = opened(report(paper=paper)).sections[0]
    assert page.page_width is not None
    assert page.page_height is not None
    assert (round(page.page_width.pt), round(page.page_height.pt)) == size


def test_evidence_is_never_read_as_markup_and_no_character_stops_it() -> None:
    quote = "</w:t><w:br/> &amp; <b> 相机 🎁 \x07\x1b \ue123 \u202efdp.exe \ud800 \uffff"
    text = text_of(opened(report(said(quote))))
    assert "</w:t><w:br/> &amp; <b> 相机 🎁" in text
    assert "[U+E123] [U+202E]fdp.exe [U+D800] [U+FFFF]" in text


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it_and_saves_it_with_its_headings(tmp_path: Path) -> None:
    (tmp_path / "report.docx").write_bytes(data_of(report()))
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    command = [
        "soffice",
        home,
        "--headless",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(tmp_path / "again"),
    ]
    subprocess.run([*command, str(tmp_path / "report.docx")], check=True, capture_output=True)
    again = Document(str(tmp_path / "again" / "report.docx"))
    assert [(name.replace("heading", "Heading"), text) for name, text in headings(again)] == HEADINGS
    assert QUOTE in text_of(again)


def test_characters_that_are_spelled_out_are_counted_on_the_first_page() -> None:
    text = text_of(opened(report(said("private \ue123 and turned \u202efdp.exe \ue123"))))
    assert "private [U+E123] and turned [U+202E]fdp.exe [U+E123]" in text
    assert "2 spelled out" in text
    assert "spelled out" not in text_of(opened(report(said("Ωμέγα 相机"))))


def test_no_word_of_a_column_is_parted_and_what_belongs_together_stays_together() -> None:
    people = words(", ".join(f"Officer {number} (2{number:04})" for number in range(120)))
    columns = (
        TableColumn("Count", numeric=True),
        TableColumn("Endorsement"),
        TableColumn("Officers", 1),
        TableColumn("R", 3),
    )
    row = (words("1,204"), words("B-104"), words("beneficiary Summerhayes"), words("Because " * 30))
    made = opened(
        report(
            Paragraph(words("This announces a table."), Kind.BODY),
            Table("", columns, (row, (*row[:2], people, words("x"))), "table-none"),
            Paragraph(words("This announces none."), Kind.BODY),
        )
    )
    (table,) = made.tables
    for cell in table.rows[0].cells + table.rows[1].cells:
        assert cell.width is not None
        longest = max(cell.text.split(), key=len)
        needed = pymupdf.get_text_length(longest, "tibo", 9) + 5
        assert needed <= cell.width.pt, longest
    assert round(sum(cell.width.pt for cell in table.rows[0].cells if cell.width is not None)) == 468
    announces, *others = (each for each in made.paragraphs if each.text.startswith("This announces"))
    kept = [each.paragraph_format.keep_with_next for each in (announces, *others)]
    assert kept == [True, None]
    assert all(each.paragraphs[0].paragraph_format.keep_with_next for each in table.rows[0].cells)
    assert [each._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for each in table.rows] == [
        True,
        True,
        False,
    ]
    empty = [
        each for each in made.paragraphs if not each.text and each.style is not None and each.style.name == "Caption"
    ]
    assert empty == [], "a table without a caption begins with its head"
    assert table.rows[0].cells[0].paragraphs[0]._p.find(qn("w:bookmarkStart")) is not None
