"""Signing keys from the command line, and a signature that somebody else can check."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tests.cli.conftest import Command, Once


@pytest.fixture
def proposed(reviewer: Command, made: Path, once: Once) -> Path:
    """A case with a finding that Ada has proposed."""

    def fill() -> None:
        assert reviewer("officer", "add", made, "4711", "Lee Moore").code == 0
        assert reviewer("clause", "add", made, "3.14", "Gifts", "--element", "Something was accepted").code == 0
        assert reviewer("allegation", "add", made, "4711", "3.14", "--act", "Took it", "--date", "2016").code == 0
        for side in ("for", "against"):
            assert reviewer("allegation", "confirm", made, "1", "1", "--search", "camera", "--side", side).code == 0
        draft = ("finding", "draft", made, "1", "unfounded", "--reason", "Nothing.", "--reviewer", "Ada")
        assert reviewer(*draft).code == 0
        assert reviewer("finding", "propose", made, "1", "--reviewer", "Ada").code == 0

    return once("proposed signing_commands", fill)


def test_a_key_is_made_signed_with_changed_and_revoked(reviewer: Command, proposed: Path, tmp_path: Path) -> None:
    secret, other = tmp_path / "secret.txt", tmp_path / "other.txt"
    secret.write_text("bo's own four words\n", encoding="utf-8")
    other.write_text("another four words\n", encoding="utf-8")
    with_secret = ("--signing-passphrase-file", secret)
    review = ("finding", "review", proposed, "1", "--reviewer", "Bo", "--json")
    assert reviewer(*review, *with_secret).code == 4, "there is no key yet"
    assert reviewer("reviewer", "add", proposed, "Bo", "--json").code == 3, "no passphrase, and no terminal to ask on"
    kept = reviewer("reviewer", "add", proposed, "Bo", *with_secret, "--json").json
    assert reviewer("reviewer", "list", proposed, "--json").json == [kept]
    assert kept["fingerprint"] in reviewer("reviewer", "list", proposed).out
    assert reviewer(*review).code == 3
    assert reviewer(*review, REVIEWER_SIGNING_PASSPHRASE="not this one").code == 3
    step = reviewer(*review, *with_secret).json["steps"][-1]
    assert step["signed"] == f"signed with own key {kept['fingerprint']}, checked"
    assert reviewer("undo", proposed, "--reviewer", "Bo").code == 0, "one's own signature is taken back by name"
    redo = ("redo", proposed, "--reviewer", "Bo", "--json")
    assert reviewer(*redo).code == 3
    assert reviewer(*redo, "--signing-passphrase-file", other).code == 3
    assert reviewer(*redo, *with_secret).json["act"] == "finding review"
    told = step["signature"]
    public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(told["public_key"]))
    public.verify(bytes.fromhex(told["signature"]), told["message"].encode())
    assert (told["public_key"], told["problem"]) == (kept["public_key"], "")
    final = reviewer("finding", "finalise", proposed, "1", "--reviewer", "Ada", "--json").json
    assert [each["signed"] for each in final["steps"]][1:] == ["typed name", step["signed"], "typed name"]

    change = ("reviewer", "passphrase", proposed, "Bo", "--new-signing-passphrase-file", other, "--json")
    assert reviewer(*change, "--signing-passphrase-file", other).code == 3
    assert reviewer(*change, *with_secret).json == kept
    revoke = ("reviewer", "revoke", proposed, "bo")
    assert reviewer(*revoke).code == 2
    ended = reviewer(*revoke, "--reason", "Lost.", "--json").json
    assert (ended["reason"], ended["fingerprint"]) == ("Lost.", kept["fingerprint"])
    assert reviewer("reviewer", "revoke", proposed, "Bo", "--reason", "Again.").code == 4
    parts = reviewer("case", "verify", proposed, "--json").json["parts"]
    assert next(part for part in parts if part["name"] == "signatures") | {"seconds": 0} == {
        "name": "signatures", "checked": 2, "findings": [], "apart": [], "unread": [], "seconds": 0,
    }  # fmt: skip
    shown = reviewer("finding", "show", proposed, "1").out
    assert f"reviewed by Bo  ({step['signed']})" in shown
