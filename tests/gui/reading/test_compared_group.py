"""More than two documents are compared: one stays, the others are held against it one by one, by keys or the mouse."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine.case import Case
from reviewer.domain.evidence.reading import State
from reviewer.domain.ids import ItemId
from reviewer.gui.navigation import ItemTarget
from reviewer.gui.rooms.review import comparing_group
from reviewer.gui.rooms.review.room import ReviewRoom
from reviewer.gui.shell.workspace import Workspace
from reviewer.isolation.workers import Workers
from reviewer.usecases import search
from reviewer.usecases.analysis import analysis
from reviewer.usecases.evidence import intake, items
from reviewer.usecases.pages import item_pages, tags
from tests.evidence import folder, mail
from tests.gui.conftest import PATIENCE, Evidence
from tests.gui.hands import CONTROL, SHIFT, Hands
from tests.kept import Kept

LETTER = " ".join(f"word{number}" for number in range(120))
DAY = "Mon, {:02} Jan 2016 09:00:00 -0800"
FILES = {
    "a.eml": mail("Offer", LETTER, date=DAY.format(4)),
    "b.eml": mail("Offer", LETTER.replace("word30", "else"), date=DAY.format(11)),
    "c.eml": mail("Offer", LETTER.replace("word30", "else").replace("word90", "and"), date=DAY.format(18)),
    "d.eml": mail("Lunch", "At noon, in the yard.", date=DAY.format(25)),
    "e.pdf": b"%PDF-1.4 torn",
}
A, B, C, D, E = (ItemId(number) for number in range(1, 6))


@pytest.fixture
def evidence(tmp_path: Path, kept_cases: Kept, workers: Workers) -> Evidence:
    """Three messages of nearly the same words, one of others, and a file that cannot be read."""

    def build(case: Case, there: Path) -> None:
        intake.add(case, workers, [folder(there / "box", FILES)], custodian="Castellan", reviewer="Ada")
        analysis.arrange(case, reviewer="Ada")
        tags.add(case, "Gratuity offered", color="orange", key="1", reviewer="Ada")
        for item in items.many(case, search.ids(case, "")):
            if item.state is not State.FAILED:
                item_pages.ensure(case, workers, item.id, reviewer="Ada")

    path = kept_cases.copy("alike", tmp_path / "case.evcase", build, title="Offers", reference="IA 8")
    return Evidence(path, kept_cases.key)


@pytest.fixture
def room(qtbot: QtBot, workspace: Workspace) -> ReviewRoom:
    """The Review room with the third of them on the page, and the keyboard in its list."""
    made = workspace.review
    made.opening.open_item(C)
    made.list.setFocus()
    qtbot.waitUntil(lambda: made.desk.at_hand is not None and made.desk.at_hand.item.id == C, timeout=PATIENCE)
    qtbot.waitUntil(lambda: made.desk.a.view.complete, timeout=PATIENCE)
    return made


def settled(qtbot: QtBot, room: ReviewRoom, base: ItemId, member: ItemId) -> None:
    """Both are on the pages, what differs is marked, and the member is what keys act on."""
    qtbot.waitUntil(lambda: room.comparing.comparing and room.comparing._shown() == (base, member), timeout=PATIENCE)
    qtbot.waitUntil(lambda: room.desk.at_hand is not None and room.desk.at_hand.item.id == member, timeout=PATIENCE)
    panel = room.group.panel
    qtbot.waitUntil(lambda: all(row.held is not None for row in panel.model.rows), timeout=PATIENCE)


def read(qtbot: QtBot, room: ReviewRoom, item: ItemId) -> None:
    """An item is on the page by itself, opened now unless it was."""
    if room.opening.current != item:
        room.opening.open_item(item)
    qtbot.waitUntil(lambda: room.desk.at_hand is not None and room.desk.at_hand.item.id == item, timeout=PATIENCE)
    qtbot.waitUntil(lambda: room.desk.a.view.complete, timeout=PATIENCE)


def listed(room: ReviewRoom) -> list[tuple[ItemId, str]]:
    """The members, and in how many places each differs, as one reads it."""
    model = room.group.panel.model
    return [(row.item.id, model.index(number, 1).data()) for number, row in enumerate(model.rows)]


def marked(room: ReviewRoom) -> list[str]:
    """The words that are marked on both pages."""
    panes = [(pane.view, pane.view.document) for pane in room.desk.panes]
    return [
        " ".join(document.text.words_of(span) for span in view.overlay.found)
        for view, document in panes
        if document is not None
    ]


def test_keys_go_through_near_duplicates_that_are_held_against_the_one_at_hand(
    qtbot: QtBot, room: ReviewRoom, workspace: Workspace, evidence: Evidence
) -> None:
    hands, panel = Hands(), room.group.panel
    hands.press(Qt.Key.Key_C)
    settled(qtbot, room, C, B)
    assert listed(room) == [(A, "2 places"), (B, "1 place")]
    assert "2 documents are nearly the same as this one" in workspace.notice.what.text()
    assert panel.isVisible()
    assert not room.listing.isVisible()
    assert "18" in panel.base.text().split(" · ")[1]
    one, other = marked(room)
    assert ("and" in one.split(), "word90" in other.split(), "else" in one.split()) == (True, True, False)
    qtbot.waitUntil(lambda: A in room.desk.b.loader._kept, timeout=PATIENCE)  # made ready before it is gone to
    hands.press(Qt.Key.Key_K)
    settled(qtbot, room, C, A)
    assert "word30" in marked(room)[1].split()
    hands.press(Qt.Key.Key_K)
    assert "first of the group" in workspace.notice.what.text()
    at = room.comparing._at
    hands.press(Qt.Key.Key_C)
    assert room.comparing._at == at + 1
    hands.press(Qt.Key.Key_P)
    qtbot.waitUntil(lambda: evidence.look(partial(search.ids, text="is:privileged")) == [A], timeout=PATIENCE)
    qtbot.waitUntil(lambda: "privileged" in panel.model.index(0, 0).data(), timeout=PATIENCE)
    hands.press(Qt.Key.Key_B, SHIFT)
    settled(qtbot, room, A, C)
    assert listed(room) == [(B, "1 place"), (C, "2 places")]
    assert "The others are held against" in workspace.notice.what.text()
    assert [index.row() for index in panel.table.selectionModel().selectedRows()] == [1], "shown where one is"
    hands.press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: room.desk.at_hand is not None and room.desk.at_hand.item.id == C, timeout=PATIENCE)
    assert (room.listing.isVisible(), room.comparing.comparing, room.desk.b.pinned) == (True, False, False)
    assert room.list.hasFocus()
    assert room.model.item_at(room.list.currentIndex().row()) == C
    assert room.opening.current == C


def test_the_mouse_goes_through_those_that_are_chosen_and_what_cannot_be_read_says_so(
    qtbot: QtBot, room: ReviewRoom, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands = Hands()
    hands.press(Qt.Key.Key_A, CONTROL)
    hands.press(Qt.Key.Key_C)
    settled(qtbot, room, A, C)
    panel = room.group.panel
    assert listed(room)[:2] == [(B, "1 place"), (C, "2 places")]
    assert listed(room)[-1] == (E, "not readable")
    row = panel.model.row_of(lambda each: each.item.id == E)
    hands.click_row(panel.table, panel.model.index(row, 0))
    qtbot.waitUntil(lambda: room.desk.at_hand is not None and room.desk.at_hand.item.id == E, timeout=PATIENCE)
    qtbot.waitUntil(lambda: "has no pages that could be compared" in workspace.notice.what.text(), timeout=PATIENCE)
    hands.click_row(panel.table, panel.model.index(0, 0))
    settled(qtbot, room, A, B)
    hands.click(panel.make_base)
    settled(qtbot, room, B, A)
    panel.stepped.emit(1)
    settled(qtbot, room, B, C)
    monkeypatch.setattr(comparing_group, "AT_ONCE", 1)
    hands.click(panel.make_base)
    assert room.group._counting is not None
    room.group._counting.cancel()
    qtbot.waitUntil(lambda: "not counted" in dict(listed(room)).values(), timeout=PATIENCE)
    room.desk.b.view.setFocus()
    hands.press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: room.desk.at_hand is not None and room.desk.at_hand.item.id == C, timeout=PATIENCE)
    assert (room.listing.isVisible(), list(room.list.chosen())) == (True, [A, B, C, D, E]), "they stay chosen"


def test_a_mark_leads_on_through_the_group_and_what_is_taken_back_is_at_hand_again(
    qtbot: QtBot, room: ReviewRoom, workspace: Workspace, evidence: Evidence
) -> None:
    hands = Hands()
    room.inspector.marks.then_next.setChecked(True)
    hands.press(Qt.Key.Key_A, CONTROL)
    hands.press(Qt.Key.Key_C)
    settled(qtbot, room, A, C)
    hands.press(Qt.Key.Key_K)
    settled(qtbot, room, A, B)
    hands.press(Qt.Key.Key_X)
    settled(qtbot, room, A, C)
    qtbot.waitUntil(lambda: evidence.look(partial(search.ids, text="is:irrelevant")) == [B], timeout=PATIENCE)
    qtbot.waitUntil(workspace.status.echo.said.isVisible, timeout=PATIENCE)
    hands.press(Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: evidence.look(partial(search.ids, text="is:irrelevant")) == [], timeout=PATIENCE)
    settled(qtbot, room, A, B)


def test_whoever_goes_elsewhere_leaves_the_group(qtbot: QtBot, room: ReviewRoom, workspace: Workspace) -> None:
    hands = Hands()
    hands.press(Qt.Key.Key_C)
    settled(qtbot, room, C, B)
    workspace.session.go(ItemTarget(D))
    qtbot.waitUntil(lambda: room.desk.at_hand is not None and room.desk.at_hand.item.id == D, timeout=PATIENCE)
    assert (room.listing.isVisible(), room.desk.b.pinned) == (True, False)
    room.list.setFocus()
    hands.press(Qt.Key.Key_C)
    qtbot.waitUntil(lambda: "Nothing is nearly the same" in workspace.notice.what.text(), timeout=PATIENCE)
    assert not room.group.open
    hands.press(Qt.Key.Key_B, SHIFT)
    assert "Compare documents with C first" in workspace.notice.what.text()
    room.opening.open_item(C)
    qtbot.waitUntil(lambda: room.desk.at_hand is not None and room.desk.at_hand.item.id == C, timeout=PATIENCE)
    hands.press(Qt.Key.Key_C)
    settled(qtbot, room, C, B)
    hands.press(Qt.Key.Key_U, SHIFT)
    qtbot.waitUntil(room.stack.coverage.isVisible, timeout=PATIENCE)
    hands.press(Qt.Key.Key_Escape)
    qtbot.waitUntil(room.list.hasFocus, timeout=PATIENCE)
    qtbot.waitUntil(lambda: room.desk.at_hand is not None and room.desk.at_hand.item.id == C, timeout=PATIENCE)
    assert not room.group.open
    hands.press(Qt.Key.Key_C)
    settled(qtbot, room, C, B)
    hands.press(Qt.Key.Key_Slash)
    assert room.filter.typed.hasFocus()
    ways: list[tuple[Callable[[], object], ItemId]] = [
        (lambda: hands.press(Qt.Key.Key_U), D),
        (lambda: room.listing.queue.item_wanted.emit(C), C),  # its row stayed the current one
        (lambda: room.listing.queue.item_wanted.emit(B), B),  # the member in sight
        (lambda: room.beside.item_chosen.emit(A), A),
    ]
    for go, item in ways:
        read(qtbot, room, C)
        room.list.setFocus()
        hands.press(Qt.Key.Key_C)
        settled(qtbot, room, C, B)
        go()
        qtbot.waitUntil(lambda: not room.group.open, timeout=PATIENCE)
        read(qtbot, room, item)
        assert (room.listing.isVisible(), room.desk.b.pinned, room.desk.active) == (True, False, room.desk.a)
        assert room.model.item_at(room.list.currentIndex().row()) == item
    room.list.setFocus()
    hands.press(Qt.Key.Key_C)
    settled(qtbot, room, A, B)
    room.group.leave()  # what was left a moment ago is compared again at once: nobody opens its pages, which are there
    room.group.compare(A, B)
    qtbot.waitUntil(lambda: room.comparing.comparing and room.comparing._shown() == (A, B), timeout=PATIENCE)


def test_more_than_can_be_compared_are_refused_in_words(
    room: ReviewRoom, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing_group, "MOST", 4)
    Hands().press(Qt.Key.Key_A, CONTROL)
    Hands().press(Qt.Key.Key_C)
    assert "5 documents are chosen; choose 4 at most to compare them" in workspace.notice.what.text()
    assert not room.group.open
