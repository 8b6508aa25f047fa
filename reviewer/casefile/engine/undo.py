"""Undo and redo, straight from the audit trail: an act is taken back by putting its rows back as they were.

An undo is an act of its own, with its own entry that names the one it undoes, so that nothing ever leaves the trail.
Redo undoes the undo. Acts without changes of rows (an intake, an export) have nothing to take back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from reviewer.casefile import bulk_rows
from reviewer.casefile.engine import audit
from reviewer.casefile.engine.case import Act, Case
from reviewer.casefile.engine.cipher import IntegrityError
from reviewer.domain.act_sentences import sentence
from reviewer.domain.acts import told
from reviewer.domain.ids import AuditId
from reviewer.errors import InputError

TABLES = frozenset(
    {
        "tag",
        "passage",
        "passage_tag",
        "officer",
        "officer_name",
        "assignment",
        "link",
        "note",
        "note_rule",
        "item_mark",
        "item_tag",
        "item_officer",
        "queue",
        "saved_search",
        "reading_rule",
        "privilege_call",
        "lawyer",
        "confidential_source",
        "confidential_source_word",
        "agency",
        "redaction",
        "redaction_reason",
        "item_reviewed",
        "production",
        "production_item",
        "production_drop",
        "thread_correction",
        "alias_refusal",
        "clause",
        "clause_element",
        "clause_exemption",
        "allegation",
        "allegation_ground",
        "allegation_explanation",
        "allegation_confirmation",
        "allegation_search",
        "allegation_dismissal",
        "finding_label",
        "finding",
        "finding_step",
        "finding_signature",
        "complaint",
        "complaint_column",
        "benefit",
        "benefit_proof",
        "benefit_distinct",
        "endorsement",
        "endorsement_passage",
        "gift_limit",
        "unidentified",
        "officer_merge",
        "roster_column",
        "organisation",
        "organisation_domain",
        "organisation_person",
        "interview",
        "interview_participant",
        "interview_topic",
        "interview_question",
        "interview_citation",
        "interview_exhibit",
        "interview_notice",
        "interview_note",
        "interview_answer",
        "interview_showing",
        "interview_break",
    }
)
"""Reviewers' work, whose rows come and go by acts alone. Evidence is never taken back."""

DROPPED: Mapping[tuple[str, str], object] = {("item_mark", "privileged"): 0}
"""Columns that a later format has dropped, and what each row had in them by then."""

DEPTH = 1_000
"""How many acts are looked at to know what can be undone: what took one back, or did it again, is not counted."""

UNDO, REDO = "undo", "redo"

_THEIRS = "reviewer = :reviewer AND json_array_length(detail, '$.changes') > 0"
_FIRST = f"min(coalesce(json_extract(audit.detail, '$.facts.{bulk_rows.TOGETHER}'), audit.id), audit.id)"
_LATEST = f"""
    WITH RECURSIVE own (first, acts) AS (
        SELECT {_FIRST}, undoes IS NULL FROM audit
            WHERE id = (SELECT id FROM audit WHERE {_THEIRS} ORDER BY id DESC LIMIT 1)
        UNION ALL SELECT {_FIRST}, acts + (undoes IS NULL) FROM own
            JOIN audit ON audit.id = (SELECT id FROM audit WHERE {_THEIRS} AND id < first ORDER BY id DESC LIMIT 1)
            WHERE acts < :depth)
    SELECT id, act, undoes FROM audit WHERE {_THEIRS} AND id >= (SELECT min(first) FROM own) ORDER BY id"""
"""The entries of a reviewer's last acts. Of one in parts only the last is read, which names the first: a part is
nearly a megabyte, of which the index tells that it changed something."""


def stacks(case: Case, reviewer: str) -> tuple[list[AuditId], list[AuditId]]:
    """The entries that this reviewer could undo, and redo, the next one last."""
    done: list[AuditId] = []
    undone: list[AuditId] = []
    for row in case.rows(_LATEST, {"reviewer": reviewer, "depth": DEPTH}):
        entry = AuditId(row["id"])
        if row["undoes"] is None:
            done.append(entry)
            undone.clear()
        elif row["act"] == UNDO:
            if done:
                done.pop()
            undone.append(entry)
        else:
            if undone:
                undone.pop()
            done.append(entry)
    return done, undone


