"""Text by optical character recognition: which pages want it, how it joins a page, and how far it can be trusted.

Confidence is the engine's own, from 0 to 100 for each word. Each code point of a page has that of its word, one byte
each; :data:`NATIVE` marks what the page itself says, and white space between words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from reviewer.domain.evidence.reading import PageText
from reviewer.domain.pages.page_text import Box, pack_boxes, unpack_boxes
from reviewer.domain.reasons.catalogue import sentences
from reviewer.domain.reasons.reason import Reason, Reasons

NATIVE = 255
"""In place of a confidence, where a code point is not from OCR."""

LOW = 80.0
"""Below this a page or a word is of low confidence: about half of such words are wrong, and from 90 on one in thirty.

docs/decisions/0007-ocr-workers.md has the measurement."""

FEW = 10
"""Letters and digits below which a page counts as one without text: a page number, a stamp's date."""

SPARSE = 200
"""Letters and digits below which pictures that cover most of a page are what is to be read on it: stamps, a footer."""

COVERED = 0.4
"""Share of a page from which on pictures cover most of it; scans with white margins cut off reach it."""

INKED = 0.00002
"""Share of a page that is not white from which on something is to be seen there: a word of small letters has more."""

_UNKNOWN = re.compile("[\N{REPLACEMENT CHARACTER}\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
"""What no letter is known for: U+FFFD, and code points for private use (Unicode, general category Co)."""

_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalnum())

WORD_WIDTH, WORD_HEIGHT = 40.0, 8.0
"""Points that a picture has at least if words may be read in it: five letters of small print."""

_SHARED = 0.5  # of a recognised word's area that lies on native text: it is that text, seen again


class Outcome(StrEnum):
    """What became of a page that OCR was asked to look at."""

    RECOGNISED = "recognised"
    EMPTY = "no words"  # the engine saw the page and found none
    NOT_NEEDED = "not needed"  # nothing to read besides its own text
    KEPT = "kept"  # passages stand on its text, which therefore stays
    FAILED = "failed"


def stood_on(passages: int) -> Reason:
    """Why the text of a page stays: so many passages stand on it."""
    return Reason("ocr.passages_stand", count=passages) if passages > 1 else Reason("ocr.passage_stands")


@dataclass(frozen=True, slots=True)
class Seen:
    """What a page shows besides text: shares of its area that pictures cover, and that is not white."""

    pictures: float
    ink: float


@dataclass(frozen=True, slots=True)
class OcrPage:
    """What is remembered of OCR on a page, counted from 1. ``confidence`` is None where there are no words of OCR.

    ``made`` is UTC; ``reasons`` are empty unless the outcome is kept or failed.
    """

    number: int
    outcome: Outcome
    engine: str
    language: str
    confidence: float | None
    words: int
    made: str
    reasons: Reasons = ()

    @property
    def reason(self) -> str:
        """Why it was kept or failed, in words."""
        return sentences(self.reasons)

    @property
    def low(self) -> bool:
        """Whether the page as a whole is of low confidence."""
        return self.confidence is not None and self.confidence < LOW


@dataclass(frozen=True, slots=True)
class Joined:
    """A page with recognised words added; ``confidences`` has a byte per code point, ``native`` is what stood there."""

    page: PageText
    confidences: bytes
    native: PageText


def letters(text: str) -> int:
    """How many letters and digits a text has."""
    if text.isascii():
        return len(text.encode("ascii").translate(None, _NO_LETTERS))
    return sum(map(str.isalnum, text))


def unreadable(text: str) -> bool:
    """Whether most of a text are glyphs that no letter is known for: U+FFFD, and code points for private use."""
    unknown = 0 if text.isascii() else len(_UNKNOWN.findall(text))
    return unknown >= FEW and unknown > letters(text)


def may_need_ocr(text: str) -> bool:
    """Whether a page is worth looking at: it has little text of its own, or none that can be read."""
    return unreadable(text) or letters(text) < SPARSE


def has_next_to_none(text: str) -> bool:
    """Whether a page has next to no text of its own, or none that can be read."""
    return unreadable(text) or letters(text) < FEW


