"""A case opens where one left it; who else opens it goes their own way."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QSplitter
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine import audit
from reviewer.desktop import settings
from reviewer.domain.analysis.grouping import Grouping
from reviewer.domain.ids import ItemId
from reviewer.domain.last_view import LastView, ReportView
from reviewer.gui.shell.window import MainWindow
from reviewer.gui.shell.workspace import Workspace
from reviewer.isolation.workers import Workers
from reviewer.usecases import cases, last_view, search
from reviewer.usecases.evidence import intake
from tests.evidence import folder, pdf
from tests.gui.conftest import PATIENCE, Evidence, opened
from tests.gui.late import Late
from tests.gui.shell.test_window import held_back


def lock(qtbot: QtBot, window: MainWindow, evidence: Evidence) -> None:
    window.lock()
    qtbot.waitUntil(lambda: not Path(f"{evidence.path}-wal").exists(), timeout=PATIENCE)


def shown(workspace: Workspace) -> ItemId | None:
    item = workspace.review.desk.a.item
    return None if item is None or not workspace.review.desk.a.view.complete else item.id


def at(workspace: Workspace) -> ItemId | None:
    """The item of the line that is chosen in the list."""
    return workspace.review.model.item_at(workspace.review.list.currentIndex().row())


@pytest.fixture
def manual(evidence: Evidence, workers: Workers, tmp_path: Path) -> ItemId:
    """A document of seven pages, in the case too."""
    case = cases.open_with_key(evidence.path, evidence.key)
    box = folder(tmp_path / "late", {"long.pdf": pdf([f"Page {number} of the manual." for number in range(1, 8)])})
    intake.add(case, workers, [box], custodian="Okafor", reviewer="Ada")
    (item,) = search.ids(case, "manual")
    cases.close(case)
    return item


def test_room_filter_item_page_and_widths_are_as_one_left_them(
    qtbot: QtBot, window: MainWindow, evidence: Evidence, manual: ItemId
) -> None:
    """A document is read, and so no longer found by the filter: its place in the list is kept all the same."""
    first = opened(qtbot, window, evidence)
    room = first.review
    qtbot.waitUntil(lambda: room.model.rowCount() == 5 and shown(first) is not None, timeout=PATIENCE)
    room.list.setFocus()
    room.filter.chips["is:unseen"].click()
    room.filter.typed.setText("manual OR camera")
    qtbot.waitUntil(lambda: room.model.query == "(manual OR camera) is:unseen", timeout=PATIENCE)
    room.listing.show_item(manual)
    qtbot.waitUntil(lambda: shown(first) == manual, timeout=PATIENCE)
    room.desk.a.view.go_to_page(5)
    told = evidence.look(audit.head)
    QTest.keyClick(room.list, Qt.Key.Key_M)
    qtbot.waitUntil(lambda: evidence.look(audit.head) != told, timeout=PATIENCE)
    first.show_room("custody")
    first.show_room("review")
    room.fold.split.setSizes([400, 560, 330])
    width = room.fold.split.sizes()[0]
    first.show_room("ledger")
    before = evidence.look(audit.head)
    lock(qtbot, window, evidence)
    assert evidence.look(audit.head) == before, "where one is, is no act"
    assert "manual" not in (settings.config_dir() / "settings.json").read_text(encoding="utf-8")

    second = opened(qtbot, window, evidence)
    qtbot.waitUntil(lambda: second.stack.currentWidget() is second.ledger, timeout=PATIENCE)
    second.show_room("review")
    room = second.review
    qtbot.waitUntil(lambda: shown(second) == manual, timeout=PATIENCE)
    assert (room.filter.typed.text(), room.filter.chosen()) == ("manual OR camera", ("is:unseen",))
    assert at(second) == manual
    qtbot.waitUntil(lambda: room.desk.a.view.page == 5, timeout=PATIENCE)
    qtbot.waitUntil(lambda: abs(room.fold.split.sizes()[0] - width) <= 2, timeout=PATIENCE)


def test_panes_that_nobody_dragged_share_another_screen_anew(
    qtbot: QtBot, window: MainWindow, evidence: Evidence
) -> None:
    """The case was last open on a large screen, say, or with letters twice as large."""
    first = opened(qtbot, window, evidence)
    qtbot.waitUntil(lambda: shown(first) is not None, timeout=PATIENCE)
    usual = first.review.fold.split.sizes()
    window.resize(2560, 1440)
    qtbot.waitUntil(lambda: first.review.fold.split.sizes() != usual, timeout=PATIENCE)
    lock(qtbot, window, evidence)
    window.resize(1366, 768)
    second = opened(qtbot, window, evidence)
    qtbot.waitUntil(lambda: shown(second) is not None, timeout=PATIENCE)
    assert not second.review.fold.split.arranged
    assert second.review.fold.split.sizes() == usual


def test_who_goes_elsewhere_before_the_first_room_has_its_place_loses_none_of_it(
    qtbot: QtBot, window: MainWindow, evidence: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = opened(qtbot, window, evidence)
    me, room = first.session.reviewer, first.review
    qtbot.waitUntil(lambda: room.model.rowCount() == 4 and first.returning._known, timeout=PATIENCE)
    room.listing.go_to(2)
    item = at(first)
    assert item is not None
    lock(qtbot, window, evidence)
    steps = held_back(monkeypatch)
    second = opened(qtbot, window, evidence)
    next(steps[0])
    second.show_room("people")
    assert len(list(steps[0])) == 1
    qtbot.waitUntil(lambda: second.returning.kept.item == item, timeout=PATIENCE)
    assert second.stack.currentWidget() is second.people
    lock(qtbot, window, evidence)
    view = evidence.look(partial(last_view.of, reviewer=me))
    assert view is not None
    assert (view.room, view.item) == ("people", item)


def test_rooms_that_one_goes_to_before_it_is_known_where_one_was_are_as_one_left_them(
    qtbot: QtBot, window: MainWindow, evidence: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the report all but what was chosen there since; of what one finds, what stands together."""
    me, report = settings.reviewer_name(), ReportView("Harbor Police", "a4", "fr", ("docx",))
    case = cases.open_with_key(evidence.path, evidence.key)
    last_view.keep(case, LastView(hits=Grouping.THREAD, report=report), reviewer=me)
    cases.close(case)
    late = Late(monkeypatch, last_view, "of")
    try:
        workspace = opened(qtbot, window, evidence)
        late.wait(qtbot)
        workspace.search_for("camera")
        qtbot.waitUntil(lambda: len(workspace.search._run.found) == 2, timeout=PATIENCE)
        workspace.show_room("exports")
        chosen = workspace.exports.report.choices
        chosen.agency.setText("Mill Creek Police")
    finally:
        late.let_go()
    qtbot.waitUntil(lambda: workspace.search._run.grouping is Grouping.THREAD, timeout=PATIENCE)
    assert chosen.kept == ReportView("Mill Creek Police", "a4", "fr", ("docx",))
    lock(qtbot, window, evidence)
    view = evidence.look(partial(last_view.of, reviewer=me))
    assert view is not None
    assert (view.hits, view.report) == (Grouping.THREAD, ReportView("Mill Creek Police", "a4", "fr", ["docx"]))


