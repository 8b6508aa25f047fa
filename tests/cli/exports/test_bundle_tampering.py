"""Whatever is changed in a bundle is told by its name: by the program, by the file in the bundle, and by sha256sum."""

from __future__ import annotations

import hashlib
import os
import re
import runpy
import shutil
import subprocess
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from reviewer.export import verify_bundle
from tests.cli.conftest import Command
from tests.cli.exports.forging import write_again
from tests.cli.exports.test_bundle import SIGNING, bundled
from tests.cli.exports.test_production import pile

__all__ = ["bundled", "pile"]


def test_one_byte_changed_in_any_kind_of_file_is_told_by_its_name(
    reviewer: Command, bundled: Path, tmp_path: Path
) -> None:
    (tmp_path / "signing.txt").write_text(SIGNING, encoding="utf-8")
    key = ("--signing-passphrase-file", tmp_path / "signing.txt")
    made = reviewer("reviewer", "add", bundled, "Ada", *key, "--json")
    assert made.code == 0, made.err
    out = tmp_path / "bundle"
    done = reviewer("bundle", "export", bundled, out, "--production", "1", "--reviewer", "Ada", *key, "--json").json
    assert done["signed"] == made.json["fingerprint"]
    intact = {"ok": True, "problems": [], "signed": done["signed"], "timestamp": None}
    assert reviewer("bundle", "verify", out, "--json").json == intact
    for name in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        for line in (out / name).read_text(encoding="ascii").splitlines():
            digest, _, path = line.partition("  ")
            assert hashlib.sha256((out / path).read_bytes()).hexdigest() == digest
    openssl = shutil.which("openssl")
    if openssl is not None:
        check = ("pkeyutl", "-verify", "-pubin", "-inkey", "signed.pem", "-rawin", "-in", "signed.txt")
        subprocess.run([openssl, *check, "-sigfile", "signed.sig"], cwd=out, check=True, capture_output=True)
    kinds = {each.suffix: each for each in sorted(out.rglob("*")) if each.is_file()}
    kinds |= {each.name: each for each in out.iterdir() if each.is_file()}
    assert {*LATE, ".pdf", ".html", ".docx", ".json", ".csv", ".xlsx", ".txt", ".dat", ".opt", ".xml"} <= kinds.keys()
    alone = runpy.run_path(str(out / "verify_bundle.py"))["verify"]
    for file in kinds.values():
        whole = file.read_bytes()
        file.write_bytes(bytes([*whole[:-2], whole[-2] ^ 1, whole[-1]]))
        name = file.relative_to(out).as_posix()
        told = reviewer("bundle", "verify", out, "--json")
        assert told.code == 5, name
        for named in ({each["file"] for each in told.json["problems"]}, {each for each, _ in alone(out)}):
            assert name in named or (name in {"signed.txt", "signed.pem"} and "signed.sig" in named), (name, named)
        if shutil.which("sha256sum") is not None:
            assert summed(out) == (set() if name in UNSUMMED else {name}), "a tag manifest is in no other"
        file.write_bytes(whole)
    assert reviewer("bundle", "verify", out).code == 0
    assert shutil.which("sha256sum") is None or summed(out) == set()


def test_an_audit_trail_that_was_signed_again_is_told(reviewer: Command, bundled: Path, tmp_path: Path) -> None:
    """Its head is changed in the bundle, then every hash is made to fit, then another key signs what stands there."""
    (tmp_path / "signing.txt").write_text(SIGNING, encoding="utf-8")
    key = ("--signing-passphrase-file", tmp_path / "signing.txt", "--reviewer", "Ada")
    out, last = tmp_path / "bundle", "data/exhibits/PMPD-000007.pdf"
    genuine = reviewer("reviewer", "add", bundled, "Ada", *key[:2], "--json").json["fingerprint"]
    assert reviewer("bundle", "export", bundled, out, "--production", "1", "--evidence-only", *key).code == 0
    info, statement = (out / "bag-info.txt").read_text(encoding="utf-8"), (out / "signed.txt").read_text("utf-8")
    number, head = info.partition("Audit-Trail-Head: ")[2].split()[:2]
    assert f'"trail":[{number},"{head}"]' in statement

    def problems() -> dict[str, str]:
        told = reviewer("bundle", "verify", out, "--json")
        assert told.code == (5 if told.json["problems"] else 0)
        return {each["file"]: each["problem"] for each in told.json["problems"]}

    def rewritten(words: str) -> None:
        (out / "bag-info.txt").write_text(words, encoding="utf-8")
        write_again(out, hashlib.sha256((out / last).read_bytes()).hexdigest())

    other = hashlib.sha256(b"another history").hexdigest()
    rewritten(info.replace(head, other))
    assert problems() == {"tagmanifest-sha256.txt": "is not the one that was signed"}

    own = Ed25519PrivateKey.generate()
    public = own.public_key()
    fingerprint = verify_bundle.fingerprint(public.public_bytes_raw())
    rewritten(info.replace(genuine, fingerprint))
    manifest = hashlib.sha256((out / "tagmanifest-sha256.txt").read_bytes()).hexdigest()
    said = re.sub('"tagmanifest":"[0-9a-f]+"', f'"tagmanifest":"{manifest}"', statement).replace(head, other)
    (out / "signed.txt").write_text(said, encoding="utf-8")
    (out / "signed.sig").write_bytes(own.sign(said.encode()))
    (out / "signed.pem").write_bytes(public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    assert problems() == {"signed.txt": "was signed for another audit trail than the one that the bundle names"}


LATE = {
    "bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt", "VERIFY.txt", "verify_bundle.py",
    "signed.txt", "signed.sig", "signed.pem", "timestamp.tsq",
}  # fmt: skip
UNSUMMED = {"tagmanifest-sha256.txt", "signed.txt", "signed.sig", "signed.pem", "timestamp.tsq"}
"""What is written after the last manifest, and is guarded by the signature and by what bag-info.txt says."""


def summed(out: Path) -> set[str]:
    """The files that ``sha256sum -c`` tells of, by both manifests."""
    found = set()
    for name in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        told = subprocess.run(
            ["sha256sum", "-c", "--quiet", name],
            cwd=out,
            env={**os.environ, "LC_ALL": "C"},  # in other languages it tells of a failure by another word
            capture_output=True,
            text=True,
            check=False,
        )
        found |= {line.removesuffix(": FAILED") for line in told.stdout.splitlines() if line.endswith(": FAILED")}
    return found
