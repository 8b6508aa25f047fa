"""Create, open, look at and close a case; what this laptop remembers of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reviewer import __version__
from reviewer.casefile.engine import audit, journal, opening, page_one, recovery
from reviewer.casefile.engine.audit import RememberedHead
from reviewer.casefile.engine.case import Case, Upgrade
from reviewer.casefile.engine.credential import Key, check_new_passphrase, derive, new_salt
from reviewer.casefile.engine.passphrase import change_key
from reviewer.casefile.engine.record import record
from reviewer.casefile.evidence import items
from reviewer.casefile.pages import ocr_words, passages
from reviewer.casefile.people import officers
from reviewer.desktop import settings
from reviewer.desktop.keyring import Keyring
from reviewer.domain.progress import Progress
from reviewer.errors import CredentialError, InputError, LockedError, StorageError, UsageError
from reviewer.isolation import consent
from reviewer.usecases.passphrase_estimate import load_words, strength, strength_hint

if TYPE_CHECKING:
    from reviewer.casefile.engine.journal import KeptLog
    from reviewer.casefile.verification.verify import Report

__all__ = [
    "CaseInfo",
    "accept_lost",
    "accept_older",
    "change_passphrase",
    "check_key",
    "check_new_case",
    "check_new_passphrase",
    "close",
    "create",
    "forget",
    "head_to_remember",
    "info",
    "key_for",
    "key_of_recovery_sheet",
    "load_words",
    "older_than_remembered",
    "open_with_key",
    "open_with_passphrase",
    "remember",
    "remember_head",
    "remembered_key",
    "renew_remembered",
    "strength",
    "strength_hint",
    "verify",
    "verify_open",
]

# Handed on as the case file answers it.
key_of_recovery_sheet = recovery.read


@dataclass(frozen=True, slots=True)
class CaseInfo:
    """A case in figures. Times are UTC; ``remembered`` says whether this laptop's keyring holds its key."""

    title: str
    reference: str
    items: int
    passages: int
    officers: int
    format_version: int
    uuid: str
    created: str
    created_by: str
    audit_entries: int
    audit_head: str
    remembered: bool
    keyring: str


def create(path: Path, passphrase: str, *, title: str, reference: str = "", reviewer: str) -> Case:
    """Create a case file under a new passphrase."""
    check_new_case(path, title)
    check_new_passphrase(passphrase)
    made = opening.create_case(
        path, derive(passphrase, new_salt()), title=title, reference=reference, reviewer=reviewer
    )
    settings.add_recent_case(path)
    return made


def check_new_case(path: Path, title: str) -> None:
    """Raise what stands in the way of a new case, before anybody is asked for a passphrase."""
    if not title.strip():
        raise UsageError("the case needs a title", "Give it one with --title.")
    opening.check_free(path)


def key_for(path: Path, passphrase: str) -> Key:
    """The key that a passphrase gives for a case; whether it is the right one, opening tells."""
    return derive(passphrase, page_one.salt_of(path))


def open_with_passphrase(
    path: Path,
    passphrase: str,
    *,
    read_only: bool = False,
    upgraded: Callable[[Upgrade], None] = lambda _: None,
    progress: Progress | None = None,
) -> Case:
    """Open a case by its passphrase; CredentialError when it is not the one."""
    return open_with_key(path, key_for(path, passphrase), read_only=read_only, upgraded=upgraded, progress=progress)


def open_with_key(
    path: Path,
    key: Key,
    *,
    read_only: bool = False,
    upgraded: Callable[[Upgrade], None] = lambda _: None,
    progress: Progress | None = None,
) -> Case:
    """Open a case by its raw key.

    ``upgraded`` is told at once if it was brought up to date for that, which stays whatever fails after it. After a
    kill ``progress`` hears how far its log is looked through, and may stop that.
    """
    case = opening.open_case(path, key, read_only=read_only, progress=progress)
    with ExitStack() as undo:
        undo.enter_context(closing(case))
        if case.upgraded is not None:
            upgraded(case.upgraded)
        if not case.read_only:
            ocr_words.write_all(
                case, f"Evidence Reviewer {__version__}"
            )  # what an OCR that was killed has found is searchable from now on
        settings.add_recent_case(path)
        undo.pop_all()
    return case


def close(case: Case) -> None:
    """Remember the head of the audit trail outside the file, then close it.

    StorageError, once it is closed, where its file had been moved or replaced: it says where what was saved in it is.
    """
    try:
        remember_head(case)
    finally:
        consent.take_back()
        case.close()
    if case.kept_beside is not None:
        raise StorageError(
            f"{case.path.name} was moved, removed or replaced while it was open",
            f"What was saved in it is kept beside it, in {case.kept_beside.name}. Go on with the one that is right.",
        )


def older_than_remembered(case: Case) -> str:
    """In words, when the file lacks what it held when last open on this laptop; else empty."""
    kept = _head_on_this_laptop(_uuid(case))
    return "" if kept is None else audit.older_than(case, kept)


def accept_older(case: Case, *, reviewer: str) -> None:
    """Go on with a file that is older than when last open here, as after restoring a copy; the trail says so."""
    kept = _head_on_this_laptop(_uuid(case))
    if kept is None or not older_than_remembered(case):
        raise InputError("this file is not older than when it was last open here", "There is nothing to accept.")
    with case.act(reviewer, "case accept older", _uuid(case)) as act:
        act.facts.update({"remembered": kept.number, "hash": kept.hash.hex()})
    settings.remember_head(_uuid(case), *audit.head(case))


