"""Intakes: what was delivered, file by file, and what became of each.

A file of the delivery is *pending* until its item, and all below it, is in the case; that is what lets an intake go on
where a kill stopped it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from reviewer.casefile.engine.case import Act, Case
from reviewer.domain import clock
from reviewer.domain.evidence.custody import IntakeRecord
from reviewer.domain.evidence.unpack_limits import NAMES, UNRAISED, Changed, UnpackingLimits, at_least, changed
from reviewer.domain.ids import CustodianId, IntakeId, ItemId
from reviewer.domain.reasons.reason import Reason, pack, reasons_of

START, RETRY = "intake start", "intake retry"
"""The acts by which evidence is taken in, and tried again."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of a delivery: its root, its path below it (as bytes, since the file system's names may be anything).

    ``item`` and ``begun``, its kind, are those of a container whose members are not all in yet. ``modified`` is when it
    was changed last, in UTC, as it was found; empty where that is not known.
    """

    id: int
    root: bytes
    path: str
    path_bytes: bytes
    size: int
    item: ItemId | None
    begun: str = ""
    modified: str = ""

    @property
    def name(self) -> str:
        """The last part of the path, or of the root for a root that is a file."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file found on the medium; ``reason`` tells why it cannot be taken in, if so. ``modified`` is UTC.

    ``version`` is another number once anything of the file was changed, its time of change too if that was set back.
    """

    path: str
    path_bytes: bytes
    size: int
    modified: str
    reason: Reason | None = None
    version: int = 0


def unfinished(case: Case, root: bytes) -> IntakeId | None:
    """The intake of this root that was stopped or broken off, if any."""
    found = case.value(
        """SELECT intake.id FROM intake JOIN source_root ON source_root.intake = intake.id
           WHERE intake.state <> 'complete' AND path_bytes = ? ORDER BY intake.id DESC LIMIT 1""",
        (root,),
    )
    return None if found is None else IntakeId(found)


def custodian(case: Case, name: str) -> CustodianId | None:
    """The custodian of a name, added if new; None for no name. Within an open transaction."""
    if not name.strip():
        return None
    case.execute("INSERT OR IGNORE INTO custodian (name) VALUES (?)", (name.strip(),))
    return CustodianId(case.value("SELECT id FROM custodian WHERE name = ?", (name.strip(),)))


def custodian_of(case: Case, intake: IntakeId) -> CustodianId | None:
    """Whose delivery an intake is."""
    found = case.value("SELECT custodian FROM intake WHERE id = ?", (intake,))
    return None if found is None else CustodianId(found)


def declared_of(case: Case, intake: IntakeId) -> tuple[str, str]:
    """The custodian's name and the source of an intake, as they were said when it began; empty where nothing was."""
    (row,) = case.rows(
        """SELECT coalesce(custodian.name, '') AS name, source
           FROM intake LEFT JOIN custodian ON custodian.id = intake.custodian WHERE intake.id = ?""",
        (intake,),
    )
    return row["name"], row["source"]


def begin(case: Case, *, reviewer: str, custodian_id: CustodianId | None, source: str, program: str) -> IntakeId:
    """Begin an intake. Within an open transaction."""
    case.execute(
        "INSERT INTO intake (started, state, reviewer, custodian, source, program) VALUES (?,'running',?,?,?,?)",
        (clock.now(), reviewer, custodian_id, source, program),
    )
    return IntakeId(case.value("SELECT last_insert_rowid()"))


def set_state(case: Case, intake: IntakeId, state: str) -> None:
    """Set an intake's state: running, complete or stopped. Within an open transaction."""
    finished = "" if state == "running" else clock.now()
    case.execute("UPDATE intake SET state = ?, finished = ? WHERE id = ?", (state, finished, intake))


def add_root(case: Case, intake: IntakeId, path: str, path_bytes: bytes, medium: str) -> int:
    """The root of an intake, added if new. Within an open transaction."""
    known = case.value("SELECT id FROM source_root WHERE intake = ? AND path_bytes = ?", (intake, path_bytes))
    if known is not None:
        return int(known)
    case.execute(
        "INSERT INTO source_root (intake, path, path_bytes, medium) VALUES (?,?,?,?)",
        (intake, path, path_bytes, medium),
    )
    return int(case.value("SELECT last_insert_rowid()"))


def taken_in(case: Case, root: bytes) -> set[tuple[bytes, int, str]]:
    """Path, size and time of every file below a root that a complete intake has taken in."""
    rows = case.rows(
        """SELECT path_bytes, size, modified FROM source_file
           WHERE state = 'done' AND root IN (SELECT source_root.id FROM source_root
               JOIN intake ON intake.id = intake WHERE path_bytes = ? AND intake.state = 'complete')""",
        (root,),
    )
    return {(bytes(row["path_bytes"]), row["size"], row["modified"]) for row in rows}


