"""A production is tried in the Exports room before its pages are numbered."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine.case import Case
from reviewer.gui.rooms.exports.mock import Which
from reviewer.gui.rooms.exports.productions import ProductionsPart
from reviewer.gui.shell.window import MainWindow
from reviewer.gui.shell.workspace import Workspace
from reviewer.usecases import search
from reviewer.usecases.exports.redaction import redactions
from tests.gui.conftest import PATIENCE, Evidence
from tests.gui.hands import Hands
from tests.gui.keyboard import unreached
from tests.gui.rooms.exports.test_productions import COUNSEL, kept, listed
from tests.gui.rooms.interviewing import do

pytestmark = pytest.mark.usefixtures("read_by_nobody")


def test_a_production_is_tried_before_it_is_numbered_and_tried_again_once_something_changed(
    qtbot: QtBot, policed: Workspace, part: ProductionsPart, evidence: Evidence, window: MainWindow
) -> None:
    form, page, mock, hands = part.page.form, part.page, part.page.mock, Hands()
    assert not form.run.isEnabled()
    form.receiver.setText(COUNSEL)
    form.query.setText("camera")
    qtbot.waitUntil(form.run.isEnabled, timeout=PATIENCE)
    assert not form.make.isEnabled()
    hands.tab_to(form.run)
    hands.press(Qt.Key.Key_Space)
    qtbot.waitUntil(mock.isVisible, timeout=PATIENCE)
    assert mock.verdict.text() == "1 thing to look at.", "it is cited, and nobody has read it"
    assert "2 documents go · 0 go redacted · 0 have a slip sheet · 0 stay" in mock.summary.text()
    assert [pages for pages, *_ in listed(part)] == ["1 page", "1 page"]
    assert not form.stops.isVisible()
    assert "1 document is cited and read by nobody: IA7-000001." in mock.summary.text().splitlines()
    mock.chips[Which.UNREAD].click()
    assert [control for _, control, _ in listed(part)] == ["IA7-000001"]
    mock.chips[Which.ALL].click()
    assert not page.waits.isVisible()
    assert not page.bundle.isVisible()
    assert unreached(window, Qt.Key.Key_Tab) == []
    assert not kept(evidence)

    def redact(case: Case) -> None:
        (item,) = search.ids(case, 'subject:"Thank you"')
        redactions.add_quote(case, item, "Mine works", "PRV", reviewer="Ada")

    do(qtbot, policed, redact)
    qtbot.waitUntil(lambda: mock.verdict.text() == "Something changed since. Run it again.", timeout=PATIENCE)
    hands.tab_to(mock.run)
    hands.press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: mock.verdict.text() == "1 thing stops it; 1 thing to look at.", timeout=PATIENCE)
    assert mock.model.index(0, 4).data().startswith("stops it: ")
    assert form.stops.isVisible(), "said where the pages are numbered"
    assert form.stops.text().startswith("1 thing stops it. Pages can be numbered, but nothing leaves")
    form.query.setText("castellan50")
    assert not form.stops.isVisible()
    assert mock.verdict.text() == "Something changed since. Run it again."
    assert not kept(evidence)
