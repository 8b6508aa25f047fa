"""The ledger's benefits: their rows, the passages that prove them, and which entries are one and the same."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from reviewer.casefile.engine.case import Act, Case
from reviewer.domain import clock
from reviewer.domain.dates import How, When, year_days
from reviewer.domain.ids import BenefitId, OfficerId, PassageId
from reviewer.domain.ledger.benefit import RECEIVED, Benefit, Facts, Field, Outcome, Proof, Status, What
from reviewer.errors import NotFoundError

_BY_TIME = "ORDER BY latest = '', latest, earliest, id"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries are meant; what is left empty chooses nothing. ``counted`` is whether they count as received."""

    officer: OfficerId | None = None
    donor: str = ""
    what: What | None = None
    outcome: Outcome | None = None
    status: Status | None = None
    code: str = ""
    year: int | None = None
    counted: bool | None = None
    passage: PassageId | None = None
    merged: bool = False


def listed(case: Case, wanted: Wanted | None = None, *, offset: int = 0, limit: int | None = None) -> list[Benefit]:
    """The entries that are meant, or some of them, in order of time; those merged into others only when asked for."""
    chosen, values = where(wanted or Wanted())
    if offset or limit is not None:
        some = f"SELECT id FROM benefit WHERE {chosen} {_BY_TIME} LIMIT ? OFFSET ?"
        chosen, values = f"id IN ({some})", [*values, -1 if limit is None else limit, offset]
    return _load(case, f"WHERE {chosen} {_BY_TIME}", values)


def count(case: Case, wanted: Wanted | None = None) -> int:
    """How many entries are meant."""
    chosen, values = where(wanted or Wanted())
    return int(case.value(f"SELECT count(*) FROM benefit WHERE {chosen}", values))


def proved_by(case: Case, proofs: Collection[PassageId]) -> set[BenefitId]:
    """The entries that some of these passages prove, and those that such an entry was merged into."""
    rows = case.rows(
        """WITH own AS (SELECT benefit FROM benefit_proof WHERE passage IN (SELECT value FROM json_each(?)))
           SELECT benefit FROM own UNION SELECT merged_into FROM benefit JOIN own ON own.benefit = benefit.id
           WHERE merged_into IS NOT NULL""",
        (json.dumps(sorted(proofs)),),
    )
    return {BenefitId(row[0]) for row in rows}


def get(case: Case, benefit: BenefitId) -> Benefit:
    """One entry; NotFoundError when there is none of that id."""
    found = _load(case, "WHERE id = ?", (benefit,))
    if not found:
        raise NotFoundError(f"there is no benefit B-{benefit}", "See `reviewer benefit list CASE`.")
    return found[0]


def add(act: Act, facts: Facts, reviewer: str) -> BenefitId:
    """Add an entry, without proof yet."""
    return BenefitId(act.insert("benefit", {**_values(facts), "reviewer": reviewer, "created": clock.now()}))


def change(act: Act, benefit: BenefitId, facts: Facts) -> None:
    """Make an entry be as given; nothing is recorded where nothing differs."""
    act.update("benefit", benefit, _values(facts))


def prove(act: Act, benefit: BenefitId, field: Field, passage: PassageId) -> bool:
    """Say that a passage proves a field of an entry; False when that was said already."""
    known = act.case.row(
        "SELECT id FROM benefit_proof WHERE benefit = ? AND field = ? AND passage = ?", (benefit, field.value, passage)
    )
    if known is None:
        act.insert("benefit_proof", {"benefit": benefit, "field": field.value, "passage": passage})
    return known is None


def unprove(act: Act, proofs: Iterable[Proof]) -> None:
    """Take proofs back."""
    for proof in proofs:
        act.delete("benefit_proof", proof.id)


def remove(act: Act, benefit: BenefitId) -> None:
    """Remove an entry with its own proofs and with what was said of its duplicates."""
    for table, column in (("benefit_proof", "benefit"), ("benefit_distinct", "one"), ("benefit_distinct", "two")):
        for row in list(act.case.rows(f"SELECT id FROM {table} WHERE {column} = ?", (benefit,))):
            act.delete(table, row["id"])
    act.delete("benefit", benefit)


def merge(act: Act, kept: BenefitId, other: Benefit) -> None:
    """Say that one entry, and what was merged into it, is the same benefit as another. Their rows stay."""
    for benefit in (other.id, *other.merged):
        act.update("benefit", benefit, {"merged_into": kept})


def part(act: Act, benefit: BenefitId) -> None:
    """Let a merged entry stand for itself again."""
    act.update("benefit", benefit, {"merged_into": None})


def set_apart(act: Act, one: BenefitId, two: BenefitId, reviewer: str) -> bool:
    """Say that two entries are two benefits; False when that was said already."""
    first, second = sorted((one, two))
    known = act.case.row("SELECT id FROM benefit_distinct WHERE one = ? AND two = ?", (first, second))
    if known is None:
        values = {"one": first, "two": second, "reviewer": reviewer, "created": clock.now()}
        act.insert("benefit_distinct", values)
    return known is None


def apart(case: Case) -> set[tuple[BenefitId, BenefitId]]:
    """The pairs that were said to be two benefits, the lower number first."""
    return {
        (BenefitId(row["one"]), BenefitId(row["two"])) for row in case.rows("SELECT one, two FROM benefit_distinct")
    }


