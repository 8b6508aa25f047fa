"""Entering a benefit or an endorsement from the words at hand, beside the pages that prove it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from reviewer.domain.changes import Noun
from reviewer.domain.ids import PassageId
from reviewer.gui.refresh import Refresher
from reviewer.gui.session import Latest, Session
from reviewer.gui.shared.desk import Desk
from reviewer.gui.shared.ledger.benefit_form import BenefitForm
from reviewer.gui.shared.ledger.endorsement_form import EndorsementForm
from reviewer.gui.shared.ledger.entry_form import EntryForm
from reviewer.gui.shared.ledger.passage_uses import PassageUses
from reviewer.gui.shared.ledger.quoted import Quoted, of_passage, of_selection, of_words
from reviewer.gui.widgets.keys import typing
from reviewer.usecases.ledger import ledger_rows
from reviewer.usecases.ledger.benefits import BenefitEntry
from reviewer.usecases.ledger.endorsements import EndorsementEntry as Praised
from reviewer.usecases.ledger.ledger_rows import Rows
from reviewer.usecases.pages.passages import Stretch

FormType = TypeVar("FormType", bound=EntryForm)


class Entering(QObject):
    """The forms that take the place of ``home``; ``moved`` when one comes or goes, ``left`` when it is gone.

    ``proves`` shows what the passage at hand proves already.
    """

    moved = Signal()
    left = Signal()
    passage_wanted = Signal(int)

    def __init__(self, session: Session, desk: Desk, proves: PassageUses, home: QWidget, aside: QStackedWidget) -> None:
        super().__init__(desk)
        self._session, self._desk, self._proves, self._home, self._aside = session, desk, proves, home, aside
        self._latest = Latest()
        self._then: Callable[[], object] | None = None  # asked for while an entry is saved, and done once it is
        desk.passage_changed.connect(self._look)
        desk.facts_changed.connect(lambda _facts: self._look())
        Refresher(desk, session, {Noun.LEDGER}, lambda _changes: self._look(), at_first=False)
        proves.going.connect(session.go)

    @cached_property
    def benefit(self) -> BenefitForm:
        """The form for a benefit, made when it is first wanted."""
        form = BenefitForm(self._session, self.selection)
        form.supported.connect(self._saved)
        return self._add(form)

    @cached_property
    def endorsement(self) -> EndorsementForm:
        """The form for an endorsement, made when it is first wanted."""
        return self._add(EndorsementForm(self._session, self.selection))

    def _add(self, form: FormType) -> FormType:
        self._aside.addWidget(form)
        form.left.connect(self._close)
        form.quote_wanted.connect(self._show_quote)
        form.saved.connect(self._saved)
        return form

    @property
    def open(self) -> bool:
        """Whether a form is there."""
        return self._aside.currentWidget() is not self._home

    def unless_open(self, act: Callable[[], object]) -> Callable[[], object]:
        """A key that writes does not while an entry is typed beside the pages: it was meant for that."""

        def go() -> None:
            form = self._aside.currentWidget()
            if isinstance(form, EntryForm) and form.saving:
                self._then = act
            elif self.open:
                self._then = None
                self._session.said.emit(self._first())
            else:
                act()

        return go

    def _first(self) -> str:
        return self.tr("Save or cancel the entry first; until then no key marks or tags")

    def selection(self) -> Quoted | None:
        """What is selected on the pages."""
        return of_selection(self._desk.active)

    def benefit_here(self) -> None:
        """Enter a benefit that the words at hand prove; while that form is open, take the field at hand from them."""
        self._here(self.benefit)

    def endorsement_here(self) -> None:
        """Enter an endorsement that the words at hand prove."""
        self._here(self.endorsement)

    def _here(self, form: EntryForm) -> None:
        current = self._aside.currentWidget()
        if isinstance(current, EntryForm):
            current.take()
            return
        target = self._desk.target()
        if target is None:
            self._session.said.emit(self.tr("Select the words that prove it on the page first"))
            return
        quoted = of_words(self._desk.active, target.span) if isinstance(target, Stretch) else of_passage(target)
        if quoted is not None:
            self._aside.setCurrentWidget(form)
            self.moved.emit()
            form.begin(quoted)

    def _close(self) -> None:
        """Show what stood there before. Whoever types elsewhere by now, in the search box, say, keeps the keyboard."""
        focus = QApplication.focusWidget()
        elsewhere = typing() and not (focus is not None and self._aside.isAncestorOf(focus))
        self._aside.setCurrentWidget(self._home)
        self._session.unsaid.emit(self._first())
        self.moved.emit()
        if not elsewhere:
            self.left.emit()
        self._go_on()

    def _go_on(self) -> None:
        """Do what was asked for while the entry was saved, once the passage that proved it is known here."""
        then = self._then
        if then is not None and not self.open and (self._desk.chosen is None or self._desk.passage() is not None):
            self._then = None
            then()

    def _saved(self, entry: BenefitEntry | Praised) -> None:
        """What proved it is the passage at hand now."""
        proved = entry.benefit.passages if isinstance(entry, BenefitEntry) else entry.endorsement.passages
        self._desk.put_at_hand(proved[-1] if proved else None)

    def _show_quote(self, quoted: Quoted, go: bool) -> None:  # noqa: FBT001 - comes by signal
        for pane in self._desk.panes:
            if pane.item is not None and pane.item.id == quoted.item and pane.isVisible():
                pane.view.reveal(quoted.span)
                return
        if go and quoted.passage is not None:
            self.passage_wanted.emit(quoted.passage)

    def _look(self) -> None:
        """Look up what the passage at hand proves."""
        self._go_on()
        chosen: PassageId | None = self._desk.chosen
        if chosen is None:
            self._latest.ask()
            self._proves.show_rows(Rows([], [], {}))
            return
        asked = self._session.query(self, partial(ledger_rows.proved_by, passage=chosen))
        asked.unless(self._latest.ask()).success(self._proves.show_rows).run()
