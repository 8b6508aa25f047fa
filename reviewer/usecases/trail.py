"""Read the audit trail."""

from __future__ import annotations

from reviewer.casefile.engine import audit
from reviewer.casefile.engine.audit import AuditEntry
from reviewer.casefile.engine.case import Case
from reviewer.domain.exports.leaving import Export
from reviewer.usecases import told_acts

__all__ = ["AuditEntry", "entries", "exports", "latest", "told"]


def entries(case: Case, *, limit: int | None = None, offset: int = 0) -> list[AuditEntry]:
    """The entries of the trail in the order they were written.

    With a limit only the latest so many; with an offset those before the latest ``offset``.
    """
    return audit.latest(case, limit=limit, offset=offset)[::-1]


def told(case: Case, *, limit: int) -> list[tuple[AuditEntry, str]]:
    """The latest so many entries in the order they were written, each with what it did in words."""
    return [(entry, told_acts.in_words(case, entry)) for entry in entries(case, limit=limit)]


def latest(case: Case, act: str) -> list[AuditEntry]:
    """The entries of one kind of act ("report export"), the latest first."""
    return audit.latest(case, act=act)


def exports(case: Case) -> list[AuditEntry]:
    """What left the case, the latest first."""
    return audit.of_acts(case, [act.value for act in Export])
