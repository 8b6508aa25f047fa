"""Encrypted members of zip files: PKWARE's traditional cipher and WinZip's AES (AE-1, AE-2)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from Cryptodome.Cipher import AES
from Cryptodome.Util import Counter
from pyzipper.zipfile import BadZipFile, CRCZipDecrypter
from pyzipper.zipfile_aes import WZ_SALT_LENGTHS, AESZipDecrypter

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.archive.archive import LockedError
from reviewer.workers.archive.feed import Feed
from reviewer.workers.archive.zip_directory import DESCRIBED, MASKED, STRONG, Entry

# Loads the cipher and its mode now: the package does so when they are first used, which is too late behind the walls.
AES.new(bytes(16), AES.MODE_CTR, counter=Counter.new(nbits=128, little_endian=True)).decrypt(bytes(16))

UNKNOWN_CIPHER = Reason("archive.unknown_cipher")
"""Why no password opens a member: it is nothing that a further one would change."""
AES_METHOD = 99
_AES_FIELD = 0x9901
_SUM = 10  # bytes of the checksum behind AES data


class Unlocked:
    """The member's compressed bytes, decrypted with one password.

    LockedError when the password is not the right one or the cipher is not known. A wrong one slips through the
    traditional cipher's own test in 1 of 256 cases.
    """

    def __init__(self, entry: Entry, feed: Feed, password: bytes) -> None:
        if entry.flags & (STRONG | MASKED):
            raise LockedError(UNKNOWN_CIPHER)
        self._feed = feed
        self._sum = b""
        self._left = entry.packed
        self.is_aes = entry.method == AES_METHOD
        self._cipher = self._aes(entry, password) if self.is_aes else self._traditional(entry, password)
        self.feed = Feed(self._read)

    def intact(self) -> bool:
        """Whether the data, all of which was read, is what was encrypted; True for the traditional cipher."""
        if not self.is_aes:
            return True
        while self.feed.take():
            pass
        try:
            self._cipher.check_hmac(self._feed.exactly(_SUM))
        except BadZipFile:
            return False
        return True

    def _read(self, most: int) -> bytes:
        piece = self._feed.take(min(most, self._left) if self._left >= 0 else most)
        self._left -= len(piece) if self._left >= 0 else 0
        return bytes(self._cipher.decrypt(piece))

    def _aes(self, entry: Entry, password: bytes) -> Any:
        strength = aes_facts(entry)[0]
        if strength not in WZ_SALT_LENGTHS:
            raise LockedError(UNKNOWN_CIPHER)
        header = self._feed.exactly(WZ_SALT_LENGTHS[strength] + 2)
        self._left = max(0, entry.packed - len(header) - _SUM)
        facts = SimpleNamespace(filename="", wz_aes_strength=strength)
        return _made(AESZipDecrypter, facts, password, header)

    def _traditional(self, entry: Entry, password: bytes) -> Any:
        header = self._feed.exactly(12)
        self._left = entry.packed - len(header) if entry.packed >= 0 else -1
        described = bool(entry.flags & DESCRIBED)
        facts = SimpleNamespace(filename="", use_datadescripter=described, _raw_time=entry.time, CRC=entry.crc)
        return _made(CRCZipDecrypter, facts, password, header)


def aes_facts(entry: Entry) -> tuple[int, int, int]:
    """Strength (1 to 3), version (2: there is no CRC) and true compression method; zeros if there is no such field."""
    data = entry.field(_AES_FIELD)
    if len(data) < 7 or data[2:4] != b"AE":
        return 0, 0, 0
    version, _, strength, method = struct.unpack_from("<H2sBH", data)
    return strength, version, method


def as_bytes(password: str) -> Iterator[bytes]:
    """The password in UTF-8, then as older programs on Windows and DOS wrote it."""
    seen: set[bytes] = set()
    for codec in ("utf-8", "cp1252", "cp437"):
        coded = password.encode(codec, "ignore")
        if coded and coded not in seen:
            seen.add(coded)
            yield coded


def _made(cipher: Any, facts: SimpleNamespace, password: bytes, header: bytes) -> Any:
    try:
        return cipher(facts, password, header)
    except (RuntimeError, IndexError, struct.error):
        raise LockedError(Reason("reader.locked")) from None
