"""Tell what an act did, and where that stands, so that whoever did it sees it and can go there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from reviewer.casefile import bulk_rows
from reviewer.casefile.engine import audit, undo
from reviewer.casefile.engine.act_places import ActPlace, place
from reviewer.casefile.engine.case import Case
from reviewer.casefile.pages import notes
from reviewer.casefile.people import officers
from reviewer.domain.act_sentences import Row, sentence
from reviewer.domain.acts import told
from reviewer.domain.ids import AuditId, OfficerId
from reviewer.usecases.undo import ONE_BY_ONE

__all__ = ["ActPlace", "ToldAct", "act", "last", "newest"]

_HANDED = frozenset({"production deliver", "production recall", "passphrase change"})


@dataclass(frozen=True, slots=True)
class ToldAct:
    """An act in words, and who did it. ``back`` is "undo" or "redo" where it took another act back, or did it again.

    ``handed`` says that it is about what others have or can open: it is told although nothing takes it back.
    ``one_by_one`` says that it is such as one does to one document after the other in a list.
    """

    number: AuditId
    at: str
    by: str
    words: str
    place: ActPlace
    undoable: bool
    back: str = ""
    one_by_one: bool = False
    handed: bool = False


def act(case: Case, number: AuditId) -> ToldAct:
    """What an entry of the trail tells."""
    entry = undo.entry(case, number)
    meant = undo.original(case, entry)
    back = entry.act if entry.undoes is not None else ""
    undoable = bool(entry.changes) and all(each.table in undo.TABLES for each in entry.changes)
    words, one_by_one = _words(case, meant, whole=True), meant.act in ONE_BY_ONE
    stands, handed = place(case, meant), meant.act in _HANDED
    return ToldAct(entry.id, entry.at, entry.reviewer, words, stands, undoable, back, one_by_one, handed)


def in_words(case: Case, entry: audit.AuditEntry) -> str:
    """What an entry of the trail tells, for who reads the trail: that of an undo tells what was taken back."""
    meant = undo.original(case, entry)
    words = _words(case, meant)
    told_already = meant.subject in words or {*meant.subject.split()} <= {*re.split(r"[\s,()]+", words)}
    if not told_already:
        words = f"{words}: {meant.subject}"
    if entry.undoes is None:
        return words
    return f"Undone: {words}" if entry.act == undo.UNDO else f"Done again: {words}"


def _words(case: Case, meant: audit.AuditEntry, *, whole: bool = False) -> str:
    """What an entry says; ``whole``: with the parts of the act that came before it."""
    rows = [(each.table, each.id, each.before, each.after) for each in meant.changes]
    items = meant.facts["items"] if whole and bulk_rows.TOGETHER in meant.facts else None
    said = sentence(told(meant.act), meant.subject, rows, officers=_linked(case, rows), items=items)
    if notes.BEGUN_BEFORE_RULE in meant.facts:
        return f"{said}; the note is private, for it was begun before new notes were for the report"
    return said


def _linked(case: Case, rows: Iterable[Row]) -> list[str]:
    """The names of the officers whom an act linked, or took off."""
    links = (after or before or {} for table, _, before, after in rows if table == "link")
    ids = {OfficerId(link["officer"]) for link in links}
    return sorted(officer.name for officer in officers.many(case, ids).values()) if ids else []


def last(case: Case, reviewer: str) -> ToldAct | None:
    """The act that this reviewer's next undo takes back; None when there is none."""
    done, _ = undo.stacks(case, reviewer)
    return act(case, done[-1]) if done else None


def newest(case: Case) -> AuditId:
    """The number of the newest entry of the trail."""
    return AuditId(audit.head(case)[0])
