"""Policy: the clauses at the left, one of them at the right to be read and edited."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QFileDialog, QFrame, QMenu, QWidget

from reviewer.casefile.engine.case import Case
from reviewer.domain.changes import Noun
from reviewer.domain.policy.clause import Clause, ClauseId, Wording
from reviewer.errors import KnownError
from reviewer.gui import text
from reviewer.gui.at_hand import WantedRow
from reviewer.gui.models.rows import RowsModel
from reviewer.gui.refresh import Refresher
from reviewer.gui.rooms.findings.clause_form import ClauseForm
from reviewer.gui.session import Latest, Session
from reviewer.gui.theme import grid
from reviewer.gui.widgets.folding import Folding
from reviewer.gui.widgets.form_problem import FormProblem
from reviewer.gui.widgets.keys import on_keys_within
from reviewer.gui.widgets.lists.table import choose_row, table
from reviewer.gui.widgets.parts import button, column, label, row
from reviewer.gui.widgets.tab_order import lead, lead_by_list
from reviewer.usecases.policy import allegations, clauses
from reviewer.usecases.policy.clauses import ClauseImport


class PolicyPart(QWidget):
    """Looks the clauses up while it is in sight. While something is unsaved, no other clause can be chosen."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._latest = Latest()
        self._clauses: list[Clause] = []
        self._resting: dict[ClauseId, list[int]] = {}
        self._wanted: WantedRow[ClauseId] = WantedRow()
        names = [self.tr("Clause"), self.tr("Name"), self.tr("About"), self.tr("In force")]
        self.model = RowsModel(names)
        self.model.setParent(self)
        self.list = table(self.model, self.tr("Clauses"), {0: 18, 2: 26, 3: 40})
        self.none = label("", "muted", wrap=True)
        self.new = button(self.tr("New clause"), self.begin)
        self.template = button(self.tr("From a template…"), self._offer_templates)
        self.importing = button(self.tr("Import a file…"), self._choose_file)
        self.importing.setToolTip(self.tr("Clauses as TOML, such as `reviewer clause templates gratuity` prints"))
        self.problem = FormProblem()
        self.form = ClauseForm(session.report)
        self._lay_out()
        self._connect()
        lead(self, self.new)

    def _lay_out(self) -> None:
        left = QFrame()
        left.setObjectName("panel")
        head = row(self.new, self.template, self.importing, 1, margins=(2, 2, 2, 1), gap=1)
        inside = column(head, self.none, self.list, self.problem, gap=0)
        self.none.setContentsMargins(grid(3), grid(3), grid(3), 0)
        self.problem.setContentsMargins(grid(2), grid(1), grid(2), grid(1))
        self.problem.hide()
        inside.setStretchFactor(self.list, 1)
        inside.addStretch(0)
        left.setLayout(inside)
        self.fold = Folding()
        self.fold.add(left, self.tr("Clauses"), least=76, usual=90, stretch=1)
        self.fold.add(self.form, self.tr("Clause"), least=80, usual=130, stretch=1)
        self.setLayout(column(self.fold))

    def _connect(self) -> None:
        self.list.selectionModel().currentRowChanged.connect(self._chosen)
        self.form.save_wanted.connect(self._save)
        self.form.remove_wanted.connect(self._remove)
        self.form.dirty_changed.connect(self._hold)
        self.form.going.connect(self._session.go)
        Refresher(self, self._session, {Noun.POLICY, Noun.FINDINGS}, lambda _changes: self._ask())
        on_keys_within(self, {"Ctrl+N": self.begin})

    def _ask(self) -> None:

        def look(case: Case) -> tuple[list[Clause], dict[ClauseId, list[int]]]:
            resting: dict[ClauseId, list[int]] = {}
            for each in allegations.listed(case):
                resting.setdefault(each.clause.id, []).append(each.id)
            return clauses.listed(case), resting

        self._session.query(self, look).unless(self._latest.ask()).success(lambda found: self._show(*found)).run()

    def _show(self, found: Sequence[Clause], resting: dict[ClauseId, list[int]]) -> None:
        self._clauses, self._resting = list(found), resting
        numbers = [each.id for each in found]
        at_hand = self._wanted.among(numbers, self.form.shown)
        self.model.show([(each.code, each.name, str(each.topic), each.in_force) for each in found])
        self.none.setVisible(not found)
        lead_by_list(self, self.list, self.new, there=bool(found))
        self.none.setText(
            self.tr(
                "No policy yet. A clause says what has to be proved before it is broken, what it does not cover, and "
                "when it was in force. Begin with a template, and give it the number and the words of your manual."
            )
        )
        if self.form.dirty:
            return
        at = numbers.index(at_hand) if at_hand is not None else 0
        if found:
            choose_row(self.list, at)
            self._choose(at)
        else:
            self.form.show_nothing()

    def _chosen(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if not self.form.dirty:
            self._choose(current.row())

    def _choose(self, at: int) -> None:
        if 0 <= at < len(self._clauses):
            self._wanted.settle()  # a list that was asked for before does not lead elsewhere
            clause = self._clauses[at]
            self.form.show_clause(clause, self._resting.get(clause.id, []))

    def _hold(self, dirty: bool) -> None:  # noqa: FBT001 - comes by signal
        """What is unsaved would be lost by choosing something else."""
        for part in (self.list, self.new, self.template, self.importing):
            part.setEnabled(not dirty)
        if not dirty and self.form.shown is None and self._clauses:
            choose_row(self.list, 0)
            self._choose(0)

    # -- what is done ---------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Write a new clause."""
        self._begin_with(Wording("", ""))

    def _begin_with(self, wording: Wording) -> None:
        if not self.form.dirty:
            self.form.begin(wording)

    def _offer_templates(self) -> None:
        def show(found: dict[str, Wording]) -> None:
            menu = QMenu(self)
            for wording in found.values():
                menu.addAction(text.on_button(wording.name), partial(self._begin_with, wording))
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(self.template.mapToGlobal(self.template.rect().bottomLeft()))

        self._session.query(self, lambda _case: clauses.templates()).success(show).run()

    def _choose_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, self.tr("Import clauses"), "", self.tr("Clauses (*.toml);;All files (*)")
        )
        if name:
            self.import_file(Path(name))

    def import_file(self, path: Path) -> None:
        """Take in the clauses of a file."""
        who = self._session.reviewer
        asked = self._session.operation(self, lambda case: clauses.import_file(case, path, reviewer=who))
        asked.success(self._imported).failure(self._refuse).run()

    def _imported(self, done: ClauseImport) -> None:
        self.problem.hide()
        said = self.tr("Clauses: {0:,} added, {1:,} changed, {2:,} as they were")
        self._session.said.emit(said.format(len(done.added), len(done.changed), done.unchanged))

    def _refuse(self, error: KnownError) -> None:
        self.problem.setText(text.refusal(error))
        self.problem.show()

    def _save(self, before: Clause | None, wording: Wording) -> None:
        who = self._session.reviewer

        def write(case: Case) -> Clause:
            if before is None:
                return clauses.add(case, wording, reviewer=who)
            return clauses.change(case, name_of(before), wording, reviewer=who)

        def saved(made: Clause) -> None:
            self.problem.hide()
            self.form.saved()
            self._wanted.want(made.id)
            self._ask()

        asked = self._session.operation(self, write)
        kept, refused = self.form.answers(saved)
        asked.success(kept).failure(refused).run()

    def _remove(self, clause: Clause) -> None:
        who = self._session.reviewer

        def removed(_was: Clause) -> None:
            self._session.said.emit(self.tr("Clause {0} is removed; Ctrl+Z brings it back").format(clause.code))

        asked = self._session.operation(
            self,
            lambda case: clauses.remove(case, name_of(clause), reviewer=who),
        )
        asked.success(removed).failure(self.form.refuse).run()


def name_of(clause: Clause) -> str:
    """How the use cases name a clause, whatever its other wordings."""
    return f"{clause.code}@{clause.start}" if clause.start else clause.code
