"""What is painted over the pictures of the pages: passages, redactions, and the words that a search found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QPainter

from reviewer.domain.ids import PassageId
from reviewer.domain.pages.passage import Span
from reviewer.gui.pages import painting
from reviewer.gui.pages.document import Hatched, Highlight
from reviewer.gui.pages.text import DocumentText


@dataclass(frozen=True, slots=True)
class PageRoom:
    """How wide the view is, in pixels, and how far from their left edge the pages are blank, in points."""

    width: int
    blank: float


class Overlay:
    """What is shown over one document; ``bare`` of what a search found, as a receiver sees the pages."""

    def __init__(self) -> None:
        self.bare = False
        self.clear()

    def clear(self) -> None:
        """Show nothing, for another document comes."""
        self.highlights: Sequence[Highlight] = ()
        self.chosen: PassageId | None = None
        self.hatched: Sequence[Hatched] = ()
        self.found: Sequence[Span] = ()
        self.found_at = -1

    def found_at_hand(self) -> Sequence[Span]:
        """Of the words that were found those at hand: one stretch, or none."""
        return self.found[self.found_at : self.found_at + 1]

    def paint(self, painter: QPainter, frame: painting.Frame, page: int, text: DocumentText, room: PageRoom) -> None:
        """Paint what is shown on a page, and beside its words the cues of the passages."""
        painter.setClipRect(frame.rect)
        for index, span in enumerate(() if self.bare else self.found):
            if span.start.page <= page <= span.end.page:
                painting.found(painter, frame, text.rects(span, page), here=index == self.found_at)
        shown = [(each, boxes) for each in self.highlights if (boxes := text.rects(each.span, page))]
        for each, boxes in shown:
            painting.highlight(painter, frame, boxes, each.cues, chosen=each.passage == self.chosen)
        painting.redactions(painter, frame, self.hatched, page, room.width)
        painter.setClipping(False)
        gutter = painting.Gutter(room.blank)
        for each, boxes in shown:
            gutter.mark(painter, frame, boxes, each.cues, chosen=each.passage == self.chosen)
