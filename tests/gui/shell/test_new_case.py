"""A new case, its passphrase and its recovery sheet, as somebody at the keyboard meets them."""

from __future__ import annotations

from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine import opening, recovery
from reviewer.gui.shell import recovery as form
from reviewer.gui.shell.window import MainWindow
from reviewer.gui.shell.workspace import Workspace
from reviewer.usecases import cases, recovery_sheet
from tests.gui.conftest import PATIENCE, Evidence
from tests.gui.keyboard import focused

PASSPHRASE = "quay street lantern 2016"
RETURN = Qt.Key.Key_Return


def typed(words: str) -> None:
    QTest.keyClicks(focused(), words)


def enter() -> None:
    QTest.keyClick(focused(), RETURN)


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow) -> MainWindow:
    """The window with the form for a new case, the cursor in its title."""
    window.activateWindow()
    window.show_new()
    qtbot.waitUntil(window.new_case.case_title.hasFocus, timeout=PATIENCE)
    return window


def test_enter_leads_through_the_form_and_makes_the_case(
    qtbot: QtBot, page: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "new.evcase"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_kw: (str(path), ""))
    for words in ("New one", PASSPHRASE, PASSPHRASE):
        typed(words)
        enter()
    qtbot.waitUntil(lambda: page.workspace is not None, timeout=PATIENCE)
    assert page.new_case.passphrase.text() == page.new_case.again.text() == ""
    assert page.workspace is not None
    qtbot.waitUntil(page.workspace.recovery.isVisible, timeout=PATIENCE)


def test_a_weak_passphrase_is_said_while_it_is_typed_and_before_any_file_is_chosen(
    qtbot: QtBot, page: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With what would make it better; both fields keep what was typed."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_kw: pytest.fail("no file is asked for"))
    form = page.new_case
    typed("New one")
    for field in (form.passphrase, form.again):
        field.setFocus()
        typed("short")
    assert "fewer than 8 characters" in form.strength.text()
    assert "four or more words" in form.strength.text().lower()
    assert not form.problem.isVisible()
    enter()
    assert "fewer than 8 characters" in form.problem.text()
    assert (form.passphrase.text(), form.again.text()) == ("short", "short")
    assert form.passphrase.hasFocus()
    typed(PASSPHRASE)
    assert "fewer" not in form.strength.text()
    qtbot.waitUntil(lambda: "4,000 laptops" in form.strength.text(), timeout=PATIENCE)


def test_what_is_wrong_is_no_longer_said_once_it_is_right(page: MainWindow) -> None:
    form = page.new_case
    enter()
    assert form.problem.text() == "The case needs a title."
    typed("New one")
    assert "title" not in form.problem.text()
    form.passphrase.setText(PASSPHRASE)
    form.again.setText(PASSPHRASE[:-1])
    form.make.click()
    assert form.problem.text() == "The two passphrases differ."
    form.again.setFocus()
    typed(PASSPHRASE[-1])
    assert form.problem.text() == "The two passphrases differ.", "the whole of it was chosen, and is typed anew"
    form.again.setText(PASSPHRASE)
    assert not form.problem.isVisible()


def test_a_refused_place_leaves_what_was_typed(
    qtbot: QtBot, page: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "there.evcase"
    path.write_bytes(b"something else")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_kw: (str(path), ""))
    form = page.new_case
    form.case_title.setText("New one")
    form.passphrase.setText(PASSPHRASE)
    form.again.setText(PASSPHRASE)
    form.make.click()
    qtbot.waitUntil(form.problem.isVisible, timeout=PATIENCE)
    assert (form.passphrase.text(), form.again.text()) == (PASSPHRASE, PASSPHRASE)
    assert path.read_bytes() == b"something else"


# -- the recovery sheet --------------------------------------------------------------------------------------------


def test_the_sheet_is_printed_and_somebody_says_that_it_is_on_paper(
    qtbot: QtBot, workspace: Workspace, evidence: Evidence, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From Custody; the audit trail and Custody tell that it was made, and that it is held."""
    paper = tmp_path / "paper.pdf"

    monkeypatch.setattr(form, "QPrintDialog", _Dialog)
    monkeypatch.setattr(_Dialog, "paper", paper)
    workspace.show_room("custody")
    workspace.custody.file.sheet.click()
    asked = workspace.recovery
    asked.print.click()
    qtbot.waitUntil(asked.kept.isVisible, timeout=PATIENCE)
    (printed,) = pypdf.PdfReader(paper).pages
    (picture,) = printed.images
    assert picture.image is not None
    assert picture.image.width > 2_000, "fine enough to be read by people and by a scanner"
    made = evidence.look(recovery_sheet.latest)
    assert made is not None
    assert not made.kept
    asked.kept.click()
    qtbot.waitUntil(lambda: not asked.isVisible(), timeout=PATIENCE)
    qtbot.waitUntil(lambda: "on paper" in workspace.custody.file.recovery.text(), timeout=PATIENCE)
    made = evidence.look(recovery_sheet.latest)
    assert made is not None
    assert made.kept


class _Dialog:
    """In place of the dialog that waits for a person: whoever it is chooses a file as the printer."""

    DialogCode = QPrintDialog.DialogCode
    paper = Path()

    def __init__(self, printer: QPrinter, _parent: object) -> None:
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(self.paper))

    def exec(self) -> int:
        return QPrintDialog.DialogCode.Accepted


def test_the_lines_of_the_sheet_open_the_case_in_the_window(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, pdf = tmp_path / "locked.evcase", tmp_path / "sheet.pdf"
    case = cases.create(path, PASSPHRASE, title="Locked", reviewer="Ada")
    lines = recovery.lines(opening.key_of(case))
    cases.close(case)
    window.opening.open_case(path)
    qtbot.waitUntil(window.unlock.passphrase.isVisible, timeout=PATIENCE)
    window.unlock.other_way.click()
    wrong = "1" if lines[4].endswith("0") else "0"
    window.unlock.sheet.setPlainText("\n".join([*lines[:4], lines[4][:-1] + wrong]))
    window.unlock.unlock.click()
    qtbot.waitUntil(window.unlock.problem.isVisible, timeout=PATIENCE)
    assert "line 5" in window.unlock.problem.text().lower()
    window.unlock.sheet.setPlainText("\n".join(lines))
    window.unlock.unlock.click()
    qtbot.waitUntil(lambda: window.workspace is not None, timeout=PATIENCE)
    assert window.unlock.sheet.toPlainText() == ""
    workspace = window.workspace
    assert workspace is not None
    qtbot.waitUntil(lambda: "Choose a new passphrase" in workspace.notice.advice.text(), timeout=PATIENCE)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_kw: (str(pdf), ""))
    workspace.recovery.ask()
    workspace.recovery.save.click()
    qtbot.waitUntil(workspace.recovery.kept.isVisible, timeout=PATIENCE)
    assert lines[0].split()[1] in pypdf.PdfReader(pdf).pages[0].extract_text()
    assert pdf.stat().st_mode & 0o777 == 0o600
