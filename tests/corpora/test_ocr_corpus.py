"""Real scans are read nearly word for word where the truth is known, and none costs a worker its life."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

import pymupdf
import pytest

from reviewer.desktop import tessdata
from reviewer.domain.pages.ocr import LOW, may_need_ocr, page_confidence
from reviewer.domain.pages.page_text import check_page
from reviewer.isolation.ocr import ocr_workers
from reviewer.isolation.protocol import Ocr, Ocred, OpenDocument, Pages, ReadPages
from reviewer.isolation.workers import Session, WorkerError, Workers
from tests.scans import needs_language_data

pytestmark = [pytest.mark.corpora, needs_language_data]

TRUTHS = {
    "8071_093.3B.tif": "8071_093.3B.txt",
    "8087_054.3B.tif": "8087_054.3B.txt",
    "eurotext.tif": "eurotext.txt",
    "phototest.tif": "phototest.gold.txt",
    "phototest-rotated-180.png": "phototest.gold.txt",
    "phototest-rotated-L.png": "phototest.gold.txt",
    "phototest-rotated-R.png": "phototest.gold.txt",
}


@pytest.fixture(scope="module")
def engines() -> Iterator[Workers]:
    with ocr_workers(tessdata.folder_for("eng"), "eng", 2) as made:
        yield made


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


@pytest.mark.parametrize("name", TRUTHS)
def test_nine_words_in_ten_are_read_as_they_stand(corpora: Path, engines: Workers, name: str) -> None:
    folder = corpora / "images" / "tesseract"
    truth = words((folder / TRUTHS[name]).read_text(encoding="utf-8", errors="replace"))
    with pymupdf.open(folder / name) as picture, engines.session() as session:
        session.ask(OpenDocument(), [picture.convert_to_pdf()])
        found: Ocred = session.ask(Ocr(1), seconds=120).message
    matching = SequenceMatcher(None, words(found.page.text), truth, autojunk=False).get_matching_blocks()
    assert sum(block.size for block in matching) >= 0.9 * len(truth)
    assert (page_confidence(found.confidences) or 0) >= LOW


@pytest.mark.parametrize("folder", ["ocr_scans_public_domain", "pdfjs_image_only"])
def test_every_scan_is_read_or_refused_in_words(corpora: Path, engines: Workers, workers: Workers, folder: str) -> None:
    outcomes: dict[str, str] = {}
    for path in sorted((corpora / "pdf" / folder).rglob("*.pdf")):
        data = path.read_bytes()
        pages: Pages = workers.ask(ReadPages(), [data], seconds=60).message
        with engines.session() as session:
            session.ask(OpenDocument(), [data])
            for number, page in enumerate(pages.pages, 1):
                if may_need_ocr(page.text):
                    outcomes[f"{path.name} {number}"] = _look(session, number, page.text)
    assert outcomes
    assert {name: said for name, said in outcomes.items() if said not in ("words", "no words", "not needed")} == {}
    if folder == "ocr_scans_public_domain":
        assert set(outcomes.values()) == {"words"}


def _look(session: Session, number: int, text: str) -> str:
    try:
        found: Ocred = session.ask(Ocr(number, text), seconds=120).message
    except WorkerError as error:
        return str(error)
    if not found.needed:
        return "not needed"
    check_page(found.page.width, found.page.height, found.page.text, found.page.boxes)
    return "words" if found.page.text.strip() else "no words"
