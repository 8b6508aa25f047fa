"""Signing keys of reviewers, and what a signature says: see docs/decisions/0024-signatures.md."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import NewType

SigningKeyId = NewType("SigningKeyId", int)

SCHEME = "Evidence Reviewer signature 1"
"""First line of everything that is signed, so that a signature for one thing is none for another."""

_GROUPS = 8


@dataclass(frozen=True, slots=True)
class SigningKey:
    """An Ed25519 key of a reviewer: the public half (32 bytes), when it was made and by whom, and how it ended.

    The private half is in the case, sealed by a passphrase that only this reviewer knows.
    """

    id: SigningKeyId
    reviewer: str
    public: bytes
    created: str
    creator: str
    revoked: str = ""
    why: str = ""

    @property
    def fingerprint(self) -> str:
        """What one compares on paper."""
        return fingerprint(self.public)


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature under a statement: ``purpose`` and ``statement`` are what was signed, see :func:`signed_bytes`.

    ``problem`` says why it does not hold; empty when it was checked and does.
    """

    fingerprint: str
    public: bytes
    statement: str
    signature: bytes
    purpose: str
    problem: str = ""

    @property
    def message(self) -> bytes:
        """The bytes under which the signature stands."""
        return signed_bytes(self.purpose, self.statement)


def fingerprint(public: bytes) -> str:
    """The first 128 bits of the SHA-256 of a public key, in groups that can be read aloud."""
    digits = hashlib.sha256(public).hexdigest().upper()
    return "-".join(digits[at : at + 4] for at in range(0, 4 * _GROUPS, 4))


def signed_bytes(purpose: str, statement: str) -> bytes:
    """What is signed: scheme, purpose and statement, a line each, in UTF-8; the statement has no line end after it."""
    return f"{SCHEME}\n{purpose}\n{statement}".encode()
