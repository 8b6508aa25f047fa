"""The folder for any Linux: the tree, and those of Debian 12's libraries that a computer may lack.

Each library lies in a folder of its own, so that the launcher can add those alone that the computer has not: a
library of the computer's that meets an older one of ours beside it would not load.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from pathlib import Path

from release import sbom
from release.apt import PrivateApt, field, unpack
from release.deb import LIBRARIES, packages_of
from release.elf import Binary, binaries, newest_glibc, read
from release.licences import copyright_of, text_of
from release.steps import (
    BUILD,
    DIST,
    NAME,
    PACKAGING,
    digest,
    environment,
    epoch,
    fresh,
    need,
    run,
    say,
    size,
    stop,
    version,
)
from release.tree import RELEASE, settle

NEVER = re.compile(r"ld-linux|lib(c|m|dl|rt|pthread|resolv|util|mvec|gcc_s|stdc\+\+|crypt|nsl|anl|nss_\w+)\.so")
"""What belongs to the system's own heart: glibc, the compiler's libraries. Every Linux with glibc has them."""

GLIBC = (2, 36)
"""What the folder and its documents state: Debian 12's own, for which libraries that it lends were made."""

FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir prefix="xdg">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
"""


def make(tree: Path) -> Path:
    """Make the folder of a tree and pack it; the path of the archive."""
    need("tar", "zstd")
    say("the folder")
    name = f"{NAME}-{version()}-linux-x86_64"
    root = fresh(BUILD / "folder") / name
    shutil.copytree(tree, root, symlinks=True, copy_function=os.link)
    add_libraries(root)
    own_bill(root)
    no_newer(binaries(root), GLIBC)
    (root / "README.txt").write_text(readme(), encoding="utf-8")
    (root / "reviewer").symlink_to("bin/reviewer")
    settle(root)
    DIST.mkdir(exist_ok=True)
    made = DIST / f"{name}.tar.zst"
    settings = ["--sort=name", f"--mtime=@{epoch()}", "--owner=0", "--group=0", "--numeric-owner", "--format=gnu"]
    run(
        ["tar", *settings, "--use-compress-program", "zstd -10 -T0", "-cf", made, name],
        cwd=root.parent,
        env=environment(),
    )
    say(f"{made}: {made.stat().st_size / 1e6:.0f} MB, unpacked {size(root) / 1e6:.0f} MB")
    return made


def own_bill(root: Path) -> None:
    """Write the bill of the folder; the tree keeps its own, of whose files those of the folder are hard links."""
    bill = root / "licences" / "sbom.cdx.json"
    bill.unlink(missing_ok=True)
    sbom.write(root, bill)


def add_libraries(root: Path) -> None:
    """Put the libraries of Debian 12 that the tree needs, and those that these need, into ``system``."""
    apt = PrivateApt(BUILD / "apt", RELEASE)
    table = packages_of(LIBRARIES.read_text(encoding="utf-8"))
    wanted = sorted({package.split(" | ")[-1] for package in table.values()} | {"xkb-data"})
    packages = apt.download(apt.closure(wanted))
    system = root / "system"
    own = binaries(root)
    with tempfile.TemporaryDirectory() as temporary:
        whole = unpack(packages, Path(temporary))
        names = {
            path.name: path for place in ("lib", "usr/lib") for path in (whole / place).glob("x86_64-linux-gnu/*.so*")
        }
        taken = libraries(own, {name: path.resolve() for name, path in names.items()})
        lenders = lending(packages, {name: path.relative_to(whole).as_posix() for name, path in taken.items()})
        for name, path in sorted(taken.items()):
            (system / "lib" / name).mkdir(parents=True)
            shutil.copy(path, system / "lib" / name / name)
        shutil.copytree(whole / "usr" / "share" / "X11" / "xkb", system / "xkb", symlinks=False)
    (system / "libraries.txt").write_text("".join(f"{name} {name}\n" for name in sorted(taken)), encoding="utf-8")
    (system / "fonts.conf").write_text(FONTS, encoding="utf-8")
    shutil.copy(PACKAGING / "release" / "lacking.sh", system / "lacking.sh")
    (system / "licences").mkdir()
    lines = []
    for package, lent in lenders.items():
        text = text_of(package, packages)
        copyright_of(text, system / "licences")
        what = [field(package, "Package"), field(package, "Version"), digest(package), field(text, "Package"), *lent]
        lines.append(" ".join(what) + "\n")
    (system / "from-debian.txt").write_text("".join(lines), encoding="utf-8")


def lending(packages: list[Path], taken: dict[str, str]) -> dict[Path, list[str]]:
    """Which of the packages have the files that are lent, each with their names; keyboards come with no library."""
    found: dict[Path, list[str]] = {}
    for package in packages:
        files = contents(package)
        lent = sorted(name for name, path in taken.items() if path in files)
        if lent or package.name.startswith("xkb-data_"):
            found[package] = lent
    if missing := taken.keys() - {name for lent in found.values() for name in lent}:
        stop(f"no package is known to have {', '.join(sorted(missing))}.")
    return found


def contents(package: Path) -> set[str]:
    """The files of a Debian package, by their paths below the root."""
    listed = run(["dpkg-deb", "--contents", package]).splitlines()
    return {line.split(None, 5)[5].split(" -> ")[0].removeprefix("./") for line in listed}


def no_newer(found: list[Binary], stated: tuple[int, ...]) -> None:
    """Stop when a binary wants a newer glibc than is stated."""
    if newer := [binary for binary in found if binary.glibc > stated]:
        said = ", ".join(f"{binary.path.name} {'.'.join(map(str, binary.glibc))}" for binary in newer)
        stop(f"a newer glibc is wanted than {'.'.join(map(str, stated))}, which is stated: {said}.")
    say(f"glibc {'.'.join(map(str, newest_glibc(found)))} is the newest that a binary of the folder wants")


def libraries(own: list[Binary], there: dict[str, Path]) -> dict[str, Path]:
    """Which of the libraries that are there some binaries load, and what those load in turn, by name."""
    has = {binary.path.name for binary in own}
    taken: dict[str, Path] = {}
    waiting = list(own)
    while waiting:
        for name in sorted(waiting.pop().needed - has - taken.keys()):
            if NEVER.match(name):
                continue
            if name not in there:
                stop(f"Debian 12 has no {name} among the packages of {LIBRARIES.name}.")
            taken[name] = there[name]
            waiting.append(read(there[name]))
    return taken


def readme() -> str:
    """What the folder says of itself."""
    text = (PACKAGING / "release" / "folder.txt").read_text(encoding="utf-8")
    return text.replace("@VERSION@", version()).replace("@GLIBC@", ".".join(map(str, GLIBC)))
