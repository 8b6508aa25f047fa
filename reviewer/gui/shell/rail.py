"""The rail of rooms at the left."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QIcon, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter

from reviewer.gui import icons, theme
from reviewer.gui.theme import grid, room_for
from reviewer.gui.widgets.parts import column, follow_theme

ICON = 6
"""Side of an icon, in steps of the grid."""

WIDE = 19
"""How wide a button is at least, in steps of the grid."""


class RoomButton(QPushButton):
    """An icon above the room's name; the icon alone where the window is too low for both."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.low = False
        self.setProperty("role", "room")
        self.setAccessibleName(name)
        self.setCheckable(True)
        self.setAutoExclusive(True)  # the group sees to that; Qt tells a screen reader by this that one is down
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def height_for(self, *, low: bool) -> int:
        """How high it is, with its name or without."""
        words = 0 if low else QFontMetrics(theme.font("small")).height() + grid(1)
        return room_for(ICON) + words + grid(2 if low else 4)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As wide as every other one."""
        words = QFontMetrics(theme.font("small")).horizontalAdvance(self.text())
        wide = room_for(ICON) + grid(6) if self.low else max(room_for(WIDE) - 1, words + grid(4))
        return QSize(wide, self.height_for(low=self.low))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The icon alone."""
        return QSize(self.sizeHint().width(), self.height_for(low=True))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        """Paint the button of the style sheet, then icon and name."""
        painter, option = QStylePainter(self), QStyleOptionButton()
        self.initStyleOption(option)
        words, option.text, option.icon = self.text(), "", QIcon()
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        side, top = room_for(ICON), grid(1 if self.low else 2)
        place = QRect((self.width() - side) // 2, top, side, side)
        state = QIcon.State.On if self.isChecked() else QIcon.State.Off
        self.icon().paint(painter, place, Qt.AlignmentFlag.AlignCenter, QIcon.Mode.Normal, state)
        if not self.low:
            painter.setFont(theme.font("small"))
            painter.setPen(theme.color("accent" if self.isChecked() else "muted"))
            below = QRect(0, place.bottom() + 1, self.width(), self.height() - place.bottom() - grid(1))
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, words)


class Rail(QFrame):
    """One button a room; Alt+1, Alt+2 … go there."""

    chosen = Signal(str)

    def __init__(self, rooms: list[tuple[str, str]]) -> None:
        super().__init__()
        self.setObjectName("rail")
        self._group = QButtonGroup(self)
        self.buttons: dict[str, RoomButton] = {}
        for number, (room, name) in enumerate(rooms, 1):
            self.buttons[room] = self._button(room, name, number)
        self._be_wide(max(each.sizeHint().width() for each in self.buttons.values()))
        self.setLayout(column(*self.buttons.values(), 1, gap=0))

    def _button(self, room: str, name: str, number: int) -> RoomButton:
        made = RoomButton(name)
        made.setShortcut(f"Alt+{number}")
        made.setToolTip(f"{name} (Alt+{number})")
        follow_theme(made, lambda: made.setIcon(icons.icon(room)))
        made.clicked.connect(lambda: self.chosen.emit(room))
        self._group.addButton(made)
        return made

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The icons alone."""
        return QSize(self.width(), sum(each.height_for(low=True) for each in self.buttons.values()))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Leave the names out where there is no room for them."""
        super().resizeEvent(event)
        low = self.height() < sum(each.height_for(low=False) for each in self.buttons.values())
        for each in self.buttons.values():
            if each.low is not low:
                each.low = low
                each.updateGeometry()
                each.update()
        self._be_wide(max(each.sizeHint().width() for each in self.buttons.values()))

    def _be_wide(self, wide: int) -> None:
        for each in self.buttons.values():
            each.setFixedWidth(wide)
        self.setFixedWidth(wide + 1)

    def show_room(self, room: str) -> None:
        """Show which room one is in."""
        self.buttons[room].setChecked(True)
