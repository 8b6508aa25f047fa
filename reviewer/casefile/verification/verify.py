"""Verify a case: every page, every original, every act, and that nothing older was put in its place.

Works on damaged files too, as far as it gets: what stands in the way becomes a finding instead of an error. The checks
go from the disk upwards, because SQLite's own and SQLCipher's alone miss lost pages at the end, pages put back from an
older copy, and whole older files.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reviewer.casefile.engine import audit, journal, page_one, raw_file, schema_check
from reviewer.casefile.engine.audit import RememberedHead
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.cipher import DatabaseError
from reviewer.casefile.engine.connection import DAMAGED, Connection, connect
from reviewer.casefile.engine.copying import is_copy
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.lock import Lock, followed
from reviewer.casefile.engine.log_check import Log, check_log
from reviewer.casefile.engine.migrations import check_version, of_today, version_of
from reviewer.casefile.engine.opening import tidy
from reviewer.casefile.evidence import contents, dictionaries, text_check
from reviewer.casefile.pages import ocr
from reviewer.casefile.policy import finding_signatures
from reviewer.casefile.verification import seal_check, trail_check
from reviewer.domain.ids import ContentId
from reviewer.domain.progress import Progress, Quiet, stop_if_cancelled
from reviewer.errors import CaseError, DamagedError, LockedError, StorageError

MOST = 100
"""Findings of one part that are listed; more are counted."""


@dataclass(frozen=True, slots=True)
class CheckedPart:
    """One kind of check: how many things were looked at in how long, and what was found wrong, each with its place.

    ``apart`` is what could not be compared, and why: no damage, and nothing that speaks against it. ``unread`` is what
    the disk did not give, so that nothing can be said of it.
    """

    name: str
    checked: int
    findings: tuple[str, ...] = ()
    seconds: float = 0.0
    apart: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """All parts of a verification.

    ``sealed_since`` is when (UTC) the rows of the case were first sealed: a change made before that is not seen. It is
    empty when they always were, and ``never`` in a case of a format that has no seals.
    """

    parts: tuple[CheckedPart, ...]
    sealed_since: str = ""
    copies: tuple[str, ...] = ()
    """Names of copies beside the case from before it was brought up to date that are still what they were."""
    unproven: tuple[str, ...] = ()
    """Names of files beside the case that such a copy had: worked in since, spoiled, or under another passphrase."""
    loses: bool = False
    """Whether the log has lost something, all of it was read, and what is read of it is of the case."""
    goes_without_end: bool = False
    """Whether pages in the log are not of the case, and all of the file is what it was before that part of the log."""

    @property
    def never_sealed(self) -> bool:
        """Whether the case has no seals yet."""
        return self.sealed_since == seal_check.NEVER

    @property
    def whole(self) -> bool:
        """Whether all was looked at and nothing was found wrong."""
        return not any(part.findings or part.unread for part in self.parts)

    @property
    def only_unread(self) -> bool:
        """Whether nothing was found wrong, but the disk did not give all of the case."""
        return not self.whole and not any(part.findings for part in self.parts)


def verify(
    path: Path,
    key: Key,
    *,
    remembered: Callable[[str], RememberedHead | None] = lambda _uuid: None,
    progress: Progress | None = None,
    is_open: bool = False,
) -> Report:
    """Check everything. ``is_open`` says that this process has the case open for writing, on this same thread.

    ``remembered`` gives what is known outside the file about the case of a uuid. Errors: those of page_one for a
    file that is no case or not under this key, DamagedError where SQLite would delete a journal with the first page,
    or write the log of another file into this one, LockedError when it is open elsewhere, CancelledError, and
    NewerVersionError: what this program does not know would look to it like damage.
    """
    shown, path = progress or Quiet(), followed(path)
    readable = _check_key(path, key, shown)
    lock = None if is_open or not os.access(path, os.W_OK) else _lock(path)
    keeps_log = True
    try:
        log = check_log(path, shown, journal.under(key))  # first: SQLite lets go of what it does not read
        if log.of_another or log.begun_elsewhere:
            raise journal.refusal_of(path, log)  # the case can be looked at once that is away
        check_version(version_of(path, key) or 1)  # what cannot be read, or says 0, is among the things to report
        keeps_log = log.keeps or not readable
        if endless := _foreign_queries(path, key, shown):
            return Report((CheckedPart("database", 0, bounded(endless), unread=(_NOT_LOOKED_AT,)),))
        parts = _parts(path, key, log, remembered, shown, keeps_log=keeps_log)
        since = _since(path, key, shown)
        copies, unproven = _copies(path, key, shown)
        goes_on = not (parts[0].findings or parts[0].unread) and journal.can_go_without_end(path, key, log)
    finally:
        if lock is not None:
            if not (keeps_log and _has_log(path)):  # which would go into the file
                with suppress(CaseError, StorageError, DatabaseError):
                    connect(path, key).close()  # SQLite takes away the empty log that reading left
            lock.release()
    if since.startswith(_UNREADABLE):
        since = ""  # nothing can be said of that
    since = since if since in {"", seal_check.NEVER} or since[0].isdigit() else seal_check.NEVER
    loses = log.lost > 0 and not (log.strange or log.unread)
    return Report(parts, since, copies, unproven, loses, goes_on)


def _parts(
    path: Path,
    key: Key,
    log: Log,
    remembered: Callable[[str], RememberedHead | None],
    progress: Progress,
    *,
    keeps_log: bool,
) -> tuple[CheckedPart, ...]:
    checks: dict[str, Check] = {
        "database": _database,
        "dictionaries": _dictionaries,
        "originals": _originals,
        "texts": text_check.check,
        "audit trail": _chain,
        "reviewers' work": trail_check.acts,
        "items": trail_check.batches,
        "signatures": finding_signatures.check,
        "seals": seal_check.check,
        "pages made": trail_check.renditions,
        "text by OCR": ocr.check,
        "last opening here": lambda case, _: _compare(case, remembered),
    }
    begun = time.monotonic()
    found, unread = _pages(path, key, progress, with_log=not keeps_log)
    made = [replace(_part("pages", found, begun), unread=bounded(unread)), _of_log(log)]
    with nullcontext(_Today(path)) if made[0].findings or made[0].unread else _of_today(path, key) as today:
        for name, check in checks.items():
            stop_if_cancelled(progress)
            progress.step(0, 0, name)
            which = path if name in _AS_IT_IS else today.path
            made.append(_checked(name, which, key, check, progress))
            if name == "database":
                made[-1] = replace(made[-1], findings=(*today.misfit, *made[-1].findings))
    if not made[0].findings and any(part.unread for part in made):
        return tuple(map(_not_damaged, made))
    return tuple(made)


@dataclass(frozen=True, slots=True)
class _Today:
    """Where a case lies in today's format; or it lies there as it is, and ``misfit`` is why if that is another one."""

    path: Path
    misfit: tuple[str, ...] = ()


