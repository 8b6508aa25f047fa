"""Look for what speaks for an element or against it, and confirm that there is none; the searches made are kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame

from reviewer.domain.ids import ItemId
from reviewer.domain.policy.allegation import Allegation, AllegationId, Side
from reviewer.errors import CancelledError, KnownError, QueryError
from reviewer.gui import text
from reviewer.gui.accessibility import announce
from reviewer.gui.models.hits import HitsModel
from reviewer.gui.models.rows import RowsModel
from reviewer.gui.navigation import ItemsTarget, ItemTarget
from reviewer.gui.reading.query_completion import QueryCompletion
from reviewer.gui.rooms.findings.lookup import looked_for
from reviewer.gui.session import Latest, Session
from reviewer.gui.theme import grid, room_for
from reviewer.gui.widgets.form_problem import FormProblem
from reviewer.gui.widgets.keys import CTRL_ENTER, on_keys_within
from reviewer.gui.widgets.lists.hits import HitsView
from reviewer.gui.widgets.lists.table import choose_row, head_width, table
from reviewer.gui.widgets.parts import button, column, label, line, lookup, row
from reviewer.gui.widgets.progress_line import SearchWait
from reviewer.gui.widgets.query_field import Refusal, mark_refused, select_refused
from reviewer.gui.widgets.sending import Sent
from reviewer.usecases.evidence import items
from reviewer.usecases.policy import allegations, element_searches
from reviewer.usecases.policy.element_searches import Hits
from reviewer.usecases.search import FoundItem, Results

Found = tuple[Results, list[Hits]]
"""What the search that is shown finds, and what became of the hits of each that was made, the one shown first."""

BATCH = 100

LOW = 36
"""How high the list of searches is at least, in steps of the grid; it has all the room until something is found."""

OPENED_AFTER = 1_000
"""Milliseconds for which a hit has to be in sight to be opened, as in the Review room."""


class SearchSuggestions(QFrame):
    """Searches to make, what each found and what became of that, and the word that nothing of it speaks so."""

    item_chosen = Signal(object, str)
    confirmed = Signal(int, object, object, str)
    left = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._session = session
        self._suggested, self._latest = Latest(), Latest()
        self.allegation: AllegationId | None = None
        self.cell = (1, Side.AGAINST)
        self._searches: list[tuple[str, int | None, int]] = []
        self._new = ""
        self._hits: Hits | None = None
        self._opening = QTimer(self, singleShot=True, interval=OPENED_AFTER)
        self.title = label("", "title", wrap=True)
        self.element = label("", "muted", wrap=True)
        self.query = lookup(self.tr("Another search"), self.tr("Another search (/), then Enter"))
        self.completion = QueryCompletion(self.query, session)
        self.make = button(self.tr("Search"), self._typed)
        self.make.setToolTip(self.tr("Make the search that is typed (Enter)"))
        self.refusal = Refusal()
        self.model = RowsModel([self.tr("Search"), self.tr("Found"), self.tr("Left")], {1, 2})
        self.model.setParent(self)
        self.searches = table(self.model, self.tr("Searches"), {1: 14, 2: 12}, wrapped=True, grown=4)
        for section in (1, 2):  # nothing is ordered by them
            head = head_width(str(self.model.headerData(section, Qt.Orientation.Horizontal)), arrow=False)
            self.searches.horizontalHeader().resizeSection(section, head + room_for(2))
        self.hits_model = HitsModel()
        self.hits_model.setParent(self)
        self.hits = HitsView(self.hits_model)
        self.none = label("", "muted", wrap=True)
        self.why = line(self.tr("Why it does not speak so"), self.tr("Why does it not speak so? Then Enter"))
        self.dismiss = button(self.tr("Dismiss this one"), self._dismiss_one)
        self.dismiss_rest = button(self.tr("Dismiss all that are left"), self._dismiss_rest)
        self.dismiss_rest.setToolTip(self.tr("With these words, all that is neither opened nor dismissed (Ctrl+Enter)"))
        self.told = label("", "small", wrap=True)
        self.note = line(self.tr("Note"), self.tr("What was looked for among what was found"))
        self.problem = FormProblem()
        self.confirm = button(self.tr("Confirm: looked for, and none found"), self._confirm, "main")
        self.listing = button(self.tr("List in Review"), self._list, "link")
        self.back = button(self.tr("Back"), self.left.emit)
        self.back.setToolTip(self.tr("Back to the allegations (Esc)"))
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.searches.setMinimumHeight(room_for(LOW))
        self.hits.hide()
        typed = row(self.query, self.make, gap=1)
        typed.setStretchFactor(self.query, 1)
        head = column(self.title, self.element, typed, self.refusal, margins=(3, 3, 2, 1), gap=2)
        told = row(self.told, self.listing)
        told.setStretchFactor(self.told, 1)
        foot = column(
            told,
            self.why,
            row(self.dismiss, self.dismiss_rest, 1),
            self.note,
            self.problem,
            row(self.confirm, self.back, 1),
            margins=(3, 1, 2, 2),
            gap=2,
        )
        whole = column(head, self.searches, self.none, self.hits, foot, gap=0)
        self.waiting = SearchWait(self, self._session, lambda line: whole.insertWidget(whole.count() - 1, line))
        self.acting = SearchWait(
            self, self._session, lambda line: whole.insertWidget(whole.count() - 1, line), acts=True
        )
        self.none.setContentsMargins(grid(3), grid(3), grid(3), 0)
        whole.setStretchFactor(self.searches, 1)
        whole.setStretchFactor(self.hits, 2)
        self.setLayout(whole)

    def _connect(self) -> None:
        self.query.returnPressed.connect(self._typed)
        self.query.textEdited.connect(lambda _text: self._tell(None))
        self.refusal.taken.connect(self._take_suggestion)
        self.why.returnPressed.connect(self._dismiss_one)
        self.searches.clicked.connect(lambda index: self._run(index.row()))
        self.searches.activated.connect(lambda index: self._run(index.row()))
        self.hits.selectionModel().currentRowChanged.connect(self._choose)
        self.hits.activated.connect(lambda index: self._open(index.row()))
        self._opening.timeout.connect(self._opened)
        self.left.connect(self._stop)
        on_keys_within(self, {"Esc": self.left.emit, "/": self.query.setFocus})
        on_keys_within(self.why, {CTRL_ENTER: self._dismiss_rest})
        on_keys_within(self.hits, {"D": self.why.setFocus})

    def ask(self, allegation: Allegation, element: int, side: Side, queries: Sequence[str] = ()) -> None:
        """Suggest where to begin; ``queries`` come first, and the first of them is made."""
        self.allegation, self.cell = allegation.id, (element, side)
        self.title.setText(
            self.tr("Look for what speaks for element {0}").format(element)
            if side is Side.FOR
            else self.tr("Look for what speaks against element {0}").format(element)
        )
        said = allegation.line(element).confirmation(side)
        self.element.setText(allegation.line(element).element.text)
        self.query.clear()
        self._tell(None)
        self.why.clear()
        self.note.setText("" if said is None else said.note)
        self.note.setCursorPosition(0)
        for part in (self.problem, self.none):
            part.hide()
        self._hits = None
        self._show_hits((), {})
        made = () if said is None else said.queries
        suggest = partial(allegations.suggest, allegation=allegation.id, element=element, side=side)

        def show(found: Sequence[str]) -> None:
            begun = {query for query, _, _ in self._searches}  # one may have searched meanwhile
            first = not begun
            self._searches += [
                (each, None, 0) for each in dict.fromkeys((*queries, *made, *found)) if each not in begun
            ]
            self._show()
            if first:
                choose_row(self.searches, 0)
            if queries and first:
                self._run(0)

        self._searches = []
        self._show()
        self._stop()  # what is searched for another cell is of no use here
        self._session.query(self, suggest).unless(self._suggested.ask()).success(show).run()
        self.searches.setFocus()

    def _stop(self) -> None:
        """Nobody waits for a search any more."""
        self._latest.ask()
        self.waiting.over()

    # -- searches -------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        at = self.searches.currentIndex().row()
        self.model.show(
            [
                (query, "" if hits is None else f"{hits:,}", "" if hits is None else f"{left:,}")
                for query, hits, left in self._searches
            ]
        )
        if 0 <= at < len(self._searches):
            choose_row(self.searches, at)
        ran = [(hits, left) for _, hits, left in self._searches if hits is not None]
        left = sum(left for _, left in ran)
        self.told.setText(self._words(len(ran), left))
        self.confirm.setEnabled(bool(ran) and not left)
        here = bool(self._hits is not None and self._hits.left)
        for part in (self.why, self.dismiss, self.dismiss_rest):
            part.setVisible(here)

    def _words(self, ran: int, left: int) -> str:
        if not ran:
            return self.tr("Press Enter on a search to make it. Those made are kept with the word.")
        made = text.counted(ran, self.tr("search was made"), self.tr("searches were made"))
        if not left:
            return made
        hits = text.counted(left, self.tr("hit"), self.tr("hits"))
        return self.tr("{0}; {1} still to be opened or dismissed").format(made, hits)

    def _typed(self) -> None:
        typed = self.query.text().strip()
        if not typed:
            return
        known = [query for query, _, _ in self._searches]
        if typed not in known:
            self._searches.append((typed, None, 0))
            self._show()
        self.query.clear()
        self._tell(None)
        self._new = "" if typed in known else typed
        number = next(at for at, (query, _, _) in enumerate(self._searches) if query == typed)
        choose_row(self.searches, number)
        self._run(number)

    def _run(self, number: int) -> None:
        if not 0 <= number < len(self._searches):
            return
        query = self._searches[number][0]

        def show(found: Found) -> None:
            results, hits = self._take(found)
            self._show_hits(results.hits, self._states(hits))
            self.problem.hide()
            self._say_found(query, results)
            first = next((at for at, each in enumerate(results.hits) if each.item.id in hits.left), 0)
            if results.hits:
                self.hits.go_to(first)

        self._look(query, show)

    def _say_found(self, query: str, results: Results) -> None:
        self.none.setText(self.tr("“{0}” finds nothing.").format(query))
        self.none.setVisible(not results.hits)

    def _tell(self, error: KnownError | None) -> None:
        """Say in the line where a search is not understood; without an error, take that away."""
        mark_refused(self.query, error)
        self.refusal.show_error(error)

    def _take_suggestion(self, query: str) -> None:
        self.query.setText(query)
        self._typed()

    def _not_made(self, error: KnownError, query: str) -> None:
        """A typed search that is not understood goes back into its line; of others it is told where they stand."""
        held = self.waiting.held
        self.waiting.over()
        if isinstance(error, CancelledError):
            self._stopped(query)
            if held:
                self.searches.setFocus()
            return
        if query != self._new or not isinstance(error, QueryError):
            self.refuse(error)
            return
        self._searches = [each for each in self._searches if each[0] != query]
        self._show()
        self.query.setText(query)
        self._tell(error)
        select_refused(self.query, error)

    def _stopped(self, query: str) -> None:
        """What it finds is not known; where it was run before, what was found then stays in sight."""
        if self._hits is not None and self._hits.query == query:
            self.none.setText(self.tr("The search was stopped: this is as it was before. Enter on it runs it again."))
        else:
            self._hits = None
            self._show_hits((), {})
            self.none.setText(self.tr("The search was stopped. Enter on it runs it again."))
            self._show()
        self.none.show()
        announce(self.none, self.none.text())

    def _look(self, query: str, then: Callable[[Found], None]) -> None:
        """Make a search, and count what is left of those that were made before."""
        if self.allegation is None:
            return
        others = [each for each, hits, _ in self._searches if hits is not None and each != query]
        asked = partial(
            looked_for,
            allegation=self.allegation,
            cell=self.cell,
            queries=[query, *others],
            reviewer=self._session.reviewer,
            limit=BATCH,
        )

        def show(found: Found) -> None:
            self.waiting.over()
            then(found)

        looking = self._session.query(self, self.waiting.watched(asked)).unless(self._latest.ask())
        looking.success(show).failure(partial(self._not_made, query=query)).run()

    def _take(self, found: Found) -> tuple[Results, Hits]:
        results, every = found
        self._hits = every[0]
        known = {each.query: (each.query, len(each.found), len(each.left)) for each in every}
        self._searches = [known.get(each[0], each) for each in self._searches]
        self._show()
        return results, every[0]

    def _again(self, *_said: object) -> None:
        """Something became of the hits that are shown."""

        def show(found: Found) -> None:
            results, hits = self._take(found)
            self.hits_model.show_states(self._states(hits))
            self._say_found(hits.query, results)

        if self._hits is not None:
            self._look(self._hits.query, show)

    def _show_hits(self, found: Sequence[FoundItem], states: Mapping[ItemId, str]) -> None:
        """List what a search found; where that is nothing, the searches have its room."""
        self.hits_model.show(found, states)
        self.hits.setVisible(bool(found))

    def _states(self, hits: Hits) -> Mapping[ItemId, str]:
        words = {each: self.tr("opened") for each in hits.opened}
        words |= {each: self.tr("looked at before") for each in hits.before}
        words |= {each: self.tr("dismissed") for each in hits.dismissed}
        return words | {each: self.tr("● not looked at yet") for each in hits.left}

    # -- hits -----------------------------------------------------------------------------------------------------

    def _choose(self, current: QModelIndex, _previous: QModelIndex) -> None:
        found = self.hits_model.at(current.row())
        self._opening.stop()
        if found is not None and self._hits is not None:
            self.item_chosen.emit(found.item, self._hits.query)
            if found.item.id in self._hits.left:
                self._opening.start()

    def _opened(self) -> None:
        """The hit at hand was in sight for long enough to be opened."""
        found, who = self.hits_model.at(self.hits.currentIndex().row()), self._session.reviewer
        if found is None or not self.isVisible():
            return
        item = found.item.id
        self._session.operation(self, lambda case: items.read(case, item, reviewer=who)).success(self._again).run()

    def _dismiss_one(self) -> None:
        found = self.hits_model.at(self.hits.currentIndex().row())
        if found is not None:
            self._dismiss([found.item.id], "")

    def _dismiss_rest(self) -> None:
        if self._hits is not None:
            self._dismiss([], self._hits.query)

    def _dismiss(self, chosen: Sequence[ItemId], query: str) -> None:
        if self.allegation is None or not self._free():
            return
        element, side = self.cell
        sent, at_hand = Sent(self.why), self.hits_model.at(self.hits.currentIndex().row())
        gone = frozenset(chosen) or (frozenset() if self._hits is None else frozenset(self._hits.left))

        def dismissed(_made: Allegation) -> None:
            self.acting.over()
            if sent.unchanged:
                self.why.clear()
            self.problem.hide()
            if self.hits_model.at(self.hits.currentIndex().row()) is at_hand:  # nobody has gone on to another hit
                self._next(gone)
            self._again()

        asked = partial(
            element_searches.dismiss,
            allegation=self.allegation,
            element=element,
            hits_=chosen,
            side=side,
            query=query,
            reason=self.why.text(),
            reviewer=self._session.reviewer,
        )
        acting = self._session.operation(self, self.acting.watched(asked))
        acting.success(dismissed).failure(self._not_dismissed).run()

    def _not_dismissed(self, error: KnownError) -> None:
        self.acting.over()
        self.refuse(error)

    def _free(self) -> bool:
        """Whether nothing is being dismissed or confirmed, which searches before it is done."""
        if self.acting.running:
            self.problem.setText(self.tr("What you asked for before is still at work."))
            self.problem.show()
        return not self.acting.running

    def _next(self, gone: frozenset[ItemId]) -> None:
        """The next hit that is still to be looked at comes to hand; what became of ``gone`` is not counted yet."""
        at, left = self.hits.currentIndex().row(), () if self._hits is None else set(self._hits.left) - gone
        rows = [*range(at + 1, self.hits_model.rowCount()), *range(max(0, at))]
        for each in rows:
            found = self.hits_model.at(each)
            if found is not None and found.item.id in left:
                self.hits.go_to(each)
                return

    def _at_hand(self) -> str:
        row_ = self.searches.currentIndex().row()
        return self._searches[row_][0] if 0 <= row_ < len(self._searches) else ""

    def _open(self, number: int) -> None:
        found = self.hits_model.at(number)
        if found is not None:
            self._session.go(ItemTarget(found.item.id, "" if self._hits is None else self._hits.query))

    def _list(self) -> None:
        if self._at_hand():
            self._session.go(ItemsTarget(self._at_hand()))

    def _confirm(self) -> None:
        made = [query for query, hits, _ in self._searches if hits is not None]
        if made and self._free():
            element, side = self.cell
            self.confirmed.emit(element, side, made, self.note.text())

    def refuse(self, error: KnownError) -> None:
        """Say why it cannot be done."""
        self.problem.setText(text.refusal(error))
        self.problem.show()
