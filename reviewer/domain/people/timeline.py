"""What there is about an officer, kind by kind, and all of it in order of time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing about an officer: when (an ISO day, or a moment in UTC; empty if unknown), and in words.

    ``items`` are control numbers and ``passages`` ids, of what it stands on. ``values`` is what else there is to it, as
    it goes into JSON.
    """

    kind: str
    at: str
    text: str
    items: tuple[str, ...] = ()
    passages: tuple[int, ...] = ()
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Section:
    """Everything of one kind about an officer. ``timed`` says that its entries belong into the timeline."""

    name: str
    entries: tuple[Entry, ...]
    timed: bool = True


def timeline(sections: Iterable[Section]) -> list[Entry]:
    """All entries in order of time; a day comes before the moments in it, and what has no date comes last."""
    entries = [entry for section in sections if section.timed for entry in section.entries]
    return sorted(entries, key=lambda entry: (not entry.at, entry.at))
