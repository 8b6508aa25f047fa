"""Text by OCR: what became of each page, and the words added to it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from reviewer.casefile.engine import audit
from reviewer.casefile.engine.case import Act, Case
from reviewer.casefile.evidence.texts import searched_beside
from reviewer.casefile.pages.ocr_words import changed, from_ocr, of_page, packed, unpacked
from reviewer.domain import clock
from reviewer.domain.evidence.reading import Kind, PageText
from reviewer.domain.ids import ContentId, ItemId, RenditionId
from reviewer.domain.pages.ocr import Joined, OcrPage, Outcome, may_need_ocr, page_confidence, span_confidence, stood_on
from reviewer.domain.progress import Progress, stop_if_cancelled
from reviewer.domain.reasons.reason import Reason, pack, reasons_of, unpack


@dataclass(frozen=True, slots=True)
class Waiting:
    """Pages of a rendition that OCR has not looked at yet and that have little text of their own, counted from 1."""

    item: ItemId
    rendition: RenditionId
    content: ContentId
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Looked:
    """What is to be kept of a page that was looked at: ``joined`` when words were found."""

    rendition: RenditionId
    number: int
    outcome: Outcome
    engine: str
    language: str
    joined: Joined | None = None
    reason: Reason | None = None


def waiting(
    case: Case, items: Sequence[ItemId] | None = None, *, again: bool = False, pictures: bool = False
) -> Iterator[Waiting]:
    """The pages to look at, by rendition; of some items, or of all. Those that failed are tried again.

    ``again`` adds those that were recognised before; ``pictures`` those with text of their own, which may be beside
    words in pictures.
    """
    if items is None:
        ids = [ItemId(row["item"]) for row in case.rows("SELECT item FROM rendition ORDER BY item")]
    else:
        ids = list(items)
    for item in ids:
        rendition = case.row("SELECT id, content FROM rendition WHERE item = ?", (item,))
        if rendition is None:
            continue
        rows = case.rows(
            "SELECT page.number, coalesce(native_text, text) AS text, outcome FROM page "
            "LEFT JOIN ocr_page ON ocr_page.rendition = page.rendition AND ocr_page.number = page.number "
            "WHERE page.rendition = ? ORDER BY page.number",
            (rendition["id"],),
        )
        numbers = tuple(row["number"] for row in rows if _waits(row, again=again, pictures=pictures))
        if numbers:
            yield Waiting(item, RenditionId(rendition["id"]), ContentId(rendition["content"]), numbers)


def _waits(row: Any, *, again: bool, pictures: bool) -> bool:
    left = {None, Outcome.FAILED.value, Outcome.KEPT.value, *([Outcome.NOT_NEEDED.value] if pictures else [])}
    return (again or row["outcome"] in left) and (pictures or may_need_ocr(row["text"]))


def pictures_without_pages(case: Case) -> list[ItemId]:
    """Pictures that were never given pages."""
    rows = case.rows(
        "SELECT item.id FROM item LEFT JOIN rendition ON rendition.item = item.id "
        "WHERE kind = ? AND item.content IS NOT NULL AND rendition.id IS NULL ORDER BY item.id",
        (Kind.IMAGE.value,),
    )
    return [ItemId(row["id"]) for row in rows]


def native(case: Case, rendition: RenditionId, number: int) -> PageText | None:
    """A page as it was before OCR; None when there is no such page."""
    row = case.row(
        "SELECT width, height, coalesce(native_text, text) AS text, coalesce(native_boxes, boxes) AS boxes FROM page "
        "LEFT JOIN ocr_page ON ocr_page.rendition = page.rendition AND ocr_page.number = page.number "
        "WHERE page.rendition = ? AND page.number = ?",
        (rendition, number),
    )
    return None if row is None else PageText(row["width"], row["height"], row["text"], unpacked(row["boxes"]))


def same_page(case: Case, content: ContentId, number: int, *, engine: str, language: str) -> Looked | None:
    """What the same engine made of a page in the same language in another item of the same bytes, if it has seen it."""
    row = case.row(
        "SELECT ocr_page.*, width, height, page.text, page.boxes FROM rendition AS made "
        "JOIN ocr_page ON ocr_page.rendition = made.id JOIN page USING (rendition, number) "
        "WHERE made.content = ? AND ocr_page.number = ? AND ocr_page.engine = ? AND language = ? "
        "AND outcome IN ('recognised', 'no words', 'not needed') LIMIT 1",
        (content, number, engine, language),
    )
    if row is None:
        return None
    joined = None
    if row["confidence"] is not None:
        size = row["width"], row["height"]
        joined = Joined(
            PageText(*size, row["text"], unpacked(row["boxes"])),
            unpacked(row["confidences"]),
            PageText(*size, row["native_text"], unpacked(row["native_boxes"])),
        )
    return Looked(RenditionId(row["rendition"]), number, Outcome(row["outcome"]), engine, language, joined)


def passages_on(case: Case, rendition: RenditionId, number: int) -> int:
    """How many passages and redactions stand on the words of a page."""
    at = "WHERE rendition = :rendition AND :number BETWEEN start_page AND end_page"
    sql = f"SELECT (SELECT count(*) FROM passage {at}) + (SELECT count(*) FROM redaction {at} AND kind = 'words')"
    return int(case.value(sql, {"rendition": rendition, "number": number}))


def keep(act: Act, looked: Sequence[Looked]) -> list[Looked]:
    """Keep what was found on pages; returns it as it was kept.

    :func:`reviewer.casefile.pages.ocr_words.write` indexes it. Where passages stand on a page by now, its
    text stays. Within the act; :func:`note` binds it into the audit trail.
    """
    case = act.case
    kept: list[Looked] = []
    for each in looked:
        if each.joined is not None and (passages := passages_on(case, each.rendition, each.number)):
            reason = stood_on(passages)
            kept.append(Looked(each.rendition, each.number, Outcome.KEPT, each.engine, each.language, None, reason))
        else:
            kept.append(each)
        _keep_page(case, kept[-1])
    return kept


def _keep_page(case: Case, looked: Looked) -> None:
    """Write one page, and note when its item is to be found by other words than before."""
    old = of_page(case, looked.rendition, looked.number)
    where = (looked.rendition, looked.number)
    stood = case.row("SELECT native_text, native_boxes FROM ocr_page WHERE rendition = ? AND number = ?", where)
    text, boxes = (
        stood or case.execute("SELECT text, boxes FROM page WHERE rendition = ? AND number = ?", where).fetchone()
    )
    if looked.joined is None and stood is not None and old:
        return  # words found before stay when passages stand on them, or when a second look failed
    confidences, words = b"", 0
    if looked.joined is not None:
        page, confidences = looked.joined.page, looked.joined.confidences
        words = len(from_ocr(page.text, confidences).split())
        case.execute(
            "UPDATE page SET text = ?, boxes = ? WHERE rendition = ? AND number = ?",
            (page.text, packed(page.boxes), *where),
        )
    case.execute(
        "INSERT OR REPLACE INTO ocr_page (rendition, number, outcome, reason, engine, language, confidence, words, "
        "confidences, native_text, native_boxes, made) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
        (
            *where, looked.outcome.value, pack(reasons_of(looked.reason)), looked.engine, looked.language,
            page_confidence(confidences),
            words, packed(confidences), text, boxes, clock.now(),
        ),
    )  # fmt: skip
    if of_page(case, *where) != old:
        changed(case, *where, old)


def note(act: Act, kept: Sequence[Looked]) -> None:
    """Bind what OCR found into the audit trail: each page's outcome, and the digest of its text if it has words."""
    act.facts["ocr"] = [
        [each.rendition, each.number, each.outcome.value, "" if each.joined is None else _digest(each.joined.page.text)]
        for each in kept
    ]


