"""Where an entry of an officer's page leads: to the room that keeps it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication

from reviewer.domain.people.timeline import Entry
from reviewer.gui.rooms.people import sections
from reviewer.gui.session import Session
from reviewer.usecases.evidence import items
from reviewer.usecases.people.officer_page import Page

Way = tuple[str, Callable[[], object]]
"""Where it leads, in words, and how to go there."""


def way(session: Session, page: Page, entry: Entry) -> Way | None:
    """The way from an entry; None where it leads nowhere."""
    values = entry.values
    rooms: dict[str, Callable[[], Way]] = {
        "benefit": lambda: (_tr("Open in Ledger"), partial(session.benefit_wanted.emit, int(values["benefit"]))),
        "allegation": lambda: (
            _tr("Open in Findings"),
            partial(session.allegation_wanted.emit, int(values["allegation"])),
        ),
        "interview": lambda: (
            _tr("Open in Interviews"),
            partial(session.interview_wanted.emit, int(values["interview"])),
        ),
        "complaint": lambda: (_tr("Open in Findings"), partial(session.room_wanted.emit, "findings")),
        "correspondent": lambda: (
            _tr("List these messages in Review"),
            partial(session.items_wanted.emit, sections.letters(page, entry)),
        ),
    }
    rooms["answer"] = rooms["interview"]
    if entry.kind in rooms:
        return rooms[entry.kind]()
    if entry.passages:
        return _tr("Open in Review"), partial(session.passage_wanted.emit, int(entry.passages[0]))
    if entry.items:
        return _tr("Open in Review"), partial(_open_item, session, entry.items[0])
    return None


def _open_item(session: Session, control: str) -> None:
    find = partial(items.find, control=control)
    session.query(session, find).success(lambda item: session.item_wanted.emit(item.id)).run()


def _tr(words: str) -> str:
    return QCoreApplication.translate("PeopleWays", words)
