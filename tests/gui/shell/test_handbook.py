"""The handbook opens by key and from the first page, and finds words in all its chapters."""

from __future__ import annotations

import re
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QTextCursor, QTextImageFormat
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from reviewer.desktop.resources import resource
from reviewer.gui.navigation import RoomName
from reviewer.gui.shell.handbook import CHAPTERS, PAGES, ROOMS, Handbook
from reviewer.gui.shell.window import MainWindow
from reviewer.gui.shell.workspace import Workspace
from tests.gui.conftest import PATIENCE
from tests.gui.hands import Hands


def test_it_opens_by_its_key_beside_the_case_and_closes_by_escape(
    qtbot: QtBot, window: MainWindow, workspace: Workspace
) -> None:
    room = workspace.stack.currentWidget()
    QTest.keyClick(workspace, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(window.handbook.isVisible, timeout=PATIENCE)
    assert window.handbook.text.toPlainText().startswith("For the investigator")
    assert workspace.stack.currentWidget() is room
    qtbot.waitUntil(window.handbook.text.hasFocus, timeout=PATIENCE)
    QTest.keyClick(window.handbook.text, Qt.Key.Key_Escape)
    assert not window.handbook.isVisible()


def tells_first(handbook: Handbook, heading: str) -> bool:
    """Whether these words stand first in what is in sight."""
    at_the_top = QPoint(handbook.text.viewport().width() // 3, 12)
    return handbook.text.cursorForPosition(at_the_top).block().text() == heading


def test_f1_on_the_keys_opens_it_where_it_tells_of_the_room(
    qtbot: QtBot, window: MainWindow, workspace: Workspace
) -> None:
    hands = Hands()
    for room in RoomName:
        workspace.show_room(room)
        qtbot.waitUntil(lambda: QApplication.focusWidget() is not None, timeout=PATIENCE)
        hands.press(Qt.Key.Key_F1)
        assert workspace.keymap.isVisible(), room
        assert workspace.keymap.more.isVisible()
        hands.press(Qt.Key.Key_F1)
        assert not workspace.keymap.isVisible(), room
        qtbot.waitUntil(window.handbook.text.hasFocus, timeout=PATIENCE)
        qtbot.waitUntil(partial(tells_first, window.handbook, ROOMS[room][1]), timeout=PATIENCE)
        hands.press(Qt.Key.Key_Escape)
        assert not window.handbook.isVisible()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow, timeout=PATIENCE)


def test_a_key_that_is_held_down_shows_the_keys_alone(window: MainWindow, workspace: Workspace) -> None:
    (shown,) = [each for each in workspace.findChildren(QShortcut) if each.key() == QKeySequence("F1")]
    assert not shown.autoRepeat()
    Hands().press(Qt.Key.Key_F1)
    Hands().press(Qt.Key.Key_Escape)
    assert not workspace.keymap.isVisible()
    assert "handbook" not in vars(window), "nobody asked for it"


def test_before_a_case_is_open_f1_is_the_handbook(qtbot: QtBot, window: MainWindow) -> None:
    window.start.setFocus()
    QTest.keyClick(window.start, Qt.Key.Key_F1)
    qtbot.waitUntil(window.handbook.isVisible, timeout=PATIENCE)


def test_on_a_page_without_keys_of_its_own_f1_is_the_handbook_where_it_tells_of_that(
    qtbot: QtBot, window: MainWindow, workspace: Workspace
) -> None:
    hands = Hands()
    for show, name in ((window.show_settings, "settings"), (window.show_passphrase, "passphrase")):
        show()
        hands.press(Qt.Key.Key_F1)
        qtbot.waitUntil(window.handbook.text.hasFocus, timeout=PATIENCE)
        assert window.handbook.chapter == PAGES[name][0]
        assert window.handbook.text.textCursor().block().text() == PAGES[name][1]
        hands.press(Qt.Key.Key_Escape)
        assert not window.handbook.isVisible()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow, timeout=PATIENCE)
        hands.press(Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: window.stack.currentWidget() is workspace, timeout=PATIENCE)
    for page, (chapter, heading) in PAGES.items():
        assert f"\n## {heading}\n" in resource("handbook", f"{chapter}.md").read_text("utf-8"), page


