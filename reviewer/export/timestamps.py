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
        granted = PKIStatus(found.status) is PKIStatus.GRANTED
        imprint = found.tst_info.message_imprint.message if granted else b""
    except ValueError as error:
        raise InputError("it is no answer of a time stamp authority", "It is a file that ends in .tsr.") from error
    if not granted:
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


def certificates(pem: bytes) -> list[x509.Certificate]:
    """The certificates of a PEM file; InputError when it has none."""
    try:
        return x509.load_pem_x509_certificates(pem)
    except ValueError as error:
        raise InputError(
            "the file has no certificate", "It is a text file that begins -----BEGIN CERTIFICATE-----."
        ) from error
