"""Look for what speaks for an element or against it, and confirm that there is none; the searches made are kept."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QFrame, QHeaderView

from reviewer.domain.policy.allegation import Allegation, Side
from reviewer.errors import KnownError
from reviewer.gui import text
from reviewer.gui.models.hits import HitsModel
from reviewer.gui.models.rows import RowsModel
from reviewer.gui.navigation import ItemsTarget, ItemTarget
from reviewer.gui.session import Latest, Session
from reviewer.gui.theme import grid
from reviewer.gui.widgets.hits import HitsView
from reviewer.gui.widgets.keys import on_keys_within
from reviewer.gui.widgets.parts import button, column, label, line, row
from reviewer.gui.widgets.table import table
from reviewer.usecases import search
from reviewer.usecases.policy import allegations
from reviewer.usecases.search import Results

BATCH = 100


class Looking(QFrame):
    """Searches to make, what each found, and the word that nothing of it speaks so. Searches that were run are kept."""

    item_chosen = Signal(object, str)
    confirmed = Signal(int, object, object, str)
    left = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._session = session
        self._latest = Latest()
        self.cell = (1, Side.AGAINST)
        self._searches: list[tuple[str, int | None]] = []
        self._shown = ""
        self.title = label("", "title", wrap=True)
        self.element = label("", "muted", wrap=True)
        self.query = line(self.tr("Another search"), self.tr("Another search, then Enter"))
        self.model = RowsModel([self.tr("Search"), self.tr("Found")], {1})
        self.model.setParent(self)
        self.searches = table(self.model, self.tr("Searches"), {1: 14})
        self.searches.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.hits_model = HitsModel()
        self.hits_model.setParent(self)
        self.hits = HitsView(self.hits_model)
        self.none = label("", "muted", wrap=True)
        self.told = label("", "small", wrap=True)
        self.note = line(self.tr("Note"), self.tr("What was looked for among what was found"))
        self.problem = label("", "problem", wrap=True)
        self.confirm = button(self.tr("Confirm: looked for, and none found"), self._confirm, "main")
        self.listing = button(self.tr("List in Review"), self._list, "link")
        self.back = button(self.tr("Back"), self.left.emit)
        self.back.setToolTip(self.tr("Back to the allegations (Esc)"))
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.searches.setFixedHeight(grid(44))
        head = column(self.title, self.element, self.query, margins=(3, 3, 2, 1), gap=2)
        told = row(self.told, self.listing)
        told.setStretchFactor(self.told, 1)
        foot = column(
            told,
            self.note,
            self.problem,
            row(self.confirm, self.back, 1),
            margins=(3, 1, 2, 2),
            gap=2,
        )
        whole = column(head, self.searches, self.none, self.hits, foot, gap=0)
        self.none.setContentsMargins(grid(3), grid(3), grid(3), 0)
        whole.setStretchFactor(self.hits, 1)
        self.setLayout(whole)

    def _connect(self) -> None:
        self.query.returnPressed.connect(self._typed)
        self.searches.clicked.connect(lambda index: self._run(index.row()))
        self.searches.activated.connect(lambda index: self._run(index.row()))
        self.hits.selectionModel().currentRowChanged.connect(self._choose)
        self.hits.activated.connect(lambda index: self._open(index.row()))
        on_keys_within(self, {"Esc": self.left.emit})

    def ask(self, allegation: Allegation, element: int, side: Side) -> None:
        """Suggest where to begin."""
        self.cell = (element, side)
        self.title.setText(
            self.tr("Look for what speaks for element {0}").format(element)
            if side is Side.FOR
            else self.tr("Look for what speaks against element {0}").format(element)
        )
        self.element.setText(allegation.line(element).element.text)
        self.query.clear()
        self.note.clear()
        for part in (self.problem, self.none):
            part.hide()
        self.hits_model.show(())
        made = [
            each.query for said in allegation.line(element).confirmations if said.side is side for each in said.searches
        ]
        suggest = partial(allegations.suggest, allegation=allegation.id, element=element, side=side)

        def show(found: Sequence[str]) -> None:
            self._searches = [(each, None) for each in dict.fromkeys((*made, *found))]
            self._show()
            self.searches.selectRow(0)

        self._searches = []
        self._show()
        self._session.query(self, suggest).unless(self._latest.ask()).success(show).run()
        self.searches.setFocus()

    def _show(self) -> None:
        at = self.searches.currentIndex().row()
        self.model.show([(query, "" if hits is None else f"{hits:,}") for query, hits in self._searches])
        if 0 <= at < len(self._searches):
            self.searches.selectRow(at)
        ran = sum(hits is not None for _, hits in self._searches)
        made = text.counted(ran, self.tr("search was made"), self.tr("searches were made"))
        self.told.setText(
            made if ran else self.tr("Press Enter on a search to make it. Those made are kept with the word.")
        )
        self.confirm.setEnabled(bool(ran))

    def _typed(self) -> None:
        typed = self.query.text().strip()
        if not typed:
            return
        known = [query for query, _ in self._searches]
        if typed not in known:
            self._searches.append((typed, None))
            self._show()
        self.query.clear()
        number = next(at for at, (query, _) in enumerate(self._searches) if query == typed)
        self.searches.selectRow(number)
        self._run(number)

    def _run(self, number: int) -> None:
        if not 0 <= number < len(self._searches):
            return
        query = self._searches[number][0]
        asked = partial(search.find, text=query, reviewer=self._session.reviewer, limit=BATCH)

        def show(found: Results) -> None:
            self._searches = [(each, found.total if each == query else hits) for each, hits in self._searches]
            self._show()
            self._shown = query
            self.hits_model.show(found.hits)
            self.problem.hide()
            self.none.setText(self.tr("“{0}” finds nothing.").format(query))
            self.none.setVisible(not found.hits)
            if found.hits:
                self.hits.setCurrentIndex(self.hits_model.index(0))

        self._session.query(self, asked).unless(self._latest.ask()).success(show).failure(self.refuse).run()

    def _choose(self, current: QModelIndex, _previous: QModelIndex) -> None:
        found = self.hits_model.at(current.row())
        if found is not None:
            self.item_chosen.emit(found.item, self._shown)

    def _at_hand(self) -> str:
        row_ = self.searches.currentIndex().row()
        return self._searches[row_][0] if 0 <= row_ < len(self._searches) else ""

    def _open(self, number: int) -> None:
        found = self.hits_model.at(number)
        if found is not None:
            self._session.go(ItemTarget(found.item.id))

    def _list(self) -> None:
        if self._at_hand():
            self._session.go(ItemsTarget(self._at_hand()))

    def _confirm(self) -> None:
        made = [query for query, hits in self._searches if hits is not None]
        if made:
            element, side = self.cell
            self.confirmed.emit(element, side, made, self.note.text())

    def refuse(self, error: KnownError) -> None:
        """Say why it cannot be confirmed."""
        self.problem.setText(text.refusal(error))
        self.problem.show()
