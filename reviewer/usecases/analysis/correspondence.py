"""Who wrote to an officer, and to whom the officer wrote, and how often."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.casefile.analysis import correspondence
from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import items
from reviewer.domain.analysis.correspondence import Correspondent, correspondents
from reviewer.domain.evidence.item import control_number
from reviewer.domain.people.officer import Officer


@dataclass(frozen=True, slots=True)
class Known:
    """A correspondent, with the officers and the organisation that the addresses belong to, as far as is known.

    ``name`` is the roster's, the organisation's list's, or the one that most messages give. ``sent`` and ``received``
    are control numbers, from the officer's side.
    """

    name: str
    correspondent: Correspondent
    officers: tuple[str, ...]
    organisation: str
    sent: tuple[str, ...]
    received: tuple[str, ...]


def of_officer(case: Case, officer: Officer) -> list[Known]:
    """Everybody whom an officer corresponded with, those with most messages first; copies count once.

    An officer is known by the addresses of the roster, and those that were accepted.
    """
    own = sorted({address.lower() for address in officer.addresses})
    if not own:
        return []
    of_officers, of_people = correspondence.officers_of(case), correspondence.organisations_of(case)
    owners = {address: f"{person}, {organisation}" for address, (organisation, person) in of_people.items()}
    owners |= {address: " or ".join(serials) for address, serials in of_officers.items()}
    domains, start = correspondence.domains(case), items.prefix(case)
    made = []
    for each in correspondents(correspondence.headers(case, own), set(own), owners):
        known = {serial: name for one in each.addresses for serial, name in of_officers.get(one, {}).items()}
        listed = next((of_people[address] for address in each.addresses if address in of_people), None)
        organisation = listed[0] if listed else _organisation(each, domains)
        name = " or ".join(known.values()) or (listed[1] if listed else "")
        made.append(
            Known(
                name or next(iter(each.names), each.who),
                each,
                tuple(known),
                organisation,
                tuple(control_number(start, item) for item in each.sent),
                tuple(control_number(start, item) for item in each.received),
            )
        )
    return made


def _organisation(each: Correspondent, domains: dict[str, str]) -> str:
    for address in each.addresses:
        labels = address.rpartition("@")[2].split(".")
        for at in range(len(labels)):
            found = domains.get(".".join(labels[at:]))
            if found:
                return found
    return ""
