"""The Custody room: what was taken in as a tree, failures by reason, passwords for what is locked, the manifest."""

from __future__ import annotations

import hashlib
import io
import threading
import zipfile
from functools import partial
from pathlib import Path

import pytest
import pyzipper
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine.case import Case
from reviewer.casefile.verification.verify import CheckedPart, Report
from reviewer.domain.evidence.account import Account, Container, Counts, Failure, Folder
from reviewer.domain.exports.leaving import Terms
from reviewer.domain.reasons.reason import Reason
from reviewer.errors import ExportError
from reviewer.gui.models.tree import TreeModel
from reviewer.gui.rooms.custody import sheet
from reviewer.gui.rooms.custody.account import RECOVERED
from reviewer.gui.rooms.custody.room import CustodyRoom
from reviewer.gui.rooms.custody.trail import KIND
from reviewer.gui.shell.window import MainWindow
from reviewer.gui.shell.workspace import Workspace
from reviewer.gui.widgets.fitting import Scroller
from reviewer.isolation.workers import Workers
from reviewer.usecases import search, trail
from reviewer.usecases.evidence import intake, items, passwords
from reviewer.usecases.exports.gate import Preview
from tests.evidence import folder, mail
from tests.gui.conftest import FIRST, PATIENCE, SECOND, Evidence, opened
from tests.gui.models.test_models import keeps_the_rules
from tests.gui.rooms.interviewing import do
from tests.kept import Kept

PASSWORD = "Quay Street 9"


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in ("top.txt", "In/a.txt", "In/Old/b.txt"):
            made.writestr(name, f"the words of {name}")
    return out.getvalue()


def locked_archive() -> bytes:
    out = io.BytesIO()
    with pyzipper.AESZipFile(out, "w", encryption=pyzipper.WZ_AES) as made:
        made.setpassword(PASSWORD.encode())
        made.writestr("secret.txt", "nobody reads this without the password")
    return out.getvalue()


FILES = {
    "mail/1.eml": FIRST,
    "mail/2.eml": SECOND,
    "all.zip": archive(),
    "locked.zip": locked_archive(),
    "x.bin": b"\x00\x01\x02 no reader knows this",
    "y.bin": b"\x00\x01\x03 nor this",
}


@pytest.fixture
def evidence(tmp_path: Path, kept_cases: Kept, workers: Workers) -> Evidence:
    """A disk with mail, an archive with folders, one that is locked, and two files that no reader knows."""

    def build(case: Case, there: Path) -> None:
        disk = folder(there / "disk", FILES)
        intake.add(case, workers, [disk], custodian="Castellan", source="blue disk", reviewer="Ada")

    return Evidence(kept_cases.copy("custody", tmp_path / "case.evcase", build, title="Doorbells"), kept_cases.key)


@pytest.fixture
def workspace(qtbot: QtBot, window: MainWindow, evidence: Evidence) -> Workspace:
    made = opened(qtbot, window, evidence)
    made.show_room("custody")
    qtbot.waitUntil(lambda: made.custody.account.containers.rowCount() > 0, timeout=PATIENCE)
    return made


@pytest.fixture
def custody(workspace: Workspace) -> CustodyRoom:
    return workspace.custody


def cells(model: TreeModel, index: QModelIndex) -> list[str]:
    return [index.siblingAtColumn(column).data() for column in range(model.columnCount())]


def listed(workspace: Workspace) -> list[str]:
    model = workspace.review.model
    rows = [model.index(row, 4).data() for row in range(model.rowCount())]
    return sorted(rows) if all(rows) else []


def test_an_archive_is_a_row_with_its_folders_below_and_a_folder_counts_those_within_it(custody: CustodyRoom) -> None:
    model = custody.account.containers
    keeps_the_rules(model)
    holder = next(each for each in model.every() if "all.zip" in model.path_of(each)[-1])
    assert cells(model, holder)[1:] == ["3", "3", "–", "–", "–"]
    below = [model.index(row, 0, holder) for row in range(model.rowCount(holder))]
    assert [each.data() for each in below] == ["in no folder", "In"]
    assert cells(model, below[1])[1] == "2"
    assert [model.index(0, 0, below[1]).data()] == ["Old"]


