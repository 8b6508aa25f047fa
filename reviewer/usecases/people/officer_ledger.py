"""What the ledger and the policy say of an officer, as parts of the officer's page."""

from __future__ import annotations

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import items
from reviewer.casefile.ledger import benefits, endorsements
from reviewer.casefile.ledger.benefits import Wanted
from reviewer.casefile.pages import passages
from reviewer.casefile.policy import allegations, complaints
from reviewer.domain import money
from reviewer.domain.dates import When
from reviewer.domain.evidence.item import control_number
from reviewer.domain.ids import BenefitId, EndorsementId, PassageId
from reviewer.domain.people.officer import Officer
from reviewer.domain.people.timeline import Entry
from reviewer.domain.policy.allegation import Allegation, GroundKind


def benefits_of(case: Case, officer: Officer) -> list[Entry]:
    """What the officer received, was offered or asked for; entries that were merged into others are left out."""
    made = []
    for each in benefits.listed(case, Wanted(officer=officer.id)):
        facts = each.facts
        net = facts.net
        worth = "" if net is None else f", worth {money.range_written(*net, facts.currency)}"
        given = f" from {facts.donor}" if facts.donor else ""
        text = f"{facts.what.value} {facts.outcome.value}{given}{worth} ({facts.status.value}), {facts.when}"
        values = {
            "benefit": each.id,
            "what": facts.what.value,
            "outcome": facts.outcome.value,
            "status": facts.status.value,
            "when": str(facts.when),
            "counts": facts.counts,
        }
        made.append(
            Entry("benefit", _at(facts.when), text, _controls(case, each.passages), tuple(each.passages), values)
        )
    return made


def endorsements_of(case: Case, officer: Officer) -> list[Entry]:
    """What the officer recommended, and to whom."""
    made = []
    for each in endorsements.listed(case, officer.id):
        praise = each.praise
        text = f"recommended {praise.product or 'a product'} to {praise.audience.value}, {praise.when}"
        values = {
            "endorsement": each.id,
            "product": praise.product,
            "audience": praise.audience.value,
            "when": str(praise.when),
        }
        made.append(
            Entry("endorsement", _at(praise.when), text, _controls(case, each.passages), tuple(each.passages), values)
        )
    return made


def allegations_against(case: Case, officer: Officer) -> list[Entry]:
    """What the officer is alleged to have done, with the clause, the days, and the passages for and against it."""
    made = []
    for each in allegations.of_officer(case, officer.id):
        numbers = _grounds(case, each)
        values = {
            "allegation": each.id,
            "clause": each.clause.code,
            "act": each.act,
            "first": each.period.first,
            "last": each.period.last,
            "look_again": list(each.look_again),
        }
        text = f"alleged to have broken {each.clause.code}: {each.act} ({each.period})"
        made.append(Entry("allegation", each.period.first, text, _controls(case, numbers), numbers, values))
    return made


def _grounds(case: Case, allegation: Allegation) -> tuple[PassageId, ...]:
    """The passages in its matrix, and those of the benefits and endorsements there, each once."""
    found: list[PassageId] = []
    for ground in (each for line in allegation.matrix for each in line.grounds if not each.gone):
        match ground.kind:
            case GroundKind.PASSAGE:
                found.append(PassageId(ground.target))
            case GroundKind.BENEFIT:
                found += benefits.get(case, BenefitId(ground.target)).passages
            case GroundKind.ENDORSEMENT:
                found += endorsements.get(case, EndorsementId(ground.target)).passages
    return tuple(dict.fromkeys(found))


def complaints_about(case: Case, officer: Officer) -> list[Entry]:
    """The complaints of the history that are about the officer, by the day received."""
    linked, prefix = complaints.officers(case), items.prefix(case)
    return [
        Entry(
            "complaint",
            each.received,
            f"complaint {each.number}: {each.allegation or each.clause} ({each.finding or 'open'})",
            () if each.item is None else (control_number(prefix, each.item),),
            values={
                "number": each.number,
                "clause": each.clause,
                "vendor": each.vendor,
                "finding": each.finding,
                "line": each.line,
            },
        )
        for each in complaints.listed(case)
        if linked.get(each.id) == officer.id
    ]


def _at(when: When) -> str:
    """The day by which an entry takes its place in time: the earliest it may mean, else the latest."""
    return when.days.earliest or when.days.latest


def _controls(case: Case, numbers: tuple[PassageId, ...]) -> tuple[str, ...]:
    return tuple(passages.controls(case, numbers))
