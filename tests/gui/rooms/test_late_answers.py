"""Whichever answer comes first, what the reviewer chose last stays chosen, and acts fall on nothing else.

Each test holds an answer back until the reviewer has gone on, and lets it come then.
"""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.opening import open_case
from reviewer.domain.policy.clause import Clause
from reviewer.gui.at_hand import WantedRow, row_kept
from reviewer.gui.navigation import ItemTarget, MessageTarget
from reviewer.gui.rooms.interviews import room as interviews_room
from reviewer.gui.rooms.review.room import ReviewRoom
from reviewer.gui.shell.workspace import Workspace
from reviewer.usecases import search
from reviewer.usecases.analysis import review_queues
from reviewer.usecases.exports.redaction import redactions
from reviewer.usecases.interviews import interviews
from reviewer.usecases.pages import review_coding, tags
from reviewer.usecases.pages.passages import Stretch
from reviewer.usecases.people import officers
from reviewer.usecases.policy import clauses
from tests.gui.conftest import PATIENCE, Evidence
from tests.gui.keyboard import focused, press
from tests.gui.late import Late
from tests.gui.rooms.interviewing import do, read_through
from tests.usecases.policy.policy import GIFTS

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.mark.parametrize(
    ("wanted", "shown", "leads_to"),
    [("b", "a", "b"), ("z", "a", "a"), (None, "a", "a"), ("z", "y", None), (None, None, None)],
)
def test_a_list_leads_to_what_is_wanted_before_what_is_shown(
    wanted: str | None, shown: str | None, leads_to: str | None
) -> None:
    place: WantedRow[str] = WantedRow()
    place.want(wanted)
    assert place.among(["a", "b"], shown) == leads_to


@pytest.mark.parametrize(
    ("keys", "kept", "stood", "row"),
    [("xab", "b", 1, 2), ("a", "b", 1, 0), ("abc", None, -1, 0), ("abc", "z", 1, 1), ("", "a", 0, -1)],
)
def test_a_row_at_hand_moves_with_its_entry(keys: str, kept: str | None, stood: int, row: int) -> None:
    assert row_kept(list(keys), kept, stood) == row


# -- reading ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("to", [(MessageTarget, 1), (ItemTarget, 3)])
def test_a_list_on_its_way_does_not_lead_away_from_what_one_jumped_to(
    qtbot: QtBot,
    workspace: Workspace,
    room: ReviewRoom,
    monkeypatch: pytest.MonkeyPatch,
    to: tuple[type[MessageTarget | ItemTarget], int],
) -> None:
    """To a message that the list has no more, and to one that it has."""
    kind, row = to
    qtbot.waitUntil(lambda: room.model.rowCount() == 4, timeout=PATIENCE)
    jumped = room.model.item_at(row)
    assert jumped is not None
    late = Late(monkeypatch, search, "in_order")
    room.filter.typed.setFocus()
    room.filter.typed.setText("camera")
    press(room.filter.typed, Qt.Key.Key_Return)
    late.wait(qtbot)
    room.show_target(kind(jumped))
    late.let_go()
    qtbot.waitUntil(lambda: (room.model.query, room.model.rowCount()) == ("camera", 2), timeout=PATIENCE)
    read_through(qtbot, workspace)
    assert room.opening.current == jumped
    qtbot.waitUntil(lambda: list(room.desk.shown()) == [jumped], timeout=PATIENCE)


# -- review, findings, interviews ---------------------------------------------------------------------------------


@pytest.fixture
def queued(evidence: Evidence) -> Evidence:
    """A queue of the messages, asked for before the window opens."""
    with open_case(evidence.path, evidence.key) as case:
        review_queues.create(case, "Messages", "kind:email", reviewer="Ada")
    return evidence


