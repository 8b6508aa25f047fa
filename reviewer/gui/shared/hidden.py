"""What the item holds and no page shows: a quiet line that unfolds to the words, each with how it is hidden."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from reviewer.domain.evidence.reading import Hidden
from reviewer.gui import icons
from reviewer.gui.widgets.parts import boxed, clear, column, follow_theme, label

MOST = 40
"""So many findings are shown; search finds the words of all."""

LONGEST = 1_500
"""Code points of one finding that are shown."""


class HiddenPart(QWidget):
    """Stays folded or unfolded from one item to the next."""

    def __init__(self) -> None:
        super().__init__()
        self._found: Sequence[Hidden] = ()
        self.head = QToolButton()
        self.head.setProperty("role", "chip")
        self.head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.head.setCheckable(True)
        self.head.setToolTip(self.tr("Words that this item holds and no page of it shows (H)"))
        self.head.toggled.connect(lambda _on: self._draw())
        follow_theme(self.head, lambda: self.head.setIcon(icons.icon("hidden")))
        self._lines = column(gap=1)
        self.body = boxed(self._lines)
        self.setLayout(column(self.head, self.body, gap=1))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.hide()

    def show_hidden(self, found: Sequence[Hidden]) -> None:
        """Show what is hidden in an item."""
        if found == self._found and self.isVisible() == bool(found):
            return
        self._found = found
        self.head.setText(self.tr("Hidden text · {0:,}").format(len(found)))
        self.head.setAccessibleName(self.head.text())
        self.setVisible(bool(found))
        self._draw()

    def toggle(self) -> None:
        """Unfold, or fold."""
        if self._found:
            self.head.toggle()

    def _draw(self) -> None:
        clear(self._lines)
        unfolded = self.head.isChecked() and bool(self._found)
        self.body.setVisible(unfolded)
        if not unfolded:
            return
        for each in self._found[:MOST]:
            where = self.tr("page {0:,}").format(each.page) if each.page else ""
            self._lines.addWidget(label(" · ".join(part for part in (each.how, where) if part), "small", wrap=True))
            words = each.text if len(each.text) <= LONGEST else f"{each.text[:LONGEST]}…"
            shown = label(words.strip(), wrap=True, selectable=True)
            shown.setAccessibleName(self.tr("Hidden: {0}").format(words.strip()))
            self._lines.addWidget(shown)
        more = len(self._found) - MOST
        if more > 0:
            words = self.tr("and {0:,} more; hidden:word in a search finds the words of all").format(more)
            self._lines.addWidget(label(words, "small", wrap=True))
