"""Sign packages, so that `reviewer version --check PACKAGE` can tell them from others.

::

    python packaging/sign.py KEYFILE dist/evidence-reviewer_VERSION_amd64.deb …

KEYFILE is the secret key, as ``minisign -G -s KEYFILE -p PUBLIC`` makes it: keep it on a stick of its own, never in
the project. minisign asks for its passphrase. Its public half must be the key in ``reviewer/resources/release``, else
nothing is signed: the program would refuse what was signed with another. Needs minisign.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from release.steps import NAME, digest, need, say, stop, version

from reviewer.errors import KnownError
from reviewer.usecases.package_signature import SUFFIX, ReleaseKey, check_package, release_key


def main(words: list[str]) -> None:
    """Sign each package with the key of that file."""
    if len(words) < 2:
        stop("name the file with the secret key, and the packages")
    need("minisign")
    for package in words[1:]:
        sign(Path(words[0]), Path(package), release_key())


def sign(secret: Path, package: Path, key: ReleaseKey) -> Path:
    """Sign a package, and check it as the program will; the path of the signature. A bad one is not left behind."""
    beside = package.with_name(package.name + SUFFIX)
    if package.name.split() != [package.name]:
        stop(f"“{package.name}” has a blank in its name, which the signature could not name")
    said = f"{NAME} {version()} file:{package.name} sha256:{digest(package)}"
    beside.unlink(missing_ok=True)
    if subprocess.run(
        ["minisign", "-S", "-s", secret, "-m", package, "-x", beside, "-t", said], check=False
    ).returncode:
        stop(f"{package.name} was not signed")
    try:
        check_package(package, key)
    except KnownError as error:
        beside.unlink()
        stop(f"{error}. The public key in reviewer/resources/release must belong to {secret.name}.")
    say(f"signed: {beside}")
    return beside


if __name__ == "__main__":
    main(sys.argv[1:])
