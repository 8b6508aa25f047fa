"""Allegations for tests of the Findings room, and how one gets at them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine.case import Case
from reviewer.domain.policy.allegation import Allegation, AllegationId, Side
from reviewer.gui.navigation import AllegationTarget
from reviewer.gui.rooms.findings.allegations import AllegationsPart
from reviewer.gui.rooms.findings.matrix import CellBox
from reviewer.gui.shell.workspace import Workspace
from reviewer.usecases.policy import allegations, findings
from tests.gui.conftest import PATIENCE, Evidence
from tests.gui.keyboard import press

FIRST = AllegationId(1)


def alleged(case: Case) -> Allegation:
    return allegations.add(case, "101", "3.14", "Took a camera", "2016", vendor="Lantern", reviewer="Ada")


def proved(case: Case) -> Allegation:
    """An allegation with all that a sustained finding needs."""
    made = alleged(case)
    for element in (1, 2):
        allegations.weigh(case, made.id, element, supporting=["1"], reviewer="Ada")
        allegations.confirm(case, made.id, element, ["castellan paid"], reviewer="Ada")
    return made


def opened(qtbot: QtBot, workspace: Workspace) -> AllegationsPart:
    """The first allegation in the Findings room."""
    workspace.session.go(AllegationTarget(FIRST))
    part = workspace.findings.allegations
    qtbot.waitUntil(lambda: part.whole is not None and part.model.rowCount() > 0, timeout=PATIENCE)
    return part


def cell(part: AllegationsPart, element: int, side: Side) -> CellBox:
    return part.sheet.matrix.boxes[element - 1].cells[side]


def finding_of(evidence: Evidence) -> findings.AllegedFinding:
    return evidence.look(partial(findings.show, allegation=FIRST))[-1]


def choose(box: QWidget, value: str) -> None:
    """Choose an entry as the keyboard does."""
    at = box.findData(value)  # type: ignore[attr-defined]
    assert at >= 0
    box.setFocus()
    press(box, Qt.Key.Key_Home)
    for _ in range(at):
        press(box, Qt.Key.Key_Down)
    box.activated.emit(at)  # type: ignore[attr-defined]
