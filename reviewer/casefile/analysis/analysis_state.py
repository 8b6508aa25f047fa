"""Whether anything is to be put in order: what came in, or was begun, and is not recorded in the audit trail yet."""

from __future__ import annotations

from reviewer.casefile.engine.case import Case


def begin(case: Case) -> None:
    """Note that something is to be put in order. Within an open transaction."""
    case.execute("UPDATE arranging SET unfinished = 1 WHERE NOT unfinished")


def finish(case: Case) -> None:
    """Note that all of it is done. Within the act that records it."""
    case.execute("UPDATE arranging SET unfinished = 0")


def unfinished(case: Case) -> bool:
    """Whether there is anything that no act has recorded."""
    return bool(case.value("SELECT unfinished FROM arranging"))
