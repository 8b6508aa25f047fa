"""Coverage, saved searches and term lists in the window: what is counted leads to its items, by keys alone."""

from __future__ import annotations

import csv
import threading
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from pyroaring import BitMap
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.opening import open_case
from reviewer.domain.ids import ItemId
from reviewer.errors import InputError
from reviewer.gui.navigation import ItemTarget
from reviewer.gui.rooms.review import comparing
from reviewer.gui.rooms.review.list import ItemsView
from reviewer.gui.rooms.review.room import ReviewRoom
from reviewer.gui.shell.workspace import Workspace
from reviewer.isolation.workers import Workers
from reviewer.usecases import search
from reviewer.usecases.analysis import coverage, review_queues, saved_searches
from reviewer.usecases.analysis.coverage import Share
from reviewer.usecases.evidence import intake
from reviewer.usecases.pages import review_coding, tags
from tests.evidence import folder, mail
from tests.gui.conftest import PATIENCE, Evidence, written
from tests.gui.cut_words import asks
from tests.gui.hands import CONTROL, SHIFT, Hands
from tests.gui.keyboard import focused
from tests.gui.test_sending import held_up


def test_a_number_of_the_coverage_leads_to_its_items_and_esc_to_reading(
    qtbot: QtBot, room: ReviewRoom, evidence: Evidence
) -> None:
    hands = Hands()
    room.list.setFocus()
    first = room.model.item_at(0)
    assert first is not None
    qtbot.waitUntil(lambda: room.desk.at_hand is not None, timeout=PATIENCE)
    hands.press(Qt.Key.Key_X)
    qtbot.waitUntil(lambda: len(evidence.look(partial(search.ids, text="is:irrelevant"))) == 1, timeout=PATIENCE)
    hands.press(Qt.Key.Key_U, SHIFT)
    page = room.stack.coverage
    qtbot.waitUntil(lambda: page.sum.text().startswith("1 of 4 items read by somebody, 3 by nobody"), timeout=PATIENCE)
    assert page.table.width() > page.width() - 40, "on a small screen it takes all the room there is"
    room.window().resize(2560, 1440)
    qtbot.waitUntil(lambda: page.width() > 2000, timeout=PATIENCE)
    assert page.table.columnViewportPosition(2) < 1_000, "numbers stand far from what they are of"
    assert page.table.x() < 40
    row = page.model.row_of(lambda each: each.by == "custodian" and each.value == "Castellan")
    assert [page.model.index(row, column).data() for column in range(2, 7)] == ["4", "1", "1", "3", "–"]
    page.table.setCurrentIndex(page.model.index(row, 5))
    hands.press(Qt.Key.Key_R)
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: room.fold.isVisible() and room.model.rowCount() == 3, timeout=PATIENCE)
    assert room.model.row_of(first) == -1
    assert "Read by nobody, custodian Castellan" in room.listing.only.text()
    assert len(evidence.look(partial(search.ids, text="is:relevant"))) == 0, "R does nothing out of sight"
    room.stack.show_queues()
    assert not room.stack.queues.make.isEnabled(), "it would be made of all that the filter finds"
    assert room.stack.queues.none.isHidden(), "whether there is any is not known yet"
    room.stack.leave()
    room.listing.only.click()
    qtbot.waitUntil(lambda: room.model.rowCount() == 4, timeout=PATIENCE)
    hands.press(Qt.Key.Key_U, SHIFT)
    hands.press(Qt.Key.Key_Escape)
    assert room.fold.isVisible()
    assert focused() is room.list


def test_each_number_of_the_coverage_counts_as_many_items_as_it_leads_to(evidence: Evidence) -> None:
    with open_case(evidence.path, evidence.key) as case:
        review_coding.put(case, search.ids(case, "camera")[0], relevance="relevant", reviewer="Ada")
        review_queues.create(case, "Messages", "kind:email", reviewer="Ada")

    def look(case: Case) -> None:
        told = coverage.coverage_of(case, ["kind:email"], reviewer="Ada")
        assert {each.by for each in told.parts} == {"reviewer", "custodian", "month", "query", "queue"}
        for part in (*told.parts, coverage.ReadBy("", "", told.whole)):
            for share in Share:
                found = coverage.items_of(case, part.by, part.value, share, reviewer="Ada")
                assert len(found) == getattr(part.read, share.value), (part.by, part.value, share)

    evidence.look(look)


