"""The form for a benefit; entries that are likely the same benefit are brought up before it is saved."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QWidget

from reviewer.casefile.engine.case import Case
from reviewer.domain import money
from reviewer.domain.ids import BenefitId, PassageId
from reviewer.domain.ledger.benefit import Facts, Field, Outcome, Status, What
from reviewer.domain.ledger.recognise import Kind
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.gui import text
from reviewer.gui.session import Latest, Session
from reviewer.gui.shared.ledger.entry_fields import ChoiceField, CountField, DateField, LineField, Number, OfficerField
from reviewer.gui.shared.ledger.entry_form import EntryForm, FormSuggestions
from reviewer.gui.shared.ledger.entry_row import FormRow
from reviewer.gui.shared.ledger.quoted import Quoted, of_passage
from reviewer.gui.widgets.keys import on_keys_within
from reviewer.gui.widgets.parts import button, clear, column, label
from reviewer.usecases.ledger import ledger_entry
from reviewer.usecases.ledger.benefits import BenefitEntry
from reviewer.usecases.ledger.ledger_entry import Likely
from reviewer.usecases.ledger.proposals import Proposed
from reviewer.usecases.pages.passages import Source
from reviewer.usecases.people import officers, organisations

MOST = 3
"""So many likely duplicates are shown."""


class BenefitForm(EntryForm):
    """Who gave whom what, when, worth what; ``supported`` with an entry that was given the passage instead."""

    supported = Signal(object)

    def __init__(self, session: Session, selection: Callable[[], Quoted | None]) -> None:
        self._organisations: frozenset[str] = frozenset()
        self._warned: set[BenefitId] = set()
        self._found: list[Likely] = []
        super().__init__(session, selection)
        self._doubts = Latest()
        self._soon = QTimer(self, singleShot=True, interval=400)
        self._soon.timeout.connect(self._look_for_doubles)

    def _title(self) -> str:
        return self.tr("New benefit") if self.editing is None else self.tr("Benefit B-{0}").format(self.editing)

    def _make_rows(self) -> list[FormRow]:
        return [*self._rows_of_the_gift(), *self._rows_of_the_worth(), *self._rows_of_the_code()]

    def _in_sight(self) -> Collection[str]:
        worth = "code" if self.rows["what"].field.words() == What.CODE else "value"
        return ("officer", "what", "outcome", "date", worth)

    def _rows_of_the_gift(self) -> list[FormRow]:
        tr = self.tr
        officer = OfficerField(tr("Officer"), tr("Name or serial"))
        exactly = LineField(tr("What exactly"), tr("Such as the model"))
        outcome = ChoiceField(tr("Came to"), [("", tr("Choose…")), *Outcome], "")
        donor = LineField(tr("Donor"), tr("Who gave it"))
        return [
            FormRow("officer", tr("Officer"), officer, Field.OFFICER, takes="officer", needed=True),
            FormRow("what", tr("What"), ChoiceField(tr("What"), list(What), What.DEVICE), Field.WHAT),
            FormRow("description", tr("Exactly"), exactly, Field.DESCRIPTION, takes=Kind.DEVICE),
            FormRow("outcome", tr("Came to"), outcome, Field.OUTCOME, needed=True),
            FormRow("date", tr("When"), DateField(tr("When")), Field.DATE, takes=Kind.DATE),
            FormRow("donor", tr("Donor"), donor, Field.DONOR, takes="quote"),
            FormRow("via", tr("Through"), LineField(tr("Through whom")), Field.VIA, takes="quote"),
        ]

    def _rows_of_the_worth(self) -> list[FormRow]:
        tr = self.tr
        value = LineField(tr("Fair value of one"), tr("199 or 150-199, of one"), money.amounts)
        valued = LineField(tr("How the value was found"), tr("Price list, receipt…"))
        many = LineField(tr("How many"), "1", Number(1))
        paid = LineField(tr("What was paid for all of it"), tr("For all of it"), money.amount)
        return [
            FormRow("value", tr("Fair value"), value, Field.VALUE, takes=Kind.AMOUNT),
            FormRow("valued", tr("Valued by"), valued),
            FormRow("quantity", tr("How many"), many, Field.QUANTITY, takes=Kind.QUANTITY),
            FormRow("paid", tr("Paid"), paid, Field.PAID, takes=Kind.AMOUNT),
        ]

    def _rows_of_the_code(self) -> list[FormRow]:
        tr = self.tr
        uses = LineField(tr("Uses, as stated"), tr("As stated"), Number())
        earned = LineField(tr("Uses that earn the reward"), tr("So many uses"), Number(1))
        reward = LineField(tr("Reward"), tr("What is promised"))
        status = ChoiceField(tr("Status"), list(Status), Status.ALLEGED)
        return [
            FormRow("code", tr("Code"), LineField(tr("Discount code")), Field.CODE, takes=Kind.CODE),
            FormRow("uses", tr("Uses"), uses, Field.USES, takes=Kind.USES),
            FormRow("counted", tr("Counted"), CountField(tr("Uses that passages prove")), Field.USE),
            FormRow("threshold", tr("Earned at"), earned, Field.THRESHOLD, takes=Kind.THRESHOLD),
            FormRow("reward", tr("Reward"), reward, Field.REWARD, takes="quote"),
            FormRow("status", tr("Status"), status),
        ]

    def _below(self) -> list[QWidget]:
        self.duplicates = QFrame()
        self.duplicates.setLayout(column(gap=1))
        self.duplicates.setAccessibleName(self.tr("Likely the same benefit"))
        self.duplicates.hide()
        on_keys_within(self, {"Ctrl+Return": self._support_first})
        return [self.duplicates]

    # -- beginning --------------------------------------------------------------------------------------------------

    def begin(self, quoted: Quoted) -> None:
        """Enter a new benefit that these words prove."""
        self._forget_doubles()
        super().begin(quoted)

    def edit(self, entry: BenefitEntry, quotes: Mapping[PassageId, MarkedPassage]) -> None:
        """Change a benefit that is there."""
        self._forget_doubles()
        proofs: dict[Field, list[Quoted]] = {}
        for proof in entry.benefit.proofs:
            proofs.setdefault(proof.field, []).append(of_passage(quotes[proof.passage]))
        words = {"officer": entry.officer.serial, **in_words(entry.benefit.facts)}
        self._change(entry.benefit.id, words, proofs, self.tr("What is changed here can be taken back with Ctrl+Z."))

    def _known(self, case: Case) -> FormSuggestions:
        own = [each.name for each in organisations.listed(case)]
        donors, agencies = ledger_entry.donors(case), ledger_entry.own_agencies(case)
        self._organisations = frozenset(name.casefold() for name in own)
        return FormSuggestions(
            officers.listed(case),
            {
                "donor": sorted(
                    name for name in {*own, *(donor for donor, _ in donors)} if name.casefold() not in agencies
                ),
                "via": sorted({via for _, via in donors if via}),
            },
        )

    def _propose(self, case: Case, source: Source) -> Proposed:
        return ledger_entry.propose(case, source)

    # -- likely duplicates --------------------------------------------------------------------------------------------

    def _show_proofs(self) -> None:
        super()._show_proofs()
        counted = self.rows["counted"].field
        if isinstance(counted, CountField):
            counted.count(len(self.proofs.get(Field.USE, [])))

    def _changed(self) -> None:
        if not self._filling and self.editing is None:
            self._soon.start()

    def _look_for_doubles(self) -> None:
        if self._sending.busy:  # a later question would discard the one that the saving waits for
            return
        if self.isVisible() and self.editing is None and self.rows["officer"].field.words():
            self._ask_doubles(self._show_doubles)

    def _ask_doubles(self, then: Callable[[list[Likely]], None]) -> None:
        look = partial(ledger_entry.likely, words=self.said(), proving=self.proving())
        newer, gone = self._doubts.ask(), self._gone
        asked = self._session.query(self, look).unless(lambda: newer() or gone()).success(then)
        asked.failure(self._refused if self._sending.busy else lambda _error: None).run()

    def _show_doubles(self, found: list[Likely]) -> None:
        self._found = found
        self._warned |= {each.entry.benefit.id for each in found}
        lines = self.duplicates.layout()
        assert lines is not None  # noqa: S101 - tells mypy what was set above
        clear(lines)
        if found:
            lines.addWidget(label(self.tr("Likely the same benefit, entered before:"), "caption"))
        for each in found[:MOST]:
            lines.addWidget(label(_in_short(each), "small", wrap=True))
            number = each.entry.benefit.id
            words = self.tr("Add this passage to B-{0}").format(number)
            lines.addWidget(button(words, partial(self._support, number), "link"))
        self.duplicates.setVisible(bool(found))

    def _forget_doubles(self) -> None:
        self._warned.clear()
        self._show_doubles([])

    def _support_first(self) -> None:
        if self._found:
            self._support(self._found[0].entry.benefit.id)

    def _support(self, benefit: BenefitId) -> None:
        """Give the passages to an entry that is there, instead of entering another one."""
        if self._sending.busy:
            return
        sources = list(dict.fromkeys(source for _, source in self.proving()))
        act = partial(ledger_entry.support, benefit=benefit, sources=sources, reviewer=self._session.reviewer)
        self._sending.hold()
        self._run(act, self.supported)

    # -- saving -----------------------------------------------------------------------------------------------------

    def said(self) -> dict[str, str | int | None]:
        """What the fields say, as it is entered."""
        words: dict[str, str | int | None] = dict(self.words())
        for name in ("quantity", "uses", "threshold"):
            if name in words:
                words[name] = int(str(words[name]).replace(",", ""))
        if str(words.get("donor", "")).casefold() in self._organisations:
            words["organisation"] = words["donor"]
        return words

    def _write(self) -> None:
        if self.editing is None:
            self._ask_doubles(self._add_unless_double)
        else:
            act = partial(
                ledger_entry.change_benefit,
                benefit=BenefitId(self.editing),
                words=self.said(),
                proving=self.proving(new=True),
                dropped=self.dropped(),
                reviewer=self._session.reviewer,
            )
            self._run(act, self.saved)

    def _add_unless_double(self, found: list[Likely]) -> None:
        if {each.entry.benefit.id for each in found} - self._warned:
            self._sending.release()
            self._show_doubles(found)
            self._tell(self.tr("Press Enter again if it is another benefit; Ctrl+Enter adds the passage to the first."))
            return
        words, proving = self.said(), self.proving()
        who = self._session.reviewer
        add = partial(ledger_entry.add_benefit, words=words, proving=proving, reviewer=who)
        self._run(add, self.saved)


def in_words(facts: Facts) -> dict[str, str]:
    """The facts of a benefit as the form's fields say them, but for the officer."""
    low, high = facts.low, facts.high
    value = "" if low is None or high is None else money.range_written(low, high, facts.currency).replace(" to ", "-")
    return {
        "what": facts.what.value,
        "description": facts.description,
        "outcome": facts.outcome.value,
        "date": str(facts.when),
        "donor": facts.donor,
        "via": facts.via,
        "value": value,
        "valued": facts.valued,
        "quantity": str(facts.quantity),
        "paid": money.written(facts.paid, facts.currency) if facts.paid else "",
        "code": facts.code,
        "uses": "" if facts.uses is None else str(facts.uses),
        "threshold": "" if facts.threshold is None else str(facts.threshold),
        "reward": facts.reward,
        "status": facts.status.value,
    }


def _in_short(likely: Likely) -> str:
    facts = likely.entry.benefit.facts
    told = [facts.description or facts.what.value, facts.outcome.value, facts.donor, str(facts.when)]
    passages = text.counted(len(likely.entry.benefit.passages), "passage", "passages")
    told.append(passages)
    return f"B-{likely.entry.benefit.id}: {' · '.join(part for part in told if part)} ({', '.join(likely.signs)})"