def add_files(case: Case, root: int, files: Iterable[FoundFile]) -> None:
    """Note the files found below a root; those noted before stay as they are. Within an open transaction."""
    case.executemany(
        """INSERT OR IGNORE INTO source_file (root, path, path_bytes, size, modified, state, reason)
           VALUES (?,?,?,?,?,?,?)""",
        (
            (
                root,
                file.path,
                file.path_bytes,
                file.size,
                file.modified,
                "failed" if file.reason else "pending",
                pack(reasons_of(file.reason)),
            )
            for file in files
        ),
    )


def pending(case: Case, intake: IntakeId) -> list[SourceFile]:
    """The files of an intake that are still to be taken in."""
    rows = case.tuples(
        f"""SELECT source_file.id, source_root.path_bytes, source_file.path, source_file.path_bytes, source_file.size,
            source_file.item, coalesce(item.kind, ''), source_file.modified {_FROM}
            WHERE source_file.root IN (SELECT id FROM source_root WHERE intake = ?)
                AND source_file.state = 'pending' ORDER BY source_file.id""",
        (intake,),
    )
    return [SourceFile(*row) for row in rows]


_FROM = """FROM source_file JOIN source_root ON source_root.id = source_file.root
           LEFT JOIN item ON item.id = source_file.item"""
_FILES = f"SELECT source_file.*, source_root.path_bytes AS root_bytes, item.kind AS begun {_FROM}"


def readable(case: Case, intake: IntakeId | None = None, folder: str = "") -> Iterator[tuple[int, SourceFile]]:
    """The files of an intake, or of all, that could be read or are still to be, each with the number of its root.

    ``folder``, where it is given, is how their paths begin.
    """
    for row in case.rows(
        f"{_FILES} WHERE source_file.state <> 'failed' AND (?1 IS NULL OR source_root.intake = ?1) "
        "AND substr(source_file.path, 1, length(?2)) = ?2 ORDER BY source_file.id",
        (intake, folder),
    ):
        yield row["root"], _source_file(row)


def _source_file(row: Any) -> SourceFile:
    return SourceFile(
        row["id"],
        bytes(row["root_bytes"]),
        row["path"],
        bytes(row["path_bytes"]),
        row["size"],
        None if row["item"] is None else ItemId(row["item"]),
        row["begun"] or "",
        row["modified"],
    )


def files_done(case: Case, done: Iterable[tuple[int, ItemId]]) -> None:
    """Note which item each of some files became. Within an open transaction.

    Best after all items of a batch: an UPDATE makes FTS5 write out what it holds in memory, so one after each item
    costs a third of the intake's time.
    """
    case.executemany(
        "UPDATE source_file SET state = 'done', reason = '', item = ? WHERE id = ?",
        ((item, file) for file, item in done),
    )


def file_lost(case: Case, file: int, reason: Reason) -> None:
    """Note why a file did not become an item. Within an open transaction."""
    case.execute("UPDATE source_file SET state = 'failed', reason = ? WHERE id = ?", (pack((reason,)), file))


def file_begun(case: Case, file: int, item: ItemId) -> None:
    """Note the item of a mailbox whose messages are still to come. Within an open transaction."""
    case.execute("UPDATE source_file SET item = ? WHERE id = ?", (item, file))


def first_item(case: Case, intake: IntakeId | None) -> int:
    """A number below which an intake has no items; 0 for all intakes. Parents are numbered before what is in them."""
    if intake is None:
        return 0
    roots = "SELECT id FROM source_root WHERE intake = ?"
    return int(case.value(f"SELECT min(item) FROM source_file WHERE root IN ({roots})", (intake,)) or 0)


def last_act(case: Case) -> int:
    """The number of the latest act, to ask later which intake :func:`begun_since`."""
    return int(case.value("SELECT coalesce(max(id), 0) FROM audit"))


def begun_since(case: Case, act: int) -> IntakeId | None:
    """The last intake that has begun, or gone on, since an act; None where none has."""
    found = case.value(
        "SELECT max(json_extract(detail, '$.facts.intake')) FROM audit WHERE id > ? AND act = ?", (act, START)
    )
    return None if found is None else IntakeId(found)


