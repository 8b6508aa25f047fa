"""Lay an officer's endorsements beside that officer's benefits, with the days between."""

from __future__ import annotations

from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.undisturbed import undisturbed
from reviewer.casefile.ledger import figures
from reviewer.casefile.people import officers
from reviewer.domain.ledger import pairing
from reviewer.domain.ledger.pairing import NOTE, Pair
from reviewer.domain.people.officer import Officer

__all__ = ["NOTE", "Pair", "listed"]


@undisturbed()
def listed(case: Case, who: str = "") -> list[tuple[Officer, Pair]]:
    """Each endorsement with each benefit that counts, of all officers or of one, the nearest in time first."""
    wanted = officers.find(case, who).id if who else None
    found = pairing.pairs(figures.endorsed(case, wanted), figures.received(case, wanted))
    known = officers.many(case, {pair.officer for pair in found})
    return [(known[pair.officer], pair) for pair in found]
