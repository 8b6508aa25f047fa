"""Which items belong together, of all items of a case: by their families, and by the threads of these."""

from __future__ import annotations

from array import array
from itertools import chain

from reviewer.casefile import number_texts
from reviewer.casefile.analysis import threads
from reviewer.casefile.engine.case import Case
from reviewer.domain.analysis.grouping import Grouping


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
    items = case.number_array("SELECT id FROM item ORDER BY id")
    above = zeros(items)
    for item, parent in zip(items, case.number_array("SELECT coalesce(parent, 0) FROM item ORDER BY id"), strict=True):
        above[item] = parent
    holds = bytearray(len(above))
    for item in case.numbers("SELECT id FROM item WHERE kind IN ('mbox', 'store', 'archive', 'folder')"):
        holds[item] = 1
    found = zeros(items)
    for item in items:
        at = head = item
        while at := above[at]:
            if not holds[at]:
                head = at
        found[item] = head
    return found


def _threads(case: Case) -> array[int]:
    families, places = groups(case, Grouping.FAMILY), _places(case)
    answered = _answered(case, max(places, default=0))
    names, found = array("I", bytes(4 * len(answered))), array("I", families)
    for item, head in enumerate(families):
        place = places[head] if head < len(places) else 0
        if place:
            top = _top(answered, place)
            names[top] = found[item] = names[top] or head
    return found


def _places(case: Case) -> array[int]:
    """In the place of each message's number that of the first copy of it; 0 for what is in no thread."""
    ((items, places),) = case.tuples("SELECT json_group_array(item), json_group_array(place) FROM thread_message")
    messages = number_texts.as_array(items)
    found = zeros(messages)
    for item, place in zip(messages, number_texts.as_array(places), strict=True):
        found[item] = place
    return found


def _answered(case: Case, last: int) -> array[int]:
    """In the place of each message that of what it answers, with reviewers' corrections; 0 where that is nothing.

    Messages that are missing have places behind ``last`` and all others. A million in a dictionary take 100 MB.
    """
    ((children, parents, highest, missing),) = case.tuples(
        """SELECT json_group_array(coalesce(child, -missing_child)),
           json_group_array(coalesce(parent, -missing_parent)),
           max(max(coalesce(child, 0), coalesce(parent, 0))),
           max(max(coalesce(missing_child, 0), coalesce(missing_parent, 0))) FROM thread_edge"""
    )
    said = [(child, parent or 0) for child, parent, _ in threads.corrections(case)]
    last = max(last, highest or 0, *chain.from_iterable(said))
    found, by_hand = array("I", bytes(4 * (last + (missing or 0) + 1))), set[int]()
    edges = (chain.from_iterable(number_texts.parts(text)) for text in (children, parents))
    for child, parent in zip(*edges, strict=True):
        found[child if child > 0 else last - child] = parent if parent > 0 else last - parent
    for child, parent in said:
        found[child] = parent if parent != child else 0
        by_hand.discard(child)
        by_hand.update({child} if found[child] else ())
    _cut_loops(found, by_hand, last)
    return found


def _cut_loops(answered: array[int], by_hand: set[int], last: int) -> None:
    """Cut the loops that corrections can close: :func:`reviewer.domain.analysis.threads.without_loops` has the rule."""
    looked = bytearray(len(answered))  # 1 on the way, 2 done
    for start in by_hand:
        path, at = list[int](), start
        while answered[at] and not looked[at]:
            looked[at] = 1
            path.append(at)
            at = answered[at]
        if looked[at] == 1:
            loop = path[path.index(at) :]
            answered[max(loop, key=lambda each: (each not in by_hand, each if each <= last else last - each))] = 0
        for each in path:
            looked[each] = 2


def _top(answered: array[int], place: int) -> int:
    """What all in the thread of a message answer; whatever lies on the way leads there at once from then on."""
    top = place
    while answered[top]:
        top = answered[top]
    while place != top:
        answered[place], place = top, answered[place]
    return top


def zeros(items: array[int]) -> array[int]:
    """A zero in the place of each number up to the highest of some items."""
    return array("I", bytes(4 * (max(items, default=0) + 1)))
