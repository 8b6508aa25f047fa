"""Which items belong together, of all items of a case: by their families, and by the threads of these."""

from __future__ import annotations

from array import array

from reviewer.casefile.analysis import threads
from reviewer.casefile.engine.case import Case
from reviewer.domain.analysis.grouping import Grouping
from reviewer.domain.analysis.threads import corrected


def groups(case: Case, grouping: Grouping) -> array[int]:
    """In the place of each item's number that of the item by which its group is named.

    A family reaches down from the outermost item that is no mailbox, store, archive or folder, see
    casefile/analysis/coding_scopes.py; a thread has the families of its messages, whatever messages are attached to
    these. What belongs to nothing is a group by itself. It is kept: never change it in place.
    """
    if grouping is Grouping.FAMILY:
        return case.kept("families of all items", lambda: _families(case), evidence=True)
    return case.kept("threads of all items", lambda: _threads(case), order=True)


def _families(case: Case) -> array[int]:
    items = case.numbers("SELECT id FROM item ORDER BY id")
    above = _zeros(items)
    for item, parent in zip(items, case.numbers("SELECT coalesce(parent, 0) FROM item ORDER BY id"), strict=True):
        above[item] = parent
    holds = bytearray(len(above))
    for item in case.numbers("SELECT id FROM item WHERE kind IN ('mbox', 'store', 'archive', 'folder')"):
        holds[item] = 1
    found = _zeros(items)
    for item in items:
        at = head = item
        while at := above[at]:
            if not holds[at]:
                head = at
        found[item] = head
    return found


def _threads(case: Case) -> array[int]:
    families, place_of = groups(case, Grouping.FAMILY), dict(case.tuples("SELECT item, place FROM thread_message"))
    parents = _parents(case)
    names: dict[int, int] = {}
    found = array("I", families)
    for item, head in enumerate(families):
        if head in place_of:
            found[item] = names.setdefault(_top(parents, place_of[head]), head)
    return found


def _parents(case: Case) -> dict[int, int]:
    """What each message answers, with reviewers' corrections; a message that is missing by a negative number."""
    sql = "SELECT coalesce(child, -missing_child), coalesce(parent, -missing_parent) FROM thread_edge"
    return corrected(dict(case.tuples(sql)), [(child, parent) for child, parent, _ in threads.corrections(case)])


def _top(parents: dict[int, int], node: int) -> int:
    """What all in the thread of a message answer; whatever lies on the way leads there at once from then on."""
    way = []
    while node in parents:
        way.append(node)
        node = parents[node]
    for each in way[:-1]:
        parents[each] = node
    return node


def _zeros(items: list[int]) -> array[int]:
    return array("I", bytes(4 * (max(items, default=0) + 1)))
