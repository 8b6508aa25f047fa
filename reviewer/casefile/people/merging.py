"""Move what hangs on one officer to another: every row of every table that names an officer.

Tables are found by their foreign keys, so that those of later formats are moved along.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reviewer.casefile.engine import audit, numbering
from reviewer.casefile.engine.case import Act, Case
from reviewer.casefile.engine.cipher import IntegrityError
from reviewer.casefile.people import officers
from reviewer.domain import clock
from reviewer.domain.ids import OfficerId
from reviewer.domain.people import merging
from reviewer.domain.people.merging import Former
from reviewer.domain.people.officer import Grade, Officer, Role
from reviewer.errors import InputError, NotFoundError

_OWN = {"unidentified"}
"""Tables that speak of the officer as such, so that their rows never become another's."""
_SAID_TWICE = {"officer_name", "alias_refusal", "assignment", "item_officer"}
"""Tables of which two rows of the same values say no more than one."""
_MERGES = ("officer merge", "officer resolve")


@dataclass(frozen=True, slots=True)
class Reference:
    """A column that names an officer, and the sets of other columns that may stand once for each officer."""

    table: str
    column: str
    once: tuple[tuple[str, ...], ...]


def references(case: Case) -> list[Reference]:
    """Every column that names an officer, of tables whose rows have an ``id``."""
    named = sorted(
        (table.name, key.column)
        for table in case.db.tables
        if table.name not in _OWN and table.pks == ["id"]
        for key in table.foreign_keys
        if key.other_table == "officer"
    )
    return [Reference(table, column, _once(case, table, column)) for table, column in named]


def counts(case: Case, officer: OfficerId) -> dict[str, int]:
    """How many rows of each table name an officer; tables without any are left out."""
    found: Counter[str] = Counter()
    for each in references(case):
        found[each.table] += int(
            case.value(f'SELECT count(*) FROM "{each.table}" WHERE "{each.column}" = ?', (officer,))
        )
    return {table: number for table, number in found.items() if number}


def roles_together(case: Case, one: OfficerId, other: OfficerId) -> dict[int, tuple[frozenset[Role], frozenset[Role]]]:
    """The passages that are linked to both of two officers, with the roles of each."""
    found: dict[int, tuple[set[Role], set[Role]]] = {}
    for row in case.rows(
        """SELECT a.passage, a.role AS one, b.role AS other FROM link AS a JOIN link AS b ON b.passage = a.passage
           WHERE a.officer = ? AND b.officer = ? ORDER BY a.passage""",
        (one, other),
    ):
        held = found.setdefault(row["passage"], (set(), set()))
        held[0].add(Role(row["one"]))
        held[1].add(Role(row["other"]))
    return {passage: (frozenset(held[0]), frozenset(held[1])) for passage, held in found.items()}


def letters_between(case: Case, one: Sequence[str], other: Sequence[str]) -> int:
    """How many messages went from some addresses (lower case) to some others, or back; copies count once."""
    if not one or not other:
        return 0
    return int(
        case.value(
            """WITH side (address, number) AS (
                   SELECT value, 1 FROM json_each(:one) UNION ALL SELECT value, 2 FROM json_each(:other))
               SELECT count(DISTINCT a.item) FROM side AS x
               JOIN participant AS a ON a.address = x.address AND a.role IN ('from', 'sender')
               JOIN participant AS b ON b.item = a.item AND b.role IN ('to', 'cc', 'bcc')
               JOIN side AS y ON y.address = b.address AND y.number <> x.number
               WHERE a.item NOT IN (SELECT item FROM message_fingerprint WHERE original IS NOT NULL)""",
            {"one": json.dumps(list(one)), "other": json.dumps(list(other))},
        )
    )


def unidentified(case: Case) -> dict[OfficerId, str]:
    """The officers who are not identified yet, with what is known of them."""
    rows = case.rows("SELECT officer, description FROM unidentified ORDER BY id")
    return {OfficerId(row["officer"]): row["description"] for row in rows}


def next_serial(case: Case) -> str:
    """A serial number for the next officer who is not identified."""
    rows = case.rows("SELECT serial FROM officer UNION SELECT serial FROM officer_merge")
    return merging.next_unidentified((row["serial"] for row in rows), numbering.last(case, merging.UNIDENTIFIED))


