"""The document about formats says of real files what an intake of them says."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from benchmarks.formats import DOCUMENT, Figures, figures, filled, listed, table_of_pages, tables
from reviewer.workers.archive.system import is_installed
from reviewer.workers.pdf.document import ENGINE
from tests.corpora.conftest import Taken

pytestmark = pytest.mark.corpora


@pytest.fixture(scope="module")
def counted(taken: Taken, corpora: Path) -> Figures:
    return figures(taken.case, listed(corpora))


def test_the_figures_of_the_document_are_those_of_an_intake_today(counted: Figures) -> None:
    if not is_installed():
        pytest.skip("the figures are those of a machine with libarchive")
    written = DOCUMENT.read_text(encoding="utf-8")
    today = filled(written, tables(counted))
    assert sorted(set(today.splitlines()) - set(written.splitlines())) == []
    assert today == written


def test_every_file_stands_in_one_row(counted: Figures, corpora: Path) -> None:
    rows = [row for section in counted.values() for row in section.values()]
    assert sum(row.files for row in rows) == len(listed(corpora))
    for row in rows:
        assert row.read + row.partial + row.failed == row.files + row.members
        assert sum(row.reasons.values()) == row.partial + row.failed


def test_nothing_that_has_a_reader_is_counted_as_unknown(taken: Taken) -> None:
    """A file with the ending of a format that is read, among those without a reader, was not recognised."""
    endings = (".eml", ".msg", ".pst", ".docx", ".xlsx", ".pptx", ".pdf", ".zip", ".7z", ".tar", ".odt", ".rtf", ".ics")
    unknown = [item.path for item in taken.items if item.parent is None and item.reason.startswith("no reader")]
    assert [path for path in unknown if path.lower().endswith(endings)] == []


def test_pages_by_the_reader_of_pdf_stand_in_its_column() -> None:
    head, _, row, *_ = table_of_pages(Counter({("pictures", ENGINE, ""): 3})).splitlines()
    assert dict(zip(head.split("|"), row.split("|"), strict=True))[" PyMuPDF "] == " 3 "


def test_a_remark_of_two_parts_is_one_row() -> None:
    remark = "plain text only: 577,611 characters are too many to be laid out; 400,000 are the most"
    table = table_of_pages(Counter({("text", ENGINE, f"{remark}\na copy without its password"): 1}))
    assert [line for line in table.splitlines() if line.startswith("| text | ") and line.endswith("| 1 |")] == [
        "| text | a copy without its password | 1 |",
        "| text | plain text only: N characters are too many to be laid out; 400,000 are the most | 1 |",
    ]
