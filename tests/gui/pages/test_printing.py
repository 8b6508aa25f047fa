"""Ctrl+P prints what one reads through the system's dialog, and says what stays before it asks for a printer."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer.gui.pages.printing import Paper
from reviewer.gui.rooms.review.room import ReviewRoom
from reviewer.gui.shell.workspace import Workspace
from reviewer.usecases import search, trail
from reviewer.usecases.exports import item_exports
from reviewer.usecases.exports.item_exports import PrintedPage
from tests.gui.conftest import PATIENCE, Evidence
from tests.gui.late import Late
from tests.gui.rooms.interviewing import read_through

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that the dialog is told to print to."""
    out = tmp_path / "out.pdf"

    def accepted(dialog: QPrintDialog) -> int:
        dialog.printer().setOutputFileName(str(out))
        return int(QPrintDialog.DialogCode.Accepted.value)

    monkeypatch.setattr(QPrintDialog, "exec", accepted)
    return out


def test_what_one_reads_is_printed_and_the_trail_says_what_and_who(
    qtbot: QtBot, workspace: Workspace, room: ReviewRoom, evidence: Evidence, paper: Path
) -> None:
    item = room.desk.a.item
    assert item is not None
    said: list[str] = []
    workspace.session.said.connect(said.append)
    QTest.keyClick(room.list, Qt.Key.Key_P, CONTROL)
    qtbot.waitUntil(lambda: any("Sent to out.pdf" in each for each in said), timeout=PATIENCE)
    with pymupdf.open(paper) as printed:
        assert len(printed) == 1
        foot = " ".join(printed[0].get_text().split())
        assert printed[0].get_images()
    assert foot.startswith(f"{item.control}, page 1. Printed by {workspace.session.reviewer}, ")
    (told,) = evidence.look(lambda case: trail.latest(case, "item print"))
    assert (told.subject, told.facts["pages"], told.facts["printer"]) == (item.control, [1, 1], "out.pdf")


def test_words_that_one_selected_are_cited_and_words_that_a_search_framed_are_not(
    qtbot: QtBot, workspace: Workspace, room: ReviewRoom, paper: Path
) -> None:
    view, item = room.desk.a.view, room.desk.a.item
    assert view.document is not None
    assert item is not None
    words = next(iter(view.document.text.find("camera")))
    for select in (False, True):
        paper.unlink(missing_ok=True)
        room.desk.a.finder.show_hits([words], 0)
        if select:
            view.select(words)
        room.desk.print()
        qtbot.waitUntil(lambda: paper.exists() and not workspace.session.working, timeout=PATIENCE)
        with pymupdf.open(paper) as printed:
            assert (f"“camera” ({item.control}, page 1)" in printed[0].get_text()) is select


def test_what_is_privileged_asks_first_and_goes_when_the_switch_is_set(
    qtbot: QtBot, workspace: Workspace, room: ReviewRoom, evidence: Evidence, paper: Path
) -> None:
    item = room.desk.a.item
    assert item is not None
    room.acts.mark(item.id, privileged=True)
    qtbot.waitUntil(lambda: bool(evidence.look(lambda case: search.ids(case, "is:privileged"))), timeout=PATIENCE)
    QTest.keyClick(room.list, Qt.Key.Key_P, CONTROL)
    asking = room.desk.a.printing.leaving
    qtbot.waitUntil(asking.isVisible, timeout=PATIENCE)
    assert "marked privileged" in asking.part.told.text()
    assert not asking.go.isEnabled()
    asking.part.privileged.click()
    qtbot.waitUntil(asking.go.isEnabled, timeout=PATIENCE)
    assert not paper.exists()
    asking.go.click()
    qtbot.waitUntil(lambda: paper.exists() and not workspace.session.working, timeout=PATIENCE)
    assert asking.isHidden()


@pytest.mark.usefixtures("qapp")
def test_a_long_quote_at_the_foot_is_cut_with_dots_and_leaves_the_page_its_room(tmp_path: Path) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    paper = Paper(printer)
    wide = PrintedPage(200, 100, bytes(200 * 100 * 3), f"“{'many words ' * 2_000}”\nABC-000001, page 1.")
    high = PrintedPage(100, 200, bytes(200 * 100 * 3), "ABC-000001, page 2.")
    for page in (wide, high):
        paper.lay(page)
    assert not (tmp_path / "out.pdf").exists()
    paper.finish()
    assert paper.whole
    with pymupdf.open(tmp_path / "out.pdf") as printed:
        assert len(printed) == 2
        for page in printed:
            box = page.get_image_info()[0]["bbox"]
            assert box[3] - box[1] > box[2] - box[0], "a wide page is turned where paper is high"
            assert box[3] < min(block[1] for block in page.get_text("blocks") if block[6] == 0)
        words = " ".join(printed[0].get_text().split())
    assert "… ABC-000001, page 1." in words
    assert words.count("many words") < 2_000


def test_who_has_gone_on_is_not_asked_about_the_one_before_when_the_gate_answers_late(
    qtbot: QtBot, workspace: Workspace, room: ReviewRoom, paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = room.desk.a.item
    assert before is not None
    late = Late(monkeypatch, item_exports, "preview_paper")
    QTest.keyClick(room.list, Qt.Key.Key_P, CONTROL)
    late.wait(qtbot)
    QTest.keyClick(room.list, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: room.desk.a.item is not None and room.desk.a.item.id != before.id, timeout=PATIENCE)
    late.let_go()
    read_through(qtbot, workspace)
    assert room.desk.a.printing.leaving.isHidden()
    assert not paper.exists()
    assert not workspace.session.working
