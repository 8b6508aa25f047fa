"""Rosters are mapped, looked at, taken in and taken back."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from reviewer.gui.rooms.people.room import PeopleRoom
from reviewer.gui.shell.workspace import Workspace
from reviewer.gui.widgets.mapping import TableImport
from tests.gui.conftest import PATIENCE, Evidence
from tests.gui.keyboard import press
from tests.gui.rooms.people.officers import CONTROL, known

MORE = """Badge,Member,Post,Since
101,Ruth Castellan,Harbor,1/1/2014
103,Nils Strand,Canal,3/5/2015
,Nobody Known,Canal,
104,Kim Vole,Canal,31/12/2015
"""


def rows(people: PeopleRoom) -> list[tuple[str, ...]]:
    model = people.importing.model
    return [tuple(str(model.index(row, column).data()) for column in range(4)) for row in range(model.rowCount())]


def pick(qtbot: QtBot, panel: TableImport, choice: QComboBox, words: str) -> None:
    """Choose an entry by its first letter, and wait until the table was looked at again."""
    qtbot.waitUntil(choice.isEnabled, timeout=PATIENCE)
    choice.setFocus()
    QTest.keyClicks(choice, words[0])
    settled = lambda: choice.currentText() == words and panel.verdict.text() != "Reading…"  # noqa: E731
    qtbot.waitUntil(settled, timeout=PATIENCE)


def test_a_roster_is_mapped_looked_at_taken_in_and_taken_back(
    qtbot: QtBot, people: PeopleRoom, evidence: Evidence, tmp_path: Path, workspace: Workspace
) -> None:
    path = tmp_path / "staff.csv"
    path.write_text(MORE, encoding="utf-8")
    people.import_roster(path)
    panel = people.importing
    qtbot.waitUntil(lambda: "no column name" in panel.verdict.text(), timeout=PATIENCE)
    assert not panel.take.isEnabled()
    for column, heading in (("serial", "Badge"), ("name", "Member"), ("station", "Post"), ("start", "Since")):
        pick(qtbot, panel, panel.choices[column], heading)
    pick(qtbot, panel, panel.dates, "5/3/2016: month, day")
    qtbot.waitUntil(panel.take.isEnabled, timeout=PATIENCE)
    assert panel.dates.hasFocus(), "another Enter imports nothing"
    assert panel.verdict.text() == "Officers: 1 new, 0 changed, 1 as they are. 2 lines cannot be used; the others can."
    assert rows(people) == [
        ("4", "no serial number", "", "Nobody Known"),
        ("5", "there is no day “31/12/2015”", "104", "Kim Vole"),
        ("3", "new", "103", "Nils Strand"),
        ("2", "as it is", "101", "Ruth Castellan"),
    ]
    assert panel.model.index(2, list(panel.choices).index("start") + 2).data() == "2015-03-05"
    panel.take.setFocus()
    press(panel.take, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "103" in known(evidence), timeout=PATIENCE)
    assert set(known(evidence)) == {"101", "102", "103"}
    qtbot.waitUntil(lambda: panel.verdict.text().startswith("Done."), timeout=PATIENCE)
    qtbot.waitUntil(lambda: workspace.status.echo.said.text() == "Roster imported: staff.csv", timeout=PATIENCE)
    people.officers.filter.setFocus()
    press(workspace, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: set(known(evidence)) == {"101", "102"}, timeout=PATIENCE)
    qtbot.waitUntil(lambda: panel.verdict.text().startswith("Officers: 1 new"), timeout=PATIENCE)
    assert panel.take.isEnabled()
    assert people.officers.filter.hasFocus(), "what comes by itself leaves the keyboard where it is"


def test_a_roster_dropped_on_the_room_is_shown_before_anything_is_taken_in(
    qtbot: QtBot, people: PeopleRoom, evidence: Evidence, tmp_path: Path
) -> None:
    path = tmp_path / "roster.csv"
    path.write_text("serial,name\n101,Ruth Castellan-Moore\n", encoding="utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(20, 20), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    people.dropEvent(event)
    qtbot.waitUntil(people.importing.take.isEnabled, timeout=PATIENCE)
    assert rows(people)[0][1] == "changes: name Ruth Castellan → Ruth Castellan-Moore"
    assert known(evidence)["101"].name == "Ruth Castellan"
    press(people.importing.leave, Qt.Key.Key_Space)
    qtbot.waitUntil(people.officers.filter.hasFocus, timeout=PATIENCE)


def test_a_roster_in_a_workbook_is_read_behind_the_walls(
    qtbot: QtBot, people: PeopleRoom, evidence: Evidence, tmp_path: Path
) -> None:
    path = tmp_path / "roster.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Staff")
        sheet.write_row(0, 0, ["serial", "name", "rank"])
        sheet.write_row(1, 0, ["106", "Femi Oyelaran", "Officer"])
    people.import_roster(path)
    qtbot.waitUntil(people.importing.take.isEnabled, timeout=PATIENCE)
    assert rows(people) == [("2", "new", "106", "Femi Oyelaran")]
    press(people.importing.take, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "106" in known(evidence), timeout=PATIENCE)
    qtbot.waitUntil(people.officers.filter.hasFocus, timeout=PATIENCE)
    press(people.officers.filter, Qt.Key.Key_Down)
    press(people.officers.filter, Qt.Key.Key_Up)
    assert people.officers.current is not None
