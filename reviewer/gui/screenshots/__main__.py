"""Takes all pictures, as the command line asks."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from reviewer.errors import KnownError
from reviewer.gui.app import application
from reviewer.gui.screenshots.scenes import wait
from reviewer.gui.screenshots.tour import Tour
from reviewer.gui.shell.window import MainWindow
from reviewer.gui.theme import theme
from reviewer.isolation.workers import Workers

SIZES = (QSize(1366, 768), QSize(2560, 1440))


def draw(case: Path, passphrase: str, out: Path, workers: Workers) -> int:
    """Take all pictures; returns how many there are."""
    out.mkdir(parents=True, exist_ok=True)
    window = MainWindow(workers)
    tour = Tour(window, out)
    window.resize(SIZES[0])
    window.show()
    window.opening.open_case(case)
    notice = window.notice
    wait(lambda: window.workspace is not None or window.unlock.isVisible() or notice.isVisible(), "the case")
    if notice.isVisible():
        window.close()
        raise KnownError(notice.what.text(), notice.advice.text())
    if window.workspace is None:
        window.unlock.passphrase.setText(passphrase)
        window.unlock.unlock.click()
        wait(lambda: window.workspace is not None or window.unlock.problem.isVisible(), "the case")
    if window.workspace is None:
        window.close()
        raise KnownError(window.unlock.problem.text())
    for size in SIZES:
        for dark in (False, True):
            theme().force(dark=dark)
            window.resize(size)
            tour.rooms(window.workspace, f"{'dark' if dark else 'light'}-{size.width()}x{size.height()}")
    theme().force(dark=False)
    window.resize(SIZES[0])
    window.lock()
    tour.take("locked")
    window.show_start()
    tour.take("start")
    window.close()
    return tour.number


def main(args: Sequence[str]) -> int:
    """Take the pictures that the command line asks for."""
    passphrase = os.environ.get("REVIEWER_PASSPHRASE", "")
    if len(args) != 2 or not passphrase:
        sys.stderr.write("usage: REVIEWER_PASSPHRASE=… python -m reviewer.gui.screenshots CASE OUT_DIR\n")
        return 2
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app: QApplication = application(dark=False)
    try:
        with Workers() as workers:
            draw(Path(args[0]), passphrase, Path(args[1]), workers)
    except KnownError as error:
        sys.stderr.write(f"reviewer: {error}\n{error.advice}\n")
        return error.exit_code
    finally:
        app.processEvents()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
