"""Views look again when what they show has changed: once, while they are seen, and only if it is about their item."""

from __future__ import annotations

import threading
from collections import Counter
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine.case import Case
from reviewer.domain.changes import EVERYTHING, Changes, Noun, Touched
from reviewer.domain.ids import ItemId
from reviewer.domain.pages.passage import Place, Span
from reviewer.gui.refresh import Refresher
from reviewer.gui.rooms.review.room import ReviewRoom
from reviewer.gui.shared import desk
from reviewer.gui.shared.desk import Facts
from reviewer.gui.shell.workspace import Workspace
from reviewer.usecases.pages import passages, tags
from reviewer.usecases.people import officers
from tests.gui.conftest import PATIENCE, Evidence

GUI = Path(__file__).parents[2] / "reviewer" / "gui"
TAGS, NOTES, MARKS = (Changes.of([noun]) for noun in (Noun.TAGS, Noun.NOTES, Noun.MARKS))


class News(QObject):
    """What of a session a refresher listens to."""

    changed = Signal(object)


@pytest.fixture
def view(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def test_changes_of_one_turn_are_one_refresh(qtbot: QtBot, view: QWidget) -> None:
    news, heard = News(view), list[Changes]()
    view.show()
    Refresher(view, news, {Noun.TAGS, Noun.NOTES}, heard.append, at_first=False)  # type: ignore[arg-type]
    for changes in (TAGS, MARKS, NOTES):
        news.changed.emit(changes)
    qtbot.waitUntil(lambda: bool(heard), timeout=PATIENCE)
    assert heard == [TAGS | NOTES]


def test_a_hidden_view_looks_once_when_it_is_seen(qtbot: QtBot, view: QWidget) -> None:
    news, heard = News(view), list[Changes]()
    refresher = Refresher(view, news, {Noun.TAGS, Noun.NOTES}, heard.append, at_first=False)  # type: ignore[arg-type]
    told = list[Changes]()
    Refresher(view, news, {Noun.NOTES}, told.append, at_first=False, hidden=True)  # type: ignore[arg-type]
    news.changed.emit(TAGS)
    news.changed.emit(NOTES)
    qtbot.waitUntil(lambda: bool(told), timeout=PATIENCE)  # another's was called although nobody looks
    assert (heard, refresher.stale) == ([], True)
    view.show()
    qtbot.waitUntil(lambda: bool(heard), timeout=PATIENCE)
    view.hide()
    view.show()
    news.changed.emit(NOTES)
    qtbot.waitUntil(lambda: len(heard) > 1, timeout=PATIENCE)
    assert heard == [TAGS | NOTES, NOTES]


def test_a_view_that_was_never_seen_looks_at_everything(qtbot: QtBot, view: QWidget) -> None:
    heard = list[Changes]()
    Refresher(view, News(view), {Noun.TAGS}, heard.append)  # type: ignore[arg-type]
    view.show()
    qtbot.waitUntil(lambda: bool(heard), timeout=PATIENCE)
    assert heard == [EVERYTHING.only({Noun.TAGS})]


def test_no_view_listens_to_the_case_by_itself() -> None:
    listening = {path.name for path in GUI.rglob("*.py") if "session.changed" in path.read_text(encoding="utf-8")}
    assert listening == {"refresh.py"}


@pytest.fixture
def beside(qtbot: QtBot, room: ReviewRoom) -> ReviewRoom:
    """A message in pane A, its attachment in pane B."""
    room.opening.next()
    qtbot.waitUntil(lambda: room.desk.b.view.complete and room.desk.a.view.complete, timeout=PATIENCE)
    return room


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Counter[ItemId]:
    """How often what is said of each item was looked up."""
    counted: Counter[ItemId] = Counter()
    real = desk.facts_of

    def counting(case: Case, item: ItemId) -> Facts:
        counted[item] += 1
        return real(case, item)

    monkeypatch.setattr(desk, "facts_of", counting)
    return counted


def test_a_tag_reads_its_pane_once_and_the_other_not_at_all(
    qtbot: QtBot, beside: ReviewRoom, evidence: Evidence, looks: Counter[ItemId]
) -> None:
    a, b = beside.desk.a, beside.desk.b
    assert a.item is not None
    assert b.item is not None
    a.view.select(Span(Place(1, 0), Place(1, 4)))
    QTest.keyClick(a.view, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: beside.inspector.model.rowCount() == 1, timeout=PATIENCE)
    assert looks == {a.item.id: 1}
    assert [each.name for each in evidence.look(passages.listed)[0].tags] == ["Gratuity offered"]
    QTest.keyClick(a.view, Qt.Key.Key_2)
    qtbot.waitUntil(lambda: looks.total() > 1, timeout=PATIENCE)
    assert [len(each.tags) for each in evidence.look(passages.listed)] == [2]
    assert looks == {a.item.id: 2}


def test_of_two_look_ups_the_later_one_is_shown_whichever_comes_last(
    qtbot: QtBot, beside: ReviewRoom, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, go = threading.Event(), threading.Event()
    answered: list[int] = []
    real = desk.facts_of

    def first_comes_last(case: Case, item: ItemId) -> Facts:
        found = real(case, item)
        if not read.is_set():
            read.set()
            assert go.wait(PATIENCE / 1000)
        answered.append(sum(len(each.tags) for each in found.passages))
        return found

    monkeypatch.setattr(desk, "facts_of", first_comes_last)
    view, model = beside.desk.a.view, beside.inspector.model
    view.select(Span(Place(1, 0), Place(1, 4)))
    QTest.keyClick(view, Qt.Key.Key_1)
    qtbot.waitUntil(read.is_set, timeout=PATIENCE)
    view.select(Span(Place(1, 5), Place(1, 7)))
    QTest.keyClick(view, Qt.Key.Key_2)
    qtbot.waitUntil(lambda: model.rowCount() == 2, timeout=PATIENCE)
    go.set()
    qtbot.waitUntil(lambda: answered == [2, 1], timeout=PATIENCE)
    come = threading.Event()
    workspace.session.query(beside, lambda _case: None).success(lambda _none: come.set()).run()
    qtbot.waitUntil(come.is_set, timeout=PATIENCE)
    assert model.rowCount() == 2


def test_what_is_said_of_all_items_reads_both_panes(
    qtbot: QtBot, beside: ReviewRoom, workspace: Workspace, looks: Counter[ItemId]
) -> None:
    a, b = beside.desk.a.item, beside.desk.b.item
    assert a is not None
    assert b is not None
    act = partial(tags.add, name="Witness", reviewer="Ada")
    workspace.session.operation(workspace, act).run()
    qtbot.waitUntil(lambda: looks == {a.id: 1, b.id: 1}, timeout=PATIENCE)


def test_a_room_out_of_sight_reads_nothing_until_it_is_gone_to(
    qtbot: QtBot, beside: ReviewRoom, workspace: Workspace, looks: Counter[ItemId]
) -> None:
    workspace.show_room("people")
    qtbot.waitUntil(lambda: workspace.people.officers.model.rowCount() == 2, timeout=PATIENCE)
    for number in ("103", "104"):
        act = partial(officers.add, serial=number, name="Nobody", reviewer="Ada")
        workspace.session.operation(workspace, act).run()
    qtbot.waitUntil(lambda: workspace.people.officers.model.rowCount() == 4, timeout=PATIENCE)
    assert not looks
    workspace.show_room("review")
    item = beside.desk.a.item
    assert item is not None
    qtbot.waitUntil(lambda: looks[item.id] == 1, timeout=PATIENCE)


def test_changes_of_an_item_come_from_its_rows(qtbot: QtBot, beside: ReviewRoom, workspace: Workspace) -> None:
    item = beside.desk.a.item
    assert item is not None
    heard = list[Changes]()
    workspace.session.changed.connect(heard.append)
    beside.inspector.note.setPlainText("Ask about this.")
    beside.drafting.save()
    qtbot.waitUntil(lambda: bool(heard), timeout=PATIENCE)
    assert Touched(Noun.NOTES, item.id) in heard[0].touched
