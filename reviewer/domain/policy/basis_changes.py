"""What was relied on, compared with what is: the reason why something has to be looked at again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reviewer.domain import money
from reviewer.domain.pages.passage import one_line
from reviewer.domain.policy.look_again import LookAgain
from reviewer.domain.reasons.reason import Reason

Facts = Mapping[str, Any]
"""Named texts, numbers and lists of texts, as JSON can hold them."""

WORDS = "words"
"""The verbatim words of a passage. Without them nothing can rest on it."""


_MONEY = frozenset({"paid", "value_low", "value_high"})
"""Facts that are hundredths of the unit of the fact ``currency``."""

_KEYS = frozenset({"officer", "giver_organisation"})
"""Facts that, as numbers, are keys of the case file and mean nothing to people."""

LIMITS = "limits"
"""The limits in force on the days of a benefit, as people read them: what it is measured against."""

LIMITS_UNKNOWN = "is measured against limits that were not kept: a change of one is not told"
"""What is not known of a benefit that was relied on before the limits were kept with it."""

_NAMES = {
    "value_low": "lowest value",
    "value_high": "highest value",
    "giver": "donor",
    "giver_organisation": "organisation",
    "date_how": "precision of the date",
    "date_first": "date",
    "date_last": "last date",
    "earliest": "earliest day",
    "latest": "latest day",
}
"""What people call facts whose own names are not words."""


def differences(then: Facts, now: Facts | None) -> tuple[LookAgain, ...]:
    """How something differs from what it was, each in a few words; what its kind has gained since is no matter."""
    if now is None:
        return (LookAgain(Reason("basis.removed")),)
    return tuple(LookAgain(_difference(name, then, now)) for name, value in then.items() if now.get(name) != value)


def _difference(name: str, then: Facts, now: Facts) -> Reason:
    word, was, value = _NAMES.get(name, name), then[name], now.get(name)
    if name in _KEYS and isinstance(was or value, int):
        return Reason("basis.other_fact", fact=word)
    if name in _MONEY:
        was, value = _amount(was, then), _amount(value, now)
    before, after = _shown(was), _shown(value)
    if name == LIMITS:
        if before and after:
            return Reason("basis.limit", now=after, before=before)
        return Reason("basis.limit_from_none", now=after) if after else Reason("basis.limit_to_none", before=before)
    if before and after:
        return Reason("basis.changed", fact=word, now=after, before=before)
    if after:
        return Reason("basis.changed_from_none", fact=word, now=after)
    return Reason("basis.changed_to_none", fact=word, before=before)


def _amount(cents: object, facts: Facts) -> object:
    return money.written(cents, str(facts.get("currency") or money.DOLLARS)) if isinstance(cents, int) else cents


def _shown(value: object) -> str:
    """In a line; empty for nothing."""
    if value in (None, "", []):
        return ""
    return one_line(", ".join(map(str, value)) if isinstance(value, list) else str(value))
