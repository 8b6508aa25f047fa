"""Productions: those there are at the left; at the right one of them, or a new one, step by step on one page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from reviewer.domain.changes import Changes, Noun
from reviewer.domain.exports.production import Production, ProductionId, ProductionOrder, order_words
from reviewer.domain.ids import ItemId
from reviewer.errors import KnownError
from reviewer.gui import text
from reviewer.gui.at_hand import WantedRow
from reviewer.gui.models.rows import RowsModel
from reviewer.gui.navigation import ItemTarget
from reviewer.gui.refresh import Refresher
from reviewer.gui.rooms.exports.bundle import BundlePart
from reviewer.gui.rooms.exports.handing_over import HandingOver
from reviewer.gui.rooms.exports.mock import MockPart
from reviewer.gui.rooms.exports.production_form import ProductionForm, has_words
from reviewer.gui.session import Latest, Session
from reviewer.gui.sight import into_sight_soon
from reviewer.gui.theme import grid
from reviewer.gui.until_shown import UntilShown
from reviewer.gui.widgets.fitting import Scroller
from reviewer.gui.widgets.folding import Folding
from reviewer.gui.widgets.lists.table import choose_row, table
from reviewer.gui.widgets.parts import button, column, label, row
from reviewer.gui.widgets.progress_line import SearchWait
from reviewer.gui.widgets.tab_order import enter, lead
from reviewer.usecases.exports import production_history, productions
from reviewer.usecases.exports.production_history import Overview, Sheet, Standing
from reviewer.usecases.exports.productions import NumberedMock, Trial

QUIET = {Noun.TRAIL, Noun.RENDITIONS, Noun.READS, Noun.TAGS, Noun.LEDGER, Noun.POLICY, Noun.FINDINGS, Noun.COMPLAINTS}
"""What changes nothing of what may leave with a production."""


class ProductionsPart(QWidget):
    """Looks while it is in sight: the list, the production at hand, and its mock run."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._listing, self._looking, self._mocking = Latest(), Latest(), Latest()
        self._overview = Overview((), ())
        self._wanted: WantedRow[ProductionId] = WantedRow()
        self._stale = True  # what may leave with the production at hand is to be looked at again
        self.add = button(self.tr("New production…"), self.begin)
        names = [self.tr("No."), self.tr("Title, receiver and state")]
        self.model = RowsModel(names, numbers=(0,))
        self.model.setParent(self)
        self.list = table(self.model, self.tr("Productions"), {0: 10}, lines=3)
        self.none = label(
            self.tr("No production yet. One numbers, page by page, what a receiver gets, and keeps what became of it."),
            "muted",
            wrap=True,
        )
        self.holdings = label("", wrap=True, selectable=True)
        self.holdings.setAccessibleDescription(self.tr("What each receiver has"))
        self.page = ProductionPage(session)
        self.waiting = SearchWait(self, session, self.page.mock.place_wait)
        self._until_shown = UntilShown(self.page)
        self._lay_out()
        self._connect()
        lead(self, self.list)

    def _lay_out(self) -> None:
        left = QFrame()
        left.setObjectName("panel")
        head = row(label(self.tr("Productions"), "title"), 1, self.add)
        self.has = label(self.tr("What each receiver has"), "caption")
        inside = column(head, self.none, self.list, self.has, self.holdings, margins=(4, 3, 4, 3), gap=2)
        inside.setStretchFactor(self.list, 1)
        inside.addStretch(0)
        left.setLayout(inside)
        self.left = left
        self.scroller = Scroller(self.page, "panel")
        self.fold = Folding()
        self.fold.add(left, self.tr("List"), least=60, usual=96)
        self.fold.add(self.scroller, self.tr("Production"), least=90, usual=200, stretch=1)
        self.setLayout(column(self.fold))
        for part in (self.list, self.has, self.holdings):
            part.hide()

    def _connect(self) -> None:
        self.list.selectionModel().currentRowChanged.connect(lambda _now, _before: self._choose())
        self.page.form.created.connect(self._created)
        self.page.form.left.connect(self._leave_form)
        self.page.after.created.connect(self._created)
        self.page.mock.again.connect(self._again)
        self.page.after.moved.connect(self._bring)
        Refresher(self, self._session, set(Noun) - QUIET, self._refresh)
        Refresher(self, self._session, {Noun.TRAIL}, lambda _changes: self._ask(), at_first=False)
        self._session.renamed.connect(lambda _reviewer: self._mock())

    # ── what is shown ────────────────────────────────────────────────────────────────────────────────────────────────

    def _refresh(self, changes: Changes) -> None:
        if changes.concern({Noun.PRODUCTIONS}):
            self._stale = True
            self._ask()
        else:
            self._mock()

    def _ask(self) -> None:
        asked = self._session.query(self, production_history.overview).unless(self._listing.ask())
        asked.success(self._show).run()

    def _show(self, found: Overview) -> None:
        self._overview = found
        with QSignalBlocker(self.list.selectionModel()):
            self.model.show([self._cells(each) for each in found.productions])
        any_ = bool(found.productions)
        self.list.setVisible(any_)
        self.none.setVisible(not any_)
        self.has.setVisible(any_)
        self.holdings.setVisible(any_)
        self.holdings.setText("\n".join(has_words(self, each) for each in found.receivers))
        self.page.form.offer(found.receivers, [each.production for each in found.productions])
        lead(self, self.list if any_ else self.page.form.title)
        numbers = [each.production.id for each in found.productions]
        chosen = self._wanted.among(numbers, self.page.production)
        wanted = chosen is not None and chosen == self._wanted.key
        if not wanted:
            self._wanted.settle()  # it is no more
        if chosen is None and any_ and not self.page.begun:
            chosen = numbers[-1]
        if chosen is None:
            self._until_shown.arrived()
            self.page.show_new()
            return
        with QSignalBlocker(self.list.selectionModel()):
            choose_row(self.list, numbers.index(chosen))
        if wanted or not self.page.begun:
            self._look(chosen)

    def _cells(self, each: Standing) -> tuple[str, ...]:
        made = each.production
        return f"{made.id}", f"{made.title}\n{made.receiver}\n{self._state(each)}"

    def _state(self, each: Standing) -> str:
        delivery, drop = each.production.delivery, each.production.drop
        if drop is not None:
            return self.tr("dropped {0}").format(drop.at[:10])
        if delivery is None:
            return self.tr("draft, numbers left on {0}").format(each.told[:10]) if each.told else self.tr("draft")
        words = self.tr("delivered {0}").format(delivery.at[:10])
        return self.tr("{0}, {1:,} called back").format(words, each.recalled) if each.recalled else words

    def show_production(self, number: ProductionId) -> None:
        """Show one production."""
        self._looking.ask()  # and not one that is on its way
        self._wanted.want(number)
        self.page.begun = False
        self._wait_for(number)
        self._ask()

    def _choose(self) -> None:
        at = self.list.currentIndex().row()
        if 0 <= at < len(self._overview.productions):
            self.page.begun = False
            number = self._overview.productions[at].production.id
            self._wanted.want(number)  # a list that comes first does not go back
            self._wait_for(number)
            self._look(number)

    def _wait_for(self, number: ProductionId) -> None:
        """The page shows another one, and nobody must deliver or drop that for this."""
        if self.page.production not in (None, number):
            self._until_shown.wait()

    def _look(self, number: ProductionId) -> None:
        look = partial(production_history.sheet, number=number)
        asked = self._session.query(self, look).unless(self._looking.ask())
        asked.success(self._show_sheet).failure(self._not_shown).run()

    def _not_shown(self, error: KnownError) -> None:
        """The one before stays, and is what is at hand."""
        self._wanted.settle()
        self._until_shown.arrived()
        self._session.report(error)  # and not asked again: what cannot be read would be asked for without end
        self._frame(self.page.production)

    def _frame(self, number: ProductionId | None) -> None:
        """Let the row of a production be the one at hand, or none; nothing is looked up for it."""
        numbers = [each.production.id for each in self._overview.productions]
        with QSignalBlocker(self.list.selectionModel()):
            if number in numbers:
                choose_row(self.list, numbers.index(number))
            else:
                self.list.selectionModel().clear()
        self.list.viewport().update()  # it is not told

    def _show_sheet(self, sheet: Sheet) -> None:
        other = self.page.production != sheet.standing.production.id
        self._wanted.settle()
        self.page.show_sheet(sheet)
        self._until_shown.arrived()
        if other or self._stale:  # an act elsewhere renews the sheet alone: it may have told that pages left
            self._mock()

    def _again(self) -> None:
        if self.page.production is None:
            self.page.form.run_mock()
        else:
            self._mock()

    def _mock(self) -> None:
        self._stale = False
        stale, number = self._mocking.ask(), self.page.production
        self.waiting.over()
        if number is None:
            self.page.form.outdate()  # it was tried in the case as it was
        if number is None or self.page.dropped:
            return
        look = self.waiting.watched(partial(productions.mock, number=number, reviewer=self._session.reviewer))

        def found(mock: NumberedMock) -> None:
            self.waiting.over()
            self.page.show_mock(mock)

        def refused(error: KnownError) -> None:
            self.waiting.over()
            self.page.refuse_mock(number, error)

        self._session.making(self, look).unless(stale).success(found).failure(refused).run()

    # ── what is done ─────────────────────────────────────────────────────────────────────────────────────────────────

    def begin(self) -> None:
        """Ask what a new production is to be."""
        self._looking.ask()  # what was on its way to be shown does not take the form away
        self._wanted.settle()
        self._until_shown.arrived()
        self.page.show_new(begun=True)
        self.list.selectionModel().clear()  # the one at hand too, so that a click on it comes back to it
        self.fold.bring(self.scroller)
        enter(self.page.form.title)
        self._bring(self.page.form)

    def _leave_form(self) -> None:
        self.fold.bring(self.left)
        enter(self.list if self._overview.productions else self.add)
        self.page.begun = False
        self._wanted.settle()  # the row that is framed when one comes in was not chosen
        self._ask()

    def _created(self, made: Production) -> None:
        """Show it, unless the reviewer has gone on from where it was asked for; to them it is said."""
        left = self.page.production != made.follows
        focus = QApplication.focusWidget()
        here = self.isVisible() and (focus is None or self.page.isAncestorOf(focus))
        if left or not here:
            self._session.said.emit(self.tr("Production {0} is numbered").format(made.id))
        if left:
            self._ask()
            return
        if here:
            self.list.setFocus()  # which frames its first row
        self.show_production(made.id)

    def _bring(self, part: QWidget) -> None:
        into_sight_soon(part)

    def cancel(self) -> None:
        """Ask long work to stop."""
        self.page.form.cancel()
        self.page.after.progress.cancel()
        self.page.bundle.cancel()


