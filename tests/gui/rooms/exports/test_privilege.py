"""Privilege in the Exports room: what was marked is explained, what lawyers sent is suggested, the log is written."""

from __future__ import annotations

import csv
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine.case import Case
from reviewer.domain.exports.privilege import PrivilegeKind
from reviewer.domain.ids import ItemId
from reviewer.gui.navigation import PrivilegeTarget
from reviewer.gui.rooms.exports.privilege import Calls, PrivilegePart
from reviewer.gui.shell.window import MainWindow
from reviewer.gui.shell.workspace import Workspace
from reviewer.usecases.exports import lawyers, privilege
from reviewer.usecases.exports.privilege import Called
from reviewer.usecases.pages import passages, review_coding
from tests.gui.conftest import PATIENCE, Evidence, written
from tests.gui.hands import Hands
from tests.gui.keyboard import unreached
from tests.gui.rooms.interviewing import do, read_through

FIRST, FLYER, THANKS = ItemId(1), ItemId(2), ItemId(4)


@pytest.fixture
def part(qtbot: QtBot, window: MainWindow, workspace: Workspace) -> PrivilegePart:
    """What is privileged, in sight and looked up; Ada is at the keyboard."""
    window.activateWindow()
    workspace.session.rename("Ada")
    workspace.show_room("exports")
    workspace.exports.show_part("privilege")
    made = workspace.exports.privilege
    qtbot.waitUntil(made.isVisible, timeout=PATIENCE)
    read_through(qtbot, workspace)
    return made


def calls(evidence: Evidence) -> dict[tuple[ItemId, bool], tuple[str, str]]:
    """Kind and basis of each call, by its item and whether it is on the whole of it."""
    found: list[Called] = evidence.look(privilege.listed)
    return {(each.call.item, not each.quote): (each.call.kind.value, each.call.basis) for each in found}


def lines(part: PrivilegePart) -> list[tuple[str, ...]]:
    """Document, claim and basis of each row."""
    return [tuple(str(part.model.index(row, at).data()) for at in (0, 2, 3)) for row in range(part.model.rowCount())]


def marked(case: Case) -> None:
    """Two messages that were marked by a key, and words of the first in a passage."""
    for item in (FIRST, THANKS):
        review_coding.put(case, item, privileged=True, reviewer="Ada")
    passages.add_quote(case, FIRST, "our camera", reviewer="Ada")


def test_what_was_marked_is_explained_by_keys_one_after_the_other_and_undone(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, part: PrivilegePart, evidence: Evidence
) -> None:
    assert part.none.text().startswith("Nothing is called privileged yet.")
    do(qtbot, workspace, marked)
    hands, form = Hands(), part.form
    part.chips[Calls.UNEXPLAINED].click()
    qtbot.waitUntil(lambda: [line[0] for line in lines(part)] == ["IA7-000001", "IA7-000004"], timeout=PATIENCE)
    qtbot.waitUntil(lambda: form.place == (FIRST, None), timeout=PATIENCE)
    assert unreached(window, Qt.Key.Key_Tab) == []
    hands.tab_to(part.list)
    hands.press(Qt.Key.Key_Return)
    assert form.basis.hasFocus()
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(form.problem.isVisible, timeout=PATIENCE)
    assert form.problem.text().startswith("A call of privilege needs a basis")
    hands.type("Advice of the city attorney")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: form.place == (THANKS, None), timeout=PATIENCE)
    assert form.basis.hasFocus(), "the next is explained without going anywhere"
    assert form.basis.text() == ""
    assert calls(evidence) == {
        (FIRST, True): ("attorney-client", "Advice of the city attorney"),
        (THANKS, True): ("unspecified", ""),
    }
    told = workspace.status.echo.said
    qtbot.waitUntil(lambda: told.text() == "Privilege said of IA7-000001", timeout=PATIENCE)
    workspace.status.echo.undo.click()
    qtbot.waitUntil(lambda: calls(evidence)[FIRST, True] == ("unspecified", ""), timeout=PATIENCE)
    qtbot.waitUntil(lambda: len(lines(part)) == 2, timeout=PATIENCE)


