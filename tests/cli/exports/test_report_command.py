"""`reviewer report export` writes the folder and says what is in it, in JSON with the agreed keys."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pypdf
import pytest

from tests.cli.conftest import Command
from tests.evidence import folder, pdf


@pytest.fixture
def marked(reviewer: Command, made: Path, tmp_path: Path) -> str:
    """The control number of an item with one passage."""
    letter = folder(tmp_path / "disk", {"letter.pdf": pdf(["We send you two free cameras."])})
    assert reviewer("intake", "add", made, letter).code == 0
    (item,) = reviewer("item", "list", made, "--json").json
    assert reviewer("passage", "add", made, item["item"], "--quote", "two free cameras").code == 0
    return str(item["item"])


def test_the_folder_is_written_and_described(process: Command, made: Path, marked: str, tmp_path: Path) -> None:
    done = process("report", "export", made, tmp_path / "out", "--json").json
    assert Path(done["report"]).read_bytes().startswith(b"%PDF")
    (exhibit,) = done["exhibits"]
    assert exhibit["item"] == marked
    assert hashlib.sha256(Path(exhibit["path"]).read_bytes()).hexdigest() == exhibit["sha256"]
    assert done["quotes_checked"] == 1


def test_a_folder_that_is_taken_ends_with_code_4_and_a_reason(
    reviewer: Command, made: Path, marked: str, tmp_path: Path
) -> None:
    assert marked
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    done = reviewer("report", "export", made, tmp_path / "out")
    assert done.code == 4
    assert "out is not empty" in done.err
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine.txt"]


def test_the_passphrase_of_an_encrypted_report_is_told_once_and_opens_it(
    reviewer: Command, made: Path, marked: str, tmp_path: Path
) -> None:
    done = reviewer("report", "export", made, tmp_path / "out", "--encrypt", "--json").json
    exhibit = pypdf.PdfReader(done["exhibits"][0]["path"])
    assert exhibit.decrypt(done["passphrase"])
    assert "two free cameras" in exhibit.pages[0].extract_text()
    assert done["passphrase"] not in reviewer("audit", made, "--json").out
    said = reviewer("report", "export", made, tmp_path / "again", "--encrypt", "--sections", "annex").out
    assert "no PDF/A" in said
    last = said.splitlines()[-1].rpartition(" ")[2]
    assert last != done["passphrase"]
    assert pypdf.PdfReader(tmp_path / "again" / "report.pdf").decrypt(last)
    assert [each["item"] for each in done["exhibits"]] == [marked]
    refused = reviewer("report", "export", made, tmp_path / "third", "--encrypt", "--format", "docx")
    assert (refused.code, "the PDF alone can be encrypted" in refused.err) == (2, True)
