"""How items are spread over what they can be narrowed by: custodians, senders, kinds, months, tags and so on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable

from reviewer.casefile.engine.case import Case

_DOMAIN = re.compile(r"@([^\s@<>\"]+)")

_ITEMS = """
    SELECT item.id, coalesce(custodian.name, ''), item.sender, item.kind, substr(item.date, 1, 7)
    FROM item LEFT JOIN custodian ON custodian.id = item.custodian"""

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
    _, custodians, senders, kinds, months = zip(*rows, strict=True) if rows else ((), (), (), (), ())
    found = {
        "custodian": Counter(custodians),
        "sender": Counter(senders),
        "kind": Counter(kinds),
        "month": Counter(months),
    }
    found["domain"] = _summed((_domain(sender), count) for sender, count in found["sender"].items())
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
    found = _DOMAIN.search(sender)
    return "" if found is None else found[1].lower()
