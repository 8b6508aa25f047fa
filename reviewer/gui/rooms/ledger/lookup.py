"""What the Ledger room looks up: an entry with the passages that prove each field, and the entries behind a figure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from reviewer.casefile.engine.case import Case
from reviewer.domain import money
from reviewer.domain.ids import PassageId
from reviewer.domain.ledger.benefit import Benefit, Facts, Field, sum_in_words
from reviewer.domain.ledger.endorsement import Praise
from reviewer.domain.ledger.ledger_rows import BenefitRow, EndorsementRow, station
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.domain.people.officer import Officer
from reviewer.domain.pictures.picture import NOWHERE, Target
from reviewer.usecases.ledger import benefits, endorsements, ledger_rows
from reviewer.usecases.ledger.benefits import BenefitEntry as Received
from reviewer.usecases.ledger.endorsements import EndorsementEntry as Praised
from reviewer.usecases.policy import complaints
from reviewer.usecases.policy.complaints import Known


@dataclass(frozen=True, slots=True)
class Said:
    """One line of an entry: a field, what it says, and a passage that proves it; a ``heading`` begins another entry."""

    field: str
    words: str
    passage: MarkedPassage | None = None
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """One entry, or some beside each other, with all that is said of them."""

    target: Target
    title: str
    lines: tuple[Said, ...]
    benefits: tuple[Received, ...] = ()
    endorsements: tuple[Praised, ...] = ()
    quotes: tuple[MarkedPassage, ...] = ()

    @property
    def only_benefit(self) -> Received | None:
        """The benefit, if it is one and nothing else."""
        return self.benefits[0] if len(self.benefits) == 1 and not self.endorsements else None

    @property
    def only_endorsement(self) -> Praised | None:
        """The endorsement, if it is one and nothing else."""
        return self.endorsements[0] if len(self.endorsements) == 1 and not self.benefits else None


class FigureEntry(NamedTuple):
    """An entry behind a figure: one of the ledger's with its officer, or a complaint. Its words are made when asked."""

    entry: BenefitRow | EndorsementRow | Known
    officer: Officer | None = None

    @property
    def number(self) -> str:
        """How people name it."""
        return self.entry.complaint.number if isinstance(self.entry, Known) else self.entry.number

    @property
    def name(self) -> str:
        """Whose it is."""
        if isinstance(self.entry, Known):
            return self.entry.complaint.officer or self.entry.complaint.serial
        return "" if self.officer is None else self.officer.name

    @property
    def station(self) -> str:
        """The officer's station on those days."""
        if isinstance(self.entry, Known):
            return self.entry.complaint.station
        return "" if self.officer is None else station(self.officer, self.entry.earliest, self.entry.latest)

    @property
    def what(self) -> str:
        """What it tells of."""
        entry = self.entry
        if isinstance(entry, BenefitRow):
            parts = (entry.what, entry.description, entry.code, entry.outcome)
        elif isinstance(entry, EndorsementRow):
            parts = (_tr("endorsement to {0}").format(entry.audience), entry.product, "", "")
        else:
            parts = (entry.complaint.allegation, entry.complaint.clause, entry.complaint.vendor, "")
        return " · ".join(part for part in parts if part)

    @property
    def day(self) -> str:
        """When it was."""
        return self.entry.complaint.received if isinstance(self.entry, Known) else self.entry.day

    @property
    def order(self) -> str:
        """Its place in time."""
        if isinstance(self.entry, Known):
            return self.entry.complaint.received
        return self.entry.latest or self.entry.earliest or "~"

    @property
    def worth(self) -> str:
        """What it is worth, in words."""
        return self.entry.worth if isinstance(self.entry, BenefitRow) else ""

    @property
    def cents(self) -> int:
        """The upper end of that, in hundredths; -1 where it is not known."""
        held = self.entry.net if isinstance(self.entry, BenefitRow) else None
        return -1 if held is None else held[1]

    @property
    def counts(self) -> bool:
        """Whether it counts as received; what is no benefit always does."""
        return not isinstance(self.entry, BenefitRow) or self.entry.counts

    @property
    def target(self) -> Target:
        """What it stands for."""
        if isinstance(self.entry, BenefitRow):
            return Target(benefits=(self.entry.id,), officers=(self.entry.officer,))
        if isinstance(self.entry, EndorsementRow):
            return Target(endorsements=(self.entry.id,), officers=(self.entry.officer,))
        return NOWHERE


def look(case: Case, target: Target) -> Told:
    """Look up a few entries with their passages."""
    entries = tuple(benefits.get(case, each) for each in target.benefits)
    praises = tuple(endorsements.get(case, each) for each in target.endorsements)
    alone = len(entries) + len(praises) == 1
    lines: list[Said] = []
    quotes: dict[PassageId, MarkedPassage] = {}
    for praised in praises:
        proofs = endorsements.quotes(case, praised.endorsement)
        quotes |= {each.passage.id: each for each in proofs}
        lines += _praise_lines(praised, proofs, alone=alone)
    for entry in entries:
        held = benefits.quotes(case, entry.benefit)
        quotes |= held
        lines += _benefit_lines(entry, held.values(), alone=alone)
    title = _benefit_title(entries[0]) if entries else _praise_title(praises[0]) if praises else ""
    if not alone and (entries or praises):
        title = (entries[0].officer if entries else praises[0].officer).name
    return Told(target, title, tuple(lines), entries, praises, tuple(quotes.values()))


