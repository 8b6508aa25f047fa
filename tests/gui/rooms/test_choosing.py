"""What is chosen in the list of Review is marked and tagged together, as one act that one undo takes back."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from reviewer.domain.ids import ItemId
from reviewer.gui.rooms.review.room import ReviewRoom
from reviewer.usecases import search, told_acts
from reviewer.usecases.evidence import items
from tests.gui.conftest import PATIENCE, Evidence
from tests.gui.keyboard import press

SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


def found(evidence: Evidence, query: str) -> set[ItemId]:
    return set(evidence.look(partial(search.ids, text=query)))


def last(evidence: Evidence, room: ReviewRoom) -> str:
    told = evidence.look(partial(told_acts.last, reviewer=room._session.reviewer))
    return "" if told is None else told.words


def test_all_that_is_listed_is_marked_by_two_keys_and_taken_back_by_one(
    qtbot: QtBot, room: ReviewRoom, evidence: Evidence
) -> None:
    every = found(evidence, "")
    qtbot.waitUntil(lambda: room.model.rowCount() == len(every), timeout=PATIENCE)
    said: list[str] = []
    room._session.said.connect(said.append)
    press(room.list, Qt.Key.Key_A, CONTROL)
    assert said == [f"{len(every):,} documents are chosen: R, X, P and keys of tags are for all of them"]
    press(room.list, Qt.Key.Key_X)
    qtbot.waitUntil(lambda: found(evidence, "is:irrelevant") == every, timeout=PATIENCE)
    assert last(evidence, room).startswith(f"{len(every)} items marked not relevant: ")
    press(room.list, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: found(evidence, "is:irrelevant") == set(), timeout=PATIENCE)


def test_two_that_are_chosen_with_shift_are_marked_and_tagged_and_the_others_are_not(
    qtbot: QtBot, room: ReviewRoom, evidence: Evidence
) -> None:
    rows = [room.model.item_at(row) for row in range(2)]
    press(room.list, Qt.Key.Key_Down, SHIFT)
    assert room.list.chosen() == rows
    press(room.list, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: found(evidence, "is:relevant") >= set(rows), timeout=PATIENCE)
    assert found(evidence, "is:relevant") == set(rows)
    press(room.list, Qt.Key.Key_1)

    def tags() -> list[list[str]]:
        several = [evidence.look(partial(items.item_tags_of, item=item)) for item in rows if item is not None]
        return [[tag.name for tag in each] for each in several]

    qtbot.waitUntil(lambda: tags() == [["Gratuity offered"]] * 2, timeout=PATIENCE)
    press(room.list, Qt.Key.Key_J)
    assert room.list.chosen() == []  # to go on is to read one again


def test_what_many_marks_clash_with_is_said(qtbot: QtBot, room: ReviewRoom, evidence: Evidence) -> None:
    every = found(evidence, "")
    qtbot.waitUntil(lambda: room.model.rowCount() == len(every), timeout=PATIENCE)
    press(room.list, Qt.Key.Key_Down, SHIFT)
    press(room.list, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: len(found(evidence, "is:relevant")) == 2, timeout=PATIENCE)
    said: list[str] = []
    room._session.said.connect(said.append)
    press(room.list, Qt.Key.Key_P)
    qtbot.waitUntil(
        lambda: said == ["2 are privileged, and so are withheld whatever their relevance"], timeout=PATIENCE
    )
    press(room.list, Qt.Key.Key_X)
    clash = "2 had the other relevance before; 2 are privileged, and so are withheld whatever their relevance"
    qtbot.waitUntil(lambda: said[1:] == [clash], timeout=PATIENCE)
