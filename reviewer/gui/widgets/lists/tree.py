"""A tree that only shows: Enter or a double click opens a row, and what was unfolded stays so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeView

from reviewer.gui.models.tree import Branch, TreeModel
from reviewer.gui.theme import grid, room_for
from reviewer.gui.widgets import cues
from reviewer.gui.widgets.lists.table import widen_to_heads

LEAST = 40
"""How wide a column that stretches is at least, in steps of the grid."""


class Tree(QTreeView):
    """Shows a :class:`TreeModel`. ``widths`` are in steps of the grid; a column without one stretches."""

    opened = Signal(str)

    def __init__(self, model: TreeModel, name: str, widths: Mapping[int, int]) -> None:
        super().__init__()
        self._tree = model
        self.setModel(model)
        self.setAccessibleName(name)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setIndentation(grid(4))
        self.setExpandsOnDoubleClick(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionsMovable(False)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        header.setMinimumSectionSize(room_for(8))
        for section in range(model.columnCount()):
            if section in widths:
                header.resizeSection(section, room_for(widths[section]))
            else:
                header.setSectionResizeMode(section, QHeaderView.ResizeMode.Stretch)
        widen_to_heads(header, arrow=False)
        self._stretching = [section for section in range(model.columnCount()) if section not in widths]
        self.doubleClicked.connect(lambda index: self._open(self._tree.at(index)))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Let what stretches be wide enough to be read, and scroll where that is too much."""
        super().resizeEvent(event)
        header, sections = self.header(), range(self.model().columnCount())
        fixed = sum(header.sectionSize(section) for section in sections if section not in self._stretching)
        tight = self.viewport().width() - fixed < room_for(LEAST)
        modes = QHeaderView.ResizeMode
        for section in self._stretching:
            header.setSectionResizeMode(section, modes.Interactive if tight else modes.Stretch)
            if tight:
                header.resizeSection(section, room_for(LEAST))
        policies = Qt.ScrollBarPolicy
        self.setHorizontalScrollBarPolicy(policies.ScrollBarAsNeeded if tight else policies.ScrollBarAlwaysOff)

    def drawBranches(self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex) -> None:  # noqa: N802 - Qt's name
        """The lines around a row that is chosen begin where its ground does, before its arrow."""
        super().drawBranches(painter, rect, index)
        if self.selectionModel().isSelected(index):
            cues.edges(painter, rect)

    def show_branches(self, branches: Sequence[Branch]) -> None:
        """Show these; rows of the same words stay unfolded, and the one at hand stays so."""
        model = self._tree
        unfolded = {model.path_of(index) for index in model.every() if self.isExpanded(index)}
        at_hand = model.path_of(self.currentIndex())
        model.show(branches)
        self.setRootIsDecorated(any(each.below for each in branches))
        for index in model.every():
            branch = model.at(index)
            if branch is not None and not any(branch.cells[1:]):
                self.setFirstColumnSpanned(index.row(), index.parent(), True)
            path = model.path_of(index) if unfolded or at_hand else ()
            if path and path in unfolded:
                self.expand(index)
            if path and path == at_hand:
                self.setCurrentIndex(index)
        if not self.currentIndex().isValid() and model.rowCount():
            self.setCurrentIndex(model.index(0, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter opens."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self._tree.at(self.currentIndex()))
        else:
            super().keyPressEvent(event)

    def _open(self, branch: Branch | None) -> None:
        if branch is None:
            return
        if branch.payload:
            self.opened.emit(branch.payload)
        else:
            index = self.currentIndex().siblingAtColumn(0)
            self.setExpanded(index, not self.isExpanded(index))
