"""Find in the document: a line to type into, how many there are, and the next and the one before."""

from __future__ import annotations

from collections.abc import Sequence

import shiboken6
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from reviewer.domain.pages.passage import Span
from reviewer.gui.pages.view import PageView
from reviewer.gui.widgets.keys import on_keys
from reviewer.gui.widgets.parts import label, lookup, row, tool


class FindBar(QFrame):
    """Shown above the pages on Ctrl+F; it takes over from the words of a search until it is closed.

    ``moved`` when another hit is at hand, or none.
    """

    closed = Signal()
    moved = Signal()

    def __init__(self, view: PageView) -> None:
        super().__init__()
        self.setObjectName("panebar")
        self._view = view
        self._spans: Sequence[Span] = ()
        self._at = -1
        self._came_from: QWidget | None = None
        self.words = lookup(self.tr("Find in this document"), self.tr("Find in this document"))
        self.words.textChanged.connect(self._find)
        self.words.returnPressed.connect(self.next)
        self.count = label("", "muted")
        before = tool("up", self.tr("Previous"), self.previous, "Shift+F3")
        after = tool("down", self.tr("Next"), self.next, "F3")
        close = tool("close", self.tr("Close find"), self.close_bar, "Esc")
        self.setLayout(row(self.words, self.count, before, after, close, margins=(2, 1, 1, 1), gap=1))
        on_keys(self.words, {"Esc": self.close_bar})
        self.hide()

    @property
    def hit(self) -> Span | None:
        """The hit at which one is."""
        return self._spans[self._at] if 0 <= self._at < len(self._spans) else None

    def open_bar(self) -> None:
        """Show it, with what is selected as the words."""
        if not self.words.hasFocus():
            self._came_from = QApplication.focusWidget()
        selected = self._view.selected_text()
        if selected and "\n" not in selected:
            self.words.setText(selected)
        self.show()
        self.words.selectAll()
        self.words.setFocus()
        self._find()

    def close_bar(self) -> None:
        """Hide it; the pages get the keyboard back, and the hit one was at is selected, ready for a tag.

        While no pages are in sight, what had the keyboard before gets it.
        Without a hit nothing is selected any more: what was before the search is out of sight, maybe, and out of mind.
        """
        before = self._came_from
        came_from = before is not None and shiboken6.isValid(before) and before.isVisible()
        (before if before is not None and came_from and not self._view.isVisible() else self._view).setFocus()
        self.hide()
        if self.hit is None:
            self._view.select_nothing()
        self._select()
        self.closed.emit()

    def show_hits(self, spans: Sequence[Span], begin: int = 0) -> None:
        """Go round these hits, which a search found, from one of them."""
        self._spans, self._at = spans, begin if spans else -1
        self._show()

    def forget_hits(self) -> None:
        """The pages go: none of the hits is in those that come."""
        self._spans, self._at = (), -1

    def again(self) -> None:
        """Find the same words in another document."""
        self._find()

    def next(self) -> None:
        """Go to the next one, from the last to the first."""
        self._go(1)

    def previous(self) -> None:
        """Go to the one before, from the first to the last."""
        self._go(-1)

    def _find(self) -> None:
        document = self._view.document
        self._spans = document.text.find(self.words.text()) if document is not None else ()
        self._at = 0 if self._spans else -1
        self._show()

    def _go(self, step: int) -> None:
        if self._spans:
            self._at = (self._at + step) % len(self._spans)
            self._show()
            if self.isHidden():
                self._select()

    def _select(self) -> None:
        if self.hit is not None:
            self._view.select(self.hit)

    def _show(self) -> None:
        self._view.set_found(self._spans, self._at)
        if self._spans:
            self.count.setText(self.tr("{0:,} of {1:,}").format(self._at + 1, len(self._spans)))
        else:
            there = self._view.document is not None  # while it opens nobody knows what is in it
            self.count.setText(self.tr("not found") if self.words.text() and there else "")
        self.moved.emit()
