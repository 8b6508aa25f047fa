"""What a reviewer has typed of a note and not saved yet."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.domain.ids import ItemId, NoteId, PassageId
from reviewer.domain.pages.passage import Span


@dataclass(frozen=True, slots=True)
class Draft:
    """Words for a note on an item: on a passage of it, on words (``span``) that are no passage yet, or on all of it.

    ``note`` is the note that is being changed, if it is no new one.
    """

    item: ItemId
    text: str
    passage: PassageId | None = None
    span: Span | None = None
    note: NoteId | None = None
