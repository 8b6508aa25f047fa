"""The Findings room: allegations and their matrices, findings with a second reviewer, policy, complaints."""

from __future__ import annotations

import threading
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine.case import Case
from reviewer.domain.ids import PassageId
from reviewer.domain.policy.allegation import Allegation, Ground, GroundId, GroundKind, Side
from reviewer.domain.policy.basis_changes import LIMITS, LIMITS_UNKNOWN
from reviewer.domain.policy.finding import DEFINITIONS, Outcome, State
from reviewer.gui.navigation import PassageTarget
from reviewer.gui.rooms.findings.grounds import GroundLine, GroundsModel, row_of
from reviewer.gui.rooms.findings.listing import AllegationsModel
from reviewer.gui.rooms.findings.lookup import entries
from reviewer.gui.shell.workspace import Workspace
from reviewer.usecases.interviews import interview_holding as holding
from reviewer.usecases.interviews import interview_outline as outline
from reviewer.usecases.interviews import interviews
from reviewer.usecases.pages import passages, tags
from reviewer.usecases.policy import allegations, clauses, complaints, findings
from tests.gui.conftest import PATIENCE, Evidence
from tests.gui.keyboard import focused, press
from tests.gui.rooms.alleging import FIRST, alleged, cell, choose, finding_of, opened, proved
from tests.gui.rooms.interviewing import do
from tests.usecases.policy.policy import GIFTS


