"""``reviewer version``: a package is what was signed, or it is refused.

One signature was made by minisign 0.12 with a key that was thrown away; others are written here as minisign's
specification says, with a key made for the test.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from reviewer import __version__
from reviewer.errors import InputError, NotFoundError
from reviewer.usecases.package_signature import ReleaseKey, check_package, read_key, release_key
from tests.cli.conftest import Command

KEY = """untrusted comment: minisign public key 512B6813DEBCB925
RWQlubzeE2grUY6GS1f+h2n3JWfPPktQpMeGPo4Xvuzw97Vh13mMNZ1T
"""
PACKAGE = b"a package\n"
SIGNED = """untrusted comment: signature from minisign secret key
RUQlubzeE2grUcSZM8EU0kPBhifN+/jh0spUnSPv//DBxpIhbJxlTiuAACpYTBO1+0RGk/n7NDKIzt6rRGAKHcUUSDdLyaaaVwA=
trusted comment: evidence-reviewer 9.8.7 package.bin
IGNaHnogx6Onz94UK25lEtvnLK4gg0D5sQAanCiPPXyt+MurQLeNpqqbgTibrfcWP+cNj3t9qHDhMhO6bcljAQ==
"""
LEGACY = """untrusted comment: signature from minisign secret key
RWQlubzeE2grUfJTw1tOVkre7xWqXzo/FHLp0wFolAxC28iJyq16hOW+w01WxsYH/L58JYu3qCmmRXWr4Xorwlqca6LG8hHC5Q8=
trusted comment: legacy
9aB40uYzduWZaKHi2EtUqLgu/FGyPQZ8rAh7PVV6DAoZiPn31duUmI3I0zdK9B6+hrNYL2p4K0dztOsXdTNbAw==
"""
Package = Callable[[bytes, str], Path]


@pytest.fixture
def package(tmp_path: Path) -> Package:
    def make(content: bytes, signature: str) -> Path:
        (tmp_path / "package.bin").write_bytes(content)
        (tmp_path / "package.bin.minisig").write_text(signature, encoding="utf-8")
        return tmp_path / "package.bin"

    return make


def signed_by(secret: Ed25519PrivateKey, number: bytes, content: bytes, comment: str) -> str:
    of_package = secret.sign(hashlib.blake2b(content).digest())
    of_comment = secret.sign(of_package + comment.encode())
    first, second = (base64.b64encode(raw).decode() for raw in (b"ED" + number + of_package, of_comment))
    return f"untrusted comment: a test\n{first}\ntrusted comment: {comment}\n{second}\n"


def test_what_minisign_signed_is_told_with_its_comment(package: Package) -> None:
    done = check_package(package(PACKAGE, SIGNED), read_key(KEY))
    assert (done.comment, done.key) == ("evidence-reviewer 9.8.7 package.bin", "512B6813DEBCB925")


@pytest.mark.parametrize(
    ("content", "signature", "said"),
    [
        (b"a pbckage\n", SIGNED, "is not what was signed"),
        (PACKAGE + b"\0", SIGNED, "is not what was signed"),
        (b"", SIGNED, "is not what was signed"),
        (PACKAGE, SIGNED.replace("9.8.7", "9.8.8"), "the comment in"),
        (PACKAGE, SIGNED.replace("RUQlubze", "RUQlubzf"), "with another key than 512B6813DEBCB925"),
        (PACKAGE, LEGACY, "older kind"),
        (PACKAGE, "", "no signature of minisign"),
        (PACKAGE, SIGNED.replace("RUQl", "RUQ!"), "no signature of minisign"),
        (PACKAGE, SIGNED + "more\n", "no signature of minisign"),
        (PACKAGE, SIGNED + "x" * 20_000, "too large"),
    ],
)
def test_whatever_else_is_refused_with_what_is_wrong(
    package: Package, content: bytes, signature: str, said: str
) -> None:
    with pytest.raises(InputError, match=said) as refused:
        check_package(package(content, signature), read_key(KEY))
    assert "Do not install it." in refused.value.advice


def test_another_key_of_the_same_number_does_not_do(package: Package) -> None:
    ours, other = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    number = b"\1\2\3\4\5\6\7\10"
    path = package(PACKAGE, signed_by(ours, number, PACKAGE, "ours"))
    assert check_package(path, ReleaseKey(number, ours.public_key())).comment == "ours"
    with pytest.raises(InputError, match="is not what was signed"):
        check_package(path, ReleaseKey(number, other.public_key()))


def test_a_package_without_a_signature_is_refused(tmp_path: Path) -> None:
    (tmp_path / "package.bin").write_bytes(PACKAGE)
    with pytest.raises(NotFoundError, match="no signature"):
        check_package(tmp_path / "package.bin", read_key(KEY))


def test_the_command_tells_the_version(reviewer: Command) -> None:
    assert reviewer("version").out == f"Evidence Reviewer {__version__}\n"
    assert reviewer("version", "--json").json == {"version": __version__}


def test_the_command_checks_by_the_key_of_the_program(reviewer: Command, package: Package) -> None:
    done = reviewer("version", "--check", package(PACKAGE, SIGNED))
    assert (done.code, done.out) == (4, "")
    assert f"was signed with another key than {release_key().name}" in done.err
    assert "Do not install it." in done.err


def test_the_command_says_what_was_signed(reviewer: Command, package: Package, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reviewer.usecases.package_signature.release_key", lambda: read_key(KEY))
    path = package(PACKAGE, SIGNED)
    assert reviewer("version", "--check", path).out.splitlines() == [
        "package.bin is what was signed with key 512B6813DEBCB925.",
        "The signature says: evidence-reviewer 9.8.7 package.bin",
    ]
    answer = reviewer("version", "--check", path, "--json").json
    assert answer["signed"] == "evidence-reviewer 9.8.7 package.bin"
