"""The page view: one long column of pages, painted from tiles that a worker draws."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from reviewer.domain.ids import PassageId
from reviewer.domain.pages.passage import Place, Span
from reviewer.gui import theme
from reviewer.gui.operations import Courier
from reviewer.gui.pages import painting
from reviewer.gui.pages.document import Document, Hatched, Highlight
from reviewer.gui.pages.dragging import Dragging
from reviewer.gui.pages.keys import MOVES
from reviewer.gui.pages.layout import MARGIN, SCREEN, PageLayout, Spot, fit_words, kept
from reviewer.gui.pages.overlay import Overlay, PageRoom
from reviewer.gui.pages.pictures import PagePictures
from reviewer.gui.pages.quotes import QuotedLines
from reviewer.gui.pages.rasters import Tile, tiles_of
from reviewer.gui.pages.selecting import Selection
from reviewer.gui.pages.text import DocumentText
from reviewer.gui.widgets.cues import focus_ring
from reviewer.isolation.workers import Workers

ZOOM_STEP = 1.15
ZOOM_LIMITS = (0.1 * SCREEN, 8.0 * SCREEN)


class PageView(QAbstractScrollArea):
    """Shows a document. Zoom is in logical pixels per point."""

    page_changed = Signal(int)
    zoom_changed = Signal(float)
    selection_changed = Signal()
    passage_clicked = Signal(int)
    failed = Signal(object)
    drawn = Signal()
    focused = Signal()
    finished = Signal()
    escaped = Signal()
    """Esc was pressed where it takes nothing away from the page."""

    def __init__(self, workers: Workers, courier: Courier, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document: Document | None = None
        self.selection = Selection()
        self.caret_browsing, self.quoted = False, QuotedLines(self)
        self.pictures = PagePictures(workers, courier, self)
        self._layout = PageLayout((), SCREEN, 1)
        self._fit, self._words = True, False
        self._ink: tuple[float, float] | None = None
        self._page = 0
        self.overlay = Overlay()
        self._dragging = Dragging(self, self._select_to)
        self._prepare()

    def _prepare(self) -> None:
        self.setObjectName("desk")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Pages"))
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        # A bar that comes and goes changes the width, that the zoom, that the height, and that the bar: for ever.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.horizontalScrollBar().valueChanged.connect(self._scrolled)
        theme.theme().changed.connect(self.viewport().update)
        self.pictures.come.connect(self._drawn)
        self.pictures.failed.connect(self.failed)

    # -- what is shown --------------------------------------------------------------------------------------------

    def show_document(self, document: Document | None) -> None:
        """Turn to another document, at its first page; None empties the view."""
        self.document = document
        self.selection = Selection()
        self.overlay.clear()
        self._page = 0
        ink = document.text.ink() if document is not None else None
        self._ink = kept(ink, document.sizes[0][0]) if document is not None and ink is not None else None
        self.pictures.show(None if document is None else document.pdf)
        self._lay_out()
        self.verticalScrollBar().setValue(0)
        self._scrolled()
        self.selection_changed.emit()

    def set_highlights(self, highlights: Sequence[Highlight], chosen: PassageId | None) -> None:
        """The passages to show, and which of them is the one at hand."""
        self.overlay.highlights, self.overlay.chosen = highlights, chosen
        self.viewport().update()

    def set_hatched(self, hatched: Sequence[Hatched]) -> None:
        """The redactions to show."""
        self.overlay.hatched = hatched
        self.viewport().update()

    def set_found(self, spans: Sequence[Span], at: int = -1) -> None:
        """The words that a search found, and which of them is the one at hand."""
        self.overlay.found, self.overlay.found_at = spans, at
        if 0 <= at < len(spans):
            self.reveal(spans[at])
        self.viewport().update()

    def reveal(self, span: Span) -> None:
        """Scroll so that the beginning of a span is in sight."""
        if self.document is None or not 1 <= span.start.page <= len(self._layout):
            return
        boxes = self.document.text.rects(span, span.start.page)
        spot = Spot(span.start.page, boxes[0][0], boxes[0][1]) if boxes else Spot(span.start.page, 0, 0)
        x, y = self._layout.place(spot)
        vertical, horizontal = self.verticalScrollBar(), self.horizontalScrollBar()
        if not vertical.value() + 24 <= y <= vertical.value() + self.viewport().height() - 72:
            vertical.setValue(int(y) - self.viewport().height() // 3)  # where _scrolled looks which page it is
        if not horizontal.value() <= x <= horizontal.value() + self.viewport().width() - 48:
            horizontal.setValue(round(x - 48))

    def close_workers(self) -> None:
        """Stop drawing and let the worker go; the view stays empty."""
        self._dragging.stop()
        self.show_document(None)
        self.pictures.close()

    # -- pages and zoom -------------------------------------------------------------------------------------------

    @property
    def page(self) -> int:
        """The page at the top of the view, from 1; 0 when there is none."""
        return self._page

    @property
    def zoom(self) -> float:
        """Logical pixels per point."""
        return self._layout.zoom

    def go_to_page(self, page: int) -> None:
        """Bring a page to the top."""
        if 1 <= page <= len(self._layout):
            self.verticalScrollBar().setValue(self._layout.tops[page - 1] - 4)

    def fit(self) -> None:
        """Make the pages as wide as the view, and keep them so; where they are, leave out their blank margins."""
        self._words = self._fit and not self._words
        self._fit = True
        self._lay_out(keep=True)

    def set_zoom(self, zoom: float, at: QPoint | None = None) -> None:
        """Zoom, with the point under ``at`` (or the middle of the view) staying where it is."""
        self._fit = False
        self._lay_out(min(max(zoom, ZOOM_LIMITS[0]), ZOOM_LIMITS[1]), keep=True, at=at)

    def zoom_by(self, steps: float, at: QPoint | None = None) -> None:
        """Zoom in or out by some steps."""
        self.set_zoom(self.zoom * ZOOM_STEP**steps, at)

    def _lay_out(self, zoom: float | None = None, *, keep: bool = False, at: QPoint | None = None) -> None:
        view = self.viewport().size()
        pointer = at or QPoint(view.width() // 2, 0)
        left, top = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        held = self._layout.spot(pointer.x() + left, pointer.y() + top) if keep else None
        sizes = self.document.sizes if self.document is not None else ()
        if self._fit:
            words = self._ink if self._words else None
            zoom = fit_words(sizes, words, view.width())
        zoom = zoom or self._layout.zoom
        self._layout = PageLayout(sizes, zoom, view.width())
        self.verticalScrollBar().setRange(0, max(0, self._layout.height - view.height()))
        self.verticalScrollBar().setPageStep(view.height())
        self.verticalScrollBar().setSingleStep(48)
        self.horizontalScrollBar().setRange(0, max(0, self._layout.width - view.width()))
        self.horizontalScrollBar().setPageStep(view.width())
        if held is not None:
            x, y = self._layout.place(held)
            self.verticalScrollBar().setValue(round(y - pointer.y()))
            self.horizontalScrollBar().setValue(round(x - pointer.x()))
        if self._fit and self._words and self._ink is not None and len(self._layout):
            self.horizontalScrollBar().setValue(round(self._layout.place(Spot(1, self._ink[0], 0))[0] - MARGIN))
        self.zoom_changed.emit(self._layout.zoom)
        self._want()
        self.viewport().update()

    def _scrolled(self) -> None:
        top = self.verticalScrollBar().value()
        shown = self._layout.visible(top + self.viewport().height() // 3, top + self.viewport().height() // 3)
        page = shown.start if len(self._layout) else 0
        if page != self._page:
            self._page = page
            self._describe()
            self.page_changed.emit(page)
        self._want()
        self.viewport().update()

    def _describe(self) -> None:
        if self.document is None or not self._page:
            self.setAccessibleName(self.tr("Pages"))
            self.setAccessibleDescription("")
            return
        words = self.tr("{0}, page {1} of {2}")
        self.setAccessibleName(words.format(self.document.title, self._page, len(self._layout)))
        self.setAccessibleDescription(self.document.text.texts[self._page - 1])

    # -- pictures -------------------------------------------------------------------------------------------------

    def _tiles_in_sight(self, extra: int = 0) -> list[Tile]:
        ratio = self.devicePixelRatioF()
        scale = round(self._layout.zoom * ratio, 4)
        top, height = self.verticalScrollBar().value() - extra, self.viewport().height() + 2 * extra
        wanted = []
        for page in self._layout.visible(top, top + height):
            _, page_top, page_width, page_height = self._layout.rect(page)
            above, below = (top - page_top) * ratio, (top + height - page_top) * ratio
            size = max(1, round(page_width * ratio)), max(1, round(page_height * ratio))
            wanted += tiles_of(page, scale, size, int(above), int(below))
        return wanted

    def _want(self) -> None:
        if self.document is None:
            return
        seen = self._tiles_in_sight()
        self.pictures.want(seen, [each for each in self._tiles_in_sight(self.viewport().height()) if each not in seen])

    def _drawn(self) -> None:
        self.viewport().update()
        if self.complete:
            self.drawn.emit()

    @property
    def complete(self) -> bool:
        """Whether everything in sight has been drawn."""
        return self.document is not None and self.pictures.has(self._tiles_in_sight())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the pages in sight."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.color("desk"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self.document is None:
            return
        left, top = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        tiles = self._tiles_in_sight()
        self.quoted.begin()
        for page in self._layout.visible(top, top + self.viewport().height()):
            x, y, width, height = self._layout.rect(page)
            frame = painting.Frame(QRectF(x - left, y - top, width, height), self._layout.zoom)
            of_page = [tile for tile in tiles if tile.page == page]
            self.pictures.paint(painter, frame, page, of_page, self.devicePixelRatioF())
            painting.edge(painter, frame)
            self._paint_marks(painter, frame, page, self.document.text)
        if self.hasFocus():
            focus_ring(painter, self.viewport().rect())

    def _paint_marks(self, painter: QPainter, frame: painting.Frame, page: int, text: DocumentText) -> None:
        painter.setClipRect(frame.rect)
        if not self.overlay.bare:
            self.quoted.paint(painter, frame, page, text, self.overlay.found_at_hand())
        room = PageRoom(self.viewport().width(), self._ink[0] if self._ink is not None else 0)
        self.overlay.paint(painter, frame, page, text, room)
        painter.setClipRect(frame.rect)
        if self.selection.span is not None:
            painting.selection(painter, frame, text.rects(self.selection.span, page))
        caret = text.caret(self.selection.caret) if self.selection.caret.page == page else None
        if caret is not None and self.hasFocus() and (self.caret_browsing or self.selection.span is not None):
            painting.caret(painter, frame, caret)
        painter.setClipping(False)

    # -- pointer --------------------------------------------------------------------------------------------------

    def spot(self, point: QPoint) -> Spot | None:
        """The page under a point of the view, and where on it."""
        left, top = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        return self._layout.spot(point.x() + left, point.y() + top)

    def _place(self, point: QPoint) -> Place | None:
        spot = self.spot(point)
        if spot is None or self.document is None:
            return None
        return self.document.text.nearest(spot.page, spot.x, spot.y)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Begin a selection; with Shift, extend the one there is."""
        place = self._place(event.position().toPoint())
        if place is None or event.button() != Qt.MouseButton.LeftButton:
            return
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._dragging.begin(event, self.selection.anchor)
            self._dragging.reach(event)
        else:
            self._dragging.begin(event, place)
            self.selection.put(place)
            self._selected()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Extend the selection; beyond the edge the view goes on by itself."""
        self._dragging.go_on(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """End the selection; a mere click on a highlight means its passage."""
        if self._dragging.end(event) and self.selection.span is None:
            place = self.selection.caret
            for each in reversed(self.overlay.highlights):
                if each.span.start <= place <= each.span.end:
                    self.passage_clicked.emit(each.passage)
                    return

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Select the word."""
        place = self._place(event.position().toPoint())
        if place is not None and self.document is not None:
            self.selection.take(self.document.text.word_at(place))
            self._selected()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Scroll; with Ctrl, zoom around the pointer."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(event.angleDelta().y() / 120, event.position().toPoint())
            event.accept()
        else:
            super().wheelEvent(event)

    def _select_to(self, start: Place, point: QPoint, by_letters: bool) -> None:  # noqa: FBT001 - comes by a drag
        """Select as far as a point: whole words and amounts, or each letter."""
        place = self._place(point)
        if place is None or self.document is None:
            return
        span = Span(min(start, place), max(start, place))
        if place != start and not by_letters:
            span = self.document.text.snapped(span)
        self.selection.take(span, backwards=place < start)
        self._selected()

    # -- keyboard -------------------------------------------------------------------------------------------------

    def select(self, span: Span) -> None:
        """Select a span and bring it into sight."""
        self.selection.take(span)
        self.reveal(span)
        self._selected()

    def show_caret(self) -> None:
        """Take the keyboard, with the caret on the page."""
        self.setFocus()
        self.caret_browsing = True
        self.viewport().update()

    def hide_caret(self) -> None:
        """Let keys scroll again."""
        self.caret_browsing = False
        self.viewport().update()

    def selected_text(self) -> str:
        """The verbatim text that is selected."""
        if self.document is None or self.selection.span is None:
            return ""
        return self.document.text.words_of(self.selection.span)

    def copy(self) -> None:
        """Put what is selected on the clipboard."""
        if self.selection.span is not None:
            QGuiApplication.clipboard().setText(self.selected_text())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Move the caret or extend the selection; F7 turns the caret on and off; other keys scroll."""
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        move = MOVES.get((Qt.Key(event.key()), control))
        if self.document is not None and self.document.sizes and move is not None and (shift or self.caret_browsing):
            step, forward = move
            self.selection.move(self.document.text, step, forward=forward, extend=shift)
            self.reveal(Span(self.selection.caret, self.selection.caret))
            self._selected()
        elif event.key() == Qt.Key.Key_F7:
            self.caret_browsing = not self.caret_browsing
            self.viewport().update()
        elif event.key() == Qt.Key.Key_Escape and self.selection.span is not None:
            self.select_nothing()
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif event.key() == Qt.Key.Key_Space:
            self.scroll_on(back=shift)
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            end = self.verticalScrollBar().maximum() if event.key() == Qt.Key.Key_End else 0
            self.verticalScrollBar().setValue(end)
        else:
            super().keyPressEvent(event)

    def scroll_on(self, *, back: bool = False) -> None:
        """Scroll by a screenful; at the end say that one is through."""
        bar = self.verticalScrollBar()
        if not back and bar.value() >= bar.maximum():
            self.finished.emit()
        else:
            bar.setValue(bar.value() + (-1 if back else 1) * max(48, bar.pageStep() - 48))

    def select_nothing(self) -> None:
        """Take the selection away; the caret stays."""
        self.selection.clear()
        self._selected()

    def _selected(self) -> None:
        self.viewport().update()
        self.selection_changed.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Say that one reads here now."""
        super().focusInEvent(event)
        self.viewport().update()
        self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Hide the caret."""
        super().focusOutEvent(event)
        self.viewport().update()

    # -- size -----------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Lay the pages out for the new size."""
        super().resizeEvent(event)
        self._lay_out(keep=True)

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Draw anew when the window moves to a screen of another pixel ratio."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._lay_out(keep=True)
        return super().viewportEvent(event)
