"""Limits on archives in the window: set for an intake, met, told, raised for another try, and kept in the record."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine.case import Case
from reviewer.domain.changes import Changes, Noun
from reviewer.domain.evidence.unpack_limits import MOST, NAMES, UNRAISED, UnpackingLimits, raised
from reviewer.gui.shell.evidence import EvidenceForm
from reviewer.gui.shell.window import MainWindow
from reviewer.gui.shell.workspace import Workspace
from reviewer.gui.widgets.unpack_limits import LimitField, LimitFields, told
from reviewer.isolation.workers import Workers
from reviewer.usecases import search
from reviewer.usecases.evidence import custody, intake, items
from tests.evidence import folder, mail
from tests.gui.conftest import FIRST, PATIENCE, Evidence, opened
from tests.kept import Kept
from tests.workers.archive.building import zipped

MAILS = {f"{number}.eml": mail(f"Message {number}") for number in range(5)}


@pytest.fixture
def evidence(tmp_path: Path, kept_cases: Kept, workers: Workers) -> Evidence:
    """A case with one message in it, and a disk with an archive of five that is not taken in yet."""

    def build(case: Case, there: Path) -> None:
        intake.add(case, workers, [folder(there / "box", {"1.eml": FIRST})], reviewer="Ada")

    folder(tmp_path / "disk", {"a.zip": zipped(MAILS)})
    return Evidence(kept_cases.copy("one", tmp_path / "case.evcase", build, title="Doorbells"), kept_cases.key)


@pytest.fixture
def workspace(qtbot: QtBot, window: MainWindow, evidence: Evidence) -> Workspace:
    made = opened(qtbot, window, evidence)
    made.show_room("custody")
    qtbot.waitUntil(lambda: made.custody.account.containers.rowCount() > 0, timeout=PATIENCE)
    qtbot.waitUntil(lambda: made.custody.intakes.model.rowCount() == 1, timeout=PATIENCE)
    return made


@pytest.fixture
def form(workspace: Workspace, tmp_path: Path) -> EvidenceForm:
    """The form for new evidence, with the disk chosen."""
    workspace.evidence.offer([tmp_path / "disk"])
    workspace.evidence.custodian.setText("Tennant")
    return workspace.evidence


def write(field: LimitField, typed: str) -> None:
    """Type over what stands in a field, as a person does."""
    field.field.setFocus()
    field.field.selectAll()
    QTest.keyClicks(field.field, typed)


def messages(case: Case) -> int:
    return len(search.ids(case, "kind:email"))


def take_in_with_two_members(qtbot: QtBot, form: EvidenceForm) -> None:
    QTest.keyClick(form.limits.head, Qt.Key.Key_Space)
    field = form.limits.fields.fields["members"]
    write(field, "2")
    QTest.keyClick(field.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: form.running, timeout=PATIENCE)
    assert form.custodian.text() == "", "the next delivery may be another's"
    qtbot.waitUntil(lambda: not form.running, timeout=PATIENCE)


def test_the_form_for_evidence_says_that_limits_are_as_usual_and_unfolds_to_each_with_its_meaning(
    form: EvidenceForm,
) -> None:
    line = form.limits
    assert line.head.text() == "Limits on archives: as usual"
    assert not line.body.isVisible()
    line.head.setFocus()
    QTest.keyClick(line.head, Qt.Key.Key_Space)
    assert line.body.isVisible()
    assert line.fields.fields["members"].field.hasFocus()
    for name in NAMES:
        field = line.fields.fields[name].field
        assert field.isVisible()
        assert field.text() == f"{getattr(UNRAISED, name):,}"
        assert f"at most {getattr(MOST, name):,}" in field.accessibleDescription()
    write(line.fields.fields["ratio"], "1000")
    write(line.fields.fields["total"], "131 072")
    QTest.keyClick(line.head, Qt.Key.Key_Space)
    assert line.head.text() == "Limits on archives: total 131,072 MiB, ratio 1,000"
    assert line.limits == UnpackingLimits(ratio=1000, total=131_072)


@pytest.mark.parametrize("typed", ["0", "many", "-5", "1.5", "100001", "99999999999"])
def test_what_is_no_number_in_range_is_said_where_it_was_typed_and_nothing_is_taken_in(
    form: EvidenceForm, typed: str
) -> None:
    QTest.keyClick(form.limits.head, Qt.Key.Key_Space)
    ratio = form.limits.fields.fields["ratio"]
    write(ratio, typed)
    assert ratio.wrong.isVisible()
    assert ratio.wrong.text() == "Write a whole number from 1 to 100,000."
    assert ratio.wrong.text() in ratio.field.accessibleDescription()
    QTest.keyClick(form.limits.head, Qt.Key.Key_Space)
    assert "not a number in range" in form.limits.head.text()
    QTest.mouseClick(form.add, Qt.MouseButton.LeftButton)
    assert not form.running
    assert form.isVisible()
    assert ratio.field.hasFocus(), "the line unfolds and the cursor is where the number is wrong"
    write(ratio, "200")
    assert not ratio.wrong.isVisible()


def test_one_step_leads_back_to_the_usual(form: EvidenceForm, tmp_path: Path) -> None:
    QTest.keyClick(form.limits.head, Qt.Key.Key_Space)
    fields = form.limits.fields
    assert not fields.usual.isVisible()
    write(fields.fields["depth"], "60")
    QTest.keyClick(fields.usual, Qt.Key.Key_Space)
    assert fields.limits == UNRAISED
    assert fields.fields["depth"].field.text() == "50"
    write(fields.fields["depth"], "60")
    form.offer([tmp_path / "disk"])
    assert fields.limits == UNRAISED, "other evidence has the usual limits"


def test_a_field_left_empty_is_as_usual(qapp: QApplication, qtbot: QtBot) -> None:
    fields = LimitFields()
    qtbot.addWidget(fields)
    fields.fields["archives"].field.clear()
    assert fields.limits == UNRAISED
    fields.fields["archives"].field.setText("1’000")
    assert fields.limits == UnpackingLimits(archives=1000)
    assert qapp is not None


def test_what_a_limit_left_inside_is_told_and_comes_out_once_the_limit_is_raised(
    qtbot: QtBot, workspace: Workspace, form: EvidenceForm, evidence: Evidence
) -> None:
    take_in_with_two_members(qtbot, form)
    assert evidence.look(messages) == 3
    workspace.show_room("custody")
    raising = workspace.custody.account.retrying.override
    qtbot.waitUntil(raising.isVisible, timeout=PATIENCE)
    assert "a.zip" in raising.reasons.text()
    assert "more than 2 members, which is the limit" in raising.reasons.text()
    assert [name for name, field in raising.fields.fields.items() if field.isVisible()] == ["members"]
    members = raising.fields.fields["members"]
    assert int(members.field.text().replace(",", "")) > 2
    raising.attempt.setFocus()
    QTest.keyClick(raising.attempt, Qt.Key.Key_Space)
    retrying = workspace.custody.account.retrying
    assert retrying.stop.hasFocus(), "it can be stopped at once"
    qtbot.waitUntil(lambda: not raising.isVisible(), timeout=PATIENCE)
    qtbot.waitUntil(retrying.said.hasFocus, timeout=PATIENCE)
    assert evidence.look(messages) == 6
    names = {f"{number}.eml" for number in range(5)}
    found = evidence.look(lambda case: {each.name for each in items.many(case, search.ids(case, "kind:email"))})
    assert names <= found
    assert not evidence.look(intake.report).gaps


def test_a_limit_that_is_not_higher_than_what_was_met_is_refused_where_it_is_typed(
    qtbot: QtBot, workspace: Workspace, form: EvidenceForm
) -> None:
    take_in_with_two_members(qtbot, form)
    workspace.show_room("custody")
    retrying = workspace.custody.account.retrying
    qtbot.waitUntil(retrying.override.isVisible, timeout=PATIENCE)
    members = retrying.override.fields.fields["members"]
    order: list[QWidget] = [members.field, retrying.override.attempt, retrying.override.fields.others]
    order[0].setFocus()
    for here, there in pairwise(order):
        QTest.keyClick(here, Qt.Key.Key_Tab)
        assert there.hasFocus(), "Tab goes on as the eye does"
    write(members, "2")
    QTest.keyClick(members.field, Qt.Key.Key_Return)
    assert not retrying.running
    assert members.wrong.text() == "It was met at 2: write more than that."
    write(members, "x")
    QTest.keyClick(members.field, Qt.Key.Key_Return)
    assert not retrying.running
    assert "whole number" in members.wrong.text()
    QTest.keyClick(retrying.override.fields.others, Qt.Key.Key_Space)
    assert all(field.isVisible() for field in retrying.override.fields.fields.values())
    write(members, "3")
    write(retrying.override.fields.fields["depth"], "60")
    QTest.keyClick(members.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "more than 3 members" in retrying.override.reasons.text(), timeout=PATIENCE)
    qtbot.waitUntil(lambda: not retrying.running, timeout=PATIENCE)


def test_the_custody_record_tells_the_limits_of_an_intake_and_of_another_try(
    qtbot: QtBot, workspace: Workspace, form: EvidenceForm, evidence: Evidence
) -> None:
    part = workspace.custody.intakes
    assert "limits on archives: as usual" in part.facts.text()
    take_in_with_two_members(qtbot, form)
    workspace.show_room("custody")
    qtbot.waitUntil(lambda: part.model.rowCount() == 2, timeout=PATIENCE)
    part.table.selectRow(0)
    assert "limits on archives: members 2" in part.facts.text()
    raising = workspace.custody.account.retrying.override
    qtbot.waitUntil(raising.isVisible, timeout=PATIENCE)
    write(raising.fields.fields["members"], "200000")
    QTest.mouseClick(raising.attempt, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "tried again with members 200,000" in part.facts.text(), timeout=PATIENCE)
    assert evidence.look(custody.records)[1].limits_later == (("members", 200_000),)


def test_the_room_stays_on_the_chosen_intake_when_it_refreshes(
    qtbot: QtBot, workspace: Workspace, form: EvidenceForm
) -> None:
    take_in_with_two_members(qtbot, form)
    part = workspace.custody.intakes
    workspace.show_room("custody")
    qtbot.waitUntil(lambda: part.model.rowCount() == 2, timeout=PATIENCE)
    part.table.selectRow(1)
    chosen = part.facts.text()
    assert "box" in chosen
    with qtbot.waitSignal(part.model.modelReset, timeout=PATIENCE):
        workspace.session.changed.emit(Changes.of([Noun.ITEMS]))
    assert part.table.currentIndex().row() == 1
    assert part.facts.text() == chosen


def test_limits_are_told_with_their_units() -> None:
    assert told((("members", 200_000), ("nested", 512))) == "members 200,000, nested 512 MiB"


def test_only_what_met_a_limit_that_is_higher_now_is_tried_again(
    qtbot: QtBot, workspace: Workspace, workers: Workers, evidence: Evidence, tmp_path: Path
) -> None:
    inner = {f"{name}.zip": zipped({"m.eml": MAILS["1.eml"] + name.encode()}) for name in "abc"}
    disk = folder(tmp_path / "more", {"many.zip": zipped(MAILS), "deep.zip": zipped({"all.zip": zipped(inner)})})
    session = workspace.session
    limits = raised(["members=4", "archives=2"])
    take = partial(intake.add, workers=workers, paths=[disk], limits=limits, reviewer="Ada")
    session.long_operation(workspace, take).run()
    workspace.show_room("custody")
    raising = workspace.custody.account.retrying.override
    qtbot.waitUntil(lambda: len(raising.within) == 3, timeout=PATIENCE)
    assert raising.isVisible()
    write(raising.fields.fields["archives"], "2")
    (control,) = raising.within
    assert evidence.look(lambda case: items.find(case, control).name) == "many.zip"
