"""What stays with the case is shown before anything is written, and an export keeps nothing waiting."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine.case import Case
from reviewer.domain.exports.leaving import Export, Held, StayReason, Thing
from reviewer.gui.shell.workspace import Workspace
from reviewer.gui.widgets.leaving import Leaving
from reviewer.usecases import search
from reviewer.usecases.evidence import items
from reviewer.usecases.exports.gate import Preview, Writer, passing
from reviewer.usecases.ledger import benefits
from reviewer.usecases.pages import item_pages, notes, passages, review_coding, tags
from reviewer.usecases.people import officers
from tests.gui.conftest import PATIENCE, Evidence, written

LOOKING = "Looking for what stays with the case…"


@pytest.fixture
def privileged(qtbot: QtBot, workspace: Workspace) -> Workspace:
    """The first message is cited with a private note; the flyer's message is privileged."""
    done: list[object] = []

    def plant(case: Case) -> None:
        (cited,) = search.ids(case, 'subject:"Doorbells for the station"')
        passages.add_quote(case, cited, "at no cost to them", note="Ask Ed.", reviewer="Ada")
        (kept,) = search.ids(case, "subject:Flyer")
        review_coding.put(case, kept, privileged=True, reviewer="Ada")

    workspace.session.operation(workspace, plant).success(done.append).run()
    qtbot.waitUntil(lambda: bool(done), timeout=PATIENCE)
    return workspace


def test_the_exports_room_says_what_stays_and_has_a_switch_that_is_never_on(
    qtbot: QtBot, privileged: Workspace, tmp_path: Path
) -> None:
    privileged.show_room("exports")
    room = privileged.exports.report
    assert room.leaving.told.text() == LOOKING, "nothing is said to leave before it is known"
    qtbot.waitUntil(lambda: "private notes: note 1" in room.leaving.told.text(), timeout=PATIENCE)
    assert not any(box.isChecked() for box in (room.leaving.privileged, room.leaving.compelled, room.leaving.notes))
    room.leaving.notes.setChecked(True)
    assert room.leaving.told.text() == LOOKING, "what was said is of other terms"
    assert not room.leaving.known
    qtbot.waitUntil(lambda: room.leaving.known, timeout=PATIENCE)
    assert "note 1" not in room.leaving.told.text()
    assert "marked privileged: IA7-000002" in room.leaving.told.text(), "the manifest lacks its name"
    room.choose_folder(tmp_path / "out")
    room.start.click()
    qtbot.waitUntil(room.open_folder.isVisible, timeout=PATIENCE)
    assert not room.leaving.notes.isChecked(), "the next export is asked for anew"
    qtbot.waitUntil(lambda: room.earlier.rowCount() == 1, timeout=PATIENCE)
    assert [room.earlier.index(0, column).data() for column in (2, 3, 4)] == ["Report, 1 exhibit", "out", "1"]


@pytest.mark.usefixtures("qapp")
def test_every_reason_to_stay_has_words_in_the_window(qtbot: QtBot) -> None:
    part = Leaving()
    qtbot.addWidget(part)
    part.show_preview(Preview(tuple(Held(Thing.ITEM, f"IA7-{reason}", reason) for reason in StayReason)))
    told = part.told.text().split("\n")[1:]
    assert [line.split(": ")[1] for line in told] == [f"IA7-{reason}" for reason in StayReason]
    assert len({line.split(": ")[0] for line in told}) == len(StayReason)


def test_an_internal_tag_is_told_with_what_stays_and_on_its_chip(qtbot: QtBot, privileged: Workspace) -> None:
    done: list[object] = []

    def tag(case: Case) -> None:
        made = tags.add(case, "Doubts & gaps", internal=True, reviewer="Ada")
        (cited,) = search.ids(case, 'subject:"Doorbells for the station"')
        passages.add_quote(case, cited, "equip your officers", tag_ids=[made.id], reviewer="Ada")

    privileged.session.operation(privileged, tag).success(done.append).run()
    qtbot.waitUntil(lambda: bool(done), timeout=PATIENCE)
    palette = privileged.review.inspector.palette_box
    qtbot.waitUntil(lambda: len(palette.tags) == 3, timeout=PATIENCE)
    (chip,) = [each for each in palette.findChildren(QToolButton) if each.text() == "Doubts && gaps"]  # Qt shows one
    assert chip.toolTip().endswith("Internal: never leaves the case")
    privileged.show_room("exports")
    qtbot.waitUntil(lambda: "internal tags: tag 3" in privileged.exports.report.leaving.told.text(), timeout=PATIENCE)


def test_a_manifest_waits_until_it_is_said_what_of_it_stays(
    qtbot: QtBot, privileged: Workspace, evidence: Evidence, tmp_path: Path
) -> None:
    privileged.show_room("custody")
    part, out = privileged.custody.intakes, tmp_path / "manifest.sha256"
    part.save_to(out)
    qtbot.waitUntil(part.leaving.isVisible, timeout=PATIENCE)
    (control,) = evidence.look(
        lambda case: [items.get(case, each).control for each in search.ids(case, "subject:Flyer")]
    )
    assert f"marked privileged: {control}" in part.leaving.part.told.text()
    assert not out.exists()
    part.leaving.go.click()
    qtbot.waitUntil(lambda: written(out), timeout=PATIENCE)
    qtbot.waitUntil(part.said.isVisible, timeout=PATIENCE)
    assert f"# {control} stays with the case: marked privileged" in out.read_text()


