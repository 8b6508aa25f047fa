"""Searches for elements show how far they are, and are stopped without anything said that is not so."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer.casefile import query_found
from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import texts
from reviewer.casefile.policy import element_searches
from reviewer.domain.policy.allegation import Side
from reviewer.gui.rooms.findings.allegations import AllegationsPart
from reviewer.gui.shell.workspace import Workspace
from reviewer.gui.widgets.progress_line import SearchWait
from reviewer.usecases.policy import allegations
from reviewer.usecases.policy import element_searches as use
from tests.gui.conftest import PATIENCE, Evidence
from tests.gui.keyboard import moved, press
from tests.gui.late import Late
from tests.gui.rooms.alleging import FIRST, alleged, opened
from tests.gui.rooms.interviewing import do

PATTERN = "/c.m.r./"
"""Without three letters in a row that have to be there, so that every text is compared."""

NOWHERE = "/q.z.q./"


@pytest.fixture(autouse=True)
def one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query_found, "_AT_ONCE", 1)


def held_back(monkeypatch: pytest.MonkeyPatch) -> Late:
    """The next text that is compared waits; whatever was found before is to be compared anew."""
    query_found._known.clear()
    element_searches._known.clear()
    return Late(monkeypatch, texts, "column")


def stop(qtbot: QtBot, late: Late, waiting: SearchWait, asked: Callable[[], object]) -> None:
    """Ask for a search, wait until its line is shown, and stop it there."""
    asked()
    late.wait(qtbot)
    qtbot.waitUntil(lambda: "line" in vars(waiting) and waiting.line.isVisible(), timeout=PATIENCE)
    assert waiting.line.doing.text() == "0 of 4 · comparing texts"
    waiting.line.stop.setFocus()
    waiting.line.stop.click()
    late.let_go()
    qtbot.waitUntil(lambda: not waiting.running, timeout=PATIENCE)


@pytest.fixture
def part(qtbot: QtBot, policed: Workspace) -> AllegationsPart:
    do(qtbot, policed, alleged)
    made = opened(qtbot, policed)
    made.look(1, Side.AGAINST)
    qtbot.waitUntil(lambda: made.suggestions.model.rowCount() > 0, timeout=PATIENCE)
    return made


def test_no_row_moves_under_a_hand_when_a_line_tells_how_far_the_searches_are(
    qtbot: QtBot, part: AllegationsPart
) -> None:
    assert moved(qtbot, part.suggestions.searches, part.suggestions.waiting) == 0
    part.suggestions.left.emit()
    assert moved(qtbot, part.list, part.waiting) == 0


def test_a_search_that_is_stopped_tells_nothing_and_is_run_again(
    qtbot: QtBot, part: AllegationsPart, monkeypatch: pytest.MonkeyPatch
) -> None:
    looking = part.suggestions
    QTest.keyClicks(looking.query, PATTERN)
    stop(qtbot, held_back(monkeypatch), looking.waiting, lambda: press(looking.query, Qt.Key.Key_Return))
    assert looking.none.text() == "The search was stopped. Enter on it runs it again."
    assert (looking.hits_model.rowCount(), looking.confirm.isEnabled()) == (0, False)
    assert looking.searches.hasFocus()
    press(looking.searches, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: looking.hits_model.rowCount() == 2, timeout=PATIENCE)
    assert looking.none.isHidden()

    stop(qtbot, held_back(monkeypatch), looking.waiting, lambda: press(looking.searches, Qt.Key.Key_Return))
    assert looking.none.text().startswith("The search was stopped: this is as it was before.")
    assert looking.hits_model.rowCount() == 2


def test_who_leaves_a_search_does_not_wait_for_it(
    qtbot: QtBot, part: AllegationsPart, monkeypatch: pytest.MonkeyPatch
) -> None:
    looking, late = part.suggestions, held_back(monkeypatch)
    looking.query.setFocus()
    QTest.keyClicks(looking.query, "officer:cast")
    qtbot.waitUntil(lambda: looking.completion.shown, timeout=PATIENCE)
    press(looking.query, Qt.Key.Key_Escape)  # what is offered is left before the searches are
    assert (looking.completion.shown, part.left.currentWidget()) == (False, looking)
    looking.query.clear()
    QTest.keyClicks(looking.query, PATTERN)
    press(looking.query, Qt.Key.Key_Return)
    late.wait(qtbot)
    assert looking.waiting.running
    press(looking.query, Qt.Key.Key_Escape)
    assert (part.left.currentIndex(), looking.waiting.running) == (0, False)
    late.let_go()


def test_what_is_stopped_before_it_is_confirmed_or_dismissed_is_not_done(
    qtbot: QtBot, part: AllegationsPart, evidence: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    looking = part.suggestions
    QTest.keyClicks(looking.query, PATTERN)
    press(looking.query, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: looking.hits_model.rowCount() == 2, timeout=PATIENCE)
    looking.why.setText("Advertising")
    stop(qtbot, held_back(monkeypatch), looking.acting, looking.dismiss_rest.click)
    assert looking.problem.text().startswith("Stopped as asked; nothing was listed or changed")
    assert evidence.look(partial(allegations.get, allegation=FIRST)).line(1).dismissals == ()
    looking.dismiss_rest.click()
    qtbot.waitUntil(looking.confirm.isEnabled, timeout=PATIENCE)

    stop(qtbot, held_back(monkeypatch), looking.acting, looking.confirm.click)
    assert part.left.currentWidget() is looking
    assert evidence.look(partial(allegations.get, allegation=FIRST)).line(1).confirmations == ()
    looking.confirm.click()
    looking.confirm.click()  # in impatience: one act
    qtbot.waitUntil(lambda: part.left.currentIndex() == 0, timeout=PATIENCE)
    (said,) = evidence.look(partial(allegations.get, allegation=FIRST)).line(1).confirmations
    assert [each.query for each in said.searches] == [PATTERN]


class StoppedOnceDone:
    """Whoever stops it does so when the act is in the trail, and the case is looked at once more."""

    def __init__(self, case: Case) -> None:
        self._acts = partial(case.value, "SELECT count(*) FROM audit")
        self._before = self._acts()

    @property
    def cancelled(self) -> bool:
        return bool(self._acts() > self._before)

    def step(self, done: int, total: int, what: str) -> None:
        """Say nothing."""


def test_an_act_that_is_done_is_told_as_done_though_it_is_stopped_then(qtbot: QtBot, policed: Workspace) -> None:
    def act(case: Case) -> None:
        alleged(case)
        query = f"{PATTERN} subject:doorbells"  # a condition is looked at anew after each act
        with case.watched(StoppedOnceDone(case)):
            made = allegations.confirm(case, FIRST, 2, [f"{NOWHERE} subject:q"], reviewer="Ada")
        assert len(made.line(2).confirmations) == 1
        with case.watched(StoppedOnceDone(case)):
            gone = use.dismiss(case, FIRST, 1, [], query=query, reason="Advertising", reviewer="Ada")
        assert len(gone.line(1).dismissals) == 1

    do(qtbot, policed, act)


def test_the_searches_that_all_allegations_rest_on_are_stopped_and_run_again(
    qtbot: QtBot, policed: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def searched(case: Case) -> None:
        allegations.confirm(case, alleged(case).id, 1, [NOWHERE], reviewer="Ada")

    do(qtbot, policed, searched)
    part = opened(qtbot, policed)
    again = part.again
    stop(qtbot, held_back(monkeypatch), again.waiting, part.look_again)
    assert again.told.text() == "The searches were stopped."
    assert (again.once_more.hasFocus(), again.confirm.isEnabled(), again.table.isVisible()) == (True, False, False)
    press(again.once_more, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: again.told.text().startswith("Nothing that a finding rests on"), timeout=PATIENCE)
    assert again.once_more.isHidden()
    press(again.back, Qt.Key.Key_Escape)

    stop(qtbot, held_back(monkeypatch), part.waiting, part._ask_list)
    assert part.none.text() == "The searches for elements were stopped, so this list is as it was before."
    assert (part.once_more.hasFocus(), part.model.rowCount()) == (True, 1)
    part.filter.setText("castellan")
    assert (part.none.isVisible(), part.none.text().endswith("so this list is as it was before.")) == (True, True)
    part.filter.setText("nobody")
    assert part.none.text().endswith("so this list is as it was before. No allegations match.")
    part.filter.clear()
    assert part.none.text().endswith("so this list is as it was before.")
    press(part.once_more, Qt.Key.Key_Return)
    qtbot.waitUntil(part.once_more.isHidden, timeout=PATIENCE)
    assert (part.none.isHidden(), part.list.hasFocus()) == (True, True)

    stop(qtbot, held_back(monkeypatch), part.waiting_whole, lambda: part.show_allegation(FIRST))
    assert part.nothing.isVisible()
    assert part.nothing.text() == "The searches for its elements were stopped, so it is not shown."
    press(part.once_more, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: part.middle.currentWidget() is part.sheet, timeout=PATIENCE)
    qtbot.waitUntil(part.once_more.isHidden, timeout=PATIENCE)
