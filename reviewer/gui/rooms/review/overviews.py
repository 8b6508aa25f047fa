"""What stands in the place of the list and the pages for a while: queues, coverage, time. Made when first wanted."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QFrame, QMenu, QWidget

from reviewer.gui.rooms.review.listing import Listing
from reviewer.gui.session import Session
from reviewer.gui.widgets.fitting import CurrentStack
from reviewer.gui.widgets.tab_order import enter

if TYPE_CHECKING:
    from reviewer.gui.rooms.review.coverage import CoveragePage
    from reviewer.gui.rooms.review.queues import QueuesPage
    from reviewer.gui.rooms.review.time_line import TimeLinePage


class Overviews(CurrentStack):
    """Reading, or ``empty`` where there is nothing to read, or one of the overviews; Esc leads back from these.

    ``listed`` carries what some items are in words, and which: they are to be listed.
    """

    listed = Signal(str, object)

    def __init__(self, session: Session, listing: Listing, reading: QWidget, empty: QWidget) -> None:
        super().__init__()
        self._session, self._listing, self._reading, self._empty = session, listing, reading, empty
        self._stretch = ""
        self.addWidget(reading)
        self.addWidget(empty)
        listing.filter.overviews_wanted.connect(self._show_menu)

    @cached_property
    def queues(self) -> QueuesPage:
        """The queues of the case."""
        from reviewer.gui.rooms.review.queues import QueuesPage

        made = QueuesPage(self._session, self._listing.wanted)
        made.left.connect(self.leave)
        made.taken.connect(self._take_up)
        self.addWidget(made)
        return made

    @cached_property
    def coverage(self) -> CoveragePage:
        """What was read and what was not."""
        from reviewer.gui.rooms.review.coverage import CoveragePage

        made = CoveragePage(self._session, self._listing.wanted)
        made.left.connect(self.leave)
        made.chosen.connect(self.listed)
        self.addWidget(made)
        return made

    @cached_property
    def time_line(self) -> TimeLinePage:
        """Messages in time."""
        from reviewer.gui.rooms.review.time_line import TimeLinePage

        made = TimeLinePage(self._session)
        made.left.connect(self.leave)
        made.chosen.connect(self._narrow)
        self.addWidget(made)
        return made

    def keys(self) -> dict[str, Callable[[], object]]:
        """What each key shows."""
        return {"Shift+Q": self.show_queues, "Shift+U": self.show_coverage, "Shift+L": self.show_time_line}

    def show_queues(self) -> None:
        """Show the queues, and of what a new one would be made."""
        self._go(self.queues)
        self.queues.show_listed()

    def show_coverage(self) -> None:
        """Show what was read and what was not."""
        self._go(self.coverage)
        self.coverage.show_listed()

    def show_time_line(self) -> None:
        """Show the messages in time."""
        self._go(self.time_line)
        self.time_line.show_listed()

    def show_reading(self, *, empty: bool) -> None:
        """Show the list and the pages, or that there is nothing to read, unless an overview is in sight.

        The list gets the keyboard of what it takes the place of, whatever Qt would choose.
        """
        if self.currentWidget() in (self._reading, self._empty):
            focus = QApplication.focusWidget()
            held = focus is not None and self._empty.isAncestorOf(focus)
            self.setCurrentWidget(self._empty if empty else self._reading)
            if held and not empty:
                enter(self._listing.list)

    def leave(self) -> None:
        """Go back to reading."""
        if self.currentWidget() not in (self._reading, self._empty):
            self.setCurrentWidget(self._reading)
            enter(self._listing.list)

    def _go(self, page: QFrame) -> None:
        if self.currentWidget() is not self._empty:
            self.setCurrentWidget(page)

    def _take_up(self, name: str) -> None:
        self.leave()
        self._listing.queue.take(name)

    def _narrow(self, condition: str) -> None:
        """List what the filter wants of a stretch of time, in place of another stretch that was chosen before."""
        self.leave()
        self._listing.narrow(condition, in_place_of=self._stretch)
        self._stretch = condition

    def _show_menu(self) -> None:
        menu, below = QMenu(self), self._listing.filter.overviews
        menu.aboutToHide.connect(menu.deleteLater)
        menu.addAction(self.tr("Queues… (Shift+Q)"), self.show_queues)
        menu.addAction(self.tr("Coverage: what was read… (Shift+U)"), self.show_coverage)
        menu.addAction(self.tr("Messages in time, with gaps… (Shift+L)"), self.show_time_line)
        menu.popup(below.mapToGlobal(below.rect().bottomLeft()))
