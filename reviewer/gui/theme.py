"""The look that is in force: colours, the 4-pixel grid and three type sizes.

A calm reading room: pages are the brightest thing on screen and there is one accent.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from reviewer.desktop.resources import resource
from reviewer.gui.style_sheet import style_sheet
from reviewer.gui.tokens import DARK, LIGHT, Colors, Sizes

GRID = 4
"""Every distance is a multiple of this many pixels."""


USUAL = 12
"""Pixels of the font for which the sizes of what holds words were chosen."""


def grid(steps: int) -> int:
    """A distance in pixels on the grid."""
    return GRID * steps


def room_for(steps: int) -> int:
    """How large something is that holds words: so many steps of the grid, and more where the font is larger."""
    return round(GRID * steps * theme().sizes.scale)


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
        self._font, self._system = QFont(app.font()), system
        self.sizes = self._sized(system)
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

    def resize(self, percent: int) -> None:
        """Have words as large as the system says, or so many percent of that."""
        wanted = round(self._system * percent / 100, 1)
        if wanted != self.sizes.normal:
            self.sizes = self._sized(wanted)
            self._apply()

    def _sized(self, points: float) -> Sizes:
        self._font.setPointSizeF(points)
        scale = max(1.0, QFontInfo(self._font).pixelSize() / USUAL)
        return Sizes(round(points * 0.9, 1), points, round(points * 1.5, 1), round(points * 2, 1), scale)

    def _apply(self) -> None:
        scheme = self._app.styleHints().colorScheme()
        dark = scheme == Qt.ColorScheme.Dark if self._forced is None else self._forced
        self.colors = DARK if dark else LIGHT
        self._app.setPalette(palette(self.colors))
        self._app.setFont(self._font)
        self.sheet = style_sheet(self.colors, self.sizes)
        self.changed.emit()


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
    if _known and isValid(_known[0]):
        return _known[0]
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise TypeError("there is no application to have a theme")
    _known[:] = [app.findChild(Theme) or Theme(app)]
    return _known[0]


_known: list[Theme] = []
"""Asked for at every distance and colour, it is not looked for each time."""


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
    shipped = resource("fonts")
    if set(QFontDatabase.families()) - _ALIASES or not shipped.is_dir():
        return
    for path in sorted((*shipped.glob("*.ttf"), *shipped.glob("*.otf"))):
        QFontDatabase.addApplicationFont(str(path))
