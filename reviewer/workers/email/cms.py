"""Cryptographic Message Syntax (RFC 5652): what a signed file holds, and who says to have signed it.

Nothing is checked and nothing is decrypted here. What a signature is worth, those can say who can check certificates.
"""

from __future__ import annotations

import binascii
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
from reviewer.workers.email.ber import (
    INTEGER,
    SEQUENCE,
    SET,
    BerError,
    Element,
    element,
    elements,
    octets,
)

_MOST_SIGNERS = 20
_MOST_CERTIFICATES = 200
_LONGEST_NAME = 200
_EXPLICIT_0 = 0xA0
_KEY_0 = 0x80  # a signer named by the identifier of a key
# A sequence that begins with a content type: 1.2.840.113549.1.7.n, or 1.2.840.113549.1.9.16.1.n for what came later.
_BEGINNING = re.compile(
    rb"\x30.{1,9}?\x06(?:\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07|\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01)", re.DOTALL
)
_DATA, _SIGNED, _ENVELOPED, _ENCRYPTED, _AUTHENTICATED = (
    bytes.fromhex(name)
    for name in (
        "2a864886f70d010701", "2a864886f70d010702", "2a864886f70d010703", "2a864886f70d010706",
        "2a864886f70d0109100117",
    )
)  # fmt: skip
_ARMOUR = re.compile(rb"\s*-----BEGIN (PKCS7|CMS)-----\r?\n([A-Za-z0-9+/=\s]*)-----END \1-----")


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
    """A file of this syntax: ``content`` is what it holds in the clear, or None; ``signers`` are names, addresses."""

    wrap: Wrap
    content: bytes | None = None
    signers: tuple[str, ...] = ()


def looks_wrapped(head: bytes) -> bool:
    """Whether a file of this syntax begins here, in bytes or in letters (RFC 7468)."""
    return bool(_BEGINNING.match(head) or head[:40].lstrip().startswith((b"-----BEGIN PKCS7-", b"-----BEGIN CMS-")))


def unwrap(data: bytes) -> Wrapped | None:
    """What a file of this syntax holds; None when it is none, or cannot be read."""
    if not looks_wrapped(data):
        return None
    armour = _ARMOUR.match(data)
    try:
        return _unwrapped(binascii.a2b_base64(armour[2]) if armour else data)
    except (BerError, binascii.Error):
        return None


def _unwrapped(data: bytes) -> Wrapped:
    named, *held = _some(data, element(data, 0), SEQUENCE)
    kind = data[named.start : named.end]
    if kind in (_ENVELOPED, _ENCRYPTED, _AUTHENTICATED):
        return Wrapped(Wrap.ENCRYPTED)
    if kind != _SIGNED or not held:
        return Wrapped(Wrap.OTHER)
    fields = _some(data, _only(data, held[0]), SEQUENCE)  # version, digests, content, certificates, lists, signers
    inner = next((each for each in fields if each.tag == SEQUENCE), None)
    if inner is None:
        raise BerError("a signature without a word on its content")
    name, *content = elements(data, inner)
    is_signed = fields[-1].tag == SET and any(elements(data, fields[-1]))
    signers = _signers(data, fields) if is_signed else ()
    if not content:
        return Wrapped(Wrap.SIGNATURE if is_signed else Wrap.CERTIFICATES, None, signers)
    if data[name.start : name.end] != _DATA:
        return Wrapped(Wrap.OTHER)
    return Wrapped(Wrap.SIGNED if is_signed else Wrap.UNSIGNED, octets(data, _only(data, content[0])), signers)


def _some(data: bytes, parent: Element, tag: int) -> list[Element]:
    """The elements within one of that tag: at least one."""
    found = list(elements(data, parent)) if parent.tag == tag else []
    if not found:
        raise BerError("not what the syntax has here")
    return found


def _only(data: bytes, parent: Element) -> Element:
    return _some(data, parent, _EXPLICIT_0)[0]


def _signers(data: bytes, fields: list[Element]) -> tuple[str, ...]:
    """The subjects of the certificates that signers refer to; empty where they cannot be told."""
    held = next((each for each in fields if each.tag == _EXPLICIT_0), None)
    if held is None:
        return ()
    wanted = set(_signing(data, fields[-1]))
    names = [_name_if(each, wanted) for each in _certificates(data, held)]
    return tuple(dict.fromkeys(name for name in names if name))[:_MOST_SIGNERS]


def _signing(data: bytes, signers: Element) -> Iterator[int | bytes]:
    """Serial numbers, or key identifiers, of the certificates that were used (RFC 5652, 5.3)."""
    for signer in elements(data, signers):
        _, named = _some(data, signer, SEQUENCE)[:2]
        if named.tag == _KEY_0:
            yield data[named.start : named.end]
        elif named.tag == SEQUENCE:
            serial = _some(data, named, SEQUENCE)[-1]
            if serial.tag == INTEGER:
                yield int.from_bytes(data[serial.start : serial.end], "big", signed=True)


def _certificates(data: bytes, held: Element) -> Iterator[bytes]:
    at = held.start
    for each in islice(elements(data, held), _MOST_CERTIFICATES):
        if each.tag == SEQUENCE:
            yield data[at : each.next]
        at = each.next


def _name_if(certificate: bytes, wanted: set[int | bytes]) -> str:
    """The subject of a certificate if it is one of those; empty if not, or if it cannot be read."""

    def read() -> str:
        found = x509.load_der_x509_certificate(certificate)
        return _name(found) if wanted & _named(found) else ""

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # serial numbers that a standard forbids, and the like
        name = attempt(read)
    return "" if isinstance(name, Failed) else name


def _named(certificate: x509.Certificate) -> set[int | bytes]:
    try:
        key = certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier)
    except x509.ExtensionNotFound:
        return {certificate.serial_number}
    return {certificate.serial_number, key.value.digest}


def _name(certificate: x509.Certificate) -> str:
    told = {each.oid: str(each.value) for each in certificate.subject}
    name = told.get(NameOID.COMMON_NAME, "")
    address = next((each for each in [*_addresses(certificate), told.get(NameOID.EMAIL_ADDRESS)] if each), "")
    both = f"{name} <{address}>" if name and address and name != address else name or address
    both = both or told.get(NameOID.ORGANIZATION_NAME, "")
    return " ".join(both.split())[:_LONGEST_NAME]


def _addresses(certificate: x509.Certificate) -> list[str]:
    try:
        found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except x509.ExtensionNotFound:
        return []
    return found.value.get_values_for_type(x509.RFC822Name)
