"""Write and change notes. A note is private, unless it, or the rule of the case, is said to be for the report."""

from __future__ import annotations

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import items
from reviewer.casefile.pages import notes, passages
from reviewer.casefile.people import officers
from reviewer.domain.ids import ItemId, NoteId, OfficerId, PassageId
from reviewer.domain.pages.note import Note, rule_words
from reviewer.errors import InputError

# Handed on as the case file answers it.
rule = notes.rule


def on_item(case: Case, item: ItemId, text: str, *, for_report: bool | None = None, reviewer: str) -> Note:
    """Note something on an item."""
    with case.act(reviewer, "note add", items.get(case, item).control) as act:
        made = notes.add(act, _words(text), reviewer, item=item, for_report=for_report)
    return notes.get(case, made)


def on_passage(case: Case, passage: PassageId, text: str, *, for_report: bool | None = None, reviewer: str) -> Note:
    """Note something on a passage."""
    with case.act(reviewer, "note add", passages.get(case, passage).control) as act:
        made = notes.add(act, _words(text), reviewer, passage=passage, for_report=for_report)
    return notes.get(case, made)


def on_officer(case: Case, officer: OfficerId, text: str, *, for_report: bool | None = None, reviewer: str) -> Note:
    """Note something on an officer."""
    with case.act(reviewer, "note add", officers.get(case, officer).serial) as act:
        made = notes.add(act, _words(text), reviewer, officer=officer, for_report=for_report)
    return notes.get(case, made)


def change(case: Case, note: NoteId, text: str, *, reviewer: str) -> Note:
    """Put other words in a note; the audit trail keeps the old ones."""
    before = notes.get(case, note)
    with case.act(reviewer, "note change", _subject(case, before)) as act:
        act.update("note", note, {"text": _words(text)})
    return notes.get(case, note)


def release(case: Case, note: NoteId, *, for_report: bool, reviewer: str) -> Note:
    """Say that a note is for the report, or that it is private after all."""
    before = notes.get(case, note)
    with case.act(reviewer, "note change", _subject(case, before)) as act:
        act.update("note", note, {"for_report": int(for_report)})
    return notes.get(case, note)


def set_rule(case: Case, *, for_report: bool, reviewer: str) -> bool:
    """Decide what new notes are, unless something is said of one; what was written before stays what it is."""
    if notes.rule(case) is not for_report:
        with case.act(reviewer, "note rule", rule_words(for_report=for_report)) as act:
            notes.set_rule(act, for_report=for_report)
    return notes.rule(case)


def remove(case: Case, note: NoteId, *, reviewer: str) -> Note:
    """Remove a note; returns what it was."""
    before = notes.get(case, note)
    with case.act(reviewer, "note remove", _subject(case, before)) as act:
        act.delete("note", note)
    return before


def listed(case: Case) -> list[tuple[Note, str]]:
    """All notes in order of time, each with the control number or serial number of what it is on."""
    return [(each, _subject(case, each)) for each in notes.listed(case)]


def _words(text: str) -> str:
    if not text.strip():
        raise InputError("a note needs words")
    return text.strip()


def _subject(case: Case, note: Note) -> str:
    if note.passage is not None:
        return passages.get(case, note.passage).control
    if note.item is not None:
        return items.get(case, note.item).control
    return officers.get(case, note.officer).serial if note.officer is not None else ""
