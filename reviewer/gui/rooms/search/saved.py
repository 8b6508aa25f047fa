"""Searches that are kept under a name: keep the one at hand, run them again, and see what is new."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame

from reviewer.domain.analysis.saved_search import SavedSearch, SavedSearchId, terms_of
from reviewer.domain.changes import Changes, Noun
from reviewer.domain.ids import ItemId
from reviewer.errors import KnownError
from reviewer.gui import text
from reviewer.gui.at_hand import WantedRow, row_kept
from reviewer.gui.models.columns import Column, ColumnsModel
from reviewer.gui.navigation import ListedTarget
from reviewer.gui.refresh import Refresher
from reviewer.gui.session import Latest, Session
from reviewer.gui.widgets.form_problem import FormProblem
from reviewer.gui.widgets.keys import ENTER, as_form, on_keys, on_keys_within
from reviewer.gui.widgets.lists.table import table
from reviewer.gui.widgets.parts import button, column, label, line, row
from reviewer.gui.widgets.sending import Sent
from reviewer.gui.widgets.tab_order import lead
from reviewer.usecases.analysis import saved_searches
from reviewer.usecases.analysis.saved_searches import Run


class SavedPage(QFrame):
    """``wanted`` carries a query that is to be searched for, ``listed`` a list of terms that is to be counted.

    ``left`` when one goes back to the search. ``searched`` tells the query at hand.
    """

    wanted = Signal(str)
    listed = Signal(object)
    left = Signal()

    def __init__(self, session: Session, searched: Callable[[], str]) -> None:
        super().__init__()
        self.setObjectName("page")
        as_form(self)  # keys of Search do not act on what is out of sight
        self._session, self._searched = session, searched
        self._latest = Latest()
        self._made: WantedRow[SavedSearchId] = WantedRow()
        self._renaming = ""  # the name of the search that is being renamed
        self._begun = ""  # what was typed for another one before
        self.name = line(self.tr("Name of the search"), self.tr("Name, such as “Discount codes”"))
        self.of = label("", "small", wrap=True)
        self.keep = button(self.tr("Keep this search"), self._named, "main")
        self.problem = FormProblem()
        self.problem.keep_lines(1)
        self.none = label(
            self.tr("No search is kept yet. Search for something, then keep it here."), "muted", wrap=True
        )
        self.model: ColumnsModel[Run] = ColumnsModel(self._columns())
        self.model.setParent(self)
        self.table = table(self.model, self.tr("Searches that are kept"), {0: 38, 2: 14, 3: 14, 4: 30, 5: 24})
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.new = button(self.tr("List what is new"), self.list_new)
        self.new.setToolTip(self.tr("What it finds now and did not when somebody last looked, in Review (L)"))
        self.seen = button(self.tr("I have seen it"), self.say_seen)
        self.seen.setToolTip(self.tr("From now on only what comes later is new (S)"))
        self.again = button(self.tr("Rename…"), self.begin_renaming)
        self.again.setToolTip(self.tr("Give it the name that is typed above (F2)"))
        self.stand = button(self.tr("Let it stand for this search"), self.change)
        self.stand.setToolTip(self.tr("What names it stands for the search at hand from then on (C)"))
        self.drop = button(self.tr("Remove"), self.remove)
        self.drop.setToolTip(self.tr("Keep this search no longer (Del)"))
        self._acts = (self.new, self.seen, self.again, self.stand, self.drop)
        self._lay_out()
        self._connect()
        Refresher(self, session, frozenset(Noun) - {Noun.TRAIL}, self._look)

    def _lay_out(self) -> None:
        back = button(self.tr("Back to the search"), self.left.emit, "link")
        back.setToolTip(self.tr("Back to the search (Esc)"))
        whole = column(
            row(label(self.tr("Saved searches"), "title"), 1, back),
            self.of,
            row(self.name, self.keep),
            self.problem,
            self.none,
            self.table,
            row(*self._acts, 1),
            label(self.tr("Enter searches for it again, or counts the list."), "small"),
            margins=(4, 3, 4, 3),
            gap=2,
        )
        whole.setStretchFactor(self.table, 1)
        self.setLayout(whole)
        for each in (self.none, *self._acts):
            each.hide()  # until it is known whether there are any
        lead(self, self.table)

    def _connect(self) -> None:
        self.table.doubleClicked.connect(lambda _index: self._open())
        self.table.selectionModel().currentRowChanged.connect(lambda: self._chosen())  # noqa: PLW0108 - carries an index
        on_keys(self.name, {ENTER: self._named})
        at_hand = {"L": self.list_new, "S": self.say_seen, "C": self.change, "F2": self.begin_renaming}
        on_keys(self.table, {ENTER: self._open, **at_hand, "Del": self.remove})
        on_keys_within(self, {"Esc": self._leave})

    def _columns(self) -> list[Column[Run]]:
        return [
            Column(self.tr("Name"), lambda each: each.saved.name),
            Column(self.tr("Search"), self._query),
            Column(self.tr("Finds"), lambda each: "–" if each.problem else f"{len(each.found):,}", number=True),
            Column(self.tr("New"), lambda each: f"{len(each.new):,}" if each.new else "–", number=True),
            Column(self.tr("Finds no more"), lambda each: f"{each.gone:,}" if each.gone else "–", number=True),
            Column(self.tr("Last looked"), lambda each: each.saved.seen[:10]),
        ]

    def _query(self, each: Run) -> str:
        terms = terms_of(each.saved.query)
        counted = text.counted(len(terms), self.tr("term"), self.tr("terms"))
        return each.problem or (f"{counted}: {'; '.join(terms)}" if terms else each.saved.query)

    def show_searched(self) -> None:
        """Say what would be kept."""
        self._end_renaming()
        self._tell()
        (self.table if self.model.rowCount() or not self._searched() else self.name).setFocus()

    def _tell_line(self) -> None:
        """Say what a name that is typed would be the name of."""
        query, renamed = self._searched(), self._renaming
        kept = self.tr("To be kept: {0}").format(query)
        told = kept if query else self.tr("Nothing is searched for at the moment.")
        again = self.tr("“{0}” gets the name that you type; Esc leaves it as it is.").format(renamed)
        self.of.setText(again if renamed else told)
        self.keep.setText(self.tr("Rename it") if renamed else self.tr("Keep this search"))
        for each in (self.name, self.keep):
            each.setEnabled(bool(query or renamed))

    def _named(self) -> None:
        (self.rename if self._renaming else self.add)()

    def _leave(self) -> None:
        if self._renaming:
            self._end_renaming()
            self.table.setFocus()
        else:
            self.left.emit()

    def add(self) -> None:
        """Keep the search at hand."""
        sent = Sent(self.name)
        name, query, who = self.name.text(), self._searched(), self._session.reviewer

        def kept(saved: SavedSearch) -> None:
            here = sent.at_hand and sent.unchanged  # nobody has gone on, nor types the next name
            if sent.unchanged:
                self.name.clear()
            if here:
                self._made.want(saved.id)
                self._show([*self.model.rows])  # it may be listed by now
                self.table.setFocus()

        self.problem.hide()
        keep = partial(saved_searches.add, name=name, query=query, reviewer=who)
        self._session.operation(self, keep).success(kept).failure(self._refuse).run()

    def list_new(self) -> None:
        """List in Review what is new."""
        run = self._run()
        if run is not None and run.new:
            words = self.tr("New in “{0}”").format(run.saved.name)
            self._session.go(ListedTarget(words, [ItemId(item) for item in run.new]))

    def say_seen(self) -> None:
        """What it is shown to find is what somebody has looked at."""
        run = self._run()
        if run is not None and (run.new or run.gone):
            shown, who = run.found, self._session.reviewer  # what came since is new still
            see = partial(saved_searches.see, name=run.saved.name, found=shown, reviewer=who)
            self._session.operation(self, see).failure(self._refuse).run()

    def begin_renaming(self) -> None:
        """Have another name typed for the search at hand."""
        run = self._run()
        if run is not None:
            self._begun = self._begun if self._renaming else self.name.text()
            self._renaming = run.saved.name
            self.problem.hide()
            self._tell_line()
            self.name.setText(self._renaming)
            self.name.selectAll()
            self.name.setFocus()

    def _end_renaming(self) -> None:
        if self._renaming:
            self._renaming = ""
            self.name.setText(self._begun)
            self.problem.hide()
        self._tell_line()

    def rename(self) -> None:
        """Call the search as is typed; Ctrl+Z gives the name back."""
        sent, before = Sent(self.name), self._renaming

        def renamed(_saved: SavedSearch) -> None:
            here = sent.at_hand
            if self._renaming == before and sent.unchanged:
                self._end_renaming()
                if here:
                    self.table.setFocus()

        self.problem.hide()
        name = partial(saved_searches.rename, name=before, to=self.name.text(), reviewer=self._session.reviewer)
        self._session.operation(self, name).success(renamed).failure(self._refuse).run()

    def change(self) -> None:
        """Let what is named stand for the search at hand; Ctrl+Z takes it back."""
        run, query = self._run(), self._searched()
        if run is not None and self._may_stand(run):
            self.problem.hide()
            who = self._session.reviewer
            change = partial(saved_searches.change, name=run.saved.name, query=query, reviewer=who)
            self._session.operation(self, change).failure(self._refuse).run()

    def _may_stand(self, run: Run) -> bool:
        return self._searched() not in ("", run.saved.query)

    def remove(self) -> None:
        """Keep the search no longer; Ctrl+Z brings it back."""
        run = self._run()
        if run is not None:
            drop = partial(saved_searches.remove, name=run.saved.name, reviewer=self._session.reviewer)
            self._session.operation(self, drop).failure(self._refuse).run()

    def _open(self) -> None:
        run = self._run()
        if run is not None and terms_of(run.saved.query):
            self.listed.emit(run.saved)
        elif run is not None:
            self.wanted.emit(run.saved.query)

    def _run(self) -> Run | None:
        return self.model.at(self.table.currentIndex().row())

    def _refuse(self, error: KnownError) -> None:
        self.problem.setText(text.refusal(error))
        self.problem.show()

    def _look(self, _changes: Changes) -> None:
        look = partial(saved_searches.runs, reviewer=self._session.reviewer)
        self._session.query(self, look).unless(self._latest.ask()).success(self._show).failure(self._refuse).run()

    def _show(self, found: list[Run]) -> None:
        at, run, keys = self.table.currentIndex().row(), self._run(), [each.saved.id for each in found]
        made = self._made.key
        kept = self._made.among(keys, None if run is None else run.saved.id)
        self.model.show(found)
        self.none.setVisible(not found)
        for each in self._acts:  # the table stays, with the keyboard: Ctrl+Z is for the case
            each.setVisible(bool(found))
        if found:
            self.table.setCurrentIndex(self.model.index(row_kept(keys, kept, at), 0))
        self._made.want(None if made in keys else made)  # a row that is framed here was not chosen by hand
        self._tell()

    def _chosen(self) -> None:
        """Another row is at hand: what was kept before that does not take its place."""
        self._made.settle()
        self._tell()

    def _tell(self) -> None:
        run = self._run()
        self.new.setEnabled(run is not None and bool(run.new))
        self.seen.setEnabled(run is not None and bool(run.new or run.gone))
        self.stand.setEnabled(run is not None and self._may_stand(run))
