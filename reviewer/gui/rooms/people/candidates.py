"""Names and addresses of the evidence that may be an officer's: accepted or refused here, and either can be undone."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame

from reviewer.domain.changes import Noun
from reviewer.domain.ids import ItemId
from reviewer.domain.people.people_found import Evidence
from reviewer.gui import text
from reviewer.gui.at_hand import row_kept
from reviewer.gui.models.tree import Branch, TreeModel
from reviewer.gui.navigation import ItemTarget
from reviewer.gui.refresh import Refresher
from reviewer.gui.session import Latest, Session
from reviewer.gui.theme import grid
from reviewer.gui.widgets.keys import on_keys
from reviewer.gui.widgets.lists.tree import Tree
from reviewer.gui.widgets.parts import button, column, label, row
from reviewer.gui.widgets.tab_order import lead
from reviewer.usecases.people import aliases
from reviewer.usecases.people.aliases import FoundAlias

MOST = 1_000
"""So many candidates are listed, the strongest first."""


class CandidatesPart(QFrame):
    """Each candidate with its officer, and below it what speaks for it; looked for while it is in sight."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._session = session
        self._latest = Latest()
        self._found: list[FoundAlias] = []
        names = [self.tr("Name or address"), self.tr("May be")]
        self.model = TreeModel(names, parent=self)
        self.tree = Tree(self.model, self.tr("Names and addresses that may be an officer's"), {1: 40})
        self.tree.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.title = label("", "caption")
        self.none = label("", "muted", wrap=True)
        self.accept = button(self.tr("Accept"), partial(self._judge, accepted=True))
        self.accept.setToolTip(self.tr("It is this officer's (A); Ctrl+Z takes it back"))
        self.refuse = button(self.tr("Refuse"), partial(self._judge, accepted=False))
        self.refuse.setToolTip(self.tr("It is not this officer's, and is not brought up again (Del)"))
        head = row(self.title, 1, self.accept, self.refuse, margins=(3, 2, 2, 1))
        self.none.setContentsMargins(grid(3), 0, grid(3), grid(2))
        whole = column(head, self.none, self.tree, gap=0)
        whole.setStretchFactor(self.tree, 1)
        whole.addStretch(0)
        self.setLayout(whole)
        lead(self, self.tree)
        self._connect()

    def _connect(self) -> None:
        on_keys(self.tree, {"A": partial(self._judge, accepted=True), "Del": partial(self._judge, accepted=False)})
        self.tree.opened.connect(lambda item: self._session.go(ItemTarget(ItemId(int(item)))))
        Refresher(self, self._session, {Noun.OFFICERS, Noun.ITEMS, Noun.ORDER}, lambda _changes: self._ask())

    def _ask(self) -> None:
        self._session.query(self, aliases.listed).unless(self._latest.ask()).success(self._show).run()

    def _show(self, found: list[FoundAlias]) -> None:
        stood = self._row()
        kept = _key(self._found[stood]) if 0 <= stood < len(self._found) else None
        self._found = found[:MOST]
        self.tree.show_branches([self._branch(each) for each in self._found])
        if self._found:
            at = row_kept([_key(each) for each in self._found], kept, stood)
            self.tree.setCurrentIndex(self.model.index(at, 0))
        self.title.setText(self.tr("Found in the evidence · {0:,}").format(len(found)))
        self.none.setText(self.tr("No other name or address in the evidence looks like an officer's."))
        self.none.setVisible(not found)
        for part in (self.tree, self.accept, self.refuse):
            part.setVisible(bool(found))

    def _branch(self, each: FoundAlias) -> Branch:
        who = each.officer.name
        if each.others:
            who = self.tr("{0}, or {1}").format(who, ", ".join(other.name for other in each.others))
        below = [Branch((self._why(one), ""), str(one.first)) for one in each.candidate.evidence]
        return Branch((each.candidate.value, who), "", below)

    def _why(self, one: Evidence) -> str:
        seen = text.counted(one.items, self.tr("item"), self.tr("items"))
        return self.tr("{0}: {1} · {2} of {3}").format(one.sign.value, one.known, one.source.value, seen)

    def _row(self) -> int:
        index = self.tree.currentIndex()
        return index.parent().row() if index.parent().isValid() else index.row()

    def _judge(self, *, accepted: bool) -> None:
        at = self._row()
        if not 0 <= at < len(self._found):
            return
        found = self._found[at]
        verdict = aliases.accept if accepted else aliases.refuse
        act = partial(verdict, who=found.officer.serial, value=found.candidate.value, reviewer=self._session.reviewer)
        self._session.operation(self, act).run()


def _key(found: FoundAlias) -> tuple[int, str]:
    return found.officer.id, found.candidate.value
