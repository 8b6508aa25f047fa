"""A table that only shows: one line a row or several, one column that takes what room there is."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QRect,
    Qt,
    QTimer,
)
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from reviewer.gui.theme import font, room_for
from reviewer.gui.widgets import cues

NARROWEST = 16
"""A column that stretches is never narrower than this, in steps of the grid."""

BESIDE_HEAD = 2 * 7 + 2
"""Pixels that the style sheet leaves free beside the words of a head."""

ARROW = 4
"""What the arrow of the order takes, in steps of the grid."""


def head_width(words: str, *, arrow: bool = True) -> int:
    """How wide a column is at least so that its head is not cut, in pixels; with an ``arrow`` where it orders."""
    return QFontMetrics(font("small")).horizontalAdvance(words) + BESIDE_HEAD + arrow * room_for(ARROW)


def widen_to_heads(header: QHeaderView, *, arrow: bool = True) -> None:
    """Make each column that does not stretch as wide as the words of its head are, if it is narrower."""
    for section in range(header.count()):
        if header.sectionResizeMode(section) is not QHeaderView.ResizeMode.Stretch:
            words = str(header.model().headerData(section, Qt.Orientation.Horizontal) or "")
            header.resizeSection(section, max(header.sectionSize(section), head_width(words, arrow=arrow)))


class FittedColumns(QObject):
    """Shares the room of a table by what its columns hold: none is cut beside one that has more than it needs.

    A column has its usual width where there is room for all. What those that stretch have to spare goes to those that
    are cut, and what they lack is taken from those that have more than they need. Whoever drags a column keeps all as
    it is.
    """

    LOOKED_AT = 100
    """So many rows tell how wide a column has to be."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view, self._header = view, view.horizontalHeader()
        sections, stretch = range(self._header.count()), QHeaderView.ResizeMode.Stretch
        self._stretching = [each for each in sections if self._header.sectionResizeMode(each) is stretch]
        self._usual = {each: self._header.sectionSize(each) for each in sections if each not in self._stretching}
        self._needed: dict[int, int] = {}
        self._sharing = self._by_hand = False
        self._header.sectionResized.connect(self._resized)
        view.model().modelReset.connect(self.share)
        view.model().rowsInserted.connect(self.share)
        view.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Share anew when the table becomes wider or narrower."""
        if event.type() is QEvent.Type.Resize:
            self.share()
        return False

    def share(self) -> None:
        """Give each column what it needs, as far as there is room."""
        if self._by_hand or self._sharing:
            return
        usual = {each: wide for each, wide in self._usual.items() if not self._header.isSectionHidden(each)}
        stretching = [each for each in self._stretching if not self._header.isSectionHidden(each)]
        least = self._header.minimumSectionSize()
        taken = sum(max(least, self._need(each)) for each in stretching)
        needed = {each: self._need(each) for each in usual}
        self._sharing = True
        given = shared(usual, needed, self._view.viewport().width() - taken)
        for section, wide in given.items():
            self._header.resizeSection(section, wide)
        self._stretch(stretching, self._view.viewport().width() - sum(given.values()))
        self._sharing = False

    def _stretch(self, stretching: list[int], left: int) -> None:
        """Let columns take what is left; where the table is scrolled sideways all the same, they have what they need.

        No column takes more than half of what is in sight then.
        """
        scrolled = left < self._header.minimumSectionSize() * len(stretching)
        mode = QHeaderView.ResizeMode
        for section in stretching:
            self._header.setSectionResizeMode(section, mode.Interactive if scrolled else mode.Stretch)
            if scrolled:
                self._header.resizeSection(section, min(self._need(section), self._view.viewport().width() // 2))

    def _need(self, section: int) -> int:
        """How wide a column has to be for its words and its head; never less than before, so that none jumps about."""
        model, metrics = self._view.model(), self._view.fontMetrics()
        head = str(model.headerData(section, Qt.Orientation.Horizontal) or "")
        wide = head_width(head, arrow=self._view.isSortingEnabled())
        needed = max(self._needed.get(section, 0), wide, self._header.sectionSizeHint(section))
        for row in range(min(model.rowCount(), self.LOOKED_AT)):
            for line in str(model.index(row, section).data() or "").split("\n"):
                needed = max(needed, metrics.horizontalAdvance(line) + BESIDE_HEAD)
        self._needed[section] = needed
        return needed

    def _resized(self, section: int, before: int, now: int) -> None:
        if self._sharing or section not in self._usual:
            return
        if before and now:
            self._by_hand = True
        else:  # it was hidden, or shown again
            self.share()


def shared(usual: Mapping[int, int], needed: Mapping[int, int], room: int) -> dict[int, int]:
    """How wide columns are that share a room, in pixels: as usual, wider where they need it and narrower where not."""
    fits = sum(needed.values()) <= room
    low = needed if fits else {each: min(wide, needed[each]) for each, wide in usual.items()}
    high = {each: max(wide, needed[each]) for each, wide in usual.items()} if fits else needed
    more = sum(high.values()) - sum(low.values())
    part = min(1.0, max(0.0, (room - sum(low.values())) / more)) if more else 0.0
    return {each: low[each] + int((high[each] - low[each]) * part) for each in usual}


class GrownRows(QObject):
    """Has each row as high as its wrapped words need, up to so many lines; for short tables, since all is measured.

    A column that is too narrow to be read in it makes no row higher.
    """

    READ = 30
    """A column is at least so wide to be read in it, in steps of the grid."""

    def __init__(self, view: QTableView, most: int) -> None:
        super().__init__(view)
        self._view, self._most = view, most
        self._soon = QTimer(self, singleShot=True, interval=0)  # many columns are resized in one go
        self._soon.timeout.connect(self.grow)
        view.horizontalHeader().sectionResized.connect(lambda *_widths: self._soon.start())
        view.model().modelReset.connect(self._soon.start)
        view.model().rowsInserted.connect(self._soon.start)

    def grow(self) -> None:
        """Measure all that is shown."""
        view, model, metrics = self._view, self._view.model(), self._view.fontMetrics()
        shown = [each for each in range(model.columnCount()) if view.columnWidth(each) >= room_for(self.READ)]
        for row in range(model.rowCount()):
            lines = 1
            for section in shown:
                room = QRect(0, 0, max(1, view.columnWidth(section) - BESIDE_HEAD), 0)
                words = str(model.index(row, section).data() or "")
                high = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, words).height()
                lines = max(lines, round(high / metrics.lineSpacing()))
            view.setRowHeight(row, room_for(2) + min(lines, self._most) * room_for(4))


def choose_row(view: QTableView, row: int) -> None:
    """Choose a row alone, if there is one of that number, whatever keys are held.

    ``selectRow`` by itself adds to what is chosen while Shift is held, and may take from it while Ctrl is: with either
    of them lists are filled anew, after an undo. From this row on Shift and an arrow key choose more.
    """
    usual = view.selectionMode()
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.selectRow(row)
    view.setSelectionMode(usual)


def choose_alone(view: QAbstractItemView, index: QModelIndex) -> None:
    """Choose what stands in a list, as :func:`choose_row` does in a table."""
    how = QItemSelectionModel.SelectionFlag
    view.selectionModel().setCurrentIndex(index, how.ClearAndSelect)


def choose_several(view: QTableView) -> None:
    """Let several rows be chosen; a line is around those below each other."""
    view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    view.setItemDelegate(cues.ChosenRuns(view))


def table(
    model: QAbstractItemModel,
    name: str,
    widths: Mapping[int, int],
    *,
    lines: int = 1,
    wrapped: bool = False,
    grown: int = 0,
) -> QTableView:
    """``widths`` are in steps of the grid; a column without one stretches. Rows are as high as so many ``lines``.

    ``wrapped`` words go on in the next line; with ``grown`` each row is as high as they need, up to so many lines.
    Else the words themselves say where lines end, and what is too long for one of several is cut in its middle, for how
    it begins and ends tells it apart.
    """
    made = QTableView()
    made.setModel(model)
    made.setAccessibleName(name)
    made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    made.setShowGrid(False)
    made.setWordWrap(wrapped)
    made.setTabKeyNavigation(False)
    made.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    made.verticalHeader().hide()
    made.verticalHeader().setDefaultSectionSize(room_for(4 * lines + 2))
    if lines > 1 and not wrapped:
        made.setTextElideMode(Qt.TextElideMode.ElideMiddle)
    header = made.horizontalHeader()
    header.setHighlightSections(False)
    header.setTextElideMode(Qt.TextElideMode.ElideRight)
    header.setMinimumSectionSize(room_for(min([NARROWEST, *widths.values()])))
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    for section in range(model.columnCount()):
        if section in widths:
            header.resizeSection(section, room_for(widths[section]))
        else:
            header.setSectionResizeMode(section, QHeaderView.ResizeMode.Stretch)
    widen_to_heads(header)
    if not wrapped:
        FittedColumns(made)
    if grown:
        GrownRows(made, grown)
    return made
