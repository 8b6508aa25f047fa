"""Passages as highlights, and redactions as hatched boxes."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.domain.changes import Noun
from reviewer.domain.exports.redaction import RedactionState
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.gui.pages.document import Cue, Hatched, Highlight
from reviewer.usecases.exports.redaction.redactions import Placed

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


def hatched(redactions: Sequence[Placed], *, solid: bool = False) -> list[Hatched]:
    """The redactions that keep something from receivers; what was declined may leave, and has no box.

    ``solid`` draws those that are approved as a receiver sees them; what is merely proposed stays hatched.
    """
    return [
        Hatched(found.what.reason, approved, each.boxes, solid and approved)
        for each in redactions
        for found in [each.said.redaction]
        for approved in [found.state is RedactionState.APPROVED]
        if found.hides
    ]
