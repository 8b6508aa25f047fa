"""Lines that quote an earlier message are grey, lead to it and back, and tell where they differ from it."""

from __future__ import annotations

from dataclasses import replace
from itertools import cycle
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine.case import Case
from reviewer.desktop import preferences
from reviewer.domain.pages.passage import Place, Span
from reviewer.errors import StorageError
from reviewer.gui.pages.pane import Pane
from reviewer.gui.pages.quotes_bar import QuotesBar
from reviewer.gui.rooms.review.room import ReviewRoom
from reviewer.gui.shell.workspace import Workspace
from reviewer.isolation.workers import Workers
from reviewer.usecases import search
from reviewer.usecases.analysis import analysis, quoted_text
from reviewer.usecases.analysis.quoted_text import QuotedText
from reviewer.usecases.evidence import intake
from reviewer.usecases.pages import item_pages, tags
from tests.evidence import folder, mail
from tests.gui.conftest import PATIENCE, Evidence
from tests.gui.hands import SHIFT, Hands
from tests.gui.keyboard import focused
from tests.gui.late import Late
from tests.gui.rooms.interviewing import read_through
from tests.gui.test_theme import contrast
from tests.kept import Kept

OFFER = "Dear Bo,\n\nwe can let you have 4 cameras for your help. Tell nobody of it, please.\n\nAda\n"
WROTE = "On 3 May 2016 at 16:15, Ada Lune <ada@agency.example> wrote:\n"
SHORTER = "".join(f"> {line}\n" for line in OFFER.replace(" Tell nobody of it, please.", "").splitlines())
GONE = "On 1 May 2016 at 07:03, Kim Vole <kim@agency.example> wrote:\n> Bring the blue box to the harbour.\n"


def message(subject: str, body: str, day: int, sender: str = "Bo Reef <bo@agency.example>") -> bytes:
    return mail(subject, body, sender=sender, date=f"{day:02} May 2016 16:15:00 +0000")


@pytest.fixture
def evidence(tmp_path: Path, kept_cases: Kept, workers: Workers) -> Evidence:
    """An offer, an answer that quotes it without one sentence, and one that quotes what is not there."""

    def build(case: Case, there: Path) -> None:
        files = {
            "1.eml": message("Cameras", OFFER, 3, sender="Ada Lune <ada@agency.example>"),
            "2.eml": message("Re: Cameras", f"Gladly.\n\n{WROTE}{SHORTER}", 4),
            "3.eml": message("The box", f"Done.\n\n{GONE}", 5),
        }
        intake.add(case, workers, [folder(there / "box", files)], custodian="Reef", reviewer="Ada")
        analysis.arrange(case, reviewer="Ada")
        tags.add(case, "Gratuity offered", color="orange", key="1", reviewer="Ada")
        for item in search.ids(case, ""):
            item_pages.ensure(case, workers, item, reviewer="Ada")

    path = kept_cases.copy("quotes in the window", tmp_path / "case.evcase", build, title="Quotes", reference="IA 7")
    return Evidence(path, kept_cases.key)


def go(qtbot: QtBot, room: ReviewRoom, row: int) -> None:
    """Open an item of the list and wait for its pages."""
    item = room.model.item_at(row)
    room.listing.go_to(row)
    qtbot.waitUntil(lambda: shows(room, item), timeout=PATIENCE)


def shows(room: ReviewRoom, item: object) -> bool:
    document, found = room.desk.a.view.document, room.desk.at_hand
    return document is not None and document.item == item and found is not None and room.desk.a.view.complete


def told(pane: Pane) -> str:
    """What stands below the pages of a pane."""
    if not pane.quotes.isVisible():
        return ""
    labels = [each.text() for each in pane.quotes.findChildren(QLabel) if each.isVisible()]
    return "\n".join(labels + [each.text() for each in pane.quotes.findChildren(QPushButton) if each.isVisible()])


