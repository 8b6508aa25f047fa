"""Words in reviewers' notes, which have an index of their own: what a search finds because of them, and what not.

A word may stand in the text of an item and another in a note on it. So the few items whose notes have any of the words
are looked at one by one, and left out where the index of texts is asked for all others.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

from reviewer.casefile.engine.case import Case
from reviewer.domain.ids import ItemId
from reviewer.domain.query import NOTES, And, Near, Node, Not, Or, Query, Side, Term, leaves


@dataclass(frozen=True, slots=True)
class Noted:
    """The items whose notes have any of the words, and those of them that are what was searched for."""

    considered: frozenset[ItemId] = frozenset()
    found: frozenset[ItemId] = frozenset()


def matches(case: Case, node: Node) -> Noted:
    """What a search for words, put together in any way, finds or leaves out because of notes."""
    about_notes = [leaf for leaf in leaves(node) if column_of(leaf) in ("", NOTES)]
    if not about_notes:
        return Noted()
    considered = _in_notes(case, about_notes)
    return Noted(considered, _found(case, node, considered)) if considered else Noted()


def some_alone(case: Case, query: Query) -> bool:
    """Whether some words of a query stand in a note and in no text: whoever reads them knows what notes say."""
    words = [leaf for leaf in leaves(query.root) if isinstance(leaf, Term | Near)]
    return any(_in_notes(case, [leaf]) and not _in_texts(case, leaf) for leaf in words if not column_of(leaf))


def column_of(leaf: Node) -> str:
    """The column that words are wanted in; empty for anywhere."""
    return leaf.column if isinstance(leaf, Term | Near) else ""


def any_of(parts: Iterable[Node]) -> str:
    """Any of some words, phrases and what is near, for FTS5. Words are quoted, so none is taken for syntax."""
    return " OR ".join(map(expression, parts))


def expression(leaf: Node) -> str:
    """A word, phrase, or words that are near, for FTS5, which counts the words between two that are near."""
    column = column_of(leaf)
    narrowed = f"{column} : " if column else ""
    if isinstance(leaf, Near):
        pairs = (f"{_phrase(one)} {_phrase(other)}" for one, other in product(leaf.left, leaf.right))
        return " OR ".join(f"{narrowed}NEAR({pair}, {leaf.distance - 1})" for pair in pairs)
    if isinstance(leaf, Term):
        return narrowed + _phrase(leaf)
    raise TypeError(leaf)


def _phrase(term: Side) -> str:
    if not isinstance(term, Term):
        raise TypeError(term)
    return '"' + " ".join(term.words) + '"' + ("*" if term.prefix else "")


def _in_notes(case: Case, parts: Iterable[Node]) -> frozenset[ItemId]:
    rows = case.rows("SELECT rowid AS id FROM note_fts WHERE note_fts MATCH ?", (any_of(parts),))
    return frozenset(ItemId(row["id"]) for row in rows)


def _in_texts(case: Case, leaf: Node) -> bool:
    return bool(case.numbers("SELECT rowid FROM item_fts WHERE item_fts MATCH ? LIMIT 1", (expression(leaf),)))


def _found(case: Case, node: Node, among: frozenset[ItemId]) -> frozenset[ItemId]:
    """Those of some items that are as wanted, in the text or in notes."""
    match node:
        case And(parts):
            found = among
            for part in parts:
                found = _found(case, part, found) if found else found
            return found
        case Or(parts):
            return frozenset[ItemId]().union(*(_found(case, part, among) for part in parts))
        case Not(part):
            return among - _found(case, part, among)
    return _has(case, node, among)


def _has(case: Case, leaf: Node, among: frozenset[ItemId]) -> frozenset[ItemId]:
    """Those of some items that have the words, in the text or in notes."""
    found: set[ItemId] = set()
    if column_of(leaf) in ("", NOTES):
        found |= _in_notes(case, [leaf]) & among
    if column_of(leaf) != NOTES:
        rows = case.rows(
            "SELECT rowid AS id FROM item_fts WHERE item_fts MATCH ? AND rowid IN (SELECT value FROM json_each(?))",
            (expression(leaf), json.dumps(sorted(among))),
        )
        found |= {ItemId(row["id"]) for row in rows}
    return frozenset(found)
