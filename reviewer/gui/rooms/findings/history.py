"""Every step of the findings on an allegation: who did what, when, and in what words."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QWidget

from reviewer.domain.policy.finding import Step
from reviewer.gui import text
from reviewer.gui.rooms.findings.lookup import Whole
from reviewer.gui.widgets.parts import boxed, column, label, row
from reviewer.usecases.policy.findings import AllegedFinding


class HistoryPart(QFrame):
    """The current finding's steps first, then those of the findings that were reopened, the latest first."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[tuple[str, str]] = []
        self._lines = column(gap=1)
        self.setLayout(self._lines)
        self.setAccessibleName(self.tr("History of the finding"))

    def show_whole(self, whole: Whole) -> None:
        """Show the history of one allegation; what stands there already is left alone, so that nothing jumps."""
        lines: list[tuple[str, str]] = []
        for found in reversed(whole.history):
            lines += [("", self._title(found)), *(self._step(step) for step in found.finding.steps)]
        first = _shared(self._shown, lines)
        last = min(_shared(self._shown[::-1], lines[::-1]), len(lines) - first, len(self._shown) - first)
        for at in reversed(range(first, len(self._shown) - last)):
            gone = self._lines.takeAt(at)
            if gone is not None and (widget := gone.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for at in range(first, len(lines) - last):
            self._lines.insertWidget(at, _line(*lines[at]))
        self._shown = lines
        self.setVisible(bool(lines))

    def _title(self, found: AllegedFinding) -> str:
        words = found.finding.words
        outcome = f"{words.outcome} ({words.label})" if words.label else str(words.outcome)
        if found.finding.current:
            return self.tr("History")
        return self.tr("Earlier finding, reopened: {0}, {1}. {2}").format(outcome, found.finding.state, words.reason)

    def _step(self, step: Step) -> tuple[str, str]:
        said = self.tr("{0} by {1}").format(step.done, step.reviewer)
        said = f"{said} ({step.signed})" if step.signed else said
        return text.moment(step.at, None), f"{said}: {step.comment}" if step.comment else said


def _line(when: str, words: str) -> QWidget:
    """A step with its moment; without one, what heads the steps below it."""
    if not when:
        return label(words, "caption", wrap=True)
    line = row(label(when, "small"), label(words, wrap=True, selectable=True), gap=3)
    line.setStretch(1, 1)
    return boxed(line)


def _shared(one: list[tuple[str, str]], other: list[tuple[str, str]]) -> int:
    """How many lines both begin with."""
    return next(
        (at for at, (left, right) in enumerate(zip(one, other, strict=False)) if left != right),
        min(len(one), len(other)),
    )
