"""The table of limits: what one donor may give one officer in a calendar year."""

from __future__ import annotations

from reviewer.casefile.engine.case import Act, Case
from reviewer.domain.dates import Days
from reviewer.domain.ids import LimitId
from reviewer.domain.ledger.limits import Limit
from reviewer.errors import NotFoundError


def listed(case: Case) -> list[Limit]:
    """All limits, by rule and beginning."""
    rows = case.rows("SELECT * FROM gift_limit ORDER BY rule COLLATE NOCASE, start, id")
    return [
        Limit(LimitId(row["id"]), row["rule"], row["amount"], row["currency"], Days(row["start"], row["end"]))
        for row in rows
    ]


def get(case: Case, limit: LimitId) -> Limit:
    """One limit; NotFoundError when there is none of that id."""
    found = next((each for each in listed(case) if each.id == limit), None)
    if found is None:
        raise NotFoundError(f"there is no limit {limit}", "See `reviewer limit list CASE`.")
    return found


def add(act: Act, limit: Limit) -> LimitId:
    """Add a limit; the given id is not used."""
    return LimitId(act.insert("gift_limit", _values(limit)))


def change(act: Act, limit: Limit) -> None:
    """Make a limit be as given; nothing is recorded where nothing differs."""
    act.update("gift_limit", limit.id, _values(limit))


def remove(act: Act, limit: LimitId) -> None:
    """Remove a limit."""
    act.delete("gift_limit", limit)


def _values(limit: Limit) -> dict[str, str | int]:
    return {
        "rule": limit.rule,
        "amount": limit.amount,
        "currency": limit.currency,
        "start": limit.days.earliest,
        "end": limit.days.latest,
    }
