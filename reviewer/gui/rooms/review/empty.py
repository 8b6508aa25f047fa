"""What the Review room shows while the case holds nothing."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from reviewer.gui.navigation import EvidenceTarget
from reviewer.gui.widgets.parts import button, centred, column, label, row


class EmptyCase(QWidget):
    """Says what belongs here and offers the first step."""

    going = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        body = QWidget()
        self.files = button(self.tr("Add files…"), partial(self.going.emit, EvidenceTarget(folder=False)), "main")
        self.folder = button(self.tr("Add a folder…"), partial(self.going.emit, EvidenceTarget(folder=True)))
        words = self.tr(
            "Drop mailboxes, e-mails, PDFs or whole folders here. Every file is kept byte for byte and accounted for; "
            "the originals stay as they are."
        )
        title = label(self.tr("No evidence yet"), "title")
        steps = row(self.files, self.folder, 1, margins=(0, 2, 0, 0))
        body.setLayout(column(title, label(words, "muted", wrap=True), steps, gap=2))
        self.setLayout(centred(body))
