"""The start page: make a case, open one, or go on with a recent one."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from reviewer.desktop import preferences, settings
from reviewer.gui import text
from reviewer.gui.operations import Courier
from reviewer.gui.shell.demo_case import DemoPart
from reviewer.gui.theme import grid
from reviewer.gui.tips import plain
from reviewer.gui.widgets.elided import Elided
from reviewer.gui.widgets.parts import button, centred, clear, column, label, row


class StartPage(QWidget):
    """Shown while no case is open."""

    new_wanted = Signal()
    case_chosen = Signal(object)
    handbook_wanted = Signal()
    settings_wanted = Signal()

    def __init__(self, courier: Courier) -> None:
        super().__init__()
        self.setObjectName("page")
        self.demo = DemoPart(courier)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(grid(1))
        self._new = button(self.tr("New case…"), self.new_wanted.emit, "main")
        self._open = button(self.tr("Open case…"), self.choose)
        self._handbook = button(self.tr("Handbook"), self.handbook_wanted.emit, "link")
        self._handbook.setToolTip(self.tr("Shift+F1"))
        self._settings = button(self.tr("Settings"), self.settings_wanted.emit, "link")
        self._settings.setToolTip(self.tr("Ctrl+,"))
        body = QWidget()
        body.setLayout(
            column(
                label(self.tr("Evidence Reviewer"), "title"),
                label(
                    self.tr(
                        "One encrypted file is the case: the evidence, your work on it, and the record of who did what."
                    ),
                    "muted",
                    wrap=True,
                ),
                row(self._new, self._open, self._handbook, self._settings, 1, margins=(0, 3, 0, 5)),
                label(self.tr("Recent cases"), "caption"),
                self._recent,
                self.demo,
                gap=2,
            )
        )
        self.setLayout(centred(body))

    def refresh(self) -> None:
        """List the recent cases anew."""
        clear(self._recent)
        recent = settings.recent_cases()[:8]
        for path in recent:
            self._recent.addLayout(self._entry(path))
        if not recent:
            words = self.tr("None yet. A case that you make or open is listed here.")
            self._recent.addWidget(label(words, "muted", wrap=True))
        self.demo.setVisible(not recent or self.demo.running)
        self._new.setFocus()

    def _entry(self, path: Path) -> QVBoxLayout:
        entry = button(path.stem, partial(self.case_chosen.emit, path), "link")
        entry.setToolTip(plain(str(path)))
        folder = Elided("small", Qt.TextElideMode.ElideMiddle)
        folder.setText(str(path.parent))
        opened = settings.last_opened(path)
        when = self.tr("last opened {0}").format(text.moment(opened, 0)) if opened else ""
        first = row(entry, 1, label(when, "small"))
        return column(first, row(folder, margins=(1, 0, 0, 0)), margins=(0, 0, 0, 1), gap=0)

    def choose(self) -> None:
        """Ask for a case file."""
        name, _ = QFileDialog.getOpenFileName(
            self, self.tr("Open case"), str(preferences.current().folder), self.tr("Cases (*.evcase);;All files (*)")
        )
        if name:
            self.case_chosen.emit(Path(name))
