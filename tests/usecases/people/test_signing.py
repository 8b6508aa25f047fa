"""Reviewers sign with a secret of their own: what that proves, and what becomes of it when somebody interferes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from reviewer.casefile.engine import audit
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.connection import connect
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.opening import open_case
from reviewer.casefile.people import signing_keys
from reviewer.casefile.policy import findings as stored
from reviewer.casefile.verification.verify import verify
from reviewer.domain.people.signing_key import Signature, fingerprint, signed_bytes
from reviewer.domain.policy.allegation import AllegationId, Side
from reviewer.domain.policy.finding import Done, FindingId, Step
from reviewer.errors import CredentialError, InputError, NotFoundError
from reviewer.usecases import undo
from reviewer.usecases.people import officers, signing
from reviewer.usecases.policy import allegations, clauses, findings
from tests.kept import Kept
from tests.usecases.policy.policy import GIFTS

FIRST = AllegationId(1)
SECRET, OTHER = "bo's own four words", "another four words here"


def proposed(case: Case) -> None:
    """A finding on allegation 1 that Ada has proposed by her typed name."""
    clauses.add(case, GIFTS, reviewer="Ada")
    officers.add(case, "1001", "Pat Quill", reviewer="Ada")
    alleged = allegations.add(case, "1001", "3.14", "Accepted a camera", "2016", reviewer="Ada").id
    for element in (1, 2):
        for side in Side:
            allegations.confirm(case, alleged, element, ["camera"], side=side, reviewer="Ada")
    findings.draft(case, alleged, "unfounded", reason="Nothing shows it.", reviewer="Ada")
    findings.propose(case, alleged, reviewer="Ada")


def signed(case: Case) -> None:
    """Bo has a signing key and has signed the finding with it."""
    proposed(case)
    signing.add(case, "Bo", SECRET, reviewer="Ada")
    findings.review(case, FIRST, comment="Read.", passphrase=SECRET, reviewer="Bo")


@pytest.fixture
def reviewed(kept_cases: Kept, tmp_path: Path) -> Path:
    """Such a case, closed."""
    return kept_cases.copy("signed", tmp_path / "signed.evcase", lambda case, _: signed(case), title="Signed")


def last(case: Case) -> Step:
    return findings.show(case, FIRST)[-1].finding.steps[-1]


def told(path: Path, key: Key) -> list[str]:
    """What `case verify` says of signatures."""
    return next(list(part.findings) for part in verify(path, key).parts if part.name == "signatures")


def test_a_signature_by_an_own_key_is_checked_and_by_anybody_else_as_well(reviewed: Path, key: Key) -> None:
    with open_case(reviewed, key) as case:
        (known,) = signing.listed(case)
        proposal, review = findings.show(case, FIRST)[-1].finding.steps[-2:]
        assert (proposal.done, proposal.signed) == (Done.PROPOSED, "typed name")
        assert review.signed == f"signed with own key {known.fingerprint}, checked"
        kept = review.signature
        assert kept is not None
        assert '"reason":"Nothing shows it."' in kept.statement
        assert '"1001 Pat Quill"' in kept.statement
        message = f"Evidence Reviewer signature 1\nfinding\n{kept.statement}".encode()
        Ed25519PublicKey.from_public_bytes(kept.public).verify(kept.signature, message)
        with pytest.raises(InvalidSignature):
            Ed25519PublicKey.from_public_bytes(kept.public).verify(kept.signature, message + b"\n")
        assert (known.public, known.creator) == (kept.public, "Ada")
    assert verify(reviewed, key).whole
    assert told(reviewed, key) == []


def test_who_has_a_key_signs_with_it_alone_and_a_wrong_passphrase_changes_no_byte(reviewed: Path, key: Key) -> None:
    with open_case(reviewed, key) as case:
        findings.reopen(case, FIRST, "Once more.", reviewer="Ada")
        findings.propose(case, FIRST, reviewer="Ada")
        log = case.path.with_name(case.path.name + "-wal")
        before = case.path.read_bytes(), log.read_bytes(), audit.head(case)
        for name in ("Bo", "bo", "B\u043e"[:1] + "o"):
            with pytest.raises(CredentialError, match="Bo has a signing key, so the typed name alone is no signature"):
                findings.review(case, FIRST, reviewer=name)
        with pytest.raises(CredentialError, match="not the passphrase of Bo's signing key"):
            findings.review(case, FIRST, passphrase=OTHER, reviewer="Bo")
        with pytest.raises(NotFoundError, match="Cy has no signing key"):
            findings.review(case, FIRST, passphrase=SECRET, reviewer="Cy")
        assert (case.path.read_bytes(), log.read_bytes(), audit.head(case)) == before
        findings.review(case, FIRST, reviewer="Cy")
        assert last(case).signed == "typed name"


def test_a_lost_passphrase_is_answered_by_a_new_key_and_the_old_signature_stays_checkable(
    reviewed: Path, key: Key
) -> None:
    with open_case(reviewed, key) as case:
        (first,) = signing.listed(case)
        with pytest.raises(InputError, match=f"has a signing key already, {first.fingerprint}"):
            signing.add(case, "BO", OTHER, reviewer="Ada")
        with pytest.raises(InputError, match="mixes alphabets"):
            signing.add(case, "B\u043eb", OTHER, reviewer="Ada")
        with pytest.raises(CredentialError, match="fewer than 8"):
            signing.add(case, "Cy", "short", reviewer="Ada")
        with pytest.raises(InputError, match="say why"):
            signing.revoke(case, "Bo", " ", reviewer="Ada")
        signing.revoke(case, "Bo", "The passphrase is lost.", reviewer="Ada")
        assert case.value("SELECT sealed FROM signing_key") == ""
        second = signing.add(case, "Bo", OTHER, reviewer="Ada")
        assert second.fingerprint != first.fingerprint
        assert last(case).signed == f"signed with own key {first.fingerprint}, checked"
        with pytest.raises(CredentialError):
            signing.sign(case, "Bo", SECRET, "bundle", "x")
        made = signing.sign(case, "Bo", OTHER, "bundle", "manifest")
        assert signing.holds(made)
        assert made.message == b"Evidence Reviewer signature 1\nbundle\nmanifest"
        assert not signing.holds(Signature(made.fingerprint, made.public, "manifest", made.signature, "finding"))
    assert verify(reviewed, key).whole


def test_another_passphrase_opens_the_same_key(reviewed: Path, key: Key) -> None:
    with open_case(reviewed, key) as case:
        (before,) = signing.listed(case)
        with pytest.raises(CredentialError):
            signing.change_passphrase(case, "Bo", OTHER, OTHER, reviewer="Bo")
        signing.change_passphrase(case, "Bo", SECRET, OTHER, reviewer="Bo")
        assert signing.listed(case) == [before]
        with pytest.raises(CredentialError):
            signing.sign(case, "Bo", SECRET, "bundle", "x")
        assert signing.holds(signing.sign(case, "Bo", OTHER, "bundle", "x"))
        undo.undo(case, reviewer="Bo")  # of what Bo did the review, for no act on a key is taken back
        with pytest.raises(InputError):
            undo.undo(case, reviewer="Bo")
        assert signing.listed(case) == [before]
    assert verify(reviewed, key).whole


def test_a_signature_that_was_taken_back_is_not_brought_back_by_whoever_types_the_name(
    reviewed: Path, key: Key
) -> None:
    with open_case(reviewed, key) as case:
        undo.undo(case, reviewer="Bo")
        assert case.value("SELECT count(*) FROM finding_signature") == 0
        with pytest.raises(CredentialError, match="not done again without its passphrase"):
            undo.redo(case, reviewer="Bo")
        with pytest.raises(CredentialError):
            undo.redo(case, reviewer="Bo", passphrase=OTHER)
        assert last(case).done is Done.PROPOSED
        assert undo.redo(case, reviewer="Bo", passphrase=SECRET).act == "finding review"
        assert last(case).signed.endswith(", checked")
        undo.undo(case, reviewer="Bo")
        findings.review(case, FIRST, passphrase=SECRET, reviewer="Bo")
        assert last(case).signed.endswith(", checked")
    assert verify(reviewed, key).whole


def test_a_typed_name_that_was_taken_back_does_not_come_back_once_there_is_a_key(reviewed: Path, key: Key) -> None:
    with open_case(reviewed, key) as case:
        findings.finalise(case, FIRST, reviewer="Ada")
        undo.undo(case, reviewer="Ada")
        assert undo.redo(case, reviewer="Ada").act == "finding finalise"
        undo.undo(case, reviewer="Ada")
        signing.add(case, "Ada", OTHER, reviewer="Cy")
        with pytest.raises(CredentialError, match="not done again without its passphrase"):
            undo.redo(case, reviewer="Ada")
        findings.finalise(case, FIRST, passphrase=OTHER, reviewer="Ada")
        assert last(case).signed.endswith(", checked")
    assert verify(reviewed, key).whole


def forged(connection: object) -> None:
    """A key of the forger's own in place of Bo's, under a statement that names it."""
    key, execute = Ed25519PrivateKey.generate(), connection.execute  # type: ignore[attr-defined]
    public = key.public_key().public_bytes_raw()
    old = fingerprint(bytes.fromhex(execute("SELECT public FROM signing_key").fetchone()[0]))
    statement = execute("SELECT statement FROM finding_signature").fetchone()[0].replace(old, fingerprint(public))
    signature = key.sign(signed_bytes("finding", statement)).hex()
    execute("UPDATE signing_key SET public = ?", (public.hex(),))
    execute("UPDATE finding_signature SET statement = ?, signature = ?", (statement, signature))


HARM: dict[str, tuple[str | Callable[[object], None], str]] = {
    "an altered finding": (
        "UPDATE finding SET reason = 'Everything shows it.', outcome = 'sustained'",
        "the signature of Bo under finding 1: what was signed is not what stands there: other outcome, reason",
    ),
    "altered grounds": (
        "UPDATE finding SET basis = json_set(basis, '$.clause.text', 'Gifts are fine.')",
        "the signature of Bo under finding 1: what was signed is not what stands there: other grounds",
    ),
    "another comment": (
        "UPDATE finding_step SET comment = 'Not read.' WHERE step = 'reviewed'",
        "the signature of Bo under finding 1: what was signed is not what stands there: other name, time or comment",
    ),
    "a forged signature": (
        "UPDATE finding_signature SET signature = hex(randomblob(64))",
        "the signature of Bo under finding 1: it is not that of key",
    ),
    "an altered statement": (
        "UPDATE finding_signature SET statement = replace(statement, 'Nothing', 'Everything')",
        "the signature of Bo under finding 1: it is not that of key",
    ),
    "no hexadecimal digits": (
        "UPDATE finding_signature SET signature = printf('%128s', 'x')",
        "the signature of Bo under finding 1: it is not that of key",
    ),
    "a swapped key": (forged, "signing key 1 of Bo is not what audit entry 11 left: public"),
    "another's key": (
        "UPDATE signing_key SET reviewer = 'Cy'",
        "the signature of Bo under finding 1: the key is that of Cy",
    ),
    "another sealed key": (
        "UPDATE signing_key SET sealed = '{}'",
        "signing key 1 of Bo is not what audit entry 11 left: sealed",
    ),
    "a signature taken away": (
        "DELETE FROM finding_signature",
        "finding 1 was reviewed by Bo without a signature, though there was signing key 1",
    ),
    "a key put in": (
        "INSERT INTO signing_key VALUES (2, 'Cy', lower(hex(randomblob(32))), '', 'Cy', '', '', '')",
        "signing key 2 of Cy is in no audit entry",
    ),
}


@pytest.mark.parametrize("what", HARM)
def test_whatever_is_changed_behind_the_programs_back_is_told_with_its_place(
    reviewed: Path, key: Key, what: str
) -> None:
    harm, place = HARM[what]
    connection = connect(reviewed, key)
    if isinstance(harm, str):
        connection.execute(harm)
    else:
        harm(connection)
    connection.close()
    assert any(each.startswith(place) for each in told(reviewed, key)), told(reviewed, key)
    if place.startswith("the signature"):
        with open_case(reviewed, key) as case:
            (found,) = findings.listed(case)
            assert any("does not hold" in each for each in found.finding.look_again)
            assert last(case).signed.startswith("signature does not hold: ")


def test_a_signature_after_its_key_was_revoked_is_told(reviewed: Path, key: Key) -> None:
    with open_case(reviewed, key) as case:
        kept = signing_keys.unlocked(case, "Bo", SECRET)  # as a program that had the key in memory could
        signing.revoke(case, "Bo", "Lost.", reviewer="Ada")
    assert told(reviewed, key) == [], "it was given while there was its key"
    with open_case(reviewed, key) as case, case.act("Bo", "finding finalise", "1") as act:
        stored.step(act, FindingId(1), Done.MADE_FINAL, "Bo", signer=kept)
    (problem,) = told(reviewed, key)
    assert problem.startswith("the signature of Bo under finding 1: audit entry ")
    assert problem.endswith(" made it after its key was revoked")
