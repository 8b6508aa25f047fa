"""One line above the status line for what went wrong, with advice; it takes no focus and blocks nothing."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtWidgets import QFrame

from reviewer.errors import KnownError
from reviewer.gui.accessibility import announce
from reviewer.gui.widgets.parts import label, row, tool

READ_IN = 4_000
"""Milliseconds in which a notice can be read; until then nothing takes it away."""


class Notice(QFrame):
    """Hidden until there is something to say."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notice")
        self.read_in = READ_IN
        self._shown = QElapsedTimer()
        self._leaving = QTimer(self, singleShot=True)
        self._leaving.timeout.connect(self.hide)
        self._said = ""
        self.what = label("", "problem", wrap=True)
        self.what.setAccessibleDescription(self.tr("Notice"))
        self.advice = label("", "muted", wrap=True)
        for part in (self.what, self.advice):
            part.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)  # no stop on the way of Tab
        close = tool("close", self.tr("Close this notice"), self.hide)
        line = row(self.what, self.advice, close, margins=(3, 1, 2, 1), gap=3)
        line.setStretchFactor(self.what, 3)
        line.setStretchFactor(self.advice, 2)
        self.setLayout(line)
        self.hide()

    def show_error(self, error: KnownError) -> None:
        """Say what went wrong and what to do."""
        self.say(str(error), error.advice, problem=True)

    def say(self, text: str, advice: str = "", *, problem: bool = False) -> None:
        """Say something."""
        self._leaving.stop()
        self._said = text
        sentence = text[:1].upper() + text[1:]
        self.what.setProperty("role", "problem" if problem else "")
        self.what.style().polish(self.what)
        self.what.setText(sentence if sentence.endswith((".", "?", "!")) else f"{sentence}.")
        self.advice.setText(advice)
        self.advice.setVisible(bool(advice))
        self._shown.start()
        self.show()
        announce(self.what, f"{self.what.text()} {advice}".strip(), urgent=problem)

    def settle(self) -> None:
        """Go, as soon as it could be read: something else was done, or one is elsewhere."""
        left = self.read_in - self._shown.elapsed()
        if not self.isVisible() or left <= 0:
            self.hide()
        elif not self._leaving.isActive():
            self._leaving.start(left)

    def take_back(self, text: str) -> None:
        """Go at once if this is what was said: it is no longer so."""
        if text == self._said:
            self.hide()
