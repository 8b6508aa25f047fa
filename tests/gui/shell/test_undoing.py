"""What is done is said in the status line, and nothing is taken back unseen."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine.case import Case
from reviewer.domain.act_sentences import LASTING, SENTENCES
from reviewer.domain.acts import ACTS
from reviewer.domain.policy.finding import State
from reviewer.gui.shell.workspace import Workspace
from reviewer.usecases import told_acts, trail
from reviewer.usecases.evidence import items
from reviewer.usecases.pages import tags
from reviewer.usecases.people import signing
from reviewer.usecases.policy import findings
from tests.gui.conftest import PATIENCE, Evidence
from tests.gui.keyboard import press
from tests.gui.rooms.alleging import FIRST, finding_of, proved
from tests.gui.rooms.conftest import policed
from tests.gui.rooms.interviewing import do, message, read_through
from tests.gui.test_sending import held_up

__all__ = ["policed"]

CHANGING = "SELECT count(*) FROM audit WHERE json_array_length(detail, '$.changes') > 0"
"""How many acts a reviewer could take back; pages that are made in advance are none."""

CONTROL = Qt.KeyboardModifier.ControlModifier


def relevance(evidence: Evidence) -> str:
    return evidence.look(lambda case: items.mark(case, message(case, "Doorbells for the station")).relevance)


def said(qtbot: QtBot, workspace: Workspace, words: str) -> None:
    echo = workspace.status.echo.said
    qtbot.waitUntil(lambda: words in echo.text(), timeout=PATIENCE)


def marked(qtbot: QtBot, workspace: Workspace) -> QWidget:
    """The first message, marked relevant by its key."""
    found: QWidget = workspace.review.list
    found.setFocus()
    press(found, Qt.Key.Key_R)
    said(qtbot, workspace, "marked relevant")
    return found


def test_a_key_that_acts_says_what_it_did_and_the_line_takes_it_back(
    qtbot: QtBot, workspace: Workspace, evidence: Evidence
) -> None:
    marked(qtbot, workspace)
    echo = workspace.status.echo
    assert echo.said.text() == "IA7-000001 marked relevant"
    QTest.mouseClick(echo.undo, Qt.MouseButton.LeftButton)
    said(qtbot, workspace, "Undone: IA7-000001 marked relevant")
    assert relevance(evidence) == ""
    assert not echo.go.isVisible(), "one is there"
    QTest.mouseClick(echo.redo, Qt.MouseButton.LeftButton)
    said(qtbot, workspace, "Done again")
    assert relevance(evidence) == "relevant"


def test_what_is_out_of_sight_is_taken_back_only_when_asked_twice(
    qtbot: QtBot, workspace: Workspace, evidence: Evidence
) -> None:
    marked(qtbot, workspace)
    workspace.show_room("ledger")
    press(workspace.ledger, Qt.Key.Key_Z, CONTROL)
    said(qtbot, workspace, "Undo “IA7-000001 marked relevant”? It is not in sight.")
    do(qtbot, workspace, lambda _case: None)
    assert relevance(evidence) == "relevant"
    workspace.status.echo.go.click()
    assert workspace.stack.currentWidget() is workspace.review
    workspace.show_room("ledger")
    press(workspace.ledger, Qt.Key.Key_Z, CONTROL)
    said(qtbot, workspace, "Undone")
    assert relevance(evidence) == ""


def test_an_act_of_another_item_is_out_of_sight_in_the_same_room(
    qtbot: QtBot, workspace: Workspace, evidence: Evidence
) -> None:
    shown = marked(qtbot, workspace)
    press(shown, Qt.Key.Key_J)
    review = workspace.review
    qtbot.waitUntil(lambda: review.desk.a.item is not None and review.desk.a.item.id != 1, timeout=PATIENCE)
    press(shown, Qt.Key.Key_Z, CONTROL)
    said(qtbot, workspace, "It is not in sight.")
    workspace.status.echo.leave.click()
    assert workspace.status.echo.said.text() == ""
    assert relevance(evidence) == "relevant"


def test_an_act_of_an_earlier_sitting_is_asked_for_with_its_time(
    qtbot: QtBot, workspace: Workspace, evidence: Evidence
) -> None:
    workspace.session.rename("Ada")
    before = evidence.look(lambda case: case.value("SELECT count(*) FROM tag"))
    press(workspace.review.list, Qt.Key.Key_Z, CONTROL)
    said(qtbot, workspace, "Undo “Tag “Endorsement” added”? It is of an earlier sitting, ")
    do(qtbot, workspace, lambda _case: None)
    assert evidence.look(lambda case: case.value("SELECT count(*) FROM tag")) == before


def test_every_letter_and_digit_that_acts_is_echoed(qtbot: QtBot, workspace: Workspace, evidence: Evidence) -> None:
    review, echo = workspace.review, workspace.status.echo
    view = review.desk.a.view

    def acts() -> int:
        return int(evidence.look(lambda case: case.value(CHANGING)))

    told = 0
    for key in "abcdefghijklmnopqrstuvwxyz0123456789":
        review.list.setFocus()
        qtbot.waitUntil(lambda: view.document is not None, timeout=PATIENCE)
        view.select(view.document.text.line_at(view.selection.caret))  # type: ignore[union-attr]
        before = acts()
        echo.clear()
        QTest.keyClick(review.list, ord(key.upper()))
        do(qtbot, workspace, lambda _case: None)
        if acts() > before:
            qtbot.waitUntil(lambda: bool(echo.said.text()), timeout=PATIENCE)
            told += 1
        if review.entering.open:
            review.entering.benefit.leave()
    assert told >= 3, "relevant, not relevant and privileged at least"


def test_every_act_that_can_be_undone_has_a_sentence() -> None:
    silent = {"case", "passphrase", "password", "intake", "item", "pages", "ocr", "analysis", "report", "account"}
    silent |= {"manifest", "sandbox", "signing-key", "table", "picture", "bundle", "undo", "redo"}
    left = {act for act in ACTS - SENTENCES.keys() if act.split()[0] not in silent}
    gone = {"interview record", "interview binder", "privilege log", "production deliver", "production recall"}
    assert left == gone, "what left the case, which nothing takes back"
    assert SENTENCES.keys() <= ACTS
    backwards = {"undo", "redo", "item mark", "item code"}
    assert SENTENCES.keys() | LASTING.keys() | backwards == ACTS, "the trail tells each in words"
    assert not SENTENCES.keys() & LASTING.keys()


def test_two_presses_of_undo_take_back_two_acts(qtbot: QtBot, workspace: Workspace, evidence: Evidence) -> None:
    shown = marked(qtbot, workspace)
    press(shown, Qt.Key.Key_P)
    said(qtbot, workspace, "privileged")
    press(shown, Qt.Key.Key_Z, CONTROL)
    press(shown, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: relevance(evidence) == "", timeout=PATIENCE)
    privileged = evidence.look(lambda case: items.mark(case, message(case, "Doorbells for the station")).privileged)
    assert not privileged
    taken_back = [words for _, words in evidence.look(partial(trail.told, limit=2))]
    assert [words.startswith("Undone: IA7-000001 ") for words in taken_back] == [True, True]


def test_undo_that_is_pressed_before_an_act_is_told_takes_that_back_and_not_what_came_before(
    qtbot: QtBot, workspace: Workspace, evidence: Evidence
) -> None:
    """Also where what it did is seen in another room, and so is asked before anybody was told of it."""
    do(qtbot, workspace, partial(tags.add, name="Kept", color="blue", reviewer="Ada"))
    workspace.session.rename("Ada")
    with held_up(qtbot, workspace):
        workspace.session.operation(workspace, partial(tags.add, name="Wrong", color="orange", reviewer="Ada")).run()
        press(workspace.review.list, Qt.Key.Key_Z, CONTROL)
        read_through(qtbot, workspace)
    said(qtbot, workspace, "Undone: Tag “Wrong” added")
    assert [each.name for each in evidence.look(tags.listed)][-1] == "Kept"


def test_an_act_is_of_this_sitting_also_where_it_is_looked_up_late_when_that_began(
    qtbot: QtBot, workspace: Workspace, evidence: Evidence
) -> None:
    shown = marked(qtbot, workspace)
    workspace.undoing._begin(evidence.look(told_acts.newest))
    press(shown, Qt.Key.Key_Z, CONTROL)
    said(qtbot, workspace, "Undone")
    assert relevance(evidence) == ""


def test_a_signature_that_was_taken_back_is_not_given_again_by_a_key_and_one_is_led_to_where_it_is_given(
    qtbot: QtBot, policed: Workspace, evidence: Evidence
) -> None:
    secret = "four words of ada"

    def sign(case: Case) -> None:
        proved(case)
        signing.add(case, "Ada", secret, reviewer="Ada")
        findings.draft(case, FIRST, "sustained", reason="So.", reviewer="Ada")

    do(qtbot, policed, sign)
    policed.session.rename("Ada")
    do(qtbot, policed, partial(findings.propose, allegation=FIRST, passphrase=secret, reviewer="Ada"))
    policed.review.list.setFocus()
    press(policed.review.list, Qt.Key.Key_Z, CONTROL)
    said(qtbot, policed, "Undone")
    assert finding_of(evidence).finding.state is State.DRAFT
    QTest.mouseClick(policed.status.echo.redo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "without its passphrase" in policed.notice.what.text(), timeout=PATIENCE)
    qtbot.waitUntil(lambda: "findings" in policed.rooms and policed.findings.isVisible(), timeout=PATIENCE)
    part = policed.findings.allegations
    qtbot.waitUntil(lambda: part.whole is not None and part.sheet.finding.sign.secret.isVisible(), timeout=PATIENCE)
    assert finding_of(evidence).finding.state is State.DRAFT


def test_undo_is_not_offered_for_what_somebody_else_signed_and_asks_before_it_takes_what_came_before(
    qtbot: QtBot, policed: Workspace, evidence: Evidence
) -> None:
    def propose(case: Case) -> None:
        proved(case)
        findings.draft(case, FIRST, "sustained", reason="So.", reviewer="Ada")
        findings.propose(case, FIRST, reviewer="Ada")

    policed.session.rename("Ada")
    do(qtbot, policed, propose)
    echo, last = policed.status.echo, "Finding proposed on allegation 1"
    said(qtbot, policed, last)
    assert echo.undo.isVisible()
    do(qtbot, policed, partial(findings.review, allegation=FIRST, reviewer="Bo"))
    said(qtbot, policed, "Finding signed on allegation 1")
    assert not echo.undo.isVisible(), "Ada's undo takes back what Ada did"
    policed.review.list.setFocus()
    press(policed.review.list, Qt.Key.Key_Z, CONTROL)
    said(qtbot, policed, f"Undo “{last}”? It came before what Bo did.")
    press(policed.review.list, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(policed.notice.isVisible, timeout=PATIENCE)
    assert policed.notice.what.text() == f"“{last}” cannot be undone: it was changed since."
    assert finding_of(evidence).finding.state is State.REVIEWED
