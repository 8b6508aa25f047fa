"""Lines that quote an earlier message, greyed on the page, with a line in the margin that leads to that message."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QMouseEvent, QPainter, QPen, QRegion
from PySide6.QtWidgets import QAbstractScrollArea

from reviewer.domain.pages.page_text import Box
from reviewer.domain.pages.passage import Place, Span
from reviewer.gui import theme
from reviewer.gui.pages.painting import Frame
from reviewer.gui.pages.text import DocumentText
from reviewer.gui.tips import plain

APART = 6.0
"""How far the line stands from the words, in pixels."""

REACH = 4
"""How far from the line a pointer may be to mean it, in pixels."""


@dataclass(frozen=True, slots=True)
class QuotedSpans:
    """Where a quote stands; ``meaning`` is what a click beside it does, empty where it leads nowhere."""

    spans: tuple[Span, ...]
    meaning: str = ""
    differs: bool = False


class QuotedLines(QObject):
    """Paints the quotes of one document, and hears clicks on the lines beside them.

    ``followed`` carries which of them was clicked.
    """

    followed = Signal(int)

    def __init__(self, area: QAbstractScrollArea) -> None:
        super().__init__(area)
        self.shown: Sequence[QuotedSpans] = ()
        self._text: DocumentText | None = None
        self._area = area
        self._boxes: dict[int, list[tuple[int, list[Box]]]] = {}  # of each page that was painted, by quote
        self._strips: list[tuple[QRect, int]] = []
        self._pressed: tuple[int, QPoint] | None = None  # beside which quote, and where

    def show(self, text: DocumentText | None, quotes: Sequence[QuotedSpans]) -> None:
        """The quotes to show on the pages of a document, and on no others."""
        if quotes and not self._area.viewport().hasMouseTracking():
            self._area.viewport().setMouseTracking(True)
            self._area.viewport().installEventFilter(self)
        self._text, self.shown, self._boxes, self._strips = text, quotes, {}, []
        self._pressed = None
        self._area.viewport().update()

    def at(self, place: Place) -> int | None:
        """The innermost quote in which a place is."""
        within = (n for n, quote in enumerate(self.shown) if any(s.start <= place <= s.end for s in quote.spans))
        return max(within, default=None)

    def begin(self) -> None:
        """All that is in sight is about to be painted anew."""
        self._strips = []

    def paint(self, painter: QPainter, frame: Frame, page: int, text: DocumentText, here: Iterable[Span]) -> None:
        """Grey the ink of the quotes on a page, but not of the words that are at hand (``here``).

        Only what is darker than the grey becomes lighter, so pale words are no harder to read than they were.
        """
        if text is not self._text or not self.shown:
            return
        grey = QRegion()
        for number, boxes in self._on(page, text):
            for box in boxes:
                grey = grey.united(frame.of(box).toAlignedRect())
            self._line(painter, frame, boxes, number)
        for box in (each for span in here for each in text.rects(span, page)):
            grey = grey.subtracted(QRegion(frame.of(box).toAlignedRect()))
        painter.save()
        painter.setClipRegion(grey, Qt.ClipOperation.IntersectClip)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Lighten)
        painter.fillRect(grey.boundingRect(), theme.color("quoted"))
        painter.restore()

    def _on(self, page: int, text: DocumentText) -> list[tuple[int, list[Box]]]:
        if page not in self._boxes:
            found = [(n, text.rects(span, page)) for n, quote in enumerate(self.shown) for span in quote.spans]
            self._boxes[page] = [(number, boxes) for number, boxes in found if boxes]
        return self._boxes[page]

    def _line(self, painter: QPainter, frame: Frame, boxes: list[Box], number: int) -> None:
        """A line from the first to the last line of a quote; two where it differs from what it quotes."""
        quote = self.shown[number]
        first, last = frame.of(boxes[0]), frame.of(boxes[-1])
        left = max(min(frame.of(box).left() for box in boxes) - APART, frame.rect.left() + 1)
        painter.setPen(QPen(theme.color("caret" if quote.meaning else "page_edge"), 1.5))
        for x in (left, left - 3) if quote.differs else (left,):
            painter.drawLine(QPointF(x, first.top()), QPointF(x, last.bottom()))
        if quote.meaning:
            strip = QRect(round(left) - REACH, round(first.top()), 2 * REACH, round(last.bottom() - first.top()))
            self._strips.append((strip, number))

    def beside(self, point: QPoint) -> int | None:
        """The quote beside whose words a pointer is, if one can go from it to what it quotes."""
        return next((number for strip, number in reversed(self._strips) if strip.contains(point)), None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """A click on a line leads to what is quoted; the pointer shows that it does.

        The line is so near to the words that one begins to select there: the view hears of all that the mouse does.
        """
        if not isinstance(event, QMouseEvent) or not self.shown:
            return super().eventFilter(watched, event)
        point = event.position().toPoint()
        number, left = self.beside(point), event.button() == Qt.MouseButton.LeftButton
        if event.type() == QEvent.Type.MouseMove and not event.buttons():
            self._point(number)
        elif event.type() == QEvent.Type.MouseButtonPress:
            self._pressed = (number, point) if number is not None and left and not event.modifiers() else None
        elif event.type() == QEvent.Type.MouseButtonRelease and left and self._pressed is not None:
            (meant, began), self._pressed = self._pressed, None
            if (point - began).manhattanLength() < QGuiApplication.styleHints().startDragDistance() // 2:
                QTimer.singleShot(0, self, partial(self._follow, meant, self.shown))  # after the view has heard it
        return super().eventFilter(watched, event)

    def _follow(self, number: int, of: Sequence[QuotedSpans]) -> None:
        if of is self.shown:
            self.followed.emit(number)

    def _point(self, number: int | None) -> None:
        viewport = self._area.viewport()
        shape = Qt.CursorShape.IBeamCursor if number is None else Qt.CursorShape.PointingHandCursor
        if viewport.cursor().shape() != shape:
            viewport.setCursor(shape)
        viewport.setToolTip("" if number is None else plain(self.shown[number].meaning))
