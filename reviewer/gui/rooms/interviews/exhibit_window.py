"""The second screen: an exhibit and nothing else. No name of the case, no tag, no control number, no note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.gui.pages.document import Document
from reviewer.gui.pages.view import PageView
from reviewer.gui.session import Session
from reviewer.gui.theme import grid
from reviewer.gui.widgets.parts import column


class ExhibitWindow(QWidget):
    """Whoever is interviewed sees this; it never takes the keyboard. Blank until an exhibit is shown."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        flags = Qt.WindowType.Window | Qt.WindowType.WindowDoesNotAcceptFocus
        super().__init__(parent, flags)
        self.setObjectName("desk")
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(self.tr("Exhibit"))
        self.exhibit: int | None = None
        self.view = PageView(session.workers, session.courier)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.viewport().setCursor(Qt.CursorShape.ArrowCursor)
        self.view.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setLayout(column(self.view))
        self.resize(grid(200), grid(250))
        self.blank()

    def open(self, beside: QScreen | None) -> None:
        """Full screen on another screen than that one, if there is another; else a window that can be moved."""
        other = next((each for each in QGuiApplication.screens() if each is not beside), None)
        if other is None:
            self.show()
            return
        self.setScreen(other)
        self.setGeometry(other.geometry())
        # As showFullScreen, but without asking for the keyboard.
        self.setWindowState(Qt.WindowState.WindowFullScreen)
        self.show()

    def blank(self) -> None:
        """Show nothing."""
        self.exhibit = None
        self.view.show_document(None)
        self.view.setAccessibleName(self.tr("Exhibit"))

    def show_exhibit(self, number: int, document: Document, passages: Sequence[MarkedPassage]) -> None:
        """Show an exhibit, with the words in question marked in a colour that says nothing."""
        other = self.exhibit != number or self.view.document is None or self.view.document.pdf is not document.pdf
        self.exhibit = number
        if other:
            # The title of a document is a subject or a name, and names are told to who listens to the window.
            self.view.show_document(replace(document, title=self.tr("Exhibit {0}").format(number), remark=""))
        self.view.set_found([each.passage.anchor.span for each in passages])
        if passages and other:
            self.view.reveal(passages[0].passage.anchor.span)

    def follow(self, other: PageView) -> None:
        """Show the part of the exhibit that another view of it shows."""
        mine, its = self.view.verticalScrollBar(), other.verticalScrollBar()
        if self.view.document is not None and its.maximum() > 0:
            mine.setValue(round(mine.maximum() * its.value() / its.maximum()))

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Forget what was shown."""
        self.close_workers()
        super().closeEvent(event)

    def close_workers(self) -> None:
        """Let the worker go and show nothing."""
        self.exhibit = None
        self.view.close_workers()
