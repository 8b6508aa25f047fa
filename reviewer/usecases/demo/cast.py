"""Who is in the story: the officers of the roster, people outside, and who received what by whose list."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from reviewer.domain.people.officer import Assignment
from reviewer.usecases.demo import material
from reviewer.usecases.demo.plan import CastOfficer, Custodian, Handout, Person, Row

_RANKS = ("Officer", "Officer", "Officer", "Officer", "Officer", "Senior Lead Officer", "Sergeant", "Detective")
_UNITS = ("Patrol", "Patrol", "Patrol", "Traffic", "Burglary", "Community Relations")
_ASCII = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O"})


@dataclass(frozen=True, slots=True)
class Cast:
    """Everyone, by key, and the lists of what was handed out."""

    agency: str
    vendor: str
    officers: tuple[CastOfficer, ...]
    custodians: tuple[Custodian, ...]
    people: Mapping[str, Person]
    handouts: tuple[Handout, ...]

    def officer(self, key: str) -> CastOfficer:
        """A named officer."""
        return next(officer for officer in self.officers if officer.key == key)

    def at(self, station: str) -> list[CastOfficer]:
        """The officers of a station, on the day of the roster."""
        return [officer for officer in self.officers if officer.assignments[-1].station == station]


def gather(lot: random.Random) -> Cast:
    """Everyone in the story."""
    listed = material.table("cast.toml")
    officers = _officers(listed, lot)
    people = {each["key"]: Person(**{**each, "members": tuple(each.get("members", ()))}) for each in listed["person"]}
    people |= {officer.key: officer.person for officer in officers}
    return Cast(
        agency=listed["agency"],
        vendor=listed["vendor"],
        officers=officers,
        custodians=tuple(Custodian(**each) for each in listed["custodian"]),
        people=people,
        handouts=tuple(_handouts(listed["list"], officers, lot)),
    )


def _officers(listed: dict[str, Any], lot: random.Random) -> tuple[CastOfficer, ...]:
    names = material.table("names.toml")
    first, last = list(names["first"]), list(names["last"])
    lot.shuffle(first)
    lot.shuffle(last)
    serials = lot.sample(range(21000, 39999), sum(listed["stations"].values()))
    made: list[CastOfficer] = []
    for station, count in listed["stations"].items():
        named = [each for each in listed["officer"] if each["station"] == station]
        for place in range(count):
            serial = str(serials[len(made)])
            drawn = {
                "key": serial,
                "name": f"{first[len(made) % len(first)]} {last[len(made) % len(last)]}",
                "rank": lot.choice(_RANKS),
                "unit": lot.choice(_UNITS),
                "station": station,
            }
            made.append(_officer(named[place] if place < len(named) else drawn, serial, lot))
    return tuple(made)


def _officer(given: Mapping[str, Any], serial: str, lot: random.Random) -> CastOfficer:
    since = f"{lot.randint(2003, 2014)}-{lot.randint(1, 12):02}-01"
    assignments = [Assignment(given["station"], since)]
    if "before" in given:
        earlier = given["before"]
        assignments = [
            Assignment(earlier["station"], since, earlier["end"]),
            Assignment(given["station"], _day_after_march(earlier["end"])),
        ]
    elif given["key"] == serial and given["station"] == "Harbor" and lot.random() < 0.06:
        assignments = [Assignment("Harbor", since, "2016-09-30"), Assignment("Canal", "2016-10-01")]
    return CastOfficer(
        key=given["key"],
        serial=serial,
        name=given["name"],
        rank=given["rank"],
        unit=given["unit"],
        address=f"{_ascii(given['name'])}@pmpd.example",
        aliases=tuple(given.get("aliases", ())),
        assignments=tuple(assignments),
    )


def _day_after_march(end: str) -> str:
    year, month, _ = end.split("-")
    return f"{year}-{int(month) + 1:02}-01"


def _ascii(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.translate(_ASCII)).encode("ascii", "ignore").decode()
    return plain.lower().replace(" ", ".")


def _handouts(
    lists: Iterable[Mapping[str, Any]], officers: tuple[CastOfficer, ...], lot: random.Random
) -> Iterable[Handout]:
    by_key = {officer.key: officer for officer in officers}
    taken = {key for each in lists for key in (*each["named"], *each.get("also", ()))}
    for each in lists:
        free = [
            officer
            for officer in officers
            if officer.key == officer.serial
            and officer.serial not in taken
            and any(held.station == each["station"] for held in officer.assignments[:1])
        ]
        drawn = lot.sample(free, each["count"] - len(each["named"]))
        taken |= {officer.serial for officer in drawn}
        receivers = [by_key[key] for key in (*each["named"], *each.get("also", ()))] + drawn
        receivers.sort(key=lambda officer: officer.serial)
        number = lot.randint(20000, 23000)
        rows = []
        for officer in receivers:
            number += lot.randint(1, 9)
            rows.append(Row(officer, each["product"], f"LB-{number}"))
        yield Handout(
            key=each["key"],
            station=each["station"],
            what=each["what"],
            product=each["product"],
            fair_value=each["fair_value"],
            paid=each["paid"],
            code=each.get("code", ""),
            date=each["date"],
            rows=tuple(rows),
            returned=tuple(each.get("also", ())),
        )
