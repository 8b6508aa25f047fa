"""An Office document is shown on LibreOffice's pages where it is installed, and nothing that it says is lost there."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from reviewer.casefile.engine.case import Case
from reviewer.domain.pages.rendition import Rendition
from reviewer.isolation.protocol import Convert
from reviewer.isolation.workers import WorkerError, Workers
from reviewer.usecases import search
from reviewer.usecases.evidence import intake
from reviewer.usecases.pages import item_pages
from tests.evidence import folder
from tests.workers.office.documents import docx, odf, paragraph, word_part, xlsx
from tests.workers.office.libreoffice import NEEDS_CALC

_CELL = '<sheetData><row r="1"><c r="A1" t="s"><v>{}</v></c></row></sheetData>'
_NONE = (
    "import sys\nfrom reviewer.isolation.frames import encode\nfrom reviewer.isolation.protocol import Ready\n"
    "sys.stdout.buffer.write(b''.join(encode(Ready('none', (), 'LibreOffice is not installed'))))"
)


@pytest.fixture
def office(workers: Workers) -> Workers:
    """Workers with LibreOffice among them; the test is skipped where it cannot be used."""
    try:
        workers.convert(Convert(), [rb"{\rtf1 x}"], seconds=120)
    except WorkerError as error:
        pytest.skip(str(error))
    return workers


def _shown(case: Case, workers: Workers, tmp_path: Path, name: str, data: bytes) -> tuple[Rendition, list[str]]:
    intake.add(case, workers, [folder(tmp_path / "disk", {name: data})], reviewer="Ada")
    rendition = item_pages.ensure(case, workers, search.ids(case, "")[0], reviewer="Ada")
    return rendition, item_pages.texts(case, rendition.id)


def test_a_comment_stands_on_a_page_after_those_of_libreoffice(case: Case, office: Workers, tmp_path: Path) -> None:
    comment = '<w:comment w:id="0" w:author="B. Boss"><w:p><w:r><w:t>Keep this quiet</w:t></w:r></w:p></w:comment>'
    body = paragraph("One free device") + '<w:p><w:r><w:commentReference w:id="0"/></w:r></w:p>'
    document = docx(body, {"word/comments.xml": word_part("comments", comment)}, ("rId9", "comments", "comments.xml"))
    rendition, texts = _shown(case, office, tmp_path, "letter.docx", document)
    assert rendition.engine.startswith("LibreOffice ")
    assert "One free device" in texts[0]
    assert "Keep this quiet" not in texts[0]
    assert "Keep this quiet" in texts[-1]
    assert "B. Boss" in texts[-1]
    assert f"from page {len(texts)} on" in rendition.remark


def test_a_hidden_sheet_is_on_the_pages_and_said_to_be_hidden(case: Case, office: Workers, tmp_path: Path) -> None:
    book = xlsx(
        [("Open", "visible", _CELL.format(0)), ("Closed", "hidden", _CELL.format(1))],
        ["One free device", "Eleven more"],
    )
    _, texts = _shown(case, office, tmp_path, "ledger.xlsx", book)
    assert "One free device" in texts[0]
    assert not any("Eleven more" in text for text in texts[:-1])
    assert "Closed" in texts[-1]
    assert "hidden" in texts[-1]
    assert "Eleven more" in texts[-1]


@NEEDS_CALC
def test_a_sheet_that_is_to_be_squeezed_onto_one_page_can_still_be_read(
    case: Case, office: Workers, tmp_path: Path
) -> None:
    cells = "".join(f'<c r="{chr(65 + at)}1" t="inlineStr"><is><t>Column {at}</t></is></c>' for at in range(26))
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>Row {n}</t></is></c></row>' for n in range(2, 400))
    setup = '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>', '<pageSetup fitToWidth="1" fitToHeight="1"/>'
    book = xlsx([("One", "visible", f'{setup[0]}<sheetData><row r="1">{cells}</row>{rows}</sheetData>{setup[1]}')])
    rendition, texts = _shown(case, office, tmp_path, "squeezed.xlsx", book)
    assert "smaller than 6 points" in rendition.remark
    assert "Row 399" in "".join(texts)


def test_a_name_that_lies_about_the_format_changes_nothing(case: Case, office: Workers, tmp_path: Path) -> None:
    rendition, texts = _shown(case, office, tmp_path, "letter.jpg", docx(paragraph("One free device")))
    assert rendition.engine.startswith("LibreOffice ")
    assert "One free device" in texts[0]


def test_what_libreoffice_cannot_read_has_plain_pages_and_a_remark(case: Case, office: Workers, tmp_path: Path) -> None:
    no_manifest = odf("text", "<text:p>One free device</text:p>")
    rendition, texts = _shown(case, office, tmp_path, "letter.odt", no_manifest)
    assert "One free device" in "".join(texts)
    assert not rendition.engine.startswith("LibreOffice")
    assert "not by LibreOffice" in rendition.remark


def test_where_there_is_no_libreoffice_pages_are_made_as_ever(case: Case, tmp_path: Path) -> None:
    with Workers(1, convert_command=[sys.executable, "-c", _NONE]) as workers:
        rendition, texts = _shown(case, workers, tmp_path, "letter.docx", docx(paragraph("One free device")))
    assert "One free device" in "".join(texts)
    assert "LibreOffice" not in rendition.engine + rendition.remark
