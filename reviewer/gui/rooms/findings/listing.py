"""The list of allegations: whom, what rule, what act, how far the finding is, and what lacks or has changed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyleOptionViewItem

from reviewer.domain.policy.allegation import AllegationId
from reviewer.domain.policy.finding import Finding
from reviewer.domain.query import fold
from reviewer.gui import text, theme
from reviewer.gui.models.lines import LINE, Index, LinesModel
from reviewer.gui.rooms.findings.lookup import ListedAllegation
from reviewer.gui.theme import grid
from reviewer.gui.tips import plain
from reviewer.gui.widgets.lists.wording import RowDelegate, two_ended_line


class AllegationsModel(LinesModel[ListedAllegation]):
    """Allegations in memory, narrowed by what is typed."""

    def __init__(self) -> None:
        super().__init__()
        self._all: list[tuple[ListedAllegation, str]] = []
        self._typed = ""

    def show(self, lines: Sequence[ListedAllegation]) -> None:
        """List these, as far as they are what was typed."""
        self._all = [(each, fold(self.words(each))) for each in lines]
        self._narrow()

    def filter(self, typed: str) -> None:
        """List those of which every word typed is a part."""
        self._typed = typed
        self._narrow()

    def _narrow(self) -> None:
        wanted = fold(self._typed).split()
        super().show([entry for entry, folded in self._all if all(word in folded for word in wanted)])

    def __len__(self) -> int:
        return len(self._all)

    @property
    def again(self) -> int:
        """How many of all of them have to be looked at again."""
        return sum(bool(entry.look_again) for entry, _ in self._all)

    def row_of(self, allegation: AllegationId | None) -> int:
        """The row of an allegation; -1 when it is not listed."""
        return self.first(lambda each: each.allegation.id == allegation)

    def state(self, entry: ListedAllegation) -> str:
        """How far the finding is, and what the matrix lacks."""
        empty = text.counted(entry.empty, self.tr("cell is empty"), self.tr("cells are empty")) if entry.empty else ""
        return " · ".join(part for part in (self.stands(entry.finding), empty) if part)

    def stands(self, finding: Finding | None) -> str:
        """What was found, and how far that is."""
        if finding is None:
            return self.tr("no finding yet")
        label = f" ({finding.words.label})" if finding.words.label else ""
        return f"{finding.words.outcome}{label}, {finding.state}"

    def again_words(self, entry: ListedAllegation) -> str:
        """That it has to be looked at again, and for how many reasons."""
        number = len(entry.look_again)
        return self.tr("⚑ look again ({0:,})").format(number) if number else ""

    def words(self, entry: ListedAllegation) -> str:
        """All of it as text."""
        each = entry.allegation
        parts = (
            f"{each.name} {each.serial}",
            f"{each.clause.code} {each.clause.name}",
            f"{each.act} ({each.period})",
            each.vendor,
            self.state(entry),
            self.again_words(entry),
        )
        return "\n".join(part for part in parts if part)

    def told(self, line: ListedAllegation, role: int) -> object:
        """The officer and the clause; all of it in words for who cannot see it."""
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{line.allegation.name} · {line.allegation.clause.code}"
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return plain(self.words(line)) if role == Qt.ItemDataRole.ToolTipRole else self.words(line)
        return None


class AllegationsView(QListView):
    """Shows an :class:`AllegationsModel`."""

    def __init__(self, model: AllegationsModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setItemDelegate(_AllegationRows(self, model))
        self.setAccessibleName(self.tr("Allegations"))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


class _AllegationRows(RowDelegate):
    def __init__(self, parent: QListView, model: AllegationsModel) -> None:
        super().__init__(parent)
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002, N802 - Qt's name
        """Four lines, whatever they hold."""
        line, small = (QFontMetrics(theme.font(size)).lineSpacing() for size in ("normal", "small"))
        return QSize(grid(40), 2 * line + 2 * small + grid(4))

    def draw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """Paint one allegation."""
        entry: ListedAllegation = index.data(LINE)
        each = entry.allegation
        inner = rect.adjusted(grid(3), grid(2), -grid(3), -grid(2))
        y = two_ended_line(painter, inner, inner.top(), (each.name, each.clause.code), bold=True)
        y = two_ended_line(painter, inner, y, (each.act, ""))
        y = two_ended_line(painter, inner, y, (self._model.state(entry), ""), size="small", color="muted")
        again = self._model.again_words(entry)
        two_ended_line(
            painter, inner, y, (again or str(each.period), ""), size="small", color="problem" if again else "muted"
        )
