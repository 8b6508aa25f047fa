"""What the Ledger room looks up: an entry with the passages that prove each field, and the entries behind a figure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from reviewer.casefile.case import Case
from reviewer.domain import money
from reviewer.domain.benefit import Benefit, Facts, Field, sum_in_words
from reviewer.domain.endorsement import Praise
from reviewer.domain.ids import OfficerId, PassageId
from reviewer.domain.ledger_rows import BenefitRow, EndorsementRow, station
from reviewer.domain.marked import MarkedPassage
from reviewer.domain.officer import Officer
from reviewer.domain.picture import NOWHERE, Target
from reviewer.usecases import benefits, complaints, endorsements, ledger_rows
from reviewer.usecases.benefits import Entry as Received
from reviewer.usecases.complaints import Known
from reviewer.usecases.endorsements import Entry as Praised


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


@dataclass(frozen=True, slots=True)
class Line:
    """An entry behind a figure; ``order`` is its place in time, ``worth`` the upper end of it in hundredths."""

    number: str
    officer: str
    station: str
    what: str
    when: str
    order: str
    worth: str
    cents: int
    status: str
    counts: bool
    target: Target = NOWHERE
    complaint: Known | None = None


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


def behind(case: Case, target: Target) -> list[Line]:
    """The entries that a target means, by officer and time."""
    rows = ledger_rows.some(case, target.benefits, target.endorsements)
    lines = [
        *(line_of(row, rows.officers[row.officer]) for row in rows.benefits),
        *(praise_line_of(row, rows.officers[row.officer]) for row in rows.endorsements),
    ]
    return sorted(lines, key=lambda line: (line.officer.casefold(), line.order or "9"))


def complaints_behind(case: Case, numbers: Collection[str]) -> list[Line]:
    """The complaints of some numbers, in order of time."""
    wanted = set(numbers)
    return [_complaint_line(each) for each in complaints.listed(case) if each.complaint.number in wanted]


def line_of(row: BenefitRow, officer: Officer) -> Line:
    """A benefit among others."""
    what = " · ".join(part for part in (row.what, row.description, row.code) if part)
    held = row.net
    return Line(
        row.number,
        officer.name,
        station(officer, row.earliest, row.latest),
        f"{what} · {row.outcome}",
        row.day,
        row.latest or row.earliest,
        row.worth,
        -1 if held is None else held[1],
        row.status,
        row.counts,
        Target(benefits=(row.id,), officers=(row.officer,)),
    )


def praise_line_of(row: EndorsementRow, officer: Officer) -> Line:
    """An endorsement among other entries."""
    what = _tr("endorsement to {0}").format(row.audience)
    return Line(
        row.number,
        officer.name,
        station(officer, row.earliest, row.latest),
        " · ".join(part for part in (what, row.product) if part),
        row.day,
        row.latest or row.earliest,
        "",
        -1,
        "",
        counts=True,
        target=Target(endorsements=(row.id,), officers=(row.officer,)),
    )


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
    ):
        if words:
            yield Said(field, words)


def _complaint_line(known: Known) -> Line:
    each = known.complaint
    what = " · ".join(part for part in (each.allegation, each.clause, each.vendor) if part)
    who = each.officer or each.serial
    return Line(
        each.number, who, each.station, what, each.received, each.received, "", -1, each.finding, counts=True,
        complaint=known,
    )  # fmt: skip


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
        (Field.GIVER, _tr("Giver"), facts.giver),
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


def target_of(ids: Iterable[OfficerId]) -> Target:
    """A target that means officers alone."""
    return Target(officers=tuple(sorted(ids)))


def _tr(words: str) -> str:
    return QCoreApplication.translate("Ledger", words)
