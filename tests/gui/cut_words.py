"""Which words of the window are cut off: ``python -m tests.gui.cut_words CASE KEY FONT LONGER`` prints them as JSON.

``FONT`` is how much larger the letters are than usual, ``LONGER`` how much longer all words are.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, QTranslator
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QScrollArea,
    QStyle,
    QStyleOptionFrame,
    QWidget,
)

from reviewer.casefile.engine.credential import Key
from reviewer.gui.app import application
from reviewer.gui.navigation import PassphraseTarget, RecoveryTarget, RoomName
from reviewer.gui.rooms.interviews.hold import HoldWindow
from reviewer.gui.rooms.ledger.figure import FigureButton
from reviewer.gui.shared.ledger.entry_form import EntryForm
from reviewer.gui.shell.passphrase_page import PassphrasePage
from reviewer.gui.shell.rail import RoomButton
from reviewer.gui.shell.window import MainWindow
from reviewer.gui.shell.workspace import Workspace
from reviewer.gui.theme import font
from reviewer.gui.widgets.elided import Elided
from reviewer.gui.widgets.folding import Folding
from reviewer.isolation.workers import Workers

SCREEN = QSize(1366, 768)
SECONDS = 60.0
MARGIN = 2
"""Pixels at both sides that a line to type into leaves free."""
BESIDE = 14
"""Pixels that the style sheet leaves free beside the words of a table's head."""
LAYERS = 4
"""So often a layout may lead to one around it."""
QUIET = 12
"""So many turns without anything that is waited for, and a room is as it stays."""


class Longer(QTranslator):
    """A language in which everything takes more letters."""

    def __init__(self, by: float) -> None:
        super().__init__()
        self._by = by

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's name
        return False

    def translate(self, context: str, source: str, _about: str = "", _number: int = -1) -> str:  # type: ignore[override]
        """The words, with a part of them once more; names of keys are Qt's own and stay."""
        if context.startswith("Q"):
            return source
        again = "".join(letter for letter in source if letter not in "{}&%…")
        return f"{source} {again}"[: len(source) + round(len(source) * (self._by - 1))] if self._by > 1 else source


def cut(widget: QWidget) -> bool:
    """Whether a widget is smaller than the words in it."""
    if isinstance(widget, QLabel) and not isinstance(widget, Elided):
        if widget.wordWrap():
            return widget.heightForWidth(widget.width()) > widget.height() + 1
        return widget.sizeHint().width() > widget.width() + 1 or widget.fontMetrics().height() > widget.height() + 1
    if isinstance(widget, FigureButton):  # it draws three lines
        return widget.width() < widget.sizeHint().width() or widget.height() < widget.sizeHint().height()
    if isinstance(widget, RoomButton) and widget.low:  # the icon alone, with the name as its tip
        return not widget.toolTip().startswith(widget.text())
    if isinstance(widget, QAbstractButton | QComboBox):
        metrics = widget.fontMetrics()
        text = widget.currentText() if isinstance(widget, QComboBox) else widget.text()
        arrow = metrics.height() if isinstance(widget, QComboBox) else 0
        wide = max((metrics.horizontalAdvance(line) for line in text.split("\n")), default=0)
        chip = widget.property("role") == "chip" and widget.height() < widget.sizeHint().height()
        return chip or (bool(text) and (wide + arrow > widget.width() or metrics.height() > widget.height() + 1))
    return False


def asks(widget: QWidget) -> bool:
    """Whether what a line asks for is cut, where nothing is typed into it."""
    if not isinstance(widget, QLineEdit) or widget.text():
        return False
    option = QStyleOptionFrame()
    widget.initStyleOption(option)
    inside = widget.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, widget)
    return widget.fontMetrics().horizontalAdvance(widget.placeholderText()) > inside.width() - 2 * MARGIN


def cut_heads(header: QHeaderView, *, usual: bool) -> list[str]:
    """The heads of a table's columns that are narrower than their words, in sight or not.

    One that takes what the others leave may be, where letters or words are longer than ``usual``.
    """
    columns = range(header.count() if header.orientation() is Qt.Orientation.Horizontal else 0)
    metrics, found = QFontMetrics(font("small")), []
    for section in columns:
        words = str(header.model().headerData(section, Qt.Orientation.Horizontal) or "")
        ordered = header.isSortIndicatorShown() and header.sortIndicatorSection() == section
        wide = header.sectionSize(section) - BESIDE - ordered * metrics.height()
        stretches = header.sectionResizeMode(section) is QHeaderView.ResizeMode.Stretch
        if header.isSectionHidden(section) or (stretches and not usual):
            continue
        if metrics.horizontalAdvance(words) > wide:
            found.append(f"{words!r} {metrics.horizontalAdvance(words)} in {wide}")
    return found


