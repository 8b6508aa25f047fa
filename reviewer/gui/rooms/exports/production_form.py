"""A new production: who receives it and what goes, tried by a mock run; then how its pages are numbered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QStringListModel, Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QCompleter, QFormLayout, QFrame, QLineEdit, QWidget

from reviewer.casefile.engine.case import Case
from reviewer.domain.evidence.reading import Kind
from reviewer.domain.exports.production import Production, ProductionOrder
from reviewer.errors import CancelledError, KnownError
from reviewer.gui import text
from reviewer.gui.reading.query_completion import QueryCompletion
from reviewer.gui.session import Latest, Session
from reviewer.gui.theme import room_for
from reviewer.gui.widgets.choice import choice
from reviewer.gui.widgets.flow import Flow
from reviewer.gui.widgets.form_problem import FormProblem, told_beside
from reviewer.gui.widgets.keys import CTRL_ENTER, as_form, on_keys_within
from reviewer.gui.widgets.laid_over import LaidOver
from reviewer.gui.widgets.lists.offered import OfferedList
from reviewer.gui.widgets.parts import boxed, button, captioned, column, keep_room, label, line, row
from reviewer.gui.widgets.progress_line import ProgressLine
from reviewer.gui.widgets.query_field import Refusal, mark_refused
from reviewer.usecases.exports import production_history, productions
from reviewer.usecases.exports.production_history import Receiver, Scoped
from reviewer.usecases.exports.productions import ProductionPlan, Trial

PAUSE = 250
"""Milliseconds without a key until what was typed is looked for."""

WIDE = 220
"""Steps of the grid; a line to type a name into is no longer, however wide the window is."""


class ProductionForm(QFrame):
    """Receiver and scope; ``numbers`` is the step after the mock run, to be put below it.

    ``created`` carries the production that was made; ``left`` says that none is wanted. ``tried`` carries what a mock
    run found, ``untried`` says that it is of something else than what is typed now.
    """

    created = Signal(object)
    left = Signal()
    tried = Signal(object)
    untried = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._counted, self._numbered, self._trying = Latest(), Latest(), Latest()
        self._scoped: Scoped | None = None
        self.title = line(self.tr("Title"), self.tr("how you call it"))
        self.receiver = line(self.tr("Receiver"), self.tr("who gets it"))
        self.has = label("", "small", wrap=True)
        self.query = line(self.tr("What goes"), self.tr("as in Search: from:…, tag:…, has:passage"))
        self.completion = QueryCompletion(self.query, session, form=True)
        self.refusal = Refusal()
        self.count = label("", "small", wrap=True)
        self.count.setAccessibleDescription(self.tr("What the query finds"))
        self.prefix = line(self.tr("Prefix of page numbers"), self.tr("letters, as PMPD"))
        self.first = line(self.tr("First number"), "1")
        self.stamp = line(self.tr("Confidentiality"), self.tr("stands beside each page number"))
        self.without = QCheckBox(self.tr("Leave out what this receiver already has"))
        self.sources = QCheckBox(self.tr("This receiver may see confidential sources"))
        self.order = choice(self.tr("Order"), self._orders(), ProductionOrder.CONTROL)
        self.paper = choice(self.tr("Paper for pages still to be made"), ["Letter", "A4"])
        self.natives = self._kinds()
        self.run = button(self.tr("Mock run"), self.run_mock)
        self.trying, self.trouble = ProgressLine(), FormProblem()
        self.waits = label("", "small", wrap=True)
        self.stops = label("", "small", wrap=True)
        self.stops.hide()
        self.make = button(self.tr("Number the pages"), self._create, "main")
        self.leave = button(self.tr("Cancel"), self._leave)
        self.progress = ProgressLine()
        self.problem = FormProblem()
        self._receivers: Sequence[Receiver] = ()
        self._made: Sequence[Production] = ()
        self._offered = ("", "")  # the prefix and the words that were filled in, not typed
        self._known = QStringListModel(self)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._lay_out()
        self._connect()
        self._look()

    def _orders(self) -> list[tuple[str, str]]:
        return [
            (ProductionOrder.CONTROL, self.tr("by control number")),
            (ProductionOrder.DATE, self.tr("by date")),
            (ProductionOrder.CUSTODIAN, self.tr("by custodian, then by date")),
            (ProductionOrder.THREAD, self.tr("by thread, then by date")),
        ]

    def _kinds(self) -> dict[Kind, QCheckBox]:
        names = {
            Kind.SHEET: self.tr("spreadsheets"),
            Kind.SLIDES: self.tr("slides"),
            Kind.DOCUMENT: self.tr("documents"),
            Kind.PDF: self.tr("PDFs"),
            Kind.IMAGE: self.tr("pictures"),
            Kind.EMAIL: self.tr("e-mails"),
            Kind.TEXT: self.tr("plain text"),
            Kind.CALENDAR: self.tr("calendars"),
            Kind.CONTACT: self.tr("contacts"),
        }
        made = {kind: QCheckBox(words) for kind, words in names.items()}
        for kind, box in made.items():
            box.setChecked(kind in productions.NATIVES)
        return made

    def _lay_out(self) -> None:
        completer = QCompleter(self._known, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        OfferedList().offer_for(completer)
        self.receiver.setCompleter(completer)
        scope = self._captioned(
            (self.title, [self.title]),
            (self.receiver, [self.receiver, self.has]),
            (self.query, [self.query, self.count]),
        )
        fields = self._captioned(
            (self.prefix, [self.prefix]),
            (self.first, [self.first]),
            (self.stamp, [self.stamp]),
            (self.order, [self.order]),
            (self.paper, [self.paper]),
        )
        kinds = Flow(gap=3)
        for box in self.natives.values():
            kinds.addWidget(box)
        own = column(
            label(self.tr("Hand over the file itself, behind a slip sheet, for"), "caption"), boxed(kinds), gap=1
        )
        self.body = boxed(column(scope, self.without, self.sources, own, gap=2))
        self.trying.lie_flat()
        trying = told_beside(self.trouble, self.run, self.trying)
        self.setLayout(column(self.body, trying, gap=2))
        self.numbers, self.written = QFrame(), boxed(fields)
        buttons = row(self.make, self.leave, 1)
        self.numbers.setLayout(
            column(self.written, self.waits, self.stops, buttons, self.progress, self.problem, gap=2)
        )
        for part in (self.body, self.written):
            part.setMaximumWidth(room_for(WIDE))
        LaidOver(self.count, self.refusal, around=self.body)
        self.has.hide()
        keep_room(self.has, self.waits)

    def _captioned(self, *rows: tuple[QLineEdit | QWidget, list[QWidget]]) -> QFormLayout:
        fields = captioned(gap=1)
        for field, shown in rows:
            caption = label(field.accessibleName() or field.toolTip())
            caption.setBuddy(field)
            fields.addRow(caption, boxed(column(*shown, gap=0)) if len(shown) > 1 else shown[0])
        return fields

    def _connect(self) -> None:
        for part in (self, self.numbers):
            as_form(part)
            on_keys_within(part, {"Esc": self._leave, CTRL_ENTER: self._create})
        self._pause.timeout.connect(self._ask)
        self.query.textChanged.connect(lambda _typed: self._typed())
        self.refusal.taken.connect(self.query.setText)
        for field in (self.title, self.receiver, self.prefix):
            field.textChanged.connect(lambda _typed: self._look())
        self.receiver.textChanged.connect(lambda _typed: self._tell_receiver())
        self.prefix.textChanged.connect(self._ask_number)
        for field in (self.title, self.query):  # Enter takes a receiver's name
            field.returnPressed.connect(self.run_mock)
        for field in (self.prefix, self.first, self.stamp):
            field.returnPressed.connect(self._create)
        for typed in (self.receiver, self.query):
            typed.textChanged.connect(lambda _typed: self.outdate())
        for box in (self.without, self.sources, *self.natives.values()):
            box.toggled.connect(lambda _on: self.outdate())

    # ── what is offered ──────────────────────────────────────────────────────────────────────────────────────────────

    def offer(self, receivers: Sequence[Receiver], made: Sequence[Production]) -> None:
        """Offer the receivers there are, and what the last production had that went where this one goes."""
        self._receivers, self._made = receivers, made
        self._known.setStringList([each.name for each in receivers])
        self._tell_receiver()

    def _offer_numbers(self) -> None:
        """Offer the prefix and the words of the receiver's last production where nothing is typed.

        Somebody who has had none is offered what all others have, and nothing where they differ.
        """
        typed = self.receiver.text().strip().casefold()
        theirs = [each for each in self._made if each.receiver.casefold() == typed]
        one = len({each.numbering.prefix for each in self._made}) == 1
        last = theirs[-1] if theirs else self._made[-1] if one else None
        prefix, stamp = (last.numbering.prefix, last.confidentiality) if last is not None else ("", "")
        offered_prefix, offered_stamp = self._offered
        if _untouched(self.prefix, offered_prefix):
            self.prefix.setText(prefix)
            if _untouched(self.stamp, offered_stamp):
                self.stamp.setText(stamp)
            self._offered = (prefix, stamp)

    def _tell_receiver(self) -> None:
        self._offer_numbers()
        typed = self.receiver.text().strip().casefold()
        found = next((each for each in self._receivers if each.name.casefold() == typed), None)
        self.has.setVisible(found is not None)
        if found is not None:
            self.has.setText(has_words(self, found))

    def _typed(self) -> None:
        self._scoped = None
        self.refusal.show_error(None)
        mark_refused(self.query, None)
        self.count.setText(self.tr("Looking…") if self.query.text().strip() else "")
        self._counted.ask()
        self._pause.start()
        self._look()

    def _ask(self) -> None:
        query, who = self.query.text(), self._session.reviewer
        if query.strip():
            look = partial(production_history.scoped, query=query, reviewer=who)
            asked = self._session.query(self, look).unless(self._counted.ask())
            asked.success(self._show_count).failure(self._refuse_query).run()

    def _show_count(self, found: Scoped) -> None:
        self._scoped = found
        items = text.counted(found.found, self.tr("item"), self.tr("items"))
        whole = self.tr("{0} found; {1:,} with the rest of their families").format(items, found.with_families)
        none = self.tr("Nothing is found. Look in Search for what should go.")
        self.count.setText((whole if found.with_families > found.found else items) if found.found else none)
        self._look()

    def _refuse_query(self, error: KnownError) -> None:
        self.count.setText("")
        mark_refused(self.query, error)
        self.refusal.show_error(error)
        self._look()

    def _ask_number(self) -> None:
        look = partial(production_history.goes_on_at, prefix=self.prefix.text().strip())
        self._session.query(self, look).unless(self._numbered.ask()).success(self._show_number).run()

    def _show_number(self, following: str) -> None:
        """Numbers go on where they ended, so there is nothing to choose then."""
        self.first.setEnabled(not following)
        if following:
            self.first.clear()
        self.first.setPlaceholderText(self.tr("goes on at {0}").format(following) if following else "1")

    def _look(self) -> None:
        """Say what the next step waits for."""
        lacking = [
            words
            for words, there in (
                (self.tr("a title"), bool(self.title.text().strip())),
                (self.tr("a receiver"), bool(self.receiver.text().strip())),
                (self.tr("a query that finds something"), self._scoped is not None and self._scoped.found > 0),
                (self.tr("a prefix"), bool(self.prefix.text().strip())),
            )
            if not there
        ]
        self.waits.setText(self.tr("Waits for {0}.").format(", ".join(lacking)))
        self.waits.setVisible(bool(lacking))
        idle = not (self.progress.running or self.trying.running)
        self.make.setEnabled(not lacking and idle)
        scoped = self._scoped is not None and self._scoped.found > 0
        self.run.setEnabled(scoped and bool(self.receiver.text().strip()) and idle)

    # ── a mock run ───────────────────────────────────────────────────────────────────────────────────────────────────

    def outdate(self) -> None:
        """Say that what was tried, or is being tried, is of before."""
        self.stops.hide()
        self._trying.ask()
        self.untried.emit()

    def run_mock(self) -> None:
        """Look at what would leave, before anything is numbered."""
        plan = self._plan() if self.run.isEnabled() else None
        if plan is None:
            return
        session, plan = self._session, replace(plan, prefix="", start=None)
        progress, who, workers = session.exported(self.trying.step), session.reviewer, session.workers
        self.trying.begin(progress, self.tr("Looking at what would leave…"))
        self.trouble.hide()
        self._look()

        def look(case: Case) -> Trial:
            return productions.tried(case, workers, plan, reviewer=who, progress=progress)

        stale = self._trying.ask()
        session.making(self, look).success(partial(self._tried, stale)).failure(self._not_tried).run()

    def _tried(self, stale: Callable[[], bool], found: Trial) -> None:
        self._end_trying()
        self.tried.emit(found)
        if stale():
            self.untried.emit()
        else:
            self._warn(len(found.stopping))

    def _warn(self, stopping: int) -> None:
        """Say beside the button how much stops what is numbered: numbers are given all the same, and never again."""
        things = text.counted(stopping, self.tr("thing stops it"), self.tr("things stop it"))
        told = self.tr("{0}. Pages can be numbered, but nothing leaves until it is settled; no number is given twice.")
        self.stops.setText(told.format(things))
        self.stops.setVisible(stopping > 0)

    def _end_trying(self) -> None:
        waiting = self.trying.stop.hasFocus()
        self.trying.end()
        self._look()
        if waiting:
            self.run.setFocus()

    def _not_tried(self, error: KnownError) -> None:
        self._end_trying()
        if not isinstance(error, CancelledError):
            self._tell_elsewhere(error)
            self.trouble.setText(text.in_place(error))
            self.trouble.show()

    # ── what is done ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _plan(self) -> ProductionPlan | None:
        typed = self.first.text().strip()
        if typed and not typed.isdecimal():
            self._refuse(KnownError(self.tr("the first number is written in digits")))
            self.first.setFocus()
            return None
        return ProductionPlan(
            title=self.title.text(),
            receiver=self.receiver.text(),
            query=self.query.text(),
            prefix=self.prefix.text().strip(),
            start=int(typed) if typed else None,
            confidentiality=self.stamp.text(),
            natives=frozenset(kind for kind, box in self.natives.items() if box.isChecked()),
            paper=self.paper.value,
            without_delivered=self.without.isChecked(),
            sources=self.sources.isChecked(),
            order=ProductionOrder(self.order.value),
        )

    def _create(self) -> None:
        plan = self._plan() if self.make.isEnabled() else None
        if plan is None:
            return
        session = self._session
        progress, who, workers = session.progress(self.progress.step), session.reviewer, session.workers
        self.progress.begin(progress, self.tr("Making the pages that are missing…"))
        self.progress.stop.setFocus()
        for part in (self.body, self.written):
            part.setEnabled(False)  # what is typed meanwhile would be of the next one
        self.problem.hide()
        self._look()

        def make(case: Case) -> Production:
            return productions.create(case, workers, plan, reviewer=who, progress=progress)

        session.long_operation(self, make, told=True).success(self._created).failure(self._refuse).run()

    def _created(self, made: Production) -> None:
        self._end()
        for field in (self.title, self.receiver, self.query):
            field.clear()
        self.first.clear()
        self.without.setChecked(False)
        self.sources.setChecked(False)
        self._ask_number()
        self.created.emit(made)

    def _tell_elsewhere(self, error: KnownError) -> None:
        """Whoever is elsewhere by now does not see the line of the form."""
        if not self.isVisible():
            self._session.report(error)

    def _refuse(self, error: KnownError) -> None:
        self._end()
        self._tell_elsewhere(error)
        if isinstance(error, CancelledError):
            self.problem.setText(self.tr("Stopped. Nothing was numbered; pages made so far are kept."))
        else:
            self.problem.setText(text.in_place(error))
        self.problem.show()

    def _end(self) -> None:
        waiting = self.progress.stop.hasFocus()
        for part in (self.body, self.written):
            part.setEnabled(True)
        if waiting:
            self.title.setFocus()
        self.progress.end()
        self._look()

    def cancel(self) -> None:
        """Ask long work to stop."""
        self.progress.cancel()
        self.trying.cancel()

    def _leave(self) -> None:
        running = next((each for each in (self.progress, self.trying) if each.running), None)
        if running is not None:
            running.cancel()
        else:
            self.left.emit()


def _untouched(field: QLineEdit, offered: str) -> bool:
    """Whether a field holds what was offered, or nothing, and not by the hand that fills it in now."""
    return field.text() in ("", offered) and not (field.isVisible() and (field.isModified() or field.hasFocus()))


def has_words(widget: QWidget, found: Receiver) -> str:
    """What a receiver has, in words."""
    if not found.has + found.redacted + found.slips + found.recalled:
        return widget.tr("{0} was handed nothing yet.").format(found.name)
    parts = [
        text.counted(found.has, widget.tr("item"), widget.tr("items")),
        widget.tr("{0:,} redacted").format(found.redacted) if found.redacted else "",
        text.counted(found.slips, widget.tr("slip sheet"), widget.tr("slip sheets")) if found.slips else "",
        widget.tr("{0:,} called back").format(found.recalled) if found.recalled else "",
    ]
    return widget.tr("{0} has {1}.").format(found.name, ", ".join(part for part in parts if part))