def accept_lost(path: Path, key: Key, *, reviewer: str, progress: Progress | None = None) -> KeptLog:
    """Go on with a case without what its log has lost; the log is kept as it was found, and the trail says so.

    That it is older than when last open here is accepted with that, and with nothing else: where the program is killed
    before it, whoever opens the case next is told so, since a note that a log was kept is no proof of which copy of the
    case it lies beside by then.
    """
    kept = journal.keep_log(path, key, reviewer=reviewer, progress=progress)
    with closing(opening.open_case(path, key, progress=progress)) as case:
        if case.went_on:
            _remember_without_lost(case)
    return kept


def _remember_without_lost(case: Case) -> None:
    """Remember the head of a case that went on without what its log had lost, as what that held is known to be gone.

    Its last act tells of it. What is remembered of the acts before is not gone with the log: a file that has others
    there was older, or another, without that, which stays to be told.
    """
    kept = _head_on_this_laptop(_uuid(case))
    if kept is None or kept.number >= audit.head(case)[0] or not audit.older_than(case, kept):
        settings.remember_head(_uuid(case), *audit.head(case))


def verify(path: Path, key: Key, progress: Progress | None = None) -> Report:
    """Verify a case that is open nowhere."""
    from reviewer.casefile.verification import verify as verification  # noqa: PLC0415 - few commands verify

    return verification.verify(path, key, remembered=_head_on_this_laptop, progress=progress)


def verify_open(case: Case, progress: Progress | None = None) -> Report:
    """Verify a case that this process has open for writing, on the thread that writes."""
    from reviewer.casefile.verification import verify as verification  # noqa: PLC0415 - as above

    key = opening.key_of(case)
    return verification.verify(
        case.path, key, remembered=_head_on_this_laptop, progress=progress, is_open=not case.read_only
    )


def change_passphrase(
    path: Path,
    key: Key,
    passphrase: str,
    *,
    reviewer: str,
    keyring: Keyring | None = None,
    upgraded: Callable[[Upgrade], None] = lambda _: None,
) -> None:
    """Put a case that is open nowhere under a new passphrase; a key remembered on this laptop is renewed.

    ``upgraded`` is told if it was brought up to date for that; the copy made before keeps the old passphrase.

    Errors: those of opening, StorageError when there is no room for a copy, KeyringError when only the remembering
    failed.
    """
    check_new_passphrase(passphrase)
    page_one.check_key(path, key)
    new = derive(passphrase, new_salt())
    change_key(path, key, new, reviewer=reviewer, upgraded=upgraded)
    try:
        renew_remembered(key, new, keyring)
    finally:  # else the file from before would pass for it; that it is changed stays true whoever has it open by now
        with (
            suppress(LockedError, StorageError),
            closing(opening.open_case(path, new, read_only=True)) as case,
        ):
            remember_head(case)


def renew_remembered(old: Key, new: Key, keyring: Keyring | None = None) -> None:
    """Where this laptop remembers a key, have it remember the one that took its place. KeyringError where it cannot."""
    used = keyring or Keyring()
    if used.forget(old.salt):
        used.remember(new.salt, new.raw)


def check_key(path: Path, key: Key) -> None:
    """Raise CredentialError when this is not the key of a case; nothing is written."""
    page_one.salt_of(path)
    page_one.check_key(path, key)


def remembered_key(path: Path, keyring: Keyring | None = None) -> Key | None:
    """The key this laptop's keyring holds for a case, if it opens it, or None."""
    salt = page_one.salt_of(path)
    raw = (keyring or Keyring()).recall(salt)
    if raw is None:
        return None
    key = Key(raw, salt)
    try:
        page_one.check_key(path, key)
    except CredentialError:
        return None
    return key


def remember(path: Path, key: Key, keyring: Keyring | None = None) -> str:
    """Keep the key of a case in this laptop's keyring, once it is proved right; the keyring's name."""
    page_one.check_key(path, key)
    used = keyring or Keyring()
    used.remember(key.salt, key.raw)
    return used.name


def forget(path: Path, keyring: Keyring | None = None) -> bool:
    """Remove the key of a case from this laptop's keyring; whether it was there."""
    return (keyring or Keyring()).forget(page_one.salt_of(path))


def info(case: Case, keyring: Keyring | None = None) -> CaseInfo:
    """The case in figures."""
    kept = record(case)
    number, digest = audit.head(case)
    used = keyring or Keyring()
    return CaseInfo(
        title=kept.title,
        reference=kept.reference,
        items=items.count(case),
        passages=passages.count(case),
        officers=officers.count(case),
        format_version=kept.format_version,
        uuid=kept.uuid,
        created=kept.created,
        created_by=kept.created_by,
        audit_entries=number,
        audit_head=digest.hex(),
        remembered=used.recall(opening.key_of(case).salt) is not None,
        keyring=used.name,
    )


def remember_head(case: Case) -> None:
    """Remember the head of the audit trail outside the file, unless the file is older than what is remembered."""
    if not older_than_remembered(case):
        settings.remember_head(_uuid(case), *audit.head(case))


def head_to_remember(case: Case) -> Callable[[tuple[int, bytes]], object]:
    """What remembers a later head of the trail outside the file, unless the file is older than what is remembered.

    It may be called when the case is closed.
    """
    if older_than_remembered(case):
        return lambda _head: None
    uuid = _uuid(case)
    return lambda head: settings.remember_head(uuid, *head)


def _head_on_this_laptop(uuid: str) -> RememberedHead | None:
    kept = settings.remembered_head(uuid)
    return None if kept is None else RememberedHead(*kept)


def _uuid(case: Case) -> str:
    return record(case).uuid
