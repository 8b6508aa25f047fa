"""Going from one room to what another one knows: a passage on its page, a room by its name."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine.case import Case
from reviewer.domain.ids import BenefitId, ItemId, OfficerId
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.domain.people.officer import Officer
from reviewer.gui.navigation import BenefitTarget, ItemTarget, OfficerTarget, PassageTarget, RoomName, RoomTarget
from reviewer.gui.shell.workspace import Workspace
from reviewer.usecases import search
from reviewer.usecases.evidence import intake
from reviewer.usecases.pages import passages, tags
from reviewer.usecases.people import officers
from tests.evidence import folder
from tests.gui.conftest import PATIENCE, Evidence
from tests.gui.rooms.interviewing import read_through


def marked_in(qtbot: QtBot, workspace: Workspace, query: str, quote: str) -> MarkedPassage:
    """A passage that was just marked, in the item that a query finds; its pages were made by opening it."""
    done: list[MarkedPassage] = []
    found: list[ItemId] = []
    workspace.session.query(workspace, partial(search.ids, text=query)).success(found.extend).run()
    qtbot.waitUntil(lambda: bool(found), timeout=PATIENCE)
    workspace.go(ItemTarget(found[0]))
    desk = workspace.review.desk
    qtbot.waitUntil(
        lambda: desk.a.view.document is not None and desk.a.view.document.item == found[0], timeout=PATIENCE
    )

    def mark(case: Case) -> MarkedPassage:
        return passages.add_quote(case, found[0], quote, reviewer="Ada")

    workspace.session.operation(workspace, mark).success(done.append).run()
    qtbot.waitUntil(lambda: bool(done), timeout=PATIENCE)
    return done[0]


def at_hand(workspace: Workspace, marked: MarkedPassage) -> bool:
    """Whether the passage is the one that the next key acts on, with its words in sight."""
    desk = workspace.review.desk
    document, view = desk.active.view.document, desk.active.view
    if document is None or document.item != marked.passage.item or desk.passage() is None:
        return False
    span = marked.passage.anchor.span
    assert desk.chosen == marked.passage.id
    place = view._place(QPoint(view.viewport().width() // 2, view.viewport().height() // 2))
    return place is not None and view.page == span.start.page


def test_a_passage_that_is_wanted_is_shown_on_its_page_and_is_the_one_at_hand(
    qtbot: QtBot, workspace: Workspace
) -> None:
    marked = marked_in(qtbot, workspace, "subject:Thank", "Mine works")
    marked_in(qtbot, workspace, 'subject:"Doorbells for the station"', "our camera")
    workspace.show_room("people")
    workspace.session.go(PassageTarget(marked.passage.id))
    assert workspace.stack.currentWidget() is workspace.review
    qtbot.waitUntil(lambda: at_hand(workspace, marked), timeout=PATIENCE)


def test_a_passage_of_the_item_that_is_open_is_at_hand_at_once(qtbot: QtBot, workspace: Workspace) -> None:
    first = marked_in(qtbot, workspace, 'subject:"Doorbells for the station"', "our camera")
    second = marked_in(qtbot, workspace, 'subject:"Doorbells for the station"', "at no cost to them")
    for marked in (first, second):
        workspace.session.go(PassageTarget(marked.passage.id))
        qtbot.waitUntil(partial(at_hand, workspace, marked), timeout=PATIENCE)


def test_a_passage_of_an_attachment_is_shown_though_a_filter_hides_it(qtbot: QtBot, workspace: Workspace) -> None:
    marked = marked_in(qtbot, workspace, "CASTELLAN50", "Save 50 dollars")
    workspace.review.opening.list_items("Thank")
    qtbot.waitUntil(lambda: workspace.review.model.rowCount() == 1, timeout=PATIENCE)
    workspace.session.go(PassageTarget(marked.passage.id))
    qtbot.waitUntil(lambda: at_hand(workspace, marked), timeout=PATIENCE)


def test_a_passage_is_not_sought_in_an_item_that_is_about_to_make_way(qtbot: QtBot, workspace: Workspace) -> None:
    marked = marked_in(qtbot, workspace, "subject:Thank", "Mine works")
    other = marked_in(qtbot, workspace, 'subject:"Doorbells for the station"', "our camera").passage.item
    workspace.go(ItemTarget(marked.passage.item))
    desk = workspace.review.desk
    qtbot.waitUntil(lambda: desk.seek(marked), timeout=PATIENCE)
    desk.open(other)
    assert not desk.seek(marked)


def test_rooms_are_gone_to_by_their_names(workspace: Workspace) -> None:
    for name in (RoomName.LEDGER, RoomName.PEOPLE, RoomName.REVIEW):
        workspace.session.go(RoomTarget(name))
        assert workspace.stack.currentWidget() is workspace.rooms[name]
    workspace.session.go(BenefitTarget(BenefitId(1)))
    assert workspace.stack.currentWidget() is workspace.ledger
    workspace.session.go(OfficerTarget(OfficerId(1)))
    assert workspace.stack.currentWidget() is workspace.people


def test_only_the_room_in_sight_is_made_when_a_case_is_opened(workspace: Workspace) -> None:
    assert list(workspace.rooms) == [RoomName.REVIEW]
    assert len(workspace.findChildren(QWidget)) < 310, "what is not wanted yet is not made: forms, thread, key map"
    workspace.session.go(RoomTarget(RoomName.CUSTODY))
    assert list(workspace.rooms) == [RoomName.REVIEW, RoomName.CUSTODY]
    first = workspace.rooms[RoomName.CUSTODY]
    workspace.session.go(RoomTarget(RoomName.REVIEW))
    workspace.session.go(RoomTarget(RoomName.CUSTODY))
    assert workspace.rooms[RoomName.CUSTODY] is first


def test_the_modules_of_a_room_are_not_loaded_before_it_is_shown_but_those_of_the_first_to_be_gone_to() -> None:
    """To load those of Search as it is first shown would keep the window waiting as long as to draw it."""
    rooms = "print({name.split('.')[3] for name in sys.modules if name.startswith('reviewer.gui.rooms.')})"
    look = f"import sys, reviewer.gui.shell.workspace as it; {rooms}; it.load_first_rooms(); {rooms}"
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    before, after = map(ast.literal_eval, done.stdout.replace("set()", "[]").splitlines())
    assert (before, after) == ([], {RoomName.REVIEW, RoomName.SEARCH})


def test_a_room_that_is_made_by_a_target_shows_what_it_names(qtbot: QtBot, workspace: Workspace) -> None:
    people: list[Officer] = []
    workspace.session.query(workspace, officers.listed).success(people.extend).run()
    qtbot.waitUntil(lambda: bool(people), timeout=PATIENCE)
    okafor = next(each for each in people if each.name == "Tom Okafor")
    workspace.session.go(OfficerTarget(okafor.id))
    qtbot.waitUntil(lambda: workspace.people.page.who.text() == "Tom Okafor", timeout=PATIENCE)


def test_what_could_not_be_read_is_counted_below_though_custody_was_never_shown(
    qtbot: QtBot, workspace: Workspace, evidence: Evidence, tmp_path: Path
) -> None:
    assert not workspace.status.failures.isVisible()
    box = folder(tmp_path / "broken", {"broken.pdf": b"%PDF-1.7\nthis is no document"})
    workspace.evidence.offer([box])
    workspace.evidence.start()
    assert "Name the custodian" in workspace.evidence.problem.text()
    workspace.evidence.start()  # without one
    qtbot.waitUntil(workspace.status.failures.isVisible, timeout=PATIENCE)
    assert workspace.status.failures.text() == f"{len(evidence.look(intake.report).failures)} failed (show)"
    assert RoomName.CUSTODY not in workspace.rooms
    workspace.status.failures.click()
    assert workspace.stack.currentWidget() is workspace.rooms[RoomName.CUSTODY]
    qtbot.waitUntil(lambda: workspace.custody.account.failures.rowCount() == 1, timeout=PATIENCE)


def test_an_act_of_another_room_is_taken_back_with_no_room_but_the_one_in_sight(
    qtbot: QtBot, workspace: Workspace, evidence: Evidence
) -> None:
    def names() -> list[str]:
        return [each.name for each in evidence.look(tags.listed)]

    before = names()
    made: list[object] = []
    who = workspace.session.reviewer

    def add(case: Case) -> object:
        return tags.add(case, "Solicited", reviewer=who)

    workspace.session.operation(workspace, add).success(made.append).run()
    qtbot.waitUntil(lambda: bool(made), timeout=PATIENCE)
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(workspace, Qt.Key.Key_Z, control)
    qtbot.waitUntil(lambda: names() == before, timeout=PATIENCE)
    QTest.keyClick(workspace, Qt.Key.Key_Z, control | shift)
    qtbot.waitUntil(lambda: names() == [*before, "Solicited"], timeout=PATIENCE)


def test_a_passage_that_comes_late_does_not_take_one_off_what_was_opened_since(
    qtbot: QtBot, workspace: Workspace
) -> None:
    marked = marked_in(qtbot, workspace, "subject:Thank", "Mine works")
    here = marked_in(qtbot, workspace, 'subject:"Doorbells for the station"', "our camera").passage.item
    room = workspace.review
    ways: tuple[Callable[[], object], ...] = (partial(workspace.go, ItemTarget(here)), room.opening.next)
    for since in ways:
        workspace.go(PassageTarget(marked.passage.id))
        since()
        read_through(qtbot, workspace)
        assert room.opening.current not in (None, marked.passage.item)
