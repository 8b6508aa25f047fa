"""A new key for a case: an encrypted copy that takes the file's place, never a change in place.

``PRAGMA rekey`` rewrites the file page by page; killed at the wrong moment it leaves a file that no key opens. Here, at
every moment, the file of that name is whole and opens with the old key or with the new one.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

from reviewer.casefile.engine import audit, copying, page_one
from reviewer.casefile.engine.case import Case, Upgrade
from reviewer.casefile.engine.connection import connect
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.lock import followed
from reviewer.casefile.engine.opening import connection_of, go_on_under, open_case
from reviewer.domain.progress import Progress
from reviewer.errors import KnownError, LockedError, NotReopenedError, StorageError

Head = tuple[int, bytes]
"""Number and hash of the last entry of a trail."""


def change_key(
    path: Path, old: Key, new: Key, *, reviewer: str, upgraded: Callable[[Upgrade], None] = lambda _: None
) -> None:
    """Put a case that is open nowhere under a new key, and say so in its audit trail.

    A case of an earlier format is brought up to date first; ``upgraded`` is told at once, for that stays whatever fails
    afterwards. The copy made before has the old key.

    LockedError when it is open, StorageError when there is no room for a copy; the old key then stays. A StorageError
    of a disk that fails after the copy took the file's place says that the new key holds.
    """
    path = followed(path)
    try:
        _change(path, old, new, reviewer, upgraded)
    except StorageError as error:
        if not _took_place(path, new):
            raise
        raise _not_said_kept() from error


def _took_place(path: Path, new: Key) -> bool:
    """Whether the file is under the new key."""
    try:
        return page_one.salt_of(path) == new.salt
    except KnownError:
        return False


def _change(path: Path, old: Key, new: Key, reviewer: str, upgraded: Callable[[Upgrade], None]) -> None:
    case = open_case(path, old)
    try:
        if case.upgraded is not None:
            upgraded(case.upgraded)
        _put_under(case, new, reviewer)
    finally:
        case.close()


def _put_under(
    case: Case,
    new: Key,
    reviewer: str,
    progress: Progress | None = None,
    noted: Callable[[Head], None] = lambda _: None,
) -> None:
    """Put the file of a case under a new key; this connection is then to another file, that has no name any more.

    ``noted`` is told the head of the trail in that file before it has the place.
    """
    source = connection_of(case)
    if case.read_only:
        raise StorageError(
            f"the passphrase cannot be changed: {case.why_read_only}", "Copy it to a disk you can write to."
        )
    # Leaving WAL takes the log into the file and removes it, and is refused while anybody else has the file open:
    # nobody's log can then be taken for the new file's.
    try:
        mode = source.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
    except LockedError:
        mode = "wal"
    if mode != "delete":
        raise LockedError("the case is open elsewhere", "Close it in every other program, then try again.")
    copying.encrypted_copy(
        source, case.path, new, finish=lambda copy: noted(_note(copy, new, reviewer)), progress=progress
    )


@dataclass(frozen=True, slots=True)
class Rekeyed:
    """The case to go on with after its key was changed; ``trouble`` is what the disk said once the change held."""

    case: Case
    trouble: StorageError | None = None


def change_open_key(
    case: Case,
    new: Key,
    *,
    reviewer: str,
    progress: Progress | None = None,
    holds: Callable[[Head], None] = lambda _: None,
) -> Rekeyed:
    """Put a case under a new key that this connection has open for writing, and no other one.

    What fails before the copy takes the file's place leaves the case open as it was, under its old key: LockedError
    when it is open elsewhere, StorageError when there is no room for a copy or it may not be written to, CancelledError
    as the ``progress`` asks for it. Once the change ``holds``, that is told with the new head of its trail, before the
    case is opened again: where that fails, NotReopenedError, and the case is closed.
    """
    trouble, heads = None, list[Head]()
    connection_of(case).check_in_place()
    with ExitStack() as undo:
        undo.callback(_back_to_log, case)
        try:
            _put_under(case, new, reviewer, progress, heads.append)
        except StorageError:
            if not _took_place(case.path, new):
                raise
            trouble = _not_said_kept()
        undo.pop_all()
    holds(heads[-1])
    try:
        return Rekeyed(go_on_under(case, new), trouble)
    except (KnownError, OSError) as error:
        raise NotReopenedError(
            f"the passphrase is changed, and the case could not be opened again: {error}",
            "Open it with the new passphrase." if trouble is None else trouble.advice,
        ) from error


def _back_to_log(case: Case) -> None:
    """Write to the log again, as before. Where the disk does not let it, each act waits for those who read instead."""
    if not case.read_only:
        with suppress(KnownError):
            connection_of(case).execute("PRAGMA journal_mode = WAL").fetchone()


def _not_said_kept() -> StorageError:
    return StorageError(
        "the passphrase is changed, but the disk failed before it said that the change is kept",
        "Open the case with the new passphrase; should it be refused after a power cut, the old one still holds. "
        "Copy the case to another disk.",
    )


def _note(copy: Path, key: Key, reviewer: str) -> Head:
    """Say in the trail of a copy that it has this key; the head of its trail then."""
    connection = connect(copy, key)
    try:
        case = Case(copy, connection, lambda: connect(copy, key, read_only=True), read_only=False)
        with case.act(reviewer, "passphrase change") as act:
            act.facts["salt"] = key.salt.hex()
        head = audit.head(case)
        # Closing takes the log into the file as well, and says nothing when the disk fails meanwhile.
        if connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0] != "delete":
            raise StorageError("the disk failed while writing the copy", "Check the disk; the old passphrase stays.")
    finally:
        connection.close()
    page_one.check_key(copy, key)
    return head