@contextmanager
def _of_today(path: Path, key: Key) -> Iterator[_Today]:
    with ExitStack() as until_checked:
        try:
            found = _Today(until_checked.enter_context(of_today(path, key)))
        except DamagedError as error:
            found = _Today(path, (str(error),))
        yield found


def _of_log(log: Log) -> CheckedPart:
    unread = (log.unread,) if log.unread else ()
    return CheckedPart("frames of the log", log.frames, tuple(log.findings), apart=tuple(log.apart), unread=unread)


def _not_damaged(part: CheckedPart) -> CheckedPart:
    """SQLite calls a page damaged that the disk does not give; here every page that it gave was what was written."""
    return replace(part, findings=(), unread=part.findings) if part.findings == (_DAMAGED,) else part


def _checked(name: str, path: Path, key: Key, check: Check, progress: Progress) -> CheckedPart:
    begun = time.monotonic()
    try:
        found = _on_a_fresh_connection(path, key, check, progress)
        if found[1] == [_DAMAGED]:
            found = _on_a_fresh_connection(path, key, check, progress)
            if found[1] != [_DAMAGED]:
                return replace(_part(name, found, begun), unread=("the disk failed once; asked again, it gave it",))
        return _part(name, found, begun)
    except StorageError as error:
        return CheckedPart(name, 0, (), time.monotonic() - begun, unread=(str(error),))