@pytest.mark.parametrize(
    ("begins", "titles"), [("In", ["a.txt", "b.txt"]), ("Old", ["b.txt"]), ("in no folder", ["top.txt"])]
)
def test_enter_on_a_folder_lists_what_it_counts_in_review(
    qtbot: QtBot, workspace: Workspace, begins: str, titles: list[str]
) -> None:
    account = workspace.custody.account
    names = account.containers
    wanted = [each for each in names.every() if each.data() == begins and "all.zip" in "".join(names.path_of(each))]
    account.containers_tree.setCurrentIndex(wanted[0])
    QTest.keyClick(account.containers_tree, Qt.Key.Key_Return)
    assert workspace.stack.currentWidget() is workspace.review
    qtbot.waitUntil(lambda: listed(workspace) == titles, timeout=PATIENCE)
    pane = workspace.review.desk.a
    qtbot.waitUntil(lambda: pane.item is not None and pane.item.title in titles, timeout=PATIENCE)


def test_failures_stand_below_their_reasons_and_enter_opens_the_item(qtbot: QtBot, workspace: Workspace) -> None:
    account = workspace.custody.account
    model = account.failures
    keeps_the_rules(model)
    reason = next(each for each in model.every() if each.data().startswith("2 items · "))
    names = {model.index(row, 0, reason).data() for row in range(model.rowCount(reason))}
    assert names == {"x.bin", "y.bin"}
    account.failures_tree.setCurrentIndex(model.index(0, 0, reason))
    QTest.keyClick(account.failures_tree, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: workspace.stack.currentWidget() is workspace.review, timeout=PATIENCE)
    qtbot.waitUntil(lambda: workspace.review.desk.a.item is not None, timeout=PATIENCE)
    qtbot.waitUntil(lambda: workspace.review.desk.a.item.name in names, timeout=PATIENCE)  # type: ignore[union-attr]


def test_a_sum_that_does_not_come_out_is_red_and_says_by_how_much() -> None:
    lost = Container(
        "box.mbox", "ABC-000001", Counts(5, 3, 1), (Folder("", Counts(2, 2)), Folder("In/Old", Counts(2, 1, 1)))
    )
    fine = Container("/disk", "", Counts(1, 1))
    rows = sheet.containers(Account((fine, lost), ()), {"ABC-000001"})
    assert [row.problem for row in rows] == [False, True]
    assert rows[1].cells[0] == "ABC-000001 box.mbox · +1 unaccounted for"
    assert [row.cells[:4] for row in rows[1].below] == [("in no folder", "2", "2", "–"), ("In", "2", "1", "1")]


def test_a_failure_that_became_no_item_says_so_and_opens_nothing() -> None:
    (row,) = sheet.failures([Failure("a/b", "", (Reason("file.unreadable", detail="no such device"),))])
    assert row.cells[0] == "1 item · it cannot be read: no such device"
    assert [(each.cells, each.payload) for each in row.below] == [(("a/b", "no item"), "")]


def test_of_endless_failures_some_are_rows_and_the_rest_is_a_step_away() -> None:
    many = [
        Failure(f"{number}.bin", f"ABC-{number:06}", (Reason("reader.no_reader_yet"),))
        for number in range(sheet.MOST + 5)
    ]
    (row,) = sheet.failures(many)
    assert len(row.below) == sheet.MOST + 1
    assert row.below[-1].cells[0].startswith("and 5 more")
    assert row.below[-1].payload == "is:failed"


