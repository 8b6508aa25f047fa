"""Labels, buttons and rows, made the same way everywhere and never without an accessible name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from reviewer.gui import icons, theme
from reviewer.gui.accessibility import Heading
from reviewer.gui.theme import grid, room_for
from reviewer.gui.tips import plain
from reviewer.gui.widgets.fitting import Scroller

PAGE_WIDTH = 120
"""How wide a page is that stands alone in the window's middle, in steps of the grid."""


HEADINGS = ("title", "caption")
"""Roles of labels that head something."""


def label(text: str = "", role: str = "", *, wrap: bool = False, selectable: bool = False) -> QLabel:
    """A label that never takes its text for markup; ``role`` is one the style sheet knows."""
    made = Heading() if role in HEADINGS else QLabel()
    as_label(made, role, wrap=wrap)
    made.setText(text)
    if selectable:
        made.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
    return made


def as_label(made: QLabel, role: str, *, wrap: bool) -> None:
    """Make a label one of ours."""
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)


def button(text: str, pressed: Callable[[], object], role: str = "") -> QPushButton:
    """A push button; ``main`` for the one next step, ``link`` for one that looks like a word.

    A click on it leaves the keyboard where one reads or types; Enter presses it where it has the keyboard.
    """
    made = QPushButton(text)
    made.setAutoDefault(True)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setAccessibleName(text)
    if role:
        made.setProperty("role", role)
    if role == "link":
        made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.clicked.connect(lambda: pressed())  # noqa: PLW0108 - the signal carries a bool that is nobody's business
    return made


def tool(icon: str, name: str, pressed: Callable[[], object], key: str = "", *, checkable: bool = False) -> QToolButton:
    """A tool button with an icon; its name and key show as a tip."""
    made = QToolButton()
    shown = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) if key else ""
    made.setToolTip(plain(f"{name} ({shown})" if shown else name))
    made.setAccessibleName(name)
    made.setCheckable(checkable)
    made.clicked.connect(lambda: pressed())  # noqa: PLW0108 - the signal carries a bool that is nobody's business

    def draw() -> None:
        made.setIconSize(QSize(room_for(4), room_for(4)))
        made.setIcon(icons.icon(icon))

    follow_theme(made, draw)
    return made


def follow_theme(widget: QWidget, draw: Callable[[], None]) -> None:
    """Draw now and whenever the theme changes, as long as the widget lives."""
    draw()
    changed = theme.theme().changed
    changed.connect(draw)
    widget.destroyed.connect(lambda: changed.disconnect(draw))


def line(name: str, hint: str = "") -> QLineEdit:
    """A line to type into."""
    made = QLineEdit()
    made.setAccessibleName(name)
    made.setPlaceholderText(hint)
    return made


LOOKUP = "lookup"
"""The property of a line for what one looks for, which is nothing that one enters."""


def lookup(name: str, hint: str = "") -> QLineEdit:
    """A line to type into what one looks for: what stands there is no work that could be lost."""
    made = line(name, hint)
    made.setProperty(LOOKUP, True)
    return made


def row(
    *parts: QWidget | QLayout | int, margins: tuple[int, int, int, int] = (0, 0, 0, 0), gap: int = 2
) -> QHBoxLayout:
    """Things side by side; a number is a stretch; margins and gap are on the grid."""
    return _fill(QHBoxLayout(), parts, margins, gap)


def column(
    *parts: QWidget | QLayout | int, margins: tuple[int, int, int, int] = (0, 0, 0, 0), gap: int = 2
) -> QVBoxLayout:
    """Things below each other; a number is a stretch; margins and gap are on the grid."""
    return _fill(QVBoxLayout(), parts, margins, gap)


def captioned(*, margins: tuple[int, int, int, int] = (0, 0, 0, 0), gap: int = 2) -> QFormLayout:
    """Captions with their fields beside them, one below the other; margins and gap are on the grid."""
    made = QFormLayout()
    made.setContentsMargins(*(grid(side) for side in margins))
    made.setVerticalSpacing(grid(gap))
    made.setHorizontalSpacing(grid(3))
    made.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return made


def boxed(layout: QLayout, name: str = "") -> QFrame:
    """A frame around a layout, known to the style sheet by name."""
    made = QFrame()
    made.setObjectName(name)
    made.setLayout(layout)
    return made


def keep_room(*told: QWidget) -> None:
    """Let these have their room while they are hidden too: nothing moves when they have something to say."""
    for each in told:
        policy = each.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        each.setSizePolicy(policy)


def clear(layout: QLayout) -> None:
    """Remove and delete everything in a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)


Box = TypeVar("Box", QHBoxLayout, QVBoxLayout)


def _fill(box: Box, parts: tuple[QWidget | QLayout | int, ...], margins: tuple[int, int, int, int], gap: int) -> Box:
    box.setContentsMargins(*(grid(side) for side in margins))
    box.setSpacing(grid(gap))
    for part in parts:
        if isinstance(part, int):
            box.addStretch(part)
        elif isinstance(part, QLayout):
            box.addLayout(part)
        else:
            box.addWidget(part)
    return box


def centred(body: QWidget) -> QVBoxLayout:
    """A layout with one thing in the middle, a little above it, that scrolls where it is too large."""
    follow_theme(body, lambda: body.setMaximumWidth(room_for(PAGE_WIDTH)))
    body.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    across = row(1, body, 1, margins=(3, 0, 3, 0))
    across.setStretchFactor(body, 100)
    inside = QWidget()
    inside.setLayout(column(2, across, 3, margins=(0, 2, 0, 2)))
    return column(Scroller(inside, "page"))
