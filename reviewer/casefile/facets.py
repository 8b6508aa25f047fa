"""How items are spread over what they can be narrowed by: custodians, senders, kinds, months, tags and so on."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable

from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.undisturbed import undisturbed

_ITEMS = """
    SELECT coalesce(custodian.name, ''), kind, month, items FROM (
        SELECT item.custodian, item.kind, substr(item.date, 1, 7) AS month, count(*) AS items
        FROM json_each(?) AS wanted JOIN item ON item.id = wanted.value GROUP BY 1, 2, 3
    ) LEFT JOIN custodian ON custodian.id = custodian"""
"""Counted by SQLite: to make a row of each of 100,000 items takes three times as long."""

_SENDERS = """
    SELECT item, item_person.person FROM json_each(?) AS wanted
    CROSS JOIN item_person ON item_person.item = wanted.value AND item_person.role IN ('from', 'sender')"""

_ALL_SENDERS = "SELECT item, person FROM item_person WHERE role IN ('from', 'sender')"
"""The same of all items, in half the time."""

_NAMES = """
    SELECT id, CASE WHEN address <> '' THEN address ELSE name END FROM person
    WHERE id IN (SELECT value FROM json_each(?)) AND (address <> '' OR name NOT LIKE '%@%')"""
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
    listed = json.dumps(list(wanted))
    rows = case.tuples(_ITEMS, (listed,))
    found = {name: _summed((row[at], row[3]) for row in rows) for at, name in enumerate(("custodian", "kind", "month"))}
    found["year"] = _summed((month[:4], count) for month, count in found["month"].items())
    everything = len(wanted) == case.value("SELECT count(*) FROM item")
    found["sender"], found["domain"] = _senders(case, None if everything else listed)
    for name, sql in _OF_REVIEW.items():
        found[name] = Counter(value for item, value in case.tuples(sql) if item in wanted)
    for each in found.values():
        each.pop("", None)
    return {name: found[name] for name in FACETS}


def _senders(case: Case, listed: str | None) -> tuple[Counter[str], Counter[str]]:
    """How many of the items ``listed``, or of all, are from each sender and domain; who is named twice counts once."""
    with undisturbed():
        rows = case.tuples(_ALL_SENDERS) if listed is None else case.tuples(_SENDERS, (listed,))
        by_item = Counter(item for item, _ in rows)
        several = {item for item, count in by_item.items() if count > 1} if len(by_item) < len(rows) else set()
        people = Counter(person for item, person in rows if item not in several)
        among = json.dumps(list({person for _, person in rows}))
        names = {person: str(name) for person, name in case.tuples(_NAMES, (among,))}
    senders = _summed((names[person], count) for person, count in people.items() if person in names)
    domains = _summed((_domain(sender), count) for sender, count in senders.items())
    told = {(item, names[person]) for item, person in rows if item in several and person in names}
    senders.update(sender for _, sender in told)
    domains.update(domain for _, domain in {(item, _domain(sender)) for item, sender in told})
    return senders, domains


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
