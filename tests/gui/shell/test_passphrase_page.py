"""The passphrase changed in the window: the case goes on where one is, and what went wrong leaves it as it was."""

from __future__ import annotations

import os
import shutil
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine import connection, recovery
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.credential import Key, derive
from reviewer.casefile.engine.opening import open_case
from reviewer.casefile.engine.passphrase import change_key
from reviewer.domain.progress import Progress
from reviewer.errors import CredentialError
from reviewer.gui.navigation import PassphraseTarget
from reviewer.gui.shell.passphrase_page import PassphrasePage
from reviewer.gui.shell.window import MainWindow
from reviewer.gui.shell.workspace import Workspace
from reviewer.usecases import cases, passphrase_change
from reviewer.usecases.pages import tags
from tests import passphrases
from tests.gui.conftest import PATIENCE, Evidence, opened
from tests.gui.keyboard import focused

OLD = "quay street lantern 2016"
NEW = "harbour bell over nine hills"
RETURN = Qt.Key.Key_Return
SETTINGS_WAIT = "Settings open once the passphrase is changed, or its change is stopped."


@pytest.fixture
def evidence(evidence: Evidence, monkeypatch: pytest.MonkeyPatch) -> Evidence:
    """The same case under a passphrase whose keys cost next to nothing."""
    passphrases.make_cheap(monkeypatch)
    key = derive(OLD, passphrases.SALT)
    change_key(evidence.path, evidence.key, key, reviewer="Ada")
    return Evidence(evidence.path, key)


@pytest.fixture
def workspace(qtbot: QtBot, window: MainWindow, evidence: Evidence) -> Workspace:
    """The case open in the window."""
    made = opened(qtbot, window, evidence)
    qtbot.waitUntil(lambda: made.review.desk.a.view.complete, timeout=PATIENCE)
    window.activateWindow()
    return made


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow, workspace: Workspace) -> PassphrasePage:
    """The page that asks, the cursor in its first line."""
    workspace.session.go(PassphraseTarget())
    shown = window.passphrase.page
    assert shown is not None
    qtbot.waitUntil(shown.present.hasFocus, timeout=PATIENCE)
    return shown


def typed(*lines: str) -> None:
    """Type lines, each with Enter behind it."""
    for words in lines:
        QTest.keyClicks(focused(), words)
        QTest.keyClick(focused(), RETURN)


def opens(evidence: Evidence, passphrase: str) -> bool:
    try:
        cases.open_with_passphrase(evidence.path, passphrase, read_only=True).close()
    except CredentialError:
        return False
    return True


def refused(qtbot: QtBot, page: PassphrasePage, words: str) -> None:
    qtbot.waitUntil(lambda: words in page.problem.text() and page.problem.isVisible(), timeout=PATIENCE)
    assert not page.working.running


def test_the_case_goes_on_where_one_is_with_what_was_typed_and_a_new_sheet_is_offered(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, evidence: Evidence
) -> None:
    """Acts from before and after are in the file; only the new passphrase opens it; a copy beside it is named."""
    copy = evidence.path.with_name("old copy.evcase")
    shutil.copy(evidence.path, copy)
    workspace.show_room("ledger")
    ledger = workspace.ledger
    workspace.topbar.search.setText("came")
    workspace.session.operation(window, lambda case: tags.add(case, "Before", reviewer="Ada")).run()
    workspace.session.go(PassphraseTarget())
    page = window.passphrase.page
    assert page is not None
    qtbot.waitUntil(page.present.hasFocus, timeout=PATIENCE)
    typed(OLD, NEW, NEW)
    qtbot.waitUntil(lambda: window.stack.currentWidget() is workspace, timeout=PATIENCE)
    assert window.passphrase.page is None
    assert workspace.stack.currentWidget() is ledger
    assert workspace.topbar.search.text() == "came"
    said = workspace.notice
    assert "The passphrase is changed." in said.what.text()
    assert f"old passphrase. In its folder: {copy.name}." in said.advice.text()
    assert "Passphrase changed" in workspace.status.echo.said.text()
    assert not workspace.status.echo.undo.isVisible()
    qtbot.waitUntil(workspace.recovery.isVisible, timeout=PATIENCE)
    done: list[int] = []
    workspace.session.operation(window, lambda case: tags.add(case, "After", reviewer="Ada")).success(
        lambda _tag: done.append(1)
    ).run()
    qtbot.waitUntil(lambda: bool(done), timeout=PATIENCE)
    seen: list[list[str]] = []
    workspace.session.query(window, lambda case: [tag.name for tag in tags.listed(case)]).success(seen.append).run()
    qtbot.waitUntil(lambda: bool(seen), timeout=PATIENCE)
    assert {"Before", "After"} <= set(seen[0])
    assert (opens(evidence, OLD), opens(evidence, NEW)) == (False, True)
    window.lock()
    qtbot.waitUntil(lambda: not window._closing, timeout=PATIENCE)
    assert [found.name for found in sorted(evidence.path.parent.glob("*.evcase*"))] == ["case.evcase", copy.name]


