"""The window's inside while a case is open: top bar, rail, rooms and status line, and the notice over them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from functools import cached_property, partial
from importlib import import_module
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QWidget

from reviewer.domain.changes import Changes, Noun
from reviewer.domain.last_view import LastView
from reviewer.gui.keyboard_moves import KeyboardKept
from reviewer.gui.navigation import (
    EvidenceTarget,
    KeysTarget,
    PassphraseTarget,
    RecoveryTarget,
    Room,
    RoomName,
    RoomTarget,
    SearchTarget,
    Target,
    place_target,
)
from reviewer.gui.reading.query_completion import QueryCompletion
from reviewer.gui.refresh import Refresher
from reviewer.gui.scheduling import SteppedWork
from reviewer.gui.session import Latest, Session
from reviewer.gui.shell.evidence import EvidenceForm
from reviewer.gui.shell.idle import left_typed, typed_unsaved
from reviewer.gui.shell.keymap import KeyMap
from reviewer.gui.shell.notice import Notice
from reviewer.gui.shell.rail import Rail
from reviewer.gui.shell.returning import Returning
from reviewer.gui.shell.sandbox_question import SandboxQuestion
from reviewer.gui.shell.statusline import StatusLine
from reviewer.gui.shell.topbar import TopBar
from reviewer.gui.shell.undoing import Undoing
from reviewer.gui.widgets.fitting import CurrentStack, Scroller
from reviewer.gui.widgets.going_round import go_round
from reviewer.gui.widgets.keys import on_keys_anywhere
from reviewer.gui.widgets.parts import column, row
from reviewer.gui.widgets.tab_order import enter
from reviewer.usecases.cases import CaseInfo
from reviewer.usecases.evidence import custody
from reviewer.usecases.told_acts import ActPlace, ToldAct

if TYPE_CHECKING:
    from reviewer.gui.rooms.custody.room import CustodyRoom
    from reviewer.gui.rooms.exports.room import ExportsRoom
    from reviewer.gui.rooms.findings.room import FindingsRoom
    from reviewer.gui.rooms.interviews.room import InterviewsRoom
    from reviewer.gui.rooms.ledger.room import LedgerRoom
    from reviewer.gui.rooms.people.room import PeopleRoom
    from reviewer.gui.rooms.review.room import ReviewRoom
    from reviewer.gui.rooms.search.room import SearchRoom
    from reviewer.gui.shell.recovery import RecoveryForm

RoomType = TypeVar("RoomType", bound=Room)


def load_first_rooms() -> None:
    """Load the modules of the rooms that a case opens with, or that one first goes to, before anybody waits for it."""
    for name in (RoomName.REVIEW, RoomName.SEARCH):
        import_module(f"reviewer.gui.rooms.{name}.room")


class Workspace(QWidget):
    """Everything that knows the open case; thrown away when the case is locked.

    A room is made, and its modules loaded, when it is first asked for; ``rooms`` has those that were.
    """

    lock_wanted = Signal()
    settings_wanted = Signal()
    passphrase_wanted = Signal()

    def __init__(self, session: Session, info: CaseInfo) -> None:
        super().__init__()
        self.setObjectName("page")
        self.session = session
        self.topbar = TopBar(info.title, info.reference, session.reviewer)
        self.completion = QueryCompletion(self.topbar.search, session)
        self.status = StatusLine()
        self.sandbox_question = SandboxQuestion(session, self, self.status)
        self.notice = Notice(self, self.status, self.status.free)
        self.undoing = Undoing(
            session, self.status.echo, self._in_sight, self._standing, self._going_through, place=self.status.take
        )
        self.keymap = KeyMap()
        self.rooms: dict[RoomName, Room] = {}
        self._unseen: set[RoomName] = set()
        self._counted = Latest()  # failures
        self.stack = CurrentStack()
        self._before_any = QWidget()
        self._begun: KeyboardKept | None = None
        self._ready: ReviewRoom | None = None  # before it has its place
        self.stack.addWidget(self._before_any)
        self.rail = Rail(self._names())
        self.returning = Returning(self, session, self._room_at_hand, self.rooms)
        self._lay_out()
        self._connect()
        Refresher(self, session, {Noun.ITEMS}, self._count_failures)

    def begin(self) -> None:
        """Show the room that a case opens with, made in turns of which none keeps a key waiting.

        Until then the keyboard is nowhere: a letter that is pressed too soon is for no field and no button.
        """
        self._before_any.setFocus()
        self._begun = KeyboardKept()
        SteppedWork(self, self._make_first())

    def _make_first(self) -> Iterator[None]:
        from reviewer.gui.rooms.review.room import ReviewRoom

        if RoomName.REVIEW not in self.rooms:
            self._ready = ReviewRoom(self.session)
        yield
        self.room(RoomName.REVIEW)
        yield
        self.returning.ask(self._show_first)

    def _show_first(self, view: LastView) -> None:
        """Be where the reviewer was, unless one has gone somewhere meanwhile; who types already goes on typing."""
        if RoomName.REVIEW in self._unseen:  # it is there where one left it, wherever one went first
            self.review.come_back(view)
        for name, made in self.rooms.items():  # before it was known where one was
            if name is not RoomName.REVIEW:
                made.come_back(view)
        if self.stack.currentWidget() is self._before_any:
            name = RoomName(view.room) if view.room in list(RoomName) else RoomName.REVIEW
            typing = QApplication.focusWidget() is not self._before_any and not self._begun
            room = self._bring(name)
            room.show_target(RoomTarget(name))
            if not typing:
                enter(room)
        self.session.read_ahead()

    def _room_at_hand(self) -> str:
        return next((str(name) for name, room in self.rooms.items() if room is self.stack.currentWidget()), "")

    # -- the rooms ------------------------------------------------------------------------------------------------

    @cached_property
    def review(self) -> ReviewRoom:
        """Reading."""
        from reviewer.gui.rooms.review.room import ReviewRoom

        ready, self._ready = self._ready, None
        return self._add(RoomName.REVIEW, ready or ReviewRoom(self.session))

    @cached_property
    def search(self) -> SearchRoom:
        """Searching."""
        from reviewer.gui.rooms.search.room import SearchRoom

        made = self._add(RoomName.SEARCH, SearchRoom(self.session))
        made.come_back(self.returning.kept)
        return made

    @cached_property
    def people(self) -> PeopleRoom:
        """Officers and organisations."""
        from reviewer.gui.rooms.people.room import PeopleRoom

        return self._add(RoomName.PEOPLE, PeopleRoom(self.session))

    @cached_property
    def ledger(self) -> LedgerRoom:
        """Benefits and endorsements."""
        from reviewer.gui.rooms.ledger.room import LedgerRoom

        return self._add(RoomName.LEDGER, LedgerRoom(self.session))

    @cached_property
    def findings(self) -> FindingsRoom:
        """Allegations, policy, complaints."""
        from reviewer.gui.rooms.findings.room import FindingsRoom

        return self._add(RoomName.FINDINGS, FindingsRoom(self.session))

    @cached_property
    def interviews(self) -> InterviewsRoom:
        """Interviews."""
        from reviewer.gui.rooms.interviews.room import InterviewsRoom

        return self._add(RoomName.INTERVIEWS, InterviewsRoom(self.session))

    @cached_property
    def exports(self) -> ExportsRoom:
        """What leaves the case."""
        from reviewer.gui.rooms.exports.room import ExportsRoom

        made = self._add(RoomName.EXPORTS, ExportsRoom(self.session))
        made.come_back(self.returning.kept)
        return made

    @cached_property
    def custody(self) -> CustodyRoom:
        """Where the evidence came from and how it is kept."""
        from reviewer.gui.rooms.custody.room import CustodyRoom

        return self._add(RoomName.CUSTODY, CustodyRoom(self.session))

    def _add(self, name: RoomName, room: RoomType) -> RoomType:
        self.rooms[name] = room
        self._unseen.add(name)
        self.stack.addWidget(room)
        return room

    def room(self, name: RoomName) -> Room:
        """A room, made if it is not there yet."""
        found: Room = getattr(self, name.value)
        return found

    def _names(self) -> list[tuple[str, str]]:
        return [
            (RoomName.REVIEW, self.tr("Review")),
            (RoomName.SEARCH, self.tr("Search")),
            (RoomName.PEOPLE, self.tr("People")),
            (RoomName.LEDGER, self.tr("Ledger")),
            (RoomName.FINDINGS, self.tr("Findings")),
            (RoomName.INTERVIEWS, self.tr("Interviews")),
            (RoomName.EXPORTS, self.tr("Exports")),
            (RoomName.CUSTODY, self.tr("Custody")),
        ]

    # -- what is around them --------------------------------------------------------------------------------------

    @cached_property
    def evidence(self) -> EvidenceForm:
        """The form that adds evidence, made when any is first offered."""
        made = EvidenceForm(self.session, self.status)
        made.left.connect(self._to_room)
        self._inside.insertWidget(0, made)
        return made

    @cached_property
    def recovery(self) -> RecoveryForm:
        """The form that makes the recovery sheet, made when it is first wanted."""
        from reviewer.gui.shell.recovery import RecoveryForm

        made = RecoveryForm(self.session)
        made.left.connect(self._to_room)
        self._inside.insertWidget(0, made)
        return made

    def _to_room(self) -> None:
        room = self.stack.currentWidget()
        if room is not None:
            enter(room)

    def _lay_out(self) -> None:
        scroller = Scroller(self.stack, "page")
        self._inside = column(self.keymap, scroller, gap=0)
        self._inside.setStretchFactor(scroller, 1)
        middle = row(self.rail, self._inside, gap=0)
        whole = column(self.topbar, middle, self.status, gap=0)
        whole.setStretchFactor(middle, 1)
        self.setLayout(whole)
        self.keymap.hide()

    def _connect(self) -> None:
        self.rail.chosen.connect(self.show_room)
        self.topbar.search_wanted.connect(self.search_for)
        self.topbar.lock_wanted.connect(self.lock_wanted)
        self.topbar.help_wanted.connect(self.keymap.toggle)
        self.topbar.evidence_wanted.connect(self._add_evidence)
        self.topbar.settings_wanted.connect(self.settings_wanted)
        self.topbar.reviewer_changed.connect(self.session.rename)
        self.status.echo.said_anew.connect(self.notice.place)
        self.status.failures_wanted.connect(partial(self.show_room, RoomName.CUSTODY))
        self.session.failed.connect(self.notice.show_error)
        self.session.said.connect(self.notice.say)
        self.session.unsaid.connect(self.notice.take_back)
        self.session.acted.connect(self._settle_notice)
        self.session.saving.connect(self.status.show_saving)
        self.session.at_work.connect(self.status.show_act)
        self.session.going.connect(self.go)
        on_keys_anywhere(self, self._shortcuts())
        on_keys_anywhere(self, {"F1": self.keymap.go_on}, once=True)

    def _add_evidence(self, folder: bool) -> None:  # noqa: FBT001 - comes by signal
        self.evidence.choose(folder)

    def _shortcuts(self) -> dict[str, Callable[[], object]]:
        return {
            "Ctrl+K": self.focus_search,
            "Ctrl+L": self.lock_wanted.emit,
            "Ctrl+Shift+A": self.topbar.offer_evidence,
            "F6": lambda: go_round(self.stack.currentWidget(), 1),
            "Shift+F6": lambda: go_round(self.stack.currentWidget(), -1),
            "Ctrl+Z": self.undoing.undo,
            "Ctrl+Shift+Z": self.undoing.redo,
            "Alt+Z": self.undoing.run.undo,
        }

    def go(self, target: Target) -> None:
        """Go to a target: its room, which is made if need be, and in it what the target names."""
        match target:
            case EvidenceTarget(folder):
                self._add_evidence(folder)
            case RecoveryTarget():
                self.recovery.ask()
            case PassphraseTarget():
                self.passphrase_wanted.emit()
            case KeysTarget():
                self.keymap.toggle()
            case _:
                self.show_room(target.room)
                self.room(target.room).show_target(target)

    def show_room(self, name: str) -> None:
        """Go to a room."""
        enter(self._bring(name))

    def _bring(self, name: str) -> Room:
        room = self.room(RoomName(name))
        if room is not self.stack.currentWidget():
            self.notice.settle()
        self.rail.show_room(name)
        self.keymap.show_room(name)
        self.stack.setCurrentWidget(room)
        if RoomName(name) in self._unseen:
            self._unseen.discard(RoomName(name))
            self.returning.arrange(RoomName(name), room)
        return room

    def _settle_notice(self, _act: ToldAct) -> None:
        self.notice.settle()

    def focus_search(self) -> None:
        """Put the cursor into the search box."""
        self.topbar.search.selectAll()
        self.topbar.search.setFocus()

    def search_for(self, text: str) -> None:
        """Search, and show what was found."""
        self.go(SearchTarget(text))

    def _standing(self) -> tuple[str, ...]:
        """The room at hand, and what it shows."""
        room = self.stack.currentWidget()
        return (type(room).__name__, *(room.standing() if isinstance(room, Room) else ()))

    def _going_through(self) -> Hashable | None:
        """The list that one works through in the room at hand."""
        room = self.stack.currentWidget()
        return room.going_through() if isinstance(room, Room) else None

    def _in_sight(self, place: ActPlace) -> bool:
        """Whether one sees what an act was about: in the room at hand, and there if the room can tell."""
        target, room = place_target(place), self.stack.currentWidget()
        found = self.rooms.get(target.room) if target is not None and target.room is not None else None
        if isinstance(room, Room) and room.goes_through(place):
            return True
        return found is not None and found is room and found.shows(place)

    def _count_failures(self, _changes: Changes) -> None:
        asked = self.session.query(self, custody.failure_count).unless(self._counted.ask())
        asked.success(self.status.show_failures).run()

    @property
    def held(self) -> bool:
        """Whether locking by itself would take something away: work under way, an interview, words in a form."""
        interviewing = "interviews" in self.__dict__ and self.interviews.hold.isVisible()
        typed = any(map(typed_unsaved, (self, *self.rooms.values())))  # a room that is not at hand is in sight of none
        return interviewing or self.session.working or typed

    @property
    def left_typed(self) -> str:
        """The names of the lines outside forms that hold what was typed."""
        lines = (each for within in (self, *self.rooms.values()) for each in left_typed(within))
        return ", ".join(dict.fromkeys(each.accessibleName() for each in lines))

    def leave(self) -> None:
        """Keep where one is; to be called before the case is closed."""
        self.returning.keep()

    def close_workers(self) -> None:
        """Let every worker of every view go, and ask long work to stop."""
        if "evidence" in self.__dict__:  # where it was never made there is nothing to cancel
            self.evidence.cancel()
        for room in self.rooms.values():
            room.close_workers()
        if self._ready is not None:
            self._ready.close_workers()
            self._ready.deleteLater()