def darkest(pane: Pane, span: Span) -> str:
    """The darkest colour that is painted where some words stand."""
    view = pane.view
    assert view.document is not None
    picture = view.viewport().grab().toImage()
    left, top = view.horizontalScrollBar().value(), view.verticalScrollBar().value()
    x, y, _, _ = view._layout.rect(1)
    found = []
    for x0, y0, x1, y1 in view.document.text.rects(span, 1):
        corner = QPoint(round(x - left + x0 * view.zoom), round(y - top + y0 * view.zoom))
        size = QRect(corner, QPoint(round(x - left + x1 * view.zoom), round(y - top + y1 * view.zoom)))
        assert picture.rect().contains(size)
        found += [picture.pixelColor(at, row) for at in range(size.left() + 1, size.right()) for row in _rows(size)]
    return min(found, key=lambda each: each.lightness()).name()


def beside(pane: Pane) -> QPoint:
    """Left of the first quote, where its line is painted."""
    pane.view.viewport().grab()
    (strip, _), *_ = pane.view.quoted._strips
    return strip.center()


def _rows(size: QRect) -> range:
    return range(size.top() + 1, size.bottom())


def words(pane: Pane, wanted: str) -> Span:
    """Where words stand on the first page."""
    assert pane.view.document is not None
    at = pane.view.document.text.texts[0].index(wanted)
    return Span(Place(1, at), Place(1, at + len(wanted)))


def test_a_quote_is_grey_and_told_with_what_was_left_out_and_keys_lead_to_its_original_and_back(
    qtbot: QtBot, workspace: Workspace, room: ReviewRoom
) -> None:
    """Alt+Left leads nowhere while somebody types."""
    first, second = (room.model.item_at(row) for row in range(2))
    pane, hands, heard = room.desk.a, Hands(), list[str]()
    workspace.session.said.connect(heard.append)
    go(qtbot, room, 1)
    qtbot.waitUntil(lambda: "differs" in told(pane), timeout=PATIENCE)
    said = told(pane)
    assert "IA7-000001 · 2016-05-03 · Ada Lune (W)" in said
    assert "The quote of IA7-000001 differs from the original: “Tell nobody of it, please.” is left out." in said
    assert contrast(darkest(pane, words(pane, "Gladly")), "#FFFFFF") > 12, "the message's own words are as they were"
    quoted = darkest(pane, words(pane, "4 cameras"))
    assert 4.5 <= contrast(quoted, "#FFFFFF") < 8
    room.list.setFocus()
    hands.press(Qt.Key.Key_W)
    qtbot.waitUntil(lambda: shows(room, first), timeout=PATIENCE)
    qtbot.waitUntil(lambda: "Back to IA7-000002 (Alt+Left)" in told(pane), timeout=PATIENCE)
    assert room.list.currentIndex().row() == 0
    assert contrast(darkest(pane, words(pane, "4 cameras")), "#FFFFFF") > 12
    hands.press(Qt.Key.Key_N)
    qtbot.waitUntil(room.inspector.note.hasFocus, timeout=PATIENCE)
    hands.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert heard[-1] == "Leave the field first (Esc), then Alt+Left goes back"
    assert focused() is room.inspector.note
    hands.press(Qt.Key.Key_Escape)
    hands.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: shows(room, second), timeout=PATIENCE)
    qtbot.waitUntil(lambda: "differs" in told(pane), timeout=PATIENCE)
    hands.press(Qt.Key.Key_W, SHIFT)
    qtbot.waitUntil(lambda: room.comparing.comparing, timeout=PATIENCE)
    shown = [each.view.document for each in room.desk.panes]
    assert [None if each is None else each.item for each in shown] == [second, first]


