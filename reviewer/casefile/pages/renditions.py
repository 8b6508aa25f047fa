"""Renditions: the pages of items, with their text and the boxes of it."""

from __future__ import annotations

from collections.abc import Sequence

import zstandard

from reviewer.casefile.engine.case import Case
from reviewer.domain import clock
from reviewer.domain.evidence.reading import PageText
from reviewer.domain.ids import ContentId, ItemId, RenditionId
from reviewer.domain.pages.rendition import PageSize, Rendition

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
        row["remark"],
        row["made"],
    )


def add(
    case: Case, item: ItemId, content: ContentId, pages: Sequence[PageText], *, engine: str, remark: str = ""
) -> RenditionId:
    """Keep the pages of an item. Within an open transaction."""
    case.execute(
        "INSERT INTO rendition (item, content, engine, remark, made) VALUES (?,?,?,?,?)",
        (item, content, engine, remark, clock.now()),
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


def sizes(case: Case, rendition: RenditionId) -> list[PageSize]:
    """The size of every page, the first at index 0."""
    rows = case.rows("SELECT width, height FROM page WHERE rendition = ? ORDER BY number", (rendition,))
    return [PageSize(row["width"], row["height"]) for row in rows]


def page(case: Case, rendition: RenditionId, number: int) -> PageText | None:
    """One page, counted from 1, with its boxes."""
    row = case.row("SELECT * FROM page WHERE rendition = ? AND number = ?", (rendition, number))
    if row is None:
        return None
    boxes = zstandard.ZstdDecompressor().decompress(row["boxes"], max_output_size=_MAX_BOXES)
    return PageText(row["width"], row["height"], row["text"], boxes)
