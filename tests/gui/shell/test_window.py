"""Opening, unlocking, locking, making a case, and adding evidence."""

from __future__ import annotations

import shutil
import sys
import threading
from collections.abc import Iterator
from functools import partial
from itertools import chain, repeat
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QKeyEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine import log_check
from reviewer.casefile.engine.credential import Key, derive, new_salt
from reviewer.casefile.engine.migrations import STEPS, newest
from reviewer.casefile.engine.opening import create_case, open_case
from reviewer.casefile.pages import ocr_words
from reviewer.domain.changes import EVERYTHING
from reviewer.errors import StorageError
from reviewer.gui.navigation import RoomName
from reviewer.gui.operations import PostedProgress
from reviewer.gui.shell import opening
from reviewer.gui.shell import workspace as workspaces
from reviewer.gui.shell.window import MainWindow
from reviewer.gui.shell.workspace import Workspace
from reviewer.usecases import cases
from reviewer.usecases.evidence import custody, intake
from reviewer.usecases.pages import tags
from tests.evidence import folder, mail
from tests.gui.conftest import PATIENCE, Evidence, opened
from tests.gui.keyboard import focused
from tests.gui.late import Late
from tests.gui.rooms.interviewing import read_through
from tests.kept import Kept

PASSPHRASE = "quay street lantern 2016"


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    """A case under a passphrase."""
    path = tmp_path / "locked.evcase"
    cases.close(cases.create(path, PASSPHRASE, title="Locked", reviewer="Ada"))
    return path


def unlock(qtbot: QtBot, window: MainWindow, path: Path, passphrase: str) -> None:
    window.opening.open_case(path)
    qtbot.waitUntil(window.unlock.passphrase.hasFocus, timeout=PATIENCE)
    QTest.keyClicks(window.unlock.passphrase, passphrase)
    QTest.keyClick(window.unlock.passphrase, Qt.Key.Key_Return)


def test_the_right_passphrase_opens_the_case(qtbot: QtBot, window: MainWindow, locked: Path) -> None:
    unlock(qtbot, window, locked, PASSPHRASE)
    qtbot.waitUntil(lambda: window.workspace is not None, timeout=PATIENCE)
    assert window.unlock.passphrase.text() == "", "nothing of the passphrase stays in the window"
    assert "Locked" in window.windowTitle()
    workspace = window.workspace
    assert workspace is not None
    qtbot.waitUntil(workspace.review.empty.isVisible, timeout=PATIENCE)


@pytest.mark.skipif(sys.platform == "win32", reason="a file that is replaced while open")
def test_who_works_on_in_a_case_whose_file_was_replaced_is_told_and_at_closing_where_what_was_saved_is(
    qtbot: QtBot, window: MainWindow, key: Key, tmp_path: Path
) -> None:
    path = tmp_path / "moved.evcase"
    create_case(path, key, title="Moved", reviewer="Ada").close()
    other = shutil.copy(path, tmp_path / "other")
    workspace = opened(qtbot, window, Evidence(path, key))
    add, said = workspace.review.acts.add_tag, workspace.status.echo.said
    add("Before", "")
    qtbot.waitUntil(lambda: "Before" in said.text(), timeout=PATIENCE)
    Path(other).replace(path)
    add("Too late", "")
    qtbot.waitUntil(lambda: "nothing more is saved in it" in workspace.notice.what.text(), timeout=PATIENCE)
    assert not window.close(), "it stays to say so"
    qtbot.waitUntil(lambda: "replaced while it was open" in window.notice.what.text(), timeout=PATIENCE)
    assert "in moved.kept.evcase" in window.notice.advice.text()
    with open_case(tmp_path / "moved.kept.evcase", key, read_only=True) as kept:
        assert [tag.name for tag in tags.listed(kept)] == ["Before"]
    assert window.close(), "who has seen it closes once more"