def test_nothing_is_said_of_saved_searches_before_it_is_known_whether_there_are_any(
    qtbot: QtBot, workspace: Workspace
) -> None:
    workspace.show_room("search")
    stack = workspace.search.stack
    stack.show_saved()
    page = stack.saved
    told = (page.none, page.new, page.seen, page.drop)
    assert all(each.isHidden() for each in told)
    qtbot.waitUntil(page.none.isVisible, timeout=PATIENCE)
    assert all(each.isHidden() for each in told[1:])


def test_what_keys_are_for_among_hits_is_nothing_to_say_beside_saved_searches(
    qtbot: QtBot, workspace: Workspace
) -> None:
    workspace.search_for("camera")
    qtbot.waitUntil(workspace.search.hits.hasFocus, timeout=PATIENCE)
    Hands().press(Qt.Key.Key_A, CONTROL)
    qtbot.waitUntil(lambda: "are chosen" in workspace.notice.what.text(), timeout=PATIENCE)
    Hands().press(Qt.Key.Key_S, SHIFT)
    assert workspace.notice.isHidden()


def test_a_search_is_kept_and_what_is_new_in_it_is_listed(
    qtbot: QtBot, workspace: Workspace, evidence: Evidence, workers: Workers, tmp_path: Path
) -> None:
    hands, room = Hands(), workspace.search
    workspace.search_for("camera")
    qtbot.waitUntil(lambda: room.hits.hasFocus() and room.model.rowCount() == 2, timeout=PATIENCE)
    hands.press(Qt.Key.Key_S, SHIFT)
    page = room.stack.saved
    qtbot.waitUntil(lambda: focused() is page.name, timeout=PATIENCE)
    hands.type("Cameras")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1 and focused() is page.table, timeout=PATIENCE)
    assert [page.model.index(0, column).data() for column in range(5)] == ["Cameras", "camera", "2", "–", "–"]
    done: list[object] = []
    box = folder(tmp_path / "more", {"4.eml": mail("Again", "One more camera.\n")})
    add = partial(intake.add, workers=workers, paths=[box], reviewer="Ada")
    workspace.session.long_operation(workspace, add).success(done.append).run()
    qtbot.waitUntil(lambda: page.model.index(0, 3).data() == "1", timeout=PATIENCE)
    hands.press(Qt.Key.Key_L)
    review = workspace.review
    qtbot.waitUntil(lambda: review.isVisible() and review.model.rowCount() == 1, timeout=PATIENCE)
    assert "New in “Cameras”" in review.listing.only.text()
    workspace.show_room("search")
    page.table.setFocus()
    hands.press(Qt.Key.Key_S)
    qtbot.waitUntil(lambda: page.model.index(0, 3).data() == "–", timeout=PATIENCE)
    hands.press(Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: page.model.rowCount() == 0, timeout=PATIENCE)
    hands.press(Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: len(evidence.look(saved_searches.listed)) == 1, timeout=PATIENCE)


