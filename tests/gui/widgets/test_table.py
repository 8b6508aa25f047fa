"""A table's heads: whatever widths were chosen, the words of each are read in whole."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHeaderView
from pytestqt.qtbot import QtBot

from reviewer.gui.models.rows import RowsModel
from reviewer.gui.models.tree import TreeModel
from reviewer.gui.theme import font
from reviewer.gui.widgets.table import table
from reviewer.gui.widgets.tree import Tree
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
