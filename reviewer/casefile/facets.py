"""How items are spread over what they can be narrowed by: custodians, senders, kinds, months, tags and so on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from reviewer.casefile.engine.case import Case

_ITEMS = """
    SELECT item.id, coalesce(custodian.name, ''), item.kind, substr(item.date, 1, 7)
    FROM item LEFT JOIN custodian ON custodian.id = item.custodian"""

_SENDERS = """
    SELECT DISTINCT item_person.item, CASE WHEN person.address <> '' THEN person.address ELSE person.name END
    FROM item_person JOIN person ON person.id = item_person.person
    WHERE item_person.role IN ('from', 'sender') AND (person.address <> '' OR person.name NOT LIKE '%@%')"""
"""By address, as ``from:`` asks; who has none, by name."""

_OF_REVIEW = {
    "officer": """SELECT DISTINCT passage.item, officer.name || ' (' || officer.serial || ')' FROM link
        JOIN passage ON passage.id = link.passage JOIN officer ON officer.id = link.officer""",
    "tag": """SELECT passage.item, tag.name FROM passage_tag JOIN passage ON passage.id = passage_tag.passage
        JOIN tag ON tag.id = passage_tag.tag
        UNION SELECT item_tag.item, tag.name FROM item_tag JOIN tag ON tag.id = item_tag.tag""",
    "mark": """SELECT item, replace(relevance, ' ', '-') FROM item_mark WHERE relevance <> ''
        UNION SELECT item, 'privileged' FROM privilege_call WHERE kind <> 'not-privileged'""",
}

FACETS = ("custodian", "sender", "domain", "officer", "kind", "year", "month", "tag", "mark")
"""What items can be narrowed by."""


def counts(case: Case, items: Collection[int]) -> dict[str, Counter[str]]:
    """How many of some items have each value of each facet; items without one are not counted there."""
    wanted = items if isinstance(items, set | frozenset) else set(items)
    rows = [row for row in case.tuples(_ITEMS) if row[0] in wanted]
    _, custodians, kinds, months = zip(*rows, strict=True) if rows else ((), (), (), ())
    senders = [(item, str(sender)) for item, sender in case.tuples(_SENDERS) if item in wanted]
    found = {
        "custodian": Counter(custodians),
        "sender": Counter(sender for _, sender in senders),
        "domain": Counter(domain for _, domain in {(item, _domain(sender)) for item, sender in senders}),
        "kind": Counter(kinds),
        "month": Counter(months),
    }
    found["year"] = _summed((month[:4], count) for month, count in found["month"].items())
    for name, sql in _OF_REVIEW.items():
        found[name] = Counter(value for item, value in case.tuples(sql) if item in wanted)
    for each in found.values():
        each.pop("", None)
    return {name: found[name] for name in FACETS}


def _summed(counted: Iterable[tuple[str, int]]) -> Counter[str]:
    summed = Counter[str]()
    for value, count in counted:
        summed[value] += count
    return summed


def _domain(sender: str) -> str:
    return sender.rpartition("@")[2] if "@" in sender else ""


def serials(case: Case) -> dict[str, str]:
    """The serials of officers, by how they are called in a facet."""
    rows = case.tuples("SELECT name || ' (' || serial || ')', serial FROM officer")
    return {str(called): str(serial) for called, serial in rows}
