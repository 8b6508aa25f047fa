"""Scanned pages are read word by word, in place, by an engine that is shut in like every reader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from reviewer.desktop import tessdata
from reviewer.domain.pages.ocr import LOW, NATIVE, page_confidence
from reviewer.domain.pages.page_text import Box, line_rects, unpack_boxes
from reviewer.isolation.ocr import ocr_workers
from reviewer.isolation.protocol import Ocr, Ocred, OpenDocument
from reviewer.isolation.provider import program
from reviewer.isolation.provider_pipe import PipeProvider
from reviewer.isolation.workers import Session, WorkerError, Workers
from tests import scans
from tests.endurance import a_few
from tests.evidence import pdf
from tests.scans import Line, letter, needs_language_data

pytestmark = needs_language_data

WORDS = ("Dear Sergeant Moore,", "you are welcome to a free doorbell camera.", "Please tell your neighbours about it.")


IN_MUPDF = "the engine in MuPDF"


@pytest.fixture(scope="module", params=a_few(["whichever engine"], [IN_MUPDF]))
def workers(request: pytest.FixtureRequest) -> Iterator[Workers]:
    with ocr_workers(tessdata.folder_for("eng"), "eng", 1, builtin=request.param == IN_MUPDF) as made:
        yield made


@pytest.fixture
def session(workers: Workers) -> Iterator[Session]:
    with workers.session() as made:
        yield made


HIGH = 180
"""Points; a page is no higher than what stands on it, since the time that recognition takes goes with the area."""


def scan(pages: Sequence[Sequence[Line]], size: tuple[int, int] = (612, HIGH), **how: Any) -> bytes:
    return scans.scan(pages, size=size, **how)


def recognise(session: Session, data: bytes, page: int = 1, text: str = "", *, anyway: bool = False) -> Ocred:
    session.ask(OpenDocument(), [data])
    message = session.ask(Ocr(page, text, anyway), seconds=120).message
    assert isinstance(message, Ocred)
    return message


def place_of(found: Ocred, word: str) -> Box:
    """Where a word stands, in points."""
    start = found.page.text.index(word)
    (rect,) = line_rects(unpack_boxes(found.page.boxes, len(found.page.text)), start, start + len(word))
    return rect


def test_every_word_of_a_scanned_letter_is_read(session: Session) -> None:
    found = recognise(session, scan([letter(*WORDS)]))
    assert found.needed
    assert found.page.text.split() == " ".join(WORDS).split()
    assert found.page.text.splitlines() == list(WORDS)
    assert found.engine.startswith("Tesseract ")


def test_the_engine_in_mupdf_reads_as_well_where_there_is_another() -> None:
    """At length it is tried by all that the other one is."""
    with ocr_workers(tessdata.folder_for("eng"), "eng", 1, builtin=True) as workers, workers.session() as session:
        start = 72 + pymupdf.get_text_length("you are welcome to a free ", fontsize=14)
        found = recognise(session, scan([letter(*WORDS)]))
    assert found.page.text.splitlines() == list(WORDS)
    assert place_of(found, "doorbell")[0] == pytest.approx(start, abs=3)


def test_each_word_stands_where_it_was_drawn(session: Session) -> None:
    line = Line("a free doorbell camera", x=100, y=120, size=20)
    found = recognise(session, scan([[line]]))
    start = line.x + pymupdf.get_text_length("a free ", fontsize=line.size)
    end = start + pymupdf.get_text_length("doorbell", fontsize=line.size)
    x0, y0, x1, y1 = place_of(found, "doorbell")
    assert x0 == pytest.approx(start, abs=3)
    assert x1 == pytest.approx(end, abs=3)
    assert line.y - line.size < y0 < line.y - line.size / 3
    assert y1 == pytest.approx(line.y, abs=3)


def test_words_drawn_well_are_sure_and_words_hardly_to_be_seen_are_not(session: Session) -> None:
    good = recognise(session, scan([letter(*WORDS)]))
    poor = recognise(session, scan([letter(*WORDS, size=7)], resolution=72))
    assert (page_confidence(good.confidences) or 0) > LOW
    assert (page_confidence(poor.confidences) or 0) < LOW
    assert all((mark == NATIVE) is char.isspace() for char, mark in zip(good.page.text, good.confidences, strict=True))


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_lies_on_its_side_or_head_is_read_all_the_same(session: Session, turn: int) -> None:
    found = recognise(session, scan([letter(*WORDS)], turn=turn))
    assert found.page.text.split() == " ".join(WORDS).split()
    upright = (72 + pymupdf.get_text_length("Dear ", fontsize=14), 100)  # left end and baseline of the second word
    width, height = (HIGH, 612) if turn != 180 else (612, HIGH)
    x, y = {270: (width - upright[1], upright[0]), 180: (width - upright[0], height - upright[1])}.get(
        turn, (upright[1], height - upright[0])
    )
    start = found.page.text.index("Sergeant")
    boxes = unpack_boxes(found.page.boxes, len(found.page.text))
    x0, y0, x1, y1 = boxes[start]
    assert all(a < c and b < d for a, b, c, d in boxes[start : start + len("Sergeant")])
    assert x0 - 4 <= x <= x1 + 4
    assert y0 - 4 <= y <= y1 + 4


def test_a_blank_page_and_a_page_with_text_are_left_alone(session: Session) -> None:
    blank = recognise(session, scan([[]]))
    assert (blank.needed, blank.page.text, blank.confidences) == (False, "", b"")
    text = "A free camera for every officer. " * 10
    assert not recognise(session, pdf([text]), text=text).needed
    assert recognise(session, pdf([text]), text=text, anyway=True).needed


def test_a_stamp_on_a_scan_does_not_pass_for_its_text(session: Session) -> None:
    stamp = "Received 14 May 2016, Records Division"
    found = recognise(session, scan([letter(*WORDS)], stamp=stamp), text=stamp)
    assert "doorbell camera" in found.page.text


def test_a_page_that_is_not_there_is_refused_in_words(session: Session) -> None:
    session.ask(OpenDocument(), [scan([letter("camera")])])
    with pytest.raises(WorkerError, match="no page 2"):
        session.ask(Ocr(2))


def test_a_page_of_impossible_size_costs_no_more_than_others(session: Session) -> None:
    with pymupdf.open() as document:
        page = document.new_page(width=14_000, height=14_000)
        page.insert_text((1000, 7000), "a free doorbell camera", fontsize=400)
        data = bytes(document.tobytes())
    assert recognise(session, data, anyway=True).page.text.split() == ["a", "free", "doorbell", "camera"]


@pytest.fixture(scope="module")
def ordinary() -> Iterator[Workers]:
    """Readers without an engine."""
    with Workers(1) as made:
        yield made


def test_the_engine_works_behind_the_walls_of_every_reader(workers: Workers, ordinary: Workers) -> None:
    assert workers._greeted().sandbox == ordinary._greeted().sandbox


def test_a_system_without_a_zygote_reads_scans_all_the_same() -> None:
    command = program("reviewer.workers.ocr", str(tessdata.folder_for("eng")), "eng", "--pipe")
    with Workers(1, provider=PipeProvider(command)) as piped, piped.session() as session:
        assert recognise(session, scan([letter(*WORDS)])).page.text.split() == " ".join(WORDS).split()


def refusal(workers: Workers, data: Sequence[bytes]) -> str:
    with workers.session() as session:
        session.ask(OpenDocument(), data)
        with pytest.raises(WorkerError) as caught:
            session.ask(Ocr(1, anyway=True))
    assert caught.value.cause == "refused"
    return str(caught.value)


def test_language_data_that_is_none_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "eng.traineddata").write_bytes(b"this is no language data")
    with ocr_workers(tmp_path, "eng", 1) as broken:
        assert "language data for eng" in refusal(broken, [scan([letter("camera")])])


def test_a_reader_without_an_engine_says_so(ordinary: Workers) -> None:
    assert "without an OCR engine" in refusal(ordinary, [scan([letter("camera")])])
