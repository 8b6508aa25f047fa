"""The text of a document as the viewer needs it: where words are on the page, what is selected, how a caret moves.

All offsets are Unicode code points.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from itertools import chain

from reviewer.domain.evidence.reading import PageText
from reviewer.domain.pages.page_text import Box, line_rects, nearest_offset, unpack_boxes
from reviewer.domain.pages.passage import Place, Span, text_between
from reviewer.domain.query import Marked, Near, fold
from reviewer.domain.query_matching import find_terms, near_spans

_WORD = re.compile(r"[\w'’\-]+")
_WHOLE = re.compile(r"[$€£¥#§]*\w(?:[\w'’\-]|[.,:/@&+]+(?=\w))*[%€$£¥]?")
"""What a drag does not cut: words with what belongs to them, amounts, codes, addresses; without a stop behind them."""


class Step(Enum):
    """How far a caret moves at once."""

    CHARACTER = "character"
    WORD = "word"
    LINE = "line"
    LINE_EDGE = "line edge"
    DOCUMENT_EDGE = "document edge"


class DocumentText:
    """The pages' texts and boxes. Boxes are unpacked when first needed and the latest few pages kept."""

    KEEP = 24

    def __init__(self, pages: Sequence[PageText]) -> None:
        self._pages = tuple(pages)
        self.texts = tuple(page.text for page in pages)
        self._boxes: OrderedDict[int, list[Box]] = OrderedDict()
        self._folded: dict[int, str] = {}

    def boxes(self, page: int) -> list[Box]:
        """One box per code point of a page, in points."""
        found = self._boxes.get(page)
        if found is None:
            source = self._pages[page - 1]
            found = self._boxes[page] = unpack_boxes(source.boxes, len(source.text))
            if len(self._boxes) > self.KEEP:
                self._boxes.popitem(last=False)
        else:
            self._boxes.move_to_end(page)
        return found

    def ink(self, pages: int = 3) -> tuple[float, float] | None:
        """How far to the left and right the words of the first pages reach, in points; None when there are none."""
        shown = [box for page in range(1, min(pages, len(self._pages)) + 1) for box in self.boxes(page)]
        words = [box for box in shown if box[2] > box[0]]
        return (min(box[0] for box in words), max(box[2] for box in words)) if words else None

    def nearest(self, page: int, x: float, y: float) -> Place:
        """The place between two code points that a pointer means."""
        return Place(page, nearest_offset(self.boxes(page), x, y))

    def rects(self, span: Span, page: int) -> list[Box]:
        """What a span covers on one page, one rectangle a line."""
        if not span.start.page <= page <= span.end.page:
            return []
        start = span.start.offset if page == span.start.page else 0
        end = span.end.offset if page == span.end.page else len(self.texts[page - 1])
        return line_rects(self.boxes(page), start, end)

    def caret(self, place: Place) -> Box | None:
        """The thin rectangle of a caret before the code point at a place."""
        boxes, text = self.boxes(place.page), self.texts[place.page - 1]
        for offset, edge in ((place.offset, 0), (place.offset - 1, 2)):
            if 0 <= offset < len(boxes) and text[offset] != "\n" and boxes[offset][3] > boxes[offset][1]:
                x = boxes[offset][edge]
                return (x, boxes[offset][1], x, boxes[offset][3])
        return None

    def words_of(self, span: Span) -> str:
        """The verbatim text of a span."""
        return text_between(self.texts, span)

    def word_at(self, place: Place) -> Span:
        """The word or amount around a place; empty where there is none."""
        for match in _WHOLE.finditer(self.texts[place.page - 1]):
            if match.start() <= place.offset <= match.end():
                return Span(Place(place.page, match.start()), Place(place.page, match.end()))
        return Span(place, place)

    def snapped(self, span: Span) -> Span:
        """A span grown to the whole words and amounts at its ends; one that ends between them is as it was."""
        return Span(self._out_of_word(span.start, forward=False), self._out_of_word(span.end, forward=True))

    def _out_of_word(self, place: Place, *, forward: bool) -> Place:
        for match in _WHOLE.finditer(self.texts[place.page - 1]):
            if match.start() < place.offset < match.end():
                return Place(place.page, match.end() if forward else match.start())
        return place

    def line_at(self, place: Place) -> Span:
        """The line around a place, without its end."""
        text = self.texts[place.page - 1]
        start = text.rfind("\n", 0, place.offset) + 1
        end = text.find("\n", place.offset)
        return Span(Place(place.page, start), Place(place.page, len(text) if end < 0 else end))

    def whole(self) -> Span:
        """Everything."""
        return Span(Place(1, 0), self.end())

    def end(self) -> Place:
        """The place after the last code point."""
        return Place(len(self.texts), len(self.texts[-1])) if self.texts else Place(1, 0)

    # -- finding ------------------------------------------------------------------------------------------------

    def find(self, typed: str) -> list[Span]:
        """Where a phrase stands, whatever its case, accents and white space."""
        words = fold(typed).split()
        if not words:
            return []
        pattern = re.compile(r"\s+".join(map(re.escape, words)))
        return [
            _span(number, match.start(), match.end())
            for number, text in enumerate(self.texts, 1)
            for match in pattern.finditer(self._fold(number, text))
        ]

    def find_terms(self, terms: Sequence[Marked], control: str = "") -> tuple[list[Span], int]:
        """Where the terms of a search stand, and which to begin at: the first that stands as near as is wanted.

        Words next to each other are one hit, and so is all from the first to the last of those that stand near. The
        control number in the head of pages that were made here is no word of the item, and no hit.
        """
        words, near = [each for each in terms if not isinstance(each, Near)], [e for e in terms if isinstance(e, Near)]
        hits: list[Span] = []
        begin, head = -1, self._head(control)
        for number, text in enumerate(self.texts, 1):
            together = _merged(chain(*(near_spans(text, each) for each in near)))
            alone = find_terms(text, words)
            alone = _neighbours(text, alone) if len(words) > 1 else alone
            apart = [hit for hit in alone if not any(start < hit[1] and hit[0] < end for start, end in together)]
            for hit in sorted([*together, *apart]):
                if number == 1 and hit[0] < head:
                    continue
                if begin < 0 and hit in together:
                    begin = len(hits)
                hits.append(_span(number, *hit))
        return hits, max(begin, 0)

    def _head(self, control: str) -> int:
        """How far the line with the control number reaches that pages begin with which were made here."""
        head = re.match(rf"Item\s+{re.escape(control)}\s", self.texts[0]) if control and self.texts else None
        return head.end() if head else 0

    def _fold(self, number: int, text: str) -> str:
        if number not in self._folded:
            self._folded[number] = fold(text)
        return self._folded[number]

    # -- moving -------------------------------------------------------------------------------------------------

    def move(self, place: Place, step: Step, *, forward: bool) -> Place:
        """Where a caret goes from a place."""
        if step is Step.DOCUMENT_EDGE:
            return self.end() if forward else Place(1, 0)
        if step is Step.LINE_EDGE:
            line = self.line_at(place)
            return line.end if forward else line.start
        if step is Step.LINE:
            return self._line(place, forward=forward)
        return self._word(place, forward=forward) if step is Step.WORD else self._character(place, forward=forward)

    def _character(self, place: Place, *, forward: bool) -> Place:
        if forward:
            if place.offset < len(self.texts[place.page - 1]):
                return Place(place.page, place.offset + 1)
            return Place(place.page + 1, 0) if place.page < len(self.texts) else place
        if place.offset:
            return Place(place.page, place.offset - 1)
        return Place(place.page - 1, len(self.texts[place.page - 2])) if place.page > 1 else place

    def _word(self, place: Place, *, forward: bool) -> Place:
        edges = [match.end() if forward else match.start() for match in _WORD.finditer(self.texts[place.page - 1])]
        if forward:
            further = [edge for edge in edges if edge > place.offset]
            if further:
                return Place(place.page, further[0])
            return self._character(Place(place.page, len(self.texts[place.page - 1])), forward=True)
        further = [edge for edge in edges if edge < place.offset]
        if further:
            return Place(place.page, further[-1])
        return self._character(Place(place.page, 0), forward=False)

    def _line(self, place: Place, *, forward: bool) -> Place:
        caret = self.caret(place)
        x = caret[0] if caret else 0.0
        at = self.line_at(place)
        while True:
            edge = at.end if forward else at.start
            beyond = self._character(edge, forward=forward)
            if beyond == edge:
                return edge
            at = self.line_at(beyond)
            if self.words_of(at).strip():
                return self._nearest_in(at, x)

    def _nearest_in(self, line: Span, x: float) -> Place:
        boxes = self.boxes(line.start.page)[line.start.offset : line.end.offset]
        edges = [box[0] for box in boxes] + ([boxes[-1][2]] if boxes else [])
        best = min(range(len(edges)), key=lambda index: abs(edges[index] - x), default=0)
        return Place(line.start.page, line.start.offset + best)


def _neighbours(text: str, hits: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Hits with nothing but a blank or the end of a line between them, as one."""
    held: tuple[int, int] | None = None
    for start, end in hits:
        if held is not None and text[held[1] : start].isspace():
            held = held[0], end
        else:
            if held is not None:
                yield held
            held = start, end
    if held is not None:
        yield held


def _merged(hits: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Hits that overlap, as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(hits):
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _span(page: int, start: int, end: int) -> Span:
    return Span(Place(page, start), Place(page, end))
