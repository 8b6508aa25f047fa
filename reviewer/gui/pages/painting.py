"""How a page is drawn: its picture, then found words, highlights with their second cue, the selection and the caret."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from reviewer.domain.pages.page_text import Box
from reviewer.gui import theme
from reviewer.gui.pages.document import Cue, Hatched
from reviewer.gui.theme import room_for

CUE = 4
"""Side of the mark beside a highlight, which bears its tag's key, in steps of the grid."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a page is on screen: its rectangle, and pixels per point."""

    rect: QRectF
    zoom: float

    def of(self, box: Box) -> QRectF:
        """The rectangle of a box given in points."""
        x0, y0, x1, y1 = box
        left, top = self.rect.left() + x0 * self.zoom, self.rect.top() + y0 * self.zoom
        return QRectF(left, top, (x1 - x0) * self.zoom, (y1 - y0) * self.zoom)


def paper(painter: QPainter, frame: Frame) -> None:
    """An empty page; faint lines say that it is on its way."""
    painter.fillRect(frame.rect, theme.color("page"))
    line = QColor(theme.color("page_edge"))
    line.setAlpha(60)
    inset, step = frame.rect.width() / 8, max(16.0, 24 * frame.zoom)
    for number in range(4):
        width = frame.rect.width() - 2 * inset * (1.5 if number == 3 else 1)
        bar = QRectF(frame.rect.left() + inset, frame.rect.top() + inset + number * step, width, max(4.0, step / 4))
        painter.fillRect(bar, line)


def paper_with_words(painter: QPainter, frame: Frame, words: str) -> None:
    """An empty page that says why it is empty."""
    painter.fillRect(frame.rect, theme.color("page"))
    painter.setPen(theme.ink_on(theme.color("page").name()))
    inset = frame.rect.width() / 8
    place = frame.rect.adjusted(inset, inset, -inset, -inset)
    painter.drawText(place, Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap, words)


def edge(painter: QPainter, frame: Frame) -> None:
    """A thin line around the page."""
    painter.setPen(QPen(theme.color("page_edge"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(frame.rect.adjusted(-0.5, -0.5, 0.5, 0.5))


def found(painter: QPainter, frame: Frame, boxes: Iterable[Box], *, here: bool) -> None:
    """Words that a search found, underlined; those at hand are darker, and framed."""
    painter.save()
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
    for box in boxes:
        painter.fillRect(frame.of(box), theme.color("found_here" if here else "found"))
    painter.restore()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.color("page_ink" if here else "found_edge"), 1.5))
    for box in boxes:
        line = frame.of(box)
        if here:
            painter.drawRect(line.adjusted(-1, -1, 1, 1))
        else:
            painter.drawLine(line.bottomLeft(), line.bottomRight())


def highlight(painter: QPainter, frame: Frame, boxes: list[Box], cues: tuple[Cue, ...], *, chosen: bool) -> None:
    """A passage: tinted in its first tag's colour, underlined once a tag; the one at hand more strongly, and framed."""
    shown = cues or (Cue("#999999", "", ""),)
    tint = QColor(shown[0].color)
    tint.setAlpha(90 if chosen else 64)
    painter.save()
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
    for box in boxes:
        painter.fillRect(frame.of(box), tint)
    painter.restore()
    for row, cue in enumerate(shown):
        painter.setPen(QPen(QColor(cue.color), 2 if chosen else 1.5, *(() if cues else (Qt.PenStyle.DotLine,))))
        for box in boxes:
            line = frame.of(box)
            y = line.bottom() + row * 3
            painter.drawLine(QPointF(line.left(), y), QPointF(line.right(), y))
    if chosen:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("page_ink"), 1.5))
        for box in boxes:
            painter.drawRect(frame.of(box).adjusted(-1, -1, 1, 1))


