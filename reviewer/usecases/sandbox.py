"""Read evidence where there is no sandbox, because the reviewer said so; the audit trail keeps that they did."""

from __future__ import annotations

from reviewer.casefile.engine.case import Case
from reviewer.isolation import consent
from reviewer.isolation.workers import Workers


def waive(case: Case, workers: Workers, *, reviewer: str) -> bool:
    """Let evidence be read without a sandbox until the case is closed; False, and nothing is done, where there is one.

    That it was said is an act.
    """
    if consent.given() or workers.walled():
        return False
    with case.act(reviewer, "sandbox waive") as act:
        told = workers.describe()
        act.facts["platform"] = told.platform
        act.facts["walls"] = list(told.parse)
    consent.give()
    return True
