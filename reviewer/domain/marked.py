"""A passage together with all that reviewers have said about it."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.domain.note import Note
from reviewer.domain.officer import Link, Officer
from reviewer.domain.passage import Passage
from reviewer.domain.tag import Tag


@dataclass(frozen=True, slots=True)
class MarkedPassage:
    """A passage; its item's control number, title and date; its tags, its officers, and its notes in order of time."""

    passage: Passage
    control: str
    title: str
    date: str
    tags: tuple[Tag, ...] = ()
    officers: tuple[tuple[Link, Officer], ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def note(self) -> str:
        """All notes as one text."""
        return "\n".join(note.text for note in self.notes)
