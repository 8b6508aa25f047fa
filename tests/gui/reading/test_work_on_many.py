"""The set task by keys alone, in Search and in Review: one act for many, which one undo takes back."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from reviewer.casefile import bulk_rows
from reviewer.casefile.engine.case import Case
from reviewer.casefile.pages import review_coding as kept_marks
from reviewer.domain.ids import ItemId
from reviewer.gui.rooms.search import room as search_room
from reviewer.gui.shell.window import MainWindow
from reviewer.gui.shell.workspace import Workspace
from reviewer.isolation.workers import Workers
from reviewer.usecases import search, trail
from reviewer.usecases.analysis import review_queues
from reviewer.usecases.evidence import intake, items
from reviewer.usecases.exports import confidential_sources
from reviewer.usecases.pages import notes, review_coding, tags
from tests.endurance import at_length
from tests.evidence import folder, mail
from tests.gui.conftest import PATIENCE, Evidence, opened
from tests.gui.hands import CONTROL, SHIFT, Hands
from tests.gui.late import Late
from tests.kept import Kept

NEWSLETTERS, HITS = 2_000, 40

TWOS = "subject:offer code2*"

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def evidence(tmp_path: Path, kept_cases: Kept, workers: Workers) -> Evidence:
    """Forty mails about discount codes, two thousand newsletters, a tag and a queue."""

    def build(case: Case, there: Path) -> None:
        mails = {f"{n}.eml": mail(f"Offer {n}", f"The discount code is CODE{n}.\n") for n in range(HITS)}
        mails |= {f"n{n}.eml": mail(f"Newsletter {n}", f"News of week {n}.\n") for n in range(NEWSLETTERS)}
        intake.add(case, workers, [folder(there / "box", mails)], reviewer="Ada")
        tags.add(case, "Gratuity offered", color="orange", key="1", reviewer="Ada")
        review_queues.create(case, "First", 'subject:"Offer 1"', reviewer="Ada")

    return Evidence(kept_cases.copy("many", tmp_path / "case.evcase", build, title="Many"), kept_cases.key)


@pytest.fixture
def workspace(qtbot: QtBot, window: MainWindow, evidence: Evidence) -> Workspace:
    made = opened(qtbot, window, evidence)
    qtbot.waitUntil(lambda: made.review.model.rowCount() == HITS + NEWSLETTERS, timeout=PATIENCE)
    return made


def found(evidence: Evidence, query: str) -> set[ItemId]:
    return set(evidence.look(partial(search.ids, text=query)))


def test_all_that_was_found_is_marked_by_a_few_keys_whatever_is_listed_and_one_undo_takes_it_back(
    qtbot: QtBot, workspace: Workspace, evidence: Evidence
) -> None:
    """More are found than are listed at first."""
    assert search_room.BATCH < NEWSLETTERS
    hands, room, letters = Hands(), workspace.search, found(evidence, "subject:newsletter")
    hands.press(Qt.Key.Key_K, CONTROL)
    hands.type("subject:newsletter")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: room.hits.hasFocus() and room.model.rowCount() > 0, timeout=PATIENCE)
    hands.press(Qt.Key.Key_A, CONTROL)
    assert f"All {NEWSLETTERS:,} found are chosen" in workspace.notice.what.text()
    hands.press(Qt.Key.Key_X)
    qtbot.waitUntil(lambda: found(evidence, "is:irrelevant") == letters, timeout=PATIENCE)
    assert len(letters) == NEWSLETTERS
    assert hands.keys <= 6
    qtbot.waitUntil(lambda: "subject:newsletter" in workspace.status.echo.said.text(), timeout=PATIENCE)
    hands.press(Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: found(evidence, "is:irrelevant") == set(), timeout=PATIENCE)
    qtbot.waitUntil(lambda: room.working.palette_box.known, timeout=PATIENCE)
    hands.press(Qt.Key.Key_1)
    qtbot.waitUntil(lambda: found(evidence, "is:tagged") == letters, timeout=PATIENCE)
    hands.press(Qt.Key.Key_J)
    hands.press(Qt.Key.Key_X)
    qtbot.waitUntil(lambda: len(found(evidence, "is:irrelevant")) == 1, timeout=PATIENCE)


def test_what_is_said_of_many_can_be_stopped_and_so_can_its_undo_and_then_nothing_was_changed(
    qtbot: QtBot, workspace: Workspace, evidence: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two hundred parts, the first of which was hardly begun."""
    monkeypatch.setattr(bulk_rows, "PART", 10)
    hands, room = Hands(), workspace.review
    hands.press(Qt.Key.Key_1, ALT)
    qtbot.waitUntil(lambda: room.desk.at_hand is not None, timeout=PATIENCE)
    room.list.setFocus()
    hands.press(Qt.Key.Key_A, CONTROL)
    hands.press(Qt.Key.Key_X)
    waiting = room.marking.bulk.waiting
    assert waiting._progress is not None
    waiting.line.begin(waiting._progress, "")
    assert waiting.line.isVisible()
    assert waiting.line.bar.mapTo(room.listing, QPoint()).x() == room.filter.typed.mapTo(room.listing, QPoint()).x()
    waiting.line.stop.click()
    qtbot.waitUntil(lambda: "nothing was changed" in workspace.notice.what.text(), timeout=PATIENCE)
    assert not waiting.line.isVisible()
    assert found(evidence, "is:irrelevant") == set()
    hands.press(Qt.Key.Key_X)
    qtbot.waitUntil(lambda: len(found(evidence, "is:irrelevant")) == HITS + NEWSLETTERS, timeout=PATIENCE)
    qtbot.waitUntil(lambda: f"{HITS + NEWSLETTERS:,} items" in workspace.status.echo.said.text(), timeout=PATIENCE)

    undoing = workspace.undoing.acts.waiting

    def stop() -> None:
        """As soon as it has begun."""
        qtbot.waitUntil(lambda: undoing._progress is not None, timeout=PATIENCE)
        assert undoing._progress is not None
        undoing.line.begin(undoing._progress, "")
        assert undoing.line.isVisible()
        assert workspace.status.isAncestorOf(undoing.line), "nothing moves for it"
        undoing.line.stop.click()
        qtbot.waitUntil(lambda: not undoing.running, timeout=PATIENCE)
        assert not undoing.line.isVisible()

    hands.press(Qt.Key.Key_Z, CONTROL)
    stop()
    assert len(found(evidence, "is:irrelevant")) == HITS + NEWSLETTERS
    room.list.setFocus()
    hands.press(Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: found(evidence, "is:irrelevant") == set(), timeout=PATIENCE)
    hands.press(Qt.Key.Key_Z, CONTROL | SHIFT)
    stop()
    assert found(evidence, "is:irrelevant") == set()


