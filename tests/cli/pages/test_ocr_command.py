"""OCR from the command line, and what scripts learn of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.evidence import folder
from tests.scans import letter, needs_language_data, scan


@pytest.fixture
def scanned(reviewer: Command, made: Path, tmp_path: Path) -> Path:
    """A case with one item: a scanned letter of two pages, the second blank."""
    pages = [letter("Dear Sergeant Moore,", "you are welcome to a free doorbell camera."), []]
    assert reviewer("intake", "add", made, folder(tmp_path / "disk", {"letter.pdf": scan(pages)})).code == 0
    return made


@needs_language_data
def test_pages_are_recognised_once_asked_for_and_found_ever_after(reviewer: Command, scanned: Path) -> None:
    before = reviewer("ocr", "status", scanned, "--json").json
    assert (before["waiting"], before["waiting_items"], before["recognised"]) == (2, 1, 0)
    assert "eng" in before["languages"]
    done = reviewer("ocr", "run", scanned, "--all", "--json").json
    assert done == {
        "language": "eng", "recognised": 1, "no_words": 0, "not_needed": 1, "kept": 0, "failed": 0, "low": 0,
        "words": 11, "kept_for_passages": [], "problems": [],
    }  # fmt: skip
    (hit,) = reviewer("search", scanned, "doorbell", "--json").json["hits"]
    assert (hit["item"], hit["ocr"], hit["low"]) == ("IA21-000001", True, False)
    assert "[OCR]" in reviewer("search", scanned, "doorbell").out
    shown = reviewer("item", "show", scanned, "1", "--json").json["ocr"]
    assert [(page["page"], page["outcome"], page["language"], page["low"]) for page in shown] == [
        (1, "recognised", "eng", False),
        (2, "not needed", "eng", False),
    ]
    assert shown[0]["engine"].startswith("Tesseract ")
    assert 80 <= shown[0]["confidence"] <= 100
    added = reviewer("passage", "add", scanned, "1", "--quote", "free doorbell camera", "--json").json
    assert (added["item"], added["page"]) == ("IA21-000001", 1)
    assert reviewer("ocr", "status", scanned, "--json").json["waiting"] == 0


@needs_language_data
def test_items_can_be_named_and_are_said_in_words(reviewer: Command, scanned: Path) -> None:
    said = reviewer("ocr", "run", scanned, "1")
    assert said.code == 0
    assert "1 pages recognised, 11 words" in said.out
    assert "1 did not need it" in said.out
    assert reviewer("ocr", "run", scanned, "IA21-000009").code == 4


@needs_language_data
def test_an_item_without_pages_is_named_and_no_page_of_it(reviewer: Command, made: Path, tmp_path: Path) -> None:
    disk = folder(tmp_path / "disk", {"torn.png": b"\x89PNG\r\n\x1a\n" + bytes(40)})
    reviewer("intake", "add", made, disk)
    done = reviewer("ocr", "run", made, "--all")
    assert done.code == 4
    (problem,) = reviewer("ocr", "run", made, "--all", "--json").json["problems"]
    assert (problem["item"], problem["page"]) == ("IA21-000001", 0)
    assert f"IA21-000001 has no pages: {problem['reason']}" in done.out
    assert f"1 items have no pages to recognise; first IA21-000001: {problem['reason']}" in done.err
    assert "page 0" not in done.out + done.err
    assert "ocr status" not in done.err  # which knows pages alone


def test_which_items_has_to_be_said(reviewer: Command, scanned: Path) -> None:
    assert reviewer("ocr", "run", scanned).code == 2
    assert reviewer("ocr", "run", scanned, "1", "--all").code == 2


def test_without_language_data_one_learns_where_to_get_it(reviewer: Command, scanned: Path, tmp_path: Path) -> None:
    done = reviewer("ocr", "run", scanned, "--all", "--language", "tlh")
    assert done.code == 4
    assert "language data" in done.err
    assert "REVIEWER_TESSDATA" in done.err
    (tmp_path / "tlh.traineddata").write_bytes(b"this is no language data")
    done = reviewer("ocr", "run", scanned, "--all", "--language", "tlh", REVIEWER_TESSDATA=str(tmp_path))
    assert done.code == 4
    assert "OCR cannot be used here" in done.err
    assert reviewer("ocr", "status", scanned, "--json").json["failed"] == 0
