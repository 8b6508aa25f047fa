"""Signing keys of reviewers: a secret of their own, by which a signature is more than a typed name."""

from __future__ import annotations

from reviewer.casefile.engine import sealed_key
from reviewer.casefile.engine.case import Case
from reviewer.casefile.people import signing_keys
from reviewer.domain.people.person_names import check_scripts
from reviewer.domain.people.signing_key import Signature, SigningKey
from reviewer.errors import InputError

# Handed on as the case file answers it.
listed = signing_keys.listed


def live(case: Case, name: str) -> SigningKey | None:
    """The key that a reviewer signs with, if there is one."""
    return signing_keys.live(case, name)


def add(case: Case, name: str, passphrase: str, *, reviewer: str) -> SigningKey:
    """Make a key for a reviewer, sealed by a passphrase that is theirs alone.

    InputError for somebody who has one, and for a name that mixes alphabets; CredentialError for a passphrase that is
    too short.
    """
    name = " ".join(name.split())
    if not name:
        raise InputError("whose signing key is it to be? Give a name")
    check_scripts(name)
    signing_keys.check_no_other(case, name)
    private = sealed_key.generate()
    sealed = sealed_key.seal(private, passphrase)
    with case.act(reviewer, "signing-key add", name) as act:
        signing_keys.add(act, name, private, sealed, reviewer)
    return signing_keys.get(case, name)


def change_passphrase(case: Case, name: str, before: str, after: str, *, reviewer: str) -> SigningKey:
    """Seal a reviewer's key by another passphrase; CredentialError when ``before`` is not the present one."""
    signer = signing_keys.unlocked(case, name, before)
    sealed = sealed_key.seal(signer.private, after)
    with case.act(reviewer, "signing-key passphrase", signer.key.reviewer) as act:
        signing_keys.reseal(act, signer.key, sealed)
    return signer.key


def revoke(case: Case, name: str, why: str, *, reviewer: str) -> SigningKey:
    """End a reviewer's key, as when its passphrase is lost: what it signed can still be checked."""
    key = signing_keys.get(case, name)
    if not why.strip():
        raise InputError("say why the key is revoked", "Give it with --reason TEXT.")
    with case.act(reviewer, "signing-key revoke", key.reviewer) as act:
        signing_keys.revoke(act, key, why.strip())
    return next(each for each in signing_keys.listed(case) if each.id == key.id)


def sign(case: Case, name: str, passphrase: str, purpose: str, statement: str) -> Signature:
    """Sign a statement for a purpose with a reviewer's key; nothing is written.

    NotFoundError for somebody without a key, CredentialError for another passphrase.
    """
    return signing_keys.unlocked(case, name, passphrase).sign(purpose, statement)


def holds(signature: Signature) -> bool:
    """Whether a signature is that of its public key under its statement."""
    return sealed_key.holds(signature.public, signature.signature, signature.message)
