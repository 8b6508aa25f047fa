"""The window doing the whole job: ``python -m tests.gui.whole_job CASE EVIDENCE QUOTE OUT``.

It opens the case, takes the evidence in as if it had been dropped, reads and tags the quote in the message that has it,
searches, exports the report to OUT/report, and goes through all rooms with a picture of each in OUT/pictures. The
passphrase is in REVIEWER_PASSPHRASE. Run as a process of its own, so that what it leaves behind can be looked for.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest

from reviewer.domain.pages.passage import Place
from reviewer.gui.app import application
from reviewer.gui.screenshots.scenes import ask, wait
from reviewer.gui.screenshots.tour import Tour
from reviewer.gui.shell.window import MainWindow
from reviewer.gui.shell.workspace import Workspace
from reviewer.isolation.workers import Workers
from tests.passphrases import make_cheap

SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def main(case: Path, evidence: Path, quote: str, out: Path) -> None:
    (out / "pictures").mkdir(parents=True)
    app = application(dark=False)
    with Workers() as workers:
        window = MainWindow(workers)
        window.show()
        workspace = unlock(window, case)
        take_in(window, workspace, evidence)
        tag(workspace, quote)
        export(workspace, out / "report")
        Tour(window, out / "pictures").rooms(workspace, "light")
        window.lock()
        window.close()
    app.processEvents()


def unlock(window: MainWindow, case: Path) -> Workspace:
    window.opening.open_case(case)
    wait(window.unlock.isVisible, "the question for the passphrase")
    window.unlock.passphrase.setText(os.environ["REVIEWER_PASSPHRASE"])
    window.unlock.unlock.click()
    wait(lambda: window.workspace is not None, "the case")
    assert window.workspace is not None
    return window.workspace


def take_in(window: MainWindow, workspace: Workspace, evidence: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(evidence))])
    none = Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none))
    before = workspace.review.model.rowCount()
    QTest.keyClicks(workspace.evidence.custodian, "Okafor")
    QTest.keyClick(workspace.evidence.custodian, Qt.Key.Key_Return)
    wait(lambda: workspace.review.model.rowCount() > before, "what was taken in")
    wait(lambda: not workspace.evidence.running, "the end of the intake")


def tag(workspace: Workspace, quote: str) -> None:
    room = workspace.review
    ask(room, quote)
    item = room.model.item_at(0)
    assert item is not None, "nothing has the quote"
    room.opening.open_item(item)
    view = room.desk.a.view
    wait(lambda: view.complete and view.document is not None and view.document.item == item, "the pages")
    assert view.document is not None
    view.selection.put(Place(1, view.document.text.texts[0].index(quote)))
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Right, SHIFT | CONTROL)
    assert view.selected_text() == quote
    before = len(room.desk.facts.passages) if room.desk.facts is not None else 0
    QTest.keyClick(view, Qt.Key.Key_1)
    wait(lambda: room.desk.facts is not None and len(room.desk.facts.passages) > before, "the passage")


def export(workspace: Workspace, out: Path) -> None:
    workspace.show_room("exports")
    workspace.exports.report.choose_folder(out)
    workspace.exports.report.start.click()
    wait(workspace.exports.report.open_folder.isVisible, "the report")


if __name__ == "__main__":
    make_cheap(pytest.MonkeyPatch())
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    _, its_case, its_evidence, its_quote, its_out = sys.argv
    main(Path(its_case), Path(its_evidence), its_quote, Path(its_out))
