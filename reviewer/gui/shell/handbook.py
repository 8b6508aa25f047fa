"""The handbook in a window of its own, to be read beside the case."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QImage,
    QResizeEvent,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextImageFormat,
    QTextLength,
    QTextOption,
    QTextTable,
)
from PySide6.QtWidgets import QTextBrowser, QWidget

from reviewer.desktop.resources import resource
from reviewer.gui.accessibility import announce
from reviewer.gui.navigation import RoomName
from reviewer.gui.theme import grid, room_for
from reviewer.gui.widgets.keys import on_keys_within
from reviewer.gui.widgets.parts import column, label, lookup, row, tool
from reviewer.gui.widgets.switch import parts_switch

CHAPTERS = ("investigator", "searching", "counsel", "administrator")

ROOMS = {
    RoomName.REVIEW: ("investigator", "4. Read"),
    RoomName.SEARCH: ("searching", "Searching"),
    RoomName.PEOPLE: ("investigator", "3. Bring in the officers"),
    RoomName.LEDGER: ("investigator", "6. Keep the ledger"),
    RoomName.FINDINGS: ("investigator", "7. Reach findings"),
    RoomName.INTERVIEWS: ("investigator", "8. Prepare interviews"),
    RoomName.EXPORTS: ("investigator", "9. Hand it to counsel"),
    RoomName.CUSTODY: ("investigator", "2. Take the evidence in"),
}
"""In which chapter and under which heading the handbook tells of a room."""

PAGES = {
    "unlock": ("administrator", "Keys"),
    "new case": ("investigator", "1. Make the case"),
    "settings": ("administrator", "Installing"),
    "passphrase": ("administrator", "Keys"),
}
"""The same of pages that have no keys of their own to tell."""


class Handbook(QWidget):
    """The chapters, one at a time, and a line that finds words in them."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner, Qt.WindowType.Window)
        self.setObjectName("page")
        self.setWindowTitle(self.tr("Handbook"))
        self.chapter = ""
        names = {
            "investigator": self.tr("Investigator"),
            "searching": self.tr("Searching"),
            "counsel": self.tr("Counsel"),
            "administrator": self.tr("Administrator"),
        }
        self._parts = parts_switch(self, names, self.show_chapter)
        self.words = lookup(self.tr("Find in the handbook"), self.tr("Find in the handbook"))
        self.words.setMinimumWidth(room_for(40))
        self.words.returnPressed.connect(self.find_next)
        self.found = label("", "muted")
        before = tool("up", self.tr("Previous"), self.find_previous, "Shift+F3")
        after = tool("down", self.tr("Next"), self.find_next, "F3")
        self.text = _Chapter()
        self.text.setAccessibleName(self.tr("Handbook"))
        self.text.setOpenLinks(False)  # whatever it names, nothing is fetched or started
        self.text.document().setDocumentMargin(grid(5))
        top = row(*self._parts.values(), 1, self.words, self.found, before, after, margins=(2, 1, 2, 1), gap=1)
        self.setLayout(column(top, self.text, gap=0))
        on_keys_within(self, {"Esc": self.close, "Ctrl+F": self._ask})
        self.resize(grid(220), grid(190))
        self.show_chapter(CHAPTERS[0])

    def show_chapter(self, name: str) -> None:
        """Show a chapter from its beginning."""
        self._parts[name].setChecked(True)
        if name != self.chapter:
            self.chapter = name
            written = resource("handbook", f"{name}.md").read_text(encoding="utf-8")
            self.text.show_written(written)
        self.found.clear()

    def present(self) -> None:
        """Open the window, or bring it to the front."""
        self.show()
        self.raise_()
        self.activateWindow()
        self.text.setFocus()

    def present_room(self, room: str) -> None:
        """Open the window where it tells of a room, or bring it to the front there."""
        self._present_at(*ROOMS[RoomName(room)])

    def present_page(self, page: str) -> None:
        """Open the window where it tells of a page that has no keys of its own, or bring it to the front there."""
        self._present_at(*PAGES[page])

    def _present_at(self, chapter: str, heading: str) -> None:
        self.show_chapter(chapter)
        self.present()
        self.text.show_heading(heading)

    def find_next(self) -> None:
        """Go to the next place that has the words, in this chapter and those after it."""
        self._find(forward=True)

    def find_previous(self) -> None:
        """Go to the one before."""
        self._find(forward=False)

    def _ask(self) -> None:
        self.words.selectAll()
        self.words.setFocus()

    def _find(self, *, forward: bool) -> None:
        words = self.words.text().strip()
        if not words or self._find_here(words, forward=forward):
            return
        step = 1 if forward else -1
        at = CHAPTERS.index(self.chapter)
        for turn in range(1, len(CHAPTERS) + 1):
            self.show_chapter(CHAPTERS[(at + step * turn) % len(CHAPTERS)])
            self.text.moveCursor(QTextCursor.MoveOperation.Start if forward else QTextCursor.MoveOperation.End)
            if self._find_here(words, forward=forward):
                return
        self.found.setText(self.tr("Nothing here holds these words."))
        announce(self.found, self.found.text())

    def _find_here(self, words: str, *, forward: bool) -> bool:
        self.found.clear()
        backward = QTextDocument.FindFlag.FindBackward
        return self.text.find(words) if forward else self.text.find(words, backward)


