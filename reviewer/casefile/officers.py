"""Officers, their names and addresses, and their assignments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from reviewer.casefile.case import Act, Case
from reviewer.domain.ids import OfficerId
from reviewer.domain.officer import Assignment, Officer
from reviewer.errors import InputError, NotFoundError


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
    wanted = list(ids)
    marks = ",".join("?" * len(wanted))
    return {officer.id: officer for officer in _load(case, f"WHERE id IN ({marks})", wanted)}


def of_serial(case: Case, serial: str) -> Officer | None:
    """The officer of a serial number, if there is one."""
    return next(iter(_load(case, "WHERE serial = ?", (serial,))), None)


def count(case: Case) -> int:
    """How many officers the case knows."""
    return int(case.value("SELECT count(*) FROM officer"))


def find(case: Case, who: str) -> Officer:
    """The officer of a serial number, address, alias or name; NotFoundError for none, InputError for more than one."""
    for where in (
        "WHERE serial = ?",
        "WHERE id IN (SELECT officer FROM officer_name WHERE kind = 'address' AND value = ?)",
        "WHERE name = ? COLLATE NOCASE",
        "WHERE id IN (SELECT officer FROM officer_name WHERE value = ?)",
    ):
        found = _load(case, where, (who.strip(),))
        if len(found) == 1:
            return found[0]
        if found:
            names = ", ".join(f"{officer.name} ({officer.serial})" for officer in found)
            raise InputError(f"“{who}” may be any of {names}", "Name the officer by serial number.")
    raise NotFoundError(f"there is no officer “{who}”", "See `reviewer officer list CASE`.")


def passage_counts(case: Case) -> dict[OfficerId, int]:
    """How many passages are linked to each officer; officers without any are left out."""
    rows = case.rows("SELECT officer, count(DISTINCT passage) AS n FROM link GROUP BY officer")
    return {OfficerId(row["officer"]): row["n"] for row in rows}


def add(act: Act, officer: Officer) -> OfficerId:
    """Add an officer with names and assignments; the given id is not used."""
    values = {"serial": officer.serial, "name": officer.name, "rank": officer.rank, "unit": officer.unit}
    made = OfficerId(act.insert("officer", values))
    _add_parts(act, made, officer)
    return made


def change(act: Act, officer: Officer) -> None:
    """Make the kept officer of this id be as given; nothing is recorded where nothing differs."""
    act.update(
        "officer",
        officer.id,
        {"serial": officer.serial, "name": officer.name, "rank": officer.rank, "unit": officer.unit},
    )
    kept = get(act.case, officer.id)
    if (set(kept.aliases), set(kept.addresses), set(kept.assignments)) == (
        set(officer.aliases),
        set(officer.addresses),
        set(officer.assignments),
    ):
        return
    for table in ("officer_name", "assignment"):
        ids = [
            row["id"] for row in act.case.rows(f"SELECT id FROM {table} WHERE officer = ? ORDER BY id", (officer.id,))
        ]
        for row_id in ids:
            act.delete(table, row_id)
    _add_parts(act, officer.id, officer)


def _add_parts(act: Act, made: OfficerId, officer: Officer) -> None:
    for kind, values in (("alias", officer.aliases), ("address", officer.addresses)):
        for value in dict.fromkeys(values):
            act.insert("officer_name", {"officer": made, "kind": kind, "value": value})
    for assignment in officer.assignments:
        act.insert(
            "assignment",
            {"officer": made, "station": assignment.station, "start": assignment.start, "end": assignment.end},
        )


def _load(case: Case, where: str, values: Sequence[object] = ()) -> list[Officer]:
    chosen = f"SELECT id FROM officer {where}"
    names: dict[tuple[int, str], list[str]] = defaultdict(list)
    for row in case.rows(f"SELECT * FROM officer_name WHERE officer IN ({chosen}) ORDER BY id", values):
        names[row["officer"], row["kind"]].append(row["value"])
    assignments: dict[int, list[Assignment]] = defaultdict(list)
    for row in case.rows(f"SELECT * FROM assignment WHERE officer IN ({chosen}) ORDER BY start, id", values):
        assignments[row["officer"]].append(Assignment(row["station"], row["start"], row["end"]))
    return [
        Officer(
            OfficerId(row["id"]),
            row["serial"],
            row["name"],
            row["rank"],
            row["unit"],
            tuple(names[row["id"], "alias"]),
            tuple(names[row["id"], "address"]),
            tuple(assignments[row["id"]]),
        )
        for row in case.rows(f"SELECT * FROM officer {where} ORDER BY name, serial", values)
    ]