def test_several_that_were_marked_are_explained_at_once_as_one_act_and_undone(
    qtbot: QtBot, workspace: Workspace, part: PrivilegePart, evidence: Evidence
) -> None:
    do(qtbot, workspace, marked)
    form, hands = part.form, Hands()
    part.chips[Calls.UNEXPLAINED].click()
    qtbot.waitUntil(lambda: len(lines(part)) == 2 and form.place == (FIRST, None), timeout=PATIENCE)
    form.basis.setText("Advice on one")
    hands.tab_to(part.list)
    hands.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert form.places == ((FIRST, None), (THANKS, None))
    assert form.document.text() == "2 chosen: IA7-000001 … IA7-000004"
    assert (form.basis.text(), form.part.isVisible(), form.keep.text()) == ("", False, "Keep for 2")
    assert not part.remove.isEnabled()
    hands.press(Qt.Key.Key_Return)
    assert form.basis.hasFocus()
    hands.type("Advice of the city attorney")
    read_through(qtbot, workspace)
    mark_another = partial(review_coding.put, item=THANKS, relevance="relevant", reviewer="Bo")
    do(qtbot, workspace, mark_another)
    read_through(qtbot, workspace)
    assert (len(form.places), form.basis.text()) == (2, "Advice of the city attorney"), "others go on marking meanwhile"
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(part.none.isVisible, timeout=PATIENCE)
    said = ("attorney-client", "Advice of the city attorney")
    assert calls(evidence) == {(FIRST, True): said, (THANKS, True): said}
    told = workspace.status.echo.said
    words = "Privilege said of 2 items, IA7-000001 … IA7-000004"
    qtbot.waitUntil(lambda: told.text() == words, timeout=PATIENCE)
    workspace.status.echo.undo.click()
    qtbot.waitUntil(lambda: len(lines(part)) == 2, timeout=PATIENCE)
    assert set(calls(evidence).values()) == {("unspecified", "")}


def test_of_several_those_with_a_claim_keep_it_unless_one_wants_it_replaced(
    qtbot: QtBot, workspace: Workspace, part: PrivilegePart, evidence: Evidence
) -> None:
    """How many there are is said before, and which kept it after; what goes with their messages is told as of one."""
    do(qtbot, workspace, marked)
    claim = partial(privilege.put, item=THANKS, kind=PrivilegeKind.OTHER, basis="Settled", alone=True, reviewer="Bo")
    do(qtbot, workspace, claim)
    do(qtbot, workspace, partial(review_coding.put, item=FLYER, privileged=True, reviewer="Ada"))
    form, hands = part.form, Hands()
    qtbot.waitUntil(lambda: len(lines(part)) == 3 and form.place == (FIRST, None), timeout=PATIENCE)
    part.list.selectRow(1)
    told = part.warnings.text()
    assert told == "withheld with it, as the same message, until somebody decides: IA7-000003"
    hands.tab_to(part.list)
    hands.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    hands.press(Qt.Key.Key_Control)  # let go of, else Qt takes the next row that is chosen for one more
    assert (form.replace.isVisible(), form.replace.isChecked()) == (True, False)
    assert form.replace.text() == "Replace the claims that 1 of them have already"
    assert part.warnings.text() == "withheld with them, as the same messages, until somebody decides: IA7-000003"
    form.basis.setText("Advice of the city attorney")
    form.keep.click()
    said = ("attorney-client", "Advice of the city attorney")
    qtbot.waitUntil(lambda: calls(evidence)[FIRST, True] == said, timeout=PATIENCE)
    assert calls(evidence)[THANKS, True] == ("other", "Settled")
    qtbot.waitUntil(lambda: workspace.notice.says("1 keeps the claim that was there: IA7-000004"), timeout=PATIENCE)
    read_through(qtbot, workspace)
    form.replace.click()
    form.keep.click()
    qtbot.waitUntil(lambda: calls(evidence)[THANKS, True] == said, timeout=PATIENCE)


