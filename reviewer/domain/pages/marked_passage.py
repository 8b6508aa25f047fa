"""A passage together with all that reviewers have said about it."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.domain.pages.note import Note
from reviewer.domain.pages.ocr import LOW
from reviewer.domain.pages.passage import Passage
from reviewer.domain.pages.tag import Tag
from reviewer.domain.people.officer import Link, Officer


@dataclass(frozen=True, slots=True)
class MarkedPassage:
    """A passage; its item's control number, title and date; its tags, its officers, and its notes in order of time.

    ``confidence`` is the least of its words read by OCR (0 to 100), None where a machine read none of them.
    """

    passage: Passage
    control: str
    title: str
    date: str
    tags: tuple[Tag, ...] = ()
    officers: tuple[tuple[Link, Officer], ...] = ()
    notes: tuple[Note, ...] = ()
    confidence: int | None = None

    @property
    def read_by(self) -> str:
        """“read by OCR”, and whether that is in doubt; empty where the words are the document's own."""
        if self.confidence is None:
            return ""
        return "read by OCR, in doubt" if self.confidence < LOW else "read by OCR"

    @property
    def note(self) -> str:
        """All notes as one text."""
        return "\n".join(note.text for note in self.notes)
