"""Cryptographic Message Syntax (RFC 5652): what a signed file holds, and who says to have signed it.

Nothing is checked and nothing is decrypted here. What a signature is worth, those can say who can check certificates.
"""

from __future__ import annotations

import binascii
import contextlib
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from cryptography import x509
from cryptography.x509.oid import NameOID

from reviewer.isolation.protocol import Failed
from reviewer.workers.attempt import attempt
from reviewer.workers.email.ber import SEQUENCE, SET, Ber, BerError, Element

_MOST_SIGNERS = 20
_MOST_CERTIFICATES = 200
_MOST_FIELDS = 1_000
_LONGEST_NAME = 200
_EXPLICIT_0 = 0xA0
_KEY_0 = 0x80  # a signer named by the identifier of a key
# A sequence that begins with a content type: 1.2.840.113549.1.7.n, or 1.2.840.113549.1.9.16.1.n for what came later.
_BEGINNING = re.compile(
    rb"\x30(?:\x80|[\x00-\x7f]|[\x81-\x88].{1,8}?)\x06"
    rb"(\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07[\x01-\x06]|\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01.)",
    re.DOTALL,
)
_DATA, _SIGNED, _ENVELOPED, _ENCRYPTED, _AUTHENTICATED = (
    bytes.fromhex(name)
    for name in (
        "2a864886f70d010701", "2a864886f70d010702", "2a864886f70d010703", "2a864886f70d010706",
        "2a864886f70d0109100117",
    )
)  # fmt: skip
_SEALED = (_ENVELOPED, _ENCRYPTED, _AUTHENTICATED)
_ARMOUR = re.compile(rb"(?:\xef\xbb\xbf)?\s*-----BEGIN (PKCS7|CMS)-----\r?\n([A-Za-z0-9+/=\s]*)-----END \1-----")
_LETTERS = re.compile(rb"(?:\xef\xbb\xbf)?\s*(MI[A-Za-z0-9+/=\s]{40,})\Z")


