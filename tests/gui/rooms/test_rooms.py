"""The rooms beside Review: search, people, exports, custody."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine.case import Case
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.gui.screenshots.scenes import drawn
from reviewer.gui.shell.workspace import Workspace
from reviewer.usecases import search, trail
from reviewer.usecases.pages import passages
from tests.gui.conftest import PATIENCE, Evidence


@pytest.fixture
def linked(qtbot: QtBot, workspace: Workspace) -> Workspace:
    """The first message holds a passage that is linked to Sergeant Castellan."""
    done: list[object] = []

    def link(case: Case) -> MarkedPassage:
        (item,) = search.ids(case, 'subject:"Doorbells for the station"')
        concern = passages.concern(case, "101:recipient")
        return passages.add_quote(case, item, "at no cost to them", concerns=[concern], reviewer="Ada")

    workspace.session.operation(workspace, link).success(done.append).run()
    qtbot.waitUntil(lambda: bool(done), timeout=PATIENCE)
    return workspace


def test_search_shows_what_was_found_on_its_page_with_the_words_highlighted(qtbot: QtBot, workspace: Workspace) -> None:
    QTest.keyClick(workspace, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    box = workspace.topbar.search
    qtbot.waitUntil(box.hasFocus, timeout=PATIENCE)
    QTest.keyClicks(box, "officers camera")
    QTest.keyClick(box, Qt.Key.Key_Return)
    room = workspace.search
    qtbot.waitUntil(lambda: room.total.text() == "1 found", timeout=PATIENCE)
    qtbot.waitUntil(lambda: room.pane.view.complete, timeout=PATIENCE)
    view = room.pane.view
    assert view.document is not None
    assert [view.document.text.words_of(span).lower() for span in view.overlay.found] == ["officers", "camera"]
    assert (box.text(), room.words.text()) == ("", "officers camera"), "at one place, where they may be changed"
    assert drawn(workspace)
    view.zoom_by(1)
    assert not drawn(workspace), "for a picture, as its page is on its way at another size"
    room.open.click()
    qtbot.waitUntil(lambda: workspace.stack.currentWidget() is workspace.review, timeout=PATIENCE)
    assert room.pane.item is not None
    assert workspace.review.model.item_at(workspace.review.list.currentIndex().row()) == room.pane.item.id


def test_words_that_nothing_holds_leave_a_hint(qtbot: QtBot, workspace: Workspace) -> None:
    workspace.search_for("zeppelin")
    qtbot.waitUntil(lambda: "No items match" in workspace.search.none.text(), timeout=PATIENCE)


def test_the_report_is_exported_and_listed(qtbot: QtBot, linked: Workspace, evidence: Evidence, tmp_path: Path) -> None:
    linked.show_room("exports")
    room = linked.exports.report
    assert not room.start.isEnabled()
    room.choose_folder(tmp_path / "out")
    room.start.click()
    qtbot.waitUntil(room.open_folder.isVisible, timeout=PATIENCE)
    assert (tmp_path / "out" / "report.pdf").read_bytes().startswith(b"%PDF")
    qtbot.waitUntil(lambda: room.earlier.rowCount() == 1, timeout=PATIENCE)
    assert len(evidence.look(partial(trail.latest, act="report export"))) == 1


def test_custody_accounts_for_everything_and_verifies(qtbot: QtBot, workspace: Workspace, evidence: Evidence) -> None:
    workspace.show_room("custody")
    custody = workspace.custody
    qtbot.waitUntil(lambda: custody.account.containers.rowCount() > 0, timeout=PATIENCE)
    everything = len(evidence.look(partial(search.ids, text="")))
    assert custody.account.sum.text().startswith(f"{everything} declared = {everything} extracted + 0 failed")
    assert custody.account.verdict.text() == "It adds up for every container."
    qtbot.waitUntil(lambda: bool(custody.file.walls.text()), timeout=PATIENCE)
    custody.file.verifying.verify.click()
    qtbot.waitUntil(lambda: custody.file.verifying.verdict.text().startswith("Whole"), timeout=PATIENCE)
    qtbot.waitUntil(lambda: custody.trail.model.rowCount() > 0, timeout=PATIENCE)
    assert custody.trail.model.index(custody.trail.model.rowCount() - 1, 4).data() == "case create"
    assert custody.trail.model.index(custody.trail.model.rowCount() - 1, 3).data().startswith("Case made: ")
