"""Whose each part is, and the texts that go along."""

from __future__ import annotations

import gzip
import shutil
import tempfile
from collections.abc import Iterable
from email.parser import HeaderParser
from pathlib import Path

from release.apt import unpack
from release.steps import ROOT, stop

COMMON = Path("/usr/share/common-licenses")
TEXTS = ("Apache-2.0", "GPL-2", "GPL-3", "LGPL-2.1", "LGPL-3", "MPL-2.0")
"""Texts that wheels name and do not all bring; Debian has them."""

STATED = {
    "libarchive-c": "CC0-1.0",
    "pymupdf": "AGPL-3.0-or-later",
    "sqlcipher3": "Zlib AND BSD-3-Clause",
    "sqlite-fts4": "Apache-2.0",
}
"""What packages say on their pages and not in their metadata."""


def collect(root: Path, *packages: Iterable[Path]) -> None:
    """Put the texts into ``licences``: ours, the common ones, and those of the Debian packages."""
    folder = root / "licences"
    folder.mkdir()
    shutil.copy(ROOT / "LICENSE", folder / "AGPL-3.txt")
    for name in TEXTS:
        if not (COMMON / name).exists():
            stop(f"{COMMON / name} is missing: build on Debian.")
        shutil.copy(COMMON / name, folder / f"{name}.txt")
    for package in (one for group in packages for one in group):
        copyright_of(package, folder)


def copyright_of(package: Path, folder: Path) -> None:
    """Keep the copyright file of a Debian package under the package's name."""
    with tempfile.TemporaryDirectory() as temporary:
        docs = unpack([package], Path(temporary)) / "usr" / "share" / "doc"
        name = package.name.split("_")[0]
        plain, packed = docs / name / "copyright", docs / name / "copyright.gz"
        if plain.exists():  # else it is a link to that of another package, which is here as well
            (folder / f"{name}.txt").write_bytes(plain.read_bytes())
        elif packed.exists():
            (folder / f"{name}.txt").write_bytes(gzip.decompress(packed.read_bytes()))


def text_of(package: Path, others: Iterable[Path]) -> Path:
    """The package that has the copyright file of a package: itself, or that to which its folder of documents links."""
    name = package.name.split("_")[0]
    with tempfile.TemporaryDirectory() as temporary:
        documents = unpack([package], Path(temporary)) / "usr" / "share" / "doc" / name
        if not documents.is_symlink():
            return package
        wanted = documents.readlink().name
    return next(other for other in others if other.name.split("_")[0] == wanted)


def licence_of(info: Path) -> str:
    """The licence that an installed package states (``dist-info``), in its own words; empty where it states none."""
    fields = HeaderParser().parsestr((info / "METADATA").read_text(encoding="utf-8", errors="replace"))
    name = str(fields["Name"]).lower().replace("_", "-")
    if name in STATED:
        return STATED[name]
    if expression := fields["License-Expression"]:
        return str(expression)
    classified = [value.split(" :: ")[-1] for value in fields.get_all("Classifier", []) if value.startswith("License")]
    classified = [value for value in classified if value != "OSI Approved"]
    stated = str(fields["License"] or "").strip()
    return " OR ".join(classified) or (stated if "\n" not in stated else stated.splitlines()[0])
