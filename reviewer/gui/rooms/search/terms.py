"""A list of terms: paste it, and see what each of them finds, finds alone, and what of that one has not read.

One that is kept under a name tells what is new, too: it stands among the saved searches.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QFileDialog, QFrame, QPlainTextEdit, QSplitter

from reviewer.casefile.engine.case import Case
from reviewer.domain.analysis.saved_search import SavedSearch, SavedSearchId
from reviewer.domain.changes import EVERYTHING, Changes, Noun
from reviewer.domain.exports.leaving import Terms
from reviewer.domain.sheet import Table
from reviewer.errors import KnownError
from reviewer.gui import text
from reviewer.gui.models.columns import Column, ColumnsModel
from reviewer.gui.refresh import Refresher
from reviewer.gui.session import Latest, Session
from reviewer.gui.theme import grid
from reviewer.gui.widgets.form_problem import FormProblem
from reviewer.gui.widgets.keys import CTRL_ENTER, ENTER, as_form, on_keys, on_keys_within
from reviewer.gui.widgets.leaving import AskLeaving
from reviewer.gui.widgets.lists.table import choose_row, table
from reviewer.gui.widgets.parts import boxed, button, column, label, line, row
from reviewer.gui.widgets.progress_line import SearchWait
from reviewer.gui.widgets.sending import Sent
from reviewer.gui.widgets.tab_order import lead
from reviewer.usecases.analysis import saved_searches, term_report
from reviewer.usecases.analysis.term_report import TermFound
from reviewer.usecases.exports import sheets
from reviewer.usecases.exports.gate import Gate, Writer, foresee, passing

_NEW = 5
"""The column of what is new, which is there for a list that is kept."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A list as typed, its terms, what each finds, and as what it is kept, if it is."""

    typed: str = ""
    lines: tuple[str, ...] = ()
    found: tuple[TermFound, ...] = ()
    kept: SavedSearch | None = None


