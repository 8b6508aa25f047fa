"""``reviewer version``: a package is what was signed, or it is refused.

Some signatures were made by minisign 0.12 with a key that was thrown away; others are written here as minisign's
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

KEY = """untrusted comment: minisign public key F3EE29CCC50DD7F3
RWTz1w3FzCnu88VgX8IAoR/7y3Hdlq/t7xgrujcpD7tOQrXReWZ49AYE
"""
PACKAGE = b"a package\n"
SIGNED = """untrusted comment: signature from minisign secret key
RUTz1w3FzCnu88sPKpowTzyBWBviIADCryuisbvEWjfGxY/Keaguw6D4AqbbNElnC4QhIJk8hpysNizb/6me7njuJp1LxoQ9swQ=
trusted comment: evidence-reviewer 9.8.7 file:package.bin
KMruANUB0hdN5pEAFPqGIuxrmufC8QxLU93Ek8V5RDWdF91zBI0AzVXoaSGSUcYiwXM6PFpmtNq9hw1EGta7Dw==
"""
OF_MINISIGN_ITSELF = """untrusted comment: signature from minisign secret key
RUTz1w3FzCnu88sPKpowTzyBWBviIADCryuisbvEWjfGxY/Keaguw6D4AqbbNElnC4QhIJk8hpysNizb/6me7njuJp1LxoQ9swQ=
trusted comment: timestamp:1795825848\tfile:package.bin\thashed
pIa7e1+sMpw2Ucy5k0vf9vfIYtZdt5scVrku6WVwyrkh8+Tqp7d9dWsQoYN8bzkCJKAVKyfw8ncurjC/uaW2Bw==
"""
LEGACY = """untrusted comment: signature from minisign secret key
RWTz1w3FzCnu8zAafZUh5yyx/bv2u2H9Qi670tboo2UHBjByaTkYFXb6b9GYdBTpirjq1/muhqmOQof9FteZAbwfm1TnIe5P8wQ=
trusted comment: legacy file:package.bin
QR57YN8v4GOL7CSGwK3Xm6nXf1yNveTzQU8FYuQUPdwpk4qf+nXqcu51VmudFyy2Ojnbl5jD7fUkDFnEcNDZCQ==
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
    assert (done.comment, done.key) == ("evidence-reviewer 9.8.7 file:package.bin", "F3EE29CCC50DD7F3")


@pytest.mark.parametrize(
    ("content", "signature", "said"),
    [
        (b"a pbckage\n", SIGNED, "is not what was signed"),
        (PACKAGE + b"\0", SIGNED, "is not what was signed"),
        (b"", SIGNED, "is not what was signed"),
        (PACKAGE, SIGNED.replace("9.8.7", "9.8.8"), "the comment in"),
        (PACKAGE, SIGNED.replace("RUTz1w3F", "RUTz1w3G"), "with another key than F3EE29CCC50DD7F3"),
        (PACKAGE, LEGACY, "older kind"),
        (PACKAGE, "", "no signature of minisign"),
        (PACKAGE, SIGNED.replace("RUTz", "RUT!"), "no signature of minisign"),
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
    path = package(PACKAGE, signed_by(ours, number, PACKAGE, "ours file:package.bin"))
    assert check_package(path, ReleaseKey(number, ours.public_key())).comment == "ours file:package.bin"
    with pytest.raises(InputError, match="is not what was signed"):
        check_package(path, ReleaseKey(number, other.public_key()))


def test_the_comment_that_minisign_writes_by_itself_names_the_file_too(package: Package) -> None:
    assert "file:package.bin" in check_package(package(PACKAGE, OF_MINISIGN_ITSELF), read_key(KEY)).comment


@pytest.mark.parametrize("signature", [SIGNED, OF_MINISIGN_ITSELF])
def test_a_package_under_the_name_of_another_version_is_refused(package: Package, signature: str) -> None:
    """An old package with its own signature, both renamed, so that it looks like the newest."""
    path = package(PACKAGE, signature)
    newer = path.rename(path.with_name("package_9.9.9.bin"))
    Path(f"{path}.minisig").rename(f"{newer}.minisig")
    with pytest.raises(
        InputError, match=r"package_9\.9\.9\.bin was signed under another name, package\.bin"
    ) as refused:
        check_package(newer, read_key(KEY))
    assert "If that is the version you were told of" in refused.value.advice


@pytest.mark.parametrize("comment", ["a package", "file: package.bin", "file:package.bin file:package_9.9.9.bin"])
def test_a_signature_that_names_no_one_file_is_refused(package: Package, comment: str) -> None:
    secret, number = Ed25519PrivateKey.generate(), b"\1\2\3\4\5\6\7\10"
    with pytest.raises(InputError, match="does not say which file"):
        check_package(
            package(PACKAGE, signed_by(secret, number, PACKAGE, comment)), ReleaseKey(number, secret.public_key())
        )


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
        "package.bin is what was signed with key F3EE29CCC50DD7F3.",
        "The signature says: evidence-reviewer 9.8.7 file:package.bin",
    ]
    answer = reviewer("version", "--check", path, "--json").json
    assert answer["signed"] == "evidence-reviewer 9.8.7 file:package.bin"
