"""The settings in one place: what one chooses holds at once, is kept, and says for whom."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton, QStyle, QStyleOptionComboBox
from pytestqt.qtbot import QtBot

from reviewer.desktop import preferences
from reviewer.desktop.preferences import Preferences
from reviewer.domain.evidence.reading_rule import Counts, ReadingRule
from reviewer.domain.exports.report_options import Language
from reviewer.domain.policy.clause import Wording
from reviewer.gui.shell.idle import IdleLock
from reviewer.gui.shell.settings_page import SettingsPage
from reviewer.gui.shell.window import MainWindow
from reviewer.gui.shell.workspace import Workspace
from reviewer.gui.theme import theme
from reviewer.gui.tokens import DARK, LIGHT
from reviewer.gui.widgets.choice import Choice
from reviewer.usecases.analysis import coverage
from reviewer.usecases.pages import notes
from tests.gui.conftest import PATIENCE, Evidence

CONTROL = Qt.KeyboardModifier.ControlModifier


def settings_page(window: MainWindow) -> SettingsPage:
    QTest.keyClick(window, Qt.Key.Key_Comma, CONTROL)
    assert window.settings.page is not None
    return window.settings.page


def pick(field: Choice, value: str) -> None:
    """Choose as a hand does: in the list that opens."""
    assert field.isEnabled()
    field.setCurrentIndex(field.findData(value))
    field.activated.emit(field.currentIndex())


def locked(window: MainWindow) -> bool:
    return window.workspace is None


def held(workspace: Workspace) -> bool:
    return workspace.held


def test_each_choice_can_be_read_in_whole(window: MainWindow, workspace: Workspace) -> None:
    page = settings_page(window)
    style = QStyle.SubControl.SC_ComboBoxEditField
    cut = []
    for field in page.findChildren(Choice):
        option = QStyleOptionComboBox()
        field.initStyleOption(option)
        room = field.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, style, field).width()
        said = [field.itemText(number) for number in range(field.count())]
        cut += [each for each in said if field.fontMetrics().horizontalAdvance(each) > room]
    assert workspace.window() is window, "a case is open, and so all of them are there"
    assert cut == []


def test_they_open_by_key_over_anything_and_escape_leads_back_to_it(window: MainWindow) -> None:
    page = settings_page(window)
    assert window.stack.currentWidget() is page
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert window.stack.currentWidget() is window.start
    assert window.settings.page is None
    (link,) = [each for each in window.start.findChildren(QPushButton) if each.text() == "Settings"]
    link.click()
    assert window.stack.currentWidget() is window.settings.page
    QTest.keyClick(window, Qt.Key.Key_Comma, CONTROL)
    assert window.stack.currentWidget() is window.start


def test_colours_and_size_hold_at_once_and_are_kept(window: MainWindow) -> None:
    fields = settings_page(window).laptop.fields
    small = theme().sizes.normal
    try:
        pick(fields["look"], "dark")
        assert theme().colors is DARK
        assert DARK.window in window.styleSheet()
        pick(fields["text_size"], "200")
        assert theme().sizes.normal == 2 * small
        assert window.start.font().pointSizeF() == 2 * small
    finally:
        pick(fields["look"], "light")
        pick(fields["text_size"], "100")
    assert (theme().colors, theme().sizes.normal) == (LIGHT, small)
    assert preferences.current() == Preferences(look=preferences.Look.LIGHT)


def test_rooms_are_made_anew_for_another_size_and_one_is_where_one_was(
    qtbot: QtBot, window: MainWindow, workspace: Workspace
) -> None:
    row, size = workspace.review.list.sizeHintForRow(0), theme().sizes.normal
    assert row > 0
    workspace.show_room("ledger")
    workspace.session.language = "fra"
    try:
        page = settings_page(window)
        pick(page.laptop.fields["text_size"], "200")
        page.back.click()
        qtbot.waitUntil(lambda: window.workspace is not workspace, timeout=PATIENCE)
        made = window.workspace
        assert made is not None
        qtbot.waitUntil(lambda: made._room_at_hand() == "ledger", timeout=PATIENCE)
        assert window.settings.page is None
        assert made.session.language == "fra"
        made.show_room("review")
        qtbot.waitUntil(lambda: made.review.desk.a.view.complete, timeout=PATIENCE)
        assert made.review.list.sizeHintForRow(0) > 1.5 * row
    finally:
        pick(settings_page(window).laptop.fields["text_size"], "100")
    assert theme().sizes.normal == size


def test_what_is_typed_in_a_form_keeps_its_room(qtbot: QtBot, window: MainWindow, workspace: Workspace) -> None:
    qtbot.waitUntil(lambda: not workspace.session.working, timeout=PATIENCE)
    workspace.show_room("findings")
    workspace.findings.show_part("policy")
    clause = workspace.findings.policy.form
    clause.begin(Wording("", ""))
    assert not held(workspace)
    QTest.keyClicks(clause.text, "An officer")
    workspace.show_room("review")
    assert held(workspace)
    clause.text.clear()
    assert not held(workspace)
    workspace.evidence.show()
    QTest.keyClicks(workspace.evidence.custodian, "Sgt. Mo")
    page = settings_page(window)
    try:
        pick(page.laptop.fields["text_size"], "115")
        page.back.click()
        assert window.workspace is workspace
        assert workspace.evidence.custodian.text() == "Sgt. Mo"
        assert "when the case is opened again" in workspace.notice.what.text()
    finally:
        pick(settings_page(window).laptop.fields["text_size"], "100")


def test_the_folder_for_cases_is_where_cases_are_looked_for(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = settings_page(window)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path))
    page.laptop.change.click()
    assert page.laptop.folder.text() == str(tmp_path)
    begun: list[str] = []

    def asked(_parent: object, _title: str, start: str, _kinds: str) -> tuple[str, str]:
        begun.append(start)
        return "", ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", asked)
    window.start.choose()
    assert begun == [str(tmp_path)]


def test_what_this_laptop_does_not_keep_is_said_each_time_and_not_shown_as_chosen(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    page = settings_page(window)
    (tmp_path / "config").write_text("in the way")
    for _time in range(2):
        page.problem.hide()
        pick(page.laptop.fields["report_language"], "fr")
        qtbot.waitUntil(page.problem.isVisible, timeout=PATIENCE)
        assert "does not keep settings" in page.problem.text()
        assert page.laptop.fields["report_language"].value == "en"


def test_what_counts_as_read_is_decided_in_the_case_and_undone_like_any_act(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, evidence: Evidence
) -> None:
    page = settings_page(window)
    case = page.case
    assert case is not None
    qtbot.waitUntil(case.pace.isEnabled, timeout=PATIENCE)
    pick(case.pace, "400")
    pick(case.counts, "marked")  # before the answer to the first
    qtbot.waitUntil(lambda: not case.pace.isEnabled(), timeout=PATIENCE)
    assert evidence.look(coverage.rule) == ReadingRule(Counts.MARKED, 400)
    workspace.undoing.undo()
    qtbot.waitUntil(case.pace.isEnabled, timeout=PATIENCE)
    assert (case.counts.value, case.pace.value) == ("opened", "400")
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert window.stack.currentWidget() is workspace


def test_what_new_notes_are_is_decided_in_the_case_and_undone_like_any_act(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, evidence: Evidence
) -> None:
    """And the box that notes are typed into says so before one is saved."""
    page = settings_page(window)
    assert page.case is not None
    rule = page.case.notes
    qtbot.waitUntil(rule.isEnabled, timeout=PATIENCE)
    assert rule.value == "private"
    pick(rule, "report")
    qtbot.waitUntil(lambda: evidence.look(notes.rule), timeout=PATIENCE)
    QTest.keyClick(page, Qt.Key.Key_Escape)
    editor = workspace.review.inspector.note_editor
    QTest.keyClicks(editor.box, "Ask Lee")
    qtbot.waitUntil(lambda: "for the report" in editor.about.text(), timeout=PATIENCE)
    workspace.undoing.undo()
    qtbot.waitUntil(lambda: "for the report" not in editor.about.text(), timeout=PATIENCE)
    assert "Not saved" in editor.about.text()
    assert not evidence.look(notes.rule)


def test_languages_hold_at_once_in_rooms_that_are_there(window: MainWindow, workspace: Workspace) -> None:
    report = workspace.exports.report.choices
    assert report.language.value == Language.ENGLISH
    page = settings_page(window)
    pick(page.laptop.fields["report_language"], "fr")
    assert report.language.value == Language.FRENCH
    scans = workspace.evidence.language
    for language in [scans.itemText(at) for at in range(scans.count())]:
        pick(page.laptop.fields["ocr_language"], language)
        assert scans.language == language


def test_a_case_that_is_locked_over_the_settings_takes_them_along(window: MainWindow, workspace: Workspace) -> None:
    page = settings_page(window)
    assert workspace.isHidden()
    QTest.keyClick(page, Qt.Key.Key_L, CONTROL)
    assert locked(window)
    assert window.settings.page is None
    assert window.stack.currentWidget() is window.unlock


@pytest.fixture
def clock(window: MainWindow) -> list[float]:
    """The time that the lock of the window goes by, in seconds."""
    now = [1_000.0]
    window.idle._clock = partial(now.__getitem__, 0)
    window.idle._looking.setInterval(24 * 60 * 60 * 1000)  # looks when a test says so, however long that takes
    return now


def test_work_that_is_under_way_keeps_a_case_open_and_an_act_on_its_way_does_not(
    qtbot: QtBot, window: MainWindow, clock: list[float], open_now: Callable[[], Workspace]
) -> None:
    workspace = open_now()
    go_on, session = threading.Event(), workspace.session
    session.long_operation(workspace, lambda _case: go_on.wait(PATIENCE / 1000)).run()
    clock[0] += 30 * 60
    window.idle.look()
    assert not locked(window)
    window.idle.begin()
    go_on.set()
    qtbot.waitUntil(lambda: not session.working, timeout=PATIENCE)
    workspace.review.acts.mark(workspace.review.desk.shown()[0], relevance="relevant")
    clock[0] += 30 * 60
    window.idle.look()
    assert locked(window)


def test_a_case_that_nobody_touches_is_locked_after_the_minutes_that_are_set(
    window: MainWindow, clock: list[float], open_now: Callable[[], Workspace]
) -> None:
    preferences.choose("lock_after", "10")
    workspace = open_now()
    workspace.show_room("ledger")
    workspace.ledger.show_look("limits")
    QTest.keyClicks(workspace.ledger.limits.filter, "above")
    QTest.keyClicks(workspace.ledger.limits.rule, "The department's")
    clock[0] += 599
    window.idle.look()
    assert not locked(window)
    handle = window.windowHandle()
    window.idle._watch(handle)

    def move() -> None:
        for x in (9, 19):  # a move to where the mouse is already is none
            QTest.mouseMove(handle, QPoint(x, 9))

    for hand in (move, lambda: QTest.keyClick(handle, Qt.Key.Key_J)):  # of a shortcut's press there is no KeyPress
        clock[0] += 50
        hand()
        clock[0] += 549
        window.idle.look()
        assert not locked(window)
    clock[0] += 51
    window.idle.look()
    assert locked(window)
    assert "after 10 minutes" in window.notice.what.text()
    assert window.notice.what.text().endswith("Look whether what was typed here was kept: Rule.")


def test_a_laptop_that_slept_locks_as_a_hand_wakes_it_and_types_nothing(
    qtbot: QtBot, window: MainWindow, clock: list[float], open_now: Callable[[], Workspace]
) -> None:
    open_now()
    handle = window.windowHandle()
    window.idle._watch(handle)
    clock[0] += 8 * 60 * 60
    QTest.keyClick(handle, Qt.Key.Key_X)
    assert locked(window)
    qtbot.waitUntil(window.unlock.passphrase.hasFocus, timeout=PATIENCE)
    assert window.unlock.passphrase.text() == ""
    clock[0] += 1
    QTest.keyClick(handle, Qt.Key.Key_X)
    assert window.unlock.passphrase.text() == "x"


def test_what_is_typed_in_the_moment_of_locking_is_no_part_of_the_passphrase(
    qtbot: QtBot, window: MainWindow, clock: list[float], open_now: Callable[[], Workspace]
) -> None:
    open_now()
    handle = window.windowHandle()
    window.idle._watch(handle)
    clock[0] += 30 * 60

    def pass_by(_minutes: int) -> None:
        clock[0] += 2  # workers let go and panes are closed: keys pressed meanwhile come after that

    window.idle.wanted.connect(pass_by)
    window.idle.look()
    assert locked(window)
    qtbot.waitUntil(window.unlock.passphrase.hasFocus, timeout=PATIENCE)
    locked_words = window.notice.what.text()
    for letter in "THE GIFT":  # somebody was about to type, and goes on until the page is seen
        clock[0] += 0.9
        QTest.keyClick(handle, Qt.Key(ord(letter)))
    assert window.unlock.passphrase.text() == ""
    assert window.notice.what.text() == f"{locked_words} Keys pressed as the case was locked were not taken."
    clock[0] += 1
    QTest.keyClick(handle, Qt.Key.Key_Q)
    assert window.unlock.passphrase.text() == "q"


def test_it_is_not_locked_where_that_is_turned_off_or_would_lose_something(
    qtbot: QtBot, window: MainWindow, clock: list[float], open_now: Callable[[], Workspace]
) -> None:
    preferences.choose("lock_after", "0")
    workspace = open_now()
    clock[0] += 100_000
    window.idle.look()
    assert not locked(window)
    workspace.show_room("review")
    workspace.evidence.show()
    workspace.evidence.custodian.setFocus()
    QTest.keyClicks(workspace.evidence.custodian, "Sgt. Mo")
    preferences.choose("lock_after", "5")
    window.idle.look()
    assert not locked(window)
    workspace.evidence.custodian.clear()
    qtbot.waitUntil(lambda: not workspace.session.working, timeout=PATIENCE)
    window.idle.look()
    assert locked(window)


def test_a_clock_that_was_set_back_starts_again(window: MainWindow) -> None:
    now, asked = [10_000.0], list[int]()
    lock = IdleLock(window, lambda: False, lambda: now[0])
    lock.wanted.connect(asked.append)
    now[0] = 0.0
    lock.look()
    now[0] = 30 * 60 - 1
    lock.look()
    assert not asked
    now[0] += 1
    lock.look()
    assert asked == [30]


@pytest.fixture
def open_now(qtbot: QtBot, window: MainWindow, evidence: Evidence) -> Callable[[], Workspace]:
    """Opens the case when a test wants it."""

    def opening() -> Workspace:
        window.opening.open_with_key(evidence.path, evidence.key)
        qtbot.waitUntil(lambda: window.workspace is not None, timeout=PATIENCE)
        made = window.workspace
        assert made is not None
        qtbot.waitUntil(lambda: made.review.desk.a.view.complete and not made.session.working, timeout=PATIENCE)
        return made

    return opening