def test_what_is_done_while_many_are_marked_waits_and_it_is_said_for_what(
    qtbot: QtBot, workspace: Workspace, evidence: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = Late(monkeypatch, kept_marks, "put_many")
    hands, room, saved = Hands(), workspace.review, workspace.status.saved
    hands.press(Qt.Key.Key_1, ALT)
    qtbot.waitUntil(lambda: room.desk.at_hand is not None, timeout=PATIENCE)
    room.list.setFocus()
    hands.press(Qt.Key.Key_A, CONTROL)
    hands.press(Qt.Key.Key_X)
    late.wait(qtbot)
    many = f"documents: 0 of {HITS + NEWSLETTERS:,}"
    qtbot.waitUntil(lambda: saved.text() == f"saving… ({many}) · encrypted · offline", timeout=PATIENCE)
    session = workspace.session
    session.operation(workspace, partial(tags.add, name="Later", reviewer=session.reviewer)).run()
    qtbot.waitUntil(
        lambda: saved.text().startswith(f"saving… ({many}; ") and "for it)" in saved.text(), timeout=PATIENCE
    )
    assert found(evidence, "is:irrelevant") == set()
    late.let_go()
    qtbot.waitUntil(lambda: saved.text() == "saved · encrypted · offline", timeout=PATIENCE)
    assert len(found(evidence, "is:irrelevant")) == HITS + NEWSLETTERS
    assert "Later" in {tag.name for tag in evidence.look(tags.listed)}


def test_all_that_was_found_is_what_the_query_found_when_it_was_run_however_it_was_marked_since(
    qtbot: QtBot, workspace: Workspace, evidence: Evidence
) -> None:
    """What is marked drops out of what the query would find now, but not off the list that one works through."""
    hands, room, offers = Hands(), workspace.search, found(evidence, "subject:offer")
    workspace.search_for("subject:offer -is:relevant")
    qtbot.waitUntil(lambda: room.hits.hasFocus() and room.model.rowCount() == HITS, timeout=PATIENCE)
    hands.press(Qt.Key.Key_R)
    qtbot.waitUntil(lambda: len(found(evidence, "is:relevant")) == 1, timeout=PATIENCE)
    hands.press(Qt.Key.Key_A, CONTROL)
    assert f"All {HITS} found are chosen" in workspace.notice.what.text()
    qtbot.waitUntil(lambda: room.working.palette_box.known, timeout=PATIENCE)
    hands.press(Qt.Key.Key_1)
    qtbot.waitUntil(lambda: bool(found(evidence, "is:tagged")), timeout=PATIENCE)
    assert found(evidence, "is:tagged") == offers


def test_forty_hits_of_a_term_are_read_and_marked_with_one_key_each_and_one_key_takes_them_all_back(
    qtbot: QtBot, workspace: Workspace, evidence: Evidence
) -> None:
    hands, room = Hands(), workspace.search
    hands.press(Qt.Key.Key_2, ALT)
    qtbot.waitUntil(room.words.hasFocus, timeout=PATIENCE)
    (offer,) = [each for each in room.offers.findChildren(QPushButton) if each.text() == "Term list"]
    hands.tab_to(offer)
    hands.press(Qt.Key.Key_Return)
    page = room.stack.terms
    qtbot.waitUntil(page.typed.hasFocus, timeout=PATIENCE)
    hands.type("news")
    page.typed.insertPlainText('\n"discount code"')  # pasted
    hands.press(Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: page.table.hasFocus() and page.model.rowCount() == 2, timeout=PATIENCE)
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: room.hits.hasFocus() and room.model.rowCount() == HITS, timeout=PATIENCE)
    ways = hands.keys
    for row in range(HITS):
        qtbot.waitUntil(lambda: room.hits.currentIndex().row() == row, timeout=PATIENCE)  # noqa: B023
        hands.press(Qt.Key.Key_R)
    assert hands.keys - ways == HITS
    echo = workspace.status.echo
    qtbot.waitUntil(lambda: echo.undo_run.isVisible() and echo.undo_run.text() == f"Undo all {HITS}", timeout=PATIENCE)
    assert len(found(evidence, "is:relevant")) == HITS
    hands.press(Qt.Key.Key_Z, ALT)
    qtbot.waitUntil(lambda: f"Undone: all {HITS}" in echo.said.text(), timeout=PATIENCE)
    assert found(evidence, "is:relevant") == set()
    qtbot.waitUntil(lambda: room.hits.currentIndex().row() == 0, timeout=PATIENCE)
    stop_redo(qtbot, hands, workspace)
    assert found(evidence, "is:relevant") == set()
    room.hits.setFocus()
    hands.press(Qt.Key.Key_Z, CONTROL | SHIFT)
    qtbot.waitUntil(lambda: f"Done again: all {HITS}" in echo.said.text(), timeout=PATIENCE)
    assert len(found(evidence, "is:relevant")) == HITS
    workspace.show_room("review")
    hands.press(Qt.Key.Key_Z, ALT)
    notice = workspace.notice
    assert f"Those {HITS} were done in another list" in notice.what.text()
    assert notice.advice.text() == "Take them back one by one with Ctrl+Z."
    workspace.show_room("search")
    hands.press(Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: len(found(evidence, "is:relevant")) == HITS - 1, timeout=PATIENCE)
    qtbot.waitUntil(lambda: "Undone: " in echo.said.text(), timeout=PATIENCE)
    hands.press(Qt.Key.Key_Z, ALT)
    qtbot.waitUntil(lambda: f"Undone: all {HITS - 1}" in echo.said.text(), timeout=PATIENCE)
    assert found(evidence, "is:relevant") == set()