def add_unidentified(act: Act, name: str, description: str = "") -> OfficerId:
    """Add an officer of whom it is not known yet who it is; InputError without a name."""
    name = " ".join(name.split())
    if not name:
        raise InputError("an officer needs a name", "Call an officer of whom no name is known by what is.")
    made = officers.add(act, Officer(OfficerId(0), next_serial(act.case), name))
    act.insert("unidentified", {"officer": made, "description": description})
    return made


def identify(act: Act, officer: OfficerId, serial: str, name: str) -> None:
    """Give an officer who was not identified the serial number and name of a real one."""
    act.delete("unidentified", act.case.value("SELECT id FROM unidentified WHERE officer = ?", (officer,)))
    before = act.case.value("SELECT serial FROM officer WHERE id = ?", (officer,))
    numbering.given_up(act.case, before)
    act.update("officer", officer, {"serial": serial, "name": name})


def formers(case: Case, officer: OfficerId) -> list[Former]:
    """Those who turned out to be this officer, in the order in which that was said."""
    return [_former(row) for row in case.rows("SELECT * FROM officer_merge WHERE officer = ? ORDER BY id", (officer,))]


def former(case: Case, serial: str) -> tuple[OfficerId, Former] | None:
    """Who an officer of this serial number turned out to be, if that was said."""
    row = case.row("SELECT * FROM officer_merge WHERE serial = ? COLLATE NOCASE", (serial,))
    return None if row is None else (OfficerId(row["officer"]), _former(row))


def merge(act: Act, kept: Officer, gone: Officer, *, reason: str, reviewer: str) -> None:
    """Make two officers one: all that hangs on ``gone`` hangs on ``kept`` afterwards, and ``gone`` is no more.

    InputError when both have something that one officer can have but once.
    """
    moved: Counter[str] = Counter()
    for each in references(act.case):
        rows = list(act.case.rows(f'SELECT * FROM "{each.table}" WHERE "{each.column}" = ? ORDER BY id', (gone.id,)))
        for row in rows:
            move(act, each, dict(row), kept.id)
        moved[each.table] += len(rows)
    _settle_names(act, kept, gone)
    fill = {name: value for name, value in (("rank", gone.rank), ("unit", gone.unit)) if not getattr(kept, name)}
    if fill:
        act.update("officer", kept.id, fill)
    was = act.case.row("SELECT * FROM unidentified WHERE officer = ?", (gone.id,))
    if was is not None:
        act.delete("unidentified", was["id"])
    values = {"serial": gone.serial, "name": gone.name, "rank": gone.rank, "unit": gone.unit}
    said = {"reason": reason, "reviewer": reviewer, "created": clock.now()}
    description = None if was is None else was["description"]
    act.insert("officer_merge", {"officer": kept.id, **values, "description": description, **said})
    try:
        act.delete("officer", gone.id)
    except IntegrityError as error:
        raise InputError(f"something that cannot be moved hangs on {gone.name} ({gone.serial})") from error
    act.facts.update(kept=kept.serial, gone=gone.serial, moved={table: n for table, n in moved.items() if n})


def move(act: Act, reference: Reference, row: Mapping[str, Any], officer: OfficerId) -> None:
    """Move one row to another officer; where that one has the same already, the two become one.

    InputError when they differ in more than the officer can tell.
    """
    table = reference.table
    twin = _twin(act.case, reference, row, officer)
    if twin is None:
        act.update(table, row["id"], {reference.column: officer})
    elif table == "link":
        act.update(table, twin["id"], {"grade": merging.surer(Grade(twin["grade"]), Grade(row["grade"])).value})
        act.delete(table, row["id"])
    elif table in _SAID_TWICE:
        act.delete(table, row["id"])
    else:
        raise InputError(
            f"both officers have the same {table.replace('_', ' ')} (numbers {twin['id']} and {row['id']})",
            "Make one of the two, then try again.",
        )


def chosen(case: Case, reference: Reference, ids: Iterable[int], officer: OfficerId) -> list[dict[str, Any]]:
    """Rows of an officer by their ids; NotFoundError for one that is not the officer's."""
    found = []
    for row_id in dict.fromkeys(ids):
        row = case.row(
            f'SELECT * FROM "{reference.table}" WHERE id = ? AND "{reference.column}" = ?', (row_id, officer)
        )
        if row is None:
            raise NotFoundError(f"the officer has no {reference.table.replace('_', ' ')} {row_id}")
        found.append(dict(row))
    return found


