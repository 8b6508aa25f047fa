"""How a query may go on, below the line that it is typed into: fields, and what the case has that can be named.

Enter is never the list's: it searches for what stands in the line. So Down and Up write into the line what they mark,
and Tab takes it, or the first; Esc puts back what was typed. The keyboard stays in the line all the while. In a form
Tab goes on to the next field unless something is marked. What is listed is for the letters in the line and no others:
each change of them puts it out of sight until it is known anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QListView,
    QStyleOptionViewItem,
    QWidget,
)

from reviewer.domain.query_completion import Completion, standing
from reviewer.gui import theme
from reviewer.gui.accessibility import announce
from reviewer.gui.models.lines import Index, LinesModel
from reviewer.gui.session import Latest, Session
from reviewer.gui.theme import grid, room_for
from reviewer.gui.widgets.lists.wording import RowDelegate
from reviewer.usecases.query_completion import Completions, completions

MOST_VISIBLE = 8
"""Rows; the others are scrolled to."""

SHORTEST = 2
"""Letters of a word that may be a field: of one letter, most words begin so."""

WIDEST = 110
"""Steps of the grid."""

_NAME = Qt.ItemDataRole.DisplayRole
_MEANS = Qt.ItemDataRole.UserRole + 1
_GONE = frozenset({QEvent.Type.FocusOut, QEvent.Type.Hide})
"""What makes an end of the list: it is about a line that has the keyboard."""

_ELSEWHERE = frozenset({QEvent.Type.Move, QEvent.Type.Resize})
"""What has the list follow its line, as when a count beside that grows."""

_LEAVING = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape})
"""Keys after which nobody waits for a list that is still to come."""

_KEYS = frozenset({Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Tab, Qt.Key.Key_Escape})
"""Keys that belong to the list while it is in sight."""


class _Model(LinesModel[Completion]):
    def told(self, line: Completion, role: int) -> object:
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _spoken(line)
        return {_NAME: line.name, _MEANS: line.means}.get(Qt.ItemDataRole(role))


class _OfferRows(RowDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002, N802 - Qt's name
        """As wide as a name and what it means."""
        name, small = (QFontMetrics(theme.font(size)) for size in ("normal", "small"))
        wide = name.horizontalAdvance(str(index.data(_NAME))) + small.horizontalAdvance(str(index.data(_MEANS)))
        return QSize(wide + grid(7), name.lineSpacing() + grid(2))

    def draw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """Paint a name, and what it means beside it as far as that fits."""
        inner = rect.adjusted(grid(2), 0, -grid(2), 0)
        for size, color, role in (("normal", "text", _NAME), ("small", "muted", _MEANS)):
            font = theme.font(size)
            metrics = QFontMetrics(font)
            words = metrics.elidedText(str(index.data(role)), Qt.TextElideMode.ElideMiddle, max(inner.width(), 0))
            painter.setFont(font)
            painter.setPen(theme.color(color))
            painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
            inner.setLeft(inner.left() + metrics.horizontalAdvance(words) + grid(3))


class CompletionList(QListView):
    """Never has the keyboard; a click takes what it is on."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.found = _Model()
        self.found.setParent(self)
        self.setModel(self.found)
        self.setObjectName("completions")
        self.setAccessibleName(self.tr("How the search may go on"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setItemDelegate(_OfferRows(self))
        self.setUniformItemSizes(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.hide()

    def offer(self, found: Sequence[Completion]) -> None:
        """List these, of which none is marked."""
        self.found.show(found)
        self.clearSelection()
        self.setCurrentIndex(QModelIndex())

    def show_below(self, line: QLineEdit, start: int) -> None:
        """Stand below what begins with one of Qt's characters of a line, within the window."""
        count = len(self.found.lines)
        rows = min(count, MOST_VISIBLE)
        bar = self.verticalScrollBar().sizeHint().width() if count > rows else 0
        frame = 2 * self.frameWidth() + 2
        window = self.window()
        wide = min(self.sizeHintForColumn(0) + bar + frame, room_for(WIDEST), window.width() - grid(2))
        high = min(self.sizeHintForRow(0) * rows + frame, window.height())
        units = line.text().encode("utf-16-le", "surrogatepass")[2 * start : 2 * line.cursorPosition()]
        typed = line.fontMetrics().horizontalAdvance(units.decode("utf-16-le", "replace"))
        at = line.mapTo(window, QPoint(max(line.cursorRect().center().x() - typed, 0), line.height()))
        if at.y() + high > window.height():
            at.setY(max(at.y() - line.height() - high, 0))
        self.setGeometry(min(at.x(), window.width() - wide - grid(1)), at.y(), wide, high)
        self.raise_()
        self.show()


class QueryCompletion(QObject):
    """Offers completions for one line; nothing while nobody types into it. ``form``: Tab goes through its fields."""

    def __init__(self, line: QLineEdit, session: Session, *, form: bool = False) -> None:
        super().__init__(line)
        self.form = form
        self._line, self._session = line, session
        self._latest = Latest()
        self._made: Completions | None = None
        self._told: Sequence[Completion] = ()
        self._asked = ("", 0)
        self._base = ""
        self._piece = ""
        self._writing = False
        self._placing = QTimer(self, singleShot=True, interval=0)
        self._placing.timeout.connect(self._place)
        line.textEdited.connect(self._edited)
        line.textChanged.connect(self._moved)
        line.cursorPositionChanged.connect(self._moved)
        line.installEventFilter(self)

    @cached_property
    def list(self) -> CompletionList:
        """The list, made when there is first something to offer."""
        made = CompletionList(self._line.window())
        made.clicked.connect(lambda index: self._take(index.row()))
        self._line.destroyed.connect(made.deleteLater)
        return made

    @property
    def shown(self) -> bool:
        """Whether the list is in sight."""
        return "list" in self.__dict__ and self.list.isVisible()

    def close(self) -> None:
        """Offer nothing until something is typed again."""
        self._latest.ask()
        self._told = ()
        self._forget()

    def _forget(self) -> None:
        """Have nothing to take, which is so until an answer comes."""
        self._made = None
        if "list" in self.__dict__:
            self.list.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Take the keys of the list while it is in sight."""
        kind = event.type()
        key = kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
        if not self.shown:
            if kind in _GONE or (key and isinstance(event, QKeyEvent) and event.key() in _LEAVING):
                self._latest.ask()
            return False
        if kind in _GONE:
            self.close()
        elif kind in _ELSEWHERE:
            self._placing.start()
        elif key and isinstance(event, QKeyEvent):
            held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if not held and self._takes(event.key()):
                if kind == QEvent.Type.ShortcutOverride:
                    event.accept()
                else:
                    self._key(Qt.Key(event.key()))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.close()
        return super().eventFilter(watched, event)

    def _takes(self, key: int) -> bool:
        """Whether a key is the list's, which in a form Tab is for what is marked alone."""
        return key in _KEYS and not (self.form and key == Qt.Key.Key_Tab and not self.list.currentIndex().isValid())

    # -- asking -------------------------------------------------------------------------------------------------------

    def _edited(self, _text: str) -> None:
        if not self._writing:
            self._ask()

    def _moved(self) -> None:
        if not self._writing and self.shown and self._now() != self._asked:
            self.close()

    def _now(self) -> tuple[str, int]:
        """What is typed, and where the cursor is in it, in code points."""
        text = self._line.text()
        before = text.encode("utf-16-le", "surrogatepass")[: 2 * self._line.cursorPosition()]
        return text, len(before.decode("utf-16-le", "replace"))

    def _ask(self) -> None:
        self._forget()
        self._asked = text, cursor = self._now()
        at = standing(text, cursor)
        if at is None or not (at.field or len(at.typed) >= SHORTEST):
            self.close()
            return
        asked = self._session.query(self, lambda case: completions(case, text, cursor))
        asked.unless(self._latest.ask()).success(self._show).run()

    def _show(self, made: Completions | None) -> None:
        text, cursor = self._now()
        there = "" if made is None else text[made.start : made.end]
        if made is None or (text, cursor) != self._asked or not self._line.hasFocus() or _said(made) == [there]:
            self.close()
            return
        new = self._told != made.found
        self._made, self._base, self._piece, self._told = made, text, there, made.found
        self.list.offer(made.found)
        self._place()
        if new:
            words = (
                self.tr("{0}. Down goes through them, Tab takes what is marked")
                if self.form
                else self.tr("{0}. Down goes through them, Tab takes the first")
            ).format(_spoken(made.found[0]))
            more = self.tr("{0} more").format(len(made.found) - 1)
            announce(self._line, f"{words}. {more}" if len(made.found) > 1 else words)

    def _place(self) -> None:
        if self._made is not None:
            self.list.show_below(self._line, _units(self._base[: self._made.start]))

    # -- taking -------------------------------------------------------------------------------------------------------

    def _key(self, key: Qt.Key) -> None:
        row = self.list.currentIndex().row()
        if key == Qt.Key.Key_Escape:
            self._mark(-1)
            self.close()
        elif key == Qt.Key.Key_Tab:
            self._take(max(row, 0))
        else:
            last = self.list.found.rowCount() - 1
            self._mark(min(row + 1, last) if key == Qt.Key.Key_Down else max(row - 1, -1))

    def _mark(self, row: int) -> None:
        """Write what is marked into the line; what was typed before that where nothing is."""
        if self._made is None:
            return
        self.list.setCurrentIndex(self.list.found.index(row, 0) if row >= 0 else QModelIndex())
        if row >= 0:
            each = self._made.found[row]
            self._write(each.text)
            announce(self._line, _spoken(each), urgent=True)
        else:
            self.list.clearSelection()
            self._write(self._base[self._made.start : self._made.end])

    def _take(self, row: int) -> None:
        """Have it stand in the line; behind a field its values are offered at once."""
        made = self._made
        if made is None or not 0 <= row < len(made.found):
            return
        self._write(made.found[row].text)
        announce(self._line, self.tr("Taken: {0}").format(_spoken(made.found[row])), urgent=True)
        self.close()
        if not made.field:
            self._ask()

    def _write(self, piece: str) -> None:
        if self._made is None or piece == self._piece:
            return
        self._writing = True
        self._line.setSelection(_units(self._base[: self._made.start]), _units(self._piece))
        self._line.insert(piece)
        self._piece = piece
        self._writing = False
        self._asked = self._now()


def _said(made: Completions) -> list[str]:
    return [each.text for each in made.found]


def _spoken(each: Completion) -> str:
    return f"{each.name}, {each.means}" if each.means else each.name


def _units(text: str) -> int:
    """Qt counts UTF-16."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
