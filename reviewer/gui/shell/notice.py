"""One line above the status line for what went wrong, with advice; it takes no focus and blocks nothing."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtWidgets import QFrame

from reviewer.errors import KnownError
from reviewer.gui.accessibility import announce
from reviewer.gui.widgets.parts import label, row, tool

READ_IN = 4_000
"""Milliseconds in which a notice can be read; until then nothing takes it away."""


MOST = 3
"""So many things are said at once, the latest of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    text: str
    advice: str
    problem: bool
    kept: bool

    @property
    def sentence(self) -> str:
        """It as a sentence."""
        begun = self.text[:1].upper() + self.text[1:]
        return begun if begun.endswith((".", "?", "!")) else f"{begun}."


class Notice(QFrame):
    """Hidden until there is something to say."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notice")
        self.read_in = READ_IN
        self._shown = QElapsedTimer()
        self._leaving = QTimer(self, singleShot=True)
        self._leaving.timeout.connect(self.hide)
        self._said: list[_Said] = []
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

    def say(self, text: str, advice: str = "", *, problem: bool = False, kept: bool = False) -> None:
        """Say something; a problem, and what else is to be ``kept``, stays beside it until it could be read."""
        self._leaving.stop()
        unread = not self.isHidden() and self._shown.elapsed() < self.read_in
        before = [each for each in self._said if unread and each.kept and each.text != text]
        said = _Said(text=text, advice=advice, problem=problem, kept=kept or problem)
        self._said = [*before[1 - MOST :], said]
        self._shown.start()
        self._show()
        announce(self.what, f"{said.sentence} {advice}".strip(), urgent=problem)

    def says(self, text: str) -> bool:
        """Whether it stands there and is not about to go."""
        return not self.isHidden() and not self._leaving.isActive() and any(each.text == text for each in self._said)

    def _show(self) -> None:
        self.what.setProperty("role", "problem" if any(each.problem for each in self._said) else "")
        self.what.style().polish(self.what)
        self.what.setText("\n".join(each.sentence for each in self._said))
        advice = "\n".join(each.advice for each in self._said if each.advice)
        self.advice.setText(advice)
        self.advice.setVisible(bool(advice))
        self.show()

    def settle(self) -> None:
        """Go, as soon as it could be read: something else was done, or one is elsewhere."""
        left = self.read_in - self._shown.elapsed()
        if not self.isVisible() or left <= 0:
            self.hide()
        elif not self._leaving.isActive():
            self._leaving.start(left)

    def take_back(self, text: str) -> None:
        """Take it away at once if it was said: it is no longer so."""
        still = [each for each in self._said if each.text != text]
        if len(still) < len(self._said):
            self._said = still
            if not still:
                self.hide()
            elif not self.isHidden():
                self._show()