def test_the_right_password_opens_what_was_locked_and_a_wrong_one_is_said_so(
    qtbot: QtBot, workspace: Workspace, custody: CustodyRoom, evidence: Evidence
) -> None:
    part = custody.account.retrying
    qtbot.waitUntil(part.asking.isVisible, timeout=PATIENCE)
    before = len(evidence.look(partial(search.ids, text="is:locked")))
    assert part.title.text() == f"Locked: {before}"
    to_press = part.attempt.mapTo(custody, QPoint())
    QTest.keyClicks(part.password, "something else")
    QTest.keyClick(part.password, Qt.Key.Key_Return)
    qtbot.waitUntil(part.said.isVisible, timeout=PATIENCE)
    assert part.said.text().endswith("still locked. The password opened nothing. It is not kept.")
    assert evidence.look(passwords.count) == 0
    qtbot.waitUntil(lambda: not part.running and part.working.isHidden(), timeout=PATIENCE)
    assert part.attempt.mapTo(custody, QPoint()) == to_press, "the next password is tried where the first one was"
    QTest.keyClicks(part.password, PASSWORD)
    QTest.keyClick(part.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not part.asking.isVisible(), timeout=PATIENCE)
    opened = f"The password opened {before} locked item"
    qtbot.waitUntil(lambda: opened in part.said.text(), timeout=PATIENCE)
    assert part.said.text().endswith("The case keeps 1 new password for what is taken in later.")
    assert evidence.look(passwords.count) == 1
    qtbot.waitUntil(lambda: not part.password.text(), timeout=PATIENCE)
    assert evidence.look(partial(search.ids, text="is:locked")) == []
    assert len(evidence.look(partial(search.ids, text="nobody"))) == 1
    told = " ".join(str(entry) for entry in evidence.look(trail.entries))
    assert PASSWORD not in told, "no password is in the trail"
    assert not workspace.notice.isVisible()


def test_a_file_of_passwords_is_tried(qtbot: QtBot, custody: CustodyRoom, tmp_path: Path) -> None:
    part = custody.account.retrying
    listing = tmp_path / "passwords.txt"
    listing.write_text(f"one\n{PASSWORD}\n", encoding="utf-8")
    part.try_file(listing)
    qtbot.waitUntil(part.said.isVisible, timeout=PATIENCE)
    assert part.said.text().endswith(
        "The passwords opened 1 locked item. The case keeps 2 new passwords for what is taken in later."
    )
    qtbot.waitUntil(lambda: not part.asking.isVisible(), timeout=PATIENCE)


def test_a_file_of_passwords_that_is_no_text_is_refused_in_words(
    qtbot: QtBot, custody: CustodyRoom, tmp_path: Path
) -> None:
    part = custody.account.retrying
    listing = tmp_path / "passwords.bin"
    listing.write_bytes(b"\xff\xfe\x00\xd8")
    part.try_file(listing)
    qtbot.waitUntil(part.said.isVisible, timeout=PATIENCE)
    assert "cannot be read as text" in part.said.text()


def test_the_custody_record_says_who_took_what_from_where_and_the_manifest_checks(
    qtbot: QtBot, custody: CustodyRoom, kept_cases: Kept, tmp_path: Path
) -> None:
    part, disk = custody.intakes, kept_cases.folder / "custody" / "disk"
    qtbot.waitUntil(lambda: part.model.rowCount() == 1, timeout=PATIENCE)
    assert part.model.index(0, 1).data() == "Ada"
    assert str(disk) in part.facts.text()
    assert f"{len(FILES)} files" in part.facts.text()
    assert "custodian Castellan" in part.facts.text()
    assert "source blue disk" in part.facts.text()
    out = tmp_path / "manifest.sha256"
    part.save_to(out)
    qtbot.waitUntil(part.said.isVisible, timeout=PATIENCE)
    expected = {f"{hashlib.sha256(data).hexdigest()}  disk/{name}" for name, data in FILES.items()}
    assert set(out.read_text(encoding="utf-8").splitlines()) == expected
    part.save_to(out)
    qtbot.waitUntil(lambda: "already" in part.said.text(), timeout=PATIENCE)


def test_the_case_file_is_counted_anew_after_another_try(
    qtbot: QtBot, custody: CustodyRoom, evidence: Evidence
) -> None:
    before = len(evidence.look(lambda case: list(trail.entries(case))))
    qtbot.waitUntil(lambda: f"{before:,} audit entries" in custody.file.facts.text(), timeout=PATIENCE)
    custody.account.retrying.password.setText(PASSWORD)
    custody.account.retrying.try_password()
    qtbot.waitUntil(lambda: f"{before:,} audit entries" not in custody.file.facts.text(), timeout=PATIENCE)
    held = f"{evidence.look(items.count):,} items"
    qtbot.waitUntil(lambda: held in custody.file.facts.text(), timeout=PATIENCE)


