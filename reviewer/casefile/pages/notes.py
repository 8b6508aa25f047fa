"""Notes on passages, items and officers."""

from __future__ import annotations

from typing import Any

from reviewer.casefile.engine.case import Act, Case
from reviewer.domain import clock
from reviewer.domain.ids import ItemId, NoteId, OfficerId, PassageId
from reviewer.domain.pages.note import Note
from reviewer.errors import NotFoundError

BEGUN_BEFORE_RULE = "private, begun before the rule"
"""The fact of an act that its note is private though new ones are for the report: that was decided since."""


def on_item(case: Case, item: ItemId) -> list[Note]:
    """The notes on an item itself, in order of time; those on its passages go with the passages."""
    return [note_of(row) for row in case.rows("SELECT * FROM note WHERE item = ? ORDER BY id", (item,))]


def on_officer(case: Case, officer: OfficerId) -> list[Note]:
    """The notes on an officer, in order of time."""
    return [note_of(row) for row in case.rows("SELECT * FROM note WHERE officer = ? ORDER BY id", (officer,))]


def listed(case: Case) -> list[Note]:
    """All notes, in order of time."""
    return [note_of(row) for row in case.rows("SELECT * FROM note ORDER BY id")]


def get(case: Case, note: NoteId) -> Note:
    """One note; NotFoundError when there is none of that id."""
    row = case.row("SELECT * FROM note WHERE id = ?", (note,))
    if row is None:
        raise NotFoundError(f"there is no note {note}")
    return note_of(row)


def add(
    act: Act,
    text: str,
    reviewer: str,
    *,
    passage: PassageId | None = None,
    item: ItemId | None = None,
    officer: OfficerId | None = None,
    for_report: bool | None = None,
) -> NoteId:
    """Add a note on just one of a passage, an item and an officer; where nothing is said of it, the rule holds."""
    values = {
        "passage": passage,
        "item": item,
        "officer": officer,
        "text": text,
        "reviewer": reviewer,
        "created": clock.now(),
        "for_report": int(rule(act.case) if for_report is None else for_report),
    }
    return NoteId(act.insert("note", values))


def rule(case: Case) -> bool:
    """Whether a new note of which nothing is said is for the report; private where nobody has decided."""
    return bool(case.value("SELECT for_report FROM note_rule"))


def rule_changed(case: Case) -> str:
    """When it was last changed what new notes are, an undo of that included; empty where it never was."""
    sql = """
        WITH RECURSIVE ruled (id, at) AS (
            SELECT id, at FROM audit WHERE act = 'note rule'
            UNION SELECT audit.id, audit.at FROM audit JOIN ruled ON audit.undoes = ruled.id
        ) SELECT max(at) FROM ruled
    """
    return str(case.value(sql) or "")


def set_rule(act: Act, *, for_report: bool) -> None:
    """Decide what new notes are. Those that are there stay as they are."""
    values = {"for_report": int(for_report)}
    if act.case.row("SELECT 1 FROM note_rule") is None:
        act.insert("note_rule", {"id": 1, **values})
    else:
        act.update("note_rule", 1, values)


def note_of(row: Any) -> Note:
    """A note from its row."""
    return Note(
        NoteId(row["id"]),
        row["text"],
        row["reviewer"],
        row["created"],
        None if row["passage"] is None else PassageId(row["passage"]),
        None if row["item"] is None else ItemId(row["item"]),
        None if row["officer"] is None else OfficerId(row["officer"]),
        bool(row["for_report"]),
    )
