"""The ledger as the window's tables show it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.undisturbed import undisturbed
from reviewer.casefile.ledger import ledger_rows
from reviewer.casefile.people import officers
from reviewer.domain.ids import BenefitId, EndorsementId, OfficerId, PassageId
from reviewer.domain.ledger.ledger_rows import BenefitRow, EndorsementRow
from reviewer.domain.people.officer import Officer

__all__ = ["BenefitRow", "EndorsementRow", "Rows", "listed", "proved_by", "some"]


@dataclass(frozen=True, slots=True)
class Rows:
    """Entries in order of time, and everybody they name."""

    benefits: list[BenefitRow]
    endorsements: list[EndorsementRow]
    officers: Mapping[OfficerId, Officer]


@undisturbed()
def listed(case: Case) -> Rows:
    """The whole ledger."""
    return _rows(case, ledger_rows.benefits(case), ledger_rows.endorsements(case))


def some(case: Case, benefits: Collection[BenefitId], endorsements: Collection[EndorsementId]) -> Rows:
    """Some of its entries."""
    return _rows(case, ledger_rows.benefits(case, benefits), ledger_rows.endorsements(case, endorsements))


def proved_by(case: Case, passage: PassageId) -> Rows:
    """The entries that a passage proves."""
    benefits, endorsements = ledger_rows.proved_by(case, passage)
    if not benefits and not endorsements:
        return Rows([], [], {})
    return some(case, benefits, endorsements)


def _rows(case: Case, benefits: list[BenefitRow], endorsements: list[EndorsementRow]) -> Rows:
    named = {row.officer for row in benefits} | {row.officer for row in endorsements}
    return Rows(benefits, endorsements, officers.many(case, named))
