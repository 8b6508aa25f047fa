"""Go on where one left: kept in the case, as it tells of the evidence, for each reviewer alone."""

from __future__ import annotations

from reviewer.casefile import last_views
from reviewer.casefile.engine.case import Case
from reviewer.domain.last_view import LastView

__all__ = ["LastView", "keep", "of"]


def of(case: Case, *, reviewer: str) -> LastView | None:
    """Where a reviewer was when the case was last open; None where that is not known."""
    return last_views.of(case, reviewer)


def keep(case: Case, view: LastView, *, reviewer: str) -> None:
    """Keep where a reviewer is. No act; nothing is kept of a case that is open for reading only."""
    if not case.read_only:
        last_views.keep(case, view, reviewer)
