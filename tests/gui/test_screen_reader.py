"""What a screen reader finds and hears."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from reviewer.desktop import crash_reports
from reviewer.domain.reasons.reason import Reason
from reviewer.errors import KnownError
from reviewer.gui import accessibility
from reviewer.gui.navigation import RoomName
from reviewer.gui.shell.window import MainWindow
from reviewer.gui.shell.workspace import Workspace
from tests.endurance import at_length
from tests.gui.conftest import PATIENCE, Evidence
from tests.gui.keyboard import stops

LAUNCHERS = (Path("/usr/libexec/at-spi-bus-launcher"), Path("/usr/lib/at-spi2-core/at-spi-bus-launcher"))
HERE = all(map(shutil.which, ("dbus-run-session", "xvfb-run"))) and any(each.exists() for each in LAUNCHERS)


@pytest.fixture
def active() -> Iterator[None]:
    """Somebody listens."""
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is announced from now on."""
    said: list[str] = []
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: said.append(event.message()))
    return said


def told(widget: QWidget, what: QAccessible.Text = QAccessible.Text.Name) -> str:
    found = QAccessible.queryAccessibleInterface(widget)
    assert found is not None
    return found.text(what)


def role(widget: QWidget) -> QAccessible.Role:
    found = QAccessible.queryAccessibleInterface(widget)
    assert found is not None
    return found.role()


def labels(choice: QComboBox) -> list[str]:
    """What a choice is said to be about, where its own name is what is chosen."""
    found = QAccessible.queryAccessibleInterface(choice)
    assert found is not None
    wanted = QAccessible.RelationFlag.Label
    return [other.text(QAccessible.Text.Name) for other, relation in found.relations() if relation == wanted]


