"""Going from one room to what another one knows: a passage on its page, a room by its name."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine.case import Case
from reviewer.domain.ids import ItemId
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.gui.operations import Noun
from reviewer.gui.shell.workspace import Workspace
from reviewer.usecases import search
from reviewer.usecases.pages import passages
from tests.gui.conftest import PATIENCE


def marked_in(qtbot: QtBot, workspace: Workspace, query: str, quote: str) -> MarkedPassage:
    """A passage that was just marked, in the item that a query finds; its pages were made by opening it."""
    done: list[MarkedPassage] = []
    found: list[ItemId] = []
    workspace.session.query(workspace, partial(search.ids, text=query)).success(found.extend).run()
    qtbot.waitUntil(lambda: bool(found), timeout=PATIENCE)
    workspace.open_item(found[0])
    desk = workspace.review.desk
    qtbot.waitUntil(
        lambda: desk.a.view.document is not None and desk.a.view.document.item == found[0], timeout=PATIENCE
    )

    def mark(case: Case) -> MarkedPassage:
        return passages.add_quote(case, found[0], quote, reviewer="Ada")

    workspace.session.operation(workspace, mark, Noun.PASSAGES).success(done.append).run()
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
    workspace.session.passage_wanted.emit(marked.passage.id)
    assert workspace.stack.currentWidget() is workspace.review
    qtbot.waitUntil(lambda: at_hand(workspace, marked), timeout=PATIENCE)


def test_a_passage_of_the_item_that_is_open_is_at_hand_at_once(qtbot: QtBot, workspace: Workspace) -> None:
    first = marked_in(qtbot, workspace, 'subject:"Doorbells for the station"', "our camera")
    second = marked_in(qtbot, workspace, 'subject:"Doorbells for the station"', "at no cost to them")
    for marked in (first, second):
        workspace.session.passage_wanted.emit(marked.passage.id)
        qtbot.waitUntil(partial(at_hand, workspace, marked), timeout=PATIENCE)


def test_a_passage_of_an_attachment_is_shown_though_a_filter_hides_it(qtbot: QtBot, workspace: Workspace) -> None:
    marked = marked_in(qtbot, workspace, "CASTELLAN50", "Save 50 dollars")
    workspace.review.list_items("Thank")
    qtbot.waitUntil(lambda: workspace.review.model.rowCount() == 1, timeout=PATIENCE)
    workspace.session.passage_wanted.emit(marked.passage.id)
    qtbot.waitUntil(lambda: at_hand(workspace, marked), timeout=PATIENCE)


def test_a_passage_is_not_sought_in_an_item_that_is_about_to_make_way(qtbot: QtBot, workspace: Workspace) -> None:
    marked = marked_in(qtbot, workspace, "subject:Thank", "Mine works")
    other = marked_in(qtbot, workspace, 'subject:"Doorbells for the station"', "our camera").passage.item
    workspace.open_item(marked.passage.item)
    desk = workspace.review.desk
    qtbot.waitUntil(lambda: desk.seek(marked), timeout=PATIENCE)
    desk.open(other)
    assert not desk.seek(marked)


def test_rooms_are_gone_to_by_their_names(workspace: Workspace) -> None:
    for name in ("ledger", "people", "review"):
        workspace.session.room_wanted.emit(name)
        assert workspace.stack.currentWidget() is workspace.rooms[name]
    workspace.session.benefit_wanted.emit(1)
    assert workspace.stack.currentWidget() is workspace.ledger
    workspace.session.officer_wanted.emit(1)
    assert workspace.stack.currentWidget() is workspace.people