def test_a_drawer_that_was_closed_is_closed_when_one_comes_back(
    qtbot: QtBot, window: MainWindow, evidence: Evidence
) -> None:
    room = opened(qtbot, window, evidence).review
    qtbot.waitUntil(lambda: room.model.rowCount() > 0, timeout=PATIENCE)
    assert not room.aside.isHidden()
    room.list.setFocus()
    QTest.keyClick(room.list, Qt.Key.Key_I)
    lock(qtbot, window, evidence)
    room = opened(qtbot, window, evidence).review
    qtbot.waitUntil(lambda: room.model.rowCount() > 0, timeout=PATIENCE)
    assert room.aside.isHidden()
    room.list.setFocus()
    QTest.keyClick(room.list, Qt.Key.Key_I)
    assert not room.aside.isHidden()
    lock(qtbot, window, evidence)
    room = opened(qtbot, window, evidence).review
    qtbot.waitUntil(lambda: room.model.rowCount() > 0, timeout=PATIENCE)
    assert not room.aside.isHidden()


def test_each_part_of_a_room_has_its_own_widths_whichever_was_looked_at_last(
    qtbot: QtBot, window: MainWindow, evidence: Evidence
) -> None:
    first = opened(qtbot, window, evidence)
    qtbot.waitUntil(lambda: shown(first) is not None, timeout=PATIENCE)
    first.show_room("exports")
    widths = {}
    for name, width in (("report", 700), ("redactions", 500), ("productions", 320)):
        first.exports.show_part(name)
        split = _split(first, name)
        split.setSizes([width, sum(split.sizes()) - width])
        widths[name] = split.sizes()[0]
    for _ in range(2):  # the second time without a look at the other parts
        lock(qtbot, window, evidence)
        second = opened(qtbot, window, evidence)
        qtbot.waitUntil(partial(_at_exports, second), timeout=PATIENCE)
        qtbot.waitUntil(partial(_is_wide, _split(second, "report"), widths["report"]), timeout=PATIENCE)
    for name, width in widths.items():
        second.exports.show_part(name)
        qtbot.waitUntil(partial(_is_wide, _split(second, name), width), timeout=PATIENCE)
    second.exports.show_part("privilege")  # which was never looked at
    never = _split(second, "privilege")
    qtbot.waitUntil(lambda: never.sizes()[0] > 1.2 * never.sizes()[1] > 0, timeout=PATIENCE)


