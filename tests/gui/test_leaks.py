"""Keys and wheels that are meant for a form do nothing to the evidence behind it.

Every field, button and choice that is anywhere in a room is found by walking its widgets, shown, given the keyboard,
and typed into: each letter, each digit, and the wheel over it. The audit trail has no entry from that.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from string import ascii_lowercase, digits

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QStackedWidget,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine.case import Case
from reviewer.gui.navigation import AllegationTarget, InterviewTarget, RoomName
from reviewer.gui.rooms.review.room import ReviewRoom
from reviewer.gui.shell.workspace import Workspace
from reviewer.usecases.exports import productions
from reviewer.usecases.exports.productions import ProductionPlan
from reviewer.usecases.exports.redaction import redactions
from reviewer.usecases.interviews import interview_outline, interviews
from reviewer.usecases.ledger import benefits
from reviewer.usecases.pages import passages
from reviewer.usecases.policy import allegations, clauses
from tests.gui.conftest import PATIENCE, Evidence
from tests.gui.keyboard import press
from tests.gui.rooms.alleging import FIRST as ALLEGED
from tests.gui.rooms.interviewing import FIRST, do, message
from tests.usecases.policy.policy import GIFTS

FIELDS = (QLineEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox, QAbstractButton)
TYPED = ascii_lowercase + digits
GUI = Path(__file__).parents[2] / "reviewer" / "gui"


@pytest.fixture
def full(qtbot: QtBot, workspace: Workspace) -> Workspace:
    """A case in which every room has something: a benefit, an allegation with a draft, an interview with a question."""

    def enter(case: Case) -> None:
        to = passages.concern(case, "101:recipient")
        item = message(case, "Doorbells for the station")
        passages.add_quote(case, item, "at no cost to them", concerns=[to], reviewer="Ada")
        said = benefits.said(case, {"officer": "101", "what": "device", "outcome": "offered", "donor": "Lantern"})
        (passage,) = (each.passage.id for each in passages.listed(case))
        benefits.add(case, said, passage_ids=[passage], reviewer="Ada")
        clauses.add(case, GIFTS, reviewer="Ada")
        allegations.add(case, "101", "3.14", "Took a camera", "2016", vendor="Lantern", reviewer="Ada")
        made = interviews.add(case, "101", planned="2021-07-01T10:00", reviewer="Ada")
        interview_outline.add_topic(case, made.id, "The offer", reviewer="Ada")
        interview_outline.add_question(case, made.id, 1, "What was offered?", cites=["1"], reviewer="Ada")

        redactions.add_quote(case, item, "our camera", "PRV", reviewer="Ada")
        plan = ProductionPlan("First", "Counsel", 'subject:"Thank you"', "PMPD")
        productions.create(case, workspace.session.workers, plan, reviewer="Ada")

    do(qtbot, workspace, enter)
    workspace.session.rename("Ada")
    return workspace


def opened(qtbot: QtBot, workspace: Workspace) -> None:
    """Every room made, something at hand in each, and what is made when it is first wanted made too."""
    for name in RoomName:
        workspace.show_room(name)
    workspace.session.go(AllegationTarget(ALLEGED))
    part = workspace.findings.allegations
    qtbot.waitUntil(lambda: part.whole is not None and bool(part.sheet.matrix.boxes), timeout=PATIENCE)
    exports = workspace.exports
    workspace.show_room("exports")
    exports.show_part("productions")
    qtbot.waitUntil(lambda: bool(exports.productions.page.mock.summary.text()), timeout=PATIENCE)
    exports.show_part("redactions")
    qtbot.waitUntil(lambda: exports.redactions.model.rowCount() > 0, timeout=PATIENCE)
    workspace.session.go(InterviewTarget(FIRST))
    qtbot.waitUntil(lambda: workspace.interviews.whole is not None, timeout=PATIENCE)
    review = workspace.review
    assert review.entering.benefit
    assert review.entering.endorsement
    assert review.beside
    workspace.show_room("review")


def fields(room: QWidget) -> Iterator[QWidget]:
    """What takes the keyboard in a room or could, shown or not, without the bars and lists that belong to others."""
    for each in room.findChildren(QWidget):
        if isinstance(each, FIELDS) and each.window() is room.window() and each.isEnabledTo(room):
            yield each


def bring(widget: QWidget, room: QWidget) -> bool:
    """Bring a widget into sight, with the form that it is in; whether it takes the keyboard then."""
    inside, above = widget, widget.parentWidget()
    while inside is not room and above is not None:
        if isinstance(above, QStackedWidget):
            above.setCurrentWidget(inside)
        inside.show()
        inside, above = above, above.parentWidget()
    if not widget.isVisible() or widget.focusPolicy() == Qt.FocusPolicy.NoFocus:
        return False
    widget.setFocus()
    return widget.hasFocus()


def acts(evidence: Evidence) -> list[str]:
    """The acts of the audit trail, in their order."""
    return evidence.look(lambda case: [str(row["act"]) for row in case.rows("SELECT act FROM audit ORDER BY id")])


def wheel(widget: QWidget) -> None:
    """Turn the wheel over a widget, one step each way."""
    middle = QPointF(widget.rect().center())
    for step in (-120, 120):
        event = QWheelEvent(
            middle, widget.mapToGlobal(middle), QPoint(), QPoint(0, step), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(widget, event)


def typed(widget: QWidget) -> None:
    """Type every letter and digit, then put back what it said."""
    before = widget.text() if isinstance(widget, QLineEdit) else ""
    QTest.keyClicks(widget, TYPED)
    wheel(widget)
    if isinstance(widget, QComboBox):
        widget.showPopup()
        QTest.keyClicks(widget.view(), TYPED)
        QTest.keyClick(widget.view(), Qt.Key.Key_Escape)
        widget.hidePopup()
    elif isinstance(widget, QLineEdit):
        widget.setText(before)
        if (popup := QApplication.activePopupWidget()) is not None:
            popup.hide()
    elif isinstance(widget, QPlainTextEdit):
        widget.clear()


def test_what_is_typed_into_a_form_does_nothing_to_the_case(qtbot: QtBot, full: Workspace, evidence: Evidence) -> None:
    opened(qtbot, full)
    do(qtbot, full, lambda _case: None)
    before = acts(evidence)
    for name in RoomName:
        full.show_room(name)
        room, tried = full.room(name), 0
        for field in list(fields(room)):
            full.window().activateWindow()  # offscreen, a list that has gone is still taken for the active window
            if bring(field, room):
                typed(field)
                tried += 1
        assert tried, name
        do(qtbot, full, lambda _case: None)  # whatever was on its way to the file is there now
        assert acts(evidence) == before, name


def test_a_key_in_an_open_list_is_not_an_act_on_the_item_behind_it(
    qtbot: QtBot, room: ReviewRoom, workspace: Workspace, evidence: Evidence
) -> None:
    role = room.inspector.officers.role
    role.setFocus()
    role.showPopup()
    QTest.keyClicks(role.view(), "px1")
    do(qtbot, workspace, lambda _case: None)
    assert acts(evidence)[-1] != "item mark"
    QTest.keyClick(role.view(), Qt.Key.Key_Escape)
    role.hidePopup()


def test_a_letter_on_a_button_is_not_an_act_but_on_the_list_it_is(
    qtbot: QtBot, room: ReviewRoom, workspace: Workspace, evidence: Evidence
) -> None:
    room.inspector.marks.relevant.setFocus()
    press(room.inspector.marks.relevant, Qt.Key.Key_X)
    do(qtbot, workspace, lambda _case: None)
    assert "item mark" not in acts(evidence)
    room.list.setFocus()
    press(room.list, Qt.Key.Key_X)
    do(qtbot, workspace, lambda _case: None)
    assert "item mark" in acts(evidence)  # pages that are made in advance may come after it


def test_the_keys_that_mark_wait_while_an_entry_is_typed(
    qtbot: QtBot, room: ReviewRoom, workspace: Workspace, evidence: Evidence
) -> None:
    room.aside.setCurrentWidget(room.entering.benefit)
    view = room.desk.a.view
    view.setFocus()
    QTest.keyClicks(view, "xpr1")
    do(qtbot, workspace, lambda _case: None)
    assert acts(evidence)[-1] != "item mark"
    assert "cancel the entry" in workspace.notice.what.text()


def values(room: QWidget) -> list[tuple[str, object]]:
    """What every choice, number and slider of a room says now."""
    found: list[tuple[str, object]] = []
    for each in room.findChildren(QWidget):
        if isinstance(each, QComboBox | QTabBar):
            found.append((each.accessibleName(), each.currentIndex()))
        elif isinstance(each, QAbstractSpinBox):
            found.append((each.accessibleName(), each.text()))
        elif isinstance(each, QAbstractSlider) and not isinstance(each, QScrollBar):
            found.append((each.accessibleName(), each.value()))
        elif isinstance(each, QAbstractButton):
            found.append((each.accessibleName(), each.isChecked()))
    return found


def test_the_wheel_over_anything_changes_no_value(qtbot: QtBot, full: Workspace) -> None:
    opened(qtbot, full)
    for name in RoomName:
        full.show_room(name)
        room = full.room(name)
        before = values(room)
        for each in room.findChildren(QWidget):
            if isinstance(each, QComboBox | QAbstractSpinBox | QAbstractSlider | QAbstractButton | QTabBar):
                each.setFocus(Qt.FocusReason.OtherFocusReason)
                wheel(each)
        assert values(room) == before, name


PLAIN = {"QComboBox", "QSpinBox", "QDoubleSpinBox", "QDateEdit", "QTimeEdit", "QDateTimeEdit", "QSlider", "QDial"}
"""What the wheel would change; :class:`Choice` and the dates that are typed stand in their place."""


def test_nothing_that_the_wheel_changes_is_made() -> None:
    made = []
    for path in GUI.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in PLAIN
            based = isinstance(node, ast.ClassDef) and PLAIN & {getattr(each, "id", "") for each in node.bases}
            if (called or based) and path.name != "choice.py":
                made.append(path.relative_to(GUI).as_posix())
    assert made == []
