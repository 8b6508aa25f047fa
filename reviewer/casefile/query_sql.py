"""A query as SQL: each condition on the rows of item, words as an expression for the index of texts.

What is found by each is a set of items, and a query joins these sets. So what one part has found serves the next query
that has the same part, and nothing is asked of each item by itself.
What the index cannot tell by itself was found out before: see :mod:`reviewer.casefile.query_found`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from pyroaring import BitMap

from reviewer.casefile import item_sets, noted_words, number_texts, query_conditions
from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import reading_state
from reviewer.domain.query import NOTES, And, Condition, Listed, Near, Node, Not, Or, leaves

_FEW = 500
"""Of so many items a condition is asked by itself, and not of all items."""
_MANY = 64
"""More than one person in so many are looked for in all rows of people and items, of which a page has more than that:
by the index of people as good as every page would be read, for each of them anew."""


def match_expression(node: Node) -> str | None:
    """Words put together as an expression for the index of texts; None where that cannot say it.

    It cannot say what only is not wanted. InputError for more words than a query may have.
    """
    query_conditions.refuse_too_many(size(node))
    known = _without_notes(node)
    return None if isinstance(known, bool) else _expression(known)


def in_notes_only(node: Node) -> bool:
    """Whether nothing that stands in no note can be as wanted."""
    return _without_notes(node) is False


def ranked_by(root: Node | None) -> tuple[Node | None, tuple[Node, ...]]:
    """What of a query is words alone, by which what is found can be ranked, and what else has to be so."""
    parts = root.parts if isinstance(root, And) else () if root is None else (root,)
    return _words_of(And, parts), tuple(part for part in parts if not _only_words(part))


def meeting(case: Case, node: Node, reviewer: str, among: BitMap | None = None) -> BitMap:
    """The items that are as a tree wants them; of those outside of ``among`` any may be there.

    The set may be one that is kept, or ``among`` itself: never change it in place.
    InputError for more words than a query may have.
    """
    query_conditions.refuse_too_many(size(node))
    return _Meeting(case, reviewer).of(node, among)


class _Meeting:
    """Finds the items of each part of a tree, and joins what was found as the tree joins its parts."""

    def __init__(self, case: Case, reviewer: str) -> None:
        self._case = case
        self._reviewer = reviewer

    def of(self, node: Node, among: BitMap | None = None) -> BitMap:
        """Items that are as wanted; those outside of ``among`` do not matter, and may be there or not."""
        if _only_words(node):
            return self._words(node)
        match node:
            case Condition():
                return self._condition(node, among)
            case Listed(items):
                return BitMap(items)
            case Not(part):
                return item_sets.every(self._case) - self.of(part, among)
            case And(parts):
                return self._all(parts, among)
            case Or(parts):
                return self._any(parts, among)
        raise TypeError(node)

    def _any(self, parts: Sequence[Node], among: BitMap | None) -> BitMap:
        words = _words_of(Or, parts)
        found = [] if words is None else [self._words(words)]
        return BitMap.union(*found, *(self.of(part, among) for part in parts if not _only_words(part)))

    def _all(self, parts: Sequence[Node], among: BitMap | None) -> BitMap:
        words = _words_of(And, parts)
        found = among if words is None else self._words(words)
        for part in parts:
            if not _only_words(part):
                met = self.of(part, found)
                found = met if found is None else found & met
        return BitMap() if found is None else found

    # -- conditions ----------------------------------------------------------------------------------------------------

    def _sent(self, sender: str, receiver: str) -> BitMap:
        return self._condition(Condition("from", sender), None) & self._condition(Condition("to", receiver), None)

    def _condition(self, condition: Condition, among: BitMap | None) -> BitMap:
        if condition.field == "between":
            one, _, other = condition.value.partition("|")
            return self._sent(one, other) | self._sent(other, one)
        people = condition.field in query_conditions.ROLES
        if among is not None and len(among) <= _FEW and not people:
            return self._asked(condition, among)
        if unwanted := query_conditions.none_of(condition):
            return item_sets.every(self._case) - BitMap.union(*(self._condition(each, None) for each in unwanted))
        evidence = query_conditions.of_evidence(condition)
        key = condition.field, condition.value, "" if evidence else self._reviewer
        find = self._people if people else self._of_kind if condition.field == "kind" else self._asked
        return self._case.kept(key, lambda: find(condition), evidence=evidence)

    def _asked(self, condition: Condition, among: BitMap | None = None) -> BitMap:
        values: dict[str, object] = {"reviewer": self._reviewer}
        sql = f"SELECT item.id FROM item WHERE ({query_conditions.test_of(condition, 'asked', values)})"
        if among is not None:
            values["among"] = item_sets.listed(among)
            sql += " AND item.id IN (SELECT value FROM json_each(:among))"
        return number_texts.as_set(self._case.number_text(sql, values))

    def _of_kind(self, condition: Condition) -> BitMap:
        """The items of some kinds, by what all items were found to be of."""
        known = item_sets.known_kinds(self._case)
        if known is None:
            return self._asked(condition)
        values: dict[str, object] = {"known": json.dumps(list(known))}
        test = query_conditions.test_of(condition, "asked", values)
        sql = (
            "SELECT kind, media_type FROM (SELECT value ->> 0 AS kind, value ->> 1 AS media_type "
            f"FROM json_each(:known)) AS item WHERE {test}"
        )
        return BitMap.union(BitMap(), *(known[kind, media] for kind, media in self._case.tuples(sql, values)))

    def _people(self, condition: Condition) -> BitMap:
        """The items of people. Where these are many, their rows are not looked up by the index of each."""
        values: dict[str, object] = {}
        asked = query_conditions.named(condition, values)
        every = int(self._case.value("SELECT count(*) FROM person")) if asked else 0
        known = item_sets.known_people(self._case, condition.field)
        found = BitMap()
        for each in asked:
            people = self._case.numbers(each.people, values)
            if known is not None:
                sets = known if each.with_replies or condition.field != "from" else known[:1]
                found = BitMap.union(found, *(one[who] for one in sets for who in people if who in one))
                continue
            by = "+person" if len(people) > every // _MANY else "person"
            sql = (
                f"SELECT item FROM item_person WHERE role IN ({each.roles}) "
                f"AND {by} IN (SELECT value FROM json_each(:people))"
            )
            found |= number_texts.as_set(self._case.number_text(sql, {"people": json.dumps(people)}))
        return found

    # -- words ---------------------------------------------------------------------------------------------------------

    def _words(self, node: Node) -> BitMap:
        """The items whose words, or those of the notes on them, are as wanted."""
        known = _without_notes(node)
        if isinstance(known, bool):
            in_texts = item_sets.every(self._case) if known else BitMap()
        else:
            in_texts = self._in_texts(known)
        noted = noted_words.matches(self._case, node)
        return in_texts - BitMap(noted.considered) | BitMap(noted.found) if noted.considered else in_texts

    def _in_texts(self, node: Node) -> BitMap:
        match = _expression(node)
        if match is not None:
            return matched(self._case, match)
        match node:
            case Not(part):
                return item_sets.every(self._case) - self._in_texts(part)
            case And(parts):
                return BitMap.intersection(*map(self._in_texts, parts))
            case Or(parts):
                return BitMap.union(*map(self._in_texts, parts))
        raise TypeError(node)


def matched(case: Case, match: str) -> BitMap:
    """The items whose texts the index finds by an expression. It may be kept: never change it in place.

    Texts that are put into the index make another version of it, and items that are taken out are evidence.
    """
    return case.kept(
        ("matched", match, reading_state.index_version(case)),
        lambda: number_texts.as_set(case.number_text("SELECT rowid FROM item_fts WHERE item_fts MATCH ?", (match,))),
        evidence=True,
    )


def size(node: Node) -> int:
    """How many words and conditions a tree asks for."""
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
