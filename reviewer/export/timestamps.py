"""Time stamps after RFC 3161: the request that lies beside a bundle, and the answer of an authority to it.

What is stamped is the manifest of the tag files, by its SHA-256. The request has no nonce: it may be sent months later
and by somebody else, and is the same whenever it is made, so that a changed one is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from cryptography import x509
from rfc3161_client import (
    HashAlgorithm,
    PKIStatus,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from reviewer.errors import InputError

_GRANTED = frozenset({PKIStatus.GRANTED, PKIStatus.GRANTED_WITH_MODS})
"""The answers that have a time stamp in them (RFC 3161, section 2.4.2)."""


@dataclass(frozen=True, slots=True)
class Stamped:
    """When an authority says that it saw the manifest (UTC), and whether that was checked by a root certificate."""

    at: str
    checked: bool


def request(manifest: bytes) -> bytes:
    """The request, to be sent to any authority (``application/timestamp-query``)."""
    made = TimestampRequestBuilder(manifest, HashAlgorithm.SHA256, nonce=False, cert_req=True).build()
    return bytes(made.as_bytes())


def answered(answer: bytes, manifest: bytes, roots: Sequence[x509.Certificate] = ()) -> Stamped:
    """What an answer says of a manifest. InputError when it is none, for something else, or not of one of the roots."""
    try:
        found: TimeStampResponse = decode_timestamp_response(answer)
        status = PKIStatus(found.status)
        imprint = found.tst_info.message_imprint.message if status in _GRANTED else b""
        if status is PKIStatus.GRANTED_WITH_MODS:
            found = decode_timestamp_response(_as_granted(answer))
    except ValueError as error:
        raise InputError("it is no answer of a time stamp authority", "It is a file that ends in .tsr.") from error
    if status is PKIStatus.WAITING:
        raise InputError("the authority has not stamped it yet", "Ask it for its answer again later.")
    if status not in _GRANTED:
        raise InputError("the authority refused to stamp it", "Ask it why, or ask another one.")
    if imprint != sha256(manifest).digest():
        raise InputError("the time stamp is for something else than this bundle", "Send timestamp.tsq of this bundle.")
    if roots:
        verifier = VerifierBuilder(roots=list(roots)).build()
        try:
            verifier.verify_message(found, manifest)
        except (VerificationError, ValueError) as error:
            raise InputError(
                f"the time stamp does not hold: {error}",
                "Ask for the root certificate of that authority, and for another stamp.",
            ) from error
    return Stamped(found.tst_info.gen_time.strftime("%Y-%m-%dT%H:%M:%SZ"), checked=bool(roots))


def _as_granted(answer: bytes) -> bytes:
    """An answer that was granted with changes as one that was granted, of which alone the library checks the signature.

    What was signed stays as it is: the status stands before it, as the first number within two sequences.
    """
    at = _within(answer, _within(answer, 0))
    if answer[at : at + 3] != b"\x02\x01\x01":
        raise ValueError("its status is not where it has to be")
    return answer[: at + 2] + b"\0" + answer[at + 3 :]


def _within(der: bytes, at: int) -> int:
    """Where what is within a sequence begins: after its tag and its length (X.690, section 8.1.3)."""
    return at + 2 + (der[at + 1] & 0x7F if der[at + 1] & 0x80 else 0)


def certificates(pem: bytes) -> list[x509.Certificate]:
    """The certificates of a PEM file; InputError when it has none."""
    try:
        return x509.load_pem_x509_certificates(pem)
    except ValueError as error:
        raise InputError(
            "the file has no certificate", "It is a text file that begins -----BEGIN CERTIFICATE-----."
        ) from error
