"""Which entries of the ledger are likely one and the same benefit, told twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from itertools import combinations

from reviewer.domain.ids import BenefitId, OfficerId
from reviewer.domain.ledger.benefit import Benefit, Facts

SIGNS = 2
"""How many signs make two entries a likely duplicate."""


@dataclass(frozen=True, slots=True)
class LikelyDuplicate:
    """Two entries, the lower number first, and what speaks for their being one."""

    one: BenefitId
    two: BenefitId
    signs: tuple[str, ...]


def likely(entries: Iterable[Benefit], apart: Collection[tuple[BenefitId, BenefitId]] = ()) -> list[LikelyDuplicate]:
    """The likely duplicates among entries, those with most signs first; pairs known to be apart are left out.

    Two entries can be one only when nothing that both say differs: officer, kind, donor, code, days, value.
    """
    groups: dict[tuple[OfficerId, str], list[Benefit]] = defaultdict(list)
    for entry in entries:
        if entry.merged_into is None:
            groups[entry.facts.officer, entry.facts.what].append(entry)
    found = []
    for group in groups.values():
        for one, two in combinations(sorted(group, key=lambda entry: entry.id), 2):
            signs = _signs(one, two)
            if len(signs) >= SIGNS and (one.id, two.id) not in apart:
                found.append(LikelyDuplicate(one.id, two.id, signs))
    return sorted(found, key=lambda each: (-len(each.signs), each.one, each.two))


def _signs(one: Benefit, two: Benefit) -> tuple[str, ...]:
    """What both entries say alike; nothing when they contradict each other."""
    mine, theirs = one.facts, two.facts
    if not mine.when.days.meets(theirs.when.days) or not _values_meet(mine, theirs):
        return ()
    signs = []
    texts: tuple[tuple[str, Callable[[Facts], str]], ...] = (
        ("the same donor", lambda facts: facts.donor),
        ("the same code", lambda facts: facts.code),
        ("the same description", lambda facts: facts.description),
    )
    for sign, read in texts:
        first, second = (" ".join(read(facts).casefold().split()) for facts in (mine, theirs))
        if first and second and first != second and sign != "the same description":
            return ()
        if first and first == second:
            signs.append(sign)
    if mine.when.precision and theirs.when.precision:
        signs.append("days that meet")
    if mine.low is not None and theirs.low is not None:
        signs.append("values that meet")
    if set(one.passages) & set(two.passages):
        signs.append("a passage in common")
    return tuple(signs)


def _values_meet(one: Facts, two: Facts) -> bool:
    if one.low is None or one.high is None or two.low is None or two.high is None:
        return True
    return one.currency == two.currency and one.low <= two.high and two.low <= one.high
