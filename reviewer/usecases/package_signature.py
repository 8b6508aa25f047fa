"""Whether a package is the one that was signed by whoever makes this program: minisign's signatures, checked offline.

A signature lies beside the package, as PACKAGE.minisig: Ed25519 over the BLAKE2b-512 of the package, and over that
signature with the trusted comment. That comment names the file (``file:NAME``, as minisign's own comments do), so that
no package passes under the name of another. The public key comes with the program: one that comes with a package
proves nothing.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from reviewer.desktop.resources import resource
from reviewer.errors import InputError, NotFoundError, StorageError

SUFFIX = ".minisig"
_MOST = 16_384
"""Bytes that a file with a signature may have; minisign's trusted comments are shorter than that."""
_KEY_KIND = b"Ed"
_PREHASHED = b"ED"
_KEY_BYTES = 2 + 8 + 32
_SIGNATURE_BYTES = 2 + 8 + 64
_UNTRUSTED = "untrusted comment: "
_TRUSTED = "trusted comment: "
_FILE = "file:"
_STAY = "Do not install it. Get package and signature again from whoever gave you this program."
_RENAMED = "Do not install it. If that is the version you were told of, give it that name again and check it anew."


@dataclass(frozen=True, slots=True)
class ReleaseKey:
    """A public key, and the number by which its signatures name it."""

    number: bytes
    public: Ed25519PublicKey

    @property
    def name(self) -> str:
        """The number as minisign writes it."""
        return self.number[::-1].hex().upper()


@dataclass(frozen=True, slots=True)
class Signature:
    """What a file with a signature says."""

    number: bytes
    of_package: bytes
    comment: str
    of_comment: bytes

    @property
    def file(self) -> str:
        """The name of the file that was signed, by the trusted comment; empty where that names none, or several."""
        named = [word.removeprefix(_FILE) for word in self.comment.split() if word.startswith(_FILE)]
        return named[0] if len(named) == 1 else ""


@dataclass(frozen=True, slots=True)
class Checked:
    """A package that holds what was signed."""

    package: Path
    comment: str
    key: str


def release_key() -> ReleaseKey:
    """The key that comes with this program."""
    return read_key(resource("release", "minisign.pub").read_text(encoding="utf-8"))


def check_package(package: Path, key: ReleaseKey) -> Checked:
    """What was signed of a package; InputError unless it is, to the last byte, what the owner of the key signed."""
    beside = package.with_name(package.name + SUFFIX)
    if not package.is_file():
        raise NotFoundError(f"there is no file {package}")
    if not beside.is_file():
        raise NotFoundError(
            f"{package.name} has no signature: there is no file {beside}", f"Put its {SUFFIX} file beside it. {_STAY}"
        )
    signature = read_signature(_bytes(beside), beside.name)
    if signature.number != key.number:
        raise InputError(f"{package.name} was signed with another key than {key.name}, which this program knows", _STAY)
    try:
        key.public.verify(signature.of_package, _digest(package))
    except InvalidSignature:
        raise InputError(f"{package.name} is not what was signed", _STAY) from None
    try:
        key.public.verify(signature.of_comment, signature.of_package + signature.comment.encode())
    except InvalidSignature:
        raise InputError(f"the comment in {beside.name} is not what was signed", _STAY) from None
    named = signature.file
    if not named:
        raise InputError(f"{beside.name} does not say which file was signed", _STAY)
    if named != package.name:
        raise InputError(f"{package.name} was signed under another name, {named}", _RENAMED)
    return Checked(package, signature.comment, key.name)


def read_key(text: str) -> ReleaseKey:
    """A public key as minisign writes it: a line of comment, and one of base64."""
    lines = text.splitlines()
    raw = _decoded(lines[1] if len(lines) > 1 else "")
    if len(raw) != _KEY_BYTES or raw[:2] != _KEY_KIND:
        raise InputError("this is no public key of minisign")
    return ReleaseKey(raw[2:10], Ed25519PublicKey.from_public_bytes(raw[10:]))


def read_signature(content: bytes, name: str) -> Signature:
    """A signature as minisign writes it; InputError, with the name of the file, for anything else."""
    try:
        lines = content.decode().removesuffix("\n").split("\n")
    except UnicodeDecodeError:
        lines = []
    if len(lines) != 4 or not lines[0].startswith(_UNTRUSTED) or not lines[2].startswith(_TRUSTED):
        raise InputError(f"{name} holds no signature of minisign", _STAY)
    raw, of_comment = _decoded(lines[1]), _decoded(lines[3])
    if len(raw) != _SIGNATURE_BYTES or len(of_comment) != 64 or raw[:2] not in {_KEY_KIND, _PREHASHED}:
        raise InputError(f"{name} holds no signature of minisign", _STAY)
    if raw[:2] != _PREHASHED:
        raise InputError(f"{name} is a signature of an older kind, which is not used for packages", _STAY)
    return Signature(raw[2:10], raw[10:], lines[2].removeprefix(_TRUSTED), of_comment)


def _decoded(line: str) -> bytes:
    try:
        return base64.b64decode(line, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            content = stream.read(_MOST + 1)
    except OSError as error:
        raise StorageError.of(f"{path.name} could not be read", error) from error
    if len(content) > _MOST:
        raise InputError(f"{path.name} is too large for a signature", _STAY)
    return content


def _digest(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "blake2b").digest()
    except OSError as error:
        raise StorageError.of(f"{path.name} could not be read", error) from error
