"""A case with policy, for the rooms that work with it, and the productions of that case."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine.case import Case
from reviewer.gui.rooms.exports.productions import ProductionsPart
from reviewer.gui.shell.window import MainWindow
from reviewer.gui.shell.workspace import Workspace
from reviewer.usecases import search
from reviewer.usecases.pages import passages
from reviewer.usecases.policy import clauses
from tests.gui.conftest import PATIENCE
from tests.gui.rooms.interviewing import do
from tests.usecases.policy.policy import GIFTS


@pytest.fixture
def policed(qtbot: QtBot, workspace: Workspace) -> Workspace:
    """A clause of two elements; passage 1 of the first message is linked to Castellan."""

    def enter(case: Case) -> None:
        clauses.add(case, GIFTS, reviewer="Ada")
        (item,) = search.ids(case, 'subject:"Doorbells for the station"')
        to = passages.concern(case, "101:recipient")
        passages.add_quote(case, item, "at no cost to them", concerns=[to], reviewer="Ada")

    do(qtbot, workspace, enter)
    return workspace


@pytest.fixture
def part(qtbot: QtBot, window: MainWindow, policed: Workspace) -> ProductionsPart:
    """The productions, in sight and looked up; a module that is about another part makes its own."""
    window.activateWindow()
    policed.show_room("exports")
    policed.exports.show_part("productions")
    made = policed.exports.productions
    qtbot.waitUntil(lambda: made.none.isVisible() and made.page.form.isVisible(), timeout=PATIENCE)
    return made
