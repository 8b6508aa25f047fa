"""What the key figures are counted from, in a few queries whatever the size of the ledger."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from reviewer.casefile.case import Case
from reviewer.domain.figures import Coded
from reviewer.domain.ids import BenefitId, EndorsementId, OfficerId, PassageId
from reviewer.domain.pairing import Dated
from reviewer.domain.totals import Line
from reviewer.domain.when import Days

_LINE = """SELECT id, officer, giver, what, outcome, status, currency, quantity, value_low, value_high, paid,
    earliest, latest FROM benefit WHERE merged_into IS NULL"""


class Behind(NamedTuple):
    """The passages behind each benefit, those of entries merged into it as well, and behind each endorsement."""

    benefits: dict[BenefitId, tuple[PassageId, ...]]
    endorsements: dict[EndorsementId, tuple[PassageId, ...]]


def lines(case: Case, officer: OfficerId | None = None) -> list[Line]:
    """Every benefit, or those of one officer, once each, whether it counts or not."""
    where, values = ("", ()) if officer is None else (" AND officer = ?", (officer,))
    return [Line._make(row) for row in case.execute(f"{_LINE}{where} ORDER BY id", values).fetchall()]


def coded(case: Case) -> list[Coded]:
    """Every benefit that has a code, with the uses that passages prove."""
    uses: dict[int, list[PassageId]] = defaultdict(list)
    for row in case.rows(
        """SELECT DISTINCT coalesce(merged_into, benefit.id) AS entry, passage
           FROM benefit_proof JOIN benefit ON benefit.id = benefit_proof.benefit WHERE field = 'use' ORDER BY passage"""
    ):
        uses[row["entry"]].append(PassageId(row["passage"]))
    rows = case.rows("SELECT * FROM benefit WHERE code <> '' AND merged_into IS NULL ORDER BY id")
    return [
        Coded(
            BenefitId(row["id"]),
            OfficerId(row["officer"]),
            row["code"],
            row["uses"],
            row["threshold"],
            row["reward"],
            row["status"],
            tuple(uses.get(row["id"], ())),
        )
        for row in rows
    ]


def endorsed(case: Case, officer: OfficerId | None = None) -> list[Dated]:
    """Every endorsement, or those of one officer."""
    where, values = ("", ()) if officer is None else (" WHERE officer = ?", (officer,))
    rows = case.rows(f"SELECT id, officer, earliest, latest FROM endorsement{where} ORDER BY id", values)
    return [Dated(row["id"], OfficerId(row["officer"]), Days(row["earliest"], row["latest"])) for row in rows]


def behind(case: Case) -> Behind:
    """The passages behind every entry."""
    benefits: dict[BenefitId, list[PassageId]] = defaultdict(list)
    for row in case.rows(
        """SELECT DISTINCT coalesce(merged_into, benefit.id) AS entry, passage
           FROM benefit_proof JOIN benefit ON benefit.id = benefit_proof.benefit ORDER BY entry, passage"""
    ):
        benefits[BenefitId(row["entry"])].append(PassageId(row["passage"]))
    endorsements: dict[EndorsementId, list[PassageId]] = defaultdict(list)
    for row in case.rows("SELECT endorsement, passage FROM endorsement_passage ORDER BY endorsement, passage"):
        endorsements[EndorsementId(row["endorsement"])].append(PassageId(row["passage"]))
    return Behind(
        {entry: tuple(passages) for entry, passages in benefits.items()},
        {entry: tuple(passages) for entry, passages in endorsements.items()},
    )