@pytest.mark.usefixtures("queued")
def test_the_next_of_a_queue_does_not_lead_away_from_where_one_has_gone_since(
    qtbot: QtBot, workspace: Workspace, room: ReviewRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    strip = room.listing.queue
    qtbot.waitUntil(lambda: strip.isVisible() and bool(strip.told.text()), timeout=PATIENCE)
    room.list.setFocus()
    press(room.list, Qt.Key.Key_J)
    press(room.list, Qt.Key.Key_J)
    late = Late(monkeypatch, review_queues, "next_item")
    press(room.list, Qt.Key.Key_Q)
    late.wait(qtbot)
    press(room.list, Qt.Key.Key_K)
    chosen = room.model.item_at(1)
    late.let_go()
    read_through(qtbot, workspace)
    assert room.opening.current == chosen
    assert room.list.currentIndex().row() == 1


def test_a_clause_just_saved_does_not_come_before_one_chosen_since(
    qtbot: QtBot, policed: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def second(case: Case) -> Clause:
        return clauses.add(case, clauses.template("endorsement"), reviewer="Ada")

    do(qtbot, policed, second)
    policed.show_room("findings")
    policed.findings.show_part("policy")
    policy = policed.findings.policy
    qtbot.waitUntil(lambda: policy.model.rowCount() == 2, timeout=PATIENCE)
    at = next(at for at in range(2) if policy.model.index(at, 0).data() == GIFTS.code)
    other = str(policy.model.index(1 - at, 0).data())
    policy.list.selectRow(at)
    read_through(qtbot, policed)
    QTest.keyClicks(policy.form.name, " more")
    late = Late(monkeypatch, clauses, "listed")
    press(policy.form.name, Qt.Key.Key_Return, CONTROL)
    late.wait(qtbot)
    qtbot.waitUntil(policy.list.isEnabled, timeout=PATIENCE)
    policy.list.setFocus()
    policy.list.selectRow(1 - at)
    late.let_go()
    read_through(qtbot, policed)
    assert policy.form.code.text() == other
    assert policy.list.currentIndex().siblingAtColumn(0).data() == other


def test_a_question_is_not_put_into_the_interview_that_was_shown_before(
    qtbot: QtBot, workspace: Workspace, evidence: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    def plan(case: Case) -> None:
        for serial in ("101", "102"):
            interviews.add(case, serial, planned="2021-07-01T10:00", reviewer="Ada")

    do(qtbot, workspace, plan)
    workspace.show_room("interviews")
    room = workspace.interviews
    qtbot.waitUntil(lambda: room.whole is not None, timeout=PATIENCE)
    assert room.whole is not None
    before = room.whole.interview.id
    late = Late(monkeypatch, interviews_room, "whole")
    room.list.setFocus()
    press(room.list, Qt.Key.Key_Down if room.list.currentIndex().row() == 0 else Qt.Key.Key_Up)
    late.wait(qtbot)
    assert room.at_hand != before
    asked: list[str] = []

    def ask(_parent: QWidget, _title: str, suggested: str, _kinds: str) -> tuple[str, str]:
        asked.append(suggested)
        return "", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    press(room.list, Qt.Key.Key_P, CONTROL)
    assert asked == [], "no binder of the one that was shown before"
    press(room.list, Qt.Key.Key_Q)
    assert not room.sheet.outline.new.isEnabled()
    late.let_go()
    qtbot.waitUntil(room.sheet.outline.new.hasFocus, timeout=PATIENCE)
    QTest.keyClicks(focused(), "The camera")
    press(focused(), Qt.Key.Key_Return)

    def topics() -> dict[int, list[str]]:
        return {each.id: [topic.title for topic in each.topics] for each in evidence.look(interviews.listed)}

    assert room.at_hand is not None
    qtbot.waitUntil(lambda: topics() == {before: [], room.at_hand: ["The camera"]}, timeout=PATIENCE)


# -- reading ------------------------------------------------------------------------------------------------------


def test_words_selected_while_others_are_being_tagged_or_redacted_stay_selected(
    qtbot: QtBot, workspace: Workspace
) -> None:
    review, acted = workspace.review, list[object]()
    workspace.session.acted.connect(acted.append)
    view = review.desk.a.view
    assert view.document is not None
    text = view.document.text
    first, second, third = (next(iter(text.find(words))) for words in ("equip", "our camera", "no cost"))
    view.setFocus()
    view.select(first)
    press(view, Qt.Key.Key_1)
    view.select(second)
    qtbot.waitUntil(lambda: review.inspector.model.rowCount() == 1 and len(acted) == 1, timeout=PATIENCE)
    target = review.desk.target()
    assert isinstance(target, Stretch)
    assert target.span == second
    press(view, Qt.Key.Key_D)
    reason = review.inspector.reason
    qtbot.waitUntil(reason.name.popup.isVisible, timeout=PATIENCE)
    QTest.keyClicks(reason.name, "medic")
    press(reason.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not reason.isVisible(), timeout=PATIENCE)
    view.select(third)
    qtbot.waitUntil(lambda: len(acted) == 2 and review.inspector.redactions.isVisible(), timeout=PATIENCE)
    target = review.desk.target()
    assert isinstance(target, Stretch)
    assert target.span == third


def test_what_is_changed_of_an_item_on_its_way_is_seen_when_it_comes(
    qtbot: QtBot, room: ReviewRoom, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = room.model.item_at(1)
    assert second is not None
    late = Late(monkeypatch, redactions, "on_pages")  # asked last, when the mark is looked up already
    room.listing.go_to(1)
    late.wait(qtbot)
    do(qtbot, workspace, partial(review_coding.put, item=second, relevance="relevant", reviewer="Ada"))
    late.let_go()

    def shown() -> bool:
        found = room.desk.at_hand
        return found is not None and (found.item.id, found.mark.relevance) == (second, "relevant")

    qtbot.waitUntil(shown, timeout=PATIENCE)


@pytest.mark.parametrize("place", ["review", "search"])
def test_tags_and_officers_looked_up_before_one_was_added_do_not_take_it_away(
    qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    bar, palette = workspace.review.inspector, workspace.review.inspector.palette_box
    if place == "search":
        workspace.search_for("camera")
        bar, palette = workspace.search.coding, workspace.search.working.palette_box  # type: ignore[assignment]

    def there() -> tuple[int, int]:
        return len(palette.tags), len(bar.officers.name)

    qtbot.waitUntil(lambda: there()[0] > 0 and there()[1] == 2, timeout=PATIENCE)
    late = Late(monkeypatch, tags, "listed", known=True), Late(monkeypatch, officers, "listed", known=True)
    enter = (partial(tags.add, reviewer="Ada"), partial(officers.add, name="Pat Dale", reviewer="Ada"))
    for at, add in enumerate(enter):
        before = there()[at]
        do(qtbot, workspace, lambda case: add(case, "301"))  # type: ignore[operator]  # noqa: B023 - done at once
        late[at].wait(qtbot)
        do(qtbot, workspace, lambda case: add(case, "302"))  # type: ignore[operator]  # noqa: B023 - done at once
        qtbot.waitUntil(lambda: there()[at] == before + 2, timeout=PATIENCE)  # noqa: B023 - waited for at once
        late[at].let_go()
        read_through(qtbot, workspace)
        assert there()[at] == before + 2
