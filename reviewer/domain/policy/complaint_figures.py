"""What a history of complaints adds up to: conflicts of interest by year, clause and vendor, and how they ended.

A complaint is counted once, however many officers and allegations it names. It is a conflict when its clause is one of
the case's about gratuities or conflicts of interest; where the case does not hold that clause, when it names a vendor.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from statistics import median

from reviewer.domain.policy.clause import CONFLICTS, Topic
from reviewer.domain.policy.complaint import Complaint
from reviewer.domain.policy.finding import Outcome

_FORMS = frozenset({"inc", "llc", "ltd", "corp", "co", "company", "corporation", "incorporated", "limited", "gmbh"})


class ConflictGround(StrEnum):
    """Why a complaint is one about a conflict of interest: by the topic of its clause, or by a vendor that it names."""

    GRATUITIES = "gratuities"
    CONFLICT = "conflict of interest"
    VENDOR = "vendor"


@dataclass(frozen=True, slots=True)
class Rules:
    """By what complaints are told apart.

    ``topics`` and ``names`` of the case's clauses by code in lower case, ``outcomes`` by what the agency calls them in
    lower case, and whether a vendor is one of this case.
    """

    topics: Mapping[str, Topic]
    names: Mapping[str, str]
    outcomes: Mapping[str, Outcome]
    here: Callable[[str], bool]

    def conflict(self, complaint: Complaint) -> str:
        """Why a complaint is one about a conflict of interest; empty when it is none."""
        ground = self.ground(complaint)
        if ground is ConflictGround.VENDOR:
            clause = f"clause {complaint.clause}" if complaint.clause else "its clause"
            return f"it names a vendor, {complaint.vendor}; {clause} is not among those of this case"
        return "" if ground is None else f"clause {complaint.clause} is about {ground.value}"

    def ground(self, complaint: Complaint) -> ConflictGround | None:
        """The same as a code; None when it is none."""
        topic = self.topics.get(complaint.clause.casefold())
        if topic in CONFLICTS:
            return ConflictGround.GRATUITIES if topic is Topic.GRATUITY else ConflictGround.CONFLICT
        return ConflictGround.VENDOR if topic is None and complaint.vendor else None

    def outcome(self, complaint: Complaint) -> Outcome | None:
        """How it ended, None where that is not known or has no outcome mapped to it."""
        return self.outcomes.get(complaint.finding.casefold())


@dataclass(frozen=True, slots=True)
class Ended:
    """How allegations ended. ``others`` are findings that stand for none of the four outcomes, by what they are called.

    ``disciplines`` are those imposed; ``days`` from received to closed are the median, None where nothing was closed.
    """

    allegations: int
    outcomes: Mapping[Outcome, int]
    others: Mapping[str, int]
    disciplines: Mapping[str, int]
    days: int | None


@dataclass(frozen=True, slots=True)
class Group:
    """The complaints of one year, clause or vendor: their numbers, those of conflicts, those about this vendor."""

    name: str
    title: str
    complaints: tuple[str, ...]
    conflicts: tuple[str, ...]
    vendor: tuple[str, ...]
    ended: Ended


@dataclass(frozen=True, slots=True)
class Figures:
    """Each figure as the numbers of the complaints behind it; ``why`` tells of each conflict why it is one."""

    first: str
    last: str
    complaints: tuple[str, ...]
    conflicts: tuple[str, ...]
    vendor: tuple[str, ...]
    why: Mapping[str, str]
    by_year: tuple[Group, ...]
    by_clause: tuple[Group, ...]
    by_vendor: tuple[Group, ...]


def figures(complaints: Sequence[Complaint], rules: Rules) -> Figures:
    """Count them; in the order they are given."""
    why = {each.number: said for each in complaints if (said := rules.conflict(each))}
    received = sorted(each.received for each in complaints)
    every, conflicts, vendor = _numbers(complaints, rules)
    return Figures(
        received[0] if received else "",
        received[-1] if received else "",
        every,
        conflicts,
        vendor,
        why,
        _groups(complaints, rules, lambda each: each.received[:4], lambda _: ""),
        _groups(complaints, rules, lambda each: each.clause, lambda code: rules.names.get(code.casefold(), "")),
        _groups(
            [each for each in complaints if each.vendor],
            rules,
            lambda each: each.vendor,
            lambda name: "in this case" if rules.here(name) else "",
        ),
    )


def ended(complaints: Iterable[Complaint], rules: Rules) -> Ended:
    """How these allegations ended."""
    all_of_them = list(complaints)
    outcomes: Counter[Outcome] = Counter()
    others: Counter[str] = Counter()
    for each in all_of_them:
        outcome = rules.outcome(each)
        if outcome is not None:
            outcomes[outcome] += 1
        elif each.finding:
            others[each.finding] += 1
    took = [_days(each) for each in all_of_them if each.closed]
    return Ended(
        len(all_of_them),
        {outcome: outcomes[outcome] for outcome in Outcome if outcomes[outcome]},
        dict(others),
        dict(Counter(each.discipline for each in all_of_them if each.discipline).most_common()),
        round(median(took)) if took else None,
    )


@lru_cache(maxsize=4096)
def vendor_key(name: str) -> tuple[str, ...]:
    """The words of a firm's name, without case, accents, punctuation, and what kind of company it is."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(char))
    words = re.findall(r"\w+", plain)
    return tuple(word for word in words if word not in _FORMS) or tuple(words)


def named_in(vendor: tuple[str, ...], text: tuple[str, ...]) -> bool:
    """Whether a firm's words stand one after the other in a text's."""
    return bool(vendor) and any(text[at : at + len(vendor)] == vendor for at in range(len(text) - len(vendor) + 1))


def _groups(
    complaints: Sequence[Complaint], rules: Rules, key: Callable[[Complaint], str], title: Callable[[str], str]
) -> tuple[Group, ...]:
    names: dict[str, str] = {}
    held: dict[str, list[Complaint]] = defaultdict(list)
    for each in complaints:
        name = key(each)
        names.setdefault(name.casefold(), name)
        held[name.casefold()].append(each)
    return tuple(
        Group(names[folded], title(names[folded]), *_numbers(held[folded], rules), ended(held[folded], rules))
        for folded in sorted(held)
    )


def _numbers(complaints: Sequence[Complaint], rules: Rules) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    conflicts = [each for each in complaints if rules.conflict(each)]
    about = [each for each in conflicts if each.vendor and rules.here(each.vendor)]
    every, of_conflict, of_vendor = (
        tuple(dict.fromkeys(each.number for each in found)) for found in (complaints, conflicts, about)
    )
    return every, of_conflict, of_vendor


def _days(complaint: Complaint) -> int:
    return (date.fromisoformat(complaint.closed) - date.fromisoformat(complaint.received)).days
