"""The marks of an item as a whole, as chips, and the switch that lets a mark lead on to the next item."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QToolButton, QWidget

from reviewer.desktop import settings
from reviewer.domain.evidence.item import Mark
from reviewer.gui.widgets.flow import Flow
from reviewer.gui.widgets.parts import tool


def mark_keys(mark: Callable[..., object], say_read: Callable[[], object]) -> dict[str, Callable[[], object]]:
    """What each key marks an item as: the same wherever one marks; with Shift this one alone, without its duplicates.

    ``mark`` takes ``relevance`` or ``privileged``, and ``alone``.
    """
    wanted: dict[str, dict[str, object]] = {
        "R": {"relevance": "relevant"},
        "X": {"relevance": "not relevant"},
        "P": {"privileged": True},
    }
    keys: dict[str, Callable[[], object]] = {key: partial(mark, **what) for key, what in wanted.items()}
    alone = {f"Shift+{key}": partial(mark, **what, alone=True) for key, what in wanted.items()}
    return keys | alone | {"M": say_read}


class MarkChips(QWidget):
    """``then_next`` is remembered for each room: where one goes through a list, one key a document is enough."""

    relevance_wanted = Signal(str)
    privilege_wanted = Signal()

    def __init__(self, room: str, *, goes_on: bool) -> None:
        super().__init__()
        self._room = room
        self.relevant = _chip("relevant", self.tr("Relevant"), "R")
        self.not_relevant = _chip("not_relevant", self.tr("Not relevant"), "X")
        self.privileged = _chip("privileged", self.tr("Privileged"), "P")
        self.then_next = _chip("down", self.tr("Then next"), "G")
        self.then_next.setToolTip(self.tr("After a mark, go on to the next document (G)"))
        self.then_next.setChecked(settings.goes_on(room, goes_on))
        marks = Flow()
        for each in (self.relevant, self.not_relevant, self.privileged, self.then_next):
            marks.addWidget(each)
        self.setLayout(marks)
        self.relevant.clicked.connect(lambda: self.relevance_wanted.emit("relevant"))
        self.not_relevant.clicked.connect(lambda: self.relevance_wanted.emit("not relevant"))
        self.privileged.clicked.connect(self.privilege_wanted)
        self.then_next.toggled.connect(lambda on: settings.go_on(self._room, on))

    @property
    def leads_on(self) -> bool:
        """Whether a mark leads on to the next item."""
        return self.then_next.isChecked()

    def show_mark(self, mark: Mark) -> None:
        """Show what was said of the item as a whole."""
        self.relevant.setChecked(mark.relevance == "relevant")
        self.not_relevant.setChecked(mark.relevance == "not relevant")
        self.privileged.setChecked(mark.privileged)


def _chip(icon: str, name: str, key: str) -> QToolButton:
    made = tool(icon, name, lambda: None, key, checkable=True)
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    made.setText(name)
    made.setProperty("role", "chip")
    return made