def test_a_saved_search_is_renamed_and_stands_for_the_search_at_hand_by_keys(
    qtbot: QtBot, workspace: Workspace, evidence: Evidence
) -> None:
    def keep(case: Case) -> None:
        saved_searches.add(case, "Flyers", "flyer", reviewer="Ben")
        saved_searches.add(case, "Inner", "camera", reviewer="Ben")
        saved_searches.add(case, "Outer", "saved:Inner", reviewer="Ben")

    def kept() -> list[tuple[str, str]]:
        return [(each.name, each.query) for each in evidence.look(saved_searches.listed)]

    hands, page = Hands(), workspace.search.stack.saved
    workspace.session.operation(workspace, keep).run()
    workspace.search_for("camera")
    qtbot.waitUntil(workspace.search.hits.hasFocus, timeout=PATIENCE)
    workspace.search.stack.show_saved()
    qtbot.waitUntil(lambda: page.model.rowCount() == 3, timeout=PATIENCE)
    page.table.setFocus()
    page.table.setCurrentIndex(page.model.index(0, 0))
    hands.press(Qt.Key.Key_F2)
    assert focused() is page.name
    assert page.name.selectedText() == "Flyers"
    hands.type("Papers")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: kept()[-1] == ("Papers", "flyer") and focused() is page.table, timeout=PATIENCE)
    qtbot.waitUntil(lambda: page.model.index(2, 0).data() == "Papers", timeout=PATIENCE)
    assert page._run() is page.model.at(2), "what is at hand stays at hand"
    assert (page.name.text(), page.keep.text()) == ("", "Keep this search")
    hands.press(Qt.Key.Key_C)
    qtbot.waitUntil(lambda: kept()[-1] == ("Papers", "camera"), timeout=PATIENCE)
    qtbot.waitUntil(lambda: page.model.index(2, 1).data() == "camera", timeout=PATIENCE)
    assert not page.stand.isEnabled(), "it stands for that already"
    for before in (("Papers", "flyer"), ("Outer", "saved:Inner")):
        hands.press(Qt.Key.Key_Z, CONTROL)
        qtbot.waitUntil(lambda before=before: kept()[-1] == before, timeout=PATIENCE)  # type: ignore[misc]
    qtbot.waitUntil(lambda: page.model.index(1, 0).data() == "Inner", timeout=PATIENCE)
    page.table.setCurrentIndex(page.model.index(1, 0))
    page.name.setText("Half a na")
    hands.press(Qt.Key.Key_F2)
    hands.type("Within")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(page.problem.isVisible, timeout=PATIENCE)
    assert "is named by" in page.problem.text()
    assert page.name.text() == "Within"
    hands.press(Qt.Key.Key_Escape)
    assert (page.isVisible(), page.name.text(), focused()) == (True, "Half a na", page.table)
    hands.press(Qt.Key.Key_Escape)
    assert not page.isVisible()


def test_the_search_at_hand_stays_at_hand_and_one_that_is_understood_no_more_takes_nothing_away(
    qtbot: QtBot, workspace: Workspace, evidence: Evidence
) -> None:
    """Another reviewer keeps a search that comes before it, and a tag that one search names gets another name."""
    session, page = workspace.session, workspace.search.stack.saved

    def keep(case: Case, name: str, query: str) -> None:
        saved_searches.add(case, name, query, reviewer="Ben")

    def begin(case: Case) -> None:
        keep(case, "Offers", 'tag:"Gratuity offered"')
        keep(case, "Zebra", "camera")
        review_queues.create(case, "Not offered", 'NOT tag:"Gratuity offered"', reviewer="Ben")
        tags.change(case, tags.find(case, "Gratuity offered").id, name="Gift", reviewer="Ben")

    def names() -> list[str]:
        return [each.saved.name for each in page.model.rows]

    def at_hand() -> str:
        run = page._run()
        return "" if run is None else run.saved.name

    session.operation(workspace, begin).run()
    workspace.search_for("flyer")
    workspace.search.stack.show_saved()
    qtbot.waitUntil(lambda: names() == ["Offers", "Zebra"], timeout=PATIENCE)
    qtbot.waitUntil(lambda: page.model.index(0, 2).data() == "–", timeout=PATIENCE)
    assert "no tag “Gratuity offered”" in page.model.index(0, 1).data(), "in the column that has most room"
    assert page.model.index(1, 2).data() == "2"
    statuses = evidence.look(partial(review_queues.statuses, reviewer="Ada"))
    assert [(each.queue.name, each.new) for each in statuses] == [("Not offered", None)]
    page.table.setCurrentIndex(page.model.index(1, 0))
    session.operation(workspace, partial(keep, name="Alpha", query="flyer")).run()
    qtbot.waitUntil(lambda: names() == ["Alpha", "Offers", "Zebra"], timeout=PATIENCE)
    assert at_hand() == "Zebra"
    page.name.setText("Flyers")
    page.add()
    qtbot.waitUntil(lambda: at_hand() == "Flyers", timeout=PATIENCE)


