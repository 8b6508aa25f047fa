"""What is asked and answered about pages for the outside; :mod:`reviewer.isolation.protocol` carries it."""

from __future__ import annotations

import msgspec

LEFT_OUT = "pdf.left_out"
"""The code of the reason by which a copy of pages says what was left out of it, some of it by commas."""
PROPERTIES = "properties of the maker"
"""What a copy has left out of nearly any PDF."""


class StampMark(msgspec.Struct, frozen=True):
    """One highlight to stamp: page from 1, rectangles in points as displayed, colour ``#RRGGBB``, and its pop-up."""

    page: int
    rects: tuple[tuple[float, float, float, float], ...]
    color: str
    title: str
    text: str


class WordLayer(msgspec.Struct, frozen=True):
    """Words of OCR to put on a page (from 1), unseen: in reading order, each with its box in points as displayed."""

    page: int
    words: tuple[tuple[str, tuple[float, float, float, float]], ...]


class RedactBox(msgspec.Struct, frozen=True):
    """A box to fill: page from 1, points as displayed, and the code that stands on it."""

    page: int
    box: tuple[float, float, float, float]
    label: str


class Redact(msgspec.Struct, frozen=True, tag=True):
    """Rebuild a PDF (one blob) from the pixels of its pages, boxes filled; ``white`` for what OCR is to read.

    ``pages`` are those to draw, from 1 and upwards; all where there are none. Answered by :class:`Printed`.
    """

    boxes: tuple[RedactBox, ...]
    white: bool = False
    pages: tuple[int, ...] = ()


class SeenWords(msgspec.Struct, frozen=True, tag=True):
    """Read the words beside boxes, of a PDF and of its copy of pixels (a blob each), where it is certain what is seen.

    ``pages`` are those that the copy has, from 1 and upwards; all where there are none. Answered by
    :class:`SeenWordsOf`.
    """

    boxes: tuple[RedactBox, ...]
    pages: tuple[int, ...] = ()


class SeenWordsOf(msgspec.Struct, frozen=True, tag=True):
    """The words of each page of which it is certain what is seen; the others are left to OCR."""

    layers: tuple[WordLayer, ...]


class DrawPicture(msgspec.Struct, frozen=True, tag=True):
    """Draw a picture (one blob: PNG, JPEG, SVG …) on white, within so many pixels. Answered by :class:`Pixels`."""

    width: int
    height: int


class BoundPart(msgspec.Struct, frozen=True):
    """An exhibit of a casebook: its file as the report names it, its bookmark, and what each of its pages is called.

    What a page is called is plain ASCII without brackets and backslashes.
    """

    file: str
    title: str
    labels: tuple[str, ...]


class Back(msgspec.Struct, frozen=True):
    """What the links of a casebook that lead back are called: to where a page is cited, and to the index of exhibits.

    ``anchor`` is what the report calls the place of that index.
    """

    cited: str
    listed: str
    anchor: str


class Bind(msgspec.Struct, frozen=True, tag=True):
    """Make one PDF of a report (the first blob) and exhibits (a blob each), cites leading within it and back.

    ``title`` is that of the whole, ``report`` (plain ASCII) and ``exhibits`` the bookmarks. Answered by Printed.
    """

    title: str
    report: str
    exhibits: str
    parts: tuple[BoundPart, ...]
    back: Back


class Encrypt(msgspec.Struct, frozen=True, tag=True):
    """Encrypt a PDF (the first blob) with a passphrase, and attach files to it (a blob each) by these names.

    Answered by Printed.
    """

    passphrase: str
    attached: tuple[str, ...] = ()


class ReadTexts(msgspec.Struct, frozen=True, tag=True):
    """Read the words of every page of a PDF (one blob), without their places. Answered by :class:`Texts`."""


class Texts(msgspec.Struct, frozen=True, tag=True):
    """The words of every page; white space as it comes."""

    pages: tuple[str, ...]


class Legible(msgspec.Struct, frozen=True):
    """A place at which words may be read: its boxes, on their pages. The label of a box says nothing."""

    word: str
    at: tuple[RedactBox, ...]


class Attack(msgspec.Struct, frozen=True, tag=True):
    """Look in a file (one blob) for words that must not be in it, and under boxes. Answered by :class:`Attacked`.

    Words of ``legible`` places must not be anywhere else in it; a file without pages has as many of them at most.
    With ``pictures`` it is told on which pages pictures are large enough for words, which no search of texts finds.
    """

    words: tuple[str, ...]
    boxes: tuple[RedactBox, ...] = ()
    legible: tuple[Legible, ...] = ()
    pictures: bool = False


class AttackHit(msgspec.Struct, frozen=True):
    """Words that were found, or a box that does not hold: where, which words, on which page; 0 for no page."""

    where: str
    word: str
    page: int


class Attacked(msgspec.Struct, frozen=True, tag=True):
    """What was found in a file; nothing, if all is well. ``pictures`` are pages from 1, where they were asked for."""

    hits: tuple[AttackHit, ...]
    pictures: tuple[int, ...] = ()


ExhibitRequest = Redact | SeenWords | Attack | DrawPicture | Bind | Encrypt | ReadTexts
ExhibitAnswer = Attacked | Texts | SeenWordsOf
