"""Going on where one left: what was in sight when the case was last open, kept in the case for each reviewer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from reviewer.errors import KnownError
from reviewer.gui.navigation import Room, RoomName
from reviewer.gui.session import Session
from reviewer.gui.widgets.folding import Panes
from reviewer.usecases import last_view
from reviewer.usecases.last_view import LastView

LOOK = 15_000
"""Milliseconds; so much of one's way is lost at most where the program is killed."""


class Returning(QObject):
    """Remembers where one is. ``at_hand`` is the room in sight; ``rooms`` are those that were made."""

    def __init__(
        self, parent: QObject, session: Session, at_hand: Callable[[], str], rooms: Mapping[RoomName, Room]
    ) -> None:
        super().__init__(parent)
        self._session, self._at_hand, self._rooms = session, at_hand, rooms
        self._reviewer = session.reviewer
        self._kept = LastView()
        self._known = False
        self._seen: set[RoomName] = set()
        self._looking = QTimer(self, interval=LOOK)
        self._looking.timeout.connect(self.keep)
        session.renamed.connect(self._renamed)

    def ask(self, found: Callable[[LastView], None]) -> None:
        """Where one was, to ``found``."""

        def known(view: LastView | None) -> None:
            self._kept, self._known = view or LastView(), True
            self._looking.start()
            found(self._kept)

        def unknown(_error: KnownError) -> None:  # where one was may be lost; what is wrong shows with the first room
            found(LastView())

        look = partial(last_view.of, reviewer=self._reviewer)
        self._session.query(self, look).success(known).failure(unknown).run()

    @property
    def kept(self) -> LastView:
        """Where one was, as far as it is known."""
        return self._kept

    def keep(self) -> None:
        """Keep where one is, if that has changed."""
        view = self._now()
        if self._known and view != self._kept:
            self._kept = view
            keep = partial(last_view.keep, view=view, reviewer=self._reviewer)
            self._session.operation(self, keep).run()

    def arrange(self, name: RoomName, room: QWidget) -> None:
        """Give the panes of a room the widths they had, once it has been laid out."""
        self._seen.add(name)
        sizes = self._kept.panes.get(name)
        if sizes:
            QTimer.singleShot(0, room, partial(_arrange, room, sizes))

    def _now(self) -> LastView:
        view = replace(self._kept, room=self._at_hand() or self._kept.room)
        panes = dict(view.panes)
        for name, room in self._rooms.items():
            view = room.last_view(view)
            if name in self._seen:
                panes[name] = _sizes(room, panes.get(name, ()))
        return replace(view, panes=panes)

    def _renamed(self, reviewer: str) -> None:
        """Somebody else goes on from here: where the one before was is kept for them."""
        self.keep()
        self._reviewer, self._kept = reviewer, LastView()


def _sizes(room: QWidget, before: Sequence[Sequence[int]]) -> list[list[int]]:
    """The widths of the panes of a room; of a part that was not looked at, those that it had ``before``.

    Panes that share their room by themselves have none: on another screen, or with other letters, they share it anew.
    """
    splitters = _splitters(room)
    had = before if len(before) == len(splitters) else [()] * len(splitters)
    return [_given(each) if any(each.sizes()) else list(kept) for each, kept in zip(splitters, had, strict=True)]


def _given(splitter: QSplitter) -> list[int]:
    """The widths that its panes were given; nothing for each where they share the room by themselves."""
    sizes = splitter.sizes()
    return [0] * len(sizes) if isinstance(splitter, Panes) and not splitter.arranged else sizes


def _splitters(room: QWidget) -> list[QSplitter]:
    """The splitters of a room in the order of its parts, whichever of these was looked at last.

    A stack raises what it shows, and what is raised becomes the last child.
    """
    return sorted(room.findChildren(QSplitter), key=partial(_place, room))


def _place(room: QWidget, splitter: QSplitter) -> list[int]:
    """Where a splitter is by the pages of the stacks that it is in, outermost first."""
    place: list[int] = []
    inner: QWidget = splitter
    while inner is not room and (outer := inner.parentWidget()) is not None:
        if isinstance(outer, QStackedWidget):
            place.insert(0, outer.indexOf(inner))
        inner = outer
    return place


def _arrange(room: QWidget, sizes: Sequence[Sequence[int]]) -> None:
    """Set sizes where the panes are still as many; what was out of sight then, or is now, stays as it is.

    Panes of a part that was not looked at yet have no sizes: they are given theirs for when it is.
    """
    splitters = _splitters(room)
    if len(splitters) != len(sizes):
        return
    for splitter, wanted in zip(splitters, sizes, strict=True):
        if not any(wanted):  # never looked at: it gets its usual widths
            continue
        now = splitter.sizes()
        if len(now) == len(wanted) and not any(now) and all(wanted):
            splitter.setSizes(wanted)
        elif len(now) == len(wanted):
            splitter.setSizes([new if new and old else old for new, old in zip(wanted, now, strict=True)])