def donors(case: Case) -> list[tuple[str, str]]:
    """The donors that the ledger names, each with each of the people through whom they gave; the latest entry first."""
    rows = case.rows("SELECT giver, via FROM benefit WHERE giver <> '' GROUP BY giver, via ORDER BY max(id) DESC")
    return [(row["giver"], row["via"]) for row in rows]


def codes(case: Case) -> list[str]:
    """The discount codes that the ledger names."""
    return [str(code) for (code,) in case.tuples("SELECT DISTINCT code FROM benefit WHERE code <> '' ORDER BY code")]


def where(wanted: Wanted) -> tuple[str, list[object]]:
    """The condition, on rows of ``benefit``, that chooses what is meant, and its values."""
    parts: list[tuple[str, list[object]]] = [] if wanted.merged else [("merged_into IS NULL", [])]
    for column, value in (
        ("officer", wanted.officer),
        ("giver", wanted.donor or None),
        ("what", wanted.what),
        ("outcome", wanted.outcome),
        ("status", wanted.status),
        ("code", wanted.code or None),
    ):
        if value is not None:
            parts.append((f"{column} = ?", [str(value) if isinstance(value, str) else value]))
    if wanted.year is not None:
        days = year_days(wanted.year)
        parts.append(("(latest = '' OR latest >= ?) AND earliest <= ?", [days.earliest, days.latest]))
    if wanted.counted is not None:
        received = ", ".join(f"'{outcome}'" for outcome in sorted(RECEIVED))
        sense = "" if wanted.counted else "NOT "
        parts.append((f"{sense}(outcome IN ({received}) AND status <> 'disproved')", []))
    if wanted.passage is not None:
        proved = (
            "SELECT coalesce(merged_into, b.id) FROM benefit_proof JOIN benefit b ON b.id = benefit WHERE passage = ?"
        )
        parts.append((f"id IN ({proved})", [wanted.passage]))
    return " AND ".join(text for text, _ in parts) or "1", [value for _, values in parts for value in values]


def _values(facts: Facts) -> dict[str, Any]:
    days = facts.when.days
    return {
        "officer": facts.officer,
        "giver": facts.donor,
        "giver_organisation": facts.donor_organisation,
        "via": facts.via,
        "what": facts.what.value,
        "description": facts.description,
        "quantity": facts.quantity,
        "value_low": facts.low,
        "value_high": facts.high,
        "currency": facts.currency,
        "valued": facts.valued,
        "paid": facts.paid,
        "code": facts.code,
        "uses": facts.uses,
        "threshold": facts.threshold,
        "reward": facts.reward,
        "outcome": facts.outcome.value,
        "date_how": facts.when.how.value,
        "date_first": facts.when.first,
        "date_last": facts.when.last,
        "earliest": days.earliest,
        "latest": days.latest,
        "status": facts.status.value,
    }


_FACTS = """officer, what, giver, giver_organisation, via, description, quantity, value_low, value_high, currency,
    valued, paid, code, uses, threshold, reward, outcome, date_how, date_first, date_last, status"""
"""The columns of a benefit's facts, in their order."""

_WHAT = {each.value: each for each in What}
_OUTCOME = {each.value: each for each in Outcome}
_STATUS = {each.value: each for each in Status}
_FIELD = {each.value: each for each in Field}
"""Looked up rather than made, which takes a tenth of the time."""


@lru_cache(maxsize=4096)
def _when(how: str, first: str, last: str) -> When:
    return When(How(how), first, last)


def _facts(row: Sequence[Any]) -> Facts:
    """The facts of a row of :data:`_FACTS`."""
    officer, what, donor, organisation, via, description, quantity, low, high, currency, *rest = row
    valued, paid, code, uses, threshold, reward, outcome, how, first, last, status = rest
    return Facts(
        officer, _WHAT[what], donor, organisation, via, description, quantity, low, high, currency, valued, paid,
        code, uses, threshold, reward, _when(how, first, last), _STATUS[status], outcome=_OUTCOME[outcome],
    )  # fmt: skip


def _load(case: Case, chosen: str, values: Sequence[object] = ()) -> list[Benefit]:
    """Entries with their proofs and what was merged into them, in a few queries whatever their number."""
    rows = case.tuples(f"SELECT id, reviewer, created, merged_into, {_FACTS} FROM benefit {chosen}", values)
    merged: dict[int, list[BenefitId]] = defaultdict(list)
    for number, into in case.tuples("SELECT id, merged_into FROM benefit WHERE merged_into IS NOT NULL ORDER BY id"):
        merged[into].append(number)
    proofs = _proofs(case, [one for row in rows for one in (row[0], *merged.get(row[0], ()))])
    made = []
    for number, reviewer, created, into, *facts in rows:
        others = tuple(merged.get(number, ()))
        proved = proofs.get(number, ())
        if others:
            proved = [*proved, *(proof for one in others for proof in proofs.get(one, ()))]
        made.append(Benefit(number, _facts(facts), reviewer, created, tuple(proved), others, into))
    return made


def _proofs(case: Case, benefits: Sequence[int]) -> dict[int, list[Proof]]:
    """The proofs set on each of some entries."""
    found: dict[int, list[Proof]] = defaultdict(list)
    for number, benefit, field, passage in case.tuples(
        """SELECT id, benefit, field, passage FROM benefit_proof
           WHERE benefit IN (SELECT value FROM json_each(?)) ORDER BY id""",
        (json.dumps(benefits),),
    ):
        found[benefit].append(Proof(number, benefit, _FIELD[field], passage))
    return found