@pytest.mark.skipif(sys.platform == "win32", reason="a file that is replaced while open")
@pytest.mark.parametrize("told", [True, False])
def test_a_case_whose_closing_failed_holds_up_the_window_until_that_was_told(
    qtbot: QtBot, window: MainWindow, key: Key, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, told: bool
) -> None:
    path = tmp_path / "moved.evcase"
    create_case(path, key, title="Moved", reviewer="Ada").close()
    other = shutil.copy(path, tmp_path / "other")
    workspace = opened(qtbot, window, Evidence(path, key))
    workspace.review.acts.add_tag("Before", "")
    qtbot.waitUntil(lambda: "Before" in workspace.status.echo.said.text(), timeout=PATIENCE)
    Path(other).replace(path)
    if told:
        window.lock()
        qtbot.waitUntil(lambda: "replaced while it was open" in window.notice.what.text(), timeout=PATIENCE)
    else:  # it fails only once the next case is open
        next_path = tmp_path / "next.evcase"
        create_case(next_path, key, title="Next", reviewer="Ada").close()
        go, close = threading.Event(), workspace.session.close

        def late() -> None:
            assert go.wait(PATIENCE / 1000)
            close()

        monkeypatch.setattr(workspace.session, "close", late)
        window.lock()
        opened(qtbot, window, Evidence(next_path, key))
        go.set()
        assert not window.close(), "it stays to say where the copy of the first is"
        qtbot.waitUntil(lambda: "replaced while it was open" in window.notice.what.text(), timeout=PATIENCE)
    assert "in moved.kept.evcase" in window.notice.advice.text()
    assert window.close(), "who has seen it closes once"


def test_a_wrong_passphrase_is_said_so_and_changes_nothing(qtbot: QtBot, window: MainWindow, locked: Path) -> None:
    before = locked.read_bytes(), locked.stat().st_mtime_ns
    unlock(qtbot, window, locked, "something else altogether")
    qtbot.waitUntil(window.unlock.problem.isVisible, timeout=PATIENCE)
    assert window.unlock.problem.text()
    assert window.workspace is None
    assert window.unlock.unlock.isEnabled(), "one can try again"
    assert (locked.read_bytes(), locked.stat().st_mtime_ns) == before


