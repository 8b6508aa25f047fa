"""A window on a case with a small ledger."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine.case import Case
from reviewer.gui.rooms.ledger.room import LedgerRoom
from reviewer.gui.rooms.review.room import ReviewRoom
from reviewer.gui.shell.window import MainWindow
from reviewer.gui.shell.workspace import Workspace
from reviewer.isolation.workers import Workers
from reviewer.usecases.evidence import intake
from reviewer.usecases.people import officers
from reviewer.usecases.policy import complaints
from tests.evidence import folder
from tests.gui.conftest import PATIENCE, Evidence, opened
from tests.gui.ledger.story import BOOKS, HISTORY, NEWS, ROSTER, enter, shown_in
from tests.kept import Kept


@pytest.fixture
def evidence(tmp_path: Path, kept_cases: Kept, workers: Workers) -> Evidence:
    """A donor's books with six benefits and an endorsement in the ledger, news of another, and a history."""

    def build(case: Case, there: Path) -> None:
        intake.add(case, workers, [folder(there / "box", {"1.eml": BOOKS, "2.eml": NEWS})], reviewer="Ada")
        roster, history = there / "roster.csv", there / "history.csv"
        roster.write_text(ROSTER, encoding="utf-8")
        history.write_text(HISTORY, encoding="utf-8")
        officers.import_roster(case, roster, reviewer="Ada")
        complaints.import_history(case, history, reviewer="Ada")
        enter(case, workers)

    return Evidence(kept_cases.copy("ledger", tmp_path / "case.evcase", build, title="Lantern Bell"), kept_cases.key)


@pytest.fixture
def workspace(qtbot: QtBot, window: MainWindow, evidence: Evidence) -> Workspace:
    window.activateWindow()
    made = opened(qtbot, window, evidence)
    qtbot.waitUntil(lambda: made.review.desk.a.view.document is not None, timeout=PATIENCE)
    return made


@pytest.fixture
def ledger(qtbot: QtBot, workspace: Workspace) -> LedgerRoom:
    """The Ledger room with its figures counted."""
    workspace.show_room("ledger")
    room = workspace.ledger
    qtbot.waitUntil(lambda: room.figures.numbers is not None, timeout=PATIENCE)
    return room


@pytest.fixture
def news(qtbot: QtBot, workspace: Workspace) -> ReviewRoom:
    """The Review room with the message about the code open."""
    workspace.show_room("review")
    room = workspace.review
    room.opening.list_items('subject:"Your code"')
    qtbot.waitUntil(lambda: shown_in(room.desk.a.view, "OKAFOR50"), timeout=PATIENCE)
    return room
