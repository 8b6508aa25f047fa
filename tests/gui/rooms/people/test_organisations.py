"""The People room: organisations, and the names that are found in the evidence."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from reviewer.gui.rooms.people.room import PeopleRoom
from reviewer.gui.shell.workspace import Workspace
from reviewer.usecases.analysis import analysis
from reviewer.usecases.people import organisations
from tests.gui.conftest import PATIENCE, Evidence
from tests.gui.keyboard import press
from tests.gui.rooms.people.officers import CONTROL, choose, known, type_into


def test_an_organisation_is_entered_with_somebody_of_its_addresses(
    qtbot: QtBot, people: PeopleRoom, evidence: Evidence, workspace: Workspace
) -> None:
    people.show_part("organisations")
    assert people.organisations.none.isVisible()
    people.add_new()
    page = people.organisation
    qtbot.waitUntil(page.form.fields["name"].hasFocus, timeout=PATIENCE)
    type_into(page.form.fields["name"], "Lantern")
    type_into(page.form.fields["domains"], "lantern.example; no domain")
    press(page.form.fields["domains"], Qt.Key.Key_Return)
    qtbot.waitUntil(page.form.problem.isVisible, timeout=PATIENCE)
    assert "“no domain” is no domain" in page.form.problem.text()
    domains = page.form.fields["domains"]
    domains.setFocus()
    press(domains, Qt.Key.Key_A, CONTROL)
    type_into(domains, "lantern.example")
    press(domains, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.addresses.rowCount() == 1, timeout=PATIENCE)
    assert [page.addresses.index(0, column).data() for column in (0, 2, 4)] == [
        "joel@lantern.example",
        "1",
        "no",
    ]
    press(page.know, Qt.Key.Key_Space)
    qtbot.waitUntil(page.person.fields["name"].hasFocus, timeout=PATIENCE)
    type_into(page.person.fields["position"], "Liaison")
    press(page.person.fields["position"], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.people.rowCount() == 1, timeout=PATIENCE)
    (kept,) = evidence.look(organisations.listed)
    assert [(one.name, one.address, one.position) for one in kept.people] == [
        ("Joel Tennant", "joel@lantern.example", "Liaison")
    ]
    qtbot.waitUntil(page.people_table.hasFocus, timeout=PATIENCE)
    press(page.people_table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: page.people.rowCount() == 0, timeout=PATIENCE)
    page.address_table.setFocus()
    press(page.address_table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: workspace.review.model.rowCount() == 1, timeout=PATIENCE)


def test_a_name_of_the_evidence_becomes_an_officers_address_and_undo_takes_it_back(
    qtbot: QtBot, workspace: Workspace, evidence: Evidence
) -> None:
    done: list[object] = []
    arrange = partial(analysis.arrange, reviewer="Ada")
    workspace.session.operation(workspace, arrange).success(done.append).run()
    qtbot.waitUntil(lambda: bool(done), timeout=PATIENCE)
    workspace.show_room("people")
    workspace.people.show_part("found")
    part = workspace.people.candidates
    qtbot.waitUntil(lambda: part.model.rowCount() == 1, timeout=PATIENCE)
    candidate = part.model.index(0, 0)
    assert candidate.data() == "ruth@pmpd.example"
    assert candidate.siblingAtColumn(1).data() == "Ruth Castellan"
    assert part.model.index(0, 0, candidate).data().startswith("a known name with another address: Ruth Castellan")
    part.tree.setFocus()
    press(part.tree, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: known(evidence)["101"].addresses == ("ruth@pmpd.example",), timeout=PATIENCE)
    qtbot.waitUntil(lambda: part.model.rowCount() == 0, timeout=PATIENCE)
    press(workspace, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: part.model.rowCount() == 1, timeout=PATIENCE)
    assert known(evidence)["101"].addresses == ()
    part.tree.setFocus()
    press(part.tree, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: part.model.rowCount() == 0, timeout=PATIENCE)
    assert known(evidence)["101"].addresses == ()


def test_a_candidate_is_accepted_on_the_officers_page(
    qtbot: QtBot, people: PeopleRoom, evidence: Evidence, workspace: Workspace
) -> None:
    done: list[object] = []
    arrange = partial(analysis.arrange, reviewer="Ada")
    workspace.session.operation(workspace, arrange).success(done.append).run()
    qtbot.waitUntil(lambda: bool(done), timeout=PATIENCE)
    choose(qtbot, people, "castellan", "Ruth Castellan")
    people.page.show_section("names")
    qtbot.waitUntil(lambda: people.page.model.rowCount() == 1, timeout=PATIENCE)
    assert people.page.accept.isVisible()
    people.page.list.setFocus()
    press(people.page.list, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: known(evidence)["101"].addresses == ("ruth@pmpd.example",), timeout=PATIENCE)