def part(act: Act, kept: OfficerId, was: Former) -> OfficerId:
    """Take a merge apart again: the officer who was no more is back, with all that came along and is still there.

    What was added to the one who stayed since then stays there.
    """
    entry = _entry(act.case, was.id)
    gone = next(change for change in entry.changes if change.table == "officer" and change.after is None)
    values = dict(gone.before or {})
    taken = act.case.row("SELECT 1 FROM officer WHERE id = ?", (gone.id,)) is not None
    if taken:
        values.pop("id")
    act.delete("officer_merge", was.id)
    back = OfficerId(act.insert("officer", values))
    columns = {(each.table, each.column) for each in references(act.case)}
    columns |= {(table, "officer") for table in _OWN}
    for change in reversed(entry.changes):
        if change.id == gone.id and change.table == "officer":
            continue
        if change.table != "officer_merge" or change.id != was.id:
            _part_row(
                act, change, {column for table, column in columns if table == change.table}, (gone.id, kept, back)
            )
    act.facts.update(kept=officers.get(act.case, kept).serial, back=values["serial"])
    return back


def _part_row(act: Act, change: audit.Change, columns: set[str], ids: tuple[int, int, int]) -> None:
    gone, kept, back = ids
    row = act.case.row(f'SELECT * FROM "{change.table}" WHERE id = ?', (change.id,))
    now = None if row is None else dict(row)
    if change.after is None:  # the same as the other's, and so removed
        values = {name: back if name in columns and value == gone else value for name, value in _body(change).items()}
        stands = change.table != "link" or act.case.row("SELECT 1 FROM passage WHERE id = ?", (values["passage"],))
        if stands:
            act.insert(change.table, values)
    elif change.before is None:  # a name that the merge added
        if now == change.after:
            act.delete(change.table, change.id)
    elif now is not None:
        moved = {name: back for name in columns if change.before.get(name) == gone and now[name] == kept}
        if moved:
            act.update(change.table, change.id, moved)
        elif now == change.after and not any(change.before.get(name) == gone for name in columns):
            act.update(change.table, change.id, change.before)


def _body(change: audit.Change) -> dict[str, Any]:
    return {name: value for name, value in (change.before or {}).items() if name != "id"}


def _entry(case: Case, merge_id: int) -> audit.AuditEntry:
    marks = ",".join("?" * len(_MERGES))
    rows = case.rows(f"SELECT * FROM audit WHERE act IN ({marks}, 'redo') ORDER BY id DESC", _MERGES)
    for entry in map(audit.entry_of, rows):
        if any(each.table == "officer_merge" and each.id == merge_id and each.before is None for each in entry.changes):
            return entry
    raise NotFoundError("the audit trail does not tell how these officers became one")


def _settle_names(act: Act, kept: Officer, gone: Officer) -> None:
    """Know the one who stays by the other's name, and refuse no name that is now accepted."""
    names = [kept.name, *officers.get(act.case, kept.id).aliases]
    if gone.name.casefold() not in {name.casefold() for name in names}:
        values = {"officer": kept.id, "kind": "alias", "value": gone.name, "origin": officers.MERGE}
        act.insert("officer_name", values)
    refused = list(
        act.case.rows(
            """SELECT no.id FROM alias_refusal AS no JOIN officer_name AS yes USING (officer, kind, value)
               WHERE no.officer = ?""",
            (kept.id,),
        )
    )
    for row in refused:
        act.delete("alias_refusal", row["id"])


def _twin(case: Case, reference: Reference, row: Mapping[str, Any], officer: OfficerId) -> Any | None:
    sets = list(reference.once)
    if reference.table == "assignment":
        sets.append(("station", "start", "end"))
    for columns in sets:
        same = "".join(f' AND "{name}" = ?' for name in columns)
        found = case.row(
            f'SELECT * FROM "{reference.table}" WHERE "{reference.column}" = ?{same}',
            (officer, *(row[name] for name in columns)),
        )
        if found is not None:
            return found
    return None


def _once(case: Case, table: str, column: str) -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple(name for name in index.columns if name != column)
        for index in case.db.table(table).indexes
        if index.unique and column in index.columns and None not in index.columns
    )


def _former(row: Any) -> Former:
    return Former(
        row["id"], row["serial"], row["name"], row["description"], row["reason"], row["reviewer"], row["created"]
    )
