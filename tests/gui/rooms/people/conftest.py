"""The People room of the tests."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from reviewer.gui.rooms.people.room import PeopleRoom
from reviewer.gui.shell.workspace import Workspace
from tests.gui.conftest import PATIENCE


@pytest.fixture
def people(qtbot: QtBot, workspace: Workspace) -> PeopleRoom:
    """The People room, with its officers listed."""
    workspace.show_room("people")
    room = workspace.people
    qtbot.waitUntil(lambda: room.officers.model.rowCount() == 2, timeout=PATIENCE)
    return room