@pytest.fixture
def killed(locked: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The case as a program left it that was killed; its log is told of as a large one is, from the first."""
    monkeypatch.setattr(log_check, "_TOLD_EVERY", 1)
    monkeypatch.setattr(opening._Look, "PATIENCE", 0.0)
    log = locked.with_name("locked.evcase-wal")
    with cases.open_with_passphrase(locked, PASSPHRASE) as case:
        tags.add(case, "Saved last", color="", reviewer="Ada")
        left = locked.read_bytes(), log.read_bytes()
    for path, data in zip((locked, log), left, strict=True):
        path.write_bytes(data)
    return locked


@pytest.mark.parametrize("remembered", [False, True])
def test_a_long_log_of_a_killed_program_is_told_of_while_it_is_looked_through_and_esc_stops_that(
    qtbot: QtBot, window: MainWindow, killed: Path, monkeypatch: pytest.MonkeyPatch, *, remembered: bool
) -> None:
    """Also where the key is at hand and the page for the passphrase was not in sight. Nothing is changed."""
    go, step = threading.Event(), PostedProgress.step
    log = killed.with_name("locked.evcase-wal")
    before = killed.read_bytes(), log.read_bytes()

    def held(progress: PostedProgress, done: int, total: int, what: str) -> None:
        step(progress, done, total, what)
        assert go.wait(PATIENCE / 1000)

    page = window.unlock
    with monkeypatch.context() as patched:
        patched.setattr(PostedProgress, "step", held)
        if remembered:
            window.opening.open_with_key(killed, cases.key_for(killed, PASSPHRASE))
        else:
            unlock(qtbot, window, killed, PASSPHRASE)
        qtbot.waitUntil(page.looking.isVisible, timeout=PATIENCE)
        frames = (len(before[1]) - 32) // (24 + 4096)
        assert (page.looking.bar.value(), page.looking.bar.maximum()) == (1, frames)
        assert f"1 of {frames} · pages that a program saved last" in page.looking.doing.text()
        QTest.keyClick(page, Qt.Key.Key_Escape)
        go.set()
        qtbot.waitUntil(page.problem.isVisible, timeout=PATIENCE)
    assert "nothing is changed" in page.problem.text()
    assert not page.looking.isVisible()
    assert (killed.read_bytes(), log.read_bytes()) == before
    unlock(qtbot, window, killed, PASSPHRASE)
    qtbot.waitUntil(lambda: window.workspace is not None, timeout=PATIENCE)
    assert not page.looking.running
    with cases.open_with_passphrase(killed, PASSPHRASE, read_only=True) as case:
        assert "Saved last" in [tag.name for tag in tags.listed(case)]


def test_who_goes_to_another_case_while_one_is_opened_is_not_led_into_it(
    qtbot: QtBot, window: MainWindow, killed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go, step = threading.Event(), PostedProgress.step

    def held(progress: PostedProgress, done: int, total: int, what: str) -> None:
        step(progress, done, total, what)
        assert go.wait(PATIENCE / 1000)

    monkeypatch.setattr(PostedProgress, "step", held)
    unlock(qtbot, window, killed, PASSPHRASE)
    qtbot.waitUntil(window.unlock.looking.isVisible, timeout=PATIENCE)
    (other,) = (each for each in window.unlock.findChildren(QPushButton) if each.text() == "Another case")
    QTest.mouseClick(other, Qt.MouseButton.LeftButton)
    go.set()
    qtbot.waitUntil(lambda: window.opening._look is None, timeout=PATIENCE)
    assert window.start.isVisible()
    assert window.workspace is None


def test_a_file_that_is_no_case_is_said_so_on_the_start_page(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    other = tmp_path / "letter.evcase"
    other.write_bytes(b"Dear Sir or Madam, this is a letter and not a case file at all.")
    window.opening.open_case(other)
    qtbot.waitUntil(window.notice.isVisible, timeout=PATIENCE)
    assert window.notice.what.text()
    assert window.start.isVisible()


def test_a_case_of_an_earlier_version_is_brought_up_to_date_and_the_copy_named(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path, key = tmp_path / "old.evcase", derive(PASSPHRASE, new_salt())
    create_case(path, key, title="Old", reviewer="Ada", steps=STEPS[:-1]).close()
    unlock(qtbot, window, path, PASSPHRASE)
    qtbot.waitUntil(lambda: window.workspace is not None, timeout=PATIENCE)
    assert window.workspace is not None
    said = window.workspace.notice
    assert f"As it was before: old.before-v{newest()}.evcase." in said.what.text()
    assert "Keep that copy" in said.advice.text()
    assert said.what.property("role") == "", "nothing went wrong"
    assert (tmp_path / f"old.before-v{newest()}.evcase").exists()


@pytest.mark.parametrize("failing", [(ocr_words, "write_all"), (cases, "info")])
def test_an_upgrade_is_told_also_where_something_fails_after_it_and_the_case_can_be_opened_again(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: tuple[ModuleType, str]
) -> None:
    path, key = tmp_path / "old.evcase", derive(PASSPHRASE, new_salt())
    create_case(path, key, title="Old", reviewer="Ada", steps=STEPS[:-1]).close()

    def fail(*_said: object) -> None:
        raise StorageError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(*failing, fail)
        unlock(qtbot, window, path, PASSPHRASE)
        qtbot.waitUntil(lambda: not window.notice.isHidden(), timeout=PATIENCE)
    assert f"As it was before: old.before-v{newest()}.evcase." in window.notice.what.text()
    assert "the disk is full" in window.unlock.problem.text().lower()
    assert window.workspace is None
    cases.open_with_key(path, key).close()


def test_an_older_file_put_back_is_said_to_be_older_and_to_have_been_brought_up_to_date(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path, key = tmp_path / "old.evcase", derive(PASSPHRASE, new_salt())
    create_case(path, key, title="Old", reviewer="Ada", steps=STEPS[:-1]).close()
    before = path.read_bytes()
    case = cases.open_with_key(path, key)
    with case.act("Ada", "tag add") as act:
        act.insert("tag", {"name": "since", "color": "#000000"})
    cases.close(case)
    path.write_bytes(before)
    unlock(qtbot, window, path, PASSPHRASE)
    qtbot.waitUntil(lambda: window.workspace is not None, timeout=PATIENCE)
    assert window.workspace is not None
    said = window.workspace.notice
    assert "last open here" in said.what.text()
    assert "As it was before: old.before-v" in said.what.text()
    assert said.advice.text().startswith("Compare it with your latest copy.")
    assert "Keep that copy" in said.advice.text()
    assert said.what.property("role") == "problem"


def test_a_case_of_a_later_version_is_refused_in_plain_words(qtbot: QtBot, window: MainWindow, locked: Path) -> None:
    with cases.open_with_passphrase(locked, PASSPHRASE) as case:
        case.execute(f"PRAGMA user_version = {newest() + 1}")
    before = locked.read_bytes()
    unlock(qtbot, window, locked, PASSPHRASE)
    qtbot.waitUntil(window.unlock.problem.isVisible, timeout=PATIENCE)
    said = window.unlock.problem.text()
    assert f"his case has format {newest() + 1}" in said
    assert f"knows formats up to {newest()}" in said
    assert "Install the newer version of Evidence Reviewer; nothing was changed." in said
    assert window.workspace is None
    assert locked.read_bytes() == before


def test_locking_closes_the_case_and_shows_nothing_of_it(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, evidence: Evidence
) -> None:
    view = workspace.review.desk.a.view
    QTest.keyClick(workspace, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert window.workspace is None
    assert view.document is None
    assert len(view.pictures) == 0
    assert window.unlock.isVisible()

    def free() -> bool:
        return not Path(f"{evidence.path}-wal").exists()

    qtbot.waitUntil(free, timeout=PATIENCE)
    window.opening.open_with_key(evidence.path, evidence.key)
    qtbot.waitUntil(lambda: window.workspace is not None, timeout=PATIENCE)


def test_a_new_case_is_made_and_listed_as_recent(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "new.evcase"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_kw: (str(path), ""))
    window.show_new()
    page = window.new_case
    for field, words in ((page.case_title, "New one"), (page.reference, "IA 9"), (page.reviewer, "Bea Lund")):
        field.setText(words)
    page.passphrase.setText(PASSPHRASE)
    page.again.setText(PASSPHRASE + "?")
    page.make.click()
    assert page.problem.isVisible(), "two passphrases that differ are no passphrase"
    page.again.setText(PASSPHRASE)
    page.make.click()
    qtbot.waitUntil(lambda: window.workspace is not None, timeout=PATIENCE)
    assert window.workspace is not None
    assert window.workspace.session.reviewer == "Bea Lund"
    window.lock()
    window.show_start()
    assert window.start._recent.count() == 1


def test_a_dropped_folder_is_taken_in_once_custodian_and_source_are_named(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, evidence: Evidence, tmp_path: Path
) -> None:
    box = folder(tmp_path / "late", {"4.eml": mail("Late", "One more thing.\n"), "5.eml": mail("Later", "And more.\n")})
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(box))])
    none = Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none))
    form = workspace.evidence
    assert form.isVisible()
    before = workspace.review.model.rowCount()
    QTest.keyClick(form.custodian, Qt.Key.Key_Return)
    assert form.isVisible(), "whose it is is asked for once, for it cannot be said later"
    assert "Name the custodian" in form.problem.text()
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, none, "\r", True)
    QApplication.sendEvent(form.custodian, held)
    assert form.isVisible(), "an Enter that is held down is no answer"
    QTest.keyClicks(form.custodian, "Okafor")
    assert form.problem.isHidden()
    QTest.keyClick(form.custodian, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: workspace.review.model.rowCount() == before + 2, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not form.running, timeout=PATIENCE)
    account = evidence.look(intake.report)
    assert account.totals.missing == 0
    assert account.totals.declared == before + 2
    form.offer([box])
    form.custodian.clear()
    QTest.keyClick(form.custodian, Qt.Key.Key_Return)
    assert form.problem.isVisible(), "of each delivery anew"
    QTest.keyClicks(form.source, "Box 4")
    assert form.problem.isHidden()
    QTest.keyClick(form.source, Qt.Key.Key_Return)
    assert form.isHidden(), "it was asked: what is typed elsewhere does not have it asked again"
    qtbot.waitUntil(lambda: not form.running, timeout=PATIENCE)


def test_after_the_first_evidence_keys_go_through_the_list_though_it_never_had_the_keyboard(
    qtbot: QtBot, window: MainWindow, kept_cases: Kept, tmp_path: Path
) -> None:
    path = kept_cases.copy("window of nothing", tmp_path / "case.evcase", title="None yet")
    made = opened(qtbot, window, Evidence(path, kept_cases.key))
    made.focus_search()  # before the first room is there, which leaves the keyboard where it is
    qtbot.waitUntil(lambda: RoomName.REVIEW in made.rooms and made.review.empty.isVisible(), timeout=PATIENCE)
    box = folder(tmp_path / "box", {"1.eml": mail("One", "First.\n"), "2.eml": mail("Two", "Second.\n")})
    made.evidence.offer([box])
    QTest.keyClicks(made.evidence.custodian, "Okafor")
    QTest.keyClick(made.evidence.custodian, Qt.Key.Key_Return)
    qtbot.waitUntil(made.review.list.hasFocus, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not made.evidence.running and made.review.list.currentIndex().row() == 0, timeout=PATIENCE)
    QTest.keyClick(focused(), Qt.Key.Key_J)
    assert made.review.list.currentIndex().row() == 1


def test_the_rooms_are_reached_by_keyboard(qtbot: QtBot, window: MainWindow, workspace: Workspace) -> None:
    def shows(room: RoomName) -> bool:
        return workspace.stack.currentWidget() is workspace.rooms.get(room)

    window.activateWindow()
    for number, room in enumerate(RoomName, 1):
        QTest.keyClick(window, Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.AltModifier)
        qtbot.waitUntil(partial(shows, room), timeout=PATIENCE)
    QTest.keyClick(workspace, Qt.Key.Key_F1)
    assert workspace.keymap.isVisible()


def test_the_key_map_leaves_a_small_window_as_high_as_it_is(window: MainWindow, workspace: Workspace) -> None:
    window.resize(1280, 768)
    for room in RoomName:
        workspace.show_room(room)
        QTest.keyClick(workspace, Qt.Key.Key_F1)
        assert workspace.keymap.isVisible()
        assert window.minimumSizeHint().height() <= 768
        QTest.keyClick(workspace, Qt.Key.Key_Escape)
    assert window.height() == 768


def test_what_the_input_is_to_blame_for_shows_as_a_notice(qtbot: QtBot, workspace: Workspace) -> None:
    QTest.keyClick(workspace, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    workspace.session.rename("Nobody yet")
    QTest.keyClick(workspace, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(workspace.notice.isVisible, timeout=PATIENCE)
    assert "nothing to undo" in workspace.notice.what.text()


def held_back(monkeypatch: pytest.MonkeyPatch) -> list[Iterator[object]]:
    """The steps in which the first room is made, which are taken when a test wants them."""
    steps: list[Iterator[object]] = []
    monkeypatch.setattr(workspaces, "SteppedWork", lambda _parent, work: steps.append(work))
    return steps


def press(handle: QWindow, keys: str) -> None:
    """Press keys wherever the keyboard is."""
    for key in keys:
        QTest.keyClick(handle, Qt.Key(ord(key)))


def test_what_is_pressed_before_the_first_room_is_there_goes_nowhere_and_a_search_that_is_begun_goes_on(
    qtbot: QtBot, window: MainWindow, evidence: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The room is made in turns, and a hand may come between them."""
    steps, handle = held_back(monkeypatch), window.windowHandle()
    made = opened(qtbot, window, evidence)
    search = made.topbar.search
    press(handle, "JR1 ")
    assert (search.text(), made.rooms, made.stack.isVisible()) == ("", {}, True)
    QTest.keyClick(handle, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    press(handle, "R1")
    assert len(list(steps[0])) == 2, "one turn for what is made, and one for its place"
    qtbot.waitUntil(lambda: made.stack.currentWidget() is made.rooms[RoomName.REVIEW], timeout=PATIENCE)
    press(handle, "2")
    assert (search.hasFocus(), search.text()) == (True, "r12")


def test_a_case_that_is_locked_before_its_first_room_has_its_place_leaves_nothing_of_it(
    qtbot: QtBot, window: MainWindow, evidence: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = held_back(monkeypatch)
    made = opened(qtbot, window, evidence)
    next(steps[0])
    room = made._ready
    assert room is not None
    assert not made.rooms
    gone: list[object] = []
    room.destroyed.connect(lambda: gone.append(room))
    window.lock()
    qtbot.waitUntil(lambda: bool(gone), timeout=PATIENCE)


def test_an_older_count_of_what_could_not_be_read_is_not_shown_after_a_newer_one(
    qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_through(qtbot, workspace)
    counts = chain((7,), repeat(3))
    monkeypatch.setattr(custody, "failure_count", lambda _case: next(counts))
    late = Late(monkeypatch, custody, "failure_count", known=True)
    try:
        workspace._count_failures(EVERYTHING)
        late.wait(qtbot)
        workspace._count_failures(EVERYTHING)
        qtbot.waitUntil(lambda: "3" in workspace.status.failures.text(), timeout=PATIENCE)
    finally:
        late.let_go()
    read_through(qtbot, workspace)
    assert "3" in workspace.status.failures.text()
