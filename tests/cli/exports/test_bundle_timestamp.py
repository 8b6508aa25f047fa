"""A time stamp of a bundle is asked for, attached and checked without a network, by an authority made for the test."""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
import subprocess
from pathlib import Path

import pypdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from reviewer import __version__
from reviewer.export import verify_bundle
from tests.cli.conftest import Command
from tests.cli.exports.test_bundle import bundled
from tests.cli.exports.test_production import pile

__all__ = ["bundled", "pile"]

OPENSSL = shutil.which("openssl")
CONFIG = """
[tsa]
default_tsa = one
[one]
serial = {folder}/serial
default_policy = 1.2.3.4.1
digests = sha256
signer_digest = sha256
ess_cert_id_alg = sha256
"""


class Authority:
    """A root, a key that stamps under it, and what it needs to answer."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder / name
        self.folder.mkdir()
        self.root, self.answer = self.folder / "root.pem", self.folder / "answer.tsr"
        top = rsa.generate_private_key(65537, 2048)
        below = rsa.generate_private_key(65537, 2048)
        root = self._certificate(f"{name} root", top, f"{name} root", top, authority=True)
        stamping = self._certificate(f"{name} stamping", below, f"{name} root", top, authority=False)
        self.root.write_bytes(root.public_bytes(serialization.Encoding.PEM))
        (self.folder / "signer.pem").write_bytes(stamping.public_bytes(serialization.Encoding.PEM))
        form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        (self.folder / "signer.key").write_bytes(below.private_bytes(*form))
        (self.folder / "tsa.cnf").write_text(CONFIG.format(folder=self.folder.as_posix()), encoding="ascii")
        (self.folder / "serial").write_text("01", encoding="ascii")

    @staticmethod
    def _certificate(
        name: str, key: rsa.RSAPrivateKey, issuer: str, by: rsa.RSAPrivateKey, *, authority: bool
    ) -> x509.Certificate:
        now = dt.datetime.now(dt.UTC)
        named = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, each)]) for each in (name, issuer)]
        made = (
            x509.CertificateBuilder(named[1], named[0], key.public_key(), x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(days=1))
            .not_valid_after(now + dt.timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        )
        if not authority:
            made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        return made.sign(by, hashes.SHA256())

    def stamp(self, request: Path) -> Path:
        """The answer to a request."""
        assert OPENSSL is not None
        made = ("-signer", self.folder / "signer.pem", "-inkey", self.folder / "signer.key", "-out", self.answer)
        asked = ("-config", self.folder / "tsa.cnf", "-queryfile", request)
        subprocess.run([OPENSSL, "ts", "-reply", *asked, *made], check=True, capture_output=True)
        return self.answer


@pytest.fixture
def out(reviewer: Command, bundled: Path, tmp_path: Path) -> Path:
    made = tmp_path / "bundle"
    assert reviewer("bundle", "export", bundled, made, "--production", "1", "--evidence-only").code == 0
    return made


@pytest.mark.skipif(OPENSSL is None, reason="no openssl here, whose `ts` is the authority of this test")
def test_an_answer_is_attached_and_holds_by_its_own_root_alone(reviewer: Command, out: Path, tmp_path: Path) -> None:
    authority, other = Authority(tmp_path, "Lantern"), Authority(tmp_path, "Other")
    answer = authority.stamp(out / "timestamp.tsq")
    refused = reviewer("bundle", "attach-timestamp", out, answer, "--root", other.root)
    assert (refused.code, "does not hold" in refused.err) == (4, True)
    assert not (out / "timestamp.tsr").exists()
    done = reviewer("bundle", "attach-timestamp", out, answer, "--root", authority.root, "--json")
    assert done.code == 0, done.err
    told = done.json["timestamp"]
    age = dt.datetime.now(dt.UTC) - dt.datetime.fromisoformat(told["at"])
    assert (told["checked"], abs(age) < dt.timedelta(hours=1)) == (True, True)
    assert reviewer("bundle", "verify", out, "--json").json["timestamp"] == {**told, "checked": False}
    assert "checked by the root certificate" in reviewer("bundle", "verify", out, "--root", authority.root).out
    wrong = reviewer("bundle", "verify", out, "--root", other.root, "--json")
    assert (wrong.code, [each["file"] for each in wrong.json["problems"]]) == (5, ["timestamp.tsr"])
    assert OPENSSL is not None
    check = ("-data", "tagmanifest-sha256.txt", "-in", "timestamp.tsr", "-CAfile", str(authority.root))
    subprocess.run([OPENSSL, "ts", "-verify", *check], cwd=out, check=True, capture_output=True)
    again = reviewer("bundle", "attach-timestamp", out, answer)
    assert (again.code, "already" in again.err) == (4, True)


@pytest.mark.skipif(OPENSSL is None, reason="no openssl here, whose `ts` is the authority of this test")
def test_a_stamp_of_something_else_and_a_changed_one_are_told(reviewer: Command, out: Path, tmp_path: Path) -> None:
    authority = Authority(tmp_path, "Lantern")
    request = tmp_path / "other.tsq"
    other = hashlib.sha256(b"another bundle").hexdigest()
    assert OPENSSL is not None
    subprocess.run([OPENSSL, "ts", "-query", "-digest", other, "-sha256", "-cert", "-out", request], check=True)
    refused = reviewer("bundle", "attach-timestamp", out, authority.stamp(request))
    assert (refused.code, "for something else than this bundle" in refused.err) == (4, True)
    shutil.copy(authority.answer, out / "timestamp.tsr")
    assert ("timestamp.tsr", "is a time stamp of something else") in verify_bundle.verify(out)
    whole = authority.stamp(out / "timestamp.tsq").read_bytes()
    (out / "timestamp.tsr").write_bytes(bytes([*whole[:-2], whole[-2] ^ 1, whole[-1]]))  # within the signature
    changed = reviewer("bundle", "verify", out, "--root", authority.root, "--json")
    assert (changed.code, [each["file"] for each in changed.json["problems"]]) == (5, ["timestamp.tsr"])
    (out / "timestamp.tsr").write_bytes(b"no answer")
    assert reviewer("bundle", "verify", out).code == 5
    junk = tmp_path / "junk.pem"
    junk.write_text("nothing", encoding="ascii")
    told = reviewer("bundle", "verify", out, "--root", junk)
    assert (told.code, "has no certificate" in told.err) == (4, True)


@pytest.mark.skipif(OPENSSL is None, reason="no openssl here, whose `ts` is the authority of this test")
def test_a_stamp_that_was_granted_with_changes_holds_and_one_that_waits_is_none(
    reviewer: Command, out: Path, tmp_path: Path
) -> None:
    authority, other = Authority(tmp_path, "Lantern"), Authority(tmp_path, "Other")
    answer = authority.stamp(out / "timestamp.tsq")
    before, status, after = answer.read_bytes().partition(b"\x30\x03\x02\x01\x00")
    assert (len(before), status[-1:]) == (4, b"\0"), "the status is the first thing in an answer"
    answer.write_bytes(before + status[:-1] + b"\x01" + after)
    assert OPENSSL is not None
    check = ("-data", out / "tagmanifest-sha256.txt", "-in", answer, "-CAfile", authority.root)
    subprocess.run([OPENSSL, "ts", "-verify", *check], check=True, capture_output=True)
    refused = reviewer("bundle", "attach-timestamp", out, answer, "--root", other.root)
    assert (refused.code, "does not hold" in refused.err) == (4, True)
    done = reviewer("bundle", "attach-timestamp", out, answer, "--root", authority.root, "--json")
    assert (done.code, done.json["timestamp"]["checked"]) == (0, True), done.err
    assert reviewer("bundle", "verify", out, "--root", authority.root).code == 0
    (out / "timestamp.tsr").unlink()
    for number, words in ((2, "refused to stamp it"), (3, "has not stamped it yet")):
        answer.write_bytes(bytes([0x30, 5, 0x30, 3, 2, 1, number]))
        told = reviewer("bundle", "attach-timestamp", out, answer)
        assert (told.code, words in told.err) == (4, True), told.err


def test_the_request_is_for_the_tag_manifest_and_missing_it_is_told(out: Path) -> None:
    request, digest = out / "timestamp.tsq", hashlib.sha256((out / "tagmanifest-sha256.txt").read_bytes())
    assert request.read_bytes()[-35:] == digest.digest() + b"\x01\x01\xff"
    request.unlink()
    assert verify_bundle.verify(out) == [("timestamp.tsq", "is missing: the bundle was made with one")]


def test_the_certificate_names_what_was_hashed_and_leaves_who_signs_blank(out: Path) -> None:
    text = "".join(page.extract_text() for page in pypdf.PdfReader(out / "certificate.pdf").pages)
    bare = "".join(text.split())
    assert hashlib.sha256((out / "manifest-sha256.txt").read_bytes()).hexdigest() in bare
    files = sum(path.is_file() for path in (out / "data").rglob("*"))
    assert f"{files:,}," in text
    for words in ("PMPD-000001toPMPD-000007;6documents", f"EvidenceReviewer{__version__}", "28U.S.C.1746", "Signature"):
        assert words in bare, words
    assert "highlighted" not in bare, "this bundle has no highlights"
    assert "certificate.pdf" in (out / "tagmanifest-sha256.txt").read_text(encoding="ascii")
