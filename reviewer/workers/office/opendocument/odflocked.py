"""Locked OpenDocument files: their parts in plain, once a password fits (OpenDocument 1.3, part 2, 4.8)."""

from __future__ import annotations

import base64
import hashlib
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cryptography.hazmat.decrepit.ciphers.algorithms import Blowfish
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC, ECB

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.office.locked import Locked
from reviewer.workers.office.package import MOST_PART, Package
from reviewer.workers.office.xml import Element, attr, name, within

_MOST_TURNS = 10_000_000
_MOST_PARTS = 2000
_CHECKED = 1024  # bytes that the checksum covers


@dataclass(frozen=True, slots=True)
class _Lock:
    """How one part is locked."""

    part: str
    cipher: str
    start: str
    checksum_kind: str
    checksum: bytes
    vector: bytes
    salt: bytes
    turns: int
    key_size: int


def unlock_odf(package: Package, passwords: Sequence[str]) -> int:
    """Put the plain parts into the package; which password fitted, from 1, or 0 if none was needed."""
    if package.has("encrypted-package"):
        raise Locked(Reason("office.lock_newer"))
    locks = list(_locks(package))
    if not locks:
        return 0
    tried = next((lock for lock in locks if lock.part == "content.xml"), locks[0])
    for number, password in enumerate(passwords, 1):
        if _plain(package, tried, password) is not None:
            for lock in locks[:_MOST_PARTS]:
                plain = _plain(package, lock, password)
                if plain is not None:
                    package.put(lock.part, plain)
            return number
    raise Locked(Reason("reader.locked"))


def _locks(package: Package) -> Iterator[_Lock]:
    root = package.tree_or_none("META-INF/manifest.xml")
    for entry in within(root, "manifest:file-entry") if root is not None else ():
        told = next((each for each in entry if name(each) == "manifest:encryption-data"), None)
        if told is not None:
            yield _lock(attr(entry, "full-path"), told)


def _lock(part: str, told: Element) -> _Lock:
    parts = {name(each): each for each in told}
    cipher, derivation = parts.get("manifest:algorithm"), parts.get("manifest:key-derivation")
    start = parts.get("manifest:start-key-generation")
    if cipher is None or derivation is None or not attr(derivation, "key-derivation-name").upper().endswith("PBKDF2"):
        raise Locked(Reason("office.lock_unknown"))
    turns, size = attr(derivation, "iteration-count"), attr(derivation, "key-size", "16")
    if not (turns.isdigit() and size.isdigit()) or len(turns) > 8 or int(turns) > _MOST_TURNS or len(size) > 3:
        raise Locked(Reason("office.lock_too_much_work"))
    return _Lock(
        part,
        attr(cipher, "algorithm-name").lower(),
        attr(start, "start-key-generation-name").lower() if start is not None else "sha1",
        attr(told, "checksum-type").lower(),
        _decoded(attr(told, "checksum")),
        _decoded(attr(cipher, "initialisation-vector")),
        _decoded(attr(derivation, "salt")),
        max(1, int(turns)),
        int(size),
    )


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text)
    except ValueError as why:  # also binascii.Error
        raise Locked(Reason("office.lock_damaged")) from why


def _plain(package: Package, lock: _Lock, password: str) -> bytes | None:
    """The bytes of a part; None if the password does not fit."""
    packed = package.part(lock.part)
    hashed = hashlib.sha256 if "sha256" in lock.start else hashlib.sha1
    start = hashed(password.encode()).digest()
    key = hashlib.pbkdf2_hmac("sha1", start, lock.salt, lock.turns, lock.key_size)
    try:
        deflated = _blowfish(packed, key, lock.vector) if "blowfish" in lock.cipher else _aes(packed, key, lock.vector)
    except ValueError:
        return None
    checked = hashlib.sha256 if "sha256" in lock.checksum_kind else hashlib.sha1
    ends = {len(deflated)}
    if deflated and "blowfish" not in lock.cipher:
        ends = {len(deflated) - min(deflated[-1], 16)}
    if lock.checksum and all(checked(deflated[: min(end, _CHECKED)]).digest() != lock.checksum for end in ends):
        return None
    engine = zlib.decompressobj(-15)
    try:
        plain = engine.decompress(deflated, MOST_PART)
    except zlib.error:
        return None
    return plain if engine.eof else None


def _aes(packed: bytes, key: bytes, vector: bytes) -> bytes:
    undo = Cipher(AES(key), CBC(vector)).decryptor()
    return undo.update(packed[: len(packed) // 16 * 16]) + undo.finalize()


def _blowfish(packed: bytes, key: bytes, vector: bytes) -> bytes:
    """Cipher feedback with 64 bits, of which one step needs only the bytes before."""
    padded = packed + bytes(-len(packed) % 8)
    cipher = Cipher(Blowfish(key), ECB())  # noqa: S305 - the building block of what the format asks for
    stream = cipher.encryptor().update((vector + padded)[: len(padded)])
    mixed = int.from_bytes(padded, "big") ^ int.from_bytes(stream, "big")
    return mixed.to_bytes(len(padded), "big")[: len(packed)]
