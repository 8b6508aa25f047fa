"""Read the audit trail."""

from __future__ import annotations

from reviewer.casefile.engine import audit
from reviewer.casefile.engine.audit import AuditEntry
from reviewer.casefile.engine.case import Case
from reviewer.domain.exports.leaving import Export

__all__ = ["AuditEntry", "entries", "exports", "latest"]


def entries(case: Case, *, limit: int | None = None, offset: int = 0) -> list[AuditEntry]:
    """The entries of the trail in the order they were written.

    With a limit only the latest so many; with an offset those before the latest ``offset``.
    """
    return audit.latest(case, limit=limit, offset=offset)[::-1]


def latest(case: Case, act: str) -> list[AuditEntry]:
    """The entries of one kind of act ("report export"), the latest first."""
    return audit.latest(case, act=act)


def exports(case: Case) -> list[AuditEntry]:
    """What left the case, the latest first."""
    return audit.of_acts(case, [act.value for act in Export])