def _foreign_queries(path: Path, key: Key, progress: Progress) -> list[str]:
    """What was not made by the program, where views are among it: none of their rows is read, as that may never end."""

    def told(case: Case, _: Progress) -> Found:
        version = int(case.value("PRAGMA user_version"))
        return 0, schema_check.foreign(case, version) if schema_check.has_foreign_query(case, version) else []

    with suppress(CaseError, StorageError, DatabaseError):
        found = _on_a_fresh_connection(path, key, told, progress)[1]
        return [] if found and found[0].startswith(_UNREADABLE) else found
    return []


def _since(path: Path, key: Key, progress: Progress) -> str:
    try:
        return _on_a_fresh_connection(path, key, lambda case, _: (0, [seal_check.since(case)]), progress)[1][0]
    except StorageError:
        return ""


def _copies(path: Path, key: Key, progress: Progress) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Files that have the names of copies made before upgrades: those that are still such a copy, and the others."""
    made: dict[str, tuple[int, bytes]] = {}

    def told(case: Case, _: Progress) -> Found:
        for name, version, head in case.tuples(_UPGRADES):
            made.setdefault(str(name), (int(version), bytes(head)))
        return 0, []

    with suppress(CaseError, StorageError, DatabaseError):
        _on_a_fresh_connection(path, key, told, progress)
    there = [name for name in made if name and name == Path(name).name and path.with_name(name).is_file()]
    proven = []
    for name in there:  # each page of it is looked at
        stop_if_cancelled(progress)
        progress.step(0, 0, "copies from before")
        if is_copy(path.with_name(name), key, *made[name]):
            proven.append(name)
    return tuple(proven), tuple(name for name in there if name not in proven)


def further(path: Path, key: Key, checks: Mapping[str, FurtherCheck], progress: Progress) -> tuple[CheckedPart, ...]:
    """Make checks of others, each in a snapshot of its own; of a case of an earlier format as it is in today's."""
    made, path = [], followed(path)
    if _foreign_queries(path, key, progress):
        return tuple(CheckedPart(name, 0, unread=(_NOT_LOOKED_AT,)) for name in checks)
    try:
        with _of_today(path, key) as today:
            for name, check in checks.items():
                stop_if_cancelled(progress)
                apart: list[str] = []
                made.append(_checked(name, today.path, key, _in_a_snapshot(check, apart), progress))
                made[-1] = replace(made[-1], apart=bounded(apart))
    finally:
        tidy(path, key)
    return tuple(made)


def _in_a_snapshot(check: FurtherCheck, apart: list[str]) -> Check:
    def checked(case: Case, progress: Progress) -> Found:
        apart.clear()  # it may be made again
        case.execute("BEGIN")
        return check(case, progress, apart)

    return checked


def _part(name: str, found: Found, begun: float) -> CheckedPart:
    return CheckedPart(name, found[0], bounded(found[1]), time.monotonic() - begun)


def _check_key(path: Path, key: Key, progress: Progress) -> bool:
    """Whether the first page can be read: else SQLite would take away the log as one in which there is nothing.

    A spoiled first page is among the things to report, so that the rest of the file is looked at as well. But beside
    it a journal that is not sure to be put back may hold the page whole, and SQLite would delete it.
    """
    readable = True
    for check in (lambda: page_one.salt_of(path), lambda: page_one.check_key(path, key, progress)):
        try:
            check()
        except DamagedError:
            if journal.left(path) is not None:
                raise
            readable = False
    return readable