class Wrap(StrEnum):
    """What was done to the content."""

    SIGNED = "signed file"
    SIGNATURE = "signature"  # of something that lies elsewhere
    CERTIFICATES = "certificates"  # a signature's file without a signature
    UNSIGNED = "file without a signature"  # in the form of a signed one
    ENCRYPTED = "encrypted file"
    OTHER = "file"


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A file of this syntax: ``content`` is what it holds in the clear, or None; ``signers`` are names, addresses.

    ``behind`` counts the bytes behind its end that belong to nothing.
    """

    wrap: Wrap
    content: bytes | None = None
    signers: tuple[str, ...] = ()
    behind: int = 0


def wrap_of(head: bytes) -> Wrap | None:
    """What was done to a file of this syntax, as far as its first bytes tell; None for any other file."""
    found = _BEGINNING.match(head)
    if found is None:
        return None
    kind = found[1][1:]
    return Wrap.ENCRYPTED if kind in _SEALED else Wrap.SIGNED if kind == _SIGNED else Wrap.OTHER


def as_bytes(data: bytes) -> bytes:
    """A file of this syntax that is written in letters (RFC 7468, or base64 alone) in bytes; any other as it is.

    ValueError for letters that are none of base64's.
    """
    start = data[:100].lstrip(b"\xef\xbb\xbf\r\n\t ")
    if start.startswith((b"-----BEGIN PKCS7-", b"-----BEGIN CMS-")):
        armour = _ARMOUR.match(data)
        return binascii.a2b_base64(armour[2]) if armour else data
    if start.startswith(b"MI") and (found := _LETTERS.match(data)):
        letters = b"".join(found[1].split())
        made = binascii.a2b_base64(letters[: len(letters) // 4 * 4])
        return made if wrap_of(made) else data
    return data


def unwrap(data: bytes) -> Wrapped | None:
    """What a file of this syntax holds; None when it is none, or cannot be read."""
    try:
        plain = as_bytes(data)
        return _unwrapped(Ber(plain)) if wrap_of(plain) else None
    except ValueError:  # BerError, and what is no base64
        return None


def _unwrapped(file: Ber) -> Wrapped:
    whole = file.element()
    behind = len(file.data[whole.next :].strip(b"\0\r\n\t "))
    named, *held = _within(file, whole, SEQUENCE)
    kind = file.contents(named)
    if kind in _SEALED:
        return Wrapped(Wrap.ENCRYPTED, behind=behind)
    if kind != _SIGNED or not held:
        return Wrapped(Wrap.OTHER, behind=behind)
    fields = _within(file, _only(file, held[0]), SEQUENCE)  # version, digests, content, certificates, lists, signers
    inner = next((each for each in fields if each.tag == SEQUENCE), None)
    if inner is None:
        raise BerError("a signature without a word on its content")
    name, *content = _within(file, inner, SEQUENCE)
    is_signed = fields[-1].tag == SET and any(file.elements(fields[-1]))
    signers = _signers(file, fields) if is_signed else ()
    if not content:
        return Wrapped(Wrap.SIGNATURE if is_signed else Wrap.CERTIFICATES, None, signers, behind)
    if file.contents(name) != _DATA:
        return Wrapped(Wrap.OTHER, behind=behind)
    clear = file.octets(_only(file, content[0]))
    return Wrapped(Wrap.SIGNED if is_signed else Wrap.UNSIGNED, clear, signers, behind)


def _within(file: Ber, parent: Element, tag: int) -> list[Element]:
    """The elements within one of that tag: at least one, and few."""
    found = list(islice(file.elements(parent), _MOST_FIELDS + 1)) if parent.tag == tag else []
    if not 0 < len(found) <= _MOST_FIELDS:
        raise BerError("not what the syntax has here")
    return found


def _only(file: Ber, parent: Element) -> Element:
    (found, *more) = _within(file, parent, _EXPLICIT_0)
    if more:
        raise BerError("more than one where the syntax has one")
    return found


def _signers(file: Ber, fields: list[Element]) -> tuple[str, ...]:
    """The subjects of the certificates that signers refer to; empty where they cannot be told."""
    held = next((each for each in fields if each.tag == _EXPLICIT_0), None)
    if held is None:
        return ()
    try:
        wanted = set(_signing(file, fields[-1]))
        some = islice(file.elements(held), _MOST_CERTIFICATES)
        names = [_name_if(file.data[each.at : each.next], wanted) for each in some if each.tag == SEQUENCE]
    except BerError:
        return ()
    return tuple(dict.fromkeys(name for name in names if name))[:_MOST_SIGNERS]


def _signing(file: Ber, signers: Element) -> Iterator[bytes | tuple[bytes, bytes]]:
    """What names the certificates that were used: issuer and serial number, or a key identifier (RFC 5652, 5.3)."""
    for signer in islice(file.elements(signers), _MOST_CERTIFICATES):
        _, *rest = _within(file, signer, SEQUENCE)
        if rest and rest[0].tag == _KEY_0:
            yield file.contents(rest[0])
        elif rest:
            issuer, serial, *_ = [*_within(file, rest[0], SEQUENCE), None]
            if issuer is not None and serial is not None:
                yield file.contents(issuer), file.contents(serial)


def _name_if(certificate: bytes, wanted: set[bytes | tuple[bytes, bytes]]) -> str:
    """The subject of a certificate if it is one of those; empty if not, or if it cannot be read."""

    def read() -> str:
        found = x509.load_der_x509_certificate(certificate)
        return _name(found) if wanted & _named(Ber(certificate), found) else ""

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # serial numbers that a standard forbids, and the like
        name = attempt(read)
    return "" if isinstance(name, Failed) else name


def _named(file: Ber, certificate: x509.Certificate) -> set[bytes | tuple[bytes, bytes]]:
    """What a signer may name it by; issuer and serial number byte for byte as they stand in it (RFC 5280, 4.1)."""
    signed_part = _within(file, file.element(), SEQUENCE)[0]
    serial, _, issuer = [each for each in _within(file, signed_part, SEQUENCE) if each.tag != _EXPLICIT_0][:3]
    names: set[bytes | tuple[bytes, bytes]] = {(file.contents(issuer), file.contents(serial))}
    with contextlib.suppress(x509.ExtensionNotFound):
        names.add(certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest)
    return names


def _name(certificate: x509.Certificate) -> str:
    told = {each.oid: str(each.value) for each in certificate.subject}
    name = told.get(NameOID.COMMON_NAME, "")
    address = next((each for each in [*_addresses(certificate), told.get(NameOID.EMAIL_ADDRESS)] if each), "")
    both = f"{name} <{address}>" if name and address and name != address else name or address
    return _harmless(both or told.get(NameOID.ORGANIZATION_NAME, ""))


def _harmless(name: str) -> str:
    """A name without the marks that it is put into, and without letters that change how others are read."""
    plain = name.replace("“", '"').replace("”", '"')
    return "".join(each for each in " ".join(plain.split()) if each.isprintable())[:_LONGEST_NAME]


def _addresses(certificate: x509.Certificate) -> list[str]:
    try:
        found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except x509.ExtensionNotFound:
        return []
    return found.value.get_values_for_type(x509.RFC822Name)
