"""What is brought into sight for a picture, and waited for until it is there."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QWidget

from reviewer.casefile.engine.case import Case
from reviewer.domain.evidence.item import Item
from reviewer.errors import KnownError
from reviewer.gui.navigation import ItemTarget
from reviewer.gui.pages.pane import Pane
from reviewer.gui.pages.view import PageView
from reviewer.gui.rooms.review.room import ReviewRoom
from reviewer.gui.shell.workspace import Workspace
from reviewer.gui.widgets.lists.table import choose_row
from reviewer.usecases import search
from reviewer.usecases.analysis import near_duplicates, threads
from reviewer.usecases.analysis.near_duplicates import Alike
from reviewer.usecases.analysis.threads import Summary
from reviewer.usecases.evidence import items
from reviewer.usecases.exports.redaction import redactions
from reviewer.usecases.exports.redaction.redactions import Said

PATIENCE = 600.0
"""Seconds until something that should show is given up; on a machine at work a mock run took longer than one minute."""


def wait(until: Callable[[], bool], what: str) -> None:
    """Let the window work until something holds; KnownError when it never does."""
    loop = QEventLoop()
    ticking = QTimer(interval=20)
    end = time.monotonic() + PATIENCE

    def look() -> None:
        if until() or time.monotonic() > end:
            loop.quit()

    ticking.timeout.connect(look)
    ticking.start()
    loop.exec()
    ticking.stop()
    if not until():
        raise KnownError(f"{what} did not show within {PATIENCE:.0f} seconds")


def drawn(of: QWidget) -> bool:
    """Whether all pages in sight of a window are drawn, and none is on its way."""
    panes, views = of.findChildren(Pane), of.findChildren(PageView)
    return not any(each.isVisible() and each.busy for each in panes) and all(
        each.complete for each in views if each.isVisible() and each.document is not None
    )


def review(room: ReviewRoom) -> None:
    """Show a tagged message, with an attachment if there is one, and one of its passages at hand."""
    for query in ("has:passage has:attachment", "has:passage", ""):
        ask(room, query)
        if room.model.rowCount():
            break
    item = room.model.item_at(0)
    if item is None:
        return
    ask(room, "")
    room.opening.open_item(item)
    wait(lambda: room.desk.facts is not None and room.desk.facts.item.id == item, "the item")
    wait(lambda: room.desk.a.view.complete, "the pages")
    if room.desk.b.isVisible():
        wait(lambda: room.desk.b.view.complete or not room.desk.b.busy, "the attachment")
    room.desk.chosen = None
    room.desk.step(1)
    wait(lambda: not room.inspecting.settled.isActive(), "the duplicates")  # they are asked for once one stays


def compare(room: ReviewRoom) -> bool:
    """Compare a document with the one that is most like it; whether there are such."""
    found: list[list[list[Alike]]] = []
    room._session.query(room, near_duplicates.listed).success(found.append).run()  # noqa: SLF001 - of the same window
    wait(lambda: bool(found), "what is nearly the same")
    if not found[0]:
        return False
    one = found[0][0][0].item.id
    room.opening.open_item(one)
    wait(lambda: room.desk.at_hand is not None and room.desk.at_hand.item.id == one, "the document to compare")
    room.group.next()
    wait(lambda: room.comparing.comparing, "the differences")
    return True


def ask(room: ReviewRoom, query: str) -> None:
    """List what a query wants."""
    room.opening.list_items(query)
    wait(lambda: room.model.query.strip() == query, "the list")


def unfold_failures(workspace: Workspace) -> bool:
    """Unfold the commonest reason of failure, and the containers; whether there is any failure."""
    account = workspace.custody.account
    wait(lambda: account.containers.rowCount() > 0 or bool(account.verdict.text()), "the account")
    account.containers_tree.expandToDepth(0)
    account.failures_tree.expand(account.failures.index(0, 0))
    return bool(account.failures.rowCount())


def show_first(room: ReviewRoom, query: str) -> bool:
    """List what a query wants and show the first of it; whether there is any."""
    ask(room, query)
    item = room.model.item_at(0)
    if item is None:
        return False
    wait(lambda: room.desk.facts is not None and room.desk.facts.item.id == item, "the item")
    for pane in room.desk.panes:
        if pane.isVisible():
            wait(lambda pane=pane: not pane.busy and (pane.view.complete or pane.view.document is None), "the pages")  # type: ignore[misc]
    return True


def show_outlook(workspace: Workspace) -> bool:
    """Show an Outlook message with its attachment; whether there is one."""

    def look(case: Case) -> list[Item]:
        ids = search.ids(case, "kind:email has:attachment")
        return [each for each in items.iterate(case, ids) if each.metadata.get("format") == "Outlook message"][:1]

    found: list[list[Item]] = []
    workspace.session.query(workspace, look).success(found.append).run()
    wait(lambda: bool(found), "the Outlook messages")
    return bool(found[0]) and show_first(workspace.review, f'has:attachment subject:"{found[0][0].subject}"')


def show_redacted(workspace: Workspace) -> bool:
    """Show the first item that has a redaction; whether there is one."""
    found: list[list[Said]] = []
    workspace.session.query(workspace, redactions.listed).success(found.append).run()
    wait(lambda: bool(found), "the redactions")
    if not found[0]:
        return False
    item, room = found[0][0].redaction.what.item, workspace.review
    workspace.go(ItemTarget(item))
    wait(lambda: room.desk.facts is not None and room.desk.facts.item.id == item, "the redacted item")
    wait(lambda: room.desk.a.view.complete, "the pages")
    return True


def show_thread(workspace: Workspace) -> bool:
    """Show the longest thread with a message missing from it; whether there is one."""
    found: list[list[Summary]] = []
    workspace.session.query(workspace, threads.listed).success(found.append).run()
    wait(lambda: bool(found), "the threads")
    summary = next((each for each in found[0] if each.missing), None)
    if summary is None:
        return False
    room = workspace.review
    workspace.go(ItemTarget(summary.first.id))
    wait(lambda: room.desk.facts is not None and room.desk.facts.item.id == summary.first.id, "the message")
    wait(lambda: room.desk.a.view.complete, "the pages")
    room.beside.toggle()
    wait(lambda: room.beside.model.row_of(summary.first.id) >= 0, "the thread")
    return True


def choose_officer(workspace: Workspace) -> None:
    """Choose the officer with most passages."""
    people = workspace.people
    listed, page = people.officers, people.page
    wait(lambda: listed.model.rowCount() > 0 or bool(listed.none.text()), "the officers")
    if listed.model.rowCount():
        listed.table.sortByColumn(4, Qt.SortOrder.DescendingOrder)
        choose_row(listed.table, 0)
        wait(lambda: page.page is not None, "the officer's page")
        wait(lambda: people.place.pane.view.complete or not page.entry(), "the passages")
