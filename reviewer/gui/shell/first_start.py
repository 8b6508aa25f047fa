"""What is asked once, when the program is started for the first time on a laptop: one page, and Enter goes on."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from reviewer.desktop import preferences
from reviewer.errors import KnownError
from reviewer.gui import text
from reviewer.gui.accessibility import announce
from reviewer.gui.shell.settings_page import LaptopSettings
from reviewer.gui.widgets.form_problem import FormProblem
from reviewer.gui.widgets.parts import button, centred, column, label, row
from reviewer.gui.widgets.tab_order import lead


class FirstStart(QWidget):
    """Languages and the folder for cases, each as most will have it; ``left`` when one goes on, for good."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.laptop = LaptopSettings(None, first=True)
        self.problem = FormProblem()
        self.problem.keep_lines(2)
        self.go_on = button(self.tr("Go on"), self._go_on, "main")
        words = self.tr(
            "Three questions, once. If you do not know, leave them as they are. You can change them at any time in "
            "Settings (Ctrl+,). This program never uses a network."
        )
        body = QWidget()
        parts = (self.laptop, self.problem, row(self.go_on, 1, margins=(0, 2, 0, 0)))
        body.setLayout(column(label(self.tr("Welcome"), "title"), label(words, "muted", wrap=True), *parts, gap=3))
        self.setLayout(centred(body))
        lead(self, self.go_on)
        self.laptop.failed.connect(self._refuse)
        self.laptop.held.connect(self.problem.hide)

    def ask(self) -> None:
        """Put the keyboard where Enter goes on."""
        self.go_on.setFocus()

    def _refuse(self, error: KnownError) -> None:
        self.problem.setText(text.refusal(error))
        self.problem.show()
        announce(self.problem, self.problem.text(), urgent=True)

    def _go_on(self) -> None:
        preferences.ask_no_more()
        self.left.emit()