def test_a_click_beside_a_quote_leads_to_its_original_though_the_list_has_it_not(
    qtbot: QtBot, room: ReviewRoom
) -> None:
    """The filter stays as it is, and the way back leads to the list's own item."""
    first, second = (room.model.item_at(row) for row in range(2))
    room.opening.list_items("gladly")
    qtbot.waitUntil(lambda: room.model.query == "gladly" and room.model.rowCount() == 1, timeout=PATIENCE)
    qtbot.waitUntil(lambda: shows(room, second), timeout=PATIENCE)
    view = room.desk.a.view
    qtbot.waitUntil(lambda: "differs" in told(room.desk.a), timeout=PATIENCE)
    step = cycle((-1, 1))

    def led() -> bool:
        QTest.mouseMove(view.viewport(), beside(room.desk.a) + QPoint(next(step), 0))
        return view.viewport().toolTip() == "Go to IA7-000001, which is quoted here"

    qtbot.waitUntil(led, timeout=PATIENCE)
    followed = list[int]()
    view.quoted.followed.connect(followed.append)
    began = beside(room.desk.a)
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=began)
    QTest.mouseMove(view.viewport(), began + QPoint(90, 0))
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=began + QPoint(90, 0))
    assert view.selection.span is not None, "who selects from the line on goes nowhere"
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=beside(room.desk.a))
    qtbot.waitUntil(lambda: shows(room, first), timeout=PATIENCE)
    assert (room.model.query, room.model.rowCount()) == ("gladly", 1)
    room.list.setFocus()
    assert followed == [0]
    Hands().press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: shows(room, second), timeout=PATIENCE)
    qtbot.waitUntil(lambda: "differs" in told(room.desk.a), timeout=PATIENCE)
    buttons = room.desk.a.quotes.findChildren(QPushButton)
    QTest.mouseClick(next(each for each in buttons if "Compare" in each.text()), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: room.comparing.comparing, timeout=PATIENCE)


def test_what_was_not_compared_is_said_with_why_and_not_told_as_a_difference(
    qtbot: QtBot, case: Case, workers: Workers, tmp_path: Path
) -> None:
    named = WROTE.replace("16:15", "16:15:00 +0000")
    whole = "".join(f"> {line}\n" for line in OFFER.splitlines())
    files = {
        "1.eml": message("Cameras", OFFER, 3, sender="Ada Lune <ada@agency.example>"),
        "2.eml": message("Re: Cameras", f"No.\n\n{named}> You owe me a lot for what I did.\n", 4),
        "3.eml": message("Re: Cameras", f"Yes.\n\n{WROTE}{SHORTER}> \n> Join our list, it is free.\n", 5),
        "4.eml": message("Re: Cameras", f"Yes.\n\n{WROTE.replace('16:15', '16:19')}{whole}", 6),
        "5.eml": message("Re: Cameras", f"Yes.\n\n{WROTE.replace('16:15', '18:15')}{whole}", 7),
    }
    intake.add(case, workers, [folder(tmp_path / "disk", files)], reviewer="Ada")
    analysis.arrange(case, reviewer="Ada")
    first, unsure, added, later, elsewhere = (quoted_text.of_item(case, item) for item in search.ids(case, ""))
    control = unsure.quotes[0].item.control if unsure.quotes[0].item is not None else ""

    def remarks(found: QuotedText) -> list[str]:
        bar = QuotesBar()
        qtbot.addWidget(bar)
        bar.show_quoted(found, placed=[True])
        return [each.text() for each in bar.remarks.findChildren(QLabel)]

    assert not first.quotes
    assert remarks(unsure) == [
        f"It is not sure that {control} is what is quoted: its words are others. They were not compared."
    ]
    ends = "what stands before or after it may come from a program or a mailing list"
    assert remarks(added) == [
        f"The quote of {control} differs from the original: “Tell nobody of it, please.” is left out.",
        f"Parts of the quote of {control} were not compared: {ends}.",
    ]
    at = "“3 May 2016 at {}”{} “2016-05-03 16:15 +0000”"
    assert [*remarks(later), *remarks(elsewhere)] == [
        f"The lines above the quote of {control} are not as in the original: {at.format('16:19', ' in place of')}.",
        f"Above the quote of {control} it cannot be told whether these are the same: {at.format('18:15', ' and')}.",
    ]


