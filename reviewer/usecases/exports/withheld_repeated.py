"""What goes and repeats what is withheld: the same bytes, nearly the same words, or a quote of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

from reviewer.casefile.analysis import near_duplicates as kept_pairs
from reviewer.casefile.analysis import threads
from reviewer.casefile.evidence import items, privilege, privilege_calls
from reviewer.domain.analysis.repeated import nearly_repeats, phrases, sentences
from reviewer.domain.evidence.reading import Kind
from reviewer.domain.exports.leaving import StayReason
from reviewer.domain.exports.production import PRIVILEGED
from reviewer.domain.ids import ItemId
from reviewer.usecases import search
from reviewer.usecases.analysis import near_duplicates, quoted_text
from reviewer.usecases.exports.gate import Gate
from reviewer.usecases.exports.redaction.redaction_following import to_be_printed
from reviewer.usecases.interviews.interview_compelled import compelled_statements

_AT_ONCE = 100
"""So many phrases are looked for in one search, which has a bound."""
_PRIVILEGED_CODES = frozenset({"ACP", "WP", "PVL"})
"""The reasons of redactions by which somebody has seen what of an item is privileged."""
_COMPELLED_CODES = frozenset({"CMP"})
"""Those by which somebody has seen what of an item was said under order."""


def repeating_privileged(gate: Gate, going: Collection[ItemId]) -> dict[ItemId, tuple[str, str]]:
    """Of some items those that repeat a privileged one, which that is, and how: ``same``, ``near`` or ``quotes``.

    Items that somebody has decided on are not among them: called not privileged, or with privileged words covered.
    Nor are pictures of the same bytes: a firm's logo is in each of its messages.
    """
    withheld = {item for item, reason in gate.withheld.items.items() if reason.value in PRIVILEGED}
    if not withheld or gate.terms.privileged:
        return {}
    freed = {each.item for each in privilege_calls.listed(gate.case) if each.passage is None}
    looked_at = {item for item in going if not gate.withheld.has_privileged_words(item)} - freed
    return _repeating(gate, withheld, _uncovered(gate, looked_at, _PRIVILEGED_CODES))


def repeating_compelled(gate: Gate, going: Collection[ItemId]) -> dict[ItemId, tuple[str, str]]:
    """Of some items those that repeat what was said under order, where that stands, and how.

    How is as of :func:`repeating_privileged`, or ``says`` where it has a sentence of it, word by word or nearly.
    Items with such words covered are not among them.
    """
    statements = [] if gate.terms.compelled else compelled_statements(gate.case)
    withheld = {item for item, reason in gate.withheld.items.items() if reason is StayReason.COMPELLED}
    if not statements and not withheld:
        return {}
    looked_at = _uncovered(gate, going, _COMPELLED_CODES)
    said = {item: (place, "says") for item, place in _saying(gate, statements, looked_at - withheld)}
    return {**_repeating(gate, withheld, looked_at), **said}


def _uncovered(gate: Gate, going: Collection[ItemId], codes: Collection[str]) -> set[ItemId]:
    return set(going) - {each.what.item for each in gate.withheld.redactions if each.what.reason in codes}


def _repeating(gate: Gate, withheld: set[ItemId], going: set[ItemId]) -> dict[ItemId, tuple[str, str]]:
    open_items = going - withheld
    found: dict[ItemId, tuple[str, str]] = {}
    for item, other, how in (*_same(gate, withheld), *_near(gate, withheld), *_quoting(gate, withheld, open_items)):
        if item in open_items:
            found.setdefault(item, (gate.control(other), how))
    return found


def _saying(
    gate: Gate, statements: Collection[tuple[str, str]], going: Collection[ItemId]
) -> Iterator[tuple[ItemId, str]]:
    """Items that have a sentence of a statement, and where that stands. The index says which may have one."""
    places = {each: place for place, words in reversed(list(statements)) for each in sentences(words)}
    wanted = defaultdict[ItemId, list[str]](list)
    looked = set(going)
    for each in places:
        said = list(dict.fromkeys(phrases(each)))
        found_by = (said[at : at + _AT_ONCE] for at in range(0, len(said), _AT_ONCE))
        queries = (" OR ".join(f'"{phrase}"' for phrase in some) for some in found_by)
        for item in looked & {item for query in queries for item in search.ids(gate.case, query)}:
            wanted[item].append(each)
    for item in sorted(wanted):
        found = nearly_repeats(to_be_printed(gate.case, item), wanted[item])
        if found:
            yield item, places[found[0]]


def _same(gate: Gate, withheld: set[ItemId]) -> Iterator[tuple[ItemId, ItemId, str]]:
    read = [each.id for each in items.iterate(gate.case, sorted(withheld)) if each.kind is not Kind.IMAGE and each.size]
    for each, alike in privilege.copies_of_each(gate.case, read).items():
        for copy in alike:
            yield copy, each, "same"


def _near(gate: Gate, withheld: set[ItemId]) -> Iterator[tuple[ItemId, ItemId, str]]:
    """Of items with copies only one was compared with others."""
    group = {copy: each for each, alike in privilege.copies_of_each(gate.case, withheld).items() for copy in alike}
    pairs = [
        (group[ItemId(like)], ItemId(item))
        for one, other, _ in kept_pairs.pairs_of(gate.case, group, near_duplicates.THRESHOLD)
        for like, item in ((one, other), (other, one))
        if like in group
    ]
    alike = privilege.copies_of_each(gate.case, {item for _, item in pairs})
    for withheld_one, item in pairs:
        for copy in alike[item]:
            yield copy, withheld_one, "near"


def _quoting(gate: Gate, withheld: set[ItemId], going: set[ItemId]) -> Iterator[tuple[ItemId, ItemId, str]]:
    """Messages of the same threads that quote them."""
    there = {item for each in withheld for item in threads.whole(gate.case, each)} & going
    for item in sorted(there):
        for quote in quoted_text.of_item(gate.case, item).quotes:
            if quote.item is not None and quote.item.id in withheld:
                yield item, quote.item.id, "quotes"
