"""Draw a region on a page: by the mouse from corner to corner, or by arrows; Enter takes it, Esc leaves it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from reviewer.domain.pages.page_text import Box
from reviewer.gui import theme
from reviewer.gui.accessibility import announce
from reviewer.gui.pages.document import Document
from reviewer.gui.pages.view import PageView
from reviewer.gui.widgets.parts import boxed, column, label

STEP = 8
"""Pixels that an arrow moves or widens by."""
SMALLEST = 6
"""Pixels; less is a click and no region."""
FIRST = QRect(0, 0, 160, 48)
"""How large the region is that arrows begin with."""

_ARROWS = {
    Qt.Key.Key_Left: QPoint(-STEP, 0),
    Qt.Key.Key_Right: QPoint(STEP, 0),
    Qt.Key.Key_Up: QPoint(0, -STEP),
    Qt.Key.Key_Down: QPoint(0, STEP),
}


class RegionDrawing(QWidget):
    """Lies over the pages while a region is drawn for a reason.

    ``drawn`` carries the item, the page, the box in points and the reason.
    """

    drawn = Signal(object, int, object, str)

    def __init__(self, view: PageView) -> None:
        super().__init__(view.viewport())
        self._view = view
        self._from: QPoint | None = None
        self._on: Document | None = None
        self._reason = ""
        self.region = QRect()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(self.tr("Region to redact"))
        self.setAccessibleDescription(
            self.tr("Arrows move it, Shift with arrows makes it larger or smaller, Enter takes it, Esc leaves it")
        )
        self.told = label("", "small", wrap=True)
        self._foot = boxed(column(self.told, margins=(2, 1, 2, 1)), "panel")
        self._foot.setParent(self)
        self._foot.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        view.viewport().installEventFilter(self)
        view.selection_changed.connect(self._look)
        self.hide()

    def begin(self, reason: str) -> None:
        """Lie over the pages, with a region in the middle for the arrows."""
        self._on, self._reason = self._view.document, reason
        self.setGeometry(self._view.viewport().rect())
        self.region = QRect(FIRST)
        self.region.moveCenter(self.rect().center())
        self.show()
        self.raise_()
        self.setFocus()
        self._tell(self.tr("Draw it with the mouse from corner to corner. {0}.").format(self.accessibleDescription()))

    def _tell(self, words: str) -> None:
        """Say at the foot what to do, or why nothing came of it."""
        self.told.setText(words)
        self._lay_foot()
        announce(self, words)

    def _lay_foot(self) -> None:
        high = self._foot.heightForWidth(self.width())
        self._foot.setGeometry(0, self.height() - high, self.width(), high)

    def _end(self) -> None:
        self._from = None
        self._view.setFocus()
        self.hide()

    def _take(self) -> None:
        start, end = self._view.spot(self.region.topLeft()), self._view.spot(self.region.bottomRight())
        if start is None or end is None or self._on is None:
            return
        if start.page != end.page:
            self._tell(self.tr("Nothing is redacted: a region is on one page. Draw one on each."))
            return
        box: Box = (start.x, start.y, end.x, end.y)
        self._end()
        self.drawn.emit(self._on.item, start.page, box, self._reason)

    # ── the mouse ────────────────────────────────────────────────────────────────────────────────────────────────────

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A corner."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._from = event.position().toPoint()
            self.region = QRect(self._from, self._from)
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """The other corner, so far."""
        if self._from is not None:
            self.region = QRect(self._from, event.position().toPoint()).normalized() & self.rect()
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """The other corner."""
        if self._from is None or event.button() != Qt.MouseButton.LeftButton:
            return
        self._from = None
        if min(self.region.width(), self.region.height()) >= SMALLEST:
            self._take()

    # ── the keyboard ─────────────────────────────────────────────────────────────────────────────────────────────────

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Move it, make it larger or smaller, take it, or leave it."""
        by = _ARROWS.get(Qt.Key(event.key()))
        if by is not None:
            self._move(by, larger=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        elif event.key() == Qt.Key.Key_Escape:
            self._end()

    def event(self, event: QEvent) -> bool:
        """Take the keys before the room's keys get them."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def _move(self, by: QPoint, *, larger: bool) -> None:
        moved = QRect(self.region)
        if larger:
            moved.setBottomRight(moved.bottomRight() + by)
        else:
            moved.translate(by)
        if self.rect().contains(moved) and min(moved.width(), moved.height()) >= SMALLEST:
            self.region = moved
            self.update()

    # ── how it looks ─────────────────────────────────────────────────────────────────────────────────────────────────

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The region, with a border that shows on white and on black."""
        painter = QPainter(self)
        shade = theme.color("page_ink")
        shade.setAlpha(70)
        painter.fillRect(self.region, shade)
        for pen in (QPen(theme.color("page"), 3), QPen(theme.color("page_ink"), 1.5, Qt.PenStyle.DashLine)):
            painter.setPen(pen)
            painter.drawRect(self.region)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Stay as large as what is below."""
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self.setGeometry(self._view.viewport().rect())
            self._lay_foot()
        return super().eventFilter(watched, event)

    def _look(self) -> None:
        """What was begun on one document is not ended on another, also while another room is in sight."""
        if not self.isHidden() and self._view.document is not self._on:
            if self.hasFocus():
                self._view.setFocus()
            self._from = None
            self.hide()
