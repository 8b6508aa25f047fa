"""The Exports room: how the report is to be made, and what was exported before."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pymupdf
import pytest
from docx import Document
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine.case import Case
from reviewer.domain.exports.report_options import ReportForm, SectionKey
from reviewer.gui.navigation import RoomName
from reviewer.gui.rooms.exports.report import ReportPart
from reviewer.gui.shell.window import MainWindow
from reviewer.gui.shell.workspace import Workspace
from reviewer.usecases.exports import agency, productions
from reviewer.usecases.exports.productions import ProductionPlan
from reviewer.usecases.policy import allegations, findings
from tests.gui.conftest import PATIENCE, Evidence, opened
from tests.gui.hands import Hands
from tests.gui.keyboard import unreached
from tests.gui.late import Late
from tests.gui.rooms.alleging import FIRST, proved
from tests.gui.rooms.interviewing import do

A4 = (595, 842)
"""Points, rounded: 210 by 297 mm (ISO 216)."""


@pytest.fixture
def room(qtbot: QtBot, window: MainWindow, policed: Workspace) -> ReportPart:
    """The room, in sight and with the keyboard, on a case with one passage for the report."""
    window.activateWindow()
    policed.show_room("exports")
    qtbot.waitUntil(policed.exports.report.choose.hasFocus, timeout=PATIENCE)
    return policed.exports.report


def exported(qtbot: QtBot, room: ReportPart, out: Path) -> str:
    """Export; the web page as it was written."""
    room.choose_folder(out)
    Hands().press(Qt.Key.Key_Return)
    qtbot.waitUntil(room.open_folder.isVisible, timeout=PATIENCE)
    return (out / "report.html").read_text("utf-8")


def sections(page: str) -> list[str]:
    return re.findall(r'<section[^>]* id="([^"]+)"', page)


def test_the_report_is_made_as_it_was_chosen_by_keys(
    qtbot: QtBot, window: MainWindow, room: ReportPart, tmp_path: Path
) -> None:
    hands, choices = Hands(), room.choices
    for form in (ReportForm.DOCX, ReportForm.HTML):
        hands.tab_to(choices.forms[form])
        hands.press(Qt.Key.Key_Space)
    for choice in (choices.paper, choices.language):
        hands.tab_to(choice)
        hands.press(Qt.Key.Key_Down)
    hands.tab_to(choices.agency)
    hands.type("Port Merrow Oversight Board")
    hands.tab_to(choices.sections.head)
    hands.press(Qt.Key.Key_Space)
    assert choices.sections.boxes[SectionKey.SUMMARY].hasFocus()
    assert unreached(window, Qt.Key.Key_Tab) == [], "what was unfolded is reached too"
    for key in (SectionKey.CHRONOLOGY, SectionKey.ANNEX):
        hands.tab_to(choices.sections.boxes[key])
        hands.press(Qt.Key.Key_Space)
    assert choices.sections.head.accessibleName() == "Sections: 6 of 8, unfolded"
    page = exported(qtbot, room, tmp_path / "out")
    assert '<html lang="fr"' in page
    assert "Port Merrow Oversight Board" in page
    assert sections(page) == [each for each in SectionKey if each not in {SectionKey.CHRONOLOGY, SectionKey.ANNEX}]
    with pymupdf.open(tmp_path / "out" / "report.pdf") as pdf:
        assert (round(pdf[0].rect.width), round(pdf[0].rect.height)) == A4
        assert "Port Merrow Oversight Board" in pdf[0].get_text()
    written = Document(str(tmp_path / "out" / "report.docx"))
    assert "Port Merrow Oversight Board" in " ".join(each.text for each in written.paragraphs)


def test_a_report_that_is_done_takes_the_keyboard_from_nobody_who_types_elsewhere(
    qtbot: QtBot, room: ReportPart, tmp_path: Path
) -> None:
    hands = Hands()
    room.leaving.compelled.setChecked(True)
    room.choose_folder(tmp_path / "out")
    hands.press(Qt.Key.Key_Return)
    assert room.progress.stop.hasFocus(), "who waits can cancel"
    hands.tab_to(room.choices.agency)
    hands.type("Port")
    room.leaving.notes.setChecked(True)
    qtbot.waitUntil(room.open_folder.isVisible, timeout=PATIENCE)
    hands.type(" Merrow")
    assert room.choices.agency.text() == "Port Merrow"
    assert room.leaving.notes.isChecked(), "it is of the next report"
    assert not room.leaving.compelled.isChecked(), "it was of this one"


def test_the_passphrase_of_a_report_stays_until_it_is_written_down_and_only_a_pdf_is_encrypted(
    qtbot: QtBot, room: ReportPart, tmp_path: Path
) -> None:
    hands, choices = Hands(), room.choices
    hands.tab_to(choices.forms[ReportForm.HTML])
    hands.press(Qt.Key.Key_Space)
    hands.tab_to(choices.encrypted)
    hands.press(Qt.Key.Key_Space)
    assert not choices.forms[ReportForm.HTML].isEnabled()
    room.choose_folder(tmp_path / "out")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(room.open_folder.isVisible, timeout=PATIENCE)
    assert {each.suffix for each in (tmp_path / "out").rglob("*") if each.is_file()} == {".pdf"}
    with pymupdf.open(tmp_path / "out" / "report.pdf") as pdf:
        assert pdf.authenticate(room.secret.passphrase.text())
    assert not choices.encrypted.isChecked(), "the next one is asked for anew"
    assert choices.forms[ReportForm.HTML].isEnabled()
    room.choose_folder(tmp_path / "next")
    assert not room.start.isEnabled(), "it would go over the passphrase"
    hands.tab_to(room.secret.keep)
    hands.press(Qt.Key.Key_Space)
    assert (room.secret.isVisible(), room.secret.passphrase.text()) == (False, "")
    assert room.start.isEnabled()


def test_nothing_starts_without_a_kind_of_file_or_a_section_and_both_are_said(room: ReportPart, tmp_path: Path) -> None:
    hands, choices = Hands(), room.choices
    room.choose_folder(tmp_path / "out")
    assert room.start.isEnabled()
    pdf = choices.forms[ReportForm.PDF]
    hands.tab_to(pdf)
    hands.press(Qt.Key.Key_Space)
    assert choices.no_form.isVisible()
    assert not room.start.isEnabled()
    hands.press(Qt.Key.Key_Space)
    assert not choices.no_form.isVisible()
    assert room.start.isEnabled()
    for box in choices.sections.boxes.values():
        box.click()
    assert choices.sections.none.isVisible()
    assert not room.start.isEnabled()
    choices.sections.boxes[SectionKey.METHOD].click()
    assert not choices.sections.none.isVisible()
    assert room.start.isEnabled()


def test_the_button_that_exports_is_in_sight_once_a_folder_is_chosen_however_much_is_unfolded(
    qtbot: QtBot, window: MainWindow, room: ReportPart, tmp_path: Path
) -> None:
    window.resize(1024, 600)
    room.choices.sections.head.click()
    qtbot.waitUntil(lambda: room.scroller.verticalScrollBar().maximum() > 0, timeout=PATIENCE)
    room.scroller.verticalScrollBar().setValue(0)
    assert room.start.visibleRegion().isEmpty()
    room.choose_folder(tmp_path / "out")
    qtbot.waitUntil(lambda: room.start.visibleRegion().boundingRect() == room.start.rect(), timeout=PATIENCE)


def test_pages_are_cited_by_the_numbers_of_a_production_that_is_made_meanwhile(
    qtbot: QtBot, policed: Workspace, room: ReportPart, tmp_path: Path
) -> None:
    choices = room.choices
    assert choices.cited.count() == 1

    def produce(case: Case) -> None:
        plan = ProductionPlan("First", "Counsel", 'subject:"Doorbells for the station"', "PMPD", start=231)
        productions.create(case, policed.session.workers, plan, reviewer="Ada")

    do(qtbot, policed, produce)
    qtbot.waitUntil(lambda: choices.cited.count() == 2, timeout=PATIENCE)
    assert choices.cited.itemText(1) == "Production 1: PMPD-000231 to PMPD-000231, First"
    choices.cited.say("1")
    choices.forms[ReportForm.HTML].click()
    assert "Ex. 1 at PMPD-000231" in exported(qtbot, room, tmp_path / "out")


def test_agency_paper_language_and_files_are_offered_again_when_the_case_is_opened_the_next_time(
    qtbot: QtBot, window: MainWindow, room: ReportPart, evidence: Evidence
) -> None:
    choices, hands = room.choices, Hands()
    hands.tab_to(choices.agency)
    hands.type("Port Merrow Oversight Board")
    choices.paper.say("a4")
    choices.language.say("fr")
    choices.forms[ReportForm.DOCX].click()
    choices.final.click()
    for look in ("as it was chosen", "and kept when nothing is changed"):
        window.lock()
        qtbot.waitUntil(lambda: not Path(f"{evidence.path}-wal").exists(), timeout=PATIENCE)
        again = opened(qtbot, window, evidence)
        qtbot.waitUntil(lambda: again.stack.currentWidget() is again.rooms.get(RoomName.EXPORTS), timeout=PATIENCE)  # noqa: B023
        options = again.exports.report.choices.options
        assert options is not None
        assert (options.agency, options.paper, options.language) == ("Port Merrow Oversight Board", "a4", "fr"), look
        assert options.forms == (ReportForm.PDF, ReportForm.DOCX)
        assert not options.final, "that is said anew for each report"


def test_a_final_report_that_is_refused_leads_to_the_allegation_that_stops_it(
    qtbot: QtBot, policed: Workspace, room: ReportPart, tmp_path: Path
) -> None:
    def find(case: Case) -> None:
        proved(case)
        findings.draft(case, FIRST, "sustained", reason="So it is.", reviewer="Ada")
        allegations.weigh(case, FIRST, 1, opposing=["1"], reviewer="Ada")

    do(qtbot, policed, find)
    refused = (
        "A final report holds only findings that are final and rest on what they rested on:\n"
        "– allegation 1 (Ruth Castellan, 3.14 Gratuities): draft, not final; "
        "element 1: “at no cost to them” (Ex. 1 at 1) now speaks against it; "
        "element 1: “at no cost to them” (Ex. 1 at 1) speaks against it, though it is confirmed that none was found.\n"
        "Nothing was exported. Settle it in Findings, or export a draft, which lists it."
    )
    hands, told = Hands(), room.leaving.problem
    assert room.again.isHidden()
    hands.tab_to(room.choices.final)
    hands.press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: told.isVisible() and room.again.isVisible(), timeout=PATIENCE)
    assert told.text() == refused
    hands.press(Qt.Key.Key_Space)
    qtbot.waitUntil(room.again.isHidden, timeout=PATIENCE)
    hands.press(Qt.Key.Key_Space)
    room.choose_folder(tmp_path / "out")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: room.said.text() == refused, timeout=PATIENCE)
    assert room.again.text() == "Go to allegation 1"
    assert room.again.hasFocus()
    hands.press(Qt.Key.Key_Space)
    part = policed.findings.allegations
    qtbot.waitUntil(lambda: part.whole is not None and part.whole.allegation.id == FIRST, timeout=PATIENCE)
    qtbot.waitUntil(part.sheet.banner.isVisible, timeout=PATIENCE)


def test_a_final_report_with_findings_that_are_not_final_is_asked_for_and_names_them(
    qtbot: QtBot, policed: Workspace, room: ReportPart, tmp_path: Path
) -> None:
    def find(case: Case) -> None:
        proved(case)
        findings.draft(case, FIRST, "sustained", reason="So it is.", reviewer="Ada")

    do(qtbot, policed, find)
    hands, choices, told = Hands(), room.choices, room.leaving.problem
    assert choices.with_drafts.isHidden()
    hands.tab_to(choices.final)
    hands.press(Qt.Key.Key_Space)
    qtbot.waitUntil(told.isVisible, timeout=PATIENCE)
    assert "allegation 1 (Ruth Castellan, 3.14 Gratuities): draft, not final" in told.text()
    hands.tab_to(choices.with_drafts)
    hands.press(Qt.Key.Key_Space)
    qtbot.waitUntil(choices.named.isVisible, timeout=PATIENCE)
    assert choices.named.text().splitlines()[1] == "– allegation 1 (Ruth Castellan, 3.14): draft, not final"
    assert not told.isVisible()
    room.choose_folder(tmp_path / "out")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(room.open_folder.isVisible, timeout=PATIENCE)
    first = pymupdf.open(tmp_path / "out" / "report.pdf")[0].get_text()
    assert "allegation 1 (Ruth Castellan, 3.14): draft" in " ".join(first.split())
    assert not choices.final.isChecked()
    assert choices.with_drafts.isHidden()
    assert not choices.with_drafts.isChecked(), "that is said anew for each report"


def test_what_makes_a_report_is_not_loaded_by_the_room_itself() -> None:
    look = (
        "import sys, reviewer.gui.rooms.exports.room;"
        "print([name for name in ('reviewer.usecases.exports.report', 'docx', 'typst') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_agency_of_all_papers_is_said_here_and_drawn_on_the_report(
    qtbot: QtBot, window: MainWindow, room: ReportPart, evidence: Evidence, tmp_path: Path
) -> None:
    hands, said, logo = Hands(), room.agency, tmp_path / "logo.svg"
    logo.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="20" height="10"/></svg>'
    )
    hands.tab_to(said.head)
    hands.press(Qt.Key.Key_Space)
    form = said.form
    assert form is not None
    assert form.name.hasFocus()
    hands.type("Quay Police")
    hands.tab_to(form.address)
    hands.type("12 Harbor Road")
    assert unreached(window, Qt.Key.Key_Tab) == []
    form.take_logo(logo)
    hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: said.head.text() == "Agency on all papers: Quay Police", timeout=PATIENCE)
    kept = evidence.look(agency.kept)
    assert (kept.name, kept.lines) == ("Quay Police", ("12 Harbor Road",))
    assert kept.logo is not None
    assert kept.logo.width == 2 * kept.logo.height
    assert room.choices.agency.placeholderText() == "Quay Police"
    qtbot.waitUntil(lambda: not form.keep.isEnabled(), timeout=PATIENCE)
    form.take_logo(tmp_path / "none.png")
    form.keep.click()
    qtbot.waitUntil(form.problem.isVisible, timeout=PATIENCE)
    assert evidence.look(agency.kept) == kept
    square = tmp_path / "square.svg"
    square.write_text(logo.read_text().replace("20", "10"))
    form.take_logo(square)
    form.keep.click()
    form.take_logo(tmp_path / "none.png")  # chosen while the other is being kept
    form.keep.click()
    qtbot.waitUntil(form.problem.isVisible, timeout=PATIENCE)
    after = evidence.look(agency.kept).logo
    assert after is not None
    assert after.width == after.height
    assert form.logo.text() == "Logo: none.png, not kept yet"


def test_what_is_wrong_with_the_agency_stays_said_when_what_was_kept_before_is_told_late(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, room: ReportPart, tmp_path: Path
) -> None:
    hands, said = Hands(), room.agency
    hands.tab_to(said.head)
    hands.press(Qt.Key.Key_Space)
    form = said.form
    assert form is not None
    hands.type("Quay Police")
    hands.tab_to(form.address)
    hands.type("12 Harbor Road")
    late = Late(monkeypatch, agency, "kept")
    form.keep.click()
    late.wait(qtbot)
    form.take_logo(tmp_path / "none.png")
    form.keep.click()
    qtbot.waitUntil(form.problem.isVisible, timeout=PATIENCE)
    late.let_go()
    qtbot.waitUntil(lambda: said.head.text() == "Agency on all papers: Quay Police", timeout=PATIENCE)
    assert form.problem.isVisible()