def test_each_kind_of_reader_is_told_of_with_its_walls(qtbot: QtBot, custody: CustodyRoom) -> None:
    qtbot.waitUntil(lambda: custody.file.told, timeout=PATIENCE)
    part = custody.file.verifying
    part._verified(Report((), "never"))
    assert part.verdict.text().splitlines()[-1].startswith("This case has no seals yet.")
    told = [line.partition(":")[0] for line in custody.file.walls.text().splitlines()[1:]]
    assert told == ["Readers", "Printer", "Office pages"]
    lacks = custody.file.lacks.text().splitlines()  # such as Chromium's own sandbox, for root
    assert [each for each in lacks if each in custody.file.walls.text()] == [], "it is said once"


def test_on_a_small_laptop_the_list_of_intakes_scrolls_and_not_the_part_around_it(
    qtbot: QtBot, window: MainWindow, custody: CustodyRoom
) -> None:
    window.resize(1366, 768)
    part = custody.intakes
    qtbot.waitUntil(lambda: bool(part.facts.text()), timeout=PATIENCE)
    around = next(each for each in custody.findChildren(Scroller) if each.widget() is part)
    qtbot.waitUntil(lambda: around.verticalScrollBar().maximum() == 0, timeout=PATIENCE)
    assert not part.table.geometry().intersects(part.facts.geometry())
    window.resize(683, 384)  # as with letters twice as large
    qtbot.waitUntil(lambda: around.verticalScrollBar().maximum() > 0, timeout=PATIENCE)
    assert not part.table.geometry().intersects(part.facts.geometry())
    window.resize(1366, 768)
    tree, table = custody.account.containers_tree, custody.trail.table
    assert tree.isColumnHidden(RECOVERED), "nothing was recovered in this case"
    assert table.isColumnHidden(KIND), "what was done says it in words"
    window.resize(2560, 1440)
    qtbot.waitUntil(lambda: not table.isColumnHidden(KIND), timeout=PATIENCE)


def test_that_there_is_no_intake_stands_where_the_first_will(qtbot: QtBot, custody: CustodyRoom) -> None:
    part = custody.intakes
    qtbot.waitUntil(lambda: part.model.rowCount() == 1, timeout=PATIENCE)
    part._show([])
    qtbot.waitUntil(lambda: 0 < part.none.height() < 2 * part.none.fontMetrics().lineSpacing(), timeout=PATIENCE)


def test_what_was_taken_in_is_told_by_where_it_differs(
    qtbot: QtBot, workspace: Workspace, workers: Workers, tmp_path: Path
) -> None:
    """The folders that all begin with are left out; the facts of the one chosen have the whole path."""
    part, later = workspace.custody.intakes, folder(tmp_path / "later", {"late.eml": mail("Late", "A camera.")})
    do(qtbot, workspace, partial(intake.add, workers=workers, paths=[later], reviewer="Ada"))
    qtbot.waitUntil(lambda: part.model.rowCount() == 2, timeout=PATIENCE)
    told = [part.model.index(row, 2).data() for row in range(2)]
    assert [each[:2] for each in told] == ["…/", "…/"]
    assert told[0].endswith("/later")
    assert str(later) not in told[0]
    part.table.selectRow(0)
    assert str(later) in part.facts.text()


def test_a_copy_that_was_made_before_an_upgrade_may_go_once_the_case_is_whole(custody: CustodyRoom) -> None:
    part, copy = custody.file.verifying, "old.before-v12.evcase"
    part._verified(Report((), "", (copy,)))
    assert part.verdict.text().splitlines()[-1].startswith(f"{copy} is the case as it was before")
    assert part.verdict.text().endswith("you may delete it.")
    part._verified(Report((CheckedPart("pages", 3, ("page 2 was changed",)),), "", (copy,)))
    assert part.verdict.text().endswith("Keep it.")
    part._verified(Report((), "", unproven=(copy,)))
    assert part.verdict.text().splitlines()[-1].startswith(f"{copy} is not proved to be the case as it was before")
    assert part.verdict.text().endswith("Keep it.")


