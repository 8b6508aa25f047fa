"""Make pictures of the ledger, and the files of them, as SVG or PDF."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from pathlib import Path

from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.undisturbed import undisturbed
from reviewer.casefile.ledger import figures
from reviewer.casefile.ledger.benefits import Wanted
from reviewer.casefile.people import officers
from reviewer.desktop.resources import resource
from reviewer.domain.ids import PassageId
from reviewer.domain.ledger import figures as counting
from reviewer.domain.pictures.entries import Entries
from reviewer.domain.pictures.network import network
from reviewer.domain.pictures.picture import Picture, Target
from reviewer.domain.pictures.stations import stations
from reviewer.domain.pictures.timeline import names_anybody, timeline
from reviewer.errors import InputError
from reviewer.export import svg
from reviewer.usecases.exports.outgoing import Outgoing

__all__ = ["Kind", "Wanted", "draw", "outgoing", "passages"]


class Kind(StrEnum):
    """Which picture."""

    TIMELINE = "timeline"
    STATIONS = "stations"
    NETWORK = "network"


@undisturbed()
def draw(case: Case, kind: Kind, wanted: Wanted | None = None) -> Picture:
    """A picture of the benefits that are meant, with the endorsements of the same officers.

    Stations count what counts as received, as the key figures do; the others show what does not count as well.
    """
    meant = wanted or Wanted()
    if kind is Kind.STATIONS:
        counted = [] if meant.counted is False else figures.lines_wanted(case, replace(meant, counted=True))
        return stations(counting.stations(officers.listed(case), counted))
    lines = figures.lines_wanted(case, meant)
    praised = figures.praised(case, meant)
    named = {line.officer for line in lines} | {each.officer for each in praised}
    if kind is Kind.TIMELINE and not names_anybody(len(lines) + len(praised), len(named)):
        return timeline(Entries(tuple(lines), tuple(praised), {}))
    entries = Entries(tuple(lines), tuple(praised), officers.many(case, named))
    return timeline(entries) if kind is Kind.TIMELINE else network(entries)


def passages(case: Case, target: Target) -> tuple[PassageId, ...]:
    """The passages behind a mark of a picture, each once, in order of id."""
    return figures.passages_behind(case, target.benefits, target.endorsements)


def outgoing(picture: Picture, out: Path) -> Outgoing:
    """The file of a picture, as its name ends: ``.svg`` or ``.pdf``. InputError for another name."""
    suffix = out.suffix.lower()
    if suffix not in {".svg", ".pdf"}:
        raise InputError(f"“{out.name}” is neither .svg nor .pdf", "Let the name end in .svg or in .pdf.")
    data = svg.svg(picture) if suffix == ".svg" else svg.pdf(picture, resource("fonts"))
    return Outgoing(out, data, "picture export", {"picture": picture.title})
