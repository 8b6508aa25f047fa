"""The list of items with its filter line: columns where there is room, two lines an item where there is not."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from math import ceil
from typing import Any, cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFontMetrics, QIcon, QKeyEvent, QPainter, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from reviewer.domain.analysis.grouping import Member
from reviewer.domain.evidence.item import Item
from reviewer.domain.evidence.reading import State
from reviewer.domain.ids import ItemId
from reviewer.gui import icons, text, theme
from reviewer.gui.models.items import MEMBER, ROW, SORTS, Column, ItemRow, ItemsModel, state_words
from reviewer.gui.theme import grid, room_for
from reviewer.gui.widgets import cues

ROOMY = 140
"""From this width on there are columns, in steps of the grid."""

STATED = 220
"""From this width on the state has a column of its own; below, its signs stand behind the subject."""

WIDTHS = {
    Column.READ: 6,
    Column.CONTROL: 27,
    Column.DATE: 24,
    Column.SENDER: 34,
    Column.ATTACHMENTS: 9,
    Column.STATE: 18,
}

ICON = grid(4)

_Look = tuple[int, int, float, cues.Ends | None, bool]
"""What a cell's picture depends on beside the item: width, height, pixel ratio, ends of the chosen rows around it, dark
colours."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    found: ItemRow | None
    member: Member | None
    look: _Look
    picture: QPixmap


