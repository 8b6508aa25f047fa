"""The package for Debian and Ubuntu: the tree in ``/opt``, the system's own libraries by name, no script at install."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from release import desktop
from release.elf import binaries, newest_glibc
from release.steps import BUILD, DIST, NAME, PACKAGING, environment, epoch, fresh, need, run, say, size, stop, version
from release.tree import settle

LIBRARIES = PACKAGING / "debian" / "libraries.txt"
MAINTAINER = "Evidence Reviewer maintainers <evidence-reviewer@localhost>"
RECOMMENDS = (
    "libtesseract5",
    "libleptonica6 | liblept5",
    "libarchive13t64 | libarchive13",
    "fonts-dejavu-core",
    "xdg-utils",
)
SUGGESTS = ("libreoffice-nogui | libreoffice-core", "tesseract-ocr-all")
CONTROL = """\
Package: {name}
Version: {version}
Architecture: amd64
Maintainer: {maintainer}
Installed-Size: {kilobytes}
Depends: {depends}
Recommends: {recommends}
Suggests: {suggests}
Section: misc
Priority: optional
Description: review e-mails and documents as evidence
 For one investigator on an offline laptop. Mailboxes, archives, PDFs, scans
 and Office files are kept in one encrypted case file and shown as pages.
 Passages are tagged and linked to officers, benefits and findings are
 recorded, and a report goes out in which every quote leads back to
 highlighted words on a numbered page.
 .
 The program brings its own Python and needs no network.
"""


def packages_of(table: str) -> dict[str, str]:
    """Which package has which library, by the table ``libraries.txt``."""
    lines = (line.split(maxsplit=1) for line in table.splitlines() if line and not line.startswith("#"))
    return {name: package.strip() for name, package in lines}


def dependencies(tree: Path) -> tuple[list[str], tuple[int, ...]]:
    """The packages that a tree's binaries need, and the newest glibc that one of them has a symbol of."""
    found = binaries(tree)
    own = {binary.path.name for binary in found}
    needed = {name for binary in found for name in binary.needed} - own
    table = packages_of(LIBRARIES.read_text(encoding="utf-8"))
    return named(needed, table), newest_glibc(found)


def named(needed: Iterable[str], table: dict[str, str]) -> list[str]:
    """The packages of these libraries, each once; stops at one that the table lacks."""
    unknown = sorted(name for name in needed if name not in table)
    if unknown:
        stop(f"no package is known for {', '.join(unknown)}: add it to {LIBRARIES.name}.")
    return sorted({table[name] for name in needed})


def make(tree: Path) -> Path:
    """Make the package of a tree; its path."""
    need("dpkg-deb")
    say("the package")
    stage = fresh(BUILD / "deb")
    shutil.copytree(tree, stage / "opt" / NAME, symlinks=True, copy_function=os.link)
    (stage / "usr" / "bin").mkdir(parents=True)
    (stage / "usr" / "bin" / "reviewer").symlink_to(f"/opt/{NAME}/bin/reviewer")
    desktop.lay_out(stage / "usr", tree / "bin" / "reviewer")
    _documents(stage / "usr" / "share", tree)
    packages, glibc = dependencies(tree)
    newest = ".".join(map(str, glibc))
    depends = [f"libc6 (>= {newest})" if package == "libc6" else package for package in packages]
    _control(stage, depends)
    settle(stage)
    DIST.mkdir(exist_ok=True)
    made = built()
    # zstd, which dpkg reads from Debian 12 and Ubuntu 22.04 on: xz takes many times as long. One thread: the bytes of
    # more depend on how many there are.
    options = ["--root-owner-group", "--no-uniform-compression", "-Zzstd", "-z10", "--threads-max=1"]
    run(["dpkg-deb", *options, "--build", stage, made], env=environment())
    say(f"{made}: {made.stat().st_size / 1e6:.0f} MB, installed {size(stage) / 1e6:.0f} MB, glibc {newest} or later")
    return made


def built() -> Path:
    """Where the package is, once it was made."""
    return DIST / f"{NAME}_{version()}_amd64.deb"


def _documents(share: Path, tree: Path) -> None:
    documents = share / "doc" / NAME
    documents.mkdir(parents=True)
    shutil.copy(PACKAGING / "debian" / "copyright", documents / "copyright")
    shutil.copy(tree / "licences" / "sbom.cdx.json", documents / "sbom.cdx.json")
    (documents / "handbook").symlink_to(f"/opt/{NAME}/share/handbook")
    when = dt.datetime.fromtimestamp(epoch(), dt.UTC).strftime("%a, %d %b %Y %H:%M:%S +0000")
    entry = f"{NAME} ({version()}) stable; urgency=medium\n\n  * See CHANGELOG.md of the sources.\n\n"
    entry += f" -- {MAINTAINER}  {when}\n"
    (documents / "changelog.gz").write_bytes(gzip.compress(entry.encode(), compresslevel=9, mtime=0))
    overrides = share / "lintian" / "overrides" / NAME
    overrides.parent.mkdir(parents=True)
    shutil.copy(PACKAGING / "debian" / "lintian-overrides", overrides)


def _control(stage: Path, depends: list[str]) -> None:
    files = sorted(path for path in stage.rglob("*") if path.is_file() and not path.is_symlink())
    sums = [f"{md5(path)}  {path.relative_to(stage)}\n" for path in files]
    folder = stage / "DEBIAN"
    folder.mkdir()
    (folder / "md5sums").write_text("".join(sums), encoding="utf-8")
    text = CONTROL.format(
        name=NAME,
        version=version(),
        maintainer=MAINTAINER,
        kilobytes=size(stage) // 1024,
        depends=", ".join(depends),
        recommends=", ".join(RECOMMENDS),
        suggests=", ".join(SUGGESTS),
    )
    (folder / "control").write_text(text, encoding="utf-8")


def md5(path: Path) -> str:
    """The sum of a file that dpkg compares with; it guards against bad disks, not against people."""
    return hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()
