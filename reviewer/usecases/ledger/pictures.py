"""Make pictures of the ledger."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.undisturbed import undisturbed
from reviewer.casefile.ledger import figures
from reviewer.casefile.ledger.benefits import Wanted
from reviewer.casefile.people import officers
from reviewer.domain.ids import PassageId
from reviewer.domain.ledger import figures as counting
from reviewer.domain.pictures.entries import Entries
from reviewer.domain.pictures.network import network
from reviewer.domain.pictures.picture import Picture, Target
from reviewer.domain.pictures.stations import stations
from reviewer.domain.pictures.timeline import names_anybody, timeline

__all__ = ["PictureKind", "Wanted", "draw", "passages"]


class PictureKind(StrEnum):
    """Which picture."""

    TIMELINE = "timeline"
    STATIONS = "stations"
    NETWORK = "network"


@undisturbed()
def draw(case: Case, kind: PictureKind, wanted: Wanted | None = None) -> Picture:
    """A picture of the benefits that are meant, with the endorsements of the same officers.

    Stations count what counts as received, as the key figures do; the others show what does not count as well.
    """
    meant = wanted or Wanted()
    if kind is PictureKind.STATIONS:
        counted = [] if meant.counted is False else figures.lines_wanted(case, replace(meant, counted=True))
        return stations(counting.stations(officers.listed(case), counted))
    lines = figures.lines_wanted(case, meant)
    praised = figures.praised(case, meant)
    named = {line.officer for line in lines} | {each.officer for each in praised}
    if kind is PictureKind.TIMELINE and not names_anybody(len(lines) + len(praised), len(named)):
        return timeline(Entries(tuple(lines), tuple(praised), {}))
    entries = Entries(tuple(lines), tuple(praised), officers.many(case, named))
    return timeline(entries) if kind is PictureKind.TIMELINE else network(entries)


def passages(case: Case, target: Target) -> tuple[PassageId, ...]:
    """The passages behind a mark of a picture, each once, in order of id."""
    return figures.passages_behind(case, target.benefits, target.endorsements)
