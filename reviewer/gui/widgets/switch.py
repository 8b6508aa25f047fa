"""Buttons of which one is down: the parts of a room, or the ways to show something."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from functools import partial
from typing import TypeVar

from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from reviewer.gui.navigation import Room
from reviewer.gui.widgets.fitting import CurrentStack
from reviewer.gui.widgets.going_round import PLACE
from reviewer.gui.widgets.keys import on_keys_within
from reviewer.gui.widgets.parts import boxed, column, row
from reviewer.gui.widgets.tab_order import enter, lead

Name = TypeVar("Name", bound=Hashable)


def parts_switch(owner: QWidget, names: Mapping[Name, str], show: Callable[[Name], object]) -> dict[Name, QPushButton]:
    """Buttons for the parts of a room; Ctrl+1, Ctrl+2 … go there while they are in sight."""
    made = _switch(owner, names, show)
    for number, (name, button) in enumerate(made.items(), 1):
        button.setShortcut(f"Ctrl+{number}")
        button.setToolTip(f"{names[name]} ({button.shortcut().toString()})")
    return made


class PartedRoom(Room):
    """A room of several parts, one in sight, with a button for each above them."""

    def lay_out_parts(self, parts: Mapping[str, QWidget], names: Mapping[str, str]) -> None:
        """Put the parts into the room, by the names that their buttons bear; the first is shown."""
        self.parts = parts
        self.stack = CurrentStack()
        for part in parts.values():
            self.stack.addWidget(part)
        self.buttons = parts_switch(self, names, self.show_part)
        self.bar = boxed(row(*self.buttons.values(), 1, margins=(2, 1, 2, 1), gap=1), "panebar")
        self.bar.setProperty(PLACE, -1)
        whole = column(self.bar, self.stack, gap=0)
        whole.setStretchFactor(self.stack, 1)
        self.setLayout(whole)
        on_keys_within(self.bar, {"Esc": self.leave_buttons})
        self.show_part(next(iter(parts)))

    def show_part(self, name: str) -> None:
        """Show one of the parts."""
        self.buttons[name].setChecked(True)
        part = self.parts[name]
        self.stack.setCurrentWidget(part)
        lead(self, part)
        if self.isVisible():
            enter(part)

    def leave_buttons(self) -> None:
        """From the buttons of the parts back into the part."""
        part = self.stack.currentWidget()
        if part is not None:
            enter(part)


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
