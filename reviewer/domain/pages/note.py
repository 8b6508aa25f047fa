"""Notes: a reviewer's own words on a passage, an item or an officer."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.domain.ids import ItemId, NoteId, OfficerId, PassageId


@dataclass(frozen=True, slots=True)
class Note:
    """A note; just one of ``passage``, ``item`` and ``officer`` is set. ``created`` is UTC.

    It is private, and leaves the case with nothing, unless it is ``for_report``; what a new one is, is said of it or
    by the rule of the case.
    """

    id: NoteId
    text: str
    reviewer: str
    created: str
    passage: PassageId | None = None
    item: ItemId | None = None
    officer: OfficerId | None = None
    for_report: bool = False


def rule_words(*, for_report: bool) -> str:
    """What a note is, in the words that the trail and the command line have for it."""
    return "for the report" if for_report else "private"