def behind(case: Case, target: Target) -> list[FigureEntry]:
    """The entries that a target means, by officer and time."""
    rows = ledger_rows.some(case, target.benefits, target.endorsements)
    order = {
        id_: place
        for place, id_ in enumerate(sorted(rows.officers, key=lambda id_: rows.officers[id_].name.casefold()))
    }
    every: list[BenefitRow | EndorsementRow] = [*rows.benefits, *rows.endorsements]
    every.sort(key=lambda row: (order[row.officer], row.latest or "~"))
    return [FigureEntry(row, rows.officers[row.officer]) for row in every]


def complaints_behind(case: Case, numbers: Collection[str]) -> list[FigureEntry]:
    """The complaints of some numbers, in order of time."""
    wanted = set(numbers)
    return [FigureEntry(each) for each in complaints.listed(case) if each.complaint.number in wanted]


def complaint_lines(known: Known) -> Iterator[Said]:
    """All that the history says of a complaint, and why it is one about a conflict of interest."""
    each = known.complaint
    for field, words in (
        (_tr("Received"), each.received),
        (_tr("Closed"), each.closed),
        (_tr("Officer"), " · ".join(part for part in (each.officer, each.serial) if part)),
        (_tr("Station"), each.station),
        (_tr("Allegation"), each.allegation),
        (_tr("Clause"), each.clause),
        (_tr("Vendor"), each.vendor),
        (_tr("Finding"), each.finding),
        (_tr("Discipline"), each.discipline),
        (_tr("A conflict, since"), known.conflict),
        (_tr("Written in"), known.source),
    ):
        if words:
            yield Said(field, words)


def _benefit_title(entry: Received) -> str:
    facts = entry.benefit.facts
    return f"B-{entry.benefit.id} · {facts.what.value} · {facts.outcome.value}"


def _praise_title(entry: Praised) -> str:
    return _tr("E-{0} · endorsement to {1}").format(entry.endorsement.id, entry.endorsement.praise.audience.value)


def _benefit_lines(entry: Received, quotes: Iterable[MarkedPassage], *, alone: bool) -> Iterator[Said]:
    known = {each.passage.id: each for each in quotes}
    if not alone:
        yield Said(_benefit_title(entry), "", heading=True)
    told = _facts(entry.benefit, entry.officer)
    for field, name, words in told:
        held = [known[proof.passage] for proof in entry.benefit.proofs if proof.field is field]
        if not words and not held:
            continue
        first = True
        for passage in dict.fromkeys(held) if held else [None]:
            yield Said(name if first else "", words if first else "", passage)
            first = False


def _facts(benefit: Benefit, officer: Officer) -> list[tuple[Field, str, str]]:
    facts = benefit.facts
    counted = f"{benefit.counted_uses:,}" if benefit.counted_uses else ""
    merged = ", ".join(f"B-{each}" for each in benefit.merged)
    who = " · ".join(part for part in (officer.name, officer.rank, officer.serial) if part)
    return [
        (Field.ENTRY, _tr("As a whole"), facts.status.value + (_tr(", with {0}").format(merged) if merged else "")),
        (Field.OFFICER, _tr("Officer"), who),
        (Field.WHAT, _tr("What"), facts.what.value),
        (Field.DESCRIPTION, _tr("Exactly"), facts.description),
        (Field.OUTCOME, _tr("Came to"), facts.outcome.value),
        (Field.DATE, _tr("When"), str(facts.when)),
        (Field.DONOR, _tr("Donor"), facts.donor),
        (Field.VIA, _tr("Through"), facts.via),
        (Field.VALUE, _tr("Worth"), _worth(facts)),
        (Field.QUANTITY, _tr("How many"), f"{facts.quantity:,}" if facts.quantity > 1 else ""),
        (Field.PAID, _tr("Paid"), money.written(facts.paid, facts.currency) if facts.paid else ""),
        (Field.CODE, _tr("Code"), facts.code),
        (Field.USES, _tr("Uses"), "" if facts.uses is None else f"{facts.uses:,}"),
        (Field.USE, _tr("Counted"), counted),
        (Field.THRESHOLD, _tr("Earned at"), "" if facts.threshold is None else f"{facts.threshold:,}"),
        (Field.REWARD, _tr("Reward"), facts.reward),
    ]


def _worth(facts: Facts) -> str:
    said = sum_in_words(facts)
    return f"{said} ({facts.valued})" if facts.valued else said


def _praise_lines(entry: Praised, proofs: list[MarkedPassage], *, alone: bool) -> Iterator[Said]:
    if not alone:
        yield Said(_praise_title(entry), "", heading=True)
    told = [*_praised(entry.endorsement.praise, entry.officer)]
    for number, passage in enumerate(proofs):
        yield Said(_tr("Proved by") if number == 0 else "", "", passage)
    for name, words in told:
        if words:
            yield Said(name, words)


def _praised(praise: Praise, officer: Officer) -> list[tuple[str, str]]:
    return [
        (_tr("Officer"), " · ".join(part for part in (officer.name, officer.rank, officer.serial) if part)),
        (_tr("Audience"), praise.audience.value),
        (_tr("Product"), praise.product),
        (_tr("Medium"), praise.medium),
        (_tr("When"), str(praise.when)),
        (_tr("Reach"), "" if praise.reach is None else f"{praise.reach:,}"),
    ]


def _tr(words: str) -> str:
    return QCoreApplication.translate("Ledger", words)
