"""What the key figures are counted from, in a few queries whatever the size of the ledger."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from reviewer.casefile.engine.case import Case
from reviewer.casefile.ledger import benefits
from reviewer.casefile.ledger.benefits import Wanted
from reviewer.domain.dates import Days, year_days
from reviewer.domain.ids import BenefitId, EndorsementId, OfficerId, PassageId
from reviewer.domain.ledger.figures import Coded
from reviewer.domain.ledger.pairing import Dated
from reviewer.domain.ledger.totals import Summand, Worth
from reviewer.domain.pictures.entries import Praised

_COLUMNS = """SELECT id, officer, giver, what, outcome, status, currency, quantity, value_low, value_high, paid,
    earliest, latest, giver_organisation FROM benefit"""
_LINE = f"{_COLUMNS} WHERE merged_into IS NULL"


class Behind(NamedTuple):
    """The passages behind each benefit, those of entries merged into it as well, and behind each endorsement."""

    benefits: dict[BenefitId, tuple[PassageId, ...]]
    endorsements: dict[EndorsementId, tuple[PassageId, ...]]


def lines(case: Case, officer: OfficerId | None = None) -> list[Summand]:
    """Every benefit, or those of one officer, once each, whether it counts or not."""
    where, values = ("", ()) if officer is None else (" AND officer = ?", (officer,))
    return list(map(Summand._make, case.tuples(f"{_LINE}{where} ORDER BY id", values)))


def lines_wanted(case: Case, wanted: Wanted) -> list[Summand]:
    """The benefits that are meant, once each, by number."""
    chosen, values = benefits.where(wanted)
    rows = case.tuples(f"{_COLUMNS} WHERE {chosen} ORDER BY id", values)
    return list(map(Summand._make, rows))


def praised(case: Case, wanted: Wanted) -> list[Praised]:
    """The endorsements that go with the benefits that are meant, by number.

    They are of the officer and may be of the year that is meant; whatever else chooses benefits leaves those of
    officers who have such a benefit.
    """
    parts: list[tuple[str, list[object]]] = [("1", [])]
    if wanted.officer is not None:
        parts.append(("officer = ?", [wanted.officer]))
    if wanted.year is not None:
        days = year_days(wanted.year)
        parts.append(("(latest = '' OR latest >= ?) AND earliest <= ?", [days.earliest, days.latest]))
    if wanted != Wanted(officer=wanted.officer, year=wanted.year, merged=wanted.merged):
        chosen, values = benefits.where(wanted)
        parts.append((f"officer IN (SELECT officer FROM benefit WHERE {chosen})", values))
    rows = case.tuples(
        f"""SELECT id, officer, audience, product, earliest, latest FROM endorsement
            WHERE {" AND ".join(text for text, _ in parts)} ORDER BY id""",
        [value for _, values in parts for value in values],
    )
    return list(map(Praised._make, rows))


def passages_behind(case: Case, entries: Sequence[BenefitId], praise: Sequence[EndorsementId]) -> tuple[PassageId, ...]:
    """The passages behind some benefits, those of what was merged into them as well, and behind some endorsements."""
    rows = case.tuples(
        """SELECT passage FROM benefit_proof JOIN benefit ON benefit.id = benefit_proof.benefit
           WHERE coalesce(merged_into, benefit.id) IN (SELECT value FROM json_each(?))
           UNION SELECT passage FROM endorsement_passage WHERE endorsement IN (SELECT value FROM json_each(?))
           ORDER BY 1""",
        (json.dumps(list(entries)), json.dumps(list(praise))),
    )
    return tuple(PassageId(passage) for (passage,) in rows)


def received(case: Case, officer: OfficerId | None = None) -> list[Dated]:
    """The benefits that count, of all officers who endorsed anything, or of one, by number."""
    who, values = ("IN (SELECT officer FROM endorsement)", ()) if officer is None else ("= ?", (officer,))
    chosen, chosen_values = benefits.where(Wanted(counted=True))
    rows = case.tuples(
        f"SELECT id, officer, earliest, latest FROM benefit WHERE {chosen} AND officer {who} ORDER BY id",
        (*chosen_values, *values),
    )
    return [Dated(number, held, Days(earliest, latest)) for number, held, earliest, latest in rows]


def with_benefit(case: Case, *, offset: int, limit: int) -> tuple[list[OfficerId], int]:
    """Some of the officers of benefits that count, in order of name and serial number, and how many there are."""
    chosen, values = benefits.where(Wanted(counted=True))
    who = f"FROM officer WHERE id IN (SELECT officer FROM benefit WHERE {chosen})"
    rows = case.tuples(f"SELECT id {who} ORDER BY name, serial LIMIT ? OFFSET ?", (*values, limit, offset))
    return [officer for (officer,) in rows], int(case.value(f"SELECT count(*) {who}", values))


def lines_of(case: Case, who: Sequence[OfficerId]) -> list[Summand]:
    """Every benefit of some officers, once each, whether it counts or not."""
    some = "officer IN (SELECT value FROM json_each(?))"
    return list(map(Summand._make, case.tuples(f"{_LINE} AND {some} ORDER BY id", (json.dumps(who),))))


def worth(case: Case, wanted: Wanted) -> dict[str, Worth]:
    """What is meant, added up by currency as :func:`reviewer.domain.ledger.totals.sums` would do it."""
    chosen, values = benefits.where(wanted)
    rows = case.tuples(
        f"""SELECT currency, sum(coalesce(max(0, quantity * value_low - paid), 0)),
                sum(coalesce(max(0, quantity * value_high - paid), 0)), count(*), sum(value_low IS NULL)
            FROM benefit WHERE {chosen} GROUP BY currency ORDER BY currency""",
        values,
    )
    return {row[0]: Worth._make(row) for row in rows}


def coded(case: Case) -> list[Coded]:
    """Every benefit that has a code, with the uses that passages prove."""
    uses: dict[int, set[PassageId]] = defaultdict(set)
    for entry, passage in case.tuples(
        """WITH entry AS (SELECT id FROM benefit WHERE code <> '' AND merged_into IS NULL)
           SELECT benefit, passage FROM benefit_proof WHERE field = 'use' AND benefit IN (SELECT id FROM entry)
           UNION ALL SELECT merged_into, passage FROM benefit JOIN benefit_proof ON benefit_proof.benefit = benefit.id
               WHERE field = 'use' AND merged_into IN (SELECT id FROM entry)"""
    ):
        uses[entry].add(passage)
    rows = case.tuples(
        """SELECT id, officer, code, uses, threshold, reward, status FROM benefit
           WHERE code <> '' AND merged_into IS NULL ORDER BY id"""
    )
    return [Coded._make((*row, tuple(sorted(uses.get(row[0], ()))))) for row in rows]


def endorsed(case: Case, officer: OfficerId | None = None) -> list[Dated]:
    """Every endorsement, or those of one officer."""
    where, values = ("", ()) if officer is None else (" WHERE officer = ?", (officer,))
    rows = case.tuples(f"SELECT id, officer, earliest, latest FROM endorsement{where} ORDER BY id", values)
    return [Dated(number, officer, Days(earliest, latest)) for number, officer, earliest, latest in rows]


def behind(case: Case) -> Behind:
    """The passages behind every entry."""
    received: dict[BenefitId, list[PassageId]] = defaultdict(list)
    for entry, passage in case.tuples(
        """SELECT DISTINCT coalesce(merged_into, benefit.id) AS entry, passage
           FROM benefit_proof JOIN benefit ON benefit.id = benefit_proof.benefit ORDER BY entry, passage"""
    ):
        received[entry].append(passage)
    endorsements: dict[EndorsementId, list[PassageId]] = defaultdict(list)
    for entry, passage in case.tuples("SELECT endorsement, passage FROM endorsement_passage ORDER BY 1, 2"):
        endorsements[entry].append(passage)
    return Behind(
        {entry: tuple(passages) for entry, passages in received.items()},
        {entry: tuple(passages) for entry, passages in endorsements.items()},
    )