def test_a_note_is_written_while_an_export_stands_in_the_middle_of_its_work(
    qtbot: QtBot, workspace: Workspace, tmp_path: Path
) -> None:
    session, begun, go = workspace.session, threading.Event(), threading.Event()
    told: list[int] = []
    (item,) = [workspace.review.model.item_at(0)]
    assert item is not None

    def export(case: Case, write: Writer) -> int:
        with passing(case, reviewer="Ada", write=write) as gate:
            begun.set()
            assert go.wait(60), "the note waited for the export"
            gate.write_file(tmp_path / "out.txt", b"x", Export.TABLE)
            return len(notes.listed(gate.case))

    session.exporting(workspace, export).success(told.append).run()
    qtbot.waitUntil(begun.is_set, timeout=PATIENCE)
    noted = session.operation(workspace, lambda case: notes.on_item(case, item, "Meanwhile.", reviewer="Ada"))
    noted.success(lambda _note: go.set()).run()
    qtbot.waitUntil(lambda: bool(told), timeout=PATIENCE)
    assert told == [0]
    assert (tmp_path / "out.txt").exists()


def test_a_switch_on_a_note_lets_it_leave_with_the_report(
    qtbot: QtBot, workspace: Workspace, evidence: Evidence
) -> None:
    room = workspace.review
    item = room.model.item_at(room.list.currentIndex().row())
    assert item is not None
    qtbot.waitUntil(lambda: room.desk.facts is not None and room.desk.facts.item.id == item, timeout=PATIENCE)
    room.inspector.note.setPlainText("Seen twice.")
    room.drafting.save()

    def switch() -> QToolButton | None:
        found = room.inspector.coding.findChildren(QToolButton)
        return next((each for each in found if each.accessibleName().startswith("For the report")), None)

    qtbot.waitUntil(lambda: switch() is not None, timeout=PATIENCE)
    pressed = switch()
    assert pressed is not None
    assert not pressed.isChecked()
    pressed.click()
    qtbot.waitUntil(
        lambda: evidence.look(lambda case: [each.for_report for each, _ in notes.listed(case)]) == [True],
        timeout=PATIENCE,
    )


def test_a_list_leaves_without_what_stays_and_a_sum_waits_for_the_switch(
    qtbot: QtBot, privileged: Workspace, tmp_path: Path
) -> None:
    done: list[object] = []

    def receive(case: Case) -> None:
        (flyer,) = search.ids(case, "kind:pdf")
        item_pages.ensure(case, privileged.session.workers, flyer, reviewer="Ada")
        said = benefits.said(case, {"officer": "101", "what": "discount code", "outcome": "accepted", "donor": "Bell"})
        proof = passages.add_quote(case, flyer, "CASTELLAN50", reviewer="Ada").passage.id
        benefits.add(case, said, passage_ids=[proof], reviewer="Ada")

    privileged.session.operation(privileged, receive).success(done.append).run()
    qtbot.waitUntil(lambda: bool(done), timeout=PATIENCE)
    privileged.show_room("ledger")
    ledger = privileged.ledger
    ledger.show_look("benefits")
    qtbot.waitUntil(lambda: ledger.benefits.model.rowCount() == 1, timeout=PATIENCE)
    ledger.export_to(tmp_path / "list.csv")
    qtbot.waitUntil(ledger.leaving.isVisible, timeout=PATIENCE)
    assert "rests on a privileged item: benefit B-1" in ledger.leaving.part.told.text()
    ledger.leaving.go.click()
    qtbot.waitUntil(lambda: written(tmp_path / "list.csv"), timeout=PATIENCE)
    assert "Bell" not in (tmp_path / "list.csv").read_text(encoding="utf-8-sig")
    ledger.show_look("figures")
    ledger.export_to(tmp_path / "figures.xlsx")
    qtbot.waitUntil(ledger.leaving.isVisible, timeout=PATIENCE)
    assert "benefit B-1" in ledger.leaving.part.problem.text()
    assert not ledger.leaving.go.isEnabled()
    ledger.leaving.part.privileged.click()
    qtbot.waitUntil(ledger.leaving.go.isEnabled, timeout=PATIENCE)
    ledger.leaving.go.click()
    qtbot.waitUntil(lambda: written(tmp_path / "figures.xlsx"), timeout=PATIENCE)


def test_a_note_on_an_officer_is_let_go_on_the_officers_page(
    qtbot: QtBot, workspace: Workspace, evidence: Evidence
) -> None:
    done: list[object] = []

    def note(case: Case) -> None:
        notes.on_officer(case, officers.show(case, "101")[0].id, "Calls back.", reviewer="Ada")

    workspace.session.operation(workspace, note).success(done.append).run()
    qtbot.waitUntil(lambda: bool(done), timeout=PATIENCE)
    workspace.show_room("people")
    room = workspace.people
    qtbot.waitUntil(lambda: room.officers.model.rowCount() == 2, timeout=PATIENCE)
    room.show_officer(evidence.look(lambda case: officers.show(case, "101")[0].id))
    qtbot.waitUntil(lambda: room.page.officer is not None, timeout=PATIENCE)
    room.page.show_section("notes")
    qtbot.waitUntil(lambda: room.page.model.rowCount() == 1, timeout=PATIENCE)
    room.page.list.setCurrentIndex(room.page.model.index(0, 0))
    assert room.page.release.text() == "For the report"
    room.page.release.click()
    qtbot.waitUntil(
        lambda: evidence.look(lambda case: [each.for_report for each, _ in notes.listed(case)]) == [True],
        timeout=PATIENCE,
    )
    qtbot.waitUntil(lambda: room.page.release.text() == "Keep private", timeout=PATIENCE)
