"""What an option that chooses from a list may name: what is in the list, so that no slip of the pen lists nothing."""

from __future__ import annotations

from collections.abc import Iterable

from reviewer.domain.nearest import did_you_mean
from reviewer.errors import NotFoundError


def check_known(what: str, value: str, known: Iterable[str]) -> None:
    """NotFoundError for a value, if one is given, that nothing has, whatever its case; with what is most like it."""
    there = sorted({each for each in known if each})
    if value and value.casefold() not in {each.casefold() for each in there}:
        advice = f"There are: {', '.join(there[:20])}{' …' if len(there) > 20 else ''}." if there else ""
        raise NotFoundError(f"there is no {what} “{value}” here", did_you_mean(value, there, advice))
