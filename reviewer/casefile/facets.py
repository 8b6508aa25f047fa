"""How items are spread over what they can be narrowed by: custodians, senders, kinds, months, tags and so on.

Of each value there is a set of the items that have it, kept until they change; to count is to see how many of it are
among those that are asked about.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping

from pyroaring import BitMap

from reviewer.casefile import item_sets, number_texts
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.undisturbed import undisturbed

_KNOWN = """
    SELECT coalesce(custodian.name, ''), kind, month, items FROM (
        SELECT custodian, kind, substr(date, 1, 7) AS month, json_group_array(id) AS items FROM item GROUP BY 1, 2, 3
    ) LEFT JOIN custodian ON custodian.id = custodian"""
"""Gathered by SQLite: to make a row of each of 100,000 items takes longer."""

_NAMES = """
    SELECT id, CASE WHEN address <> '' THEN address ELSE name END FROM person
    WHERE id IN (SELECT value FROM json_each(?)) AND (address <> '' OR name NOT LIKE '%@%')"""
"""By address, as ``from:`` asks; who has none, by name."""

_OF_REVIEW = {
    "officer": """SELECT passage.item, officer.name || ' (' || officer.serial || ')' FROM link
        JOIN passage ON passage.id = link.passage JOIN officer ON officer.id = link.officer
        UNION SELECT item_officer.item, officer.name || ' (' || officer.serial || ')' FROM item_officer
        JOIN officer ON officer.id = item_officer.officer""",
    "tag": """SELECT passage.item, tag.name FROM passage_tag JOIN passage ON passage.id = passage_tag.passage
        JOIN tag ON tag.id = passage_tag.tag
        UNION SELECT item_tag.item, tag.name FROM item_tag JOIN tag ON tag.id = item_tag.tag""",
    "mark": """SELECT item, replace(relevance, ' ', '-') FROM item_mark WHERE relevance <> ''
        UNION SELECT item, 'privileged' FROM privilege_call WHERE kind <> 'not-privileged'""",
}

FACETS = ("custodian", "sender", "domain", "officer", "kind", "year", "month", "tag", "mark")
"""What items can be narrowed by."""


Sets = dict[str, BitMap]
"""Which items have each value."""


def counts(case: Case, items: BitMap | None) -> dict[str, Counter[str]]:
    """How many of some items, or of all, have each value of each facet; those without one are not counted there."""
    found: dict[str, Counter[str]] = {}
    with undisturbed():
        for name, sets in {**of_evidence(case), **_review(case)}.items():
            among = (
                (value, len(each) if items is None else each.intersection_cardinality(items))
                for value, each in sets.items()
            )
            found[name] = Counter({value: count for value, count in among if count})
    return {name: found[name] for name in FACETS}


def of_evidence(case: Case) -> Mapping[str, Sets]:
    """What evidence alone tells, by facet. It is kept: never change it in place."""
    return case.kept("facets of evidence", lambda: {**_known(case), **_senders(case)}, evidence=True)


def _review(case: Case) -> Mapping[str, Sets]:
    return case.kept("facets of review", lambda: {name: _by_value(case, sql) for name, sql in _OF_REVIEW.items()})


def _known(case: Case) -> dict[str, Sets]:
    rows = [
        (custodian, kind, month, number_texts.as_set(items)) for custodian, kind, month, items in case.tuples(_KNOWN)
    ]
    return {
        "custodian": _joined((custodian, items) for custodian, _, _, items in rows),
        "kind": _joined((kind, items) for _, kind, _, items in rows),
        "month": _joined((month, items) for _, _, month, items in rows),
        "year": _joined((month[:4], items) for _, _, month, items in rows),
    }


def _senders(case: Case) -> dict[str, Sets]:
    """Who is named twice in one item, in From and in Sender or by two names, counts once."""
    sent, _ = item_sets.senders(case)
    names = case.tuples(_NAMES, (json.dumps(list(sent)),))
    senders = _joined((str(name), sent[person]) for person, name in names)
    return {"sender": senders, "domain": _joined((_domain(sender), items) for sender, items in senders.items())}


def _by_value(case: Case, sql: str) -> Sets:
    gathered = f"WITH found (item, value) AS ({sql}) SELECT value, json_group_array(item) FROM found GROUP BY value"
    return {value: number_texts.as_set(items) for value, items in case.tuples(gathered) if value}


def _joined(parts: Iterable[tuple[str, BitMap]]) -> Sets:
    """One set of each value but the empty one."""
    found: Sets = {}
    for value, items in parts:
        if value:
            found[value] = found[value] | items if value in found else items
    return found


def _domain(sender: str) -> str:
    return sender.rpartition("@")[2] if "@" in sender else ""


def serials(case: Case) -> dict[str, str]:
    """The serials of officers, by how they are called in a facet."""
    rows = case.tuples("SELECT name || ' (' || serial || ')', serial FROM officer")
    return {str(called): str(serial) for called, serial in rows}
