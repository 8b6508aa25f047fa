"""What goes and repeats what is withheld as privileged: the same bytes, nearly the same words, or a quote of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from reviewer.casefile.analysis import near_duplicates as kept_pairs
from reviewer.casefile.analysis import threads
from reviewer.casefile.evidence import items, privilege, privilege_calls
from reviewer.domain.evidence.reading import Kind
from reviewer.domain.exports.production import PRIVILEGED
from reviewer.domain.ids import ItemId
from reviewer.usecases.analysis import near_duplicates, quoted_text
from reviewer.usecases.exports.gate import Gate

_CODES = frozenset({"ACP", "WP", "PVL"})
"""The reasons of redactions by which somebody has seen what of an item is privileged."""


def repeated(gate: Gate, going: Collection[ItemId]) -> dict[ItemId, tuple[ItemId, str]]:
    """Of some items those that repeat a privileged one, which that is, and how: ``same``, ``near`` or ``quotes``.

    Items that somebody has decided on are not among them: called not privileged, or with privileged words covered.
    Nor are pictures of the same bytes: a firm's logo is in each of its messages.
    """
    withheld = {item for item, reason in gate.items_held.items() if reason.value in PRIVILEGED}
    if not withheld or gate.terms.privileged:
        return {}
    freed = {each.item for each in privilege_calls.listed(gate.case) if each.passage is None}
    covered = {each.what.item for each in gate.redactions if each.what.reason in _CODES}
    open_items = {item for item in going if not gate.has_privileged_words(item)} - withheld - freed - covered
    found: dict[ItemId, tuple[ItemId, str]] = {}
    for item, other, how in (*_same(gate, withheld), *_near(gate, withheld), *_quoting(gate, withheld, open_items)):
        if item in open_items:
            found.setdefault(item, (other, how))
    return found


def _same(gate: Gate, withheld: set[ItemId]) -> Iterator[tuple[ItemId, ItemId, str]]:
    for each in items.iterate(gate.case, sorted(withheld)):
        if each.kind is not Kind.IMAGE and each.size:
            for copy in privilege.copies(gate.case, {each.id}):
                yield copy, each.id, "same"


def _near(gate: Gate, withheld: set[ItemId]) -> Iterator[tuple[ItemId, ItemId, str]]:
    """Of items with copies only one was compared with others."""
    group = {copy: each for each in sorted(withheld) for copy in privilege.copies(gate.case, {each})}
    for one, other, _ in kept_pairs.pairs_of(gate.case, group, near_duplicates.THRESHOLD):
        for like, item in ((one, other), (other, one)):
            if like in group:
                for copy in privilege.copies(gate.case, {ItemId(item)}):
                    yield copy, group[ItemId(like)], "near"


def _quoting(gate: Gate, withheld: set[ItemId], going: set[ItemId]) -> Iterator[tuple[ItemId, ItemId, str]]:
    """Messages of the same threads that quote them."""
    there = {item for each in withheld for item in threads.whole(gate.case, each)} & going
    for item in sorted(there):
        for quote in quoted_text.of_item(gate.case, item).quotes:
            if quote.item is not None and quote.item.id in withheld:
                yield item, quote.item.id, "quotes"