def cut_in_list(asking: QComboBox | QLineEdit) -> bool:
    """Whether words are cut in the list of a choice, or in what is offered to whoever types a name."""
    if isinstance(asking, QComboBox):
        asking.showPopup()
        cut_off = narrow(asking.view())
        asking.hidePopup()
        return cut_off
    completer = asking.completer()
    assert completer is not None
    completer.complete()
    popup = completer.popup()
    assert popup is not None
    cut_off = narrow(popup)
    popup.hide()
    return cut_off


def narrow(offered: QAbstractItemView) -> bool:
    """Whether a list that came up is narrower than its words."""
    return offered.isVisible() and offered.sizeHintForColumn(0) > offered.viewport().width()


def cut_in_menu(menu: QMenu) -> list[str]:
    """The lines of an open menu, and of those below it, that are narrower than their words; menus off the screen."""
    metrics, screen = menu.fontMetrics(), menu.screen().availableGeometry()
    found = [] if screen.contains(menu.geometry()) else [f"menu at {menu.geometry()} of {screen}"]
    for action in menu.actions():
        words, place = "".join(action.text().split("\t")), menu.actionGeometry(action)
        if metrics.horizontalAdvance(words) > place.width() or not menu.rect().contains(place):
            found.append(words)
        below = action.menu()
        if isinstance(below, QMenu) and action.isEnabled():
            below.popup(menu.mapToGlobal(menu.actionGeometry(action).bottomLeft()))
            found += cut_in_menu(below)
            below.hide()
    return found


def menus(workspace: Workspace) -> dict[str, Callable[[], object]]:
    """How each menu is opened, by its room and name."""
    review, search, top = workspace.review, workspace.search, workspace.topbar
    reviewer = top.reviewer.menu()
    assert isinstance(reviewer, QMenu)

    def row() -> None:
        review.fold.bring(review.place)
        review.listing.go_to(0)
        review.marking.menu.open_at_row()

    return {
        "review order": review.listing._show_sorts,
        "review overviews": review.filter.overviews.click,
        "review row": row,
        "search overviews": search.overviews.click,
        "findings templates": workspace.findings.policy._offer_templates,
        "custody evidence": top.offer_evidence,
        "custody reviewer": lambda: reviewer.popup(top.reviewer.mapToGlobal(QPoint(0, top.reviewer.height()))),
    }


def offers(widget: QWidget) -> bool:
    """Whether a list belongs to something."""
    return isinstance(widget, QComboBox) or (isinstance(widget, QLineEdit) and widget.completer() is not None)


def sideways(widget: QWidget) -> bool:
    """Whether a pane or a room has to be scrolled sideways; tables and trees may, and so may a page that is zoomed."""
    return isinstance(widget, QScrollArea) and widget.horizontalScrollBar().maximum() > 0


def small(widget: QWidget) -> bool:
    """Whether a target is smaller than 24 by 24 pixels (WCAG 2.2, 2.5.8)."""
    target = isinstance(widget, QAbstractButton | QComboBox) and widget.isEnabled()
    return target and (widget.width() < 24 or widget.height() < 24)


def settle(app: QApplication, until: Callable[[], bool] = lambda: True) -> None:
    """Let the window work until something holds and nothing is on its way any more."""
    end, quiet = time.monotonic() + SECONDS, 0
    while (quiet < QUIET or not until()) and time.monotonic() < end:
        app.processEvents()
        time.sleep(0.01)
        quiet += 1
    for _layer in range(LAYERS):  # an answer that came in the last turn is not laid out yet
        app.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
    if not until():
        raise TimeoutError(f"it never came to pass within {SECONDS:.0f} seconds")


class Found:
    """What is cut, too small, or scrolled sideways, with where that is.

    With larger letters or longer words Qt ends what an empty line asks for in “…”; it is its name for a screen reader.
    """

    def __init__(self, *, usual: bool) -> None:
        self._usual = usual
        self.cut: list[str] = []
        self._lists: list[QWidget] = []
        self.small: list[str] = []
        self.sideways: list[str] = []

    def look(self, where: str, window: QWidget) -> None:
        """Look at everything in sight in a window."""
        for each in window.findChildren(QWidget):
            if each.isVisible() and each.window() is window:
                self.cut += [f"{where}: {told(each)}"] * (cut(each) or (self._usual and asks(each)))
                if isinstance(each, QComboBox | QLineEdit) and offers(each) and each not in self._lists:
                    self._lists.append(each)
                    self.cut += [f"{where}, list: {told(each)}"] * cut_in_list(each)
                if isinstance(each, QHeaderView):
                    about = (each.parentWidget() or each).accessibleName()
                    self.cut += [f"{where}, {about}, head: {words}" for words in cut_heads(each, usual=self._usual)]
                self.small += [f"{where}: {told(each)}"] * small(each)
                self.sideways += [f"{where}: {told(each)}"] * sideways(each)


