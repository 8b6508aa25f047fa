"""Every item model keeps Qt's rules, and the list of items fetches what is looked at and no more."""

from __future__ import annotations

import tracemalloc
from array import array
from functools import partial

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer.domain.analysis.grouping import GroupedList
from reviewer.domain.evidence.reading import Kind
from reviewer.domain.ids import ItemId, OfficerId
from reviewer.domain.people.officer import Assignment, Officer
from reviewer.gui import icons
from reviewer.gui.models.items import ROW, Column, ItemsModel
from reviewer.gui.models.officers import OfficersModel
from reviewer.gui.models.rows import RowsModel
from reviewer.gui.shell.workspace import Workspace
from reviewer.usecases import search
from reviewer.usecases.pages import passages
from tests.gui.conftest import PATIENCE, Evidence


def keeps_the_rules(model: QAbstractItemModel) -> None:
    """Warnings of the tester fail the test."""
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning, model)


def test_the_list_of_items_keeps_the_rules_while_it_fills_and_is_sorted(
    qtbot: QtBot, workspace: Workspace, evidence: Evidence
) -> None:
    model = ItemsModel(workspace.session)
    keeps_the_rules(model)
    at_once: list[object] = []
    model.modelReset.connect(lambda: at_once.append(model.index(0, Column.SUBJECT).data()))
    model.ask("")
    qtbot.waitUntil(lambda: model.rowCount() == len(evidence.look(partial(search.ids, text=""))), timeout=PATIENCE)
    assert at_once == [None], "what is not here yet is fetched and not waited for"
    qtbot.waitUntil(lambda: model.index(0, Column.SUBJECT).data() is not None, timeout=PATIENCE)
    model.sort(Column.SUBJECT, Qt.SortOrder.DescendingOrder)
    wanted = evidence.look(partial(search.ids, text="", sort="subject", descending=True))
    qtbot.waitUntil(lambda: [model.item_at(row) for row in range(model.rowCount())] == wanted, timeout=PATIENCE)
    qtbot.waitUntil(lambda: model.index(0, 0).data(ROW) is not None, timeout=PATIENCE)
    assert model.index(0, 0).data(ROW).item.id == wanted[0]
    model.deleteLater()


def test_a_million_rows_take_eight_bytes_each_and_are_found(workspace: Workspace) -> None:
    model = ItemsModel(workspace.session)
    ids = array("q", range(1_000_000, 0, -1))
    tracemalloc.start()
    try:
        model._show(GroupedList(ids), len(ids), len(ids))
        assert [model.row_of(ItemId(item)) for item in (1_000_000, 1, 500_000, 0)] == [0, 999_999, 500_000, -1]
        most = tracemalloc.get_traced_memory()[1]  # of all threads: the others load what they need meanwhile
        assert most < 4_000_000, "four bytes a row besides the ids: no second list of them"
    finally:
        tracemalloc.stop()
    model._show(GroupedList(array("q", [7])), 1, 1)
    assert [model.row_of(ItemId(item)) for item in (1, 7)] == [-1, 0]
    model.deleteLater()


def test_passages_hits_and_officers_keep_the_rules(qtbot: QtBot, workspace: Workspace, evidence: Evidence) -> None:
    item = workspace.review.model.item_at(0)
    assert item is not None
    for model in (workspace.review.inspector.model, workspace.search.model, workspace.people.officers.model):
        keeps_the_rules(model)
    who = workspace.session.reviewer
    workspace.session.operation(
        workspace, partial(passages.add_quote, item=item, quote="at no cost", reviewer=who)
    ).run()
    qtbot.waitUntil(lambda: workspace.review.inspector.model.rowCount() == 1, timeout=PATIENCE)
    workspace.search_for("camera")
    qtbot.waitUntil(lambda: workspace.search.model.rowCount() > 0, timeout=PATIENCE)
    workspace.show_room("people")
    qtbot.waitUntil(lambda: workspace.people.officers.model.rowCount() == 2, timeout=PATIENCE)
    assert evidence.look(passages.listed)[0].passage.anchor.quote == "at no cost"


def test_rows_keep_the_rules_when_more_are_added(qapp: QApplication) -> None:
    assert qapp is not None
    model = RowsModel(["Name", "Number"], numbers=(1,))
    keeps_the_rules(model)
    model.show([("a", "1")], problems=[0])
    model.add([("b", "2"), ("c", "3")])
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("typed", "left"), [("castellan", ["101"]), ("harbor serg", ["101"]), ("LUKASZ", ["102"]), ("", ["101", "102"])]
)
def test_officers_are_narrowed_by_words_whatever_their_accents(typed: str, left: list[str]) -> None:
    model = OfficersModel()
    keeps_the_rules(model)
    one = Officer(OfficerId(1), "101", "Ruth Castellan", "Sergeant", assignments=(Assignment("Harbor"),))
    two = Officer(OfficerId(2), "102", "Šárka Lukász", "Officer", assignments=(Assignment("Mill Creek"),))
    model.show([one, two], {OfficerId(1): 3})
    model.filter(typed)
    assert [model.index(row, 2).data() for row in range(model.rowCount())] == left


def test_every_kind_of_item_has_an_icon(qapp: QApplication) -> None:
    assert qapp is not None
    assert [kind for kind in Kind if icons.icon(str(kind)).isNull()] == []
