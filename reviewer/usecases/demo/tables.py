"""The roster and the history of complaints, as CSV."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from reviewer.usecases.demo import material
from reviewer.usecases.demo.cast import Cast
from reviewer.usecases.demo.plan import CastOfficer

ROSTER_FIELDS = ("serial", "name", "rank", "unit", "address", "alias", "station", "start", "end")
ROSTER_MEANING = (
    "Serial number, name, rank, unit, e-mail address, other names (parted by ;), and one assignment: station, first "
    "and last day as YYYY-MM-DD, the last day empty while it lasts."
)

COMPLAINT_FIELDS = (
    "number",
    "received",
    "closed",
    "serial",
    "officer",
    "station",
    "allegation",
    "clause",
    "vendor",
    "finding",
    "discipline",
)
COMPLAINT_MEANING = (
    "Number, days received and closed as YYYY-MM-DD, the officer by serial number and name and the station then, what "
    "was alleged, the clause of the manual, the vendor concerned if any, the finding, the discipline if any."
)


def roster(officers: Iterable[CastOfficer]) -> bytes:
    """The roster: one line for each assignment of each officer."""
    return _csv(
        ROSTER_FIELDS,
        (
            {
                "serial": officer.serial,
                "name": officer.name,
                "rank": officer.rank,
                "unit": officer.unit,
                "address": officer.address,
                "alias": "; ".join(officer.aliases),
                "station": held.station,
                "start": held.start,
                "end": held.end,
            }
            for officer in sorted(officers, key=lambda each: each.serial)
            for held in officer.assignments
        ),
    )


def complaint_history(rows: Iterable[dict[str, str]]) -> bytes:
    """The complaints of ten years."""
    return _csv(COMPLAINT_FIELDS, rows)


def burglaries() -> bytes:
    """The figures that an officer sent round: month by month, by street."""
    rows = (
        {"month": month, "Quay Street": quay, "Tern Hill": tern, "Ropewalk": ropewalk}
        for month, quay, tern, ropewalk in (
            ("June", "12", "9", "4"),
            ("July", "10", "7", "6"),
            ("August", "11", "8", "3"),
            ("September", "11", "6", "5"),
        )
    )
    return _csv(("month", "Quay Street", "Tern Hill", "Ropewalk"), rows)


def complaints(cast: Cast, lot: random.Random) -> Iterator[dict[str, str]]:
    """Complaints from 2011 to 2021 by the day received: the conflicts as they stand, the others drawn by lot."""
    listed = material.table("complaints.toml")
    rows = [_conflict(each, cast, lot) for each in listed["conflict"]]
    for _ in range(listed["others"]):
        kind = lot.choice(listed["kind"])
        received = date(2011, 6, 1) + timedelta(days=lot.randint(0, 3620))
        finding = lot.choice(("sustained", "not sustained", "not sustained", "exonerated", "unfounded"))
        rows.append(
            {
                "received": received.isoformat(),
                "closed": (received + timedelta(days=lot.randint(30, 300))).isoformat(),
                **_accused(lot.choice(cast.officers)),
                "allegation": lot.choice(kind["allegations"]),
                "clause": kind["clause"],
                "vendor": "",
                "finding": finding,
                "discipline": lot.choice(("Reprimand", "1 day", "3 days", "Training"))
                if finding == "sustained"
                else "",
            }
        )
    rows.sort(key=lambda row: row["received"])
    for number, row in enumerate(rows, 1):
        yield {"number": f"C{row['received'][2:4]}-{number:04}", **row}


def _conflict(given: dict[str, str], cast: Cast, lot: random.Random) -> dict[str, str]:
    officer = cast.officer(given["officer"]) if "officer" in given else lot.choice(cast.officers)
    return {**{name: value for name, value in given.items() if name != "officer"}, **_accused(officer)}


def _accused(officer: CastOfficer) -> dict[str, str]:
    return {"serial": officer.serial, "officer": officer.name, "station": officer.assignments[0].station}


def _csv(fields: Sequence[str], rows: Iterable[dict[str, str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fields, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()