def test_a_pasted_list_of_terms_is_counted_written_and_leads_to_its_hits(
    qtbot: QtBot, workspace: Workspace, tmp_path: Path
) -> None:
    hands, room = Hands(), workspace.search
    workspace.show_room("search")
    room.stack.show_terms()
    page = room.stack.terms
    page.typed.setPlainText("camera\nflyer\nzeppelin\nnowhere:x")
    hands.press(Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: "4: “nowhere:x”" in page.problem.text(), timeout=PATIENCE)
    page.typed.setPlainText("camera\nflyer\nzeppelin")
    hands.press(Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: page.model.rowCount() == 3 and focused() is page.table, timeout=PATIENCE)
    rows = [[page.model.index(row, column).data() for column in range(7)] for row in range(3)]
    assert rows[0][:4] == ["camera", "2", "2", "2"]
    assert rows[0][6] == "Castellan 2"
    assert [row[1] for row in rows[1:]] == ["2", "0"]
    assert page.sum.text() == "3 terms; 1 without a hit."
    assert page.table.columnWidth(6) >= page.table.columnWidth(0) - 1, "custodians are cut before a short term is"
    out = tmp_path / "terms.csv"
    page.write_to(out)
    qtbot.waitUntil(lambda: written(out), timeout=PATIENCE)
    with out.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    assert lines[0] == ["term", "items", "with family", "unique", "not seen by you", "Castellan"]
    assert [lines[1][column] for column in (0, 1, 2, 3, 5)] == ["camera", *"2222"]
    page.table.setFocus()
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: room.hits.isVisible() and room.model.rowCount() == 2, timeout=PATIENCE)
    assert room.words.text() == "camera"


def test_a_list_of_terms_is_kept_and_tells_of_each_what_is_new(
    qtbot: QtBot, workspace: Workspace, workers: Workers, tmp_path: Path
) -> None:
    hands, room = Hands(), workspace.search
    workspace.show_room("search")
    room.stack.show_terms()
    page = room.stack.terms

    def told() -> list[list[str]]:
        return [[page.model.index(row, at).data() for at in (0, 1, 5)] for row in range(page.model.rowCount())]

    page.typed.setPlainText("camera\n\nflyer OR zeppelin")
    hands.press(Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: page.keep.isEnabled() and focused() is page.table, timeout=PATIENCE)
    assert page.table.isColumnHidden(5)
    page.name.setFocus()
    hands.type("Offers")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Kept as “Offers”" in page.sum.text() and focused() is page.table, timeout=PATIENCE)
    assert told() == [["camera", "2", "–"], ["flyer OR zeppelin", "2", "–"]]
    assert (page.keep.isEnabled(), page.table.isColumnHidden(5)) == (False, False)
    done: list[object] = []
    box = folder(tmp_path / "more", {"4.eml": mail("Again", "One more camera.\n")})
    add = partial(intake.add, workers=workers, paths=[box], reviewer="Ada")
    workspace.session.long_operation(workspace, add).success(done.append).run()
    qtbot.waitUntil(lambda: bool(done), timeout=PATIENCE)
    page.typed.setPlainText("lens")
    room.stack.show_saved()
    saved = room.stack.saved
    qtbot.waitUntil(lambda: saved.model.index(0, 3).data() == "1", timeout=PATIENCE)
    assert saved.model.index(0, 1).data() == "2 terms: camera; flyer OR zeppelin"
    saved.table.setFocus()
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: told() == [["camera", "3", "1"], ["flyer OR zeppelin", "2", "–"]], timeout=PATIENCE)
    hands.press(Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: page.keep.isEnabled() and page.table.isColumnHidden(5), timeout=PATIENCE)


