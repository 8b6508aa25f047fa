"""Who must not be named, in the Exports room: marked by keys, shown where the evidence names them, taken back."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from reviewer.domain.exports.confidential_source import SourceWordKind
from reviewer.domain.exports.leaving import Held, StayReason, Thing
from reviewer.gui.rooms.exports.confidential_sources import SourcesPart
from reviewer.gui.shell.window import MainWindow
from reviewer.gui.shell.workspace import Workspace
from reviewer.gui.widgets.leaving import Leaving
from reviewer.usecases.exports import confidential_sources, named_sources
from reviewer.usecases.exports.confidential_sources import CountedSource
from reviewer.usecases.exports.gate import Preview
from tests.gui.conftest import PATIENCE, Evidence
from tests.gui.hands import Hands
from tests.gui.keyboard import unreached
from tests.gui.late import Late
from tests.gui.rooms.interviewing import do, read_through


@pytest.fixture
def part(qtbot: QtBot, window: MainWindow, workspace: Workspace) -> SourcesPart:
    """The confidential sources, in sight and looked up; Ada is at the keyboard."""
    window.activateWindow()
    workspace.session.rename("Ada")
    workspace.show_room("exports")
    workspace.exports.show_part("sources")
    made = workspace.exports.sources
    qtbot.waitUntil(made.isVisible, timeout=PATIENCE)
    read_through(qtbot, workspace)
    return made


def kept(evidence: Evidence) -> list[CountedSource]:
    return list(evidence.look(confidential_sources.listed))


def named(part: SourcesPart) -> list[str]:
    """The documents that are shown to name the source at hand."""
    return [str(part.places.index(row, 0).data()) for row in range(part.places.rowCount())]


def settled(qtbot: QtBot, part: SourcesPart, first: str) -> None:
    """Wait until both sources are listed, and what was found of the one at hand begins so."""
    qtbot.waitUntil(lambda: part.model.rowCount() == 2 and not part.listing.running, timeout=PATIENCE)
    qtbot.waitUntil(lambda: part.parts.index(0, 0).data() == first and not part.counting.running, timeout=PATIENCE)


def test_a_source_is_marked_by_keys_and_where_it_is_named_is_shown(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, part: SourcesPart, evidence: Evidence
) -> None:
    hands = Hands()
    assert part.none.isVisible()
    assert not part.add.isEnabled()
    hands.tab_to(part.name)
    hands.type("castellan50")
    hands.tab_to(part.numbers)
    hands.type("206 555 0147; 206 555 0148")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(part.list.isVisible, timeout=PATIENCE)
    qtbot.waitUntil(lambda: bool(named(part)), timeout=PATIENCE)
    (made,) = kept(evidence)
    assert made.source.given(SourceWordKind.NUMBER) == ("206 555 0147", "206 555 0148")
    assert len(named(part)) == made.items > 0
    assert [field.text() for field in (part.name, part.numbers)] == ["", ""]
    assert unreached(window, Qt.Key.Key_Tab) == []
    told = workspace.status.echo.said
    qtbot.waitUntil(lambda: told.text() == "Confidential source 1 marked", timeout=PATIENCE)
    workspace.status.echo.undo.click()
    qtbot.waitUntil(part.none.isVisible, timeout=PATIENCE)
    assert kept(evidence) == []


def test_more_words_are_added_to_the_source_at_hand_and_it_is_marked_no_more_by_a_key(
    qtbot: QtBot, workspace: Workspace, part: SourcesPart, evidence: Evidence
) -> None:
    do(qtbot, workspace, partial(confidential_sources.add, name="Jo Tarn", reviewer="Bo"))
    qtbot.waitUntil(lambda: part.chosen is not None, timeout=PATIENCE)
    assert part.nowhere.text().startswith("No document names this source")
    hands = Hands()
    part.spellings.setText("Li")
    part.more.click()
    qtbot.waitUntil(part.problem.isVisible, timeout=PATIENCE)
    assert "too short" in part.problem.text()
    part.spellings.setText("Old Man; Fox")
    part.more.click()
    qtbot.waitUntil(lambda: part.spellings.text() == "", timeout=PATIENCE)
    assert kept(evidence)[0].source.given(SourceWordKind.SPELLING) == ("Old Man", "Fox")
    qtbot.waitUntil(part.short.isVisible, timeout=PATIENCE)
    assert "“Fox” has few letters" in part.short.text()
    hands.tab_to(part.list)
    hands.press(Qt.Key.Key_Delete)
    qtbot.waitUntil(part.none.isVisible, timeout=PATIENCE)
    assert kept(evidence) == []
    assert part.name.hasFocus()


def test_a_part_of_the_name_is_looked_for_once_it_is_chosen_by_a_key(
    qtbot: QtBot, workspace: Workspace, part: SourcesPart, evidence: Evidence
) -> None:
    do(qtbot, workspace, partial(confidential_sources.add, name="Vela Castellan50", reviewer="Bo"))
    qtbot.waitUntil(part.also.isVisible, timeout=PATIENCE)
    assert [part.parts.index(0, at).data() for at in range(2)] == ["Castellan50", "family name alone"]
    assert int(str(part.parts.index(0, 2).data())) > 0
    assert not kept(evidence)[0].items
    hands = Hands()
    hands.tab_to(part.also)
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(named(part)), timeout=PATIENCE)
    assert kept(evidence)[0].source.given(SourceWordKind.SPELLING) == ("Castellan50",)
    qtbot.waitUntil(lambda: part.parts.index(0, 0).data() != "Castellan50", timeout=PATIENCE)


def test_what_was_found_of_one_source_is_never_looked_for_as_another(
    qtbot: QtBot, workspace: Workspace, part: SourcesPart, evidence: Evidence
) -> None:
    for name in ("Vela Castellan50", "Jo Tarn"):
        do(qtbot, workspace, partial(confidential_sources.add, name=name, reviewer="Bo"))
    settled(qtbot, part, "Castellan50")
    part.list.selectRow(1)  # what is found of this one is not there before the next event
    part.look_for.click()
    assert (part.also.isVisible(), part.parts.rowCount()) == (False, 0)
    qtbot.waitUntil(lambda: part.parts.index(0, 0).data() == "Tarn", timeout=PATIENCE)
    read_through(qtbot, workspace)
    assert [each.source.words for each in kept(evidence)] == [(), ()]


def test_the_search_for_what_else_may_name_a_source_is_stopped_and_asked_for_again(
    qtbot: QtBot, workspace: Workspace, part: SourcesPart, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Jo Tarn", "Vela Castellan50"):
        do(qtbot, workspace, partial(confidential_sources.add, name=name, reviewer="Bo"))
    settled(qtbot, part, "Tarn")
    late = Late(monkeypatch, named_sources, "first_found")
    part.list.selectRow(1)
    late.wait(qtbot)
    qtbot.waitUntil(lambda: "line" in vars(part.counting) and part.counting.line.isVisible(), timeout=PATIENCE)
    part.counting.line.stop.setFocus()
    part.counting.line.stop.click()
    late.let_go()
    qtbot.waitUntil(part.again.isVisible, timeout=PATIENCE)
    assert part.problem.text() == "The search was stopped: not all is shown."
    assert (part.again.hasFocus(), part.also.isVisible(), part.counting.running) == (True, False, False)
    part.again.click()
    qtbot.waitUntil(lambda: part.parts.index(0, 0).data() == "Castellan50", timeout=PATIENCE)
    assert (part.again.isVisible(), part.problem.isVisible()) == (False, False)


def test_where_what_names_a_source_stays_it_is_said_which_way_there_is(qtbot: QtBot) -> None:
    """The report has no receiver, so it has no switch for that."""
    leaving = Leaving()
    qtbot.addWidget(leaving)
    leaving.show_preview(Preview((Held(Thing.ITEM, "IA21-000002", StayReason.NAMES_SOURCE),)))
    assert not leaving.way.isHidden()
    assert "a production has a switch for that" in leaving.way.text()
    leaving.show_preview(Preview((Held(Thing.ITEM, "IA21-000002", StayReason.PRIVILEGED),)))
    assert leaving.way.isHidden()
