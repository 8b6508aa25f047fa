"""What can be told of a case file before SQLite touches it: what it is, and whether a key is its key.

SQLCipher 4 writes pages of 4096 bytes. The last 80 are a 16-byte IV and an HMAC-SHA512 over the encrypted bytes, the IV
and the page number (32 bits, little-endian); on page 1 the 16 bytes of salt in front are left out. The HMAC's key is
PBKDF2-HMAC-SHA512 of the raw key, 2 rounds, with the salt XOR 0x3a (SQLCipher's design notes,
https://www.zetetic.net/sqlcipher/design/). SQLite itself would write to the file while it finds a key wrong.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import stat
import struct
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from reviewer.casefile.engine import raw_file
from reviewer.casefile.engine.credential import KEY_BYTES, PROFILES, SALT_BYTES, Key
from reviewer.casefile.engine.log_check import Log, check_log, page_in
from reviewer.domain.progress import Progress, Quiet
from reviewer.errors import CredentialError, DamagedError, NotACaseError, NotFoundError, StorageError

PAGE = raw_file.PAGE
RESERVE = 80
IV_BYTES = 16
_WAL_HEADER, _FRAME_HEADER = 32, 24
_JOURNAL = struct.Struct(">8sIIIII")
"""Of the header of a rollback journal, which fills a sector: mark, records, nonce of the checksums, pages of the file
before, bytes of a sector and of a page. A count of 0xffffffff is as many records as there are."""
_JOURNAL_MARK = bytes.fromhex("d9d505f920a163d7")
_SECTORS = frozenset(2**power for power in range(5, 17))
_NEVER_IN_A_JOURNAL = (0, 2**30 // PAGE + 1)
"""Page numbers at which SQLite stops; the second is of the page that its locks are on."""
_SAMPLES = 64
_RESTORE = "Restore the file from a copy of it."


def salt_of(path: Path) -> bytes:
    """The salt of a case file; NotFoundError, NotACaseError or DamagedError when it is none or cannot be one."""
    with _reading(path) as file:
        size = os.fstat(file.fileno()).st_size
        first = file.read(PAGE)
        _refuse_what_is_no_case(path, file, first, size)
    return first[:SALT_BYTES]


def begins_with(path: Path, salt: bytes) -> bool:
    """Whether a file, whatever its name, begins as a case file of this salt does; OSError when it cannot be read.

    The index of a write-ahead log is none, and is not opened: closing it would drop the locks that SQLite has on it.
    """
    if path.resolve().name.endswith("-shm"):
        return False
    with raw_file.Reading(path) as file:
        return file.read(SALT_BYTES) == salt


def check_key(path: Path, key: Key, progress: Progress | None = None) -> None:
    """Raise CredentialError when this is not the file's key, DamagedError when it is and the first page is spoiled.

    Not a byte of the file or of what lies beside it changes. Where only the log can tell, ``progress`` hears how far
    it is looked through, and may stop that.
    """
    mac_key = page_mac_key(key)
    with _reading(path) as file:
        first = file.read(PAGE)
        salt_is_right = first[:SALT_BYTES] == key.salt
        if salt_is_right and page_is_whole(mac_key, 1, first):
            return
        ours = any(_wal_pages(path, mac_key))
        log = check_log(path, progress or Quiet()) if ours else Log()
        if salt_is_right and _log_has_page_one(path, mac_key, log):
            return  # a checkpoint broke off within the page; the log still has it, and SQLite will take it from there
        if salt_is_right and not log.lost and _journal_has_page_one(path, key):
            return  # so did the change to or from a log; SQLite puts the page back from the journal
        file.seek(0)
        if salt_is_right and page_is_whole(mac_key, 1, file.read(PAGE)):
            return  # somebody wrote it at that moment
        if ours or _some_page_is_whole(file, mac_key):
            raise _first_is_lost(path, log)
    raise CredentialError(
        "this is not the passphrase of this case",
        "Nothing was changed. Look at capitals and the keyboard's language, and try again. If you are sure of it, the "
        "start of the file may be damaged: try the recovery sheet, or an earlier copy of the file.",
    )


def _first_is_lost(path: Path, log: Log) -> DamagedError:
    beside = path.with_name(path.name + "-wal")
    damaged = "the first page of the case file is damaged"
    if not beside.is_file() or not beside.stat().st_size:
        return DamagedError(
            f"{damaged}; the passphrase is right", _RESTORE + " Keep the damaged one: most of it can still be read."
        )
    why = "; ".join(log.findings) or log.unread or "no frame of it that can be relied on has that page"
    return DamagedError(
        f"{damaged}, and {beside.name} does not give it back ({why}); the passphrase is right",
        f"Nothing was changed. Copy {path.name} and {beside.name} to another disk and keep both: most of them can "
        "still be read, and `reviewer case verify` tells more. Go on with the last copy of the case that verifies, in "
        f"a folder without this {beside.name}.",
    )


def first_is_whole(path: Path, key: Key) -> bool:
    """Whether the first page is whole in the file itself, and not in a log or a journal beside it."""
    with _reading(path) as file:
        return page_is_whole(page_mac_key(key), 1, file.read(PAGE))


def page_mac_key(key: Key) -> bytes:
    """The key of the page HMACs."""
    salt = bytes(byte ^ 0x3A for byte in key.salt)
    return hashlib.pbkdf2_hmac("sha512", key.raw, salt, 2, KEY_BYTES)


def page_is_whole(mac_key: bytes, number: int, page: bytes) -> bool:
    """Whether the HMAC of a page, counted from 1, is right."""
    if len(page) != PAGE:
        return False
    start, end = SALT_BYTES if number == 1 else 0, PAGE - RESERVE + IV_BYTES
    digest = hmac.digest(mac_key, page[start:end] + struct.pack("<I", number), "sha512")
    return hmac.compare_digest(digest, page[end:])


def pages_by_header(key: Key, first: bytes) -> int:
    """How many pages the file should have, as its first page says (SQLite file format, bytes 28–31 of the header)."""
    return _in_header(key, first, 28)


def number_in(key: Key, first: bytes) -> int:
    """The number that SQLite gave a first page when it wrote it (the same, bytes 24–27)."""
    return _in_header(key, first, 24)


def _in_header(key: Key, first: bytes, at: int) -> int:
    iv = first[PAGE - RESERVE : PAGE - RESERVE + IV_BYTES]
    decryptor = Cipher(algorithms.AES(key.raw), modes.CBC(iv)).decryptor()
    plain = decryptor.update(first[SALT_BYTES : PAGE - RESERVE])
    (number,) = struct.unpack_from(">I", plain, at - SALT_BYTES)
    return int(number)


@contextmanager
def _reading(path: Path) -> Iterator[BinaryIO]:
    try:
        mode = path.stat().st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):  # opening a pipe would wait for ever for its other end
            raise NotACaseError(f"{path} is a device or a pipe, not a case file", "Name an .evcase file.")
        with raw_file.Reading(path) as file:
            yield file
    except FileNotFoundError:
        raise NotFoundError(
            f"there is no file {path}", "Check the name; `reviewer case create` makes a new case."
        ) from None
    except IsADirectoryError:
        raise NotACaseError(f"{path} is a folder, not a case file", "Name the .evcase file in it.") from None
    except OSError as error:
        raise StorageError.of(f"{path} cannot be read", error) from error


def _refuse_what_is_no_case(path: Path, file: BinaryIO, first: bytes, size: int) -> None:
    if not first:
        raise NotACaseError(
            f"{path.name} is empty", "Its creation may have been broken off; delete it and create it anew."
        )
    if first.startswith(b"SQLite format 3\0"):
        raise NotACaseError(
            f"{path.name} is a plain SQLite file, not an encrypted case file",
            "Evidence Reviewer neither writes nor opens unencrypted cases.",
        )
    known = first[0] in PROFILES
    if size < PAGE:
        if known and _looks_encrypted(first):
            raise DamagedError(f"{path.name} is cut short: {size} bytes are left of it", _RESTORE)
        raise NotACaseError(f"{path.name} is not a case file", "Case files end in .evcase.")
    if known and _looks_encrypted(first):
        return
    if size % PAGE == 0 and any(_looks_encrypted(page) for _, page in _sampled(file, size)):
        raise DamagedError(
            f"the first page of {path.name} is damaged, or a later version of the program made the file", _RESTORE
        )
    raise NotACaseError(f"{path.name} is not a case file", "Case files end in .evcase.")


def _looks_encrypted(page: bytes) -> bool:
    """Whether bytes could be a cipher's: no value much more frequent than chance allows.

    A page of random bytes holds each value 16 times on average; 60 times is eleven standard deviations away.
    """
    most = max(Counter(page).values(), default=0)
    return most <= 12 + len(page) * 48 // PAGE


def _sampled(file: BinaryIO, size: int) -> Iterator[tuple[int, bytes]]:
    """Up to 64 pages after the first, spread over the file, with their numbers."""
    count = size // PAGE
    for number in range(2, count + 1, max(1, count // _SAMPLES)):
        file.seek((number - 1) * PAGE)
        yield number, file.read(PAGE)


def _some_page_is_whole(file: BinaryIO, mac_key: bytes) -> bool:
    size = os.fstat(file.fileno()).st_size
    return any(page_is_whole(mac_key, number, page) for number, page in _sampled(file, size))


def _wal_pages(path: Path, mac_key: bytes) -> Iterator[int]:
    """The numbers of pages in the write-ahead log that this key made, among the first 64 and every copy of page 1."""
    try:
        log = path.with_name(path.name + "-wal").open("rb")
    except OSError:
        return
    with log:
        log.seek(_WAL_HEADER)
        frame = 0
        while len(head := log.read(_FRAME_HEADER)) == _FRAME_HEADER:
            (number,) = struct.unpack_from(">I", head)
            if frame >= _SAMPLES and number != 1:
                log.seek(PAGE, os.SEEK_CUR)
            elif page_is_whole(mac_key, number, log.read(PAGE)):
                yield number
            frame += 1


def _log_has_page_one(path: Path, mac_key: bytes, log: Log) -> bool:
    """Whether SQLite would read from the log a first page that this key made, and nothing is lost behind it.

    The power may be cut while the log is taken into the file. Then the file has later pages already, and is what it was
    only with all that was saved in the log.
    """
    if not log.first_page or log.lost:
        return False
    try:
        with path.with_name(path.name + "-wal").open("rb") as file:
            return page_is_whole(mac_key, 1, page_in(file, log.first_page))
    except OSError:
        return False


def _journal_has_page_one(path: Path, key: Key) -> bool:
    """Whether SQLite would put back from a rollback journal a first page that this key made, among its first pages.

    What SQLite does not accept it plays back nothing of, and deletes: what is in doubt is taken as not accepted.
    For the format see https://www.sqlite.org/fileformat.html, 3.
    """
    try:
        with path.with_name(path.name + "-journal").open("rb") as file:
            header = file.read(_JOURNAL.size)
            if len(header) < _JOURNAL.size:
                return False
            mark, count, nonce, pages, sector, page_size = _JOURNAL.unpack(header)
            sound = mark == _JOURNAL_MARK and page_size == PAGE and sector in _SECTORS
            if not sound or _names_another_journal(file):
                return False
            file.seek(sector)
            first = _first_page_in(file, min(count, _SAMPLES), nonce)
            if not page_is_whole(page_mac_key(key), 1, first):
                return False
            needed = pages_by_header(key, first)  # SQLite cuts the file, or fills it up, to the pages it had before
            return bool(1 <= needed <= pages <= max(needed, path.stat().st_size // PAGE))
    except OSError:
        return False


def _names_another_journal(file: BinaryIO) -> bool:
    """Whether a journal ends as one that is played back only while the journal it names is there."""
    file.seek(-len(_JOURNAL_MARK), os.SEEK_END)
    return file.read() == _JOURNAL_MARK


def _first_page_in(file: BinaryIO, count: int, nonce: int) -> bytes:
    """The first page in the records of a journal, or nothing: SQLite stops at the first that is not as it was written.

    The checksum is the nonce and every 200th byte from the end, those in front left out.
    """
    for _ in range(count):
        record = file.read(4 + PAGE + 4)
        page = record[4 : 4 + PAGE]
        checksum = (nonce + sum(page[at] for at in range(len(page) - 200, 0, -200))) % 2**32
        number = int.from_bytes(record[:4])
        if number in _NEVER_IN_A_JOURNAL or record[4 + PAGE :] != struct.pack(">I", checksum):
            break
        if number == 1:
            return page
    return b""
