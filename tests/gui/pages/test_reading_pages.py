"""The pages under the mouse and as they are found, zoomed and cut to the window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer.domain.pages.passage import Place, Span
from reviewer.gui.rooms.review.room import ReviewRoom
from reviewer.gui.shell.window import MainWindow
from tests.gui.conftest import PATIENCE
from tests.gui.keyboard import press
from tests.gui.rooms.reading import put_caret

NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def test_a_click_on_a_highlight_means_its_passage(qtbot: QtBot, room: ReviewRoom) -> None:
    view = room.desk.a.view
    put_caret(view, "equip")
    press(view, Qt.Key.Key_Right, SHIFT | CONTROL)
    press(view, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: room.desk.passage() is not None, timeout=PATIENCE)
    room.desk.choose(None)
    (box,) = view.document.text.rects(room.desk.facts.passages[0].passage.anchor.span, 1)  # type: ignore[union-attr]
    left, top, _, _ = view._layout.rect(1)
    x, y = left + (box[0] + box[2]) / 2 * view.zoom, top + (box[1] + box[3]) / 2 * view.zoom
    point = QPoint(round(x), round(y) - view.verticalScrollBar().value())
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, NONE, point)
    qtbot.waitUntil(lambda: room.desk.passage() is not None, timeout=PATIENCE)


def test_dragging_selects_and_copy_takes_the_words_as_they_stand(room: ReviewRoom) -> None:
    view = room.desk.a.view
    text = view.document.text  # type: ignore[union-attr]
    start = text.texts[0].index("We would like")
    first, last = (text.boxes(1)[at] for at in (start, start + len("We would like") - 1))
    left, top, _, _ = view._layout.rect(1)
    scrolled = view.verticalScrollBar().value()

    def point(x: float, y: float) -> QPoint:
        return QPoint(round(left + x * view.zoom), round(top + y * view.zoom) - scrolled)

    middle = (first[1] + first[3]) / 2
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, NONE, point(first[0] + 0.3, middle))
    QTest.mouseMove(view.viewport(), point(last[0], middle))
    QTest.mouseMove(view.viewport(), point(last[2] - 0.2, middle))
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, NONE, point(last[2] - 0.2, middle))
    view.setFocus()
    press(view, Qt.Key.Key_C, CONTROL)
    assert QApplication.clipboard().text() == "We would like"
    press(view, Qt.Key.Key_C, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert room.desk.facts is not None
    cited = f"“We would like” ({room.desk.facts.item.control}, page 1)"
    assert QApplication.clipboard().text() == cited


@pytest.mark.parametrize(("modifier", "taken"), [(NONE, "would like to equip"), (ALT, "uld like to equ")])
def test_a_drag_from_within_a_word_takes_all_of_it_unless_alt_is_held(
    room: ReviewRoom, modifier: Qt.KeyboardModifier, taken: str
) -> None:
    view = room.desk.a.view
    text = view.document.text  # type: ignore[union-attr]
    start = text.texts[0].index("uld like to equ")
    first, last = (text.boxes(1)[at] for at in (start, start + len("uld like to equ") - 1))
    left, top, _, _ = view._layout.rect(1)
    height = top + (first[1] + first[3]) / 2 * view.zoom - view.verticalScrollBar().value()
    at, to = (QPointF(round(left + x * view.zoom), round(height)) for x in (first[0] + 0.3, last[2] - 0.3))
    none, button = Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton
    for kind, point, pressed in (
        (QEvent.Type.MouseButtonPress, at, button),
        (QEvent.Type.MouseMove, (at + to) / 2, none),
        (QEvent.Type.MouseMove, to, none),
        (QEvent.Type.MouseButtonRelease, to, button),
    ):
        viewport = view.viewport()
        event = QMouseEvent(kind, point, viewport.mapToGlobal(point), pressed, button, modifier)
        QApplication.sendEvent(viewport, event)
    assert view.selected_text() == taken


def test_find_goes_round_the_hits(qtbot: QtBot, room: ReviewRoom) -> None:
    press(room.desk.a.view, Qt.Key.Key_F, CONTROL)
    finder = room.desk.a.finder
    qtbot.waitUntil(finder.words.hasFocus, timeout=PATIENCE)
    QTest.keyClicks(finder.words, "STATION")
    assert finder.count.text() == "1 of 1"
    finder.words.clear()
    QTest.keyClicks(finder.words, "no such words")
    assert finder.count.text() == "not found"


def test_zoom_keeps_the_page_and_fit_brings_it_back(qtbot: QtBot, room: ReviewRoom, window: MainWindow) -> None:
    view = room.desk.a.view
    fitted = view.zoom
    press(view, Qt.Key.Key_Plus)
    assert view.zoom > fitted
    qtbot.waitUntil(lambda: view.complete, timeout=PATIENCE)
    press(view, Qt.Key.Key_0)
    assert view.zoom == fitted
    window.resize(1200, 768)
    qtbot.waitUntil(lambda: view.zoom < fitted, timeout=PATIENCE)


def test_words_beyond_the_basic_plane_are_selected_whole(room: ReviewRoom) -> None:
    view = room.desk.a.view
    text = view.document.text  # type: ignore[union-attr]
    view.select(Span(Place(1, 0), Place(1, 4)))
    assert view.selected_text() == text.texts[0][:4]


def test_at_every_height_of_the_window_the_page_keeps_its_width(room: ReviewRoom) -> None:
    view = room.desk.a.view
    widths = set()
    for height in range(120, 1500, 11):
        view.resize(480, height)
        QApplication.processEvents()
        widths.add(view.viewport().width())
    assert len(widths) == 1
