"""The list of hits: title, facts and a snippet with the words found in bold."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QItemSelectionModel, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyleOptionViewItem

from reviewer.domain.analysis.grouping import Member
from reviewer.domain.pages.passage import one_line
from reviewer.gui import text, theme
from reviewer.gui.models.hits import MEMBER, STATE, HitsModel
from reviewer.gui.models.lines import LINE, Index
from reviewer.gui.theme import grid
from reviewer.gui.widgets import cues
from reviewer.gui.widgets.lists.wording import RowDelegate
from reviewer.usecases.search import START, STOP, FoundItem

LINES = 2


class HitsView(QListView):
    """Shows a :class:`HitsModel`."""

    def __init__(self, model: HitsModel) -> None:
        super().__init__()
        self.found = model
        self.setModel(model)
        self.setItemDelegate(_HitRows(self))
        self.setAccessibleName(self.tr("What was found"))
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        cues.paint_runs(self)

    def go_to(self, row: int) -> None:
        """Go to one hit, whatever keys are held: no other is chosen with it."""
        alone = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(self.found.index(row), alone)


class _HitRows(RowDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002, N802 - Qt's name
        """As high as four lines."""
        line, small = (QFontMetrics(theme.font(size)).lineSpacing() for size in ("normal", "small"))
        return QSize(grid(40), line * (1 + LINES) + small + grid(6))

    def draw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """Paint one hit."""
        found: FoundItem = index.data(LINE)
        member: Member | None = index.data(MEMBER)
        inner = rect.adjusted(grid(3) + cues.together(painter, rect, member), grid(2), -grid(3), -grid(2))
        y = _one_line(painter, inner, inner.top(), found.item.title, bold=True)
        item = found.item
        state = str(index.data(STATE) or "")
        facts = (
            cues.how_many(member),
            state,
            item.control,
            text.day(item),
            text.person(item.sender) or str(item.kind),
            machine(found),
        )
        y = _one_line(painter, inner, y, " · ".join(part for part in facts if part), muted=True)
        snippet(painter, QRect(inner.left(), y, inner.width(), inner.bottom() - y), found.snippet)


def machine(found: FoundItem) -> str:
    """That the words found were read by machine, and whether that is to be doubted."""
    if found.low:
        return QCoreApplication.translate("Hits", "⚠ recognised text (OCR), in doubt")
    return QCoreApplication.translate("Hits", "recognised text (OCR)") if found.ocr else ""


def _one_line(painter: QPainter, rect: QRect, y: int, words: str, *, bold: bool = False, muted: bool = False) -> int:
    font = theme.font("small" if muted else "normal", bold=bold)
    metrics = QFontMetrics(font)
    painter.setFont(font)
    painter.setPen(theme.color("muted" if muted else "text"))
    painter.drawText(
        rect.left(), y + metrics.ascent(), metrics.elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
    )
    return y + metrics.lineSpacing() + grid(1) // 2


def snippet(painter: QPainter, rect: QRect, marked: str) -> None:
    """Paint a snippet in which hits stand between START and STOP."""
    words, spans = "", []
    for number, part in enumerate(one_line(marked).replace(STOP, START).split(START)):
        if number % 2:
            spans.append((_units(words), _units(part)))
        words += part
    layout = QTextLayout(words, theme.font())
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setFormats([_bold(start, length) for start, length in spans])
    layout.beginLayout()
    y = 0.0
    for _ in range(LINES):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(rect.width())
        line.setPosition(line.position() + line.position().__class__(0, y))
        y += line.height()
    layout.endLayout()
    painter.setPen(theme.color("text"))
    layout.draw(painter, rect.topLeft().toPointF())


def _units(words: str) -> int:
    """Qt counts UTF-16."""
    return len(words.encode("utf-16-le")) // 2


def _bold(start: int, length: int) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length = start, length
    style = QTextCharFormat()
    style.setFontWeight(700)
    made.format = style
    return made
