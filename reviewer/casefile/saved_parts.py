"""What ``saved:NAME`` stands for in a query: the search, or the list of terms, that is kept under that name."""

from __future__ import annotations

import json
from collections.abc import Iterator

from reviewer.casefile.analysis import saved_searches
from reviewer.casefile.engine.case import Case
from reviewer.casefile.query_conditions import refuse_too_many
from reviewer.domain.analysis.saved_search import plain_name
from reviewer.domain.query import And, Condition, Leaf, Node, Not, Or, Query, asked, joined, leaves
from reviewer.domain.query_grammar import parse
from reviewer.errors import InputError, QueryError

FIELD = "saved"

_MOST_TOLD = 5

_EVERYTHING = Or((Condition("is", "unseen"), Not(Condition("is", "unseen"))))
"""What a search for nothing in particular finds, in words that can be typed."""


def key(name: str) -> str:
    """A name as it is told from others: whatever its case, and the blanks in it."""
    return plain_name(name).casefold()


def roots(case: Case, name: str) -> list[Node | None]:
    """The tree of a saved search, or of each term of a list; any of them is wanted. None wants everything.

    NotFoundError where there is none of that name, QueryError for one that is not understood any more.
    """
    return [parse(term).root for term in saved_searches.find(case, name).terms]


def named(query: Query) -> tuple[Condition, ...]:
    """The conditions of a query that name a saved search, wanted or not."""
    return tuple(each for each in query.conditions if each.field == FIELD)


def told(case: Case, query: Query) -> Query:
    """The query with the words of the saved searches that it names, to be shown in what it finds.

    It is not to be run. One that is gone, or is not understood any more, has no words.
    """
    if not any(isinstance(each, Condition) and each.field == FIELD for each in asked(query.root)):
        return query
    found = tuple(each for each in _words(case, query.root, set()) if not isinstance(each, Condition))
    return Query(Or(found) if found else None, query.text)


def _words(case: Case, node: Node | None, within: set[str]) -> Iterator[Leaf]:
    for each in asked(node):
        if not isinstance(each, Condition) or each.field != FIELD:
            yield each
        elif key(each.value) not in within:
            within.add(key(each.value))
            try:
                inner = roots(case, each.value)
            except InputError:
                continue
            for root in inner:
                yield from _words(case, root, within)


def texts(case: Case, text: str) -> Iterator[str]:
    """The saved searches that a query as typed names, and those that these name, as they were typed."""
    for name in _named_in(case, text):
        yield saved_searches.find(case, name).query


def in_full(case: Case, query: Query) -> str:
    """A query as it can be typed, with what stands for them in place of the saved searches that it names.

    Empty where it names none. NotFoundError and QueryError as of :func:`roots`, InputError for more than a query may
    have. None may stand for itself, which is for ``query_names.check`` to refuse.
    """
    if not named(query) or query.root is None:
        return ""
    return str(Query(_put_in(case, query.root, {})))


def _put_in(case: Case, node: Node, known: dict[str, Node]) -> Node:
    match node:
        case And(parts) | Or(parts):
            put: Node = joined(type(node), [_put_in(case, part, known) for part in parts])
            refuse_too_many(sum(1 for _ in leaves(put)))
            return put
        case Not(part):
            within = _put_in(case, part, known)
            return within.part if isinstance(within, Not) else Not(within)
        case Condition(field=field) if field == FIELD:
            if key(node.value) not in known:
                found = [_EVERYTHING if root is None else root for root in roots(case, node.value)]
                known[key(node.value)] = joined(Or, [_put_in(case, root, known) for root in found])
            return known[key(node.value)]
        case _:
            return node


def used_by(case: Case, name: str) -> list[str]:
    """What of a case names a saved search, in words.

    Other saved searches, queues in use, productions that were not dropped, elements of allegations.
    """
    found = [f"the saved search “{each.name}”" for each in saved_searches.listed(case) if names(each.terms, name)]
    for queue, query in case.tuples("SELECT name, query FROM queue WHERE NOT archived AND query LIKE '%saved:%'"):
        if names((str(query),), name):
            found.append(f"the queue “{queue}”")
    sql = """
        SELECT id, query FROM production
        WHERE query LIKE '%saved:%' AND id NOT IN (SELECT production FROM production_drop) ORDER BY id
    """
    found += [f"production {number}" for number, query in case.tuples(sql) if names((str(query),), name)]
    sql = """
        SELECT said.allegation, clause_element.position, made.query FROM allegation_search AS made
        JOIN allegation_confirmation AS said ON said.id = made.confirmation
        JOIN clause_element ON clause_element.id = said.element WHERE made.query LIKE '%saved:%' ORDER BY 1, 2
    """
    found += [
        f"element {element} of allegation {allegation}"
        for allegation, element, query in case.tuples(sql)
        if names((str(query),), name)
    ]
    return list(dict.fromkeys(found))


def named_by(case: Case, name: str) -> str:
    """What of a case names a saved search, as a part of a sentence: the first few; empty for nothing."""
    used = used_by(case, name)
    return ", ".join(used[:_MOST_TOLD]) + (f" and {len(used) - _MOST_TOLD} more" if len(used) > _MOST_TOLD else "")


def changed_since(case: Case, query: str, entry: int) -> str:
    """The first saved search by which a query, as typed, looks for something else than it did by an entry of the trail.

    Its name; empty where there is none. What those that it names name in turn counts as well.
    """
    sql = """
        SELECT detail FROM audit WHERE id > ? AND act IN ('saved query', 'saved add', 'saved remove', 'undo', 'redo')
        AND detail LIKE '%"saved_search"%' ORDER BY id
    """
    then: dict[int, str] = {}
    for (detail,) in case.tuples(sql, (entry,)):
        for table, number, before, _after in json.loads(detail)["changes"]:
            if table == "saved_search":
                then.setdefault(int(number), "" if before is None else str(before["query"]))
    for name in _named_in(case, query) if then else ():
        saved = saved_searches.find(case, name)
        if then.get(saved.id, saved.query) != saved.query:
            return saved.name
    return ""


def _named_in(case: Case, query: str) -> Iterator[str]:
    """The saved searches that a query names, and those that these name; what is not understood names none."""
    left, known = [query], set[str]()
    while left:
        try:
            conditions = named(parse(left.pop()))
        except QueryError:
            continue
        for each in conditions:
            if key(each.value) not in known and saved_searches.known(case, each.value):
                known.add(key(each.value))
                yield each.value
                left += saved_searches.find(case, each.value).terms


def names(texts: tuple[str, ...], name: str) -> bool:
    """Whether any of some queries names a saved search; what is not understood names none."""
    for text in texts:
        try:
            if f"{FIELD}:" in text.casefold() and any(key(each.value) == key(name) for each in named(parse(text))):
                return True
        except InputError:
            continue
    return False
