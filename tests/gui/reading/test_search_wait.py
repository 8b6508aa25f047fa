"""A search that compares texts says how far it is, and a button stops it; one that is asked anew takes its place."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from reviewer.casefile import query_found
from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import texts
from reviewer.gui.models.items import Column
from reviewer.gui.navigation import RoomName
from reviewer.gui.operations import PostedProgress
from reviewer.gui.shell.window import MainWindow
from reviewer.gui.shell.workspace import Workspace
from reviewer.gui.widgets.progress_line import SearchWait
from reviewer.usecases import search
from tests.gui.conftest import PATIENCE
from tests.gui.keyboard import moved
from tests.gui.late import Late

pytestmark = pytest.mark.usefixtures("read_by_nobody")  # what was read would have the list asked for again

PATTERN = "/c.m.r./"
"""Without three letters in a row that have to be there, so that every text is compared."""


@pytest.fixture
def late(monkeypatch: pytest.MonkeyPatch, workspace: Workspace) -> Late:
    """Texts are read one by one, and the first only when the test lets it."""
    assert workspace.review.model.rowCount() > 0
    monkeypatch.setattr(query_found, "_AT_ONCE", 1)
    return Late(monkeypatch, texts, "column")


def wait_shown(qtbot: QtBot, waiting: SearchWait) -> None:
    qtbot.waitUntil(lambda: "line" in vars(waiting) and waiting.line.isVisible(), timeout=PATIENCE)
    assert waiting.line.doing.text() == "0 of 4 · comparing texts"


def test_no_row_moves_under_a_hand_when_a_line_tells_how_far_a_search_is(qtbot: QtBot, workspace: Workspace) -> None:
    workspace.search_for("camera")
    review, room = workspace.review, workspace.search
    qtbot.waitUntil(lambda: room.model.rowCount() == 2, timeout=PATIENCE)
    assert moved(qtbot, room.hits, room.waiting) == 0
    room.narrow.click()
    qtbot.waitUntil(lambda: room.narrowing.model.rowCount() > 0, timeout=PATIENCE)
    assert moved(qtbot, room.narrowing.tree, room.narrowing.waiting) == 0
    workspace.show_room(RoomName.REVIEW)
    assert moved(qtbot, review.list, review.listing.waiting) == 0


def test_a_search_and_its_counts_are_stopped_and_run_again(
    qtbot: QtBot, workspace: Workspace, late: Late, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.search_for("sent:2016")
    room = workspace.search
    qtbot.waitUntil(room.refusal.isVisible, timeout=PATIENCE)
    workspace.search_for(PATTERN)
    late.wait(qtbot)
    wait_shown(qtbot, room.waiting)
    room.waiting.line.stop.click()
    assert room.waiting.line.doing.text() == "Stopping…"
    late.let_go()
    qtbot.waitUntil(lambda: room.none.text().startswith("The search was stopped"), timeout=PATIENCE)
    assert room.waiting.line.isHidden()
    assert room.words.hasFocus()
    assert (room.model.rowCount(), room.refusal.isVisible(), room.words.accessibleDescription()) == (0, False, "")
    QTest.keyClick(room.words, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: room.model.rowCount() == 2, timeout=PATIENCE)
    assert room.total.text() == "2 found"

    count = Late(monkeypatch, texts, "column")
    query_found._known.clear()  # else a thread that has searched for it knows the answer
    room.narrow.click()
    count.wait(qtbot)
    wait_shown(qtbot, room.narrowing.waiting)
    room.narrowing.waiting.line.stop.setFocus()
    room.narrowing.waiting.line.stop.click()
    count.let_go()
    qtbot.waitUntil(room.narrowing.stopped.isVisible, timeout=PATIENCE)
    assert room.narrowing.again.hasFocus()
    room.narrowing.again.click()
    qtbot.waitUntil(lambda: room.narrowing.model.rowCount() > 0, timeout=PATIENCE)
    assert not room.narrowing.missing.isVisible()


@pytest.mark.parametrize("look", ["run", "in_order"])
def test_a_search_that_is_stopped_when_it_has_ended_already_shows_nothing(
    qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, look: str
) -> None:
    """The button is pressed once the last text was compared, and before the answer is there."""
    room, listing = workspace.search, workspace.review.listing
    before, real = listing.model.rowCount(), getattr(search, look)
    waiting = room.waiting if look == "run" else listing.waiting

    def pressed(case: Case, *said: object, **how: object) -> object:
        found = real(case, *said, **how)
        assert waiting._progress is not None
        waiting._progress.cancel()
        return found

    monkeypatch.setattr(search, look, pressed)
    if look == "run":
        workspace.search_for(PATTERN)
        qtbot.waitUntil(lambda: room.none.text().startswith("The search was stopped"), timeout=PATIENCE)
        assert room.model.rowCount() == 0
    else:
        listing.filter.typed.setText(PATTERN)
        QTest.keyClick(listing.filter.typed, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: listing.filter.count.text() == "not run", timeout=PATIENCE)
        assert listing.model.rowCount() == before


def test_a_case_is_locked_while_a_search_runs(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, late: Late, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.search_for(PATTERN)
    late.wait(qtbot)
    wait_shown(qtbot, workspace.search.waiting)
    monkeypatch.setattr(PostedProgress, "INTERVAL", 0)  # as if it had taken a while
    window.lock()
    qtbot.waitUntil(lambda: not isValid(workspace), timeout=PATIENCE)
    late.let_go()
    told: list[object] = []
    window._away(lambda: None).success(told.append).run()  # after the closing, which waits for the search
    qtbot.waitUntil(lambda: bool(told), timeout=PATIENCE)


def test_a_search_that_is_asked_anew_is_not_waited_for(qtbot: QtBot, workspace: Workspace, late: Late) -> None:
    workspace.search_for(PATTERN)
    room = workspace.search
    late.wait(qtbot)
    wait_shown(qtbot, room.waiting)
    workspace.search_for("Doorbells")
    qtbot.waitUntil(lambda: room.total.text() == "1 found", timeout=PATIENCE)
    assert room.waiting.line.isHidden()
    late.let_go()
    workspace.search_for("camera")
    qtbot.waitUntil(lambda: room.total.text() == "2 found", timeout=PATIENCE)
    assert room.waiting.line.isHidden()


def test_a_filter_and_an_order_that_are_stopped_leave_the_list_as_it_was(
    qtbot: QtBot, workspace: Workspace, late: Late, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = workspace.review
    before = room.model.rowCount()
    room.filter.typed.setFocus()
    room.filter.typed.setText("is:blue")
    QTest.keyClick(room.filter.typed, Qt.Key.Key_Return)
    qtbot.waitUntil(room.listing.refusal.isVisible, timeout=PATIENCE)
    room.filter.typed.setText(PATTERN)  # at once, so that it is not asked before Enter
    QTest.keyClick(room.filter.typed, Qt.Key.Key_Return)
    late.wait(qtbot)
    wait_shown(qtbot, room.listing.waiting)
    room.listing.waiting.line.stop.click()
    room.listing.refresh()  # as when something changed before it has stopped
    late.let_go()
    qtbot.waitUntil(lambda: room.listing.nothing.text().startswith("The search was stopped"), timeout=PATIENCE)
    assert room.filter.count.text() == "not run"
    assert (room.model.rowCount(), room.filter.typed.hasFocus()) == (before, True)
    assert (room.listing.refusal.isVisible(), room.filter.typed.accessibleDescription()) == (False, "")
    QTest.keyClick(room.filter.typed, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: room.model.rowCount() == 2, timeout=PATIENCE)
    assert room.listing.nothing.isHidden()

    header, order = room.list.horizontalHeader(), room.model.order
    shown, sorting = header.sortIndicatorSection(), Late(monkeypatch, texts, "column")
    query_found._known.clear()
    header.setSortIndicator(Column.SUBJECT, Qt.SortOrder.DescendingOrder)
    sorting.wait(qtbot)
    wait_shown(qtbot, room.listing.waiting)
    room.listing.waiting.line.stop.click()
    header.setSortIndicator(Column.SENDER, Qt.SortOrder.DescendingOrder)
    assert room.listing.waiting.stopping  # another order has not run it again
    room.listing.refresh()  # as when something changed before it has stopped
    sorting.let_go()
    qtbot.waitUntil(lambda: room.listing.nothing.text().startswith("The search was stopped"), timeout=PATIENCE)
    assert (header.sortIndicatorSection(), room.model.order, room.model.rowCount()) == (shown, order, 2)
    assert room.filter.count.text() == "not run"

    header.setSortIndicator(Column.SUBJECT, Qt.SortOrder.DescendingOrder)
    qtbot.waitUntil(lambda: room.model.order == ("subject", True) and room.listing.nothing.isHidden(), timeout=PATIENCE)
    assert room.filter.count.text() == "2 of 4"
    with qtbot.waitSignal(room.model.counted, timeout=PATIENCE):  # it is kept up to date again
        room.listing.refresh()


def test_a_list_of_certain_items_says_so_until_all_are_listed(
    qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(query_found, "_AT_ONCE", 1)
    room, listing = workspace.review, workspace.review.listing
    room.filter.typed.setText(PATTERN)
    QTest.keyClick(room.filter.typed, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: room.model.rowCount() == 2, timeout=PATIENCE)
    hit = room.model.item_at(0)
    assert hit is not None
    listing.list_these("R&D", [hit])
    qtbot.waitUntil(lambda: (room.model.query, room.model.rowCount()) == ("", 1), timeout=PATIENCE)
    assert listing.only.accessibleName() == "Only these are listed: R&D. List all"
    assert listing.only.text() == "Only these are listed: R&&D. List all"  # where one “&” marks a key
    room.filter.typed.setText(PATTERN)
    QTest.keyClick(room.filter.typed, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: listing.wanted() == (PATTERN, -1), timeout=PATIENCE)

    def stopped(ask: Callable[[], None]) -> None:
        late = Late(monkeypatch, texts, "column")
        query_found._known.clear()
        ask()
        late.wait(qtbot)
        wait_shown(qtbot, listing.waiting)
        assert listing.wanted() == (PATTERN, -1)
        listing.waiting.line.stop.click()
        late.let_go()
        qtbot.waitUntil(lambda: not listing.waiting.stopping, timeout=PATIENCE)
        assert listing.nothing.text().startswith("The search was stopped")
        assert (listing.only.isVisible(), listing.wanted(), room.model.rowCount()) == (True, (PATTERN, -1), 1)
        assert listing.chosen([hit]).subject == ""

    stopped(lambda: QTest.keyClick(room.filter.typed, Qt.Key.Key_Return))
    stopped(listing.only.click)
    listing.only.click()
    qtbot.waitUntil(lambda: listing.wanted() == (PATTERN, 2), timeout=PATIENCE)
    assert listing.only.isHidden()
    assert room.filter.count.text() == "2 of 4"

    listing.list_these("R&D", [hit])
    qtbot.waitUntil(lambda: listing.wanted() == ("", -1), timeout=PATIENCE)
    listing.list_items("sent:2016")  # is refused before it is asked
    qtbot.waitUntil(listing.refusal.isVisible, timeout=PATIENCE)
    assert (listing.only.isVisible(), listing.wanted(), room.model.rowCount()) == (True, ("", -1), 1)
    listing.only.click()
    qtbot.waitUntil(lambda: listing.wanted() == ("", 4), timeout=PATIENCE)
    assert listing.only.isHidden()
