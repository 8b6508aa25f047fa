"""The look: where the style sheet is put, and what it must not say."""

from __future__ import annotations

import re

from PySide6.QtWidgets import QApplication, QPushButton

from reviewer.gui.shell.window import MainWindow
from reviewer.gui.shell.workspace import Workspace
from reviewer.gui.theme import DARK, LIGHT, style_sheet, theme


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
