"""Enter the demo's rules of policy and take in its history of complaints."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from reviewer.casefile.case import Case
from reviewer.usecases import clauses, complaints

CLAUSES = (("gratuity", "3.14"), ("endorsement", "3.15"))
"""Templates, and the numbers that the department's manual has for them."""
SINCE = "2015-01-01"


def enter(case: Case, history: Path, *, reviewer: str) -> None:
    """Enter the clauses of the manual's edition of 2015, and the complaints of a table."""
    wordings = [replace(clauses.template(name), code=code, start=SINCE) for name, code in CLAUSES]
    clauses.import_wordings(case, wordings, "Manual, edition of 2015", reviewer=reviewer)
    complaints.import_history(case, history, reviewer=reviewer)
