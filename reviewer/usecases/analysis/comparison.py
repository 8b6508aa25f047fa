"""Tell in which words two items differ."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import items, texts
from reviewer.domain.analysis.text_comparison import Difference, differences
from reviewer.domain.evidence.item import Item
from reviewer.domain.ids import ItemId


@dataclass(frozen=True, slots=True)
class Compared:
    """Where two items differ: the part of them, and the words. ``same_bytes`` says that they are the same file."""

    same_bytes: bool
    found: tuple[tuple[str, Difference], ...]

    @property
    def same(self) -> bool:
        """Whether all words are the same."""
        return not self.found


def compare(case: Case, one: Item, other: Item) -> Compared:
    """In which words of subject, people, text, names of attachments and hidden text two items differ."""
    told = texts.of_items(case, [one.id, other.id])
    found = tuple(
        (part, each)
        for part in texts.COLUMNS
        for each in differences(*(getattr(told[item], part) if item in told else "" for item in (one.id, other.id)))
    )
    hashes = {items.get(case, ItemId(item)).sha256 for item in (one.id, other.id)}
    return Compared(len(hashes) == 1, found)
