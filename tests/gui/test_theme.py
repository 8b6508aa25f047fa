"""The look: where the style sheet is put, and what it must not say."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from reviewer.desktop.resources import resource
from reviewer.gui.navigation import RoomName
from reviewer.gui.shell.window import MainWindow
from reviewer.gui.shell.workspace import Workspace
from reviewer.gui.style_sheet import style_sheet
from reviewer.gui.theme import theme
from reviewer.gui.tokens import DARK, LIGHT, Colors
from reviewer.gui.widgets.choice import Choice
from reviewer.gui.widgets.parts import column
from tests.gui.conftest import PATIENCE
from tests.gui.keyboard import focused, press, stops


def test_no_rule_of_the_style_sheet_is_for_every_widget(window: MainWindow) -> None:
    selectors = re.findall(r"([^{}]+)\{", window.styleSheet())
    assert len(selectors) > 50
    assert not [each for each in selectors if each.strip() in ("QWidget", "*")]


def test_the_style_sheet_is_the_window_s_and_not_the_application_s(window: MainWindow) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    assert app.styleSheet() == ""
    assert window.styleSheet() == style_sheet(LIGHT, theme().sizes)
    theme().force(dark=True)
    assert window.styleSheet() == style_sheet(DARK, theme().sizes)
    theme().force(dark=False)


def test_what_opens_beside_the_window_looks_like_it(workspace: Workspace) -> None:
    """A window over the whole screen has the colours of the other, and its buttons."""
    hold = workspace.interviews.hold
    hold.show()
    made = hold.findChildren(QPushButton)
    assert made
    assert all(each.style() is workspace.style() for each in made)
    assert hold.grab().toImage().pixelColor(1, 1).name().upper() == LIGHT.panel
    hold.close()


@pytest.mark.parametrize("percent", [100, 200])
def test_no_button_is_squeezed_to_less_than_its_words(qtbot: QtBot, percent: int) -> None:
    """In a room that is too low for all that is in it."""
    try:
        theme().resize(percent)
        host, button = QWidget(), QPushButton("Figures")
        qtbot.addWidget(host)
        host.setStyleSheet(theme().sheet)
        host.setLayout(column(button, QWidget(minimumHeight=400)))
        host.show()
        host.resize(300, 10)
        host.grab()  # lays out what is to be drawn
        inside = 2 * (4 + 1)  # what the sheet leaves free above and below, and the edge
        assert button.minimumHeight() + inside >= button.fontMetrics().height() + inside
    finally:
        theme().resize(100)


def test_a_field_that_takes_no_words_does_not_look_like_one_that_does(window: MainWindow) -> None:
    field = QLineEdit(window)
    field.resize(120, 32)

    def drawn() -> tuple[str, str]:
        picture = field.grab().toImage()
        return picture.pixelColor(60, 0).name().upper(), picture.pixelColor(60, 4).name().upper()

    assert drawn() == (LIGHT.edge, LIGHT.field)
    field.setEnabled(False)
    border, ground = drawn()
    assert border == LIGHT.line
    assert ground != LIGHT.field


GROUNDS = ("window", "panel", "field", "hover", "chosen")
WORDS = [(ink, ground) for ink in ("text", "muted", "accent", "problem", "fine") for ground in GROUNDS]
WORDS += [("text", "desk"), ("muted", "desk"), ("on_accent", "accent")]
WORDS += [("quoted", "page"), ("quoted", "found")]
WORDS += [("page_ink", ground) for ground in ("page", "found", "found_here")]
SHAPES = [("edge", ground) for ground in (*GROUNDS, "desk")]
"""Borders of what one types into and presses, and of what is disabled in a checked one."""
SHAPES += [("accent", ground) for ground in (*GROUNDS, "desk")]
"""Rings of the keyboard, lines of what is chosen, checked buttons."""
SHAPES += [("found_edge", "page"), ("found_edge", "found"), ("found_here", "found"), ("page_ink", "found_here")]
SHAPES += [("caret", "page"), ("page_edge", "page")]


def luminance(color: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    values = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in values)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio (WCAG 2.2)."""
    lower, upper = sorted((luminance(one), luminance(other)))
    return (upper + 0.05) / (lower + 0.05)


def low(colors: Colors, pairs: list[tuple[str, str]], least: float) -> dict[tuple[str, str], float]:
    """The pairs that have less contrast than they need."""
    found = {pair: contrast(*(getattr(colors, name) for name in pair)) for pair in pairs}
    return {pair: ratio for pair, ratio in found.items() if ratio < least}


@pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
def test_words_and_shapes_stand_out_from_what_is_behind_them(colors: Colors) -> None:
    """WCAG 2.2: 4.5 to 1 for text (1.4.3), 3 to 1 for what shows where and what a thing is (1.4.11)."""
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert low(colors, WORDS, 4.5) == {}
    assert low(colors, SHAPES, 3.0) == {}


def test_the_rail_the_list_the_desk_and_the_page_can_be_told_apart_at_a_glance() -> None:
    steps = [("window", "panel"), ("panel", "desk"), ("desk", "page")]
    assert low(LIGHT, steps, 1.2) == {}
    assert low(DARK, steps, 1.14) == {}


def test_signs_in_buttons_have_the_theme_s_colours() -> None:
    for tone, colors in (("light", LIGHT), ("dark", DARK)):
        for name, color in (("down", colors.text), ("tick", colors.on_accent)):
            assert color in resource("icons", f"{name}-{tone}.svg").read_text(encoding="utf-8")


def test_a_choice_has_an_arrow_where_a_field_that_one_types_into_has_nothing(qtbot: QtBot, window: MainWindow) -> None:
    choice, field = Choice(), QLineEdit()
    for each in (choice, field):
        each.setParent(window)
        each.resize(200, 32)
        each.show()
    qtbot.waitUntil(lambda: choice.isVisible() and field.isVisible(), timeout=PATIENCE)
    drawn = []
    for each in (choice, field):
        picture = pixels(each)
        within = [picture.pixelColor(x, y).name() for x in range(160, 194) for y in range(8, 24)]
        drawn.append(sum(color == theme().colors.text.lower() for color in within))
    assert drawn[0] > drawn[1] == 0


def pixels(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def has(picture: QImage, color: str) -> bool:
    """Whether a picture has a colour anywhere near its edge."""
    wide, high = picture.width(), picture.height()
    near = [(x, y) for x in range(wide) for y in (0, 1, 2, high - 3, high - 2, high - 1) if 0 <= y < high]
    return any(picture.pixelColor(x, y).name().upper() == color for x, y in near)


@pytest.mark.parametrize("room", list(RoomName))
def test_one_sees_where_the_keyboard_is(qtbot: QtBot, window: MainWindow, workspace: Workspace, room: RoomName) -> None:
    """Every stop of a room has a ring of the accent's colour around it while it has the keyboard."""
    window.activateWindow()
    workspace.show_room(room)
    qtbot.waitUntil(lambda: workspace.rooms[room].isAncestorOf(focused()), timeout=PATIENCE)
    unseen = []
    for _ in range(len(stops(window))):
        now = focused()
        rings = {LIGHT.text} if now.property("role") == "main" else {LIGHT.accent}
        if not any(has(pixels(now), ring) for ring in rings):
            unseen.append(f"{type(now).__name__} {now.accessibleName()}")
        press(now, Qt.Key.Key_Tab)
    assert unseen == []