_UNREADABLE = "could not be read: "
_DAMAGED = f"{_UNREADABLE}{DAMAGED}"
_NOT_LOOKED_AT = "nothing else was looked at, since what other programs have made in the case may never let go"
_AS_IT_IS = {"database", "audit trail", "last opening here", "seals"}
"""Parts that are checked in the file itself whatever its format; the others read tables by the names of today."""

_UPGRADES = """SELECT json_extract(detail, '$.facts.copy'), json_extract(detail, '$.facts.from'),
    (SELECT hash FROM audit AS before WHERE before.id < audit.id ORDER BY before.id DESC LIMIT 1)
    FROM audit WHERE act = 'case upgrade' ORDER BY id"""
"""Of each step of each upgrade the copy that was made, the format it came from, and the act before it."""

Found = tuple[int, list[str]]
"""How many things were checked, and the findings."""
Check = Callable[[Case, Progress], Found]
FurtherCheck = Callable[[Case, Progress, list[str]], Found]
"""A check that also tells, in the list it is given, what it could not compare."""


def _lock(path: Path) -> Lock | None:
    try:
        return Lock(path)
    except OSError:
        return None  # nobody can write there, so nobody does


def bounded(found: list[str]) -> tuple[str, ...]:
    """Findings, and behind so many the number of the others."""
    if len(found) <= MOST:
        return tuple(found)
    return (*found[:MOST], f"and {len(found) - MOST:,} more")


def _pages(path: Path, key: Key, progress: Progress, *, with_log: bool) -> tuple[Found, list[str]]:
    """The HMAC of each page, and whether pages are missing at the end; and what the disk did not give.

    ``with_log``: the log is taken in first. Where it is left as it is, it may still hold pages from the end.
    """
    found, unread = _log_taken_in(path, key) if with_log else ([], [])
    mac_key = page_one.page_mac_key(key)
    with raw_file.Reading(path) as file:
        size = os.fstat(file.fileno()).st_size
        total = size // page_one.PAGE
        for number in range(1, total + 1):
            try:
                file.seek((number - 1) * page_one.PAGE)
                page = file.read(page_one.PAGE)
            except OSError as error:
                unread.append(str(StorageError.of(f"page {number} cannot be read", error)))
                continue
            if not page_one.page_is_whole(mac_key, number, page):
                found.append(f"page {number} is not what was written")
            elif number == 1:
                if page[: len(key.salt)] != key.salt:
                    found.append("page 1: the salt is not the one of this key")
                missing = page_one.pages_by_header(key, page) - total
                if missing > 0 and with_log:
                    found.append(f"{missing} pages are missing after page {total}")
            if number % 1000 == 0:
                stop_if_cancelled(progress)
                progress.step(number, total, "pages")
    if size % page_one.PAGE:
        found.append(f"{size % page_one.PAGE} bytes follow page {total} that make no page")
    return (total, found), unread


def _log_taken_in(path: Path, key: Key) -> tuple[list[str], list[str]]:
    """Take the write-ahead log into the file; what is wrong with it, or what the disk did not allow."""
    try:
        _checkpoint(path, key)
    except StorageError as error:
        return [], [f"the write-ahead log could not be taken in: {error}"]
    except (CaseError, DatabaseError) as error:
        return [f"the write-ahead log could not be taken in: {error}"], []
    return [], []


def _has_log(path: Path) -> bool:
    """Whether something is in the write-ahead log that is not in the file yet."""
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0


def _checkpoint(path: Path, key: Key) -> None:
    journal.put_back(path, key)
    if not _has_log(path):
        return
    connection = connect(path, key)
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        connection.close()


