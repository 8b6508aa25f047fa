"""What is selected on the pages: an anchor that stays and a caret that moves."""

from __future__ import annotations

from reviewer.domain.pages.passage import Place, Span
from reviewer.gui.pages.text import DocumentText, Step


class Selection:
    """The selection of one document; empty while anchor and caret are at the same place."""

    def __init__(self) -> None:
        self.anchor = Place(1, 0)
        self.caret = Place(1, 0)

    @property
    def span(self) -> Span | None:
        """What is selected, in reading order; None when nothing is."""
        if self.anchor == self.caret:
            return None
        return Span(min(self.anchor, self.caret), max(self.anchor, self.caret))

    def clear(self) -> None:
        """Select nothing; the caret stays."""
        self.anchor = self.caret

    def put(self, place: Place, *, extend: bool = False) -> None:
        """Move the caret; the anchor goes along unless the selection is to be extended."""
        self.caret = place
        if not extend:
            self.anchor = place

    def take(self, span: Span, *, backwards: bool = False) -> None:
        """Select a span, with the caret at its end, or at its start."""
        ends = (span.end, span.start) if backwards else (span.start, span.end)
        self.anchor, self.caret = ends

    def move(self, text: DocumentText, step: Step, *, forward: bool, extend: bool) -> None:
        """Move the caret by a step; without ``extend`` a selection first collapses to the end one moves to."""
        span = self.span
        if span is not None and not extend and step is Step.CHARACTER:
            self.put(span.end if forward else span.start)
            return
        self.put(text.move(self.caret, step, forward=forward), extend=extend)