def test_in_search_keys_lead_to_the_hit_that_is_quoted_or_to_review_and_back_and_compare_the_two(
    qtbot: QtBot, workspace: Workspace, room: ReviewRoom
) -> None:
    first, second = (room.model.item_at(row) for row in range(2))
    assert second is not None
    hands, found = Hands(), workspace.search

    def on_the_page(item: object) -> bool:
        document = found.pane.view.document
        return document is not None and document.item == item == found.working.item() and found.pane.view.complete

    def searched(words: str, count: int) -> None:
        workspace.search_for(words)
        qtbot.waitUntil(lambda: found.hits.hasFocus() and found.model.rowCount() == count, timeout=PATIENCE)

    searched("subject:cameras", 2)
    found.hits.go_to(found.model.row_of(second))
    qtbot.waitUntil(lambda: on_the_page(second) and "differs" in told(found.pane), timeout=PATIENCE)
    assert 4.5 <= contrast(darkest(found.pane, words(found.pane, "help")), "#FFFFFF") < 8
    hands.press(Qt.Key.Key_W)
    qtbot.waitUntil(lambda: on_the_page(first), timeout=PATIENCE)
    qtbot.waitUntil(lambda: "Back to IA7-000002 (Alt+Left)" in told(found.pane), timeout=PATIENCE)
    assert workspace.stack.currentWidget() is found
    hands.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: on_the_page(second), timeout=PATIENCE)
    searched("gladly", 1)
    qtbot.waitUntil(lambda: on_the_page(second) and "differs" in told(found.pane), timeout=PATIENCE)
    room.listing.go_to(2)
    qtbot.waitUntil(lambda: room.desk.a.item is not None and room.desk.a.item.id != first, timeout=PATIENCE)
    hands.press(Qt.Key.Key_W)
    qtbot.waitUntil(lambda: workspace.stack.currentWidget() is room and shows(room, first), timeout=PATIENCE)
    qtbot.waitUntil(lambda: "Back to IA7-000002 (Alt+Left)" in told(room.desk.a), timeout=PATIENCE)
    room.list.setFocus()
    hands.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert workspace.stack.currentWidget() is found
    assert on_the_page(second)
    assert found.hits.hasFocus()
    hands.press(Qt.Key.Key_W, SHIFT)
    qtbot.waitUntil(lambda: room.comparing.comparing, timeout=PATIENCE)
    assert workspace.stack.currentWidget() is room
    assert [room.desk.asked(each) for each in room.desk.panes] == [second, first]


def test_what_is_quoted_and_not_there_is_said_and_nothing_where_that_is_off(
    qtbot: QtBot, workspace: Workspace, room: ReviewRoom
) -> None:
    pane, heard, hands = room.desk.a, list[str](), Hands()
    workspace.session.said.connect(heard.append)
    go(qtbot, room, 2)
    qtbot.waitUntil(lambda: told(pane) != "", timeout=PATIENCE)
    assert told(pane).splitlines() == ["Quotes what is not in the case", "Kim Vole · 1 May 2016 at 07:03"]
    room.list.setFocus()
    hands.press(Qt.Key.Key_W)
    assert heard[-1] == "What it quotes is not in the case"
    assert contrast(darkest(pane, words(pane, "blue box")), "#FFFFFF") < 8
    hands.press(Qt.Key.Key_V)  # as a receiver sees them
    assert told(pane) == ""
    assert contrast(darkest(pane, words(pane, "blue box")), "#FFFFFF") > 12
    hands.press(Qt.Key.Key_V)
    assert told(pane) != ""
    preferences.choose("quoted_text", "plain")
    workspace.session.prefer("quoted_text")
    assert told(pane) == ""
    assert contrast(darkest(pane, words(pane, "blue box")), "#FFFFFF") > 12
    hands.press(Qt.Key.Key_W)
    assert heard[-1] == "Quoted text is not looked for: the settings say so (Ctrl+,)"