def _on_a_fresh_connection(path: Path, key: Key, check: Check, progress: Progress) -> Found:
    """Run a check on a connection of its own, for a cache would hide what is on the disk."""
    immutable = not os.access(path.absolute().parent, os.W_OK)
    try:
        connection = _connected(path, key, immutable=immutable)
    except (CaseError, DatabaseError) as error:
        return 0, [f"{_UNREADABLE}{error}"]
    with Case(path, connection, lambda: connect(path, key, read_only=True), read_only=True) as case:
        try:
            return check(case, progress)
        except (LockedError, StorageError):
            raise
        except (CaseError, DatabaseError, ValueError, TypeError, KeyError) as error:
            # A damaged file may answer with anything; that it cannot be understood is the finding.
            return 0, [f"{_UNREADABLE}{error}"]


def _connected(path: Path, key: Key, *, immutable: bool) -> Connection:
    """A connection that reads; where there is no room for the files that SQLite shares with a writer, without them."""
    try:
        return connect(path, key, read_only=True, immutable=immutable)
    except StorageError:
        if immutable or _has_log(path):
            raise
    return connect(path, key, read_only=True, immutable=True)


def _database(case: Case, _progress: Progress) -> Found:
    found = [str(row[0]) for row in case.rows("PRAGMA integrity_check(100)") if row[0] != "ok"]
    found += [
        f"{row['table']} {row['rowid']} points to a row of {row['parent']} that is not there"
        for row in case.rows("PRAGMA foreign_key_check")
    ]
    found += [*_partial_indexes(case), *schema_check.foreign(case, int(case.value("PRAGMA user_version")))]
    return int(case.value("SELECT count(*) FROM sqlite_schema")), found


def _partial_indexes(case: Case) -> Iterator[str]:
    """Indexes of some rows of a table with more entries than those rows: SQLite's own check does not count them."""
    for name, table, sql in case.tuples(
        "SELECT name, tbl_name, sql FROM sqlite_schema WHERE sql LIKE 'CREATE %INDEX % WHERE %'"
    ):
        condition = sql.partition(" WHERE ")[2]
        counts = (
            f'SELECT count(*) FROM "{table}" {how} WHERE {condition}' for how in (f'INDEXED BY "{name}"', "NOT INDEXED")
        )
        entries, rows = map(case.value, counts)
        if entries != rows:
            found = f"{entries} entries in index {name} for {rows} rows of {table}"
            yield found


def _dictionaries(case: Case, _progress: Progress) -> Found:
    return dictionaries.check(case)


def _originals(case: Case, progress: Progress) -> Found:
    found = []
    total = int(case.value("SELECT count(*) FROM content"))
    for done, row in enumerate(_contents(case), start=1):
        digest, size = hashlib.sha256(), 0
        try:
            for piece in contents.stream(case, ContentId(row["id"])):
                digest.update(piece)
                size += len(piece)
        except (CaseError, DatabaseError) as error:
            found.append(f"{_whose(case, row['id'])} cannot be read: {error}")
        else:
            if digest.digest() != bytes(row["sha256"]) or size != row["size"]:
                found.append(f"{_whose(case, row['id'])} is not what was taken in")
        stop_if_cancelled(progress)
        progress.step(done, total, "originals")
    return total, found


def _contents(case: Case) -> Iterator[Any]:
    last = 0
    while rows := case.execute("SELECT * FROM content WHERE id > ? ORDER BY id LIMIT 500", (last,)).fetchall():
        yield from rows
        last = rows[-1]["id"]


def _whose(case: Case, content: object) -> str:
    prefix = case.value("SELECT control_prefix FROM case_record")
    item = case.value("SELECT min(id) FROM item WHERE content = ?", (content,))
    return f"content {content}" if item is None else f"the original of {prefix}-{int(item):06d}"


def _chain(case: Case, _progress: Progress) -> Found:
    return audit.check_chain(case), []


def _compare(case: Case, remembered: Callable[[str], RememberedHead | None]) -> Found:
    """Whether the file still has the audit entry that was the last one when it was last open on this laptop."""
    kept = remembered(str(case.value("SELECT uuid FROM case_record")))
    if kept is None:
        return 0, []
    return 1, [words] if (words := audit.older_than(case, kept)) else []
