"""The top bar: which case this is, the search box, who reviews, and the lock."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QMenu, QToolButton

from reviewer.gui import icons, text
from reviewer.gui.theme import grid, room_for
from reviewer.gui.widgets.elided import Elided
from reviewer.gui.widgets.parts import follow_theme, line, lookup, row, tool


class TopBar(QFrame):
    """Above the rooms."""

    search_wanted = Signal(str)
    lock_wanted = Signal()
    help_wanted = Signal()
    evidence_wanted = Signal(bool)
    reviewer_changed = Signal(str)
    settings_wanted = Signal()

    def __init__(self, title: str, reference: str, reviewer: str) -> None:
        super().__init__()
        self.setObjectName("topbar")
        self._reviewer = reviewer
        self.case, self.reference = Elided(), Elided("muted")
        self.case.setText(title)
        self.case.setAccessibleDescription(self.tr("Case"))
        self.reference.setText(f"· {reference}" if reference else "")
        self.search = lookup(self.tr("Search"))
        self.search.setMinimumWidth(room_for(30))
        self.search.setMaximumWidth(room_for(120))
        self.search.setClearButtonEnabled(True)
        self.search.returnPressed.connect(self._hand_over)
        self.add = tool("add", self.tr("Add evidence"), self.offer_evidence, "Ctrl+Shift+A")
        self.help = tool("help", self.tr("Keys"), self.help_wanted.emit, "F1")
        self.lock = tool("lock", self.tr("Lock"), self.lock_wanted.emit, "Ctrl+L")
        self.reviewer = self._reviewer_menu(reviewer)
        parts = (self.case, self.reference, 1, self.search, 1, self.add, self.reviewer, self.help, self.lock)
        layout = row(*parts, margins=(3, 1, 2, 1), gap=2)
        layout.setStretchFactor(self.search, 3)
        self.setLayout(layout)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Say in the line of the search what there is room for."""
        super().resizeEvent(event)
        layout = self.layout()
        assert layout is not None  # noqa: S101 - tells mypy what was made above
        layout.activate()
        whole, metrics = self.tr("Search everything (Ctrl+K)"), self.search.fontMetrics()
        room = self.search.width() - grid(6)
        self.search.setPlaceholderText(
            whole if metrics.horizontalAdvance(whole) <= room else self.tr("Search (Ctrl+K)")
        )

    def _reviewer_menu(self, reviewer: str) -> QToolButton:
        made = QToolButton()
        made.setToolButtonStyle(made.toolButtonStyle().ToolButtonTextBesideIcon)
        follow_theme(made, lambda: made.setIcon(icons.icon("reviewer")))
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        made.setText(self._short(reviewer))
        made.setAccessibleName(self.tr("Reviewer: {0}").format(reviewer))
        menu = QMenu(made)
        menu.addAction(self.tr("Acts are recorded under this name")).setEnabled(False)
        menu.addAction(self.tr("Use another name…"), self._rename)
        menu.addSeparator()
        menu.addAction(self.tr("Settings (Ctrl+,)"), self.settings_wanted.emit)
        made.setMenu(menu)
        self._name = line(self.tr("Your name"))
        self._name.setParent(self)
        self._name.hide()
        self._name.returnPressed.connect(self._renamed)
        self._name.editingFinished.connect(self._name.hide)
        return made

    def _hand_over(self) -> None:
        """Search for what is typed; from then on it stands where it is searched for, and there it may be changed."""
        words = self.search.text()
        self.search.clear()
        self.search_wanted.emit(words)

    def _short(self, name: str) -> str:
        shown = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, room_for(30))
        return f"{text.on_button(shown)} ▾"

    def _rename(self) -> None:
        self._name.setGeometry(self.reviewer.geometry().adjusted(-grid(20), 0, 0, 0))
        self._name.setText(self._reviewer)
        self._name.show()
        self._name.raise_()
        self._name.selectAll()
        self._name.setFocus()

    def _renamed(self) -> None:
        name = self._name.text().strip()
        self._name.hide()
        if name:
            self._reviewer = name
            self.reviewer.setText(self._short(name))
            self.reviewer.setAccessibleName(self.tr("Reviewer: {0}").format(name))
            self.reviewer_changed.emit(name)

    def offer_evidence(self) -> None:
        """Ask whether files or a folder are to be added."""
        menu = QMenu(self)
        menu.addAction(self.tr("Files…"), lambda: self.evidence_wanted.emit(False))
        menu.addAction(self.tr("A folder…"), lambda: self.evidence_wanted.emit(True))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.add.mapToGlobal(self.add.rect().bottomLeft()))