class _Chapter(QTextBrowser):
    """A chapter with its pictures, none wider than the window."""

    def __init__(self) -> None:
        super().__init__()
        self._widths: dict[str, int] = {}
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setSearchPaths([str(resource("handbook"))])

    def show_written(self, markdown: str) -> None:
        """Show a chapter from its beginning."""
        self.setMarkdown(markdown)
        _lay_out_whole(self.document())
        _let_commands_wrap(self.document())
        _fit_tables(self.document())
        self._fit_pictures()

    def show_heading(self, heading: str) -> None:
        """Bring a heading to the top; what is looked for is looked for from there on."""
        found = (each for each in _blocks(self.document()) if each.blockFormat().headingLevel())
        block = next(each for each in found if each.text() == heading)
        self.setTextCursor(QTextCursor(block))
        top = self.document().documentLayout().blockBoundingRect(block).top()
        self.verticalScrollBar().setValue(round(top))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Pictures grow and shrink with the window."""
        super().resizeEvent(event)
        self._fit_pictures()

    def _fit_pictures(self) -> None:
        room = self.viewport().width() - 2 * round(self.document().documentMargin())
        document = self.document()
        _lay_out_whole(document)
        for start, end, form in _pictures(document):
            width = max(1, min(room, self._width(form.name())))
            if round(form.width()) != width:
                form.setWidth(width)
                cursor = QTextCursor(document)
                cursor.setPosition(start)
                cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
                cursor.setCharFormat(form)

    def _width(self, name: str) -> int:
        if name not in self._widths:
            self._widths[name] = QImage(str(resource("handbook", name))).width()
        return self._widths[name]


def _lay_out_whole(document: QTextDocument) -> None:
    """Lay a document out to its end, which Qt does bit by bit: a change meanwhile leaves what follows without lines."""
    document.size()


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _pictures(document: QTextDocument) -> list[tuple[int, int, QTextImageFormat]]:
    """From where to where each picture stands, and how it is shown."""
    found = []
    for block in _blocks(document):
        inside = block.begin()
        while not inside.atEnd():
            part = inside.fragment()
            form = part.charFormat()
            if form.objectType() == QTextFormat.ObjectTypes.ImageObject:
                found.append((part.position(), part.position() + part.length(), form.toImageFormat()))
            inside += 1
    return found


def _fit_tables(document: QTextDocument) -> None:
    """Tables are as wide as the window, and no wider: words longer than their column go on in the next line."""
    room = QTextLength(QTextLength.Type.PercentageLength, 99)
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            form = frame.format().toTableFormat()
            form.setWidth(room)
            frame.setFormat(form)


def _let_commands_wrap(document: QTextDocument) -> None:
    """A long command goes on in the next line, and the page is no wider than its window."""
    for block in _blocks(document):
        form = block.blockFormat()
        if form.nonBreakableLines():
            form.setNonBreakableLines(False)
            QTextCursor(block).setBlockFormat(form)
