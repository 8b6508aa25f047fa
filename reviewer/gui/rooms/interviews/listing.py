"""The list of interviews: with whom, when, and how far it is."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyleOptionViewItem

from reviewer.domain.interviews.interview import Interview, InterviewId, State
from reviewer.gui import text, theme
from reviewer.gui.models.lines import LINE, Index, LinesModel
from reviewer.gui.theme import grid
from reviewer.gui.tips import plain
from reviewer.gui.widgets.lists.wording import RowDelegate, two_ended_line


class InterviewsModel(LinesModel[Interview]):
    """Interviews in memory, in the order they are planned."""

    def row_of(self, interview: InterviewId | None) -> int:
        """The row of an interview; -1 when it is not listed."""
        return self.first(lambda each: each.id == interview)

    def when(self, each: Interview) -> str:
        """The day and time it was held, or is planned for, in local time as it was entered."""
        planned = each.planned.replace("T", " ")
        return planned or (self.tr("{0} UTC").format(each.started[:16].replace("T", " ")) if each.started else "")

    def state(self, each: Interview) -> str:
        """How far it is, in words."""
        if each.running:
            stands = self.tr("on a break") if each.on_break else self.tr("running")
        else:
            stands = {
                State.PLANNED: self.tr("planned"),
                State.HELD: self.tr("held"),
                State.CLOSED: self.tr("closed"),
            }[each.state]
        asked = text.counted(len(each.questions), self.tr("question"), self.tr("questions"))
        answers = sum(one.answer is not None for one in each.questions)
        told = text.counted(answers, self.tr("answer"), self.tr("answers")) if each.started else asked
        parts = (stands, told, self.tr("compelled") if each.compelled else "")
        return " · ".join(part for part in parts if part)

    def words(self, each: Interview) -> str:
        """All of it as text."""
        who = each.serial or self.tr("witness")
        return "\n".join(
            part for part in (f"{each.name} ({who})", self.when(each), each.place, self.state(each)) if part
        )

    def told(self, line: Interview, role: int) -> object:
        """The name; all of it in words for who cannot see it."""
        if role == Qt.ItemDataRole.DisplayRole:
            return line.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain(self.words(line))
        return self.words(line) if role == Qt.ItemDataRole.AccessibleTextRole else None


class InterviewsView(QListView):
    """Shows an :class:`InterviewsModel`."""

    def __init__(self, model: InterviewsModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setItemDelegate(_InterviewRows(self, model))
        self.setAccessibleName(self.tr("Interviews"))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


class _InterviewRows(RowDelegate):
    def __init__(self, parent: QListView, model: InterviewsModel) -> None:
        super().__init__(parent)
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002, N802 - Qt's name
        """A line and a small line."""
        normal, small = (QFontMetrics(theme.font(size)).lineSpacing() for size in ("normal", "small"))
        return QSize(grid(40), normal + 2 * small + grid(3))

    def draw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """Paint one interview."""
        each: Interview = index.data(LINE)
        inner = rect.adjusted(grid(3), grid(1), -grid(3), -grid(1))
        y = two_ended_line(painter, inner, inner.top(), (each.name, each.serial or self.tr("witness")), bold=True)
        y = two_ended_line(
            painter, inner, y, (self._model.when(each) or self.tr("no date yet"), ""), size="small", color="muted"
        )
        two_ended_line(
            painter, inner, y, (self._model.state(each), ""), size="small", color="fine" if each.running else "muted"
        )
