"""Words that a PDF holds and no page of it shows: unseen letters, what is covered or off the page, layers, notes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pymupdf
from pymupdf import mupdf

from reviewer.domain.evidence.reading import MOST_HIDDEN, Hidden
from reviewer.domain.reasons.reason import Reason
from reviewer.workers import cpu_budget
from reviewer.workers.hidden.colours import WHITE, Colour, alike
from reviewer.workers.pdf.drawn_letters import draws_more_letters
from reviewer.workers.pdf.faults import MUPDF_ERRORS
from reviewer.workers.pdf.plain_page import drawn_plainly, is_letter_under

MOST_PAGES = 3_000
"""Pages of one document that are looked through."""
MOST_LETTERS = 500_000
"""Letters of one page that are looked at, each of which takes some 250 bytes; a dense page has 5,000."""

_MOST_OBJECTS = 5_000  # drawn on one page; a map has more, and hides nothing
_INVISIBLE, _FILL = 3, 0  # text rendering modes (ISO 32000-2, table 104), as MuPDF tells them
_SMALLEST = 1.0  # points
_CLEAR = 0.05
_SCAN = 0.5  # part of a page that a picture covers when it is a scan
_THIN = 2.0  # points of a line under letters or through them, which covers none
_EDGE = 1.0  # points that letters may reach over the edge
_HIDDEN_NOTE = 1 << 1 | 1 << 5  # Hidden, NoView (ISO 32000-2, table 167)
_BACKGROUND, _FILLED_BOX = Reason("hidden.background"), Reason("hidden.filled_box")
_TO_CHECK = frozenset({_BACKGROUND, _FILLED_BOX})
_DRAWN = 2.0  # pixels a point, to see whether letters can be seen
_PICTURES = frozenset({"fill-image", "fill-imgmask"})
_WORDS = re.compile(r"[^\W_]+")

_SHADES = 40  # of 255, within what still passes for one colour

_Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Span:
    """Letters drawn at once; ``order`` counts what is drawn on the page."""

    text: str
    box: _Box
    size: float
    mode: int
    opacity: float
    colour: Colour
    order: int

    @property
    def middle(self) -> tuple[float, float]:
        return (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2


class _Painted:
    """What else is drawn on a page: pictures, and boxes filled with one colour."""

    def __init__(self, page: Any, spans: list[_Span], paper: _Box) -> None:
        log = page.get_bboxlog()
        self._page = page
        self._drawn: Any = None
        self.pictures = [(at, box) for at, (kind, box) in enumerate(log) if kind in _PICTURES]
        self.shades = [(at, box) for at, (kind, box) in enumerate(log) if kind == "fill-shade"]
        area = (paper[2] - paper[0]) * (paper[3] - paper[1])
        covered = sum(_overlap(box, paper) for _, box in self.pictures)
        self.scanned = covered >= _SCAN * area
        paths = [box for kind, box in log if kind == "fill-path"]
        self.boxes: list[tuple[int, _Box, Colour]] = []
        if len(log) <= _MOST_OBJECTS and any(_within(span.middle, box) for box in paths[:500] for span in spans):
            self.boxes = list(_filled_boxes(page))

    def below(self, span: _Span) -> Colour | None:
        """The colour behind letters; None where a picture is, whose colours nobody knows."""
        order, colour = max(
            ((at, colour) for at, box, colour in self.boxes if at < span.order and _within(span.middle, box)),
            default=(-1, WHITE),
        )
        picture = any(order < at < span.order and _within(span.middle, box) for at, box in self.pictures + self.shades)
        return None if picture else colour

    def on_picture(self, span: _Span) -> bool:
        """Whether there is a picture where the letters are."""
        return any(_within(span.middle, box) for _, box in self.pictures)

    def above(self, span: _Span) -> Reason | None:
        """What covers the letters, if something does; not the picture of a whole page, from which they were read."""
        if any(at > span.order and _around(span.box, box) for at, box, _ in self.boxes):
            return _FILLED_BOX
        over = [box for at, box in self.pictures if at > span.order and _around(span.box, box)]
        if self.scanned or not over:
            return None
        solid = [info["bbox"] for info in self._page.get_image_info() if not info.get("has-mask", True)]
        return Reason("hidden.under_picture") if any(_alike(box, one) for box in over for one in solid) else None

    def one_colour(self, box: _Box) -> bool:
        """Whether the page shows a single colour there."""
        if self._drawn is None:
            self._drawn = self._page.get_pixmap(matrix=pymupdf.Matrix(_DRAWN, _DRAWN), alpha=False)
        picture = self._drawn
        x0, x1 = (max(0, min(picture.width, round(x * _DRAWN))) for x in (box[0], box[2]))
        y0, y1 = (max(0, min(picture.height, round(y * _DRAWN))) for y in (box[1], box[3]))
        pixels = picture.samples_mv
        seen = {
            bytes(pixels[at : at + 3])
            for row in range(y0, y1)
            for at in range(row * picture.stride + x0 * 3, row * picture.stride + x1 * 3, 3)
        }
        return all(max(levels) - min(levels) <= _SHADES for levels in zip(*seen, strict=True))


def hidden_in_pdf(document: Any, remarks: list[Reason] | None = None) -> tuple[Hidden, ...]:
    """The hidden words of a PyMuPDF document by page and by how they are hidden; without those the page shows as well.

    A remark tells from which page on no time was left for it, and of a page with more letters than are looked at. Text
    that was recognised on a scan lies unseen over its picture: it is not hidden, as the picture shows the words.
    """
    found: list[Hidden] = []
    room = MOST_HIDDEN
    switched = _switched_off(document)
    for number in range(min(document.page_count, MOST_PAGES)):
        if cpu_budget.is_over():
            if remarks is not None:
                remarks.append(Reason("pdf.hidden_in_time", page=number + 1))
            break
        try:
            if remarks is not None and draws_more_letters(document, number + 1, MOST_LETTERS):
                remarks.append(Reason("pdf.hidden_letters", page=number + 1, limit=MOST_LETTERS))
                continue
            for one in _on_page(document, number, switched):
                if room > 0:
                    found.append(Hidden(one.text[:room], one.by, one.page))
                    room -= len(one.text)
        except MUPDF_ERRORS:
            continue  # a page that cannot be drawn is named by the reader of its text
    return tuple(found)


def layers_off(document: Any) -> bool:
    """Whether some layer of a PyMuPDF document is not shown."""
    return _switched_off(document)


def all_shown(document: Any, number: int, covered: Sequence[_Box]) -> bool:
    """Whether every letter of a page (from 1) that is not turned can be seen beyond doubt; its layers apart.

    Nothing is asked of letters in boxes that will be filled: what is so of them must not be told by the rest.
    """
    page = document[number - 1]
    spans = _spans(page, covered)
    paper = (0.0, 0.0, page.cropbox.width, page.cropbox.height)
    painted = _Painted(page, spans, paper)
    hidden = any(span.mode != _FILL or _how(span, painted, paper, sure=True) is not None for span in spans)
    return not hidden and drawn_plainly(document, page, number, spans, covered)


def _on_page(document: Any, number: int, switched: bool) -> Iterator[Hidden]:  # noqa: FBT001 - one fact of the document
    page = document[number]
    page.set_rotation(0)  # in memory; all boxes below are those of the page as it is stored
    spans = _spans(page)
    pieces: dict[Reason, list[_Span]] = {}
    shown: list[_Span] = []
    if spans:
        crop = page.cropbox
        paper = (0.0, 0.0, crop.width, crop.height)
        painted = _Painted(page, spans, paper)
        for span in spans:
            how = _how(span, painted, paper)
            (shown if how is None else pieces.setdefault(how, [])).append(span)
    if switched:
        layered = _in_layers(document, number, spans)
        if layered:
            pieces[Reason("hidden.layer_off")] = layered
    seen = _words(_joined(shown))
    for how, held in pieces.items():
        text = _joined(held)
        if _WORDS.search(text) and _words(text) not in seen:
            yield Hidden(text, how, number + 1)
    yield from _hidden_notes(page, number + 1)


def _how(span: _Span, painted: _Painted, paper: _Box, *, sure: bool = False) -> Reason | None:
    """How letters are hidden; None where they are seen. ``sure`` takes them for hidden where that is in doubt."""
    how = None
    if not _overlap(span.box, (paper[0] - _EDGE, paper[1] - _EDGE, paper[2] + _EDGE, paper[3] + _EDGE)):
        how = Reason("hidden.outside_page")
    elif span.mode == _INVISIBLE:
        how = None if painted.scanned and painted.on_picture(span) else Reason("hidden.invisible_letters")
    elif span.opacity < _CLEAR:
        how = Reason("hidden.transparent_letters")
    elif span.size < _SMALLEST:
        how = Reason("hidden.small_letters")
    elif span.mode == _FILL:
        behind = painted.below(span)
        unlike = behind is None or not alike(span.colour, behind)
        how = painted.above(span) if unlike else _BACKGROUND
        if how in _TO_CHECK and not sure and not painted.one_colour(span.box):
            how = None  # what is drawn there is no plain box, or not where its corners say
    return how


# ── what is on a page ───────────────────────────────────────────────────────────────────────────────────────────


def _spans(page: Any, covered: Sequence[_Box] = ()) -> list[_Span]:
    return [
        _Span(text, box, span["size"], span["type"], span["opacity"], _rgb(span["color"]), span["seqno"])
        for span in page.get_texttrace()
        for text, box in _lines(
            [each for each in span["chars"] if not is_letter_under(each[3], covered)] if covered else span["chars"],
            span["size"],
        )
    ]


def _lines(chars: Any, size: float) -> Iterator[tuple[str, _Box]]:
    """The letters of one span line by line: a new one begins lower down and further left."""
    held: list[str] = []
    box: _Box = (0.0, 0.0, 0.0, 0.0)
    before: tuple[float, float] | None = None
    for code, _, origin, (x0, y0, x1, y1) in chars:
        if before is not None and abs(origin[1] - before[1]) > 0.6 * size and origin[0] < before[0]:
            yield "".join(held), box
            held, before = [], None
        one = (x0, y0, x1, y1)
        box = one if before is None else (min(box[0], x0), min(box[1], y0), max(box[2], x1), max(box[3], y1))
        if code >= 32 and not 0xD800 <= code < 0xE000:
            held.append(chr(code))
        before = origin
    if held:
        yield "".join(held), box


def _rgb(parts: Any) -> Colour:
    values = [max(0, min(255, round(part * 255))) for part in parts or ()]
    if len(values) == 3:
        return values[0], values[1], values[2]
    if len(values) == 4:  # cyan, magenta, yellow, black
        cyan, magenta, yellow, black = (255 - value for value in values)
        return cyan * black // 255, magenta * black // 255, yellow * black // 255
    grey = values[0] if values else 0
    return grey, grey, grey


def _filled_boxes(page: Any) -> Iterator[tuple[int, _Box, Colour]]:
    for drawing in page.get_cdrawings():
        if "f" not in drawing["type"] or drawing.get("fill") is None or drawing.get("fill_opacity", 1) < 0.95:
            continue
        for item in drawing["items"]:
            if item[0] == "re":
                yield drawing["seqno"], tuple(item[1]), _rgb(drawing["fill"])


def _switched_off(document: Any) -> bool:
    """Whether some layer is not shown."""
    try:
        pdf = mupdf.pdf_document_from_fz_document(document)
        return any(not mupdf.pdf_layer_is_enabled(pdf, at) for at in range(min(mupdf.pdf_count_layers(pdf), 1_000)))
    except MUPDF_ERRORS:
        return False


def _in_layers(document: Any, number: int, shown: list[_Span]) -> list[_Span]:
    """The letters that come up when every layer is switched on."""
    pdf = mupdf.pdf_document_from_fz_document(document)
    off = [at for at in range(min(mupdf.pdf_count_layers(pdf), 1_000)) if not mupdf.pdf_layer_is_enabled(pdf, at)]
    try:
        for at in off:
            mupdf.pdf_enable_layer(pdf, at, 1)
        everything = _spans(document[number])
    finally:
        for at in off:
            mupdf.pdf_enable_layer(pdf, at, 0)
    known = Counter((span.text, span.box) for span in shown)
    fresh: list[_Span] = []
    for span in everything:
        if known[span.text, span.box] > 0:
            known[span.text, span.box] -= 1
        else:
            fresh.append(span)
    return fresh


def _hidden_notes(page: Any, number: int) -> Iterator[Hidden]:
    for annotation in page.annots():
        contents = annotation.info.get("content", "")
        if contents.strip() and annotation.flags & _HIDDEN_NOTE:
            yield Hidden(contents.strip()[:100_000], Reason("hidden.note", kind=str(annotation.type[1])), number)


# ── boxes and words ─────────────────────────────────────────────────────────────────────────────────────────────


def _within(point: tuple[float, float], box: _Box) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def _around(inner: _Box, outer: _Box) -> bool:
    """Whether a box is covered but for its edges, which have room for accents and tails."""
    slack = (inner[3] - inner[1]) * 0.25
    return (
        outer[0] <= inner[0] + slack
        and outer[1] <= inner[1] + slack
        and outer[2] >= inner[2] - slack
        and outer[3] >= inner[3] - slack
    )


def _alike(one: _Box, other: _Box) -> bool:
    return all(abs(a - b) <= _EDGE for a, b in zip(one, other, strict=True))


def _overlap(one: _Box, other: _Box) -> float:
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return width * height if width > 0 and height > 0 else 0.0


def _joined(spans: list[_Span]) -> str:
    """The words of spans in the order in which they are drawn, with a blank or line end where there is a gap."""
    pieces: list[str] = []
    before: _Box | None = None
    for span in spans:
        if before is not None:
            height = max(1.0, span.box[3] - span.box[1])
            if abs(span.box[1] - before[1]) > height * 0.6:
                pieces.append("\n")
            elif span.box[0] - before[2] > height * 0.15 or span.box[0] < before[0]:
                pieces.append(" ")
        pieces.append(span.text)
        before = span.box
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _words(text: str) -> str:
    return f" {' '.join(_WORDS.findall(text.lower()))} "