def test_read_again_from_its_originals_a_case_is_told_to_be_whole_or_where_it_differs(
    qtbot: QtBot, workspace: Workspace, custody: CustodyRoom, evidence: Evidence
) -> None:
    part = custody.file.verifying
    part.deeply.setFocus()
    QTest.keyClick(part.deeply, Qt.Key.Key_Space)
    assert part.working.isVisible()
    assert part.stop.hasFocus()
    assert not part.verify.isEnabled()
    qtbot.waitUntil(part.verdict.isVisible, timeout=PATIENCE)
    every = evidence.look(items.count)
    assert part.verdict.text().startswith("Whole: ")
    assert f"{every:,} items read again" in part.verdict.text()
    assert part.deeply.hasFocus(), "the keyboard is where it was"

    def forge(case: Case) -> None:
        """As somebody would who has the key and this program: sealed, and told by the trail as an intake."""
        with case.act("Ada", "intake batch"):
            case.execute("UPDATE item SET date = '2019-05-16T16:30:00Z' WHERE name = '1.eml'")

    forged: list[None] = []
    workspace.review._session.operation(custody, forge).success(forged.append).run()
    qtbot.waitUntil(lambda: bool(forged), timeout=PATIENCE)
    part.verify.click()
    qtbot.waitUntil(lambda: part.verdict.isVisible() and part.verdict.text().startswith("Whole"), timeout=PATIENCE)
    part.deeply.click()
    qtbot.waitUntil(lambda: part.verdict.text().startswith("Not whole"), timeout=PATIENCE)
    (item,) = evidence.look(partial(search.ids, text='subject:"Doorbells for the station"'))
    control = evidence.look(lambda case: items.get(case, item).control)
    assert f"✕ items read again: {control}, date: here “2019-05-16T16:30:00Z”" in part.verdict.text()


def test_a_deep_verification_can_be_stopped_and_says_what_is_not_known(qtbot: QtBot, custody: CustodyRoom) -> None:
    part = custody.file.verifying
    part.deeply.click()
    part.stop.click()
    qtbot.waitUntil(part.verdict.isVisible, timeout=PATIENCE)
    assert "known" in part.verdict.text()
    assert part.deeply.isEnabled()
    assert not part.working.isVisible()


def test_until_it_is_added_up_the_account_says_so(qtbot: QtBot, window: MainWindow, evidence: Evidence) -> None:
    made = opened(qtbot, window, evidence)
    made.show_room("custody")
    assert made.custody.account.sum.text() == "Adding up what was taken in…"
    assert made.custody.file.facts.text() == "Looking at the case file…"
    qtbot.waitUntil(lambda: "declared" in made.custody.account.sum.text(), timeout=PATIENCE)


def test_a_password_that_was_typed_and_not_tried_stays_and_no_late_count_takes_the_keyboard(
    qtbot: QtBot, custody: CustodyRoom
) -> None:
    part = custody.account.retrying
    part.password.setText("later")
    custody.account.retry.click()
    qtbot.waitUntil(part.said.isVisible, timeout=PATIENCE)
    assert "could be read this time" in part.said.text()
    assert part.password.text() == "later"
    for elsewhere, leads in ((False, True), (True, False)):
        part._locked = None  # as in a room that has not counted yet
        custody.account.containers_tree.setFocus()
        custody.ask_password()
        if elsewhere:
            custody.intakes.table.setFocus()
        part.show_count(1)
        assert part.password.hasFocus() is leads


def test_what_stays_is_asked_in_its_place_and_takes_the_keyboard_from_nobody_who_has_gone_on(
    qtbot: QtBot, custody: CustodyRoom
) -> None:
    asking, tree, go_on = custody.intakes.leaving, custody.account.containers_tree, threading.Event()
    custody.intakes.save.setFocus()

    def look(_case: Case, _terms: Terms) -> Preview:
        assert go_on.wait(PATIENCE / 1000)
        return Preview((), refused=ExportError("somebody has to look first"))

    asking.before(look, lambda _terms: None)
    tree.setFocus()
    go_on.set()
    qtbot.waitUntil(asking.isVisible, timeout=PATIENCE)
    assert tree.hasFocus()