def test_custody_leads_to_it_and_escape_leads_back(window: MainWindow, workspace: Workspace) -> None:
    workspace.show_room("custody")
    workspace.custody.file.passphrase.click()
    assert window.stack.currentWidget() is window.passphrase.page
    typed("half a word")
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    assert window.stack.currentWidget() is workspace


def test_settings_lead_to_it_and_the_case_can_be_locked_from_there(window: MainWindow, workspace: Workspace) -> None:
    window.show_settings()
    settings = window.settings.page
    assert settings is not None
    assert settings.case is not None
    settings.case.passphrase.click()
    page = window.passphrase.page
    assert page is not None
    assert window.stack.currentWidget() is page
    QTest.keyClick(focused(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert window.stack.currentWidget() is window.unlock
    assert window.stack.indexOf(page) == window.stack.indexOf(workspace) == -1


def test_what_was_typed_below_the_settings_goes_when_the_case_is_locked_from_there(
    window: MainWindow, page: PassphrasePage
) -> None:
    QTest.keyClicks(page.present, OLD)
    window.show_settings()
    window.lock()
    assert window.passphrase.page is None
    assert window.stack.indexOf(page) == -1
    assert page.given == ""


def test_each_stop_is_reached_in_the_order_of_sight_and_has_a_name(window: MainWindow, page: PassphrasePage) -> None:
    wanted = [page.present, page.other_way, page.passphrase, page.again, page.change, page.back]
    reached = []
    for _ in wanted:
        reached.append(focused())
        QTest.keyClick(window, Qt.Key.Key_Tab)
    assert reached == wanted
    assert focused() is page.present
    assert all(each.accessibleName() for each in wanted)


def test_a_wrong_present_passphrase_changes_nothing_and_what_was_typed_stays(
    qtbot: QtBot, page: PassphrasePage, evidence: Evidence
) -> None:
    typed("quay street lantern 2017", NEW, NEW)
    refused(qtbot, page, "The present passphrase is not the one of this case.")
    assert page.present.hasFocus()
    assert page.present.selectedText() == page.present.text()
    assert page.passphrase.text() == page.again.text() == NEW
    assert opens(evidence, OLD)
    QTest.keyClicks(focused(), OLD)
    assert not page.problem.isVisible()


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ((OLD, "short", "short"), "fewer than 8 characters"),
        ((OLD, NEW, NEW + "s"), "The two new passphrases differ."),
        ((OLD, OLD, OLD), "The new passphrase is the present one."),
    ],
)
def test_a_new_passphrase_that_is_not_right_is_told(
    qtbot: QtBot, page: PassphrasePage, evidence: Evidence, lines: tuple[str, ...], words: str
) -> None:
    typed(*lines)
    refused(qtbot, page, words)
    assert opens(evidence, OLD)