class ProductionPage(QFrame):
    """The steps below each other: receiver and scope, mock run, page numbers, bundle, what happened to it.

    ``begun`` says that a new one is being filled in, which nothing takes away.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._session = session
        self.production: ProductionId | None = None
        self.dropped = False
        self.begun = False
        self._tried = False
        self.title = label("", "title", wrap=True)
        self.facts = label("", wrap=True, selectable=True)
        self.facts.setAccessibleDescription(self.tr("Receiver and scope"))
        self.form = ProductionForm(session)
        self.mock = MockPart()
        self.bundle = BundlePart(session)
        self.after = HandingOver(session)
        self.steps = [self._step(number, words) for number, words in enumerate(self._names(), 1)]
        self.waits = label(self.tr("Press Mock run to see what would leave. It gives no number."), "muted", wrap=True)
        self.numbers = label("", wrap=True, selectable=True)
        self.numbers.setAccessibleDescription(self.tr("Page numbers"))
        first, second, third, fourth, fifth = self.steps
        parts = (
            self.title,
            first, self.facts, self.form,
            second, self.waits, self.mock,
            third, self.numbers, self.form.numbers,
            fourth, self.bundle,
            fifth, self.after,
            1,
        )  # fmt: skip
        self.setLayout(column(*parts, margins=(4, 3, 4, 3), gap=2))
        self.mock.opened.connect(self._go)
        self.form.tried.connect(self._show_trial)
        self.form.untried.connect(self.show_untried)
        self.mock.chosen.connect(self.after.show_member)
        self.after.left.connect(self.mock.list.setFocus)
        self.bundle.verified.connect(self._show_verified)
        self.show_new()

    def _names(self) -> Sequence[str]:
        return (
            self.tr("Receiver and scope"),
            self.tr("Mock run: what leaves, and what is wrong"),
            self.tr("Page numbers"),
            self.tr("Bundle"),
            self.tr("Handed over"),
        )

    def _step(self, number: int, words: str) -> QWidget:
        made = label(self.tr("{0}. {1}").format(number, words), "caption")
        made.setContentsMargins(0, grid(2), 0, 0)
        return made

    def show_new(self, *, begun: bool = False) -> None:
        """Show the form of a new production, and what waits for it; with what was tried, where it is shown already."""
        self._tried = self._tried and self.production is None
        self.production = None
        self.begun = begun or self.begun
        self.title.setText(self.tr("New production"))
        self._show_parts(new=True)
        self._show_tried()

    def _show_trial(self, trial: Trial) -> None:
        if self.production is None:
            self._tried = True
            self._show_tried()
            self.mock.show_trial(trial)

    def show_untried(self) -> None:
        """Say of what was tried that it is of before."""
        if self.production is None and self._tried:
            self.mock.show_stale()

    def _show_tried(self) -> None:
        self.waits.setVisible(not self._tried)
        for part in (self.mock, self.mock.run):
            part.setVisible(self._tried)

    def _show_parts(self, *, new: bool) -> None:
        self.waits.setVisible(new)
        of_new: tuple[QWidget, ...] = (self.form, self.form.numbers)
        of_made = (self.facts, self.mock, self.numbers, self.bundle, self.after, *self.steps[3:])
        for part in of_new:
            part.setVisible(new)
        for part in of_made:
            part.setVisible(not new)

    def show_sheet(self, sheet: Sheet) -> None:
        """Show a production."""
        made = sheet.standing.production
        self.production, self.dropped, self.begun = made.id, made.drop is not None, False
        self.title.setText(self.tr("Production {0}: {1}").format(made.id, made.title))
        self.facts.setText(self._facts(sheet))
        self.numbers.setText(self._numbers(made))
        self.mock.show_sheet(sheet)
        self.bundle.show_production(made)
        self.after.show_standing(sheet.standing)
        self._show_verified()
        self._show_parts(new=False)
        if self.dropped:
            self.mock.refuse(self.tr("Dropped: nothing leaves from it."))
        for part in (self.steps[3], self.bundle, self.mock.run):
            part.setVisible(not self.dropped)

    def _show_verified(self) -> None:
        self.after.show_broken(self.bundle.broken)

    def _facts(self, sheet: Sheet) -> str:
        made = sheet.standing.production
        lines = [
            self.tr("For {0}.").format(made.receiver),
            self.tr("What goes: {0}").format(made.query),
            self.tr("Supplements production {0}.").format(made.follows) if made.follows is not None else "",
        ]
        return "\n".join(line for line in lines if line)

    def _numbers(self, made: Production) -> str:
        pages = text.counted(made.last - made.first + 1, self.tr("page"), self.tr("pages"))
        lines = [
            self.tr("{0}: {1} to {2}.").format(pages, made.bates_first, made.bates_last),
            "" if made.order is ProductionOrder.CONTROL else self.tr("Order: {0}").format(order_words(made.order)),
            self.tr("This receiver may see confidential sources") if made.sources else "",
            self.tr("Confidentiality: {0}").format(made.confidentiality) if made.confidentiality else "",
            self.tr("Numbered {0} by {1}.").format(text.moment(made.at, None), made.reviewer),
        ]
        return "\n".join(line for line in lines if line)

    def show_mock(self, mock: NumberedMock) -> None:
        """Show what a mock run found, and what waits for it."""
        if mock.production.id == self.production:
            self.mock.show_mock(mock)
            self.bundle.show_stopping(len(mock.stopping))
            self.after.show_stopping(len(mock.stopping))

    def refuse_mock(self, number: ProductionId, error: KnownError) -> None:
        """Say why there is no mock run."""
        if number != self.production:
            return
        self.mock.refuse(text.in_place(error))
        self.bundle.show_stopping(None)
        self.after.show_stopping(None)

    def _go(self, item: ItemId) -> None:
        self._session.go(ItemTarget(item))
