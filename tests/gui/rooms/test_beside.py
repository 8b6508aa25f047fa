"""Beside the pages: threads with what is missing, copies, hidden text, words read by machine, and what is locked."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine.case import Case
from reviewer.domain.evidence.item import Mark
from reviewer.domain.evidence.reading import Hidden, PageText
from reviewer.domain.ids import ItemId
from reviewer.domain.pages.ocr import OcrPage, Outcome
from reviewer.domain.reasons.reason import Reason
from reviewer.gui.models.thread import ThreadModel
from reviewer.gui.pages.document import document
from reviewer.gui.pages.words import WordsBar
from reviewer.gui.rooms.review.room import ReviewRoom
from reviewer.gui.shared.coding_list import CodingOfItem
from reviewer.gui.shared.hidden import MOST, HiddenPart
from reviewer.gui.shared.thread import ThreadPane
from reviewer.gui.shell.window import MainWindow
from reviewer.gui.shell.workspace import Workspace
from reviewer.gui.widgets.lists.hits import machine
from reviewer.isolation.workers import Workers
from reviewer.usecases import search
from reviewer.usecases.analysis import analysis, threads
from reviewer.usecases.evidence import intake, items
from tests.endurance import at_length
from tests.evidence import folder, mail
from tests.gui.conftest import PATIENCE, Evidence, opened
from tests.gui.models.test_models import keeps_the_rules
from tests.gui.rooms.test_custody import PASSWORD, archive, locked_archive
from tests.kept import Kept
from tests.scans import letter, needs_language_data, scan

JOEL, RUTH = "Joel Tennant <joel@lantern.example>", "Ruth Castellan <ruth@pmpd.example>"
SUBJECT = "Doorbells for the station"
QUOTED = (
    "Send me fourteen codes.\n\nOn Tue, 19 Jan 2016 at 11:40 AM, Joel Tennant <joel@lantern.example> wrote:\n"
    "> How many of your officers would want one?\n"
)
HIDDEN_HTML = (
    "<p>Meet our officers on Saturday.</p><p style='display:none'>officer pays nothing</p>"
    "<p style='font-size:0'>code PORCH25</p>"
)


def said(subject: str, body: str, name: str, answers: str = "", *, date: str, sender: str, to: str) -> bytes:
    """A message of a known Message-ID that names those it answers."""
    made = mail(subject, body, sender=sender, to=to, date=date)
    lines = [line for line in made.split(b"\n") if not line.startswith(b"Message-ID:")]
    head = [f"Message-ID: <{name}>".encode(), *([f"References: {answers}".encode()] if answers else [])]
    return b"\n".join([*head, *lines])


FIRST = said(SUBJECT, "A camera at no cost.\n", "a1@x", date="Tue, 19 Jan 2016 09:12:00 -0800", sender=JOEL, to=RUTH)
ANSWER = said(
    f"Re: {SUBJECT}",
    QUOTED,
    "a3@x",
    "<a1@x> <a2@x>",
    date="Tue, 19 Jan 2016 12:02:00 -0800",
    sender=RUTH,
    to=JOEL,
)
ALONE = said("Lunch", "Sandwiches at noon.\n", "b1@x", date="Fri, 22 Jan 2016 12:00:00 -0800", sender=RUTH, to=JOEL)
NEWS = mail("Newsletter", "Meet us.\n", html=HIDDEN_HTML, date="Mon, 01 Feb 2016 10:00:00 -0800")


@pytest.fixture
def evidence(tmp_path: Path, kept_cases: Kept, workers: Workers) -> Evidence:
    """A thread of which one message is missing, a copy of its answer elsewhere, hidden text, an archive, a lock."""
    ours = {
        "1.eml": FIRST,
        "3.eml": ANSWER,
        "4.eml": ALONE,
        "5.eml": NEWS,
        "all.zip": archive(),
        "locked.zip": locked_archive(),
    }

    def build(case: Case, there: Path) -> None:
        intake.add(case, workers, [folder(there / "castellan", ours)], custodian="Castellan", reviewer="Ada")
        theirs = folder(there / "tennant", {"sent.eml": ANSWER.replace(b"\n", b"\r\n")})
        intake.add(case, workers, [theirs], custodian="Tennant", reviewer="Ada")
        analysis.arrange(case, reviewer="Ada")

    return Evidence(kept_cases.copy("beside", tmp_path / "case.evcase", build, title="Doorbells"), kept_cases.key)


@pytest.fixture
def workspace(qtbot: QtBot, window: MainWindow, evidence: Evidence) -> Workspace:
    made = opened(qtbot, window, evidence)
    qtbot.waitUntil(lambda: made.review.desk.facts is not None, timeout=PATIENCE)
    return made


def find(evidence: Evidence, query: str) -> ItemId:
    return evidence.look(partial(search.ids, text=query))[0]


def show(qtbot: QtBot, room: ReviewRoom, item: ItemId) -> None:
    room.opening.open_item(item)
    qtbot.waitUntil(lambda: room.desk.facts is not None and room.desk.facts.item.id == item, timeout=PATIENCE)


def show_thread(qtbot: QtBot, room: ReviewRoom, item: ItemId) -> ThreadPane:
    show(qtbot, room, item)
    qtbot.waitUntil(lambda: room.desk.a.view.complete, timeout=PATIENCE)
    QTest.keyClick(room.desk.a.view, Qt.Key.Key_T)
    qtbot.waitUntil(lambda: room.beside.model.row_of(item) >= 0, timeout=PATIENCE)
    return room.beside


def heads(model: ThreadModel) -> list[str]:
    lines = [model.at(row) for row in range(model.rowCount())]
    return [model.head(line) for line in lines if line is not None]


def answers(evidence: Evidence, item: ItemId) -> str:
    """What a message answers, as the file has it."""
    lines = evidence.look(partial(threads.of_item, item=item))
    return next(line.parent for line in lines if any(copy.id == item for copy in line.copies))


def test_t_shows_the_thread_with_the_message_that_is_missing_and_who_wrote_it(
    qtbot: QtBot, room: ReviewRoom, evidence: Evidence
) -> None:
    pane = show_thread(qtbot, room, find(evidence, f'subject:"Re {SUBJECT}"'))
    keeps_the_rules(pane.model)
    first, missing, answer = heads(pane.model)
    assert first.startswith("Joel Tennant · 2016-01-19 09:12 −08:00")
    assert missing.startswith("Missing · Joel Tennant")
    assert "11:40" in missing
    assert answer.startswith("Ruth Castellan")
    assert pane.title.text() == "Thread · 2 messages, 1 missing"
    tips = [pane.model.index(row).data(Qt.ItemDataRole.ToolTipRole) for row in range(3)]
    assert "<a2@x>" in tips[1]
    assert tips[2].startswith("answers <a2@x>: its References name")
    QTest.keyClick(pane.view, Qt.Key.Key_T)
    qtbot.waitUntil(lambda: not pane.isVisible(), timeout=PATIENCE)
    assert room.desk.a.view.hasFocus()


def test_enter_in_a_thread_opens_the_message_and_stays_there(
    qtbot: QtBot, room: ReviewRoom, evidence: Evidence
) -> None:
    first = find(evidence, "body:camera")
    pane = show_thread(qtbot, room, find(evidence, f'subject:"Re {SUBJECT}"'))
    pane.view.setCurrentIndex(pane.model.index(0))
    QTest.keyClick(pane.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: room.desk.a.item is not None and room.desk.a.item.id == first, timeout=PATIENCE)
    assert pane.view.hasFocus()


def test_a_message_is_attached_by_hand_and_undo_takes_it_off_again(
    qtbot: QtBot, workspace: Workspace, evidence: Evidence
) -> None:
    room = workspace.review
    alone, first = find(evidence, "body:sandwiches"), find(evidence, "body:camera")
    control = evidence.look(partial(items.get, item=first)).control
    pane = show_thread(qtbot, room, alone)
    assert pane.said.isVisible(), "an only message says what can be done"
    QTest.keyClick(pane.view, Qt.Key.Key_A)
    qtbot.waitUntil(pane.parent_number.hasFocus, timeout=PATIENCE)
    QTest.keyClicks(pane.parent_number, control)
    QTest.keyClick(pane.parent_number, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: pane.model.rowCount() == 4, timeout=PATIENCE)
    assert answers(evidence, alone) == control
    QTest.keyClick(pane.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: pane.model.rowCount() == 1, timeout=PATIENCE)
    assert answers(evidence, alone) == ""


def test_delete_says_that_a_message_answers_none(qtbot: QtBot, room: ReviewRoom, evidence: Evidence) -> None:
    answer = find(evidence, f'subject:"Re {SUBJECT}"')
    pane = show_thread(qtbot, room, answer)
    QTest.keyClick(pane.view, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: pane.model.rowCount() == 1, timeout=PATIENCE)
    assert answers(evidence, answer) == ""


def test_all_that_is_missing_from_the_case_is_listed_with_who_names_it(
    qtbot: QtBot, room: ReviewRoom, evidence: Evidence
) -> None:
    pane = show_thread(qtbot, room, find(evidence, "body:camera"))
    pane.all_missing.click()
    part = pane.missing
    qtbot.waitUntil(lambda: part.model.rowCount() == 2, timeout=PATIENCE)
    rows = [[each.siblingAtColumn(column).data() for column in range(3)] for each in part.model.every()]
    assert rows[0][0].endswith("not there · 1")
    assert rows[1][0].startswith("Joel Tennant <joel@lantern.example> · Tue, 19 Jan 2016 at 11:40")
    assert rows[1][1] == "2016-01-19 20:02 UTC"
    answer = evidence.look(partial(items.get, item=find(evidence, f'subject:"Re {SUBJECT}"')))
    assert rows[1][2].startswith(answer.control)
    part.tree.setCurrentIndex(part.model.index(0, 0, part.model.index(0, 0)))
    QTest.keyClick(part.tree, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: room.desk.a.item is not None and room.desk.a.item.id == answer.id, timeout=PATIENCE)


def test_copies_name_their_custodians_and_a_chip_leaves_them_out(
    qtbot: QtBot, room: ReviewRoom, evidence: Evidence
) -> None:
    pane = show_thread(qtbot, room, find(evidence, f'subject:"Re {SUBJECT}"'))
    qtbot.waitUntil(lambda: room.inspector.thread_link.text() == "Thread · 1 duplicate", timeout=PATIENCE)
    words = [each.data() for each in pane.others.every()]
    assert words[0] == "Duplicate group · 2"
    assert words[1].startswith("Castellan · ")
    assert words[2].startswith("Tennant · ")
    everything = room.model.rowCount()
    room.filter.chips["-is:suppressed"].click()
    qtbot.waitUntil(lambda: room.model.rowCount() == everything - 1, timeout=PATIENCE)


def test_messages_that_are_not_in_order_yet_are_put_in_order_from_here(
    qtbot: QtBot, workspace: Workspace, evidence: Evidence, workers: Workers, tmp_path: Path
) -> None:
    room = workspace.review
    late = said("Late", "One more.\n", "c1@x", date="Sat, 23 Jan 2016 12:00:00 -0800", sender=RUTH, to=JOEL)
    done: list[object] = []
    take = partial(intake.add, workers=workers, paths=[folder(tmp_path / "late", {"l.eml": late})], reviewer="Ada")
    workspace.session.operation(workspace, take).success(done.append).run()
    qtbot.waitUntil(lambda: bool(done), timeout=PATIENCE)
    show(qtbot, room, find(evidence, "subject:Late"))
    QTest.keyClick(room.desk.a.view, Qt.Key.Key_T)
    qtbot.waitUntil(room.beside.unordered.isVisible, timeout=PATIENCE)
    assert room.beside.waiting.text() == "1 message is not analysed yet."
    room.beside.arrange.click()
    qtbot.waitUntil(lambda: room.beside.model.rowCount() == 1, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not room.beside.unordered.isVisible(), timeout=PATIENCE)


def test_h_unfolds_what_no_page_shows_and_the_next_item_has_none(
    qtbot: QtBot, room: ReviewRoom, evidence: Evidence
) -> None:
    show(qtbot, room, find(evidence, "is:hidden"))
    part = room.inspector.hidden_text
    assert part.head.text() == "Hidden text · 2"
    assert not part.body.isVisible()
    QTest.keyClick(room.desk.a.view, Qt.Key.Key_H)
    assert part.body.isVisible()
    words = [each.accessibleName() for each in part.body.findChildren(QLabel) if each.accessibleName()]
    assert words == ["Hidden: officer pays nothing", "Hidden: code PORCH25"]
    show(qtbot, room, find(evidence, "body:sandwiches"))
    assert not part.isVisible()


def test_no_more_hidden_words_are_shown_than_can_be_read(qtbot: QtBot) -> None:
    part = HiddenPart()
    qtbot.addWidget(part)
    part.head.setChecked(True)
    part.show_hidden(
        [Hidden(f"word {number}", Reason("hidden.white_or_tiny"), number + 1) for number in range(MOST + 3)]
    )
    texts = [each.text() for each in part.body.findChildren(QLabel)]
    assert texts[:2] == ["in white on white, or in tiny letters · page 1", "word 0"]
    assert texts[-1].startswith("and 3 more")


def test_what_is_odd_about_an_item_that_was_read_stands_with_its_facts(room: ReviewRoom) -> None:
    item = room.desk.facts.item  # type: ignore[union-attr]
    guessed = Reason("plain.charset_guessed", charset="KOI8-R")
    room.inspector.show_item(replace(item, defects=(guessed,)), Mark(item.id), CodingOfItem())
    assert "Remarks: character set guessed: KOI8-R; the file names none" in room.inspector.facts.text()
    assert not room.inspector.state.isVisibleTo(room.inspector)  # it was read in full


def test_a_locked_item_says_so_and_leads_to_where_a_password_is_tried(
    qtbot: QtBot, workspace: Workspace, evidence: Evidence
) -> None:
    room = workspace.review
    show(qtbot, room, find(evidence, "is:locked"))
    pane = room.desk.a
    assert pane.nothing.next.text() == "Try a password…"
    assert room.inspector.state.text().startswith("Locked: ")
    pane.nothing.next.click()
    assert workspace.stack.currentWidget() is workspace.custody
    field = workspace.custody.account.retrying.password
    qtbot.waitUntil(field.hasFocus, timeout=PATIENCE)
    QTest.keyClicks(field, PASSWORD)
    QTest.keyClick(field, Qt.Key.Key_Return)
    workspace.show_room("review")
    qtbot.waitUntil(lambda: pane.view.complete and pane.view.document is not None, timeout=PATIENCE)
    assert pane.view.document is not None
    assert "nobody reads this" in pane.view.document.text.texts[0]
    qtbot.waitUntil(lambda: not room.inspector.unlock.isVisible(), timeout=PATIENCE)


def test_an_archive_offers_to_list_what_is_in_it(qtbot: QtBot, room: ReviewRoom, evidence: Evidence) -> None:
    show(qtbot, room, find(evidence, "name:all kind:archive"))
    assert not room.desk.a.attachments.isVisible()
    room.desk.a.nothing.next.click()
    qtbot.waitUntil(lambda: room.model.rowCount() == 3, timeout=PATIENCE)


def page(text: str) -> PageText:
    return PageText(612, 792, text, b"\0" * 16 * len(text))


def told(bar: WordsBar, text: str, *seen: OcrPage) -> str:
    made = document(ItemId(1), 1, title="", remark="", pdf=b"", pages=[page(text)], ocr=seen)  # type: ignore[arg-type]
    bar.show_document(made, 1)
    return "" if bar.isHidden() else bar.said.text()


def test_the_page_says_how_surely_its_words_were_read_and_doubt_has_a_second_cue(workspace: Workspace) -> None:
    bar = WordsBar(workspace.session)
    sure = OcrPage(1, Outcome.RECOGNISED, "engine 1", "eng", 93.4, 12, "2026-01-01T00:00:00Z")
    doubtful = OcrPage(1, Outcome.RECOGNISED, "engine 1", "eng", 61.0, 12, "2026-01-01T00:00:00Z")
    assert told(bar, "read", sure) == "Page 1: recognised text (OCR), 93 % sure."
    assert bar.said.property("role") == "small"
    assert told(bar, "read", doubtful) == "Page 1: recognised text (OCR), in doubt: 61 % sure. Check it by eye."
    assert bar.said.property("role") == "problem"
    assert told(bar, "words of its own, and enough of them") == ""
    failed = OcrPage(1, Outcome.FAILED, "", "eng", None, 0, "2026-01-01T00:00:00Z", (Reason("ocr.gave_up"),))
    assert told(bar, "", failed) == "Page 1: its text could not be recognised: the OCR engine gave the page up."
    assert told(bar, "").startswith("Page 1 has no words of its own.")
    bar.deleteLater()


@at_length
@needs_language_data
def test_a_scanned_page_is_read_by_machine_from_where_it_is_shown(
    qtbot: QtBot, workspace: Workspace, evidence: Evidence, tmp_path: Path
) -> None:
    form, room = workspace.evidence, workspace.review
    pages = scan([letter("Please find enclosed two", "doorbell cameras free of charge")])
    form.offer([folder(tmp_path / "scans", {"letter.pdf": pages})])
    QTest.keyClicks(form.custodian, "Okafor")
    QTest.keyClick(form.custodian, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not form.running, timeout=PATIENCE)
    item = find(evidence, "name:letter")
    qtbot.waitUntil(lambda: room.model.row_of(item) >= 0, timeout=PATIENCE)
    show(qtbot, room, item)
    bar = room.desk.a.words
    qtbot.waitUntil(bar.start.isVisible, timeout=PATIENCE)
    bar.start.click()
    qtbot.waitUntil(lambda: "recognised text (OCR)," in bar.said.text(), timeout=PATIENCE)
    assert find(evidence, "doorbell enclosed is:ocr") == item
    qtbot.waitUntil(lambda: room.desk.a.view.complete, timeout=PATIENCE)
    assert "doorbell cameras" in room.desk.a.view.document.text.texts[0]  # type: ignore[union-attr]
    workspace.search_for("doorbell enclosed")
    qtbot.waitUntil(lambda: workspace.search.model.rowCount() == 1, timeout=PATIENCE)
    hit = workspace.search.model.at(0)
    assert hit is not None
    assert machine(hit) == "recognised text (OCR)", "what was found says that it stands on recognised text"


@at_length
@needs_language_data
def test_an_intake_tries_passwords_of_a_file_reads_scans_and_puts_messages_in_order(
    qtbot: QtBot, workspace: Workspace, evidence: Evidence, tmp_path: Path
) -> None:
    form = workspace.evidence
    listing = tmp_path / "passwords.txt"
    listing.write_text(f"{PASSWORD}\n", encoding="utf-8")
    answer = said("Re: Lunch", "Yes.\n", "b2@x", "<b1@x>", date="Fri, 22 Jan 2016 12:30:00 -0800", sender=JOEL, to=RUTH)
    files = {"again.zip": locked_archive(), "s.pdf": scan([letter("Lanterns for every porch")]), "b2.eml": answer}
    form.offer([folder(tmp_path / "more", files)])
    form.use_passwords(listing)
    form.recognise.setChecked(True)
    QTest.keyClicks(form.custodian, "Okafor")
    QTest.keyClick(form.custodian, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not form.running, timeout=PATIENCE)
    assert "text of 1 pages recognised (OCR)" in workspace.notice.what.text()
    assert find(evidence, "lanterns is:ocr")
    assert find(evidence, "body:nobody"), "the archive was opened with the password of the file"
    number = evidence.look(partial(items.get, item=find(evidence, "body:sandwiches"))).control
    assert answers(evidence, find(evidence, 'subject:"Re Lunch"')) == number
