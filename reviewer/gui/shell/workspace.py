"""The window's inside while a case is open: top bar, rail, rooms, notice and status line."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from reviewer.domain.ids import BenefitId, EndorsementId, ItemId, OfficerId, PassageId
from reviewer.domain.interviews.interview import InterviewId
from reviewer.domain.policy.allegation import AllegationId
from reviewer.gui.rooms.custody.room import CustodyRoom
from reviewer.gui.rooms.exports.room import ExportsRoom
from reviewer.gui.rooms.findings.room import FindingsRoom
from reviewer.gui.rooms.interviews.room import InterviewsRoom
from reviewer.gui.rooms.ledger.room import LedgerRoom
from reviewer.gui.rooms.people.room import PeopleRoom
from reviewer.gui.rooms.review.room import ReviewRoom
from reviewer.gui.rooms.search.room import SearchRoom
from reviewer.gui.session import Session
from reviewer.gui.shell.evidence import EvidenceForm
from reviewer.gui.shell.keymap import KeyMap
from reviewer.gui.shell.notice import Notice
from reviewer.gui.shell.rail import Rail
from reviewer.gui.shell.statusline import StatusLine
from reviewer.gui.shell.topbar import TopBar
from reviewer.gui.theme import grid
from reviewer.gui.widgets.going_round import go_round
from reviewer.gui.widgets.keys import on_keys_anywhere
from reviewer.gui.widgets.parts import column, row
from reviewer.usecases.cases import CaseInfo

RoomType = TypeVar("RoomType", bound=QWidget)


class Workspace(QWidget):
    """Everything that knows the open case; thrown away when the case is locked."""

    lock_wanted = Signal()
    reviewer_changed = Signal(str)

    def __init__(self, session: Session, info: CaseInfo) -> None:
        super().__init__()
        self.setObjectName("page")
        self.session = session
        self.topbar = TopBar(info.title, info.reference, session.reviewer)
        self.notice = Notice()
        self.status = StatusLine()
        self.evidence = EvidenceForm(session, self.status)
        self.keymap = KeyMap()
        self.rooms: dict[str, QWidget] = {}
        self.stack = QStackedWidget()
        self.review = self._add("review", ReviewRoom(session))
        self.search = self._add("search", SearchRoom(session))
        self.people = self._add("people", PeopleRoom(session))
        self.ledger = self._add("ledger", LedgerRoom(session))
        self.findings = self._add("findings", FindingsRoom(session))
        self.interviews = self._add("interviews", InterviewsRoom(session))
        self.exports = self._add("exports", ExportsRoom(session))
        self.custody = self._add("custody", CustodyRoom(session))
        self.rail = Rail(self._names())
        self._lay_out()
        self._connect()
        self.show_room("review")

    def _names(self) -> list[tuple[str, str]]:
        return [
            ("review", self.tr("Review")),
            ("search", self.tr("Search")),
            ("people", self.tr("People")),
            ("ledger", self.tr("Ledger")),
            ("findings", self.tr("Findings")),
            ("interviews", self.tr("Interviews")),
            ("exports", self.tr("Exports")),
            ("custody", self.tr("Custody")),
        ]

    def _lay_out(self) -> None:
        self.stack.setMinimumHeight(grid(60))
        inside = column(self.evidence, self.keymap, self.stack, gap=0)
        inside.setStretchFactor(self.stack, 1)
        middle = row(self.rail, inside, gap=0)
        whole = column(self.topbar, middle, self.notice, self.status, gap=0)
        whole.setStretchFactor(middle, 1)
        self.setLayout(whole)
        self.keymap.hide()

    def _connect(self) -> None:
        self.rail.chosen.connect(self.show_room)
        self.topbar.search_wanted.connect(self.search_for)
        self.topbar.lock_wanted.connect(self.lock_wanted)
        self.topbar.help_wanted.connect(self.keymap.toggle)
        self.topbar.evidence_wanted.connect(self.evidence.choose)
        self.topbar.reviewer_changed.connect(self._rename)
        self.session.failed.connect(self.notice.show_error)
        self.session.said.connect(self.notice.say)
        self.custody.failed.connect(self.status.show_failures)
        self.session.items_wanted.connect(self.list_items)
        self.session.item_wanted.connect(self.open_item)
        self.session.words_wanted.connect(self.open_item)
        self.session.passage_wanted.connect(self.show_passage)
        self.session.benefit_wanted.connect(self.show_benefit)
        self.session.endorsement_wanted.connect(self.show_endorsement)
        self.session.allegation_wanted.connect(self.show_allegation)
        self.reviewer_changed.connect(self.findings.show_reviewer)
        self.session.interview_wanted.connect(self.show_interview)
        self.session.officer_wanted.connect(self.show_officer)
        self.session.room_wanted.connect(self.show_room)
        self.session.account_wanted.connect(lambda: self.show_room("custody"))
        self.session.password_wanted.connect(self.ask_password)
        self.review.keys_wanted.connect(self.keymap.toggle)
        self.session.saving.connect(self.status.show_saving)
        self.status.failures_wanted.connect(lambda: self.show_room("custody"))
        self.review.evidence_wanted.connect(self.evidence.choose)
        self.search.item_wanted.connect(self.open_item)
        self.people.item_wanted.connect(self.open_item)
        on_keys_anywhere(self, self._shortcuts())

    def _shortcuts(self) -> dict[str, Callable[[], object]]:
        return {
            "Ctrl+K": self.focus_search,
            "Ctrl+L": self.lock_wanted.emit,
            "F6": lambda: go_round(self.stack.currentWidget(), 1),
            "Shift+F6": lambda: go_round(self.stack.currentWidget(), -1),
            "F1": self.keymap.toggle,
            "Ctrl+Z": self.review.acts.undo,
            "Ctrl+Shift+Z": self.review.acts.redo,
        }

    def _add(self, name: str, room: RoomType) -> RoomType:
        self.rooms[name] = room
        self.stack.addWidget(room)
        return room

    def show_room(self, name: str) -> None:
        """Go to a room."""
        self.rail.show_room(name)
        self.keymap.show_room(name)
        self.stack.setCurrentWidget(self.rooms[name])
        focus = self.rooms[name].focusProxy()
        if focus is not None:
            focus.setFocus()

    def focus_search(self) -> None:
        """Put the cursor into the search box."""
        self.topbar.search.selectAll()
        self.topbar.search.setFocus()

    def search_for(self, text: str) -> None:
        """Search, and show what was found."""
        self.show_room("search")
        self.search.search(text)

    def open_item(self, item: ItemId, words: str = "") -> None:
        """Show an item in the Review room, with these words marked on its pages."""
        self.show_room("review")
        self.review.open_item(item, words)

    def show_passage(self, passage: int) -> None:
        """Show a passage on its page in the Review room."""
        self.show_room("review")
        self.review.show_passage(PassageId(passage))

    def show_benefit(self, benefit: int) -> None:
        """Show a benefit in the Ledger room."""
        self.show_room("ledger")
        self.ledger.show_benefit(BenefitId(benefit))

    def show_allegation(self, allegation: int) -> None:
        """Show an allegation in the Findings room."""
        self.show_room("findings")
        self.findings.show_allegation(AllegationId(allegation))

    def show_endorsement(self, endorsement: int) -> None:
        """Show an endorsement in the Ledger room."""
        self.show_room("ledger")
        self.ledger.show_endorsement(EndorsementId(endorsement))

    def show_interview(self, interview: int) -> None:
        """Show an interview in the Interviews room."""
        self.show_room("interviews")
        self.interviews.show_interview(InterviewId(interview))

    def show_officer(self, officer: int) -> None:
        """Show an officer in the People room."""
        self.show_room("people")
        show = getattr(self.people, "show_officer", None)
        if show is not None:
            show(OfficerId(officer))

    def list_items(self, query: str) -> None:
        """List what a query wants in the Review room."""
        self.show_room("review")
        self.review.list_items(query)

    def ask_password(self) -> None:
        """Go where a password is tried on what is locked."""
        self.show_room("custody")
        self.custody.ask_password()

    def close_workers(self) -> None:
        """Let every worker of every view go, and ask long work to stop."""
        self.evidence.cancel()
        self.exports.cancel()
        self.custody.cancel()
        for view in (self.review, self.search, self.people, self.ledger, self.findings, self.interviews):
            view.close_workers()

    def _rename(self, name: str) -> None:
        self.session.reviewer = name
        self.reviewer_changed.emit(name)
