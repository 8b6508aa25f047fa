"""Files of the Cryptographic Message Syntax: made by a library that does not read them, and as a stream by hand."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID

Signer = tuple[x509.Certificate, ec.EllipticCurvePrivateKey]
DER = serialization.Encoding.DER
SIGNED_DATA, DATA = (bytes.fromhex(f"06092a864886f70d01070{n}") for n in (2, 1))
OUTER = b"Subject: Cameras\nFrom: Ada Lune <ada@agency.example>\nTo: bo@agency.example\n"
HEAD = OUTER + b"Date: Tue, 03 May 2016 09:15:00 -0700\nMIME-Version: 1.0\n"


@cache
def certificate(name: str = "Ada Lune", address: str = "ada@agency.example", number: int = 0) -> Signer:
    """A certificate of somebody who vouches for themselves, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    return _certified(key, name, address, number), key


@cache
def recipient() -> x509.Certificate:
    """A certificate to encrypt for."""
    return _certified(rsa.generate_private_key(65537, 2048), "Bo Reef", "bo@agency.example")


def _certified(
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey, name: str, address: str, number: int = 0
) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    signer = key if isinstance(key, ec.EllipticCurvePrivateKey) else ec.generate_private_key(ec.SECP256R1())
    return (
        x509.CertificateBuilder(subject, subject, key.public_key(), number or x509.random_serial_number())
        .not_valid_before(datetime(2016, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2018, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.RFC822Name(address)]), critical=False)
        .sign(signer, hashes.SHA256())
    )


def signed(content: bytes, *extra: x509.Certificate, signer: Signer | None = None) -> bytes:
    """The content inside a signature, Ada Lune's if nobody else's (DER); ``extra`` certificates travel along."""
    who, key = signer or certificate()
    builder = pkcs7.PKCS7SignatureBuilder().set_data(content).add_signer(who, key, hashes.SHA256())
    for each in extra:
        builder = builder.add_certificate(each)
    return builder.sign(DER, [pkcs7.PKCS7Options.Binary])


def beside(content: bytes) -> bytes:
    """A signature without its content (DER)."""
    builder = pkcs7.PKCS7SignatureBuilder().set_data(content).add_signer(*certificate(), hashes.SHA256())
    return builder.sign(DER, [pkcs7.PKCS7Options.Binary, pkcs7.PKCS7Options.DetachedSignature])


def sealed(content: bytes) -> bytes:
    """The content encrypted for Bo Reef (DER)."""
    return (
        pkcs7.PKCS7EnvelopeBuilder()
        .set_data(content)
        .add_recipient(recipient())
        .encrypt(DER, [pkcs7.PKCS7Options.Binary])
    )


def streamed(content: bytes, piece: int) -> bytes:
    """Signed content in pieces, without lengths, as if written before its end is known (X.690, 8.1.3.6, 8.7.3)."""
    pieces = b"".join(_octets(content[at : at + piece]) for at in range(0, len(content), piece))
    inside = b"\x30\x80" + DATA + b"\xa0\x80\x24\x80" + pieces + b"\0\0" * 3
    return b"\x30\x80" + SIGNED_DATA + b"\xa0\x80\x30\x80\x02\x01\x01\x31\x00" + inside + b"\x31\x00" + b"\0\0" * 3


def _octets(data: bytes) -> bytes:
    return b"\x04\x82" + len(data).to_bytes(2, "big") + data


def part(data: bytes, kind: str = "signed-data", name: str = "smime.p7m") -> bytes:
    """Such a file as the part of a message, with its header."""
    head = f'Content-Type: application/pkcs7-mime; smime-type={kind}; name="{name}"\n'
    head += f'Content-Transfer-Encoding: base64\nContent-Disposition: attachment; filename="{name}"\n\n'
    return head.encode() + base64.encodebytes(data)
