"""Every step of the findings on an allegation: who did what, when, and in what words."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout

from reviewer.domain.policy.finding import Step
from reviewer.gui import text
from reviewer.gui.rooms.findings.lookup import Whole
from reviewer.gui.widgets.parts import clear, column, label, row
from reviewer.usecases.policy.findings import AllegedFinding


class HistoryPart(QFrame):
    """The current finding's steps first, then those of the findings that were reopened, the latest first."""

    def __init__(self) -> None:
        super().__init__()
        self._lines = column(gap=1)
        self.setLayout(self._lines)
        self.setAccessibleName(self.tr("History of the finding"))

    def show_whole(self, whole: Whole) -> None:
        """Show the history of one allegation."""
        clear(self._lines)
        for found in reversed(whole.history):
            self._lines.addWidget(label(self._title(found), "caption", wrap=True))
            for step in found.finding.steps:
                self._lines.addLayout(self._step(step))
        self.setVisible(bool(whole.history))

    def _title(self, found: AllegedFinding) -> str:
        words = found.finding.words
        outcome = f"{words.outcome} ({words.label})" if words.label else str(words.outcome)
        if found.finding.current:
            return self.tr("History")
        return self.tr("Earlier finding, reopened: {0}, {1}. {2}").format(outcome, found.finding.state, words.reason)

    def _step(self, step: Step) -> QHBoxLayout:
        said = self.tr("{0} by {1}").format(step.done, step.reviewer)
        said = f"{said} ({step.signed})" if step.signed else said
        words = f"{said}: {step.comment}" if step.comment else said
        line = row(label(text.moment(step.at, None), "small"), label(words, wrap=True, selectable=True), gap=3)
        line.setStretch(1, 1)
        return line
