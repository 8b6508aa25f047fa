"""The rail of rooms at the left."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QToolButton

from reviewer.gui import icons
from reviewer.gui.theme import grid
from reviewer.gui.widgets.parts import column, follow_theme


class Rail(QFrame):
    """One button a room; Alt+1, Alt+2 … go there."""

    chosen = Signal(str)

    def __init__(self, rooms: list[tuple[str, str]]) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setFixedWidth(grid(19))
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QToolButton] = {}
        for number, (room, name) in enumerate(rooms, 1):
            self.buttons[room] = self._button(room, name, number)
        self.setLayout(column(*self.buttons.values(), 1, margins=(0, 2, 0, 0), gap=0))

    def _button(self, room: str, name: str, number: int) -> QToolButton:
        made = QToolButton()
        made.setProperty("role", "room")
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        made.setText(name)
        made.setAccessibleName(name)
        made.setShortcut(f"Alt+{number}")
        made.setToolTip(f"{name} (Alt+{number})")
        made.setCheckable(True)
        made.setIconSize(QSize(24, 24))
        made.setFixedWidth(grid(19) - 1)
        follow_theme(made, lambda: made.setIcon(icons.icon(room)))
        made.clicked.connect(lambda: self.chosen.emit(room))
        self._group.addButton(made)
        return made

    def show_room(self, room: str) -> None:
        """Show which room one is in."""
        self.buttons[room].setChecked(True)
