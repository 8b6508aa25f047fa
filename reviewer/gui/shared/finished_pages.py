"""The pages of an item as their receiver gets them: made on demand by what makes them when they leave, and shown."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFrame, QWidget

from reviewer.casefile.engine.case import Case
from reviewer.domain.ids import ItemId
from reviewer.errors import CancelledError, KnownError
from reviewer.gui import text
from reviewer.gui.accessibility import announce
from reviewer.gui.pages.document import document
from reviewer.gui.pages.pane import Pane
from reviewer.gui.pages.view import PageView
from reviewer.gui.session import Latest, Session
from reviewer.gui.theme import grid
from reviewer.gui.widgets.form_problem import FormProblem
from reviewer.gui.widgets.keys import on_keys_within
from reviewer.gui.widgets.parts import button, column, label, row
from reviewer.gui.widgets.progress_line import ProgressLine
from reviewer.usecases.exports.gate import Writer

if TYPE_CHECKING:  # it takes long to load, and not on the thread that draws
    from reviewer.usecases.exports.bundle_files.receiver_pages import ReceiverPages


class FinishedPages(QFrame):
    """A button above the pages of a pane that has them made as they leave, with progress; they open in a window."""

    def __init__(self, session: Session, pane: Pane) -> None:
        super().__init__()
        self._session, self._pane = session, pane
        self._latest = Latest()
        self._offered: tuple[ItemId, Hashable] | None = None
        self.window_with_pages: ReceiverWindow | None = None
        self.start = button(self.tr("Show the finished pages"), self._start)
        self.start.setToolTip(self.tr("Make them as a bundle has them, with their numbers. Nothing leaves the case."))
        self.progress = ProgressLine()
        self.problem = FormProblem()
        margins = (2, 0, 2, 1)
        self.setLayout(column(row(self.start, 1), self.progress, self.problem, margins=margins, gap=1))
        self.progress.stop.clicked.connect(self._stop)  # at once: nothing is written that would have to be undone
        self.hide()

    def offer(self, item: ItemId, rests_on: Hashable, *, leaves: bool) -> None:
        """Offer the pages of an item, if they leave; what was made of something else than it now rests on is old."""
        if self.window_with_pages is not None:
            self.window_with_pages.tell_outdated(item, rests_on)
        self.setVisible(leaves)
        before, now = self._offered, (item, rests_on)
        if now == before:
            return
        running = self.progress.running
        self.leave()
        self._offered = now
        self.setVisible(leaves)
        if running and before is not None and before[0] == item:
            self._say(self.tr("What leaves of it has changed. Have the pages made again."))

    def leave(self) -> None:
        """Offer nothing."""
        self._stop()
        self._offered = None
        self.problem.hide()
        self.hide()

    def close_window(self) -> None:
        """Stop what is under way, close the window and let its worker go."""
        self._stop()
        if self.window_with_pages is not None:
            self.window_with_pages.close()

    def _stop(self) -> None:
        self._latest.ask()
        self.progress.cancel()
        self._end()

    def _start(self) -> None:
        session = self._session
        if self._offered is None or self.progress.running:
            return
        item, rests_on = self._offered
        who, workers = session.reviewer, session.workers
        progress = session.exported(self.progress.step)
        self.problem.hide()
        self.progress.begin(progress, self.tr("Making the pages…"))
        if self.start.hasFocus():
            self.progress.stop.setFocus()
        self.start.setEnabled(False)

        def make(case: Case, _write: Writer) -> ReceiverPages:
            from reviewer.usecases.exports.bundle_files import receiver_pages

            return receiver_pages.make(case, workers, item, reviewer=who, progress=progress)

        asked = session.exporting(self, make).unless(self._latest.ask())
        asked.success(partial(self._show, rests_on)).failure(self._refuse).run()

    def _show(self, rests_on: Hashable, found: ReceiverPages) -> None:
        waiting = self._end()
        if waiting:
            self._pane.view.setFocus()  # where one reads on once the window is closed
        if self.window_with_pages is None:
            self.window_with_pages = ReceiverWindow(self._session, self._pane)
        self.window_with_pages.show_pages(found, rests_on)
        self.window_with_pages.come(with_keyboard=waiting)

    def _refuse(self, error: KnownError) -> None:
        self._end()
        if not isinstance(error, CancelledError):
            self._say(text.in_place(error))

    def _say(self, words: str) -> None:
        self.problem.setText(words)
        self.problem.show()
        announce(self.problem, words)

    def _end(self) -> bool:
        """It is over; whether the reviewer waited for it at the button that stops it."""
        waiting = self.progress.running and self.progress.stop.hasFocus()
        self.start.setEnabled(True)
        if waiting:
            (self.start if self.start.isVisible() else self._pane.view).setFocus()
        self.progress.end()
        return waiting


class ReceiverWindow(QWidget):
    """Finished pages and what they are. Read only; Esc closes it, and then nothing of the pages is kept."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("desk")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(self.tr("As the receiver gets it"))
        self._made_of: tuple[ItemId, Hashable] | None = None
        self.told = label("", "strong", wrap=True, selectable=True)
        self.told.setContentsMargins(grid(2), grid(1), grid(2), grid(1))
        self.told.setAccessibleDescription(self.tr("What these pages are"))
        self.view = PageView(session.workers, session.courier)
        whole = column(self.told, self.view, gap=0)
        whole.setStretchFactor(self.view, 1)
        self.setLayout(whole)
        self.resize(grid(200), grid(170))
        on_keys_within(self, {"Esc": self.close})

    def show_pages(self, found: ReceiverPages, rests_on: Hashable) -> None:
        """Show finished pages, and say whether their numbers are on them."""
        self._made_of = found.item, rests_on
        title = self.tr("{0} as the receiver gets it").format(found.control)
        self.setWindowTitle(title)
        self.told.setText(f"{self._pages(found)} {self._production(found)}")
        self.view.show_document(
            document(found.item, found.rendition, title=title, remark="", pdf=found.pdf, pages=found.pages)
        )

    def tell_outdated(self, item: ItemId, rests_on: Hashable) -> None:
        """Say of an item's pages, where they were made of something else, that they are of before."""
        if self._made_of is not None and self._made_of[0] == item and self._made_of[1] != rests_on:
            self.told.setText(self.tr("What leaves of it has changed since. Have the pages made again."))

    def come(self, *, with_keyboard: bool) -> None:
        """Come into sight, and take the keyboard of who waited for it alone."""
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, not with_keyboard)
        self.show()
        self.raise_()
        if with_keyboard:
            self.activateWindow()
            self.view.setFocus()

    def _pages(self, found: ReceiverPages) -> str:
        boxes = text.counted(found.boxes, self.tr("box"), self.tr("boxes"))
        if found.boxes:
            return self.tr("The pages are rebuilt with {0}; what was below is not in this file.").format(boxes)
        return self.tr("The pages go whole, with the highlights of what is marked.")

    def _production(self, found: ReceiverPages) -> str:
        made = found.production
        if made is None:
            return self.tr("A draft: it is in no production yet, so it has no number.")
        if found.native:
            said = self.tr(
                "Production {0} for {1} hands over the file itself, behind a slip sheet, and not these pages."
            )
        elif made.delivery is None:
            said = self.tr("A draft of production {0} for {1}, which is not delivered yet.")
        else:
            said = self.tr("Made now as for production {0} for {1}; what was delivered lies in its bundle.")
        return said.format(made.id, made.receiver)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Let the worker go and keep nothing."""
        self._made_of = None
        self.view.close_workers()
        super().closeEvent(event)
