"""The key map: what the keys do in the room one is in, shown above it on F1 or ?; F1 again leads to the handbook."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QFrame, QGridLayout, QVBoxLayout

from reviewer.desktop import settings
from reviewer.gui.shell.keys_told import Group, Told, everywhere, groups
from reviewer.gui.theme import grid
from reviewer.gui.widgets.fitting import Scroller
from reviewer.gui.widgets.flow import Flow
from reviewer.gui.widgets.parts import boxed, button, clear, column, label, row, tool

MOST_LINES = 12
"""So many lines stand in a column before the next group begins another."""

PAGING = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
"""The keys that scroll it where it does not fit, and which way."""


class KeyMap(QFrame):
    """A panel that takes no focus and goes away with Esc before that means anything else, or with ?.

    ``handbook_wanted`` carries the room on which one reads on in the handbook.
    """

    handbook_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAccessibleName(self.tr("Keys"))
        self.told: list[Group] = []
        self._room = ""
        self._drawn = False
        self._columns = Flow(gap=5)
        self._scroller: Scroller | None = None
        self.more = button(self.tr("The handbook on this room (F1)"), self._read_on, "link")
        self.more.setToolTip(self.tr("F1 again opens the handbook where it tells of this room; Esc closes the keys"))
        self.more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        close = tool("close", self.tr("Close the key map"), self.hide)
        self.single = QCheckBox(self.tr("Keys without Ctrl or Alt act (J, K, 1 to 9 …)"))
        self.single.setToolTip(self.tr("Turn them off if you speak to the laptop, or press keys in passing."))
        self.single.setChecked(settings.single_keys())
        self.single.toggled.connect(settings.use_single_keys)
        self._across = across = row(column(close, 1), gap=1)
        foot = Flow(gap=5)
        foot.addWidget(self.single)
        foot.addWidget(self.more)
        self.setLayout(column(across, foot, margins=(4, 3, 3, 2), gap=1))

    def toggle(self) -> None:
        """Show it, or hide it again."""
        self.setVisible(not self.isVisible())

    def go_on(self) -> None:
        """Show it; where it is shown, hide it and open the handbook at this room."""
        if self.isVisible():
            self._read_on()
        else:
            self.show()

    def _read_on(self) -> None:
        self.hide()
        self.handbook_wanted.emit(self._room)

    def show_room(self, room: str) -> None:
        """Show the keys of a room, and those that are the same everywhere."""
        if room == self._room:
            return
        self._room, self.told = room, [*groups(room), everywhere()]
        self._drawn = False
        if self.isVisible():
            self._draw()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Be made of what is told, which nobody saw until now."""
        super().showEvent(event)
        if not self._drawn:
            self._draw()

        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Take no more than two fifths of the window; what is more scrolls."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        if self._scroller is None:
            return
        needed = self._columns.heightForWidth(self._scroller.viewport().width())
        self._scroller.setFixedHeight(min(needed, self.window().height() * 2 // 5))

    def _scroll(self, way: int) -> bool:
        """Scroll by what is in sight; whether there is anything to scroll."""
        if self._scroller is None or not self._scroller.verticalScrollBar().maximum():
            return False
        bar = self._scroller.verticalScrollBar()
        bar.setValue(bar.value() + way * bar.pageStep())
        return True

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Leave Esc to the others again."""
        super().hideEvent(event)
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Esc closes it and the page keys scroll it, whatever has the keyboard, unless a list has opened above.

        What is in it has no size before it is shown, which Qt does a moment after it is made.
        """
        if event.type() == QEvent.Type.LayoutRequest and self._scroller and watched is self._scroller.widget():
            self._make_room()
        if not isinstance(event, QKeyEvent) or QApplication.activePopupWidget():
            return super().eventFilter(watched, event)
        if event.key() in PAGING and event.modifiers() == Qt.KeyboardModifier.NoModifier and self._window_has_keys():
            if event.type() == QEvent.Type.KeyPress and self._scroll(PAGING[Qt.Key(event.key())]):
                return True
        elif event.key() == Qt.Key.Key_Escape and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # so that it comes as a key, and to nobody's shortcut
            return True
        elif event.key() == Qt.Key.Key_Escape and event.type() == QEvent.Type.KeyPress:
            self.hide()
            return True
        return super().eventFilter(watched, event)

    def _window_has_keys(self) -> bool:
        held = QApplication.focusWidget()
        return held is None or held.window() is self.window()

    def _draw(self) -> None:
        self._drawn = True
        if self._scroller is None:
            self._scroller = Scroller(boxed(self._columns, "panel"), "panel")
            self._across.insertWidget(0, self._scroller, 1)
        clear(self._columns)
        standing: list[Group] = []
        for group in self.told:
            if standing and sum(len(each.keys) + 1 for each in (*standing, group)) > MOST_LINES:
                self._columns.addWidget(boxed(self._column(standing)))
                standing = []
            standing.append(group)
        self._columns.addWidget(boxed(self._column(standing)))
        self._make_room()

    def _column(self, several: list[Group]) -> QVBoxLayout:
        return column(*(self._group(each) for each in several), 1)

    def _group(self, group: Group) -> QGridLayout:
        made = QGridLayout()
        made.setContentsMargins(0, 0, 0, 0)
        made.setHorizontalSpacing(grid(2))
        made.setVerticalSpacing(grid(1))
        made.addWidget(label(group.title, "caption"), 0, 0, 1, 2)
        for line, told in enumerate(group.keys, 1):
            made.addWidget(label(_shown(told)), line, 0)
            made.addWidget(label(told.meaning, "muted"), line, 1)
        made.setColumnStretch(1, 1)
        return made


def _shown(told: Told) -> str:
    native = QKeySequence.SequenceFormat.NativeText
    return told.shown or "  ".join(QKeySequence(key).toString(native) for key in told.keys.split())
