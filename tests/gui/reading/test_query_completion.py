"""What is typed into a line of queries goes on by keys, and Enter searches for what stands there."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine.case import Case
from reviewer.domain.analysis.review_queue import Arrangement
from reviewer.domain.policy.allegation import Side
from reviewer.gui.reading.query_completion import QueryCompletion
from reviewer.gui.shell.workspace import Workspace
from reviewer.usecases.pages import tags
from reviewer.usecases.policy import clauses
from tests.gui.conftest import PATIENCE, Evidence
from tests.gui.keyboard import press
from tests.gui.rooms.alleging import alleged, opened
from tests.gui.rooms.interviewing import do, read_through
from tests.usecases.policy.policy import GIFTS

pytestmark = pytest.mark.usefixtures("read_by_nobody")


def search_line(workspace: Workspace) -> QueryCompletion:
    workspace.show_room("search")
    line = workspace.search.words
    line.setFocus()
    line.clear()
    return workspace.search.completion


def queues_line(workspace: Workspace) -> QueryCompletion:
    workspace.show_room("review")
    workspace.review.stack.show_queues()
    page = workspace.review.stack.queues
    page.order.say(Arrangement.RELEVANCE.value)  # which alone begins with a query
    page.begins.show()
    return page.completion


def production_line(workspace: Workspace) -> QueryCompletion:
    workspace.show_room("exports")
    workspace.exports.show_part("productions")
    return workspace.exports.productions.page.form.completion


def redactions_line(workspace: Workspace) -> QueryCompletion:
    workspace.exports.show_part("redactions")
    return workspace.exports.redactions.finding.completion


def findings_line(qtbot: QtBot, workspace: Workspace) -> QueryCompletion:
    def allege(case: Case) -> None:
        clauses.add(case, GIFTS, reviewer="Ada")
        alleged(case)

    do(qtbot, workspace, allege)
    part = opened(qtbot, workspace)
    part.look(1, Side.AGAINST)
    qtbot.waitUntil(lambda: part.suggestions.model.rowCount() > 0, timeout=PATIENCE)
    return part.suggestions.completion


def offered(completion: QueryCompletion) -> list[str]:
    return [each.text for each in completion.list.found.lines] if completion.shown else []


def typed(qtbot: QtBot, completion: QueryCompletion, keys: str, expected: list[str]) -> QLineEdit:
    """Type keys at the end of a line, and see what is offered then."""
    line = completion.parent()
    assert isinstance(line, QLineEdit)
    line.setFocus()
    QTest.keyClicks(line, keys)
    qtbot.waitUntil(lambda: offered(completion) == expected, timeout=PATIENCE)
    return line


def test_a_field_and_its_value_are_taken_by_tab_and_enter_searches(qtbot: QtBot, workspace: Workspace) -> None:
    completion = search_line(workspace)
    line = typed(qtbot, completion, "doorbells -cus", ["custodian:"])
    press(line, Qt.Key.Key_Tab)
    assert (line.text(), line.hasFocus()) == ("doorbells -custodian:", True)
    qtbot.waitUntil(lambda: offered(completion) == ["Castellan"], timeout=PATIENCE)
    press(line, Qt.Key.Key_Tab)
    assert (line.text(), completion.shown) == ("doorbells -custodian:Castellan", False)
    QTest.keyClicks(line, " tag:g")
    qtbot.waitUntil(lambda: offered(completion) == ['"Gratuity offered"'], timeout=PATIENCE)
    press(line, Qt.Key.Key_Tab)
    assert line.text() == 'doorbells -custodian:Castellan tag:"Gratuity offered"'
    line.setText("doorbells ki")
    typed(qtbot, completion, "n", ["kind:"])
    press(line, Qt.Key.Key_Return)  # what is offered is nothing that Enter takes
    qtbot.waitUntil(workspace.search.none.isVisible, timeout=PATIENCE)
    assert (line.text(), completion.shown) == ("doorbells kin", False)


def test_a_letter_more_leaves_nothing_to_take_that_was_listed_for_fewer(qtbot: QtBot, workspace: Workspace) -> None:
    completion = search_line(workspace)
    line = typed(qtbot, completion, "tag:e", ["Endorsement", '"Gratuity offered"'])
    first = completion.list.found.index(0, 0)
    acts: list[Callable[[], None]] = [
        lambda: press(line, Qt.Key.Key_Tab),
        lambda: press(line, Qt.Key.Key_Down),
        lambda: completion.list.clicked.emit(first),
    ]
    for act in acts:
        line.setText("tag:")
        typed(qtbot, completion, "e", ["Endorsement", '"Gratuity offered"'])
        QTest.keyClicks(line, "n")  # whose answer nobody waits for
        act()
        assert (line.text(), completion.shown) == ("tag:en", False)
    line.setText("tag:")
    typed(qtbot, completion, "en", ["Endorsement"])
    line.setText("tag:go")  # by the program, and as long
    assert not completion.shown
    line.setText("tag:")
    typed(qtbot, completion, "en", ["Endorsement"])
    press(line, Qt.Key.Key_Tab)
    assert line.text() == "tag:Endorsement"


def test_no_list_comes_after_enter_or_esc(qtbot: QtBot, workspace: Workspace) -> None:
    workspace.show_room("exports")
    completion = redactions_line(workspace)
    line = completion.parent()
    assert isinstance(line, QLineEdit)
    for leaving in (Qt.Key.Key_Return, Qt.Key.Key_Escape):
        line.clear()
        line.setFocus()
        QTest.keyClicks(line, "tag:e")
        press(line, leaving)
        read_through(qtbot, workspace)
        assert (completion.shown, line.text(), line.hasFocus()) == (False, "tag:e", True)


def test_in_a_form_tab_takes_what_is_marked_and_else_goes_on_to_the_next_field(
    qtbot: QtBot, workspace: Workspace
) -> None:
    workspace.show_room("exports")
    completion = redactions_line(workspace)
    line = typed(qtbot, completion, "tag:e", ["Endorsement", '"Gratuity offered"'])
    press(line, Qt.Key.Key_Down)
    press(line, Qt.Key.Key_Tab)
    assert (line.text(), line.hasFocus(), completion.shown) == ("tag:Endorsement", True, False)
    line.clear()
    typed(qtbot, completion, "tag:e", ["Endorsement", '"Gratuity offered"'])
    press(line, Qt.Key.Key_Tab)
    assert (line.text(), line.hasFocus(), completion.shown) == ("tag:e", False, False)
    assert workspace.exports.redactions.finding.reason.hasFocus()


def test_down_writes_what_it_marks_and_esc_puts_back_what_was_typed(qtbot: QtBot, workspace: Workspace) -> None:
    completion = search_line(workspace)
    line = typed(qtbot, completion, "is:re", ["reviewed", "relevant"])
    for key, text in (
        (Qt.Key.Key_Down, "is:reviewed"),
        (Qt.Key.Key_Down, "is:relevant"),
        (Qt.Key.Key_Up, "is:reviewed"),
        (Qt.Key.Key_Up, "is:re"),
        (Qt.Key.Key_Down, "is:reviewed"),
        (Qt.Key.Key_Escape, "is:re"),
    ):
        press(line, key)
        assert line.text() == text
    assert (completion.shown, line.hasFocus()) == (False, True)
    typed(qtbot, completion, "l", ["relevant"])
    press(line, Qt.Key.Key_Down)
    press(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(workspace.search.total.text()) or workspace.search.none.isVisible(), timeout=PATIENCE)
    assert line.text() == "is:relevant"


def test_a_click_takes_one_and_the_cursor_elsewhere_ends_it(qtbot: QtBot, workspace: Workspace) -> None:
    completion = search_line(workspace)
    workspace.search.words.setText("camera 𝄞 ")  # two of Qt's characters
    line = typed(qtbot, completion, "is:un", ["unseen"])
    at = completion.list.visualRect(completion.list.found.index(0, 0)).center()
    QTest.mouseClick(completion.list.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(at))
    assert (line.text(), line.hasFocus(), completion.shown) == ("camera 𝄞 is:unseen", True, False)
    line.clear()
    typed(qtbot, completion, "is:un", ["unseen"])
    press(line, Qt.Key.Key_Home)
    assert not completion.shown
    QTest.keyClicks(line, "x")
    qtbot.wait_until(lambda: not completion.shown)
    assert line.text() == "xis:un"


def test_no_key_acts_while_completions_are_offered(qtbot: QtBot, workspace: Workspace, evidence: Evidence) -> None:
    acts = evidence.look(lambda case: case.value("SELECT count(*) FROM audit"))
    completion = workspace.review.listing.completion
    line = typed(qtbot, completion, "tag:en", ["Endorsement"])
    press(line, Qt.Key.Key_Down)
    QTest.keyClicks(line, "rxp1")
    assert line.text() == "tag:Endorsementrxp1"
    assert evidence.look(lambda case: case.value("SELECT count(*) FROM audit")) == acts


def test_the_list_stays_below_its_line_when_what_is_beside_that_changes(qtbot: QtBot, workspace: Workspace) -> None:
    completion, room = workspace.review.listing.completion, workspace.review
    line = typed(qtbot, completion, "tag:e", ["Endorsement", '"Gratuity offered"'])
    before, wide = completion.list.geometry(), line.width()
    room.filter.count.setText("0 of 1,000,000 items")
    qtbot.waitUntil(lambda: line.width() < wide, timeout=PATIENCE)
    qtbot.wait_until(lambda: not completion._placing.isActive())
    assert (completion.shown, completion.list.geometry()) == (True, before)


def test_words_that_are_no_fields_are_left_alone_and_who_leaves_the_line_leaves_the_list(
    qtbot: QtBot, workspace: Workspace
) -> None:
    completion = search_line(workspace)
    for words in ("f", "camera", " doorbells", ' "fr'):
        typed(qtbot, completion, words, [])
    line = completion.parent()
    assert isinstance(line, QLineEdit)
    line.clear()
    typed(qtbot, completion, "be", ["before:", "between:"])
    workspace.topbar.search.setFocus()
    assert not completion.shown
    line.setFocus()
    assert not completion.shown


def test_every_line_of_queries_offers_them(qtbot: QtBot, workspace: Workspace) -> None:
    lines: list[tuple[bool, Callable[[], QueryCompletion]]] = [
        (False, lambda: workspace.completion),
        (False, lambda: workspace.review.listing.completion),
        (False, partial(search_line, workspace)),
        (True, partial(production_line, workspace)),
        (True, partial(redactions_line, workspace)),
        (True, partial(queues_line, workspace)),
        (False, partial(findings_line, qtbot, workspace)),
    ]
    seen = set[int]()
    for form, each in lines:
        completion = each()
        seen.add(id(completion))
        assert completion.form is form
        line = typed(qtbot, completion, "officer:cast", ["101"])
        inside = completion.list.geometry()
        assert workspace.window().rect().contains(inside)
        if form:
            press(line, Qt.Key.Key_Down)
        press(line, Qt.Key.Key_Tab)
        assert line.text() == "officer:101"
        assert not completion.shown
    assert {id(each) for each in workspace.window().findChildren(QueryCompletion)} == seen, "none is left out"


def test_a_screen_reader_is_told_what_is_offered_and_what_is_marked(
    qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    completion, said = search_line(workspace), list[str]()
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: said.append(event.message()))
    line = typed(qtbot, completion, "be", ["before:", "between:"])
    assert said == ["before:, earlier than that day. Down goes through them, Tab takes the first. 1 more"]
    press(line, Qt.Key.Key_Down)
    press(line, Qt.Key.Key_Down)
    assert said[1:] == ["before:, earlier than that day", "between:, from one to the other, or back"]
    assert not completion.list.hasFocus()
    assert QApplication.focusWidget() is line
    press(line, Qt.Key.Key_Tab)
    assert said[3] == "Taken: between:, from one to the other, or back"
    del said[:]
    workspace.show_room("exports")
    typed(qtbot, redactions_line(workspace), "be", ["before:", "between:"])
    assert said[-1] == "before:, earlier than that day. Down goes through them, Tab takes what is marked. 1 more"


def test_what_is_offered_is_what_there_is_by_now(qtbot: QtBot, workspace: Workspace) -> None:
    completion = search_line(workspace)

    def add(case: Case) -> None:
        tags.add(case, "Free device", reviewer="Ada")

    done = list[object]()
    workspace.session.operation(workspace, add).success(done.append).run()
    qtbot.waitUntil(lambda: bool(done), timeout=PATIENCE)
    typed(qtbot, completion, "tag:dev", ['"Free device"'])