def looks(workspace: Workspace, app: QApplication, found: Found) -> None:
    """Look at every room, unfolded, at every part of it that a switch leads to, and at every form."""
    window = workspace.window()
    for name in RoomName:
        workspace.show_room(name)
        settle(app)
        for head in workspace.rooms[name].findChildren(QAbstractButton):
            if head.isCheckable() and head.isVisible() and head.property("role") == "link" and not head.isChecked():
                head.click()
        settle(app)
        keyed = [each for each in workspace.rooms[name].findChildren(QAbstractButton) if each.shortcut().toString()]
        switches = [each for each in keyed if each.isCheckable() and each.shortcut().toString().startswith("Ctrl+")]
        for number in range(max(1, len(switches))):
            if switches:
                switches[number].click()
                settle(app)
            unfold(workspace, app)
            found.look(f"{name} {number}", window)
            for at, panes in enumerate(folded(workspace.rooms[name])):
                panes.click()
                settle(app)
                found.look(f"{name} {number}, pane {at}", window)
    for form, begin in {**overviews(workspace), **forms(workspace)}.items():
        workspace.show_room(RoomName(form.partition(" ")[0]))
        begin()
        settle(app, lambda form=form: form != GROUP or workspace.review.group.open)  # type: ignore[misc]
        found.look(form, window)
    for where, begin in menus(workspace).items():
        workspace.show_room(RoomName(where.partition(" ")[0]))
        settle(app)
        begin()
        settle(app, lambda: isinstance(QApplication.activePopupWidget(), QMenu))
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        found.cut += [f"{where}, menu: {words}" for words in cut_in_menu(menu)]
        menu.hide()
    hold = held(workspace, app)
    for page in range(hold.middle.count()):
        hold.middle.setCurrentIndex(page)
        settle(app)
        found.look(f"hold {page}", hold)
    found.cut += [] if hold.width() <= SCREEN.width() else [f"hold: {hold.size().toTuple()}"]
    hold.close()


GROUP = "review group"


def overviews(workspace: Workspace) -> dict[str, Callable[[], object]]:
    """How each page is shown that takes the place of a room for a while, by its room and name."""
    review, search = workspace.review.stack, workspace.search.stack

    def compare_all() -> None:
        workspace.review.fold.bring(workspace.review.place)
        workspace.review.list.selectAll()
        workspace.review.group.next()

    return {
        "review queues": review.show_queues,
        "review coverage": review.show_coverage,
        "review time": review.show_time_line,
        "review nothing": review.leave,
        GROUP: compare_all,
        "review again": workspace.review.group.leave,
        "search saved": search.show_saved,
        "search terms": search.show_terms,
        "search nothing": search.leave,
    }


def folded(room: QWidget) -> list[QAbstractButton]:
    """The names of the panes that are folded away in a room."""
    folds = [each for each in room.findChildren(Folding) if each.isVisible()]
    names = [name for fold in folds for name in fold.names.findChildren(QAbstractButton)]
    return [each for each in names if each.isVisible() and not each.isChecked()]


def forms(workspace: Workspace) -> dict[str, Callable[[], object]]:
    """How each form is opened, by its room and name; each closes what the one before it opened."""
    return {**review_forms(workspace), **shell_forms(workspace), **room_forms(workspace)}


def review_forms(workspace: Workspace) -> dict[str, Callable[[], object]]:
    """Those that are opened from the words at hand."""
    review = workspace.review
    entering = review.entering

    def at_hand(begin: Callable[[], object], form: Callable[[], EntryForm] | None = None) -> Callable[[], object]:
        def shown() -> None:
            for each in (entering.benefit, entering.endorsement):
                each.left.emit()
            review.drawer.open()
            review.desk.step(1)
            begin()
            if form is not None:
                form().folding.more.click()

        return shown

    return {
        "review benefit": at_hand(entering.benefit_here, lambda: entering.benefit),
        "review endorsement": at_hand(entering.endorsement_here, lambda: entering.endorsement),
        "review redaction": at_hand(review.redacting.ask_part),
        "review for or against": at_hand(review.citing.ask),
    }


