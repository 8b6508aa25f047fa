"""Renditions: the pages of items, with their text and the boxes of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

import zstandard

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence.dictionaries import decompress
from reviewer.domain import clock
from reviewer.domain.evidence.reading import PageText
from reviewer.domain.ids import ContentId, ItemId, RenditionId
from reviewer.domain.pages.passage import PAGE_BREAK, Span
from reviewer.domain.pages.rendition import PageSize, Rendition
from reviewer.domain.reasons.reason import Reasons, pack, unpack
from reviewer.errors import DamagedError

_MAX_BOXES = 2**30


def of_item(case: Case, item: ItemId) -> Rendition | None:
    """The rendition of an item, or None while it has none."""
    row = case.row("SELECT * FROM rendition WHERE item = ?", (item,))
    if row is None:
        return None
    return Rendition(
        RenditionId(row["id"]),
        ItemId(row["item"]),
        ContentId(row["content"]),
        row["engine"],
        unpack(row["remark"]),
        row["made"],
    )


def add(
    case: Case, item: ItemId, content: ContentId, pages: Sequence[PageText], *, engine: str, remarks: Reasons = ()
) -> RenditionId:
    """Keep the pages of an item. Within an open transaction."""
    case.execute(
        "INSERT INTO rendition (item, content, engine, remark, made) VALUES (?,?,?,?,?)",
        (item, content, engine, pack(remarks), clock.now()),
    )
    rendition = RenditionId(case.value("SELECT last_insert_rowid()"))
    compressor = zstandard.ZstdCompressor(level=3)
    case.executemany(
        "INSERT INTO page (rendition, number, width, height, text, boxes) VALUES (?,?,?,?,?,?)",
        (
            (rendition, number, page.width, page.height, page.text, compressor.compress(page.boxes))
            for number, page in enumerate(pages, 1)
        ),
    )
    case.execute("UPDATE item SET pages = ? WHERE id = ?", (len(pages), item))
    return rendition


def texts(case: Case, rendition: RenditionId) -> list[str]:
    """The text of every page, the first at index 0."""
    return [row["text"] for row in case.rows("SELECT text FROM page WHERE rendition = ? ORDER BY number", (rendition,))]


def texts_around(case: Case, rendition: RenditionId, span: Span, context: int) -> tuple[int, list[str]]:
    """The texts of a span's pages, and of so many around them as hold ``context`` code points; the first one's number.

    Of all pages when the span is not within them.
    """
    asked = (rendition, span.start.page, span.end.page)
    within = [
        row["text"]
        for row in case.rows(
            "SELECT text FROM page WHERE rendition = ? AND number BETWEEN ? AND ? ORDER BY number", asked
        )
    ]
    if not within or len(within) != span.end.page - span.start.page + 1:
        return 1, texts(case, rendition)
    back = case.rows(
        "SELECT text FROM page WHERE rendition = ? AND number < ? ORDER BY number DESC", (rendition, span.start.page)
    )
    on = case.rows(
        "SELECT text FROM page WHERE rendition = ? AND number > ? ORDER BY number", (rendition, span.end.page)
    )
    before = _enough(back, context - span.start.offset)
    after = _enough(on, context - (len(within[-1]) - span.end.offset))
    return span.start.page - len(before), [*reversed(before), *within, *after]


def _enough(rows: Iterator[Any], lacking: int) -> list[str]:
    """The texts of so many pages as hold what is lacking, with one code point for each break before a page."""
    taken: list[str] = []
    while lacking > 0 and (row := next(rows, None)) is not None:
        taken.append(row["text"])
        lacking -= len(row["text"]) + len(PAGE_BREAK)
    return taken


def sizes(case: Case, rendition: RenditionId) -> list[PageSize]:
    """The size of every page, the first at index 0."""
    rows = case.rows("SELECT width, height FROM page WHERE rendition = ? ORDER BY number", (rendition,))
    return [PageSize(row["width"], row["height"]) for row in rows]


def pages(case: Case, rendition: RenditionId) -> list[PageText]:
    """Every page with a box per code point, the first at index 0; DamagedError when one is missing."""
    rows = case.rows("SELECT * FROM page WHERE rendition = ? ORDER BY number", (rendition,))
    found: list[PageText] = []
    for row in rows:
        if row["number"] != len(found) + 1:
            raise DamagedError(
                f"page {len(found) + 1} of a document is missing", "Verify the case in the Custody room."
            )
        found.append(_page(case, row))
    return found


def page(case: Case, rendition: RenditionId, number: int) -> PageText | None:
    """One page, counted from 1, with a box per code point; None when there is no such page."""
    row = case.row("SELECT * FROM page WHERE rendition = ? AND number = ?", (rendition, number))
    return None if row is None else _page(case, row)


def some_pages(case: Case, rendition: RenditionId, numbers: Collection[int]) -> dict[int, PageText]:
    """Pages with their boxes by their numbers, counted from 1; those that are not there are left out."""
    marks = ",".join("?" * len(numbers))
    rows = case.rows(f"SELECT * FROM page WHERE rendition = ? AND number IN ({marks})", (rendition, *numbers))
    return {row["number"]: _page(case, row) for row in rows}


def _page(case: Case, row: Any) -> PageText:
    boxes = decompress(case, row["boxes"], None, _MAX_BOXES)
    return PageText(row["width"], row["height"], row["text"], boxes)