def check(case: Case, progress: Progress) -> tuple[int, list[str]]:
    """Compare the text of pages that OCR read with what the last audit entry on each says."""
    last: dict[tuple[int, int], tuple[int, str]] = {}
    for entry in audit.entries(case):
        for rendition, number, _, digest in entry.facts.get("ocr", ()):
            if digest:
                last[rendition, number] = (entry.id, digest)
        if entry.id % 1000 == 0:
            stop_if_cancelled(progress)
    found = []
    for (rendition, number), (entry_id, digest) in last.items():
        text = case.value("SELECT text FROM page WHERE rendition = ? AND number = ?", (rendition, number))
        if text is None or _digest(str(text)) != digest:
            found.append(f"the text of page {number} of rendition {rendition} is not what audit entry {entry_id} read")
    return len(last), found


def of_rendition(case: Case, rendition: RenditionId) -> list[OcrPage]:
    """What is known of OCR on the pages of a rendition, in order; pages that were never looked at are left out."""
    rows = case.rows(f"SELECT {_COLUMNS} FROM ocr_page WHERE rendition = ? ORDER BY number", (rendition,))
    return [_page(row) for row in rows]


def confidences(case: Case, rendition: RenditionId, number: int) -> bytes:
    """A byte per code point of a page's text: the confidence of its word, or 255; empty where nothing is from OCR."""
    sql = "SELECT confidences FROM ocr_page WHERE rendition = ? AND number = ? AND confidence IS NOT NULL"
    packed = case.value(sql, (rendition, number))
    return b"" if packed is None else unpacked(packed)


