"""What else can be said of the words at hand, as buttons for the mouse, each with the key that does the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from reviewer.gui.widgets.flow import Flow
from reviewer.gui.widgets.parts import button


@dataclass(frozen=True, slots=True)
class KeyedAct:
    """An act by its key. One that is no ``stop`` is left out by Tab, for whoever has no mouse has its key."""

    key: str
    words: str
    act: Callable[[], object]
    stop: bool = True


class EntryButtons(QWidget):
    """A line of words that look like links; ``of`` finds one by its key, ``keys`` is what each key does."""

    def __init__(self, acts: Sequence[KeyedAct]) -> None:
        super().__init__()
        self._buttons: dict[str, QPushButton] = {}
        self.keys: dict[str, Callable[[], object]] = {each.key: each.act for each in acts}
        line = Flow(gap=1)
        for each in acts:
            made = self._buttons[each.key] = button(each.words, each.act, "link")
            made.setToolTip(self.tr("{0} ({1})").format(each.words, each.key))
            if not each.stop:
                made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            line.addWidget(made)
        self.setLayout(line)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def of(self, key: str) -> QPushButton:
        """The button that does what a key does."""
        return self._buttons[key]
