"""Drafts of notes, one for each item and reviewer. No acts: neither audited nor undone, and nobody else sees them."""

from __future__ import annotations

import json

from reviewer.casefile.engine.case import Case
from reviewer.domain.ids import ItemId, NoteId, PassageId
from reviewer.domain.pages.draft import Draft
from reviewer.domain.pages.passage import Place, Span


def of_item(case: Case, item: ItemId, reviewer: str) -> Draft | None:
    """A reviewer's draft on an item, if there is one."""
    row = case.row("SELECT * FROM note_draft WHERE item = ? AND reviewer = ?", (item, reviewer))
    if row is None:
        return None
    return Draft(
        item,
        row["text"],
        None if row["passage"] is None else PassageId(row["passage"]),
        _span(row["span"]),
        None if row["note"] is None else NoteId(row["note"]),
    )


def begun(case: Case, item: ItemId, reviewer: str) -> str:
    """When a reviewer's draft on an item was first kept; empty where there is none."""
    sql = "SELECT at FROM note_draft WHERE item = ? AND reviewer = ?"
    return str(case.value(sql, (item, reviewer)) or "")


def keep(case: Case, draft: Draft, reviewer: str, at: str) -> None:
    """Keep a draft in place of the one before, as begun when that was.

    Of a passage or note that is gone meanwhile, the words are kept.
    """
    span = draft.span
    numbers = [] if span is None else [span.start.page, span.start.offset, span.end.page, span.end.offset]
    with case.transaction():
        case.execute(
            """INSERT INTO note_draft (item, reviewer, passage, note, span, text, at)
               VALUES (?,?, (SELECT id FROM passage WHERE id = ?), (SELECT id FROM note WHERE id = ?), ?,?,?)
               ON CONFLICT (item, reviewer) DO UPDATE SET
               passage = excluded.passage, note = excluded.note, span = excluded.span, text = excluded.text""",
            (draft.item, reviewer, draft.passage, draft.note, json.dumps(numbers) if numbers else "", draft.text, at),
        )


def drop(case: Case, item: ItemId, reviewer: str) -> None:
    """Forget the draft on an item."""
    with case.transaction():
        used(case, item, reviewer)


def used(case: Case, item: ItemId, reviewer: str) -> None:
    """Forget the draft on an item within an open transaction: that of the act which made a note of it."""
    case.execute("DELETE FROM note_draft WHERE item = ? AND reviewer = ?", (item, reviewer))


def _span(written: str) -> Span | None:
    if not written:
        return None
    first, start, last, end = json.loads(written)
    return Span(Place(first, start), Place(last, end))