def test_what_cannot_be_looked_for_is_not_said_to_be_on_its_way(
    qtbot: QtBot, workspace: Workspace, room: ReviewRoom
) -> None:
    """As a receiver sees a message nothing is looked for, and where no item is shown none is to come."""
    heard, hands = list[str](), Hands()
    workspace.session.said.connect(heard.append)
    room.list.setFocus()
    hands.press(Qt.Key.Key_V)
    go(qtbot, room, 2)
    room.list.setFocus()
    hands.press(Qt.Key.Key_W)
    assert heard[-1] == "What it quotes is not looked for in a receiver's view. Leave that view with V first"
    hands.press(Qt.Key.Key_V)
    qtbot.waitUntil(lambda: "Kim Vole" in told(room.desk.a), timeout=PATIENCE)
    assert all(each.told.text == "" for each in room.quoting._kept.values()), "of many that are kept no text is"
    room.desk.show_nothing("Nothing is listed")
    hands.press(Qt.Key.Key_W)
    assert heard[-1] == "Nothing here quotes an earlier message"


def test_where_looking_fails_it_is_said_why_and_the_key_tries_again(
    qtbot: QtBot, workspace: Workspace, room: ReviewRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard, hands, item = list[str](), Hands(), room.model.item_at(2)
    workspace.session.said.connect(heard.append)

    def fail(*_asked: object) -> None:
        raise StorageError("the disk cannot be read")

    with monkeypatch.context() as failing:
        failing.setattr(quoted_text, "of_item", fail)
        go(qtbot, room, 2)
        qtbot.waitUntil(lambda: item in room.quoting._failed, timeout=PATIENCE)
        assert "the disk cannot be read" in workspace.notice.what.text().lower(), "without W, too"
        room.list.setFocus()
        hands.press(Qt.Key.Key_W)
    assert heard[-1] == "What it quotes could not be looked for: the disk cannot be read. It is tried again now"

    def tried_again() -> bool:
        if item in room.quoting._failed:  # it was tried while the disk was still away
            hands.press(Qt.Key.Key_W)
        return "Kim Vole" in told(room.desk.a)

    qtbot.waitUntil(tried_again, timeout=PATIENCE)


def test_what_one_message_quotes_is_not_told_of_the_next_though_the_answer_comes_then(
    qtbot: QtBot, workspace: Workspace, room: ReviewRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = room.model.item_at(0)
    go(qtbot, room, 0)
    qtbot.waitUntil(lambda: first in room.quoting._kept, timeout=PATIENCE)  # else that look is the one held back
    late = Late(monkeypatch, quoted_text, "of_item")
    try:
        go(qtbot, room, 1)
        late.wait(qtbot)
        go(qtbot, room, 2)
        qtbot.waitUntil(lambda: "Kim Vole" in told(room.desk.a), timeout=PATIENCE)
    finally:
        late.let_go()
    read_through(qtbot, workspace)
    assert "Kim Vole" in told(room.desk.a)
    assert "IA7-000001" not in told(room.desk.a)


def test_a_long_name_makes_the_pane_no_wider_and_takes_no_key(qtbot: QtBot, evidence: Evidence) -> None:
    """A sender writes any name, and whoever quotes writes any line above it."""
    found, gone = (
        evidence.look(lambda case, row=row: quoted_text.of_item(case, search.ids(case, "")[row])).quotes[0]  # type: ignore[misc]
        for row in (1, 2)
    )
    item, header = found.item, gone.quote.header
    assert item is not None
    assert header is not None

    def bar(sender: str, name: str) -> QuotesBar:
        quotes = (
            replace(found, item=replace(item, sender=f"{sender} <ada@agency.example>")),
            replace(gone, quote=replace(gone.quote, header=replace(header, name=name))),
        )
        made = QuotesBar()
        qtbot.addWidget(made)
        made.show_quoted(QuotedText("", quotes), placed=[True, True])
        return made

    usual, long = bar("R" * 30, "K" * 40), bar("Research & Development " * 9, "K" * 300)
    named = next(each for each in long.links.findChildren(QPushButton) if "Research && Development" in each.text())
    assert named.shortcut().isEmpty()
    assert long.minimumSizeHint().width() <= usual.minimumSizeHint().width()
