"""The look in one place: colours, the 4-pixel grid and three type sizes; the style sheet is built from these alone.

A calm reading room: pages are the brightest thing on screen and there is one accent.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from string import Template

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

GRID = 4
"""Every distance is a multiple of this many pixels."""


def grid(steps: int) -> int:
    """A distance in pixels on the grid."""
    return GRID * steps


@dataclass(frozen=True, slots=True)
class Colors:
    """One set of colours, as ``#RRGGBB``."""

    window: str
    panel: str
    desk: str
    field: str
    line: str
    text: str
    muted: str
    accent: str
    on_accent: str
    chosen: str
    hover: str
    problem: str
    fine: str
    page: str
    page_edge: str
    found: str
    found_here: str
    caret: str


LIGHT = Colors(
    window="#E6E5E1",
    panel="#EFEEEB",
    desk="#D7D5D0",
    field="#F7F6F4",
    line="#CDCBC5",
    text="#23221F",
    muted="#65625B",
    accent="#24588A",
    on_accent="#FFFFFF",
    chosen="#CFDCE8",
    hover="#DFDDD8",
    problem="#9A3412",
    fine="#2F6B4A",
    page="#FFFFFF",
    page_edge="#C4C1BA",
    found="#FFE58A",
    found_here="#FFB74D",
    caret="#24588A",
)

DARK = Colors(
    window="#202123",
    panel="#27282B",
    desk="#191A1C",
    field="#2F3134",
    line="#3B3D41",
    text="#DEDCD7",
    muted="#A09D96",
    accent="#7FB2E0",
    on_accent="#12202C",
    chosen="#33475A",
    hover="#32343A",
    problem="#F0A07A",
    fine="#8CC7A1",
    page="#FFFFFF",
    page_edge="#0F1011",
    found="#FFE58A",
    found_here="#FFB74D",
    caret="#24588A",
)

_SHEET = Template("""
QAbstractItemView, QPushButton, QToolButton, QCheckBox, QComboBox { outline: none; }
QMainWindow, QDialog, #page { background: $window; }
QToolTip { background: $panel; color: $text; border: 1px solid $line; padding: 4px; }
QLabel { background: transparent; }
QLabel[role="title"] { font-size: ${large}pt; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="small"], QLabel[role="caption"] { color: $muted; font-size: ${small}pt; }
QLabel[role="caption"] { font-weight: 600; }
QLabel[role="problem"] { color: $problem; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="question"] { font-size: ${reading}pt; }
QLabel[role="clock"] { font-size: ${large}pt; }
#topbar, #rail { background: $window; }
#topbar { border-bottom: 1px solid $line; }
#rail { border-right: 1px solid $line; }
#statusline { background: $window; border-top: 1px solid $line; }
#statusline QLabel { color: $muted; font-size: ${small}pt; }
#notice { background: $panel; border-top: 1px solid $line; }
#panel, QScrollArea#panel > QWidget > QWidget { background: $panel; }
QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QLineEdit, QPlainTextEdit, QComboBox, QSpinBox {
    background: $field; border: 1px solid $line; border-radius: 4px; padding: 4px 8px;
    selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QSpinBox:focus { border-color: $accent; }
QLineEdit[quiet="true"] { background: transparent; border-color: transparent; }
QComboBox::drop-down { border: none; width: 16px; }
QPushButton {
    background: $field; border: 1px solid $line; border-radius: 4px; padding: 4px 12px; min-height: 20px;
}
QPushButton:hover { background: $hover; }
QPushButton:focus { border-color: $accent; }
QPushButton:disabled { color: $muted; background: transparent; }
QPushButton[role="main"] { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton[role="main"]:disabled { background: $line; color: $muted; border-color: $line; }
QPushButton[role="link"] {
    background: transparent; border: none; color: $accent; padding: 0 4px; text-align: left; min-height: 16px;
}
QPushButton[role="link"]:focus { text-decoration: underline; }
#statusline QPushButton[role="link"] { font-size: ${small}pt; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: 4px; padding: 4px; }
QToolButton:hover { background: $hover; }
QToolButton:focus { border-color: $accent; }
QToolButton:checked { background: $chosen; }
QToolButton::menu-indicator { image: none; }
QToolButton[role="room"] { font-size: ${small}pt; color: $muted; padding: 8px 0 8px 0; border-radius: 0; border: none; }
QToolButton[role="room"]:checked { color: $accent; background: $panel; border-left: 4px solid $accent; }
QToolButton[role="room"]:focus { color: $text; text-decoration: underline; }
QToolButton[role="chip"] {
    background: $field; border: 1px solid $line; border-radius: 4px; padding: 0 4px; min-height: 20px;
    text-align: left; font-size: ${small}pt;
}
QToolButton[role="mark"] { border-color: $line; background: $field; padding: 8px; }
QToolButton[role="mark"]:checked { border-color: $accent; background: $chosen; font-weight: 600; }
QToolButton[role="mark"]:disabled { color: $muted; }
QToolButton[role="line"] { padding: 1px; }
QToolButton[role="chip"]:checked { background: $chosen; border-color: $accent; }
QToolButton[role="chip"]:focus { border-color: $accent; }
QAbstractItemView {
    background: $panel; alternate-background-color: $panel; border: none; gridline-color: transparent;
    selection-background-color: $chosen; selection-color: $text;
}
QComboBox QAbstractItemView, QAbstractItemView#completions { border: 1px solid $line; background: $field; }
QAbstractItemView::item { padding: 0 4px; border: none; }
QAbstractItemView::item:selected { background: $chosen; color: $text; }
QHeaderView { background: $panel; }
QHeaderView::section {
    background: $panel; color: $muted; font-size: ${small}pt; padding: 4px;
    border: none; border-bottom: 1px solid $line;
}
QMenu { background: $panel; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 4px 24px 4px 12px; border-radius: 4px; }
QMenu::item:selected { background: $chosen; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $line; margin: 4px; }
QProgressBar { background: $line; border: none; border-radius: 2px; max-height: 4px; min-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $line; border-radius: 4px; margin: 2px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QCheckBox { spacing: 8px; }
#desk { background: $desk; }
#banner { border: none; border-left: 4px solid $problem; }
#panebar { background: $panel; border-bottom: 1px solid $line; }
""")


