"""Pages of Review as a receiver sees them: what is told of them, what is hidden, what is not copied."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine.case import Case
from reviewer.domain.exports.leaving import Way
from reviewer.domain.exports.privilege import PrivilegeKind
from reviewer.domain.exports.redaction import RedactionState
from reviewer.domain.ids import ItemId
from reviewer.gui.rooms.review.room import ReviewRoom
from reviewer.gui.shell.workspace import Workspace
from reviewer.gui.theme import color
from reviewer.usecases.exports import privilege, production_scope, productions
from reviewer.usecases.exports.production_scope import Outlook
from reviewer.usecases.exports.productions import ProductionPlan
from reviewer.usecases.exports.redaction import redactions
from reviewer.usecases.pages import passages
from tests.gui.conftest import PATIENCE, Evidence
from tests.gui.hands import Hands
from tests.gui.keyboard import press
from tests.gui.rooms.interviewing import do, read_through
from tests.gui.rooms.redacting import (
    CONTROL,
    WORDS,
    decide,
    picture,
    select,
    the_item,
)

OLD = "What leaves of it has changed since. Have the pages made again."


def test_the_pages_are_shown_as_a_receiver_sees_them_and_it_is_said_what_leaves(
    qtbot: QtBot, workspace: Workspace, room: ReviewRoom, evidence: Evidence
) -> None:
    view, told, item = room.desk.a.view, room.desk.a.preview, the_item(room)
    press(view, Qt.Key.Key_V)
    qtbot.waitUntil(told.isVisible, timeout=PATIENCE)
    assert told.text() == "As a receiver sees it: it goes as it is."
    add = partial(redactions.add_quote, item=item, quote=WORDS, reason="PRV", reviewer="Ada")
    made = do(qtbot, workspace, add).redaction.id
    waits = "1 redaction waits for a second reviewer."
    qtbot.waitUntil(lambda: told.text().endswith(waits), timeout=PATIENCE)
    assert told.text().startswith("A receiver sees none of these pages"), "until somebody has decided"
    do(qtbot, workspace, partial(decide, number=made, state=RedactionState.APPROVED))
    qtbot.waitUntil(lambda: told.text().startswith("As a receiver sees it: boxes are drawn"), timeout=PATIENCE)
    outlook = evidence.look(lambda case: production_scope.outlook(case, item, reviewer="Ada"))
    assert outlook.answer.way is Way.REDACTED
    qtbot.waitUntil(lambda: view.overlay.hatched[0].solid, timeout=PATIENCE)
    shown = picture(view, WORDS)
    ink, middle = QColor(color("page_ink")).rgb(), shown.height() // 2
    assert {shown.pixel(x, middle) for x in range(4, 40)} == {ink}, "nothing of the words is to be seen"
    press(view, Qt.Key.Key_V)
    assert not told.isVisible()
    assert picture(view, WORDS) != shown


def test_pages_as_a_receiver_sees_them_are_not_copied_and_the_gate_is_not_asked_between_passages(
    qtbot: QtBot, workspace: Workspace, room: ReviewRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    view, told, item = room.desk.a.view, room.desk.a.preview, the_item(room)
    asked: list[ItemId] = []
    outlook: Callable[..., Outlook] = production_scope.outlook

    def listen(case: Case, item: ItemId, *, reviewer: str) -> Outlook:
        asked.append(item)
        return outlook(case, item, reviewer=reviewer)

    monkeypatch.setattr(production_scope, "outlook", listen)
    for words in (WORDS, "at no cost"):
        do(qtbot, workspace, partial(passages.add_quote, item=item, quote=words, reviewer="Ada"))
    qtbot.waitUntil(lambda: room.desk.facts is not None and len(room.desk.facts.passages) == 2, timeout=PATIENCE)
    QApplication.clipboard().setText("of old")
    press(view, Qt.Key.Key_V)
    qtbot.waitUntil(told.isVisible, timeout=PATIENCE)
    read_through(qtbot, workspace)
    before = len(asked)
    assert before
    for key in (Qt.Key.Key_BracketRight, Qt.Key.Key_BracketRight, Qt.Key.Key_BracketLeft):
        press(view, key)
    assert room.desk.chosen is not None
    do(qtbot, workspace, lambda _case: None)
    read_through(qtbot, workspace)
    assert len(asked) == before

    select(view, WORDS)
    press(view, Qt.Key.Key_C, CONTROL)
    assert workspace.notice.what.text() == (
        "Nothing is copied from pages as a receiver sees them. Leave that view with V first."
    )
    assert QApplication.clipboard().text() == "of old"
    press(view, Qt.Key.Key_V)
    press(view, Qt.Key.Key_C, CONTROL)
    assert QApplication.clipboard().text() == WORDS


def test_finished_pages_open_in_a_window_without_what_is_redacted_and_it_is_said_once_they_are_old(
    qtbot: QtBot, workspace: Workspace, room: ReviewRoom
) -> None:
    desk, item, hands = room.desk, the_item(room), Hands()
    told = desk.a.preview
    press(desk.a.view, Qt.Key.Key_V)
    add = partial(redactions.add_quote, item=item, quote=WORDS, reason="PRV", reviewer="Ada")
    made = do(qtbot, workspace, add).redaction.id
    qtbot.waitUntil(lambda: told.text().startswith("A receiver sees none"), timeout=PATIENCE)
    finished = desk.preview.finished[desk.a]
    assert not finished.isVisible(), "nothing leaves yet, so there is nothing to make"
    do(qtbot, workspace, partial(decide, number=made, state=RedactionState.APPROVED))
    qtbot.waitUntil(finished.start.isVisible, timeout=PATIENCE)
    hands.tab_to(finished.start)
    hands.press(Qt.Key.Key_Space)
    assert finished.progress.stop.hasFocus()
    qtbot.waitUntil(lambda: not finished.progress.running, timeout=PATIENCE)
    assert finished.problem.text() == ""
    shown = finished.window_with_pages
    assert shown is not None
    assert shown.isVisible()
    document, below = shown.view.document, desk.a.view.document
    assert document is not None
    assert below is not None
    assert list(document.text.find(WORDS)) == []
    assert list(below.text.find(WORDS)), "the pages that are read here still have them"
    assert shown.told.text() == (
        "The pages are rebuilt with 1 box; what was below is not in this file. "
        "A draft: it is in no production yet, so it has no number."
    )
    do(qtbot, workspace, partial(decide, number=made, state=RedactionState.DECLINED))
    qtbot.waitUntil(lambda: shown.told.text() == OLD, timeout=PATIENCE)
    press(shown.view, Qt.Key.Key_Escape)
    assert not shown.isVisible()
    assert shown.view.document is None
    room.window().activateWindow()  # the offscreen platform gives it to nobody once the other is closed
    qtbot.waitUntil(room.window().isActiveWindow, timeout=PATIENCE)
    press(desk.a.view, Qt.Key.Key_V)
    assert not finished.isVisible()


def test_finished_pages_are_old_once_more_words_on_them_are_privileged_or_a_production_has_them(
    qtbot: QtBot, workspace: Workspace, room: ReviewRoom
) -> None:
    desk, item = room.desk, the_item(room)

    def withhold(words: str) -> None:
        def act(case: Case) -> None:
            passage = passages.add_quote(case, item, words, reviewer="Ada").passage.id
            kind, basis = PrivilegeKind.ATTORNEY_CLIENT, "Quotes counsel"
            privilege.put(case, item, kind, basis, passage=passage, reviewer="Ada")

        do(qtbot, workspace, act)

    def told() -> str:
        shown = desk.preview.finished[desk.a].window_with_pages
        return "" if shown is None else shown.told.text()

    def make(said: str) -> None:
        desk.preview.finished[desk.a].start.click()
        qtbot.waitUntil(lambda: said in told(), timeout=PATIENCE)

    withhold(WORDS)
    press(desk.a.view, Qt.Key.Key_V)
    qtbot.waitUntil(lambda: desk.a.preview.text().startswith("As a receiver sees it: boxes"), timeout=PATIENCE)
    make("rebuilt with 1 box;")
    withhold("at no cost")
    qtbot.waitUntil(lambda: told() == OLD, timeout=PATIENCE)
    make("rebuilt with 2 boxes;")
    plan = ProductionPlan("First", "Counsel", "", "PMPD")
    do(qtbot, workspace, lambda case: productions.create(case, workspace.session.workers, plan, reviewer="Ada"))
    qtbot.waitUntil(lambda: told() == OLD, timeout=PATIENCE)
