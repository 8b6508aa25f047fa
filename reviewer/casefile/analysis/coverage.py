"""Who marked what, and by what the evidence is told apart when it is counted how much of it was read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from reviewer.casefile.engine.case import Case
from reviewer.domain.ids import ItemId


def custodians(case: Case) -> dict[ItemId, str]:
    """The custodian of each item; empty where nobody was named."""
    rows = case.tuples(
        "SELECT item.id, coalesce(custodian.name, '') FROM item LEFT JOIN custodian ON custodian.id = item.custodian"
    )
    return {ItemId(item): name for item, name in rows}


def months(case: Case) -> dict[ItemId, str]:
    """The month of each item, as in 2016-05; where it has no date that of what it came in, however deep it lies."""
    own = case.tuples("SELECT id, substr(date, 1, 7) FROM item")
    held = case.tuples(
        """WITH RECURSIVE above (start, date, parent) AS (
               SELECT id, date, parent FROM item WHERE date = ''
               UNION ALL SELECT above.start, item.date, item.parent FROM above JOIN item ON item.id = above.parent
               WHERE above.date = '')
           SELECT start, substr(date, 1, 7) FROM above WHERE date <> ''"""
    )
    return {ItemId(item): month for item, month in (*own, *held)}


def markers(case: Case) -> Mapping[str, frozenset[int]]:
    """What each reviewer marked last, by the trail; a mark that an undo brought back is of who made it."""
    last: dict[tuple[str, int], str] = {}
    before: dict[int, dict[tuple[str, int], str | None]] = {}
    rows = case.tuples(
        """SELECT audit.id, reviewer, undoes, json_extract(change.value, '$[0]'), json_extract(change.value, '$[1]')
           FROM audit, json_each(detail, '$.changes') AS change
           WHERE (detail LIKE '%"item_mark"%' OR detail LIKE '%"privilege_call"%')
               AND json_extract(change.value, '$[0]') IN ('item_mark', 'privilege_call') ORDER BY audit.id"""
    )
    for entry, reviewer, undoes, *row in rows:
        place = (row[0], row[1])
        before.setdefault(entry, {})[place] = last.get(place)
        known = before.get(undoes, {}).get(place) if undoes is not None else reviewer
        if known is None:
            last.pop(place, None)
        else:
            last[place] = known
    return _of_rows(case, last)


def _of_rows(case: Case, by: Mapping[tuple[str, int], str]) -> Mapping[str, frozenset[int]]:
    """The items of the marks that there are."""
    found: dict[str, set[int]] = defaultdict(set)
    rows = case.tuples(
        """SELECT 'item_mark', id, item FROM item_mark WHERE relevance <> ''
           UNION ALL SELECT 'privilege_call', id, item FROM privilege_call
           WHERE passage IS NULL AND kind <> 'not-privileged'"""
    )
    for table, number, item in rows:
        found[by.get((table, number), "")].add(item)
    return {name: frozenset(items) for name, items in found.items()}
