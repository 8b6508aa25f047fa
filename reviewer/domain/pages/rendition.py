"""Renditions: the pages of an item, and what made them."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.domain.ids import ContentId, ItemId, RenditionId
from reviewer.domain.reasons.catalogue import sentences
from reviewer.domain.reasons.reason import Reasons


@dataclass(frozen=True, slots=True)
class Rendition:
    """The pages of an item as a PDF. Once made it never changes, so that passages on it stay where they are.

    ``engine`` names what made it and its version; ``remarks`` tell what is not as usual;
    ``made`` is UTC.
    """

    id: RenditionId
    item: ItemId
    content: ContentId
    engine: str
    remarks: Reasons
    made: str

    @property
    def remark(self) -> str:
        """What is not as usual, in words."""
        return sentences(self.remarks)


@dataclass(frozen=True, slots=True)
class PageSize:
    """Width and height of a page in points, as displayed."""

    width: float
    height: float