class TermsPage(QFrame):
    """``wanted`` carries a term whose hits are to be listed; ``left`` when one goes back to the search."""

    wanted = Signal(str)
    left = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("page")
        as_form(self)  # keys of Search do not act on what is out of sight
        self._session = session
        self._latest = Latest()
        self._counted = Counted()
        self._opened: SavedSearchId | None = None
        self._keeping = False
        self.typed = QPlainTextEdit()
        self.typed.setAccessibleName(self.tr("Terms, one a line"))
        self.typed.setPlaceholderText(self.tr("Paste the terms here, one a line. A line may be any search."))
        self.typed.setTabChangesFocus(True)
        self.go = button(self.tr("Count"), self.count, "main")
        self.go.setToolTip(self.tr("Count what each term finds (Ctrl+Enter)"))
        self.name = line(self.tr("Name of the list"), self.tr("Name"))
        self.keep = button(self.tr("Keep this list"), self.keep_it)
        self.keep.setToolTip(self.tr("Among the saved searches, which tell what is new in it"))
        self.problem = FormProblem()
        self.sum = label("", "small", wrap=True, selectable=True)
        self.model: ColumnsModel[TermFound] = ColumnsModel(self._columns())
        self.model.setParent(self)
        widths = {0: 50, 1: 18, 2: 22, 3: 18, 4: 18, _NEW: 14}
        self.table = table(self.model, self.tr("What each term finds"), widths, wrapped=True, grown=6)
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.table.setSortingEnabled(True)
        self.write = button(self.tr("Write as a table…"), self._choose)
        self.write.setToolTip(self.tr("As a workbook (.xlsx) or CSV"))
        self.leaving = AskLeaving(session, compelled=False)
        self._lay_out()
        self.table.doubleClicked.connect(lambda _index: self._open())
        on_keys(self.table, {ENTER: self._open})
        on_keys(self.name, {ENTER: self.keep_it})
        self.typed.textChanged.connect(self._offer_keeping)
        on_keys_within(self, {"Esc": self.left.emit, CTRL_ENTER: self.count})
        Refresher(self, session, {Noun.SAVED}, self._look)

    def _lay_out(self) -> None:
        back = button(self.tr("Back to the search"), self.left.emit, "link")
        back.setToolTip(self.tr("Back to the search (Esc)"))
        naming = row(self.name, self.keep)
        typing = column(self.typed, self.problem, row(1, self.go), naming, margins=(0, 0, 2, 0), gap=2)
        below = row(label(self.tr("Enter lists what a term finds."), "small"), 1, self.write)
        found = column(self.sum, self.table, below, margins=(2, 0, 0, 0), gap=2)
        self.waiting = SearchWait(self, self._session, lambda line: found.insertWidget(2, line))
        split = QSplitter()
        split.addWidget(boxed(typing, "page"))
        split.addWidget(boxed(found, "page"))
        split.setChildrenCollapsible(False)
        split.setStretchFactor(1, 1)
        split.setSizes([grid(70), grid(200)])
        head = row(label(self.tr("Term list"), "title"), 1, back)
        whole = column(head, split, self.leaving, margins=(4, 3, 4, 3), gap=2)
        whole.setStretchFactor(split, 1)
        self.setLayout(whole)
        lead(self, self.typed)
        self._show_found(Counted())

    def _columns(self) -> list[Column[TermFound]]:
        return [
            Column(self.tr("Term"), lambda each: each.term),
            Column(self.tr("Items"), lambda each: f"{each.items:,}", lambda each: each.items, number=True),
            Column(
                self.tr("With family"), lambda each: f"{each.with_family:,}", lambda each: each.with_family, number=True
            ),
            Column(self.tr("Unique"), lambda each: f"{each.unique:,}", lambda each: each.unique, number=True),
            Column(self.tr("Not seen by you"), lambda each: f"{each.unread:,}", lambda each: each.unread, number=True),
            Column(
                self.tr("New"),
                lambda each: f"{each.new:,}" if each.new else "–",
                lambda each: each.new or 0,
                number=True,
            ),
            Column(self.tr("By custodian"), self._custodians),
        ]

    def _custodians(self, each: TermFound) -> str:
        return " · ".join(f"{name or self.tr('none')} {count:,}" for name, count in each.custodians.items())

    def count(self) -> None:
        """Count what each term finds."""
        typed, who, sent = self.typed.toPlainText(), self._session.reviewer, Sent(self.typed)
        opened = self._opened
        self.problem.hide()
        self.sum.setText(self.tr("Counting…"))

        def look(case: Case) -> Counted:
            lines = term_report.of_lines(typed)
            kept = saved_searches.kept_as(case, lines, reviewer=who, opened=opened)
            found = term_report.report(case, lines, reviewer=who, before=None if kept is None else kept.found)
            return Counted(typed, tuple(lines), tuple(found), kept)

        def show(found: Counted) -> None:
            self.waiting.over()
            self._show_found(found)
            if sent.at_hand and sent.unchanged:
                self.table.setFocus()

        def refuse(error: KnownError) -> None:
            self.waiting.over()
            self._show_found(Counted())
            self._refuse(error)
            if sent.at_hand:
                self.typed.setFocus()

        watched = self.waiting.watched(look)
        answered = self.waiting.unless_stopped(show, refuse)
        self._session.query(self, watched).unless(self._latest.ask()).success(answered).failure(refuse).run()

    def open(self, saved: SavedSearch) -> None:
        """Count a list that is kept."""
        self._opened = saved.id
        typed, terms = self.typed.toPlainText(), "\n".join(saved.terms)
        if typed != terms:
            whole = QTextCursor(self.typed.document())
            whole.select(QTextCursor.SelectionType.Document)
            whole.insertText(terms)  # as by hand: it can be undone
            if typed.strip():
                self._session.said.emit(self.tr("Ctrl+Z in the list brings back what was typed there."))
        self.table.setFocus()
        self.count()

    def keep_it(self) -> None:
        """Keep the list that is counted among the saved searches."""
        if not self.keep.isEnabled():
            return
        sent, lines = Sent(self.name), self._counted.lines
        self.problem.hide()
        self._keeping = True
        self._offer_keeping()

        def kept(saved: SavedSearch) -> None:
            self._keeping, self._opened = False, saved.id
            self._offer_keeping()
            self._look(EVERYTHING)  # it may have been looked at as what another kept
            if sent.unchanged:
                self.name.clear()
            if sent.at_hand:
                self.table.setFocus()

        def refused(error: KnownError) -> None:
            self._keeping = False
            self._offer_keeping()
            self._refuse(error)

        keep = partial(saved_searches.add_terms, name=self.name.text(), terms=lines, reviewer=self._session.reviewer)
        self._session.operation(self, keep).success(kept).failure(refused).run()

    def _offer_keeping(self) -> None:
        """What is kept is what is typed: it is offered once that is counted, and not twice by one reviewer."""
        counted = self._counted
        own = counted.kept is not None and counted.kept.reviewer == self._session.reviewer
        offered = bool(counted.found) and counted.typed == self.typed.toPlainText() and not own
        self.name.setEnabled(offered)
        self.keep.setEnabled(offered and not self._keeping)

    def _refuse(self, error: KnownError) -> None:
        self.problem.setText(text.refusal(error))
        self.problem.show()

    def _look(self, _changes: Changes) -> None:
        """What is kept has changed: what is counted may be told otherwise, unless another list is typed by now."""
        if self._counted.lines and self._counted.typed == self.typed.toPlainText():
            self.count()

    def _show_found(self, counted: Counted) -> None:
        self._counted = counted
        found, kept = [*counted.found], counted.kept
        self.model.show(found)
        self.table.setColumnHidden(_NEW, kept is None)
        self._offer_keeping()
        nothing = sum(not each.items for each in found)
        terms = text.counted(len(found), self.tr("term"), self.tr("terms"))
        told = self.tr("{0}; {1:,} without a hit.").format(terms, nothing)
        if kept is not None:
            since = self.tr("Kept as “{0}”; new is what nothing of it had found on {1}.").format(
                kept.name, kept.seen[:10]
            )
            told = f"{told} {since}"
        self.sum.setText(told if found else self.tr("Nothing is counted yet."))
        self.write.setEnabled(bool(found))
        if found:
            choose_row(self.table, 0)

    def _open(self) -> None:
        found = self.model.at(self.table.currentIndex().row())
        if found is not None:
            self.wanted.emit(found.term)

    # -- as a file --------------------------------------------------------------------------------------------------

    def _choose(self) -> None:
        kinds = self.tr("Table (*.xlsx *.csv)")
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Write the table to"), "", kinds)
        if name:
            self.write_to(Path(name))

    def write_to(self, out: Path) -> None:
        """Write the table to a new file, as its name ends; what stays is shown first."""
        lines, kept, who = self._counted.lines, self._counted.kept, self._session.reviewer
        before = None if kept is None else kept.found

        def made(gate: Gate) -> Table:
            return sheets.terms(gate, lines, reviewer=who, before=before)

        def begin(terms: Terms) -> None:
            def work(case: Case, write: Writer) -> None:
                with passing(case, reviewer=who, terms=terms, write=write) as gate:
                    sheets.write(gate, [made(gate)], out)

            self._session.exporting(self, work).success(partial(self._written, out)).run()

        self.leaving.before(lambda case, terms: foresee(case, made, terms), begin)

    def _written(self, out: Path, _done: None) -> None:
        self._session.said.emit(self.tr("Written to {0}").format(out))
