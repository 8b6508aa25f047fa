"""Count the key figures of a case, with the entries and passages behind each."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.undisturbed import undisturbed
from reviewer.casefile.ledger import figures
from reviewer.casefile.ledger.benefits import Wanted
from reviewer.casefile.ledger.figures import Behind
from reviewer.casefile.people import officers
from reviewer.domain.ids import OfficerId
from reviewer.domain.ledger import figures as counting
from reviewer.domain.ledger.figures import CodeUse, Figure, Figures, Station
from reviewer.domain.people.officer import Officer

__all__ = ["Behind", "CodeUse", "Counted", "Figure", "Figures", "Station", "behind", "count"]

# Handed on as the case file answers it.
behind = figures.behind


@dataclass(frozen=True, slots=True)
class Counted:
    """The figures, and everybody they name."""

    figures: Figures
    officers: dict[OfficerId, Officer]


@undisturbed()
def count(case: Case) -> Counted:
    """Count them from the ledger as it is now."""
    everybody = officers.listed(case)
    found = counting.of_received(
        everybody,
        figures.lines_wanted(case, Wanted(counted=True)),
        figures.lines_wanted(case, Wanted(counted=False)),
        figures.endorsed(case),
        figures.coded(case),
    )
    return Counted(found, {officer.id: officer for officer in everybody})
