"""The audit trail: one append-only entry an act, chained by hash.

The hash of entry *n* is SHA-256 over the 32 bytes of entry *n*-1's hash and the canonical JSON (sorted keys, no spaces,
UTF-8) of ``[id, at, reviewer, act, subject, detail, undoes]``. Before the first entry stands the case's uuid, hashed
the same way.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from reviewer.domain.ids import AuditId
from reviewer.errors import TamperedError

_AT_ONCE = 1_000


class Asked(Protocol):
    """What the trail needs of an open case: to run a statement, and to read rows."""

    def execute(self, sql: str, values: Sequence[Any] = ..., /) -> Any:
        """Run one statement."""

    def row(self, sql: str, values: Sequence[Any] = ..., /) -> Any | None:
        """The first row of a query, or None."""

    def rows(self, sql: str, values: Sequence[Any] = ..., /) -> Iterator[Any]:
        """The rows of a query."""


@dataclass(frozen=True, slots=True)
class Change:
    """One row before and after an act; ``before`` is None for a new row, ``after`` for a removed one."""

    table: str
    id: int
    before: dict[str, Any] | None
    after: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who did what to what, when (UTC), with the rows before and after and other facts worth keeping.

    ``sealed`` is the sum of the seals after it, in hexadecimal; empty where it was not changed, and before format 21.
    """

    id: AuditId
    at: str
    reviewer: str
    act: str
    subject: str
    changes: tuple[Change, ...]
    facts: dict[str, Any]
    undoes: AuditId | None
    hash: bytes
    sealed: str


def canonical(value: object) -> str:
    """The one JSON text that stands for a value."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def head(case: Asked) -> tuple[int, bytes]:
    """Number and hash of the last entry; number 0 and the seed when there is none."""
    row = case.row("SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1")
    if row is not None:
        return int(row["id"]), bytes(row["hash"])
    record = case.row("SELECT uuid FROM case_record")
    return 0, _seed("" if record is None else str(record["uuid"]))


def append(
    case: Asked,
    *,
    at: str,
    reviewer: str,
    act: str,
    subject: str,
    changes: list[Change],
    facts: dict[str, Any],
    undoes: int | None,
    sealed: str = "",
) -> AuditId:
    """Write the next entry, inside the transaction that is open."""
    last, previous = head(case)
    rest = {"facts": facts, "sealed": sealed} if sealed else {"facts": facts}
    detail = f'{{"changes":[{_changes(changes)}],{canonical(rest)[1:]}'
    number = last + 1
    digest = _digest(previous, [number, at, reviewer, act, subject, detail, undoes])
    case.execute(
        "INSERT INTO audit (id, at, reviewer, act, subject, detail, undoes, previous, hash) VALUES (?,?,?,?,?,?,?,?,?)",
        (number, at, reviewer, act, subject, detail, undoes, previous, digest),
    )
    return AuditId(number)


def _changes(changes: Sequence[Change]) -> str:
    """The canonical text of what stands between the brackets: some at a time, for each keeps other threads waiting."""
    rows = [[each.table, each.id, each.before, each.after] for each in changes]
    some = (rows[at : at + _AT_ONCE] for at in range(0, len(rows), _AT_ONCE))
    return ",".join(canonical(each)[1:-1] for each in some)


def entries(case: Asked) -> Iterator[AuditEntry]:
    """All entries, in the order they were written."""
    for row in case.rows("SELECT * FROM audit ORDER BY id"):
        yield entry_of(row)


def latest(case: Asked, *, act: str = "", limit: int | None = None, offset: int = 0) -> list[AuditEntry]:
    """The entries, of one kind of act if one is named, the latest first; ``offset`` of them are passed over."""
    rows = case.rows(
        "SELECT * FROM audit WHERE ? IN ('', act) ORDER BY id DESC LIMIT ? OFFSET ?",
        (act, -1 if limit is None else limit, offset),
    )
    return [entry_of(row) for row in rows]


def of_acts(case: Asked, acts: Collection[str]) -> list[AuditEntry]:
    """The entries of some kinds of act, the latest first; the trail is gone through once."""
    rows = case.rows(
        "SELECT * FROM audit WHERE act IN (SELECT value FROM json_each(?)) ORDER BY id DESC", (json.dumps([*acts]),)
    )
    return [entry_of(row) for row in rows]


def entry_of(row: Any) -> AuditEntry:
    """An entry from its row."""
    detail = json.loads(row["detail"])
    return AuditEntry(
        id=AuditId(row["id"]),
        at=row["at"],
        reviewer=row["reviewer"],
        act=row["act"],
        subject=row["subject"],
        changes=tuple(Change(*change) for change in detail["changes"]),
        facts=detail["facts"],
        undoes=None if row["undoes"] is None else AuditId(row["undoes"]),
        hash=bytes(row["hash"]),
        sealed=detail.get("sealed", ""),
    )


def check_chain(case: Asked) -> int:
    """How many entries there are; TamperedError with the place when one was added, removed, edited or moved."""
    record = case.row("SELECT uuid FROM case_record")
    previous, expected = _seed("" if record is None else str(record["uuid"])), 1
    for row in case.rows("SELECT * FROM audit ORDER BY id"):
        if row["id"] != expected:
            raise TamperedError(f"audit entry {expected} is missing")
        values = [row["id"], row["at"], row["reviewer"], row["act"], row["subject"], row["detail"], row["undoes"]]
        if bytes(row["previous"]) != previous or bytes(row["hash"]) != _digest(previous, values):
            raise TamperedError(f"audit entry {expected} ({row['act']}) is not what was written")
        previous, expected = bytes(row["hash"]), expected + 1
    return expected - 1


def _seed(uuid: str) -> bytes:
    return hashlib.sha256(uuid.encode()).digest()


def _digest(previous: bytes, values: list[Any]) -> bytes:
    return hashlib.sha256(previous + canonical(values).encode()).digest()


@dataclass(frozen=True, slots=True)
class RememberedHead:
    """The last audit entry as this laptop remembers it."""

    number: int
    hash: bytes


def older_than(case: Asked, kept: RememberedHead) -> str:
    """In words, when the file lacks an audit entry that it once had; else empty."""
    row = case.row("SELECT hash FROM audit WHERE id = ?", (kept.number,))
    if kept.number == 0 or (row is not None and row[0] == kept.hash):
        return ""
    held = head(case)[0]
    if held < kept.number:
        return (
            f"this file is older than when it was last open here: it ends at audit entry {held}, "
            f"then it had {kept.number}"
        )
    return f"this file differs from when it was last open here: audit entry {kept.number} is another"