class ItemsView(QTableView):
    """Shows an :class:`ItemsModel`. Keys that mean something in the room are left to it."""

    item_entered = Signal()
    scroll_wanted = Signal()

    def __init__(self, model: ItemsModel) -> None:
        super().__init__()
        self.setModel(model)
        self._compact: bool | None = None
        self.setItemDelegate(_ItemCells(self))
        self.setAccessibleName(self.tr("Items"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._prepare_header()
        self.arrange(compact=False)
        cues.paint_runs(self)

    def _prepare_header(self) -> None:
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSortIndicator(Column.DATE, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorShown(True)
        header.sortIndicatorChanged.connect(self.model().sort)
        for column in Column:
            stretch = column is Column.SUBJECT
            header.setSectionResizeMode(
                column, QHeaderView.ResizeMode.Stretch if stretch else QHeaderView.ResizeMode.Interactive
            )
            if not stretch:
                header.resizeSection(column, room_for(WIDTHS[column]))

    @property
    def compact(self) -> bool:
        """Whether an item takes two lines."""
        return bool(self._compact)

    def arrange(self, *, compact: bool) -> None:
        """Columns, or two lines an item."""
        if compact is self._compact:
            return
        self._compact = compact
        metrics = QFontMetrics(theme.font())
        self.horizontalHeader().setVisible(not compact)
        for column in Column:
            self.setColumnHidden(column, compact and column is not Column.SUBJECT)
        lines = 2 if compact else 1
        self.verticalHeader().setDefaultSectionSize(lines * metrics.lineSpacing() + grid(2 + lines))

    def count_chosen(self) -> int:
        """How many rows are chosen, with the one at hand; none of them is looked up."""
        return sum(part.height() for part in self._parts())

    def chosen(self) -> Sequence[ItemId]:
        """The items in sight that are chosen, in their order; none where it is just the one at hand."""
        parts = sorted((part.top(), part.bottom()) for part in self._parts())
        current = self.currentIndex().row()
        if not self.isVisible() or parts in ([], [(current, current)]):
            return []
        model = self.model()
        assert isinstance(model, ItemsModel)  # noqa: S101 - tells mypy what the view was made with
        found = array("q")  # a million of them as a list keep the window waiting
        for first, last in parts:
            found += model.items_between(first, last)
        return cast("Sequence[ItemId]", found)

    def _parts(self) -> Any:
        return self.selectionModel().selection()  # a list of ranges, which the types do not tell

    def show_order(self, sort: str, *, descending: bool) -> None:
        """Show what is sorted by, without sorting anew."""
        column = next((each for each, name in SORTS.items() if name == sort), None)
        if column is not None:
            with QSignalBlocker(self.horizontalHeader()):
                down = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
                self.horizontalHeader().setSortIndicator(column, down)

    def sort_menu(self) -> QMenu:
        """A menu to sort by, for when there are no columns to click."""
        header, menu = self.horizontalHeader(), QMenu(self)
        names = {column: self.model().headerData(column, Qt.Orientation.Horizontal) for column in SORTS}
        names[Column.ATTACHMENTS] = self.tr("Attachments")
        for column, name in names.items():
            here = header.sortIndicatorSection() == column
            down = here and header.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder
            order = Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder
            action = menu.addAction(str(name), partial(header.setSortIndicator, column, order))
            action.setCheckable(True)
            action.setChecked(here)
        return menu

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Change the arrangement with the width; the row at hand stays in sight where rows become higher or fewer."""
        width, at_hand = self.viewport().width(), self.currentIndex()
        seen = self.visualRect(at_hand).intersects(QRect(QPoint(), event.oldSize()))
        self.arrange(compact=width < room_for(ROOMY))
        self.setColumnHidden(Column.STATE, width < room_for(STATED))
        super().resizeEvent(event)
        if seen:
            self.scrollTo(at_hand)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter opens in the other pane; no key searches by typing, since letters mean other things here."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.item_entered.emit()
        elif event.key() == Qt.Key.Key_Space:
            self.scroll_wanted.emit()
        elif (
            event.text() and event.text().isprintable() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            event.ignore()
        else:
            super().keyPressEvent(event)


class _ItemCells(QStyledItemDelegate):
    """Draws each cell once and keeps the picture for as long as it would look the same.

    A key that moves the selection has all rows in sight painted again. Each call of Qt may wait for its turn while
    another thread computes, and it takes some thirty of them to draw a row.
    """

    _KEEP = 512

    def __init__(self, view: ItemsView) -> None:
        super().__init__(view)
        self._view = view
        self._drawn: OrderedDict[tuple[int, int], _Drawn] = OrderedDict()

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint a cell, or both lines of an item."""
        rect, place = option.rect, (index.row(), index.column())
        found: ItemRow | None = index.data(ROW)
        member: Member | None = index.data(MEMBER)
        chosen = cues.ends(self._view, index) if option.state & QStyle.StateFlag.State_Selected else None
        look = (rect.width(), rect.height(), painter.device().devicePixelRatio(), chosen, theme.theme().dark)
        drawn = self._drawn.get(place)
        if drawn is None or (drawn.found, drawn.member, drawn.look) != (found, member, look):
            drawn = self._drawn[place] = _Drawn(found, member, look, self._draw(index, found, member, look))
            if len(self._drawn) > self._KEEP:
                self._drawn.popitem(last=False)
        self._drawn.move_to_end(place)
        painter.drawPixmap(rect.topLeft(), drawn.picture)

    def _draw(
        self, index: QModelIndex | QPersistentModelIndex, found: ItemRow | None, member: Member | None, look: _Look
    ) -> QPixmap:
        width, height, ratio, chosen, _dark = look
        picture = QPixmap(ceil(width * ratio), ceil(height * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(theme.color("panel"))
        painter, rect = QPainter(picture), QRect(0, 0, width, height)
        if chosen is not None:
            cues.chosen(painter, rect, chosen)
        if found is None:
            _waiting(painter, rect)
        elif self._view.compact:
            _two_lines(painter, rect, found, member)
        else:
            self._cell(painter, rect, found, index, member)
        painter.end()
        return picture

    def _cell(
        self,
        painter: QPainter,
        rect: QRect,
        found: ItemRow,
        index: QModelIndex | QPersistentModelIndex,
        member: Member | None,
    ) -> None:
        column = Column(index.column())
        inner = rect.adjusted(grid(1), 0, -grid(1), 0)
        if column is Column.READ:
            cues.together(painter, rect, member)
            _dot(painter, rect, found)
        elif column is Column.ATTACHMENTS:
            if found.item.attachments:
                _icon(painter, inner.left(), inner, "attachment")
                _words(painter, inner.adjusted(ICON + 2, 0, 0, 0), str(found.item.attachments), muted=True)
        elif column is Column.STATE and (found.item.locked or found.item.state is not State.OK):
            _icon(painter, inner.left(), inner, state_icon(found.item))
            _words(painter, inner.adjusted(ICON + 4, 0, 0, 0), state_words(found), muted=True)
        else:
            if column is Column.SUBJECT and self._view.isColumnHidden(Column.STATE):
                inner = _with_signs(painter, inner, [each for each in _signs(found) if each != "attachment"])
            if column is Column.SUBJECT and member is not None:
                inner = _sized(painter, inner.adjusted(grid(3) if member.number > 1 else 0, 0, 0, 0), member)
            quiet = column in (Column.CONTROL, Column.DATE, Column.STATE)
            words = str(index.data() or "")
            _words(painter, inner, words, muted=quiet, bold=not found.read and not quiet)


def _two_lines(painter: QPainter, rect: QRect, found: ItemRow, member: Member | None) -> None:
    item, height = found.item, rect.height() // 2
    rect = rect.adjusted(cues.together(painter, rect, member), 0, 0, 0)
    inner = rect.adjusted(grid(5), grid(1), -grid(2), -grid(1))
    first = QRect(inner.left(), inner.top(), inner.width(), height - grid(1))
    second = first.translated(0, height - grid(1))
    _dot(painter, QRect(rect.left(), first.top(), grid(5), first.height()), found)
    when = text.day(item) or item.control
    room = QFontMetrics(theme.font("small")).horizontalAdvance(when) + grid(1)
    _words(painter, first, when, muted=True, small=True, right=True)
    who = text.person(item.sender) or item.name or str(item.kind)
    _words(painter, first.adjusted(0, 0, -room, 0), who, bold=not found.read)
    left = _sized(painter, _with_signs(painter, second, _signs(found)), member)
    what = item.title if item.title != who else " · ".join(part for part in (str(item.kind), item.path) if part)
    _words(painter, left, what, muted=found.read)


def _sized(painter: QPainter, rect: QRect, member: Member | None) -> QRect:
    """Say at the right end of a line how many stand together; what is left of it for words."""
    words = cues.how_many(member)
    if not words:
        return rect
    _words(painter, rect, words, muted=True, small=True, right=True)
    return rect.adjusted(0, 0, -QFontMetrics(theme.font("small")).horizontalAdvance(words) - grid(2), 0)


def _with_signs(painter: QPainter, rect: QRect, signs: list[str]) -> QRect:
    """Draw signs at the right end of a line; what is left of it for words."""
    for number, sign in enumerate(signs):
        _icon(painter, rect.right() - (number + 1) * (ICON + 2) + 2, rect, sign)
    return rect.adjusted(0, 0, -len(signs) * (ICON + 2), 0)


def _signs(found: ItemRow) -> list[str]:
    item = found.item
    signs = [state_icon(item)] if item.locked or item.state is not State.OK else []
    signs += ["attachment"] if item.attachments else []
    signs += ["privileged"] if found.mark.privileged else []
    signs += [found.mark.relevance.replace(" ", "_")] if found.mark.relevance else []
    return signs


def state_icon(item: Item) -> str:
    """The icon of a state other than ok."""
    if item.locked:
        return "locked"
    return "failed" if item.state is State.FAILED else "partial"


def _words(
    painter: QPainter,
    rect: QRect,
    words: str,
    *,
    muted: bool = False,
    bold: bool = False,
    small: bool = False,
    right: bool = False,
) -> None:
    font = theme.font("small" if small else "normal", bold=bold)
    painter.setFont(font)
    painter.setPen(theme.color("muted" if muted else "text"))
    shown = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | side | Qt.TextFlag.TextSingleLine, shown)


def _dot(painter: QPainter, rect: QRect, found: ItemRow) -> None:
    """A dot for what one has not read, a ring for what one only had open, nothing for what one said to have read."""
    if found.reviewed:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("muted"), 1) if found.read else Qt.PenStyle.NoPen)
    painter.setBrush(Qt.BrushStyle.NoBrush if found.read else theme.color("accent"))
    painter.drawEllipse(rect.center(), 3, 3)


def _icon(painter: QPainter, left: int, rect: QRect, name: str) -> None:
    color = "problem" if name in ("failed", "locked") else "muted"
    square = QRect(left, rect.center().y() - ICON // 2, ICON, ICON)
    _picture(name, color).paint(painter, square)


_PICTURES: dict[tuple[str, str, bool], QIcon] = {}


def _picture(name: str, color: str) -> QIcon:
    key = (name, color, theme.theme().dark)
    if key not in _PICTURES:
        _PICTURES[key] = icons.icon(name, color)
    return _PICTURES[key]


def _waiting(painter: QPainter, rect: QRect) -> None:
    bar = QRect(rect.left() + grid(5), rect.center().y() - 2, max(8, rect.width() // 3), 4)
    painter.fillRect(bar, theme.color("line"))
