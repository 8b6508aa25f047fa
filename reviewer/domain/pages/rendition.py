"""Renditions: the pages of an item, and what made them."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.domain.ids import ContentId, ItemId, RenditionId


@dataclass(frozen=True, slots=True)
class Rendition:
    """The pages of an item as a PDF. Once made it never changes, so that passages on it stay where they are.

    ``engine`` names what made it and its version; ``remark`` says what is not as usual ("plain text only");
    ``made`` is UTC.
    """

    id: RenditionId
    item: ItemId
    content: ContentId
    engine: str
    remark: str
    made: str


@dataclass(frozen=True, slots=True)
class PageSize:
    """Width and height of a page in points, as displayed."""

    width: float
    height: float
