"""Threads and families stand together in the lists of Review and Search: keys and marks go by what is shown."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine.case import Case
from reviewer.domain.analysis.grouping import Grouping, Member
from reviewer.domain.ids import ItemId
from reviewer.domain.last_view import LastView
from reviewer.errors import StorageError
from reviewer.gui.models import hits, items
from reviewer.gui.rooms.review.room import ReviewRoom
from reviewer.gui.rooms.search import room as search_room
from reviewer.gui.rooms.search.room import SearchRoom
from reviewer.gui.shell.window import MainWindow
from reviewer.gui.shell.workspace import Workspace
from reviewer.isolation.workers import Workers
from reviewer.usecases import search
from reviewer.usecases.analysis import analysis, threads
from reviewer.usecases.evidence import intake
from tests.evidence import folder, mail
from tests.gui.conftest import PATIENCE, Evidence, opened
from tests.gui.hands import CONTROL, SHIFT, Hands
from tests.gui.late import Late
from tests.kept import Kept

OFFER, ONE, TWO, LUNCH, THANKS = map(ItemId, range(1, 6))


@pytest.fixture
def evidence(tmp_path: Path, kept_cases: Kept, workers: Workers) -> Evidence:
    """An offer with two papers, an answer to it, and between the two of them another mail."""

    def build(case: Case, there: Path) -> None:
        papers = [(f"{name}.txt", f"A camera, {name}.".encode(), "text/plain") for name in ("one", "two")]
        offer = mail("Camera", "A camera.\n", date="Tue, 03 May 2016 09:00:00 +0000", attachments=papers)
        name = next(line for line in offer.decode().splitlines() if line.startswith("Message-ID:")).partition(" ")[2]
        thanks = mail("Re: Camera", "For the camera, thank you.\n", date="Fri, 06 May 2016 09:00:00 +0000")
        files = {
            "1.eml": offer,
            "2.eml": mail("Lunch", "Without a camera.\n", date="Wed, 04 May 2016 09:00:00 +0000"),
            "3.eml": thanks.replace(b"\nMessage-ID:", f"\nIn-Reply-To: {name}\nMessage-ID:".encode()),
        }
        intake.add(case, workers, [folder(there / "box", files)], reviewer="Ada")
        analysis.arrange(case, reviewer="Ada")

    return Evidence(kept_cases.copy("grouped", tmp_path / "case.evcase", build, title="Grouped"), kept_cases.key)


@pytest.fixture
def workspace(qtbot: QtBot, window: MainWindow, evidence: Evidence) -> Workspace:
    made = opened(qtbot, window, evidence)
    qtbot.waitUntil(lambda: listed(made.review) == [OFFER, LUNCH, THANKS, ONE, TWO], timeout=PATIENCE)
    return made


def listed(room: ReviewRoom) -> list[ItemId | None]:
    return [room.model.item_at(row) for row in range(room.model.rowCount())]


def found(room: SearchRoom) -> list[ItemId]:
    return [each.item.id for each in room.model.lines]


def members(model: QAbstractItemModel, role: int) -> list[Member | None]:
    return [model.index(row, 0).data(role) for row in range(model.rowCount())]


def of(first: ItemId, size: int) -> list[Member]:
    return [Member(number, size, first) for number in range(1, size + 1)]


def test_a_thread_is_read_as_it_stands_and_what_is_chosen_there_is_marked(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, evidence: Evidence
) -> None:
    """The item at hand stays at hand; the list follows what a reviewer says of the thread, and is as one left it."""
    room, hands, said = workspace.review, Hands(), list[str]()
    workspace.session.said.connect(said.append)
    room.listing.go_to(2)
    room.list.setFocus()
    hands.press(Qt.Key.Key_G, SHIFT)
    qtbot.waitUntil(lambda: listed(room) == [OFFER, THANKS, ONE, TWO, LUNCH], timeout=PATIENCE)
    assert room.model.item_at(room.list.currentIndex().row()) == THANKS
    assert any("of a thread stand" in words for words in said)
    wanted = [*of(OFFER, 4), None]
    qtbot.waitUntil(lambda: members(room.model, items.MEMBER) == wanted, timeout=PATIENCE)
    spoken = room.model.index(1, items.Column.SUBJECT).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Re: Camera, 2 of 4 that stand together"
    hands.press(Qt.Key.Key_J)
    assert room.model.item_at(room.list.currentIndex().row()) == ONE
    hands.press(Qt.Key.Key_Down, SHIFT)
    hands.press(Qt.Key.Key_R)
    relevant = partial(search.ids, text="mark:relevant")
    qtbot.waitUntil(lambda: evidence.look(relevant) == [ONE, TWO], timeout=PATIENCE)
    detach = partial(threads.detach, child=THANKS, reviewer=workspace.session.reviewer)
    workspace.session.operation(workspace, detach).run()
    qtbot.waitUntil(lambda: listed(room) == [OFFER, ONE, TWO, LUNCH, THANKS], timeout=PATIENCE)
    hands.press(Qt.Key.Key_G, SHIFT)
    qtbot.waitUntil(lambda: any("of a family stand" in words for words in said), timeout=PATIENCE)
    window.lock()
    qtbot.waitUntil(lambda: not Path(f"{evidence.path}-wal").exists(), timeout=PATIENCE)
    again = opened(qtbot, window, evidence).review
    qtbot.waitUntil(lambda: listed(again) == [OFFER, ONE, TWO, LUNCH, THANKS], timeout=PATIENCE)
    assert again.model.grouping is Grouping.FAMILY


def test_hits_stand_together_by_a_key_without_another_search_and_the_one_at_hand_stays(
    qtbot: QtBot, workspace: Workspace, evidence: Evidence
) -> None:
    """A later search has the same groups; a third press lists the best first again."""
    best = [hit.item.id for hit in evidence.look(partial(search.find, text="camera")).hits]
    others = [item for item in best if item not in (OFFER, ONE, TWO)]
    family = [item for item in best if item in (OFFER, ONE, TWO)]
    grouped = [*best[: best.index(family[0])], *family, *(i for i in others if best.index(i) > best.index(family[0]))]
    hands, room = Hands(), workspace.search
    workspace.search_for("camera")
    qtbot.waitUntil(lambda: room.hits.hasFocus() and found(room) == best, timeout=PATIENCE)
    room.hits.go_to(best.index(TWO))
    hands.press(Qt.Key.Key_G, SHIFT)
    hands.press(Qt.Key.Key_G, SHIFT)
    qtbot.waitUntil(lambda: room._run.grouping is Grouping.FAMILY, timeout=PATIENCE)
    assert found(room) == grouped
    assert room.working.item() == TWO
    assert [each for each in members(room.model, hits.MEMBER) if each] == of(family[0], 3)
    hands.press(Qt.Key.Key_K)
    assert room.working.item() == grouped[grouped.index(TWO) - 1]
    workspace.search_for("camera -lunch")
    qtbot.waitUntil(lambda: len(found(room)) == 4, timeout=PATIENCE)
    assert [each for each in members(room.model, hits.MEMBER) if each][1:] == of(family[0], 3)[1:]
    qtbot.waitUntil(room.hits.hasFocus, timeout=PATIENCE)
    hands.press(Qt.Key.Key_A, CONTROL)
    hands.press(Qt.Key.Key_G, SHIFT)
    qtbot.waitUntil(lambda: room._run.grouping is Grouping.NONE, timeout=PATIENCE)
    assert found(room) == list(room._run.best_first)
    assert members(room.model, hits.MEMBER) == [None] * 4
    assert room.working.many.meant() is None, "one hit is at hand again"


def test_who_goes_on_while_hits_are_put_together_stays_where_they_went(
    qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their hit stands behind those that are listed at once; where it fails, the list stands as it stood."""
    hands, room = Hands(), workspace.search
    workspace.search_for("camera")
    qtbot.waitUntil(lambda: room.hits.hasFocus() and len(found(room)) == 5, timeout=PATIENCE)
    monkeypatch.setattr(search_room, "BATCH", 2)
    room.hits.go_to(0)
    late = Late(monkeypatch, search, "regrouped")
    try:
        hands.press(Qt.Key.Key_G, SHIFT)
        late.wait(qtbot)
        room.hits.go_to(4)
        gone_to = room.working.item()
    finally:
        late.let_go()
    qtbot.waitUntil(lambda: room._run.grouping is Grouping.THREAD, timeout=PATIENCE)
    assert room.working.item() == gone_to

    def fail(*_asked: object) -> None:
        raise StorageError("the disk cannot be read")

    monkeypatch.setattr(search, "regrouped", fail)
    hands.press(Qt.Key.Key_G, SHIFT)
    qtbot.waitUntil(lambda: "disk cannot be read" in workspace.notice.what.text(), timeout=PATIENCE)
    assert room.last_view(LastView()).hits is Grouping.THREAD