def test_what_was_typed_for_one_document_is_there_again_and_never_on_another(
    qtbot: QtBot, workspace: Workspace, part: PrivilegePart, evidence: Evidence
) -> None:
    do(qtbot, workspace, marked)
    form = part.form
    qtbot.waitUntil(lambda: len(lines(part)) == 2, timeout=PATIENCE)
    qtbot.waitUntil(lambda: form.place == (FIRST, None) and form.part.count() == 2, timeout=PATIENCE)
    form.basis.setText("Advice on the contract")
    part.list.selectRow(1)
    qtbot.waitUntil(lambda: form.place == (THANKS, None), timeout=PATIENCE)
    assert form.basis.text() == ""
    part.list.selectRow(0)
    qtbot.waitUntil(lambda: form.place == (FIRST, None), timeout=PATIENCE)
    assert form.basis.text() == "Advice on the contract"
    form.part.setFocus()
    Hands().press(Qt.Key.Key_Down)
    assert form.place is not None
    assert form.place[1] is not None
    assert form.basis.text() == "", "nor is it what was typed for the whole"
    form.basis.setText("Notes of ")
    mark_another = partial(review_coding.put, item=THANKS, relevance="relevant", reviewer="Ada")
    do(qtbot, workspace, mark_another)
    read_through(qtbot, workspace)
    assert (form.place[1] is not None, form.basis.text()) == (True, "Notes of "), "others go on marking meanwhile"
    form.part.setFocus()
    Hands().press(Qt.Key.Key_Up)
    assert form.basis.text() == "Advice on the contract"
    form.part.setFocus()
    Hands().press(Qt.Key.Key_Down)
    (passage,) = evidence.look(partial(passages.found, text="our camera"))
    do(qtbot, workspace, partial(passages.remove, passage=passage.passage.id, reviewer="Ada"))
    qtbot.waitUntil(lambda: form.part.count() == 1, timeout=PATIENCE)
    assert (form.place, form.basis.text()) == ((FIRST, None), "Advice on the contract")
    assert calls(evidence)[FIRST, True] == ("unspecified", "")


def test_the_keyboard_stays_at_hand_and_one_that_is_freed_frees_no_other(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, part: PrivilegePart
) -> None:
    do(qtbot, workspace, marked)
    form, hands = part.form, Hands()
    part.chips[Calls.UNEXPLAINED].click()
    qtbot.waitUntil(lambda: len(lines(part)) == 2 and form.place == (FIRST, None), timeout=PATIENCE)
    form.kind.say(PrivilegeKind.NOT_PRIVILEGED)
    form.alone.setChecked(True)
    form.basis.setText("Sent to the public")
    form.keep.click()
    qtbot.waitUntil(lambda: form.place == (THANKS, None), timeout=PATIENCE)
    assert (form.kind.value, form.alone.isChecked()) == (PrivilegeKind.ATTORNEY_CLIENT, False)
    qtbot.waitUntil(lambda: len(lines(part)) == 1, timeout=PATIENCE)
    part.list.setFocus()
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(form.basis.hasFocus, timeout=PATIENCE)
    hands.type("Advice of the city attorney")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(part.none.isVisible, timeout=PATIENCE)
    assert not form.isVisible()
    assert window.focusWidget() is part.chips[Calls.UNEXPLAINED]
    workspace.session.go(PrivilegeTarget(FLYER))
    qtbot.waitUntil(lambda: form.place == (FLYER, None) and form.basis.hasFocus(), timeout=PATIENCE)
    part.chips[Calls.SUGGESTED].click()
    read_through(qtbot, workspace)
    assert not form.isVisible(), "what was looked up before is not shown beside an empty list"


def test_words_alone_can_be_claimed_and_the_rest_of_a_message_freed(
    qtbot: QtBot, workspace: Workspace, part: PrivilegePart, evidence: Evidence
) -> None:
    do(qtbot, workspace, marked)
    form = part.form
    qtbot.waitUntil(lambda: form.place == (FIRST, None) and form.part.count() == 2, timeout=PATIENCE)
    assert [form.part.itemText(at) for at in range(2)] == ["the whole document", "“our camera”"]
    form.part.setFocus()
    Hands().press(Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: form.place is not None and form.place[1] is not None, timeout=PATIENCE)
    assert not form.alone.isVisible(), "words have no duplicates"
    form.kind.say(PrivilegeKind.WORK_PRODUCT)
    form.basis.setText("Notes of counsel")
    form.keep.click()
    qtbot.waitUntil(lambda: (FIRST, False) in calls(evidence), timeout=PATIENCE)
    assert calls(evidence)[FIRST, False] == ("work-product", "Notes of counsel")
    qtbot.waitUntil(lambda: ("IA7-000001", "work product", "Notes of counsel") in lines(part), timeout=PATIENCE)

    workspace.session.go(PrivilegeTarget(FLYER))  # nothing was said of it yet
    qtbot.waitUntil(lambda: form.place == (FLYER, None), timeout=PATIENCE)
    form.kind.say(PrivilegeKind.NOT_PRIVILEGED)
    form.basis.setText("Sent to the public")
    form.keep.click()
    qtbot.waitUntil(lambda: (FLYER, True) in calls(evidence), timeout=PATIENCE)
    qtbot.waitUntil(lambda: ("IA7-000002", "not privileged", "Sent to the public") in lines(part), timeout=PATIENCE)


