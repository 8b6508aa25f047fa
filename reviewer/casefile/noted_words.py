"""Words in reviewers' notes, which have an index of their own: what a search finds because of them, and what not.

A word may stand in the text of an item and another in a note on it. So the few items whose notes have any of the words
are looked at one by one, and left out where the index of texts is asked for all others.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.casefile.engine.case import Case
from reviewer.domain.ids import ItemId
from reviewer.domain.query import Term

COLUMN = "notes"
"""The column of a term that is wanted in notes alone."""


@dataclass(frozen=True, slots=True)
class Noted:
    """The items whose notes have any of the words, and those of them that are what was searched for."""

    considered: frozenset[ItemId] = frozenset()
    found: frozenset[ItemId] = frozenset()


def matches(case: Case, terms: Sequence[Term]) -> Noted:
    """What a search finds or leaves out because of notes. Without a term that is wanted, ``found`` is empty."""
    about_notes = [term for term in terms if term.column in ("", COLUMN)]
    if not about_notes:
        return Noted()
    considered = _in_notes(case, about_notes)
    if not considered:
        return Noted()
    found = set(considered) if groups(terms) else set()
    for group in groups(terms):
        found &= _anywhere(case, group, considered)
    unwanted = [term for term in terms if term.negative]
    if unwanted and found:
        found -= _anywhere(case, unwanted, considered)
    return Noted(considered, frozenset(found))


def groups(terms: Sequence[Term]) -> list[list[Term]]:
    """The terms that are wanted; of each group, one will do."""
    found: list[list[Term]] = []
    for term in terms:
        if term.negative:
            continue
        if term.either and found:
            found[-1].append(term)
        else:
            found.append([term])
    return found


def any_of(terms: Sequence[Term]) -> str:
    """Any of some terms, for FTS5. Words are quoted, so none is taken for syntax."""
    return " OR ".join(map(_phrase, terms))


def _phrase(term: Term) -> str:
    text = '"' + " ".join(term.words) + '"' + ("*" if term.prefix else "")
    return f"{term.column} : {text}" if term.column else text


def _in_notes(case: Case, terms: Sequence[Term]) -> frozenset[ItemId]:
    rows = case.rows("SELECT rowid AS id FROM note_fts WHERE note_fts MATCH ?", (any_of(terms),))
    return frozenset(ItemId(row["id"]) for row in rows)


def _anywhere(case: Case, terms: Sequence[Term], among: frozenset[ItemId]) -> set[ItemId]:
    """Those of some items that have any of the terms, in the text or in notes."""
    found: set[ItemId] = set()
    in_notes = [term for term in terms if term.column in ("", COLUMN)]
    if in_notes:
        found |= _in_notes(case, in_notes) & among
    in_texts = [term for term in terms if term.column != COLUMN]
    if in_texts:
        rows = case.rows(
            "SELECT rowid AS id FROM item_fts WHERE item_fts MATCH ? AND rowid IN (SELECT value FROM json_each(?))",
            (any_of(in_texts), json.dumps(sorted(among))),
        )
        found |= {ItemId(row["id"]) for row in rows}
    return found
