"""A reviewer's Ed25519 key, sealed by a passphrase: Argon2id as for the case itself, then ChaCha20-Poly1305.

Each sealing draws a new salt and so has a key of its own. The public half is authenticated with it, so that a sealed
key cannot be put beside another public one.
"""

from __future__ import annotations

import json
import secrets
from typing import Any

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from reviewer.casefile.engine import credential
from reviewer.errors import CredentialError, DamagedError

_NONCE_BYTES = 12


def generate() -> Ed25519PrivateKey:
    """A new key."""
    return Ed25519PrivateKey.generate()


def public_of(key: Ed25519PrivateKey) -> bytes:
    """Its public half, 32 bytes."""
    return key.public_key().public_bytes_raw()


def seal(key: Ed25519PrivateKey, passphrase: str) -> str:
    """The key as JSON that can be kept; CredentialError for a passphrase that is too short."""
    credential.check_new_passphrase(passphrase)
    salt, nonce = credential.new_salt(), secrets.token_bytes(_NONCE_BYTES)
    cipher = ChaCha20Poly1305(credential.derive(passphrase, salt).raw)
    kept = cipher.encrypt(nonce, key.private_bytes_raw(), public_of(key))
    return json.dumps({"salt": salt.hex(), "nonce": nonce.hex(), "key": kept.hex()}, sort_keys=True)


def unseal(sealed: str, public: bytes, passphrase: str, whose: str) -> Ed25519PrivateKey:
    """The key again; CredentialError for another passphrase, DamagedError when it is not what was sealed."""
    try:
        parts: dict[str, Any] = json.loads(sealed)
        salt, nonce, kept = (bytes.fromhex(parts[name]) for name in ("salt", "nonce", "key"))
        cipher = ChaCha20Poly1305(credential.derive(passphrase, salt).raw)
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise DamagedError(f"the signing key of {whose} cannot be read", "See `reviewer case verify`.") from error
    try:
        return Ed25519PrivateKey.from_private_bytes(cipher.decrypt(nonce, kept, public))
    except InvalidTag as error:
        raise CredentialError(
            f"that is not the passphrase of {whose}'s signing key",
            "If it is lost, have the key revoked with `reviewer reviewer revoke`, and make a new one.",
        ) from error


def holds(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether a signature is that of this key under this message."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
