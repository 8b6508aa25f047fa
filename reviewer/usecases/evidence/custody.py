"""The custody record of each intake."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import account, intakes
from reviewer.domain.evidence.account import Account
from reviewer.domain.evidence.custody import IntakeRecord


def records(case: Case) -> list[IntakeRecord]:
    """The record of every intake, the first first."""
    return intakes.records(case)


def failure_count(case: Case) -> int:
    """How many files and items could not be read, of all intakes."""
    return account.failure_count(case)


def brought(case: Case, before: Sequence[IntakeRecord]) -> tuple[IntakeRecord | None, Account]:
    """The intake that has begun, or gone on, since the records were ``before``, with the account of what it brought.

    None, and an empty account, when there was none.
    """
    left = {each.id: each for each in records(case) if each not in before}
    if not left:
        return None, Account((), ())
    last = left[max(left)]
    return last, account.account(case, last.id)
