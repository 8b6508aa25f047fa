"""Where what an act wrote stands: found from the rows of its entry, as the case is now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reviewer.casefile.engine.audit import AuditEntry
from reviewer.casefile.engine.case import Case
from reviewer.domain.acts import told
from reviewer.domain.ids import ItemId


@dataclass(frozen=True, slots=True)
class ActPlace:
    """Where what an act wrote stands: a noun, its number (0 once it is gone), and the item, if it is on one."""

    noun: str
    number: int = 0
    item: ItemId | None = None


_PARTS: Mapping[str, tuple[str, str]] = {
    "benefit": ("benefit", "id"),
    "benefit_proof": ("benefit", "benefit"),
    "benefit_distinct": ("benefit", "one"),
    "endorsement": ("endorsement", "id"),
    "endorsement_passage": ("endorsement", "endorsement"),
    "gift_limit": ("limit", "id"),
    "allegation": ("allegation", "id"),
    "allegation_ground": ("allegation", "allegation"),
    "allegation_explanation": ("allegation", "allegation"),
    "allegation_confirmation": ("allegation", "allegation"),
    "allegation_dismissal": ("allegation", "allegation"),
    "finding": ("allegation", "allegation"),
    "finding_step": ("allegation", ""),
    "clause": ("clause", "id"),
    "clause_element": ("clause", "clause"),
    "clause_exemption": ("clause", "clause"),
    "complaint": ("complaint", "id"),
    "interview": ("interview", "id"),
    "interview_participant": ("interview", "interview"),
    "interview_topic": ("interview", "interview"),
    "interview_exhibit": ("interview", "interview"),
    "interview_notice": ("interview", "interview"),
    "interview_note": ("interview", "interview"),
    "interview_showing": ("interview", "interview"),
    "interview_break": ("interview", "interview"),
    "interview_question": ("interview", ""),
    "interview_citation": ("interview", ""),
    "interview_answer": ("interview", ""),
    "passage": ("passage", "id"),
    "passage_tag": ("passage", "passage"),
    "link": ("passage", "passage"),
    "item_mark": ("item", "item"),
    "item_tag": ("item", "item"),
    "item_officer": ("item", "item"),
    "privilege_call": ("item", "item"),
    "redaction": ("item", "item"),
    "item_reviewed": ("item", "item"),
    "production": ("production", "id"),
    "production_item": ("production", "production"),
    "production_drop": ("production", "production"),
    "organisation": ("organisation", "id"),
    "organisation_domain": ("organisation", "organisation"),
    "organisation_person": ("organisation", "organisation"),
    "officer": ("officer", "id"),
    "officer_name": ("officer", "officer"),
    "assignment": ("officer", "officer"),
    "alias_refusal": ("officer", "officer"),
    "tag": ("tag", "id"),
    "queue": ("queue", "id"),
    "saved_search": ("saved", "id"),
}
"""Of which noun a row of a table is, and the column with its number."""

_FIRST = ("benefit", "endorsement", "allegation", "interview", "clause", "passage", "item", "officer", "organisation")
"""Where an act wrote rows of several nouns, the one that it was about."""


def place(case: Case, entry: AuditEntry) -> ActPlace:
    """Where what an entry is about stands now."""
    found: dict[str, ActPlace] = {}
    for change in entry.changes:
        row = change.after or change.before or {}
        made = _note(case, row) if change.table == "note" else _of_row(case, change.table, row)
        if made is not None:
            found.setdefault(made.noun, made)
    wanted = [*(noun for noun in _FIRST if noun in found), *found]
    return found[wanted[0]] if wanted else ActPlace(told(entry.act).split()[0])


def _of_row(case: Case, table: str, row: Mapping[str, Any]) -> ActPlace | None:
    if table not in _PARTS:
        return None
    noun, column = _PARTS[table]
    number = int(row.get(column) or 0) if column else 0
    if noun == "item":
        return ActPlace(noun, number, ItemId(number))
    there = number and case.value(f"SELECT 1 FROM {_TABLES.get(noun, noun)} WHERE id = ?", (number,)) is not None
    item = row.get("item") if table == "passage" else None
    if noun == "passage" and there:
        item = case.value("SELECT item FROM passage WHERE id = ?", (number,))
    return ActPlace(noun, number if there else 0, None if item is None else ItemId(item))


_TABLES = {"limit": "gift_limit", "saved": "saved_search"}


def _note(case: Case, row: Mapping[str, Any]) -> ActPlace:
    if row.get("officer") is not None:
        return ActPlace("officer", int(row["officer"]))
    if row.get("item") is not None:
        return ActPlace("item", int(row["item"]), ItemId(row["item"]))
    found = _of_row(case, "passage_tag", {"passage": row.get("passage")})
    return found or ActPlace("passage")
