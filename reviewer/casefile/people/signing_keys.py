"""Signing keys of reviewers. No act on them is ever undone: they are told in the trail by facts, not by rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from reviewer.casefile.engine import audit, sealed_key
from reviewer.casefile.engine.case import Act, Case
from reviewer.domain import clock
from reviewer.domain.people.person_names import same_person
from reviewer.domain.people.signing_key import Signature, SigningKey, SigningKeyId, signed_bytes
from reviewer.errors import CredentialError, InputError, NotFoundError

_ADDED, _CHANGED, _REVOKED = "signing-key add", "signing-key passphrase", "signing-key revoke"


@dataclass(frozen=True, slots=True, repr=False)
class Signer:
    """A reviewer's key, unsealed. Never printed, never kept."""

    key: SigningKey
    private: Ed25519PrivateKey

    def sign(self, purpose: str, statement: str) -> Signature:
        """Sign a statement for a purpose."""
        signature = self.private.sign(signed_bytes(purpose, statement))
        return Signature(self.key.fingerprint, self.key.public, statement, signature, purpose)


def listed(case: Case) -> list[SigningKey]:
    """All keys that there ever were, in the order they were made."""
    return [_key(row) for row in case.rows("SELECT * FROM signing_key ORDER BY id")]


def live(case: Case, reviewer: str) -> SigningKey | None:
    """The key that a reviewer signs with, if there is one."""
    return next((each for each in listed(case) if not each.revoked and same_person(each.reviewer, reviewer)), None)


def get(case: Case, reviewer: str) -> SigningKey:
    """The key that a reviewer signs with; NotFoundError when there is none."""
    found = live(case, reviewer)
    if found is None:
        raise NotFoundError(f"{reviewer} has no signing key", "Make one with `reviewer reviewer add`.")
    return found


def unlocked(case: Case, reviewer: str, passphrase: str) -> Signer:
    """A reviewer's key, unsealed; NotFoundError, CredentialError for another passphrase. Nothing is written."""
    key = get(case, reviewer)
    sealed = str(case.value("SELECT sealed FROM signing_key WHERE id = ?", (key.id,)))
    return Signer(key, sealed_key.unseal(sealed, key.public, passphrase, key.reviewer))


def pem(public: bytes) -> bytes:
    """A public key as other programs read it (SubjectPublicKeyInfo, RFC 8410)."""
    form, info = serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    return Ed25519PublicKey.from_public_bytes(public).public_bytes(form, info)


def signer(case: Case, reviewer: str, passphrase: str | None) -> Signer | None:
    """Who signs as this reviewer: with the key if there is one, and then only with it; None where a name has to do.

    CredentialError when there is a key and no passphrase; NotFoundError the other way round.
    """
    if passphrase is not None:
        return unlocked(case, reviewer, passphrase)
    key = live(case, reviewer)
    if key is not None:
        raise CredentialError(
            f"{key.reviewer} has a signing key, so the typed name alone is no signature",
            "Sign with its passphrase: --signing-passphrase-file or REVIEWER_SIGNING_PASSPHRASE.",
        )
    return None


def add(act: Act, reviewer: str, private: Ed25519PrivateKey, sealed: str, creator: str) -> SigningKeyId:
    """Keep a key; the trail gets all of it but what is sealed, of that the SHA-256."""
    values = {
        "reviewer": reviewer,
        "public": sealed_key.public_of(private).hex(),
        "created": clock.now(),
        "creator": creator,
    }
    made = act.case.execute(
        "INSERT INTO signing_key (reviewer, public, created, creator, sealed) VALUES (?,?,?,?,?)",
        (*values.values(), sealed),
    )
    act.facts.update({"key": made.lastrowid, **values, "sealed": _digest(sealed)})
    return SigningKeyId(made.lastrowid)


def reseal(act: Act, key: SigningKey, sealed: str) -> None:
    """Keep a key under another passphrase."""
    act.case.execute("UPDATE signing_key SET sealed = ? WHERE id = ?", (sealed, key.id))
    act.facts.update({"key": key.id, "reviewer": key.reviewer, "sealed": _digest(sealed)})


def revoke(act: Act, key: SigningKey, why: str) -> None:
    """End a key. What it signed can still be checked; what is sealed is forgotten."""
    values = {"revoked": clock.now(), "why": why}
    act.case.execute(
        "UPDATE signing_key SET revoked = ?, why = ?, sealed = '' WHERE id = ?", (*values.values(), key.id)
    )
    act.facts.update({"key": key.id, "reviewer": key.reviewer, **values, "sealed": _digest("")})


def entries(case: Case) -> Iterator[audit.AuditEntry]:
    """The acts on keys."""
    marks = (_ADDED, _CHANGED, _REVOKED)
    for row in case.rows("SELECT * FROM audit WHERE act IN (?, ?, ?) ORDER BY id", marks):
        yield audit.entry_of(row)


def spans(case: Case) -> dict[int, tuple[int, int | None]]:
    """By key, the audit entries that made and revoked it."""
    found: dict[int, tuple[int, int | None]] = {}
    for entry in entries(case):
        if entry.act == _ADDED:
            found[entry.facts["key"]] = (entry.id, None)
        elif entry.act == _REVOKED and entry.facts["key"] in found:
            found[entry.facts["key"]] = (found[entry.facts["key"]][0], entry.id)
    return found


def check(case: Case) -> tuple[int, list[str]]:
    """Compare each key with what the audit trail says of it: how many there are, and what differs, with its place."""
    told: dict[int, dict[str, Any]] = {}
    numbers: dict[int, int] = {}
    for entry in entries(case):
        facts = dict(entry.facts)
        key = facts.pop("key")
        told.setdefault(key, {"revoked": "", "why": ""}).update(facts)
        numbers[key] = entry.id
    found = []
    for row in case.rows("SELECT * FROM signing_key ORDER BY id"):
        kept = {**{name: row[name] for name in row.keys() if name != "id"}, "sealed": _digest(row["sealed"])}  # noqa: SIM118
        said = told.pop(row["id"], None)
        if said is None:
            found.append(f"signing key {row['id']} of {row['reviewer']} is in no audit entry")
        elif said != kept:
            what = ", ".join(name for name in kept if said.get(name) != kept[name])
            place = f"signing key {row['id']} of {said['reviewer']}"
            found.append(f"{place} is not what audit entry {numbers[row['id']]} left: {what}")
    found += [f"signing key {key} of {said['reviewer']} is gone" for key, said in told.items()]
    return len(numbers), found


def check_no_other(case: Case, reviewer: str) -> None:
    """InputError when a reviewer has a key already."""
    key = live(case, reviewer)
    if key is not None:
        raise InputError(
            f"{key.reviewer} has a signing key already, {key.fingerprint}",
            "Change its passphrase with `reviewer reviewer passphrase`; where that is lost, revoke it first.",
        )


def _key(row: Any) -> SigningKey:
    return SigningKey(
        SigningKeyId(row["id"]),
        row["reviewer"],
        from_hex(row["public"]),
        row["created"],
        row["creator"],
        row["revoked"],
        row["why"],
    )


def from_hex(digits: str) -> bytes:
    """The bytes of a column that should hold hexadecimal digits; none where it does not, so that nothing holds."""
    try:
        return bytes.fromhex(digits)
    except ValueError:
        return b""


def _digest(sealed: str) -> str:
    return hashlib.sha256(sealed.encode()).hexdigest()