def _at_exports(workspace: Workspace) -> bool:
    return workspace.stack.currentWidget() is workspace.exports


def _split(workspace: Workspace, part: str) -> QSplitter:
    found = workspace.exports.parts[part].findChild(QSplitter)
    assert isinstance(found, QSplitter)
    return found


def _is_wide(split: QSplitter, width: int) -> bool:
    return abs(split.sizes()[0] - width) <= 2


def test_another_reviewer_has_a_place_of_their_own(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, evidence: Evidence
) -> None:
    workspace.show_room("findings")
    me = workspace.session.reviewer
    workspace.session.rename("Bea Lund")
    workspace.show_room("people")
    lock(qtbot, window, evidence)
    views = {who: evidence.look(partial(last_view.of, reviewer=who)) for who in (me, "Bea Lund")}
    assert {who: view.room for who, view in views.items() if view is not None} == {me: "findings", "Bea Lund": "people"}
    settings.remember_reviewer("Cy Marsh")
    third = opened(qtbot, window, evidence)
    qtbot.waitUntil(lambda: third.stack.currentWidget() is third.review, timeout=PATIENCE)


@pytest.mark.parametrize("kept", ['{"room": 7}', "{", '{"room": "attic"}', '{"item": 999999}'])
def test_a_place_that_is_gone_or_cannot_be_read_is_the_first_one(
    qtbot: QtBot, window: MainWindow, evidence: Evidence, kept: str
) -> None:
    case = cases.open_with_key(evidence.path, evidence.key)
    with case.transaction():
        case.execute("INSERT INTO last_view (reviewer, view) VALUES (?, ?)", (settings.reviewer_name(), kept))
    cases.close(case)
    workspace = opened(qtbot, window, evidence)
    qtbot.waitUntil(lambda: shown(workspace) is not None, timeout=PATIENCE)
    assert workspace.review.filter.query() == ""
    assert workspace.review.model.rowCount() == 4
    assert not workspace.notice.isVisible()


def test_a_filter_that_names_what_is_gone_is_said_to_be_left_out(
    qtbot: QtBot, window: MainWindow, evidence: Evidence
) -> None:
    case = cases.open_with_key(evidence.path, evidence.key)
    last_view.keep(case, LastView("review", "tag:gone"), reviewer=settings.reviewer_name())
    cases.close(case)
    workspace = opened(qtbot, window, evidence)
    qtbot.waitUntil(lambda: shown(workspace) is not None, timeout=PATIENCE)
    assert workspace.review.filter.query() == ""
    assert workspace.review.model.rowCount() == 4
    assert "tag:gone" in workspace.notice.what.text()


@pytest.mark.usefixtures("qapp")
def test_the_window_is_as_large_as_it_was(qtbot: QtBot, workers: Workers) -> None:
    """Its size stands outside the case and says nothing else."""

    def present() -> MainWindow:
        made = MainWindow(workers)
        qtbot.addWidget(made)
        made.present()
        return made

    first = present()
    assert first.isMaximized(), "nothing is off a screen that is no larger than a small laptop's"
    first.showNormal()
    first.resize(720, 600)
    first.close()
    assert list(json.loads((settings.config_dir() / "settings.json").read_text())) == ["window"]
    second = present()
    assert (second.width(), second.height()) == (720, 600)
    assert not second.isMaximized()
    second.close()


def test_nothing_is_kept_of_a_case_that_is_open_for_reading_only(evidence: Evidence) -> None:
    evidence.look(partial(last_view.keep, view=LastView("people"), reviewer="Ada"))
    assert evidence.look(partial(last_view.of, reviewer="Ada")) is None