def test_an_allegation_is_made_by_keys_alone(qtbot: QtBot, policed: Workspace, evidence: Evidence) -> None:
    policed.show_room("findings")
    part = policed.findings.allegations
    press(part.new, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(part.form.officer) == 2, timeout=PATIENCE)
    assert part.form.officer.hasFocus()
    QTest.keyClicks(part.form.officer, "castel")
    press(part.form.officer, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Ruth Castellan" in part.form.officer.text(), timeout=PATIENCE)
    policed.window().activateWindow()  # offscreen, the list that has gone is still taken for the active window
    qtbot.waitUntil(policed.window().isActiveWindow, timeout=PATIENCE)
    press(focused(), Qt.Key.Key_Tab)
    assert part.form.clause.hasFocus()
    for words in ("Took a camera", "soon", "Lantern"):
        press(focused(), Qt.Key.Key_Tab)
        QTest.keyClicks(focused(), words)
    press(focused(), Qt.Key.Key_Return)
    assert part.form.problem.text().startswith("“soon” is no date.")
    assert part.form.date.hasFocus()
    QTest.keyClicks(focused(), "2016-01-19")
    press(focused(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: part.whole is not None, timeout=PATIENCE)
    (made,) = evidence.look(allegations.listed)
    assert (made.serial, made.clause.code, made.act, str(made.period)) == ("101", "3.14", "Took a camera", "2016-01-19")


def test_an_element_is_proved_and_what_speaks_against_it_searched_by_keys_alone(
    qtbot: QtBot, policed: Workspace, evidence: Evidence
) -> None:
    do(qtbot, policed, alleged)
    part = opened(qtbot, policed)
    speaks = cell(part, 1, Side.FOR)
    qtbot.waitUntil(speaks.add.isVisible, timeout=PATIENCE)
    speaks.focus()
    press(focused(), Qt.Key.Key_A)
    qtbot.waitUntil(lambda: part.picker.model.rowCount() == 1, timeout=PATIENCE)
    press(focused(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: speaks.model.rowCount() == 1, timeout=PATIENCE)
    qtbot.waitUntil(lambda: part.pane.view.complete, timeout=PATIENCE)
    assert part.pane.item is not None
    assert part.pane.item.subject == "Doorbells for the station"
    press(part.picker.filter, Qt.Key.Key_Escape)
    assert part.left.currentIndex() == 0

    cell(part, 1, Side.AGAINST).focus()
    press(focused(), Qt.Key.Key_L)
    looking = part.suggestions
    qtbot.waitUntil(lambda: looking.model.rowCount() > 0, timeout=PATIENCE)
    assert not looking.confirm.isEnabled()
    press(looking.searches, Qt.Key.Key_Return)
    qtbot.waitUntil(looking.confirm.isEnabled, timeout=PATIENCE)
    QTest.keyClicks(looking.query, "invoice tag:nosuch")
    press(looking.query, Qt.Key.Key_Return)
    qtbot.waitUntil(looking.refusal.isVisible, timeout=PATIENCE)
    assert (looking.query.text(), looking.query.selectedText()) == ("invoice tag:nosuch", "nosuch")
    assert looking.told.text() == "1 search was made"
    looking.query.clear()
    QTest.keyClicks(looking.query, "invoice")
    QTest.mouseClick(looking.make, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: looking.told.text() == "2 searches were made", timeout=PATIENCE)
    looking.confirm.click()
    qtbot.waitUntil(lambda: part.left.currentIndex() == 0, timeout=PATIENCE)
    line = evidence.look(partial(allegations.get, allegation=FIRST)).line(1)
    assert [ground.name for ground in line.grounds] == ["passage 1"]
    assert [each.query for each in line.confirmations[0].searches][1:] == ["invoice"]

    do(qtbot, policed, partial(allegations.weigh, allegation=FIRST, element=1, opposing=["1"], reviewer="Ada"))
    against = cell(part, 1, Side.AGAINST)
    qtbot.waitUntil(lambda: "it is confirmed that none was found" in against.stale.text(), timeout=PATIENCE)
    qtbot.waitUntil(lambda: "element 1: passage 1 speaks against it" in part.sheet.again.text(), timeout=PATIENCE)
    assert "none found until something was put here" in against.said.text()
    against.back.click()
    qtbot.waitUntil(lambda: part.sheet.banner.isHidden() and against.stale.isHidden(), timeout=PATIENCE)


def test_in_review_one_key_lets_the_words_at_hand_speak_against_an_element(
    qtbot: QtBot, policed: Workspace, evidence: Evidence
) -> None:
    do(qtbot, policed, alleged)
    review = policed.review
    policed.session.go(PassageTarget(PassageId(1)))
    qtbot.waitUntil(lambda: review.desk.passage() is not None, timeout=PATIENCE)
    review.desk.active.view.setFocus()
    press(review.desk.active.view, Qt.Key.Key_F)
    box = review.inspector.citing.name
    qtbot.waitUntil(lambda: len(box) == 4, timeout=PATIENCE)
    qtbot.waitUntil(box.hasFocus, timeout=PATIENCE)
    QTest.keyClicks(box, "castellan against price")
    press(box, Qt.Key.Key_Return)

    def grounds() -> list[tuple[str, str]]:
        line = evidence.look(partial(allegations.get, allegation=FIRST)).line(2)
        return [(each.side.value, each.name) for each in line.grounds]

    qtbot.waitUntil(lambda: grounds() == [("against", "passage 1")], timeout=PATIENCE)
    assert not review.inspector.citing.isVisible()


def test_a_passage_is_dropped_on_a_cell_and_taken_out_again(
    qtbot: QtBot, policed: Workspace, evidence: Evidence
) -> None:
    do(qtbot, policed, alleged)
    part = opened(qtbot, policed)
    part.pick(2, Side.FOR)
    qtbot.waitUntil(lambda: part.picker.model.rowCount() == 1, timeout=PATIENCE)
    dragged = part.picker.model.mimeData([part.picker.model.index(0, 0)])
    target = cell(part, 2, Side.AGAINST)
    said = (Qt.DropAction.CopyAction, dragged, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entering = QDragEnterEvent(QPoint(5, 5), *said)
    target.dragEnterEvent(entering)
    assert entering.isAccepted()
    target.dropEvent(QDropEvent(QPointF(5, 5), *said))
    qtbot.waitUntil(lambda: target.model.rowCount() == 1, timeout=PATIENCE)
    target.view.setFocus()
    target.view.setCurrentIndex(target.model.index(0, 0))
    press(target.view, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: target.model.rowCount() == 0, timeout=PATIENCE)
    assert evidence.look(partial(allegations.get, allegation=FIRST)).line(2).grounds == ()


def test_a_finding_without_proof_cannot_be_drafted_and_each_reason_leads_to_its_cell(
    qtbot: QtBot, policed: Workspace
) -> None:
    do(qtbot, policed, alleged)
    part = opened(qtbot, policed)
    form = part.sheet.finding
    choose(form.outcome, "sustained")
    form.reason.setPlainText("It is so.")
    assert form.definition.text() == DEFINITIONS[Outcome.SUSTAINED]
    assert not form.save.isEnabled()

    def links() -> list[QPushButton]:
        return [each for each in form.lacking.findChildren(QPushButton) if not each.isHidden()]

    qtbot.waitUntil(lambda: len(links()) == 4, timeout=PATIENCE)
    assert sorted(each.text() for each in links()) == [
        f"Element {element}, {side}" for element in (1, 2) for side in ("against", "for")
    ]
    next(each for each in links() if each.text() == "Element 2, against").click()
    assert cell(part, 2, Side.AGAINST).isAncestorOf(focused())


def test_a_finding_is_drafted_proposed_signed_by_another_and_reopened(
    qtbot: QtBot, policed: Workspace, evidence: Evidence
) -> None:
    do(qtbot, policed, proved)
    policed.session.rename("Ada")
    part = opened(qtbot, policed)
    form = part.sheet.finding
    choose(form.outcome, "sustained")
    QTest.keyClicks(form.reason, "The offer and the list show it.")
    go = threading.Event()
    policed.session.operation(policed, lambda _case: go.wait(PATIENCE / 1000)).run()
    form.save.click()
    policed.session.rename("Bo")  # while what Ada saved waits for its turn
    go.set()
    qtbot.waitUntil(lambda: not form.reason.document().isModified(), timeout=PATIENCE)
    assert [step.reviewer for step in finding_of(evidence).finding.steps] == ["Ada"]
    policed.session.rename("Ada")
    assert not form.reason.document().isModified()
    stands = form.history.findChildren(QLabel)
    form.propose.click()
    qtbot.waitUntil(lambda: not form.review.isHidden(), timeout=PATIENCE)
    assert form.history.findChildren(QLabel)[: len(stands)] == stands, "what stood there is left, or all would jump"
    assert "Somebody else signs" in form.hint.text()
    form.review.click()
    qtbot.waitUntil(lambda: not form.problem.isHidden(), timeout=PATIENCE)
    assert form.problem.text() == "Ada had a hand in this finding and cannot be its second reviewer."
    assert finding_of(evidence).finding.state is State.PROPOSED

    policed.session.rename("Bo")
    assert form.hint.text() == "Ada had a hand in it. Somebody else signs."
    assert form.sign.name.text() == "Bo"
    form.review.click()
    qtbot.waitUntil(lambda: not form.finalise.isHidden(), timeout=PATIENCE)
    form.finalise.click()
    qtbot.waitUntil(lambda: finding_of(evidence).finding.state is State.FINAL, timeout=PATIENCE)
    qtbot.waitUntil(form.finalise.isHidden, timeout=PATIENCE)
    form.reopen.click()
    qtbot.waitUntil(lambda: form.problem.text() == "Say why the finding is reopened.", timeout=PATIENCE)
    QTest.keyClicks(form.comment, "The officer asks to be heard")
    form.reopen.click()
    qtbot.waitUntil(lambda: finding_of(evidence).finding.state is State.DRAFT, timeout=PATIENCE)
    history = evidence.look(partial(findings.show, allegation=FIRST))
    assert [each.finding.state for each in history] == [State.FINAL, State.DRAFT]
    qtbot.waitUntil(lambda: not form.propose.isHidden(), timeout=PATIENCE)
    assert form.reason.toPlainText() == "The offer and the list show it."


def test_a_changed_passage_asks_to_look_again_in_the_list_the_sheet_and_the_cell(
    qtbot: QtBot, policed: Workspace
) -> None:
    def find(case: Case) -> None:
        made = proved(case)
        findings.draft(case, made.id, "sustained", reason="So it is.", reviewer="Ada")
        findings.propose(case, made.id, reviewer="Ada")

    do(qtbot, policed, find)
    part = opened(qtbot, policed)
    qtbot.waitUntil(
        lambda: (entry := part.model.at(0)) is not None and "proposed" in part.model.state(entry), timeout=PATIENCE
    )
    assert part.sheet.banner.isHidden()
    assert part.count.text() == "1"

    def tag(case: Case) -> None:
        passage = passages.listed(case)[0].passage.id
        passages.tag(case, passage, tags.listed(case)[0].id, reviewer="Ada")

    do(qtbot, policed, tag)
    qtbot.waitUntil(lambda: not part.sheet.banner.isHidden(), timeout=PATIENCE)
    assert "element 1: passage 1 was changed: tags" in part.sheet.again.text()
    qtbot.waitUntil(lambda: part.model.again == 1, timeout=PATIENCE)
    assert part.count.text() == "1 · ⚑ 1"
    speaks = cell(part, 1, Side.FOR)
    row = speaks.model.at(0)
    assert row is not None
    assert row.wrong
    form = part.sheet.finding
    policed.session.rename("Bo")
    form.review.click()
    qtbot.waitUntil(form.problem.isVisible, timeout=PATIENCE)
    assert form.problem.text().endswith("Weigh or search anew what has changed, then reopen the finding.")
    for element in (1, 2):
        cell(part, element, Side.FOR).renew.click()
    qtbot.waitUntil(lambda: (found := speaks.model.at(0)) is not None and not found.wrong, timeout=PATIENCE)


def test_what_is_being_written_stays_when_something_else_changes(qtbot: QtBot, policed: Workspace) -> None:
    do(qtbot, policed, proved)
    part = opened(qtbot, policed)
    form = part.sheet.finding
    choose(form.outcome, "sustained")
    QTest.keyClicks(form.reason, "Half a sentence")
    other = do(
        qtbot,
        policed,
        lambda case: allegations.add(case, "102", "3.14", "Took a lamp", "2016", reviewer="Ada"),
    )
    qtbot.waitUntil(lambda: part.model.rowCount() == 2, timeout=PATIENCE)
    assert form.reason.toPlainText() == "Half a sentence"
    part.show_allegation(other.id)
    assert not form.isEnabled()  # it shows the first one still
    qtbot.waitUntil(lambda: part.whole is not None and part.whole.allegation.id == other.id, timeout=PATIENCE)
    assert form.isEnabled()
    assert form.reason.toPlainText() == ""
    part.show_allegation(FIRST)
    qtbot.waitUntil(lambda: part.whole is not None and part.whole.allegation.id == FIRST, timeout=PATIENCE)
    assert form.reason.toPlainText() == "Half a sentence"
    assert form.reason.document().isModified()
    assert form.chosen() is Outcome.SUSTAINED


def test_the_agencys_own_name_of_an_outcome_is_kept_and_the_finding_bears_it(
    qtbot: QtBot, policed: Workspace, evidence: Evidence
) -> None:
    do(qtbot, policed, proved)
    form = opened(qtbot, policed).sheet.finding
    assert all(f"{outcome}: {DEFINITIONS[outcome]}" in form.definition.text() for outcome in Outcome)
    choose(form.outcome, "sustained")
    QTest.keyClicks(form.called, "Out of Policy")
    press(form.called, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: form.outcome.currentData() == "Out of Policy", timeout=PATIENCE)
    assert form.definition.text() == DEFINITIONS[Outcome.SUSTAINED]
    QTest.keyClicks(form.reason, "So it is.")
    form.save.click()
    qtbot.waitUntil(form.propose.isEnabled, timeout=PATIENCE)
    words = finding_of(evidence).finding.words
    assert (words.outcome, words.label) == (Outcome.SUSTAINED, "Out of Policy")


def test_what_is_picked_for_another_allegation_is_its_officers_at_first(qtbot: QtBot, policed: Workspace) -> None:
    def allege_twice(case: Case) -> tuple[Allegation, Allegation]:
        first = alleged(case)
        return first, allegations.add(case, "101", "3.14", "Lent it on", "2016", reviewer="Ada")

    first, other = do(qtbot, policed, allege_twice)
    picker = opened(qtbot, policed).picker
    picker.ask(first, 1, Side.FOR)
    picker.everybody.setChecked(True)
    picker.ask(first, 2, Side.AGAINST)
    assert picker.everybody.isChecked(), "for the elements of one allegation it stays"
    picker.ask(other, 1, Side.FOR)
    assert not picker.everybody.isChecked()


def test_who_looks_for_an_answer_that_is_no_passage_yet_is_told_so(qtbot: QtBot, policed: Workspace) -> None:
    def answered(case: Case) -> None:
        kept = interviews.add(case, "101", reviewer="Ada")
        outline.add_topic(case, kept.id, "Gifts", reviewer="Ada")
        outline.add_question(case, kept.id, 1, "Who paid?", reviewer="Ada")
        holding.start(case, kept.id, reviewer="Ada")
        holding.answer(case, kept.id, "1.1", "Nobody did.", reviewer="Ada")
        alleged(case)

    do(qtbot, policed, answered)
    part = opened(qtbot, policed)
    part.pick(1, Side.FOR)
    part.picker.filter.setText("nobody did")
    qtbot.waitUntil(part.picker.none.isVisible, timeout=PATIENCE)
    qtbot.waitUntil(lambda: "Nothing matches. 1 answer is no passage yet" in part.picker.none.text(), timeout=PATIENCE)


def test_a_file_of_clauses_with_a_fault_is_refused_beside_the_button(
    qtbot: QtBot, policed: Workspace, evidence: Evidence, tmp_path: Path
) -> None:
    path = tmp_path / "rules.toml"
    path.write_text("[[clause]]\ncode = '9'\nname = 'Lunch'\nelements = []\n", encoding="utf-8")
    policed.show_room("findings")
    policed.findings.show_part("policy")
    policy = policed.findings.policy
    policy.import_file(path)
    qtbot.waitUntil(policy.problem.isVisible, timeout=PATIENCE)
    assert "at least one element" in policy.problem.text()
    path.write_text(path.read_text(encoding="utf-8").replace("[]", "['He ate']"), encoding="utf-8")
    policy.import_file(path)
    qtbot.waitUntil(lambda: policy.model.rowCount() == 2, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not policy.problem.isVisible(), timeout=PATIENCE)
    assert [each.code for each in evidence.look(clauses.listed)] == ["3.14", "9"]


def test_a_clause_begins_with_a_template_and_stays_while_an_allegation_rests_on_it(
    qtbot: QtBot, policed: Workspace, evidence: Evidence
) -> None:
    policed.show_room("findings")
    policed.findings.show_part("policy")
    policy = policed.findings.policy
    form = policy.form
    qtbot.waitUntil(lambda: policy.model.rowCount() == 1, timeout=PATIENCE)
    form.begin(evidence.look(lambda _case: clauses.template("endorsement")))
    assert not policy.list.isEnabled()
    form.code.selectAll()
    QTest.keyClicks(form.code, "3.15")
    QTest.keyClicks(form.start, "2015-02-30")
    press(form.start, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not form.problem.isHidden(), timeout=PATIENCE)
    assert "no date" in form.problem.text()
    form.start.clear()
    form.save.click()
    qtbot.waitUntil(lambda: form.title.text().startswith("3.15"), timeout=PATIENCE)
    assert policy.model.rowCount() == 2
    assert policy.list.isEnabled()
    form.remove.click()
    qtbot.waitUntil(lambda: policy.model.rowCount() == 1, timeout=PATIENCE)
    do(qtbot, policed, alleged)
    qtbot.waitUntil(lambda: not form.remove.isEnabled(), timeout=PATIENCE)
    assert [each.code for each in evidence.look(clauses.listed)] == ["3.14"]


def test_an_element_is_added_below_and_moved_up_by_keys(qtbot: QtBot, policed: Workspace, evidence: Evidence) -> None:
    policed.show_room("findings")
    policed.findings.show_part("policy")
    form = policed.findings.policy.form
    qtbot.waitUntil(lambda: form.shown is not None, timeout=PATIENCE)
    first = form.elements._rows[0][2]
    first.setFocus()
    press(first, Qt.Key.Key_Return)
    QTest.keyClicks(focused(), "It was on duty")
    press(focused(), Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    press(focused(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    form.save.click()
    wanted = ["It was on duty", *GIFTS.elements]
    qtbot.waitUntil(
        lambda: [each.text for each in evidence.look(clauses.listed)[0].elements] == wanted, timeout=PATIENCE
    )


COMPLAINTS = """Case No,received,serial,officer,clause,vendor,Disposition
C-1,2014-02-03,101,Ruth Castellan,3.14,Lantern,sustained
C-2,2015-13-01,102,Tom Okafor,2.01,,unfounded
C-3,2016-04-05,102,Tom Okafor,2.01,,Out of Policy
"""


def test_a_table_of_complaints_with_a_bad_line_is_shown_before_it_is_taken_in(
    qtbot: QtBot, policed: Workspace, evidence: Evidence, tmp_path: Path
) -> None:
    do(qtbot, policed, alleged)
    path = tmp_path / "complaints.csv"
    path.write_text(COMPLAINTS.replace("Case No", "Ref"), encoding="utf-8")
    policed.show_room("findings")
    policed.findings.show_part("complaints")
    part = policed.findings.complaints
    part.stack.setCurrentWidget(part.table)
    part.table.look_at(path)
    qtbot.waitUntil(lambda: "no column number" in part.table.verdict.text(), timeout=PATIENCE)
    assert not part.table.take.isEnabled()
    box = part.table.choices["number"]
    box.setCurrentIndex(box.findData("Ref"))
    box.activated.emit(box.currentIndex())
    qtbot.waitUntil(part.table.take.isEnabled, timeout=PATIENCE)
    assert "1 line cannot be used" in part.table.verdict.text()
    lines = [part.table.model.index(row, 0).data() for row in range(part.table.model.rowCount())]
    assert lines[0] == "3"
    assert "2015-13-01" in part.table.model.index(0, 1).data()
    assert evidence.look(complaints.listed) == []
    part.table.take.click()
    qtbot.waitUntil(lambda: part.table.verdict.text().startswith("Done"), timeout=PATIENCE)
    part.table.leave.click()
    qtbot.waitUntil(lambda: part.model.rowCount() == 2, timeout=PATIENCE)
    assert [each.complaint.number for each in evidence.look(complaints.listed)] == ["C-1", "C-3"]
    assert part.chips["conflicts"].text() == "Conflicts of interest 1"  # type: ignore[index]
    assert "allegation 1" in " ".join(part._history.related[1].why)  # type: ignore[union-attr]
    for by in ("vendor", "year", "clause"):
        part.groups.choose(by)
        head = part.groups.model.headerData(0, Qt.Orientation.Horizontal)
        assert str(head).casefold() == by, "of these three only what is counted by"

    QTest.keyClicks(part.filter, "out of policy")
    qtbot.waitUntil(lambda: part.model.rowCount() == 1, timeout=PATIENCE)
    facts = [each.text() for each in part.details.findChildren(QLabel)]
    assert evidence.look(complaints.listed)[1].source in facts
    assert facts[facts.index("Written in") + 1].endswith(", line 4")
    assert not part.details.mapping.isHidden()
    part.details.outcome.say("sustained")
    part._ask()
    answered: list[object] = []
    policed.session.query(part, lambda _case: True).success(answered.append).run()
    qtbot.waitUntil(lambda: bool(answered), timeout=PATIENCE)
    assert part.details.outcome.value == "sustained", "a list that is read again leaves the choice alone"
    part.details.map.click()
    qtbot.waitUntil(part.details.mapping.isHidden, timeout=PATIENCE)
    assert evidence.look(findings.labels) == {"Out of Policy": Outcome.SUSTAINED}


def test_the_models_of_the_room_keep_qts_rules(
    qtmodeltester: ModelTester, qtbot: QtBot, policed: Workspace, evidence: Evidence
) -> None:
    do(qtbot, policed, proved)
    model = AllegationsModel()
    model.show(evidence.look(entries))
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    model.filter("nobody")
    assert (len(model), model.rowCount()) == (1, 0)
    grounds = GroundsModel()
    grounds.show(
        [GroundLine("passage:1", "free", "IA-1 page 1"), GroundLine("benefit:2", "device", "ledger", ("was removed",))]
    )
    qtmodeltester.check(grounds)  # type: ignore[no-untyped-call]


def test_what_is_not_known_of_a_ground_stands_with_it_as_what_has_changed_does() -> None:
    facts = {"what": "device"}
    ground = Ground(GroundId(1), Side.FOR, GroundKind.BENEFIT, 7, facts, {**facts, LIMITS: []}, "device", "", "Ada")
    assert row_of(ground).wrong == (f"benefit 7 {LIMITS_UNKNOWN}",)