def stop_redo(qtbot: QtBot, hands: Hands, workspace: Workspace) -> None:
    """Press the key and stop it, before the thread that writes comes to it."""
    stopped, waiting = Event(), workspace.undoing.acts.waiting
    workspace.session.operation(workspace, lambda _case: stopped.wait(PATIENCE)).run()
    hands.press(Qt.Key.Key_Z, CONTROL | SHIFT)
    assert waiting._progress is not None
    waiting.line.begin(waiting._progress, "")
    waiting.line.stop.click()
    stopped.set()
    qtbot.waitUntil(lambda: not waiting.running, timeout=PATIENCE)


def choose(qtbot: QtBot, hands: Hands, *path: str) -> None:
    """Choose all of the list, and something of their menu."""
    hands.press(Qt.Key.Key_A, CONTROL)
    hands.press(Qt.Key.Key_F10, SHIFT)
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu), timeout=PATIENCE)
    top = QApplication.activePopupWidget()
    assert isinstance(top, QMenu)
    menu = top
    for name in path[:-1]:
        below = next(each.menu() for each in menu.actions() if each.text() == name)
        assert isinstance(below, QMenu)
        menu = below
    action = next(each for each in menu.actions() if each.text().split("\t")[0] == path[-1])
    action.trigger()
    top.close()