def test_a_kept_list_is_told_by_its_own_baseline_and_kept_once_as_it_is_typed(
    qtbot: QtBot, workspace: Workspace, evidence: Evidence
) -> None:
    """A colleague has kept the same terms under a name that comes before it; it had found nothing then."""
    hands, room = Hands(), workspace.search

    def begin(case: Case) -> None:
        saved_searches.add_terms(case, "Alpha", ["camera", "flyer"], reviewer="Ben")
        saved_searches.add_terms(case, "Zulu", ["camera", "flyer"], reviewer="Cleo")
        saved_searches.see(case, "Zulu", [], reviewer="Cleo")

    workspace.session.operation(workspace, begin).run()
    workspace.show_room("search")
    page, saved = room.stack.terms, room.stack.saved

    def new() -> list[str]:
        return [page.model.index(row, 5).data() for row in range(page.model.rowCount())]

    room.stack.show_saved()
    qtbot.waitUntil(lambda: [each.saved.name for each in saved.model.rows] == ["Alpha", "Zulu"], timeout=PATIENCE)
    said: list[str] = []
    workspace.session.said.connect(said.append)
    page.typed.setPlainText("pasted")
    saved.table.setCurrentIndex(saved.model.index(1, 0))
    saved.table.setFocus()
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Kept as “" in page.sum.text(), timeout=PATIENCE)
    assert ("Kept as “Zulu”" in page.sum.text(), new()) == (True, ["2", "2"])
    assert said[:1] == ["Ctrl+Z in the list brings back what was typed there."]
    page.typed.setFocus()
    hands.press(Qt.Key.Key_Z, CONTROL)
    assert page.typed.toPlainText() == "pasted"
    assert len(evidence.look(saved_searches.listed)) == 2, "nothing of the case is undone"
    page.typed.setPlainText("camera\nflyer")
    assert page.keep.isEnabled(), "what a colleague kept may be kept under another name"
    page.typed.setPlainText("camera\nflyer\nlens")
    assert not page.keep.isEnabled(), "another list than the one that is typed would be kept"
    page.typed.setPlainText("camera\nflyer")
    page.name.setFocus()
    hands.type("Mine")
    with held_up(qtbot, workspace):
        hands.press(Qt.Key.Key_Return)
        hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Kept as “Mine”" in page.sum.text() and not page.name.isEnabled(), timeout=PATIENCE)
    assert (page.problem.isHidden(), new()) == (True, ["–", "–"])


def test_what_comes_after_saved_searches_were_shown_stays_new_and_a_judgement_is_told_at_once(
    qtbot: QtBot, workspace: Workspace
) -> None:
    page = workspace.search.stack.saved

    def begin(case: Case) -> None:
        saved_searches.add(case, "Unjudged", "-is:irrelevant", reviewer="Ada")
        saved_searches.see(case, "Unjudged", [], reviewer="Ada")

    def judge(case: Case) -> None:
        review_coding.put(case, shown[0], relevance="not relevant", reviewer="Ada")

    workspace.session.operation(workspace, begin).run()
    workspace.show_room("search")
    workspace.search.stack.show_saved()
    qtbot.waitUntil(lambda: page.model.index(0, 3).data() == "4", timeout=PATIENCE)
    shown = [ItemId(item) for item in page.model.rows[0].found]
    page.model.show(
        [replace(page.model.rows[0], found=BitMap(shown[:3]), new=BitMap(shown[:3]))]
    )  # the fourth came since
    page.table.setCurrentIndex(page.model.index(0, 0))
    page.say_seen()
    qtbot.waitUntil(lambda: page.model.index(0, 3).data() == "1", timeout=PATIENCE)
    workspace.session.operation(workspace, judge).run()
    qtbot.waitUntil(lambda: page.model.index(0, 2).data() == "3", timeout=PATIENCE)


def test_what_is_gone_to_from_elsewhere_is_seen_though_an_overview_stood_in_its_place(
    qtbot: QtBot, workspace: Workspace
) -> None:
    room = workspace.review
    wanted = room.model.item_at(2)
    assert wanted is not None
    room.stack.show_coverage()
    workspace.show_room("search")
    workspace.session.go(ItemTarget(wanted))
    qtbot.waitUntil(room.fold.isVisible, timeout=PATIENCE)
    qtbot.waitUntil(lambda: room.desk.at_hand is not None and room.desk.at_hand.item.id == wanted, timeout=PATIENCE)


