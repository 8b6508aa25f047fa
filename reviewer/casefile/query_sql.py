"""A query as SQL on the rows of item, and its words as an expression for the index of texts.

What the index cannot tell by itself was found out before: see :mod:`reviewer.casefile.query_found`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from reviewer.casefile import noted_words, query_conditions
from reviewer.casefile.engine.case import Case
from reviewer.domain.query import NOTES, And, Condition, Listed, Near, Node, Not, Or, leaves


def match_expression(node: Node) -> str | None:
    """Words put together as an expression for the index of texts; None where that cannot say it.

    It cannot say what only is not wanted. InputError for more words than a query may have.
    """
    query_conditions.refuse_too_many(_size(node))
    known = _without_notes(node)
    return None if isinstance(known, bool) else _expression(known)


def in_notes_only(node: Node) -> bool:
    """Whether nothing that stands in no note can be as wanted."""
    return _without_notes(node) is False


def ranked_by(root: Node | None) -> tuple[Node | None, tuple[Node, ...]]:
    """What of a query is words alone, by which what is found can be ranked, and what else has to be so."""
    parts = root.parts if isinstance(root, And) else () if root is None else (root,)
    return _words_of(And, parts), tuple(part for part in parts if not _only_words(part))


class Where:
    """Makes SQL of a tree, and gathers in ``values`` what it asks with."""

    def __init__(self, case: Case, reviewer: str) -> None:
        self._case = case
        self.values: dict[str, object] = {"reviewer": reviewer}

    def of(self, node: Node) -> str:
        """A test of a row of item, in brackets."""
        query_conditions.refuse_too_many(_size(node))
        return self._of(node)

    def _of(self, node: Node) -> str:
        if _only_words(node):
            return self._words(node)
        match node:
            case Condition():
                return f"({query_conditions.test_of(node, self._name(), self.values)})"
            case Listed(items):
                return f"({self._listed(items)})"
            case Not(part):
                return f"(NOT coalesce({self._of(part)}, 0))"
            case And(parts) | Or(parts):
                words = _words_of(type(node), parts)
                tests = [] if words is None else [self._words(words)]
                tests += [self._of(part) for part in parts if not _only_words(part)]
                return f"({(' AND ' if isinstance(node, And) else ' OR ').join(tests)})"
        raise TypeError(node)

    def _words(self, node: Node) -> str:
        """That the words of an item, or of the notes on it, are as wanted."""
        known = _without_notes(node)
        in_texts = ("1" if known else "0") if isinstance(known, bool) else self._in_texts(known)
        noted = noted_words.matches(self._case, node)
        if not noted.considered:
            return f"({in_texts})"
        apart, also = (self._listed(each) for each in (noted.considered, noted.found))
        return f"({in_texts} AND NOT {apart} OR {also})"

    def _in_texts(self, node: Node) -> str:
        match = _expression(node)
        if match is not None:
            name = self._name()
            self.values[name] = match
            return f"item.id IN (SELECT rowid FROM item_fts WHERE item_fts MATCH :{name})"
        match node:
            case Not(part):
                return f"NOT ({self._in_texts(part)})"
            case And(parts):
                return "(" + " AND ".join(map(self._in_texts, parts)) + ")"
            case Or(parts):
                return "(" + " OR ".join(map(self._in_texts, parts)) + ")"
        raise TypeError(node)

    def _listed(self, items: Iterable[int]) -> str:
        name = self._name()
        self.values[name] = json.dumps(sorted(items))
        return f"item.id IN (SELECT value FROM json_each(:{name}))"

    def _name(self) -> str:
        return f"v{len(self.values)}"


def _size(node: Node) -> int:
    return sum(len(leaf.left) * len(leaf.right) if isinstance(leaf, Near) else 1 for leaf in leaves(node))


def _only_words(node: Node) -> bool:
    return not any(isinstance(leaf, Condition | Listed) for leaf in leaves(node))


def _words_of(kind: type[And | Or], parts: Sequence[Node]) -> Node | None:
    """The parts that are words alone, as one."""
    words = tuple(part for part in parts if _only_words(part))
    return (words[0] if len(words) == 1 else kind(words)) if words else None


def _without_notes(node: Node) -> Node | bool:
    """What is wanted of an item without a note; True or False where that is all or none of them."""
    match node:
        case Not(part):
            known = _without_notes(part)
            return not known if isinstance(known, bool) else Not(known)
        case And(parts) | Or(parts):
            all_of_them = isinstance(node, And)
            known_parts = [_without_notes(part) for part in parts]
            if any(each is (not all_of_them) for each in known_parts):
                return not all_of_them
            kept = tuple(each for each in known_parts if not isinstance(each, bool))
            if not kept:
                return all_of_them
            return kept[0] if len(kept) == 1 else type(node)(kept)
    return False if noted_words.column_of(node) == NOTES else node


def _expression(node: Node) -> str | None:
    match node:
        case Not():
            return None
        case Or(parts):
            found = [_expression(part) for part in parts]
            return None if None in found else " OR ".join(f"({each})" for each in found)
        case And(parts):
            wanted = [_expression(part) for part in parts if not isinstance(part, Not)]
            unwanted = [_expression(part.part) for part in parts if isinstance(part, Not)]
            if not wanted or None in wanted or None in unwanted:
                return None
            found_all = " AND ".join(f"({each})" for each in wanted)
            return f"({found_all}) NOT ({' OR '.join(f'({each})' for each in unwanted)})" if unwanted else found_all
    return noted_words.expression(node)
