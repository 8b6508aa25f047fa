"""Redactions, and the reasons that a case has for them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from reviewer.casefile.engine.case import Act, Case
from reviewer.casefile.engine.cipher import IntegrityError
from reviewer.domain import clock
from reviewer.domain.exports.redaction import (
    REASONS,
    Cover,
    Draft,
    Redaction,
    RedactionKind,
    RedactionState,
)
from reviewer.domain.ids import ItemId, RedactionId, RenditionId
from reviewer.domain.pages.passage import Anchor, Place, Span
from reviewer.errors import InputError, NotFoundError

_ORDER = "ORDER BY item, start_page, start_offset, id"


def listed(case: Case) -> list[Redaction]:
    """All redactions, in order of their items and places."""
    return [_redaction(row) for row in case.rows(f"SELECT * FROM redaction {_ORDER}")]


def of_item(case: Case, item: ItemId) -> list[Redaction]:
    """The redactions of an item, in order of place."""
    return [_redaction(row) for row in case.rows(f"SELECT * FROM redaction WHERE item = ? {_ORDER}", (item,))]


def properties(case: Case) -> list[tuple[ItemId, str]]:
    """The properties of items that show them on their pages, such as an author: the index of texts has none of these.

    Messages show none, and those of a PDF are in the file that it is.
    """
    sql = "SELECT id, metadata FROM item WHERE kind NOT IN ('email', 'pdf') AND metadata <> '{}'"
    return [(ItemId(item), told) for item, told in case.tuples(sql)]


def get(case: Case, redaction: RedactionId) -> Redaction:
    """One redaction; NotFoundError when there is none of that number."""
    row = case.row("SELECT * FROM redaction WHERE id = ?", (redaction,))
    if row is None:
        raise NotFoundError(f"there is no redaction {redaction}", "`reviewer redaction list CASE` has them all.")
    return _redaction(row)


def same(case: Case, draft: Draft) -> Redaction | None:
    """The redaction that covers just this already, if any."""
    start, end = _places(draft)
    row = case.row(
        """SELECT * FROM redaction WHERE item = ? AND kind = ? AND start_page = ? AND start_offset = ?
           AND end_page = ? AND end_offset = ? AND box = ?""",
        (draft.item, draft.kind.value, start.page, start.offset, end.page, end.offset, _box(draft)),
    )
    return None if row is None else _redaction(row)


def add(act: Act, draft: Draft, reviewer: str) -> RedactionId:
    """Propose a redaction."""
    start, end = _places(draft)
    anchor = draft.anchor or Anchor(Span(start, end), "", "", "")
    values = {
        "item": draft.item,
        "rendition": draft.rendition,
        "kind": draft.kind.value,
        "start_page": start.page,
        "start_offset": start.offset,
        "end_page": end.page,
        "end_offset": end.offset,
        "quote": anchor.quote,
        "prefix": anchor.prefix,
        "suffix": anchor.suffix,
        "box": _box(draft),
        "cover": draft.cover.value,
        "found_by": draft.found_by,
        "follows": draft.follows,
        "reason": draft.reason,
        "reviewer": reviewer,
        "at": clock.now(),
    }
    return RedactionId(act.insert("redaction", values))


def decide(act: Act, redaction: RedactionId, state: RedactionState, reviewer: str) -> None:
    """Say what becomes of a redaction, and who says so."""
    act.update("redaction", redaction, {"state": state.value, "decided_by": reviewer, "decided_at": clock.now()})


def remove(act: Act, redaction: RedactionId) -> None:
    """Take a redaction back; InputError while others follow it."""
    try:
        act.delete("redaction", redaction)
    except IntegrityError as error:
        raise InputError(
            f"other redactions follow redaction {redaction}",
            "Remove those first; `reviewer redaction list CASE` says which.",
        ) from error


def reasons(case: Case) -> Mapping[str, str]:
    """All reasons by their codes: those that the program brings, as this case calls them, and its own."""
    rows = case.rows("SELECT code, meaning FROM redaction_reason ORDER BY code")
    return {**REASONS, **{row["code"]: row["meaning"] for row in rows}}


def put_reason(act: Act, code: str, meaning: str) -> None:
    """Call a reason so, or add it."""
    row = act.case.row("SELECT id FROM redaction_reason WHERE code = ?", (code,))
    if row is None:
        act.insert("redaction_reason", {"code": code, "meaning": meaning})
    else:
        act.update("redaction_reason", row["id"], {"meaning": meaning})


def remove_reason(act: Act, code: str) -> bool:
    """Take back what the case says of a reason; False when it says nothing."""
    row = act.case.row("SELECT id FROM redaction_reason WHERE code = ?", (code,))
    if row is not None:
        act.delete("redaction_reason", row["id"])
    return row is not None


def with_reason(case: Case, code: str) -> int:
    """How many redactions have a reason."""
    return int(case.value("SELECT count(*) FROM redaction WHERE reason = ?", (code,)))


def last_reason(case: Case, reviewer: str) -> str:
    """The reason of the redaction that a reviewer proposed last; empty when there is none."""
    found = case.value("SELECT reason FROM redaction WHERE reviewer = ? ORDER BY id DESC LIMIT 1", (reviewer,))
    return str(found or "")


def _places(draft: Draft) -> Sequence[Place]:
    if draft.anchor is not None:
        return draft.anchor.span.start, draft.anchor.span.end
    return Place(draft.first_page, 0), Place(draft.last_page, 0)


def _box(draft: Draft) -> str:
    return "" if draft.box is None else json.dumps([round(side, 2) for side in draft.box])


def _redaction(row: Any) -> Redaction:
    kind = RedactionKind(row["kind"])
    span = Span(Place(row["start_page"], row["start_offset"]), Place(row["end_page"], row["end_offset"]))
    words = kind is RedactionKind.WORDS
    x0, y0, x1, y1 = json.loads(row["box"]) if row["box"] else (0.0, 0.0, 0.0, 0.0)
    draft = Draft(
        ItemId(row["item"]),
        RenditionId(row["rendition"]),
        kind,
        row["start_page"],
        row["end_page"],
        row["reason"],
        Anchor(span, row["quote"], row["prefix"], row["suffix"]) if words else None,
        (x0, y0, x1, y1) if row["box"] else None,
        Cover(row["cover"]),
        row["found_by"],
        None if row["follows"] is None else RedactionId(row["follows"]),
    )
    return Redaction(
        RedactionId(row["id"]),
        draft,
        RedactionState(row["state"]),
        row["reviewer"],
        row["at"],
        row["decided_by"],
        row["decided_at"],
    )
