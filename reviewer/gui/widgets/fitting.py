"""What keeps a window from being larger than its screen: rooms that scroll where there is less room than they need."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QScrollBar, QStackedWidget, QWidget

from reviewer.gui.held_in_place import HeldInPlace
from reviewer.gui.theme import room_for

LEAST = QSize(60, 30)
"""Less than this is no longer shown of anything, in steps of the grid."""


class CurrentStack(QStackedWidget):
    """Needs as much room as what is shown of it, and not as the largest of all."""

    def __init__(self) -> None:
        super().__init__()
        self.currentChanged.connect(lambda _index: self.updateGeometry())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """What the page in sight needs."""
        shown = self.currentWidget()
        return super().minimumSizeHint() if shown is None else shown.minimumSizeHint().expandedTo(shown.minimumSize())

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """What the page in sight would like."""
        shown = self.currentWidget()
        return super().sizeHint() if shown is None else shown.sizeHint()


class Scroller(QScrollArea):
    """Gives what is in it all the room there is, and scrolls where that is less than it needs."""

    def __init__(self, inside: QWidget, name: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it takes the keyboard, and is scrolled into sight
        self.setWidgetResizable(True)
        self.setWidget(inside)
        HeldInPlace(self)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Next to nothing."""
        return QSize(room_for(LEAST.width()), room_for(LEAST.height()))


class SteadyScroller(Scroller):
    """Leaves what is in it as wide whether it scrolls or not, so that no line breaks otherwise as the bar comes."""

    def __init__(self, inside: QWidget, name: str = "") -> None:
        super().__init__(inside, name)
        inside.setMinimumHeight(1)  # else as high as at its narrowest, so that it scrolled where nothing is left out
        self.setVerticalScrollBar(_BarInItsRoom())
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)


class _BarInItsRoom(QScrollBar):
    """Always there, and seen where there is something to scroll to."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Nothing, where all is in sight."""
        if self.maximum() > self.minimum():
            super().paintEvent(event)


class UprightScroller(QScrollArea):
    """Is as wide as what is in it needs, so that nothing of a line is cut off, and scrolls where it is too high."""

    def __init__(self, inside: QWidget, name: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setWidget(inside)
        HeldInPlace(self)
        self._inside = inside
        self.verticalScrollBar().rangeChanged.connect(lambda _least, _most: self.updateGeometry())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The width of what is in it, beside a bar where there is one."""
        bar = self.verticalScrollBar()
        beside = bar.sizeHint().width() if bar.maximum() > 0 else 0
        return QSize(self._inside.minimumSizeHint().width() + beside, room_for(LEAST.height()))

    def event(self, event: QEvent) -> bool:
        """Whatever is in it may need more room than it did."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().event(event)
