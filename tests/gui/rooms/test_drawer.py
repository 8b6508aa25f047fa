"""Marks, tags and notes stand beside the pages on a small laptop, and in the place of the list where it is tighter."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from reviewer.domain.pages.passage import Place
from reviewer.gui.rooms.review.room import ReviewRoom
from reviewer.gui.shell.window import MainWindow
from tests.gui.conftest import PATIENCE
from tests.gui.hands import SHIFT
from tests.gui.keyboard import press

ROWS = 12
"""So many items are in sight beside a page on a screen of 1366 by 768."""

READABLE = 0.9
"""Pixels a point from which on the letters of a page are read with ease: 10 points are 9 pixels."""


@pytest.fixture
def beside(qtbot: QtBot, room: ReviewRoom) -> ReviewRoom:
    """A message and its attachment."""
    room.opening.next()
    qtbot.waitUntil(lambda: room.desk.b.view.document is not None and room.desk.a.view.complete, timeout=PATIENCE)
    room.list.setFocus()
    return room


def sight(room: ReviewRoom) -> str:
    """Which parts are in sight: the list, either pane, the drawer."""
    parts = {"l": room.listing, "a": room.desk.a, "b": room.desk.b, "d": room.aside}
    return "".join(name for name, part in parts.items() if part.isVisible())


def test_a_small_laptop_shows_the_list_a_page_of_readable_size_and_the_drawer(beside: ReviewRoom) -> None:
    assert sight(beside) == "lad"
    assert beside.list.viewport().height() // beside.list.verticalHeader().defaultSectionSize() >= ROWS
    assert beside.desk.a.view.zoom >= READABLE
    right = beside.reading.mapTo(beside, beside.reading.rect().topRight()).x()
    assert beside.aside.mapTo(beside, beside.aside.rect().topLeft()).x() > right
    assert beside.aside.height() == beside.listing.height()


def test_i_closes_the_drawer_and_the_attachment_stands_beside_its_message(qtbot: QtBot, beside: ReviewRoom) -> None:
    press(beside.list, Qt.Key.Key_I)
    qtbot.waitUntil(lambda: sight(beside) == "lab", timeout=PATIENCE)
    press(beside.list, Qt.Key.Key_I)
    qtbot.waitUntil(lambda: sight(beside) == "lad", timeout=PATIENCE)
    QTest.mouseClick(beside.filter.drawer, Qt.MouseButton.LeftButton)
    assert sight(beside) == "lab"


def test_what_is_folded_away_is_not_taken_for_read(qtbot: QtBot, beside: ReviewRoom) -> None:
    attachment = beside.desk.b.item
    assert attachment is not None
    assert attachment.id not in beside.desk.shown()
    name = next(each for each in beside.desk.names.findChildren(QPushButton) if each.text() == "flyer.pdf")
    QTest.mouseClick(name, Qt.MouseButton.LeftButton)
    assert beside.desk.shown() == [attachment.id]
    assert beside.desk.active is beside.desk.b, "keys act on what is in sight"
    beside.opening.next()
    qtbot.waitUntil(beside.desk.a.isVisible, timeout=PATIENCE)
    assert beside.desk.active is beside.desk.a


def test_keys_act_on_the_page_that_stays_when_the_drawer_takes_the_place_of_the_other(
    qtbot: QtBot, beside: ReviewRoom
) -> None:
    """The attachment was gone to; what is last to fold is then the attachment, and not the message before it."""
    press(beside.list, Qt.Key.Key_I)
    qtbot.waitUntil(lambda: sight(beside) == "lab", timeout=PATIENCE)
    beside.desk.b.view.setFocus()
    qtbot.waitUntil(lambda: beside.desk.active is beside.desk.b, timeout=PATIENCE)
    beside.list.setFocus()
    press(beside.list, Qt.Key.Key_I)
    qtbot.waitUntil(beside.aside.isVisible, timeout=PATIENCE)
    assert beside.desk.active.isVisible()


def test_the_button_of_the_drawer_never_hides_a_form_that_is_open(qtbot: QtBot, beside: ReviewRoom) -> None:
    beside.aside.setCurrentWidget(beside.entering.benefit)
    beside.entering.moved.emit()
    qtbot.waitUntil(lambda: beside.entering.open, timeout=PATIENCE)
    QTest.mouseClick(beside.filter.drawer, Qt.MouseButton.LeftButton)
    assert beside.aside.isVisible()


def test_where_it_is_tighter_the_drawer_takes_the_place_of_the_list_and_gives_it_back(
    qtbot: QtBot, window: MainWindow, beside: ReviewRoom
) -> None:
    window.resize(960, 540)  # 1920 by 1080 at scale 2
    qtbot.waitUntil(lambda: sight(beside) == "la", timeout=PATIENCE)
    press(beside.list, Qt.Key.Key_N)
    qtbot.waitUntil(beside.inspector.note.hasFocus, timeout=PATIENCE)
    assert sight(beside) == "ad"
    press(beside.inspector.note, Qt.Key.Key_Escape)
    qtbot.waitUntil(beside.desk.a.view.hasFocus, timeout=PATIENCE)
    press(beside.desk.a.view, Qt.Key.Key_I)
    qtbot.waitUntil(lambda: sight(beside) == "la", timeout=PATIENCE)
    press(beside.desk.a.view, Qt.Key.Key_J)
    press(beside.desk.a.view, Qt.Key.Key_I)
    qtbot.waitUntil(lambda: sight(beside) == "ad", timeout=PATIENCE)
    assert beside.desk.a.view.hasFocus(), "one reads on"


def test_a_form_opens_the_drawer_and_closes_it_when_it_is_gone(
    qtbot: QtBot, window: MainWindow, room: ReviewRoom
) -> None:
    window.resize(960, 540)
    qtbot.waitUntil(lambda: sight(room) == "la", timeout=PATIENCE)
    view = room.desk.a.view
    assert view.document is not None
    view.setFocus()
    view.selection.put(Place(1, view.document.text.texts[0].index("our camera")))
    QTest.keyClick(view, Qt.Key.Key_End, SHIFT)
    press(view, Qt.Key.Key_B)
    form = room.entering.benefit
    qtbot.waitUntil(form.isVisible, timeout=PATIENCE)
    assert sight(room) == "ad"
    press(form, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: sight(room) == "la", timeout=PATIENCE)
