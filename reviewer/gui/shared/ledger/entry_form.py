"""A form for an entry of the ledger: every field can be changed, and has the words that prove it.

It is no dialog: the pages stay at hand, so that a field can be taken from other words selected there.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QLineEdit, QWidget

from reviewer.casefile.engine.case import Case
from reviewer.domain.ids import PassageId
from reviewer.domain.ledger.benefit import Field as Proved
from reviewer.domain.people.officer import Officer
from reviewer.errors import KnownError
from reviewer.gui import text
from reviewer.gui.session import Latest, Session
from reviewer.gui.shared.ledger.entry_fields import Field, OfficerField
from reviewer.gui.shared.ledger.entry_folding import IN_SIGHT, FoldedFields
from reviewer.gui.shared.ledger.entry_row import FormRow
from reviewer.gui.shared.ledger.quoted import Quoted
from reviewer.gui.theme import grid, room_for
from reviewer.gui.widgets.fitting import UprightScroller
from reviewer.gui.widgets.form_problem import FormProblem
from reviewer.gui.widgets.keys import ENTER, as_form, on_keys_within
from reviewer.gui.widgets.parts import boxed, button, column, label, row, tool
from reviewer.gui.widgets.sending import Sending
from reviewer.usecases.ledger.proposals import Proposed
from reviewer.usecases.pages.passages import Source

SHORT = 220
"""So many characters of a quote are shown."""


@dataclass(frozen=True, slots=True)
class FormSuggestions:
    """What a form offers while one types: officers, and the words that were used before, by the name of the field."""

    officers: Sequence[Officer]
    words: Mapping[str, Sequence[str]] = field(default_factory=dict)


class EntryForm(QFrame):
    """``left`` when it is done or given up, ``saved`` with the entry.

    ``quote_wanted`` with words to show, and whether to go to another item for them.
    """

    saved = Signal(object)
    left = Signal()
    quote_wanted = Signal(object, bool)

    def __init__(self, session: Session, selection: Callable[[], Quoted | None]) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setMinimumWidth(room_for(80))
        self._session = session
        self._selection = selection
        self._latest = Latest()
        self._sending = Sending(self, session.report)
        self._sittings = Latest()
        self._gone = self._sittings.ask()  # whether the form was left, or begun anew, since something was asked
        self._filling = False
        self._touched: set[str] = set()  # fields that were changed by hand since the form was begun
        self._officers: Sequence[Officer] | None = None
        self.proofs: dict[Proved, list[Quoted]] = {}
        self._before: set[tuple[Proved, PassageId]] = set()
        self.editing: int | None = None
        self.rows = {each.name: each for each in self._make_rows()}
        self._at: FormRow | None = None
        self._lay_out()
        self._connect()

    # -- what a kind of entry says ----------------------------------------------------------------------------------

    @abstractmethod
    def _make_rows(self) -> list[FormRow]:
        """The fields of the form."""

    @abstractmethod
    def _known(self, case: Case) -> FormSuggestions:
        """What the case knows that fields are filled from."""

    @abstractmethod
    def _propose(self, case: Case, source: Source) -> Proposed:
        """What the selected words tell of the fields."""

    @abstractmethod
    def _write(self) -> None:
        """Save what the form says; ends in :meth:`_run` or :meth:`_refused`."""

    @abstractmethod
    def _title(self) -> str:
        """What the form is called, now that it is filled in."""

    def _in_sight(self) -> Collection[str]:
        """The fields that are in sight before one asks for more."""
        return list(self.rows)[:IN_SIGHT]

    def _below(self) -> list[QWidget]:
        """What stands between the fields and the buttons."""
        return []

    # -- how it looks -----------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.title = label("", "title")
        self.quote = label("", "muted", wrap=True)
        close = tool("close", self.tr("Close without saving"), self.leave, "Esc")
        lines = QGridLayout()
        lines.setContentsMargins(grid(3), 0, grid(2), grid(1))
        lines.setHorizontalSpacing(grid(2))
        lines.setVerticalSpacing(grid(1))
        lines.setColumnStretch(1, 1)
        for number, each in enumerate(self.rows.values()):
            each.lay_out(lines, 2 * number)
        self.folding = FoldedFields(self.rows, self._in_sight)
        scroll = UprightScroller(boxed(column(lines, self.folding, 1, gap=0), "panel"), "panel")
        self.area = scroll
        self.proof = label("", "small", wrap=True)
        self.take_button = button(self.tr("Take this field from the selection (B)"), self.take, "link")
        self.problem = FormProblem()
        self.save_button = button(self.tr("Save"), self.save, "main")
        self.save_button.setToolTip(self.tr("Save (Enter)"))
        head = column(row(self.title, 1, close), self.quote, margins=(3, 2, 2, 1), gap=1)
        cancel = button(self.tr("Cancel"), self.leave)
        buttons = row(self.save_button, cancel, 1, margins=(0, 1, 0, 0))
        told = (self.problem, self.proof)  # above: what grows takes its room from the fields, and moves no button
        foot = column(*told, row(self.take_button, 1), *self._below(), buttons, margins=(3, 1, 3, 2))
        foot.setSpacing(grid(1))
        whole = column(head, scroll, foot, gap=0)
        whole.setStretchFactor(scroll, 1)
        self.setLayout(whole)

    def _connect(self) -> None:
        as_form(self)
        on_keys_within(self, {ENTER: self.save, "Esc": self.leave})
        for each in self.rows.values():
            each.setParent(self)
            each.wanted.connect(self._pressed)
            each.field.on_change(partial(self._field_changed, each))
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    # -- beginning --------------------------------------------------------------------------------------------------

    def begin(self, quoted: Quoted) -> None:
        """Enter something new that these words prove; the fields are filled in as far as the words tell."""
        self._reset(None, {Proved.ENTRY: [quoted]})
        self.quote.setText(text.short(quoted.words, SHORT))

        def look(case: Case) -> tuple[FormSuggestions, Proposed]:
            return self._known(case), self._propose(case, quoted.source)

        def fill(found: tuple[FormSuggestions, Proposed]) -> None:
            known, proposed = found
            self._offer(known)
            self._fill(proposed, quoted)

        asked = self._session.query(self, look).unless(self._latest.ask()).success(fill)
        asked.failure(self._refused).run()

    def _change(
        self, number: int, words: Mapping[str, str], proofs: Mapping[Proved, Sequence[Quoted]], quote: str
    ) -> None:
        """Change an entry that is there."""
        self._reset(number, {proved: list(quotes) for proved, quotes in proofs.items()})
        self._before = {
            (proved, quoted.passage)
            for proved, quotes in proofs.items()
            for quoted in quotes
            if quoted.passage is not None
        }
        self.quote.setText(quote)

        def fill(known: FormSuggestions) -> None:
            self._offer(known)
            self._filling = True
            for name, said in words.items():
                if name not in self._touched:
                    self.rows[name].field.say(said)
            self._filling = False
            self._changed()
            if not self._touched:
                self.focus_first()

        self._session.query(self, self._known).unless(self._latest.ask()).success(fill).run()

    def _reset(self, editing: int | None, proofs: dict[Proved, list[Quoted]]) -> None:
        self._gone = self._sittings.ask()
        self.editing, self.proofs, self._before = editing, proofs, set()
        self._sending.release()
        self._filling, self._touched = True, set()
        self.title.setText(self._title())
        self.problem.hide()
        for each in self.rows.values():
            each.field.say("")
            each.say_note("")
        self._filling = False
        self.folding.begin(folded=editing is None)
        self._show_proofs()
        self.focus_first()  # at once: Esc is meant for the form, and no letter for what is behind it

    def _offer(self, known: FormSuggestions) -> None:
        officer = self.rows["officer"].field
        if isinstance(officer, OfficerField) and known.officers != self._officers:
            self._officers = known.officers
            officer.show_officers(known.officers)
        for name, words in known.words.items():
            self.rows[name].offer(words)

    def _fill(self, proposed: Proposed, quoted: Quoted) -> None:
        self._filling = True
        naming = self._typed_officer()
        for name, said in proposed.fields.items():
            each = self.rows.get(name)
            typed = name in self._touched or (name == "officer" and naming)
            if each is not None and not typed:
                each.field.say(str(said))
                each.say_note(proposed.why.get(name, ""))
                if each.proved is not None and name not in proposed.why and self._from_words(name, proposed):
                    self.proofs[each.proved] = [quoted]
        self._filling = False
        self.folding.look_again()
        self._show_proofs()
        self._changed()
        if not self._touched and not naming:
            self.focus_first()

    def _typed_officer(self) -> bool:
        """Whether somebody began to name the officer while the form was being filled in."""
        widget = self.rows["officer"].field.widget
        return isinstance(widget, QLineEdit) and bool(widget.text())

    def _from_words(self, name: str, proposed: Proposed) -> bool:
        """Whether a proposed field was recognised in the words themselves."""
        return any(each.value == str(proposed.fields[name]) for each in proposed.found)

    def focus_first(self) -> None:
        """Go to the first field that must be said and is not, else to the first."""
        wanting = [each for each in self.rows.values() if each.needed and not each.field.words()]
        first = (wanting or list(self.rows.values()))[0]
        first.field.widget.setFocus()

    # -- proof ------------------------------------------------------------------------------------------------------

    def take(self) -> None:
        """Take the field at hand, and its proof, from what is selected on the pages."""
        at, quoted = self._at, self._selection()
        if quoted is None:
            self._tell(self.tr("Select the words on the page first; F6 goes there."))
        elif at is None or at.proved is None:
            self._tell(self.tr("Go to the field first that these words prove."))
        else:
            self._take(at, quoted)

    def _pressed(self, each: FormRow) -> None:
        self._at = each
        quotes = self.proofs.get(each.proved, []) if each.proved is not None else []
        if self._selection() is not None:
            self.take()
        elif quotes:
            self.quote_wanted.emit(quotes[0], True)
        else:
            self.take()
        self._show_proof_at()

    def _take(self, each: FormRow, quoted: Quoted) -> None:
        before = each.field.words()

        def fill(proposed: Proposed) -> None:
            assert each.proved is not None  # noqa: S101 - tells mypy what was checked already
            said = each.words_in(proposed, quoted.quote)
            if said and each.field.words() == before:  # else somebody has said something since
                each.field.say(said)
                each.say_note("")
            many = each.proved is Proved.USE
            self.proofs[each.proved] = [*(self.proofs.get(each.proved, []) if many else []), quoted]
            if each.expects and not said:
                self._tell(self.tr("These words prove it now; say yourself what they come to."))
            else:
                self.problem.hide()
            self._show_proofs()
            self._changed()

        asked = self._session.query(self, lambda case: self._propose(case, quoted.source)).success(fill)
        asked.failure(self._refused).unless(self._gone).run()

    def _show_proofs(self) -> None:
        for each in self.rows.values():
            quotes = self.proofs.get(each.proved, []) if each.proved is not None else []
            each.show_proof([text.short(quoted.words, SHORT) for quoted in quotes])
        self._show_proof_at()

    def _show_proof_at(self) -> None:
        at = self._at
        if at is None or at.proved is None:
            self.proof.setText("")
            return
        quotes = self.proofs.get(at.proved, [])
        if quotes:
            self.proof.setText(
                self.tr("{0}: {1}").format(at.title, text.short("; ".join(each.words for each in quotes), SHORT))
            )
        else:
            self.proof.setText(self.tr("“{0}” rests on the passage as a whole.").format(at.title))

    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is None or not self.isVisible() or not self.isAncestorOf(now):
            return
        for each in self.rows.values():
            widget = each.field.widget
            if widget is now or widget.isAncestorOf(now) or each.prove is now:
                if each is not self._at:
                    self._at = each
                    self._show_proof_at()
                    self._show_own_quote(each)
                return

    def _show_own_quote(self, each: FormRow) -> None:
        quotes = self.proofs.get(each.proved, []) if each.proved is not None else []
        if quotes and self._selection() is None:
            self.quote_wanted.emit(quotes[0], False)

    # -- saving -----------------------------------------------------------------------------------------------------

    def words(self) -> dict[str, str]:
        """What the fields say; those that say nothing are left out."""
        return {name: said for name, each in self.rows.items() if (said := each.field.words())}

    def proving(self, *, new: bool = False) -> list[tuple[Proved, Source]]:
        """Which words prove which field; only what is ``new`` since the entry was opened."""
        return [
            (proved, quoted.source)
            for proved, quotes in self.proofs.items()
            for quoted in quotes
            if not (new and (proved, quoted.passage) in self._before)
        ]

    def dropped(self) -> list[tuple[Proved, PassageId]]:
        """What proved a field when the entry was opened, and is to prove it no longer."""
        now = {(proved, quoted.passage) for proved, quotes in self.proofs.items() for quoted in quotes}
        return sorted(self._before - now)

    @property
    def saving(self) -> bool:
        """Whether it is on its way to the case."""
        return self._sending.busy

    def save(self) -> None:
        """Save what the form says, if all of it can be."""
        if self._sending.busy:
            return
        first: Field | None = None
        for each in self.rows.values():
            wrong = each.check()
            if wrong and first is None:
                first = each.field
        if first is not None:
            if first.widget.isHidden():
                self.folding.fold(folded=False)
            first.widget.setFocus()
            return
        self.problem.hide()
        self._sending.hold()
        self._write()

    def _run(self, act: Callable[[Case], object], done: SignalInstance) -> None:
        """Write; ``done`` carries the entry. Who has left the form meanwhile is not brought back to where it was."""
        gone = self._gone

        def written(entry: object) -> None:
            if not gone():
                self._sending.release()
                done.emit(entry)
                self.left.emit()

        def refused(error: KnownError) -> None:
            if gone():
                self._session.report(error)
            else:
                self._refused(error)

        self._session.operation(self, act).success(written).failure(refused).run()

    def _refused(self, error: KnownError) -> None:
        self._sending.release()
        self._tell(text.refusal(error))

    def _tell(self, words: str) -> None:
        self.problem.setText(words)
        self.problem.setVisible(bool(words))

    def _field_changed(self, each: FormRow) -> None:
        if not self._filling:
            self._touched.add(each.name)
            each.look_again()
            self.folding.look_again()
        self._changed()

    def _changed(self) -> None:
        """A field says something else."""

    def leave(self) -> None:
        """Close without saving."""
        self._latest.ask()
        self._gone = self._sittings.ask()
        self._sending.release()
        self.left.emit()
