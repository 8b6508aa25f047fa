"""What is told late moves nothing that a hand may be on: no button, list or field, in any room, part or form.

Each line that a room keeps hidden until there is something to say is given words, where it is; then all that was in
sight stands where it stood.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QWidget

from reviewer.gui.shell.workspace import Workspace
from reviewer.gui.widgets.progress_line import ProgressLine
from reviewer.gui.widgets.query_field import Refusal
from tests.endurance import at_length
from tests.gui import cut_words
from tests.gui.still import in_sight, laid_out

WORDS = "No officer of the case has this name, and nothing was changed."

OF_WHAT_IS_CHOSEN = {
    "CellBox.empty", "CellBox.said", "CellBox.stale", "ClauseForm.warning", "ComplaintDetails.why", "Inspector.state",
    "OfficerPage.doubts", "OfficerPage.facts", "PrivilegeForm.why", "ProductionPage.facts", "ProductionPage.numbers",
    "ProductionPage.waits", "ReportChoices.named", "SourcesPart.short", "BenefitForm.quote", "EndorsementForm.quote",
    "AccountPart.within", "IntakesPart.none", "NoteEditor.about", "PrivilegePart.warnings",
}  # fmt: skip
"""Lines of what one has gone to or ticked: they come with all that is around them."""

OF_OTHER_ROWS = {"SearchRoom.read_as", "SearchRoom.refusal"}
"""Lines above a list that is another one by then, or gone."""

INSTEAD_OF_ROWS = {"none", "no_limit", "nothing"}
"""Names of the lines that stand above a list in which there is nothing that one could click on."""


def name(widget: QWidget) -> str:
    """What a line is called where it was made."""
    around = widget.parent()
    while around is not None:
        for called, held in vars(around).items():
            if held is widget:
                return f"{type(around).__name__}.{called}"
        around = around.parent()
    return ""


def waiting(window: QWidget) -> Iterator[QWidget]:
    """The lines that have nothing to say yet, and have a name."""
    for each in window.findChildren(QWidget):
        around = each.parentWidget()
        if not isinstance(each, QLabel | ProgressLine | Refusal) or around is None or isinstance(around, Refusal):
            continue
        if each.isHidden() and each.window() is window and around.isVisible() and around.objectName() != "overlay":
            yield each


class Moves(cut_words.Found):
    """Has each line say something, and keeps what moved."""

    def __init__(self) -> None:
        super().__init__(usual=True)
        self.tried: set[str] = set()
        self.moved: list[str] = []

    def look(self, where: str, window: QWidget) -> None:
        """Try every line that is there."""
        for line in list(waiting(window)):
            called = name(line)
            if called and called not in OF_WHAT_IS_CHOSEN | OF_OTHER_ROWS and called not in self.tried:
                self.tried.add(called)
                self.moved += [f"{where}: {called} moves {each}" for each in self._say(line, window)]

    def _say(self, line: QWidget, window: QWidget) -> list[str]:
        before = in_sight(window)
        said = line.why if isinstance(line, Refusal) else line
        words = said.text() if isinstance(said, QLabel) else ""
        if isinstance(said, QLabel) and not words:
            said.setText(WORDS)
        said.show()
        line.show()
        laid_out()
        after = in_sight(window)
        line.hide()
        if isinstance(said, QLabel):
            said.setText(words)
        laid_out()
        rows = name(line).rpartition(".")[2] in INSTEAD_OF_ROWS
        return [
            f"{cut_words.told(each)} by {(after[each] - stood).toTuple()}"
            for each, stood in before.items()
            if each in after and (after[each] - stood).manhattanLength() > 1 and not (rows and _of_a_list(each))
        ]


def _of_a_list(widget: QWidget) -> bool:
    around = widget.parentWidget()
    return isinstance(widget, QAbstractItemView) or isinstance(around, QAbstractItemView)


@at_length
@pytest.mark.parametrize(("wide", "high"), [(1366, 768), (960, 540)])
def test_no_line_that_comes_late_moves_what_a_hand_may_be_on(workspace: Workspace, wide: int, high: int) -> None:
    workspace.window().resize(wide, high)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    found = Moves()
    cut_words.looks(workspace, app, found)
    assert len(found.tried) > 50, "the rooms have that many lines"
    assert not found.moved, "\n".join(found.moved)
