"""Officers, their names and addresses, and their assignments."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from reviewer.casefile.engine.case import Act, Case
from reviewer.domain.ids import OfficerId
from reviewer.domain.nearest import did_you_mean
from reviewer.domain.people.officer import Assignment, Officer
from reviewer.errors import InputError, NotFoundError

ROSTER, MERGE = "roster", "merge"
"""Origins of names; those that were said by hand have none."""


def listed(case: Case) -> list[Officer]:
    """All officers by name."""
    return _load(case, "")


def get(case: Case, officer: OfficerId) -> Officer:
    """One officer; NotFoundError when there is none of that id."""
    found = _load(case, "WHERE id = ?", (officer,))
    if not found:
        raise NotFoundError(f"there is no officer {officer}")
    return found[0]


def many(case: Case, ids: Iterable[OfficerId]) -> dict[OfficerId, Officer]:
    """Some officers by id."""
    wanted = sorted(ids)
    found = _load(case, "WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(wanted),)) if wanted else ()
    return {officer.id: officer for officer in found}


def of_serial(case: Case, serial: str) -> Officer | None:
    """The officer of a serial number, if there is one."""
    return next(iter(_load(case, "WHERE serial = ?", (serial,))), None)


def count(case: Case) -> int:
    """How many officers the case knows."""
    return int(case.value("SELECT count(*) FROM officer"))


def find(case: Case, who: str) -> Officer:
    """The officer of a serial number, address, alias or name; NotFoundError for none, InputError for more than one.

    An officer who turned out to be another one is found by the serial number of old, too.
    """
    for where in (
        "WHERE serial = ?",
        "WHERE serial = ? COLLATE NOCASE",
        "WHERE id IN (SELECT officer FROM officer_name WHERE kind = 'address' AND value = ?)",
        "WHERE name = ? COLLATE NOCASE",
        "WHERE id IN (SELECT officer FROM officer_name WHERE value = ?)",
        "WHERE id IN (SELECT officer FROM officer_merge WHERE serial = ? COLLATE NOCASE)",
    ):
        found = _load(case, where, (who.strip(),))
        if len(found) == 1:
            return found[0]
        if found:
            names = ", ".join(f"{officer.name} ({officer.serial})" for officer in found)
            raise InputError(f"“{who}” may be any of {names}", "Name the officer by serial number.")
    known = case.tuples("SELECT serial FROM officer UNION ALL SELECT name FROM officer")
    advice = did_you_mean(who, [str(name) for (name,) in known], "See `reviewer officer list CASE`.")
    raise NotFoundError(f"there is no officer “{who}”", advice)


def domains(case: Case) -> frozenset[str]:
    """What stands behind the @ of officers' addresses."""
    rows = case.rows("SELECT value FROM officer_name WHERE instr(value, '@')")
    return frozenset(str(row["value"]).lower().rpartition("@")[2] for row in rows)


def passage_counts(case: Case) -> dict[OfficerId, int]:
    """How many passages are linked to each officer; officers without any are left out."""
    rows = case.rows("SELECT officer, count(DISTINCT passage) AS n FROM link GROUP BY officer")
    return {OfficerId(row["officer"]): row["n"] for row in rows}


def names(case: Case, officer: OfficerId) -> list[tuple[str, str, str]]:
    """The aliases and addresses of an officer, each as kind, value and origin."""
    rows = case.rows("SELECT kind, value, origin FROM officer_name WHERE officer = ? ORDER BY id", (officer,))
    return [(row["kind"], row["value"], row["origin"]) for row in rows]


def name_id(case: Case, officer: OfficerId, value: str) -> int:
    """The row of an alias or address of an officer; NotFoundError when the officer is not known by it."""
    found = case.value("SELECT id FROM officer_name WHERE officer = ? AND value = ?", (officer, value.strip()))
    if found is None:
        raise NotFoundError(f"the officer has no alias and no address “{value}”")
    return int(found)


def assignment_ids(case: Case, officer: OfficerId, station: str) -> list[int]:
    """The rows of an officer's assignments to a station; NotFoundError when there are none."""
    rows = case.rows(
        "SELECT id FROM assignment WHERE officer = ? AND station = ? COLLATE NOCASE ORDER BY id",
        (officer, station.strip()),
    )
    found = [int(row["id"]) for row in rows]
    if not found:
        raise NotFoundError(f"the officer was never assigned to “{station}”")
    return found


