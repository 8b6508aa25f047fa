"""Read the audit trail."""

from __future__ import annotations

from itertools import islice

from reviewer.casefile import audit
from reviewer.casefile.audit import AuditEntry
from reviewer.casefile.case import Case

__all__ = ["AuditEntry", "entries", "latest"]


def entries(case: Case, *, limit: int | None = None) -> list[AuditEntry]:
    """The entries of the trail in the order they were written; only the latest so many when a limit is given."""
    return list(reversed(list(islice(audit.entries(case, newest_first=True), limit))))


def latest(case: Case, act: str) -> list[AuditEntry]:
    """The entries of one kind of act ("report export"), the latest first."""
    return [audit.entry_of(row) for row in case.rows("SELECT * FROM audit WHERE act = ? ORDER BY id DESC", (act,))]