def test_the_first_page_leads_to_it(window: MainWindow) -> None:
    (link,) = [each for each in window.start.findChildren(QPushButton) if each.text() == "Handbook"]
    link.click()
    assert window.handbook.isVisible()
    window.handbook.close()


def test_words_are_found_in_later_chapters_and_round_again(window: MainWindow) -> None:
    book = Handbook(window)
    book.words.setText("casebook.pdf")
    book.find_next()
    assert (book.chapter, book.text.textCursor().selectedText()) == ("counsel", "casebook.pdf")
    book.words.setText("recovery sheet that is offered")
    book.find_previous()
    assert book.chapter == "investigator"
    book.words.setText("a word that stands in no handbook")
    book.find_next()
    assert book.found.text() == "Nothing here holds these words."


def pictures(book: Handbook) -> list[QTextImageFormat]:
    """The pictures of the chapter that is shown, as they are shown."""
    cursor, found = QTextCursor(book.text.document()), []
    while not cursor.atEnd():
        cursor.movePosition(QTextCursor.MoveOperation.NextCharacter)
        if cursor.charFormat().isImageFormat():
            found.append(cursor.charFormat().toImageFormat())
    return found


def test_pictures_are_those_of_the_chapter_and_grow_with_the_window_to_their_own_width(
    qtbot: QtBot, window: MainWindow
) -> None:
    book = Handbook(window)
    book.present()
    written = resource("handbook", "investigator.md").read_text(encoding="utf-8")
    wide = dict.fromkeys(re.findall(r"\]\((pictures/[a-z0-9-]+\.png)\)", written), 1366)
    for width in (640, 1000, 2000):
        book.resize(width, 700)
        qtbot.waitUntil(lambda: bars(book) == (True, False), timeout=PATIENCE)
        room = book.text.viewport().width()
        shown = {form.name(): form.width() for form in pictures(book)}
        assert shown.keys() == wide.keys()
        assert all(room * 0.9 < each <= room for each in shown.values()) if room < 1366 else shown == wide
    book.close()


def test_every_word_of_it_is_laid_out_however_wide_it_is(qtbot: QtBot, window: MainWindow) -> None:
    window.handbook.present()
    book = window.handbook
    for width in (880, 640, 440, 1400):  # at 440 not each column of a table has room for its longest word
        book.resize(width, 700)
        for chapter in CHAPTERS:
            book.show_chapter(chapter)
            qtbot.waitUntil(lambda: bars(book) == (True, False), timeout=PATIENCE)
            assert without_lines(book) == [], (chapter, width)
    book.close()


def without_lines(book: Handbook) -> list[str]:
    """The paragraphs whose words stand nowhere."""
    document = book.text.document()
    document.size()  # laid out to its end
    height, found, block = document.documentLayout().blockBoundingRect, [], document.begin()
    while block.isValid():
        if block.text() and not height(block).height():
            found.append(block.text())
        block = block.next()
    return found


def bars(book: Handbook) -> tuple[bool, bool]:
    """Whether it scrolls down, and sideways."""
    return book.text.verticalScrollBar().maximum() > 0, book.text.horizontalScrollBar().maximum() > 0


def test_a_long_command_makes_no_page_wider_than_its_window(qtbot: QtBot, window: MainWindow) -> None:
    book = Handbook(window)
    book.present()
    for chapter in CHAPTERS:
        book.show_chapter(chapter)
        qtbot.waitUntil(lambda: bars(book) == (True, False), timeout=PATIENCE)  # laid out anew beside the first
    book.close()
