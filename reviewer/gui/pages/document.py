"""What the viewer shows: a document's pages, its text, and what is highlighted on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reviewer.domain.evidence.reading import PageText
from reviewer.domain.exports.redaction_boxes import PageBox
from reviewer.domain.ids import ItemId, PassageId, RenditionId
from reviewer.domain.pages.ocr import OcrPage
from reviewer.domain.pages.passage import Span
from reviewer.gui.pages.text import DocumentText


@dataclass(frozen=True, slots=True)
class Cue:
    """One tag's colour (``#RRGGBB``), its key digit as the second cue, and its name."""

    color: str
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Highlight:
    """A passage on the pages, with one cue per tag; none while it has no tag."""

    passage: PassageId
    span: Span
    cues: tuple[Cue, ...] = ()


@dataclass(frozen=True, slots=True)
class Hatched:
    """A redaction on the pages: its boxes, the code of its reason, and whether a second reviewer approved it.

    ``solid``: it is shown as a receiver sees it, with nothing of what is below.
    """

    code: str
    approved: bool
    boxes: tuple[PageBox, ...]
    solid: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """One rendition of an item, ready to be shown; ``ocr`` has the pages that were looked at by machine."""

    item: ItemId
    rendition: RenditionId
    title: str
    remark: str
    pdf: bytes = field(repr=False)
    sizes: tuple[tuple[float, float], ...]
    text: DocumentText = field(repr=False)
    ocr: Mapping[int, OcrPage] = field(default_factory=dict)


def document(
    item: ItemId,
    rendition: RenditionId,
    *,
    title: str,
    remark: str,
    pdf: bytes,
    pages: Sequence[PageText],
    ocr: Sequence[OcrPage] = (),
) -> Document:
    """A document from its pages."""
    sizes = tuple((page.width, page.height) for page in pages)
    seen = {page.number: page for page in ocr}
    return Document(item, rendition, title, remark, pdf, sizes, DocumentText(pages), seen)
