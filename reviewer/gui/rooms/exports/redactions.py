"""All redactions of the case, decided on many at a time; beside them, what is still to be found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QSignalBlocker
from PySide6.QtWidgets import QWidget

from reviewer.casefile.engine.case import Case
from reviewer.domain.changes import Noun
from reviewer.domain.exports.redaction import RedactionKind, RedactionState, is_followed
from reviewer.domain.ids import RedactionId
from reviewer.domain.pages.passage import one_line
from reviewer.errors import KnownError
from reviewer.gui import text
from reviewer.gui.models.rows import RowsModel
from reviewer.gui.navigation import ItemTarget
from reviewer.gui.refresh import Refresher
from reviewer.gui.rooms.exports.finding_words import FindingWords
from reviewer.gui.session import Latest, Session
from reviewer.gui.theme import room_for
from reviewer.gui.widgets.fitting import Scroller
from reviewer.gui.widgets.flow import Flow
from reviewer.gui.widgets.folding import Folding, bring
from reviewer.gui.widgets.form_problem import FormProblem
from reviewer.gui.widgets.keys import ENTER, on_keys
from reviewer.gui.widgets.lists.table import choose_row, choose_several, table
from reviewer.gui.widgets.parts import boxed, button, column, label
from reviewer.gui.widgets.switch import ways_switch
from reviewer.gui.widgets.tab_order import lead
from reviewer.usecases.exports.redaction import redactions
from reviewer.usecases.exports.redaction.redactions import Said

LOW = 32
"""How high the list is at least, in steps of the grid: nothing is decided on unseen."""


class Which(StrEnum):
    """Which redactions are listed."""

    WAITING = "waiting"
    APPROVED = "approved"
    DECLINED = "declined"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Looked:
    """All redactions, and the reasons there are, the one given last first."""

    said: tuple[Said, ...]
    reasons: Mapping[str, str]


class RedactionsPart(QWidget):
    """Looks them up while it is in sight."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._latest = Latest()
        self._every: Sequence[Said] = ()
        self._shown: list[Said] = []
        self.chips = ways_switch(self, self._names(), lambda _which: self._list())
        self.chips[Which.WAITING].setChecked(True)
        names = [self.tr("Document"), self.tr("Page"), self.tr("Reason"), self.tr("What"), self.tr("State")]
        self.model = RowsModel(names, numbers=(1,))
        self.model.setParent(self)
        self.list = table(self.model, self.tr("Redactions"), {0: 32, 1: 12, 2: 18, 4: 36})
        choose_several(self.list)
        self.none = label("", "muted", wrap=True)
        self.rule = label(
            self.tr("Whoever proposed one cannot decide on it: another reviewer does, who says so at the top right."),
            "small",
            wrap=True,
        )
        self.approve = button("", partial(self._decide, RedactionState.APPROVED), "main")
        self.decline = button("", partial(self._decide, RedactionState.DECLINED))
        self.remove = button("", self._remove)
        self.remove.setToolTip(self.tr("Take back what is not approved (Del); Ctrl+Z brings it back"))
        self.open = button(self.tr("Open document"), self._open)
        self.follow = button(self.tr("Follow the text"), self._follow)
        self.problem = FormProblem()
        self.problem.keep_lines(1)
        self.finding = FindingWords(session)
        self._lay_out()
        self._connect()
        lead(self, self.list)
        self._look()

    def _names(self) -> dict[Which, str]:
        return {
            Which.WAITING: self.tr("Wait for a second reviewer"),
            Which.APPROVED: self.tr("Approved"),
            Which.DECLINED: self.tr("Declined"),
            Which.ALL: self.tr("All"),
        }

    def _lay_out(self) -> None:
        chips, acts = Flow(), Flow(gap=2)
        for chip in self.chips.values():
            chips.addWidget(chip)
        for act in (self.approve, self.decline, self.remove, self.follow, self.open):
            acts.addWidget(act)
        title = label(self.tr("Redactions"), "title")
        parts = (title, boxed(chips), self.none, self.list, self.rule, self.problem, boxed(acts))
        inside = column(*parts, margins=(4, 3, 4, 3), gap=2)
        inside.setStretchFactor(self.list, 1)
        inside.addStretch(0)
        self.left = Scroller(boxed(inside, "panel"), "panel")
        self.list.setMinimumHeight(room_for(LOW))
        self.fold = Folding()
        self.fold.add(self.left, self.tr("Redactions"), least=76, usual=100, stretch=1)
        self.fold.add(Scroller(self.finding, "panel"), self.tr("Find and propose"), least=76, usual=100, stretch=1)
        self.setLayout(column(self.fold))
        self.list.hide()

    def _connect(self) -> None:
        self.list.selectionModel().selectionChanged.connect(lambda _now, _before: self._look())
        self.list.doubleClicked.connect(lambda _index: self._open())
        on_keys(self.list, {ENTER: self._open})
        on_keys(self.list, {"Del": self._remove}, once=True)  # the first is chosen then, which nobody meant
        self.finding.left.connect(self._to_list)
        Refresher(self, self._session, {Noun.REDACTIONS}, lambda _changes: self._ask())

    # ── what is shown ────────────────────────────────────────────────────────────────────────────────────────────────

    def _ask(self) -> None:
        who = self._session.reviewer

        def look(case: Case) -> Looked:
            return Looked(tuple(redactions.listed(case)), redactions.reasons_by_use(case, reviewer=who))

        self._session.query(self, look).unless(self._latest.ask()).success(self._show).run()

    def _show(self, found: Looked) -> None:
        self._every = found.said
        self.finding.offer_reasons(found.reasons)
        self._list()

    def _list(self) -> None:
        """List what the filter wants; what was chosen stays chosen, and in sight, as far as it is there."""
        chosen, seen = {each.redaction.id for each in self.chosen}, self._in_sight()
        which = next(which for which, chip in self.chips.items() if chip.isChecked())
        self._shown = [each for each in self._every if _wanted(each, which)]
        with QSignalBlocker(self.list.selectionModel()):
            self.model.show([self._cells(each) for each in self._shown])
        picked = QItemSelection()
        for at, each in enumerate(self._shown):
            if each.redaction.id in chosen:
                picked.select(self.model.index(at, 0), self.model.index(at, self.model.columnCount() - 1))
        self.list.selectionModel().select(picked, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._bring(seen)
        if self._shown and not chosen:
            choose_row(self.list, 0)
        if not self._shown and self.list.hasFocus():
            self.chips[which].setFocus()  # not a field of the form beside it, which has an undo of its own
        self.list.setVisible(bool(self._shown))
        self.none.setVisible(not self._shown)
        nothing = self.tr("Nothing is redacted yet. Select words on a page in Review and press D, or find them here.")
        self.none.setText(self.tr("None is like this.") if self._every else nothing)
        self._look()

    def _in_sight(self) -> RedactionId | None:
        """One of those that are chosen and in sight: the one at hand, else the first."""
        at, sight = self.list.currentIndex().row(), self.list.viewport().rect()
        rows = sorted({index.row() for index in self.list.selectedIndexes()}, key=lambda row: (row != at, row))
        for row in rows:
            if row < len(self._shown) and sight.intersects(self.list.visualRect(self.model.index(row, 0))):
                return self._shown[row].redaction.id
        return None

    def _bring(self, redaction: RedactionId | None) -> None:
        """Bring one into sight again where others came before it, so that nothing is decided on unseen."""
        for at, each in enumerate(self._shown):
            if each.redaction.id == redaction:
                index, flag = self.model.index(at, 0), QItemSelectionModel.SelectionFlag.NoUpdate
                self.list.selectionModel().setCurrentIndex(index, flag)
                self.list.scrollTo(index)

    def _cells(self, each: Said) -> tuple[str, ...]:
        what = each.redaction.what
        pages = f"{what.first_page}" if what.first_page == what.last_page else f"{what.first_page}–{what.last_page}"
        kind = {
            RedactionKind.WORDS: self.tr("“{0}”").format(one_line(each.redaction.quote)),
            RedactionKind.REGION: self.tr("a region"),
            RedactionKind.PAGE: self.tr("the whole page"),
        }[what.kind]
        return each.control, pages, what.reason, kind, self._state(each)

    def _state(self, each: Said) -> str:
        found = each.redaction
        match found.state:
            case RedactionState.PROPOSED:
                return self.tr("proposed by {0}").format(found.reviewer)
            case RedactionState.APPROVED:
                return self.tr("approved by {0}").format(found.decided_by)
            case RedactionState.DECLINED:
                return self.tr("declined by {0}").format(found.decided_by)

    # ── what is done ─────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def chosen(self) -> list[Said]:
        """Those that are chosen, in their order."""
        rows = sorted(index.row() for index in self.list.selectionModel().selectedRows())
        return [self._shown[at] for at in rows if at < len(self._shown)]

    def _look(self) -> None:
        chosen = self.chosen
        states = [each.redaction.state for each in chosen]
        approved = RedactionState.APPROVED
        for act, state, one_, words in (
            (self.approve, approved, self.tr("Approve"), self.tr("Approve {0:,}")),
            (self.decline, RedactionState.DECLINED, self.tr("Decline"), self.tr("Decline {0:,}")),
            (self.remove, approved, self.tr("Remove"), self.tr("Remove {0:,}")),
        ):
            number = len(states) - states.count(state)
            act.setText(words.format(number) if number > 1 else one_)
            act.setAccessibleName(act.text())
            act.setEnabled(number > 0)
        one = chosen[0].redaction if len(chosen) == 1 else None
        self.open.setEnabled(bool(chosen))
        self.follow.setEnabled(one is not None and is_followed(one.quote))

    def _decide(self, state: RedactionState) -> None:
        wanted, who = [each.redaction.id for each in self.chosen], self._session.reviewer
        self.problem.hide()
        self.list.setFocus()  # the button has nothing to do then
        decide = partial(redactions.decide, wanted=wanted, state=state, reviewer=who)
        self._session.operation(self, decide).failure(self._refuse).run()

    def _remove(self) -> None:
        """Take back those that are not approved, all at once."""
        wanted = [each.redaction.id for each in self.chosen if each.redaction.state is not RedactionState.APPROVED]
        if not wanted:
            return
        self.problem.hide()
        self.list.setFocus()  # the button has nothing to do then
        remove = partial(redactions.remove, wanted=wanted, reviewer=self._session.reviewer)
        self._session.operation(self, remove).failure(self._refuse).run()

    def _refuse(self, error: KnownError) -> None:
        self.problem.setText(text.in_place(error))
        self.problem.show()

    def _to_list(self) -> None:
        self.fold.bring(self.left)
        self.list.setFocus()

    def _open(self) -> None:
        for each in self.chosen[:1]:
            self._session.go(ItemTarget(each.redaction.what.item, one_line(each.redaction.quote)))

    def _follow(self) -> None:
        for each in self.chosen[:1]:
            bring(self.finding)
            self.finding.follow(each)


def _wanted(each: Said, which: Which) -> bool:
    state = each.redaction.state
    return (
        which is Which.ALL
        or state
        is {
            Which.WAITING: RedactionState.PROPOSED,
            Which.APPROVED: RedactionState.APPROVED,
            Which.DECLINED: RedactionState.DECLINED,
        }[which]
    )
