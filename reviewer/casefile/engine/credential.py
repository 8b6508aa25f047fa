"""From a passphrase to the key of a case file.

The file's first 16 bytes are the salt; its first byte names the profile of the key derivation, so that parameters can
be raised later without a side-car file.
"""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass

from argon2.low_level import Type, hash_secret_raw

from reviewer.errors import CredentialError, DamagedError

SALT_BYTES = 16
KEY_BYTES = 32
MINIMUM_LENGTH = 8
PROFILE = 1
"""Argon2id, t=3, m=256 MiB, p=4: between RFC 9106's two recommended choices; 0.4 s on a 2-core laptop."""

PROFILES = {PROFILE: (3, 256 * 1024, 4)}
"""Time cost, memory in KiB and lanes of each profile."""


@dataclass(frozen=True, slots=True, repr=False)
class Key:
    """The raw key of a case file (32 bytes) and its salt (16 bytes). Never printed."""

    raw: bytes
    salt: bytes

    def literal(self) -> str:
        """SQLCipher's raw-key form: ``x'`` and 96 hex digits; with fewer it would be taken for a passphrase."""
        digits = self.raw.hex() + self.salt.hex()
        if len(digits) != 2 * (KEY_BYTES + SALT_BYTES):
            raise ValueError("a raw key is 32 bytes and a salt 16")
        return f"x'{digits}'"


def new_salt() -> bytes:
    """A salt that names the present profile; the other 15 bytes are random."""
    return bytes([PROFILE]) + secrets.token_bytes(SALT_BYTES - 1)


def check_new_passphrase(passphrase: str) -> None:
    """Refuse an empty passphrase, and one shorter than eight characters, the least that NIST SP 800-63B allows."""
    if not passphrase.strip():
        raise CredentialError("the passphrase is empty", "Choose four or more words that do not belong together.")
    if len(unicodedata.normalize("NFC", passphrase)) < MINIMUM_LENGTH:
        raise CredentialError(
            f"the passphrase has fewer than {MINIMUM_LENGTH} characters",
            "Choose four or more words that do not belong together.",
        )


def derive(passphrase: str, salt: bytes) -> Key:
    """The key for a passphrase (taken in Unicode NFC); DamagedError when the salt names no profile we know."""
    parameters = PROFILES.get(salt[0])
    if parameters is None:
        raise DamagedError("the first bytes of the file are not those of a case file")
    time_cost, memory_cost, parallelism = parameters
    raw = hash_secret_raw(
        unicodedata.normalize("NFC", passphrase).encode(),
        salt,
        time_cost=time_cost,
        memory_cost=memory_cost,
        parallelism=parallelism,
        hash_len=KEY_BYTES,
        type=Type.ID,
    )
    return Key(raw, salt)
