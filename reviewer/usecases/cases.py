"""Create, open, look at and close a case; what this laptop remembers of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reviewer.casefile import audit, opening, pageone
from reviewer.casefile.case import Case
from reviewer.casefile.credential import Key, check_new_passphrase, derive, new_salt
from reviewer.desktop import settings
from reviewer.desktop.keyring import Keyring
from reviewer.errors import DamagedError, UsageError


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


def check_is_a_case(path: Path) -> None:
    """Raise what is wrong with a file as far as one can tell without its key."""
    pageone.salt_of(path)


def open_with_passphrase(path: Path, passphrase: str, *, read_only: bool = False) -> Case:
    """Open a case by its passphrase; CredentialError when it is not the one."""
    return open_with_key(path, derive(passphrase, pageone.salt_of(path)), read_only=read_only)


def open_with_key(path: Path, key: Key, *, read_only: bool = False) -> Case:
    """Open a case by its raw key."""
    case = opening.open_case(path, key, read_only=read_only)
    settings.add_recent_case(path)
    return case


def close(case: Case) -> None:
    """Remember the head of the audit trail outside the file, then close it."""
    if not older_than_remembered(case):
        number, digest = audit.head(case)
        settings.remember_head(_uuid(case), number, digest)
    case.close()


def older_than_remembered(case: Case) -> str:
    """In words, when the file lacks what it held when last open on this laptop; else empty."""
    kept = settings.remembered_head(_uuid(case))
    if kept is None:
        return ""
    number, digest = kept
    if number == 0 or case.value("SELECT hash FROM audit WHERE id = ?", (number,)) == digest:
        return ""
    held = audit.head(case)[0]
    if held < number:
        return (
            f"this file is older than when it was last open here: it ends at audit entry {held}, then it had {number}"
        )
    return f"this file differs from when it was last open here: audit entry {number} is another"


def remembered_key(path: Path, keyring: Keyring | None = None) -> Key | None:
    """The key this laptop's keyring holds for a case, or None."""
    salt = pageone.salt_of(path)
    raw = (keyring or Keyring()).recall(salt)
    return None if raw is None else Key(raw, salt)


def remember(path: Path, passphrase: str, keyring: Keyring | None = None) -> str:
    """Keep the key of a case in this laptop's keyring, once it is proved right; the keyring's name."""
    key = derive(passphrase, pageone.salt_of(path))
    pageone.check_key(path, key)
    used = keyring or Keyring()
    used.remember(key.salt, key.raw)
    return used.name


def forget(path: Path, keyring: Keyring | None = None) -> bool:
    """Remove the key of a case from this laptop's keyring; whether it was there."""
    return (keyring or Keyring()).forget(pageone.salt_of(path))


def info(case: Case, keyring: Keyring | None = None) -> CaseInfo:
    """The case in figures."""
    record = case.row("SELECT * FROM case_record")
    if record is None:
        raise DamagedError("the case has no record of itself", "Restore it from a copy.")
    number, digest = audit.head(case)
    used = keyring or Keyring()
    return CaseInfo(
        title=record["title"],
        reference=record["reference"],
        items=case.value("SELECT count(*) FROM item"),
        passages=case.value("SELECT count(*) FROM passage"),
        officers=case.value("SELECT count(*) FROM officer"),
        format_version=case.value("PRAGMA user_version"),
        uuid=record["uuid"],
        created=record["created"],
        created_by=record["created_by"],
        audit_entries=number,
        audit_head=digest.hex(),
        remembered=used.recall(opening.key_of(case).salt) is not None,
        keyring=used.name,
    )


def _uuid(case: Case) -> str:
    return str(case.value("SELECT uuid FROM case_record"))
