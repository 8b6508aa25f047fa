"""The one window: start page, unlocking, and the workspace of the open case."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cached_property, partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QSize, QTimer, QUrl
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from reviewer.desktop import preferences, settings
from reviewer.errors import KnownError
from reviewer.gui import theme
from reviewer.gui.accessibility import announce
from reviewer.gui.navigation import RecoveryTarget
from reviewer.gui.operations import Background, Courier
from reviewer.gui.scheduling import stand_back
from reviewer.gui.session import Session
from reviewer.gui.shell import opening
from reviewer.gui.shell.copied import CopiedHere
from reviewer.gui.shell.crash_notice import CrashNotice, after_a_crash
from reviewer.gui.shell.credentials import UnlockPage
from reviewer.gui.shell.first_start import FirstStart
from reviewer.gui.shell.handbook import Handbook
from reviewer.gui.shell.idle import IdleLock
from reviewer.gui.shell.new_case import NewCasePage
from reviewer.gui.shell.notice import Notice
from reviewer.gui.shell.opening import CaseOpening, OpenedCase
from reviewer.gui.shell.passphrase_page import PassphraseChange
from reviewer.gui.shell.settings_page import SettingsOver
from reviewer.gui.shell.start import StartPage
from reviewer.gui.shell.workspace import Workspace
from reviewer.gui.widgets.keys import on_keys_anywhere, on_keys_within
from reviewer.gui.widgets.parts import boxed, column, follow_theme
from reviewer.gui.widgets.tab_order import tab
from reviewer.isolation.workers import Workers
from reviewer.usecases import cases
from reviewer.usecases.cases import CaseInfo

T = TypeVar("T")

FIRST = QSize(1366, 768)
"""How large the window is at first, where the screen is larger."""

SMALL = QSize(1440, 900)
"""On a screen that is no wider or no higher, the window takes all of it."""


class MainWindow(QMainWindow):
    """Holds one case at a time."""

    def __init__(self, workers: Workers) -> None:
        super().__init__()
        self.courier = Courier()
        self.workspace: Workspace | None = None
        self._workers = workers
        self._aside = ThreadPoolExecutor(1, "aside", stand_back)
        self._closing: list[Future[None]] = []  # of which it is not told yet how they ended
        self._telling = 0
        self.start, self.unlock, self.new_case = StartPage(self.courier), UnlockPage(), NewCasePage()
        self.notice = Notice(self)
        self.opening = CaseOpening(self, self.courier, self.unlock, self.new_case, notice=self.notice, away=self._away)
        self.crash: CrashNotice | None = None
        self.first: FirstStart | None = None
        self.idle = IdleLock(self, self._held)
        self.copied = CopiedHere(self)
        self.stack = QStackedWidget()
        for page in (self.start, self.unlock, self.new_case):
            self.stack.addWidget(page)
        self._whole = column(self.stack, gap=0)
        self._whole.setStretchFactor(self.stack, 1)
        self.passphrase = PassphraseChange(self.stack, self.notice, lambda: self.workspace)
        self.settings = SettingsOver(self.stack)
        self.setCentralWidget(boxed(self._whole, "page"))
        self.setAcceptDrops(True)
        self.setWindowTitle(self.tr("Evidence Reviewer"))
        self.resize(FIRST)
        follow_theme(self, lambda: self.setStyleSheet(theme.theme().sheet))
        self._connect()
        self.show_start()

    def present(self) -> None:
        """Show it where it was, if that is on a screen.

        At first it is over the whole screen where that is no larger than a small laptop's, so that nothing is off it.
        """
        kept = settings.window_geometry()
        if kept and self.restoreGeometry(kept):  # it sees to screens that are gone
            self.show()
            return
        room = self.screen().availableSize()
        if room.width() <= SMALL.width() or room.height() <= SMALL.height():
            self.showMaximized()
        else:
            self.show()

    def _connect(self) -> None:
        self.start.new_wanted.connect(self.show_new)
        self.start.case_chosen.connect(self.opening.open_case)
        self.start.demo.built.connect(self._open_demo)
        self.opening.asking.connect(partial(self.stack.setCurrentWidget, self.unlock))
        self.opening.opened.connect(self._opened)
        self.unlock.left.connect(self.show_start)
        self.new_case.left.connect(self.show_start)
        self.start.handbook_wanted.connect(self.show_handbook)
        self.start.settings_wanted.connect(self.show_settings)
        self.stack.currentChanged.connect(self._drop_pages)
        self.settings.resized.connect(self._resize)
        self.settings.passphrase_wanted.connect(self._from_settings_to_passphrase)
        self.passphrase.lost.connect(self._lock_lost)
        self.passphrase.ended.connect(lambda: self.notice.take_back(self._settings_wait()))
        self.idle.wanted.connect(self._lock_idle)
        self.idle.not_taken.connect(self._tell_not_taken)
        on_keys_anywhere(self, {"Shift+F1": self.show_handbook, "Ctrl+,": self.show_settings})
        on_keys_anywhere(self.start, {"F1": self.show_handbook})  # in a case F1 has its keys first
        self._tell_of(self.unlock, "unlock")
        self._tell_of(self.new_case, "new case")

    # -- pages ----------------------------------------------------------------------------------------------------

    def show_start(self) -> None:
        """Show the start page."""
        self.opening.forget()
        self.stack.setCurrentWidget(self.start)
        self.start.refresh()

    def show_new(self) -> None:
        """Show the form for a new case."""
        self.opening.forget()
        self.stack.setCurrentWidget(self.new_case)
        self.new_case.ask(settings.offered_reviewer())

    @cached_property
    def handbook(self) -> Handbook:
        """The handbook, made when it is first wanted."""
        return Handbook(self)

    def show_handbook(self) -> None:
        """Open the handbook beside the case."""
        self.handbook.present()

    def _show_handbook_on(self, room: str) -> None:
        self.handbook.present_room(room)

    def _tell_of(self, page: QWidget, name: str) -> None:
        """F1 on a page without keys of its own opens the handbook where it tells of the page."""
        on_keys_anywhere(page, {"F1": lambda: self.handbook.present_page(name)})

    def show_settings(self) -> None:
        """Show the settings, over what is in sight; again: go back to that."""
        if self.settings.page is not None:
            self.settings.leave()
        elif self.passphrase.running:
            self.notice.say(self._settings_wait())
        else:
            page = self.settings.show(None if self.workspace is None else self.workspace.session)
            on_keys_within(page, {"Ctrl+L": self.lock})
            self._tell_of(page, "settings")

    def _settings_wait(self) -> str:
        return self.tr("Settings open once the passphrase is changed, or its change is stopped.")

    def show_passphrase(self) -> None:
        """Show the page that changes the passphrase, over what is in sight."""
        if self.workspace is not None:
            known, page = self.passphrase.page, self.passphrase.show(self.workspace.topbar.case.text())
            if page is not None and page is not known:
                on_keys_within(page, {"Ctrl+L": self.lock})
                self._tell_of(page, "passphrase")

    def _from_settings_to_passphrase(self) -> None:
        if self.stack.currentWidget() is self.workspace:
            self.show_passphrase()

    def _resize(self) -> None:
        if self.workspace is not None:
            self._remake(self.workspace)

    def _remake(self, old: Workspace) -> None:
        """Make the rooms anew, for what they measured when they were made was for words of another size."""
        if old.held:
            self.stack.setCurrentWidget(old)
            words = self.tr("Lists and panes take the new size when the case is opened again.")
            old.notice.say(words, self.tr("Something is under way here that this would take away."))
            return
        old.leave()

        def show(info: CaseInfo) -> None:
            if self.workspace is old:
                self.stack.removeWidget(old)
                old.close_workers()
                old.deleteLater()
                self._show(old.session.renewed(), info)

        def stay(error: KnownError) -> None:
            self.stack.setCurrentWidget(old)
            old.notice.show_error(error)

        old.session.operation(self, cases.info).success(show).failure(stay).run()

    def _drop_pages(self) -> None:
        """Something else is in sight: what is shown once was left, or a case was opened or locked meanwhile."""
        shown = self.stack.currentWidget()
        if self.settings.page is not shown:
            self.settings.drop()
        under = self.settings.under
        if self.passphrase.page is not None and self.passphrase.page not in (shown, under):
            self.passphrase.drop()
        if self.first is not None and self.first not in (shown, under):
            page, self.first = self.first, None
            self.stack.removeWidget(page)
            page.deleteLater()

    def ask_first(self) -> None:
        """Ask what is asked once on a laptop, if it was not yet."""
        if not preferences.asked_before():
            self.first = FirstStart()
            self.first.left.connect(self.show_start)
            on_keys_anywhere(self.first, {"F1": self.show_handbook})
            self.stack.addWidget(self.first)
            self.stack.setCurrentWidget(self.first)
            self.first.ask()

    # -- after a crash --------------------------------------------------------------------------------------------

    def tell_crash(self) -> None:
        """Show the report of a crash, if there is one, and offer the case that was open."""
        self.crash = after_a_crash()
        if self.crash is not None:
            self.crash.left.connect(self._leave_crash)
            self.crash.case_wanted.connect(self.opening.open_case)
            self._whole.insertWidget(1, self.crash)
            self.crash.show()
            announce(self.crash.what, self.crash.what.text(), urgent=True)

    def _leave_crash(self) -> None:
        notice, self.crash = self.crash, None
        if notice is not None:
            notice.hide()
            notice.deleteLater()

    def tell_failure(self) -> None:
        """Say that something in the program failed; the window lives on."""
        if self._telling > 1:  # neither place can say it: the report and standard error have it
            self._telling = 0
            return
        notice = self.notice if self.workspace is None or self._telling else self.workspace.notice
        self._telling += 1  # what fails in here comes back to here, and is said where that did not fail
        words = self.tr("Something failed in the program. Look whether the last thing you did is there.")
        advice = self.tr(
            "What was saved is kept. If one could be kept, a report without evidence is shown when the program is next "
            "started."
        )
        if not notice.says(words):  # what fails at each drawing is said once
            notice.say(words, advice, problem=True)
        self._telling = 0

    # -- opening --------------------------------------------------------------------------------------------------

    def _open_demo(self, path: Path, passphrase: str) -> None:
        """Open the demo case that was built; whoever does something else by now is told that it is there."""
        if self.workspace is None and self.stack.currentWidget() is self.start:
            self.opening.open_with_passphrase(path, passphrase)
            return
        notice = self.notice if self.workspace is None else self.workspace.notice
        notice.say(self.tr("The demo case is built: {0}").format(path), self.tr("Its passphrase is in its folder."))

    def _opened(self, opened: OpenedCase) -> None:
        self.notice.settle()
        session = Session(opened.path, opened.thread, self.courier, self._workers, settings.reviewer_name())
        workspace = self._show(session, opened.info)
        self.idle.begin()
        self._away(partial(settings.remember_open_case, opened.path)).run()
        words, advice, problem = opened.told
        if words:
            workspace.notice.say(words, advice, problem=problem, kept=True)
        if opened.keep is not None:
            self._keep_key(workspace, *opened.keep)
        if opened.by_sheet:
            workspace.notice.say(*opening.of_recovery_sheet(), kept=True)
        if opened.new:
            QTimer.singleShot(0, workspace, partial(workspace.go, RecoveryTarget()))

    def _keep_key(self, workspace: Workspace, path: Path, passphrase: str) -> None:
        kept = self._away(lambda: cases.remember(path, cases.key_for(path, passphrase)))
        kept.failure(workspace.notice.show_error).run()

    def _show(self, session: Session, info: CaseInfo) -> Workspace:
        """Make the rooms of an open case and show them."""
        self.workspace = Workspace(session, info)
        self.workspace.lock_wanted.connect(self.lock)
        self.workspace.settings_wanted.connect(self.show_settings)
        self.workspace.passphrase_wanted.connect(self.show_passphrase)
        self.workspace.keymap.handbook_wanted.connect(self._show_handbook_on)
        session.renamed.connect(settings.remember_reviewer)
        self.stack.addWidget(self.workspace)
        self.stack.setCurrentWidget(self.workspace)
        self.workspace.begin()
        self.setWindowTitle(self.tr("{0} – Evidence Reviewer").format(info.title))
        return self.workspace

    # -- locking --------------------------------------------------------------------------------------------------

    def lock(self) -> None:
        """Close the case and forget everything that was shown of it."""
        if self.workspace is None:
            return
        self.idle.end()
        self.passphrase.cancel()
        self._away(partial(settings.remember_open_case, None)).run()
        workspace, self.workspace = self.workspace, None
        workspace.leave()
        self.copied.forget()
        self.setWindowTitle(self.tr("Evidence Reviewer"))
        self.opening.ask()
        self.stack.removeWidget(workspace)
        workspace.close_workers()
        session = workspace.session
        workspace.deleteLater()
        closing = self._submit(session.close)
        self._closing.append(closing)
        asked = Background(self, self.courier, lambda: closing)
        asked.success(lambda _done: self._closed(closing)).failure(partial(self._not_closed, closing)).run()

    def _closed(self, closing: Future[None]) -> None:
        if closing in self._closing:
            self._closing.remove(closing)

    def _not_closed(self, closing: Future[None], error: KnownError) -> None:
        self._closed(closing)
        self.notice.show_error(error)

    def _lock_lost(self, error: KnownError) -> None:
        self.lock()
        self.notice.show_error(error)

    def _held(self) -> bool:
        return self.workspace is not None and self.workspace.held

    def _lock_idle(self, minutes: int) -> None:
        typed = "" if self.workspace is None else self.workspace.left_typed
        self.lock()
        words = self.tr("The case was locked after {0} minutes without a key or the mouse.").format(minutes)
        if typed:
            words += self.tr(" Look whether what was typed here was kept: {0}.").format(typed)
        self.notice.say(words, self.tr("How long is chosen in Settings (Ctrl+,)."))

    def _tell_not_taken(self) -> None:
        """Say that the passphrase begins with nothing that was pressed in the moment of locking."""
        words = self.tr("Keys pressed as the case was locked were not taken.")
        self.notice.say(f"{self.notice.what.text()} {words}", self.tr("Pause for a second, then type the passphrase."))

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001, N802 - Qt's
        """Tab goes in the order of sight."""
        return tab(self, forward=forward)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Close the case, once what is under way has been saved."""
        settings.remember_window(bytes(self.saveGeometry().data()))
        self.start.demo.cancel()
        self.lock()
        failed = [each for each in self._closing if each.exception() is not None]
        self._closing.clear()
        if failed:
            event.ignore()  # the window tells it; who has seen it closes once more
            return
        self._aside.shutdown(wait=True)
        event.accept()

    # -- evidence by drag and drop --------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take files and folders."""
        if event.mimeData().hasUrls() and any(_local(url) for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Files and folders are evidence for the open case; a case file is opened while none is."""
        paths = [path for url in event.mimeData().urls() if (path := _local(url)) is not None]
        if self.workspace is not None:
            self.workspace.evidence.offer(paths)
        elif len(paths) == 1 and paths[0].suffix == ".evcase":
            self.opening.open_case(paths[0])

    def _away(self, fn: Callable[[], T]) -> Background[T]:
        return Background(self, self.courier, lambda: self._submit(fn))

    def _submit(self, fn: Callable[[], T]) -> Future[T]:
        return self._aside.submit(fn)


def _local(url: QUrl) -> Path | None:
    return Path(url.toLocalFile()) if url.isLocalFile() else None
