"""Notes: a reviewer's own words on a passage, an item or an officer."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.domain.ids import ItemId, NoteId, OfficerId, PassageId


@dataclass(frozen=True, slots=True)
class Note:
    """A note; just one of ``passage``, ``item`` and ``officer`` is set. ``created`` is UTC.

    It is private, and leaves the case with nothing, unless it is ``for_report``.
    """

    id: NoteId
    text: str
    reviewer: str
    created: str
    passage: PassageId | None = None
    item: ItemId | None = None
    officer: OfficerId | None = None
    for_report: bool = False
