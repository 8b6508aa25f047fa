"""Buttons of which one is down: the parts of a room, or the ways to show something."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from functools import partial
from typing import TypeVar

from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

Name = TypeVar("Name", bound=Hashable)


def parts_switch(owner: QWidget, names: Mapping[Name, str], show: Callable[[Name], object]) -> dict[Name, QPushButton]:
    """Buttons for the parts of a room; Ctrl+1, Ctrl+2 … go there while they are in sight."""
    made = _switch(owner, names, show)
    for number, (name, button) in enumerate(made.items(), 1):
        button.setShortcut(f"Ctrl+{number}")
        button.setToolTip(f"{names[name]} ({button.shortcut().toString()})")
    return made


def ways_switch(owner: QWidget, names: Mapping[Name, str], show: Callable[[Name], object]) -> dict[Name, QPushButton]:
    """Small buttons for the ways to show or narrow something."""
    made = _switch(owner, names, show)
    for button in made.values():
        button.setProperty("role", "chip")
    return made


def _switch(owner: QWidget, names: Mapping[Name, str], show: Callable[[Name], object]) -> dict[Name, QPushButton]:
    group = QButtonGroup(owner)
    made = {}
    for name, words in names.items():
        button = QPushButton()
        button.setText(words)
        button.setAccessibleName(words)
        button.setCheckable(True)
        button.setAutoExclusive(True)  # the group sees to that; Qt tells a screen reader by this that one is down
        button.setProperty("role", "part")
        button.clicked.connect(partial(show, name))
        group.addButton(button)
        made[name] = button
    return made


def chosen(buttons: Mapping[Name, QPushButton]) -> Name:
    """Which one is down."""
    return next(name for name, button in buttons.items() if button.isChecked())
