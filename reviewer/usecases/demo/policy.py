"""Enter the demo's rules of policy and its limits on gifts, and take in its history of complaints."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from reviewer.casefile.engine.case import Case
from reviewer.isolation.workers import Workers
from reviewer.usecases.ledger import limits
from reviewer.usecases.policy import clauses, complaints

CLAUSES = (("gratuity", "3.14"), ("endorsement", "3.15"))
"""Templates, and the numbers that the department's manual has for them."""
SINCE = "2015-01-01"
LIMITS = (
    ("Manual 3.14, from one donor", "25", SINCE, ""),
    ("City of Port Merrow, gifts from one source", "100", "2010-01-01", ""),
    ("State, gifts from one source", "460", "2015-01-01", "2016-12-31"),
    ("State, gifts from one source", "470", "2017-01-01", "2018-12-31"),
)
"""Rule, dollars in a calendar year, first and last day. Invented, as the city and the state are."""


def enter(case: Case, history: Path, workers: Workers, *, reviewer: str) -> None:
    """Enter the clauses of the manual's edition of 2015, the limits on gifts, and the complaints of a table."""
    wordings = [replace(clauses.template(name), code=code, start=SINCE) for name, code in CLAUSES]
    clauses.import_wordings(case, wordings, "Manual, edition of 2015", reviewer=reviewer)
    for rule, amount, start, end in LIMITS:
        limits.add(case, rule, amount, start=start, end=end, reviewer=reviewer)
    complaints.import_history(case, history, workers=workers, reviewer=reviewer)
