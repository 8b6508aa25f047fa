"""Locked Office files: which are, and their plain bytes once a password fits."""

from __future__ import annotations

import io
import re
import struct
import xml.dom.expatbuilder  # noqa: F401 - msoffcrypto loads it when it is asked, which is too late behind the walls
from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from xml.parsers.expat import ExpatError

import olefile
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.backends import default_backend
from msoffcrypto import exceptions
from msoffcrypto.format import doc97, ppt97, xls97
from msoffcrypto.format.ooxml import OOXMLFile

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.office.ole import listed, stream
from reviewer.workers.refusal import Refusal

_EVERYBODYS = "VelvetSweatshop"
"""What Excel itself tries first ([MS-XLS] 2.2.10): a workbook locked with it opens for everyone."""
_MOST_TURNS = 10_000_000  # of the hash behind a password; [MS-OFFCRYPTO] 2.3.4.10 allows no more
_BAD = (
    exceptions.FileFormatError,
    exceptions.ParseError,
    exceptions.DecryptionError,
    UnsupportedAlgorithm,
    AssertionError,
    AttributeError,
    IndexError,
    KeyError,
    OSError,
    OverflowError,
    TypeError,
    ValueError,
    ExpatError,
    struct.error,
)
"""What msoffcrypto raises over files it cannot make sense of."""

default_backend()  # loads what it else would load when it is asked

# These three write their answer by way of a temporary file; behind the walls there are no files, and plain text
# must never reach a disk.
for _module in (doc97, ppt97, xls97):
    _module.tempfile = SimpleNamespace(TemporaryFile=io.BytesIO)


class Locked(Refusal):
    """None of the passwords tried opens it."""

    by_password = True


class RightsManaged(Locked):
    """No password opens it: only the server of its owner does."""

    by_password = False


def is_locked(ole: olefile.OleFileIO) -> bool:
    """Whether a compound file keeps its text under a password or under rights management."""
    streams = {path.lower(): path for path in listed(ole)}
    if "encryptedpackage" in streams or "\tdrmcontent" in streams:
        return True
    if "worddocument" in streams:
        head = stream(ole, streams["worddocument"])[:12]
        return len(head) == 12 and bool(head[11] & 1)
    if "powerpoint document" in streams:
        current = stream(ole, streams.get("current user", ""))
        return current[12:16] == b"\xdf\xc4\xd1\xf3" or "encryptedsummary" in streams
    book = streams.get("workbook") or streams.get("book")
    return book is not None and _has_filepass(stream(ole, book))


def _has_filepass(book: bytes) -> bool:
    at = 0
    for _ in range(2000):
        if at + 4 > len(book):
            return False
        kind, size = struct.unpack_from("<HH", book, at)
        if kind == 0x002F:
            return True
        if kind == 0x000A:  # the end of what all sheets share
            return False
        at += 4 + size
    return False


def unlock(data: bytes, ole: olefile.OleFileIO, passwords: Sequence[str]) -> tuple[bytes, int]:
    """The plain bytes, and which password gave them (from 1; 0 is the one that Excel gives everybody)."""
    streams = {path.lower(): path for path in listed(ole)}
    if "\tdrmcontent" in streams or ("encryptedpackage" in streams and "encryptioninfo" not in streams):
        raise RightsManaged(Reason("office.rights_managed"))
    _check_turns(stream(ole, streams.get("encryptioninfo", "")))
    odd: Exception | None = None
    for number, password in _candidates(passwords):
        try:
            return _decrypted(data, streams, password), number
        except exceptions.InvalidKeyError:
            continue
        except _BAD as why:
            odd = why
    if odd is not None and not isinstance(odd, exceptions.InvalidKeyError):
        raise Locked(Reason("office.lock_unfollowed")) from odd
    raise Locked(Reason("reader.locked"))


def _candidates(passwords: Sequence[str]) -> Iterator[tuple[int, str]]:
    yield 0, _EVERYBODYS
    yield from enumerate(passwords, 1)


def _check_turns(info: bytes) -> None:
    for found in re.findall(rb'spinCount\s*=\s*"(\d+)"', info):
        if len(found) > 8 or int(found) > _MOST_TURNS:
            raise Locked(Reason("office.lock_too_much_work"))


def _decrypted(data: bytes, streams: dict[str, str], password: str) -> bytes:
    plain = io.BytesIO()
    if "encryptedpackage" in streams:
        package = OOXMLFile(io.BytesIO(data))
        package.load_key(password=password, verify_password=True)
        package.decrypt(plain)
        return plain.getvalue()
    kind = doc97.Doc97File if "worddocument" in streams else xls97.Xls97File
    old = (ppt97.Ppt97File if "powerpoint document" in streams else kind)(io.BytesIO(data))
    old.load_key(password=password)
    old.decrypt(plain)
    return plain.getvalue()
