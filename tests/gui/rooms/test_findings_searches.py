"""The Findings room: looking for what speaks against an element, and looking again when evidence comes in."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer.domain.policy.allegation import Side
from reviewer.gui.models.hits import STATE
from reviewer.gui.shell.workspace import Workspace
from reviewer.usecases.policy import allegations
from tests.gui.conftest import PATIENCE, Evidence
from tests.gui.keyboard import press
from tests.gui.rooms.alleging import FIRST, alleged, cell, opened
from tests.gui.rooms.interviewing import do


def test_a_hit_is_opened_by_looking_at_it_and_dismissed_with_a_word_before_none_found_is_confirmed(
    qtbot: QtBot, policed: Workspace, evidence: Evidence
) -> None:
    do(qtbot, policed, alleged)
    part = opened(qtbot, policed)
    looking = part.looking
    part.look(1, Side.AGAINST)
    qtbot.waitUntil(lambda: looking.model.rowCount() > 0, timeout=PATIENCE)
    QTest.keyClicks(looking.query, "doorbells OR flyer")
    press(looking.query, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: looking.hits_model.rowCount() > 1, timeout=PATIENCE)
    many = looking.hits_model.rowCount()
    seen = looking.hits.currentIndex()
    assert many == 3  # the first message has been on the page of the Review room
    assert looking.told.text() == "1 search was made; 2 hits still to be opened or dismissed"
    assert not looking.confirm.isEnabled()
    assert seen.data(STATE) == "● not looked at yet"
    qtbot.waitUntil(lambda: seen.data(STATE) == "opened", timeout=PATIENCE)
    looking.hits.setFocus()
    press(looking.hits, Qt.Key.Key_D)
    assert looking.why.hasFocus()
    press(looking.why, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "Say why" in looking.problem.text(), timeout=PATIENCE)
    QTest.keyClicks(looking.why, "Advertising")
    press(looking.why, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(looking.confirm.isEnabled, timeout=PATIENCE)
    looking.confirm.click()
    qtbot.waitUntil(lambda: part.left.currentIndex() == 0, timeout=PATIENCE)
    line = evidence.look(partial(allegations.get, allegation=FIRST)).line(1)
    (gone,), (said,) = line.dismissals, line.confirmations
    (made,) = said.searches
    assert (made.query, made.hits, len(made.opened or ())) == ("doorbells OR flyer", many, 2)
    assert (gone.reason, len(gone.items)) == ("Advertising", 1)
    assert "Advertising" in cell(part, 1, Side.AGAINST).said.text()
