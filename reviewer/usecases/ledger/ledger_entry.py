"""Enter what selected words prove: the passages and the entry of the ledger that stands on them are one act."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reviewer.casefile.engine.case import Act, Case
from reviewer.casefile.ledger import benefits as rows
from reviewer.casefile.ledger import endorsements as praise_rows
from reviewer.casefile.ledger.benefits import Wanted
from reviewer.casefile.pages import passages
from reviewer.casefile.people import officers
from reviewer.domain.ids import BenefitId, EndorsementId, ItemId, PassageId
from reviewer.domain.ledger import benefit_duplicates
from reviewer.domain.ledger.benefit import Benefit, Field, Outcome, Proof, ProofId
from reviewer.domain.pages.passage import Anchor, Span
from reviewer.domain.people.officer import Link, Officer
from reviewer.errors import InputError
from reviewer.usecases.ledger import benefits, endorsements, proposals
from reviewer.usecases.ledger.benefits import BenefitEntry
from reviewer.usecases.ledger.proposals import Proposed
from reviewer.usecases.pages import passages as marking
from reviewer.usecases.pages.passages import Source, Stretch

__all__ = [
    "Likely",
    "add_benefit",
    "add_endorsement",
    "change_benefit",
    "change_endorsement",
    "codes",
    "donors",
    "likely",
    "propose",
    "propose_praise",
    "support",
]

# Handed on as the case file answers them.
codes = rows.codes
donors = rows.donors

Words = Mapping[str, str | int | None]
"""What is said, by the names that the command line uses."""


Proving = Sequence[tuple[Field, Source]]


@dataclass(frozen=True, slots=True)
class Likely:
    """An entry that is likely the same benefit, and what speaks for that."""

    entry: BenefitEntry
    signs: tuple[str, ...]


def own_agencies(case: Case) -> frozenset[str]:
    """The names, case folded, of organisations that are never offered as donor: see :mod:`proposals`."""
    return proposals.own_agencies(case)


def propose(case: Case, source: Source) -> Proposed:
    """What words may say of a benefit. Nothing is entered."""
    return proposals.read(case, *_read(case, source))


def propose_praise(case: Case, source: Source) -> Proposed:
    """What words may say of an endorsement. Nothing is entered."""
    return proposals.read_praise(case, *_read(case, source))


def likely(case: Case, words: Words, proving: Proving) -> list[Likely]:
    """The entries that are likely the benefit that is about to be entered, those with most signs first.

    Then those of the same officer that the same words prove already, whatever else is said of them.
    InputError and NotFoundError as in :func:`benefits.said`.
    """
    facts = benefits.said(case, {**words, "outcome": words.get("outcome") or Outcome.OFFERED})  # not compared
    known = {source for _, source in proving if not isinstance(source, Stretch)}
    for _, source in proving:
        if isinstance(source, Stretch):
            known |= {found for found in [_standing(case, source)] if found is not None}
    proofs = tuple(Proof(ProofId(0), BenefitId(0), Field.ENTRY, passage) for passage in sorted(known))
    meant = Benefit(BenefitId(0), facts, "", "", proofs)
    entries = rows.listed(case, Wanted(officer=facts.officer))
    found = [each for each in benefit_duplicates.likely([meant, *entries]) if each.one == meant.id]
    alike = {each.two for each in found}
    shared = [entry for entry in entries if entry.id not in alike and known & set(entry.passages)]
    told = [(each.two, each.signs) for each in found] + [(entry.id, ("a passage in common",)) for entry in shared]
    return [Likely(benefits.get(case, number), signs) for number, signs in told]


def add_benefit(case: Case, words: Words, proving: Proving, *, reviewer: str) -> BenefitEntry:
    """Enter a benefit with the passages that prove it, made where there are none yet; one act.

    InputError for what cannot be or has no proof, NotFoundError for an unknown officer, QuoteError for no words.
    """
    facts = benefits.said(case, words)
    if not proving:
        raise InputError("a benefit needs a passage that proves it", "Select the words that do.")
    officer = officers.get(case, facts.officer)
    with case.act(reviewer, "benefit add", f"{facts.what.value} {officer.serial}") as act:
        made = rows.add(act, facts, reviewer)
        _prove(act, made, proving, reviewer)
    return benefits.get(case, made)


def change_benefit(
    case: Case,
    benefit: BenefitId,
    words: Words,
    proving: Proving,
    *,
    dropped: Iterable[tuple[Field, PassageId]] = (),
    reviewer: str,
) -> BenefitEntry:
    """Make a benefit be as the words say, add proof to it and take other proof back; one act.

    InputError and the like as in :func:`add_benefit`, and when an entry would be left without proof.
    """
    before = benefits.get(case, benefit)
    facts = benefits.said(case, words)
    if before.benefit.merged and facts.officer != before.benefit.facts.officer:
        raise InputError("other entries were merged into this one", "Part them before it goes to another officer.")
    unwanted = set(dropped)
    gone = [one for one in before.benefit.proofs if (one.field, one.passage) in unwanted]
    for entry in {one.benefit for one in gone} - ({benefit} if proving else set()):
        if not {one for one in before.benefit.proofs if one.benefit == entry} - set(gone):
            raise InputError("a benefit needs a passage that proves it", "Take another one first, or delete the entry.")
    subject = f"{before.benefit.facts.what.value} {before.officer.serial}"
    with case.act(reviewer, "benefit change", subject) as act:
        rows.change(act, benefit, facts)
        rows.unprove(act, gone)
        _prove(act, benefit, proving, reviewer)
    return benefits.get(case, benefit)


def support(case: Case, benefit: BenefitId, sources: Sequence[Source], *, reviewer: str) -> BenefitEntry:
    """Say that words prove a benefit that is entered already; one act."""
    before = benefits.get(case, benefit)
    subject = f"{before.benefit.facts.what.value} {before.officer.serial}"
    with case.act(reviewer, "benefit change", subject) as act:
        _prove(act, benefit, [(Field.ENTRY, source) for source in sources], reviewer)
    return benefits.get(case, benefit)


def add_endorsement(
    case: Case, words: Words, sources: Sequence[Source], *, reviewer: str
) -> endorsements.EndorsementEntry:
    """Enter an endorsement with the passages that prove it, made where there are none yet; one act."""
    praise = endorsements.said(case, words)
    if not sources:
        raise InputError("an endorsement needs a passage that proves it", "Select the words that do.")
    officer = officers.get(case, praise.officer)
    with case.act(reviewer, "endorsement add", officer.serial) as act:
        made = praise_rows.add(act, praise, reviewer)
        praise_rows.prove(act, made, [marking.of_source(act, source, reviewer) for source in sources])
    return endorsements.get(case, made)


def change_endorsement(
    case: Case, endorsement: EndorsementId, words: Words, sources: Sequence[Source], *, reviewer: str
) -> endorsements.EndorsementEntry:
    """Make an endorsement be as the words say, and add passages that prove it; one act."""
    before = endorsements.get(case, endorsement)
    praise = endorsements.said(case, words)
    with case.act(reviewer, "endorsement change", before.officer.serial) as act:
        praise_rows.change(act, endorsement, praise)
        praise_rows.prove(act, endorsement, [marking.of_source(act, source, reviewer) for source in sources])
    return endorsements.get(case, endorsement)


def _read(case: Case, source: Source) -> tuple[ItemId, Anchor, list[tuple[Link, Officer]]]:
    """The words of a source, and the officers linked to it or to a passage that it overlaps."""
    if not isinstance(source, Stretch):
        marked = passages.get(case, source)
        return marked.passage.item, marked.passage.anchor, list(marked.officers)
    anchor = marking.anchor_of(case, source.item, source.span)
    linked = [
        each
        for marked in passages.of_item(case, source.item)
        if _overlap(marked.passage.anchor.span, anchor.span)
        for each in marked.officers
    ]
    return source.item, anchor, linked


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _standing(case: Case, source: Stretch) -> PassageId | None:
    return passages.at(case, source.item, marking.anchor_of(case, source.item, source.span))


def _prove(act: Act, benefit: BenefitId, proving: Proving, reviewer: str) -> None:
    made: dict[Source, PassageId] = {}
    for field, source in proving:
        if source not in made:
            made[source] = marking.of_source(act, source, reviewer)
        rows.prove(act, benefit, field, made[source])
