"""Passages as highlights."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.domain.changes import Noun
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.gui.pages.document import Cue, Highlight

HIGHLIGHTED = frozenset({Noun.PASSAGES, Noun.TAGS})
"""What a highlight shows."""


def highlights(passages: Sequence[MarkedPassage]) -> list[Highlight]:
    """One highlight a passage, with a cue for each of its tags."""
    return [
        Highlight(
            marked.passage.id,
            marked.passage.anchor.span,
            tuple(Cue(tag.color, tag.sign, tag.name) for tag in marked.tags),
        )
        for marked in passages
    ]
