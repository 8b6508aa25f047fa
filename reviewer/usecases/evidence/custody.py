"""The custody record of each intake."""

from __future__ import annotations

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import account, intakes
from reviewer.domain.evidence.account import Account
from reviewer.domain.evidence.custody import IntakeRecord

# Handed on as the case file answers them.
failure_count = account.failure_count
now = intakes.last_act


def records(case: Case) -> list[IntakeRecord]:
    """The record of every intake, the first first."""
    return intakes.records(case)


def brought(case: Case, since: int) -> tuple[IntakeRecord | None, Account]:
    """The intake that has begun, or gone on, since it was :func:`now`, with the account of what it brought.

    None, and an empty account, when there was none.
    """
    last = intakes.begun_since(case, since)
    if last is None:
        return None, Account((), ())
    (record,) = intakes.records(case, last)
    return record, account.account(case, last)
