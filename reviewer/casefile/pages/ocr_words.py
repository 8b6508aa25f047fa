"""The words that OCR adds to the searchable text of an item: kept with their pages at once, written there in steps.

That text is one value, written and indexed whole; writing it after every few pages would cost the square of the pages.
"""

from __future__ import annotations

import zstandard

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import texts
from reviewer.domain.ids import ItemId, RenditionId

_MOST = 2**30


def added(case: Case, rendition: RenditionId) -> str:
    """What OCR on the pages of a rendition adds to the searchable text of its item."""
    rows = case.rows("SELECT number FROM ocr_page WHERE rendition = ? ORDER BY number", (rendition,))
    return "".join(of_page(case, rendition, row["number"]) for row in rows)


def of_page(case: Case, rendition: RenditionId, number: int) -> str:
    """What OCR on a page adds to the searchable text of its item."""
    row = case.row(
        "SELECT text, confidences FROM ocr_page JOIN page USING (rendition, number) "
        "WHERE ocr_page.rendition = ? AND ocr_page.number = ? AND confidence IS NOT NULL",
        (rendition, number),
    )
    return "" if row is None else "\n\n" + from_ocr(row["text"], unpacked(row["confidences"]))


def from_ocr(text: str, confidences: bytes) -> str:
    """The part of a page's text that OCR added: it stands behind the page's own."""
    start = next((at for at, value in enumerate(confidences) if value != 255), len(text))
    return text[start:].strip()


def changed(case: Case, rendition: RenditionId, number: int, old: str) -> None:
    """Note that the searchable text still has ``old`` of a page, which now adds other words."""
    values = (rendition, number, old)
    case.execute("INSERT OR IGNORE INTO ocr_unwritten (rendition, number, old) VALUES (?,?,?)", values)


def written_anew(case: Case, rendition: RenditionId) -> None:
    """Note that the searchable text was just made of all that the pages of a rendition add."""
    case.execute("DELETE FROM ocr_unwritten WHERE rendition = ?", (rendition,))


def unwritten(case: Case) -> list[ItemId]:
    """The items whose searchable text lacks words of OCR."""
    rows = case.rows(
        "SELECT DISTINCT item FROM ocr_unwritten JOIN rendition ON rendition.id = ocr_unwritten.rendition ORDER BY item"
    )
    return [ItemId(row["item"]) for row in rows]


def write(case: Case, item: ItemId) -> int:
    """Bring the searchable text of an item up to what its pages say; returns its length. Within a transaction."""
    body = texts.body(case, item)
    rows = case.rows(
        "SELECT ocr_unwritten.* FROM rendition JOIN ocr_unwritten ON ocr_unwritten.rendition = rendition.id "
        "WHERE rendition.item = ? ORDER BY number",
        (item,),
    )
    pieces: list[str] = []
    for row in list(rows):
        rendition, new = RenditionId(row["rendition"]), of_page(case, row["rendition"], row["number"])
        if row["old"] and row["old"] in body:
            body = body.replace(row["old"], new, 1)
        else:
            pieces.append(new)
        case.execute("DELETE FROM ocr_unwritten WHERE rendition = ? AND number = ?", (rendition, row["number"]))
    body += "".join(pieces)
    texts.set_body(case, item, body)
    return len(body)


def write_all(case: Case, reviewer: str) -> None:
    """Bring the searchable text of every item up to what its pages say, each as one act."""
    for item in unwritten(case):
        with case.act(reviewer, "ocr run") as act:
            act.facts["searchable"] = item
            write(case, item)


def packed(data: bytes) -> bytes:
    """Bytes as they are kept beside a page."""
    return zstandard.ZstdCompressor(level=3).compress(data)


def unpacked(data: bytes) -> bytes:
    """Those bytes again."""
    return zstandard.ZstdDecompressor().decompress(data, max_output_size=_MOST)
