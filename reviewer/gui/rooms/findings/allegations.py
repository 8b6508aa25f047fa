"""Allegations: the list, what is chosen or searched for a cell, the sheet of one allegation, and the page beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from reviewer.domain.changes import Changes, Noun
from reviewer.domain.evidence.item import Item
from reviewer.domain.ids import BenefitId, PassageId
from reviewer.domain.policy.allegation import AllegationId, GroundKind, Side
from reviewer.errors import CancelledError, KnownError
from reviewer.gui import text
from reviewer.gui.accessibility import announce
from reviewer.gui.navigation import BenefitTarget, PassageTarget
from reviewer.gui.pages.pane import Pane
from reviewer.gui.refresh import Refresher
from reviewer.gui.rooms.findings.acts import FindingsActs
from reviewer.gui.rooms.findings.again import AgainPart
from reviewer.gui.rooms.findings.entering import AllegationForm
from reviewer.gui.rooms.findings.listing import AllegationsModel, AllegationsView
from reviewer.gui.rooms.findings.lookup import (
    AgainLine,
    ListedAllegation,
    ShownPassage,
    Whole,
    entries,
    page_of,
    split,
    whole,
)
from reviewer.gui.rooms.findings.picking import Picker
from reviewer.gui.rooms.findings.search_suggestions import SearchSuggestions
from reviewer.gui.rooms.findings.sheet import FindingSheet
from reviewer.gui.session import Latest, Session
from reviewer.gui.shared.highlights import highlights
from reviewer.gui.theme import grid
from reviewer.gui.until_shown import UntilShown
from reviewer.gui.widgets.fitting import CurrentStack
from reviewer.gui.widgets.folding import Folding
from reviewer.gui.widgets.keys import on_keys_within
from reviewer.gui.widgets.lists.table import choose_alone
from reviewer.gui.widgets.parts import boxed, button, column, label, lookup, row
from reviewer.gui.widgets.progress_line import SearchWait
from reviewer.gui.widgets.tab_order import lead, lead_by_list
from reviewer.usecases import search

CONCERNS = frozenset(
    {
        Noun.FINDINGS,
        Noun.POLICY,
        Noun.PASSAGES,
        Noun.TAGS,
        Noun.OFFICERS,
        Noun.LEDGER,
        Noun.ITEMS,
        Noun.PAGES,
        Noun.COMPLAINTS,
        Noun.ORGANISATIONS,
        Noun.SAVED,
    }
)
"""What an allegation can rest on, and so what may make it be looked at again."""


class AllegationsPart(QWidget):
    """Looks anything up only while it is in sight."""

    policy_wanted = Signal()
    complaints_wanted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._latest, self._latest_whole, self._latest_page = Latest(), Latest(), Latest()
        self.at_hand: AllegationId | None = None
        self.whole: Whole | None = None
        self._stopped = frozenset[SearchWait]()
        self._wanted: AgainLine | None = None
        self._came_from_again = False
        self._listed = False
        self.shown: ShownPassage | None = None
        self.acts = FindingsActs(session, self)
        self.model = AllegationsModel()
        self.model.setParent(self)
        self.list = AllegationsView(self.model)
        self.filter = lookup(self.tr("Filter allegations"), self.tr("Officer, clause, act, state"))
        self.filter.setClearButtonEnabled(True)
        self.new = button(self.tr("New allegation…"), self.begin)
        self.new.setToolTip(self.tr("Allege something (Ctrl+N)"))
        self.count = label("", "small")
        self.none = label("", "muted", wrap=True)
        self.once_more = button(self.tr("Run the searches again"), self._run_again, "link")
        self.once_more.hide()
        self.picker, self.suggestions = Picker(session), SearchSuggestions(session)
        self.again = AgainPart(session, self.acts)
        self.again_link = button(self.tr("Look again…"), self.look_again, "link")
        self.again_link.setToolTip(self.tr("All that has to be looked at again, on one screen (Ctrl+G)"))
        self.sheet, self.form = FindingSheet(self.acts), AllegationForm(session, self.acts)
        self._until_shown = UntilShown(self.sheet)
        self.nothing = label("", "muted", wrap=True)
        self.pane = Pane(session, self.tr("The passage on its page"))
        self._lay_out()
        self._connect()
        lead(self, self.new)

    def _lay_out(self) -> None:
        listing = QFrame()
        listing.setObjectName("panel")
        head = column(self.filter, row(self.new, 1, self.again_link, self.count), margins=(2, 2, 2, 1), gap=1)
        again = row(self.once_more, 1, margins=(3, 1, 3, 1))
        inside = column(head, self.none, again, self.list, gap=0)
        self.waiting, self.waiting_whole = (
            SearchWait(self, self._session, lambda line: inside.insertWidget(inside.count() - 1, line))
            for _ in range(2)
        )
        self.none.setContentsMargins(grid(3), grid(3), grid(3), 0)
        inside.setStretchFactor(self.list, 1)
        inside.addStretch(0)
        listing.setLayout(inside)
        self.left, self.middle = CurrentStack(), CurrentStack()
        for part in (listing, self.picker, self.suggestions, self.again):
            self.left.addWidget(part)
        empty = boxed(column(self.nothing, 1, margins=(4, 4, 4, 4)), "panel")
        for part in (empty, self.sheet, self.form):
            self.middle.addWidget(part)
        self.fold = Folding()
        self.fold.add(self.left, self.tr("List"), least=60, usual=72, stretch=1)
        self.fold.add(self.middle, self.tr("Allegation"), least=80, usual=112, stretch=4)
        self.fold.add(boxed(column(self.pane), "page"), self.tr("Page"), least=60, usual=100, stretch=4)
        self.setLayout(column(self.fold))
        self._show_nothing()

    def _connect(self) -> None:
        self.filter.textChanged.connect(self._filter)
        self.list.selectionModel().currentRowChanged.connect(self._row_chosen)
        self.list.activated.connect(lambda _index: self._go_to(1, Side.FOR))
        self.left.currentChanged.connect(lambda _index: self.fold.bring(self.left))
        matrix, sheet = self.sheet.matrix, self.sheet
        matrix.chosen.connect(self.show_page)
        matrix.opened.connect(self.open)
        matrix.add_wanted.connect(self.pick)
        matrix.look_wanted.connect(self.look)
        matrix.again_wanted.connect(self._search_again)
        matrix.unconfirm_wanted.connect(self._with(self.acts.unconfirm))
        matrix.dropped.connect(self._with(self.acts.drop))
        matrix.received.connect(self._with(self.acts.weigh))
        matrix.explained.connect(self._with(self.acts.explain))
        self.picker.picked.connect(self._with(self.acts.weigh))
        self.picker.chosen.connect(self.show_page)
        self.suggestions.item_chosen.connect(self._show_item)
        self.suggestions.confirmed.connect(self._confirm)
        for part in (self.picker, self.suggestions, self.again):
            part.left.connect(self._back)
        self.again.chosen.connect(self._go_again)
        self.again.said.connect(self._session.said)
        sheet.change_wanted.connect(self._change)
        sheet.remove_wanted.connect(self._remove)
        sheet.going.connect(self._session.go)
        sheet.complaints_wanted.connect(self.complaints_wanted)
        sheet.finding.said.connect(self._session.said)
        self.form.saved.connect(self._saved)
        self.form.left.connect(self._leave_form)
        self.form.policy_wanted.connect(self.policy_wanted)
        self.pane.opened.connect(self._highlight)
        Refresher(self, self._session, CONCERNS, self._refresh)
        on_keys_within(self, {"Ctrl+N": self.begin})

    # -- the list -------------------------------------------------------------------------------------------------

    def _refresh(self, changes: Changes) -> None:
        self._ask()
        if changes.concern({Noun.PASSAGES, Noun.LEDGER, Noun.OFFICERS}):
            self.picker.refresh()

    def _ask(self) -> None:
        self._ask_list()
        if self.at_hand is not None:
            self._look_up(self.at_hand)

    def _ask_list(self) -> None:
        """List the allegations, and run the searches again that they rest on."""
        asked = self._session.query(self, self.waiting.watched(entries)).unless(self._latest.ask())
        asked.success(self._show).failure(self._not_listed).run()

    def _not_listed(self, error: KnownError) -> None:
        held = self.waiting.held
        self.waiting.over()
        if isinstance(error, CancelledError):
            self._say_stopped(self.waiting, self.none, self._as_before(), held=held)
        self._session.report(error)

    def _as_before(self) -> str:
        return self.tr("The searches for elements were stopped, so this list is as it was before.")

    def _say_stopped(self, waiting: SearchWait, where: QLabel, words: str, *, held: bool) -> None:
        where.setText(words)
        where.show()
        self._not_run(waiting, stopped=True)
        announce(where, words)
        if held:
            self.once_more.setFocus()

    def _not_run(self, waiting: SearchWait, *, stopped: bool) -> None:
        """Offer to run again what was stopped."""
        self._stopped = self._stopped | {waiting} if stopped else self._stopped - {waiting}
        self.once_more.setVisible(bool(self._stopped))

    def _run_again(self) -> None:
        """Run the searches that were stopped, for the list and for the allegation at hand."""
        (self.list if self.list.isVisible() else self.new).setFocus()
        self._ask_list()
        if self.at_hand is not None:
            self.show_allegation(self.at_hand)

    def _show(self, found: Sequence[ListedAllegation]) -> None:
        self.waiting.over()
        self._not_run(self.waiting, stopped=False)
        self.model.show(found)
        self._count()
        if not self._listed and found and self.new.hasFocus():
            self.list.setFocus()  # who came here was led to it before there was a list
        self._listed = True
        first, row_ = self.model.at(0), self.model.row_of(self.at_hand)
        if row_ >= 0:
            choose_alone(self.list, self.model.index(row_, 0))
        elif self.at_hand is None and first is not None and self.middle.currentWidget() is not self.form:
            self.show_allegation(first.allegation.id)
        elif self.at_hand is None:
            self._show_nothing()

    def _filter(self, typed: str) -> None:
        self.model.filter(typed)
        self._count()
        row_ = max(0, self.model.row_of(self.at_hand))
        if self.model.rowCount():
            choose_alone(self.list, self.model.index(row_, 0))

    def _count(self) -> None:
        every, shown, again = len(self.model), self.model.rowCount(), self.model.again
        words = f"{every:,}" if shown == every else self.tr("{0:,} of {1:,}").format(shown, every)
        marked = self.tr(" · ⚑ {0:,}").format(again) if again else ""
        self.count.setText(f"{words}{marked}" if every else "")
        self.count.setToolTip(self.tr("{0:,} to look at again").format(again) if again else "")
        lead_by_list(self, self.list, self.new, there=bool(shown))
        told = [self._as_before()] if self.waiting in self._stopped else []
        if every and not shown:
            told.append(self.tr("No allegations match."))
        elif not every and not told:
            told.append(self.tr("No allegations yet. One says that an officer broke a clause of policy by an act."))
        self.none.setText(" ".join(told))
        self.none.setVisible(bool(told))

    def _show_nothing(self) -> None:
        self.at_hand, self.whole = None, None
        self.nothing.setText(
            self.tr(
                "An allegation shows here with what speaks for and against each element of its clause, and its "
                "finding. Begin with “New allegation…”."
            )
        )
        if self.middle.currentWidget() is not self.form:
            self.middle.setCurrentIndex(0)
        self._empty_pane()

    def _empty_pane(self) -> None:
        self.shown = None
        self.pane.show_nothing(self.tr("The passage you choose is shown here on its page."))

    def _row_chosen(self, current: QModelIndex, _previous: QModelIndex) -> None:
        entry = self.model.at(current.row())
        if entry is not None and entry.allegation.id != self.at_hand:
            self.show_allegation(entry.allegation.id)

    # -- one allegation -------------------------------------------------------------------------------------------

    def show_allegation(self, allegation: AllegationId) -> None:
        """Show one allegation, also one that the filter hides."""
        self.sheet.matrix.save()
        self.at_hand = allegation
        self.middle.setCurrentWidget(self.sheet)
        self.left.setCurrentIndex(0)
        row_ = self.model.row_of(allegation)
        if row_ >= 0:
            choose_alone(self.list, self.model.index(row_, 0))
        if self.whole is None or self.whole.allegation.id != allegation:
            self._empty_pane()
            self._until_shown.wait()  # it shows another, and nobody must sign that for this
        self._look_up(allegation)

    def _look_up(self, allegation: AllegationId) -> None:
        look = self.waiting_whole.watched(partial(whole, allegation=allegation))
        asked = self._session.query(self, look).unless(self._latest_whole.ask())
        asked.success(self._show_whole).failure(self._gone).run()

    def _show_whole(self, found: Whole) -> None:
        self.waiting_whole.over()
        self._not_run(self.waiting_whole, stopped=False)
        if self.middle.currentIndex() == 0:  # it was not shown, since its searches were stopped
            self.middle.setCurrentWidget(self.sheet)
        other = self.whole is None or self.whole.allegation.id != found.allegation.id
        self.whole = found
        self._until_shown.arrived()
        self.sheet.show_whole(found)
        if other:
            self.sheet.matrix.choose_first()
        self.picker.show_allegation(found.allegation)
        wanted, self._wanted = self._wanted, None
        if wanted is not None and wanted.allegation == found.allegation.id and wanted.cell is not None:
            self.look(*wanted.cell, [wanted.query])
            self._came_from_again = True

    def _gone(self, error: KnownError) -> None:
        held, wanted = self.waiting_whole.held, self.at_hand
        self.waiting_whole.over()
        self._show_nothing()
        if isinstance(error, CancelledError):
            self.at_hand = wanted
            words = self.tr("The searches for its elements were stopped, so it is not shown.")
            self._say_stopped(self.waiting_whole, self.nothing, words, held=held)
            return
        self.nothing.setText(text.sentence(error))
        self._ask_list()

    def begin(self) -> None:
        """Allege something new."""
        self.form.begin()
        self.middle.setCurrentWidget(self.form)
        self.fold.bring(self.middle)
        self.form.officer.setFocus()

    def _change(self) -> None:
        if self.whole is not None:
            self.middle.setCurrentWidget(self.form)
            self.fold.bring(self.middle)
            self.form.change(self.whole.allegation)

    def _saved(self, allegation: AllegationId) -> None:
        self.show_allegation(allegation)
        self._to_list()

    def _leave_form(self) -> None:
        self.middle.setCurrentIndex(0 if self.at_hand is None else 1)
        self._to_list()

    def _to_list(self) -> None:
        self.fold.bring(self.left)
        self.list.setFocus()

    def _go_to(self, element: int, side: Side) -> None:
        self.fold.bring(self.middle)
        self.sheet.go_to(element, side)

    def _remove(self) -> None:
        def removed(_was: object) -> None:
            self._session.said.emit(self.tr("Removed; Ctrl+Z brings it back"))

        if self.whole is not None:
            self.acts.remove(self.whole.allegation.id, removed, self._session.report)

    # -- cells ----------------------------------------------------------------------------------------------------

    def _with(self, act: Callable[..., None]) -> Callable[..., None]:
        """An act on the allegation at hand."""

        def go(*said: object) -> None:
            if self.at_hand is not None:
                act(self.at_hand, *said)

        return go

    def pick(self, element: int, side: Side) -> None:
        """Offer what one side of an element may rest on."""
        if self.whole is not None:
            self.left.setCurrentWidget(self.picker)
            self.picker.ask(self.whole.allegation, element, side)
            self.sheet.reveal(self.sheet.matrix.cell(element, side))

    def look(self, element: int, side: Side, queries: Sequence[str] = ()) -> None:
        """Look for what speaks for one side of an element, beginning with these searches."""
        if self.whole is not None:
            self._came_from_again = False
            self.left.setCurrentWidget(self.suggestions)
            self.suggestions.ask(self.whole.allegation, element, side, queries)
            self.sheet.reveal(self.sheet.matrix.cell(element, side))

    def look_again(self) -> None:
        """Show all that has to be looked at again."""
        self.left.setCurrentWidget(self.again)
        self.again.ask()
        self.again.focus()

    def _go_again(self, at: AgainLine) -> None:
        """Look at it in its own place: a search where it is made, anything else on the sheet of its allegation."""
        self._wanted = at if at.cell is not None else None
        self.show_allegation(at.allegation)

    def _confirm(self, element: int, side: Side, queries: Sequence[str], note: str) -> None:
        asked = self.at_hand, (element, side)

        def confirmed(_made: object) -> None:
            if (
                self.left.currentWidget() is self.suggestions
                and (self.suggestions.allegation, self.suggestions.cell) == asked
            ):
                self._back()  # unless somebody has gone on

        if self.at_hand is not None:
            self.acts.confirm(
                self.at_hand,
                (element, side),
                queries,
                note=note,
                waiting=self.suggestions.acting,
                then=confirmed,
                refused=self.suggestions.refuse,
            )

    def _search_again(self, element: int, side: Side, queries: Sequence[str]) -> None:
        self.look(element, side, queries)

    def leave_aside(self) -> None:
        """Show the list again, unless it is there."""
        if self.left.currentIndex() != 0:
            self._back()

    def _back(self) -> None:
        """Show the list again, and go back to the cell that was asked about, or to what has to be looked at again."""
        part = self.left.currentWidget()
        if part is self.suggestions and self._came_from_again:
            self.look_again()
            return
        self.left.setCurrentIndex(0)
        if isinstance(part, Picker | SearchSuggestions):
            self._go_to(*part.cell)
        else:
            self._to_list()
        if not self.sheet.matrix.choose_again():
            self._empty_pane()  # it still showed what one was looking through

    # -- pages ----------------------------------------------------------------------------------------------------

    def show_page(self, name: str) -> None:
        """Show what stands in a cell on its page."""

        def show(found: ShownPassage | None) -> None:
            self.shown = found
            if found is None:
                self.pane.show_nothing(self.tr("No passage proves this entry of the ledger."))
            else:
                self.pane.show_item(found.item, at=found.passage.passage.anchor.span)
                self._highlight()

        asked = self._session.query(self, partial(page_of, name=name)).unless(self._latest_page.ask())
        asked.success(show).failure(lambda error: self.pane.show_nothing(text.sentence(error))).run()

    def _show_item(self, item: Item, typed: str) -> None:
        self.shown = None
        asked = self._session.query(self, partial(search.marked, text=typed)).unless(self._latest_page.ask())
        asked.success(lambda terms: self.pane.show_item(item, terms=terms)).run()

    def _highlight(self) -> None:
        item, shown = self.pane.item, self.shown
        if item is not None and shown is not None and shown.item.id == item.id:
            self.pane.view.set_highlights(highlights(shown.around), shown.passage.passage.id)
        elif item is not None:
            self.pane.view.set_highlights([], None)

    def open(self, name: str) -> None:
        """Go where this stands: a passage in Review, a benefit in the Ledger."""
        kind, number = split(name)
        if kind is GroundKind.PASSAGE:
            self._session.go(PassageTarget(PassageId(number)))
        elif kind is GroundKind.BENEFIT:
            self._session.go(BenefitTarget(BenefitId(number)))
        elif self.shown is not None:
            self._session.go(PassageTarget(self.shown.passage.passage.id))

    def close_workers(self) -> None:
        """Let the worker go and forget what was shown."""
        self.pane.close_workers()
