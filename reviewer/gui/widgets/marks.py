"""Paints the marks of a picture, in points, with the colours in force."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF, QTransform

from reviewer.domain.pictures.picture import (
    Anchor,
    Bar,
    Cue,
    Dot,
    Label,
    Line,
    Mark,
    Role,
    Shape,
    bends,
    outline,
    text_width,
)
from reviewer.gui import theme

TOKENS: Mapping[Role, str] = {
    Role.TEXT: "text",
    Role.QUIET: "muted",
    Role.RULE: "line",
    Role.BENEFIT: "accent",
    Role.ENDORSEMENT: "problem",
    Role.APART: "muted",
    Role.DONOR: "fine",
    Role.OFFICER: "muted",
    Role.AUDIENCE: "problem",
}
"""The theme's colour for each role."""

_FAMILIES = ("Liberation Sans", "Arial", "Helvetica")
"""Fonts as wide as the pictures reckon with; another one is drawn narrower where it would not fit."""


class Ink:
    """Paints marks with a painter whose unit is the point, in the colours that are in force now."""

    def __init__(self, painter: QPainter) -> None:
        self._painter = painter
        self._colors = {role: theme.color(token) for role, token in TOKENS.items()}
        self._paper = theme.color("panel")
        scale = painter.transform().m11() or 1.0
        # Slanting lines stay as far apart on the screen however large the picture is.
        self._slant = QTransform.fromScale(1 / scale, 1 / scale)

    def paint(self, mark: Mark) -> None:
        """Paint one mark."""
        _PAINT[type(mark)](self, mark)

    def bar(self, mark: Bar) -> None:
        """A rectangle."""
        inset = 0.0 if mark.cue is Cue.FULL else 0.4
        self._area(mark)
        self._painter.drawRect(QRectF(mark.x, mark.y, mark.width, mark.height).adjusted(inset, inset, -inset, -inset))

    def dot(self, mark: Dot) -> None:
        """A small figure."""
        self._area(mark)
        if mark.shape is Shape.CIRCLE:
            self._painter.drawEllipse(QPointF(mark.x, mark.y), mark.radius, mark.radius)
        else:
            self._painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in outline(mark)]))

    def line(self, mark: Line) -> None:
        """A line, straight or curved."""
        color = QColor(self._colors[mark.role])
        if mark.curved:
            color.setAlphaF(0.55)
        pen = QPen(color, mark.thickness)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if mark.cue is Cue.DASHED:
            pen.setDashPattern([4 / mark.thickness, 3 / mark.thickness])
        self._painter.setPen(pen)
        if not mark.curved:
            self._painter.drawLine(QPointF(mark.x, mark.y), QPointF(mark.to_x, mark.to_y))
            return
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        path = QPainterPath(QPointF(mark.x, mark.y))
        first, second = bends(mark)
        path.cubicTo(QPointF(*first), QPointF(*second), QPointF(mark.to_x, mark.to_y))
        self._painter.drawPath(path)

    def label(self, mark: Label) -> None:
        """A text, no wider than it was reckoned to be."""
        font = _font(mark.size, bold=mark.bold)
        self._painter.setFont(font)
        self._painter.setPen(self._colors[mark.role])
        meant = text_width(mark.text, mark.size, bold=mark.bold)
        width = QFontMetricsF(font).horizontalAdvance(mark.text)
        narrow = min(1.0, meant / width) if width else 1.0
        part = {Anchor.START: 0.0, Anchor.MIDDLE: 0.5, Anchor.END: 1.0}[mark.anchor]
        left = mark.x - width * narrow * part
        if narrow > 0.98:
            self._painter.drawText(QPointF(left, mark.y), mark.text)
            return
        self._painter.save()
        self._painter.translate(left, mark.y)
        self._painter.scale(narrow, 1)
        self._painter.drawText(QPointF(0, 0), mark.text)
        self._painter.restore()

    def _area(self, mark: Mark) -> None:
        color = self._colors[mark.role]
        if mark.cue is Cue.FULL:
            self._painter.setPen(Qt.PenStyle.NoPen)
            self._painter.setBrush(color)
            return
        self._painter.setPen(QPen(color, 0.8))
        self._painter.setBrush(self._hatch(color) if mark.cue is Cue.HATCHED else self._paper)

    def _hatch(self, color: QColor) -> QBrush:
        made = QBrush(color, Qt.BrushStyle.BDiagPattern)
        made.setTransform(self._slant)
        return made


@lru_cache(maxsize=16)
def _font(size: float, *, bold: bool) -> QFont:
    made = QFont()
    made.setFamilies(list(_FAMILIES))
    made.setPixelSize(round(size))
    made.setBold(bold)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


_PAINT: Mapping[type[Mark], Callable[[Ink, Any], None]] = {
    Bar: Ink.bar,
    Dot: Ink.dot,
    Line: Ink.line,
    Label: Ink.label,
}
