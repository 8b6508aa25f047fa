"""What is said of the passage at hand, and of the item, line by line: each can be taken off again, a note changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from reviewer.domain.ids import ItemId
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.domain.pages.note import Note
from reviewer.domain.pages.passage import one_line
from reviewer.domain.pages.tag import Tag
from reviewer.domain.people.officer import Grade, Link, Officer
from reviewer.gui.theme import room_for
from reviewer.gui.tips import plain
from reviewer.gui.widgets.elided import Elided
from reviewer.gui.widgets.keys import on_keys
from reviewer.gui.widgets.parts import boxed, clear, column, row, tool


@dataclass(frozen=True, slots=True)
class CodingOfItem:
    """What is said of an item as a whole, beyond its mark."""

    notes: tuple[Note, ...] = ()
    tags: tuple[Tag, ...] = ()
    officers: tuple[Officer, ...] = ()


@dataclass(frozen=True, slots=True)
class UnwantedOfItem:
    """What is to be taken off an item as a whole."""

    item: ItemId
    coding: Tag | Officer


class CodingList(QWidget):
    """Each line has a button that Delete presses too; Ctrl+Z brings back what was taken off."""

    link_unwanted = Signal(object)
    of_item_unwanted = Signal(object)
    note_unwanted = Signal(object)
    note_opened = Signal(object)
    note_released = Signal(object, bool)

    def __init__(self) -> None:
        super().__init__()
        self._lines = column(gap=0)
        self.setLayout(self._lines)
        self.setAccessibleName(self.tr("Officers, tags of the whole item, notes"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_coding(self, marked: MarkedPassage | None, item: ItemId | None, of_item: CodingOfItem) -> None:
        """Show the officers and notes of a passage, then what is said of the item as a whole."""
        clear(self._lines)
        links = marked.officers if marked is not None else ()
        on_passage = marked.notes if marked is not None else ()
        for link, officer in links:
            self._lines.addWidget(self._officer(link, officer))
        for note in on_passage:
            self._lines.addWidget(self._note(note, one_line(note.text)))
        if item is not None:
            codings: tuple[Tag | Officer, ...] = (*of_item.tags, *of_item.officers)
            for coding in codings:
                self._lines.addWidget(self._of_item(UnwantedOfItem(item, coding)))
        for note in of_item.notes:
            self._lines.addWidget(self._note(note, self.tr("on the item: {0}").format(one_line(note.text))))
        self.setVisible(self._lines.count() > 0)

    def _of_item(self, unwanted: UnwantedOfItem) -> QWidget:
        coding = unwanted.coding
        if isinstance(coding, Tag):
            words, what = coding.name, self.tr("Remove the tag “{0}” from this item").format(coding.name)
        else:
            words = f"{coding.rank} {coding.name}".strip()
            what = self.tr("Remove {0} from this item").format(words)
        said = self.tr("This item: {0}").format(words)
        made = self._line(said, what, lambda: self.of_item_unwanted.emit(unwanted))
        made.setToolTip(plain(self.tr("{0} (the item as a whole)").format(words)))
        return made

    def _officer(self, link: Link, officer: Officer) -> QWidget:
        sure = "" if link.grade is Grade.CERTAIN else f", {link.grade}"
        words = f"{officer.rank} {officer.name} · {link.role.words}{sure}".strip()
        name = self.tr("Remove {0}").format(words)
        return self._line(words, name, lambda: self.link_unwanted.emit(link))

    def _note(self, note: Note, words: str) -> QWidget:
        change = tool("note", self.tr("Change the note “{0}”").format(words), lambda: self.note_opened.emit(note))
        name = self.tr("Remove the note “{0}”").format(words)
        state = self.tr("for the report") if note.for_report else self.tr("private")
        shown = f"{state}: {words}" if note.for_report else words
        made = self._line(shown, name, lambda: self.note_unwanted.emit(note), self._release(note, words), change)
        made.setToolTip(plain(f"{note.reviewer}: {note.text} ({state})"))
        return made

    def _release(self, note: Note, words: str) -> QToolButton:
        """A switch: pressed in while the note may leave with the report."""
        switch = tool("exports", self.tr("For the report: “{0}”").format(words), lambda: None, checkable=True)
        switch.setChecked(note.for_report)
        switch.setToolTip(
            self.tr("This note may leave with the report; click to keep it private")
            if note.for_report
            else self.tr("This note is private; click to let it leave with the report")
        )
        switch.toggled.connect(lambda on: self.note_released.emit(note, on))
        return switch

    def _line(self, words: str, name: str, take_off: Callable[[], object], *more: QToolButton) -> QWidget:
        shown = Elided("small")
        shown.setText(words)
        remove = tool("close", name, take_off, "Del")
        for pressed in (remove, *more):
            pressed.setIconSize(QSize(room_for(3), room_for(3)))
            pressed.setProperty("role", "line")
            on_keys(pressed, {"Del": take_off})
        line = row(shown, *more, remove, gap=0)
        line.setStretchFactor(shown, 1)
        made = boxed(line)
        made.setAccessibleName(words)
        return made