def texts(case: Case, items: Sequence[ItemId]) -> Iterator[tuple[ItemId, str, bytes]]:
    """The pages of some items that have words of OCR: item, text of the page, and its confidences."""
    marks = ",".join("?" * len(items))
    rows = case.rows(
        "SELECT made.item, page.text, confidences FROM ocr_page JOIN page USING (rendition, number) "
        f"JOIN rendition AS made ON made.id = ocr_page.rendition WHERE made.item IN ({marks}) "
        "AND confidence IS NOT NULL",
        list(items),
    )
    for row in rows:
        yield ItemId(row["item"]), row["text"], unpacked(row["confidences"])


def own_texts(case: Case, item: ItemId) -> Iterator[str]:
    """What an item says without OCR: its pages as they were made, and the other words it is found by."""
    yield searched_beside(case, item)
    rows = case.rows(
        "SELECT iif(confidence IS NULL, text, native_text) AS text FROM rendition AS made "
        "JOIN page ON page.rendition = made.id LEFT JOIN ocr_page USING (rendition, number) WHERE made.item = :item",
        {"item": item},
    )
    for row in rows:
        yield row["text"]


def of_passages(case: Case, chosen: str, values: Sequence[object]) -> dict[int, int]:
    """The least confidence of each passage that has words of OCR; ``chosen`` is a query for ids of passages."""
    found: dict[int, int] = {}
    rows = case.rows(
        "SELECT passage.*, ocr_page.number, confidences FROM passage JOIN ocr_page ON ocr_page.rendition = "
        "passage.rendition AND ocr_page.number BETWEEN start_page AND end_page "
        f"WHERE passage.id IN ({chosen}) AND confidence IS NOT NULL",
        values,
    )
    for row in rows:
        marks = unpacked(row["confidences"])
        start = row["start_offset"] if row["number"] == row["start_page"] else 0
        end = row["end_offset"] if row["number"] == row["end_page"] else len(marks)
        sure = span_confidence(marks, start, end)
        if sure is not None:
            found[row["id"]] = min(sure, found.get(row["id"], sure))
    return found


def outcomes(case: Case) -> dict[Outcome, int]:
    """How many pages came to which outcome."""
    rows = case.rows("SELECT outcome, count(*) AS pages FROM ocr_page GROUP BY outcome")
    return {Outcome(row["outcome"]): int(row["pages"]) for row in rows}


def low(case: Case, below: float) -> int:
    """How many pages have words of OCR with a mean confidence below a bound."""
    return int(case.value("SELECT count(*) FROM ocr_page WHERE confidence < ?", (below,)))


def problems(case: Case) -> list[tuple[ItemId, OcrPage]]:
    """The pages that failed, and those whose text was kept for the passages on it."""
    rows = case.rows(
        f"SELECT item, {_COLUMNS} FROM ocr_page JOIN rendition ON rendition.id = ocr_page.rendition "
        "WHERE outcome IN ('failed', 'kept') ORDER BY item, number"
    )
    return [(ItemId(row["item"]), _page(row)) for row in rows]


_COLUMNS = ", ".join(
    f"ocr_page.{name}" for name in ("number", "outcome", "reason", "engine", "language", "confidence", "words", "made")
)


def _page(row: Any) -> OcrPage:
    return OcrPage(
        number=row["number"],
        outcome=Outcome(row["outcome"]),
        engine=row["engine"],
        language=row["language"],
        confidence=row["confidence"],
        words=row["words"],
        made=row["made"],
        reasons=unpack(row["reason"]),
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
