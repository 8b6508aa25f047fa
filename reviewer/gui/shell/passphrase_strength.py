"""How good a new passphrase is, said below its line while one types."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QLineEdit

from reviewer.errors import CredentialError
from reviewer.gui import text
from reviewer.gui.accessibility import announce
from reviewer.gui.widgets.parts import as_label
from reviewer.usecases import cases

PAUSE = 300
"""Milliseconds without a key, after which the passphrase is judged."""


class PassphraseStrength(QLabel):
    """Follows the line of a new passphrase; ``near`` gives words that lie near, as the title of the case."""

    def __init__(self, field: QLineEdit, near: Callable[[], Sequence[str]]) -> None:
        super().__init__()
        as_label(self, "small", wrap=True)
        self.setAccessibleDescription(self.tr("How good the passphrase is"))
        self._field, self._near = field, near
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._estimate)
        field.textChanged.connect(self.look)
        self.look()

    def load(self) -> None:
        """Load the lists of words before anybody waits for them."""
        threading.Thread(target=cases.load_words, name="words of passphrases", daemon=True).start()

    @property
    def weakness(self) -> str:
        """Why it is not taken; empty where it is."""
        try:
            cases.check_new_passphrase(self._field.text())
        except CredentialError as error:
            return text.refusal(error)
        return ""

    def look(self) -> None:
        """Say how good the passphrase is."""
        said = self.tr("Four or more words that do not belong together are best.")
        if self._field.text():
            said = self.weakness or self.tr("Estimating how long it holds…")
            self._pause.start()
        self._say(said)

    def _estimate(self) -> None:
        """Say how long the passphrase holds: not at each key, for a long one takes a quarter of a second."""
        if self._field.text() and not self.weakness:
            self._say(cases.strength(self._field.text(), self._near()))

    def _say(self, said: str) -> None:
        if said != self.text():
            self.setText(said)
            if self.isVisible():
                announce(self, said)