def entry(case: Case, number: AuditId) -> audit.AuditEntry:
    """One entry of the trail."""
    return audit.entry_of(case.row("SELECT * FROM audit WHERE id = ?", (number,)))


def original(case: Case, undone: audit.AuditEntry) -> audit.AuditEntry:
    """The reviewer's act at the end of a chain of undos and redos."""
    while undone.undoes is not None:
        undone = entry(case, undone.undoes)
    return undone


def take_back(act: Act, done: audit.AuditEntry) -> None:
    """Put the rows of an act back as they were; InputError when later work stands on them."""
    for table, alike in groupby(reversed(done.changes), _way):
        changes = list(alike)
        if table[0] not in TABLES:
            raise InputError(f"“{_in_words(done)}” cannot be undone")
        for at in range(0, len(changes), bulk_rows.AT_ONCE):
            _take_back(act, done, changes[at : at + bulk_rows.AT_ONCE])


def _way(change: audit.Change) -> tuple[str, bool, bool]:
    """What can be put back together: rows of one table that all came, went or were changed."""
    return change.table, change.before is None, change.after is None


def _take_back(act: Act, done: audit.AuditEntry, changes: Sequence[audit.Change]) -> None:
    """Put back some rows of one table, all of which came, went or were changed; of these each but once."""
    table = changes[0].table
    there = bulk_rows.rows_now(act.case, table, [each.id for each in changes])
    put: dict[int, Mapping[str, Any] | None] = {}
    for change in changes:
        if change.id in put:  # it was changed twice
            _put_back(act, done, table, put)
            there.update(bulk_rows.rows_now(act.case, table, [change.id]))
            put = {}
        now = there.get(change.id)
        before, after = (as_kept(table, now, row) for row in (change.before, change.after))
        if _as_recorded(now, after) != after or _has_dropped(table, before, now):
            raise InputError(
                f"“{_in_words(done)}” cannot be undone: it was changed since", "Undo the later change first."
            )
        put[change.id] = before
    _put_back(act, done, table, put)


def _put_back(act: Act, done: audit.AuditEntry, table: str, rows: Mapping[int, Mapping[str, Any] | None]) -> None:
    """Make rows be as they were, all of which come, go or are changed."""
    there = bulk_rows.rows_now(act.case, table, list(rows))
    wanted = [(number, row) for number, row in rows.items() if row is not None]
    try:
        if not wanted:
            bulk_rows.delete(act, table, list(rows))
        elif there:
            bulk_rows.update(act, table, wanted)
        else:
            bulk_rows.put_back(act, table, [row for _, row in wanted])
    except IntegrityError as error:
        raise InputError(
            f"“{_in_words(done)}” cannot be undone: later work stands on it",
            "Remove the tag, link or note that was set on it first.",
        ) from error


def _in_words(done: audit.AuditEntry) -> str:
    rows = [(each.table, each.id, each.before, each.after) for each in done.changes]
    return sentence(told(done.act), done.subject, rows)


def as_kept(table: str, now: Any | None, recorded: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """A row of an entry without the columns that its table no longer has, where it had in them what all rows had."""
    if recorded is None:
        return None
    gone = {
        name
        for (of, name), value in DROPPED.items()
        if of == table and recorded.get(name) == value and (now is None or name not in now.keys())  # noqa: SIM118
    }
    return {name: value for name, value in recorded.items() if name not in gone}


def _has_dropped(table: str, recorded: Mapping[str, Any] | None, now: Any | None) -> bool:
    """Whether a row of an entry says something that has no place in its table any more."""
    return any(
        of == table and name in (recorded or {}) and (now is None or name not in now.keys())  # noqa: SIM118
        for of, name in DROPPED
    )


def _as_recorded(row: Any | None, recorded: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """A row as an entry would have it: without the columns that later formats have added to its table."""
    if row is None:
        return None
    return {name: row[name] for name in row.keys() if recorded is None or name in recorded}  # noqa: SIM118