@pytest.mark.usefixtures("evidence")
def test_a_comparison_that_is_left_or_refused_leaves_nothing_pinned(
    qtbot: QtBot, room: ReviewRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is left before its answer is there; then it is refused, and C tries again."""
    answer, refused = threading.Event(), list[object]()

    def slow(_one: str, _other: str) -> list[object]:
        assert answer.wait(PATIENCE / 1000)
        raise InputError("too much differs")

    monkeypatch.setattr(comparing, "differences", slow)
    room._session.failed.connect(refused.append)
    one, other, third = (room.model.item_at(row) for row in range(3))
    assert one is not None
    assert other is not None
    assert third is not None
    desk = room.desk

    def begin() -> None:
        room.comparing._begin(one, other)
        qtbot.waitUntil(lambda: room.comparing._shown() == (one, other) and desk.b.pinned, timeout=PATIENCE)

    try:
        begin()
        room.opening.open_item(third)
        qtbot.waitUntil(lambda: room.comparing._shown()[0] == third, timeout=PATIENCE)
        assert not desk.b.pinned
        begin()
    finally:
        answer.set()
    qtbot.waitUntil(lambda: len(refused) == 1 and not desk.b.pinned, timeout=PATIENCE)
    assert not room.comparing.comparing
    room.comparing._begin(one, other)
    qtbot.waitUntil(lambda: len(refused) == 2 and not desk.b.pinned, timeout=PATIENCE)


@pytest.mark.usefixtures("evidence")
def test_two_documents_that_are_chosen_are_compared_and_c_goes_through_what_differs(
    qtbot: QtBot, room: ReviewRoom, workspace: Workspace
) -> None:
    """Both begin with the same words of the head; each word that differs is framed on its own page."""
    room.opening.list_items("camera")
    qtbot.waitUntil(lambda: room.model.query == "camera" and room.model.rowCount() == 2, timeout=PATIENCE)
    room.list.setFocus()
    qtbot.waitUntil(lambda: room.desk.at_hand is not None and room.desk.a.view.complete, timeout=PATIENCE)
    pair = [room.model.item_at(row) for row in range(2)]
    hands = Hands()
    hands.press(Qt.Key.Key_Down, SHIFT)
    hands.press(Qt.Key.Key_C)
    qtbot.waitUntil(lambda: room.comparing.comparing, timeout=PATIENCE)
    shown = [pane.view.document for pane in room.desk.panes]
    assert [None if each is None else each.item for each in shown] == pair
    for document, words in zip(shown, ("no cost to", "Mine"), strict=True):
        assert document is not None
        pane = next(each for each in room.desk.panes if each.view.document is document)
        marked = " ".join(document.text.words_of(span) for span in pane.view.overlay.found)
        assert set(words.split()) <= set(marked.split())
        assert "From:" not in marked.split()
        control = next(pane.item.control for pane in room.desk.panes if pane.view.document is document and pane.item)
        assert control in document.text.texts[0].split()
        assert control not in marked.split(), "which the program itself has put there"
    assert "white space and marks of quoting (>) are left out" in workspace.notice.what.text()
    count, at = room.comparing._count, room.comparing._at
    assert (at, count > 1) == (0, True)
    hands.press(Qt.Key.Key_C)
    assert room.comparing._at == 1
    hands.press(Qt.Key.Key_C, SHIFT)
    hands.press(Qt.Key.Key_C, SHIFT)
    assert room.comparing._at == count - 1
    one = room.desk.a
    assert one.item is not None
    differ = list(one.view.overlay.found)
    one.show_item(one.item)  # as an answer has it that was asked for before and comes last
    assert (list(one.view.overlay.found), bool(differ)) == (differ, True)


@pytest.mark.usefixtures("evidence")
def test_what_may_be_typed_into_the_filter_is_told_in_whole_beside_a_long_count(qtbot: QtBot, room: ReviewRoom) -> None:
    counted = room.filter.count
    qtbot.waitUntil(lambda: bool(counted.text()), timeout=PATIENCE)
    room.filter.show_count(100_481, 123_483)
    qtbot.waitUntil(lambda: counted.width() >= counted.sizeHint().width(), timeout=PATIENCE)
    qtbot.waitUntil(lambda: not asks(room.filter.typed), timeout=PATIENCE)  # the list grows after its line


@pytest.mark.usefixtures("evidence")
def test_the_row_at_hand_stays_in_sight_as_rows_become_two_lines_high(qtbot: QtBot, room: ReviewRoom) -> None:
    """As they do where a second document is opened beside the first, to be compared with it."""
    listed = ItemsView(room.model)
    qtbot.addWidget(listed)
    listed.resize(listed.size().width() + 2_000, listed.horizontalHeader().sizeHint().height() + 4 * 27)
    listed.show()
    qtbot.waitUntil(lambda: not listed.compact, timeout=PATIENCE)
    listed.setCurrentIndex(room.model.index(3, 2))
    assert listed.visualRect(listed.currentIndex()).bottom() < listed.viewport().height()
    listed.resize(200, listed.height())
    qtbot.waitUntil(lambda: listed.compact, timeout=PATIENCE)
    assert listed.visualRect(listed.currentIndex()).top() < listed.viewport().height()
    assert listed.visualRect(listed.currentIndex()).bottom() <= listed.viewport().height()
