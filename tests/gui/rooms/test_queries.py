"""A query that is not understood is told where it was typed, and not run; and the place in a list is kept."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer.domain.ids import ItemId
from reviewer.gui.models.items import Column
from reviewer.gui.rooms.review.room import ReviewRoom
from reviewer.gui.shell.workspace import Workspace
from reviewer.usecases import search
from reviewer.usecases.analysis import saved_searches
from reviewer.usecases.evidence import intake, items
from tests.evidence import folder, mail
from tests.gui.conftest import PATIENCE, Evidence
from tests.gui.keyboard import focused
from tests.gui.still import in_sight, laid_out


def listed(room: ReviewRoom) -> list[ItemId | None]:
    return [room.model.item_at(row) for row in range(room.model.rowCount())]


def test_a_filter_that_is_not_understood_is_told_in_place_and_not_run(qtbot: QtBot, room: ReviewRoom) -> None:
    before, typed = listed(room), room.filter.typed
    stood = in_sight(room)
    QTest.keyClicks(typed, "camera form:pat")
    qtbot.waitUntil(lambda: room.filter.count.text() == "not run", timeout=PATIENCE)
    assert "form" in typed.accessibleDescription()
    assert room.listing.refusal.why.text() == "There is no field “form:”."
    assert room.listing.refusal.instead.text() == "Did you mean: camera from:pat"
    assert listed(room) == before
    assert room.listing.nothing.text() == "All items are listed."
    laid_out()
    now = in_sight(room)
    assert {each: now.get(each) for each in stood} == stood, "what is told lies over the list, and moves nothing"
    QTest.keyClick(typed, Qt.Key.Key_Return)
    assert typed.hasFocus()
    assert typed.selectedText() == "form"
    room.listing.refusal.instead.click()
    assert typed.text() == "camera from:pat"
    qtbot.waitUntil(lambda: room.model.rowCount() == 0, timeout=PATIENCE)
    assert typed.accessibleDescription() == ""


def test_beside_a_filter_that_is_not_run_stands_what_is_listed(qtbot: QtBot, room: ReviewRoom) -> None:
    """Whether what stood half typed was listed before, or its answer comes in after what is not understood."""
    room.filter.typed.setText("camera")
    room.listing.ask()
    room.filter.typed.setText("camera OR")
    room.listing.ask()
    assert room.filter.count.text() == "not run"
    qtbot.waitUntil(lambda: room.listing.nothing.text() == "Listed: camera", timeout=PATIENCE)
    assert room.listing.nothing.isVisible()
    room.filter.typed.setText("camera")
    qtbot.waitUntil(room.listing.nothing.isHidden, timeout=PATIENCE)


def test_another_filter_takes_the_place_of_the_one_that_stands_there(qtbot: QtBot, room: ReviewRoom) -> None:
    room.list.setFocus()
    for words in ("camera", "flyer"):
        QTest.keyClick(focused(), Qt.Key.Key_Slash)
        QTest.keyClicks(focused(), words)
        QTest.keyClick(focused(), Qt.Key.Key_Return)
        qtbot.waitUntil(lambda words=words: room.model.query == words and room.list.hasFocus(), timeout=PATIENCE)  # type: ignore[misc]


def test_after_a_filter_that_finds_nothing_one_types_again_and_marks_nothing(
    qtbot: QtBot, room: ReviewRoom, evidence: Evidence
) -> None:
    typed = room.filter.typed
    typed.setFocus()
    QTest.keyClicks(typed, "camra")
    QTest.keyClick(typed, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: typed.selectedText() == "camra", timeout=PATIENCE)
    QTest.keyClicks(focused(), "xp camera")
    assert typed.text() == "xp camera"
    typed.setText("camera")
    QTest.keyClick(typed, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: room.model.rowCount() > 0 and room.list.hasFocus(), timeout=PATIENCE)
    assert not evidence.look(lambda case: list(case.rows("SELECT act FROM audit WHERE act LIKE 'mark%'")))


def test_a_name_that_the_case_does_not_have_is_told_beside_the_chips_too(qtbot: QtBot, room: ReviewRoom) -> None:
    room.filter.chips["is:unseen"].click()
    QTest.keyClicks(room.filter.typed, "camera tag:nosuch")
    QTest.keyClick(room.filter.typed, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: room.filter.count.text() == "not run", timeout=PATIENCE)
    assert room.filter.typed.selectedText() == "nosuch"


def test_what_is_half_typed_is_not_completed_by_a_chip(qtbot: QtBot, room: ReviewRoom) -> None:
    room.filter.chips["is:unseen"].click()
    QTest.keyClicks(room.filter.typed, "camera OR")
    qtbot.waitUntil(lambda: room.filter.count.text() == "not run", timeout=PATIENCE)


def test_a_search_that_is_not_understood_is_told_in_place_and_not_run(qtbot: QtBot, workspace: Workspace) -> None:
    workspace.show_room("search")
    room = workspace.search
    QTest.keyClicks(room.words, "camera before:2016-13-01")
    QTest.keyClick(room.words, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "no such day" in room.refusal.why.text(), timeout=PATIENCE)
    assert room.words.selectedText() == "2016-13-01"
    assert room.model.rowCount() == 0
    assert not room.total.text()


def test_how_a_search_was_read_is_told_where_that_is_not_plain(qtbot: QtBot, workspace: Workspace) -> None:
    workspace.search_for("zeppelin OR officers camera")
    qtbot.waitUntil(lambda: workspace.search.total.text() == "1 found", timeout=PATIENCE)
    assert workspace.search.read_as.isVisible()
    assert workspace.search.read_as.text() == "Read as: (zeppelin OR officers) AND camera"


def test_enter_in_the_filter_opens_the_first_that_it_finds(qtbot: QtBot, room: ReviewRoom) -> None:
    QTest.keyClicks(room.filter.typed, "flyer")
    QTest.keyClick(room.filter.typed, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: room.model.rowCount() == 2, timeout=PATIENCE)
    first = room.model.item_at(0)
    qtbot.waitUntil(lambda: room.desk.facts is not None and room.desk.facts.item.id == first, timeout=PATIENCE)
    assert room.list.hasFocus()
    room.opening.next()
    second = room.model.item_at(1)
    qtbot.waitUntil(lambda: room.desk.facts is not None and room.desk.facts.item.id == second, timeout=PATIENCE)
    QTest.keyClick(room.filter.typed, Qt.Key.Key_Return)
    qtbot.waitUntil(room.list.hasFocus, timeout=PATIENCE)
    assert room.list.currentIndex().row() == 1


def test_an_item_that_drops_out_of_the_list_keeps_its_place(
    qtbot: QtBot, workspace: Workspace, room: ReviewRoom, evidence: Evidence, tmp_path: Path
) -> None:
    room.opening.list_items("is:unseen kind:email")
    qtbot.waitUntil(lambda: room.model.rowCount() == 3, timeout=PATIENCE)
    first, second, third = listed(room)
    assert first is not None
    assert second is not None
    room.opening.next()
    for each in (first, second):  # however long the first was in sight
        read = partial(items.read, item=each, reviewer=workspace.session.reviewer)
        workspace.session.operation(room, read).run()
    more = folder(tmp_path / "more", {"9.eml": mail("Later", "More.\n", date="Fri, 01 Jul 2022 09:00:00 +0000")})
    take = partial(intake.add, workers=workspace.session.workers, paths=[more], reviewer="Ada")
    workspace.session.operation(room, take).run()
    qtbot.waitUntil(lambda: listed(room)[:-1] == [second, third], timeout=PATIENCE)
    assert second not in evidence.look(partial(search.ids, text="is:unseen", reviewer=workspace.session.reviewer))
    assert room.list.currentIndex().row() == 0
    QTest.keyClick(room.list, Qt.Key.Key_J)
    assert room.model.item_at(room.list.currentIndex().row()) == third


def test_the_place_is_kept_when_the_list_is_sorted(qtbot: QtBot, room: ReviewRoom) -> None:
    room.opening.next()
    here = room.model.item_at(room.list.currentIndex().row())
    order = listed(room)
    room.list.horizontalHeader().setSortIndicator(4, Qt.SortOrder.DescendingOrder)
    qtbot.waitUntil(lambda: listed(room) != order, timeout=PATIENCE)
    assert room.model.item_at(room.list.currentIndex().row()) == here


def test_sorting_while_a_filter_is_on_its_way_keeps_the_filter(qtbot: QtBot, room: ReviewRoom) -> None:
    room.opening.list_items("flyer")
    room.model.sort(Column.SUBJECT)
    qtbot.waitUntil(lambda: room.filter.count.text().startswith("2 of"), timeout=PATIENCE)
    assert room.model.query == "flyer"


def test_a_letter_right_after_enter_marks_nothing_that_was_listed_before(
    qtbot: QtBot, room: ReviewRoom, evidence: Evidence
) -> None:
    room.filter.typed.setFocus()
    QTest.keyClicks(room.filter.typed, "flyer")
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    QTest.keyClicks(focused(), "r")
    assert room.filter.typed.text() == "flyerr"
    room.filter.typed.setText("flyer")
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    qtbot.waitUntil(room.list.hasFocus, timeout=PATIENCE)
    assert evidence.look(partial(search.ids, text="is:relevant")) == []


def test_a_misspelt_word_is_told_in_the_search_room_with_the_one_that_is_there(
    qtbot: QtBot, workspace: Workspace
) -> None:
    workspace.search_for("camrea")
    room = workspace.search
    qtbot.waitUntil(room.refusal.instead.isVisible, timeout=PATIENCE)
    assert room.refusal.instead.text() == "Did you mean: camera"
    assert not room.refusal.why.isVisible()
    room.refusal.instead.click()
    qtbot.waitUntil(lambda: room.model.rowCount() > 0, timeout=PATIENCE)
    assert room.words.text() == "camera"
    assert not room.refusal.isVisible()
    room.search("form:pat")
    qtbot.waitUntil(lambda: room.refusal.instead.text() == "Did you mean: from:pat", timeout=PATIENCE)
    assert room.refusal.why.isVisible()


def test_a_list_by_a_saved_search_is_another_as_soon_as_that_stands_for_another_one(
    qtbot: QtBot, workspace: Workspace, room: ReviewRoom, evidence: Evidence
) -> None:
    session = workspace.session
    keep = partial(saved_searches.add, name="Wanted", query="flyer", reviewer="Ben")
    session.operation(room, keep).success(lambda _made: room.opening.list_items("saved:Wanted")).run()
    flyers, cameras = (evidence.look(partial(search.ids, text=text, reviewer="Ada")) for text in ("flyer", "camera"))
    assert not set(cameras) <= set(flyers)
    qtbot.waitUntil(lambda: set(listed(room)) == set(flyers), timeout=PATIENCE)
    session.operation(room, partial(saved_searches.change, name="Wanted", query="camera", reviewer="Ben")).run()
    qtbot.waitUntil(lambda: set(cameras) <= set(listed(room)), timeout=PATIENCE)
