"""Keep what was typed of a note until it is saved or dropped: over other items, a lock, the end of a sitting."""

from __future__ import annotations

from reviewer.casefile.engine.case import Case
from reviewer.casefile.pages import drafts
from reviewer.domain import clock
from reviewer.domain.ids import ItemId
from reviewer.domain.pages.draft import Draft
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.errors import NotFoundError
from reviewer.usecases.pages import notes, passages

__all__ = ["Draft", "drop", "keep", "of_item", "save"]


def of_item(case: Case, item: ItemId, *, reviewer: str) -> Draft | None:
    """The reviewer's draft on an item, if there is one."""
    return drafts.of_item(case, item, reviewer)


def keep(case: Case, draft: Draft, *, reviewer: str) -> None:
    """Keep a draft in place of the one before on its item; one without words is dropped. No act."""
    if draft.text.strip():
        drafts.keep(case, draft, reviewer, clock.now())
    else:
        drafts.drop(case, draft.item, reviewer)


def save(case: Case, draft: Draft, *, reviewer: str) -> MarkedPassage | None:
    """Make a note of a draft, on what it was begun on; the passage, if it is on one. The draft is gone then.

    InputError without words, NotFoundError where what it was on, or the note that was changed, is gone: it is kept
    then, and is on the item.
    """
    try:
        made = _save(case, draft, draft.text.strip(), reviewer)
    except NotFoundError:
        keep(case, draft, reviewer=reviewer)
        raise
    drafts.drop(case, draft.item, reviewer)
    return made


def _save(case: Case, draft: Draft, words: str, reviewer: str) -> MarkedPassage | None:
    made = None
    if draft.note is not None:
        notes.change(case, draft.note, words, reviewer=reviewer)
    elif draft.span is not None:
        made = passages.add(case, draft.item, draft.span, note=words, reviewer=reviewer)
    elif draft.passage is not None:
        notes.on_passage(case, draft.passage, words, reviewer=reviewer)
        made = passages.get(case, draft.passage)
    else:
        notes.on_item(case, draft.item, words, reviewer=reviewer)
    return made


def drop(case: Case, item: ItemId, *, reviewer: str) -> None:
    """Forget the draft on an item. No act."""
    drafts.drop(case, item, reviewer)
