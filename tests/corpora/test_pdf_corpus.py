"""Every PDF of the corpora is read, or refused with a reason a person understands; none costs a worker its life."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pymupdf
import pytest

from reviewer.domain.pages.page_text import check_page, line_rects, unpack_boxes
from reviewer.isolation.exhibit_messages import StampMark
from reviewer.isolation.protocol import (
    OpenDocument,
    Pages,
    Raster,
    ReadPages,
    Stamp,
)
from reviewer.isolation.workers import WorkerError, Workers

pytestmark = pytest.mark.corpora

UNDERSTANDABLE = re.compile(
    r"the PDF (needs a password|is empty|is damaged.*|is encrypted in a way that cannot be undone here"
    r"|is too damaged to make an exhibit of it)|this is not a PDF"
)
LABEL = "Exhibit 7 · TST-000007"


@dataclass(frozen=True, slots=True)
class Held:
    """A PDF that could be read."""

    path: Path
    data: bytes
    pages: Pages


@pytest.fixture(scope="module")
def outcomes(corpora: Path, workers: Workers) -> tuple[list[Held], dict[str, str]]:
    """What could be read, and what was refused with which words."""
    held: list[Held] = []
    refused: dict[str, str] = {}
    for path in sorted((corpora / "pdf").rglob("*.pdf")):
        data = path.read_bytes()
        try:
            held.append(Held(path, data, workers.ask(ReadPages(), [data]).message))
        except WorkerError as error:
            refused[path.name] = str(error) if error.cause == "refused" else f"{error.cause}: {error}"
    return held, refused


def test_each_is_read_or_refused_in_words(outcomes: tuple[list[Held], dict[str, str]]) -> None:
    held, refused = outcomes
    assert len(held) > 10 * len(refused)
    for name, reason in refused.items():
        assert UNDERSTANDABLE.fullmatch(reason), f"{name}: {reason}"


def test_the_text_of_each_page_has_a_box_for_each_code_point(outcomes: tuple[list[Held], dict[str, str]]) -> None:
    for each in outcomes[0]:
        for page in each.pages.pages:
            check_page(page.width, page.height, page.text, page.boxes)
            assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]", page.text), each.path.name


def test_the_first_page_of_each_is_drawn(outcomes: tuple[list[Held], dict[str, str]], workers: Workers) -> None:
    for each in outcomes[0]:
        with workers.session() as session:
            opened = session.ask(OpenDocument(), [each.data]).message
            assert [(page.width, page.height) for page in each.pages.pages] == [tuple(size) for size in opened.sizes]
            drawn = session.ask(Raster(1, 0.5)).message
            assert drawn.width >= 1
            assert drawn.height >= 1


def test_an_exhibit_of_each_holds_the_words_it_held(
    outcomes: tuple[list[Held], dict[str, str]], workers: Workers
) -> None:
    not_made: dict[str, str] = {}
    live: dict[str, set[str]] = {}
    for each in outcomes[0]:
        marks = tuple(_first_words(each.pages))
        try:
            stamped = workers.ask(Stamp(marks, LABEL), [each.data], seconds=60)
        except WorkerError as error:
            not_made[each.path.name] = str(error)
            continue
        again: Pages = workers.ask(ReadPages(), stamped.blobs, seconds=60).message
        assert len(again.pages) == len(each.pages.pages)
        for mark in marks:
            assert mark.text in again.pages[mark.page - 1].text, each.path.name
        live[each.path.name] = _live(stamped.blobs[0])
    assert {name: found for name, found in live.items() if found} == {}
    assert len(not_made) <= 3, not_made
    assert all(UNDERSTANDABLE.fullmatch(reason) for reason in not_made.values()), not_made


_LIVE = (
    "JavaScript", "JS", "Launch", "URI", "GoToR", "GoToE", "SubmitForm", "ImportData", "EmbeddedFile", "RichMedia",
    "OpenAction", "AcroForm", "XFA", "Metadata", "PieceInfo", "FileAttachment", "Widget",
)  # fmt: skip
"""Names that stand for what does something, holds something, or tells of the maker (ISO 32000-2)."""


def _live(data: bytes) -> set[str]:
    """Which of them stand in an object of the exhibit. A subject that leads elsewhere is gone with its words."""
    with pymupdf.open(stream=data) as document:
        objects = " ".join(document.xref_object(number) for number in range(1, document.xref_length()))
    return {name for name in _LIVE if re.search(rf"/{name}(?![A-Za-z0-9])", objects)}


def _first_words(pages: Pages) -> Iterator[StampMark]:
    """A highlight on the first line of each of the first three pages; its text is that line."""
    for number, page in enumerate(pages.pages[:3], 1):
        line = page.text.split("\n", 1)[0]
        rects = tuple(line_rects(unpack_boxes(page.boxes, len(page.text)), 0, len(line)))
        if line.strip() and rects:
            yield StampMark(number, rects, "#E69F00", "Ada", line)