class Gutter:
    """The strip left of a page, where each highlight's tags stand with their keys; evidence is never covered by it.

    Where the page's edge is out of sight it is the blank margin that they stand in, up to ``blank`` points wide.
    """

    def __init__(self, blank: float = 0) -> None:
        self._blank = blank
        self._below = -1e9

    def mark(self, painter: QPainter, frame: Frame, boxes: list[Box], cues: tuple[Cue, ...], *, chosen: bool) -> None:
        """Put the keys of one highlight beside its first line, or below those of the one before."""
        side = room_for(CUE)
        top = max(frame.of(boxes[0]).center().y() - side / 2, self._below)
        painter.setFont(theme.font("small", bold=True))
        edge = frame.rect.left() - side - 4
        left = max(edge, min(2, edge + self._blank * frame.zoom))
        for cue in cues:
            square = QRectF(left, top, side, side)
            painter.fillRect(square, QColor(cue.color))
            painter.setPen(QPen(theme.color("page_ink"), 2.5 if chosen else 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(square)
            painter.setPen(theme.ink_on(cue.color))
            painter.drawText(square, Qt.AlignmentFlag.AlignCenter, cue.key)
            top += side + 2
        self._below = top


def redactions(painter: QPainter, frame: Frame, hatched: Iterable[Hatched], page: int, right: float) -> None:
    """What receivers will not see, hatched so that it can still be read here; crossed once it is approved.

    The code stands at the edge of the page, or of what is in sight (``right``), for words are not covered by it.
    """
    placed = [(each, [frame.of(box.box) for box in each.boxes if box.page == page]) for each in hatched]
    painter.setFont(theme.font("small", bold=True))
    ink = theme.color("page_ink")
    lines = QColor(ink)
    lines.setAlpha(120)
    below = -1e9
    for each, boxes in sorted((pair for pair in placed if pair[1]), key=lambda pair: pair[1][0].top()):
        if each.solid:
            covered(painter, each.code, boxes)
            continue
        style = Qt.BrushStyle.DiagCrossPattern if each.approved else Qt.BrushStyle.BDiagPattern
        painter.setPen(QPen(ink, 1.5, Qt.PenStyle.SolidLine if each.approved else Qt.PenStyle.DashLine))
        painter.setBrush(QBrush(lines, style))
        for box in boxes:
            painter.drawRect(box.adjusted(1, 0, -1, 0))
        sign = QRectF(painter.fontMetrics().boundingRect(each.code)).adjusted(0, 0, 8, 2)
        sign.moveTopRight(QPointF(min(frame.rect.right(), right) - 2, max(boxes[0].top(), below)))
        painter.fillRect(sign, ink)
        painter.setPen(theme.color("page"))
        painter.drawText(sign, Qt.AlignmentFlag.AlignCenter, each.code)
        below = sign.bottom() + 2


def selection(painter: QPainter, frame: Frame, boxes: Iterable[Box]) -> None:
    """What is selected."""
    tint = theme.color("caret")
    tint.setAlpha(70)
    painter.setPen(QPen(theme.color("caret"), 1.5))
    for box in boxes:
        line = frame.of(box)
        painter.fillRect(line, tint)
        painter.drawLine(line.bottomLeft(), line.bottomRight())


def caret(painter: QPainter, frame: Frame, box: Box) -> None:
    """The caret."""
    line = frame.of(box)
    painter.fillRect(QRectF(line.left() - 0.75, line.top() - 1, 1.5, line.height() + 2), theme.color("caret"))


def covered(painter: QPainter, code: str, boxes: Iterable[QRectF]) -> None:
    """Boxes as a receiver sees them: nothing of what is below, and the code of the reason where it fits."""
    ink = theme.color("page_ink")
    for box in boxes:
        painter.fillRect(box, ink)
        sign = QRectF(painter.fontMetrics().boundingRect(code))
        if sign.width() + 4 <= box.width() and sign.height() <= box.height() + 4:
            painter.setPen(theme.color("page"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, code)
