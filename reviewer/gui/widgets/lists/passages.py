"""A list of passages: the quote, its tags in their colours with their keys, its officers, its note."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView

from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.domain.pages.passage import one_line
from reviewer.domain.pages.tag import Tag
from reviewer.gui import theme
from reviewer.gui.models.lines import LINE, Index
from reviewer.gui.models.passages import PassagesModel
from reviewer.gui.theme import grid, room_for
from reviewer.gui.widgets.lists.wording import WrappedRowDelegate, paragraph, small_line

PAD = grid(2)


class PassagesView(QListView):
    """Shows a :class:`PassagesModel`."""

    def __init__(self, model: PassagesModel, name: str) -> None:
        super().__init__()
        self.setModel(model)
        self.setItemDelegate(_PassageRows(self))
        self.setAccessibleName(name)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(False)
        self.setSizeAdjustPolicy(QAbstractItemView.SizeAdjustPolicy.AdjustToContents)

    def viewportSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As high as the passages are, up to a few of them."""
        return super().viewportSizeHint().boundedTo(QSize(room_for(60), room_for(48)))


class _PassageRows(WrappedRowDelegate):
    def lay(self, painter: QPainter | None, rect: QRect, index: Index) -> int:
        """Paint one passage, with an edge of the colour of its first tag."""
        marked: MarkedPassage = index.data(LINE)
        if painter is not None:
            bar = QRect(rect.left(), rect.top() + PAD, 4, rect.height() - 2 * PAD)
            painter.fillRect(bar, QColor(marked.tags[0].color if marked.tags else theme.theme().colors.muted))
        left, width = rect.left() + PAD + 4, rect.width() - 2 * PAD - 4
        y = rect.top() + PAD
        y = paragraph(painter, f"“{one_line(marked.passage.anchor.quote)}”", QPoint(left, y), width)
        for tag in marked.tags:
            y = _tag(painter, tag, QPoint(left, y), width)
        for link, officer in marked.officers:
            sure = "" if link.grade == "certain" else f", {link.grade}"
            y = small_line(
                painter, QPoint(left, y), width, f"{officer.rank} {officer.name} · {link.role.words}{sure}".strip()
            )
        if marked.note:
            y = paragraph(painter, marked.note, QPoint(left, y), width, muted=True)
        return y - rect.top() + PAD


def _tag(painter: QPainter | None, tag: Tag, at: QPoint, width: int) -> int:
    font = theme.font("small")
    metrics = QFontMetrics(font)
    side = metrics.height()
    if painter is not None:
        square = QRect(at.x(), at.y(), side, side)
        painter.fillRect(square, QColor(tag.color))
        painter.setFont(theme.font("small", bold=True))
        painter.setPen(theme.ink_on(tag.color))
        painter.drawText(square, Qt.AlignmentFlag.AlignCenter, tag.sign)
        painter.setPen(theme.color("edge"))
        painter.drawRect(square.adjusted(0, 0, -1, -1))
        painter.setFont(font)
        painter.setPen(theme.color("text"))
        words = metrics.elidedText(tag.name, Qt.TextElideMode.ElideRight, width - side - grid(1))
        painter.drawText(at.x() + side + grid(1), at.y() + metrics.ascent(), words)
    return at.y() + side + grid(1)