def records(case: Case, only: IntakeId | None = None) -> list[IntakeRecord]:
    """The custody record of every intake, the first first; or of one alone."""
    media: dict[int, list[tuple[str, str]]] = {}
    for row in case.rows("SELECT intake, path, medium FROM source_root ORDER BY id"):
        media.setdefault(row["intake"], []).append((row["path"], row["medium"]))
    limits, tried, unwalled = _limits(case), _tried_again(case), _unwalled(case)
    # Each table is gone through once, not once for each intake: there is no index by intake.
    rows = case.rows(
        """WITH delivered AS (SELECT intake, count(*) AS files, sum(size) AS bytes
                              FROM source_file JOIN source_root ON source_root.id = source_file.root
                              WHERE root IN (SELECT id FROM source_root WHERE :only IS NULL OR intake = :only)
                              GROUP BY intake),
                kept AS (SELECT intake, count(*) AS items, sum(state = 'failed') AS failed FROM item
                         WHERE id >= :first AND (:only IS NULL OR intake = :only) GROUP BY intake)
           SELECT intake.*, coalesce(custodian.name, '') AS custodian_name, coalesce(files, 0) AS files,
                  coalesce(bytes, 0) AS bytes, coalesce(items, 0) AS items, coalesce(failed, 0) AS failed
           FROM intake LEFT JOIN custodian ON custodian.id = intake.custodian
           LEFT JOIN delivered ON delivered.intake = intake.id LEFT JOIN kept ON kept.intake = intake.id
           WHERE :only IS NULL OR intake.id = :only ORDER BY intake.id""",
        {"only": only, "first": first_item(case, only)},
    )
    return [
        IntakeRecord(
            IntakeId(row["id"]), row["started"], row["finished"], row["state"], row["reviewer"], row["custodian_name"],
            row["source"], row["program"], tuple(media.get(row["id"], ())), row["files"], row["bytes"], row["items"],
            row["failed"], limits.get((START, row["id"]), ()), limits.get((RETRY, row["id"]), ()),
            tried.get(row["id"], ""), row["id"] in unwalled,
        )
        for row in rows
    ]  # fmt: skip


def _tried_again(case: Case) -> dict[int, str]:
    """When something of each intake was tried again at last."""
    rows = case.rows(
        """SELECT item.intake, max(audit.at) AS last FROM audit
           JOIN item ON item.id = CAST(substr(audit.subject, instr(audit.subject, '-') + 1) AS INTEGER)
           WHERE audit.act = ? GROUP BY item.intake""",
        (RETRY,),
    )
    return {row["intake"]: row["last"] for row in rows}


def note_limits(act: Act, intake: IntakeId, limits: UnpackingLimits) -> None:
    """Keep with an act, which is one of START or RETRY, that limits on archives were not as usual."""
    if limits != UNRAISED:
        act.facts["intake"] = intake
        act.facts["limits"] = dict(changed(limits))


def note_unwalled(act: Act, intake: IntakeId, *, unwalled: bool) -> None:
    """Keep with an act, which is one of START or RETRY, that files were read without a sandbox."""
    if unwalled:
        act.facts["intake"] = intake
        act.facts["without sandbox"] = True


def _unwalled(case: Case) -> set[int]:
    """The intakes of which something was read without a sandbox."""
    rows = case.rows(
        """SELECT DISTINCT json_extract(detail, '$.facts.intake') AS intake FROM audit
           WHERE act IN (?, ?) AND json_extract(detail, '$.facts."without sandbox"')""",
        (START, RETRY),
    )
    return {row["intake"] for row in rows}


def limits_of(case: Case, intake: IntakeId) -> Changed:
    """The limits that were not as usual when an intake was begun or gone on with."""
    return _limits(case).get((START, intake), ())


def limits_met(case: Case, intake: IntakeId) -> UnpackingLimits:
    """How far archives of an intake were taken apart at the most, when it was made or when it was tried again."""
    found = _limits(case)
    begun = at_least(UNRAISED, found.get((START, intake), ()))
    return at_least(begun, found.get((RETRY, intake), ()))


def of_other_versions(case: Case, program: str) -> frozenset[int]:
    """The intakes that another version of this program made, by what they say or because the case was of its format."""
    rows = case.rows(
        "SELECT id FROM intake WHERE program <> ? OR "
        "started < (SELECT coalesce(max(at), '') FROM audit WHERE act = 'case upgrade')",
        (program,),
    )
    return frozenset(row["id"] for row in rows)


def _limits(case: Case) -> dict[tuple[str, int], Changed]:
    """The limits that were not as usual, by act and intake; the last word on each counts."""
    found: dict[tuple[str, int], dict[str, int]] = {}
    for row in case.rows(
        """SELECT act, json_extract(detail, '$.facts.intake') AS intake,
                  json_extract(detail, '$.facts.limits') AS limits
           FROM audit WHERE act IN (?, ?) AND json_extract(detail, '$.facts.limits') IS NOT NULL ORDER BY id""",
        (START, RETRY),
    ):
        found.setdefault((row["act"], row["intake"]), {}).update(json.loads(row["limits"]))
    return {key: tuple((name, values[name]) for name in NAMES if name in values) for key, values in found.items()}


def manifest(case: Case) -> Iterator[tuple[str, str, str, ItemId]]:
    """Root, path below it, SHA-256 and item of every file that became an item with bytes, in the order found.

    A root that is a file itself has no path below it but its own name.
    """
    rows = case.rows(
        """SELECT source_root.path AS root, source_file.path, source_file.path_bytes, lower(hex(sha256)) AS digest,
                  source_file.item
           FROM source_file JOIN source_root ON source_root.id = source_file.root
           JOIN item ON item.id = source_file.item JOIN content ON content.id = item.content
           WHERE source_file.state = 'done' ORDER BY source_file.id"""
    )
    for row in rows:
        yield row["root"], row["path"] if row["path_bytes"] else "", row["digest"], ItemId(row["item"])
