"""The window on a case, for a screen reader: ``python -m tests.gui.window_read_out CASE KEY``."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QEventLoop, QSocketNotifier

from reviewer.casefile.engine.credential import Key
from reviewer.gui.app import application
from reviewer.gui.shell.window import MainWindow
from reviewer.isolation.workers import Workers


def show(case: str, key: str) -> None:
    """Show the case; say something when a line comes in; go when there is no more."""
    app = application(dark=False)
    with Workers() as workers:
        window = MainWindow(workers)
        window.show()
        raw, salt = (bytes.fromhex(part) for part in key.split(":"))
        window.opening.open_with_key(Path(case), Key(raw, salt))

        def told() -> None:
            if sys.stdin.readline() and window.workspace is not None:
                window.workspace.session.said.emit("nothing has this key")
            else:
                window.close()
                app.quit()

        line = QSocketNotifier(0, QSocketNotifier.Type.Read)
        line.activated.connect(told)
        while window.workspace is None or not window.workspace.review.desk.a.view.complete:
            app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        sys.stdout.write("open\n")
        sys.stdout.flush()
        app.exec()


if __name__ == "__main__":
    show(*sys.argv[-2:])
