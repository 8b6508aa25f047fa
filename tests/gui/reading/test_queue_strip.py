"""A queue is read through in Review: its line tells how far one is, and Q goes to what comes next."""

from __future__ import annotations

import threading
from functools import partial

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.opening import open_case
from reviewer.domain.analysis.review_queue import Arrangement
from reviewer.domain.ids import ItemId
from reviewer.gui.rooms.review.room import ReviewRoom
from reviewer.gui.shell.window import MainWindow
from reviewer.gui.shell.workspace import Workspace
from reviewer.usecases.analysis import relevance, review_queues
from reviewer.usecases.evidence import items
from tests.gui.conftest import PATIENCE, Evidence
from tests.gui.keyboard import press
from tests.gui.late import Late
from tests.gui.rooms.interviewing import read_through


@pytest.fixture
def queued(evidence: Evidence) -> Evidence:
    """The evidence with a queue of the three messages; asked for before the window opens it."""
    with open_case(evidence.path, evidence.key) as case:
        review_queues.create(case, "Messages", "kind:email", reviewer="Ada")
        review_queues.create(case, "Cameras", "camera", arranged=Arrangement.RELEVANCE, reviewer="Ada")
    return evidence


def test_a_queue_is_read_to_its_end(qtbot: QtBot, queued: Evidence, room: ReviewRoom) -> None:
    strip = room.listing.queue
    qtbot.waitUntil(lambda: strip.told.text().startswith("0 of 3 read"), timeout=PATIENCE)
    assert strip.isVisible()
    order = queued.look(partial(review_queues.find, name="Messages")).items
    said: list[str] = []
    room._session.said.connect(said.append)

    def at_hand(item: ItemId) -> bool:
        return room.desk.at_hand is not None and room.desk.at_hand.item.id == item

    def told(read: int) -> bool:
        return strip.told.text().startswith(f"{read} of 3 read")

    for read, item in enumerate(order, 1):
        press(room.list, Qt.Key.Key_Q)
        qtbot.waitUntil(partial(at_hand, item), timeout=PATIENCE)
        press(room.list, Qt.Key.Key_X)
        qtbot.waitUntil(partial(told, read), timeout=PATIENCE)
    press(room.list, Qt.Key.Key_Q)
    qtbot.waitUntil(lambda: said[-1:] == ["All of this queue is read"], timeout=PATIENCE)


def test_q_goes_on_while_long_work_runs_and_a_queue_taken_up_after_another_is_not_lost(
    qtbot: QtBot, queued: Evidence, room: ReviewRoom
) -> None:
    """One is ranked, and another needs no ranking: neither waits for the long work."""
    strip, session = room.listing.queue, room._session
    qtbot.waitUntil(strip.isVisible, timeout=PATIENCE)
    first, second, _ = queued.look(partial(review_queues.find, name="Messages")).items
    begun, enough, done = threading.Event(), threading.Event(), list[object]()
    progress = session.progress(lambda _done, _total, _what: None)

    def long(_case: Case) -> bool:
        begun.set()
        while not enough.wait(0.01):
            progress.step(0, 0, "")
        return True

    def at_hand(item: ItemId) -> bool:
        return room.desk.at_hand is not None and room.desk.at_hand.item.id == item

    session.long_operation(room, long).success(done.append).run()
    try:
        assert begun.wait(PATIENCE / 1000)
        strip.take("Cameras")
        assert strip.following.text() == "Cancel"
        at = room.desk.at_hand
        assert at is not None
        assert strip.leads_on_from(at.item.id)
        assert not any(strip.leads_on_from(each) for each in (first, second) if each != at.item.id)
        strip.take("Messages")
        qtbot.waitUntil(partial(at_hand, first), timeout=PATIENCE)
        press(room.list, Qt.Key.Key_X)
        qtbot.waitUntil(lambda: strip.told.text().startswith("1 of 3 read"), timeout=PATIENCE)
        press(room.list, Qt.Key.Key_Q)
        qtbot.waitUntil(partial(at_hand, second), timeout=PATIENCE)
        assert not done
    finally:
        enough.set()
    qtbot.waitUntil(lambda: bool(done), timeout=PATIENCE)
    assert at_hand(second), "what was asked for the queue before leads nowhere"


def test_what_is_marked_while_a_queue_is_ranked_is_saved_at_once_and_what_was_learned_goes_with_the_case(
    qtbot: QtBot, queued: Evidence, window: MainWindow, room: ReviewRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    strip = room.listing.queue
    qtbot.waitUntil(strip.isVisible, timeout=PATIENCE)
    qtbot.waitUntil(lambda: room.desk.at_hand is not None, timeout=PATIENCE)
    at = room.desk.at_hand
    assert at is not None
    ranking = Late(monkeypatch, relevance, "_words")  # what of the queue's query it is to be like
    strip.take("Cameras")
    try:
        ranking.wait(qtbot)
        press(room.list, Qt.Key.Key_X)
        qtbot.waitUntil(lambda: queued.look(partial(items.mark, item=at.item.id)).relevance != "", timeout=PATIENCE)
        assert strip.following.text() == "Cancel"
    finally:
        ranking.let_go()
    wanted = queued.look(partial(review_queues.find, name="Cameras")).there

    def at_hand() -> bool:
        return room.desk.at_hand is not None and room.desk.at_hand.item.id in wanted

    qtbot.waitUntil(lambda: strip.following.text() == "Next", timeout=PATIENCE)
    press(room.list, Qt.Key.Key_Q)
    qtbot.waitUntil(at_hand, timeout=PATIENCE)
    ranker = room._session.rankings._ranker
    assert ranker.process is not None
    window.lock()
    qtbot.waitUntil(lambda: ranker.process is None, timeout=PATIENCE)


@pytest.mark.usefixtures("queued")
def test_queues_looked_up_before_one_was_made_do_not_take_it_away(
    qtbot: QtBot, room: ReviewRoom, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    strip, session = room.listing.queue, room._session
    qtbot.waitUntil(lambda: strip.name == "Messages", timeout=PATIENCE)
    late = Late(monkeypatch, review_queues, "in_use", known=True)
    try:
        session.operation(room, partial(review_queues.archive, name="Cameras", reviewer="Ada")).run()
        late.wait(qtbot)
        session.operation(room, partial(review_queues.create, name="Flyers", query="flyer", reviewer="Ada")).run()
        qtbot.waitUntil(lambda: strip.which.findText("Flyers") >= 0, timeout=PATIENCE)
    finally:
        late.let_go()
    read_through(qtbot, workspace)
    assert [strip.which.itemText(at) for at in range(strip.which.count())] == ["Messages", "Flyers", "No queue"]


def test_without_a_queue_there_is_no_line(room: ReviewRoom) -> None:
    said: list[str] = []
    room._session.said.connect(said.append)
    press(room.list, Qt.Key.Key_Q)
    assert said == ["No queue is taken up. Shift+Q shows the queues, and makes one of what is listed"]
    assert not room.listing.queue.isVisible()
