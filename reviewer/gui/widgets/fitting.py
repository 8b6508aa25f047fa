"""What keeps a window from being larger than its screen: rooms that scroll where there is less room than they need."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QWidget

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

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Next to nothing."""
        return QSize(room_for(LEAST.width()), room_for(LEAST.height()))
