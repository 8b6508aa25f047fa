"""Look at items, and remember which were read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import items, participants, reading_state
from reviewer.casefile.pages import item_tags, notes, passages, review_coding
from reviewer.domain import clock
from reviewer.domain.evidence.item import Item, Mark
from reviewer.domain.evidence.reading import Hidden, Person
from reviewer.domain.ids import ItemId
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.domain.pages.note import Note
from reviewer.domain.pages.tag import Tag


def find(case: Case, control: str) -> Item:
    """The item of a control number."""
    return items.find(case, control)


def prefix(case: Case) -> str:
    """What the case's control numbers begin with."""
    return items.prefix(case)


def get(case: Case, item: ItemId) -> Item:
    """The item of an id."""
    return items.get(case, item)


def many(case: Case, ids: Sequence[ItemId]) -> list[Item]:
    """Some items in the order asked for."""
    return items.many(case, ids)


def iterate(case: Case, ids: Sequence[ItemId]) -> Iterator[Item]:
    """Some items, a few hundred in memory at a time."""
    return items.iterate(case, ids)


def hidden(case: Case, item: ItemId) -> list[Hidden]:
    """The words of an item that no page of it shows, and how each is hidden."""
    return items.hidden(case, item)


def count(case: Case) -> int:
    """How many items the case holds."""
    return items.count(case)


def children(case: Case, item: ItemId) -> list[Item]:
    """The members of an item."""
    return items.children(case, item)


def people(case: Case, item: ItemId) -> list[Person]:
    """Who an e-mail is from and to."""
    return participants.of_item(case, item)


def body(case: Case, item: ItemId) -> str:
    """The searchable text of an item."""
    return items.body(case, item)


def mark(case: Case, item: ItemId) -> Mark:
    """What reviewers said of an item as a whole."""
    return review_coding.of_item(case, item)


def marks_of(case: Case, ids: Sequence[ItemId]) -> dict[ItemId, Mark]:
    """The marks of some items; those without any are left out."""
    return review_coding.of_items(case, ids)


def item_tags_of(case: Case, item: ItemId) -> list[Tag]:
    """The tags of an item itself, in the order of the codebook."""
    return item_tags.of_item(case, item)


def item_notes(case: Case, item: ItemId) -> list[Note]:
    """The notes on an item itself."""
    return notes.on_item(case, item)


def item_passages(case: Case, item: ItemId) -> list[MarkedPassage]:
    """The passages of an item, in order of place."""
    return passages.of_item(case, item)


def headers(case: Case, item: ItemId) -> str:
    """The header block of an e-mail, as received; bytes that are not UTF-8 show as replacement characters."""
    data = items.original(case, item)
    ends = [at for at in (data.find(b"\n\n"), data.find(b"\r\n\r\n")) if at >= 0]
    return data[: min(ends, default=len(data))].decode("utf-8", "replace").replace("\r\n", "\n")


def read(case: Case, item: ItemId, *, reviewer: str) -> bool:
    """Remember that the reviewer had an item open for long enough; False when that was known."""
    return items.mark_read(case, item, reviewer, clock.now())


def opened_for(case: Case, item: ItemId, seconds: float, *, reviewer: str) -> float:
    """Remember that the reviewer had an item open, if that was for long enough; else how many seconds are lacking."""
    words = reading_state.words(case, [item]).get(item, 0)
    lacking = max(0.0, reading_state.rule(case).seconds(words) - seconds)
    if not lacking:
        read(case, item, reviewer=reviewer)
    return lacking


def read_by(case: Case, ids: Sequence[ItemId], *, reviewer: str) -> set[ItemId]:
    """Those of some items that the reviewer had open for long enough, or said to have read."""
    return items.read_by(case, reviewer, ids)


def reviewed_by(case: Case, ids: Sequence[ItemId], *, reviewer: str) -> set[ItemId]:
    """Those of some items that the reviewer said to have read."""
    return items.reviewed_by(case, reviewer, ids)


def say_read(case: Case, item: ItemId, *, read: bool | None = None, reviewer: str) -> bool:
    """Say that one has read an item, or that it is unread; None for the other of what is said now. What holds then.

    That an item was only open is no act, so neither is forgetting it: there is nothing to undo.
    """
    said = item in items.reviewed_by(case, reviewer, [item])
    wanted = not said if read is None else read
    if wanted != said:
        with case.act(reviewer, "item read" if wanted else "item unread", items.get(case, item).control) as act:
            items.put_reviewed(act, item, reviewer, reviewed=wanted)
    elif not wanted:
        items.forget_open(case, item, reviewer)
    return wanted
