"""What the tests of the Interviews room share: an interview, its room, and the window in which it is held."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine.case import Case
from reviewer.domain.ids import ItemId
from reviewer.domain.interviews.interview import Interview, InterviewId
from reviewer.errors import KnownError
from reviewer.gui.navigation import InterviewTarget
from reviewer.gui.operations import CaseThread
from reviewer.gui.rooms.interviews.exhibit_window import ExhibitWindow
from reviewer.gui.rooms.interviews.hold import HoldWindow
from reviewer.gui.rooms.interviews.room import InterviewsRoom
from reviewer.gui.shell.workspace import Workspace
from reviewer.usecases import search
from reviewer.usecases.interviews import interview_outline as outline
from reviewer.usecases.interviews import interviews
from reviewer.usecases.pages import item_pages, passages
from tests.gui.conftest import PATIENCE, Evidence
from tests.gui.keyboard import press

T = TypeVar("T")

FIRST = InterviewId(1)
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


def do(qtbot: QtBot, workspace: Workspace, fn: Callable[[Case], T]) -> T:
    """Change the case as another room would."""
    done: list[T] = []
    refused: list[KnownError] = []
    asked = workspace.session.operation(workspace, fn).success(done.append).failure(refused.append)
    asked.run()
    qtbot.waitUntil(lambda: bool(done or refused), timeout=PATIENCE)
    assert not refused
    return done[0]


def read_through(qtbot: QtBot, workspace: Workspace) -> None:
    """Wait until all that was asked is answered, and what the answers ask in turn.

    A question to each reading thread at once, and none is answered before all are at it: so none of the threads has
    anything left that was asked before.
    """
    for _ in range(3):
        met = threading.Barrier(CaseThread.READERS)
        answers: list[int] = []
        for _ in range(CaseThread.READERS):
            workspace.session.query(workspace, lambda _case, met=met: met.wait()).success(answers.append).run()  # type: ignore[misc]
        qtbot.waitUntil(lambda answers=answers: len(answers) == CaseThread.READERS, timeout=PATIENCE)  # type: ignore[misc]


def kept(evidence: Evidence) -> Interview:
    """The first interview as another program reads it from the file."""
    return evidence.look(partial(interviews.get, interview=FIRST))


def message(case: Case, subject: str) -> ItemId:
    (found,) = search.ids(case, f'subject:"{subject}"')
    return found


def mark(qtbot: QtBot, workspace: Workspace) -> Workspace:
    """Two passages linked to Castellan: 1 in the first message, 2 in the third."""

    def enter(case: Case) -> None:
        for subject, quote, role in (
            ("Doorbells for the station", "at no cost to them", "recipient"),
            ("Thank you", "Thank you for the camera", "author"),
        ):
            concern, item = passages.concern(case, f"101:{role}"), message(case, subject)
            item_pages.ensure(case, workspace.session.workers, item, reviewer="Ada")
            passages.add_quote(case, item, quote, concerns=[concern], reviewer="Ada")

    do(qtbot, workspace, enter)
    workspace.session.rename("Ada")
    return workspace


def planned(case: Case) -> Interview:
    """Two questions, each about one of the passages, and a third about nothing."""
    made = interviews.add(case, "101", planned="2021-07-01T10:00", reviewer="Ada")
    outline.add_topic(case, made.id, "The offer", reviewer="Ada")
    outline.add_question(case, made.id, 1, "What was offered?", cites=["1"], reviewer="Ada")
    outline.add_question(case, made.id, 1, "What did you take?", cites=["2"], reviewer="Ada")
    return outline.add_question(case, made.id, 1, "Who else knew?", reviewer="Ada")


def bare(case: Case) -> Interview:
    """Two questions about nothing yet, and a topic without any."""
    made = interviews.add(case, "101", planned="2021-07-01T10:00", reviewer="Ada")
    outline.add_topic(case, made.id, "The offer", reviewer="Ada")
    outline.add_question(case, made.id, 1, "What was offered?", reviewer="Ada")
    outline.add_question(case, made.id, 1, "What did you take?", reviewer="Ada")
    return outline.add_topic(case, made.id, "The thanks", reviewer="Ada")


def shown(qtbot: QtBot, workspace: Workspace) -> InterviewsRoom:
    """The first interview in its room, with what there is to ask about."""
    workspace.session.go(InterviewTarget(FIRST))
    room = workspace.interviews
    qtbot.waitUntil(lambda: room.whole is not None and room.material.model.rowCount() > 0, timeout=PATIENCE)
    return room


def held(qtbot: QtBot, workspace: Workspace) -> HoldWindow:
    """The first interview, begun, over the whole screen."""
    room = shown(qtbot, workspace)
    room.sheet.hold.click()
    hold = room.hold
    qtbot.waitUntil(lambda: hold.whole is not None, timeout=PATIENCE)
    press(hold, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: hold.whole is not None and hold.whole.interview.running, timeout=PATIENCE)
    qtbot.waitUntil(lambda: hold.middle.currentIndex() == 0, timeout=PATIENCE)
    hold.setFocus()
    return hold


def second(hold: HoldWindow) -> ExhibitWindow:
    """The window with the exhibit alone."""
    found = hold.showing.window_
    assert found is not None
    return found


def on_page(window: ExhibitWindow) -> ItemId | None:
    """The item that the second window shows."""
    return None if window.view.document is None else window.view.document.item


def at(hold: HoldWindow) -> str:
    question = hold.question()
    return "" if question is None else question.number
