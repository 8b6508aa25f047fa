"""A passphrase that was made for an export, shown until it is written down."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from reviewer.gui.widgets.parts import button, column, label, row


class PassphraseShown(QFrame):
    """What a passphrase opens, the passphrase, and a button that says it is written down; hidden without one."""

    kept = Signal()

    def __init__(self, words: str, description: str) -> None:
        super().__init__()
        self.passphrase = label("", "strong", wrap=True, selectable=True)
        self.passphrase.setAccessibleDescription(description)
        self.keep = button(self.tr("I have written it down"), self.kept.emit)
        self.setLayout(column(label(words, wrap=True), self.passphrase, row(self.keep, 1), gap=1))
        self.hide()

    def show_passphrase(self, passphrase: str) -> None:
        """Show one; nothing where it is empty."""
        self.passphrase.setText(passphrase)
        self.setVisible(bool(passphrase))
