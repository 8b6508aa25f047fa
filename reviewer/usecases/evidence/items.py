"""Look at items, and remember which were read."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import items, participants, reading_state
from reviewer.casefile.pages import item_tags, notes, passages, review_coding
from reviewer.domain import clock
from reviewer.domain.ids import ItemId

# Handed on as the case file answers them.
body = items.body
children = items.children
count = items.count
find = items.find
get = items.get
hidden = items.hidden
item_notes = notes.on_item
item_passages = passages.of_item
item_tags_of = item_tags.of_item
iterate = items.iterate
many = items.many
mark = review_coding.of_item
marks_of = review_coding.of_items
people = participants.of_item
prefix = items.prefix


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
