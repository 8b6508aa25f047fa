"""What it takes to prove an element and have a finding signed, by keys and by the mouse: task 7 of the hour."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reviewer.domain.policy.allegation import Side
from reviewer.domain.policy.finding import State
from reviewer.gui.rooms.findings.allegations import AllegationsPart
from reviewer.gui.rooms.findings.signing import SignPart
from reviewer.gui.shell.workspace import Workspace
from reviewer.gui.widgets.tab_order import takes
from tests.gui.conftest import PATIENCE, Evidence
from tests.gui.hands import Hands, seen
from tests.gui.rooms.alleging import alleged, cell, finding_of
from tests.gui.rooms.alleging import opened as allegation
from tests.gui.rooms.conftest import policed
from tests.gui.rooms.interviewing import do

__all__ = ["policed"]


@pytest.fixture
def hands() -> Hands:
    return Hands()


def asked_to_sign(part: SignPart) -> bool:
    """Whether a form that stood still until its last step was taken asks who signs, and takes what is typed."""
    return part.name.isVisible() and part.cursor().shape() is not Qt.CursorShape.BusyCursor


def sign(qtbot: QtBot, sign_part: SignPart, hands: Hands) -> None:
    """As a second reviewer who makes a key first."""
    hands.tab_to(sign_part.name)
    hands.type("Bo")
    hands.tab_to(sign_part.make)
    hands.press(Qt.Key.Key_Return)
    for _ in range(2):
        hands.type("four words of bo")
        hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(sign_part.secret.hasFocus, timeout=PATIENCE)
    hands.type("four words of bo")
    hands.press(Qt.Key.Key_Return)


def test_an_element_is_proved_and_a_finding_proposed_and_signed_by_keys_alone(
    qtbot: QtBot, policed: Workspace, evidence: Evidence, hands: Hands
) -> None:
    do(qtbot, policed, alleged)
    policed.session.rename("Ada")
    part = allegation(qtbot, policed)
    part.list.setFocus()
    for element in (1, 2):
        qtbot.waitUntil(lambda element=element: takes(cell(part, element, Side.FOR).add), timeout=PATIENCE)  # type: ignore[misc]
        speaks = cell(part, element, Side.FOR)
        hands.tab_to(speaks.add)
        hands.press(Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: part.picker.model.rowCount() == 1, timeout=PATIENCE)
        hands.press(Qt.Key.Key_Return)
        qtbot.waitUntil(lambda speaks=speaks: speaks.model.rowCount() == 1, timeout=PATIENCE)  # type: ignore[misc]
        hands.press(Qt.Key.Key_Escape)
        hands.tab_to(cell(part, element, Side.AGAINST).look)
        hands.press(Qt.Key.Key_Return)
        qtbot.waitUntil(
            lambda: part.suggestions.isVisible() and part.suggestions.model.rowCount() > 0, timeout=PATIENCE
        )
        hands.press(Qt.Key.Key_Slash)
        assert part.suggestions.query.hasFocus()
        hands.type("invoice")
        hands.press(Qt.Key.Key_Return)
        qtbot.waitUntil(part.suggestions.confirm.isEnabled, timeout=PATIENCE)
        hands.tab_to(part.suggestions.confirm)
        hands.press(Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: part.left.currentIndex() == 0, timeout=PATIENCE)
    form = part.sheet.finding
    hands.tab_to(form.outcome)
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(form.outcome.value), timeout=PATIENCE)
    hands.tab_to(form.reason)
    hands.type("The offer and the list show it.")
    qtbot.waitUntil(lambda: takes(form.save), timeout=PATIENCE)
    hands.tab_to(form.save)
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(form.propose.hasFocus, timeout=PATIENCE)  # what comes next has the keyboard
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: asked_to_sign(form.sign), timeout=PATIENCE)
    sign(qtbot, form.sign, hands)
    qtbot.waitUntil(lambda: finding_of(evidence).finding.state is State.REVIEWED, timeout=PATIENCE)
    assert finding_of(evidence).finding.steps[-1].signed.startswith("signed with own key")
    assert hands.keys <= 82  # most of them Tab; 58 where the answer to a step comes before the next key


def test_an_element_is_proved_and_a_finding_proposed_and_signed_by_the_mouse(
    qtbot: QtBot, policed: Workspace, evidence: Evidence, hands: Hands
) -> None:
    do(qtbot, policed, alleged)
    policed.session.rename("Ada")
    part = allegation(qtbot, policed)

    def click(widget: QWidget) -> None:
        hands.scroll(qtbot, widget)
        hands.click(widget)

    prove(qtbot, part, click, hands)
    form = part.sheet.finding
    click(form.outcome)
    hands.choose_first(qtbot, form.outcome)
    click(form.reason)
    hands.type("The offer and the list show it.")
    click(form.save)
    click(form.propose)
    qtbot.waitUntil(lambda: asked_to_sign(form.sign), timeout=PATIENCE)
    click(form.sign.name)
    hands.type("Bo")
    part.sheet.verticalScrollBar().setValue(0)
    click(form.sign.make)  # at the lower edge, as who scrolls just far enough has it
    in_hand(qtbot, form.sign.first)
    hands.type("four words of bo")
    click(form.sign.again)
    hands.type("four words of bo")
    click(form.sign.keep)
    in_hand(qtbot, form.sign.secret)
    hands.type("four words of bo")
    click(form.review)
    qtbot.waitUntil(lambda: finding_of(evidence).finding.state is State.REVIEWED, timeout=PATIENCE)
    assert finding_of(evidence).finding.steps[-1].signed.startswith("signed with own key")
    assert hands.clicks <= 32  # 29 here, of which 5 turn the wheel


def prove(qtbot: QtBot, part: AllegationsPart, click: Callable[[QWidget], None], hands: Hands) -> None:
    """Both elements, each with what speaks for it, and looked through for what speaks against it."""
    for element in (1, 2):
        speaks = cell(part, element, Side.FOR)
        click(speaks.add)
        qtbot.waitUntil(lambda: part.picker.model.rowCount() == 1, timeout=PATIENCE)
        click(part.picker.add)
        qtbot.waitUntil(lambda speaks=speaks: speaks.model.rowCount() == 1, timeout=PATIENCE)  # type: ignore[misc]
        click(part.picker.back)
        click(cell(part, element, Side.AGAINST).look)
        qtbot.waitUntil(
            lambda: part.suggestions.isVisible() and part.suggestions.model.rowCount() > 0, timeout=PATIENCE
        )
        click(part.suggestions.query)
        hands.type("invoice")
        click(part.suggestions.make)
        click(part.suggestions.confirm)
        qtbot.waitUntil(lambda: part.left.currentIndex() == 0, timeout=PATIENCE)


def in_hand(qtbot: QtBot, field: QWidget) -> None:
    """A field has the keyboard and is in sight, without a hand on the wheel."""
    qtbot.waitUntil(field.hasFocus, timeout=PATIENCE)
    qtbot.waitUntil(lambda: field.height() > 0 and seen(field).size() == field.size(), timeout=PATIENCE)
