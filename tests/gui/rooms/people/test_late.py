"""Whichever answer comes first, the officer or organisation chosen last stays chosen, and acts fall on no other."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine.case import Case
from reviewer.domain.changes import EVERYTHING, Changes, Noun
from reviewer.gui.rooms.people.room import PeopleRoom
from reviewer.gui.shell.workspace import Workspace
from reviewer.usecases.people import merging, officer_page, officers, organisations
from tests.gui.conftest import PATIENCE, Evidence
from tests.gui.hands import Hands
from tests.gui.keyboard import focused, press
from tests.gui.late import Late
from tests.gui.rooms.interviewing import do, read_through

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def people(qtbot: QtBot, workspace: Workspace) -> PeopleRoom:
    """Two officers and two organisations."""

    def enter(case: Case) -> None:
        for name in ("Aster Supplies", "Beacon Motors"):
            organisations.add(case, name, "vendor", reviewer="Ada")

    do(qtbot, workspace, enter)
    workspace.show_room("people")
    qtbot.waitUntil(lambda: workspace.people.officers.model.rowCount() == 2, timeout=PATIENCE)
    return workspace.people


def show_organisations(qtbot: QtBot, people: PeopleRoom) -> None:
    people.show_part("organisations")
    qtbot.waitUntil(lambda: people.organisation.name.text() == "Aster Supplies", timeout=PATIENCE)
    people.organisations.table.setFocus()


def typed(field: QWidget) -> str:
    assert isinstance(field, QLineEdit)
    return field.text()


def named(evidence: Evidence) -> set[str]:
    return {each.name for each in evidence.look(organisations.listed)}


def test_an_organisation_on_its_way_does_not_take_the_form_of_a_new_one_over(
    qtbot: QtBot, workspace: Workspace, people: PeopleRoom, evidence: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    show_organisations(qtbot, people)
    late = Late(monkeypatch, organisations, "show")
    press(people.organisations.table, Qt.Key.Key_Down)
    late.wait(qtbot)
    press(people.organisations.table, Qt.Key.Key_N, CONTROL)
    late.let_go()
    read_through(qtbot, workspace)
    page = people.organisation
    assert page.name.text() == "New organisation"
    name = page.form.fields["name"]
    qtbot.waitUntil(name.hasFocus, timeout=PATIENCE)
    QTest.keyClicks(name, "Cobalt Books")
    press(name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Cobalt Books" in named(evidence), timeout=PATIENCE)
    assert named(evidence) == {"Aster Supplies", "Beacon Motors", "Cobalt Books"}


def test_nothing_is_changed_of_an_organisation_while_another_is_on_its_way(
    qtbot: QtBot, people: PeopleRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    show_organisations(qtbot, people)
    page = people.organisation
    late = Late(monkeypatch, organisations, "show")
    press(people.organisations.table, Qt.Key.Key_Down)
    late.wait(qtbot)
    press(people.organisations.table, Qt.Key.Key_E, CONTROL)
    assert not page.form.isVisible()
    assert not page.remove.isEnabled()
    late.let_go()
    qtbot.waitUntil(lambda: page.name.text() == "Beacon Motors", timeout=PATIENCE)
    press(people.organisations.table, Qt.Key.Key_E, CONTROL)
    qtbot.waitUntil(page.form.fields["name"].hasFocus, timeout=PATIENCE)
    assert typed(page.form.fields["name"]) == "Beacon Motors"


def test_a_list_of_organisations_does_not_take_a_new_one_away(
    qtbot: QtBot, workspace: Workspace, people: PeopleRoom
) -> None:
    show_organisations(qtbot, people)
    press(people.organisations.table, Qt.Key.Key_N, CONTROL)
    qtbot.waitUntil(people.organisation.form.fields["name"].hasFocus, timeout=PATIENCE)
    QTest.keyClicks(focused(), "Cobalt")
    workspace.session.changed.emit(EVERYTHING)
    qtbot.waitUntil(lambda: people.organisations.model.rowCount() == 2, timeout=PATIENCE)
    read_through(qtbot, workspace)
    assert people.organisation.entering
    QTest.keyClicks(focused(), " Books")
    assert typed(people.organisation.form.fields["name"]) == "Cobalt Books"


def test_news_of_the_evidence_do_not_lead_back_to_the_organisation_shown_before(
    qtbot: QtBot, workspace: Workspace, people: PeopleRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    show_organisations(qtbot, people)
    late = Late(monkeypatch, organisations, "show")
    press(people.organisations.table, Qt.Key.Key_Down)
    late.wait(qtbot)
    asked: list[object] = []
    workspace.session.changed.emit(Changes.of([Noun.ITEMS]))
    QTimer.singleShot(0, lambda: QTimer.singleShot(0, lambda: asked.append(None)))  # after the page has looked again
    qtbot.waitUntil(lambda: bool(asked), timeout=PATIENCE)
    late.let_go()
    read_through(qtbot, workspace)
    assert people.organisation.name.text() == "Beacon Motors"


def test_what_is_changed_of_an_organisation_is_not_added_when_looking_at_it_again_has_failed(
    qtbot: QtBot, workspace: Workspace, people: PeopleRoom, evidence: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    show_organisations(qtbot, people)
    press(people.organisations.table, Qt.Key.Key_E, CONTROL)
    form = people.organisation.form
    qtbot.waitUntil(form.fields["name"].hasFocus, timeout=PATIENCE)
    late = Late(monkeypatch, organisations, "listed")
    rename = partial(organisations.change, who="Aster Supplies", name="Aster Limited", reviewer="Bo")
    do(qtbot, workspace, rename)
    late.wait(qtbot)
    with qtbot.waitSignal(workspace.session.failed, timeout=PATIENCE):
        workspace.session.changed.emit(Changes.of([Noun.ITEMS]))
    press(form.fields["name"], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not form._sending.busy, timeout=PATIENCE)
    assert named(evidence) == {"Aster Limited", "Beacon Motors"}
    late.let_go()
    read_through(qtbot, workspace)


def test_an_organisation_that_was_asked_for_does_not_come_before_one_chosen_since(
    qtbot: QtBot, workspace: Workspace, people: PeopleRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    show_organisations(qtbot, people)
    late = Late(monkeypatch, organisations, "listed")
    listed = people.organisations
    first = listed.current
    assert first is not None
    listed.choose(first.id)
    late.wait(qtbot)
    press(listed.table, Qt.Key.Key_Down)
    late.let_go()
    read_through(qtbot, workspace)
    assert listed.current is not None
    assert listed.current.name == people.organisation.name.text() == "Beacon Motors"


def test_an_officer_on_their_way_does_not_stand_over_the_form_of_a_new_one(
    qtbot: QtBot, workspace: Workspace, people: PeopleRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = Late(monkeypatch, officer_page, "show")
    people.officers.table.selectRow(1)
    late.wait(qtbot)
    press(people.officers.table, Qt.Key.Key_N, CONTROL)
    late.let_go()
    read_through(qtbot, workspace)
    assert people.page.who.text() == "New officer"
    assert people.page.officer is None
    assert people.page.form.isVisible()


def test_a_list_of_officers_does_not_take_a_new_one_away(
    qtbot: QtBot, workspace: Workspace, people: PeopleRoom
) -> None:
    people.officers.table.setFocus()
    people.officers.table.selectRow(1)
    press(people.officers.table, Qt.Key.Key_N, CONTROL)
    qtbot.waitUntil(people.page.form.serial.hasFocus, timeout=PATIENCE)
    QTest.keyClicks(focused(), "10")
    workspace.session.changed.emit(EVERYTHING)
    qtbot.waitUntil(lambda: people.officers.model.rowCount() == 2, timeout=PATIENCE)
    read_through(qtbot, workspace)
    assert people.page.who.text() == "New officer"
    QTest.keyClicks(focused(), "5")
    assert people.page.form.serial.text() == "105"
    people.show_officer(people.officers.model.at(0).id)  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: people.page.who.text() == "Ruth Castellan", timeout=PATIENCE)
    assert not people.page.form.isVisible()


def test_an_officer_just_added_does_not_come_before_one_chosen_since(
    qtbot: QtBot, workspace: Workspace, people: PeopleRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    people.officers.table.setFocus()
    people.officers.table.selectRow(0)
    late = Late(monkeypatch, officers, "listed")
    add = partial(officers.enter, known=officers.OfficerDetails("105", "Una Berg"), reviewer="Ada")
    people._officer_made(do(qtbot, workspace, add))
    press(people.officers.table, Qt.Key.Key_Down)
    late.let_go()
    qtbot.waitUntil(lambda: people.officers.model.rowCount() == 3, timeout=PATIENCE)
    read_through(qtbot, workspace)
    assert people.page.who.text() == "Tom Okafor"
    assert people.officers.current is not None
    assert people.officers.current.name == "Tom Okafor"


def test_a_new_officer_half_typed_stays_whatever_the_list_and_its_filter_lead_to_until_a_row_is_chosen(
    qtbot: QtBot, workspace: Workspace, people: PeopleRoom
) -> None:
    people.page.add_officer()
    people.page.form.serial.setFocus()
    QTest.keyClicks(focused(), "105")
    people.officers.filter.setFocus()
    QTest.keyClicks(focused(), "oka")
    workspace.session.changed.emit(EVERYTHING)
    read_through(qtbot, workspace)
    assert (people.page.who.text(), people.page.form.serial.text()) == ("New officer", "105")
    assert people.page.form.isVisible()
    Hands().click_row(people.officers.table, people.officers.table.currentIndex())
    qtbot.waitUntil(lambda: people.page.who.text() == "Tom Okafor", timeout=PATIENCE)
    assert not people.page.form.isVisible()


def test_nobody_is_merged_with_the_officer_who_was_compared_before_another_was_named(
    qtbot: QtBot, workspace: Workspace, people: PeopleRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    do(qtbot, workspace, partial(officers.enter, known=officers.OfficerDetails("105", "Una Berg"), reviewer="Ada"))
    qtbot.waitUntil(lambda: people.officers.model.rowCount() == 3, timeout=PATIENCE)
    people.officers.table.setFocus()
    people.officers.table.selectRow(0)
    qtbot.waitUntil(lambda: people.page.who.text() == "Ruth Castellan", timeout=PATIENCE)
    people.page.merge_officer()
    panel = people.page.merge
    qtbot.waitUntil(lambda: len(panel._others) == 2, timeout=PATIENCE)
    by_name = {each.name: each.id for each in panel._others.values()}
    panel.other.chosen.emit(by_name["Tom Okafor"])
    qtbot.waitUntil(panel.merge.isEnabled, timeout=PATIENCE)
    late = Late(monkeypatch, merging, "compare")
    panel.other.chosen.emit(by_name["Una Berg"])
    late.wait(qtbot)
    assert not panel.merge.isEnabled()
    assert not panel.evidence.isVisible()
    late.let_go()
    qtbot.waitUntil(panel.merge.isEnabled, timeout=PATIENCE)
    assert "Una Berg" in panel.moves.text()
    panel.other.setFocus()
    QTest.keyClicks(panel.other, "x")
    assert not panel.merge.isEnabled(), "the one who was named is named no more"
