"""Queues are made, read to their end and sampled in the window, by keys alone."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine.opening import open_case
from reviewer.domain.analysis.review_queue import Arrangement
from reviewer.domain.ids import ItemId
from reviewer.gui.rooms.review import queue_words
from reviewer.gui.rooms.review.queues import QueuesPage
from reviewer.gui.rooms.review.room import ReviewRoom
from reviewer.usecases.analysis import review_queues
from reviewer.usecases.analysis.review_queues import NextItem
from reviewer.usecases.evidence import items
from tests.gui.conftest import PATIENCE, Evidence
from tests.gui.hands import SHIFT, Hands
from tests.gui.keyboard import focused


def begun(qtbot: QtBot, room: ReviewRoom, query: str, count: int) -> QueuesPage:
    """The page of queues, opened by key, with so many items listed."""
    room.opening.list_items(query)
    qtbot.waitUntil(lambda: room.model.query == query and room.model.rowCount() == count, timeout=PATIENCE)
    room.list.setFocus()
    Hands().press(Qt.Key.Key_Q, SHIFT)
    page = room.stack.queues
    qtbot.waitUntil(lambda: focused() is page.name, timeout=PATIENCE)
    return page


def made(qtbot: QtBot, page: QueuesPage, name: str) -> None:
    """A queue of that name is made and chosen."""
    hands = Hands()
    hands.type(name)
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page._chosen() == name and focused() is page.tree, timeout=PATIENCE)


def read(qtbot: QtBot, room: ReviewRoom, order: tuple[ItemId, ...], key: Qt.Key) -> None:
    """Each is marked with one key, in the order of the queue."""
    hands = Hands()
    for item in order:
        qtbot.waitUntil(
            lambda: room.desk.at_hand is not None and room.desk.at_hand.item.id == item,  # noqa: B023
            timeout=PATIENCE,
        )
        hands.press(key)


def test_a_queue_is_made_of_what_is_listed_and_each_item_takes_one_key(
    qtbot: QtBot, room: ReviewRoom, evidence: Evidence
) -> None:
    room.inspector.marks.then_next.setChecked(True)
    page = begun(qtbot, room, "kind:email", 3)
    assert "kind:email (3 items)" in page.of.text()
    made(qtbot, page, "Mail")
    cells = [str(page.model.index(0, column).data()) for column in range(4)]
    assert cells == ["Mail", "by time", "0", "3"]
    queue = evidence.look(partial(review_queues.find, name="Mail"))
    assert queue.arranged is Arrangement.TIME
    said: list[str] = []
    room._session.said.connect(said.append)
    Hands().press(Qt.Key.Key_Return)
    assert room.fold.isVisible()
    read(qtbot, room, queue.items, Qt.Key.Key_X)
    qtbot.waitUntil(lambda: said[-1:] == ["All of this queue is read"], timeout=PATIENCE)
    marks = [evidence.look(partial(items.mark, item=each)).relevance for each in queue.items]
    assert marks == ["not relevant"] * 3


def test_a_sample_is_read_blind_and_tells_its_interval(qtbot: QtBot, room: ReviewRoom, evidence: Evidence) -> None:
    """Of four items one was marked; none of the other three is relevant, so 1 - 0.025 ** (1/3) are at most."""
    room.inspector.marks.then_next.setChecked(True)
    page = begun(qtbot, room, "", 4)
    made(qtbot, page, "All")
    first, *rest = evidence.look(partial(review_queues.find, name="All")).items
    Hands().press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: focused() is room.list, timeout=PATIENCE)
    room.listing.show_item(first)
    read(qtbot, room, (first,), Qt.Key.Key_R)
    Hands().press(Qt.Key.Key_Q, SHIFT)
    qtbot.waitUntil(lambda: page.model.index(0, 2).data() == "1", timeout=PATIENCE)
    Hands().press(Qt.Key.Key_S)
    qtbot.waitUntil(lambda: page._chosen() == "All #1", timeout=PATIENCE)
    assert not page.sample.isEnabled(), "none is drawn from a sample"
    sample = evidence.look(partial(review_queues.find, name="All #1"))
    assert set(sample.items) == set(rest)
    Hands().press(Qt.Key.Key_Return)
    read(qtbot, room, sample.items, Qt.Key.Key_X)
    high = f"{1 - 0.025 ** (1 / 3):.1%}"
    Hands().press(Qt.Key.Key_Q, SHIFT)
    told = f"0 of 3 in the sample are relevant. So 0.0% to {high} of the 3 that were not read are:"
    qtbot.waitUntil(lambda: told in page.told.text(), timeout=PATIENCE)


def test_a_queue_by_relevance_is_read_in_the_window_and_says_why(qtbot: QtBot, room: ReviewRoom) -> None:
    page = begun(qtbot, room, "camera", 2)
    assert page.begins.isHidden()
    page.order.say(Arrangement.RELEVANCE)
    assert page.begins.isEnabled()
    Hands.type("Cameras")
    assert page.begins.isVisible()
    page.begins.setFocus()
    Hands.type("camera OR doorbell")
    Hands().press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page._chosen() == "Cameras" and focused() is page.tree, timeout=PATIENCE)
    assert page.begins.text() == ""
    assert "Ranked by these words until one is marked relevant: camera doorbell." in page.told.text()
    Hands().press(Qt.Key.Key_Return)
    strip = room.listing.queue
    qtbot.waitUntil(
        lambda: strip.isVisible() and bool(strip.why.text()) and strip.told.text().startswith("0 of 2"),
        timeout=PATIENCE,
    )
    assert "camera" in strip.why.text()
    strip.which.setCurrentIndex(strip.which.count() - 1)
    assert strip.name == ""
    assert strip.why.isHidden()
    room.opening.list_these("One of them", [ItemId(1)])
    qtbot.waitUntil(lambda: room.model.among is not None and room.model.rowCount() == 1, timeout=PATIENCE)
    room.stack.show_queues()
    assert "a queue is made of all that a filter finds" in page.of.text()
    assert [part.isEnabled() for part in (page.name, page.begins, page.make)] == [False] * 3


def test_what_comes_with_another_is_said_to(evidence: Evidence) -> None:
    with open_case(evidence.path, evidence.key) as case:
        status = review_queues.create(case, "Flyers", "flyer", arranged=Arrangement.RELEVANCE, reviewer="Ada")
    alone, following = (NextItem(ItemId(3), (), status, together=each) for each in (None, ItemId(2)))
    assert queue_words.beside(alone) == "no word speaks for it yet"
    assert queue_words.beside(following) == "of the same family or thread"
    assert queue_words.beside(NextItem(None, (), status)) == "", "where all is read there is nothing to speak for"


def test_of_a_long_passage_that_a_ranking_begins_with_the_first_words_are_told(evidence: Evidence) -> None:
    words = " ".join(f"word{number}" for number in range(1_000))
    with open_case(evidence.path, evidence.key) as case:
        status = review_queues.create(
            case, "Flyers", "flyer", arranged=Arrangement.RELEVANCE, seed_query=words, reviewer="Ada"
        )
    assert status.queue.begins is not None
    assert len(status.queue.begins.words) > 5_000
    told = queue_words.whole(status)
    assert "Ranked by these words until one is marked relevant: word0 word1 word2 " in told
    assert len(told) < 300
    assert "…" in told


def test_a_name_that_is_taken_is_refused_in_words_and_letters_mark_nothing_out_of_sight(
    qtbot: QtBot, room: ReviewRoom, evidence: Evidence
) -> None:
    page = begun(qtbot, room, "", 4)
    made(qtbot, page, "All")
    QTest.keyClick(page.tree, Qt.Key.Key_R)
    page.name.setFocus()
    Hands.type("All")
    Hands().press(Qt.Key.Key_Return)
    qtbot.waitUntil(
        lambda: "there is a queue “All” already" in page.problem.text().casefold().replace("all", "All"),
        timeout=PATIENCE,
    )
    marks = [evidence.look(partial(items.mark, item=ItemId(each))).relevance for each in range(1, 5)]
    assert marks == [""] * 4


def test_a_queue_is_put_away_and_brought_back_by_a_key(qtbot: QtBot, room: ReviewRoom, evidence: Evidence) -> None:
    """Put away it stands apart, is not offered in Review, and Enter on it reads nothing."""
    page, strip = begun(qtbot, room, "kind:email", 3), room.listing.queue
    made(qtbot, page, "Mail")

    def stands(*path: str) -> bool:
        return page.model.path_of(page.tree.currentIndex()) == path and page._chosen() == "Mail"

    hands = Hands()
    hands.press(Qt.Key.Key_A)
    qtbot.waitUntil(lambda: stands("Put away", "Mail"), timeout=PATIENCE)
    assert page.told.text().startswith("Put away.")
    assert (page.take.isEnabled(), page.sample.isEnabled(), page.away.text()) == (False, False, "Bring back")
    assert evidence.look(review_queues.in_use) == []
    hands.press(Qt.Key.Key_Return)
    assert page.isVisible()
    hands.press(Qt.Key.Key_A)
    qtbot.waitUntil(lambda: stands("Mail"), timeout=PATIENCE)
    keys = {key.key().toString(): key for key in page.tree.findChildren(QShortcut)}
    assert not any(keys[key].autoRepeat() for key in "AS"), "held down they would do it over and over"
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: strip.name == "Mail" and strip.isVisible(), timeout=PATIENCE)
    room._session.operation(room, partial(review_queues.archive, name="Mail", reviewer="Ada")).run()
    qtbot.waitUntil(lambda: strip.name == "" and strip.isHidden(), timeout=PATIENCE)
