"""Where the window is put together and run."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from reviewer.desktop import crash_reports, preferences
from reviewer.desktop.large_blocks import give_large_blocks_back
from reviewer.gui.accessibility import tell_headings
from reviewer.gui.garbage import GarbageCollector
from reviewer.gui.scheduling import window_first
from reviewer.gui.shell.settings_page import use
from reviewer.gui.shell.window import MainWindow
from reviewer.gui.shell.workspace import load_first_rooms
from reviewer.gui.sight import KeyboardInSight
from reviewer.gui.theme import Theme
from reviewer.isolation.channel import crash_listeners
from reviewer.isolation.workers import Workers


def application(*, dark: bool | None = None) -> QApplication:
    """The Qt application with its theme; light or dark as the system has it unless told otherwise."""
    QCoreApplication.setApplicationName("Evidence Reviewer")
    QGuiApplication.setDesktopFileName("evidence-reviewer")  # by this a desktop finds the icon of a window
    window_first()
    give_large_blocks_back()
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    Theme(app, dark=dark)
    tell_headings()
    KeyboardInSight(app)
    return app


def spare_the_collector() -> None:
    """Leave what is loaded for good out of garbage collections.

    A full one stops the UI thread: with all imports in it for 34 to 66 ms, more than any drawing does.
    """
    gc.collect()
    gc.freeze()


def run(case: Path | None = None) -> int:
    """Open the window, on a case if one is named, until it is closed; returns the exit code."""
    with Workers() as workers:
        app = application()
        use(preferences.current())
        GarbageCollector(app)
        workers.warm_up()
        load_first_rooms()
        window = MainWindow(workers)
        spare_the_collector()
        window.present()
        window.tell_crash()
        stop = crash_reports.watch(lambda: window.courier.post(window.tell_failure))
        crash_listeners.append(crash_reports.keep_worker)
        if case is not None:
            window.opening.open_case(case)
        else:
            window.ask_first()
        try:
            return app.exec()
        finally:
            crash_listeners.remove(crash_reports.keep_worker)
            stop()
