"""The outline of an interview as a list: topics, their questions, and what each question cites; edited in place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractItemModel,
    QMimeData,
    QModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QPlainTextEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from reviewer.domain.interviews.interview import Citation, Interview
from reviewer.gui import theme
from reviewer.gui.models.lines import LINE, Index, LinesModel
from reviewer.gui.shared.dragged_grounds import GROUNDS, dragged_grounds
from reviewer.gui.theme import grid, room_for
from reviewer.gui.tips import plain
from reviewer.gui.widgets.lists.wording import WrappedRowDelegate, wrapped

MOVED = "application/x-reviewer-outline"
"""What is dragged within the outline: a number such as ``2`` or ``2.1``."""

TOPIC, QUESTION, CITED = "topic", "question", "cited"
MOST_LINES = 8


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """A line of the outline. ``number`` is that of the topic, or of the question, a citation's too; ``key`` lasts."""

    kind: str
    key: tuple[str, int, str]
    number: str
    text: str
    small: str = ""
    name: str = ""
    wrong: bool = False
    fixed: bool = False


def rows_of(interview: Interview, exhibit: str, gone: str) -> list[OutlineRow]:
    """The lines of an outline; ``exhibit`` is ``exhibit {0}`` in the reviewer's language, ``gone`` what is no more."""
    made: list[OutlineRow] = []
    for topic in interview.topics:
        made.append(OutlineRow(TOPIC, (TOPIC, topic.id, ""), str(topic.number), topic.title))
        for each in topic.questions:
            answered = each.answer is not None
            made.append(OutlineRow(QUESTION, (QUESTION, each.id, ""), each.number, each.text, fixed=answered))
            for one in each.citations:
                numbers = [number for item in one.items if (number := interview.exhibit_of(item)) is not None]
                exhibits = ", ".join(exhibit.format(number) for number in sorted(numbers))
                where = " · ".join(part for part in (exhibits, gone if one.gone else _where(one)) if part)
                key = (CITED, each.id, one.name)
                says = f"“{one.says}”" if one.kind == "passage" and one.says else one.says
                made.append(OutlineRow(CITED, key, each.number, says or one.name, where, one.name, wrong=one.gone))
    return made


def _where(cited: Citation) -> str:
    name = {"benefit": f"B-{cited.target}", "endorsement": f"E-{cited.target}", "item": ""}.get(
        cited.kind.value, f"{cited.kind.value} {cited.target}"
    )
    return " · ".join(part for part in (cited.where, "" if name in cited.where else name) if part)


