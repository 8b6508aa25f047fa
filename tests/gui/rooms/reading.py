"""Reading and marking in the Review room, as tests do it, and what was kept of that."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.domain.pages.passage import Place
from reviewer.gui.pages.view import PageView
from reviewer.gui.rooms.review.room import ReviewRoom
from reviewer.usecases import search
from reviewer.usecases.pages import passages
from tests.gui.conftest import PATIENCE, Evidence
from tests.gui.keyboard import press

SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


def put_caret(view: PageView, words: str) -> None:
    """As if one had clicked before these words."""
    assert view.document is not None
    at = view.document.text.texts[0].index(words)
    view.selection.put(Place(1, at))
    view.setFocus()


def kept(evidence: Evidence) -> list[MarkedPassage]:
    return evidence.look(passages.listed)


def shows(room: ReviewRoom, subject: str) -> bool:
    item, document = room.desk.a.item, room.desk.a.view.document
    return item is not None and item.subject == subject and document is not None and document.item == item.id


def found(evidence: Evidence, room: ReviewRoom, query: str) -> int:
    """How many items a query finds for whoever is at the keyboard."""
    return len(evidence.look(partial(search.ids, text=query, reviewer=room._session.reviewer)))


def marked_with_all(qtbot: QtBot, room: ReviewRoom) -> None:
    """Mark a passage, link an officer and note something on it, by keyboard."""
    view = room.desk.a.view
    put_caret(view, "our camera")
    press(view, Qt.Key.Key_End, SHIFT)
    press(view, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: room.desk.passage() is not None, timeout=PATIENCE)
    press(view, Qt.Key.Key_O)
    QTest.keyClicks(room.inspector.officers.name, "castel")
    press(room.inspector.officers.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: line(room, "Remove Sergeant") is not None, timeout=PATIENCE)
    # The offscreen platform leaves a pop-up that has closed the active window.
    room.window().activateWindow()
    qtbot.waitUntil(room.window().isActiveWindow, timeout=PATIENCE)
    view.setFocus()
    press(view, Qt.Key.Key_N)
    qtbot.waitUntil(room.inspector.note.hasFocus, timeout=PATIENCE)
    QTest.keyClicks(room.inspector.note, "Ask her")
    press(room.inspector.note, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: line(room, "Change the note") is not None, timeout=PATIENCE)


def line(room: ReviewRoom, name: str) -> QToolButton | None:
    """The button of the inspector whose accessible name begins so."""
    found = (each for each in room.inspector.coding.findChildren(QToolButton) if each.isVisible())
    return next((each for each in found if each.accessibleName().startswith(name)), None)


def press_line(qtbot: QtBot, room: ReviewRoom, name: str, key: Qt.Key) -> None:
    qtbot.waitUntil(lambda: line(room, name) is not None, timeout=PATIENCE)
    pressed = line(room, name)
    assert pressed is not None
    pressed.setFocus()
    press(pressed, key)
