"""The ledger's entries as rows, in one query each whatever the size of the ledger."""

from __future__ import annotations

import json
from collections.abc import Collection

from reviewer.casefile.engine.case import Case
from reviewer.domain.ids import BenefitId, EndorsementId, PassageId
from reviewer.domain.ledger.ledger_rows import BenefitRow, EndorsementRow

_BENEFIT = """SELECT id, officer, giver, via, what, description, code, quantity, value_low, value_high, currency, paid,
    outcome, status, date_how, date_first, date_last, earliest, latest FROM benefit WHERE merged_into IS NULL"""
_ENDORSEMENT = """SELECT id, officer, audience, product, medium, reach, date_how, date_first, date_last, earliest,
    latest FROM endorsement WHERE 1"""
_AMONG = "AND id IN (SELECT value FROM json_each(?))"


def benefits(case: Case, among: Collection[BenefitId] | None = None) -> list[BenefitRow]:
    """All benefits, or some, in order of time; those merged into others are left out."""
    return sorted(map(BenefitRow._make, _rows(case, _BENEFIT, among)), key=_by_time)


def endorsements(case: Case, among: Collection[EndorsementId] | None = None) -> list[EndorsementRow]:
    """All endorsements, or some, in order of time."""
    return sorted(map(EndorsementRow._make, _rows(case, _ENDORSEMENT, among)), key=_by_time)


def proved_by(case: Case, passage: PassageId) -> tuple[list[BenefitId], list[EndorsementId]]:
    """The entries that a passage proves; of those merged into another one, that one."""
    proved = case.execute(
        """SELECT DISTINCT coalesce(merged_into, benefit.id) FROM benefit_proof JOIN benefit
           ON benefit.id = benefit_proof.benefit WHERE passage = ? ORDER BY 1""",
        (passage,),
    )
    praised = case.execute("SELECT endorsement FROM endorsement_passage WHERE passage = ? ORDER BY 1", (passage,))
    return [BenefitId(row[0]) for row in proved.fetchall()], [EndorsementId(row[0]) for row in praised.fetchall()]


def _rows(case: Case, chosen: str, among: Collection[int] | None) -> list[tuple[object, ...]]:
    if among is None:
        return list(case.tuples(f"{chosen} ORDER BY id"))
    return list(case.tuples(f"{chosen} {_AMONG} ORDER BY id", (json.dumps(list(among)),)))


def _by_time(row: BenefitRow | EndorsementRow) -> tuple[str, str]:
    """By the latest day that may be meant, open ones last. Sorted here: the file would take twice as long."""
    return row.latest or "~", row.earliest
