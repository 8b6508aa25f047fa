"""What was relied on, compared with what is: the reason why something has to be looked at again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reviewer.domain.passage import one_line

Facts = Mapping[str, Any]
"""Named texts, numbers and lists of texts, as JSON can hold them."""

WORDS = "words"
"""The verbatim words of a passage. Without them nothing can rest on it."""

_SHOWN = 60


def differences(then: Facts, now: Facts | None) -> tuple[str, ...]:
    """How something differs from what it was, each in a few words; what its kind has gained since is no matter."""
    if now is None:
        return ("was removed",)
    return tuple(
        f"has other {name}: {_shown(now.get(name))}, was {_shown(value)}"
        for name, value in then.items()
        if now.get(name) != value
    )


def _shown(value: object) -> str:
    if value in (None, "", []):
        return "none"
    text = one_line(", ".join(map(str, value)) if isinstance(value, list) else str(value))
    return f"“{text if len(text) <= _SHOWN else text[:_SHOWN] + '…'}”"
