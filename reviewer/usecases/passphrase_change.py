"""Change the passphrase of a case that is open, and go on with it; what of it then still opens by the old one."""

from __future__ import annotations

import hmac
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from reviewer.casefile.engine import lock, opening, page_one, recovery
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.credential import Key, check_new_passphrase, derive, new_salt
from reviewer.casefile.engine.passphrase import Head, change_open_key
from reviewer.desktop.keyring import Keyring
from reviewer.domain.progress import Progress, Quiet
from reviewer.errors import CredentialError, KnownError, NotReopenedError, StorageError
from reviewer.usecases import cases

MOST_NAMES = 8
"""Of so many files the names are said."""

AT_ONCE = 500
"""Files beside a case that are looked at in a moment: whatever was asked to stop, it was not this."""


@dataclass(frozen=True, slots=True)
class Others:
    """The files in the folder of a case that still open with its old passphrase, whatever they are called.

    ``unread`` are those that could not be looked into; ``unlisted`` says that the folder itself could not be. So many
    files were ``looked`` at, and so many are ``left`` since it was told to stop.
    """

    folder: Path
    names: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    unlisted: bool = False
    looked: int = 0
    left: int = 0

    @property
    def words(self) -> str:
        """What was found, in sentences."""
        if self.unlisted:
            return self.where
        found = f"In its folder: {_few(self.names)}." if self.names else ""
        unread = f"Could not be looked into: {_few(self.unread)}." if self.unread else ""
        return " ".join(filter(None, (found, unread, self.where)))

    @property
    def where(self) -> str:
        """Where was looked, in a sentence or two."""
        if self.unlisted:
            return f"Whether any is in its folder, {self.folder}, is not known: the folder cannot be read."
        files = f"{self.looked:,} other file{'' if self.looked == 1 else 's'}"
        none = "" if self.names else "None was found. "
        where = f"{none}Looked at {files} in its folder, {self.folder}; not at folders in it, and nowhere else."
        return f"{where} Stopped as asked: {self.left:,} more were not looked at." if self.left else where


def _few(names: tuple[str, ...]) -> str:
    more = len(names) - MOST_NAMES
    return ", ".join(names[:MOST_NAMES]) + (f" and {more} more" if more > 0 else "")


@dataclass(frozen=True, slots=True)
class ChangedPassphrase:
    """A case to go on with under its new key.

    ``others`` are files beside it that still open with the old passphrase; ``troubles`` are what went wrong once the
    change held: a disk that did not say that it is kept, a keyring that did not take the new key.
    """

    case: Case
    others: Others
    troubles: tuple[KnownError, ...] = ()


def check(case: Case) -> None:
    """Raise what stands in the way of a change, before anybody is asked for a passphrase: StorageError."""
    if case.read_only:
        raise StorageError(
            f"the passphrase cannot be changed: {case.why_read_only or 'the case is open for reading only'}",
            "Copy the case to a disk you can write to, open it there, and change it then.",
        )
    try:
        needed, free = case.path.stat().st_size, shutil.disk_usage(case.path.absolute().parent).free
    except OSError as error:
        raise StorageError.of(f"{case.path.name} cannot be looked at", error) from error
    if free < needed:
        raise StorageError(
            f"there is no room for a copy of the case under a new key: it takes {needed / 1e6:,.1f} MB, and "
            f"{free / 1e6:,.1f} MB are free",
            "Free some space on that disk, then try again. Nothing was changed.",
        )


def new_key(case: Case, present: str, passphrase: str, *, by_sheet: bool = False) -> Key:
    """The key that a new passphrase gives an open case, for whoever has the present one, or its recovery sheet.

    Takes as long as deriving two keys does, and changes nothing. CredentialError when ``present`` is not what opens
    the case, or the new passphrase is too weak or is the present one; and what :func:`check` raises.
    """
    check(case)
    held = opening.key_of(case)
    given = recovery.read(present) if by_sheet else derive(present, held.salt)
    if given.salt != held.salt or not hmac.compare_digest(given.raw, held.raw):
        raise CredentialError(*_NOT_BY_SHEET if by_sheet else _NOT_BY_PASSPHRASE)
    check_new_passphrase(passphrase)
    if hmac.compare_digest(derive(passphrase, held.salt).raw, held.raw):
        raise CredentialError(
            "the new passphrase is the present one", "Choose another; a recovery sheet can be made without a change."
        )
    return derive(passphrase, new_salt())


_NOT_BY_PASSPHRASE = (
    "the present passphrase is not the one of this case",
    "Nothing was changed. Look at capitals and the keyboard's language, and try again; or use the recovery sheet.",
)
_NOT_BY_SHEET = (
    "these lines are not of a recovery sheet that opens this case",
    "Nothing was changed. A sheet made before the last change of passphrase opens only copies from before.",
)


def change_open(
    case: Case, key: Key, *, reviewer: str, keyring: Keyring | None = None, progress: Progress | None = None
) -> ChangedPassphrase:
    """Put a case that is open for writing here, and nowhere else, under a new key; a key remembered here is renewed.

    Errors leave it open under its old key: LockedError, StorageError, CancelledError, DamagedError. After a
    NotReopenedError the change holds, and the case is closed; what is remembered here is renewed all the same, and its
    advice names the copies and what went wrong besides.
    """
    old, path = opening.key_of(case), case.path
    remember = cases.head_to_remember(case)
    troubles: list[KnownError] = []

    def holds(head: Head) -> None:
        try:
            cases.renew_remembered(old, key, keyring)
        except KnownError as error:
            troubles.append(error)
        remember(head)  # else the file from before would pass for it

    try:
        done = change_open_key(case, key, reviewer=reviewer, progress=progress, holds=holds)
    except NotReopenedError as error:
        told = [error.advice, *(f"Besides: {each}. {each.advice}".strip() for each in troubles)]
        others = others_under(path, old.salt, progress)
        told.append(f"Copies from before still open with the old passphrase. {others.words}")
        raise NotReopenedError(str(error), " ".join(told)) from error
    troubles[:0] = [] if done.trouble is None else [done.trouble]
    return ChangedPassphrase(done.case, others_under(path, old.salt, progress), tuple(troubles))


def others_under(path: Path, salt: bytes, progress: Progress | None = None) -> Others:
    """The files beside a case that begin with this salt: they are the case, under the key that goes with it.

    Folders are not looked into. Where the name of the case is a link, its folder is that of the file. In a very large
    folder the ``progress`` tells how far it is, and may ask it to stop.
    """
    progress = progress or Quiet()
    names, unread = list[str](), list[str]()
    own = lock.followed(path).absolute()
    folder = own.parent
    entries = list[os.DirEntry[str]]()
    try:
        with os.scandir(folder) as listing:
            for entry in listing:
                if entry.name != own.name:
                    entries.append(entry)
                    progress.step(len(entries), 0, "names in the folder of the case")
    except OSError:
        return Others(folder, unlisted=True)
    entries.sort(key=lambda entry: entry.name)
    looked = 0
    for done, entry in enumerate(entries):
        if progress.cancelled and done >= AT_ONCE:
            return Others(folder, tuple(names), tuple(unread), looked=looked, left=len(entries) - done)
        progress.step(done, len(entries), "files that may still open with the old passphrase")
        try:
            if entry.is_file():
                looked += 1
                if page_one.begins_with(Path(entry.path), salt):
                    names.append(entry.name)
        except OSError:
            unread.append(entry.name)
    return Others(folder, tuple(names), tuple(unread), looked=looked)
