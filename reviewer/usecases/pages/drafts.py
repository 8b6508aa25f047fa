"""Keep what was typed of a note until it is saved or dropped: over other items, a lock, the end of a sitting."""

from __future__ import annotations

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import items
from reviewer.casefile.pages import drafts
from reviewer.casefile.pages import notes as kept_notes
from reviewer.domain import clock
from reviewer.domain.ids import ItemId, PassageId
from reviewer.domain.pages.draft import Draft
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.errors import InputError, NotFoundError
from reviewer.usecases.pages import passages

__all__ = ["Draft", "drop", "for_report", "keep", "of_item", "save"]


def of_item(case: Case, item: ItemId, *, reviewer: str) -> Draft | None:
    """The reviewer's draft on an item, if there is one."""
    return drafts.of_item(case, item, reviewer)


def keep(case: Case, draft: Draft, *, reviewer: str) -> None:
    """Keep a draft in place of the one before on its item; one without words is dropped. No act."""
    if draft.text.strip():
        drafts.keep(case, draft, reviewer, clock.now())
    else:
        drafts.drop(case, draft.item, reviewer)


def for_report(case: Case, item: ItemId, *, reviewer: str) -> bool:
    """Whether what the reviewer's draft on an item becomes is for the report, or a new note where there is none.

    It is as the rule of the case says; but a note that was begun before that was decided stays private, since whoever
    began it meant what held then. Times are kept to the second: one begun within the same second stays private as well.
    """
    if not kept_notes.rule(case):
        return False
    begun = drafts.begun(case, item, reviewer)
    return not begun or begun > kept_notes.rule_changed(case)


def save(case: Case, draft: Draft, *, reviewer: str) -> MarkedPassage | None:
    """Make a note of a draft, on what it was begun on; the passage, if it is on one. The draft is gone then.

    InputError without words, NotFoundError where what it was on, or the note that was changed, is gone: it is kept
    then, and is on the item.
    """
    try:
        on = _save(case, draft, draft.text.strip(), reviewer)
    except NotFoundError:
        keep(case, draft, reviewer=reviewer)
        raise
    return None if on is None else passages.get(case, on)


def _save(case: Case, draft: Draft, words: str, reviewer: str) -> PassageId | None:
    """One act, in the transaction of which the draft goes too."""
    if not words:
        raise InputError("a note needs words")
    subject = items.get(case, draft.item).control
    on = draft.passage
    if draft.note is not None:
        kept_notes.get(case, draft.note)
    elif on is not None:
        passages.get(case, on)
    verb = "note change" if draft.note is not None else "passage add" if draft.span is not None else "note add"
    leaves = for_report(case, draft.item, reviewer=reviewer)
    with case.act(reviewer, verb, subject) as act:
        if draft.note is None and not leaves and kept_notes.rule(case):
            act.facts[kept_notes.BEGUN_BEFORE_RULE] = True
        if draft.note is not None:
            act.update("note", draft.note, {"text": words})
        elif draft.span is not None:
            on = passages.mark(act, draft.item, draft.span, reviewer)
            kept_notes.add(act, words, reviewer, passage=on, for_report=leaves)
        elif on is not None:
            kept_notes.add(act, words, reviewer, passage=on, for_report=leaves)
        else:
            kept_notes.add(act, words, reviewer, item=draft.item, for_report=leaves)
        drafts.used(case, draft.item, reviewer)
    return None if draft.note is not None else on


def drop(case: Case, item: ItemId, *, reviewer: str) -> None:
    """Forget the draft on an item. No act."""
    drafts.drop(case, item, reviewer)
