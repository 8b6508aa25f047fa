"""The form for an endorsement."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from reviewer.casefile.engine.case import Case
from reviewer.domain.ids import EndorsementId
from reviewer.domain.ledger.benefit import Field
from reviewer.domain.ledger.endorsement import Audience
from reviewer.domain.ledger.recognise import Kind
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.gui.session import Session
from reviewer.gui.shared.ledger.entry_fields import ChoiceField, DateField, LineField, Number, OfficerField
from reviewer.gui.shared.ledger.entry_form import EntryForm, FormSuggestions
from reviewer.gui.shared.ledger.entry_row import FormRow
from reviewer.gui.shared.ledger.quoted import Quoted, of_passage
from reviewer.usecases.ledger import endorsements, ledger_entry
from reviewer.usecases.ledger.endorsements import EndorsementEntry
from reviewer.usecases.ledger.proposals import Proposed
from reviewer.usecases.pages.passages import Source
from reviewer.usecases.people import officers


class EndorsementForm(EntryForm):
    """Who recommended what to whom. Its passages prove it as a whole; more can be added from the selection."""

    def __init__(self, session: Session, selection: Callable[[], Quoted | None]) -> None:
        super().__init__(session, selection)
        self.take_button.setText(self.tr("Add the selection as proof (B)"))
        self.take_button.setAccessibleName(self.take_button.text())

    def _title(self) -> str:
        return self.tr("New endorsement") if self.editing is None else self.tr("Endorsement E-{0}").format(self.editing)

    def _make_rows(self) -> list[FormRow]:
        tr = self.tr
        return [
            FormRow("officer", tr("Officer"), OfficerField(tr("Officer"), tr("Name or serial")), needed=True),
            FormRow("audience", tr("Audience"), ChoiceField(tr("Audience"), list(Audience), Audience.COLLEAGUES)),
            FormRow("product", tr("Product"), LineField(tr("Product"))),
            FormRow("medium", tr("Medium"), LineField(tr("Medium"), tr("E-mail, flyer, talk…"))),
            FormRow("date", tr("When"), DateField(tr("When")), takes=Kind.DATE),
            FormRow("reach", tr("Reach"), LineField(tr("How many people it reached"), tr("People"), Number())),
        ]

    def edit(self, entry: EndorsementEntry, quotes: Sequence[MarkedPassage]) -> None:
        """Change an endorsement that is there."""
        praise = entry.endorsement.praise
        words = {
            "officer": entry.officer.serial,
            "audience": praise.audience.value,
            "product": praise.product,
            "medium": praise.medium,
            "date": str(praise.when),
            "reach": "" if praise.reach is None else str(praise.reach),
        }
        proofs = {Field.ENTRY: [of_passage(each) for each in quotes]}
        said = self.tr("What is changed here can be taken back with Ctrl+Z.")
        self._change(entry.endorsement.id, words, proofs, said)

    def take(self) -> None:
        """Let what is selected prove the endorsement as well."""
        quoted = self._selection()
        if quoted is None:
            self._tell(self.tr("Select the words on the page first; F6 goes there."))
            return
        self.proofs[Field.ENTRY] = [*self.proofs.get(Field.ENTRY, []), quoted]
        self.problem.hide()
        self._show_proof_at()

    def _show_proof_at(self) -> None:
        quotes = self.proofs.get(Field.ENTRY, [])
        self.proof.setText(self.tr("Proved by {0}").format("; ".join(each.words for each in quotes)[:400]))

    def _known(self, case: Case) -> FormSuggestions:
        used = [each.endorsement.praise for each in endorsements.listed(case)]
        words = {
            "product": sorted({praise.product for praise in used if praise.product}),
            "medium": sorted({praise.medium for praise in used if praise.medium}),
        }
        return FormSuggestions(officers.listed(case), words)

    def _propose(self, case: Case, source: Source) -> Proposed:
        return ledger_entry.propose_praise(case, source)

    def said(self) -> dict[str, str | int | None]:
        """What the fields say, as it is entered."""
        words: dict[str, str | int | None] = dict(self.words())
        if "reach" in words:
            words["reach"] = int(str(words["reach"]).replace(",", ""))
        return words

    def _write(self) -> None:
        who, words = self._session.reviewer, self.said()
        act: Callable[[Case], EndorsementEntry]
        if self.editing is None:
            sources = [source for _, source in self.proving()]
            act = partial(ledger_entry.add_endorsement, words=words, sources=sources, reviewer=who)
        else:
            sources = [source for _, source in self.proving(new=True)]
            number = EndorsementId(self.editing)
            act = partial(
                ledger_entry.change_endorsement, endorsement=number, words=words, sources=sources, reviewer=who
            )
        self._run(act, self.saved)