def names_of_roster(case: Case) -> dict[OfficerId, frozenset[str]]:
    """The aliases and addresses of each officer that a roster brought, in lower case."""
    found: dict[OfficerId, set[str]] = defaultdict(set)
    for row in case.rows("SELECT officer, value FROM officer_name WHERE origin = ?", (ROSTER,)):
        found[OfficerId(row["officer"])].add(row["value"].lower())
    return {officer: frozenset(names) for officer, names in found.items()}


def add(act: Act, officer: Officer, *, origin: str = "") -> OfficerId:
    """Add an officer with names and assignments; the given id is not used, nor is ``unidentified``.

    ``origin`` says where the names came from.
    """
    values = {"serial": officer.serial, "name": officer.name, "rank": officer.rank, "unit": officer.unit}
    made = OfficerId(act.insert("officer", values))
    _change_names(act, replace(officer, id=made), origin)
    _change_assignments(act, replace(officer, id=made))
    return made


def change(act: Act, officer: Officer, *, origin: str = "") -> None:
    """Make the kept officer of this id be as given; nothing is recorded where nothing differs."""
    act.update(
        "officer",
        officer.id,
        {"serial": officer.serial, "name": officer.name, "rank": officer.rank, "unit": officer.unit},
    )
    _change_names(act, officer, origin)
    _change_assignments(act, officer)


def _change_names(act: Act, officer: Officer, origin: str) -> None:
    rows = act.case.rows("SELECT * FROM officer_name WHERE officer = ? ORDER BY id", (officer.id,))
    kept = {(row["kind"], row["value"].lower()): row["id"] for row in rows}
    wanted: dict[tuple[str, str], str] = {}
    for kind, values in (("alias", officer.aliases), ("address", officer.addresses)):
        for value in values:
            wanted.setdefault((kind, value.lower()), value)
    for key, row_id in kept.items():
        if key not in wanted:
            act.delete("officer_name", row_id)
    for (kind, lower), value in wanted.items():
        if (kind, lower) not in kept:
            act.insert("officer_name", {"officer": officer.id, "kind": kind, "value": value, "origin": origin})


def _change_assignments(act: Act, officer: Officer) -> None:
    rows = act.case.rows("SELECT * FROM assignment WHERE officer = ? ORDER BY id", (officer.id,))
    kept = {row["id"]: Assignment(row["station"], row["start"], row["end"]) for row in rows}
    for row_id, assignment in kept.items():
        if assignment not in officer.assignments:
            act.delete("assignment", row_id)
    for assignment in dict.fromkeys(officer.assignments):
        if assignment not in kept.values():
            values = {"station": assignment.station, "start": assignment.start, "end": assignment.end}
            act.insert("assignment", {"officer": officer.id, **values})


def _load(case: Case, where: str, values: Sequence[object] = ()) -> list[Officer]:
    chosen = f"WHERE officer IN (SELECT id FROM officer {where})" if where else ""
    names: dict[tuple[int, str], list[str]] = defaultdict(list)
    for officer, kind, value in case.tuples(
        f"SELECT officer, kind, value FROM officer_name {chosen} ORDER BY id", values
    ):
        names[officer, kind].append(value)
    assignments: dict[int, list[Assignment]] = defaultdict(list)
    for officer, station, start, end in case.tuples(
        f'SELECT officer, station, start, "end" FROM assignment {chosen} ORDER BY start, id', values
    ):
        assignments[officer].append(Assignment(station, start, end))
    unknown = {officer for (officer,) in case.tuples("SELECT officer FROM unidentified")}
    return [
        Officer(
            number,
            serial,
            name,
            rank,
            unit,
            tuple(names.get((number, "alias"), ())),
            tuple(names.get((number, "address"), ())),
            tuple(assignments.get(number, ())),
            number in unknown,
        )
        for number, serial, name, rank, unit in case.tuples(
            f"SELECT id, serial, name, rank, unit FROM officer {where} ORDER BY name, serial", values
        )
    ]