@pytest.fixture
def twos(qtbot: QtBot, workspace: Workspace, evidence: Evidence) -> set[ItemId]:
    """The offers whose codes begin with 2 are listed, and the list has the keyboard."""
    room, offers = workspace.review, found(evidence, TWOS)
    room.opening.list_items(TWOS)
    qtbot.waitUntil(lambda: room.model.rowCount() == len(offers) == 11, timeout=PATIENCE)
    room.list.setFocus()
    return offers


def test_the_menu_of_the_chosen_marks_tags_notes_and_adds_to_a_queue(
    qtbot: QtBot, workspace: Workspace, evidence: Evidence, twos: set[ItemId]
) -> None:
    hands, room, offers = Hands(), workspace.review, twos
    choose(qtbot, hands, "Relevant", "these alone")
    qtbot.waitUntil(lambda: found(evidence, "is:relevant") == offers, timeout=PATIENCE)
    choose(qtbot, hands, "Tag as a whole", "Gratuity offered", "these alone")
    qtbot.waitUntil(lambda: found(evidence, "is:tagged") == offers, timeout=PATIENCE)
    choose(qtbot, hands, "Add to queue", "First")
    first = partial(review_queues.find, name="First")
    qtbot.waitUntil(lambda: offers <= set(evidence.look(first).items), timeout=PATIENCE)
    choose(qtbot, hands, "Note on each…")
    hands.type("Ask Ed")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: found(evidence, "is:note") == offers, timeout=PATIENCE)
    assert room.list.hasFocus()
    hands.press(Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: found(evidence, "is:note") == set(), timeout=PATIENCE)