@at_length
@pytest.mark.skipif(not HERE, reason="needs dbus-run-session, xvfb-run and at-spi2-core")
def test_a_screen_reader_finds_the_window_and_hears_what_comes_about(evidence: Evidence) -> None:
    """Through AT-SPI, as it is on a desktop: roles, names of choices, headings, and a notice that is announced."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("QT_", "DBUS_", "DISPLAY"))
    }
    environment |= {"QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
    key = f"{evidence.key.raw.hex()}:{evidence.key.salt.hex()}"
    reader = [sys.executable, "-m", "tests.gui.screen_reader", str(evidence.path), key]
    with tempfile.TemporaryDirectory(prefix="bus-") as short:
        environment |= {"XDG_RUNTIME_DIR": short, "XDG_CACHE_HOME": short, "HOME": short}
        command = ["dbus-run-session", "--", "xvfb-run", "-a", *reader]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=400, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    by_role: dict[str, list[str]] = {}
    for node in found["nodes"]:
        by_role.setdefault(node["role"], []).append(node["name"])
    assert {"Review", "Ledger", "Custody"} <= set(by_role["radio button"])
    assert "Passages" in by_role["heading"]
    assert [node for node in found["nodes"] if node["role"] == "combo box" and not node["labels"]] == []
    # Whatever the window saves while it is read out, the line says one or the other.
    assert {"saved · encrypted · offline", "saving… · encrypted · offline"} & set(by_role["label"]), by_role["label"]
    assert found["heard"] == ["Nothing has this key."]


@pytest.mark.usefixtures("active")
@pytest.mark.parametrize("room", list(RoomName))
def test_every_stop_has_a_name_and_every_label_is_told_as_it_is_shown(workspace: Workspace, room: RoomName) -> None:
    workspace.show_room(room)
    shown = workspace.rooms[room]
    nameless_stops = [each for each in stops(workspace.window()) if not told(each) and not told_as(each)]
    assert [f"{type(each).__name__} {each.toolTip()}" for each in nameless_stops] == []
    assert [each.text() for each in shown.findChildren(QLabel) if each.text() and told(each) != each.text()] == []
    nameless = [each for each in shown.findChildren(QComboBox) if set(labels(each)) != {each.accessibleName()}]
    assert [each.accessibleName() for each in nameless] == []


def told_as(widget: QWidget) -> list[str]:
    """What a choice of which nothing is chosen is called."""
    return labels(widget) if isinstance(widget, QComboBox) else []


@pytest.mark.usefixtures("active")
def test_every_stop_of_a_form_has_a_name(workspace: Workspace) -> None:
    """Of those that are made when they are first wanted too; each is opened in the place where it stands."""
    exports, people, findings = workspace.exports, workspace.people, workspace.findings

    def part(show: Callable[[str], None], name: str, begin: Callable[[], object]) -> Callable[[], object]:
        def shown() -> None:
            show(name)
            begin()

        return shown

    opened: dict[str, tuple[RoomName, Callable[[], object]]] = {
        "a production": (RoomName.EXPORTS, part(exports.show_part, "productions", exports.productions.begin)),
        "redactions": (RoomName.EXPORTS, lambda: exports.show_part("redactions")),
        "an officer": (RoomName.PEOPLE, people.page.add_officer),
        "an organisation": (RoomName.PEOPLE, part(people.show_part, "organisations", people.add_new)),
        "an allegation": (RoomName.FINDINGS, findings.allegations.begin),
        "a clause": (RoomName.FINDINGS, part(findings.show_part, "policy", findings.policy.begin)),
        "an interview": (RoomName.INTERVIEWS, workspace.interviews.begin),
        "evidence": (RoomName.CUSTODY, lambda: workspace.evidence.offer([Path("box.zip")])),
        "a region, a page": (RoomName.REVIEW, workspace.review.redacting.ask_part),
    }
    nameless: list[str] = []
    for form, (room, begin) in opened.items():
        workspace.show_room(room)
        begin()
        reached = stops(workspace.window())
        nameless += [f"{form}: {type(each).__name__}" for each in reached if not told(each) and not told_as(each)]
    assert nameless == []


@pytest.mark.usefixtures("active")
def test_of_rooms_and_parts_one_is_chosen_and_headings_are_headings(workspace: Workspace) -> None:
    workspace.show_room("findings")
    switches: list[QAbstractButton] = [*workspace.rail.buttons.values(), *workspace.findings.buttons.values()]
    assert {role(each) for each in switches} == {QAccessible.Role.RadioButton}
    found = workspace.custody.findChildren(accessibility.Heading)
    assert "Case file" in {told(each) for each in found}
    assert {role(each) for each in found} == {QAccessible.Role.Heading}


def test_what_goes_wrong_is_announced_with_what_to_do(
    heard: list[str], window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.unlock.refuse(KnownError("the passphrase is wrong", "Type it again."))
    window.notice.say("saved", "")
    assert heard == ["The passphrase is wrong. Type it again.", "Saved."]
    heard.clear()
    for _time in range(2):
        window.tell_failure()
    assert [each[:32] for each in heard] == ["Something failed in the program."]
    monkeypatch.setattr(crash_reports, "_seen", set())
    assert crash_reports.keep_worker(Reason("worker.exited", worker="reader", exit=1))
    window.tell_crash()
    assert heard[1].startswith("Evidence Reviewer did not end as it should")


def test_counts_are_announced_when_they_change(heard: list[str], qtbot: QtBot, workspace: Workspace) -> None:
    qtbot.waitUntil(lambda: workspace.review.model.rowCount() > 0, timeout=PATIENCE)
    every = workspace.review.model.rowCount()
    heard.clear()
    workspace.review.filter.typed.setText("subject:flyer")
    qtbot.waitUntil(lambda: any(f"of {every} items" in each for each in heard), timeout=PATIENCE)
    workspace.search_for("camera")
    qtbot.waitUntil(lambda: any(each.endswith(" found") for each in heard), timeout=PATIENCE)


def test_the_end_of_work_is_announced_once(heard: list[str], workspace: Workspace) -> None:
    heard.clear()
    workspace.status.show_progress(4, 4, "reading")
    workspace.status.idle()
    workspace.status.idle()
    assert heard == ["Done: reading · 4 of 4"]