@dataclass(frozen=True, slots=True)
class Sizes:
    """The three type sizes, in points, taken from the system's own; and one to be read across a table."""

    small: float
    normal: float
    large: float
    reading: float


class Theme(QObject):
    """The colours and sizes in force; follows the system unless told otherwise.

    ``sheet`` is for windows, and not for the application: there, Qt would work it out anew for each widget each time
    that anything around it is given a parent, which takes most of the time in which a room is made.
    """

    changed = Signal()

    def __init__(self, app: QApplication, *, dark: bool | None = None) -> None:
        super().__init__(app)
        self._app = app
        self._forced = dark
        app.setStyle("Fusion")
        _offer_fonts()
        system = max(app.font().pointSizeF(), 9.0)
        self.sizes = Sizes(round(system * 0.9, 1), system, round(system * 1.5, 1), round(system * 2, 1))
        self._font = QFont(app.font())
        self._font.setPointSizeF(system)
        self.colors = LIGHT
        self.sheet = ""
        app.styleHints().colorSchemeChanged.connect(self._apply)
        self._apply()

    @property
    def dark(self) -> bool:
        """Whether the dark colours are in force."""
        return self.colors is DARK

    def force(self, *, dark: bool | None) -> None:
        """Use light or dark whatever the system says, or follow the system again."""
        self._forced = dark
        self._apply()

    def _apply(self) -> None:
        scheme = self._app.styleHints().colorScheme()
        dark = scheme == Qt.ColorScheme.Dark if self._forced is None else self._forced
        self.colors = DARK if dark else LIGHT
        self._app.setPalette(palette(self.colors))
        self._app.setFont(self._font)
        self.sheet = style_sheet(self.colors, self.sizes)
        self.changed.emit()


def style_sheet(colors: Colors, sizes: Sizes) -> str:
    """The style sheet for a set of colours and sizes."""
    values: dict[str, object] = {name: getattr(colors, name) for name in Colors.__slots__}
    return _SHEET.substitute(values, small=sizes.small, normal=sizes.normal, large=sizes.large, reading=sizes.reading)


def palette(colors: Colors) -> QPalette:
    """The palette for what a style sheet does not reach."""
    made = QPalette()
    for role, color in (
        (QPalette.ColorRole.Window, colors.window),
        (QPalette.ColorRole.Base, colors.field),
        (QPalette.ColorRole.AlternateBase, colors.panel),
        (QPalette.ColorRole.Button, colors.panel),
        (QPalette.ColorRole.Text, colors.text),
        (QPalette.ColorRole.WindowText, colors.text),
        (QPalette.ColorRole.ButtonText, colors.text),
        (QPalette.ColorRole.PlaceholderText, colors.muted),
        (QPalette.ColorRole.ToolTipBase, colors.panel),
        (QPalette.ColorRole.ToolTipText, colors.text),
        (QPalette.ColorRole.Highlight, colors.accent),
        (QPalette.ColorRole.HighlightedText, colors.on_accent),
        (QPalette.ColorRole.Link, colors.accent),
    ):
        made.setColor(role, QColor(color))
    return made


def theme() -> Theme:
    """The theme of the running application."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise TypeError("there is no application to have a theme")
    return app.findChild(Theme) or Theme(app)


def color(name: str) -> QColor:
    """One of the colours in force, by its token's name."""
    return QColor(getattr(theme().colors, name))


def ink_on(color: str) -> QColor:
    """Black or white, whichever reads better on a colour (WCAG 2.2 relative luminance)."""

    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    rgb = QColor(color)
    luminance = 0.2126 * linear(rgb.redF()) + 0.7152 * linear(rgb.greenF()) + 0.0722 * linear(rgb.blueF())
    return QColor("#000000" if luminance > 0.179 else "#FFFFFF")


def font(size: str = "normal", *, bold: bool = False) -> QFont:
    """The system font in one of the three sizes."""
    made = QFont(QApplication.font())
    made.setPointSizeF(getattr(theme().sizes, size))
    made.setBold(bold)
    return made


_ALIASES = {"Monospace", "Sans Serif", "Serif"}
"""Families that Qt names on Linux whether or not there is any font."""


def _offer_fonts() -> None:
    """Load the fonts shipped with the program where the system has none of its own to show."""
    if sys.platform != "linux":
        return
    shipped = Path(__file__).resolve().parents[2] / "resources" / "fonts"
    if set(QFontDatabase.families()) - _ALIASES or not shipped.is_dir():
        return
    for path in sorted((*shipped.glob("*.ttf"), *shipped.glob("*.otf"))):
        QFontDatabase.addApplicationFont(str(path))