def shell_forms(workspace: Workspace) -> dict[str, Callable[[], object]]:
    """Those that stand around the rooms."""

    def keys() -> None:
        workspace.keymap.show()

    def evidence() -> None:
        workspace.keymap.hide()
        workspace.evidence.offer([Path("Mailbox of an officer.zip"), Path("second.zip")])

    def recovery() -> None:
        workspace.evidence.hide()
        workspace.go(RecoveryTarget())

    def passphrase() -> None:
        workspace.recovery.hide()
        workspace.go(PassphraseTarget())

    def back() -> None:
        page = workspace.window().findChild(PassphrasePage)
        assert page is not None
        page.left.emit()

    return {
        "review keys": keys,
        "custody evidence": evidence,
        "custody recovery": recovery,
        "custody passphrase": passphrase,
        "custody nothing": back,
    }


def room_forms(workspace: Workspace) -> dict[str, Callable[[], object]]:
    """Those of the other rooms."""
    people, findings, ledger, exports = workspace.people, workspace.findings, workspace.ledger, workspace.exports

    def part(show: Callable[[str], None], name: str, begin: Callable[[], object]) -> Callable[[], object]:
        def shown() -> None:
            show(name)
            begin()

        return shown

    return {
        "ledger benefit": part(ledger.show_look, "benefits", ledger.edit),
        "ledger limits": part(ledger.show_look, "limits", ledger.limits.rule.setFocus),
        "exports production": part(exports.show_part, "productions", exports.productions.begin),
        "people officer": part(people.show_part, "officers", people.page.add_officer),
        "people organisation": part(people.show_part, "organisations", people.add_new),
        "findings allegation": part(findings.show_part, "allegations", findings.allegations.begin),
        "findings clause": part(findings.show_part, "policy", findings.policy.begin),
        "interviews interview": workspace.interviews.begin,
    }


def held(workspace: Workspace, app: QApplication) -> HoldWindow:
    """An interview with a long question, as it is held on the screen."""
    room = workspace.interviews
    room.form.witness.setText("Noor Haddad")
    room.form.save.click()
    settle(app, lambda: room.whole is not None)
    room.sheet.show_part("outline")
    for words in ("The offer", QUESTION):
        room.sheet.outline.new.setText(words)
        room.sheet.outline.add_question.click()
        settle(app, lambda: room.sheet.outline.new.text() == "")
    room.go_in(full_screen=False)
    room.hold.resize(SCREEN)
    settle(app, lambda: room.hold.whole is not None)
    return room.hold


QUESTION = "You were told that units would be left for the troops at both roll calls. What did you take that to mean?"


def unfold(workspace: Workspace, app: QApplication) -> None:
    """Where a production is in sight, ask how it was handed over, once its mock run is through."""
    page = workspace.exports.productions.page
    if page.after.deliver.isVisible():
        settle(app, page.after.deliver.isEnabled)
        page.after.deliver.click()
        settle(app)


def told(widget: QWidget) -> str:
    text = widget.currentText() if isinstance(widget, QComboBox) else ""
    if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
        text = widget.text() or getattr(widget, "placeholderText", str)()
    size = widget.size().toTuple()
    return f"{type(widget).__name__} {text[:50]!r} {size} of {widget.sizeHint().toTuple()}"


def main(case: str, key: str, font: str, longer: str) -> None:
    """Go through all rooms and print what is cut."""
    app = QApplication(sys.argv[:1])
    larger = app.font()
    larger.setPointSizeF(larger.pointSizeF() * float(font))
    app.setFont(larger)
    application(dark=False)
    language = Longer(float(longer))
    app.installTranslator(language)
    with Workers() as workers:
        window = MainWindow(workers)
        window.resize(SCREEN)
        window.show()
        found = Found(usual=font == longer == "1")
        for page in (window.start, window.unlock, window.new_case):
            window.stack.setCurrentWidget(page)
            settle(app)
            found.look(type(page).__name__, window)
        raw, salt = (bytes.fromhex(part) for part in key.split(":"))
        window.opening.open_with_key(Path(case), Key(raw, salt))
        settle(app, lambda: window.workspace is not None and window.workspace.review.desk.a.view.complete)
        assert window.workspace is not None
        looks(window.workspace, app, found)
        size, least = window.size().toTuple(), window.minimumSizeHint().toTuple()
        told_all = {"cut": found.cut, "small": found.small, "sideways": found.sideways}
        sys.stdout.write(json.dumps({**told_all, "size": size, "least": least}))
        window.close()
        app.processEvents()


if __name__ == "__main__":
    main(*sys.argv[1:5])
