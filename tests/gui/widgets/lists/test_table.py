"""A table's columns: the words of each head are read in whole, room goes to where words are. How rows are chosen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView
from pytestqt.qtbot import QtBot

import reviewer
from reviewer.gui.models.rows import RowsModel
from reviewer.gui.models.tree import Branch, TreeModel
from reviewer.gui.rooms.findings.grounds import GroundLine, GroundsModel, GroundsView
from reviewer.gui.theme import font, theme
from reviewer.gui.tokens import LIGHT
from reviewer.gui.widgets import cues
from reviewer.gui.widgets.lists.table import choose_row, choose_several, shared, table
from reviewer.gui.widgets.lists.tree import Tree
from tests.gui.cut_words import BESIDE, cut_heads

NAMES = ["Term", "Items", "Not read by you"]


@pytest.mark.parametrize("kind", ["table", "tree"])
def test_no_column_that_keeps_its_width_is_narrower_than_its_head(qtbot: QtBot, kind: str) -> None:
    """With room for the arrow where a table is ordered by it."""
    if kind == "table":
        made = table(RowsModel(NAMES), "Terms", {1: 2, 2: 2})
        made.setSortingEnabled(True)
        made.horizontalHeader().setSortIndicator(2, made.horizontalHeader().sortIndicatorOrder())
        header: QHeaderView = made.horizontalHeader()
        qtbot.addWidget(made)
    else:
        tree = Tree(TreeModel(NAMES), "Terms", {1: 2, 2: 2})
        header = tree.header()
        qtbot.addWidget(tree)
    needed = QFontMetrics(font("small")).horizontalAdvance(NAMES[2]) + BESIDE
    assert header.sectionSize(2) >= needed
    assert cut_heads(header, usual=False) == []


LONG, LONGER = (
    "Senior Lead Officer Amos Quill",
    "Recommended the camera to the watch of Canal Side, and his own code with it",
)


def shown(qtbot: QtBot, width: int, rows: Sequence[tuple[str, ...]]) -> QTableView:
    """A table of a name, of what was done and of a number, as wide as that."""
    model = RowsModel(["Who", "What was done", "Items"], {2})
    made = table(model, "Acts", {0: 27, 2: 40})
    model.setParent(made)
    model.show(rows)
    qtbot.addWidget(made)
    made.setStyleSheet(theme().sheet)
    made.resize(width, 200)
    made.show()
    return made


def needs(made: QTableView, words: str) -> int:
    return made.fontMetrics().horizontalAdvance(words)


def test_no_column_is_cut_beside_one_that_has_room_to_spare(qtbot: QtBot) -> None:
    made = shown(qtbot, 1000, [(LONG, "Read", "1")])
    assert made.columnWidth(0) > needs(made, LONG)
    assert sum(map(made.columnWidth, range(3))) == made.viewport().width()
    assert made.columnWidth(2) == shown(qtbot, 1000, []).columnWidth(2), "what needs no more keeps its usual width"


def test_what_stretches_takes_room_from_columns_that_do_not_need_it(qtbot: QtBot) -> None:
    rows = [("Ada", LONGER, "1")]
    usual = shown(qtbot, 2000, rows)
    made = shown(qtbot, needs(usual, LONGER) + needs(usual, "Ada") + needs(usual, "Items") + 120, rows)
    assert made.columnWidth(1) > needs(made, LONGER)
    assert made.columnWidth(2) < usual.columnWidth(2)
    assert made.horizontalScrollBar().maximum() == 0


def test_what_a_column_lacks_is_taken_from_those_that_have_more_than_they_need() -> None:
    """Where there is room for what all need; else each that lacks something has a part of what there is."""
    usual, needed = {0: 100, 1: 60, 2: 80}, {0: 40, 1: 120, 2: 80}
    assert shared(usual, needed, 240) == {0: 40, 1: 120, 2: 80}
    assert shared(usual, needed, 270) == {0: 70, 1: 120, 2: 80}
    assert shared(usual, needed, 1000) == {0: 100, 1: 120, 2: 80}
    assert shared(usual, needed, 210) == {0: 40, 1: 90, 2: 80}
    assert shared(usual, needed, 10) == {0: 40, 1: 60, 2: 80}


def test_columns_share_the_room_anew_as_rows_come_and_the_table_grows(qtbot: QtBot) -> None:
    made = shown(qtbot, 300, [])
    model = made.model()
    assert isinstance(model, RowsModel)
    model.show([(LONG, "Read", "1")])
    assert made.columnWidth(0) < needs(made, LONG)
    model.show([(LONG, "Read again and again", "1")])
    made.resize(220, 200)
    assert made.horizontalScrollBar().maximum() > 0
    assert made.columnWidth(1) == made.viewport().width() // 2, "one scrolls there, so it need not be cut short"
    made.resize(1000, 200)
    assert made.columnWidth(0) > needs(made, LONG)
    assert made.horizontalScrollBar().maximum() == 0


def test_a_column_that_somebody_drags_stays_as_wide(qtbot: QtBot) -> None:
    made = shown(qtbot, 1000, [(LONG, "Read", "1")])
    made.horizontalHeader().resizeSection(0, 90)
    made.resize(1200, 200)
    assert made.columnWidth(0) == 90


def test_rows_are_as_high_as_their_words_need_up_to_so_many_lines(qtbot: QtBot) -> None:
    model = RowsModel(["Search", "Found"], {1})
    made = table(model, "Searches", {1: 14}, wrapped=True, grown=4)
    model.setParent(made)
    qtbot.addWidget(made)
    made.setStyleSheet(theme().sheet)
    made.resize(300, 400)
    made.show()
    model.show([("gift", "1"), (LONGER, "1"), (LONGER * 5, "")])
    line = made.fontMetrics().lineSpacing()
    qtbot.waitUntil(lambda: made.rowHeight(0) < made.rowHeight(1) < made.rowHeight(2), timeout=5000)
    assert line < made.rowHeight(0) < 2 * line, "one line is enough for one word"
    lacking = needs(made, LONGER) / (made.columnWidth(0) - BESIDE)
    assert made.rowHeight(1) > lacking * line
    assert 4 * line < made.rowHeight(2) < 6 * line, "no more than four"
    high = made.rowHeight(1)
    made.resize(1000, 400)
    qtbot.waitUntil(lambda: made.rowHeight(1) < high, timeout=5000)
    made.resize(130, 400)
    qtbot.waitUntil(lambda: made.rowHeight(2) < 2 * line, timeout=5000)


def lines(view: QAbstractItemView, rows: int) -> list[bool]:
    """Whether a line stands above each row, and one below the last."""
    picture, model = view.viewport().grab().toImage(), view.model()
    places = [view.visualRect(model.index(row, 0)) for row in range(rows)]
    edges = [place.top() for place in places] + [places[-1].bottom()]
    return [picture.pixelColor(places[0].left() + 60, y).name().upper() == LIGHT.accent for y in edges]


def several(qtbot: QtBot, kind: str) -> QAbstractItemView:
    if kind == "table":
        made = shown(qtbot, 600, [(f"Row {number}", "", "") for number in range(5)])
        choose_several(made)
        return made
    model = GroundsModel()
    view = GroundsView(model, "What can be added")
    model.setParent(view)
    model.show([GroundLine(f"passage:{number}", "a free camera", "IA7-000001 page 1") for number in range(5)])
    view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    cues.paint_runs(view)
    qtbot.addWidget(view)
    view.setStyleSheet(theme().sheet)
    view.resize(600, 400)
    view.show()
    return view


@pytest.mark.parametrize("kind", ["table", "list"])
def test_rows_that_are_chosen_below_each_other_have_one_line_around_them_all(qtbot: QtBot, kind: str) -> None:
    view = several(qtbot, kind)
    view.selectAll()
    assert lines(view, 5) == [True, False, False, False, False, True]
    off = QItemSelectionModel.SelectionFlag.Deselect | QItemSelectionModel.SelectionFlag.Rows
    view.selectionModel().select(view.model().index(2, 0), off)
    assert lines(view, 5) == [True, False, False, True, False, True]


@pytest.mark.parametrize(
    ("key", "held"),
    [
        (Qt.Key.Key_Shift, Qt.KeyboardModifier.ShiftModifier),
        (Qt.Key.Key_Control, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier),
    ],
)
def test_a_row_that_the_program_chooses_is_chosen_alone_whatever_keys_are_held(
    qtbot: QtBot, key: Qt.Key, held: Qt.KeyboardModifier
) -> None:
    """A list that is filled anew after Ctrl+Z, or while Shift is down for the next key, had more rows or none."""
    view = shown(qtbot, 600, [(f"Row {number}", "", "") for number in range(5)])
    choose_several(view)
    stood = view.visualRect(view.model().index(4, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, stood)
    seen: list[int] = []
    view.selectionModel().selectionChanged.connect(lambda _now, _before: seen.append(view.currentIndex().row()))
    with qtbot.waitExposed(view):
        view.show()
    QTest.keyPress(view.windowHandle(), key, held)
    assert QGuiApplication.keyboardModifiers() == held
    for row in (1, 1, 99, -1):
        choose_row(view, row)
        assert [each.row() for each in view.selectionModel().selectedRows()] == [1]
    QTest.keyRelease(view.windowHandle(), key)
    assert seen == [1], "told once, when it is at hand"
    QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert sorted(each.row() for each in view.selectionModel().selectedRows()) == [1, 2]


def test_no_list_is_led_by_what_the_keys_held_make_of_it() -> None:
    """``selectRow`` minds them; see ``choose_row``."""
    sources = Path(reviewer.__file__).parent / "gui"
    assert [path.name for path in sources.rglob("*.py") if ".selectRow(" in path.read_text(encoding="utf-8")] == [
        "table.py"
    ]


def test_a_list_of_a_cell_that_holds_all_its_lines_does_not_scroll(qtbot: QtBot) -> None:
    model = GroundsModel()
    view = GroundsView(model, "Speaks for it", grows=True)
    model.setParent(view)
    qtbot.addWidget(view)
    view.setStyleSheet(theme().sheet)
    view.resize(240, 10)
    view.show()
    model.show([GroundLine("passage:1", LONGER, "IA7-000001 page 1"), GroundLine("benefit:1", "device", "ledger")])
    view.grab()  # lays out what is to be drawn
    assert view.visualRect(model.index(1)).bottom() <= view.viewport().height()
    assert view.verticalScrollBar().maximum() == 0


def test_rows_without_any_below_them_begin_where_their_head_does(qtbot: QtBot) -> None:
    tree = Tree(TreeModel(NAMES), "Terms", {1: 20, 2: 20})
    qtbot.addWidget(tree)
    tree.resize(600, 200)
    tree.show()
    tree.show_branches([Branch(("Offers", "20", "2"))])
    assert tree.visualRect(tree.model().index(0, 0)).left() == 0
    tree.show_branches([Branch(("Offers", "20", "2"), below=[Branch(("Sample", "5", "1"))])])
    assert tree.visualRect(tree.model().index(0, 0)).left() == tree.indentation()


def test_the_lines_around_a_chosen_row_of_a_tree_begin_before_its_arrow(qtbot: QtBot) -> None:
    tree = Tree(TreeModel(NAMES), "Terms", {1: 20, 2: 20})
    qtbot.addWidget(tree)
    tree.setStyleSheet(theme().sheet)
    tree.resize(600, 200)
    tree.show()
    tree.show_branches([Branch(("Offers", "20", "2"), below=[Branch(("Sample", "5", "1"))])])
    picture, row = tree.viewport().grab().toImage(), tree.visualRect(tree.model().index(0, 0))
    for y in (row.top(), row.bottom()):
        assert {picture.pixelColor(x, y).name().upper() for x in (1, row.left() + 2)} == {LIGHT.accent}