def needs_ocr(text: str, seen: Seen) -> bool:
    """Whether a page is to be recognised.

    It is not blank; and its text cannot be read, or it has next to none (under FEW letters), or it has little (under
    SPARSE) and pictures cover most of it.
    """
    count = letters(text)
    few = count < FEW or (count < SPARSE and seen.pictures >= COVERED)
    return seen.ink >= INKED and (few or unreadable(text))


def may_have_words(pictures: Sequence[Box]) -> bool:
    """Whether one of the pictures on a page, in points, is large enough for words; or all together, of a cut one."""
    sizes = [(x1 - x0, y1 - y0) for x0, y0, x1, y1 in pictures]
    least = WORD_WIDTH * WORD_HEIGHT
    strips = sum(width * height for width, height in sizes if min(width, height) < WORD_HEIGHT)
    return any(max(size) >= WORD_WIDTH and min(size) >= WORD_HEIGHT for size in sizes) or strips >= 10 * least


def page_confidence(confidences: bytes) -> float | None:
    """The mean confidence of a page's words of OCR, each counted by its code points; None when there are none."""
    known = [value for value in confidences if value != NATIVE]
    return sum(known) / len(known) if known else None


def span_confidence(confidences: bytes, start: int, end: int) -> int | None:
    """The least confidence of the words in a stretch of a page's text; None when no word of it is from OCR."""
    return min((value for value in confidences[start:end] if value != NATIVE), default=None)


def words(text: str, boxes: Sequence[Box], confidences: bytes) -> list[tuple[str, Box]]:
    """The words of OCR on a page in reading order, each with its box; the page's own are left out."""
    found = []
    for match in re.finditer(r"\S+", text):
        if confidences[match.start()] != NATIVE:
            covered = boxes[match.start() : match.end()]
            x0, y0 = min(box[0] for box in covered), min(box[1] for box in covered)
            found.append((match[0], (x0, y0, max(box[2] for box in covered), max(box[3] for box in covered))))
    return found


def join(native: PageText, found: PageText, confidences: bytes) -> Joined:
    """A page's own text first, then the words of OCR that do not stand on it.

    Text that cannot be read makes way. ValueError when boxes or confidences do not belong to their text.
    """
    if len(confidences) != len(found.text):
        raise ValueError(f"{len(found.text)} code points need as many confidences, not {len(confidences)}")
    boxes = unpack_boxes(found.boxes, len(found.text))
    kept_text, kept_boxes = native.text, unpack_boxes(native.boxes, len(native.text))
    if unreadable(kept_text):
        kept_text, kept_boxes = "", []
    added, keep = _not_covered(found.text, boxes, kept_boxes)
    gap = "\n" if kept_text.strip() and added else ""
    kept_text = kept_text if kept_text.strip() or not added else ""
    kept_boxes = kept_boxes[: len(kept_text)]
    text = kept_text + gap + added
    all_boxes = [*kept_boxes, *[(0.0, 0.0, 0.0, 0.0)] * len(gap), *(boxes[at] for at in keep)]
    marks = bytes([NATIVE]) * (len(kept_text) + len(gap)) + bytes(confidences[at] for at in keep)
    return Joined(PageText(native.width, native.height, text, pack_boxes(all_boxes)), marks, native)


def _not_covered(text: str, boxes: Sequence[Box], native: Sequence[Box]) -> tuple[str, list[int]]:
    """The words of a text that do not stand on native text, with the white space after each; and their offsets."""
    standing = [box for box in native if box[2] > box[0] and box[3] > box[1]]
    if not standing:
        return text, list(range(len(text)))
    keep: list[int] = []
    start = 0
    while start < len(text):
        end = start
        while end < len(text) and not text[end].isspace():
            end += 1
        after = end
        while after < len(text) and text[after].isspace():
            after += 1
        if end > start and not _stands_on(boxes[start:end], standing):
            keep += range(start, after)
        start = after
    return "".join(text[at] for at in keep), keep


def _stands_on(word: Sequence[Box], native: Sequence[Box]) -> bool:
    x0, y0 = min(box[0] for box in word), min(box[1] for box in word)
    x1, y1 = max(box[2] for box in word), max(box[3] for box in word)
    shared = sum(
        max(0.0, min(x1, box[2]) - max(x0, box[0])) * max(0.0, min(y1, box[3]) - max(y0, box[1])) for box in native
    )
    return shared > _SHARED * max((x1 - x0) * (y1 - y0), 1e-9)
