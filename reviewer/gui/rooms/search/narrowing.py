"""By what a search can be narrowed: how many of its hits each custodian, sender, month and so on has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame

from reviewer.casefile.engine.case import Case
from reviewer.errors import CancelledError, KnownError
from reviewer.gui.accessibility import announce
from reviewer.gui.models.tree import Branch, TreeModel
from reviewer.gui.rooms.search.found_in_time import FoundInTime
from reviewer.gui.session import Latest, Session
from reviewer.gui.widgets.keys import on_keys
from reviewer.gui.widgets.lists.tree import Tree
from reviewer.gui.widgets.parts import boxed, button, column, label, row
from reviewer.gui.widgets.progress_line import SearchWait
from reviewer.usecases import facets
from reviewer.usecases.facets import FacetValue

MOST = 50
"""So many values of each are shown, and how many more there are."""


@dataclass(frozen=True, slots=True)
class _Counted:
    """How what was found is spread, and by facet the conditions of those values that are shown."""

    found: Mapping[str, Sequence[FacetValue]]
    narrows: Mapping[str, Sequence[str]]


def _count(case: Case, text: str, reviewer: str) -> _Counted:
    """Count, and make the conditions of what is shown, which takes longer and so is for no thread that draws."""
    found = facets.of_query(case, text, reviewer=reviewer)
    return _Counted(found, {name: [each.narrows for each in values[:MOST]] for name, values in found.items()})


class Narrowing(QFrame):
    """A click on a value, or Enter, narrows the search to it; with Alt it is left out. Hidden until it is wanted.

    So does a stretch of months that one drags over.
    """

    narrowed = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._session = session
        self._latest = Latest()
        self._text = ""
        self.model = TreeModel([self.tr("Narrow to"), self.tr("Items")], numbers={1}, parent=self)
        self.tree = Tree(self.model, self.tr("Narrow the search"), {1: 14})
        self.hint = label(self.tr("A click or a drag narrows to it; with Alt it is left out."), "small", wrap=True)
        self.stopped = label(self.tr("The count was stopped."), "muted", wrap=True)
        self.again = button(self.tr("Count again"), lambda: self.ask(self._text), "link")
        self.missing = boxed(column(row(self.stopped), row(self.again, 1), margins=(2, 1, 2, 1), gap=1))
        self.missing.hide()
        self.in_time = FoundInTime()
        whole = column(self.missing, self.in_time, self.tree, row(self.hint, margins=(2, 0, 2, 1)), gap=1)
        whole.setStretchFactor(self.tree, 1)
        self.waiting = SearchWait(self, session, lambda line: whole.insertWidget(whole.count() - 1, line))
        self.setLayout(whole)
        self.tree.clicked.connect(self._clicked)
        self.tree.opened.connect(self.narrowed)
        self.in_time.narrowed.connect(self.narrowed)
        on_keys(self.tree, {"Alt+Return Alt+Enter": lambda: self._choose(self.tree.currentIndex(), out=True)})
        self._names = {
            "custodian": self.tr("Custodian"),
            "sender": self.tr("Sender"),
            "domain": self.tr("Domain of the sender"),
            "officer": self.tr("Officer"),
            "kind": self.tr("Kind"),
            "year": self.tr("Year"),
            "month": self.tr("Month"),
            "tag": self.tr("Tag"),
            "mark": self.tr("Mark"),
        }
        self.hide()

    def ask(self, text: str) -> None:
        """Count what a search finds."""
        self._text = text
        if self.again.hasFocus():
            self.tree.setFocus()
        self.missing.hide()
        look = self.waiting.watched(partial(_count, text=text, reviewer=self._session.reviewer))
        answered = self.waiting.unless_stopped(self._show, self._refuse)
        self._session.query(self, look).unless(self._latest.ask()).success(answered).failure(self._refuse).run()

    def _refuse(self, error: KnownError) -> None:
        """There are no counts; what was counted before is of another search."""
        held = self.waiting.held
        self.tree.show_branches([])
        self._show_months([])
        if isinstance(error, CancelledError):
            self.missing.show()
            announce(self, self.stopped.text())
            if held:
                self.again.setFocus()
        self.waiting.over()
        self._session.report(error)

    def _show(self, told: _Counted) -> None:
        self.waiting.over()
        found, narrows = told.found, told.narrows
        first = not self.model.rowCount()
        self._show_months(found["month"], facets.undated(found))
        self.tree.show_branches([self._branch(name, found[name], said) for name, said in narrows.items() if said])
        if first:  # so that one sees that there are counts
            self.tree.expand(self.model.index(0, 0))

    def _show_months(self, months: Sequence[FacetValue], undated: int = 0) -> None:
        if self.in_time.chart.hasFocus() and len(months) < 2:
            self.tree.setFocus()  # the columns go, and the keyboard stays here
        self.in_time.show_months(months, undated)

    def _branch(self, name: str, values: Sequence[FacetValue], narrows: Sequence[str]) -> Branch:
        shown = zip(values, narrows, strict=False)
        below = [Branch((each.value, f"{each.items:,}"), condition) for each, condition in shown]
        if len(values) > MOST:
            below.append(Branch((self.tr("… and {0:,} more").format(len(values) - MOST), "")))
        return Branch((self._names[name], ""), below=below)

    def _clicked(self, index: QModelIndex) -> None:
        self._choose(index, out=bool(QApplication.keyboardModifiers() & Qt.KeyboardModifier.AltModifier))

    def _choose(self, index: QModelIndex, *, out: bool) -> None:
        branch = self.model.at(index)
        if branch is not None and branch.payload:
            self.narrowed.emit(f"-{branch.payload}" if out else branch.payload)
