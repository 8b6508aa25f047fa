"""Put items in the order in which a queue is read, and find what need not be read by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from reviewer.casefile.analysis import queue_order, threads
from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import items
from reviewer.domain.analysis import shingles
from reviewer.domain.analysis.review_queue import Arrangement
from reviewer.domain.ids import ItemId
from reviewer.usecases.analysis.threads import answered, tops

_LAST = "~"
"""After every date: what has none is read last."""


def arrange(case: Case, chosen: Sequence[ItemId], arranged: Arrangement) -> tuple[list[ItemId], dict[ItemId, ItemId]]:
    """Some items in the order of reading, without those that are read with another; and which are, with which.

    Read with another are copies, and messages without attachments that an answer quotes word for word to the end.
    """
    counted = _copies(case, chosen)
    alone = [item for item in chosen if item not in counted]
    counted |= contained(case, alone)
    counted = {item: _last(counted, item) for item in counted}
    left = [item for item in chosen if item not in counted]
    heads = queue_order.family_heads(case, left)
    dates = queue_order.dates(case, heads.values())
    begun = {head: dates.get(head) or _LAST for head in heads.values()}
    if arranged is not Arrangement.THREAD:
        return sorted(left, key=lambda item: (begun[heads[item]], heads[item], item)), counted
    known = tops(case)
    thread = {head: known.get(ItemId(head), head) for head in begun}
    first: dict[int, str] = {}
    for head, date in begun.items():
        first[thread[head]] = min(date, first.get(thread[head], _LAST))

    def place(item: ItemId) -> tuple[str, int, str, int, int]:
        head = heads[item]
        return first[thread[head]], thread[head], begun[head], head, item

    return sorted(left, key=place), counted


def _copies(case: Case, chosen: Sequence[ItemId]) -> dict[ItemId, ItemId]:
    """Copies of what is among some items, each with the one of them that is read."""
    originals = queue_order.originals(case, chosen)
    kept: dict[int, ItemId] = {}
    for item in sorted(chosen, key=lambda item: (originals[item] != item, item)):
        kept.setdefault(originals[item], item)
    return {item: kept[originals[item]] for item in chosen if kept[originals[item]] != item}


def contained(case: Case, chosen: Iterable[ItemId]) -> dict[ItemId, ItemId]:
    """Messages all of whose words an answer quotes, and which hold nothing else; each with that answer.

    Words are compared as they stand, whatever marks of quoting and ends of lines are between them.
    """
    there = set(chosen)
    pairs = [(asked, answer) for answer, asked in answered(case).items() if asked in there and answer in there]
    bare = queue_order.bare(case, (asked for asked, _ in pairs))
    found: dict[ItemId, ItemId] = {}
    words: dict[int, tuple[list[str], list[str]]] = {}
    for one, other in queue_order.shares_words(case, (pair for pair in pairs if pair[0] in bare)):
        if ItemId(one) in found:
            continue
        for item in (one, other):
            if item not in words:
                words[item] = threads.words_of(case, item)
        (own, quoted), (_, quotes) = words[one], words[other]
        if not own or not _stands_in(own, quotes):
            continue
        # What it quotes itself stands there as a quote within a quote.
        if not quoted or _stands_in(quoted, shingles.words(items.body(case, ItemId(other)))):
            found[ItemId(one)] = ItemId(other)
    return found


def _stands_in(words: Sequence[str], within: Sequence[str]) -> bool:
    return f" {' '.join(words)} " in f" {' '.join(within)} "


def _last(counted: Mapping[ItemId, ItemId], item: ItemId) -> ItemId:
    """What is read in the end: an answer may itself be quoted whole, and its original be read for a copy."""
    while item in counted:
        item = counted[item]
    return item