def test_what_a_lawyer_sent_is_suggested_until_somebody_decides(
    qtbot: QtBot, part: PrivilegePart, evidence: Evidence
) -> None:
    part.chips[Calls.SUGGESTED].click()
    assert part.none.text().startswith("Put the lawyers of the case on the list first")
    box, hands = part.lawyers, Hands()
    hands.tab_to(box.name)
    hands.type("Nobody")
    hands.press(Qt.Key.Key_Tab)
    hands.type("nobody.example")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: part.none.text().startswith("No message names a lawyer"), timeout=PATIENCE)
    box.list.selectRow(0)
    box.remove.click()
    qtbot.waitUntil(lambda: evidence.look(lawyers.listed) == [], timeout=PATIENCE)
    qtbot.waitUntil(box.none.isVisible, timeout=PATIENCE)
    hands.tab_to(box.name)
    hands.type("Tennant Law")
    hands.press(Qt.Key.Key_Tab)
    hands.type("lantern")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(box.problem.isVisible, timeout=PATIENCE)
    box.known.setText("lantern.example")
    box.known.setFocus()
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(lines(part)) == 1, timeout=PATIENCE)
    assert lines(part)[0][::2] == ("IA7-000001", "Joel Tennant (from: Tennant Law, by the domain)")
    qtbot.waitUntil(lambda: box.name.text() == "", timeout=PATIENCE)
    qtbot.waitUntil(lambda: part.form.place == (FIRST, None), timeout=PATIENCE)
    assert part.form.why.text() == "Suggested for Joel Tennant (from: Tennant Law, by the domain)"
    part.form.kind.say(PrivilegeKind.NOT_PRIVILEGED)
    part.form.basis.setText("Sales talk")
    part.form.keep.click()
    qtbot.waitUntil(lambda: lines(part) == [], timeout=PATIENCE)
    assert part.none.text().startswith("Everything a listed lawyer sent")
    box.list.selectRow(0)
    box.remove.click()
    qtbot.waitUntil(lambda: evidence.look(lawyers.listed) == [], timeout=PATIENCE)
    qtbot.waitUntil(box.none.isVisible, timeout=PATIENCE)
    assert box.name.hasFocus(), "the list and its button are gone"
    assert calls(evidence)[FIRST, True] == ("not-privileged", "Sales talk"), "calls stay"


def test_the_log_waits_until_all_is_explained_and_what_is_taken_back_is_not_in_it(
    qtbot: QtBot, workspace: Workspace, part: PrivilegePart, evidence: Evidence, tmp_path: Path
) -> None:
    do(qtbot, workspace, marked)
    qtbot.waitUntil(lambda: len(lines(part)) == 2, timeout=PATIENCE)
    out = tmp_path / "log.csv"
    part.write_log(out)
    qtbot.waitUntil(part.problem.isVisible, timeout=PATIENCE)
    assert "IA7-000001" in part.problem.text()
    assert not out.exists()
    qtbot.waitUntil(lambda: part.form.place == (FIRST, None), timeout=PATIENCE)
    part.form.basis.setText("Advice of the city attorney")
    part.form.keep.click()
    qtbot.waitUntil(lambda: calls(evidence)[FIRST, True][1] != "", timeout=PATIENCE)
    qtbot.waitUntil(lambda: "Advice of the city attorney" in lines(part)[0], timeout=PATIENCE)
    part.list.selectRow(1)
    part.remove.click()
    qtbot.waitUntil(lambda: (THANKS, True) not in calls(evidence), timeout=PATIENCE)
    part.write_log(out)
    qtbot.waitUntil(partial(written, out), timeout=PATIENCE)
    rows = list(csv.DictReader(out.read_text("utf-8-sig").splitlines()))
    assert {row["basis"] for row in rows} == {"Advice of the city attorney"}