def test_a_note_on_each_says_before_it_is_written_and_after_it_that_it_is_for_the_report(
    qtbot: QtBot, workspace: Workspace, evidence: Evidence, twos: set[ItemId]
) -> None:
    hands, room = Hands(), workspace.review
    said = workspace.status.echo.said
    choose(qtbot, hands, "Note on each…")
    assert (line := room.marking.menu._asking) is not None
    assert line.go.text() == "Write"
    decide = partial(notes.set_rule, for_report=True, reviewer="Ada")
    workspace.session.operation(workspace, decide).run()
    qtbot.waitUntil(lambda: evidence.look(notes.rule), timeout=PATIENCE)
    hands.type("Ours")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: said.text().startswith("Note added on 11 items"), timeout=PATIENCE)
    assert "the note is private, for it was begun before" in said.text()
    hands.press(Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: found(evidence, "is:note") == set(), timeout=PATIENCE)
    choose(qtbot, hands, "Note for the report on each…")
    asked = "Note for the report on each of 11 documents"
    assert (line.words.placeholderText(), line.words.accessibleName()) == (asked, asked)
    assert line.go.text() == "Write for the report"
    hands.type("Ask Ed")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: said.text().startswith("Note for the report added on 11 items"), timeout=PATIENCE)
    assert found(evidence, "is:note") == twos


@pytest.fixture
def chosen_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the system's dialog answers."""
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_asked: str(tmp_path))
    return tmp_path


@at_length
def test_the_originals_of_the_chosen_are_written_without_what_stays_which_is_told_first(
    qtbot: QtBot, workspace: Workspace, evidence: Evidence, twos: set[ItemId], chosen_folder: Path
) -> None:
    hands, room, offers = Hands(), workspace.review, twos
    privileged = min(offers)
    unseen = re.findall(rb"Message-ID: <(\w+)@", mail("Offer 20", "The discount code is CODE20.\n"))[0].decode()
    confide = partial(confidential_sources.add, name=unseen, reviewer="Ada")
    workspace.session.operation(workspace, confide).run()  # in the bytes of one, and nowhere else
    put = partial(review_coding.put, item=privileged, privileged=True, reviewer="Ada")
    workspace.session.operation(workspace, put).run()
    qtbot.waitUntil(lambda: found(evidence, "is:privileged") == {privileged}, timeout=PATIENCE)
    choose(qtbot, hands, "Write the originals to a folder…")
    qtbot.waitUntil(lambda: (asked := room.marking.menu._leaving) is not None and asked.isVisible(), timeout=PATIENCE)
    assert room.marking.menu._leaving is not None
    assert "marked privileged: MANY-" in room.marking.menu._leaving.part.told.text()
    hands.click(room.marking.menu._leaving.go)
    said, line = workspace.notice.what, room.marking.bulk.writing
    assert line.isVisible()
    qtbot.waitUntil(lambda: f"{len(offers) - 2} originals written to " in said.text(), timeout=PATIENCE)
    (twenty,) = evidence.look(partial(items.many, ids=[*found(evidence, 'subject:"Offer 20"')]))
    assert f"1 stays with the case; {twenty.control} stays, too: it could not be searched" in said.text()
    assert not line.isVisible()
    (made,) = chosen_folder.glob("Originals *")
    written = {path.read_bytes() for path in made.glob("*.eml")}
    (stayed,) = evidence.look(partial(items.many, ids=[privileged]))
    goes = [n for n in (2, *range(21, 30)) if f"Offer {n}" != stayed.title]
    assert written == {mail(f"Offer {n}", f"The discount code is CODE{n}.\n") for n in goes}
    assert len(written) == len(offers) - 2
    (told,) = evidence.look(partial(trail.latest, act="item export"))
    assert (told.subject, len(told.facts["files"])) == (TWOS, len(offers) - 2)


def test_how_many_are_chosen_is_told_in_no_other_room(qtbot: QtBot, workspace: Workspace) -> None:
    notice = workspace.notice
    workspace.search_for("subject:offer")
    room = workspace.search
    qtbot.waitUntil(lambda: room.hits.hasFocus() and room.model.rowCount() == HITS, timeout=PATIENCE)
    Hands().press(Qt.Key.Key_A, CONTROL)
    assert f"All {HITS} found are chosen" in notice.what.text()
    workspace.show_room("review")
    assert notice.isHidden()
    workspace.review.list.selectAll()
    assert "documents are chosen" in notice.what.text()
    workspace.show_room("search")
    assert notice.isHidden()