def test_the_recovery_sheet_stands_for_a_passphrase_that_is_lost(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, page: PassphrasePage, evidence: Evidence
) -> None:
    page.other_way.click()
    assert page.sheet.hasFocus()
    page.sheet.setPlainText("\n".join(recovery.lines(Key(bytes(32), evidence.key.salt))))
    page.passphrase.setText(NEW)
    page.again.setText(NEW)
    page.change.click()
    refused(qtbot, page, "These lines are not of a recovery sheet that opens this case.")
    page.sheet.setPlainText("\n".join(recovery.lines(evidence.key)))
    page.change.click()
    qtbot.waitUntil(lambda: window.stack.currentWidget() is workspace, timeout=PATIENCE)
    assert (opens(evidence, OLD), opens(evidence, NEW)) == (False, True)


def test_a_case_that_somebody_reads_elsewhere_keeps_its_passphrase(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, page: PassphrasePage, evidence: Evidence
) -> None:
    with open_case(evidence.path, evidence.key, read_only=True):
        typed(OLD, NEW, NEW)
        refused(qtbot, page, "The case is open elsewhere. Close it in every other program, then try again.")
    assert opens(evidence, OLD)
    page.change.click()
    qtbot.waitUntil(lambda: window.stack.currentWidget() is workspace, timeout=PATIENCE)
    assert opens(evidence, NEW)


def test_a_disk_that_is_full_leaves_the_case_open_as_it_was(
    qtbot: QtBot, window: MainWindow, page: PassphrasePage, evidence: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    with monkeypatch.context() as patched:
        patched.setattr("reviewer.casefile.engine.copying.sync_file", full)
        typed(OLD, NEW, NEW)
        refused(qtbot, page, "the disk is full")
    assert opens(evidence, OLD)
    done: list[int] = []
    workspace = window.workspace
    assert workspace is not None
    workspace.session.operation(window, lambda case: tags.add(case, "Later", reviewer="Ada")).success(
        lambda _tag: done.append(1)
    ).run()
    qtbot.waitUntil(lambda: bool(done), timeout=PATIENCE)


def test_too_little_room_is_said_before_anything_is_typed(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, evidence: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(evidence.path.parent)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=1000))
    workspace.session.go(PassphraseTarget())
    page = window.passphrase.page
    assert page is not None
    refused(qtbot, page, "There is no room for a copy of the case under a new key")
    assert not page.change.isEnabled()


