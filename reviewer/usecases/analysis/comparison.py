"""Tell in which words two items differ, and each item of a group from the one that they are held against."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import items, texts
from reviewer.casefile.evidence.texts import Words
from reviewer.domain.analysis.text_comparison import Difference, NotCompared, differences
from reviewer.domain.evidence.item import Item
from reviewer.domain.evidence.reading import State
from reviewer.domain.ids import ItemId
from reviewer.errors import DamagedError, InputError
from reviewer.usecases.analysis import near_duplicates

NO_WORDS = Words("", "", "", "", "")


@dataclass(frozen=True, slots=True)
class Compared:
    """Where two items differ: the part of them, and the words. ``same_bytes`` says that they are the same file."""

    same_bytes: bool
    found: tuple[tuple[str, Difference], ...]

    @property
    def same(self) -> bool:
        """Whether all words are the same."""
        return not self.found


@dataclass(frozen=True, slots=True)
class HeldAgainst:
    """An item of a group and where it differs from the base; ``reason`` says why that is not known where it is not."""

    item: Item
    compared: Compared | None
    reason: NotCompared | None = None


def compare(case: Case, one: Item, other: Item) -> Compared:
    """In which words of subject, people, text, names of attachments and hidden text two items differ.

    DamagedError where the words of either cannot be read, InputError where too many differ.
    """
    return _compared(case, one, _words(case, one), other, _words(case, other))


def earliest_first(group: Iterable[Item]) -> list[Item]:
    """Items by their date; those without one come last."""
    return sorted({item.id: item for item in group}.values(), key=lambda item: (not item.date, item.date, item.id))


def near_group(case: Case, item: ItemId) -> list[Item]:
    """An item and all that is nearly the same, directly or by way of others; nothing where nothing is."""
    return earliest_first(each.item for each in near_duplicates.of_item(case, item))


def hold_against(case: Case, base: Item, others: Iterable[Item]) -> Iterator[HeldAgainst]:
    """Compare each of some items with the base, one as it is asked for; InputError where the base has no words.

    What cannot be compared is told of with the reason, and the others are compared all the same.
    """
    words = _words(case, base)
    if (reason := _not_comparable(base, words)) is not None:
        raise InputError(f"{base.control} cannot be compared with others: {why(base, reason)}")
    return (_held(case, base, words, item) for item in others)


def why(item: Item, reason: NotCompared) -> str:
    """Why an item is not compared, in words."""
    return {
        NotCompared.UNREAD: f"it could not be read: {item.reason}" if item.reason else "it could not be read",
        NotCompared.DAMAGED: "its text in the case is damaged",
        NotCompared.NO_WORDS: "it has no words",
        NotCompared.TOO_LONG: "too many words differ",
    }[reason]


def _held(case: Case, base: Item, words: Words, item: Item) -> HeldAgainst:
    try:
        other = _words(case, item)
    except DamagedError:
        return HeldAgainst(item, None, NotCompared.DAMAGED)
    if (reason := _not_comparable(item, other)) is not None:
        return HeldAgainst(item, None, reason)
    try:
        return HeldAgainst(item, _compared(case, base, words, item, other))
    except InputError:
        return HeldAgainst(item, None, NotCompared.TOO_LONG)


def _not_comparable(item: Item, words: Words) -> NotCompared | None:
    if item.state is State.FAILED:
        return NotCompared.UNREAD
    return None if any(text.strip() for text in (words.subject, words.body, words.hidden)) else NotCompared.NO_WORDS


def _words(case: Case, item: Item) -> Words:
    damaged: list[str] = []
    told = texts.of_items(case, [item.id], lambda _item, why: damaged.append(why))
    if damaged:
        raise DamagedError(f"the text of {item.control} cannot be compared: {damaged[0]}")
    return told.get(item.id, NO_WORDS)


def _compared(case: Case, one: Item, words: Words, other: Item, beside: Words) -> Compared:
    found = tuple(
        (part, each)
        for part in texts.COLUMNS
        for each in differences(*(getattr(told, part) for told in (words, beside)))
    )
    hashes = {items.get(case, item.id).sha256 for item in (one, other)}
    return Compared(len(hashes) == 1, found)
