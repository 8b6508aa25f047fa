"""What tests of redacting in Review do by keys, and what they look at."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine.case import Case
from reviewer.domain.exports.redaction import Redaction, RedactionState
from reviewer.domain.ids import ItemId, RedactionId
from reviewer.gui.pages.regions import RegionDrawing
from reviewer.gui.pages.view import PageView
from reviewer.gui.rooms.review.room import ReviewRoom
from reviewer.usecases.exports.redaction import redactions
from tests.gui.conftest import PATIENCE, Evidence
from tests.gui.keyboard import press

WORDS = "our camera"
CONTROL = Qt.KeyboardModifier.ControlModifier


def kept(evidence: Evidence) -> list[Redaction]:
    return [each.redaction for each in evidence.look(redactions.listed)]


def select(view: PageView, words: str) -> None:
    assert view.document is not None
    view.setFocus()
    view.select(next(iter(view.document.text.find(words))))


def redact(qtbot: QtBot, room: ReviewRoom, words: str, typed: str = "") -> None:
    """Select words, press D, name a reason or take the one marked, and Enter."""
    view, name = room.desk.a.view, room.inspector.reason.name
    select(view, words)
    press(view, Qt.Key.Key_D)
    qtbot.waitUntil(name.popup.isActiveWindow, timeout=PATIENCE)
    QTest.keyClicks(name, typed)
    press(name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not room.inspector.reason.isVisible(), timeout=PATIENCE)
    QApplication.processEvents()
    room.window().activateWindow()  # the offscreen platform gives it to nobody once the completions are closed
    qtbot.waitUntil(room.window().isActiveWindow, timeout=PATIENCE)


def the_item(room: ReviewRoom) -> ItemId:
    assert room.desk.a.item is not None
    return room.desk.a.item.id


def picture(view: PageView, words: str) -> QImage:
    """How the line of some words looks, from them to the edge of the page."""
    assert view.document is not None
    span = next(iter(view.document.text.find(words)))
    left, top, _, bottom = view.document.text.rects(span, 1)[0]
    x, y, width, _ = view._layout.rect(1)
    start, above = round(x + left * view.zoom), round(y + top * view.zoom) - view.verticalScrollBar().value()
    area = QRect(start, above, round(x + width) - start - 2, round((bottom - top) * view.zoom))
    return view.viewport().grab(area).toImage()


def decide(case: Case, number: RedactionId, state: RedactionState) -> object:
    return redactions.decide(case, [number], state, reviewer="Bea Second")


def ask_part(qtbot: QtBot, room: ReviewRoom, part: str) -> None:
    """Ask by Shift+D to redact something that is no words, and give no reason yet."""
    box = room.inspector.reason
    room.desk.a.view.setFocus()
    press(room.desk.a.view, Qt.Key.Key_D, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(box.part.hasFocus, timeout=PATIENCE)
    box.part.say(part)


def part_of(qtbot: QtBot, room: ReviewRoom, part: str, reason: str) -> None:
    """Ask by Shift+D to redact something that is no words, and give a reason."""
    box = room.inspector.reason
    ask_part(qtbot, room, part)
    box.name.setFocus()
    QTest.keyClicks(box.name, reason)
    press(box.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not box.isVisible(), timeout=PATIENCE)
    QApplication.processEvents()
    room.window().activateWindow()
    qtbot.waitUntil(room.window().isActiveWindow, timeout=PATIENCE)


def drag(drawing: RegionDrawing, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(drawing, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(drawing, end)
    QTest.mouseRelease(drawing, Qt.MouseButton.LeftButton, pos=end)