class OutlineModel(LinesModel[OutlineRow]):
    """Rows in memory; what is typed into one is ``edited``, and shows once the case has it."""

    edited = Signal(object, str)

    def show(self, lines: Sequence[OutlineRow]) -> None:
        """Show these; where they are the same lines, only their words change."""
        if [each.key for each in lines] != [each.key for each in self.lines]:
            super().show(lines)
            return
        self._lines = list(lines)
        if lines:
            self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))

    def row_of(self, key: tuple[str, int, str] | None) -> int:
        """The row of a lasting key; -1 when it is not there."""
        return self.first(lambda each: each.key == key)

    def told(self, line: OutlineRow, role: int) -> object:
        """The words; all of it for who cannot see it."""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return line.text
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            number = line.number if line.kind != CITED else self.tr("cited by {0}").format(line.number)
            words = "\n".join(part for part in (f"{number} {line.text}", line.small) if part)
            return plain(words) if role == Qt.ItemDataRole.ToolTipRole else words
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802 - Qt's name
        """Say what was typed."""
        row = self.at(index.row())
        words = " ".join(str(value).split())
        if role != Qt.ItemDataRole.EditRole or row is None or not words or words == row.text:
            return False
        self.edited.emit(row, words)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Topics and questions are edited, moved and dropped upon."""
        row = self.at(index.row())
        base = super().flags(index)
        if row is None:
            return base
        base |= Qt.ItemFlag.ItemIsDropEnabled
        if row.kind == CITED:
            return base
        base |= Qt.ItemFlag.ItemIsDragEnabled
        return base if row.fixed else base | Qt.ItemFlag.ItemIsEditable

    def supportedDropActions(self) -> Qt.DropAction:  # noqa: N802 - Qt's name
        """What is dropped is added or moved."""
        return Qt.DropAction.CopyAction | Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:  # noqa: N802 - Qt's name
        """What a drag carries."""
        return [MOVED, GROUNDS]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:  # noqa: N802 - Qt's name
        """The number of what is dragged."""
        row = self.at(indexes[0].row()) if indexes else None
        made = QMimeData()
        made.setData(MOVED, (row.number if row is not None else "").encode())
        return made


class OutlineView(QListView):
    """Enter or F2 edits, Alt+Up and Alt+Down move, Delete takes out; ``dropped`` and ``shifted`` come by mouse."""

    dropped = Signal(object, object)
    shifted = Signal(str, object)
    moved = Signal(int)
    unwanted = Signal()

    def __init__(self, model: OutlineModel, name: str) -> None:
        super().__init__()
        self.setModel(model)
        self.setItemDelegate(_OutlineRows(self))
        self.setAccessibleName(name)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(True)

    def row_at_hand(self) -> OutlineRow | None:
        """The row that is chosen."""
        found: OutlineRow | None = self.currentIndex().data(LINE)
        return found

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """The keys of the outline; letters are left to the room."""
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.currentIndex().flags() & Qt.ItemFlag.ItemIsEditable:
                self.edit(self.currentIndex())
        elif event.key() == Qt.Key.Key_Delete:
            self.unwanted.emit()
        elif event.text() and event.text().isprintable():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Words wrap elsewhere now."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()

    # -- dragging -------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take what can be cited, and what is moved."""
        if event.mimeData().hasFormat(GROUNDS) or event.mimeData().hasFormat(MOVED):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802 - Qt's name
        """Say where it can be let go, and choose what it would go to."""
        super().dragMoveEvent(event)
        if self._target(event) is not None:
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Say what was dropped on which row."""
        target = self._target(event)
        if target is None:
            event.ignore()
            return
        # Never a move as Qt means it: that would take the row out of this list.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        data = event.mimeData()
        if data.hasFormat(GROUNDS):
            self.dropped.emit(target, dragged_grounds(data))
        else:
            self.shifted.emit(data.data(MOVED).toStdString(), target)

    def _target(self, event: QDropEvent) -> OutlineRow | None:
        row: OutlineRow | None = self.indexAt(event.position().toPoint()).data(LINE)
        if row is None or (event.mimeData().hasFormat(GROUNDS) and row.kind == TOPIC):
            return None
        return row


class SentenceEditor(QPlainTextEdit):
    """A sentence that is edited in its row: Enter keeps it, Escape leaves it as it was."""

    kept = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter and Escape end it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.kept.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class _OutlineRows(WrappedRowDelegate):
    USUAL = 80
    INDENT = 9
    """Where the words of a question begin, in steps of the grid."""

    def lay(self, painter: QPainter | None, rect: QRect, index: Index) -> int:
        """Paint one line of the outline."""
        row: OutlineRow = index.data(LINE)
        left = {TOPIC: grid(2), QUESTION: room_for(self.INDENT), CITED: room_for(self.INDENT + 3)}[row.kind]
        top = rect.top() + grid({TOPIC: 4, QUESTION: 2, CITED: 1}[row.kind])
        inner = QRect(rect.left() + left, top, rect.width() - left - grid(3), 0)
        if row.kind == TOPIC:
            y = _bold(painter, f"{row.number}  {row.text}", inner)
        elif row.kind == QUESTION:
            if painter is not None:
                painter.setFont(theme.font())
                painter.setPen(theme.color("muted"))
                ascent = QFontMetrics(theme.font()).ascent()
                painter.drawText(rect.left() + grid(2), inner.top() + ascent, row.number)
            y = wrapped(painter, row.text, inner, most=MOST_LINES)
        else:
            y = wrapped(painter, row.text, inner, size="small", color="text", most=2)
            at = QRect(inner.left(), y, inner.width(), 0)
            color = "problem" if row.wrong else "muted"
            y = wrapped(painter, row.small, at, size="small", color=color, most=1)
            if painter is not None:
                bar = QRect(rect.left() + left - grid(2), top, 2, y - top)
                painter.fillRect(bar, theme.color("problem" if row.wrong else "line"))
        return y - rect.top() + grid(1)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: ARG002, N802 - Qt's name
        """A sentence to type into."""
        made = SentenceEditor(parent)
        made.setAccessibleName(self.tr("Words of {0}").format(index.data(LINE).number))
        made.kept.connect(lambda: self._end(made, keep=True))
        made.left.connect(lambda: self._end(made, keep=False))
        return made

    def _end(self, editor: SentenceEditor, *, keep: bool) -> None:
        if keep:
            self.commitData.emit(editor)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)

    def setEditorData(self, editor: QWidget, index: Index) -> None:  # noqa: N802 - Qt's name
        """Put the words in, all of them selected."""
        if isinstance(editor, SentenceEditor):
            editor.setPlainText(str(index.data()))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:  # noqa: N802 - Qt's name
        """Keep what was typed."""
        if isinstance(editor, SentenceEditor) and isinstance(index, QModelIndex):
            model.setData(index, editor.toPlainText())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: N802 - Qt's name
        """Where the words are, with room for a line more."""
        row: OutlineRow = index.data(LINE)
        left = grid(1) if row.kind == TOPIC else room_for(self.INDENT - 2)
        rect = option.rect.adjusted(left, 0, -grid(1), 0)
        rect.setHeight(max(rect.height() + grid(4), grid(9)))
        editor.setGeometry(rect)


def _bold(painter: QPainter | None, words: str, rect: QRect) -> int:
    font = theme.font(bold=True)
    metrics = QFontMetrics(font)
    if painter is not None:
        painter.setFont(font)
        painter.setPen(theme.color("text"))
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect.left(), rect.top() + metrics.ascent(), shown)
    return rect.top() + metrics.lineSpacing()
