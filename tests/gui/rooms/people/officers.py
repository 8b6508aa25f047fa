"""Officers as the tests of the People room name and look them up."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reviewer.domain.people.officer import Officer
from reviewer.gui.rooms.people.room import PeopleRoom
from reviewer.usecases.people import officers
from tests.gui.conftest import PATIENCE, Evidence

CONTROL = Qt.KeyboardModifier.ControlModifier


def type_into(widget: QWidget | None, words: str) -> None:
    assert widget is not None
    QTest.keyClicks(widget, words)


def known(evidence: Evidence) -> dict[str, Officer]:
    return {each.serial: each for each in evidence.look(officers.listed)}


def choose(qtbot: QtBot, people: PeopleRoom, typed: str, name: str) -> None:
    """Name an officer in the filter, with the keyboard."""
    people.officers.filter.setFocus()
    people.officers.filter.clear()
    QTest.keyClicks(people.officers.filter, typed)
    qtbot.waitUntil(lambda: people.page.page is not None and people.page.who.text() == name, timeout=PATIENCE)