def test_a_case_that_is_only_read_says_so_before_anything_is_typed(
    qtbot: QtBot, window: MainWindow, evidence: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reviewer.casefile.engine.opening._may_write", lambda _path: False)
    workspace = opened(qtbot, window, evidence)
    workspace.session.go(PassphraseTarget())
    page = window.passphrase.page
    assert page is not None
    refused(qtbot, page, "The passphrase cannot be changed: the disk or the file is write-protected.")


def test_whoever_reads_meanwhile_waits_and_work_that_is_under_way_is_told(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, page: PassphrasePage, evidence: Evidence
) -> None:
    """A search that runs is waited for, and can be waited for no longer; an export has it refused."""
    go, begun = threading.Event(), threading.Event()

    def read(case: Case) -> int:
        begun.set()
        go.wait()
        return int(case.value("SELECT count(*) FROM item"))

    try:
        found: list[int] = []
        workspace.session.exporting(window, lambda case, _write: read(case)).success(found.append).run()
        typed(OLD, NEW, NEW)
        refused(qtbot, page, "Something is under way in this case. Let it end, or stop it, then try again.")
        go.set()
        qtbot.waitUntil(lambda: bool(found), timeout=PATIENCE)
        go.clear()
        begun.clear()
        workspace.session.making(window, read).success(found.append).run()
        qtbot.waitUntil(begun.is_set, timeout=PATIENCE)
        page.change.click()
        assert page.working.stop.hasFocus()
        QTest.keyClick(focused(), Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
        assert window.settings.page is None
        assert window.notice.says(SETTINGS_WAIT)
        qtbot.waitUntil(lambda: workspace.session.working, timeout=PATIENCE)
        page.working.stop.click()
        refused(qtbot, page, "Stopped. The passphrase is what it was.")
        assert not window.notice.says(SETTINGS_WAIT)
        page.change.click()
        window.show_settings()
        assert window.notice.says(SETTINGS_WAIT)
        qtbot.waitUntil(lambda: workspace.session.working, timeout=PATIENCE)
        go.set()
        qtbot.waitUntil(lambda: window.stack.currentWidget() is workspace, timeout=PATIENCE)
        assert not window.notice.says(SETTINGS_WAIT)
        assert len(found) == 2
    finally:
        go.set()
    assert opens(evidence, NEW)


def test_a_case_that_is_locked_meanwhile_says_what_became_of_its_passphrase(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, evidence: Evidence
) -> None:
    workspace.session.go(PassphraseTarget())
    go, begun = threading.Event(), threading.Event()

    def read(_case: Case) -> None:
        begun.set()
        go.wait()

    try:
        workspace.session.making(window, read).run()
        qtbot.waitUntil(begun.is_set, timeout=PATIENCE)
        typed(OLD, NEW, NEW)
        qtbot.waitUntil(lambda: workspace.session.working, timeout=PATIENCE)
        window.show_settings()
        assert window.notice.says(SETTINGS_WAIT)
        window.lock()
        assert not window.notice.says(SETTINGS_WAIT)
    finally:
        go.set()
    qtbot.waitUntil(lambda: "locked before its passphrase was changed" in window.notice.what.text(), timeout=PATIENCE)
    assert opens(evidence, OLD)


def test_a_change_that_ends_in_the_window_of_another_case_is_told_with_its_name_and_leads_nowhere(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, evidence: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is typed there for the other case stays, and waits until the change has ended."""
    second = Evidence(evidence.path.parent / "second" / "second.evcase", evidence.key)
    second.path.parent.mkdir()
    shutil.copy(evidence.path, second.path)
    name = workspace.topbar.case.text()
    go, begun = threading.Event(), threading.Event()

    def slow(path: Path, salt: bytes, progress: Progress | None = None) -> passphrase_change.Others:
        assert progress is not None, "how far it is in a large folder is shown"
        begun.set()
        go.wait()
        return others_under(path, salt, progress)

    others_under = passphrase_change.others_under
    monkeypatch.setattr(passphrase_change, "others_under", slow)
    workspace.session.go(PassphraseTarget())
    try:
        typed(OLD, NEW, NEW)
        qtbot.waitUntil(begun.is_set, timeout=PATIENCE)
        window.lock()
        other = opened(qtbot, window, second)
        window.activateWindow()
        other.session.go(PassphraseTarget())
        page = window.passphrase.page
        assert page is not None
        qtbot.waitUntil(page.present.hasFocus, timeout=PATIENCE)
        typed(OLD, NEW, NEW)
        refused(qtbot, page, f"The passphrase of {name} is still being changed. Let it end, then try again.")
    finally:
        go.set()
    qtbot.waitUntil(lambda: f"The passphrase of {name} is changed." in window.notice.what.text(), timeout=PATIENCE)
    assert window.stack.currentWidget() is window.passphrase.page is page
    assert page.again.text() == NEW
    assert page.problem.isHidden()
    assert "changed" not in other.notice.what.text()
    assert not other.recovery.isVisible()
    assert [opens(evidence, NEW), opens(second, NEW)] == [True, False]


def test_a_case_that_cannot_be_opened_again_is_locked_and_says_why(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, evidence: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.session.go(PassphraseTarget())
    connect = connection.connect

    def fails(path: Path, key: Key, **options: bool) -> connection.Connection:
        if key.salt != evidence.key.salt and not options:
            raise OSError(5, os.strerror(5))
        return connect(path, key, **options)

    with monkeypatch.context() as patched:
        patched.setattr("reviewer.casefile.engine.opening.connect", fails)
        typed(OLD, NEW, NEW)
        qtbot.waitUntil(lambda: window.workspace is None, timeout=PATIENCE)
    assert "The passphrase is changed, and the case could not be opened again:" in window.notice.what.text()
    assert "Open it with the new passphrase." in window.notice.advice.text()
    qtbot.waitUntil(lambda: not window._closing, timeout=PATIENCE)
    assert opens(evidence, NEW)
